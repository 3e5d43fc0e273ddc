//! Rows of service accounts, which are users, and of their keys.

#![expect(missing_docs, reason = "the fields of a row are the columns of its table")]

use crate::db::Connection;
use crate::db::schema::{service_keys, users};
use crate::db::types::{Instant, Json};
use crate::error::Result;
use crate::ids::{OrganizationId, ServiceKeyId, UserId};
use crate::people::identity::model::UserKind;
use crate::people::identity::store::UserRow;
use diesel::prelude::*;

/// A key, as stored: never the key itself.
#[derive(Clone, Debug, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = service_keys, treat_none_as_null = true)]
pub struct ServiceKeyRow {
    pub id: ServiceKeyId,
    pub user_id: UserId,
    pub name: String,
    pub key_hash: Vec<u8>,
    pub scopes: Json,
    pub expires_at: Instant,
    pub last_used_at: Option<Instant>,
    pub revoked_at: Option<Instant>,
    pub version: i64,
    pub created_by: UserId,
    pub created_at: Instant,
    pub updated_at: Instant,
    pub may_give: Option<Json>,
}

/// A page of the service accounts of an organisation, in the order in which they were made.
pub fn list(
    connection: &mut Connection,
    organization: OrganizationId,
    after: Option<UserId>,
    limit: i64,
) -> Result<Vec<UserRow>> {
    let mut query = users::table
        .filter(users::organization_id.eq(organization))
        .filter(users::kind.eq(UserKind::Service))
        .into_boxed();
    if let Some(after) = after {
        query = query.filter(users::id.gt(after));
    }
    Ok(query.order(users::id.asc()).limit(limit).select(UserRow::as_select()).load(connection)?)
}

/// Counts the service accounts of an organisation.
pub fn count(connection: &mut Connection, organization: OrganizationId) -> Result<i64> {
    let rows = users::table
        .filter(users::organization_id.eq(organization))
        .filter(users::kind.eq(UserKind::Service));
    Ok(rows.count().get_result(connection)?)
}

/// The service account of an organisation with this id.
///
/// # Errors
/// 404 where the organisation has no such service account.
pub fn find(connection: &mut Connection, organization: OrganizationId, id: UserId) -> Result<UserRow> {
    let found = users::table
        .filter(users::id.eq(id))
        .filter(users::organization_id.eq(organization))
        .filter(users::kind.eq(UserKind::Service));
    Ok(found.select(UserRow::as_select()).first(connection)?)
}

/// A page of the keys of an account, the newest first.
pub fn list_keys(
    connection: &mut Connection,
    account: UserId,
    before: Option<ServiceKeyId>,
    limit: i64,
) -> Result<Vec<ServiceKeyRow>> {
    let mut query = service_keys::table.filter(service_keys::user_id.eq(account)).into_boxed();
    if let Some(before) = before {
        query = query.filter(service_keys::id.lt(before));
    }
    Ok(query
        .order(service_keys::id.desc())
        .limit(limit)
        .select(ServiceKeyRow::as_select())
        .load(connection)?)
}

/// Counts the keys of a service account.
pub fn count_keys(connection: &mut Connection, account: UserId) -> Result<i64> {
    let rows = service_keys::table.filter(service_keys::user_id.eq(account));
    Ok(rows.count().get_result(connection)?)
}

/// The makers of an account's keys that are good now.
pub fn makers_of_good_keys(
    connection: &mut Connection,
    account: UserId,
    now: Instant,
) -> Result<Vec<UserId>> {
    let good = service_keys::table
        .filter(service_keys::user_id.eq(account))
        .filter(service_keys::revoked_at.is_null())
        .filter(service_keys::expires_at.gt(now));
    Ok(good.select(service_keys::created_by).distinct().load(connection)?)
}

/// The key of a service account with this id.
///
/// # Errors
/// 404 where the account has no such key.
pub fn find_key(connection: &mut Connection, account: UserId, id: ServiceKeyId) -> Result<ServiceKeyRow> {
    let found = service_keys::table.filter(service_keys::id.eq(id)).filter(service_keys::user_id.eq(account));
    Ok(found.select(ServiceKeyRow::as_select()).first(connection)?)
}

/// The key of this hash, where it is good now.
pub fn good_key(connection: &mut Connection, hash: &[u8], now: Instant) -> Result<Option<ServiceKeyRow>> {
    let found = service_keys::table
        .filter(service_keys::key_hash.eq(hash.to_vec()))
        .filter(service_keys::revoked_at.is_null())
        .filter(service_keys::expires_at.gt(now));
    Ok(found.select(ServiceKeyRow::as_select()).first(connection).optional()?)
}

/// Inserts a key.
pub fn insert_key(connection: &mut Connection, key: &ServiceKeyRow) -> Result<()> {
    diesel::insert_into(service_keys::table).values(key).execute(connection)?;
    Ok(())
}

/// Whether the row was still of the version before.
pub fn update_key(connection: &mut Connection, key: &ServiceKeyRow, before: i64) -> Result<bool> {
    let row =
        service_keys::table.filter(service_keys::id.eq(key.id)).filter(service_keys::version.eq(before));
    Ok(diesel::update(row).set(key).execute(connection)? == 1)
}

/// Marks a key as used. What is read of it changes with that, and so does its version.
pub fn touch_key(connection: &mut Connection, id: ServiceKeyId, now: Instant) -> Result<()> {
    let row = service_keys::table.filter(service_keys::id.eq(id));
    diesel::update(row)
        .set((service_keys::last_used_at.eq(now), service_keys::version.eq(service_keys::version + 1)))
        .execute(connection)?;
    Ok(())
}

/// Revokes all keys of all accounts, and returns how many there were.
pub fn revoke_all(connection: &mut Connection, now: Instant) -> Result<usize> {
    let rows = service_keys::table.filter(service_keys::revoked_at.is_null());
    let revoked = (
        service_keys::revoked_at.eq(now),
        service_keys::updated_at.eq(now),
        service_keys::version.eq(service_keys::version + 1),
    );
    Ok(diesel::update(rows).set(revoked).execute(connection)?)
}
