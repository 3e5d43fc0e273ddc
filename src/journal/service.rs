//! Appending, on behalf of a request.

use super::model::{Action, Kind, Subject};
use super::store::{self, EntryRow, NewEntry};
use crate::access::context::Context;
use crate::db::Connection;
use crate::db::types::{Instant, Json};
use crate::error::Result;
use crate::ids::CaseId;
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

/// By whom, in which request and when something was done that concerns who may get in: nobody need be signed in.
#[derive(Clone, Copy, Debug)]
pub struct By<'a> {
    /// `user:ID`, `anonymous` where nobody has proved who they are, or `system`.
    pub actor: &'a str,
    /// The request's id.
    pub request_id: &'a str,
    /// When.
    pub at: Instant,
}

impl<'a> By<'a> {
    /// By the caller, who is called that as an actor.
    #[must_use]
    pub fn caller(caller: &'a Context, actor: &'a str) -> Self {
        Self { actor, request_id: &caller.request_id, at: caller.now }
    }
}

/// Appends what concerns who may get in: a sign-in, a refusal, the end of a session. Call it in the transaction of the write
/// itself.
///
/// # Errors
/// The database's own.
pub fn append_security<Before: Serialize, After: Serialize>(
    connection: &mut Connection,
    by: By<'_>,
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
            actor: by.actor,
            request_id: by.request_id,
            at: by.at,
            kind: Kind::Security.code(),
            before: before.map(Json::of).transpose()?,
            after: after.map(Json::of).transpose()?,
        },
    )
}

/// What one of many entries will say.
pub struct Prepared {
    subject: Subject,
    action: Action,
    before: Option<Json>,
    after: Option<Json>,
}

/// An entry that is appended with many others.
///
/// # Errors
/// Where it has no JSON form.
pub fn prepared<Before: Serialize, After: Serialize>(
    subject: Subject,
    action: Action,
    before: Option<&Before>,
    after: Option<&After>,
) -> Result<Prepared> {
    let (before, after) = (before.map(Json::of).transpose()?, after.map(Json::of).transpose()?);
    Ok(Prepared { subject, action, before, after })
}

/// Appends many entries of the caller's, each to the chain of its subject, in a constant number of statements.
///
/// # Errors
/// The database's own.
pub fn append_many(connection: &mut Connection, caller: &Context, entries: &[Prepared]) -> Result<()> {
    append_by(connection, &format!("user:{}", caller.user.id), &caller.request_id, caller.now, entries)
}

/// Appends what the service did that nobody asked for, in a run of its own that has this id, as [`append_many`] does.
///
/// # Errors
/// The database's own.
pub fn append_as_system(
    connection: &mut Connection,
    run: &str,
    now: Instant,
    entries: &[Prepared],
) -> Result<()> {
    append_by(connection, "system", run, now, entries)
}

fn append_by(
    connection: &mut Connection,
    actor: &str,
    request_id: &str,
    at: Instant,
    entries: &[Prepared],
) -> Result<()> {
    let subjects: Vec<_> = entries.iter().map(|entry| entry.subject.to_string()).collect();
    let entries = entries.iter().zip(&subjects).map(|(entry, subject)| NewEntry {
        subject,
        case_id: entry.subject.case(),
        action: entry.action,
        actor,
        request_id,
        at,
        kind: Kind::Write.code(),
        before: entry.before.clone(),
        after: entry.after.clone(),
    });
    store::append_many(connection, &entries.collect::<Vec<_>>())
}

/// What the journal says of a case under an action after an instant, in its order: how something was before it was changed.
///
/// # Errors
/// The database's own.
pub fn since(
    connection: &mut Connection,
    case: CaseId,
    action: Action,
    after: Instant,
) -> Result<Vec<EntryRow>> {
    store::of_case_since(connection, case, action, after)
}

/// Nothing was there before, or nothing is there any more: for the `None` of [`append`].
pub const NOTHING: Option<&()> = None;
