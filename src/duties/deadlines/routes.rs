//! Deadlines: across cases, of a case, computed without a case; and the acts on them.

use super::api::{CaseDeadlinePage, Complete, Deadline, Extend, ListCaseDeadlines, Reason, Shorten};
use super::computation::NO_DATE;
use super::compute_api::{self, Compute, ComputeAsOf, ComputedDeadlines};
use super::listing_api::{DeadlinePage, ListDeadlines, ListedDeadline};
use super::listing_store::{self, DeadlineFilter};
use super::many::ManyComputations;
use super::store::DeadlineRow;
use super::{acts, service, store, undo};
use crate::access::context::Context;
use crate::access::permissions::can;
use crate::app::App;
use crate::app::caller::Caller;
use crate::app::fallback::fallback;
use crate::app::idempotency::Idempotent;
use crate::app::known_codes::among;
use crate::app::listing::Cost;
use crate::app::request_scope;
use crate::chronology;
use crate::db::{Connection, WriteTurn};
use crate::duties::responsibilities::matrix::Matrix;
use crate::error::{Code, Error, Fault, Result};
use crate::http::answer::{Answer, FileBytes};
use crate::http::etag::IfNoneMatch;
use crate::http::page::Paged;
use crate::http::path::Path;
use crate::http::problem::ProblemContext;
use crate::http::query::{DryRun, NoQuery, Query, person};
use crate::http::upload::{self, UploadedLines};
use crate::ids::{CaseId, DeadlineId, UserId};
use crate::law::proceedings::{ActingSide, Catalog};
use crate::matters::cases;
use crate::people::offices;
use crate::unparsed::Unparsed;
use crate::version::Precondition;
use actix_web::guard::{GuardContext, fn_guard};
use actix_web::web::{Data, route};
use actix_web::{HttpRequest, HttpResponse, get, post, web};
use utoipa_actix_web::service_config::ServiceConfig;

/// The routes of this feature.
pub fn routes(config: &mut ServiceConfig<'_>) {
    config
        .service(list_deadlines)
        // Many questions are taken at either address.
        .route("/v1/deadlines/compute", web::post().guard(fn_guard(asks_many)).to(computed_many))
        .service(compute_deadlines)
        .service(compute_many_deadlines)
        // Their other methods are nobody's: without this they would be taken for a deadline's,
        // whose id is "compute".
        .route("/v1/deadlines/compute", route().to(fallback))
        .route("/v1/deadlines/compute.ndjson", route().to(fallback))
        .service(find_deadline)
        .service(list_case_deadlines)
        .service(extend_deadline)
        .service(shorten_deadline)
        .service(complete_deadline)
        .service(waive_deadline)
        .service(reopen_deadline)
        .service(undo_deadline_act);
}

/// Lists deadlines across cases.
///
/// The list holds the deadlines of the cases that you may see, the earliest first; what has no date
/// comes last.
#[utoipa::path(tag = "deadlines", params(ListDeadlines),
    responses((status = 200, description = "A page of deadlines.", body = DeadlinePage)))]
#[get("/v1/deadlines")]
async fn list_deadlines(
    app: Data<App>,
    caller: Caller<can::ReadCases>,
    list: Paged<ListDeadlines>,
) -> Result<Answer> {
    caller.require_permission()?;
    let Paged { query: asked, paging } = list;
    let responsible = person(&caller, "responsible", asked.responsible.as_deref())?;
    let filter = DeadlineFilter {
        status: asked.status,
        due_before: asked.due_before,
        due_after: asked.due_after,
        responsible,
        accountable: person(&caller, "accountable", asked.accountable.as_deref())?,
        group: asked.group_id,
        case: asked.case_id,
        organization: asked.organization_id,
        rule: rule(asked.rule)?,
        overdue_on: asked.overdue.filter(|overdue| *overdue).map(|_| caller.today),
        role: role(asked.role)?,
        proceedings: proceedings(asked.court.as_deref(), asked.proceeding)?,
        watched_until: asked
            .days_left
            .map(|days| chronology::days_after(caller.today, u64::try_from(days).unwrap_or_default())),
        side: side(&caller, asked.side, responsible),
        other_side_late_on: asked.other_side_late.filter(|late| *late).map(|_| caller.today),
    };
    let (cost, place) = (Cost::DearWhereCounted, |last: &ListedDeadline| (last.sort_on, last.id));
    app.list_at(cost, caller.context(), &paging, place, move |connection, caller, page| {
        let count = page.count.then(|| listing_store::count(connection, caller, &filter)).transpose()?;
        let rows = listing_store::list(connection, caller, &filter, page.after, page.fetch)?;
        Ok((rows.into_iter().map(|row| ListedDeadline::on(row, caller.today)).collect(), count))
    })
    .await
}

/// The side that is asked for. Whoever asks what they have to do, as `me` or by their id, means
/// what their own side does.
#[must_use]
pub fn side(caller: &Context, asked: Option<ActingSide>, responsible: Option<UserId>) -> Option<ActingSide> {
    asked.or_else(|| (responsible == Some(caller.user.id)).then_some(ActingSide::Ours))
}

/// The proceedings that a court and a proceeding name together.
pub fn proceedings(court: Option<&str>, proceeding: Option<String>) -> Result<Option<Vec<String>>> {
    let all = Catalog::current().proceedings();
    if let Some(code) = &proceeding {
        among("proceeding", code, all.iter().map(|known| known.code.as_str()))?;
    }
    let Some(court) = court else { return Ok(proceeding.map(|one| vec![one])) };
    let court = court.to_uppercase();
    among("court", &court, all.iter().map(|known| known.court.as_str()))?;
    let codes = all.iter().filter(|known| known.court == court).map(|known| known.code.clone());
    Ok(Some(codes.filter(|code| proceeding.as_ref().is_none_or(|one| one == code)).collect()))
}

/// A rule that the catalog has, as a filter.
fn rule(code: Option<String>) -> Result<Option<String>> {
    if let Some(code) = code.as_deref().filter(|code| Catalog::current().rule(code).is_none()) {
        return Err(Error::new(Code::InvalidQuery).with_faults(vec![Fault::query(
            "rule",
            "unknown_code",
            format!("There is no rule {code}. GET /v1/rules lists them."),
            format!("Il n'existe pas de règle {code}. GET /v1/rules les énumère."),
        )]));
    }
    Ok(code)
}

/// A role on a case, as a filter.
pub fn role(code: Option<String>) -> Result<Option<String>> {
    if let Some(code) = &code {
        among("role", code, Matrix::builtin().roles().iter().map(|role| role.code.as_str()))?;
    }
    Ok(code)
}

/// Computes deadlines without a case.
///
/// The answer computes one rule from a trigger, or every rule that an event of a proceeding starts;
/// each with the steps that led to its date and the readings of the law that are open. Nothing is
/// stored. `as_of` may stand in the address, too.
#[utoipa::path(tag = "deadlines", params(ComputeAsOf), request_body = Compute,
    responses((status = 200, description = "Computed.", body = ComputedDeadlines)))]
#[post("/v1/deadlines/compute")]
async fn compute_deadlines(
    app: Data<App>,
    caller: Caller<can::ComputeDeadlines>,
    body: Unparsed<Compute>,
    query: Query<ComputeAsOf>,
) -> Result<Answer> {
    caller.require_permission()?;
    let (me, caller) = (caller.user.id, caller.context());
    let mut asked = query.0.onto(body.parse()?)?;
    if let Some(office) = asked.office.take() {
        // An office of the organisation's own is read as what the law knows.
        let organization = caller.user.organization_id;
        let named = move |connection: &mut Connection| {
            let named = offices::service::named(connection, organization, &office)?;
            Ok(named.own.read_as.unwrap_or(office.clone()))
        };
        asked.office = Some(app.read(named).await?);
    }
    app.compute(me, move || Answer::ok(&compute_api::compute(&caller, &asked)?)).await
}

/// Computes many deadlines without a case.
///
/// Each line of the body is a question of its own, as `POST /v1/deadlines/compute` takes it. The
/// answer has a line for each line that is not empty, in their order: with its number as `line`,
/// and with `deadlines` and `warnings`, or with the `problem` that the question alone would have
/// met. The answer begins once the body has come whole, and is written as it is computed: one that
/// was cut short ends without its last chunk. A body holds 512 MiB at most, a line 64 KiB.
#[utoipa::path(tag = "deadlines", params(ComputeAsOf),
    request_body(content = FileBytes, content_type = "application/x-ndjson", description = "The questions, one a line.",
        example = json!("{\"rule\":\"FCCIRPR-13\",\"trigger_on\":\"2026-06-14\"}\n")),
    responses((status = 200, description = "Computed, one answer a line.", content_type = "application/x-ndjson", body = String,
        example = "{\"line\":1,\"deadlines\":[{\"rule\":\"FCCIRPR-13\",\"rule_version\":\"1993\",\"due_on\":\"2026-06-25\"}]}\n")))]
#[post("/v1/deadlines/compute.ndjson")]
async fn compute_many_deadlines(
    app: Data<App>,
    caller: Caller<can::ComputeDeadlines>,
    lines: UploadedLines,
    query: Query<ComputeAsOf>,
    request: HttpRequest,
) -> Result<HttpResponse> {
    computed_many(app, caller, lines, query, request).await
}

async fn computed_many(
    app: Data<App>,
    caller: Caller<can::ComputeDeadlines>,
    lines: UploadedLines,
    query: Query<ComputeAsOf>,
    request: HttpRequest,
) -> Result<HttpResponse> {
    caller.require_permission()?;
    let asked = ProblemContext::by(request.head(), request_scope::request_id(&request));
    ManyComputations::new(app, caller.context(), query.0, asked).answer(lines.0).await
}

/// Whether a request asks line by line.
fn asks_many(request: &GuardContext<'_>) -> bool {
    upload::declares(request.head().headers(), upload::JSON_LINES)
}

/// Reads a deadline.
///
/// The answer includes its explanation and every date that it had before.
#[utoipa::path(tag = "deadlines", params(("id" = DeadlineId, Path, description = "The deadline.")),
    responses((status = 200, description = "The deadline.", body = Deadline)))]
#[get("/v1/deadlines/{id}")]
async fn find_deadline(
    app: Data<App>,
    caller: Caller<can::ReadCases>,
    id: Path<DeadlineId>,
    _query: Query<NoQuery>,
    seen: IfNoneMatch,
) -> Result<Answer> {
    let caller = caller.context();
    let found = app.read(move |connection| service::find_shown(connection, &caller, id.0)).await?;
    Ok(seen.unless_seen(shown(&found)?))
}

/// Lists the deadlines of a case.
///
/// The deadlines come with their explanations, the earliest first; what has no date comes last.
#[utoipa::path(tag = "deadlines",
    params(("id" = CaseId, Path, description = "The case."), ListCaseDeadlines),
    responses((status = 200, description = "A page of deadlines.", body = CaseDeadlinePage)))]
#[get("/v1/cases/{id}/deadlines")]
async fn list_case_deadlines(
    app: Data<App>,
    caller: Caller<can::ReadCases>,
    id: Path<CaseId>,
    list: Paged<ListCaseDeadlines>,
) -> Result<Answer> {
    let status = list.query.status;
    let place = |last: &Deadline| (last.due_on.unwrap_or(NO_DATE), last.id);
    app.list(caller.context(), &list.paging, place, move |connection, caller, page| {
        let case = cases::service::find_visible(connection, caller, id.0)?;
        caller.require_permission()?;
        // A case has a dozen of them: they are read together, and paged here.
        let mut rows = store::of_case(connection, id.0)?;
        let view = cases::views::of(connection, caller, &case)?;
        rows.retain(|row| status.is_none_or(|status| row.status == status));
        let count = page.count.then(|| i64::try_from(rows.len()).unwrap_or(i64::MAX));
        rows.retain(|row| page.after.is_none_or(|after| (row.sort_on, row.id) > after));
        rows.truncate(usize::try_from(page.fetch).unwrap_or(usize::MAX));
        Ok((rows.into_iter().map(|row| Deadline::from(row).redacted_for(&view)).collect(), count))
    })
    .await
}

fn shown(deadline: &Deadline) -> Result<Answer> {
    Ok(Answer::ok(deadline)?.tagged(deadline.version()))
}

/// An act on a deadline, as the service does it.
type DeadlineAct<T> =
    fn(&mut Connection, &Context, DeadlineId, &Precondition, &Unparsed<T>) -> Result<DeadlineRow>;

async fn act<T: Send + 'static>(
    app: &App,
    caller: Context,
    request: Idempotent<T>,
    id: DeadlineId,
    act: DeadlineAct<T>,
) -> Result<Answer> {
    request
        .once_in(
            WriteTurn::Beside,
            app,
            caller,
            move |connection, caller, body, precondition| {
                act(connection, caller, id, precondition, body)?;
                Ok(((), shown(&service::find_shown(connection, caller, id)?)?))
            },
            move |connection, caller, ()| shown(&service::find_shown(connection, caller, id)?),
        )
        .await
}

/// Extends a deadline.
///
/// The new date is one that an order, the consent of the parties or a direction set. It is pinned:
/// no recalculation moves it.
#[utoipa::path(tag = "deadlines", params(("id" = DeadlineId, Path, description = "The deadline.")),
    request_body = Extend, responses((status = 200, description = "Extended.", body = Deadline)))]
#[post("/v1/deadlines/{id}/extend")]
async fn extend_deadline(
    app: Data<App>,
    caller: Caller<can::DecideDeadlines>,
    request: Idempotent<Extend>,
    id: Path<DeadlineId>,
    _query: Query<NoQuery>,
) -> Result<Answer> {
    act(&app, caller.context(), request, id.0, acts::extend).await
}

/// Shortens a deadline.
///
/// The new date is an earlier one, which an order, the consent of the parties or a direction set.
/// It is pinned.
#[utoipa::path(tag = "deadlines", params(("id" = DeadlineId, Path, description = "The deadline.")),
    request_body = Shorten, responses((status = 200, description = "Shortened.", body = Deadline)))]
#[post("/v1/deadlines/{id}/shorten")]
async fn shorten_deadline(
    app: Data<App>,
    caller: Caller<can::DecideDeadlines>,
    request: Idempotent<Shorten>,
    id: Path<DeadlineId>,
    _query: Query<NoQuery>,
) -> Result<Answer> {
    act(&app, caller.context(), request, id.0, acts::shorten).await
}

/// Completes a deadline.
///
/// Completing records that the deadline was met, where the docket does not show it.
#[utoipa::path(tag = "deadlines", params(("id" = DeadlineId, Path, description = "The deadline.")),
    request_body = Complete, responses((status = 200, description = "Completed.", body = Deadline)))]
#[post("/v1/deadlines/{id}/complete")]
async fn complete_deadline(
    app: Data<App>,
    caller: Caller<can::CompleteDeadlines>,
    request: Idempotent<Complete>,
    id: Path<DeadlineId>,
    _query: Query<NoQuery>,
) -> Result<Answer> {
    act(&app, caller.context(), request, id.0, acts::complete).await
}

/// Waives a deadline.
///
/// The reason that is given stands in the journal.
#[utoipa::path(tag = "deadlines", params(("id" = DeadlineId, Path, description = "The deadline.")),
    request_body = Reason, responses((status = 200, description = "Waived.", body = Deadline)))]
#[post("/v1/deadlines/{id}/waive")]
async fn waive_deadline(
    app: Data<App>,
    caller: Caller<can::DecideDeadlines>,
    request: Idempotent<Reason>,
    id: Path<DeadlineId>,
    _query: Query<NoQuery>,
) -> Result<Answer> {
    act(&app, caller.context(), request, id.0, acts::waive).await
}

/// Reopens a deadline.
///
/// The deadline is one that a person completed or waived. What the docket ended is opened by
/// correcting the docket.
#[utoipa::path(tag = "deadlines", params(("id" = DeadlineId, Path, description = "The deadline.")),
    request_body = Reason, responses((status = 200, description = "Open again.", body = Deadline)))]
#[post("/v1/deadlines/{id}/reopen")]
async fn reopen_deadline(
    app: Data<App>,
    caller: Caller<can::DecideDeadlines>,
    request: Idempotent<Reason>,
    id: Path<DeadlineId>,
    _query: Query<NoQuery>,
) -> Result<Answer> {
    act(&app, caller.context(), request, id.0, acts::reopen).await
}

/// Takes back the last act on a deadline.
///
/// The act is one that was entered by mistake: an extension, a shortening, a completion, a waiver
/// or a reopening. The date is computed again from what the docket says now, and follows it from
/// then on. With `dry_run=true` the deadline is shown as it would be, and nothing is written.
#[utoipa::path(tag = "deadlines",
    params(("id" = DeadlineId, Path, description = "The deadline."), DryRun),
    request_body = Reason, responses((status = 200, description = "Taken back.", body = Deadline)))]
#[post("/v1/deadlines/{id}/undo")]
async fn undo_deadline_act(
    app: Data<App>,
    caller: Caller<can::DecideDeadlines>,
    request: Idempotent<Reason>,
    id: Path<DeadlineId>,
    query: Query<DryRun>,
) -> Result<Answer> {
    if query.0.mode().is_preview() {
        let Idempotent { body, precondition, .. } = request;
        let shown = app.preview(caller.context(), move |connection, caller| {
            undo::undo(connection, caller, id.0, &precondition, &body)?;
            service::find_shown(connection, caller, id.0)
        });
        return Answer::ok(&shown.await?);
    }
    act(&app, caller.context(), request, id.0, undo::undo).await
}
