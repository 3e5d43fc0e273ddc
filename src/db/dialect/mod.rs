//! The only module that knows which backend it talks to: one `match` with two arms for each thing
//! that the backends spell differently.

pub mod bulk;
pub mod copies;
pub mod migrations;
pub mod notices;
pub mod order;
pub mod standing;
pub mod storage;
mod transaction;

use super::backend::Backend;
use super::connection::Connection;
use super::turn::WriteTurn;
use super::types::{DbTimestamp, Instant};
use crate::error::Result;
use diesel::prelude::*;
use transaction::{Purpose, Transaction};

/// The statements that every new connection begins with.
pub(super) const fn on_open(backend: Backend) -> &'static str {
    match backend {
        // Plans that do not depend on the parameters: with them the filter of visibility keeps its
        // shape at any size. A statement for which nobody can be waiting any more is given up.
        // SQLite's run to their end: diesel has no hand on them, and it is the lanes that hold
        // their number down. Whoever stops in the middle of a turn loses it: a process that hangs
        // does not hold up the others for good. Connections are few, so each may sort and hash what
        // a whole organisation's cases come to in memory.
        Backend::Postgres => {
            "set time zone 'UTC'; set idle_in_transaction_session_timeout = '60s'; set statement_timeout = '5min'; set plan_cache_mode = force_generic_plan; set jit = off; set work_mem = '32MB'"
        }
        // FULL: a write that was acknowledged survives a power cut. What is disposed of leaves no
        // bytes in the file.
        Backend::Sqlite => {
            "pragma busy_timeout = 5000; pragma journal_mode = wal; pragma synchronous = full; \
             pragma foreign_keys = on; pragma cache_size = -16384; pragma mmap_size = 1073741824; \
             pragma temp_store = memory; pragma secure_delete = on"
        }
    }
}

/// One transaction around `work`, in its turn if it takes one: rolled back where it fails, and
/// where it panics.
///
/// # Errors
/// What `work` returns.
pub(super) fn transaction<T>(
    connection: &mut Connection,
    turn: Option<WriteTurn>,
    work: impl FnOnce(&mut Connection) -> Result<T>,
) -> Result<T> {
    let mut transaction = Transaction::begin(connection, Purpose::Write(turn))?;
    let done = work(transaction.connection())?;
    transaction.commit()?;
    Ok(done)
}

/// What `work` would write: a transaction that is rolled back however it ends.
///
/// # Errors
/// What `work` returns.
pub(super) fn preview<T>(
    connection: &mut Connection,
    work: impl FnOnce(&mut Connection) -> Result<T>,
) -> Result<T> {
    work(Transaction::begin(connection, Purpose::Preview)?.connection())
}

/// Does `work` within the transaction that is open, and keeps nothing of it where it fails, or
/// where it asks for that: what came before stays.
///
/// # Errors
/// What `work` returns.
pub fn attempt<T>(
    connection: &mut Connection,
    work: impl FnOnce(&mut Connection) -> Result<(T, Kept)>,
) -> Result<T> {
    let mut savepoint = transaction::Savepoint::begin(connection)?;
    let (done, kept) = work(savepoint.connection())?;
    if kept == Kept::All {
        savepoint.release()?;
    }
    Ok(done)
}

/// What is kept of an attempt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kept {
    /// All that it wrote.
    All,
    /// Nothing: it was to be seen only what it would do.
    Nothing,
}

/// Everything that `work` reads, as it is at one moment.
///
/// # Errors
/// What `work` returns.
pub(super) fn snapshot<T>(
    connection: &mut Connection,
    work: impl FnOnce(&mut Connection) -> Result<T>,
) -> Result<T> {
    work(Transaction::begin(connection, Purpose::Snapshot)?.connection())
}

/// The time that the clock of the database's server shows; nothing, if there is no server.
pub fn server_time(connection: &mut Connection) -> Result<Option<Instant>> {
    match connection {
        Connection::Pg(pg) => {
            let now = diesel::dsl::sql::<DbTimestamp>("clock_timestamp()");
            Ok(Some(diesel::select(now).get_result(pg)?))
        }
        Connection::Sqlite(_) => Ok(None),
    }
}

/// Waits for the lock that goes with a name, and keeps it until the transaction ends.
pub fn lock(connection: &mut Connection, name: i64) -> Result<()> {
    if let Connection::Pg(pg) = connection {
        diesel::sql_query("select pg_advisory_xact_lock($1)")
            .bind::<diesel::sql_types::BigInt, _>(name)
            .execute(pg)?;
    }
    Ok(())
}

#[diesel::declare_sql_function]
extern "SQL" {
    /// Takes a lock, if nobody holds it. It is typed, so that its statement is kept.
    fn pg_try_advisory_xact_lock(name: diesel::sql_types::BigInt) -> diesel::sql_types::Bool;
}

/// Takes the lock that goes with a name until the transaction ends, or says at once that another
/// holds it.
///
/// `SQLite` has one writer, so whoever is in a write transaction holds every lock there is.
pub fn try_lock(connection: &mut Connection, name: i64) -> Result<bool> {
    match connection {
        Connection::Pg(pg) => Ok(diesel::select(pg_try_advisory_xact_lock(name)).get_result(pg)?),
        Connection::Sqlite(_) => Ok(true),
    }
}
