//! Answers that are written piece by piece, each once the one before was read by the client:
//! however long one is, no more than a piece of it is held.

use crate::blocking::off_the_event_loop;
use crate::error::{Code, Error, Result};
use crate::text::Language;
use actix_web::HttpResponse;
use actix_web::body::SizedStream;
use actix_web::http::header::{
    CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_LANGUAGE, CONTENT_TYPE, ContentEncoding,
};
use actix_web::web::Bytes;
use futures_core::Stream;
use std::fs::File;
use std::io::{Read as _, Seek as _};
use std::pin::Pin;
use std::task::{Context as Task, Poll};
use std::time::Duration;
use tokio::sync::mpsc::{Receiver, Sender, channel};
use tokio::time::timeout;

/// The time for which a client may read nothing.
const PATIENCE: Duration = Duration::from_secs(60);

/// The bytes of a file that are read at a time.
const BLOCK: u64 = 256 * 1024;

/// A piece, or the reason why the rest is missing: the connection is then cut, so that no client
/// takes what it has for all.
type DownloadPiece = std::result::Result<Bytes, std::io::Error>;

/// The pieces, on their way out.
pub struct DownloadPieces(Receiver<DownloadPiece>);

/// The side on which pieces are put in.
pub struct PieceSender(Sender<DownloadPiece>);

impl Stream for DownloadPieces {
    type Item = DownloadPiece;

    fn poll_next(mut self: Pin<&mut Self>, task: &mut Task<'_>) -> Poll<Option<Self::Item>> {
        self.0.poll_recv(task)
    }
}

/// Both ends of an answer that is written piece by piece.
#[must_use]
pub fn pieces() -> (PieceSender, DownloadPieces) {
    let (sender, receiver) = channel(1);
    (PieceSender(sender), DownloadPieces(receiver))
}

impl PieceSender {
    /// Waits until the client has taken the piece before, and hands this one on; says whether there
    /// is still somebody who reads.
    pub async fn send(&self, piece: Bytes) -> bool {
        matches!(timeout(PATIENCE, self.0.send(Ok(piece))).await, Ok(Ok(())))
    }

    /// Cuts the answer short.
    pub async fn fail(&self) {
        let _ = timeout(PATIENCE, self.0.send(Err(std::io::Error::other("cut short")))).await;
    }
}

/// A file that is to be saved, and is gone from the disk once it was sent.
pub struct Download {
    /// The file.
    pub file: File,
    /// Its media type.
    pub kind: &'static str,
    /// The name under which it can be saved: ASCII, without quotes.
    pub name: String,
    /// The language that it is in, if it is in one.
    pub language: Option<Language>,
}

impl Download {
    /// A file without a name, to be written.
    ///
    /// # Errors
    /// 503 where there is no room for one.
    pub fn room() -> Result<File> {
        tempfile::tempfile().map_err(|error| no_room(&error))
    }

    /// 200 with the file.
    ///
    /// # Errors
    /// 503 where it cannot be read.
    pub async fn answer(mut self) -> Result<HttpResponse> {
        let (length, file) = off_the_event_loop(move || {
            let length = self.file.seek(std::io::SeekFrom::End(0)).map_err(|error| no_room(&error))?;
            self.file.rewind().map_err(|error| no_room(&error))?;
            Ok((length, self.file))
        })
        .await?;
        let (sender, pieces) = pieces();
        actix_web::rt::spawn(async move {
            sent(file, length, &sender).await;
        });
        let mut answer = HttpResponse::Ok();
        answer
            .insert_header((CONTENT_TYPE, self.kind))
            .insert_header((CONTENT_DISPOSITION, format!("attachment; filename=\"{}\"", self.name)))
            .insert_header((CACHE_CONTROL, "no-store"))
            // It is compressed already.
            .insert_header(ContentEncoding::Identity);
        if let Some(language) = self.language {
            answer.insert_header((CONTENT_LANGUAGE, language.code()));
        }
        Ok(answer.body(SizedStream::new(length, pieces)))
    }
}

/// Sends so much of a file, or cuts the answer short.
pub(super) async fn sent(file: File, length: u64, sender: &PieceSender) {
    if let Err(error) = send_up_to(file, length, sender).await {
        tracing::warn!(error = %error, "a file was cut short");
        sender.fail().await;
    }
}

/// Sends what is left of a file, piece by piece, while there is somebody who reads; what follows
/// once so many bytes were sent stays where it is.
async fn send_up_to(mut file: File, length: u64, sender: &PieceSender) -> Result<()> {
    let mut left = length;
    while left > 0 {
        let wanted = left.min(BLOCK);
        let (rest, piece) = off_the_event_loop(move || {
            let mut piece = Vec::with_capacity(usize::try_from(wanted).unwrap_or_default());
            file.by_ref().take(wanted).read_to_end(&mut piece).map_err(|error| no_room(&error))?;
            Ok((file, piece))
        })
        .await?;
        file = rest;
        if piece.is_empty() {
            return Err(Error::internal("a file is shorter than it was"));
        }
        left = left.saturating_sub(u64::try_from(piece.len()).unwrap_or(u64::MAX));
        if !sender.send(Bytes::from(piece)).await {
            return Ok(());
        }
    }
    Ok(())
}

/// The refusal where a file cannot be kept while it is written and sent.
#[must_use]
pub fn no_room(error: &std::io::Error) -> Error {
    Error::new(Code::Unavailable).with_cause(error.to_string()).with_detail(
        "The file cannot be kept now. Try again later, or tell whoever runs the service.",
        "Le fichier ne peut être conservé en ce moment. Réessayez plus tard, ou avisez l'exploitant du service.",
    )
}
