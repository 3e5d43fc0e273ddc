//! What an operator looks for in the folder of contents: files that no document names, and
//! documents whose file is missing or is another.

use super::{Contents, erasures, erasures_store as store};
use crate::clock::Clock;
use crate::db::Db;
use crate::error::Result;
use chrono::TimeDelta;
use std::time::SystemTime;

/// Longer than this no upload takes.
const LONGEST: TimeDelta = TimeDelta::hours(2);
/// The rows that are read at a time.
const BATCH: i64 = 500;

/// What a sweep removed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Swept {
    /// Contents that were asked to be erased.
    pub asked: usize,
    /// Files that no document names.
    pub orphans: usize,
    /// Uploads that were cut off.
    pub cut_off: usize,
}

/// Erases what was asked to be, and what no document names. Each file goes in a turn of its own, in
/// which no document can begin to name it.
///
/// # Errors
/// 503 where the folder of contents or the database is away.
pub fn sweep(db: &Db, contents: &Contents, clock: &Clock) -> Result<Swept> {
    let given_up = clock.now().utc().checked_sub_signed(LONGEST).map_or(SystemTime::UNIX_EPOCH, Into::into);
    let cut_off = contents.clear_incoming(given_up)?;
    let mut swept = Swept { cut_off, asked: erasures::run_all(db, contents, clock)?, orphans: 0 };
    let mut unnamed = Vec::new();
    contents.each(|sha256| {
        if !db.read_now(|connection| store::is_named(connection, sha256))? {
            unnamed.push(sha256.to_owned());
        }
        Ok(())
    })?;
    for sha256 in unnamed {
        let is_gone = db
            .write_now(|connection| Ok(!store::is_named(connection, &sha256)? && contents.erase(&sha256)?))?;
        swept.orphans = swept.orphans.saturating_add(usize::from(is_gone));
    }
    Ok(swept)
}

/// A content that a document names and that is not as it was.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ContentFault {
    /// It is not there.
    Missing(String),
    /// It is another.
    Altered(String),
}

/// Reads every content that a document names; shows each that is missing or altered, and returns
/// the number of those that were read.
///
/// # Errors
/// 503 where the folder of contents or the database is away.
pub fn verify(db: &Db, contents: &Contents, mut show: impl FnMut(ContentFault)) -> Result<usize> {
    let (mut after, mut read) = (String::new(), 0_usize);
    loop {
        let named = db.read_now(|connection| store::named(connection, &after, BATCH))?;
        let Some((last, _)) = named.last() else { return Ok(read) };
        after.clone_from(last);
        for (sha256, size) in named {
            read = read.saturating_add(1);
            match contents.measured(&sha256)? {
                None => show(ContentFault::Missing(sha256)),
                Some((found, length)) if found != sha256 || i64::try_from(length) != Ok(size) => {
                    show(ContentFault::Altered(sha256));
                }
                Some(_) => {}
            }
        }
    }
}
