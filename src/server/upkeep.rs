//! The thread that tells and sends, again and again, for as long as a server runs.

use crate::clock::Clock;
use crate::db::Db;
use crate::duties::deadlines::scheduled_changes;
use crate::duties::notifications::dispatch;
use crate::duties::notifications::mail::{self, Mailer};
use crate::error::Result;
use crate::periodic::Periodic;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

/// The outcome of one run.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Ran {
    /// The number of notifications that were told.
    pub told: dispatch::DispatchSummary,
    /// The number of messages that were sent.
    pub delivered: mail::Delivered,
}

/// One run: gives open deadlines the holders that time alone has given them, tells what has to be
/// told, then sends what is due, if there is a way to a mail server.
pub fn run(db: &Db, clock: &Clock, mailer: Option<&Mailer>, stop: &AtomicBool) -> Result<Ran> {
    scheduled_changes::run(db, clock.now())?;
    let told = dispatch::remind(db, clock.now(), mailer.is_some(), stop)?;
    let delivered =
        mailer.map(|mailer| mail::deliver(db, clock, mailer, stop)).transpose()?.unwrap_or_default();
    Ok(Ran { told, delivered })
}

/// A thread that runs again and again. It ends when it is told to.
pub struct Runner {
    stop: Arc<AtomicBool>,
    thread: Periodic,
}

impl Runner {
    /// Starts the thread: the first run comes after the first pause.
    ///
    /// # Errors
    /// Fails if there can be no more threads.
    pub fn start(db: Db, clock: Clock, mailer: Option<Mailer>, pause: Duration) -> std::io::Result<Self> {
        let stop = Arc::new(AtomicBool::new(false));
        let asked = stop.clone();
        let thread = Periodic::start("reminders", "greffe_reminder_runs_total", pause, move || {
            let ran = run(&db, &clock, mailer.as_ref(), &asked)?;
            if ran != Ran::default() {
                tracing::info!(
                    deadlines = ran.told.deadlines,
                    hearings = ran.told.hearings,
                    notifications = ran.told.notifications,
                    sent = ran.delivered.sent,
                    failed = ran.delivered.failed,
                    "people were reminded"
                );
            }
            Ok(())
        })?;
        Ok(Self { stop, thread })
    }

    /// Ends the thread, and waits at most this long for the run that is under way. What is then
    /// still claimed is sent by another, when its lease runs out.
    pub fn stop(self, patience: Duration) {
        self.stop.store(true, Ordering::SeqCst);
        self.thread.stop(patience);
    }
}
