//! Rows of the versions of a matrix and their entries, and the decisions by which they were
//! adopted.

#![expect(missing_docs, reason = "the fields of a row are the columns of its table")]

use super::super::matrix::Share;
use super::model::MatrixStatus;
use crate::db::dialect::bulk;
use crate::db::schema::{matrices, matrix_entries};
use crate::db::types::{Instant, Json};
use crate::db::{Connection, worded};
use crate::error::Result;
use crate::ids::{GroupDecisionId, MatrixEntryId, MatrixId, OrganizationId, UserId};
use diesel::prelude::*;

/// A version of the matrix, as stored, without its content.
#[derive(Clone, Debug, PartialEq, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = matrices, treat_none_as_null = true)]
pub struct MatrixRow {
    pub id: MatrixId,
    pub organization_id: OrganizationId,
    pub number: i32,
    pub title_en: String,
    pub title_fr: String,
    pub status: MatrixStatus,
    pub based_on: Option<MatrixId>,
    pub decision_id: Option<GroupDecisionId>,
    pub from_at: Option<Instant>,
    pub until_at: Option<Instant>,
    pub adopted_by: Option<UserId>,
    pub adopted_at: Option<Instant>,
    pub version: i64,
    pub created_by: UserId,
    pub created_at: Instant,
    pub updated_at: Instant,
}

/// An entry, as stored.
#[derive(Clone, Debug, PartialEq, Eq, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = matrix_entries)]
pub struct MatrixEntryRow {
    pub id: MatrixEntryId,
    pub matrix_id: MatrixId,
    pub responsibility: String,
    pub role: String,
    pub share: Share,
    pub version: i64,
    pub created_by: UserId,
    pub created_at: Instant,
    pub updated_at: Instant,
}

/// The identity of the version that binds an organisation.
#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = matrices)]
pub struct Binding {
    pub id: MatrixId,
    pub organization_id: OrganizationId,
    pub number: i32,
    pub adopted_at: Option<Instant>,
}

/// A page of the versions of an organisation, the newest first.
pub fn list(
    connection: &mut Connection,
    organization: OrganizationId,
    status: Option<MatrixStatus>,
    before: Option<i32>,
    limit: i64,
) -> Result<Vec<MatrixRow>> {
    let mut query = matrices::table.filter(matrices::organization_id.eq(organization)).into_boxed();
    if let Some(status) = status {
        query = query.filter(matrices::status.eq(status));
    }
    if let Some(before) = before {
        query = query.filter(matrices::number.lt(before));
    }
    Ok(query.order(matrices::number.desc()).limit(limit).select(MatrixRow::as_select()).load(connection)?)
}

/// Counts the versions of an organisation, of one status if it is given.
pub fn count(
    connection: &mut Connection,
    organization: OrganizationId,
    status: Option<MatrixStatus>,
) -> Result<i64> {
    let mut query = matrices::table.filter(matrices::organization_id.eq(organization)).into_boxed();
    if let Some(status) = status {
        query = query.filter(matrices::status.eq(status));
    }
    Ok(query.count().get_result(connection)?)
}

/// The version of an organisation's matrix with this id.
///
/// # Errors
/// 404 where the organisation has no such version.
pub fn find(connection: &mut Connection, organization: OrganizationId, id: MatrixId) -> Result<MatrixRow> {
    let found =
        matrices::table.filter(matrices::id.eq(id)).filter(matrices::organization_id.eq(organization));
    Ok(found.select(MatrixRow::as_select()).first(connection)?)
}

/// The highest number that a version of the organisation has; 0 if it has none.
pub fn last_number(connection: &mut Connection, organization: OrganizationId) -> Result<i32> {
    let own = matrices::table.filter(matrices::organization_id.eq(organization)).select(matrices::number);
    Ok(own.order(matrices::number.desc()).first(connection).optional()?.unwrap_or(0))
}

/// The version that was adopted last, whether or not it binds yet.
pub fn last_adopted(connection: &mut Connection, organization: OrganizationId) -> Result<Option<MatrixRow>> {
    let adopted = matrices::table
        .filter(matrices::organization_id.eq(organization))
        .filter(matrices::from_at.is_not_null());
    Ok(adopted.order(matrices::from_at.desc()).select(MatrixRow::as_select()).first(connection).optional()?)
}

/// The instant from which the first version that the organisation adopted binds.
pub fn first_adopted_from(
    connection: &mut Connection,
    organization: OrganizationId,
) -> Result<Option<Instant>> {
    let adopted = matrices::table
        .filter(matrices::organization_id.eq(organization))
        .filter(matrices::from_at.is_not_null());
    let first: Option<Option<Instant>> =
        adopted.order(matrices::from_at.asc()).select(matrices::from_at).first(connection).optional()?;
    Ok(first.flatten())
}

/// The versions of these organisations that had begun at an instant, as far as they were adopted at
/// another: the latest first.
pub fn begun(
    connection: &mut Connection,
    organizations: &[OrganizationId],
    at: Instant,
    known_at: Option<Instant>,
) -> Result<Vec<Binding>> {
    let mut query = matrices::table
        .filter(matrices::organization_id.eq_any(organizations.to_vec()))
        .filter(matrices::from_at.le(at))
        .into_boxed();
    if let Some(known_at) = known_at {
        query = query.filter(matrices::adopted_at.le(known_at));
    }
    let query = query.order(matrices::from_at.desc()).select(Binding::as_select());
    Ok(worded(connection, query)?.kept_if(organizations.len() == 1).load(connection)?)
}

/// The contents of versions, as they were adopted.
pub fn contents(connection: &mut Connection, ids: &[MatrixId]) -> Result<Vec<(MatrixId, Option<Json>)>> {
    let rows = matrices::table.filter(matrices::id.eq_any(ids.to_vec()));
    Ok(rows.select((matrices::id, matrices::content)).load(connection)?)
}

/// Inserts a version of the matrix.
///
/// # Errors
/// 409 where the organisation has one of this number.
pub fn insert(connection: &mut Connection, matrix: &MatrixRow) -> Result<()> {
    diesel::insert_into(matrices::table).values(matrix).execute(connection)?;
    Ok(())
}

/// Whether the row was still of the version before.
pub fn update(connection: &mut Connection, matrix: &MatrixRow, before: i64) -> Result<bool> {
    let row = matrices::table.filter(matrices::id.eq(matrix.id)).filter(matrices::version.eq(before));
    Ok(diesel::update(row).set(matrix).execute(connection)? == 1)
}

/// Stores the content of a version, for good.
pub fn keep(connection: &mut Connection, id: MatrixId, content: &Json) -> Result<()> {
    diesel::update(matrices::table.find(id)).set(matrices::content.eq(content)).execute(connection)?;
    Ok(())
}

/// Takes a draft for a change of its entries: nobody adopts it before this transaction ends.
/// Returns whether it was one.
pub fn touch(connection: &mut Connection, id: MatrixId, status: MatrixStatus, now: Instant) -> Result<bool> {
    let draft = matrices::table.filter(matrices::id.eq(id)).filter(matrices::status.eq(status));
    let set = (matrices::version.eq(matrices::version + 1_i64), matrices::updated_at.eq(now));
    Ok(diesel::update(draft).set(set).execute(connection)? == 1)
}

/// Whether the row was still of the version before.
pub fn delete(connection: &mut Connection, id: MatrixId, before: i64) -> Result<bool> {
    diesel::delete(matrix_entries::table.filter(matrix_entries::matrix_id.eq(id))).execute(connection)?;
    let row = matrices::table.filter(matrices::id.eq(id)).filter(matrices::version.eq(before));
    Ok(diesel::delete(row).execute(connection)? == 1)
}

/// The entries of a version, of one responsibility or one role if that is asked, by responsibility
/// and role.
pub fn entries(
    connection: &mut Connection,
    matrix: MatrixId,
    responsibility: Option<&str>,
    role: Option<&str>,
) -> Result<Vec<MatrixEntryRow>> {
    let mut query = matrix_entries::table.filter(matrix_entries::matrix_id.eq(matrix)).into_boxed();
    if let Some(responsibility) = responsibility {
        query = query.filter(matrix_entries::responsibility.eq(responsibility.to_owned()));
    }
    if let Some(role) = role {
        query = query.filter(matrix_entries::role.eq(role.to_owned()));
    }
    let order = (matrix_entries::responsibility.asc(), matrix_entries::role.asc());
    Ok(query.order(order).select(MatrixEntryRow::as_select()).load(connection)?)
}

/// The entry of a version with this id.
///
/// # Errors
/// 404 where the version has no such entry.
pub fn entry(connection: &mut Connection, matrix: MatrixId, id: MatrixEntryId) -> Result<MatrixEntryRow> {
    let found =
        matrix_entries::table.filter(matrix_entries::id.eq(id)).filter(matrix_entries::matrix_id.eq(matrix));
    Ok(found.select(MatrixEntryRow::as_select()).first(connection)?)
}

/// Inserts an entry of a version.
///
/// # Errors
/// 409 where the version has one of this responsibility and role.
pub fn insert_entry(connection: &mut Connection, entry: &MatrixEntryRow) -> Result<()> {
    diesel::insert_into(matrix_entries::table).values(entry).execute(connection)?;
    Ok(())
}

/// Adds the entries of a new version.
pub fn insert_entries(connection: &mut Connection, entries: &[MatrixEntryRow]) -> Result<()> {
    let columns = [
        ("id", "uuid"),
        ("matrix_id", "uuid"),
        ("responsibility", "text"),
        ("role", "text"),
        ("share", "text"),
        ("version", "bigint"),
        ("created_by", "uuid"),
        ("created_at", "timestamptz"),
        ("updated_at", "timestamptz"),
    ];
    let row = |entry: &MatrixEntryRow| {
        vec![
            Some(entry.id.to_string()),
            Some(entry.matrix_id.to_string()),
            Some(entry.responsibility.clone()),
            Some(entry.role.clone()),
            Some(entry.share.code().to_owned()),
            Some(entry.version.to_string()),
            Some(entry.created_by.to_string()),
            Some(entry.created_at.written()),
            Some(entry.updated_at.written()),
        ]
    };
    let rows: Vec<_> = entries.iter().map(row).collect();
    bulk::insert_missing(connection, "matrix_entries", &columns, &rows).map(drop)
}

/// Whether the row was still of the version before.
pub fn update_entry(connection: &mut Connection, entry: &MatrixEntryRow, before: i64) -> Result<bool> {
    let row = matrix_entries::table
        .filter(matrix_entries::id.eq(entry.id))
        .filter(matrix_entries::version.eq(before));
    Ok(diesel::update(row).set(entry).execute(connection)? == 1)
}

/// Whether the row was still of the version before.
pub fn delete_entry(connection: &mut Connection, id: MatrixEntryId, before: i64) -> Result<bool> {
    let row =
        matrix_entries::table.filter(matrix_entries::id.eq(id)).filter(matrix_entries::version.eq(before));
    Ok(diesel::delete(row).execute(connection)? == 1)
}
