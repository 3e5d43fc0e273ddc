//! Rows of walls.

#![expect(missing_docs, reason = "the fields of a row are the columns of its table")]

use crate::db::Connection;
use crate::db::predicates::{in_force_at, unended_at};
use crate::db::schema::{walled_users, walls};
use crate::db::types::Instant;
use crate::error::Result;
use crate::ids::{CaseId, GroupId, UserId, WallId};
use diesel::prelude::*;
use std::collections::HashSet;

/// A wall, as stored.
#[derive(Clone, Debug, PartialEq, Eq, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = walls, treat_none_as_null = true)]
pub struct WallRow {
    pub id: WallId,
    pub case_id: CaseId,
    pub user_id: Option<UserId>,
    pub reason: String,
    pub from_at: Instant,
    pub until_at: Option<Instant>,
    pub version: i64,
    pub created_by: UserId,
    pub created_at: Instant,
    pub updated_at: Instant,
    pub group_id: Option<GroupId>,
}

/// A page of the walls around these cases, in the order in which they were put up.
pub fn list(
    connection: &mut Connection,
    cases: &[CaseId],
    after: Option<WallId>,
    limit: i64,
) -> Result<Vec<WallRow>> {
    let mut query = walls::table.filter(walls::case_id.eq_any(cases)).into_boxed();
    if let Some(after) = after {
        query = query.filter(walls::id.gt(after));
    }
    Ok(query.order(walls::id.asc()).limit(limit).select(WallRow::as_select()).load(connection)?)
}

/// Counts the walls around these cases.
pub fn count(connection: &mut Connection, cases: &[CaseId]) -> Result<i64> {
    Ok(walls::table.filter(walls::case_id.eq_any(cases)).count().get_result(connection)?)
}

/// The wall around one of these cases with this id.
///
/// # Errors
/// 404 where they have no such wall.
pub fn find(connection: &mut Connection, cases: &[CaseId], id: WallId) -> Result<WallRow> {
    let found = walls::table.filter(walls::id.eq(id)).filter(walls::case_id.eq_any(cases));
    Ok(found.select(WallRow::as_select()).first(connection)?)
}

/// Whether a wall keeps the user from the case at this instant.
pub fn stands(connection: &mut Connection, case: CaseId, user: UserId, at: Instant) -> Result<bool> {
    let found = walled_users::table
        .filter(walled_users::user_id.eq(user))
        .filter(walled_users::case_id.eq(case))
        .filter(in_force_at(walled_users::from_at, walled_users::until_at, at))
        .select(walled_users::case_id);
    Ok(found.first::<CaseId>(connection).optional()?.is_some())
}

/// The walls around these cases that stand at this instant, or will.
pub fn lasting(connection: &mut Connection, cases: &[CaseId], at: Instant) -> Result<Vec<WallRow>> {
    let found = walls::table.filter(walls::case_id.eq_any(cases)).filter(unended_at(walls::until_at, at));
    Ok(found.order(walls::id.asc()).select(WallRow::as_select()).load(connection)?)
}

/// Whether a wall is around the group itself at this instant, on one of these cases.
pub fn stands_around(
    connection: &mut Connection,
    cases: &[CaseId],
    group: GroupId,
    at: Instant,
) -> Result<bool> {
    let found = walls::table
        .filter(walls::group_id.eq(group))
        .filter(walls::case_id.eq_any(cases))
        .filter(in_force_at(walls::from_at, walls::until_at, at))
        .select(walls::id);
    Ok(found.first::<WallId>(connection).optional()?.is_some())
}

/// Those of these cases from which a wall keeps the user at this instant.
pub fn around(
    connection: &mut Connection,
    cases: &[CaseId],
    user: UserId,
    at: Instant,
) -> Result<HashSet<CaseId>> {
    let found = walled_users::table
        .filter(walled_users::user_id.eq(user))
        .filter(in_force_at(walled_users::from_at, walled_users::until_at, at))
        .select(walled_users::case_id);
    let kept: HashSet<CaseId> = found.load(connection)?.into_iter().collect();
    Ok(cases.iter().copied().filter(|case| kept.contains(case)).collect())
}

/// Inserts a wall.
pub fn insert(connection: &mut Connection, wall: &WallRow) -> Result<()> {
    diesel::insert_into(walls::table).values(wall).execute(connection)?;
    Ok(())
}

/// Whether the row was still of the version before.
pub fn update(connection: &mut Connection, wall: &WallRow, before: i64) -> Result<bool> {
    let row = walls::table.filter(walls::id.eq(wall.id)).filter(walls::version.eq(before));
    Ok(diesel::update(row).set(wall).execute(connection)? == 1)
}
