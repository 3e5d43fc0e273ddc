//! The links of a case.

use super::service as acts;
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
use crate::ids::{CaseId, LinkId};
use crate::matters::cases;
use crate::matters::links::api::{CaseLink, CaseLinkInput, CaseLinkPage};
use crate::matters::links::{service, store};
use crate::version::Precondition;
use actix_web::web::Data;
use actix_web::{delete, get, post};
use utoipa_actix_web::service_config::ServiceConfig;

/// The routes of this part of the feature.
pub fn routes(config: &mut ServiceConfig<'_>) {
    config
        .service(list_case_links)
        .service(create_case_link)
        .service(find_case_link)
        .service(delete_case_link);
}

/// Lists the links of a case.
///
/// Links lead from the case or to it, and come in the order in which they were made. A link to a
/// case that you may not see is left out.
#[utoipa::path(tag = "cases",
    params(("id" = CaseId, Path, description = "The case."), ListQuery),
    responses((status = 200, description = "A page of links.", body = CaseLinkPage)))]
#[get("/v1/cases/{id}/links")]
async fn list_case_links(
    app: Data<App>,
    caller: Caller<can::ReadCases>,
    id: Path<CaseId>,
    list: Paged<ListQuery>,
) -> Result<Answer> {
    app.list(
        caller.context(),
        &list.paging,
        |last: &CaseLink| last.id,
        move |connection, caller, page| {
            let case = cases::service::find_visible(connection, caller, id.0)?.id;
            caller.require_permission()?;
            let count = page.count.then(|| store::count(connection, caller, case)).transpose()?;
            let found = store::list(connection, caller, case, page.after, page.fetch)?;
            Ok((service::shown(connection, caller, found)?, count))
        },
    )
    .await
}

/// Links a case to another.
///
/// `kind` says what this case is to the other: `stay_of`, `appeal_of`, ... There is one link of a
/// kind between two cases. `stay_of` and `motion_in` put this case into the other's court file:
/// walls around one are around both, and the stricter confidentiality holds for both. That is for
/// motions: what the proceeding of the other case names as its successor in the same file
/// (`same_file`) by this kind, and each is in one file.
#[utoipa::path(tag = "cases", request_body = CaseLinkInput,
    params(("id" = CaseId, Path, description = "The case.")),
    responses((status = 201, description = "Linked.", body = CaseLink)))]
#[post("/v1/cases/{id}/links")]
async fn create_case_link(
    app: Data<App>,
    caller: Caller<can::UpdateCases>,
    request: Idempotent<CaseLinkInput>,
    id: Path<CaseId>,
    _query: Query<NoQuery>,
) -> Result<Answer> {
    request
        .once(
            &app,
            caller.context(),
            move |connection, caller, body, _| {
                let link = acts::create(connection, caller, id.0, body)?;
                Ok((link.id, linked(id.0, &link)?))
            },
            move |connection, caller, link| linked(id.0, &service::find(connection, caller, id.0, link)?),
        )
        .await
}

fn linked(case: CaseId, link: &CaseLink) -> Result<Answer> {
    Ok(Answer::created(format!("/v1/cases/{case}/links/{}", link.id), link)?.tagged(link.version()))
}

/// Reads a link.
///
/// The answer includes what is shown of the case at its other end.
#[utoipa::path(tag = "cases",
    params(("id" = CaseId, Path, description = "The case."), ("link_id" = LinkId, Path, description = "The link.")),
    responses((status = 200, description = "The link.", body = CaseLink)))]
#[get("/v1/cases/{id}/links/{link_id}")]
async fn find_case_link(
    app: Data<App>,
    caller: Caller<can::ReadCases>,
    path: Path<(CaseId, LinkId)>,
    _query: Query<NoQuery>,
    seen: IfNoneMatch,
) -> Result<Answer> {
    let (caller, Path((case, id))) = (caller.context(), path);
    let link = app.read(move |connection| service::find(connection, &caller, case, id)).await?;
    let version = link.version();
    Ok(seen.unless_seen(Answer::ok(&link)?.tagged(version)))
}

/// Removes a link.
///
/// A link can be removed from either of its ends; what it was stays in the journal. The `ETag` of
/// the link goes into `If-Match`. Two cases that no longer share a court file each keep the walls
/// and the confidentiality that the file had.
#[utoipa::path(tag = "cases",
    params(("id" = CaseId, Path, description = "The case."), ("link_id" = LinkId, Path, description = "The link.")),
    responses((status = 204, description = "Removed.")))]
#[delete("/v1/cases/{id}/links/{link_id}")]
async fn delete_case_link(
    app: Data<App>,
    caller: Caller<can::UpdateCases>,
    path: Path<(CaseId, LinkId)>,
    _query: Query<NoQuery>,
    precondition: Precondition,
) -> Result<Answer> {
    let (caller, Path((case, id))) = (caller.context(), path);
    app.write(caller, move |connection, caller| acts::delete(connection, caller, case, id, &precondition))
        .await?;
    Ok(Answer::no_content())
}
