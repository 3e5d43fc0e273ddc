//! Work and suggestions.

use super::api::{ListWorkload, SuggestAssignment, Suggestions, Workload, WorkloadPage};
use super::service;
use super::store::WorkloadFilter;
use crate::access::permissions::can;
use crate::app::App;
use crate::app::caller::Caller;
use crate::app::listing::Cost;
use crate::error::Result;
use crate::http::answer::Answer;
use crate::http::page::Paged;
use crate::http::query::{NoQuery, Query};
use crate::unparsed::Unparsed;
use actix_web::web::Data;
use actix_web::{get, post};
use utoipa_actix_web::service_config::ServiceConfig;

/// The routes of this feature. They come before those of assignments, or "suggest" would be taken
/// for an assignment's id.
pub fn routes(config: &mut ServiceConfig<'_>) {
    config
        .service(list_workload)
        .service(suggest_assignment)
        .route("/v1/assignments/suggest", actix_web::web::route().to(crate::app::fallback::fallback));
}

/// Lists how much work people, groups or roles have.
///
/// The list holds those who have some on the cases that you may see, by id of the person or the
/// group, or by code of the role: open cases on which an assignment is held now, weighed by
/// proceeding, and open deadlines by who is responsible.
#[utoipa::path(tag = "responsibilities", params(ListWorkload),
    responses((status = 200, description = "A page of work.", body = WorkloadPage)))]
#[get("/v1/workload")]
async fn list_workload(
    app: Data<App>,
    caller: Caller<can::ReadCases>,
    list: Paged<ListWorkload>,
) -> Result<Answer> {
    caller.require_permission()?;
    let Paged { query: asked, paging } = list;
    let by = asked.by.unwrap_or_default();
    let filter =
        WorkloadFilter { organization: asked.organization_id, user: asked.user_id, role: asked.role };
    app.list_at(Cost::Dear, caller.context(), &paging, key, move |connection, caller, page| {
        service::page(connection, caller, by, &filter, page.after.as_deref(), page.fetch, page.count)
    })
    .await
}

fn key(item: &Workload) -> String {
    let person = item.user_id.map(|id| id.to_string());
    person
        .or_else(|| item.group_id.map(|id| id.to_string()))
        .or_else(|| item.role.clone())
        .unwrap_or_default()
}

/// Suggests whom to assign.
///
/// The answer has the active users of your organisation and of the case's who can hold the role:
/// those who could take it, ranked by points that are explained (load, language, office, findings
/// that would have to be waived), and those who could not, with the reasons. Load is counted over
/// the cases that you may see. Nothing is stored.
#[utoipa::path(tag = "responsibilities", request_body = SuggestAssignment,
    responses((status = 200, description = "Suggested.", body = Suggestions),
        (status = 404, description = "There is no such case, or you may not know of it.", body = crate::http::problem::Problem, content_type = "application/problem+json")))]
#[post("/v1/assignments/suggest")]
async fn suggest_assignment(
    app: Data<App>,
    caller: Caller<can::AssignPeople>,
    body: Unparsed<SuggestAssignment>,
    _query: Query<NoQuery>,
) -> Result<Answer> {
    let (user, caller) = (caller.user.id, caller.context());
    Answer::ok(&app.read_dear(user, move |connection| service::suggest(connection, &caller, &body)).await?)
}
