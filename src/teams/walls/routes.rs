//! The walls around a case.

use super::api::{Wall, WallInput, WallPage, WallPatch};
use super::service;
use crate::access::permissions::can;
use crate::app::App;
use crate::app::caller::Caller;
use crate::app::idempotency::Idempotent;
use crate::error::Result;
use crate::http::answer::Answer;
use crate::http::etag::IfNoneMatch;
use crate::http::listing::ListQuery;
use crate::http::page::Paged;
use crate::http::path::Path;
use crate::http::query::{NoQuery, Query};
use crate::ids::{CaseId, WallId};
use crate::unparsed::Unparsed;
use crate::version::{Precondition, Version};
use actix_web::web::Data;
use actix_web::{get, patch, post};
use utoipa_actix_web::service_config::ServiceConfig;

/// The routes of this feature.
pub fn routes(config: &mut ServiceConfig<'_>) {
    config
        .service(list_case_walls)
        .service(create_case_wall)
        .service(find_case_wall)
        .service(update_case_wall);
}

/// Lists the walls around a case.
///
/// The list holds those that stand, those that fell and those that are still to come, in the order
/// in which they were put up: around this case, and around the others of its court file
/// (`by_court_file`), since a wall around one of them is around all.
#[utoipa::path(tag = "walls",
    params(("id" = CaseId, Path, description = "The case."), ListQuery),
    responses((status = 200, description = "A page of walls.", body = WallPage)))]
#[get("/v1/cases/{id}/walls")]
async fn list_case_walls(
    app: Data<App>,
    caller: Caller<can::ManageWalls>,
    id: Path<CaseId>,
    list: Paged<ListQuery>,
) -> Result<Answer> {
    app.list(
        caller.context(),
        &list.paging,
        |last: &Wall| last.id,
        move |connection, caller, page| {
            let walls = service::list(connection, caller, id.0, (page.after, page.fetch))?;
            let count = page.count.then(|| service::count(connection, id.0)).transpose()?;
            Ok((walls, count))
        },
    )
    .await
}

/// Puts up a wall.
///
/// The case does not exist for the person, or for whoever is in the group or was in it while the
/// wall stood, whatever their role or assignments, from the beginning of the wall to its end.
#[utoipa::path(tag = "walls", request_body = WallInput,
    params(("id" = CaseId, Path, description = "The case.")),
    responses((status = 201, description = "Put up.", body = Wall)))]
#[post("/v1/cases/{id}/walls")]
async fn create_case_wall(
    app: Data<App>,
    caller: Caller<can::ManageWalls>,
    request: Idempotent<WallInput>,
    id: Path<CaseId>,
    _query: Query<NoQuery>,
) -> Result<Answer> {
    let answer = request
        .once(
            &app,
            caller.context(),
            move |connection, caller, body, _| {
                let wall = service::create(connection, caller, id.0, body)?;
                Ok((wall.id, made(id.0, &wall)?))
            },
            move |connection, caller, wall| made(id.0, &service::find(connection, caller, id.0, wall)?),
        )
        .await?;
    app.principals.forget();
    Ok(answer)
}

fn made(case: CaseId, wall: &Wall) -> Result<Answer> {
    let location = format!("/v1/cases/{case}/walls/{}", wall.id);
    Ok(Answer::created(location, wall)?.tagged(Version(wall.version)))
}

/// Reads a wall.
///
/// The answer says whom it keeps from the case, from when until when, and why, and whether it was
/// put up around this case or another of its court file.
#[utoipa::path(tag = "walls",
    params(("id" = CaseId, Path, description = "The case."), ("wall_id" = WallId, Path, description = "The wall.")),
    responses((status = 200, description = "The wall.", body = Wall)))]
#[get("/v1/cases/{id}/walls/{wall_id}")]
async fn find_case_wall(
    app: Data<App>,
    caller: Caller<can::ManageWalls>,
    path: Path<(CaseId, WallId)>,
    _query: Query<NoQuery>,
    seen: IfNoneMatch,
) -> Result<Answer> {
    let (caller, Path((case, id))) = (caller.context(), path);
    let wall = app.read(move |connection| service::find(connection, &caller, case, id)).await?;
    let version = Version(wall.version);
    Ok(seen.unless_seen(Answer::ok(&wall)?.tagged(version)))
}

/// Changes a wall.
///
/// A merge patch of its end or its reason: a wall is ended, never deleted. One that was put up
/// around another case of the court file is changed there (`put_up_on_case_id`). The `ETag` of the
/// wall goes into `If-Match`.
#[utoipa::path(tag = "walls",
    params(("id" = CaseId, Path, description = "The case."), ("wall_id" = WallId, Path, description = "The wall.")),
    request_body(content = WallPatch, content_type = "application/merge-patch+json"),
    responses((status = 200, description = "Changed.", body = Wall)))]
#[patch("/v1/cases/{id}/walls/{wall_id}")]
async fn update_case_wall(
    app: Data<App>,
    caller: Caller<can::ManageWalls>,
    body: Unparsed<WallPatch>,
    path: Path<(CaseId, WallId)>,
    _query: Query<NoQuery>,
    precondition: Precondition,
) -> Result<Answer> {
    let (caller, Path((case, id))) = (caller.context(), path);
    let wall = app
        .write(caller, move |connection, caller| {
            service::update(connection, caller, case, id, &precondition, &body)
        })
        .await?;
    app.principals.forget();
    Ok(Answer::ok(&wall)?.tagged(Version(wall.version)))
}
