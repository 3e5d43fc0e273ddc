//! Whether the database can be written: found out by writing.

use super::transaction::{Purpose, Transaction};
use crate::db::Connection;
use crate::db::schema::write_trials::dsl::{filler, write_trials};
use crate::error::Result;
use diesel::connection::SimpleConnection as _;
use diesel::prelude::*;

/// What a trial writes, in bytes before they are spelled in hexadecimal: a page or two.
const LITTLE: usize = 2 * 1024;

/// What it writes where the last write found no room: more than any act of the API, so that a few free pages left in some file
/// are not taken for room.
const MUCH: usize = 256 * 1024;

/// Keeps something that means nothing, where all that is kept is kept. After a failure it is `thorough`, and gives back what it
/// took.
///
/// # Errors
/// The database's own: where it may only read, where there is no room, where something else holds what is written to.
pub(in crate::db) fn try_writing(connection: &mut Connection, thorough: bool) -> Result<()> {
    write(connection, if thorough { MUCH } else { LITTLE })?;
    if thorough { write(connection, 0) } else { Ok(()) }
}

fn write(connection: &mut Connection, bytes: usize) -> Result<()> {
    // By chance, so that no compression makes little of it.
    let content: String =
        std::iter::repeat_with(|| hex::encode(rand::random::<[u8; 32]>())).take(bytes.div_ceil(32)).collect();
    let mut transaction = Transaction::begin(connection, Purpose::Write)?;
    if let Connection::Pg(pg) = transaction.connection() {
        pg.batch_execute("set local lock_timeout = '1s'; set local statement_timeout = '2s'")?;
    }
    diesel::update(write_trials).set(filler.eq(content)).execute(transaction.connection())?;
    transaction.commit()
}
