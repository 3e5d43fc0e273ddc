//! Setting groups up, who may write in them, and what other features ask of them.

use super::api::{Group, GroupInput, GroupPatch, GroupText};
use super::decisions::store as decisions;
use super::members::store as members;
use super::model::Present;
use super::store::{self, GroupRow};
use crate::access::context::Context;
use crate::access::holding::Capacity;
use crate::access::permissions::Permission;
use crate::db::Connection;
use crate::db::types::Instant;
use crate::error::{Code, Error, Fault, Result};
use crate::external_ids::model::{ExternalIds, ExternallyKnown};
use crate::external_ids::service as external_ids;
use crate::ids::{GroupDecisionId, GroupId, UserId};
use crate::journal::service::ABSENT;
use crate::journal::{self, Subject};
use crate::unparsed::Unparsed;
use crate::version::{Precondition, Version};
use std::collections::HashSet;

pub use decisions::DecisionRow;

/// The group, if it exists for the caller, who is of its organisation or belongs to it now.
///
/// # Errors
/// 404 where there is none, or the caller may not know of it.
pub fn find_visible(connection: &mut Connection, caller: &Context, id: GroupId) -> Result<GroupRow> {
    store::find_visible(connection, caller, id)?.ok_or_else(Error::not_found)
}

/// The group, if the caller belongs to it now.
///
/// # Errors
/// 404 where the caller does not.
pub fn joined(connection: &mut Connection, caller: &Context, id: GroupId) -> Result<GroupRow> {
    let group = find_visible(connection, caller, id)?;
    members::capacity(connection, id, caller.user.id, caller.now)?.ok_or_else(Error::not_found)?;
    Ok(group)
}

/// A decision of a group that exists for the caller, with its group.
///
/// # Errors
/// 404 where there is none, or the caller may not know of it.
pub fn decision(
    connection: &mut Connection,
    caller: &Context,
    id: GroupDecisionId,
) -> Result<(DecisionRow, GroupRow)> {
    let row = decisions::by_id(connection, id)?;
    let group = find_visible(connection, caller, row.group_id)?;
    Ok((row, group))
}

/// The people who belong to a group at an instant, with their capacities: the chair first, then the
/// secretary, members and observers by name.
pub fn members_at(connection: &mut Connection, group: GroupId, at: Instant) -> Result<Vec<Present>> {
    let mut present = members::present(connection, group, at)?;
    present.sort_by(|one, other| {
        (one.capacity, &one.display_name, one.user_id).cmp(&(
            other.capacity,
            &other.display_name,
            other.user_id,
        ))
    });
    Ok(present)
}

/// Whether a user is in a group, or was while a wall stood that was put up around it: as an
/// observer, too.
pub fn was_in(
    connection: &mut Connection,
    group: GroupId,
    user: UserId,
    since: Instant,
    recorded_at: Instant,
) -> Result<bool> {
    members::was_in(connection, group, user, since, recorded_at)
}

/// Refuses a caller who may not change the group and say who belongs to it.
///
/// # Errors
/// 403 where the caller lacks the permission, or is of another organisation.
pub fn may_manage(caller: &Context, group: &GroupRow) -> Result<()> {
    caller.require_permission()?;
    if group.organization_id == caller.user.organization_id {
        return Ok(());
    }
    Err(Error::new(Code::Forbidden).with_detail(
        "Only people of the organisation that has the group's secretariat may change it. Ask its secretary.",
        "Seules les personnes de l'organisme qui assure le secrétariat du groupe peuvent le modifier. Adressez-vous à son secrétariat.",
    ))
}

/// Refuses a caller who may not write the group's record, as its chair or secretary now, or by
/// managing the groups of its organisation.
///
/// # Errors
/// 403 where the caller may not.
pub fn may_record(connection: &mut Connection, caller: &Context, group: &GroupRow) -> Result<()> {
    caller.require_permission()?;
    if records(connection, caller, group)? {
        return Ok(());
    }
    Err(Error::new(Code::Forbidden).with_detail(
        "Only the chair or the secretary of the group writes its record, or whoever manages the groups of its organisation. Ask one of them.",
        "Seule la présidence ou le secrétariat du groupe en consigne les travaux, ou la personne qui gère les groupes de son organisme. Adressez-vous à l'une d'elles.",
    ))
}

/// Whether the caller writes the group's record.
pub(super) fn records(connection: &mut Connection, caller: &Context, group: &GroupRow) -> Result<bool> {
    if group.organization_id == caller.user.organization_id && caller.user.may(Permission::ManageGroups) {
        return Ok(true);
    }
    let held = members::capacity(connection, group.id, caller.user.id, caller.now)?;
    Ok(caller.user.may(Permission::RecordGroupWork) && held.is_some_and(Capacity::records))
}

/// Refuses a dissolved group: nothing new is entered of one.
///
/// # Errors
/// 409 where it is.
pub fn stands(caller: &Context, group: &GroupRow) -> Result<()> {
    match group.dissolved_on.filter(|day| *day <= caller.today) {
        None => Ok(()),
        Some(day) => Err(Error::new(Code::Conflict).with_detail(
            format!("The group was dissolved on {day}: nothing new can be entered. Take dissolved_on away where it goes on."),
            format!("Le groupe a été dissous le {day} : rien de nouveau ne peut y être consigné. Retirez dissolved_on s'il poursuit ses travaux."),
        )),
    }
}

/// Whether the caller's organisation has a group of this code. What groups others have is theirs to
/// know.
pub fn is_taken(connection: &mut Connection, caller: &Context, code: &str) -> Result<bool> {
    store::has_code(connection, caller.user.organization_id, code)
}

/// A group that exists for the caller.
///
/// # Errors
/// 404, 403.
pub fn find(connection: &mut Connection, caller: &Context, id: GroupId) -> Result<Group> {
    let row = find_visible(connection, caller, id)?;
    caller.require_permission()?;
    Ok(row.into())
}

/// Sets up a group of the caller's organisation.
///
/// # Errors
/// 403, 422; 409 where the code is taken.
pub fn create(connection: &mut Connection, caller: &Context, body: &Unparsed<GroupInput>) -> Result<Group> {
    caller.require_permission()?;
    let new = body.parse()?;
    let mut faults = Vec::new();
    if new.organization_id.is_some_and(|organization| organization != caller.user.organization_id) {
        faults.push(Fault::body(
            "/organization_id",
            "other_organization",
            "You set up groups of your own organisation only. Leave the field out, or ask somebody of the other one.",
            "Vous ne constituez que les groupes de votre organisme. Retirez ce champ ou adressez-vous à une personne de l'autre organisme.",
        ));
    }
    if let Some(parent) = new.parent_id {
        faults.extend(misplaced(connection, caller, None, parent)?);
    }
    if !faults.is_empty() {
        return Err(Error::invalid(faults));
    }
    if is_taken(connection, caller, &new.code)? {
        return Err(Error::new(Code::Duplicate).with_faults(vec![Fault::body(
            "/code",
            "taken",
            "Your organisation has a group of this code already. Choose another.",
            "Votre organisme a déjà un groupe portant ce code. Choisissez-en un autre.",
        )]));
    }
    let ((name_en, name_fr), (mandate_en, mandate_fr)) = (new.name.trimmed(), GroupText::kept(new.mandate));
    let row = GroupRow {
        id: GroupId::generate(),
        organization_id: caller.user.organization_id,
        kind: new.kind,
        code: new.code,
        name_en,
        name_fr,
        mandate_en,
        mandate_fr,
        parent_id: new.parent_id,
        quorum: new.quorum,
        dissolved_on: None,
        version: 1,
        created_by: caller.user.id,
        created_at: caller.now,
        updated_at: caller.now,
        external_ids: ExternalIds::written(new.external_ids),
    };
    store::insert(connection, &row)?;
    let known = ExternallyKnown::Group(row.id, row.organization_id);
    external_ids::keep(connection, known, (&ExternalIds::default(), &row.external_ids), "")?;
    let group = Group::from(row);
    journal::append(connection, caller, Subject::Group(group.id), "group.created", ABSENT, Some(&group))?;
    Ok(group)
}

/// Changes a group.
///
/// # Errors
/// 404, 403, 428, 412, 422.
pub fn update(
    connection: &mut Connection,
    caller: &Context,
    id: GroupId,
    precondition: &Precondition,
    body: &Unparsed<GroupPatch>,
) -> Result<Group> {
    let before = find_visible(connection, caller, id)?;
    may_manage(caller, &before)?;
    precondition.require(Version(before.version))?;
    let patch = body.parse()?;
    let mut row = before.clone();
    if let Some(name) = patch.name {
        (row.name_en, row.name_fr) = name.trimmed();
    }
    if let Some(mandate) = patch.mandate {
        (row.mandate_en, row.mandate_fr) = GroupText::kept(mandate);
    }
    if let Some(quorum) = patch.quorum {
        row.quorum = quorum;
    }
    if let Some(day) = patch.dissolved_on {
        row.dissolved_on = day;
    }
    if let Some(ids) = patch.external_ids {
        row.external_ids = ExternalIds::written(ids.unwrap_or_default());
    }
    if let Some(parent) = patch.parent_id {
        row.parent_id = parent;
    }
    if let Some(parent) = row.parent_id.filter(|_| row.parent_id != before.parent_id) {
        let faults = misplaced(connection, caller, Some(id), parent)?;
        if !faults.is_empty() {
            return Err(Error::invalid(faults));
        }
    }
    row.version = before.version.saturating_add(1);
    row.updated_at = caller.now;
    if !store::update(connection, &row, before.version)? {
        return Err(Error::new(Code::StaleVersion));
    }
    let known = ExternallyKnown::Group(id, row.organization_id);
    external_ids::keep(connection, known, (&before.external_ids, &row.external_ids), "")?;
    let (before, after) = (Group::from(before), Group::from(row));
    journal::append(connection, caller, Subject::Group(id), "group.updated", Some(&before), Some(&after))?;
    Ok(after)
}

/// The faults of making a group part of another.
fn misplaced(
    connection: &mut Connection,
    caller: &Context,
    group: Option<GroupId>,
    parent: GroupId,
) -> Result<Vec<Fault>> {
    if store::find_visible(connection, caller, parent)?.is_none() {
        return Ok(vec![Fault::body(
            "/parent_id",
            "unknown_group",
            "There is no such group, or you may not know of it. GET /v1/groups lists those that you may see.",
            "Ce groupe n'existe pas, ou vous ne pouvez en connaître l'existence. GET /v1/groups énumère ceux que vous pouvez voir.",
        )]);
    }
    let (mut above, mut seen) = (Some(parent), HashSet::new());
    while let Some(id) = above.filter(|id| seen.insert(*id)) {
        if Some(id) == group {
            return Ok(vec![Fault::body(
                "/parent_id",
                "circle",
                "The group would be a part of itself. Choose one that is not below it.",
                "Le groupe ferait partie de lui-même. Choisissez-en un qui n'en relève pas.",
            )]);
        }
        above = store::parent(connection, id)?;
    }
    Ok(Vec::new())
}
