//! The removal of what nobody can use any more, whoever still comes: failed sign-ins that are
//! forgotten, refresh tokens that have expired, what was stored of requests in case they are sent
//! again, and what was sent to webhooks a while ago.
//!
//! Nothing depends on when that happens: whatever is too old is passed over where it is asked for.
//! What the journal says, and what the organisation has to keep, is never touched.

use crate::app::idempotency;
use crate::clock::Clock;
use crate::contents::{Contents, erasures};
use crate::db::Db;
use crate::db::types::Instant;
use crate::error::Result;
use crate::integration::webhooks;
use crate::people::identity::{lockout, sessions};
use crate::periodic::Periodic;
use std::time::Duration;

/// The interval between two runs while a server is up.
const PAUSE: Duration = Duration::from_secs(3600);

/// Sweeps once, and starts the thread that does so from now on.
///
/// # Errors
/// Fails if there can be no more threads.
pub fn start(db: Db, clock: Clock, contents: Contents) -> std::io::Result<Periodic> {
    if let Err(error) = sweep(&db, clock.now()) {
        tracing::warn!(error = %error, "what is too old could not be removed; it is tried again in an hour");
    }
    Periodic::start("housekeeping", "greffe_housekeeping_runs_total", PAUSE, move || {
        sweep(&db, clock.now())?;
        // The files of documents whose case was disposed of, where that is still to be done.
        erasures::run_all(&db, &contents, &clock).map(drop)
    })
}

/// Removes what is too old now.
pub fn sweep(db: &Db, now: Instant) -> Result<()> {
    let places = db.write_now(|connection| lockout::service::sweep(connection, now))?;
    let tokens = db.write_now(|connection| sessions::service::sweep(connection, now))?;
    let requests = db.write_now(|connection| idempotency::sweep(connection, now))?;
    let deliveries = db.write_now(|connection| webhooks::service::sweep(connection, now))?;
    tracing::debug!(
        sign_in.places = places,
        refresh_tokens = tokens,
        requests,
        webhook.deliveries = deliveries,
        "what was too old is removed"
    );
    Ok(())
}
