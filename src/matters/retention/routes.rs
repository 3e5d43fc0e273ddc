//! The retention schedule, the holds on a case, and its disposal.

use super::api::{
    CaseRetention, Disposal, DisposalInput, Hold, HoldInput, HoldPage, HoldPatch, RetentionLine,
    RetentionLinePage,
};
use super::schedule::Schedule;
use super::{service, store};
use crate::access::permissions::can;
use crate::app::App;
use crate::app::caller::Caller;
use crate::app::idempotency::Idempotent;
use crate::contents::erasures;
use crate::db::types::Json;
use crate::error::Result;
use crate::http::answer::Answer;
use crate::http::etag::IfNoneMatch;
use crate::http::listing::{ListQuery, static_resource};
use crate::http::page::Paged;
use crate::http::path::Path;
use crate::http::query::{DryRun, NoQuery, Query};
use crate::ids::{CaseId, HoldId};
use crate::matters::cases;
use crate::unparsed::Unparsed;
use crate::version::{Precondition, Version};
use actix_web::web::Data;
use actix_web::{get, patch, post};
use utoipa_actix_web::service_config::ServiceConfig;

/// The routes of this feature.
pub fn routes(config: &mut ServiceConfig<'_>) {
    config
        .service(list_retention_lines)
        .service(find_case_retention)
        .service(list_case_holds)
        .service(create_case_hold)
        .service(find_case_hold)
        .service(update_case_hold)
        .service(dispose_of_case);
}

/// Lists the retention schedule.
///
/// The schedule says for how many years after its last docket entry a case of each proceeding is
/// kept, and what that rests on. The years are reconstructed: an organisation holds them against
/// its own disposition authorities.
#[utoipa::path(tag = "retention", params(ListQuery),
    responses((status = 200, description = "A page of lines.", body = RetentionLinePage)))]
#[get("/v1/retention")]
async fn list_retention_lines(
    app: Data<App>,
    caller: Caller<can::ReadReference>,
    list: Paged<ListQuery>,
) -> Result<Answer> {
    caller.require_permission()?;
    let lines = Schedule::builtin().lines();
    app.list_in_memory(&caller, &list.paging, lines, |line| &line.code, RetentionLine::from)
}

/// Reads how long a case is kept.
///
/// The answer says since when the case is closed, until when it is kept, by which line of the
/// schedule, and which holds keep it longer.
#[utoipa::path(tag = "retention",
    params(("id" = CaseId, Path, description = "The case.")),
    responses((status = 200, description = "Until when it is kept, and why.", body = CaseRetention)))]
#[get("/v1/cases/{id}/retention")]
async fn find_case_retention(
    app: Data<App>,
    caller: Caller<can::ReadCases>,
    id: Path<CaseId>,
    _query: Query<NoQuery>,
    seen: IfNoneMatch,
) -> Result<Answer> {
    let caller = caller.context();
    let kept = app.read(move |connection| service::of_case(connection, &caller, id.0)).await?;
    static_resource(&kept, &seen)
}

/// Lists the holds on a case.
///
/// The list holds those that stand, those that were released and those that are still to begin, in
/// the order in which they were placed.
#[utoipa::path(tag = "retention",
    params(("id" = CaseId, Path, description = "The case."), ListQuery),
    responses((status = 200, description = "A page of holds.", body = HoldPage)))]
#[get("/v1/cases/{id}/holds")]
async fn list_case_holds(
    app: Data<App>,
    caller: Caller<can::ManageHolds>,
    id: Path<CaseId>,
    list: Paged<ListQuery>,
) -> Result<Answer> {
    app.list(
        caller.context(),
        &list.paging,
        |last: &Hold| last.id,
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

/// Places a hold on a case.
///
/// The case is not disposed of until the hold is released, whatever the schedule says.
#[utoipa::path(tag = "retention", request_body = HoldInput,
    params(("id" = CaseId, Path, description = "The case.")),
    responses((status = 201, description = "Placed.", body = Hold)))]
#[post("/v1/cases/{id}/holds")]
async fn create_case_hold(
    app: Data<App>,
    caller: Caller<can::ManageHolds>,
    request: Idempotent<HoldInput>,
    id: Path<CaseId>,
    _query: Query<NoQuery>,
) -> Result<Answer> {
    request
        .once(
            &app,
            caller.context(),
            move |connection, caller, body, _| {
                let hold = service::place(connection, caller, id.0, body)?;
                Ok((hold.id, made(id.0, &hold)?))
            },
            move |connection, caller, hold| made(id.0, &service::find(connection, caller, id.0, hold)?),
        )
        .await
}

fn made(case: CaseId, hold: &Hold) -> Result<Answer> {
    let location = format!("/v1/cases/{case}/holds/{}", hold.id);
    Ok(Answer::created(location, hold)?.tagged(Version(hold.version)))
}

/// Reads a hold.
///
/// The answer says why the case is held, since when, and when and why the hold was released.
#[utoipa::path(tag = "retention",
    params(("id" = CaseId, Path, description = "The case."), ("hold_id" = HoldId, Path, description = "The hold.")),
    responses((status = 200, description = "The hold.", body = Hold)))]
#[get("/v1/cases/{id}/holds/{hold_id}")]
async fn find_case_hold(
    app: Data<App>,
    caller: Caller<can::ManageHolds>,
    path: Path<(CaseId, HoldId)>,
    _query: Query<NoQuery>,
    seen: IfNoneMatch,
) -> Result<Answer> {
    let (caller, Path((case, id))) = (caller.context(), path);
    let hold = app.read(move |connection| service::find(connection, &caller, case, id)).await?;
    let version = Version(hold.version);
    Ok(seen.unless_seen(Answer::ok(&hold)?.tagged(version)))
}

/// Changes or releases a hold.
///
/// A merge patch: `until` with `release_reason` releases it; it is never deleted while there is a
/// case. The `ETag` of the hold goes into `If-Match`.
#[utoipa::path(tag = "retention",
    params(("id" = CaseId, Path, description = "The case."), ("hold_id" = HoldId, Path, description = "The hold.")),
    request_body(content = HoldPatch, content_type = "application/merge-patch+json"),
    responses((status = 200, description = "Changed.", body = Hold)))]
#[patch("/v1/cases/{id}/holds/{hold_id}")]
async fn update_case_hold(
    app: Data<App>,
    caller: Caller<can::ManageHolds>,
    body: Unparsed<HoldPatch>,
    path: Path<(CaseId, HoldId)>,
    _query: Query<NoQuery>,
    precondition: Precondition,
) -> Result<Answer> {
    let (caller, Path((case, id))) = (caller.context(), path);
    let hold = app
        .write(caller, move |connection, caller| {
            service::update(connection, caller, case, id, &precondition, &body)
        })
        .await?;
    Ok(Answer::ok(&hold)?.tagged(Version(hold.version)))
}

/// Disposes of a case.
///
/// Disposal removes what was said of the case and of the people in it, for good, under a
/// disposition authority: its parts, its names, the files of its documents, and what its journal
/// said. It is refused while the case is open (`still_open`), held (`under_hold`) or within its
/// years (`still_retained`). What is left answers 410. `dry_run` says what would be removed.
#[utoipa::path(tag = "retention", request_body = DisposalInput,
    params(("id" = CaseId, Path, description = "The case."), DryRun),
    responses((status = 200, description = "Disposed of.", body = Disposal)))]
#[post("/v1/cases/{id}/dispose")]
async fn dispose_of_case(
    app: Data<App>,
    caller: Caller<can::DisposeOfCases>,
    request: Idempotent<DisposalInput>,
    id: Path<CaseId>,
    query: Query<DryRun>,
) -> Result<Answer> {
    let caller = caller.context();
    if query.0.mode().is_preview() {
        let Idempotent { body, precondition, .. } = request;
        let would = app.preview(caller, move |connection, caller| {
            service::dispose(connection, caller, id.0, &precondition, &body)
        });
        return Answer::ok(&would.await?.0);
    }
    let answer = request
        .once(
            &app,
            caller,
            move |connection, caller, body, precondition| {
                let (disposal, version) = service::dispose(connection, caller, id.0, precondition, body)?;
                let disposal = Json::of(&disposal)?;
                let answer = Answer::ok(&disposal)?.tagged(version);
                Ok(((version.0, disposal), answer))
            },
            // What was disposed of is on record here alone: the authority, and how much there was.
            move |connection, caller, (version, disposal): (i64, Json)| {
                service::permit_disposed(connection, caller, id.0)?;
                Ok(Answer::ok(&disposal)?.tagged(Version(version)))
            },
        )
        .await?;
    app.principals.forget();
    let (db, contents, clock) = (app.db.clone(), app.contents.clone(), app.clock.clone());
    let erased = db.write(move |connection| erasures::run(connection, &contents, clock.now())).await;
    if let Err(error) = erased {
        // It is asked for, and done as soon as it can be.
        tracing::warn!(error = %error, "the files of a case that was disposed of could not be erased yet");
    }
    Ok(answer)
}
