//! The threads that send, for as long as a server runs: one that goes the rounds, and those that
//! make the attempts.

use super::delivery::{Attempt, DeliveryOutcome, Sender};
use super::{rounds, settlement, standing};
use crate::clock::Clock;
use crate::db::Db;
use crate::error::{Error, Result};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, channel, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant as Stopwatch};

/// The time for which outcomes are waited for at a time.
const TICK: Duration = Duration::from_millis(20);
/// The least time between two looks at the journal, so that one finds more than one change.
const BETWEEN: Duration = Duration::from_millis(200);
/// The time after which it is looked again though there was no news: for what is to be sent again.
const LOOK_AGAIN: Duration = Duration::from_secs(1);
/// The interval at which the gauges are set.
const MEASURING: Duration = Duration::from_secs(10);
/// The memory of a thread that makes attempts.
const STACK: usize = 512 * 1024;

/// What is under way, and what came of it.
struct SendingLanes {
    jobs: SyncSender<Attempt>,
    outcomes: Receiver<Option<DeliveryOutcome>>,
    free: usize,
}

/// The threads. They end when they are told to.
pub struct WebhookWorker {
    stop: Arc<AtomicBool>,
    ended: Receiver<()>,
}

impl WebhookWorker {
    /// Starts the threads: at most so many attempts are under way at a time.
    ///
    /// # Errors
    /// Fails if there can be no more threads.
    pub fn start(db: Db, clock: Clock, sender: Sender, attempts: usize) -> std::io::Result<Self> {
        let stop = Arc::new(AtomicBool::new(false));
        let lanes = SendingLanes::start(&clock, &sender, attempts)?;
        let (asked, (end, ended)) = (stop.clone(), channel());
        std::thread::Builder::new().name("webhooks".to_owned()).spawn(move || {
            dispatch(&db, &clock, &sender, lanes, &asked);
            drop(end);
        })?;
        Ok(Self { stop, ended })
    }

    /// Ends the threads, and waits at most this long for what is under way. What is still claimed
    /// then is sent by another, or later.
    pub fn stop(self, patience: Duration) {
        self.stop.store(true, Ordering::SeqCst);
        if self.ended.recv_timeout(patience) == Err(RecvTimeoutError::Timeout) {
            tracing::warn!("what is sent to webhooks did not end in time");
        }
    }
}

impl SendingLanes {
    fn start(clock: &Clock, sender: &Sender, attempts: usize) -> std::io::Result<Self> {
        let (jobs, queue) = sync_channel::<Attempt>(attempts);
        let (done, outcomes) = channel();
        let queue = Arc::new(Mutex::new(queue));
        for _ in 0..attempts {
            let (queue, done) = (queue.clone(), done.clone());
            let (clock, sender) = (clock.clone(), sender.clone());
            let thread = std::thread::Builder::new().name("webhook".to_owned()).stack_size(STACK);
            thread.spawn(move || {
                let next = || queue.lock().unwrap_or_else(PoisonError::into_inner).recv();
                while let Ok(attempt) = next() {
                    let sent = catch_unwind(AssertUnwindSafe(|| sender.send(&attempt, clock.now())));
                    let outcome = sent
                        .unwrap_or_else(|_| Err(Error::internal("an attempt panicked")))
                        .inspect_err(|error| tracing::error!(error = %error, "an attempt could not be made"));
                    if done.send(outcome.ok()).is_err() {
                        break;
                    }
                }
            })?;
        }
        Ok(Self { jobs, outcomes, free: attempts })
    }

    /// What came of attempts, after a moment; nothing, if nobody makes any.
    fn finished(&mut self) -> Option<Vec<DeliveryOutcome>> {
        let first = match self.outcomes.recv_timeout(TICK) {
            Ok(first) => first,
            Err(RecvTimeoutError::Timeout) => return Some(Vec::new()),
            Err(RecvTimeoutError::Disconnected) => return None,
        };
        let all: Vec<_> = std::iter::once(first).chain(self.outcomes.try_iter()).collect();
        self.free = self.free.saturating_add(all.len());
        Some(all.into_iter().flatten().collect())
    }

    fn make(&mut self, attempts: Vec<Attempt>) {
        for attempt in attempts {
            if self.jobs.try_send(attempt).is_ok() {
                self.free = self.free.saturating_sub(1);
            }
        }
    }
}

/// When something was last done.
#[derive(Default)]
struct Pace(Option<Stopwatch>);

impl Pace {
    /// Whether it is time to do it again: so soon if there is a reason, or when it has been long.
    fn is_due(&mut self, soon: Duration, has_reason: bool) -> bool {
        let since = self.0.map(|last| last.elapsed());
        let is_due = since.is_none_or(|since| since >= LOOK_AGAIN || (has_reason && since >= soon));
        if is_due {
            self.0 = Some(Stopwatch::now());
        }
        is_due
    }
}

/// Goes the rounds until it is asked to stop and nothing is under way.
fn dispatch(db: &Db, clock: &Clock, sender: &Sender, mut lanes: SendingLanes, stop: &AtomicBool) {
    let (all, mut news) = (lanes.free, db.news().listen());
    let (mut reading, mut claiming, mut measured) = (Pace::default(), Pace::default(), None::<Stopwatch>);
    let (mut is_behind, mut is_due) = (true, true);
    while let Some(finished) = lanes.finished() {
        if let Err(error) = settlement::settle(db, &finished, clock.now()) {
            tracing::error!(error = %error, "what came of webhooks could not be written down");
        }
        if stop.load(Ordering::SeqCst) {
            if lanes.free >= all {
                return;
            }
            continue;
        }
        is_due |= !finished.is_empty();
        if reading.is_due(BETWEEN, is_behind || news.has_changed().unwrap_or_default()) {
            news.mark_unchanged();
            let read = caught("reading what is new for webhooks", || rounds::fan_out(db, clock.now()));
            let read = read.unwrap_or_default();
            is_behind = read.moved > 0;
            is_due |= read.written > 0;
        }
        if lanes.free > 0 && claiming.is_due(Duration::ZERO, is_due) {
            let limit = i64::try_from(lanes.free).unwrap_or(i64::MAX);
            let claim = || rounds::claim(db, sender.secrets(), clock.now(), limit);
            let claimed = caught("claiming what is to be sent to webhooks", claim).unwrap_or_default();
            is_due = !claimed.is_empty();
            lanes.make(claimed);
        }
        if measured.is_none_or(|measured| measured.elapsed() >= MEASURING) {
            measured = Some(Stopwatch::now());
            caught("measuring how webhooks stand", || standing::measure(db, clock.now()));
        }
    }
}

/// Does it, and says so where it failed: it is done again.
fn caught<T>(what: &str, work: impl FnOnce() -> Result<T>) -> Option<T> {
    match catch_unwind(AssertUnwindSafe(work)) {
        Ok(Ok(done)) => Some(done),
        Ok(Err(error)) => {
            tracing::error!(error = %error, "{what} failed");
            None
        }
        Err(_) => {
            tracing::error!("{what} panicked");
            None
        }
    }
}
