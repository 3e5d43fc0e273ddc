//! Cases on their way out: in pieces, each written once the one before was read by the client, or
//! as a workbook.

use super::api::ExportFormat;
use super::line::ExportedLine;
use super::service::{self, ExportBatch};
use super::sheet::CaseSheet;
use super::table;
use crate::access::context::Context;
use crate::access::trace::Trace;
use crate::app::App;
use crate::blocking::off_the_event_loop;
use crate::error::Result;
use crate::http::download::{Download, PieceSender, pieces};
use crate::ids::CaseId;
use crate::journal::recorder::By;
use crate::matters::cases::store::CaseFilter;
use crate::people::offices::model::NamedOffice;
use crate::registry::cases::by_office;
use crate::text::Language;
use actix_web::HttpResponse;
use actix_web::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE};
use actix_web::web::{Bytes, Data};

/// Somebody who takes cases out.
pub struct Exporter {
    app: Data<App>,
    caller: Context,
    filter: CaseFilter,
    after: Option<CaseId>,
}

impl Exporter {
    /// Somebody who takes the cases out that a filter lets through.
    #[must_use]
    pub const fn new(app: Data<App>, caller: Context, filter: CaseFilter) -> Self {
        Self { app, caller, filter, after: None }
    }

    /// 200, and then the cases.
    ///
    /// # Errors
    /// As [`service::batch`], of the first of them; 400 where none is of the office that was asked
    /// for, and no list has it, or a workbook has no room for them.
    pub async fn answer(
        mut self,
        (format, language): (ExportFormat, Language),
        office: Option<NamedOffice>,
    ) -> Result<HttpResponse> {
        let first = self.next().await?;
        if let Some(office) = office.filter(|office| !office.is_known && first.is_empty()) {
            return Err(by_office::unknown(&office.written));
        }
        let (media, name) = match format {
            ExportFormat::Ndjson => ("application/x-ndjson", "cases.ndjson"),
            ExportFormat::Csv => ("text/csv; charset=utf-8", "cases.csv"),
            ExportFormat::Xlsx => return self.workbook(first).await,
        };
        let (sender, pieces) = pieces();
        actix_web::rt::spawn(async move {
            if let Err(error) = self.feed(first, (format, language), &sender).await {
                tracing::warn!(error = %error, "an export was cut short");
                sender.fail().await;
            }
        });
        Ok(HttpResponse::Ok()
            .insert_header((CONTENT_TYPE, media))
            .insert_header((CONTENT_DISPOSITION, format!("attachment; filename=\"{name}\"")))
            .insert_header((CACHE_CONTROL, "no-store"))
            .streaming(pieces))
    }

    async fn feed(
        &mut self,
        first: Vec<ExportedLine>,
        (format, language): (ExportFormat, Language),
        sender: &PieceSender,
    ) -> Result<()> {
        let (mut lines, mut are_first) = (first, true);
        loop {
            let mut piece = Vec::new();
            if format == ExportFormat::Csv {
                table::write(&mut piece, &lines, are_first, language)?;
            } else {
                for line in &lines {
                    serde_json::to_writer(&mut piece, line)?;
                    piece.push(b'\n');
                }
            }
            if !sender.send(Bytes::from(piece)).await {
                return Ok(());
            }
            (lines, are_first) = (self.next().await?, false);
            if lines.is_empty() {
                return Ok(());
            }
        }
    }

    async fn workbook(mut self, first: Vec<ExportedLine>) -> Result<HttpResponse> {
        let (now, mut lines) = (self.caller.now, first);
        let mut sheet = off_the_event_loop(move || CaseSheet::new(now)).await?;
        while !lines.is_empty() {
            sheet = off_the_event_loop(move || {
                sheet.add(&lines)?;
                Ok(sheet)
            })
            .await?;
            lines = self.next().await?;
        }
        let file = off_the_event_loop(move || sheet.finish()).await?;
        let kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
        Download { file, kind, name: "cases.xlsx".to_owned(), language: None }.answer().await
    }

    /// The next cases, on the record; nothing, where there are no more.
    async fn next(&mut self) -> Result<Vec<ExportedLine>> {
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
        self.after = last.or(self.after);
        Ok(lines)
    }
}
