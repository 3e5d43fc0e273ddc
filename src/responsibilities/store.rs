//! Rows of assignments, and what of a user matters to an assignment.

#![expect(missing_docs, reason = "the fields of a row are the columns of its table")]

use super::model::Holding;
use crate::db::Connection;
use crate::db::schema::{assignments, organizations, users, walls};
use crate::db::types::{Instant, Json};
use crate::error::Result;
use crate::ids::{AssignmentId, CaseId, GroupId, OrganizationId, UserId};
use diesel::prelude::*;

/// An assignment, as it is kept.
#[derive(Clone, Debug, PartialEq, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = assignments, treat_none_as_null = true)]
pub struct AssignmentRow {
    pub id: AssignmentId,
    pub case_id: Option<CaseId>,
    pub user_id: Option<UserId>,
    pub role: String,
    pub from_at: Instant,
    pub until_at: Option<Instant>,
    pub version: i64,
    pub created_by: UserId,
    pub created_at: Instant,
    pub updated_at: Instant,
    pub organization_id: OrganizationId,
    pub proceeding: Option<String>,
    pub office: Option<String>,
    pub region: Option<String>,
    pub language: Option<String>,
    pub group_id: Option<GroupId>,
    pub status: String,
    pub delegates: Option<AssignmentId>,
    pub replaces: Option<AssignmentId>,
    pub reason: Option<String>,
    pub accepted_at: Option<Instant>,
    pub waiver: Option<Json>,
    pub exclusive_key: Option<String>,
}

/// A user who may be assigned.
pub struct Candidate {
    /// Whether the user may sign in.
    pub active: bool,
    /// The rank up to which the user is cleared.
    pub clearance: i16,
    /// The kind of the user's organisation.
    pub organization_kind: String,
}

/// # Errors
/// The database's own.
pub fn candidate(connection: &mut Connection, user: UserId) -> Result<Option<Candidate>> {
    let found: Option<(bool, i16, String)> = users::table
        .inner_join(organizations::table.on(organizations::id.eq(users::organization_id)))
        .filter(users::id.eq(user))
        .select((users::active, users::clearance, organizations::kind))
        .first(connection)
        .optional()?;
    Ok(found.map(|(active, clearance, organization_kind)| Candidate { active, clearance, organization_kind }))
}

/// All assignments of a case, past, present and to come, in the order in which they begin.
///
/// # Errors
/// The database's own.
pub fn of_case(connection: &mut Connection, case: CaseId) -> Result<Vec<AssignmentRow>> {
    let found = assignments::table.filter(assignments::case_id.eq(case));
    Ok(found
        .order((assignments::from_at.asc(), assignments::id.asc()))
        .select(AssignmentRow::as_select())
        .load(connection)?)
}

/// A page of the assignments of a case. `ge` beside the `or` is what lets the index be entered in the middle.
///
/// # Errors
/// The database's own.
pub fn list(
    connection: &mut Connection,
    case: CaseId,
    after: Option<(Instant, AssignmentId)>,
    limit: i64,
) -> Result<Vec<AssignmentRow>> {
    let mut query = assignments::table.filter(assignments::case_id.eq(case)).into_boxed();
    if let Some((from, id)) = after {
        query = query
            .filter(assignments::from_at.ge(from))
            .filter(assignments::from_at.gt(from).or(assignments::id.gt(id)));
    }
    Ok(query
        .order((assignments::from_at.asc(), assignments::id.asc()))
        .limit(limit)
        .select(AssignmentRow::as_select())
        .load(connection)?)
}

/// # Errors
/// The database's own.
pub fn count(connection: &mut Connection, case: CaseId) -> Result<i64> {
    Ok(assignments::table.filter(assignments::case_id.eq(case)).count().get_result(connection)?)
}

/// # Errors
/// 404 where there is none.
pub fn find(connection: &mut Connection, id: AssignmentId) -> Result<AssignmentRow> {
    Ok(assignments::table.find(id).select(AssignmentRow::as_select()).first(connection)?)
}

/// The assignments of a case that hold at an instant, in the order in which they began.
///
/// # Errors
/// The database's own.
pub fn held_at(connection: &mut Connection, case: CaseId, at: Instant) -> Result<Vec<AssignmentRow>> {
    Ok(assignments::table
        .filter(assignments::case_id.eq(case))
        .filter(assignments::from_at.le(at))
        .filter(assignments::until_at.is_null().or(assignments::until_at.gt(at)))
        .order((assignments::from_at.asc(), assignments::id.asc()))
        .select(AssignmentRow::as_select())
        .load(connection)?)
}

/// Who holds which role on a case now, in the order in which they took them. Whoever is kept from the case by a wall
/// holds nothing on it.
///
/// # Errors
/// The database's own.
pub fn current_holdings(connection: &mut Connection, case: CaseId, now: Instant) -> Result<Vec<Holding>> {
    let walled = walls::table
        .filter(walls::case_id.eq(case))
        .filter(walls::from_at.le(now))
        .filter(walls::until_at.is_null().or(walls::until_at.gt(now)))
        .select(walls::user_id);
    let held: Vec<(UserId, String)> = assignments::table
        .filter(assignments::case_id.eq(case))
        .filter(assignments::from_at.le(now))
        .filter(assignments::until_at.is_null().or(assignments::until_at.gt(now)))
        .filter(assignments::user_id.assume_not_null().ne_all(walled))
        .order((assignments::from_at.asc(), assignments::id.asc()))
        .select((assignments::user_id.assume_not_null(), assignments::role))
        .load(connection)?;
    Ok(held.into_iter().map(|(user_id, role)| Holding { user_id, role }).collect())
}

/// Whether the user holds this role on this case at some time between two instants.
///
/// # Errors
/// The database's own.
pub fn overlaps(connection: &mut Connection, wanted: &AssignmentRow) -> Result<bool> {
    let mut query = assignments::table
        .filter(assignments::case_id.eq(wanted.case_id))
        .filter(assignments::user_id.eq(wanted.user_id))
        .filter(assignments::role.eq(wanted.role.clone()))
        .filter(assignments::until_at.is_null().or(assignments::until_at.gt(wanted.from_at)))
        // One that ended when it began was called off, and stands in nobody's way.
        .filter(assignments::until_at.is_null().or(assignments::until_at.gt(assignments::from_at.nullable())))
        .into_boxed();
    if let Some(until) = wanted.until_at {
        query = query.filter(assignments::from_at.lt(until));
    }
    Ok(query.select(assignments::id).first::<AssignmentId>(connection).optional()?.is_some())
}

/// # Errors
/// The database's own.
pub fn insert(connection: &mut Connection, assignment: &AssignmentRow) -> Result<()> {
    diesel::insert_into(assignments::table).values(assignment).execute(connection)?;
    Ok(())
}

/// Whether the row was still of the version before.
///
/// # Errors
/// The database's own.
pub fn update(connection: &mut Connection, assignment: &AssignmentRow, before: i64) -> Result<bool> {
    let row =
        assignments::table.filter(assignments::id.eq(assignment.id)).filter(assignments::version.eq(before));
    Ok(diesel::update(row).set(assignment).execute(connection)? == 1)
}
