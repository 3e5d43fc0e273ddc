//! A panic inside a request is a fault of ours and an answer like others: the connection stays, and
//! so does everybody else's.

use crate::error::{Error, Result};
use std::future::{Future, poll_fn};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::pin;
use std::task::Poll;

/// The outcome of the work. A panic in it goes no further than here: what it held is dropped with
/// it, a transaction among it ([`crate::db`]), and the log says where it was.
///
/// # Errors
/// 500 where it panicked.
pub async fn caught<T>(work: impl Future<Output = T>) -> Result<T> {
    let mut work = pin!(work);
    poll_fn(|context| match catch_unwind(AssertUnwindSafe(|| work.as_mut().poll(context))) {
        Ok(Poll::Pending) => Poll::Pending,
        Ok(Poll::Ready(done)) => Poll::Ready(Ok(done)),
        Err(_) => Poll::Ready(Err(panicked())),
    })
    .await
}

fn panicked() -> Error {
    Error::internal("a panic inside a request").with_detail(
        "What was asked for may have been done: look before you ask again, or ask again with the same Idempotency-Key. If it \
         happens again, report the request_id.",
        "La demande a pu aboutir : vérifiez avant de la répéter, ou répétez-la avec la même Idempotency-Key. Si l'erreur \
         persiste, signalez le request_id.",
    )
}
