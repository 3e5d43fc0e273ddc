//! Erasing the contents of what was disposed of, on the record.

use super::Contents;
use super::erasures_store as store;
use crate::clock::Clock;
use crate::db::types::Instant;
use crate::db::{Connection, Db};
use crate::error::Result;
use crate::ids::CaseId;
use crate::journal::Subject;
use crate::journal::service::{ABSENT, append_as_system, pending_entry};
use serde::Serialize;
use std::collections::BTreeMap;

/// The most contents that are erased in one turn.
const BATCH: i64 = 200;

/// The number of contents of a case that were erased, and of those that stay because another
/// document is the same.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct ContentErasure {
    /// Erased.
    pub erased: u64,
    /// Not erased: another document has the same file.
    pub kept_elsewhere: u64,
}

/// Erases the next contents that were asked to be, in a turn of its own, and says of how many: none
/// are left where that is 0.
///
/// # Errors
/// 503 where the folder of contents or the database is away.
pub fn run(connection: &mut Connection, contents: &Contents, now: Instant) -> Result<usize> {
    let asked = store::asked(connection, BATCH)?;
    let mut of_cases: BTreeMap<CaseId, ContentErasure> = BTreeMap::new();
    for (case, sha256) in &asked {
        let told = of_cases.entry(*case).or_default();
        if store::is_named(connection, sha256)? {
            told.kept_elsewhere = told.kept_elsewhere.saturating_add(1);
        } else {
            contents.erase(sha256)?;
            told.erased = told.erased.saturating_add(1);
        }
        store::done(connection, *case, sha256)?;
    }
    let entry = |(case, told): (CaseId, ContentErasure)| {
        pending_entry(Subject::Case(case), "case.contents_erased", ABSENT, Some(&told))
    };
    let entries = of_cases.into_iter().map(entry).collect::<Result<Vec<_>>>()?;
    append_as_system(connection, "contents", now, &entries)?;
    Ok(asked.len())
}

/// Erases all that were asked to be, each lot in a turn of its own, and says how many there were.
///
/// # Errors
/// As [`run`].
pub fn run_all(db: &Db, contents: &Contents, clock: &Clock) -> Result<usize> {
    let mut erased = 0_usize;
    loop {
        match db.write_now(|connection| run(connection, contents, clock.now()))? {
            0 => return Ok(erased),
            more => erased = erased.saturating_add(more),
        }
    }
}
