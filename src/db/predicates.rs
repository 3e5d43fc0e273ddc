//! What is asked of rows in many rooms, said once: that something is in force at an instant, and
//! that a role is held then.
//!
//! A span begins at `from`, which belongs to it, and ends before `until`, where it has an end.
//! [`in_force_at`] takes the two columns, whatever their table; [`held_at`] and its kin are about
//! `assignments`, in which an offer or a refusal has a span, too, and is nobody's. The raw SQL of
//! [`super::dialect`] takes the same words from here, too.

use super::connection::MultiBackend;
use super::schema::assignments;
use super::types::{DbTimestamp, Instant};
use diesel::dsl::{And, AssumeNotNull, Eq, Gt, IsNull, LtEq, Or};
use diesel::expression::Expression;
use diesel::prelude::*;
use diesel::query_builder::AstPass;
use diesel::sql_types::Nullable;

/// The status of an assignment that holds, held or will hold: the code of `AssignmentStatus::Held`.
pub const HELD: &str = "held";

/// The type of [`unended_at`].
pub type UnendedAt<Until, At = Instant> = Or<IsNull<Until>, Gt<AssumeNotNull<Until>, At>>;

/// The type of [`in_force_at`].
pub type InForceAt<From, Until, At = Instant> = And<LtEq<From, At>, UnendedAt<Until, At>>;

/// The type of [`was_in_force`].
pub type WasInForce<From, Until> = Or<IsNull<Until>, Gt<Until, diesel::dsl::Nullable<From>>>;

/// The type of [`is_held`].
pub type IsHeld = Eq<assignments::status, &'static str>;

/// The type of [`held_from`].
pub type HeldFrom<At = Instant> = And<IsHeld, UnendedAt<assignments::until_at, At>>;

/// The type of [`held_at`].
pub type HeldAt<At = Instant> = And<IsHeld, InForceAt<assignments::from_at, assignments::until_at, At>>;

/// A span that has no end, or ends after an instant: one that is in force then, or will be.
pub fn unended_at<Until>(until: Until, at: Instant) -> UnendedAt<Until>
where
    Until: Expression<SqlType = Nullable<DbTimestamp>> + Copy,
{
    until.is_null().or(until.assume_not_null().gt(at))
}

/// A span that has begun by an instant, and has not ended.
pub fn in_force_at<From, Until>(from: From, until: Until, at: Instant) -> InForceAt<From, Until>
where
    From: Expression<SqlType = DbTimestamp>,
    Until: Expression<SqlType = Nullable<DbTimestamp>> + Copy,
{
    from.le(at).and(unended_at(until, at))
}

/// A span that is in force at some time: one that ended when it began was called off, and never
/// was.
pub fn was_in_force<From, Until>(from: From, until: Until) -> WasInForce<From, Until>
where
    From: Expression<SqlType = DbTimestamp>,
    Until: Expression<SqlType = Nullable<DbTimestamp>> + Copy,
{
    until.is_null().or(until.gt(from.nullable()))
}

/// An assignment that holds, held or will hold.
#[must_use]
pub fn is_held() -> IsHeld {
    assignments::status.eq(HELD)
}

/// An assignment that holds at an instant, or will hold later.
#[must_use]
pub fn held_from(at: Instant) -> HeldFrom {
    is_held().and(unended_at(assignments::until_at, at))
}

/// An assignment that holds at an instant.
#[must_use]
pub fn held_at(at: Instant) -> HeldAt {
    is_held().and(in_force_at(assignments::from_at, assignments::until_at, at))
}

/// [`unended_at`] in raw SQL, of a column by name.
pub(crate) fn pass_unended<'b>(
    out: &mut AstPass<'_, 'b, MultiBackend>,
    until: &str,
    at: &'b Instant,
) -> QueryResult<()> {
    out.push_sql("(");
    out.push_sql(until);
    out.push_sql(" is null or ");
    out.push_sql(until);
    out.push_sql(" > ");
    out.push_bind_param::<DbTimestamp, _>(at)?;
    out.push_sql(")");
    Ok(())
}

/// [`in_force_at`] in raw SQL, of two columns by name.
pub(crate) fn pass_in_force<'b>(
    out: &mut AstPass<'_, 'b, MultiBackend>,
    (from, until): (&str, &str),
    at: &'b Instant,
) -> QueryResult<()> {
    out.push_sql(from);
    out.push_sql(" <= ");
    out.push_bind_param::<DbTimestamp, _>(at)?;
    out.push_sql(" and ");
    pass_unended(out, until, at)
}

/// [`is_held`] in raw SQL, of an assignment `x`, as one more condition. The code stands in the
/// text, where a planner sees it.
pub(crate) fn pass_is_held(out: &mut AstPass<'_, '_, MultiBackend>) {
    out.push_sql(" and x.status = '");
    out.push_sql(HELD);
    out.push_sql("'");
}
