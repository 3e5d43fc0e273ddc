//! What is left of a case that was disposed of.

#![expect(missing_docs, reason = "the fields of a row are the columns of its table")]

use crate::clock::registry_day;
use crate::db::Connection;
use crate::db::schema::disposals;
use crate::db::types::Instant;
use crate::error::{Code, Error, Result};
use crate::ids::{CaseId, UserId};
use diesel::prelude::*;

/// What whoever could see a case is told once it was disposed of.
pub fn disposed(connection: &mut Connection, case: CaseId) -> Result<Error> {
    let disposal = find_disposal(connection, case)?;
    let (on, authority) = (registry_day(disposal.disposed_at), disposal.authority);
    Ok(Error::new(Code::Disposed).with_detail(
        format!("The case was disposed of on {on} under the authority {authority}. What is left is its record: GET /v1/journal."),
        format!("Il a été disposé du dossier le {on} en vertu de l'autorisation {authority}. Il n'en reste que la trace : GET /v1/journal."),
    ))
}

/// A disposal, as it is kept.
#[derive(Clone, Debug, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = disposals)]
pub struct DisposalRow {
    pub case_id: CaseId,
    pub authority: String,
    pub entries: i64,
    pub disposed_by: UserId,
    pub disposed_at: Instant,
}

/// # Errors
/// 409 where the case was disposed of already.
pub fn insert_disposal(connection: &mut Connection, disposal: &DisposalRow) -> Result<()> {
    diesel::insert_into(disposals::table).values(disposal).execute(connection)?;
    Ok(())
}

/// # Errors
/// 404 where the case was not disposed of.
pub fn find_disposal(connection: &mut Connection, case: CaseId) -> Result<DisposalRow> {
    Ok(disposals::table.find(case).select(DisposalRow::as_select()).first(connection)?)
}
