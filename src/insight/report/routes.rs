//! The report on a version of the matrix.

use super::api::AskReport;
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
use crate::version::Version;
use actix_web::get;
use actix_web::web::Data;
use utoipa_actix_web::service_config::ServiceConfig;

/// The routes of this feature.
pub fn routes(config: &mut ServiceConfig<'_>) {
    config.service(find_matrix_report);
}

/// Reads the report on a version of the matrix.
///
/// The report is a document in English or French: whose version it is and who adopted it, the
/// matrix by phase of the work, the duties of each role, the decisions of the group that adopted
/// it, what changed since the version before, and how well all of this is known. It comes as a
/// page, a text document, a workbook, or a table with a row for each share.
#[utoipa::path(tag = "responsibilities",
    params(("id" = MatrixId, Path, description = "The version."), AskReport),
    responses((status = 200, description = "The report, in the format that was asked for.", content(
        (String = "text/html", example = "<!doctype html><html lang=\"en-CA\"><head><title>Roles and responsibilities</title></head><body></body></html>"),
        (FileBytes = "application/vnd.openxmlformats-officedocument.wordprocessingml.document", example = "UEsDBBQAAAAIAA=="),
        (FileBytes = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", example = "UEsDBBQAAAAIAA=="),
        (String = "text/csv", example = "Phase,Responsibility code,Responsibility,Role code,Role,Share,Meaning\r\nIntake,R05,Serve and file notice of appearance,JCO,Justice counsel of record,A,Accountable: answers for it\r\n"),
    ))))]
#[get("/v1/matrices/{id}/report")]
async fn find_matrix_report(
    app: Data<App>,
    caller: Caller<can::ReadReference>,
    id: Path<MatrixId>,
    query: Query<AskReport>,
    seen: IfNoneMatch,
) -> Result<Answer> {
    let language = query.0.lang.unwrap_or(caller.language);
    let format = query.0.format.unwrap_or_default();
    let (user, caller) = (caller.user.id, caller.context());
    let source = app.read_dear(user, move |connection| service::source(connection, &caller, id.0)).await?;
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
