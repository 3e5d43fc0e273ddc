//! Roles, responsibilities and assignments.

use super::api::{CaseResponsibilityPage, ListCaseResponsibilities};
use super::model::instant_of;
use super::service::{self, HoldersQuery};
use crate::access::permissions::can;
use crate::app::App;
use crate::app::caller::Caller;
use crate::db::Connection;
use crate::db::types::Json;
use crate::error::{Code, Error, Fault, Result};
use crate::http::answer::Answer;
use crate::http::page::Paged;
use crate::http::path::Path;
use crate::ids::CaseId;
use actix_web::get;
use actix_web::web::Data;
use utoipa_actix_web::service_config::ServiceConfig;

/// The routes of this feature.
pub fn routes(config: &mut ServiceConfig<'_>) {
    config.service(list_case_responsibilities);
    super::matrices::routes::routes(config);
}

/// Lists the responsibilities on a case.
///
/// The answer lists those that bind at the stage that the case has, or had at another time: for
/// each, who does it, who answers for it, who is asked and who is told, through which assignment,
/// delegation or portfolio, under which version of the matrix; `gap` says that nobody does it, or
/// nobody answers for it. With `known_at`, the answer is what was known at that instant.
#[utoipa::path(tag = "responsibilities",
    params(("id" = CaseId, Path, description = "The case."), ListCaseResponsibilities),
    responses((status = 200, description = "A page of responsibilities.", body = CaseResponsibilityPage)))]
#[get("/v1/cases/{id}/responsibilities")]
async fn list_case_responsibilities(
    app: Data<App>,
    caller: Caller<can::ReadCases>,
    id: Path<CaseId>,
    list: Paged<ListCaseResponsibilities>,
) -> Result<Answer> {
    let ListCaseResponsibilities { as_of, known_at, all, .. } = list.query;
    let read = |name, asked: Option<&String>| {
        let instant =
            asked.map(|text| instant_of(text, caller.now, caller.today).ok_or_else(|| unreadable(name)));
        instant.transpose()
    };
    let asked = HoldersQuery {
        at: read("as_of", as_of.as_ref())?.unwrap_or(caller.now),
        known_at: read("known_at", known_at.as_ref())?,
        all: all.unwrap_or(false),
    };
    // A cursor that is not ours is refused before anything is said of the case.
    let _: Option<String> = list.paging.after(&app.cursors, caller.user.id)?;
    let (user, caller) = (caller.user.id, caller.context());
    // What was known at another time is put together from the whole journal of the case.
    let is_dear = asked.known_at.is_some();
    let read =
        move |connection: &mut Connection| Ok((service::of_time(connection, &caller, id.0, asked)?, caller));
    let (held, caller) = if is_dear { app.read_dear(user, read).await? } else { app.read(read).await? };
    // As they are: the list was made for this answer.
    let held: Vec<_> = held.into_iter().map(|one| (one.code.clone(), Json::of(&one))).collect();
    let views = held.into_iter().map(|(code, view)| Ok((code, view?)));
    let views: Vec<(String, Json)> = views.collect::<Result<_>>()?;
    app.list_in_memory(&caller, &list.paging, &views, |(code, _)| code, |(_, view)| view)
}

fn unreadable(name: &str) -> Error {
    Error::new(Code::InvalidQuery).with_faults(vec![Fault::query(
        name,
        "invalid_value",
        "This is neither a date that exists (2026-03-03) nor an instant (2026-03-03T14:00:00Z, RFC 3339).",
        "Ceci n'est ni une date qui existe (2026-03-03) ni un instant (2026-03-03T14:00:00Z, RFC 3339).",
    )])
}
