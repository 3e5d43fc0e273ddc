//! Rows of legal holds and of disposals.

#![expect(missing_docs, reason = "the fields of a row are the columns of its table")]

use crate::db::Connection;
use crate::db::predicates::unended_at;
use crate::db::schema::{events, legal_holds};
use crate::db::types::Instant;
use crate::error::Result;
use crate::ids::{CaseId, HoldId, UserId};
use chrono::NaiveDate;
use diesel::dsl::max;
use diesel::prelude::*;

/// A legal hold, as stored.
#[derive(Clone, Debug, PartialEq, Eq, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = legal_holds, treat_none_as_null = true)]
pub struct HoldRow {
    pub id: HoldId,
    pub case_id: CaseId,
    pub reason: String,
    pub from_at: Instant,
    pub until_at: Option<Instant>,
    pub release_reason: Option<String>,
    pub version: i64,
    pub created_by: UserId,
    pub created_at: Instant,
    pub updated_at: Instant,
}

/// A page of the holds on a case, in the order in which they were placed.
pub fn list(
    connection: &mut Connection,
    case: CaseId,
    after: Option<HoldId>,
    limit: i64,
) -> Result<Vec<HoldRow>> {
    let mut query = legal_holds::table.filter(legal_holds::case_id.eq(case)).into_boxed();
    if let Some(after) = after {
        query = query.filter(legal_holds::id.gt(after));
    }
    Ok(query.order(legal_holds::id.asc()).limit(limit).select(HoldRow::as_select()).load(connection)?)
}

/// Counts the holds of a case.
pub fn count(connection: &mut Connection, case: CaseId) -> Result<i64> {
    Ok(legal_holds::table.filter(legal_holds::case_id.eq(case)).count().get_result(connection)?)
}

/// The hold on a case with this id.
///
/// # Errors
/// 404 where the case has no such hold.
pub fn find(connection: &mut Connection, case: CaseId, id: HoldId) -> Result<HoldRow> {
    let found = legal_holds::table.filter(legal_holds::id.eq(id)).filter(legal_holds::case_id.eq(case));
    Ok(found.select(HoldRow::as_select()).first(connection)?)
}

/// Inserts a hold.
pub fn insert(connection: &mut Connection, hold: &HoldRow) -> Result<()> {
    diesel::insert_into(legal_holds::table).values(hold).execute(connection)?;
    Ok(())
}

/// Whether the row was still of the version before.
pub fn update(connection: &mut Connection, hold: &HoldRow, before: i64) -> Result<bool> {
    let row = legal_holds::table.filter(legal_holds::id.eq(hold.id)).filter(legal_holds::version.eq(before));
    Ok(diesel::update(row).set(hold).execute(connection)? == 1)
}

/// The holds on a case that have not ended: those that are still to begin, too.
pub fn unreleased(connection: &mut Connection, case: CaseId, now: Instant) -> Result<Vec<HoldId>> {
    let ends_later = unended_at(legal_holds::until_at, now);
    let rows = legal_holds::table.filter(legal_holds::case_id.eq(case)).filter(ends_later);
    Ok(rows.order(legal_holds::id.asc()).select(legal_holds::id).load(connection)?)
}

/// The day of the last entry on the docket of a case, of those that stand.
pub fn last_event_on(connection: &mut Connection, case: CaseId) -> Result<Option<NaiveDate>> {
    let of_case = events::table.filter(events::case_id.eq(case)).filter(events::struck_at.is_null());
    Ok(of_case.select(max(events::occurred_on)).first(connection)?)
}
