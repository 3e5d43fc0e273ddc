//! Appending, on behalf of a request.

use super::model::{Action, Kind, Subject};
use super::store::{self, NewEntry};
use crate::access::context::Context;
use crate::db::Connection;
use crate::db::types::Json;
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

/// What one of many entries will say.
pub struct Prepared {
    subject: Subject,
    action: Action,
    before: Json,
    after: Json,
}

/// An entry that is appended with many others.
///
/// # Errors
/// Where it has no JSON form.
pub fn prepared<Before: Serialize, After: Serialize>(
    subject: Subject,
    action: Action,
    before: &Before,
    after: &After,
) -> Result<Prepared> {
    Ok(Prepared { subject, action, before: Json::of(before)?, after: Json::of(after)? })
}

/// Appends one entry to each of many chains, in a constant number of statements. No subject may be there twice.
///
/// # Errors
/// The database's own.
pub fn append_many(connection: &mut Connection, caller: &Context, entries: Vec<Prepared>) -> Result<()> {
    let actor = format!("user:{}", caller.user.id);
    let named: Vec<_> = entries.into_iter().map(|entry| (entry.subject.to_string(), entry)).collect();
    let entries = named.iter().map(|(subject, entry)| NewEntry {
        subject,
        case_id: entry.subject.case(),
        action: entry.action,
        actor: &actor,
        request_id: &caller.request_id,
        at: caller.now,
        kind: Kind::Write.code(),
        before: Some(entry.before.clone()),
        after: Some(entry.after.clone()),
    });
    store::append_many(connection, &entries.collect::<Vec<_>>())
}

/// Nothing was there before, or nothing is there any more: for the `None` of [`append`].
pub const NOTHING: Option<&()> = None;
