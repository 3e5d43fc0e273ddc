//! The thread that makes a checkpoint at an interval, for as long as a server runs.

use super::service;
use crate::app::App;
use crate::error::Result;
use actix_web::web::Data;
use chrono::TimeDelta;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::time::Duration;

/// A thread that makes checkpoints. It ends when it is told to.
pub struct Checkpointer {
    wake: Sender<()>,
    ended: Receiver<()>,
}

impl Checkpointer {
    /// Starts it: the first look comes after the first pause. Of several servers on one database the first makes the
    /// checkpoint.
    ///
    /// # Errors
    /// Where there can be no more threads.
    pub fn start(app: Data<App>, pause: Duration) -> std::io::Result<Self> {
        let (wake, woken) = channel::<()>();
        let (end, ended) = channel();
        // Somewhat less than the pause: clocks and threads are never on time to the moment.
        let age = TimeDelta::from_std(pause.mul_f64(0.9)).unwrap_or(TimeDelta::MAX);
        std::thread::Builder::new().name("checkpoints".to_owned()).spawn(move || {
            while woken.recv_timeout(pause) == Err(RecvTimeoutError::Timeout) {
                once(|| make(&app, age));
            }
            drop(end);
        })?;
        Ok(Self { wake, ended })
    }

    /// Ends it, and waits for the checkpoint that is being made for as long as that.
    pub fn stop(self, patience: Duration) {
        drop(self.wake);
        if self.ended.recv_timeout(patience) == Err(RecvTimeoutError::Timeout) {
            tracing::warn!("the checkpoints did not end in time");
        }
    }
}

/// Whatever goes wrong is logged, and the next look comes.
fn once(make: impl FnOnce() -> Result<()>) {
    let outcome = match catch_unwind(AssertUnwindSafe(make)) {
        Ok(Ok(())) => "done",
        Ok(Err(error)) => {
            tracing::error!(error = %error, "a checkpoint could not be made");
            "failed"
        }
        Err(_) => {
            tracing::error!("the making of a checkpoint panicked");
            "failed"
        }
    };
    metrics::counter!("greffe_checkpoint_runs_total", "outcome" => outcome).increment(1);
}

/// Makes a checkpoint where something was written since the last one, and that is as old as this.
///
/// # Errors
/// 503 where the journal does not hold still.
pub fn make(app: &App, age: TimeDelta) -> Result<()> {
    let now = app.clock.now();
    let made = app.db.write_now(|connection| service::make_due(connection, &app.tokens, now, age))?;
    if let Some(made) = made {
        // In the log, too, which is often kept elsewhere.
        tracing::info!(
            checkpoint.number = made.number, checkpoint.entries = made.entries, checkpoint.root = %made.root,
            "a checkpoint was made"
        );
    }
    Ok(())
}
