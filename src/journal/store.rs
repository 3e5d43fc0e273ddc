//! Rows of the journal and of the heads of its chains.

#![expect(missing_docs, reason = "the fields of a row are the columns of its table")]

use super::actions::readable;
use super::model::{Action, EntryKind, GENESIS, Hashed, Subject, content_hash, link};
use crate::access::context::Principal;
use crate::clock::TOLERANCE;
use crate::db::Connection;
use crate::db::dialect::bulk::{self, Column};
use crate::db::schema::{journal, journal_heads};
use crate::db::types::{Instant, Json, LossyText};
use crate::error::{Error, Result};
use crate::ids::CaseId;
use crate::journal::dialect::{self, End, Extension};
use diesel::prelude::*;
use std::collections::{BTreeSet, HashMap};

/// An entry, as stored. Its kind is the text that its hash covers: an entry is verified and shown
/// whatever it says.
#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = journal)]
pub struct EntryRow {
    pub sequence: i64,
    pub subject: String,
    pub action: String,
    pub actor: String,
    pub request_id: String,
    pub at: Instant,
    pub kind: String,
    pub before: Option<Json>,
    pub after: Option<Json>,
    pub position: i64,
    pub previous_hash: String,
    pub hash: String,
    pub digest: Option<String>,
}

impl EntryRow {
    /// The content that its digest covers beside what it says; `at` is its instant, as text.
    #[must_use]
    pub fn hashed<'a>(&'a self, at: &'a str) -> Hashed<'a> {
        Hashed {
            subject: &self.subject,
            position: self.position,
            action: &self.action,
            actor: &self.actor,
            request_id: &self.request_id,
            at,
            kind: &self.kind,
        }
    }
}

/// An entry before it is chained.
pub struct NewEntry<'a> {
    pub subject: &'a str,
    pub case_id: Option<CaseId>,
    pub action: &'a str,
    pub actor: &'a str,
    pub request_id: &'a str,
    pub at: Instant,
    pub kind: &'a str,
    pub before: Option<Json>,
    pub after: Option<Json>,
}

impl NewEntry<'_> {
    /// The instant at which it is made, as its chain has it: never before the entry before it. An
    /// entry that waited for another to append, or whose clock is a little behind, is as late as
    /// that one. A clock that is further behind is not covered up: the entry says what it showed,
    /// and both the log and `greffe journal verify` name it.
    fn at(&self, before: Option<Instant>) -> Instant {
        let Some(before) = before.filter(|before| *before > self.at) else { return self.at };
        if before.since(self.at) <= TOLERANCE {
            return before;
        }
        metrics::counter!("greffe_journal_entries_back_in_time_total").increment(1);
        tracing::error!(
            journal.subject = self.subject,
            journal.at = self.at.written(),
            journal.before = before.written(),
            "an entry of the journal is from before the one it follows: the clocks of the machines that write differ"
        );
        self.at
    }

    /// The hash of what it says, and the hash that it has at a place of its chain.
    fn hashes(&self, at: Instant, previous_hash: &str, position: i64) -> (String, String) {
        let content = content_hash(self.before.as_ref().map(Json::get), self.after.as_ref().map(Json::get));
        let entry = Hashed {
            subject: self.subject,
            position,
            action: self.action,
            actor: self.actor,
            request_id: self.request_id,
            at: &at.written(),
            kind: self.kind,
        };
        let hash = link(previous_hash, &entry.digest(&content));
        (content, hash)
    }
}

/// The end of a chain.
#[derive(Clone, Debug, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = journal_heads)]
pub struct Head {
    #[diesel(deserialize_as = LossyText)]
    pub subject: String,
    pub length: i64,
    #[diesel(deserialize_as = LossyText)]
    pub hash: String,
}

/// Appends an entry to its chain. The head's row is where two writers of one subject wait for each
/// other.
pub fn append(connection: &mut Connection, entry: &NewEntry<'_>) -> Result<()> {
    let end = dialect::take_head(connection, entry.subject)?;
    let (position, at) = (end.length.saturating_add(1), entry.at(end.last_at));
    let (digest, hash) = entry.hashes(at, &end.hash, position);
    dialect::extend(
        connection,
        &Extension {
            subject: entry.subject,
            case_id: entry.case_id,
            action: entry.action,
            actor: entry.actor,
            request_id: entry.request_id,
            at,
            kind: entry.kind,
            before: entry.before.as_ref(),
            after: entry.after.as_ref(),
            position,
            previous_hash: &end.hash,
            hash: &hash,
            digest: &digest,
        },
    )
}

const ENTRY: [Column; 13] = [
    ("subject", "text"),
    ("case_id", "uuid"),
    ("action", "text"),
    ("actor", "text"),
    ("request_id", "text"),
    ("at", "timestamptz"),
    ("kind", "text"),
    ("before", "json"),
    ("after", "json"),
    ("position", "bigint"),
    ("previous_hash", "text"),
    ("hash", "text"),
    ("digest", "text"),
];

const HEAD: [Column; 4] =
    [("subject", "text"), ("length", "bigint"), ("hash", "text"), ("last_at", "timestamptz")];

/// Appends many entries, each to its chain, in their order. The heads' rows are taken first, as in
/// [`append`].
pub fn append_many(connection: &mut Connection, entries: &[NewEntry<'_>]) -> Result<()> {
    if entries.is_empty() {
        return Ok(());
    }
    let subjects: BTreeSet<&str> = entries.iter().map(|entry| entry.subject).collect();
    let mut ends = take_heads(connection, &subjects)?;
    let begun: Vec<_> = subjects.iter().filter(|subject| !ends.contains_key(**subject)).copied().collect();
    if !begun.is_empty() {
        let empty = |subject: &&str| {
            vec![Some((*subject).to_owned()), Some("0".to_owned()), Some(GENESIS.to_owned()), None]
        };
        bulk::insert_missing(
            connection,
            "journal_heads",
            &HEAD,
            &begun.iter().map(empty).collect::<Vec<_>>(),
        )?;
        ends.extend(take_heads(connection, &begun.into_iter().collect())?);
    }
    let mut rows = Vec::with_capacity(entries.len());
    for entry in entries {
        let end = ends.entry(entry.subject.to_owned()).or_default();
        let (position, at) = (end.length.saturating_add(1), entry.at(end.last_at));
        let (digest, hash) = entry.hashes(at, &end.hash, position);
        let moved = End { length: position, hash: hash.clone(), last_at: Some(at) };
        let previous = std::mem::replace(end, moved).hash;
        rows.push(vec![
            Some(entry.subject.to_owned()),
            entry.case_id.map(|id| id.to_string()),
            Some(entry.action.to_owned()),
            Some(entry.actor.to_owned()),
            Some(entry.request_id.to_owned()),
            Some(at.written()),
            Some(entry.kind.to_owned()),
            entry.before.as_ref().map(|json| json.get().to_owned()),
            entry.after.as_ref().map(|json| json.get().to_owned()),
            Some(position.to_string()),
            Some(previous),
            Some(hash),
            Some(digest),
        ]);
    }
    let heads = ends.into_iter().map(|(subject, end)| {
        let last_at = end.last_at.map(Instant::written);
        vec![Some(subject), Some(end.length.to_string()), Some(end.hash), last_at]
    });
    bulk::update(connection, "journal_heads", &HEAD, &heads.collect::<Vec<_>>())?;
    let added = bulk::insert_missing(connection, "journal", &ENTRY, &rows)?;
    if added == rows.len() { Ok(()) } else { Err(Error::internal("an entry has the place of another")) }
}

/// Takes the heads of those of these chains that have one: where each ends.
fn take_heads(connection: &mut Connection, subjects: &BTreeSet<&str>) -> Result<HashMap<String, End>> {
    let subjects: Vec<&str> = subjects.iter().copied().collect();
    Ok(dialect::take_heads(connection, &subjects)?.into_iter().collect())
}

/// A page of a case's entries that a person may read, the latest first, before a sequence number.
pub fn of_case(
    connection: &mut Connection,
    reader: &Principal,
    case: CaseId,
    kind: Option<EntryKind>,
    before: Option<i64>,
    limit: i64,
) -> Result<Vec<EntryRow>> {
    let mut query = readable!(journal::table.filter(journal::case_id.eq(case)).into_boxed(), reader);
    if let Some(kind) = kind {
        query = query.filter(journal::kind.eq(kind));
    }
    if let Some(before) = before {
        query = query.filter(journal::sequence.lt(before));
    }
    Ok(query.order(journal::sequence.desc()).limit(limit).select(EntryRow::as_select()).load(connection)?)
}

/// The entries of a case under some actions after an instant, the earliest first.
pub fn of_case_since(
    connection: &mut Connection,
    case: CaseId,
    actions: &[Action],
    after: Instant,
) -> Result<Vec<EntryRow>> {
    Ok(journal::table
        .filter(journal::case_id.eq(case))
        .filter(journal::action.eq_any(actions.iter().copied()))
        .filter(journal::at.gt(after))
        .order(journal::sequence.asc())
        .select(EntryRow::as_select())
        .load(connection)?)
}

/// The number of a case's entries that a person may read.
pub fn count_of_case(
    connection: &mut Connection,
    reader: &Principal,
    case: CaseId,
    kind: Option<EntryKind>,
) -> Result<i64> {
    let mut query = readable!(journal::table.filter(journal::case_id.eq(case)).into_boxed(), reader);
    if let Some(kind) = kind {
        query = query.filter(journal::kind.eq(kind));
    }
    Ok(query.count().get_result(connection)?)
}

/// All heads of chains.
pub fn heads(connection: &mut Connection) -> Result<Vec<Head>> {
    Ok(journal_heads::table.order(journal_heads::subject.asc()).select(Head::as_select()).load(connection)?)
}

/// The sequence number of the last entry, and when it was made.
pub fn last(connection: &mut Connection) -> Result<Option<(i64, Instant)>> {
    let last = journal::table.order(journal::sequence.desc()).select((journal::sequence, journal::at));
    Ok(last.first(connection).optional()?)
}

/// The latest entry of an act in a chain.
pub fn latest(connection: &mut Connection, subject: Subject, action: Action) -> Result<Option<EntryRow>> {
    Ok(journal::table
        .filter(journal::subject.eq(subject.to_string()))
        .filter(journal::action.eq(action))
        .order(journal::position.desc())
        .select(EntryRow::as_select())
        .first(connection)
        .optional()?)
}

/// How many entries a chain has.
pub fn length(connection: &mut Connection, subject: Subject) -> Result<i64> {
    let head = journal_heads::table.filter(journal_heads::subject.eq(subject.to_string()));
    Ok(head.select(journal_heads::length).first(connection).optional()?.unwrap_or(0))
}
