//! Rows of the places from which accounts are tried.

#![expect(missing_docs, reason = "the fields of a row are the columns of its table")]

use crate::db::schema::sign_in_places;
use crate::db::types::Instant;
use crate::db::{Connection, dialect};
use crate::error::Result;
use diesel::prelude::*;

/// The network that stands for all from which an account was not signed in to of late.
pub const ELSEWHERE: &str = "";

/// The record of an account and a network.
#[derive(Clone, Debug, PartialEq, Eq, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = sign_in_places, treat_none_as_null = true)]
pub struct PlaceRow {
    pub account: Vec<u8>,
    pub network: String,
    pub failures: i32,
    pub last_failed_at: Option<Instant>,
    pub locked_until: Option<Instant>,
    pub signed_in_at: Option<Instant>,
}

/// The record of the account and the network, and of the account and all others.
pub fn find(connection: &mut Connection, account: &[u8], network: &str) -> Result<Vec<PlaceRow>> {
    let found = sign_in_places::table
        .filter(sign_in_places::account.eq(account.to_vec()))
        .filter(sign_in_places::network.eq_any([network, ELSEWHERE]));
    Ok(found.select(PlaceRow::as_select()).load(connection)?)
}

/// Locks the account for the rest of the transaction: failures that come at once each count.
pub fn lock(connection: &mut Connection, account: &[u8]) -> Result<()> {
    dialect::lock(connection, account.first_chunk().map_or(0, |head| i64::from_be_bytes(*head)))
}

/// Writes a row, in the place of the one before.
pub fn put(connection: &mut Connection, row: &PlaceRow) -> Result<()> {
    let before = sign_in_places::table.find((row.account.clone(), row.network.clone()));
    if diesel::update(before).set(row).execute(connection)? == 0 {
        diesel::insert_into(sign_in_places::table).values(row).execute(connection)?;
    }
    Ok(())
}

/// Removes the record of the account and all networks that have no row of their own.
pub fn remove_elsewhere(connection: &mut Connection, account: &[u8]) -> Result<()> {
    diesel::delete(sign_in_places::table.find((account.to_vec(), ELSEWHERE))).execute(connection)?;
    Ok(())
}

/// Forgets the failures on the account, wherever they came from, and says whether there were any.
pub fn forget_failures(connection: &mut Connection, account: &[u8]) -> Result<bool> {
    let failed = sign_in_places::table
        .filter(sign_in_places::account.eq(account.to_vec()))
        .filter(sign_in_places::failures.gt(0));
    let nothing = (
        sign_in_places::failures.eq(0),
        sign_in_places::last_failed_at.eq(None::<Instant>),
        sign_in_places::locked_until.eq(None::<Instant>),
    );
    Ok(diesel::update(failed).set(nothing).execute(connection)? > 0)
}

/// Removes the rows in which no failure is later than the one instant, and no sign-in later than
/// the other, and returns how many.
pub fn sweep(connection: &mut Connection, failed: Instant, signed_in: Instant) -> Result<usize> {
    let is_old = sign_in_places::last_failed_at
        .is_null()
        .or(sign_in_places::last_failed_at.lt(failed))
        .and(sign_in_places::signed_in_at.is_null().or(sign_in_places::signed_in_at.lt(signed_in)));
    Ok(diesel::delete(sign_in_places::table.filter(is_old)).execute(connection)?)
}
