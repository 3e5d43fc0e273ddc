//! A transaction as a value: it is rolled back if it is dropped before it is committed. So it ends
//! however its work ends, by an answer, an error or a panic, and no connection goes back to the
//! pool inside one.
//!
//! Diesel's transaction manager is told of every beginning and end: where even rolling back fails
//! it says that the connection is broken, and the pool closes it, which ends whatever was begun on
//! it. Nothing else in the house says `begin`.

use super::order;
use crate::db::Connection;
use crate::db::turn::WriteTurn;
use crate::error::Result;
use diesel::QueryResult;
use diesel::connection::{AnsiTransactionManager, SimpleConnection as _, TransactionManager as _};
use diesel::r2d2::R2D2Connection as _;

/// The purpose of a transaction.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::db) enum Purpose {
    /// A transaction that writes, once it is its turn, if it takes one. `SQLite`'s is `BEGIN
    /// IMMEDIATE`: a deferred one that first reads and then writes fails when another wrote in
    /// between, whatever the busy timeout says; and every turn is its own, for there is one writer.
    Write(Option<WriteTurn>),
    /// To write, and never to be committed. `PostgreSQL`'s sees everything as it is at one moment,
    /// for it waits for no turn.
    Preview,
    /// A transaction that reads everything as it is at one moment.
    Snapshot,
}

/// A transaction that was begun.
pub(in crate::db) struct Transaction<'a> {
    connection: &'a mut Connection,
    is_open: bool,
}

impl<'a> Transaction<'a> {
    /// Begins one.
    pub fn begin(connection: &'a mut Connection, purpose: Purpose) -> Result<Self> {
        match (&mut *connection, purpose) {
            (Connection::Pg(pg), purpose) => {
                let begun = AnsiTransactionManager::begin_transaction_sql(pg, words(purpose));
                // Where its turn does not come, it has begun all the same.
                if begun.is_err()
                    && let Err(error) = pg.batch_execute("rollback")
                {
                    tracing::debug!(error = %error, "a transaction that did not begin could not be rolled back");
                }
                begun
            }
            (Connection::Sqlite(sqlite), Purpose::Write(_) | Purpose::Preview) => {
                AnsiTransactionManager::begin_transaction_sql(sqlite, "begin immediate")
            }
            (Connection::Sqlite(sqlite), Purpose::Snapshot) => {
                AnsiTransactionManager::begin_transaction_sql(sqlite, "begin")
            }
        }?;
        Ok(Self { connection, is_open: true })
    }

    /// The connection that it was begun on.
    pub const fn connection(&mut self) -> &mut Connection {
        self.connection
    }

    /// Commits what was written.
    ///
    /// # Errors
    /// Fails if it cannot be committed; nothing was written then.
    pub fn commit(mut self) -> Result<()> {
        match self.connection {
            // Where a statement failed and somebody went on all the same, `commit` alone rolls back
            // and calls it a success: the empty `select` before it fails. The library sees from the
            // server that the transaction is over.
            Connection::Pg(pg) => pg.batch_execute("select; commit"),
            Connection::Sqlite(sqlite) => AnsiTransactionManager::commit_transaction(sqlite),
        }?;
        self.is_open = false;
        Ok(())
    }
}

/// How a transaction begins on `PostgreSQL`. It waits for its turn in the same round trip, and
/// keeps it until it ends; what it reads is read after that, as whoever came before has left it
/// (`READ COMMITTED` looks again with each statement).
const fn words(purpose: Purpose) -> &'static str {
    match purpose {
        Purpose::Write(None) => "begin",
        Purpose::Write(Some(WriteTurn::Alone)) => order::BEGIN_ALONE,
        Purpose::Write(Some(WriteTurn::Beside)) => order::BEGIN_BESIDE,
        Purpose::Preview => "begin transaction isolation level repeatable read",
        Purpose::Snapshot => "begin transaction isolation level repeatable read read only",
    }
}

/// A part of a transaction that can be taken back by itself: it is, if it is dropped before it is
/// released.
pub(in crate::db) struct Savepoint<'a> {
    connection: &'a mut Connection,
    is_open: bool,
}

impl<'a> Savepoint<'a> {
    /// Begins one, within a transaction.
    pub fn begin(connection: &'a mut Connection) -> Result<Self> {
        match connection {
            Connection::Pg(pg) => AnsiTransactionManager::begin_transaction(pg),
            Connection::Sqlite(sqlite) => AnsiTransactionManager::begin_transaction(sqlite),
        }?;
        Ok(Self { connection, is_open: true })
    }

    /// The connection that it was begun on.
    pub const fn connection(&mut self) -> &mut Connection {
        self.connection
    }

    /// Keeps what was written since.
    ///
    /// # Errors
    /// Fails if it cannot be kept; nothing was written then.
    pub fn release(mut self) -> Result<()> {
        match self.connection {
            Connection::Pg(pg) => AnsiTransactionManager::commit_transaction(pg),
            Connection::Sqlite(sqlite) => AnsiTransactionManager::commit_transaction(sqlite),
        }?;
        self.is_open = false;
        Ok(())
    }
}

/// Takes back what was begun last.
fn roll_back(connection: &mut Connection) -> QueryResult<()> {
    match connection {
        Connection::Pg(pg) => AnsiTransactionManager::rollback_transaction(pg),
        Connection::Sqlite(sqlite) => AnsiTransactionManager::rollback_transaction(sqlite),
    }
}

impl Drop for Savepoint<'_> {
    fn drop(&mut self) {
        if !self.is_open {
            return;
        }
        let rolled_back = roll_back(self.connection);
        // The whole transaction cannot be committed then, and says so.
        if let Err(error) = rolled_back {
            tracing::error!(error = %error, "a part of a transaction could not be rolled back");
        }
    }
}

impl Drop for Transaction<'_> {
    fn drop(&mut self) {
        if !self.is_open {
            return;
        }
        let rolled_back = roll_back(self.connection);
        // A database that has ended the transaction itself, as SQLite does where the disk is full,
        // leaves nothing to roll back.
        if let Err(error) = rolled_back
            && self.connection.is_broken()
        {
            tracing::error!(error = %error, "a transaction could not be rolled back: its connection is closed");
        }
    }
}
