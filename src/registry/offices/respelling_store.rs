//! Bringing the offices that were stored before there was a list of them to the way in which the
//! list writes them: in cases, of people, and in portfolios. Each is on the record, since whoever
//! holds a region sees a case from then on that they did not see before.

use super::service::{self, RESPELLED};
use super::store;
use crate::db::schema::{assignments, cases, users};
use crate::db::types::Instant;
use crate::db::{Connection, Db, dialect};
use crate::error::Result;
use crate::journal;
use crate::law::calendars::offices::Offices;
use crate::people::offices::model::OwnOffice;
use diesel::prelude::*;

/// The lock under which they are rewritten.
const LOCK: i64 = 0x6f66_6669_6365_7300;

/// Rewrites what is spelled otherwise than the list has it, and returns how many rows there were.
/// Nothing is written if there is nothing to do. What the list does not have stays as it is.
pub fn respell(db: &Db, now: Instant) -> Result<usize> {
    if db.read_now(otherwise_spelled)?.is_empty() {
        return Ok(0);
    }
    db.write_now(|connection| {
        dialect::lock(connection, LOCK)?;
        let mut done = 0_usize;
        for (stored, kept) in otherwise_spelled(connection)? {
            let uses = store::uses(connection, None, &[stored])?;
            let entries = uses.entries(&kept)?;
            service::rewrite(connection, &uses, (&kept, &OwnOffice::default()), now)?;
            journal::service::append_as_system(connection, RESPELLED, now, &entries)?;
            done = done.saturating_add(entries.len());
        }
        Ok(done)
    })
}

/// The offices as they are stored, each with how the list writes it, where that is another.
fn otherwise_spelled(connection: &mut Connection) -> Result<Vec<(String, String)>> {
    let mut stored: Vec<Option<String>> = Vec::new();
    macro_rules! read {
        ($($table:ident),+) => {$({
            let rows = $table::table.filter($table::office.is_not_null());
            stored.extend(rows.select($table::office).distinct().load::<Option<String>>(connection)?);
        })+};
    }
    read!(cases, users, assignments);
    stored.sort_unstable();
    stored.dedup();
    let offices = Offices::current();
    let otherwise = stored.into_iter().flatten().filter_map(|stored| {
        let kept = offices.find(&stored)?.written.clone();
        (kept != stored).then_some((stored, kept))
    });
    Ok(otherwise.collect())
}
