//! Rows of the offices that organisations have of their own.

#![expect(missing_docs, reason = "the fields of a row are the columns of its table")]

use crate::db::Connection;
use crate::db::schema::offices;
use crate::db::types::{Instant, Json};
use crate::error::Result;
use crate::ids::{OfficeId, OrganizationId, UserId};
use diesel::prelude::*;

/// An office, as stored.
#[derive(Clone, Debug, PartialEq, Eq, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = offices, treat_none_as_null = true)]
pub struct OfficeRow {
    pub id: OfficeId,
    pub organization_id: OrganizationId,
    pub code: String,
    /// The one way in which it is kept.
    pub written: String,
    pub name_en: String,
    pub name_fr: String,
    pub region: String,
    pub zone: String,
    pub calendar: Option<String>,
    /// Other ways of writing it: a list of texts.
    pub spellings: Json,
    pub version: i64,
    pub created_by: UserId,
    pub created_at: Instant,
    pub updated_at: Instant,
}

/// The offices of an organisation, by code: a handful.
pub fn of_organization(connection: &mut Connection, organization: OrganizationId) -> Result<Vec<OfficeRow>> {
    let rows = offices::table.filter(offices::organization_id.eq(organization)).order(offices::code.asc());
    Ok(rows.select(OfficeRow::as_select()).load(connection)?)
}

/// The office of an organisation with this id.
///
/// # Errors
/// 404 where it has none.
pub fn find(connection: &mut Connection, organization: OrganizationId, id: OfficeId) -> Result<OfficeRow> {
    let found = offices::table.find(id).filter(offices::organization_id.eq(organization));
    Ok(found.select(OfficeRow::as_select()).first(connection)?)
}

/// Inserts an office.
pub fn insert(connection: &mut Connection, row: &OfficeRow) -> Result<()> {
    diesel::insert_into(offices::table).values(row).execute(connection)?;
    Ok(())
}

/// Whether the row was still of the version before.
pub fn update(connection: &mut Connection, row: &OfficeRow, before: i64) -> Result<bool> {
    let stored = offices::table.filter(offices::id.eq(row.id)).filter(offices::version.eq(before));
    Ok(diesel::update(stored).set(row).execute(connection)? == 1)
}

/// Whether the row was still of the version before.
pub fn delete(connection: &mut Connection, id: OfficeId, before: i64) -> Result<bool> {
    let stored = offices::table.filter(offices::id.eq(id)).filter(offices::version.eq(before));
    Ok(diesel::delete(stored).execute(connection)? == 1)
}
