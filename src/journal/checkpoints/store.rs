//! Rows of checkpoints, and of the entries that they cover.

#![expect(missing_docs, reason = "the fields of a row are the columns of its table")]

use crate::db::Connection;
use crate::db::schema::{disposals, journal, journal_checkpoints};
use crate::db::types::{Instant, LossyText};
use crate::error::Result;
use crate::ids::{CaseId, CheckpointId};
use crate::journal::dialect::Moved;
use crate::journal::store::EntryRow;
use diesel::prelude::*;

/// A checkpoint, as stored.
#[derive(Clone, Debug, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = journal_checkpoints)]
pub struct CheckpointRow {
    pub id: CheckpointId,
    pub number: i64,
    pub after_sequence: i64,
    pub through_sequence: i64,
    pub entries: i64,
    pub chains: i64,
    #[diesel(deserialize_as = LossyText)]
    pub root: String,
    #[diesel(deserialize_as = LossyText)]
    pub previous_root: String,
    #[diesel(deserialize_as = LossyText)]
    pub statement: String,
    pub created_at: Instant,
}

/// A page of checkpoints, the latest first, before a number.
pub fn list(connection: &mut Connection, before: Option<i64>, limit: i64) -> Result<Vec<CheckpointRow>> {
    let mut query = journal_checkpoints::table.into_boxed();
    if let Some(before) = before {
        query = query.filter(journal_checkpoints::number.lt(before));
    }
    let order = query.order(journal_checkpoints::number.desc()).limit(limit);
    Ok(order.select(CheckpointRow::as_select()).load(connection)?)
}

/// All checkpoints, the first one first.
pub fn all(connection: &mut Connection) -> Result<Vec<CheckpointRow>> {
    let order = journal_checkpoints::table.order(journal_checkpoints::number.asc());
    Ok(order.select(CheckpointRow::as_select()).load(connection)?)
}

/// Counts the checkpoints.
pub fn count(connection: &mut Connection) -> Result<i64> {
    Ok(journal_checkpoints::table.count().get_result(connection)?)
}

/// The checkpoint with this id.
///
/// # Errors
/// 404 where there is no such checkpoint.
pub fn find(connection: &mut Connection, id: CheckpointId) -> Result<CheckpointRow> {
    let found = journal_checkpoints::table.filter(journal_checkpoints::id.eq(id));
    Ok(found.select(CheckpointRow::as_select()).first(connection)?)
}

/// The latest.
pub fn last(connection: &mut Connection) -> Result<Option<CheckpointRow>> {
    Ok(list(connection, None, 1)?.pop())
}

/// Inserts a checkpoint.
pub fn insert(connection: &mut Connection, checkpoint: &CheckpointRow) -> Result<()> {
    diesel::insert_into(journal_checkpoints::table).values(checkpoint).execute(connection)?;
    Ok(())
}

/// The last sequence number that was given, and how many entries there are after this one.
pub fn since(connection: &mut Connection, after: i64) -> Result<(Option<i64>, i64)> {
    let later = journal::table.filter(journal::sequence.gt(after));
    let found = later.select((diesel::dsl::max(journal::sequence), diesel::dsl::count_star()));
    Ok(found.first(connection)?)
}

/// The entries of the chain that come after this one, up to a sequence number: the first of this
/// many.
pub fn later(
    connection: &mut Connection,
    entry: &EntryRow,
    through: i64,
    most: i64,
) -> Result<Vec<EntryRow>> {
    let later = journal::table
        .filter(journal::subject.eq(&entry.subject))
        .filter(journal::position.gt(entry.position))
        .filter(journal::sequence.le(through));
    let later = later.order(journal::position.asc()).limit(most);
    Ok(later.select(EntryRow::as_select()).load(connection)?)
}

/// The first checkpoint that covers an entry of this sequence number, if there is one.
pub fn covering(connection: &mut Connection, sequence: i64) -> Result<Option<CheckpointRow>> {
    let covering = journal_checkpoints::table.filter(journal_checkpoints::through_sequence.ge(sequence));
    let first = covering.order(journal_checkpoints::number.asc()).select(CheckpointRow::as_select());
    Ok(first.first(connection).optional()?)
}

/// The entries of a chain after a place in it, up to a sequence number: the first of this many.
pub fn of_chain(
    connection: &mut Connection,
    subject: &str,
    (after, through): (i64, i64),
    most: i64,
) -> Result<Vec<EntryRow>> {
    let entries = journal::table
        .filter(journal::subject.eq(subject))
        .filter(journal::position.gt(after))
        .filter(journal::sequence.le(through));
    Ok(entries.order(journal::position.asc()).limit(most).select(EntryRow::as_select()).load(connection)?)
}

/// The numbers of cases that were disposed of, and of their entries that were emptied by it.
pub fn emptied(connection: &mut Connection) -> Result<Vec<(CaseId, i64)>> {
    Ok(disposals::table.select((disposals::case_id, disposals::entries)).load(connection)?)
}

/// The places of the chains that moved in a window: subject, length, hash.
pub fn moved(connection: &mut Connection, after: i64, through: i64) -> Result<Vec<(String, i64, String)>> {
    Ok(Moved { after, through }.load(connection)?)
}
