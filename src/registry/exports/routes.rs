//! Exports.

use super::api::{ExportCases, ExportFormat, ExportTable};
use super::service;
use super::stream::Exporter;
use crate::access::context::Context;
use crate::access::permissions::can;
use crate::app::App;
use crate::app::caller::Caller;
use crate::app::known_codes;
use crate::db::Connection;
use crate::error::Result;
use crate::external_ids::model::ExternalId;
use crate::http::answer::FileBytes;
use crate::http::query::Query;
use crate::law::proceedings::Catalog;
use crate::matters::cases::store::{CaseFilter, CaseOrder};
use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse, get};
use utoipa_actix_web::service_config::ServiceConfig;

/// The routes of this feature.
pub fn routes(config: &mut ServiceConfig<'_>) {
    config.service(export_cases).service(export_cases_csv).service(export_cases_xlsx);
}

/// Exports cases.
///
/// The cases that the filters of the list let through, as you may see them, in the order in which
/// they were opened. Each line is a case whole, as `POST /v1/imports` takes it: with its parties,
/// its docket, its assignments and what people did to its deadlines; `exported` says what it has
/// become here, and what was withheld from you. The answer is written as the cases are read: one
/// that was cut short ends without its last chunk. As tables, cases are exported at addresses that
/// end in `.csv` and `.xlsx`.
#[utoipa::path(tag = "cases", params(ExportCases),
    responses((status = 200, description = "The cases.", content_type = "application/x-ndjson", body = String,
        example = "{\"external_ids\":[{\"system\":\"GCMS\",\"id\":\"A123\"}],\"proceeding\":\"ALJR\",\"style_of_cause\":\"Doe v. The Minister of Citizenship and Immigration\",\"language\":\"en\"}\n")))]
#[get("/v1/cases/export")]
async fn export_cases(
    app: Data<App>,
    caller: Caller<can::ExportCases>,
    query: Query<ExportCases>,
    request: HttpRequest,
) -> Result<HttpResponse> {
    let ExportCases { form, cases } = query.0;
    exported(app, caller, (form.format.unwrap_or_default(), cases), &request).await
}

/// Exports cases as a table.
///
/// A row a case, without its docket: a table to compute with, which no import takes. In UTF-8 with
/// a byte order mark; commas part its cells in English and semicolons in French. It is written as
/// the cases are read.
#[utoipa::path(tag = "cases", params(ExportTable),
    responses((status = 200, description = "The cases.", content_type = "text/csv", body = String,
        example = "id,external_system,external_id,proceeding\r\n019a8e2a-6c1e-7c31-9d57-0a4a5a8f7e10,GCMS,A123,ALJR\r\n")))]
#[get("/v1/cases/export.csv")]
async fn export_cases_csv(
    app: Data<App>,
    caller: Caller<can::ExportCases>,
    query: Query<ExportTable>,
    request: HttpRequest,
) -> Result<HttpResponse> {
    exported(app, caller, (ExportFormat::Csv, query.0), &request).await
}

/// Exports cases as a workbook.
///
/// The same table as Office Open XML (XLSX), of which every cell is text. It is sent once it is
/// whole, and has room for 1,048,575 cases.
#[utoipa::path(tag = "cases", params(ExportTable),
    responses((status = 200, description = "The cases.", body = FileBytes,
        content_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", example = "UEsDBBQAAAAIAA==")))]
#[get("/v1/cases/export.xlsx")]
async fn export_cases_xlsx(
    app: Data<App>,
    caller: Caller<can::ExportCases>,
    query: Query<ExportTable>,
    request: HttpRequest,
) -> Result<HttpResponse> {
    exported(app, caller, (ExportFormat::Xlsx, query.0), &request).await
}

/// The cases that are asked for, in this form.
async fn exported(
    app: Data<App>,
    caller: Caller<can::ExportCases>,
    (format, asked): (ExportFormat, ExportTable),
    request: &HttpRequest,
) -> Result<HttpResponse> {
    let office = asked.office;
    let form = (format, asked.lang.unwrap_or(caller.language));
    let filter = CaseFilter {
        status: asked.status,
        proceeding: asked.proceeding,
        stage: asked.stage,
        organization: asked.organization_id,
        language: asked.language,
        office: None,
        file_numbers: asked.file_number.map(|written| Catalog::current().file_number_keys(&written)),
        assigned_to: asked.assigned_to.is_some(),
        external_id: asked.external_id.as_deref().map(ExternalId::asked).transpose()?,
        order: CaseOrder::Opened,
    };
    known_codes::proceeding_and_stage(filter.proceeding.as_deref(), filter.stage.as_deref())?;
    let caller = caller.context();
    // On the record as it would be asked for at the address that has all forms.
    let words = match request.query_string() {
        asked if request.path().ends_with("/export") => asked.to_owned(),
        asked => format!("format={}&{asked}", format.code()),
    };
    let begin = move |connection: &mut Connection, caller: &Context| {
        service::begin(connection, caller, &words, office.as_deref())
    };
    let office = app.write(caller.clone(), begin).await?;
    let filter = CaseFilter { office: office.as_ref().map(|office| office.written.clone()), ..filter };
    Exporter::new(app, caller, filter).answer(form, office).await
}
