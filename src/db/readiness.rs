//! Whether the database is as the service needs it: it answers, its schema is one that this program
//! knows, and it can be written.
//!
//! That it can be written is tried, not guessed. One trial runs at a time, however many ask, and
//! what it found is good for [`FRESH`]: a flood of probes does not queue before the writer. Whoever
//! asks is answered within [`PATIENCE`], a trial that takes longer being an answer, too. A write
//! that finds no room, or that the database may only read, is remembered until a trial or another
//! write shows that there is room again: in between the service is not ready, whatever the last
//! trial said.

use super::pool::Db;
use crate::blocking::off_the_event_loop;
use crate::error::{Code, Error, Hint, Result, Trouble};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};
use tokio::sync::Mutex;
use tokio::time::timeout;

/// The time for which a finding is good.
const FRESH: Duration = Duration::from_secs(1);

/// The time that whoever asks waits at most.
const PATIENCE: Duration = Duration::from_secs(2);

/// The knowledge about a database that all who use it in this process share.
#[derive(Default)]
pub(super) struct Readiness {
    last: Arc<Mutex<Option<TrialResult>>>,
    unwritable: AtomicBool,
}

/// The finding of a trial.
struct TrialResult {
    at: Instant,
    /// The reason why the database is not ready, for the log.
    wrong: Option<String>,
}

impl TrialResult {
    fn answer(&self) -> Result<()> {
        self.wrong.as_deref().map_or(Ok(()), |wrong| Err(not_ready(wrong)))
    }
}

impl Readiness {
    /// Learns from a write what became of it.
    pub fn learn<T>(&self, written: &Result<T>) {
        match written {
            Ok(_) => {
                if self.unwritable.swap(false, Ordering::SeqCst) {
                    tracing::info!("the database can be written again");
                }
            }
            Err(error) if error.trouble() == Some(Trouble::Storage) => {
                if !self.unwritable.swap(true, Ordering::SeqCst) {
                    tracing::error!(error = %error, "the database cannot be written: the service is not ready");
                }
            }
            Err(_) => {}
        }
    }

    /// Whether the last write found that the database cannot be written.
    pub fn is_unwritable(&self) -> bool {
        self.unwritable.load(Ordering::SeqCst)
    }
}

impl Db {
    /// Refuses while the database is not as the service needs it.
    ///
    /// # Errors
    /// 503 where it does not answer, is of a newer version than this program knows, or cannot be
    /// written.
    pub async fn ready(&self) -> Result<()> {
        let db = self.clone();
        let look = async move {
            let mut last = Arc::clone(&db.readiness.last).lock_owned().await;
            if let Some(finding) = &*last
                && finding.at.elapsed() < FRESH
                && (finding.wrong.is_some() || !db.readiness.is_unwritable())
            {
                return finding.answer();
            }
            // On its own, so that a trial that is waited for no longer still keeps the next one
            // from beginning beside it.
            let trial = actix_web::rt::spawn(async move {
                let tried = off_the_event_loop(move || db.try_out(PATIENCE)).await;
                let wrong = tried.err().map(|error| error.to_string());
                last.insert(TrialResult { at: Instant::now(), wrong }).answer()
            });
            trial.await.map_err(|_| not_ready("the trial was broken off"))?
        };
        timeout(PATIENCE, look)
            .await
            .map_err(|_| not_ready("the database is slow to answer, or its writer is held"))?
    }
}

fn not_ready(cause: &str) -> Error {
    Error::new(Code::Unavailable)
        .with_detail(
            "The database does not answer, cannot be written, or is of a newer version than this program.",
            "La base de données ne répond pas, n'accepte aucune écriture ou est d'une version plus récente que ce programme.",
        )
        .with_hint(Hint::RetryAfter(1))
        .with_cause(cause)
}
