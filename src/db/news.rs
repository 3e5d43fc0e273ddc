//! News: whoever waits for something to be written is woken when something was.
//!
//! Within a process by the transaction that wrote, as soon as it has ended. Between the processes
//! that share a `PostgreSQL` database by `NOTIFY`, which a courier sends on a connection of its
//! own and not more than once in each of its rounds: in the transaction that writes, it would have
//! every commit of the database wait for the one before it. Whoever misses news loses nothing, for
//! what was written is in the tables; so nobody waits for news alone, but looks again now and then.

use super::backend::Backend;
use super::connection::Connection;
use super::dialect::notices;
use super::pool::Db;
use crate::error::Result;
use crate::periodic::Periodic;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;
use tokio::sync::watch::{Receiver, Sender};
use uuid::Uuid;

/// The bell that is rung when something was written, or tried.
pub struct Bell {
    /// How often it was rung here, and how often by another process.
    rung: Sender<Rings>,
}

/// How often a bell was rung since the process began.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Rings {
    /// By this process.
    here: u64,
    /// By others.
    elsewhere: u64,
}

impl Default for Bell {
    fn default() -> Self {
        Self { rung: Sender::new(Rings::default()) }
    }
}

impl Bell {
    /// Rings: something may have been written here.
    pub fn ring(&self) {
        self.rung.send_modify(|rings| rings.here = rings.here.wrapping_add(1));
    }

    /// Rings on behalf of another process.
    fn ring_for_another(&self) {
        self.rung.send_modify(|rings| rings.elsewhere = rings.elsewhere.wrapping_add(1));
    }

    /// To wait with: what is rung from now on is news.
    #[must_use]
    pub fn listen(&self) -> Receiver<Rings> {
        self.rung.subscribe()
    }
}

/// Carries news between the processes that share a `PostgreSQL` database.
struct Courier {
    db: Db,
    /// What tells the news of this process from that of others.
    name: Uuid,
    way: Mutex<Way>,
}

/// The connection, once there is one, and how often this process had rung when it was last told to
/// the others.
#[derive(Default)]
struct Way {
    connection: Option<Connection>,
    told: u64,
    /// The rounds that are left out, after one that failed.
    resting: u32,
}

/// The time between two rounds.
const ROUND: Duration = Duration::from_millis(50);
/// The number of rounds that are left out after one that failed: five seconds.
const REST: u32 = 100;

impl Courier {
    /// Makes it. The connection is made in its first round.
    fn of(db: Db) -> Self {
        Self { db, name: Uuid::new_v4(), way: Mutex::default() }
    }

    /// One round: tells the others if something was written here since the last, and rings where
    /// one of them says so.
    ///
    /// # Errors
    /// Where the database is away; a later round tries again with a new connection.
    fn run(&self) -> Result<()> {
        let mut way = self.way.lock().unwrap_or_else(PoisonError::into_inner);
        if way.resting > 0 {
            way.resting = way.resting.saturating_sub(1);
            return Ok(());
        }
        let done = self.carry(&mut way);
        if done.is_err() {
            (way.connection, way.resting) = (None, REST);
        }
        done
    }

    fn carry(&self, way: &mut Way) -> Result<()> {
        let connection = match &mut way.connection {
            Some(connection) => connection,
            none => {
                let mut opened = self.db.apart()?;
                notices::listen(&mut opened)?;
                // What was told while there was no connection is not told again.
                self.db.news().ring_for_another();
                none.insert(opened)
            }
        };
        let here = self.db.news().rung.borrow().here;
        if here != way.told {
            notices::tell(connection, &self.name.to_string())?;
            way.told = here;
        }
        if notices::heard(connection, &self.name.to_string())? {
            self.db.news().ring_for_another();
        }
        Ok(())
    }
}

/// Starts the thread that carries news to the other processes, and theirs here, where there can be
/// others that are to hear of it.
///
/// # Errors
/// Fails if there can be no more threads.
pub fn start(db: &Db) -> std::io::Result<Option<Periodic>> {
    if db.backend() == Backend::Sqlite {
        return Ok(None);
    }
    let courier = Courier::of(db.clone());
    Periodic::start("news", "greffe_news_rounds_total", ROUND, move || courier.run()).map(Some)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_rung_before_one_listens_is_no_news() {
        let bell = Bell::default();
        bell.ring();
        let mut listener = bell.listen();
        assert!(!listener.has_changed().unwrap());
        bell.ring();
        assert!(listener.has_changed().unwrap());
        listener.mark_unchanged();
        bell.ring_for_another();
        assert!(listener.has_changed().unwrap());
    }
}
