//! The pieces of an export, each written once the one before was read by the client.

use super::api::ExportFormat;
use super::service::{self, ExportBatch};
use super::table;
use crate::access::context::Context;
use crate::access::trace::Trace;
use crate::app::App;
use crate::error::Result;
use crate::ids::CaseId;
use crate::journal::recorder::By;
use crate::matters::cases::store::CaseFilter;
use crate::text::Language;
use actix_web::HttpResponse;
use actix_web::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE};
use actix_web::web::{Bytes, Data};
use futures_core::Stream;
use std::pin::Pin;
use std::task::{Context as Task, Poll};
use std::time::Duration;
use tokio::sync::mpsc::{Receiver, Sender, channel};
use tokio::time::timeout;

/// The time for which a client may read nothing.
const PATIENCE: Duration = Duration::from_secs(60);

/// Somebody who takes cases out.
pub struct Exporter {
    app: Data<App>,
    caller: Context,
    filter: CaseFilter,
    format: ExportFormat,
    language: Language,
    after: Option<CaseId>,
}

/// A piece, or the reason why the rest is missing: the connection is then cut, so that no client
/// takes what it has for all.
type ExportPiece = std::result::Result<Bytes, std::io::Error>;

struct ExportPieces(Receiver<ExportPiece>);

impl Stream for ExportPieces {
    type Item = ExportPiece;

    fn poll_next(mut self: Pin<&mut Self>, task: &mut Task<'_>) -> Poll<Option<Self::Item>> {
        self.0.poll_recv(task)
    }
}

impl Exporter {
    /// Somebody who takes the cases out that a filter lets through, in a form.
    #[must_use]
    pub const fn new(
        app: Data<App>,
        caller: Context,
        filter: CaseFilter,
        (format, language): (ExportFormat, Language),
    ) -> Self {
        Self { app, caller, filter, format, language, after: None }
    }

    /// 200, and then the cases.
    ///
    /// # Errors
    /// As [`service::batch`], of the first of them.
    pub async fn answer(mut self) -> Result<HttpResponse> {
        let first = self.next(true).await?;
        let (sender, pieces) = channel(1);
        let (media, name) = match self.format {
            ExportFormat::Ndjson => ("application/x-ndjson", "cases.ndjson"),
            ExportFormat::Csv => ("text/csv; charset=utf-8", "cases.csv"),
        };
        actix_web::rt::spawn(async move {
            if let Err(error) = self.feed(first, &sender).await {
                tracing::warn!(error = %error, "an export was cut short");
                let _ = timeout(PATIENCE, sender.send(Err(std::io::Error::other("cut short")))).await;
            }
        });
        Ok(HttpResponse::Ok()
            .insert_header((CONTENT_TYPE, media))
            .insert_header((CONTENT_DISPOSITION, format!("attachment; filename=\"{name}\"")))
            .insert_header((CACHE_CONTROL, "no-store"))
            .streaming(ExportPieces(pieces)))
    }

    async fn feed(&mut self, first: Option<Bytes>, sender: &Sender<ExportPiece>) -> Result<()> {
        let mut piece = first;
        while let Some(bytes) = piece {
            let sent = timeout(PATIENCE, sender.send(Ok(bytes)));
            if !matches!(sent.await, Ok(Ok(()))) {
                return Ok(());
            }
            piece = self.next(false).await?;
        }
        Ok(())
    }

    /// The next piece, on the record; nothing, where there are no more cases.
    async fn next(&mut self, is_first: bool) -> Result<Option<Bytes>> {
        let (clock, principals) = (self.app.clock.clone(), self.app.principals.clone());
        let (caller, filter, after) = (self.caller.clone(), self.filter.clone(), self.after);
        let trace = Trace::default();
        let seen = trace.clone();
        let read = self.app.read(move |connection| {
            let caller = Context { trace, ..principals.again(connection, &caller, clock.now())? };
            caller.require_permission()?;
            service::batch(connection, &caller, &filter, after)
        });
        let ExportBatch { lines, last } = read.await?;
        let by = By {
            user: self.caller.user.id,
            at: self.app.clock.now(),
            request_id: self.caller.request_id.clone(),
            operation: "export_cases".to_owned(),
        };
        self.app.recorder.read(&by, &seen.sights()).await?;
        if lines.is_empty() && !is_first {
            return Ok(None);
        }
        self.after = last.or(self.after);
        let mut piece = Vec::new();
        match self.format {
            ExportFormat::Ndjson => {
                for line in &lines {
                    serde_json::to_writer(&mut piece, line)?;
                    piece.push(b'\n');
                }
            }
            ExportFormat::Csv => table::write(&mut piece, &lines, is_first, self.language)?,
        }
        Ok(Some(Bytes::from(piece)))
    }
}
