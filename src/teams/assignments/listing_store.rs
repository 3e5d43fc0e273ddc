//! Assignments across cases: those that the caller may see, and which of the caller's own they are
//! told of.

#![expect(missing_docs, reason = "the fields of a row are the columns of its table")]

use super::store::AssignmentRow;
use crate::access::context::Context;
use crate::access::dialect::QueryShape;
use crate::access::holding::AssignmentStatus;
use crate::access::visibility::{shape_for_parts_of_cases, visible, within_walls};
use crate::db::Connection;
use crate::db::predicates::{held_at, held_from};
use crate::db::schema::{assignments, cases};
use crate::db::types::Instant;
use crate::error::Result;
use crate::ids::{AssignmentId, CaseId, GroupId, UserId};
use diesel::prelude::*;

/// The assignments that are listed across cases.
#[derive(Clone, Debug, Default)]
pub struct AssignmentFilter {
    pub user: Option<UserId>,
    pub group: Option<GroupId>,
    pub role: Option<String>,
    pub status: Option<AssignmentStatus>,
    /// Whether only assignments on portfolios are listed.
    pub portfolios: bool,
    /// Only assignments that are held at this instant.
    pub current_at: Option<Instant>,
}

type AssignmentJoin = diesel::helper_types::InnerJoinQuerySource<assignments::table, cases::table>;

/// The condition of a filter on assignments, whatever they are joined with.
macro_rules! filtered {
    ($query:expr, $filter:expr) => {{
        let (mut query, filter) = ($query, $filter);
        if let Some(user) = filter.user {
            query = query.filter(assignments::user_id.eq(user));
        }
        if let Some(group) = filter.group {
            query = query.filter(assignments::group_id.eq(group));
        }
        if let Some(role) = filter.role.clone() {
            query = query.filter(assignments::role.eq(role));
        }
        if let Some(status) = filter.status {
            query = query.filter(assignments::status.eq(status));
        }
        if let Some(at) = filter.current_at {
            query = query.filter(held_at(at));
        }
        query
    }};
}

/// The caller's own assignments: also on cases that they may not see yet, or any more, but on none
/// that a wall or their clearance keeps from them.
macro_rules! own {
    ($caller:expr, $filter:expr) => {{
        let rows = assignments::table.inner_join(cases::table);
        let rows = rows.filter(within_walls::<AssignmentJoin>($caller, QueryShape::Row));
        filtered!(rows.filter(assignments::user_id.eq($caller.user.id)).into_boxed(), $filter)
    }};
}

/// The assignments of others, on the cases that the caller may see.
macro_rules! of_others {
    ($caller:expr, $filter:expr) => {{
        let is_found = $filter.user.is_some() || $filter.group.is_some();
        let is_anothers =
            assignments::user_id.is_null().or(assignments::user_id.ne($caller.user.id).assume_not_null());
        let rows = assignments::table.inner_join(cases::table).filter(is_anothers);
        let asked = shape_for_parts_of_cases(&$caller.user, is_found);
        let mut rows = rows.filter(visible::<AssignmentJoin>($caller, asked)).into_boxed();
        // What visibility says of the case, said once more of the assignment, where its index can
        // use it.
        if let Some(organization) = $caller.confined_to() {
            rows = rows.filter(assignments::organization_id.eq(organization));
        }
        filtered!(rows, $filter)
    }};
}

/// The assignments on the portfolios of the caller's organisation, and the caller's own.
macro_rules! of_portfolios {
    ($caller:expr, $filter:expr) => {{
        let own = assignments::user_id.eq($caller.user.id).assume_not_null();
        let of_organization = assignments::organization_id.eq($caller.user.organization_id);
        let rows = assignments::table.filter(assignments::case_id.is_null()).filter(own.or(of_organization));
        filtered!(rows.into_boxed(), $filter)
    }};
}

/// A page of assignments across cases, in the order in which they were made.
pub fn list(
    connection: &mut Connection,
    caller: &Context,
    filter: &AssignmentFilter,
    after: Option<AssignmentId>,
    limit: i64,
) -> Result<Vec<AssignmentRow>> {
    macro_rules! page {
        ($query:expr) => {{
            let mut query = $query;
            if let Some(after) = after {
                query = query.filter(assignments::id.gt(after));
            }
            let page = query.order(assignments::id.asc()).limit(limit).select(AssignmentRow::as_select());
            page.load::<AssignmentRow>(connection)?
        }};
    }
    let mut rows = page!(of_portfolios!(caller, filter));
    if !filter.portfolios {
        rows.extend(page!(own!(caller, filter)));
        rows.extend(page!(of_others!(caller, filter)));
    }
    rows.sort_by_key(|row| row.id);
    rows.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
    Ok(rows)
}

/// Counts the assignments that the filter lets through and the caller may see.
pub fn count(connection: &mut Connection, caller: &Context, filter: &AssignmentFilter) -> Result<i64> {
    let portfolios: i64 = of_portfolios!(caller, filter).count().get_result(connection)?;
    if filter.portfolios {
        return Ok(portfolios);
    }
    let own: i64 = own!(caller, filter).count().get_result(connection)?;
    let of_others: i64 = of_others!(caller, filter).count().get_result(connection)?;
    Ok(portfolios.saturating_add(own).saturating_add(of_others))
}

/// Whether the caller is told of what is theirs on a case: neither a wall nor their clearance keeps
/// it from them.
pub fn is_told_of(connection: &mut Connection, caller: &Context, case: CaseId) -> Result<bool> {
    let found =
        cases::table.filter(cases::id.eq(case)).filter(within_walls::<cases::table>(caller, QueryShape::Row));
    Ok(found.select(cases::id).first::<CaseId>(connection).optional()?.is_some())
}

/// The assignments that a user holds at an instant or will hold later, on the cases that the caller
/// may see and on the portfolios of the caller's organisation: on one of them, or on all.
pub fn held_by(
    connection: &mut Connection,
    caller: &Context,
    user: UserId,
    at: Instant,
) -> Result<Vec<AssignmentRow>> {
    let lasting = assignments::table.filter(assignments::user_id.eq(user)).filter(held_from(at));
    let mut rows: Vec<AssignmentRow> = lasting
        .inner_join(cases::table)
        .filter(visible::<AssignmentJoin>(caller, QueryShape::Row))
        .select(AssignmentRow::as_select())
        .load(connection)?;
    let portfolios: Vec<AssignmentRow> = lasting
        .filter(assignments::case_id.is_null())
        .filter(assignments::organization_id.eq(caller.user.organization_id))
        .select(AssignmentRow::as_select())
        .load(connection)?;
    rows.extend(portfolios);
    rows.sort_by_key(|row| row.id);
    Ok(rows)
}
