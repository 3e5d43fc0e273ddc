//! Assignments across cases: those that the caller may see.

#![expect(missing_docs, reason = "the fields of a row are the columns of its table")]

use super::store::AssignmentRow;
use crate::access::context::Context;
use crate::access::visibility::visible;
use crate::db::Connection;
use crate::db::dialect::held::Asked;
use crate::db::schema::{assignments, cases};
use crate::db::types::Instant;
use crate::error::Result;
use crate::ids::{AssignmentId, GroupId, UserId};
use diesel::prelude::*;

/// Which assignments are listed across cases.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    pub user: Option<UserId>,
    pub group: Option<GroupId>,
    pub role: Option<String>,
    pub status: Option<&'static str>,
    /// Of portfolios only.
    pub portfolios: bool,
    /// Held at this instant.
    pub current_at: Option<Instant>,
}

type OfCases = diesel::helper_types::InnerJoinQuerySource<assignments::table, cases::table>;

/// What a filter asks of assignments, whatever they are joined with.
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
            query = query
                .filter(assignments::status.eq("held"))
                .filter(assignments::from_at.le(at))
                .filter(assignments::until_at.is_null().or(assignments::until_at.gt(at)));
        }
        query
    }};
}

/// Those on the cases that the caller may see, and the caller's own.
macro_rules! of_cases {
    ($caller:expr, $filter:expr) => {{
        let own = assignments::user_id.eq($caller.user.id).assume_not_null();
        let seen = visible::<OfCases>($caller, Asked::OfARow);
        filtered!(assignments::table.inner_join(cases::table).filter(own.or(seen)).into_boxed(), $filter)
    }};
}

/// Those on the portfolios of the caller's organisation, and the caller's own.
macro_rules! of_portfolios {
    ($caller:expr, $filter:expr) => {{
        let own = assignments::user_id.eq($caller.user.id).assume_not_null();
        let of_organization = assignments::organization_id.eq($caller.user.organization_id);
        let rows = assignments::table.filter(assignments::case_id.is_null()).filter(own.or(of_organization));
        filtered!(rows.into_boxed(), $filter)
    }};
}

/// A page of assignments across cases, in the order in which they were made.
///
/// # Errors
/// The database's own.
pub fn list(
    connection: &mut Connection,
    caller: &Context,
    filter: &Filter,
    after: Option<AssignmentId>,
    limit: i64,
) -> Result<Vec<AssignmentRow>> {
    let mut portfolios = of_portfolios!(caller, filter);
    if let Some(after) = after {
        portfolios = portfolios.filter(assignments::id.gt(after));
    }
    let mut rows: Vec<AssignmentRow> = portfolios
        .order(assignments::id.asc())
        .limit(limit)
        .select(AssignmentRow::as_select())
        .load(connection)?;
    if !filter.portfolios {
        let mut cases = of_cases!(caller, filter);
        if let Some(after) = after {
            cases = cases.filter(assignments::id.gt(after));
        }
        let of_cases: Vec<AssignmentRow> = cases
            .order(assignments::id.asc())
            .limit(limit)
            .select(AssignmentRow::as_select())
            .load(connection)?;
        rows.extend(of_cases);
    }
    rows.sort_by_key(|row| row.id);
    rows.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
    Ok(rows)
}

/// # Errors
/// The database's own.
pub fn count(connection: &mut Connection, caller: &Context, filter: &Filter) -> Result<i64> {
    let portfolios: i64 = of_portfolios!(caller, filter).count().get_result(connection)?;
    if filter.portfolios {
        return Ok(portfolios);
    }
    let cases: i64 = of_cases!(caller, filter).count().get_result(connection)?;
    Ok(portfolios.saturating_add(cases))
}

/// What a user holds at an instant or will hold later, on the cases that the caller may see and on the portfolios of the
/// caller's organisation: on one of them, or on all.
///
/// # Errors
/// The database's own.
pub fn held_by(
    connection: &mut Connection,
    caller: &Context,
    user: UserId,
    at: Instant,
) -> Result<Vec<AssignmentRow>> {
    let lasting = assignments::table
        .filter(assignments::user_id.eq(user))
        .filter(assignments::status.eq("held"))
        .filter(assignments::until_at.is_null().or(assignments::until_at.gt(at)));
    let mut rows: Vec<AssignmentRow> = lasting
        .inner_join(cases::table)
        .filter(visible::<OfCases>(caller, Asked::OfARow))
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
