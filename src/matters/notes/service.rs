//! Writing, changing and removing notes.

use super::api::{Note, NoteInput, NotePatch};
use super::store::{self, NoteRow};
use crate::access::context::Context;
use crate::access::fields::not_privy;
use crate::access::privilege::Privilege;
use crate::db::Connection;
use crate::error::{Code, Error, Result};
use crate::ids::{CaseId, NoteId};
use crate::journal::service::ABSENT;
use crate::journal::{self, Subject};
use crate::matters::cases;
use crate::unparsed::Unparsed;
use crate::version::{Precondition, Version};
use std::collections::HashMap;

/// A note on a case that the caller may see.
///
/// # Errors
/// 404, 403.
pub fn find(connection: &mut Connection, caller: &Context, case: CaseId, id: NoteId) -> Result<Note> {
    let case = cases::service::find_visible(connection, caller, case)?;
    let view = cases::views::of(connection, caller, &case)?;
    let note = Note::from(store::find(connection, case.id, id)?);
    if !view.shows_note(note.privilege) {
        return Err(Error::not_found());
    }
    caller.require_permission()?;
    note_privileged(caller, &note);
    Ok(note)
}

/// A page of the notes on a case that the caller may read, and how many there are if that is
/// wanted.
///
/// # Errors
/// 404, 403.
pub fn list(
    connection: &mut Connection,
    caller: &Context,
    case: CaseId,
    before: Option<NoteId>,
    fetch: i64,
    wanted: bool,
) -> Result<(Vec<Note>, Option<i64>)> {
    let case = cases::service::find_visible(connection, caller, case)?;
    caller.require_permission()?;
    let view = cases::views::of(connection, caller, &case)?;
    if !view.texts {
        return Ok((Vec::new(), wanted.then_some(0)));
    }
    let count = wanted.then(|| store::count(connection, case.id, &view.privileges)).transpose()?;
    let rows = store::list(connection, case.id, &view.privileges, before, fetch)?;
    let notes: Vec<Note> = rows.into_iter().map(Into::into).collect();
    for note in &notes {
        note_privileged(caller, note);
    }
    Ok((notes, count))
}

/// Notes that a privileged note was read, for the record.
fn note_privileged(caller: &Context, note: &Note) {
    if let Some(privilege) = note.privilege {
        caller.trace.note(note.case_id, note.id, privilege);
    }
}

/// The privilege that each of these notes is under now; one that was removed is not there.
pub fn privileges(connection: &mut Connection, ids: &[NoteId]) -> Result<HashMap<NoteId, Option<Privilege>>> {
    Ok(store::privileges(connection, ids)?.into_iter().collect())
}

/// Writes a note.
///
/// # Errors
/// 404, 403, 422.
pub fn create(
    connection: &mut Connection,
    caller: &Context,
    case: CaseId,
    body: &Unparsed<NoteInput>,
) -> Result<Note> {
    cases::service::lock(connection, caller, case)?;
    let new = body.parse()?;
    check(caller, new.privilege)?;
    let row = NoteRow {
        id: NoteId::generate(),
        case_id: case,
        body: new.body,
        written_by: caller.user.id,
        version: 1,
        created_at: caller.now,
        updated_at: caller.now,
        privilege: new.privilege,
    };
    store::insert(connection, &row)?;
    let note = Note::from(row);
    journal::append(connection, caller, Subject::Case(case), "note.created", ABSENT, Some(&note))?;
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
    body: &Unparsed<NotePatch>,
) -> Result<Note> {
    let before = own(connection, caller, case, id)?;
    precondition.require(Version(before.version))?;
    let patch = body.parse()?;
    let mut row = before.clone();
    if let Some(body) = patch.body {
        row.body = body;
    }
    if let Some(privilege) = patch.privilege {
        check(caller, privilege)?;
        row.privilege = privilege;
    }
    row.version = before.version.saturating_add(1);
    row.updated_at = caller.now;
    if !store::update(connection, &row, patch.privilege, before.version)? {
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
    precondition.require(Version(before.version))?;
    if !store::delete(connection, id, before.version)? {
        return Err(Error::new(Code::StaleVersion));
    }
    journal::append(
        connection,
        caller,
        Subject::Case(case),
        "note.deleted",
        Some(&Note::from(before)),
        ABSENT,
    )
}

/// Refuses a caller who may not write what is under a privilege.
fn check(caller: &Context, privilege: Option<Privilege>) -> Result<()> {
    match privilege.filter(|privilege| !caller.user.may(privilege.permission())) {
        Some(privilege) => Err(Error::invalid(vec![not_privy(privilege)])),
        None => Ok(()),
    }
}

/// A note that the caller wrote and may read, its case taken for a change.
fn own(connection: &mut Connection, caller: &Context, case: CaseId, id: NoteId) -> Result<NoteRow> {
    // Before the case is taken: what may not be read is not there, whatever the caller may do.
    let visible = cases::service::find_visible(connection, caller, case)?;
    let note = store::find(connection, case, id)?;
    let view = cases::views::of(connection, caller, &visible)?;
    if !view.shows_note(note.privilege) {
        return Err(Error::not_found());
    }
    cases::service::lock(connection, caller, case)?;
    if note.written_by == caller.user.id {
        return Ok(note);
    }
    Err(Error::new(Code::Forbidden).with_detail(
        "Only its author may change or remove a note. Write one of your own.",
        "Seul son auteur peut modifier ou retirer une note. Rédigez la vôtre.",
    ))
}
