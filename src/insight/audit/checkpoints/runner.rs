//! The thread that makes a checkpoint at an interval, for as long as a server runs.

use super::service;
use crate::app::App;
use crate::error::Result;
use crate::periodic::Periodic;
use actix_web::web::Data;
use chrono::TimeDelta;
use std::time::Duration;

/// Starts it: the first look comes after the first pause. The first of several servers on one
/// database makes the checkpoint.
///
/// # Errors
/// Fails if there can be no more threads.
pub fn start(app: Data<App>, pause: Duration) -> std::io::Result<Periodic> {
    // Somewhat less than the pause: clocks and threads are never on time to the moment.
    let age = TimeDelta::from_std(pause.mul_f64(0.9)).unwrap_or(TimeDelta::MAX);
    Periodic::start("checkpoints", "greffe_checkpoint_runs_total", pause, move || make(&app, age))
}

/// Makes a checkpoint if something was written since the last one, and that is as old as this.
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
