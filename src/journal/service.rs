//! Appending, on behalf of a request.

use super::model::{Action, Kind, Subject};
use super::store::{self, NewEntry};
use crate::access::context::Context;
use crate::db::Connection;
use crate::db::types::{Instant, Json};
use crate::error::Result;
use serde::Serialize;

/// Appends what the caller did to a subject: what it was before and what it is now. Call it in the transaction of the
/// write itself.
///
/// # Errors
/// The database's own.
pub fn append<Before: Serialize, After: Serialize>(
    connection: &mut Connection,
    caller: &Context,
    subject: Subject,
    action: Action,
    before: Option<&Before>,
    after: Option<&After>,
) -> Result<()> {
    store::append(
        connection,
        NewEntry {
            subject: &subject.to_string(),
            case_id: subject.case(),
            action,
            actor: &format!("user:{}", caller.user.id),
            request_id: &caller.request_id,
            at: caller.now,
            kind: Kind::Write.code(),
            before: before.map(Json::of).transpose()?,
            after: after.map(Json::of).transpose()?,
        },
    )
}

/// Appends what the service itself did to a subject, in a run of its own that has this id.
///
/// # Errors
/// The database's own.
pub fn append_as_system<After: Serialize>(
    connection: &mut Connection,
    subject: Subject,
    action: Action,
    run: &str,
    at: Instant,
    after: &After,
) -> Result<()> {
    store::append(
        connection,
        NewEntry {
            subject: &subject.to_string(),
            case_id: subject.case(),
            action,
            actor: SYSTEM,
            request_id: run,
            at,
            kind: Kind::Write.code(),
            before: None,
            after: Some(Json::of(after)?),
        },
    )
}

/// Who did what nobody asked for.
const SYSTEM: &str = "system";

/// Nothing was there before, or nothing is there any more: for the `None` of [`append`].
pub const NOTHING: Option<&()> = None;
