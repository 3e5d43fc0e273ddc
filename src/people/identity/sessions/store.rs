//! Rows of sessions and refresh tokens.

#![expect(missing_docs, reason = "the fields of a row are the columns of its table")]

use crate::db::Connection;
use crate::db::connection::MultiBackend;
use crate::db::schema::{refresh_tokens, sessions};
use crate::db::types::Instant;
use crate::error::Result;
use crate::ids::{RefreshTokenId, SessionId, UserId};
use diesel::prelude::*;

/// A session, as stored.
#[derive(Clone, Debug, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = sessions)]
pub struct SessionRow {
    pub id: SessionId,
    pub user_id: UserId,
    pub user_agent: Option<String>,
    pub address: Option<String>,
    pub created_at: Instant,
    pub last_used_at: Instant,
    pub expires_at: Instant,
    pub revoked_at: Option<Instant>,
}

/// A refresh token, as stored: never the token itself.
#[derive(Clone, Debug, Queryable, Selectable, Insertable)]
#[diesel(table_name = refresh_tokens)]
pub struct RefreshTokenRow {
    pub id: RefreshTokenId,
    pub family_id: SessionId,
    pub user_id: UserId,
    pub token_hash: Vec<u8>,
    pub expires_at: Instant,
    pub used_at: Option<Instant>,
    pub created_at: Instant,
    pub used_by: Option<Vec<u8>>,
}

/// The sessions that last.
fn lasting(now: Instant) -> sessions::BoxedQuery<'static, MultiBackend> {
    sessions::table.filter(sessions::revoked_at.is_null()).filter(sessions::expires_at.gt(now)).into_boxed()
}

/// Inserts a session.
pub fn insert(connection: &mut Connection, session: &SessionRow) -> Result<()> {
    diesel::insert_into(sessions::table).values(session).execute(connection)?;
    Ok(())
}

/// The session, if it lasts.
pub fn lasting_one(connection: &mut Connection, id: SessionId, now: Instant) -> Result<Option<SessionRow>> {
    let found = lasting(now).filter(sessions::id.eq(id)).select(SessionRow::as_select());
    Ok(found.first(connection).optional()?)
}

/// Whether this session of this user lasts.
pub fn is_active(connection: &mut Connection, id: SessionId, user: UserId, now: Instant) -> Result<bool> {
    let found = lasting(now).filter(sessions::id.eq(id)).filter(sessions::user_id.eq(user));
    Ok(found.select(sessions::id).first::<SessionId>(connection).optional()?.is_some())
}

/// A page of the sessions of a user that last, the newest first.
pub fn list(
    connection: &mut Connection,
    user: UserId,
    before: Option<SessionId>,
    limit: i64,
    now: Instant,
) -> Result<Vec<SessionRow>> {
    let mut query = lasting(now).filter(sessions::user_id.eq(user));
    if let Some(before) = before {
        query = query.filter(sessions::id.lt(before));
    }
    Ok(query.order(sessions::id.desc()).limit(limit).select(SessionRow::as_select()).load(connection)?)
}

/// Counts the sessions of a user that have not ended.
pub fn count(connection: &mut Connection, user: UserId, now: Instant) -> Result<i64> {
    Ok(lasting(now).filter(sessions::user_id.eq(user)).count().get_result(connection)?)
}

/// All sessions of a user that last.
pub fn all_of(connection: &mut Connection, user: UserId, now: Instant) -> Result<Vec<SessionRow>> {
    Ok(lasting(now).filter(sessions::user_id.eq(user)).select(SessionRow::as_select()).load(connection)?)
}

/// Marks a session as used now, and lasting until then.
pub fn touch(connection: &mut Connection, id: SessionId, now: Instant, expires_at: Instant) -> Result<()> {
    diesel::update(sessions::table.filter(sessions::id.eq(id)))
        .set((sessions::last_used_at.eq(now), sessions::expires_at.eq(expires_at)))
        .execute(connection)?;
    Ok(())
}

/// Ends a session, and says whether it was this that ended it.
pub fn revoke(connection: &mut Connection, id: SessionId, now: Instant) -> Result<bool> {
    let row = sessions::table.filter(sessions::id.eq(id)).filter(sessions::revoked_at.is_null());
    Ok(diesel::update(row).set(sessions::revoked_at.eq(now)).execute(connection)? == 1)
}

/// Inserts a refresh token.
pub fn insert_refresh_token(connection: &mut Connection, token: &RefreshTokenRow) -> Result<()> {
    diesel::insert_into(refresh_tokens::table).values(token).execute(connection)?;
    Ok(())
}

/// The refresh token with this hash.
pub fn refresh_token(connection: &mut Connection, hash: &[u8]) -> Result<Option<RefreshTokenRow>> {
    let found = refresh_tokens::table
        .filter(refresh_tokens::token_hash.eq(hash))
        .select(RefreshTokenRow::as_select());
    Ok(found.first(connection).optional()?)
}

/// Marks all tokens of a session that were not used yet as used up, by this client.
pub fn use_up(connection: &mut Connection, session: SessionId, client: &[u8], now: Instant) -> Result<()> {
    let unused = refresh_tokens::table
        .filter(refresh_tokens::family_id.eq(session))
        .filter(refresh_tokens::used_at.is_null());
    diesel::update(unused)
        .set((refresh_tokens::used_at.eq(now), refresh_tokens::used_by.eq(client)))
        .execute(connection)?;
    Ok(())
}

/// Removes the tokens that were good until before this, and returns how many.
pub fn sweep(connection: &mut Connection, expired: Instant) -> Result<usize> {
    let rows = refresh_tokens::table.filter(refresh_tokens::expires_at.lt(expired));
    Ok(diesel::delete(rows).execute(connection)?)
}

/// Ends all sessions of everybody, and forgets all refresh tokens, and returns how many sessions
/// there were.
pub fn end_all(connection: &mut Connection, now: Instant) -> Result<usize> {
    diesel::delete(refresh_tokens::table).execute(connection)?;
    let rows = sessions::table.filter(sessions::revoked_at.is_null());
    Ok(diesel::update(rows).set(sessions::revoked_at.eq(now)).execute(connection)?)
}
