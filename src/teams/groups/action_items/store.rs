//! Rows of action items.

#![expect(missing_docs, reason = "the fields of a row are the columns of its table")]

use super::super::model::ActionItemStatus;
use super::super::store::{known, visible_ids};
use crate::access::context::Context;
use crate::db::Connection;
use crate::db::connection::MultiBackend;
use crate::db::schema::{action_items, groups};
use crate::db::types::Instant;
use crate::error::Result;
use crate::ids::{ActionItemId, GroupDecisionId, GroupId, MeetingId, UserId};
use chrono::NaiveDate;
use diesel::prelude::*;

/// An action item, as stored.
#[derive(Clone, Debug, PartialEq, Eq, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = action_items, treat_none_as_null = true)]
pub struct ActionItemRow {
    pub id: ActionItemId,
    pub group_id: GroupId,
    pub meeting_id: Option<MeetingId>,
    pub decision_id: Option<GroupDecisionId>,
    pub title: String,
    pub owner_id: UserId,
    pub due_on: NaiveDate,
    pub status: ActionItemStatus,
    pub completed_on: Option<NaiveDate>,
    pub version: i64,
    pub created_by: UserId,
    pub created_at: Instant,
    pub updated_at: Instant,
}

/// The action items that are listed.
#[derive(Clone, Debug, Default)]
pub struct ActionItemFilter {
    pub owner: Option<UserId>,
    pub status: Option<ActionItemStatus>,
    pub due_before: Option<NaiveDate>,
    pub due_after: Option<NaiveDate>,
    pub group: Option<GroupId>,
}

/// Filters among the groups that exist for the caller.
fn filtered(caller: &Context, filter: &ActionItemFilter) -> action_items::BoxedQuery<'static, MultiBackend> {
    let mut query =
        action_items::table.into_boxed().filter(action_items::group_id.eq_any(visible_ids(caller)));
    if let Some(owner) = filter.owner {
        query = query.filter(action_items::owner_id.eq(owner));
    }
    if let Some(status) = filter.status {
        query = query.filter(action_items::status.eq(status));
    }
    if let Some(day) = filter.due_before {
        query = query.filter(action_items::due_on.lt(day));
    }
    if let Some(day) = filter.due_after {
        query = query.filter(action_items::due_on.gt(day));
    }
    if let Some(group) = filter.group {
        query = query.filter(action_items::group_id.eq(group));
    }
    query
}

/// A page of action items of the groups that exist for the caller, the soonest first. `ge` beside
/// the `or` is what lets an index be entered in the middle.
pub fn list(
    connection: &mut Connection,
    caller: &Context,
    filter: &ActionItemFilter,
    after: Option<(NaiveDate, ActionItemId)>,
    limit: i64,
) -> Result<Vec<ActionItemRow>> {
    let mut query = filtered(caller, filter);
    if let Some((day, id)) = after {
        query = query
            .filter(action_items::due_on.ge(day))
            .filter(action_items::due_on.gt(day).or(action_items::id.gt(id)));
    }
    Ok(query
        .order((action_items::due_on.asc(), action_items::id.asc()))
        .limit(limit)
        .select(ActionItemRow::as_select())
        .load(connection)?)
}

/// Counts the action items that the filter lets through and the caller may see.
pub fn count(connection: &mut Connection, caller: &Context, filter: &ActionItemFilter) -> Result<i64> {
    Ok(filtered(caller, filter).count().get_result(connection)?)
}

/// The part of a group that a calendar shows with an action item, and the version of it.
#[derive(Clone, Debug, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = groups)]
pub struct OwnerGroupRow {
    pub name_en: String,
    pub name_fr: String,
    pub version: i64,
    pub updated_at: Instant,
}

/// Open action items of a user, of a group or of both, of the groups that exist for the caller,
/// each with its group: the soonest first.
pub fn open_with_groups(
    connection: &mut Connection,
    caller: &Context,
    owner: Option<UserId>,
    group: Option<GroupId>,
    limit: i64,
) -> Result<Vec<(ActionItemRow, OwnerGroupRow)>> {
    let mut query = action_items::table
        .inner_join(groups::table.on(groups::id.eq(action_items::group_id)))
        .filter(known(caller))
        .filter(action_items::status.eq(ActionItemStatus::Open))
        .into_boxed();
    if let Some(owner) = owner {
        query = query.filter(action_items::owner_id.eq(owner));
    }
    if let Some(group) = group {
        query = query.filter(action_items::group_id.eq(group));
    }
    Ok(query
        .order((action_items::due_on.asc(), action_items::id.asc()))
        .limit(limit)
        .select((ActionItemRow::as_select(), OwnerGroupRow::as_select()))
        .load(connection)?)
}

/// The action item of a group with this id.
///
/// # Errors
/// 404 where the group has no such item.
pub fn find(connection: &mut Connection, group: GroupId, id: ActionItemId) -> Result<ActionItemRow> {
    let found = action_items::table.filter(action_items::id.eq(id)).filter(action_items::group_id.eq(group));
    Ok(found.select(ActionItemRow::as_select()).first(connection)?)
}

/// The group that an action item is of.
///
/// # Errors
/// 404 where there is no such item.
pub fn group_of(connection: &mut Connection, id: ActionItemId) -> Result<GroupId> {
    Ok(action_items::table.find(id).select(action_items::group_id).first(connection)?)
}

/// Inserts an action item.
pub fn insert(connection: &mut Connection, item: &ActionItemRow) -> Result<()> {
    diesel::insert_into(action_items::table).values(item).execute(connection)?;
    Ok(())
}

/// Whether the row was still of the version before.
pub fn update(connection: &mut Connection, item: &ActionItemRow, before: i64) -> Result<bool> {
    let row =
        action_items::table.filter(action_items::id.eq(item.id)).filter(action_items::version.eq(before));
    Ok(diesel::update(row).set(item).execute(connection)? == 1)
}
