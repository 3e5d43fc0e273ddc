//! Cases.

use super::api::{Case, CaseInput, CasePage, CasePatch, SuccessorInput};
use super::listing_api::ListCases;
use super::parts::FindCase;
use super::{by_office, opened, service, successors};
use crate::access::context::Context;
use crate::access::permissions::can;
use crate::app::App;
use crate::app::caller::Caller;
use crate::app::idempotency::Idempotent;
use crate::app::known_codes;
use crate::app::listing::Cost;
use crate::db::Connection;
use crate::error::Result;
use crate::external_ids::model::ExternalId;
use crate::http::answer::Answer;
use crate::http::etag::IfNoneMatch;
use crate::http::page::Paged;
use crate::http::path::Path;
use crate::http::query::{DryRun, NoQuery, Query};
use crate::ids::CaseId;
use crate::law::proceedings::Catalog;
use crate::matters::cases;
use crate::matters::cases::store::{self, CaseOrder};
use crate::unparsed::Unparsed;
use crate::version::Precondition;
use actix_web::web::Data;
use actix_web::{get, patch, post};
use utoipa_actix_web::service_config::ServiceConfig;

/// The routes of this feature.
pub fn routes(config: &mut ServiceConfig<'_>) {
    config
        .service(list_cases)
        .service(create_case)
        .service(find_case)
        .service(update_case)
        .service(create_case_successor);
    crate::registry::links::routes::routes(config);
}

/// Lists cases.
///
/// The list holds the cases that you may see, the latest change first. A case that changes while
/// you page goes to the front, and you may miss it: to read each of them once, ask with `sort=id`,
/// by which no change moves a case.
#[utoipa::path(tag = "cases", params(ListCases),
    responses((status = 200, description = "A page of cases.", body = CasePage)))]
#[get("/v1/cases")]
async fn list_cases(
    app: Data<App>,
    caller: Caller<can::ReadCases>,
    list: Paged<ListCases>,
) -> Result<Answer> {
    caller.require_permission()?;
    let Paged { query: asked, paging } = list;
    let office = asked.office;
    let filter = store::CaseFilter {
        status: asked.status,
        proceeding: asked.proceeding,
        stage: asked.stage,
        organization: asked.organization_id,
        language: asked.language,
        office: None,
        file_numbers: asked.file_number.map(|written| Catalog::current().file_number_keys(&written)),
        assigned_to: asked.assigned_to.is_some(),
        external_id: asked.external_id.as_deref().map(ExternalId::asked).transpose()?,
        order: match asked.sort.as_deref() {
            Some("updated_at") => CaseOrder::Earliest,
            Some("id") => CaseOrder::Opened,
            _ => CaseOrder::Latest,
        },
    };
    let place = |last: &Case| (last.updated_at.micros(), last.id);
    known_codes::proceeding_and_stage(filter.proceeding.as_deref(), filter.stage.as_deref())?;
    let cost = Cost::DearWhereCounted;
    app.list_at(cost, caller.context(), &paging, place, move |connection, caller, page| {
        let named = by_office::named(connection, caller, office.as_deref())?;
        let filter = store::CaseFilter {
            office: named.as_ref().map(|office| office.written.clone()),
            ..filter.clone()
        };
        let after = page.after_instant();
        let count = page.count.then(|| store::count(connection, caller, &filter)).transpose()?;
        let rows = store::list(connection, caller, &filter, after, page.fetch)?;
        if let Some(office) = named.filter(|office| !office.is_known && rows.is_empty() && after.is_none()) {
            return Err(by_office::unknown(&office.written));
        }
        Ok((service::redacted(connection, caller, rows)?, count))
    })
    .await
}

/// Opens a case.
///
/// The decision under review starts its first deadlines. A litigator who opens a case is assigned
/// to it.
#[utoipa::path(tag = "cases", request_body = CaseInput,
    responses((status = 201, description = "Opened.", body = Case)))]
#[post("/v1/cases")]
async fn create_case(
    app: Data<App>,
    caller: Caller<can::CreateCases>,
    request: Idempotent<CaseInput>,
    _query: Query<NoQuery>,
) -> Result<Answer> {
    request
        .once(
            &app,
            caller.context(),
            |connection, caller, body, _| {
                let case = service::create(connection, caller, body)?;
                Ok((case.id, made(&case)?))
            },
            |connection, caller, id| made(&opened::find(connection, caller, id)?),
        )
        .await
}

fn made(case: &Case) -> Result<Answer> {
    Ok(Answer::created(format!("/v1/cases/{}", case.id), case)?.tagged(case.version()))
}

/// Opens the case that follows this one.
///
/// The new case is a judicial review of the decision made in this one, an appeal, a redetermination
/// or a motion: with its parties, its decision and its dates, as far as they are known here, and
/// linked to it. A motion is in the same file of the court, and takes its number and its office
/// from there. With `dry_run=true` it is shown and nothing is written: the ids are then of nothing
/// that is there.
#[utoipa::path(tag = "cases", params(("id" = CaseId, Path, description = "The case."), DryRun),
    request_body = SuccessorInput,
    responses((status = 201, description = "Opened.", body = Case), (status = 200, description = "What would be opened.", body = Case)))]
#[post("/v1/cases/{id}/successor")]
async fn create_case_successor(
    app: Data<App>,
    caller: Caller<can::CreateCases>,
    request: Idempotent<SuccessorInput>,
    id: Path<CaseId>,
    query: Query<DryRun>,
) -> Result<Answer> {
    if query.0.mode().is_preview() {
        let Idempotent { body, precondition, .. } = request;
        let shown = app.preview(caller.context(), move |connection, caller| {
            successors::open(connection, caller, id.0, &precondition, &body)
        });
        return Answer::ok(&shown.await?);
    }
    request
        .once(
            &app,
            caller.context(),
            move |connection, caller, body, precondition| {
                let case = successors::open(connection, caller, id.0, precondition, body)?;
                Ok((case.id, made(&case)?))
            },
            move |connection, caller, next| {
                cases::service::find_visible(connection, caller, id.0)?;
                made(&opened::find(connection, caller, next)?)
            },
        )
        .await
}

/// Reads a case.
///
/// The parts that `include` names come in the same answer.
#[utoipa::path(tag = "cases", params(("id" = CaseId, Path, description = "The case."), FindCase),
    responses((status = 200, description = "The case.", body = Case)))]
#[get("/v1/cases/{id}")]
async fn find_case(
    app: Data<App>,
    caller: Caller<can::ReadCases>,
    id: Path<CaseId>,
    query: Query<FindCase>,
    seen: IfNoneMatch,
) -> Result<Answer> {
    let (caller, parts) = (caller.context(), query.0.parts());
    let case = app.read(move |connection| service::find(connection, &caller, id.0, &parts)).await?;
    let version = case.version();
    Ok(seen.unless_seen(Answer::ok(&case)?.tagged(version)))
}

/// Changes a case.
///
/// A merge patch of what the case says of itself; its stage moves by its docket alone. A change of
/// the decision moves the deadlines that run from it: the answer's `effects` say how, and `dry_run`
/// shows it before anything is written.
#[utoipa::path(tag = "cases", params(("id" = CaseId, Path, description = "The case."), DryRun),
    request_body(content = CasePatch, content_type = "application/merge-patch+json"),
    responses((status = 200, description = "Changed.", body = Case)))]
#[patch("/v1/cases/{id}")]
async fn update_case(
    app: Data<App>,
    caller: Caller<can::UpdateCases>,
    body: Unparsed<CasePatch>,
    id: Path<CaseId>,
    query: Query<DryRun>,
    precondition: Precondition,
) -> Result<Answer> {
    let caller = caller.context();
    let mode = query.0.mode();
    let work = move |connection: &mut Connection, caller: &Context| {
        service::update(connection, caller, id.0, &precondition, &body, mode)
    };
    if mode.is_preview() {
        return Answer::ok(&app.preview(caller, work).await?);
    }
    let case = app.write(caller, work).await?;
    Ok(Answer::ok(&case)?.tagged(case.version()))
}
