//! Absences.

use super::api::{Absence, AbsenceInput, AbsencePage, AbsencePatch, ListAbsences};
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
use crate::http::query::{NoQuery, Query, person};
use crate::ids::AbsenceId;
use crate::unparsed::Unparsed;
use crate::version::{Precondition, Version};
use actix_web::web::Data;
use actix_web::{delete, get, patch, post};
use utoipa_actix_web::service_config::ServiceConfig;

/// The routes of this feature.
pub fn routes(config: &mut ServiceConfig<'_>) {
    config
        .service(list_absences)
        .service(create_absence)
        .service(find_absence)
        .service(update_absence)
        .service(delete_absence);
}

/// Lists absences.
///
/// The list holds the absences of the people of your organisation, past, present and to come, in
/// the order in which they begin.
#[utoipa::path(tag = "absences", params(ListAbsences),
    responses((status = 200, description = "A page of absences.", body = AbsencePage)))]
#[get("/v1/absences")]
async fn list_absences(
    app: Data<App>,
    caller: Caller<can::ReadDirectory>,
    list: Paged<ListAbsences>,
) -> Result<Answer> {
    caller.require_permission()?;
    let user = person(&caller, "user_id", list.query.user_id.as_deref())?;
    let filter = store::AbsenceFilter { organization: caller.user.organization_id, user };
    let place = |last: &Absence| (last.from.micros(), last.id);
    app.list(caller.context(), &list.paging, place, move |connection, _, page| {
        let count = page.count.then(|| store::count(connection, filter)).transpose()?;
        let rows = store::list(connection, filter, page.after_instant(), page.fetch)?;
        Ok((rows.into_iter().map(Into::into).collect(), count))
    })
    .await
}

/// Records an absence.
///
/// The absence is your own, or that of somebody of your organisation if you manage assignments
/// there. Why somebody is away is not stored.
#[utoipa::path(tag = "absences", request_body = AbsenceInput,
    responses((status = 201, description = "Recorded.", body = Absence)))]
#[post("/v1/absences")]
async fn create_absence(
    app: Data<App>,
    caller: Caller<can::RecordAbsences>,
    request: Idempotent<AbsenceInput>,
    _query: Query<NoQuery>,
) -> Result<Answer> {
    request
        .once(
            &app,
            caller.context(),
            |connection, caller, body, _| {
                let absence = service::create(connection, caller, body)?;
                Ok((absence.id, made(&absence)?))
            },
            |connection, caller, id| made(&service::recorded(connection, caller, id)?),
        )
        .await
}

fn made(absence: &Absence) -> Result<Answer> {
    let location = format!("/v1/absences/{}", absence.id);
    Ok(Answer::created(location, absence)?.tagged(Version(absence.version)))
}

/// Reads an absence.
///
/// The absence is one of a person of your organisation.
#[utoipa::path(tag = "absences",
    params(("id" = AbsenceId, Path, description = "The absence.")),
    responses((status = 200, description = "The absence.", body = Absence)))]
#[get("/v1/absences/{id}")]
async fn find_absence(
    app: Data<App>,
    caller: Caller<can::ReadDirectory>,
    id: Path<AbsenceId>,
    _query: Query<NoQuery>,
    seen: IfNoneMatch,
) -> Result<Answer> {
    let caller = caller.context();
    let absence = app.read(move |connection| service::find(connection, &caller, id.0)).await?;
    let version = Version(absence.version);
    Ok(seen.unless_seen(Answer::ok(&absence)?.tagged(version)))
}

/// Changes an absence.
///
/// A merge patch of when it begins and ends; the `ETag` of the absence goes into `If-Match`.
#[utoipa::path(tag = "absences",
    params(("id" = AbsenceId, Path, description = "The absence.")),
    request_body(content = AbsencePatch, content_type = "application/merge-patch+json"),
    responses((status = 200, description = "Changed.", body = Absence)))]
#[patch("/v1/absences/{id}")]
async fn update_absence(
    app: Data<App>,
    caller: Caller<can::RecordAbsences>,
    body: Unparsed<AbsencePatch>,
    id: Path<AbsenceId>,
    _query: Query<NoQuery>,
    precondition: Precondition,
) -> Result<Answer> {
    let caller = caller.context();
    let absence = app
        .write(caller, move |connection, caller| {
            service::update(connection, caller, id.0, &precondition, &body)
        })
        .await?;
    Ok(Answer::ok(&absence)?.tagged(Version(absence.version)))
}

/// Removes an absence.
///
/// The absence is one that will not be, or never was; what it said stays in the journal. The `ETag`
/// of the absence goes into `If-Match`.
#[utoipa::path(tag = "absences",
    params(("id" = AbsenceId, Path, description = "The absence.")),
    responses((status = 204, description = "Removed.")))]
#[delete("/v1/absences/{id}")]
async fn delete_absence(
    app: Data<App>,
    caller: Caller<can::RecordAbsences>,
    id: Path<AbsenceId>,
    _query: Query<NoQuery>,
    precondition: Precondition,
) -> Result<Answer> {
    let caller = caller.context();
    app.write(caller, move |connection, caller| service::delete(connection, caller, id.0, &precondition))
        .await?;
    Ok(Answer::no_content())
}
