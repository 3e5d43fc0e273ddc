//! Whether the database can be written: found out by writing.

use super::transaction::{Purpose, Transaction};
use crate::db::Connection;
use crate::db::schema::write_trials::dsl::{filler, write_trials};
use crate::error::Result;
use diesel::connection::SimpleConnection as _;
use diesel::prelude::*;

/// The size of a trial write, in bytes before they are spelled in hexadecimal: a page or two.
const LITTLE: usize = 2 * 1024;

/// The size of a trial after a write that found no room: more than any act of the API, so that a
/// few free pages left in some file are not taken for room.
const MUCH: usize = 256 * 1024;

/// Writes something that means nothing to where everything is stored. After a failure the trial is
/// `thorough`, and gives back what it took.
///
/// # Errors
/// 503 where the database may only read or has no room, or something else holds what is written to.
pub(in crate::db) fn try_writing(connection: &mut Connection, thorough: bool) -> Result<()> {
    write(connection, if thorough { MUCH } else { LITTLE })?;
    if thorough { write(connection, 0) } else { Ok(()) }
}

fn write(connection: &mut Connection, bytes: usize) -> Result<()> {
    // By chance, so that no compression makes little of it.
    let content: String =
        std::iter::repeat_with(|| hex::encode(rand::random::<[u8; 32]>())).take(bytes.div_ceil(32)).collect();
    let mut transaction = Transaction::begin(connection, Purpose::Write(None))?;
    if let Connection::Pg(pg) = transaction.connection() {
        pg.batch_execute("set local lock_timeout = '1s'; set local statement_timeout = '2s'")?;
    }
    diesel::update(write_trials).set(filler.eq(content)).execute(transaction.connection())?;
    transaction.commit()
}
