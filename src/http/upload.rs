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
pub const LARGEST: u64 = 512 * MIB;
/// A mebibyte.
const MIB: u64 = 1024 * 1024;
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

/// A file that is about to arrive: nothing of it was read yet.
pub struct Arriving {
    stream: Payload,
    declared: Option<u64>,
    patience: Duration,
}

/// Whether a request carries a file: it may then take [`LONGEST`], as long as it keeps arriving.
#[must_use]
pub fn carries_a_file(request: &RequestHead) -> bool {
    let path = request.uri.path();
    let is_of_files = path.starts_with("/v1/imports/") || path.starts_with("/v1/documents/");
    let is_file = request.method == Method::PUT && is_of_files && path.ends_with("/file");
    let are_lines = request.method == Method::POST && path.starts_with("/v1/deadlines/compute");
    is_file || (are_lines && declares(request.headers(), JSON_LINES))
}

/// Whether headers declare a body of this media type, whatever its parameters are.
#[must_use]
pub fn declares(headers: &HeaderMap, media: &str) -> bool {
    let declared = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
    let declared = declared.and_then(|value| value.split(';').next()).unwrap_or_default().trim();
    declared.eq_ignore_ascii_case(media)
}

/// What a request is asked for, once it is there.
type Arrival<T> = Pin<Box<dyn Future<Output = Result<T>>>>;

impl FromRequest for Arriving {
    type Error = Error;
    type Future = Arrival<Self>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        Self::of(request, payload, OCTETS)
    }
}

impl Arriving {
    /// The file of a request, which has to be of this media type.
    fn of(request: &HttpRequest, payload: &mut Payload, media: &'static str) -> Arrival<Self> {
        let is_coded = request.headers().contains_key(header::CONTENT_ENCODING);
        if !declares(request.headers(), media) || is_coded {
            return Box::pin(std::future::ready(Err(of_another_type(media))));
        }
        let length = request.headers().get(header::CONTENT_LENGTH).and_then(|length| length.to_str().ok());
        let declared = length.and_then(|length| length.parse().ok());
        let patience = request.app_data::<Data<Edge>>().map_or(Duration::MAX, |edge| edge.body_timeout);
        let stream = web::Payload::from_request(request, payload);
        Box::pin(async move {
            let stream = stream.await.map_err(|_| Error::new(Code::MalformedBody))?.into_inner();
            Ok(Self { stream, declared, patience })
        })
    }

    /// The file, once it is there, as one without a name.
    async fn into_file(self) -> Result<File> {
        if self.declared.is_some_and(|length| length > LARGEST) {
            return Err(too_large(LARGEST));
        }
        let file = off_the_event_loop(|| tempfile::tempfile().map_err(|error| no_room(&error))).await?;
        let write = |file: &mut File, piece: &[u8]| file.write_all(piece).map_err(|error| no_room(&error));
        let mut file = self.into_sink(LARGEST, file, write).await?;
        file.rewind().map_err(|error| no_room(&error))?;
        Ok(file)
    }

    /// Writes the file into a sink as it arrives, some pieces at a time, and gives the sink back.
    ///
    /// # Errors
    /// 413 over this many bytes; 400 where it is cut off, 408 where it stops arriving; what `write`
    /// returns.
    pub async fn into_sink<S: Send + 'static>(
        self,
        largest: u64,
        mut sink: S,
        write: impl Fn(&mut S, &[u8]) -> Result<()> + Clone + Send + 'static,
    ) -> Result<S> {
        let Self { mut stream, declared, patience } = self;
        if declared.is_some_and(|length| length > largest) {
            return Err(too_large(largest));
        }
        let written = |mut sink: S, piece: Vec<u8>| {
            let write = write.clone();
            off_the_event_loop(move || write(&mut sink, &piece).map(|()| sink))
        };
        let (mut piece, mut size) = (Vec::new(), 0_u64);
        loop {
            let arrived = timeout(patience, poll_fn(|context| Pin::new(&mut stream).poll_next(context)));
            let Some(bytes) = arrived.await.map_err(|_| too_slow())? else { break };
            let bytes = bytes.map_err(|_| Error::new(Code::MalformedBody))?;
            size = size.saturating_add(u64::try_from(bytes.len()).unwrap_or(u64::MAX));
            if size > largest {
                return Err(too_large(largest));
            }
            piece.extend_from_slice(&bytes);
            if piece.len() >= PIECE {
                sink = written(sink, std::mem::take(&mut piece)).await?;
            }
        }
        if !piece.is_empty() {
            sink = written(sink, piece).await?;
        }
        Ok(sink)
    }
}

impl FromRequest for Upload {
    type Error = Error;
    type Future = Arrival<Self>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let arriving = Arriving::of(request, payload, OCTETS);
        Box::pin(async move { arriving.await?.into_file().await.map(Self) })
    }
}

impl FromRequest for UploadedLines {
    type Error = Error;
    type Future = Arrival<Self>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let arriving = Arriving::of(request, payload, JSON_LINES);
        Box::pin(async move { arriving.await?.into_file().await.map(Self) })
    }
}

/// The refusal of a file of more than this many bytes.
fn too_large(largest: u64) -> Error {
    let mib = largest / MIB;
    Error::new(Code::BodyTooLarge).with_detail(
        format!("A file may hold {mib} MiB. Send it in parts."),
        format!("Un fichier peut contenir {mib} Mio. Envoyez-le en plusieurs parties."),
    )
}
