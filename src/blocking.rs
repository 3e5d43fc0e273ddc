//! Work that blocks, away from the threads that answer requests.

use crate::error::{Code, Error, Result};
use std::panic::{AssertUnwindSafe, catch_unwind};

/// Does work on a thread where blocking is allowed, so that those which answer requests go on
/// answering. A panic there is a fault of ours, and whoever waits for the work is told so.
///
/// # Errors
/// What `work` returns; 500 where it panics; 503 where there are no threads any more.
pub async fn off_the_event_loop<T: Send + 'static>(
    work: impl FnOnce() -> Result<T> + Send + 'static,
) -> Result<T> {
    let guarded = move || {
        catch_unwind(AssertUnwindSafe(work))
            .unwrap_or_else(|_| Err(Error::internal("a panic off the event loop")))
    };
    actix_web::web::block(guarded)
        .await
        .map_err(|_| Error::new(Code::Unavailable).with_cause("the pool of threads is gone"))?
}
