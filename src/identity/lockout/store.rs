//! Rows of failed sign-ins.

#![expect(missing_docs, reason = "the fields of a row are the columns of its table")]

use crate::db::Connection;
use crate::db::dialect;
use crate::db::schema::sign_in_failures;
use crate::db::types::Instant;
use crate::error::Result;
use diesel::prelude::*;

/// The failures on an account, as they are kept.
#[derive(Clone, Debug, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = sign_in_failures, treat_none_as_null = true)]
pub struct FailuresRow {
    pub account: Vec<u8>,
    pub failures: i32,
    pub last_failed_at: Instant,
    pub locked_until: Option<Instant>,
}

/// # Errors
/// The database's own.
pub fn find(connection: &mut Connection, account: &[u8]) -> Result<Option<FailuresRow>> {
    let found = sign_in_failures::table.find(account.to_vec()).select(FailuresRow::as_select());
    Ok(found.first(connection).optional()?)
}

/// Keeps the account for the rest of the transaction: of failures that come at once each counts.
///
/// # Errors
/// The database's own.
pub fn lock(connection: &mut Connection, account: &[u8]) -> Result<()> {
    dialect::lock(connection, account.first_chunk().map_or(0, |head| i64::from_be_bytes(*head)))
}

/// Writes the failures, in the place of those before.
///
/// # Errors
/// The database's own.
pub fn put(connection: &mut Connection, row: &FailuresRow) -> Result<()> {
    let before = sign_in_failures::table.filter(sign_in_failures::account.eq(row.account.clone()));
    if diesel::update(before).set(row).execute(connection)? == 0 {
        diesel::insert_into(sign_in_failures::table).values(row).execute(connection)?;
    }
    Ok(())
}

/// Whether there were any.
///
/// # Errors
/// The database's own.
pub fn remove(connection: &mut Connection, account: &[u8]) -> Result<bool> {
    let row = sign_in_failures::table.filter(sign_in_failures::account.eq(account.to_vec()));
    Ok(diesel::delete(row).execute(connection)? > 0)
}
