//! The notes on a case.

use super::api::{Note, NoteInput, NotePage, NotePatch};
use super::service;
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
use crate::ids::{CaseId, NoteId};
use crate::unparsed::Unparsed;
use crate::version::{Precondition, Version};
use actix_web::web::Data;
use actix_web::{delete, get, patch, post};
use utoipa_actix_web::service_config::ServiceConfig;

/// The routes of this feature.
pub fn routes(config: &mut ServiceConfig<'_>) {
    config
        .service(list_case_notes)
        .service(create_case_note)
        .service(find_case_note)
        .service(update_case_note)
        .service(delete_case_note);
}

/// Lists the notes on a case.
///
/// The notes come newest first. A note under a privilege that you do not share is left out.
#[utoipa::path(tag = "notes",
    params(("id" = CaseId, Path, description = "The case."), ListQuery),
    responses((status = 200, description = "A page of notes.", body = NotePage)))]
#[get("/v1/cases/{id}/notes")]
async fn list_case_notes(
    app: Data<App>,
    caller: Caller<can::ReadCases>,
    id: Path<CaseId>,
    list: Paged<ListQuery>,
) -> Result<Answer> {
    app.list(
        caller.context(),
        &list.paging,
        |last: &Note| last.id,
        move |connection, caller, page| {
            service::list(connection, caller, id.0, page.after, page.fetch, page.count)
        },
    )
    .await
}

/// Writes a note.
///
/// A note is plain text, under the name of the caller.
#[utoipa::path(tag = "notes", request_body = NoteInput,
    params(("id" = CaseId, Path, description = "The case.")),
    responses((status = 201, description = "Written.", body = Note)))]
#[post("/v1/cases/{id}/notes")]
async fn create_case_note(
    app: Data<App>,
    caller: Caller<can::WriteNotes>,
    request: Idempotent<NoteInput>,
    id: Path<CaseId>,
    _query: Query<NoQuery>,
) -> Result<Answer> {
    request
        .once(
            &app,
            caller.context(),
            move |connection, caller, body, _| {
                let note = service::create(connection, caller, id.0, body)?;
                Ok((note.id, made(id.0, &note)?))
            },
            move |connection, caller, note| made(id.0, &service::find(connection, caller, id.0, note)?),
        )
        .await
}

fn made(case: CaseId, note: &Note) -> Result<Answer> {
    let location = format!("/v1/cases/{case}/notes/{}", note.id);
    Ok(Answer::created(location, note)?.tagged(Version(note.version)))
}

/// Reads a note.
///
/// The answer says who wrote it, and when.
#[utoipa::path(tag = "notes",
    params(("id" = CaseId, Path, description = "The case."), ("note_id" = NoteId, Path, description = "The note.")),
    responses((status = 200, description = "The note.", body = Note)))]
#[get("/v1/cases/{id}/notes/{note_id}")]
async fn find_case_note(
    app: Data<App>,
    caller: Caller<can::ReadCases>,
    path: Path<(CaseId, NoteId)>,
    _query: Query<NoQuery>,
    seen: IfNoneMatch,
) -> Result<Answer> {
    let (caller, Path((case, id))) = (caller.context(), path);
    let note = app.read(move |connection| service::find(connection, &caller, case, id)).await?;
    let version = Version(note.version);
    Ok(seen.unless_seen(Answer::ok(&note)?.tagged(version)))
}

/// Changes a note.
///
/// Only its author may change it. A merge patch; the `ETag` of the note goes into `If-Match`.
#[utoipa::path(tag = "notes",
    params(("id" = CaseId, Path, description = "The case."), ("note_id" = NoteId, Path, description = "The note.")),
    request_body(content = NotePatch, content_type = "application/merge-patch+json"),
    responses((status = 200, description = "Changed.", body = Note)))]
#[patch("/v1/cases/{id}/notes/{note_id}")]
async fn update_case_note(
    app: Data<App>,
    caller: Caller<can::WriteNotes>,
    body: Unparsed<NotePatch>,
    path: Path<(CaseId, NoteId)>,
    _query: Query<NoQuery>,
    precondition: Precondition,
) -> Result<Answer> {
    let (caller, Path((case, id))) = (caller.context(), path);
    let note = app
        .write(caller, move |connection, caller| {
            service::update(connection, caller, case, id, &precondition, &body)
        })
        .await?;
    Ok(Answer::ok(&note)?.tagged(Version(note.version)))
}

/// Removes a note.
///
/// Only its author may remove it; what it said stays in the journal. The `ETag` of the note goes
/// into `If-Match`.
#[utoipa::path(tag = "notes",
    params(("id" = CaseId, Path, description = "The case."), ("note_id" = NoteId, Path, description = "The note.")),
    responses((status = 204, description = "Removed.")))]
#[delete("/v1/cases/{id}/notes/{note_id}")]
async fn delete_case_note(
    app: Data<App>,
    caller: Caller<can::WriteNotes>,
    path: Path<(CaseId, NoteId)>,
    _query: Query<NoQuery>,
    precondition: Precondition,
) -> Result<Answer> {
    let (caller, Path((case, id))) = (caller.context(), path);
    app.write(caller, move |connection, caller| service::delete(connection, caller, case, id, &precondition))
        .await?;
    Ok(Answer::no_content())
}
