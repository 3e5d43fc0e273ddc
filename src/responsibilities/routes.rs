//! Assignments, and the responsibilities on a case.

use super::api::{
    Assignment, AssignmentPage, CaseResponsibility, CaseResponsibilityPage, EndAssignment,
    ListCaseResponsibilities, NewAssignment,
};
use super::matrix::Matrix;
use super::model::instant_of;
use super::{service, store};
use crate::access::permissions::can;
use crate::app::App;
use crate::cases;
use crate::db::types::Instant;
use crate::error::{Code, Error, Fault, Result};
use crate::http::answer::Answer;
use crate::http::caller::Caller;
use crate::http::etag::{ETag, Seen};
use crate::http::idempotency::Post;
use crate::http::listing::{Listing, fixed_page};
use crate::http::page::Paging;
use crate::http::path::Path;
use crate::http::query::{Nothing, Query};
use crate::ids::{AssignmentId, CaseId};
use actix_web::web::Data;
use actix_web::{get, post};
use utoipa_actix_web::service_config::ServiceConfig;

/// The routes of this feature.
pub fn routes(config: &mut ServiceConfig<'_>) {
    config
        .service(list_case_assignments)
        .service(create_case_assignment)
        .service(find_assignment)
        .service(end_assignment)
        .service(list_case_responsibilities);
    super::matrices::routes::routes(config);
    super::report::routes::routes(config);
    // Last: its `{code}` would take the addresses of this feature that are literal for codes.
    super::catalogue::routes::routes(config);
}

/// Lists the assignments of a case.
///
/// Past, present and to come, in the order in which they begin.
#[utoipa::path(tag = "responsibilities", operation_id = "list_case_assignments",
    params(("id" = CaseId, Path, description = "The case."), Listing),
    responses((status = 200, description = "A page of assignments.", body = AssignmentPage)))]
#[get("/v1/cases/{id}/assignments")]
async fn list_case_assignments(
    app: Data<App>,
    caller: Caller<can::ReadCases>,
    id: Path<CaseId>,
    _query: Query<Listing>,
    paging: Paging,
) -> Result<Answer> {
    let after: Option<(i64, AssignmentId)> = paging.after(&app.cursors, caller.user.id)?;
    let after = after.and_then(|(micros, id)| Some((Instant::from_micros(micros)?, id)));
    let (caller, fetch, wanted) = (caller.context(), paging.fetch(), paging.count);
    let user = caller.user.id;
    let (rows, count) = app
        .read(move |connection| {
            let case = cases::service::find_visible(connection, &caller, id.0)?.id;
            caller.permit()?;
            let count = wanted.then(|| store::count(connection, case)).transpose()?;
            Ok((store::list(connection, case, after, fetch)?, count))
        })
        .await?;
    let items: Vec<Assignment> = rows.into_iter().map(Into::into).collect();
    paging.page(&app.cursors, user, items, |last| (last.from.micros(), last.id), count)
}

/// Assigns a user to a role on a case.
///
/// From its beginning to its end the user holds the responsibilities of the role, and may see the case. The open deadlines
/// of the case get their new holders.
#[utoipa::path(tag = "responsibilities", operation_id = "create_case_assignment", request_body = NewAssignment,
    params(("id" = CaseId, Path, description = "The case.")),
    responses((status = 201, description = "Assigned.", body = Assignment)))]
#[post("/v1/cases/{id}/assignments")]
async fn create_case_assignment(
    app: Data<App>,
    caller: Caller<can::AssignPeople>,
    request: Post<NewAssignment>,
    id: Path<CaseId>,
    _query: Query<Nothing>,
) -> Result<Answer> {
    let answer = request
        .once(&app, caller.context(), move |connection, caller, body, _| {
            let assignment = service::create(connection, caller, id.0, body)?;
            let location = format!("/v1/assignments/{}", assignment.id);
            Ok(Answer::created(location, &assignment)?.tagged(ETag(assignment.version)))
        })
        .await?;
    app.principals.forget();
    Ok(answer)
}

/// Reads an assignment.
///
/// Who holds which role on which case, from when until when.
#[utoipa::path(tag = "responsibilities", operation_id = "find_assignment",
    params(("id" = AssignmentId, Path, description = "The assignment.")),
    responses((status = 200, description = "The assignment.", body = Assignment)))]
#[get("/v1/assignments/{id}")]
async fn find_assignment(
    app: Data<App>,
    caller: Caller<can::ReadCases>,
    id: Path<AssignmentId>,
    _query: Query<Nothing>,
    seen: Seen,
) -> Result<Answer> {
    let caller = caller.context();
    let assignment = app.read(move |connection| service::find(connection, &caller, id.0)).await?;
    let etag = ETag(assignment.version);
    Ok(seen.unless_seen(Answer::ok(&assignment)?.tagged(etag)))
}

/// Ends an assignment.
///
/// Now, or at the instant given; it stays on record. The open deadlines of the case get their new holders.
#[utoipa::path(tag = "responsibilities", operation_id = "end_assignment", request_body = EndAssignment,
    params(("id" = AssignmentId, Path, description = "The assignment.")),
    responses((status = 200, description = "Ended.", body = Assignment)))]
#[post("/v1/assignments/{id}/end")]
async fn end_assignment(
    app: Data<App>,
    caller: Caller<can::AssignPeople>,
    request: Post<EndAssignment>,
    id: Path<AssignmentId>,
    _query: Query<Nothing>,
) -> Result<Answer> {
    let answer = request
        .once(&app, caller.context(), move |connection, caller, body, precondition| {
            let assignment = service::end(connection, caller, id.0, precondition, body)?;
            Ok(Answer::ok(&assignment)?.tagged(ETag(assignment.version)))
        })
        .await?;
    app.principals.forget();
    Ok(answer)
}

/// Lists the responsibilities on a case.
///
/// For each, who does it, who answers for it, who is asked and who is told, now or at another time; `gap` says that nobody
/// does it, or nobody answers for it.
#[utoipa::path(tag = "responsibilities", operation_id = "list_case_responsibilities",
    params(("id" = CaseId, Path, description = "The case."), ListCaseResponsibilities),
    responses((status = 200, description = "A page of responsibilities.", body = CaseResponsibilityPage)))]
#[get("/v1/cases/{id}/responsibilities")]
async fn list_case_responsibilities(
    app: Data<App>,
    caller: Caller<can::ReadCases>,
    id: Path<CaseId>,
    query: Query<ListCaseResponsibilities>,
    paging: Paging,
) -> Result<Answer> {
    let at = match &query.0.as_of {
        None => caller.now,
        Some(asked) => instant_of(asked, caller.now, caller.today).ok_or_else(unreadable_as_of)?,
    };
    // A cursor that is not ours is refused before anything is said of the case.
    let _: Option<String> = paging.after(&app.cursors, caller.user.id)?;
    let caller = caller.context();
    let (held, caller) =
        app.read(move |connection| Ok((service::held_at(connection, &caller, id.0, at)?, caller))).await?;
    fixed_page(
        &app,
        &caller,
        &paging,
        Matrix::builtin().responsibilities(),
        |known| &known.code,
        |known| CaseResponsibility::of(known, &held),
    )
}

fn unreadable_as_of() -> Error {
    Error::new(Code::InvalidQuery).with(vec![Fault::query(
        "as_of",
        "invalid_value",
        "This is neither a date that exists (2026-03-03) nor an instant (2026-03-03T14:00:00Z, RFC 3339).",
        "Ceci n'est ni une date qui existe (2026-03-03) ni un instant (2026-03-03T14:00:00Z, RFC 3339).",
    )])
}
