//! Appending, on behalf of a request.

use super::actions;
use super::model::{Action, EntryKind, Subject};
use super::store::{self, EntryRow, Head, NewEntry};
use super::witness::ChainEnd;
use crate::access::context::Context;
use crate::db::Connection;
use crate::db::types::{Instant, Json};
use crate::error::{Error, Result};
use crate::ids::{CaseId, UserId};
use crate::journal::dialect;
use serde::{Deserialize, Serialize};

/// Appends what the caller did to a subject: what it was before and what it is now. Call it in the
/// transaction of the write itself.
pub fn append<Before: Serialize, After: Serialize>(
    connection: &mut Connection,
    caller: &Context,
    subject: Subject,
    action: Action,
    before: Option<&Before>,
    after: Option<&After>,
) -> Result<()> {
    append_as(connection, &Author::caller(caller), EntryKind::Write, subject, action, before, after)
}

/// The person in whose name an entry is made, the request that makes it, and the instant.
#[derive(Clone, Debug)]
pub struct Author {
    actor: String,
    request_id: String,
    at: Instant,
}

impl Author {
    /// Whoever sent a request.
    #[must_use]
    pub fn caller(caller: &Context) -> Self {
        Self::user(caller.user.id, &caller.request_id, caller.now)
    }

    /// A user who is not, or not yet, the caller of a request: somebody who signs in, for instance.
    #[must_use]
    pub fn user(user: UserId, request_id: &str, at: Instant) -> Self {
        Self { actor: format!("user:{user}"), request_id: request_id.to_owned(), at }
    }

    /// Somebody who has not proved who they are.
    #[must_use]
    pub fn anonymous(request_id: &str, at: Instant) -> Self {
        Self { actor: "anonymous".to_owned(), request_id: request_id.to_owned(), at }
    }

    /// The instant at which it is done.
    #[must_use]
    pub const fn at(&self) -> Instant {
        self.at
    }

    /// The service itself, in a run or on a request that has this id.
    #[must_use]
    pub fn system(run: &str, at: Instant) -> Self {
        Self { actor: "system".to_owned(), request_id: run.to_owned(), at }
    }
}

/// Appends an entry of any kind in anybody's name: [`append`] is for what the caller of a request
/// wrote.
pub fn append_as<Before: Serialize, After: Serialize>(
    connection: &mut Connection,
    author: &Author,
    kind: EntryKind,
    subject: Subject,
    action: Action,
    before: Option<&Before>,
    after: Option<&After>,
) -> Result<()> {
    known(action)?;
    store::append(
        connection,
        &NewEntry {
            subject: &subject.to_string(),
            case_id: subject.case(),
            action,
            actor: &author.actor,
            request_id: &author.request_id,
            at: author.at,
            kind: kind.code(),
            before: before.map(Json::of).transpose()?,
            after: after.map(Json::of).transpose()?,
        },
    )
}

/// Refuses an act of which nobody has said who may read it.
fn known(action: Action) -> Result<()> {
    match actions::reading(action) {
        Some(_) => Ok(()),
        None => Err(Error::internal(format!("nothing says who may read of {action}: see journal::actions"))),
    }
}

/// Appends what concerns who may come in: a sign-in, a refusal, a key that was made or taken back.
/// Call it in the transaction of the write itself.
pub fn append_security<Before: Serialize, After: Serialize>(
    connection: &mut Connection,
    author: &Author,
    subject: Subject,
    action: Action,
    before: Option<&Before>,
    after: Option<&After>,
) -> Result<()> {
    append_as(connection, author, EntryKind::Security, subject, action, before, after)
}

/// The content that one of many entries will have.
pub struct PendingEntry {
    subject: Subject,
    action: Action,
    before: Option<Json>,
    after: Option<Json>,
}

/// An entry that is appended with many others.
///
/// # Errors
/// Fails if it has no JSON form.
pub fn pending_entry<Before: Serialize, After: Serialize>(
    subject: Subject,
    action: Action,
    before: Option<&Before>,
    after: Option<&After>,
) -> Result<PendingEntry> {
    known(action)?;
    let (before, after) = (before.map(Json::of).transpose()?, after.map(Json::of).transpose()?);
    Ok(PendingEntry { subject, action, before, after })
}

/// Appends many entries of the caller's, each to the chain of its subject, in a constant number of
/// statements.
pub fn append_many(connection: &mut Connection, caller: &Context, entries: &[PendingEntry]) -> Result<()> {
    append_by(connection, &Author::caller(caller), entries)
}

/// Appends what the service did that nobody asked for, in a run of its own that has this id, as
/// [`append_many`] does.
pub fn append_as_system(
    connection: &mut Connection,
    run: &str,
    now: Instant,
    entries: &[PendingEntry],
) -> Result<()> {
    append_by(connection, &Author::system(run, now), entries)
}

/// One of many entries that has a kind and an author of its own.
pub struct AuthoredEntry {
    /// The author.
    pub author: Author,
    /// The kind of subject.
    pub kind: EntryKind,
    /// The content of the entry.
    pub entry: PendingEntry,
}

/// Appends many entries of different authors, as [`append_many`] does.
pub fn append_authored(connection: &mut Connection, entries: &[&AuthoredEntry]) -> Result<()> {
    let entries = entries.iter().map(|authored| (&authored.author, authored.kind, &authored.entry));
    append_each(connection, &entries.collect::<Vec<_>>())
}

fn append_by(connection: &mut Connection, author: &Author, entries: &[PendingEntry]) -> Result<()> {
    let entries = entries.iter().map(|entry| (author, EntryKind::Write, entry));
    append_each(connection, &entries.collect::<Vec<_>>())
}

fn append_each(connection: &mut Connection, entries: &[(&Author, EntryKind, &PendingEntry)]) -> Result<()> {
    let subjects: Vec<_> = entries.iter().map(|(.., entry)| entry.subject.to_string()).collect();
    let entries = entries.iter().zip(&subjects).map(|((author, kind, entry), subject)| NewEntry {
        subject,
        case_id: entry.subject.case(),
        action: entry.action,
        actor: &author.actor,
        request_id: &author.request_id,
        at: author.at,
        kind: kind.code(),
        before: entry.before.clone(),
        after: entry.after.clone(),
    });
    store::append_many(connection, &entries.collect::<Vec<_>>())
}

/// The journal's entries about a case under some actions after an instant, in their order: how
/// something was before it was changed.
pub fn since(
    connection: &mut Connection,
    case: CaseId,
    actions: &[Action],
    after: Instant,
) -> Result<Vec<EntryRow>> {
    store::of_case_since(connection, case, actions, after)
}

/// Nothing was there before, or nothing is there any more: the `None` of [`append`].
pub const ABSENT: Option<&()> = None;

/// Records, in the name of the service, that the policy is another than the one that was recorded
/// last, and says whether it is.
pub fn record_policy(connection: &mut Connection, digest: &str, now: Instant) -> Result<bool> {
    const CHANGED: Action = "policy.changed";
    let last = store::latest(connection, Subject::Service, CHANGED)?;
    let before: Option<PolicyEntry> =
        last.and_then(|entry| entry.after).map(|after| after.parse::<PolicyEntry>()).transpose()?;
    if before.as_ref().is_some_and(|before| before.digest == digest) {
        return Ok(false);
    }
    let after = PolicyEntry { digest: digest.to_owned() };
    let author = Author::system("start", now);
    let subject = Subject::Service;
    append_as(connection, &author, EntryKind::Security, subject, CHANGED, before.as_ref(), Some(&after))?;
    Ok(true)
}

/// The journal's record of a policy.
#[derive(Serialize, Deserialize)]
struct PolicyEntry {
    digest: String,
}

/// The number of entries that a chain has.
pub fn length(connection: &mut Connection, subject: Subject) -> Result<i64> {
    store::length(connection, subject)
}

/// The last entry, and when it was made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct LastEntry {
    /// Its sequence number.
    pub sequence: i64,
    /// The instant at which it was made.
    pub at: Instant,
}

/// The last entry of all, if there is one.
pub fn last(connection: &mut Connection) -> Result<Option<LastEntry>> {
    Ok(store::last(connection)?.map(|(sequence, at)| LastEntry { sequence, at }))
}

/// The ends of all chains.
pub fn heads(connection: &mut Connection) -> Result<Vec<ChainEnd>> {
    let heads = store::heads(connection)?.into_iter();
    Ok(heads.map(|Head { subject, length, hash }| ChainEnd { subject, length, hash }).collect())
}

/// The act by which the journal says that the database was restored.
const RESTORED: Action = "database.restored";

/// Records, in the name of the service, that the database is a copy that was brought back.
pub fn record_restore(connection: &mut Connection, what: &impl Serialize, now: Instant) -> Result<()> {
    let author = Author::system("restore", now);
    append_as(connection, &author, EntryKind::Security, Subject::Service, RESTORED, ABSENT, Some(what))
}

/// The instant at which the database was last restored, if it was: tokens from before are of no
/// use, whoever issued them.
pub fn restored_at(connection: &mut Connection) -> Result<Option<Instant>> {
    Ok(store::latest(connection, Subject::Service, RESTORED)?.map(|entry| entry.at))
}

/// Records that an operator believes the machine's clock and not the time of the last entry, which
/// is later.
pub fn accept_clock(connection: &mut Connection, last: LastEntry, now: Instant) -> Result<()> {
    let author = Author::system("start", now);
    append_as(
        connection,
        &author,
        EntryKind::Security,
        Subject::Service,
        "clock.set_back",
        Some(&last),
        ABSENT,
    )
}

/// Empties the entries of a case that was disposed of, leaving only that they were made, and
/// returns how many that was. It is called once the disposal is written.
pub fn empty(connection: &mut Connection, case: CaseId) -> Result<i64> {
    dialect::empty(connection, case)
}
