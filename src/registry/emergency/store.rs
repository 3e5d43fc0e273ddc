//! Rows of emergency accesses.

#![expect(missing_docs, reason = "the fields of a row are the columns of its table")]

use crate::access::context::Context;
use crate::db::Connection;
use crate::db::schema::{cases, emergency_accesses};
use crate::db::types::Instant;
use crate::error::Result;
use crate::ids::{CaseId, EmergencyAccessId, UserId};
use diesel::prelude::*;

/// An emergency access, as stored.
#[derive(Clone, Debug, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = emergency_accesses)]
pub struct AccessRow {
    pub id: EmergencyAccessId,
    pub case_id: CaseId,
    pub user_id: UserId,
    pub reason: String,
    pub from_at: Instant,
    pub until_at: Instant,
    pub created_at: Instant,
}

/// Whether the case is one that the caller can open in an emergency: of their own organisation,
/// within their clearance.
pub fn can_be_opened(connection: &mut Connection, caller: &Context, case: CaseId) -> Result<bool> {
    let found = cases::table
        .filter(cases::id.eq(case))
        .filter(cases::organization_id.eq(caller.user.organization_id))
        .filter(cases::classification.le(caller.user.clearance.rank()))
        .select(cases::id);
    Ok(found.first::<CaseId>(connection).optional()?.is_some())
}

/// A page of the accesses to a case, the latest first.
pub fn list(
    connection: &mut Connection,
    case: CaseId,
    before: Option<EmergencyAccessId>,
    limit: i64,
) -> Result<Vec<AccessRow>> {
    let mut query = emergency_accesses::table.filter(emergency_accesses::case_id.eq(case)).into_boxed();
    if let Some(before) = before {
        query = query.filter(emergency_accesses::id.lt(before));
    }
    let page = query.order(emergency_accesses::id.desc()).limit(limit);
    Ok(page.select(AccessRow::as_select()).load(connection)?)
}

/// The person's emergency access to a case with this id.
///
/// # Errors
/// 404 where the person has no such access to the case.
pub fn find(
    connection: &mut Connection,
    case: CaseId,
    user: UserId,
    id: EmergencyAccessId,
) -> Result<AccessRow> {
    let found = emergency_accesses::table
        .filter(emergency_accesses::id.eq(id))
        .filter(emergency_accesses::case_id.eq(case))
        .filter(emergency_accesses::user_id.eq(user));
    Ok(found.select(AccessRow::as_select()).first(connection)?)
}

/// Counts the emergency accesses to a case.
pub fn count(connection: &mut Connection, case: CaseId) -> Result<i64> {
    let of_case = emergency_accesses::table.filter(emergency_accesses::case_id.eq(case));
    Ok(of_case.count().get_result(connection)?)
}

/// Inserts an emergency access.
pub fn insert(connection: &mut Connection, access: &AccessRow) -> Result<()> {
    diesel::insert_into(emergency_accesses::table).values(access).execute(connection)?;
    Ok(())
}
