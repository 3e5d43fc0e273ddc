//! Rows of meetings.

#![expect(missing_docs, reason = "the fields of a row are the columns of its table")]

use super::super::model::MeetingStatus;
use crate::db::Connection;
use crate::db::connection::MultiBackend;
use crate::db::schema::group_meetings;
use crate::db::types::{Instant, Json};
use crate::error::Result;
use crate::ids::{GroupId, MeetingId, UserId};
use diesel::prelude::*;

/// A meeting, as stored.
#[derive(Clone, Debug, PartialEq, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = group_meetings, treat_none_as_null = true)]
pub struct MeetingRow {
    pub id: MeetingId,
    pub group_id: GroupId,
    pub number: i32,
    pub title: String,
    pub status: MeetingStatus,
    pub starts_at: Instant,
    pub place: Option<String>,
    pub agenda: Json,
    pub attendance: Json,
    pub quorum_met: Option<bool>,
    pub minutes: Option<String>,
    pub documents: Json,
    pub version: i64,
    pub created_by: UserId,
    pub created_at: Instant,
    pub updated_at: Instant,
}

fn of_group(
    group: GroupId,
    status: Option<MeetingStatus>,
) -> group_meetings::BoxedQuery<'static, MultiBackend> {
    let query = group_meetings::table.into_boxed().filter(group_meetings::group_id.eq(group));
    match status {
        Some(status) => query.filter(group_meetings::status.eq(status)),
        None => query,
    }
}

/// A page of the meetings of a group, the latest number first.
pub fn list(
    connection: &mut Connection,
    group: GroupId,
    status: Option<MeetingStatus>,
    before: Option<i32>,
    limit: i64,
) -> Result<Vec<MeetingRow>> {
    let mut query = of_group(group, status);
    if let Some(before) = before {
        query = query.filter(group_meetings::number.lt(before));
    }
    Ok(query
        .order(group_meetings::number.desc())
        .limit(limit)
        .select(MeetingRow::as_select())
        .load(connection)?)
}

/// Counts the meetings of a group, of one status if it is given.
pub fn count(connection: &mut Connection, group: GroupId, status: Option<MeetingStatus>) -> Result<i64> {
    Ok(of_group(group, status).count().get_result(connection)?)
}

/// The meeting of a group with this id.
///
/// # Errors
/// 404 where the group has no such meeting.
pub fn find(connection: &mut Connection, group: GroupId, id: MeetingId) -> Result<MeetingRow> {
    let found = of_group(group, None).filter(group_meetings::id.eq(id));
    Ok(found.select(MeetingRow::as_select()).first(connection)?)
}

/// The highest number that a meeting of a group has.
pub fn last_number(connection: &mut Connection, group: GroupId) -> Result<i32> {
    let last: Option<i32> = group_meetings::table
        .filter(group_meetings::group_id.eq(group))
        .select(diesel::dsl::max(group_meetings::number))
        .get_result(connection)?;
    Ok(last.unwrap_or(0))
}

/// Inserts a meeting.
pub fn insert(connection: &mut Connection, meeting: &MeetingRow) -> Result<()> {
    diesel::insert_into(group_meetings::table).values(meeting).execute(connection)?;
    Ok(())
}

/// Whether the row was still of the version before.
pub fn update(connection: &mut Connection, meeting: &MeetingRow, before: i64) -> Result<bool> {
    let row = group_meetings::table
        .filter(group_meetings::id.eq(meeting.id))
        .filter(group_meetings::version.eq(before));
    Ok(diesel::update(row).set(meeting).execute(connection)? == 1)
}
