//! The offices of an organisation's own.

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
use crate::ids::OfficeId;
use crate::people::offices;
use crate::people::offices::api::{OfficeInput, OfficePage, OfficePatch, OwnOfficeView};
use crate::unparsed::Unparsed;
use crate::version::{Precondition, Version};
use actix_web::web::Data;
use actix_web::{delete, get, patch, post};
use utoipa_actix_web::service_config::ServiceConfig;

/// The routes of this feature.
pub fn routes(config: &mut ServiceConfig<'_>) {
    config
        .service(list_offices)
        .service(create_office)
        .service(find_office)
        .service(update_office)
        .service(delete_office);
}

/// Lists the offices of your organisation's own.
///
/// The list holds those that it has beside the ones that everybody knows, by code.
/// `GET /v1/code-lists/offices` has all of them.
#[utoipa::path(tag = "offices", params(ListQuery),
    responses((status = 200, description = "A page of offices.", body = OfficePage)))]
#[get("/v1/offices")]
async fn list_offices(
    app: Data<App>,
    caller: Caller<can::ReadReference>,
    list: Paged<ListQuery>,
) -> Result<Answer> {
    caller.require_permission()?;
    let place = |last: &OwnOfficeView| last.code.clone();
    app.list(caller.context(), &list.paging, place, |connection, caller, page| {
        let after: Option<String> = page.after;
        let mut all = offices::service::own(connection, caller.user.organization_id)?;
        let count = page.count.then(|| i64::try_from(all.len()).unwrap_or(i64::MAX));
        all.retain(|office| after.as_ref().is_none_or(|after| office.code > *after));
        all.truncate(usize::try_from(page.fetch).unwrap_or(usize::MAX));
        Ok((all, count))
    })
    .await
}

/// Adds an office of your organisation's own.
///
/// From then on it is found by any of its spellings. What named it before is brought to it: cases,
/// people and portfolios have it as it is `written`, and its region and its clock hold for those
/// cases. Dates that were computed stay until they are recalculated.
#[utoipa::path(tag = "offices", request_body = OfficeInput,
    responses((status = 201, description = "Added.", body = OwnOfficeView)))]
#[post("/v1/offices")]
async fn create_office(
    app: Data<App>,
    caller: Caller<can::ManageOffices>,
    request: Idempotent<OfficeInput>,
    _query: Query<NoQuery>,
) -> Result<Answer> {
    let answer = request
        .once(
            &app,
            caller.context(),
            |connection, caller, body, _| {
                let office = service::create(connection, caller, body)?;
                Ok((office.id, made(&office)?))
            },
            |connection, caller, id| made(&service::find(connection, caller, id)?),
        )
        .await?;
    app.principals.forget();
    Ok(answer)
}

fn made(office: &OwnOfficeView) -> Result<Answer> {
    let location = format!("/v1/offices/{}", office.id);
    Ok(Answer::created(location, office)?.tagged(Version(office.version)))
}

/// Reads an office of your organisation's own.
///
/// The answer says how it is written, where it lies and which clock it has.
#[utoipa::path(tag = "offices",
    params(("id" = OfficeId, Path, description = "The office.")),
    responses((status = 200, description = "The office.", body = OwnOfficeView)))]
#[get("/v1/offices/{id}")]
async fn find_office(
    app: Data<App>,
    caller: Caller<can::ReadReference>,
    id: Path<OfficeId>,
    _query: Query<NoQuery>,
    seen: IfNoneMatch,
) -> Result<Answer> {
    let caller = caller.context();
    let office = app.read(move |connection| service::find(connection, &caller, id.0)).await?;
    let version = Version(office.version);
    Ok(seen.unless_seen(Answer::ok(&office)?.tagged(version)))
}

/// Changes an office of your organisation's own.
///
/// A merge patch; what names the office follows, as when it is added. The `ETag` goes into
/// `If-Match`.
#[utoipa::path(tag = "offices",
    params(("id" = OfficeId, Path, description = "The office.")),
    request_body(content = OfficePatch, content_type = "application/merge-patch+json"),
    responses((status = 200, description = "Changed.", body = OwnOfficeView)))]
#[patch("/v1/offices/{id}")]
async fn update_office(
    app: Data<App>,
    caller: Caller<can::ManageOffices>,
    body: Unparsed<OfficePatch>,
    id: Path<OfficeId>,
    _query: Query<NoQuery>,
    precondition: Precondition,
) -> Result<Answer> {
    let caller = caller.context();
    let office = app
        .write(caller, move |connection, caller| {
            service::update(connection, caller, id.0, &precondition, &body)
        })
        .await?;
    app.principals.forget();
    Ok(Answer::ok(&office)?.tagged(Version(office.version)))
}

/// Removes an office of your organisation's own.
///
/// What names it keeps the name, which is one of no list then: it has no region, and the principal
/// clock. The `ETag` goes into `If-Match`.
#[utoipa::path(tag = "offices",
    params(("id" = OfficeId, Path, description = "The office.")),
    responses((status = 204, description = "Removed.")))]
#[delete("/v1/offices/{id}")]
async fn delete_office(
    app: Data<App>,
    caller: Caller<can::ManageOffices>,
    id: Path<OfficeId>,
    _query: Query<NoQuery>,
    precondition: Precondition,
) -> Result<Answer> {
    let caller = caller.context();
    app.write(caller, move |connection, caller| service::delete(connection, caller, id.0, &precondition))
        .await?;
    app.principals.forget();
    Ok(Answer::no_content())
}
