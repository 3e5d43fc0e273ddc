//! The report on a version of the matrix.

use super::api::{AskReport, AskReportFile, ReportFormat};
use super::{content, service};
use crate::access::permissions::can;
use crate::app::App;
use crate::app::caller::Caller;
use crate::error::Result;
use crate::http::answer::{Answer, FileBytes};
use crate::http::etag::IfNoneMatch;
use crate::http::path::Path;
use crate::http::query::Query;
use crate::ids::MatrixId;
use crate::text::Language;
use crate::version::Version;
use actix_web::get;
use actix_web::web::Data;
use utoipa_actix_web::service_config::ServiceConfig;

/// The routes of this feature.
pub fn routes(config: &mut ServiceConfig<'_>) {
    config
        .service(find_matrix_report)
        .service(download_matrix_report_docx)
        .service(download_matrix_report_xlsx)
        .service(download_matrix_report_csv);
}

/// Reads the report on a version of the matrix.
///
/// The report is a document in English or French: whose version it is and who adopted it, the
/// matrix by phase of the work, the duties of each role, the decisions of the group that adopted
/// it, what changed since the version before, and how well all of this is known. This is the page;
/// as a text document, a workbook and a table it has addresses of their own, which end in `.docx`,
/// `.xlsx` and `.csv`. `Accept` is not looked at.
#[utoipa::path(tag = "matrices",
    params(("id" = MatrixId, Path, description = "The version."), AskReport),
    responses((status = 200, description = "The report as a page.", content_type = "text/html", body = String,
        example = "<!doctype html><html lang=\"en-CA\"><head><title>Roles and responsibilities</title></head><body></body></html>")))]
#[get("/v1/matrices/{id}/report")]
async fn find_matrix_report(
    app: Data<App>,
    caller: Caller<can::ReadReference>,
    id: Path<MatrixId>,
    query: Query<AskReport>,
    seen: IfNoneMatch,
) -> Result<Answer> {
    let AskReport { format, lang } = query.0;
    written(&app, caller, id.0, (format.unwrap_or_default(), lang), seen).await
}

/// Downloads the report on a version of the matrix as a text document.
///
/// The same report as the page, as Office Open XML (DOCX).
#[utoipa::path(tag = "matrices",
    params(("id" = MatrixId, Path, description = "The version."), AskReportFile),
    responses((status = 200, description = "The report as a text document.", body = FileBytes,
        content_type = "application/vnd.openxmlformats-officedocument.wordprocessingml.document", example = "UEsDBBQAAAAIAA==")))]
#[get("/v1/matrices/{id}/report.docx")]
async fn download_matrix_report_docx(
    app: Data<App>,
    caller: Caller<can::ReadReference>,
    id: Path<MatrixId>,
    query: Query<AskReportFile>,
    seen: IfNoneMatch,
) -> Result<Answer> {
    written(&app, caller, id.0, (ReportFormat::Docx, query.0.lang), seen).await
}

/// Downloads the report on a version of the matrix as a workbook.
///
/// The same report as the page, with a sheet for each section, as Office Open XML (XLSX).
#[utoipa::path(tag = "matrices",
    params(("id" = MatrixId, Path, description = "The version."), AskReportFile),
    responses((status = 200, description = "The report as a workbook.", body = FileBytes,
        content_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", example = "UEsDBBQAAAAIAA==")))]
#[get("/v1/matrices/{id}/report.xlsx")]
async fn download_matrix_report_xlsx(
    app: Data<App>,
    caller: Caller<can::ReadReference>,
    id: Path<MatrixId>,
    query: Query<AskReportFile>,
    seen: IfNoneMatch,
) -> Result<Answer> {
    written(&app, caller, id.0, (ReportFormat::Xlsx, query.0.lang), seen).await
}

/// Downloads the matrix of a version as a table.
///
/// A row for each share, in UTF-8 with a byte order mark: commas part its fields in English and
/// semicolons in French, as the spreadsheets of each want it.
#[utoipa::path(tag = "matrices",
    params(("id" = MatrixId, Path, description = "The version."), AskReportFile),
    responses((status = 200, description = "The matrix as a table.", body = String, content_type = "text/csv",
        example = "Phase,Responsibility code,Responsibility,Role code,Role,Share,Meaning\r\nIntake,R05,Serve and file notice of appearance,JCO,Justice counsel of record,A,Accountable: answers for it\r\n")))]
#[get("/v1/matrices/{id}/report.csv")]
async fn download_matrix_report_csv(
    app: Data<App>,
    caller: Caller<can::ReadReference>,
    id: Path<MatrixId>,
    query: Query<AskReportFile>,
    seen: IfNoneMatch,
) -> Result<Answer> {
    written(&app, caller, id.0, (ReportFormat::Csv, query.0.lang), seen).await
}

/// The report on this version in this format, unless the caller has it.
async fn written(
    app: &App,
    caller: Caller<can::ReadReference>,
    id: MatrixId,
    (format, language): (ReportFormat, Option<Language>),
    seen: IfNoneMatch,
) -> Result<Answer> {
    let language = language.unwrap_or(caller.language);
    let (user, caller) = (caller.user.id, caller.context());
    let source = app.read_dear(user, move |connection| service::source(connection, &caller, id)).await?;
    app.compute(user, move || {
        let report = content::report(&source, language);
        // Of what it says and not of its bytes, which the writers of packages number as they
        // please.
        let version = Version::of_content(serde_json::to_vec(&(env!("CARGO_PKG_VERSION"), format, &report))?);
        let unseen = seen.unless_seen(Answer::no_content().tagged(version));
        if unseen.status == actix_web::http::StatusCode::NOT_MODIFIED {
            return Ok(unseen);
        }
        Ok(Answer::document(format.write(&source, &report)?).tagged(version))
    })
    .await
}
