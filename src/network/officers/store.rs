//! Rows of liaison officers.

#![expect(missing_docs, reason = "the fields of a row are the columns of its table")]

use super::model::{OfficerKind, OfficerStatus};
use crate::db::Connection;
use crate::db::connection::MultiBackend;
use crate::db::schema::liaison_officers;
use crate::db::types::Instant;
use crate::error::Result;
use crate::ids::{LiaisonOfficerId, OrganizationId, UserId};
use chrono::NaiveDate;
use diesel::prelude::*;

/// A liaison officer, as stored.
#[derive(Clone, Debug, PartialEq, Eq, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = liaison_officers, treat_none_as_null = true)]
pub struct OfficerRow {
    pub id: LiaisonOfficerId,
    pub organization_id: OrganizationId,
    pub name: String,
    pub kind: OfficerKind,
    pub deploying_authority: String,
    pub host_country: String,
    /// Codes of tasks, joined by commas.
    pub tasks: String,
    /// Codes of countries, joined by commas.
    pub represents: String,
    pub contact: Option<String>,
    pub status: OfficerStatus,
    pub notified_on: Option<NaiveDate>,
    pub starts_on: Option<NaiveDate>,
    pub ends_on: Option<NaiveDate>,
    pub version: i64,
    pub created_by: UserId,
    pub created_at: Instant,
    pub updated_at: Instant,
}

/// The officers that are listed.
#[derive(Clone, Debug)]
pub struct OfficerFilter {
    pub organization: OrganizationId,
    pub status: Option<OfficerStatus>,
    pub host_country: Option<String>,
}

type OfficersQuery = liaison_officers::BoxedQuery<'static, MultiBackend>;

fn filtered(filter: &OfficerFilter) -> OfficersQuery {
    let mut query = liaison_officers::table
        .filter(liaison_officers::organization_id.eq(filter.organization))
        .into_boxed();
    if let Some(status) = filter.status {
        query = query.filter(liaison_officers::status.eq(status));
    }
    if let Some(country) = filter.host_country.clone() {
        query = query.filter(liaison_officers::host_country.eq(country));
    }
    query
}

/// A page of officers, by host country. `ge` beside the `or` is what lets the index be entered in
/// the middle.
pub fn list(
    connection: &mut Connection,
    filter: &OfficerFilter,
    after: Option<(String, LiaisonOfficerId)>,
    limit: i64,
) -> Result<Vec<OfficerRow>> {
    let mut query = filtered(filter);
    if let Some((country, id)) = after {
        query = query
            .filter(liaison_officers::host_country.ge(country.clone()))
            .filter(liaison_officers::host_country.gt(country).or(liaison_officers::id.gt(id)));
    }
    let query = query.order((liaison_officers::host_country.asc(), liaison_officers::id.asc())).limit(limit);
    Ok(query.select(OfficerRow::as_select()).load(connection)?)
}

/// Counts the officers that the filter lets through.
pub fn count(connection: &mut Connection, filter: &OfficerFilter) -> Result<i64> {
    Ok(filtered(filter).count().get_result(connection)?)
}

/// The officer of an organisation with this id.
///
/// # Errors
/// 404 where the organisation has none.
pub fn find(
    connection: &mut Connection,
    organization: OrganizationId,
    id: LiaisonOfficerId,
) -> Result<OfficerRow> {
    let found = liaison_officers::table
        .filter(liaison_officers::id.eq(id))
        .filter(liaison_officers::organization_id.eq(organization));
    Ok(found.select(OfficerRow::as_select()).first(connection)?)
}

/// Inserts an officer.
pub fn insert(connection: &mut Connection, officer: &OfficerRow) -> Result<()> {
    diesel::insert_into(liaison_officers::table).values(officer).execute(connection)?;
    Ok(())
}

/// Whether the row was still of the version before.
pub fn update(connection: &mut Connection, officer: &OfficerRow, before: i64) -> Result<bool> {
    let row = liaison_officers::table.filter(liaison_officers::id.eq(officer.id));
    let row = row.filter(liaison_officers::version.eq(before));
    Ok(diesel::update(row).set(officer).execute(connection)? == 1)
}
