//! Rows of the cases that share one file of the court: a case, and the motions in it.

use super::CaseRow;
use super::model::StoredStatus;
use crate::access::confidentiality::Confidentiality;
use crate::db::Connection;
use crate::db::schema::cases;
use crate::db::types::Instant;
use crate::error::Result;
use crate::ids::CaseId;
use diesel::prelude::*;

/// The cases of a court file that were not disposed of, by id.
pub fn of_file(connection: &mut Connection, file: CaseId) -> Result<Vec<CaseRow>> {
    let rows = cases::table.filter(cases::court_file_id.eq(file));
    let rows = rows.filter(cases::status.ne(StoredStatus::Disposed)).order(cases::id.asc());
    Ok(rows.select(CaseRow::as_select()).load(connection)?)
}

/// Takes the row of a case that was not disposed of, and gives it its next version.
pub fn lock(connection: &mut Connection, id: CaseId, now: Instant) -> Result<Option<CaseRow>> {
    let row = cases::table.filter(cases::id.eq(id)).filter(cases::status.ne(StoredStatus::Disposed));
    Ok(diesel::update(row)
        .set((cases::version.eq(cases::version + 1), cases::updated_at.eq(now)))
        .returning(cases::all_columns)
        .get_result(connection)
        .optional()?)
}

/// These cases, and all that share a court file with one of them.
pub fn with_their_files(connection: &mut Connection, ids: &[CaseId]) -> Result<Vec<CaseId>> {
    let shared = cases::table.filter(cases::id.eq_any(ids)).filter(cases::court_file_id.is_not_null());
    let files: Vec<Option<CaseId>> = shared.select(cases::court_file_id).distinct().load(connection)?;
    let mut all = ids.to_vec();
    if !files.is_empty() {
        let rows = cases::table.filter(cases::court_file_id.eq_any(files)).select(cases::id);
        all.extend(rows.load::<CaseId>(connection)?);
    }
    all.sort_unstable();
    all.dedup();
    Ok(all)
}

/// Puts cases into a court file that they share, or gives each its file for itself.
pub fn put_into(connection: &mut Connection, ids: &[CaseId], file: Option<CaseId>) -> Result<()> {
    let rows = cases::table.filter(cases::id.eq_any(ids));
    diesel::update(rows).set(cases::court_file_id.eq(file)).execute(connection)?;
    Ok(())
}

/// Keeps what was set by hand about the public and these cases, and when.
pub fn set_by_hand(
    connection: &mut Connection,
    ids: &[CaseId],
    order: Confidentiality,
    at: Instant,
) -> Result<()> {
    let rows = cases::table.filter(cases::id.eq_any(ids));
    let set = (cases::confidentiality_set.eq(order), cases::confidentiality_set_at.eq(at));
    diesel::update(rows).set(set).execute(connection)?;
    Ok(())
}

/// Lets what was set by hand count as if the cases had been opened with it.
pub fn set_since_opening(connection: &mut Connection, ids: &[CaseId]) -> Result<()> {
    let rows = cases::table.filter(cases::id.eq_any(ids));
    diesel::update(rows).set(cases::confidentiality_set_at.eq(None::<Instant>)).execute(connection)?;
    Ok(())
}
