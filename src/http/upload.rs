//! Files: what is too large to be held in memory is written to a file that has no name, as it
//! arrives.

use super::body::{of_another_type, too_slow};
use super::download::no_room;
use super::edge::Edge;
use crate::blocking::off_the_event_loop;
use crate::error::{Code, Error, Result};
use actix_web::dev::Payload;
use actix_web::http::header;
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
/// The time that a file may take in all.
pub const LONGEST: Duration = Duration::from_secs(3600);

/// A file that has arrived, at its beginning. It is gone from the disk when it is dropped.
pub struct Upload(pub File);

/// Whether a request carries a file: it may then take [`LONGEST`], as long as it keeps arriving.
#[must_use]
pub fn carries_a_file(method: &actix_web::http::Method, path: &str) -> bool {
    *method == actix_web::http::Method::PUT && path.starts_with("/v1/imports/") && path.ends_with("/file")
}

impl FromRequest for Upload {
    type Error = Error;
    type Future = Pin<Box<dyn Future<Output = Result<Self>>>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let declared = request.headers().get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
        let media = declared.and_then(|value| value.split(';').next()).unwrap_or_default().trim();
        let is_coded = request.headers().contains_key(header::CONTENT_ENCODING);
        if !media.eq_ignore_ascii_case(OCTETS) || is_coded {
            return Box::pin(std::future::ready(Err(of_another_type(OCTETS))));
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
            let mut file =
                off_the_event_loop(|| tempfile::tempfile().map_err(|error| no_room(&error))).await?;
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
            Ok(Self(file))
        })
    }
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
