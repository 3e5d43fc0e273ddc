//! Rows of the journal and of the heads of its chains.

#![expect(missing_docs, reason = "the fields of a row are the columns of its table")]

use super::model::{GENESIS, Hashed};
use crate::db::Connection;
use crate::db::schema::{journal, journal_heads};
use crate::db::types::{Instant, Json};
use crate::error::Result;
use crate::ids::CaseId;
use diesel::prelude::*;

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
    let hash = Hashed {
        previous_hash: &previous_hash,
        subject: entry.subject,
        position,
        action: entry.action,
        actor: entry.actor,
        request_id: entry.request_id,
        at: entry.at,
        kind: entry.kind,
        before: entry.before.as_ref(),
        after: entry.after.as_ref(),
    }
    .hash();
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

/// A page of a case's entries, the latest first, before a sequence number.
///
/// # Errors
/// The database's own.
pub fn of_case(
    connection: &mut Connection,
    case: CaseId,
    before: Option<i64>,
    limit: i64,
) -> Result<Vec<EntryRow>> {
    let mut query = journal::table.filter(journal::case_id.eq(case)).into_boxed();
    if let Some(before) = before {
        query = query.filter(journal::sequence.lt(before));
    }
    Ok(query.order(journal::sequence.desc()).limit(limit).select(EntryRow::as_select()).load(connection)?)
}

/// How many entries a case has.
///
/// # Errors
/// The database's own.
pub fn count_of_case(connection: &mut Connection, case: CaseId) -> Result<i64> {
    Ok(journal::table.filter(journal::case_id.eq(case)).count().get_result(connection)?)
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
