//! A case as a file.

use super::api::ExportCase;
use super::service;
use crate::access::permissions::can;
use crate::app::App;
use crate::app::caller::Caller;
use crate::error::Result;
use crate::http::answer::FileBytes;
use crate::http::download::Download;
use crate::http::path::Path;
use crate::http::query::Query;
use crate::ids::CaseId;
use actix_web::web::Data;
use actix_web::{HttpResponse, get};
use utoipa_actix_web::service_config::ServiceConfig;

/// The routes of this feature.
pub fn routes(config: &mut ServiceConfig<'_>) {
    config.service(export_case);
}

/// Exports a case.
///
/// A ZIP with all of the case, as you may see it: `index.html`, a page for people in the language
/// that is asked for; `case.json`, `parties.json`, `docket.json`, `deadlines.json` with the steps
/// by which each date came about, `assignments.json`, `notes.ndjson`, `links.ndjson` and
/// `documents.ndjson`, as the operations of the API show them; the newest file of each document,
/// under `documents/` by its id; `case.ndjson`, the line that `POST /v1/imports` takes;
/// `journal.ndjson`, the latest entry first, `proofs/SEQUENCE.json` for each entry that a
/// checkpoint covers, and `journal-keys.json`: `greffe journal verify --proof FILE --public-key
/// journal-keys.json` checks a proof without the service. `withheld.json` says how much of each
/// kind you may not see. That it was taken out is on the record.
#[utoipa::path(tag = "cases",
    params(("id" = CaseId, Path, description = "The case."), ExportCase),
    responses((status = 200, description = "The case.", content(
        (FileBytes = "application/zip", example = "UEsDBBQAAAAIAA=="),
    ))))]
#[get("/v1/cases/{id}/export")]
async fn export_case(
    app: Data<App>,
    caller: Caller<can::ExportCases>,
    id: Path<CaseId>,
    query: Query<ExportCase>,
) -> Result<HttpResponse> {
    let (id, language) = (id.0, query.0.lang.unwrap_or(caller.language));
    let (keys, caller, contents) = (app.tokens.journal_keys(), caller.context(), app.contents.clone());
    app.write(caller.clone(), move |connection, caller| service::begin(connection, caller, id)).await?;
    let file = app
        .preview_dear(caller, move |connection, caller| {
            service::write(connection, caller, (id, language), (&keys, &contents))
        })
        .await?;
    let (kind, name) = ("application/zip", format!("case-{id}.zip"));
    Download { file, kind, name, language: Some(language) }.answer().await
}
