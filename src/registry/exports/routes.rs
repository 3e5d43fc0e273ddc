//! Exports.

use super::api::ExportCases;
use super::service;
use super::stream::Exporter;
use crate::access::context::Context;
use crate::access::permissions::can;
use crate::app::App;
use crate::app::caller::Caller;
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
    config.service(export_cases);
}

/// Exports cases.
///
/// The cases that the filters of the list let through, as you may see them, in the order in which
/// they were opened. Each line of `ndjson` is a case whole, as `POST /v1/imports` takes it: with
/// its parties, its docket, its assignments and what people did to its deadlines; `exported` says
/// what it has become here, and what was withheld from you. The answer is written as the cases are
/// read: one that was cut short ends without its last chunk. A workbook is sent once it is whole,
/// and has room for 1,048,575 cases.
#[utoipa::path(tag = "cases", params(ExportCases),
    responses((status = 200, description = "The cases.", content(
        (String = "application/x-ndjson", example = "{\"external_ids\":[{\"system\":\"GCMS\",\"id\":\"A123\"}],\"proceeding\":\"ALJR\",\"style_of_cause\":\"Doe v. The Minister of Citizenship and Immigration\",\"language\":\"en\"}\n"),
        (String = "text/csv", example = "id,external_system,external_id,proceeding\r\n019a8e2a-6c1e-7c31-9d57-0a4a5a8f7e10,GCMS,A123,ALJR\r\n"),
        (FileBytes = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", example = "UEsDBBQAAAAIAA=="),
    ))))]
#[get("/v1/cases/export")]
async fn export_cases(
    app: Data<App>,
    caller: Caller<can::ExportCases>,
    query: Query<ExportCases>,
    request: HttpRequest,
) -> Result<HttpResponse> {
    let asked = query.0;
    let office = asked.office;
    let form = (asked.format.unwrap_or_default(), asked.lang.unwrap_or(caller.language));
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
    let caller = caller.context();
    let words = request.query_string().to_owned();
    let begin = move |connection: &mut Connection, caller: &Context| {
        service::begin(connection, caller, &words, office.as_deref())
    };
    let office = app.write(caller.clone(), begin).await?;
    let filter = CaseFilter { office: office.as_ref().map(|office| office.written.clone()), ..filter };
    Exporter::new(app, caller, filter).answer(form, office).await
}
