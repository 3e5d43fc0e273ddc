//! Assignments.

use super::api::{
    AcceptAssignment, Assignment, AssignmentInput, AssignmentPage, DeclineAssignment, DelegateAssignment,
    EndAssignment, ListAssignments, PortfolioAssignmentInput, SubstituteAssignment,
};
use super::handover_api::{Handover, HandoverInput};
use super::store::AssignmentRow;
use super::{acts, delegation, handover, listing_store, service, store, waivers};
use crate::access::context::Context;
use crate::access::permissions::can;
use crate::app::App;
use crate::app::caller::Caller;
use crate::app::idempotency::Idempotent;
use crate::app::listing::Cost;
use crate::db::types::Json;
use crate::db::{Connection, Mode};
use crate::error::Result;
use crate::http::answer::Answer;
use crate::http::etag::IfNoneMatch;
use crate::http::listing::ListQuery;
use crate::http::page::Paged;
use crate::http::path::Path;
use crate::http::query::{DryRun, NoQuery, Query, person};
use crate::ids::{AssignmentId, CaseId};
use crate::matters::cases;
use crate::people::offices;
use crate::unparsed::Unparsed;
use crate::version::Precondition;
use actix_web::http::StatusCode;
use actix_web::web::Data;
use actix_web::{get, post};
use utoipa_actix_web::service_config::ServiceConfig;

/// The routes of this feature.
pub fn routes(config: &mut ServiceConfig<'_>) {
    config
        .service(list_case_assignments)
        .service(create_case_assignment)
        .service(list_assignments)
        .service(create_assignment)
        .service(hand_over_assignments)
        // No other method at a literal address is a read of that id.
        .route("/v1/assignments/handover", actix_web::web::route().to(crate::app::fallback::fallback))
        .service(find_assignment)
        .service(accept_assignment)
        .service(decline_assignment)
        .service(end_assignment)
        .service(delegate_assignment)
        .service(substitute_assignment);
}

/// Lists the assignments of a case.
///
/// The assignments are past, present and to come, in the order in which they begin.
#[utoipa::path(tag = "assignments",
    params(("id" = CaseId, Path, description = "The case."), ListQuery),
    responses((status = 200, description = "A page of assignments.", body = AssignmentPage)))]
#[get("/v1/cases/{id}/assignments")]
async fn list_case_assignments(
    app: Data<App>,
    caller: Caller<can::ReadCases>,
    id: Path<CaseId>,
    list: Paged<ListQuery>,
) -> Result<Answer> {
    let place = |last: &Assignment| (last.from.micros(), last.id);
    app.list(caller.context(), &list.paging, place, move |connection, caller, page| {
        let case = cases::service::find_visible(connection, caller, id.0)?.id;
        caller.require_permission()?;
        let count = page.count.then(|| store::count_of_case(connection, case)).transpose()?;
        let rows = store::list_of_case(connection, case, page.after_instant(), page.fetch)?;
        let items = rows.into_iter().map(Into::into).collect();
        Ok((waivers::redacted(connection, caller, items)?, count))
    })
    .await
}

/// Assigns a person or a group to a role on a case.
///
/// The holders have the responsibilities of the role from its beginning to its end, and may see the
/// case. The open deadlines of the case get their new holders. With `offer`, it holds nothing until
/// it is accepted.
#[utoipa::path(tag = "assignments", request_body = AssignmentInput,
    params(("id" = CaseId, Path, description = "The case.")),
    responses((status = 201, description = "Assigned.", body = Assignment)))]
#[post("/v1/cases/{id}/assignments")]
async fn create_case_assignment(
    app: Data<App>,
    caller: Caller<can::AssignPeople>,
    request: Idempotent<AssignmentInput>,
    id: Path<CaseId>,
    _query: Query<NoQuery>,
) -> Result<Answer> {
    let answer = request
        .once(
            &app,
            caller.context(),
            move |connection, caller, body, _| {
                let made = service::create(connection, caller, id.0, body)?;
                assigned(connection, caller, made)
            },
            move |connection, caller, assignment| {
                cases::service::find_visible(connection, caller, id.0)?;
                assigned_again(connection, caller, assignment)
            },
        )
        .await?;
    app.principals.forget();
    Ok(answer)
}

/// Reads an assignment.
///
/// The answer says who holds which role on which case, from when until when.
#[utoipa::path(tag = "assignments",
    params(("id" = AssignmentId, Path, description = "The assignment.")),
    responses((status = 200, description = "The assignment.", body = Assignment)))]
#[get("/v1/assignments/{id}")]
async fn find_assignment(
    app: Data<App>,
    caller: Caller<can::ReadCases>,
    id: Path<AssignmentId>,
    _query: Query<NoQuery>,
    seen: IfNoneMatch,
) -> Result<Answer> {
    let caller = caller.context();
    let found = move |connection: &mut Connection| {
        let row = service::find(connection, &caller, id.0)?;
        shown(connection, &caller, row.into())
    };
    Ok(seen.unless_seen(app.read(found).await?))
}

fn shown(connection: &mut Connection, caller: &Context, assignment: Assignment) -> Result<Answer> {
    let assignment = waivers::one_seen(connection, caller, assignment)?;
    Ok(Answer::ok(&assignment)?.tagged(assignment.version()))
}

/// The answer about an assignment that was made, with where to find it again.
fn assigned(
    connection: &mut Connection,
    caller: &Context,
    mut made: Assignment,
) -> Result<(AssignmentId, Answer)> {
    let id = made.id;
    if let Some(portfolio) = &made.portfolio {
        let organization = portfolio.organization_id.unwrap_or(caller.user.organization_id);
        made.warnings = offices::service::warnings(connection, organization, portfolio.office.as_deref())?;
    }
    let location = Some(format!("/v1/assignments/{id}"));
    let shown = shown(connection, caller, made)?;
    Ok((id, Answer { status: StatusCode::CREATED, location, ..shown }))
}

/// An act on an assignment, as the service does it.
type AssignmentAct<T> =
    fn(&mut Connection, &Context, AssignmentId, &Precondition, &Unparsed<T>) -> Result<Assignment>;
/// What finds the assignment again, for who may.
type Again = fn(&mut Connection, &Context, AssignmentId) -> Result<AssignmentRow>;

async fn act<T: Send + 'static>(
    app: &App,
    caller: Context,
    request: Idempotent<T>,
    id: AssignmentId,
    (act, again): (AssignmentAct<T>, Again),
) -> Result<Answer> {
    let answer = request
        .once(
            app,
            caller,
            move |connection, caller, body, precondition| {
                let made = act(connection, caller, id, precondition, body)?;
                Ok(((), shown(connection, caller, made)?))
            },
            move |connection, caller, ()| {
                let row = again(connection, caller, id)?;
                shown(connection, caller, row.into())
            },
        )
        .await?;
    app.principals.forget();
    Ok(answer)
}

fn assigned_again(connection: &mut Connection, caller: &Context, id: AssignmentId) -> Result<Answer> {
    let row = service::find(connection, caller, id)?;
    assigned(connection, caller, row.into()).map(|(_, answer)| answer)
}

/// Lists assignments across cases.
///
/// The list holds your own, those on the cases that you may see, and those on the portfolios of
/// your organisation, in the order in which they were made.
#[utoipa::path(tag = "assignments", params(ListAssignments),
    responses((status = 200, description = "A page of assignments.", body = AssignmentPage)))]
#[get("/v1/assignments")]
async fn list_assignments(
    app: Data<App>,
    caller: Caller<can::ReadCases>,
    list: Paged<ListAssignments>,
) -> Result<Answer> {
    caller.require_permission()?;
    let Paged { query: asked, paging } = list;
    let filter = listing_store::AssignmentFilter {
        user: person(&caller, "user_id", asked.user_id.as_deref())?,
        group: asked.group_id,
        role: asked.role,
        status: asked.status,
        portfolios: asked.portfolios.unwrap_or(false),
        current_at: asked.current.unwrap_or(false).then_some(caller.now),
    };
    let (cost, place) = (Cost::DearWhereCounted, |last: &Assignment| last.id);
    app.list_at(cost, caller.context(), &paging, place, move |connection, caller, page| {
        let count = page.count.then(|| listing_store::count(connection, caller, &filter)).transpose()?;
        let rows = listing_store::list(connection, caller, &filter, page.after, page.fetch)?;
        let items = rows.into_iter().map(Into::into).collect();
        Ok((waivers::redacted(connection, caller, items)?, count))
    })
    .await
}

/// Assigns a person or a group to a role on a portfolio.
///
/// On every case of your organisation that fits the criteria, now and later, they hold the role
/// wherever nobody was assigned to it on the case itself; where two portfolios fit, the narrower
/// one counts. Giving one to people of another organisation needs `portfolios.share`, too.
#[utoipa::path(tag = "assignments", request_body = PortfolioAssignmentInput,
    responses((status = 201, description = "Assigned.", body = Assignment)))]
#[post("/v1/assignments")]
async fn create_assignment(
    app: Data<App>,
    caller: Caller<can::ManagePortfolios>,
    request: Idempotent<PortfolioAssignmentInput>,
    _query: Query<NoQuery>,
) -> Result<Answer> {
    let answer = request
        .once(
            &app,
            caller.context(),
            |connection, caller, body, _| {
                let made = service::create_on_portfolio(connection, caller, body)?;
                assigned(connection, caller, made)
            },
            assigned_again,
        )
        .await?;
    app.principals.forget();
    Ok(answer)
}

/// Hands over what a person holds.
///
/// Everything on the cases that you may see and on the portfolios of your organisation goes to
/// another person in one act: whole, or not at all, with the open deadlines. `dry_run` shows it
/// before anything is written. What you hold on cases is yours to hand over; what others hold, and
/// portfolios, need `portfolios.manage`.
#[utoipa::path(tag = "assignments", request_body = HandoverInput, params(DryRun),
    responses((status = 200, description = "Handed over.", body = Handover)))]
#[post("/v1/assignments/handover")]
async fn hand_over_assignments(
    app: Data<App>,
    caller: Caller<can::AssignPeople>,
    request: Idempotent<HandoverInput>,
    query: Query<DryRun>,
) -> Result<Answer> {
    if query.0.mode().is_preview() {
        let body = request.body;
        let shown = app.preview_dear(caller.context(), move |connection, caller| {
            handover::hand_over(connection, caller, &body, Mode::Preview)
        });
        return Answer::ok(&shown.await?);
    }
    let answer = request
        .once_dear(
            &app,
            caller.context(),
            |connection, caller, body, _| {
                let handed = Json::of(&handover::hand_over(connection, caller, body, Mode::Apply)?)?;
                let answer = Answer::ok(&handed)?;
                Ok((handed, answer))
            },
            // Who held what before is told by what was handed over alone.
            |connection, caller, handed: Json| {
                caller.require_permission()?;
                Answer::ok(&handover::handed_again(connection, caller, handed)?)
            },
        )
        .await?;
    app.principals.forget();
    Ok(answer)
}

/// Accepts an assignment.
///
/// What was offered to you, or to a group of yours, holds from now on. Accepting an assignment that
/// was made outright records that you know of it.
#[utoipa::path(tag = "assignments", request_body = AcceptAssignment,
    params(("id" = AssignmentId, Path, description = "The assignment.")),
    responses((status = 200, description = "Accepted.", body = Assignment)))]
#[post("/v1/assignments/{id}/accept")]
async fn accept_assignment(
    app: Data<App>,
    caller: Caller<can::AnswerOffers>,
    request: Idempotent<AcceptAssignment>,
    id: Path<AssignmentId>,
    _query: Query<NoQuery>,
) -> Result<Answer> {
    act(&app, caller.context(), request, id.0, (acts::accept, acts::find_own)).await
}

/// Declines an assignment.
///
/// What was offered to you, or to a group of yours, is not taken. An assignment that was made
/// outright and that you have not accepted ends now.
#[utoipa::path(tag = "assignments", request_body = DeclineAssignment,
    params(("id" = AssignmentId, Path, description = "The assignment.")),
    responses((status = 200, description = "Declined.", body = Assignment)))]
#[post("/v1/assignments/{id}/decline")]
async fn decline_assignment(
    app: Data<App>,
    caller: Caller<can::AnswerOffers>,
    request: Idempotent<DeclineAssignment>,
    id: Path<AssignmentId>,
    _query: Query<NoQuery>,
) -> Result<Answer> {
    act(&app, caller.context(), request, id.0, (acts::decline, acts::find_own)).await
}

/// Ends an assignment.
///
/// The assignment ends now, or at the instant given; it stays on record. The open deadlines get
/// their new holders. An offer is taken back.
#[utoipa::path(tag = "assignments", request_body = EndAssignment,
    params(("id" = AssignmentId, Path, description = "The assignment.")),
    responses((status = 200, description = "Ended.", body = Assignment)))]
#[post("/v1/assignments/{id}/end")]
async fn end_assignment(
    app: Data<App>,
    caller: Caller<can::AssignPeople>,
    request: Idempotent<EndAssignment>,
    id: Path<AssignmentId>,
    _query: Query<NoQuery>,
) -> Result<Answer> {
    act(&app, caller.context(), request, id.0, (acts::end, service::find)).await
}

/// Delegates an assignment.
///
/// Another acts for its holder until an instant, at which the role goes back by itself. The
/// delegation stays within what is delegated, and ends with it. Whoever holds it may delegate it;
/// others need to be allowed to assign people.
#[utoipa::path(tag = "assignments", request_body = DelegateAssignment,
    params(("id" = AssignmentId, Path, description = "The assignment.")),
    responses((status = 201, description = "Delegated: the assignment of whoever acts.", body = Assignment)))]
#[post("/v1/assignments/{id}/delegate")]
async fn delegate_assignment(
    app: Data<App>,
    caller: Caller<can::AnswerOffers>,
    request: Idempotent<DelegateAssignment>,
    id: Path<AssignmentId>,
    _query: Query<NoQuery>,
) -> Result<Answer> {
    let answer = request
        .once(
            &app,
            caller.context(),
            move |connection, caller, body, precondition| {
                let made = delegation::delegate(connection, caller, id.0, precondition, body)?;
                assigned(connection, caller, made)
            },
            move |connection, caller, assignment| {
                let row = delegation::find_delegated(connection, caller, id.0, assignment)?;
                assigned(connection, caller, row).map(|(_, answer)| answer)
            },
        )
        .await?;
    app.principals.forget();
    Ok(answer)
}

/// Lets another take an assignment over.
///
/// The hand-over is for good: the assignment ends, and one of the other begins at that instant.
#[utoipa::path(tag = "assignments", request_body = SubstituteAssignment,
    params(("id" = AssignmentId, Path, description = "The assignment.")),
    responses((status = 201, description = "Substituted: the assignment of whoever takes over.", body = Assignment)))]
#[post("/v1/assignments/{id}/substitute")]
async fn substitute_assignment(
    app: Data<App>,
    caller: Caller<can::AssignPeople>,
    request: Idempotent<SubstituteAssignment>,
    id: Path<AssignmentId>,
    _query: Query<NoQuery>,
) -> Result<Answer> {
    let answer = request
        .once(
            &app,
            caller.context(),
            move |connection, caller, body, precondition| {
                let made = delegation::substitute(connection, caller, id.0, precondition, body)?;
                assigned(connection, caller, made)
            },
            move |connection, caller, assignment| {
                service::find(connection, caller, id.0)?;
                assigned_again(connection, caller, assignment)
            },
        )
        .await?;
    app.principals.forget();
    Ok(answer)
}
