//! Rows of the journal and of the heads of its chains.

#![expect(missing_docs, reason = "the fields of a row are the columns of its table")]

use super::model::{GENESIS, Hashed, Kind};
use crate::db::Connection;
use crate::db::dialect::bulk::{self, Column};
use crate::db::schema::{journal, journal_heads};
use crate::db::types::{Instant, Json};
use crate::error::Result;
use crate::ids::CaseId;
use diesel::prelude::*;
use std::collections::{HashMap, HashSet};

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
}

impl EntryRow {
    /// The hash that the entry should have.
    #[must_use]
    pub fn expected_hash(&self) -> String {
        Hashed {
            previous_hash: &self.previous_hash,
            subject: &self.subject,
            position: self.position,
            action: &self.action,
            actor: &self.actor,
            request_id: &self.request_id,
            at: self.at,
            kind: &self.kind,
            before: self.before.as_ref(),
            after: self.after.as_ref(),
        }
        .hash()
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
    /// The hash that it has at a place of its chain.
    fn hash(&self, previous_hash: &str, position: i64) -> String {
        Hashed {
            previous_hash,
            subject: self.subject,
            position,
            action: self.action,
            actor: self.actor,
            request_id: self.request_id,
            at: self.at,
            kind: self.kind,
            before: self.before.as_ref(),
            after: self.after.as_ref(),
        }
        .hash()
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
pub fn append(connection: &mut Connection, entry: NewEntry<'_>) -> Result<()> {
    // The update takes the lock and gives what it changed; only the first entry of a chain finds no row.
    let moved: Option<(i64, String)> =
        diesel::update(journal_heads::table.filter(journal_heads::subject.eq(entry.subject)))
            .set(journal_heads::length.eq(journal_heads::length + 1))
            .returning((journal_heads::length, journal_heads::hash))
            .get_result(connection)
            .optional()?;
    let (position, previous_hash) = moved.unwrap_or_else(|| (1, GENESIS.to_owned()));
    let hash = entry.hash(&previous_hash, position);
    if position == 1 {
        diesel::insert_into(journal_heads::table)
            .values((
                journal_heads::subject.eq(entry.subject),
                journal_heads::length.eq(1_i64),
                journal_heads::hash.eq(&hash),
            ))
            .execute(connection)?;
    } else {
        diesel::update(journal_heads::table.filter(journal_heads::subject.eq(entry.subject)))
            .set(journal_heads::hash.eq(&hash))
            .execute(connection)?;
    }
    diesel::insert_into(journal::table)
        .values((
            journal::subject.eq(entry.subject),
            journal::case_id.eq(entry.case_id),
            journal::action.eq(entry.action),
            journal::actor.eq(entry.actor),
            journal::request_id.eq(entry.request_id),
            journal::at.eq(entry.at),
            journal::kind.eq(entry.kind),
            journal::before.eq(entry.before),
            journal::after.eq(entry.after),
            journal::position.eq(position),
            journal::previous_hash.eq(previous_hash),
            journal::hash.eq(hash),
        ))
        .execute(connection)?;
    Ok(())
}

const ENTRY: [Column; 12] = [
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
];

/// Appends many entries, each to its chain, in their order. The heads' rows are taken first, as in [`append`].
///
/// # Errors
/// The database's own.
pub fn append_many(connection: &mut Connection, entries: &[NewEntry<'_>]) -> Result<()> {
    if entries.is_empty() {
        return Ok(());
    }
    let subjects: Vec<&str> = entries.iter().map(|entry| entry.subject).collect();
    let moved: Vec<(String, i64, String)> =
        diesel::update(journal_heads::table.filter(journal_heads::subject.eq_any(subjects)))
            .set(journal_heads::length.eq(journal_heads::length + 1))
            .returning((journal_heads::subject, journal_heads::length, journal_heads::hash))
            .get_results(connection)?;
    let known: HashSet<String> = moved.iter().map(|(subject, ..)| subject.clone()).collect();
    // Where the next entry of each chain stands, and the hash before it.
    let mut next: HashMap<String, (i64, String)> =
        moved.into_iter().map(|(subject, length, hash)| (subject, (length, hash))).collect();
    let mut rows = Vec::with_capacity(entries.len());
    for entry in entries {
        let place = next.entry(entry.subject.to_owned()).or_insert_with(|| (1, GENESIS.to_owned()));
        let (position, previous) = (place.0, std::mem::take(&mut place.1));
        let hash = entry.hash(&previous, position);
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
        ]);
    }
    let heads = next.into_iter().map(|(subject, (position, hash))| {
        vec![Some(subject), Some(position.saturating_sub(1).to_string()), Some(hash)]
    });
    let (known, new): (Vec<_>, Vec<_>) = heads
        .partition(|row| row.first().and_then(Option::as_ref).is_some_and(|subject| known.contains(subject)));
    let head = [("subject", "text"), ("length", "bigint"), ("hash", "text")];
    bulk::update(connection, "journal_heads", &head, &known)?;
    bulk::insert_missing(connection, "journal_heads", &head, &new)?;
    bulk::insert_missing(connection, "journal", &ENTRY, &rows)?;
    Ok(())
}

/// A page of a case's entries, the latest first, before a sequence number.
///
/// # Errors
/// The database's own.
pub fn of_case(
    connection: &mut Connection,
    case: CaseId,
    kind: Option<Kind>,
    before: Option<i64>,
    limit: i64,
) -> Result<Vec<EntryRow>> {
    let mut query = journal::table.filter(journal::case_id.eq(case)).into_boxed();
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

/// How many entries a case has.
///
/// # Errors
/// The database's own.
pub fn count_of_case(connection: &mut Connection, case: CaseId, kind: Option<Kind>) -> Result<i64> {
    let mut query = journal::table.filter(journal::case_id.eq(case)).into_boxed();
    if let Some(kind) = kind {
        query = query.filter(journal::kind.eq(kind.code()));
    }
    Ok(query.count().get_result(connection)?)
}

/// Entries in the order of their chains, after a place in it.
///
/// # Errors
/// The database's own.
pub fn in_chain_order(
    connection: &mut Connection,
    after: Option<(&str, i64)>,
    limit: i64,
) -> Result<Vec<EntryRow>> {
    let mut query = journal::table.into_boxed();
    if let Some((subject, position)) = after {
        query = query.filter(
            journal::subject
                .gt(subject.to_owned())
                .or(journal::subject.eq(subject.to_owned()).and(journal::position.gt(position))),
        );
    }
    Ok(query
        .order((journal::subject.asc(), journal::position.asc()))
        .limit(limit)
        .select(EntryRow::as_select())
        .load(connection)?)
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
