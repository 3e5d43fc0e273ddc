//! The two questions of visibility that decide how fast a list is, in the words of each backend.
//!
//! Measured at a million cases: `= any(array(...))` beats a semi-join and an anti-join by half on `PostgreSQL`, because
//! the cases held are found once and not once a row; and an `exists` that stands under `or` stays a test on each row,
//! where a bare one becomes a join that reads every case held.

use crate::db::connection::MultiBackend;
use crate::db::types::{DbTimestamp, DbUuid, Instant};
use crate::ids::UserId;
use diesel::expression::{AppearsOnTable, Expression, SelectableExpression, ValidGrouping, is_aggregate};
use diesel::query_builder::{AstPass, QueryFragment, QueryId};
use diesel::result::QueryResult;
use diesel::sql_types::Bool;

/// How a question about the present row of `cases` is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Asked {
    /// Of many rows: the answer is prepared once.
    OfAList,
    /// Of one row, or of each row that something else has found.
    OfARow,
}

/// Whether the user holds a current assignment on the row's case.
#[derive(Clone, Debug)]
pub struct Held {
    pub(crate) user: UserId,
    pub(crate) now: Instant,
    pub(crate) asked: Asked,
}

/// Whether a wall keeps the user from the row's case.
#[derive(Clone, Debug)]
pub struct NotWalled {
    pub(crate) user: UserId,
    pub(crate) now: Instant,
    pub(crate) asked: Asked,
}

fn pass_current<'b>(
    out: &mut AstPass<'_, 'b, MultiBackend>,
    user: &'b UserId,
    now: &'b Instant,
) -> QueryResult<()> {
    out.push_sql("x.user_id = ");
    out.push_bind_param::<DbUuid, _>(user)?;
    out.push_sql(" and x.from_at <= ");
    out.push_bind_param::<DbTimestamp, _>(now)?;
    out.push_sql(" and (x.until_at is null or x.until_at > ");
    out.push_bind_param::<DbTimestamp, _>(now)?;
    out.push_sql(")");
    Ok(())
}

fn is_postgres(out: &AstPass<'_, '_, MultiBackend>) -> bool {
    matches!(out.backend(), MultiBackend::Pg(_))
}

impl QueryFragment<MultiBackend> for Held {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, MultiBackend>) -> QueryResult<()> {
        match (self.asked, is_postgres(&out)) {
            (Asked::OfAList, true) => {
                out.push_sql("cases.id = any(array(select x.case_id from assignments x where ");
                pass_current(&mut out, &self.user, &self.now)?;
                out.push_sql("))");
            }
            (Asked::OfAList, false) => {
                out.push_sql("cases.id in (select x.case_id from assignments x where ");
                pass_current(&mut out, &self.user, &self.now)?;
                out.push_sql(")");
            }
            (Asked::OfARow, _) => {
                out.push_sql("(cases.id is null or exists (select 1 from assignments x where x.case_id = cases.id and ");
                pass_current(&mut out, &self.user, &self.now)?;
                out.push_sql("))");
            }
        }
        Ok(())
    }
}

impl QueryFragment<MultiBackend> for NotWalled {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, MultiBackend>) -> QueryResult<()> {
        match (self.asked, is_postgres(&out)) {
            (Asked::OfAList, true) => {
                out.push_sql("cases.id <> all(array(select x.case_id from walls x where ");
                pass_current(&mut out, &self.user, &self.now)?;
                out.push_sql("))");
            }
            (Asked::OfAList, false) => {
                out.push_sql("cases.id not in (select x.case_id from walls x where ");
                pass_current(&mut out, &self.user, &self.now)?;
                out.push_sql(")");
            }
            (Asked::OfARow, _) => {
                out.push_sql("not exists (select 1 from walls x where x.case_id = cases.id and ");
                pass_current(&mut out, &self.user, &self.now)?;
                out.push_sql(")");
            }
        }
        Ok(())
    }
}

macro_rules! a_condition {
    ($($name:ty),+) => {$(
        impl Expression for $name {
            type SqlType = Bool;
        }
        impl<Rows> AppearsOnTable<Rows> for $name {}
        impl<Rows> SelectableExpression<Rows> for $name {}
        impl<Grouping> ValidGrouping<Grouping> for $name {
            type IsAggregate = is_aggregate::No;
        }
        // The text differs with how it is asked: the cache of statements goes by the text.
        impl QueryId for $name {
            type QueryId = ();
            const HAS_STATIC_QUERY_ID: bool = false;
        }
    )+};
}
a_condition!(Held, NotWalled);
