//! Writing, changing and removing notes.

use super::api::{NewNote, Note, NotePatch};
use super::store::{self, NoteRow};
use crate::access::context::Context;
use crate::cases;
use crate::db::Connection;
use crate::error::{Code, Error, Result};
use crate::http::body::Body;
use crate::http::etag::{ETag, Precondition};
use crate::ids::{CaseId, NoteId};
use crate::journal::service::NOTHING;
use crate::journal::{self, Subject};

/// A note on a case that the caller may see.
///
/// # Errors
/// 404, 403.
pub fn find(connection: &mut Connection, caller: &Context, case: CaseId, id: NoteId) -> Result<Note> {
    cases::service::find_visible(connection, caller, case)?;
    let row = store::find(connection, case, id)?;
    caller.permit()?;
    Ok(row.into())
}

/// Writes a note.
///
/// # Errors
/// 404, 403, 422.
pub fn create(
    connection: &mut Connection,
    caller: &Context,
    case: CaseId,
    body: &Body<NewNote>,
) -> Result<Note> {
    cases::service::open(connection, caller, case)?;
    let new = body.parse()?;
    let row = NoteRow {
        id: NoteId::generate(),
        case_id: case,
        body: new.body,
        written_by: caller.user.id,
        version: 1,
        created_at: caller.now,
        updated_at: caller.now,
    };
    store::insert(connection, &row)?;
    let note = Note::from(row);
    journal::append(connection, caller, Subject::Case(case), "note.created", NOTHING, Some(&note))?;
    Ok(note)
}

/// Changes a note of the caller's own.
///
/// # Errors
/// 404, 403, 428, 412, 422.
pub fn update(
    connection: &mut Connection,
    caller: &Context,
    case: CaseId,
    id: NoteId,
    precondition: &Precondition,
    body: &Body<NotePatch>,
) -> Result<Note> {
    let before = own(connection, caller, case, id)?;
    precondition.require(ETag(before.version))?;
    let patch = body.parse()?;
    let mut row = before.clone();
    if let Some(body) = patch.body {
        row.body = body;
    }
    row.version = before.version.saturating_add(1);
    row.updated_at = caller.now;
    if !store::update(connection, &row, before.version)? {
        return Err(Error::new(Code::StaleVersion));
    }
    let (before, after) = (Note::from(before), Note::from(row));
    journal::append(connection, caller, Subject::Case(case), "note.updated", Some(&before), Some(&after))?;
    Ok(after)
}

/// Removes a note of the caller's own.
///
/// # Errors
/// 404, 403, 428, 412.
pub fn delete(
    connection: &mut Connection,
    caller: &Context,
    case: CaseId,
    id: NoteId,
    precondition: &Precondition,
) -> Result<()> {
    let before = own(connection, caller, case, id)?;
    precondition.require(ETag(before.version))?;
    if !store::delete(connection, id, before.version)? {
        return Err(Error::new(Code::StaleVersion));
    }
    journal::append(
        connection,
        caller,
        Subject::Case(case),
        "note.deleted",
        Some(&Note::from(before)),
        NOTHING,
    )
}

/// A note that the caller wrote, its case taken for a change.
fn own(connection: &mut Connection, caller: &Context, case: CaseId, id: NoteId) -> Result<NoteRow> {
    let note = store::find(connection, case, id)?;
    cases::service::open(connection, caller, case)?;
    if note.written_by == caller.user.id {
        return Ok(note);
    }
    Err(Error::new(Code::Forbidden).saying(
        "Only its author may change or remove a note. Write one of your own.",
        "Seul son auteur peut modifier ou retirer une note. Rédigez la vôtre.",
    ))
}
