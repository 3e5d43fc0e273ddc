//! The changes as a stream of server-sent events (WHATWG HTML, 9.2): each with the cursor that goes
//! on after it as its id, so that a client that was cut off goes on with `Last-Event-ID`.
//!
//! A stream ends by itself after some minutes, and the client comes again: with a token that is
//! good, as whoever they are by then.

use super::api::RecordedChange;
use super::follower::{Follower, LOOK_AGAIN};
use crate::error::Result;
use actix_web::HttpResponse;
use actix_web::http::header::{CACHE_CONTROL, CONTENT_TYPE, ContentEncoding};
use actix_web::rt::time::Instant as Moment;
use actix_web::web::Bytes;
use futures_core::Stream;
use std::convert::Infallible;
use std::fmt::Write as _;
use std::pin::Pin;
use std::task::{Context as Task, Poll};
use std::time::Duration;
use tokio::sync::mpsc::{Receiver, Sender, channel};
use tokio::time::timeout;

/// The media type of a stream.
pub const EVENT_STREAM: &str = "text/event-stream";

/// The time after which a stream ends.
const LIFETIME: Duration = Duration::from_secs(300);
/// The time for which a client may read nothing, with pieces waiting for it.
const PATIENCE: Duration = Duration::from_secs(10);
/// The greatest number of entries in a piece.
pub const PIECE: i64 = 100;
/// The number of pieces that may wait for a client that reads slowly. Nothing more is read for it
/// until it has.
const WAITING: usize = 4;

/// The pieces of a stream, as they are made.
struct Pieces(Receiver<Bytes>);

impl Stream for Pieces {
    type Item = std::result::Result<Bytes, Infallible>;

    fn poll_next(mut self: Pin<&mut Self>, task: &mut Task<'_>) -> Poll<Option<Self::Item>> {
        self.0.poll_recv(task).map(|piece| piece.map(Ok))
    }
}

/// 200, and then what the follower is told of for as long as the stream lasts.
#[must_use]
pub fn answer(follower: Follower) -> HttpResponse {
    let (sender, pieces) = channel(WAITING);
    actix_web::rt::spawn(async move {
        if let Err(error) = feed(follower, &sender).await {
            // The client comes again, and is told then.
            tracing::debug!(error = %error, "a stream of changes ended");
        }
    });
    // Compressed, each event would wait for the next ones to fill a block.
    HttpResponse::Ok()
        .insert_header((CONTENT_TYPE, EVENT_STREAM))
        .insert_header((CACHE_CONTROL, "no-store"))
        .insert_header(ContentEncoding::Identity)
        .streaming(Pieces(pieces))
}

/// Hands on the changes until the stream has lasted long enough, nobody reads it any more, or the
/// server is about to stop.
async fn feed(mut follower: Follower, sender: &Sender<Bytes>) -> Result<()> {
    let begun = Moment::now();
    // Whoever is cut off before there is anything goes on from here.
    let mut piece = format!("retry: 3000\nid: {}\n\n", follower.cursor()?);
    while begun.elapsed() < LIFETIME && !follower.is_to_stop() {
        let sent = timeout(PATIENCE, sender.send(Bytes::from(std::mem::take(&mut piece))));
        if !matches!(sent.await, Ok(Ok(()))) {
            return Ok(());
        }
        let (changes, _) = follower.wait(LOOK_AGAIN).await?;
        if changes.is_empty() {
            // A line that says nothing: whoever stands in between sees that there is somebody.
            ": \n\n".clone_into(&mut piece);
        }
        for (place, change) in changes.iter().enumerate() {
            let next = changes.get(place.saturating_add(1));
            let is_last = next.is_none_or(|next| next.sequence != change.sequence);
            // Of two in one place the first has no id: whoever is cut off between them gets both.
            let cursor = is_last.then(|| follower.cursor_after(change.sequence)).transpose()?;
            write(&mut piece, cursor.as_deref(), change)?;
        }
    }
    // What was found last is not lost with the stream.
    let _ = timeout(PATIENCE, sender.send(Bytes::from(piece))).await;
    Ok(())
}

/// Writes a change as an event.
fn write(piece: &mut String, cursor: Option<&str>, change: &RecordedChange) -> Result<()> {
    let data = serde_json::to_string(change)?;
    let id = cursor.map_or_else(String::new, |cursor| format!("id: {cursor}\n"));
    // Text takes whatever is written to it.
    let _ = write!(piece, "{id}event: {}\ndata: {data}\n\n", change.kind);
    Ok(())
}
