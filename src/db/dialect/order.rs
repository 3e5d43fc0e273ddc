//! The order in which entries of the journal become visible, for whoever follows it.
//!
//! An entry is numbered when it is written and seen when its transaction commits: of two writers
//! side by side, the later number may be there first, and whoever reads on from it misses the
//! other. So a write that begins leaves a mark that stands until it has ended: the last number that
//! was given out before it, to which its own are all above. A number is settled if no mark is below
//! it: what it stands for is there, or will never be.
//!
//! The marks are shared advisory locks, which wait for nobody, are gone with their transaction
//! however it ends, and are those of one database: what runs for hours in another of the same
//! server holds nothing up, as it would if one went by the transactions that are under way.

use crate::db::Connection;
use crate::error::Result;
use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_types::BigInt;

/// Begins a write that is alone: takes its turn, and leaves its mark. Locks with two numbers do not
/// meet those with one; a mark is 7278 before forty-four bits of a number of the journal.
pub(super) const BEGIN_ALONE: &str = "begin; select pg_advisory_xact_lock(1, 1), \
     pg_advisory_xact_lock_shared((7278::bigint << 44) | journal_given_out())";

/// [`BEGIN_ALONE`] of a write that goes beside others.
pub(super) const BEGIN_BESIDE: &str = "begin; select pg_advisory_xact_lock_shared(1, 1), \
     pg_advisory_xact_lock_shared((7278::bigint << 44) | journal_given_out())";

/// The sequence number up to which the journal is settled: no entry comes any more that has it, or
/// one below it. To be asked before the entries are read, and outside a snapshot.
pub fn settled(connection: &mut Connection) -> Result<i64> {
    match connection {
        // First what was given out, then who is still at it: whoever takes a number in between has
        // left a mark that is not below what was given out before. And whose mark is gone has
        // committed before it went, so that the next statement sees what they wrote.
        Connection::Pg(pg) => {
            let given_out: i64 = diesel::select(sql::<BigInt>("journal_given_out()")).get_result(pg)?;
            let marked: Option<i64> = diesel::select(sql::<diesel::sql_types::Nullable<BigInt>>(
                "(select min(((classid::bigint << 32) | objid::bigint) & ((1::bigint << 44) - 1)) from pg_locks \
                 where locktype = 'advisory' and objsubid = 1 and classid::bigint >> 12 = 7278 \
                 and database = (select oid from pg_database where datname = current_database()))",
            ))
            .get_result(pg)?;
            Ok(marked.map_or(given_out, |marked| marked.min(given_out)))
        }
        // One writer at a time: what is numbered first is seen first.
        Connection::Sqlite(_) => Ok(i64::MAX),
    }
}
