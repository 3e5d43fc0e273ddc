//! Emergency accesses to a case.

use super::api::{EmergencyAccess, EmergencyAccessInput, EmergencyAccessPage};
use super::{service, store};
use crate::access::permissions::can;
use crate::app::App;
use crate::app::caller::Caller;
use crate::app::idempotency::Idempotent;
use crate::error::Result;
use crate::http::answer::Answer;
use crate::http::listing::ListQuery;
use crate::http::page::Paged;
use crate::http::path::Path;
use crate::http::query::{NoQuery, Query};
use crate::ids::CaseId;
use crate::matters::cases;
use actix_web::web::Data;
use actix_web::{get, post};
use utoipa_actix_web::service_config::ServiceConfig;

/// The routes of this feature.
pub fn routes(config: &mut ServiceConfig<'_>) {
    config.service(list_case_emergency_accesses).service(create_case_emergency_access);
}

/// Lists the emergency accesses to a case.
///
/// The list says who opened it, why and until when, the latest first.
#[utoipa::path(tag = "walls",
    params(("id" = CaseId, Path, description = "The case."), ListQuery),
    responses((status = 200, description = "A page of accesses.", body = EmergencyAccessPage)))]
#[get("/v1/cases/{id}/emergency-accesses")]
async fn list_case_emergency_accesses(
    app: Data<App>,
    caller: Caller<can::ManageWalls>,
    id: Path<CaseId>,
    list: Paged<ListQuery>,
) -> Result<Answer> {
    app.list(
        caller.context(),
        &list.paging,
        |last: &EmergencyAccess| last.id,
        move |connection, caller, page| {
            let case = cases::service::find_visible(connection, caller, id.0)?.id;
            caller.require_permission()?;
            let count = page.count.then(|| store::count(connection, case)).transpose()?;
            let rows = store::list(connection, case, page.after, page.fetch)?;
            Ok((rows.into_iter().map(Into::into).collect(), count))
        },
    )
    .await
}

/// Opens a case in an emergency.
///
/// This breaks the glass: a case of the caller's organisation, within their clearance, that a wall
/// closes or no assignment opens is open to them until the end of the day. It takes a permission
/// and a reason; whoever answers for the case is told. A case that cannot be opened is answered
/// like one that does not exist.
#[utoipa::path(tag = "walls", request_body = EmergencyAccessInput,
    params(("id" = CaseId, Path, description = "The case.")),
    responses((status = 201, description = "Opened.", body = EmergencyAccess)))]
#[post("/v1/cases/{id}/emergency-accesses")]
async fn create_case_emergency_access(
    app: Data<App>,
    caller: Caller<can::BreakGlass>,
    request: Idempotent<EmergencyAccessInput>,
    id: Path<CaseId>,
    _query: Query<NoQuery>,
) -> Result<Answer> {
    let answer = request
        .once(
            &app,
            caller.context(),
            move |connection, caller, body, _| {
                let access = service::open(connection, caller, id.0, body)?;
                Ok((access.id, opened(&access)?))
            },
            move |connection, caller, access| opened(&service::find_own(connection, caller, id.0, access)?),
        )
        .await?;
    app.principals.forget();
    Ok(answer)
}

fn opened(access: &EmergencyAccess) -> Result<Answer> {
    Answer::created(format!("/v1/cases/{}", access.case_id), access)
}
