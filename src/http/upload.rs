//! Files: what is too large to be held in memory is written to a file that has no name, as it
//! arrives.

use super::body::{of_another_type, too_slow};
use super::download::no_room;
use super::edge::Edge;
use crate::blocking::off_the_event_loop;
use crate::error::{Code, Error, Result};
use actix_web::dev::{Payload, RequestHead};
use actix_web::http::Method;
use actix_web::http::header::{self, HeaderMap};
use actix_web::rt::time::timeout;
use actix_web::web::{self, Data};
use actix_web::{FromRequest, HttpRequest};
use futures_core::Stream;
use std::fs::File;
use std::future::{Future, poll_fn};
use std::io::{Seek as _, Write as _};
use std::pin::Pin;
use std::time::Duration;

/// The largest file that is taken: 512 MiB.
pub const LARGEST: usize = 512 * 1024 * 1024;
/// The bytes that are gathered before they are written.
const PIECE: usize = 1024 * 1024;
/// The media type of any file.
const OCTETS: &str = "application/octet-stream";
/// The media type of JSON that stands line by line.
pub const JSON_LINES: &str = "application/x-ndjson";
/// The time that a file may take in all.
pub const LONGEST: Duration = Duration::from_secs(3600);

/// A file that has arrived, at its beginning. It is gone from the disk when it is dropped.
pub struct Upload(pub File);

/// Lines of JSON that have arrived, as a file at its beginning, like [`Upload`].
pub struct UploadedLines(pub File);

/// Whether a request carries a file: it may then take [`LONGEST`], as long as it keeps arriving.
#[must_use]
pub fn carries_a_file(request: &RequestHead) -> bool {
    let path = request.uri.path();
    let is_import =
        request.method == Method::PUT && path.starts_with("/v1/imports/") && path.ends_with("/file");
    let are_lines = request.method == Method::POST && path.starts_with("/v1/deadlines/compute");
    is_import || (are_lines && declares(request.headers(), JSON_LINES))
}

/// Whether headers declare a body of this media type, whatever its parameters are.
#[must_use]
pub fn declares(headers: &HeaderMap, media: &str) -> bool {
    let declared = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
    let declared = declared.and_then(|value| value.split(';').next()).unwrap_or_default().trim();
    declared.eq_ignore_ascii_case(media)
}

impl FromRequest for Upload {
    type Error = Error;
    type Future = Arriving<Self>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        arrived(request, payload, OCTETS, Self)
    }
}

impl FromRequest for UploadedLines {
    type Error = Error;
    type Future = Arriving<Self>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        arrived(request, payload, JSON_LINES, Self)
    }
}

/// What is on its way.
type Arriving<T> = Pin<Box<dyn Future<Output = Result<T>>>>;

/// The file of a request, which has to be of this media type.
fn arrived<T: 'static>(
    request: &HttpRequest,
    payload: &mut Payload,
    media: &'static str,
    made: impl FnOnce(File) -> T + 'static,
) -> Arriving<T> {
    let is_coded = request.headers().contains_key(header::CONTENT_ENCODING);
    if !declares(request.headers(), media) || is_coded {
        return Box::pin(std::future::ready(Err(of_another_type(media))));
    }
    let length = request.headers().get(header::CONTENT_LENGTH).and_then(|length| length.to_str().ok());
    let is_too_long =
        length.and_then(|length| length.parse().ok()).is_some_and(|length: usize| length > LARGEST);
    let patience = request.app_data::<Data<Edge>>().map_or(Duration::MAX, |edge| edge.body_timeout);
    let stream = web::Payload::from_request(request, payload);
    Box::pin(async move {
        if is_too_long {
            return Err(too_large());
        }
        let mut stream = stream.await.map_err(|_| Error::new(Code::MalformedBody))?.into_inner();
        let mut file = off_the_event_loop(|| tempfile::tempfile().map_err(|error| no_room(&error))).await?;
        let (mut piece, mut size) = (Vec::new(), 0_usize);
        loop {
            let arrived = timeout(patience, poll_fn(|context| Pin::new(&mut stream).poll_next(context)));
            let Some(bytes) = arrived.await.map_err(|_| too_slow())? else { break };
            let bytes = bytes.map_err(|_| Error::new(Code::MalformedBody))?;
            size = size.saturating_add(bytes.len());
            if size > LARGEST {
                return Err(too_large());
            }
            piece.extend_from_slice(&bytes);
            if piece.len() >= PIECE {
                file = written(file, std::mem::take(&mut piece)).await?;
            }
        }
        file = written(file, piece).await?;
        file.rewind().map_err(|error| no_room(&error))?;
        Ok(made(file))
    })
}

async fn written(mut file: File, piece: Vec<u8>) -> Result<File> {
    off_the_event_loop(move || {
        file.write_all(&piece).map_err(|error| no_room(&error))?;
        Ok(file)
    })
    .await
}

fn too_large() -> Error {
    Error::new(Code::BodyTooLarge).with_detail(
        "A file may hold 512 MiB. Send it in parts.",
        "Un fichier peut contenir 512 Mio. Envoyez-le en plusieurs parties.",
    )
}
