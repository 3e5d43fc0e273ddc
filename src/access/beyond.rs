//! Whether somebody sees a case that another may not see.

use super::context::{Context, Principal};
use super::dialect::QueryShape;
use super::grants;
use super::visibility::visible;
use crate::db::Connection;
use crate::db::predicates::in_force_at;
use crate::db::schema::{cases, walled_users};
use crate::db::types::Instant;
use crate::error::Result;
use crate::ids::{CaseId, UserId};
use diesel::prelude::*;

/// Whether there is a case that another may see and the caller may not. What the caller has opened
/// in an emergency counts for nothing: it ends with the day, and what is given lasts.
pub fn sees_beyond(connection: &mut Connection, caller: &Context, other: &Principal) -> Result<bool> {
    let caller = &caller.without_emergencies();
    let theirs = Context { user: other.clone(), ..caller.clone() };
    // What another is confined to is within what the caller reaches: then only a wall around the
    // caller may hide anything.
    let is_confined = theirs.confined_to().is_some_and(|of| grants::within_own_scope(&caller.user, of));
    if is_confined
        && other.clearance <= caller.user.clearance
        && !keeps_out(connection, &caller.user.walled_as(), caller.now)?
    {
        return Ok(false);
    }
    Ok(count_seen(connection, &theirs, None)? > count_seen(connection, &theirs, Some(caller))?)
}

/// How many cases one may see; of those, how many another may see, too.
fn count_seen(connection: &mut Connection, one: &Context, other: Option<&Context>) -> Result<i64> {
    let seen = cases::table.filter(visible(one, QueryShape::List)).into_boxed();
    let both = match other {
        Some(other) => seen.filter(visible(other, QueryShape::Row)),
        None => seen,
    };
    Ok(both.count().get_result(connection)?)
}

/// Whether a wall keeps one of these users from any case at this instant.
fn keeps_out(connection: &mut Connection, users: &[UserId], at: Instant) -> Result<bool> {
    let found = walled_users::table
        .filter(walled_users::user_id.eq_any(users.to_vec()))
        .filter(in_force_at(walled_users::from_at, walled_users::until_at, at))
        .select(walled_users::case_id);
    Ok(found.first::<CaseId>(connection).optional()?.is_some())
}
