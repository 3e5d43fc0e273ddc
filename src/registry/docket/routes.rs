//! The docket of a case.

use super::{relocation, service, strike};
use crate::access::context::Context;
use crate::access::permissions::can;
use crate::app::App;
use crate::app::caller::Caller;
use crate::app::idempotency::Idempotent;
use crate::db::types::Json;
use crate::db::{Connection, Mode, WriteTurn};
use crate::error::{Error, Result};
use crate::external_ids::model::ExternalId;
use crate::http::answer::Answer;
use crate::http::etag::IfNoneMatch;
use crate::http::listing::static_resource;
use crate::http::page::Paged;
use crate::http::path::Path;
use crate::http::query::{DryRun, NoQuery, Query};
use crate::ids::{CaseId, EventId};
use crate::matters::cases;
use crate::matters::docket::api::{
    EntryReason, Event, EventInput, EventPage, EventPatch, EventPlaceInput, ListEvents,
};
use crate::matters::docket::events::RecordedAgain;
use crate::matters::docket::next_api::NextEvents;
use crate::matters::docket::{self, events, store};
use crate::registry::docket::api::{MovedEvent, RecordedEvent};
use crate::unparsed::Unparsed;
use crate::version::Precondition;
use actix_web::web::Data;
use actix_web::{get, patch, post};
use serde::Serialize;
use utoipa_actix_web::service_config::ServiceConfig;

/// The routes of this feature.
pub fn routes(config: &mut ServiceConfig<'_>) {
    config
        .service(list_case_events)
        .service(record_case_event)
        .service(find_case_event)
        .service(correct_case_event)
        .service(strike_case_event)
        .service(restore_case_event)
        .service(move_case_event)
        .service(list_case_next_events);
}

/// Lists the docket of a case.
///
/// The events come in the order of recording.
#[utoipa::path(tag = "docket", params(("id" = CaseId, Path, description = "The case."), ListEvents),
    responses((status = 200, description = "A page of events.", body = EventPage)))]
#[get("/v1/cases/{id}/events")]
async fn list_case_events(
    app: Data<App>,
    caller: Caller<can::ReadCases>,
    id: Path<CaseId>,
    list: Paged<ListEvents>,
) -> Result<Answer> {
    let asked = list.query.external_id.as_deref().map(ExternalId::asked).transpose()?;
    app.list(
        caller.context(),
        &list.paging,
        |last: &Event| last.position,
        move |connection, caller, page| {
            let case = cases::service::find_visible(connection, caller, id.0)?;
            caller.require_permission()?;
            let view = cases::views::of(connection, caller, &case)?;
            let count = page.count.then(|| store::count(connection, id.0, asked.clone())).transpose()?;
            let rows = store::list(connection, id.0, asked, page.after, page.fetch)?;
            Ok((events::shown(connection, caller, (&case, &view), rows)?, count))
        },
    )
    .await
}

/// Records what happened.
///
/// Recording an event is the one way in which a case moves: the new stage, the deadlines that
/// start, are met, move or end, and the responsibilities that then bind follow from it. With
/// `dry_run=true` all of it is shown and nothing is written.
#[utoipa::path(tag = "docket", params(("id" = CaseId, Path, description = "The case."), DryRun),
    request_body = EventInput,
    responses((status = 201, description = "Recorded.", body = RecordedEvent), (status = 200, description = "What would follow.", body = RecordedEvent)))]
#[post("/v1/cases/{id}/events")]
async fn record_case_event(
    app: Data<App>,
    caller: Caller<can::RecordEvents>,
    request: Idempotent<EventInput>,
    id: Path<CaseId>,
    query: Query<DryRun>,
) -> Result<Answer> {
    if query.0.mode().is_preview() {
        let Idempotent { body, precondition, .. } = request;
        let shown = app.preview(caller.context(), move |connection, caller| {
            service::record(connection, caller, id.0, &precondition, &body, Mode::Preview)
        });
        return Answer::ok(&shown.await?);
    }
    request
        .once_in(
            WriteTurn::Beside,
            &app,
            caller.context(),
            move |connection, caller, body, precondition| {
                let recorded = service::record(connection, caller, id.0, precondition, body, Mode::Apply)?;
                let answer = made(id.0, &recorded.event, &recorded)?;
                // With the case, by which a disposal finds it.
                Ok(((id.0, recorded.event.id, Json::of(&recorded.effects)?), answer))
            },
            // The event is read again. What followed from it once is nowhere else: dates and codes
            // of the case, for whoever sees it.
            move |connection, caller, (_, event, effects): (CaseId, Option<EventId>, Json)| {
                let event = event.ok_or_else(Error::not_found)?;
                let again = events::find_again(connection, caller, id.0, event, effects)?;
                made(id.0, &again.event, &again)
            },
        )
        .await
}

fn made(case: CaseId, event: &Event, shown: &impl Serialize) -> Result<Answer> {
    let location = event.id.map(|event| format!("/v1/cases/{case}/events/{event}"));
    Ok(Answer { location, ..Answer::created(String::new(), shown)? }.tagged(event.version()))
}

/// Reads an event.
///
/// The answer includes the `ETag` that a correction needs.
#[utoipa::path(tag = "docket",
    params(("id" = CaseId, Path, description = "The case."), ("event_id" = EventId, Path, description = "The event.")),
    responses((status = 200, description = "The event.", body = Event)))]
#[get("/v1/cases/{id}/events/{event_id}")]
async fn find_case_event(
    app: Data<App>,
    caller: Caller<can::ReadCases>,
    path: Path<(CaseId, EventId)>,
    _query: Query<NoQuery>,
    seen: IfNoneMatch,
) -> Result<Answer> {
    let caller = caller.context();
    let Path((case, event)) = path;
    let event = app.read(move |connection| events::find(connection, &caller, case, event)).await?;
    let version = event.version();
    Ok(seen.unless_seen(Answer::ok(&event)?.tagged(version)))
}

/// Corrects an event.
///
/// A merge patch. The docket is replayed: open deadlines move, what a later order or act set stays,
/// and earlier dates are kept. With `dry_run=true` all of it is shown and nothing is written.
#[utoipa::path(tag = "docket",
    params(("id" = CaseId, Path, description = "The case."), ("event_id" = EventId, Path, description = "The event."), DryRun),
    request_body(content = EventPatch, content_type = "application/merge-patch+json"),
    responses((status = 200, description = "Corrected.", body = RecordedEvent)))]
#[patch("/v1/cases/{id}/events/{event_id}")]
async fn correct_case_event(
    app: Data<App>,
    caller: Caller<can::RecordEvents>,
    body: Unparsed<EventPatch>,
    path: Path<(CaseId, EventId)>,
    query: Query<DryRun>,
    precondition: Precondition,
) -> Result<Answer> {
    let (caller, mode) = (caller.context(), query.0.mode());
    let work = move |connection: &mut Connection, caller: &Context| {
        service::correct(connection, caller, path.0, &precondition, &body, mode)
    };
    if mode.is_preview() {
        return Answer::ok(&app.preview(caller, work).await?);
    }
    let corrected = app.write_in(WriteTurn::Beside, caller, work).await?;
    Ok(Answer::ok(&corrected)?.tagged(corrected.event.version()))
}

/// An act on an entry of a docket, as the service does it.
type EntryAct = fn(
    &mut Connection,
    &Context,
    (CaseId, EventId),
    &Precondition,
    &Unparsed<EntryReason>,
    Mode,
) -> Result<RecordedEvent>;

async fn act(
    app: &App,
    caller: Context,
    request: Idempotent<EntryReason>,
    entry: (CaseId, EventId),
    mode: Mode,
    act: EntryAct,
) -> Result<Answer> {
    if mode.is_preview() {
        let Idempotent { body, precondition, .. } = request;
        let shown = app.preview(caller, move |connection, caller| {
            act(connection, caller, entry, &precondition, &body, Mode::Preview)
        });
        return Answer::ok(&shown.await?);
    }
    request
        .once_in(
            WriteTurn::Beside,
            app,
            caller,
            move |connection, caller, body, precondition| {
                let done = act(connection, caller, entry, precondition, body, Mode::Apply)?;
                let answer = Answer::ok(&done)?.tagged(done.event.version());
                // With the case, by which a disposal finds it.
                Ok(((entry.0, Json::of(&done.effects)?), answer))
            },
            move |connection, caller, (case, effects): (CaseId, Json)| {
                let again = events::find_again(connection, caller, case, entry.1, effects)?;
                Ok(Answer::ok(&again)?.tagged(again.event.version()))
            },
        )
        .await
}

/// Strikes an event that was recorded by mistake.
///
/// The entry stays on the docket, with who struck it, when and why, and has no effect any more: the
/// docket is replayed without it. An entry on which a later one rests is not struck before that one
/// (409). With `dry_run=true` all of it is shown and nothing is written.
#[utoipa::path(tag = "docket",
    params(("id" = CaseId, Path, description = "The case."), ("event_id" = EventId, Path, description = "The event."), DryRun),
    request_body = EntryReason, responses((status = 200, description = "Struck.", body = RecordedEvent)))]
#[post("/v1/cases/{id}/events/{event_id}/strike")]
async fn strike_case_event(
    app: Data<App>,
    caller: Caller<can::RecordEvents>,
    request: Idempotent<EntryReason>,
    path: Path<(CaseId, EventId)>,
    query: Query<DryRun>,
) -> Result<Answer> {
    act(&app, caller.context(), request, path.0, query.0.mode(), strike::strike).await
}

/// Restores an event that was struck.
///
/// The entry has its effect again, from the place at which it stands. It must fit the docket as
/// that is now, and one that was moved must not stand on another docket (409). With `dry_run=true`
/// all of it is shown and nothing is written.
#[utoipa::path(tag = "docket",
    params(("id" = CaseId, Path, description = "The case."), ("event_id" = EventId, Path, description = "The event."), DryRun),
    request_body = EntryReason, responses((status = 200, description = "Restored.", body = RecordedEvent)))]
#[post("/v1/cases/{id}/events/{event_id}/restore")]
async fn restore_case_event(
    app: Data<App>,
    caller: Caller<can::RecordEvents>,
    request: Idempotent<EntryReason>,
    path: Path<(CaseId, EventId)>,
    query: Query<DryRun>,
) -> Result<Answer> {
    act(&app, caller.context(), request, path.0, query.0.mode(), strike::restore).await
}

/// Moves an event that was recorded in the wrong case.
///
/// It is recorded at the end of the other case's docket, and struck here, in one act; the journal
/// of both says so. It must fit the other docket with all that it carries, and nothing here may
/// rest on it (409). With `dry_run=true` what would follow in both is shown and nothing is written.
#[utoipa::path(tag = "docket",
    params(("id" = CaseId, Path, description = "The case."), ("event_id" = EventId, Path, description = "The event."), DryRun),
    request_body = EventPlaceInput, responses((status = 200, description = "Moved.", body = MovedEvent)))]
#[post("/v1/cases/{id}/events/{event_id}/move")]
async fn move_case_event(
    app: Data<App>,
    caller: Caller<can::RecordEvents>,
    request: Idempotent<EventPlaceInput>,
    path: Path<(CaseId, EventId)>,
    query: Query<DryRun>,
) -> Result<Answer> {
    let (caller, entry) = (caller.context(), path.0);
    if query.0.mode().is_preview() {
        let Idempotent { body, precondition, .. } = request;
        let shown = app.preview(caller, move |connection, caller| {
            relocation::move_entry(connection, caller, entry, &precondition, &body, Mode::Preview)
        });
        return Answer::ok(&shown.await?);
    }
    request
        .once_in(
            WriteTurn::Beside,
            &app,
            caller,
            move |connection, caller, body, precondition| {
                let done =
                    relocation::move_entry(connection, caller, entry, precondition, body, Mode::Apply)?;
                let answer = Answer::ok(&done)?.tagged(done.struck.event.version());
                let MovedEvent { recorded, struck } = &done;
                let effects = (Json::of(&recorded.effects)?, Json::of(&struck.effects)?);
                // With both cases, by which a disposal finds it.
                Ok(((entry.0, recorded.event.case_id, recorded.event.id, effects), answer))
            },
            move |connection, caller, kept: (CaseId, CaseId, Option<EventId>, (Json, Json))| {
                let (case, target, event, (there, here)) = kept;
                let event = event.ok_or_else(Error::not_found)?;
                let struck = events::find_again(connection, caller, case, entry.1, here)?;
                let recorded = events::find_again(connection, caller, target, event, there)?;
                let version = struck.event.version();
                Ok(Answer::ok(&MovedAgain { recorded, struck })?.tagged(version))
            },
        )
        .await
}

/// An event that was moved before, with what followed from it then.
#[derive(Serialize)]
struct MovedAgain {
    recorded: RecordedAgain,
    struck: RecordedAgain,
}

/// Lists what may be recorded now.
///
/// The events that the stage of the case allows, with the facts that each may carry.
#[utoipa::path(tag = "docket", params(("id" = CaseId, Path, description = "The case.")),
    responses((status = 200, description = "What may be recorded.", body = NextEvents)))]
#[get("/v1/cases/{id}/next-events")]
async fn list_case_next_events(
    app: Data<App>,
    caller: Caller<can::ReadCases>,
    id: Path<CaseId>,
    _query: Query<NoQuery>,
    seen: IfNoneMatch,
) -> Result<Answer> {
    let caller = caller.context();
    static_resource(
        &app.read(move |connection| docket::service::next(connection, &caller, id.0)).await?,
        &seen,
    )
}
