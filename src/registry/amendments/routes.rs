//! The law as an organisation goes by it.

use super::api::{
    AdoptLaw, LawInForce, OpenReading, PositionInput, PositionOutcome, Profile, ProfilePatch, ReadingPage,
    Recalculated,
};
use super::service;
use crate::access::permissions::can;
use crate::app::App;
use crate::app::caller::Caller;
use crate::app::idempotency::Idempotent;
use crate::db::Mode;
use crate::db::types::Json;
use crate::error::Result;
use crate::http::answer::Answer;
use crate::http::etag::IfNoneMatch;
use crate::http::listing::ListQuery;
use crate::http::page::Paged;
use crate::http::path::Path;
use crate::http::query::{DryRun, NoQuery, Query};
use crate::ids::OrganizationId;
use crate::law::proceedings::Catalog;
use crate::unparsed::Unparsed;
use crate::version::{Precondition, Version};
use actix_web::web::Data;
use actix_web::{get, patch, post};
use utoipa_actix_web::service_config::ServiceConfig;

/// The routes of this feature.
pub fn routes(config: &mut ServiceConfig<'_>) {
    config
        .service(find_catalog)
        .service(adopt_catalog)
        .service(list_readings)
        .service(find_organization_profile)
        .service(update_organization_profile)
        .service(create_organization_position);
}

/// Reads the law that this server computes with.
///
/// The answer also says which one the caller's organisation adopted. If the two differ, its open
/// deadlines still go by the adopted one.
#[utoipa::path(tag = "law",
    responses((status = 200, description = "The law.", body = LawInForce)))]
#[get("/v1/catalog")]
async fn find_catalog(
    app: Data<App>,
    caller: Caller<can::ReadReference>,
    _query: Query<NoQuery>,
) -> Result<Answer> {
    let caller = caller.context();
    Answer::ok(&app.read(move |connection| service::in_force(connection, &caller)).await?)
}

/// Adopts the law of this server.
///
/// Adopting recalculates the open deadlines of the caller's organisation: what is pinned stays,
/// every earlier date is kept. With `dry_run` it proposes, and writes nothing.
#[utoipa::path(tag = "law", params(DryRun), request_body = AdoptLaw,
    responses((status = 200, description = "What moves.", body = Recalculated)))]
#[post("/v1/catalog/adopt")]
async fn adopt_catalog(
    app: Data<App>,
    caller: Caller<can::DecideLaw>,
    request: Idempotent<AdoptLaw>,
    query: Query<DryRun>,
) -> Result<Answer> {
    if query.0.mode().is_preview() {
        let body = request.body;
        let proposed = app.preview_dear(caller.context(), move |connection, caller| {
            service::adopt(connection, caller, &body, Mode::Preview)
        });
        return Answer::ok(&proposed.await?);
    }
    request
        .once_dear(
            &app,
            caller.context(),
            |connection, caller, body, _| {
                let moved = Json::of(&service::adopt(connection, caller, body, Mode::Apply)?)?;
                let answer = Answer::ok(&moved)?;
                Ok((moved, answer))
            },
            // What moved then is told by what was computed then alone.
            |connection, caller, moved: Json| {
                caller.require_permission()?;
                Answer::ok(&service::moved_again(connection, caller, moved)?)
            },
        )
        .await
}

/// Lists what is open in law.
///
/// The list holds the readings of rules and the practice directions on which an organisation can
/// take a position.
#[utoipa::path(tag = "law", params(ListQuery),
    responses((status = 200, description = "A page of readings.", body = ReadingPage)))]
#[get("/v1/readings")]
async fn list_readings(
    app: Data<App>,
    caller: Caller<can::ReadReference>,
    list: Paged<ListQuery>,
) -> Result<Answer> {
    caller.require_permission()?;
    let readings = service::open_readings(Catalog::current());
    app.list_in_memory(&caller, &list.paging, &readings, |reading| &reading.code, OpenReading::clone)
}

/// Reads what an organisation goes by.
///
/// The answer has its positions on what is open in law, with who took them and under which
/// decision, and when its people are reminded.
#[utoipa::path(tag = "law", params(("id" = OrganizationId, Path, description = "The organisation.")),
    responses((status = 200, description = "The profile.", body = Profile)))]
#[get("/v1/organizations/{id}/profile")]
async fn find_organization_profile(
    app: Data<App>,
    caller: Caller<can::ReadReference>,
    id: Path<OrganizationId>,
    _query: Query<NoQuery>,
    seen: IfNoneMatch,
) -> Result<Answer> {
    let caller = caller.context();
    let profile = app.read(move |connection| service::profile(connection, &caller, id.0)).await?;
    Ok(seen.unless_seen(Answer::ok(&profile)?.tagged(Version(profile.version))))
}

/// Changes when an organisation's people are reminded.
///
/// A merge patch. Positions are taken by `POST .../positions`.
#[utoipa::path(tag = "law", params(("id" = OrganizationId, Path, description = "The organisation.")),
    request_body(content = ProfilePatch, content_type = "application/merge-patch+json"),
    responses((status = 200, description = "Changed.", body = Profile)))]
#[patch("/v1/organizations/{id}/profile")]
async fn update_organization_profile(
    app: Data<App>,
    caller: Caller<can::DecideLaw>,
    body: Unparsed<ProfilePatch>,
    id: Path<OrganizationId>,
    _query: Query<NoQuery>,
    precondition: Precondition,
) -> Result<Answer> {
    let caller = caller.context();
    let profile = app
        .write(caller, move |connection, caller| {
            service::update(connection, caller, id.0, &precondition, &body)
        })
        .await?;
    Ok(Answer::ok(&profile)?.tagged(Version(profile.version)))
}

/// Takes a position on what is open in law.
///
/// Adopts or rejects a reading or a practice direction, or gives such a position up; the
/// organisation's open deadlines follow. With `dry_run` it proposes, and writes nothing.
#[utoipa::path(tag = "law",
    params(("id" = OrganizationId, Path, description = "The organisation."), DryRun), request_body = PositionInput,
    responses((status = 201, description = "Taken.", body = PositionOutcome), (status = 200, description = "What would move.", body = PositionOutcome)))]
#[post("/v1/organizations/{id}/positions")]
async fn create_organization_position(
    app: Data<App>,
    caller: Caller<can::DecideLaw>,
    request: Idempotent<PositionInput>,
    id: Path<OrganizationId>,
    query: Query<DryRun>,
) -> Result<Answer> {
    let id = id.0;
    if query.0.mode().is_preview() {
        let Idempotent { body, precondition, .. } = request;
        let proposed = app.preview_dear(caller.context(), move |connection, caller| {
            service::take_position(connection, caller, id, &precondition, &body, Mode::Preview)
        });
        return Answer::ok(&proposed.await?);
    }
    request
        .once_dear(
            &app,
            caller.context(),
            move |connection, caller, body, precondition| {
                let outcome =
                    service::take_position(connection, caller, id, precondition, body, Mode::Apply)?;
                let outcome = Json::of(&outcome)?;
                let answer = made(id, &outcome)?;
                Ok((outcome, answer))
            },
            move |connection, caller, outcome: Json| {
                service::profile(connection, caller, id)?;
                made(id, &service::moved_again(connection, caller, outcome)?)
            },
        )
        .await
}

fn made(organization: OrganizationId, outcome: &Json) -> Result<Answer> {
    Answer::created(format!("/v1/organizations/{organization}/profile"), outcome)
}
