//! Entering, changing and completing action items, and which of them a calendar shows.

use super::super::decisions::service as decisions;
use super::super::meetings::service as meetings;
use super::super::members::store as members;
use super::super::model::ActionItemStatus;
use super::super::service as groups;
use super::super::store::GroupRow;
use super::api::{ActionItem, ActionItemInput, ActionItemPatch, CompleteActionItem};
use super::store::{self, ActionItemFilter, ActionItemRow};
use crate::access::context::Context;
use crate::db::Connection;
use crate::db::types::Instant;
use crate::error::{Code, Error, Fault, Result};
use crate::ids::{ActionItemId, GroupId, UserId};
use crate::journal::service::ABSENT;
use crate::journal::{self, Subject};
use crate::matters::cases::service::future;
use crate::text::Text;
use crate::unparsed::Unparsed;
use crate::version::{Precondition, Version};
use chrono::NaiveDate;

/// An action item of a group that exists for the caller.
///
/// # Errors
/// 404, 403.
pub fn find(
    connection: &mut Connection,
    caller: &Context,
    group: GroupId,
    id: ActionItemId,
) -> Result<ActionItem> {
    groups::find_visible(connection, caller, group)?;
    let row = store::find(connection, group, id)?;
    caller.require_permission()?;
    Ok(row.into())
}

/// Enters an action item.
///
/// # Errors
/// 404, 403, 422; 409 where the group was dissolved.
pub fn create(
    connection: &mut Connection,
    caller: &Context,
    group: GroupId,
    body: &Unparsed<ActionItemInput>,
) -> Result<ActionItem> {
    let taken = groups::find_visible(connection, caller, group)?;
    groups::may_record(connection, caller, &taken)?;
    let new = body.parse()?;
    let row = ActionItemRow {
        id: ActionItemId::generate(),
        group_id: group,
        meeting_id: new.meeting_id,
        decision_id: new.decision_id,
        title: new.title.trim().to_owned(),
        owner_id: new.owner_id,
        due_on: new.due_on,
        status: ActionItemStatus::Open,
        completed_on: None,
        version: 1,
        created_by: caller.user.id,
        created_at: caller.now,
        updated_at: caller.now,
    };
    check(connection, caller, None, &row)?;
    groups::stands(caller, &taken)?;
    store::insert(connection, &row)?;
    let item = ActionItem::from(row);
    journal::append(connection, caller, Subject::Group(group), "action_item.created", ABSENT, Some(&item))?;
    Ok(item)
}

/// Changes an action item.
///
/// # Errors
/// 404, 403, 428, 412, 422.
pub fn update(
    connection: &mut Connection,
    caller: &Context,
    group: GroupId,
    id: ActionItemId,
    precondition: &Precondition,
    body: &Unparsed<ActionItemPatch>,
) -> Result<ActionItem> {
    let taken = groups::find_visible(connection, caller, group)?;
    let before = store::find(connection, group, id)?;
    groups::may_record(connection, caller, &taken)?;
    precondition.require(Version(before.version))?;
    let patch = body.parse()?;
    let mut row = before.clone();
    if let Some(title) = patch.title {
        title.trim().clone_into(&mut row.title);
    }
    if let Some(owner) = patch.owner_id {
        row.owner_id = owner;
    }
    if let Some(day) = patch.due_on {
        row.due_on = day;
    }
    if let Some(meeting) = patch.meeting_id {
        row.meeting_id = meeting;
    }
    if let Some(decision) = patch.decision_id {
        row.decision_id = decision;
    }
    if let Some(status) = patch.status.filter(|status| *status != before.status) {
        row.status = status;
        row.completed_on = (status == ActionItemStatus::Done).then_some(caller.today);
    }
    check(connection, caller, Some(&before), &row)?;
    written(connection, caller, before, row, "action_item.updated")
}

/// Refuses a caller who may not say that an action item of this owner is done.
fn may_complete(
    connection: &mut Connection,
    caller: &Context,
    group: &GroupRow,
    owner: UserId,
) -> Result<()> {
    caller.require_permission()?;
    if owner == caller.user.id || groups::records(connection, caller, group)? {
        return Ok(());
    }
    Err(Error::new(Code::Forbidden).with_detail(
        "Its owner completes an action item; for others it takes the permission groups.record, as the chair or the secretary of the group. Ask one of them.",
        "Un suivi est réalisé par la personne qui en est chargée; pour les autres, il faut la permission groups.record, à titre de présidence ou de secrétariat du groupe. Adressez-vous à l'une d'elles.",
    ))
}

/// An action item that the caller completed before.
///
/// # Errors
/// 404, 403.
pub fn completed(
    connection: &mut Connection,
    caller: &Context,
    group: GroupId,
    id: ActionItemId,
) -> Result<ActionItem> {
    let group = groups::find_visible(connection, caller, group)?;
    let row = store::find(connection, group.id, id)?;
    may_complete(connection, caller, &group, row.owner_id)?;
    Ok(row.into())
}

/// Completes an action item: the owner may, and whoever writes the group's record.
///
/// # Errors
/// 404, 403, 412, 422; 409 where it is no longer open.
pub fn complete(
    connection: &mut Connection,
    caller: &Context,
    id: ActionItemId,
    precondition: &Precondition,
    body: &Unparsed<CompleteActionItem>,
) -> Result<ActionItem> {
    let group = store::group_of(connection, id)?;
    let taken = groups::find_visible(connection, caller, group)?;
    let before = store::find(connection, group, id)?;
    may_complete(connection, caller, &taken, before.owner_id)?;
    precondition.check(Version(before.version))?;
    let day = body.parse()?.completed_on.unwrap_or(caller.today);
    if day > caller.today {
        return Err(Error::invalid(vec![future("/completed_on", caller.today)]));
    }
    if before.status != ActionItemStatus::Open {
        return Err(Error::new(Code::Conflict).with_detail(
            "The action item is no longer open. PATCH its status to open first, where it is not done after all.",
            "Ce suivi n'est plus en cours. Rouvrez-le d'abord en modifiant son état par PATCH, s'il n'est finalement pas réalisé.",
        ));
    }
    let mut row = before.clone();
    row.status = ActionItemStatus::Done;
    row.completed_on = Some(day);
    written(connection, caller, before, row, "action_item.completed")
}

fn written(
    connection: &mut Connection,
    caller: &Context,
    before: ActionItemRow,
    mut row: ActionItemRow,
    action: journal::model::Action,
) -> Result<ActionItem> {
    row.version = before.version.saturating_add(1);
    row.updated_at = caller.now;
    if !store::update(connection, &row, before.version)? {
        return Err(Error::new(Code::StaleVersion));
    }
    let subject = Subject::Group(row.group_id);
    let (before, after) = (ActionItem::from(before), ActionItem::from(row));
    journal::append(connection, caller, subject, action, Some(&before), Some(&after))?;
    Ok(after)
}

/// Everything that speaks against the changed parts of an action item.
fn check(
    connection: &mut Connection,
    caller: &Context,
    before: Option<&ActionItemRow>,
    row: &ActionItemRow,
) -> Result<()> {
    let mut faults = Vec::new();
    let is_new_owner = before.is_none_or(|before| before.owner_id != row.owner_id);
    if is_new_owner && members::capacity(connection, row.group_id, row.owner_id, caller.now)?.is_none() {
        faults.push(Fault::body(
            "/owner_id",
            "not_a_member",
            "This user does not belong to the group now. GET /v1/groups/{id}/members says who does.",
            "Cet utilisateur n'est pas membre du groupe actuellement. GET /v1/groups/{id}/members indique qui l'est.",
        ));
    }
    if let Some(meeting) = row.meeting_id {
        faults.extend(meetings::unknown(connection, row.group_id, meeting)?);
    }
    if let Some(decision) = row.decision_id {
        faults.extend(decisions::unknown(connection, row.group_id, "/decision_id", decision)?);
    }
    if faults.is_empty() { Ok(()) } else { Err(Error::invalid(faults)) }
}

/// The open action items of a user that are due between two days, both included, of the groups that
/// exist for the caller: the soonest first.
pub fn due(
    connection: &mut Connection,
    caller: &Context,
    owner: UserId,
    (from, to): (NaiveDate, NaiveDate),
    limit: i64,
) -> Result<Vec<ActionItem>> {
    let filter = ActionItemFilter {
        owner: Some(owner),
        status: Some(ActionItemStatus::Open),
        due_before: to.succ_opt(),
        due_after: from.pred_opt(),
        group: None,
    };
    Ok(store::list(connection, caller, &filter, None, limit)?.into_iter().map(Into::into).collect())
}

/// The action items that a calendar shows, by owner.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ItemOwner {
    /// A user's.
    User(UserId),
    /// A group's.
    Group(GroupId),
}

/// An open action item, as a calendar shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Planned {
    /// The id of the action item.
    pub id: ActionItemId,
    /// The task.
    pub title: String,
    /// The name of the group.
    pub group: Text,
    /// The day by which it is due.
    pub due_on: NaiveDate,
    /// The version of all that is shown: it goes up with the item and with its group.
    pub version: i64,
    /// The instant at which it was entered.
    pub created_at: Instant,
    /// The instant at which the item or its group was last changed.
    pub updated_at: Instant,
}

/// Open action items of the groups that exist for the caller, the soonest first.
pub fn planned(
    connection: &mut Connection,
    caller: &Context,
    whose: ItemOwner,
    limit: i64,
) -> Result<Vec<Planned>> {
    let (owner, group) = match whose {
        ItemOwner::User(owner) => (Some(owner), None),
        ItemOwner::Group(group) => (None, Some(group)),
    };
    let rows = store::open_with_groups(connection, caller, owner, group, limit)?;
    let planned = rows.into_iter().map(|(row, group)| Planned {
        id: row.id,
        title: row.title,
        due_on: row.due_on,
        version: row.version.saturating_add(group.version).saturating_sub(1),
        created_at: row.created_at,
        updated_at: row.updated_at.max(group.updated_at),
        group: Text::new(group.name_en, group.name_fr),
    });
    Ok(planned.collect())
}
