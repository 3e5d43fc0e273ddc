//! Rows of decisions.

#![expect(missing_docs, reason = "the fields of a row are the columns of its table")]

use crate::db::Connection;
use crate::db::schema::group_decisions;
use crate::db::types::Instant;
use crate::error::Result;
use crate::ids::{GroupDecisionId, GroupId, MeetingId, UserId};
use chrono::NaiveDate;
use diesel::prelude::*;
use std::collections::HashMap;

/// A decision, as stored.
#[derive(Clone, Debug, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = group_decisions)]
pub struct DecisionRow {
    pub id: GroupDecisionId,
    pub group_id: GroupId,
    pub meeting_id: Option<MeetingId>,
    pub number: i32,
    pub title_en: String,
    pub title_fr: String,
    pub body_en: Option<String>,
    pub body_fr: Option<String>,
    pub adopted_on: NaiveDate,
    pub supersedes_id: Option<GroupDecisionId>,
    pub version: i64,
    pub created_by: UserId,
    pub created_at: Instant,
    pub updated_at: Instant,
}

/// A page of the decisions of a group, the latest first.
pub fn list(
    connection: &mut Connection,
    group: GroupId,
    before: Option<i32>,
    limit: i64,
) -> Result<Vec<DecisionRow>> {
    let mut query = group_decisions::table.filter(group_decisions::group_id.eq(group)).into_boxed();
    if let Some(before) = before {
        query = query.filter(group_decisions::number.lt(before));
    }
    Ok(query
        .order(group_decisions::number.desc())
        .limit(limit)
        .select(DecisionRow::as_select())
        .load(connection)?)
}

/// Counts the decisions of a group.
pub fn count(connection: &mut Connection, group: GroupId) -> Result<i64> {
    Ok(group_decisions::table.filter(group_decisions::group_id.eq(group)).count().get_result(connection)?)
}

/// The decision of a group with this id.
///
/// # Errors
/// 404 where the group has no such decision.
pub fn find(connection: &mut Connection, group: GroupId, id: GroupDecisionId) -> Result<DecisionRow> {
    let found =
        group_decisions::table.filter(group_decisions::id.eq(id)).filter(group_decisions::group_id.eq(group));
    Ok(found.select(DecisionRow::as_select()).first(connection)?)
}

/// The decision with this id, of whichever group.
///
/// # Errors
/// 404 where there is none.
pub fn by_id(connection: &mut Connection, id: GroupDecisionId) -> Result<DecisionRow> {
    Ok(group_decisions::table.find(id).select(DecisionRow::as_select()).first(connection)?)
}

/// The decisions that superseded these.
pub fn successors(
    connection: &mut Connection,
    ids: &[GroupDecisionId],
) -> Result<HashMap<GroupDecisionId, GroupDecisionId>> {
    let found: Vec<(Option<GroupDecisionId>, GroupDecisionId)> = group_decisions::table
        .filter(group_decisions::supersedes_id.eq_any(ids))
        .select((group_decisions::supersedes_id, group_decisions::id))
        .load(connection)?;
    Ok(found.into_iter().filter_map(|(earlier, later)| Some((earlier?, later))).collect())
}

/// The highest number that a decision of a group has.
pub fn last_number(connection: &mut Connection, group: GroupId) -> Result<i32> {
    let last: Option<i32> = group_decisions::table
        .filter(group_decisions::group_id.eq(group))
        .select(diesel::dsl::max(group_decisions::number))
        .get_result(connection)?;
    Ok(last.unwrap_or(0))
}

/// Inserts a decision.
pub fn insert(connection: &mut Connection, decision: &DecisionRow) -> Result<()> {
    diesel::insert_into(group_decisions::table).values(decision).execute(connection)?;
    Ok(())
}

/// Gives a decision its next version, because another one superseded it.
pub fn touch(connection: &mut Connection, id: GroupDecisionId, now: Instant) -> Result<()> {
    diesel::update(group_decisions::table.filter(group_decisions::id.eq(id)))
        .set((group_decisions::version.eq(group_decisions::version + 1), group_decisions::updated_at.eq(now)))
        .execute(connection)?;
    Ok(())
}
