//! Saying who belongs to a group, and ending it.

use crate::access::context::Context;
use crate::access::holding::Capacity;
use crate::db::Connection;
use crate::duties::deadlines::scheduled_changes;
use crate::error::{Code, Error, Fault, Result};
use crate::ids::{GroupId, MembershipId};
use crate::journal::service::ABSENT;
use crate::journal::{self, Subject};
use crate::people::identity;
use crate::teams::assignments::reach;
use crate::teams::groups::members::api::{GroupMember, GroupMemberInput, GroupMemberPatch};
use crate::teams::groups::members::store::{self, MemberRow};
use crate::teams::groups::service as groups;
use crate::unparsed::Unparsed;
use crate::version::{Precondition, Version};

/// A membership of a group that exists for the caller.
///
/// # Errors
/// 404, 403.
pub fn find(
    connection: &mut Connection,
    caller: &Context,
    group: GroupId,
    id: MembershipId,
) -> Result<GroupMember> {
    groups::find_visible(connection, caller, group)?;
    let (row, name) = store::find(connection, group, id)?;
    caller.require_permission()?;
    Ok(GroupMember::from_row(&row, name))
}

/// Makes a user a member of a group.
///
/// # Errors
/// 404, 403, 422; 409 where the user belongs to it already, somebody else has the one chair, or the
/// group was dissolved.
pub fn create(
    connection: &mut Connection,
    caller: &Context,
    group: GroupId,
    body: &Unparsed<GroupMemberInput>,
) -> Result<GroupMember> {
    let taken = groups::find_visible(connection, caller, group)?;
    groups::may_manage(caller, &taken)?;
    let new = body.parse()?;
    let row = MemberRow {
        id: MembershipId::generate(),
        group_id: group,
        user_id: new.user_id,
        capacity: new.capacity,
        from_at: new.from.unwrap_or(caller.now),
        until_at: new.until,
        version: 1,
        created_by: caller.user.id,
        created_at: caller.now,
        updated_at: caller.now,
        stood_until: None,
    };
    let mut faults = Vec::new();
    let user = match identity::service::find_user(connection, caller, new.user_id) {
        Ok(user) => Some(user).filter(|user| user.active),
        Err(error) if error.code() == Code::NotFound => None,
        Err(error) => return Err(error),
    };
    if user.is_none() {
        faults.push(Fault::no_active_user("/user_id"));
    }
    if row.until_at.is_some_and(|until| until <= row.from_at) {
        faults.push(Fault::ends_before_it_begins());
    }
    let Some(user) = user.filter(|_| faults.is_empty()) else { return Err(Error::invalid(faults)) };
    groups::stands(caller, &taken)?;
    if capacity_acts(&row) && row.until_at.is_none_or(|until| until > caller.now) {
        reach::permit_member(connection, caller, group, (row.user_id, user.organization_id))?;
    }
    stands_alone(connection, &row)?;
    store::insert(connection, &row)?;
    let member = GroupMember::from_row(&row, user.display_name);
    let subject = Subject::Group(group);
    journal::append(connection, caller, subject, "group_member.created", ABSENT, Some(&member))?;
    scheduled_changes::of_group(connection, group, caller.now)?;
    Ok(member)
}

/// Ends a membership, or moves its end. A membership that ends when it begins never was: that is
/// how one which is still to come is called off.
///
/// # Errors
/// 404, 403, 428, 412, 422; 409 where another one would hold at the same time.
pub fn update(
    connection: &mut Connection,
    caller: &Context,
    group: GroupId,
    id: MembershipId,
    precondition: &Precondition,
    body: &Unparsed<GroupMemberPatch>,
) -> Result<GroupMember> {
    let taken = groups::find_visible(connection, caller, group)?;
    let (before, name) = store::find(connection, group, id)?;
    groups::may_manage(caller, &taken)?;
    precondition.require(Version(before.version))?;
    let patch = body.parse()?;
    let mut row = before.clone();
    if let Some(until) = patch.until {
        row.end(until, caller.now);
    }
    if row.until_at.is_some_and(|until| until < row.from_at) {
        return Err(Error::invalid(vec![Fault::ends_before_it_begins()]));
    }
    let is_longer = row.until_at.is_none_or(|until| before.until_at.is_some_and(|end| until > end));
    if capacity_acts(&row) && before.until_at != row.until_at && is_longer {
        let organization = identity::principals::organization_of(connection, row.user_id)?;
        let organization = organization.ok_or_else(Error::not_found)?;
        reach::permit_member(connection, caller, group, (row.user_id, organization))?;
    }
    stands_alone(connection, &row)?;
    row.version = before.version.saturating_add(1);
    row.updated_at = caller.now;
    if !store::update(connection, &row, before.version)? {
        return Err(Error::new(Code::StaleVersion));
    }
    let (before, after) = (GroupMember::from_row(&before, name.clone()), GroupMember::from_row(&row, name));
    let subject = Subject::Group(group);
    journal::append(connection, caller, subject, "group_member.updated", Some(&before), Some(&after))?;
    scheduled_changes::of_group(connection, group, caller.now)?;
    Ok(after)
}

/// Whether what the group holds is the member's, too: as an observer, a person only watches.
fn capacity_acts(row: &MemberRow) -> bool {
    row.capacity != Capacity::Observer
}

/// Refuses a second holder of what one user holds at a time, and names everything that stands in
/// the way.
fn stands_alone(connection: &mut Connection, wanted: &MemberRow) -> Result<()> {
    if wanted.until_at == Some(wanted.from_at) {
        return Ok(());
    }
    let capacity = wanted.capacity;
    let mut faults = Vec::new();
    for (other, name) in store::overlapping(connection, wanted)? {
        if other.user_id == wanted.user_id {
            faults.push(Fault::body(
                "/user_id",
                "member_already",
                format!("{name} belongs to the group at that time already (membership {}). End that membership first, or choose other instants.", other.id),
                format!("{name} est déjà membre du groupe à ce moment (adhésion {}). Mettez d'abord fin à cette adhésion ou choisissez d'autres instants.", other.id),
            ));
        } else if capacity.is_exclusive() {
            let what = capacity.name();
            faults.push(Fault::body(
                "/capacity",
                "taken",
                format!("{name} holds this at that time: {} (membership {}). End that membership first, or choose other instants.", what.en, other.id),
                format!("{name} exerce cette charge à ce moment : {} (adhésion {}). Mettez d'abord fin à cette adhésion ou choisissez d'autres instants.", what.fr, other.id),
            ));
        }
    }
    if faults.is_empty() { Ok(()) } else { Err(Error::new(Code::Duplicate).with_faults(faults)) }
}
