//! Lanes: the limits on how many may do what is dear at once, how many may wait for it, and how
//! long.
//!
//! What is cheap never stands behind what is dear. A lane has fewer turns than there are
//! connections or cores, so what takes one can never hold them all; whoever waits for a turn holds
//! neither a connection nor a thread; and where the lane is full the next is told at once to come
//! back, instead of getting in the way of others. Within a lane nobody has more than half of the
//! turns and half of the room, where the caller is known: what one person asks refuses nobody else.

use crate::error::{Code, Error, Hint, Result};
use crate::ids::UserId;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::timeout;

/// The number of people that may stand in a lane for each turn that it has, those who have one
/// among them.
const ROOM_A_TURN: usize = 16;
/// The time that somebody waits for a turn: shorter than any client waits for an answer.
const PATIENCE: Duration = Duration::from_secs(10);
/// The seconds after which to come back if a lane is full.
const COME_BACK: u64 = 2;

/// The lanes for what is dear, one for each kind.
pub struct Lanes {
    /// Queries over a whole caseload, a journal or an organisation: counts, reports, proofs, dry
    /// runs.
    pub dear: Lane,
    /// Signing in: a password is compared for a tenth of a second, by whoever asks.
    pub sign_in: Lane,
    /// Computation without a database.
    pub computing: Lane,
}

impl Lanes {
    /// The lanes for this many connections to the database and this many cores: a quarter of the
    /// connections for what is dear, and as many for signing in; one at least.
    #[must_use]
    pub fn beside(connections: u32, cores: usize) -> Self {
        let quarter = usize::try_from(connections / 4).unwrap_or(usize::MAX).max(1);
        Self {
            dear: Lane::of("dear", quarter),
            sign_in: Lane::of("sign_in", quarter),
            computing: Lane::of("computing", cores.max(1)),
        }
    }
}

/// One lane.
pub struct Lane {
    name: &'static str,
    turns: Arc<Semaphore>,
    room: Arc<Semaphore>,
    /// The half of the lane that each person has: there only as long as they stand in it.
    shares: Mutex<HashMap<UserId, LaneShare>>,
    share: (usize, usize),
}

/// The share of a lane that one person may have.
#[derive(Clone)]
struct LaneShare {
    turns: Arc<Semaphore>,
    room: Arc<Semaphore>,
}

/// A turn in a lane, which ends where this is dropped. It goes with the work to the thread that
/// does it: whoever asked may be gone long before the work is done.
pub struct Seat(#[expect(dead_code, reason = "held, not read")] Vec<OwnedSemaphorePermit>);

impl Lane {
    /// A lane of this name, with this many turns.
    #[must_use]
    pub fn of(name: &'static str, turns: usize) -> Self {
        let room = turns.saturating_mul(ROOM_A_TURN);
        Self {
            name,
            turns: Arc::new(Semaphore::new(turns)),
            room: Arc::new(Semaphore::new(room)),
            shares: Mutex::default(),
            share: (turns.div_ceil(2), room.div_ceil(2)),
        }
    }

    /// The number of turns that nobody has.
    #[must_use]
    pub fn free(&self) -> usize {
        self.turns.available_permits()
    }

    /// Waits for a turn, for the person who is named, if one is.
    ///
    /// # Errors
    /// 503 with `Retry-After`: at once where the lane, or the person's half of it, is full; later
    /// where no turn came.
    pub async fn enter(&self, who: Option<UserId>) -> Result<Seat> {
        let mut held = Vec::with_capacity(4);
        let share = who.map(|who| self.share_of(who));
        for room in share.iter().map(|share| &share.room).chain([&self.room]) {
            held.push(room.clone().try_acquire_owned().map_err(|_| self.full())?);
        }
        let turns = async {
            for turns in share.iter().map(|share| &share.turns).chain([&self.turns]) {
                held.push(turns.clone().acquire_owned().await.map_err(|_| self.full())?);
            }
            Ok(Seat(held))
        };
        timeout(PATIENCE, turns).await.unwrap_or_else(|_| Err(self.full()))
    }

    fn share_of(&self, who: UserId) -> LaneShare {
        let (turns, room) = self.share;
        let mut shares = self.shares.lock().unwrap_or_else(PoisonError::into_inner);
        // Nobody else holds the share of whoever has left the lane.
        shares.retain(|_, share| Arc::strong_count(&share.room) > 1);
        let new =
            || LaneShare { turns: Arc::new(Semaphore::new(turns)), room: Arc::new(Semaphore::new(room)) };
        shares.entry(who).or_insert_with(new).clone()
    }

    fn full(&self) -> Error {
        metrics::counter!("greffe_lane_refused_total", "lane" => self.name).increment(1);
        Error::new(Code::Unavailable)
            .with_detail(
                "Too many requests of this kind, which take long, are being answered at the moment. Nothing was changed: ask again in a few seconds.",
                "Trop de requêtes de ce genre, longues à traiter, sont en cours en ce moment. Rien n'a été modifié : réessayez dans quelques secondes.",
            )
            .with_hint(Hint::RetryAfter(COME_BACK))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::pin::pin;
    use std::task::{Context, Poll, Waker};

    fn on_its_own<T>(work: impl Future<Output = T>) -> T {
        tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap().block_on(work)
    }

    /// Whether a turn is there now; whoever has to wait goes on standing in the lane.
    fn is_waiting(entering: std::pin::Pin<&mut impl Future<Output = Result<Seat>>>) -> bool {
        matches!(entering.poll(&mut Context::from_waker(Waker::noop())), Poll::Pending)
    }

    #[test]
    fn who_waits_gets_the_turn_that_is_given_back() {
        on_its_own(async {
            let lane = Lane::of("test", 1);
            let first = lane.enter(None).await.unwrap();
            let mut second = pin!(lane.enter(None));
            assert!(is_waiting(second.as_mut()) && lane.free() == 0);
            drop(first);
            let second = second.await.unwrap();
            assert_eq!(lane.free(), 0);
            drop(second);
            assert_eq!(lane.free(), 1);
        });
    }

    #[test]
    fn who_finds_no_room_is_told_at_once_and_when_to_come_back() {
        on_its_own(async {
            let lane = Lane::of("test", 1);
            let turn = lane.enter(None).await.unwrap();
            let mut waiting: Vec<_> = (1..ROOM_A_TURN).map(|_| Box::pin(lane.enter(None))).collect();
            assert!(waiting.iter_mut().all(|one| is_waiting(one.as_mut())));
            let refused = lane.enter(None).await.map(drop).unwrap_err();
            assert_eq!(
                (refused.code(), refused.hint()),
                (Code::Unavailable, Some(&Hint::RetryAfter(COME_BACK)))
            );
            drop(waiting);
            drop(turn);
            assert!(lane.enter(None).await.is_ok(), "whoever left made room");
        });
    }

    #[test]
    fn nobody_has_more_than_half_of_a_lane() {
        on_its_own(async {
            let lane = Lane::of("test", 2);
            let (one, other) = (UserId::generate(), UserId::generate());
            let turn = lane.enter(Some(one)).await.unwrap();
            let mut more: Vec<_> = (1..ROOM_A_TURN).map(|_| Box::pin(lane.enter(Some(one)))).collect();
            assert!(
                more.iter_mut().all(|entering| is_waiting(entering.as_mut())),
                "a second turn is for others"
            );
            assert!(lane.enter(Some(one)).await.is_err(), "the half is full");
            let others = lane.enter(Some(other)).await.unwrap();
            assert_eq!(lane.free(), 0);
            drop((turn, others, more));
            assert_eq!(lane.free(), 2);
            drop(lane.enter(Some(other)).await.unwrap());
            assert_eq!(lane.shares.lock().unwrap().len(), 1, "who left is forgotten");
        });
    }
}
