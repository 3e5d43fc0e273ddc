//! A thread that does something again and again, for as long as a server runs.

use crate::error::Result;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::time::Duration;

/// The thread. It ends when it is told to.
pub struct Periodic {
    name: &'static str,
    wake: Sender<()>,
    ended: Receiver<()>,
}

impl Periodic {
    /// Starts it under a name: the first run comes after the first pause. What came of each run is
    /// counted under `counter`; whatever goes wrong is logged, and the next run comes.
    ///
    /// # Errors
    /// Fails if there can be no more threads.
    pub fn start(
        name: &'static str,
        counter: &'static str,
        pause: Duration,
        run: impl Fn() -> Result<()> + Send + 'static,
    ) -> std::io::Result<Self> {
        let (wake, woken) = channel::<()>();
        let (end, ended) = channel();
        std::thread::Builder::new().name(name.to_owned()).spawn(move || {
            while woken.recv_timeout(pause) == Err(RecvTimeoutError::Timeout) {
                metrics::counter!(counter, "outcome" => outcome(name, &run)).increment(1);
            }
            drop(end);
        })?;
        Ok(Self { name, wake, ended })
    }

    /// Ends the thread, and waits at most this long for the run that is under way.
    pub fn stop(self, patience: Duration) {
        drop(self.wake);
        if self.ended.recv_timeout(patience) == Err(RecvTimeoutError::Timeout) {
            tracing::warn!(thread = self.name, "a thread did not end in time");
        }
    }
}

fn outcome(name: &'static str, run: impl Fn() -> Result<()>) -> &'static str {
    match catch_unwind(AssertUnwindSafe(run)) {
        Ok(Ok(())) => "done",
        Ok(Err(error)) => {
            tracing::error!(thread = name, error = %error, "a run failed");
            "failed"
        }
        Err(_) => {
            tracing::error!(thread = name, "a run panicked");
            "failed"
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::Error;
    use std::sync::atomic::{AtomicU32, Ordering};

    #[test]
    fn whatever_goes_wrong_the_next_run_comes_until_it_is_stopped() {
        let (told, tells) = channel();
        let runs = AtomicU32::new(0);
        let thread = Periodic::start("test", "greffe_test_runs_total", Duration::from_millis(1), move || {
            let run = runs.fetch_add(1, Ordering::SeqCst);
            told.send(run).map_err(|error| Error::internal(error.to_string()))?;
            assert_ne!(run, 0, "the first run panics");
            if run == 1 { Err(Error::internal("the second fails")) } else { Ok(()) }
        });
        let patience = Duration::from_secs(10);
        for run in 0..3 {
            assert_eq!(tells.recv_timeout(patience), Ok(run));
        }
        thread.unwrap().stop(patience);
        // What it held is gone with it: nothing is sent any more.
        assert!(tells.iter().all(|run| run >= 3));
    }
}
