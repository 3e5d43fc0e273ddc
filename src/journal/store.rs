//! Rows of the journal and of the heads of its chains.

#![expect(missing_docs, reason = "the fields of a row are the columns of its table")]

use super::actions::readable;
use super::model::{GENESIS, Hashed, Kind, content_hash, link};
use crate::access::context::Principal;
use crate::db::Connection;
use crate::db::dialect::bulk::{self, Column};
use crate::db::dialect::chain::{self, Extension};
use crate::db::schema::{journal, journal_heads};
use crate::db::types::{Instant, Json};
use crate::error::{Error, Result};
use crate::ids::CaseId;
use diesel::prelude::*;
use std::collections::{BTreeSet, HashMap};

/// An entry, as it is kept.
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
    /// What its digest covers beside what it says; `at` is its instant, as text.
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
    /// The hash of what it says, and the hash that it has at a place of its chain.
    fn hashes(&self, previous_hash: &str, position: i64) -> (String, String) {
        let content = content_hash(self.before.as_ref().map(Json::get), self.after.as_ref().map(Json::get));
        let entry = Hashed {
            subject: self.subject,
            position,
            action: self.action,
            actor: self.actor,
            request_id: self.request_id,
            at: &self.at.to_string(),
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
    pub subject: String,
    pub length: i64,
    pub hash: String,
}

/// Appends an entry to its chain. The head's row is what two writers of one subject wait for each other on.
///
/// # Errors
/// The database's own.
pub fn append(connection: &mut Connection, entry: &NewEntry<'_>) -> Result<()> {
    let (length, previous_hash) = chain::take_head(connection, entry.subject)?;
    let position = length.saturating_add(1);
    let (digest, hash) = entry.hashes(&previous_hash, position);
    chain::extend(
        connection,
        &Extension {
            subject: entry.subject,
            case_id: entry.case_id,
            action: entry.action,
            actor: entry.actor,
            request_id: entry.request_id,
            at: entry.at,
            kind: entry.kind,
            before: entry.before.as_ref(),
            after: entry.after.as_ref(),
            position,
            previous_hash: &previous_hash,
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

const HEAD: [Column; 3] = [("subject", "text"), ("length", "bigint"), ("hash", "text")];

/// Appends many entries, each to its chain, in their order. The heads' rows are taken first, as in [`append`].
///
/// # Errors
/// The database's own.
pub fn append_many(connection: &mut Connection, entries: &[NewEntry<'_>]) -> Result<()> {
    if entries.is_empty() {
        return Ok(());
    }
    // Where the next entry of each chain stands, and the hash before it.
    let subjects: BTreeSet<&str> = entries.iter().map(|entry| entry.subject).collect();
    let mut next = take_heads(connection, &subjects)?;
    let begun: Vec<_> = subjects.iter().filter(|subject| !next.contains_key(**subject)).copied().collect();
    if !begun.is_empty() {
        let empty = |subject: &&str| {
            vec![Some((*subject).to_owned()), Some("0".to_owned()), Some(GENESIS.to_owned())]
        };
        bulk::insert_missing(
            connection,
            "journal_heads",
            &HEAD,
            &begun.iter().map(empty).collect::<Vec<_>>(),
        )?;
        next.extend(take_heads(connection, &begun.into_iter().collect())?);
    }
    let mut rows = Vec::with_capacity(entries.len());
    for entry in entries {
        let place = next.entry(entry.subject.to_owned()).or_insert_with(|| (1, GENESIS.to_owned()));
        let (position, previous) = (place.0, std::mem::take(&mut place.1));
        let (digest, hash) = entry.hashes(&previous, position);
        *place = (position.saturating_add(1), hash.clone());
        rows.push(vec![
            Some(entry.subject.to_owned()),
            entry.case_id.map(|id| id.to_string()),
            Some(entry.action.to_owned()),
            Some(entry.actor.to_owned()),
            Some(entry.request_id.to_owned()),
            Some(entry.at.to_string()),
            Some(entry.kind.to_owned()),
            entry.before.as_ref().map(|json| json.get().to_owned()),
            entry.after.as_ref().map(|json| json.get().to_owned()),
            Some(position.to_string()),
            Some(previous),
            Some(hash),
            Some(digest),
        ]);
    }
    let heads = next.into_iter().map(|(subject, (position, hash))| {
        vec![Some(subject), Some(position.saturating_sub(1).to_string()), Some(hash)]
    });
    bulk::update(connection, "journal_heads", &HEAD, &heads.collect::<Vec<_>>())?;
    let added = bulk::insert_missing(connection, "journal", &ENTRY, &rows)?;
    if added == rows.len() { Ok(()) } else { Err(Error::internal("an entry has the place of another")) }
}

/// Takes the heads of these chains, of those that have one: the place of the next entry of each, and the hash before it.
fn take_heads(
    connection: &mut Connection,
    subjects: &BTreeSet<&str>,
) -> Result<HashMap<String, (i64, String)>> {
    let subjects: Vec<&str> = subjects.iter().copied().collect();
    let taken = chain::take_heads(connection, &subjects)?;
    Ok(taken.into_iter().map(|(subject, length, hash)| (subject, (length.saturating_add(1), hash))).collect())
}

/// A page of a case's entries that a person may read, the latest first, before a sequence number.
///
/// # Errors
/// The database's own.
pub fn of_case(
    connection: &mut Connection,
    reader: &Principal,
    case: CaseId,
    kind: Option<Kind>,
    before: Option<i64>,
    limit: i64,
) -> Result<Vec<EntryRow>> {
    let mut query = readable!(journal::table.filter(journal::case_id.eq(case)).into_boxed(), reader);
    if let Some(kind) = kind {
        query = query.filter(journal::kind.eq(kind.code()));
    }
    if let Some(before) = before {
        query = query.filter(journal::sequence.lt(before));
    }
    Ok(query.order(journal::sequence.desc()).limit(limit).select(EntryRow::as_select()).load(connection)?)
}

/// The entries of a case under an action after an instant, the earliest first.
///
/// # Errors
/// The database's own.
pub fn of_case_since(
    connection: &mut Connection,
    case: CaseId,
    action: &str,
    after: Instant,
) -> Result<Vec<EntryRow>> {
    Ok(journal::table
        .filter(journal::case_id.eq(case))
        .filter(journal::action.eq(action))
        .filter(journal::at.gt(after))
        .order(journal::sequence.asc())
        .select(EntryRow::as_select())
        .load(connection)?)
}

/// How many entries of a case a person may read.
///
/// # Errors
/// The database's own.
pub fn count_of_case(
    connection: &mut Connection,
    reader: &Principal,
    case: CaseId,
    kind: Option<Kind>,
) -> Result<i64> {
    let mut query = readable!(journal::table.filter(journal::case_id.eq(case)).into_boxed(), reader);
    if let Some(kind) = kind {
        query = query.filter(journal::kind.eq(kind.code()));
    }
    Ok(query.count().get_result(connection)?)
}

/// All heads of chains.
///
/// # Errors
/// The database's own.
pub fn heads(connection: &mut Connection) -> Result<Vec<Head>> {
    Ok(journal_heads::table.order(journal_heads::subject.asc()).select(Head::as_select()).load(connection)?)
}

/// When the last entry was made.
///
/// # Errors
/// The database's own.
pub fn last_instant(connection: &mut Connection) -> Result<Option<Instant>> {
    Ok(journal::table.order(journal::sequence.desc()).select(journal::at).first(connection).optional()?)
}
