//! Liaison officers.

use super::api::{
    LiaisonOfficer, LiaisonOfficerInput, LiaisonOfficerPage, LiaisonOfficerPatch, ListLiaisonOfficers,
};
use super::store::OfficerFilter;
use super::{service, store};
use crate::access::permissions::can;
use crate::app::App;
use crate::app::caller::Caller;
use crate::app::idempotency::Idempotent;
use crate::error::Result;
use crate::http::answer::Answer;
use crate::http::etag::IfNoneMatch;
use crate::http::page::Paged;
use crate::http::path::Path;
use crate::http::query::{NoQuery, Query};
use crate::ids::LiaisonOfficerId;
use crate::unparsed::Unparsed;
use crate::version::Precondition;
use actix_web::web::Data;
use actix_web::{get, patch, post};
use utoipa_actix_web::service_config::ServiceConfig;

/// The routes of this feature.
pub fn routes(config: &mut ServiceConfig<'_>) {
    config
        .service(list_liaison_officers)
        .service(create_liaison_officer)
        .service(find_liaison_officer)
        .service(update_liaison_officer);
}

/// Lists liaison officers.
///
/// The list holds those of your organisation, by host country.
#[utoipa::path(tag = "network", params(ListLiaisonOfficers),
    responses((status = 200, description = "A page of liaison officers.", body = LiaisonOfficerPage)))]
#[get("/v1/liaison-officers")]
async fn list_liaison_officers(
    app: Data<App>,
    caller: Caller<can::ReadNetwork>,
    list: Paged<ListLiaisonOfficers>,
) -> Result<Answer> {
    caller.require_permission()?;
    let Paged { query: asked, paging } = list;
    let filter = OfficerFilter {
        organization: caller.user.organization_id,
        status: asked.status,
        host_country: asked.host_country,
    };
    let place = |last: &LiaisonOfficer| (last.host_country.clone(), last.id);
    app.list(caller.context(), &paging, place, move |connection, caller, page| {
        let count = page.count.then(|| store::count(connection, &filter)).transpose()?;
        let rows = store::list(connection, &filter, page.after, page.fetch)?;
        let shown: Result<Vec<_>> = rows.into_iter().map(|row| service::shown(caller, row)).collect();
        Ok((shown?, count))
    })
    .await
}

/// Enters a liaison officer.
///
/// The deployment is planned; the states after that are set one by one.
#[utoipa::path(tag = "network", request_body = LiaisonOfficerInput,
    responses((status = 201, description = "Entered.", body = LiaisonOfficer)))]
#[post("/v1/liaison-officers")]
async fn create_liaison_officer(
    app: Data<App>,
    caller: Caller<can::ManageNetwork>,
    request: Idempotent<LiaisonOfficerInput>,
    _query: Query<NoQuery>,
) -> Result<Answer> {
    request
        .once(
            &app,
            caller.context(),
            |connection, caller, body, _| {
                let officer = service::create(connection, caller, body)?;
                Ok((officer.id, made(&officer)?))
            },
            |connection, caller, id| made(&service::find(connection, caller, id)?),
        )
        .await
}

fn made(officer: &LiaisonOfficer) -> Result<Answer> {
    let location = format!("/v1/liaison-officers/{}", officer.id);
    Ok(Answer::created(location, officer)?.tagged(officer.version()))
}

/// Reads a liaison officer.
///
/// The contact is shown to whoever may read contacts, and to nobody else.
#[utoipa::path(tag = "network", params(("id" = LiaisonOfficerId, Path, description = "The officer.")),
    responses((status = 200, description = "The officer.", body = LiaisonOfficer)))]
#[get("/v1/liaison-officers/{id}")]
async fn find_liaison_officer(
    app: Data<App>,
    caller: Caller<can::ReadNetwork>,
    id: Path<LiaisonOfficerId>,
    _query: Query<NoQuery>,
    seen: IfNoneMatch,
) -> Result<Answer> {
    let caller = caller.context();
    let officer = app.read(move |connection| service::find(connection, &caller, id.0)).await?;
    Ok(seen.unless_seen(Answer::ok(&officer)?.tagged(officer.version())))
}

/// Changes a liaison officer.
///
/// A merge patch. The state goes from `planned` to `notified`, `deployed` and `ended`, one step at
/// a time, each with its day. The `ETag` of the officer goes into `If-Match`.
#[utoipa::path(tag = "network", params(("id" = LiaisonOfficerId, Path, description = "The officer.")),
    request_body(content = LiaisonOfficerPatch, content_type = "application/merge-patch+json"),
    responses((status = 200, description = "Changed.", body = LiaisonOfficer)))]
#[patch("/v1/liaison-officers/{id}")]
async fn update_liaison_officer(
    app: Data<App>,
    caller: Caller<can::ManageNetwork>,
    body: Unparsed<LiaisonOfficerPatch>,
    id: Path<LiaisonOfficerId>,
    _query: Query<NoQuery>,
    precondition: Precondition,
) -> Result<Answer> {
    let caller = caller.context();
    let officer = app
        .write(caller, move |connection, caller| {
            service::update(connection, caller, id.0, &precondition, &body)
        })
        .await?;
    Ok(Answer::ok(&officer)?.tagged(officer.version()))
}
