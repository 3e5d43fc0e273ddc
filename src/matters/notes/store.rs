//! Rows of notes.

#![expect(missing_docs, reason = "the fields of a row are the columns of its table")]

use crate::access::privilege::Privilege;
use crate::db::Connection;
use crate::db::connection::MultiBackend;
use crate::db::schema::notes;
use crate::db::types::Instant;
use crate::error::Result;
use crate::ids::{CaseId, NoteId, UserId};
use diesel::prelude::*;

/// A note, as stored.
#[derive(Clone, Debug, PartialEq, Eq, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = notes, treat_none_as_null = true)]
pub struct NoteRow {
    pub id: NoteId,
    pub case_id: CaseId,
    pub body: String,
    pub written_by: UserId,
    pub version: i64,
    pub created_at: Instant,
    pub updated_at: Instant,
    /// Written by itself, and only where it changes: one that this process does not know stays what
    /// it is.
    #[diesel(skip_update)]
    pub privilege: Option<Privilege>,
}

type NotesQuery = notes::BoxedQuery<'static, MultiBackend>;

/// The notes of a case under none but these privileges.
fn readable(case: CaseId, privileges: &[Privilege]) -> NotesQuery {
    let query = notes::table.filter(notes::case_id.eq(case)).into_boxed();
    if privileges.len() == Privilege::ALL.len() {
        return query;
    }
    let privileges: Vec<_> = privileges.iter().copied().map(Some).collect();
    query.filter(notes::privilege.is_null().or(notes::privilege.eq_any(privileges).assume_not_null()))
}

/// A page of the notes on a case that are under none but these privileges, the newest first.
pub fn list(
    connection: &mut Connection,
    case: CaseId,
    privileges: &[Privilege],
    before: Option<NoteId>,
    limit: i64,
) -> Result<Vec<NoteRow>> {
    let mut query = readable(case, privileges);
    if let Some(before) = before {
        query = query.filter(notes::id.lt(before));
    }
    Ok(query.order(notes::id.desc()).limit(limit).select(NoteRow::as_select()).load(connection)?)
}

/// Counts the notes of a case that have one of these privileges.
pub fn count(connection: &mut Connection, case: CaseId, privileges: &[Privilege]) -> Result<i64> {
    Ok(readable(case, privileges).count().get_result(connection)?)
}

/// The privilege that each of these notes is under, where it is there still.
pub fn privileges(connection: &mut Connection, ids: &[NoteId]) -> Result<Vec<(NoteId, Option<Privilege>)>> {
    let found = notes::table.filter(notes::id.eq_any(ids));
    Ok(found.select((notes::id, notes::privilege)).load(connection)?)
}

/// The note of a case with this id.
///
/// # Errors
/// 404 where the case has no such note.
pub fn find(connection: &mut Connection, case: CaseId, id: NoteId) -> Result<NoteRow> {
    let found = notes::table.filter(notes::id.eq(id)).filter(notes::case_id.eq(case));
    Ok(found.select(NoteRow::as_select()).first(connection)?)
}

/// Inserts a note.
pub fn insert(connection: &mut Connection, note: &NoteRow) -> Result<()> {
    diesel::insert_into(notes::table).values(note).execute(connection)?;
    Ok(())
}

/// Writes a note, and its privilege where that changes. Whether the row was still of the version
/// before.
pub fn update(
    connection: &mut Connection,
    note: &NoteRow,
    privilege: Option<Option<Privilege>>,
    before: i64,
) -> Result<bool> {
    let row = notes::table.filter(notes::id.eq(note.id)).filter(notes::version.eq(before));
    let privilege = privilege.map(|privilege| notes::privilege.eq(privilege));
    Ok(diesel::update(row).set((note, privilege)).execute(connection)? == 1)
}

/// Whether the row was still of the version before.
pub fn delete(connection: &mut Connection, id: NoteId, before: i64) -> Result<bool> {
    let row = notes::table.filter(notes::id.eq(id)).filter(notes::version.eq(before));
    Ok(diesel::delete(row).execute(connection)? == 1)
}
