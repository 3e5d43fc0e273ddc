//! Checks for conflicts.

use super::api::{ConflictCheck, Findings};
use super::service;
use crate::access::permissions::can;
use crate::app::App;
use crate::app::caller::Caller;
use crate::error::Result;
use crate::http::answer::Answer;
use crate::http::etag::IfNoneMatch;
use crate::http::listing::static_resource;
use crate::http::path::Path;
use crate::http::query::{NoQuery, Query};
use crate::ids::CaseId;
use crate::unparsed::Unparsed;
use actix_web::web::Data;
use actix_web::{get, post};
use utoipa_actix_web::service_config::ServiceConfig;

/// The routes of this feature.
pub fn routes(config: &mut ServiceConfig<'_>) {
    config.service(list_case_conflicts).service(check_conflicts);
}

/// Lists where else the names in a case are found.
///
/// The parties, counsel, decision-makers and affiants of other cases that you may see whose name is
/// the same as one here, or may be: accents, titles and the order of the words make no difference,
/// and a word may be transliterated, written together or apart, left out, or an initial. Other
/// names of a party are compared, too. `strength` says how sure a finding is, and `grounds` what
/// makes it; the same UCI is one whatever the names. What rests on a name or a UCI that you are not
/// shown, here or there, is left out.
#[utoipa::path(tag = "conflicts",
    params(("id" = CaseId, Path, description = "The case.")),
    responses((status = 200, description = "What was found.", body = Findings)))]
#[get("/v1/cases/{id}/conflicts")]
async fn list_case_conflicts(
    app: Data<App>,
    caller: Caller<can::ReadCases>,
    id: Path<CaseId>,
    _query: Query<NoQuery>,
    seen: IfNoneMatch,
) -> Result<Answer> {
    let (user, caller) = (caller.user.id, caller.context());
    let items = app.read_dear(user, move |connection| service::of_case(connection, &caller, id.0)).await?;
    static_resource(&Findings { items }, &seen)
}

/// Checks what stands in the way of an assignment.
///
/// Whoever decided in the matter or swore an affidavit in it cannot be counsel (`bar`); whoever may
/// have, and whoever may have acted in it, or for a person who is a party to it, can be assigned
/// where the finding is waived (`waivable`). What rests on a name that you are not shown is left
/// out; where somebody is assigned over it, a manager is told. Nothing is stored.
#[utoipa::path(tag = "conflicts", request_body = ConflictCheck,
    responses((status = 200, description = "What was found.", body = Findings)))]
#[post("/v1/conflicts/check")]
async fn check_conflicts(
    app: Data<App>,
    caller: Caller<can::AssignPeople>,
    body: Unparsed<ConflictCheck>,
    _query: Query<NoQuery>,
) -> Result<Answer> {
    let (user, caller) = (caller.user.id, caller.context());
    let items = app.read_dear(user, move |connection| service::check(connection, &caller, &body)).await?;
    Answer::ok(&Findings { items })
}
