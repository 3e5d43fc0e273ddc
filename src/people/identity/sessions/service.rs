//! Beginning, keeping and ending sessions.

use super::api::Session;
use super::client::SignInClient;
use super::store::{self, RefreshTokenRow, SessionRow};
use crate::access::context::Context;
use crate::access::permissions::Permission;
use crate::db::Connection;
use crate::db::types::Instant;
use crate::error::{Code, Error, Result};
use crate::ids::{RefreshTokenId, SessionId, UserId};
use crate::journal::Subject;
use crate::journal::service::{ABSENT, Author, append_security};
use crate::people::identity::api::TokenPair;
use crate::people::identity::store as accounts;
use crate::signing::tokens::{Tokens, hash_refresh_token, new_refresh_token};
use crate::version::Precondition;
use chrono::TimeDelta;
use secrecy::{ExposeSecret as _, SecretString};
use serde::Serialize;

/// The time after its use for which a refresh token is good again for the client that used it: two
/// windows of a program ask at once, and an answer is lost on the way.
pub const GRACE: TimeDelta = TimeDelta::seconds(10);
/// The longest time that a session lasts, however often it is refreshed (NIST SP 800-63B-4, 2.1.3).
const LONGEST: TimeDelta = TimeDelta::days(30);

/// The journal's record of a session.
#[derive(Serialize)]
struct SessionEntry<'a> {
    session_id: SessionId,
    #[serde(skip_serializing_if = "Option::is_none")]
    user_agent: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    address: Option<&'a str>,
}

impl<'a> SessionEntry<'a> {
    fn from_row(row: &'a SessionRow) -> Self {
        let (user_agent, address) = (row.user_agent.as_deref(), row.address.as_deref());
        Self { session_id: row.id, user_agent, address }
    }
}

/// Begins a session for a person who has proved who they are by a password, and returns its first
/// tokens.
pub fn begin(
    connection: &mut Connection,
    tokens: &Tokens,
    user: UserId,
    client: &SignInClient,
) -> Result<TokenPair> {
    let now = client.now;
    let session = SessionRow {
        id: SessionId::generate(),
        user_id: user,
        user_agent: client.user_agent.clone(),
        address: client.address.clone(),
        created_at: now,
        last_used_at: now,
        expires_at: expiry(tokens, now, now),
        revoked_at: None,
    };
    store::insert(connection, &session)?;
    let by = Author::user(user, &client.request_id, now);
    append_security(
        connection,
        &by,
        Subject::User(user),
        "session.begun",
        ABSENT,
        Some(&SessionEntry::from_row(&session)),
    )?;
    give(connection, tokens, &session, now)
}

/// Whether this session of this user lasts.
pub fn is_active(connection: &mut Connection, id: SessionId, user: UserId, now: Instant) -> Result<bool> {
    store::is_active(connection, id, user, now)
}

fn expiry(tokens: &Tokens, began: Instant, now: Instant) -> Instant {
    tokens.refresh_expiry(now).min(began.after(LONGEST))
}

fn give(
    connection: &mut Connection,
    tokens: &Tokens,
    session: &SessionRow,
    now: Instant,
) -> Result<TokenPair> {
    let refresh = new_refresh_token();
    store::insert_refresh_token(
        connection,
        &RefreshTokenRow {
            id: RefreshTokenId::generate(),
            family_id: session.id,
            user_id: session.user_id,
            token_hash: hash_refresh_token(refresh.expose_secret()),
            expires_at: session.expires_at,
            used_at: None,
            created_at: now,
            used_by: None,
        },
    )?;
    Ok(TokenPair {
        access_token: tokens.issue(session.user_id, session.id, now)?,
        token_type: "Bearer",
        expires_in: tokens.lifetime_seconds(),
        refresh_token: refresh.expose_secret().to_owned(),
    })
}

/// The outcome of using a refresh token.
pub enum Refreshed {
    /// The token was good.
    Tokens(TokenPair),
    /// The token was not good.
    Refused,
    /// The token had been used before: its session has ended.
    Revoked,
}

/// Gives new tokens for a refresh token. One that was used before ends its session: the transaction
/// must then be committed, so this is no error. The client that used it may use it once more within
/// the [grace](GRACE), and gets further tokens of the session; when one of all these is used, the
/// others are used up with it, so that the second of two who go on from one token ends the session.
pub fn refresh(
    connection: &mut Connection,
    tokens: &Tokens,
    token: &SecretString,
    client: &SignInClient,
) -> Result<Refreshed> {
    let now = client.now;
    let hash = hash_refresh_token(token.expose_secret());
    let found = store::refresh_token(connection, &hash)?.filter(|row| row.expires_at > now);
    let Some(row) = found else { return Ok(Refreshed::Refused) };
    let Some(mut session) = store::lasting_one(connection, row.family_id, now)? else {
        return Ok(Refreshed::Refused);
    };
    if row.used_at.is_some() && !is_in_grace(&row, client) {
        tracing::warn!(user.id = %row.user_id, session.id = %session.id, "a refresh token came a second time: its session is revoked");
        // Whoever sent it need not be the person.
        let by = Author::system(&client.request_id, now);
        close(connection, &by, &session, "session.revoked")?;
        return Ok(Refreshed::Revoked);
    }
    if accounts::principal(connection, row.user_id, now)?.is_none() {
        return Ok(Refreshed::Refused);
    }
    if row.used_at.is_none() {
        store::use_up(connection, session.id, &client.fingerprint(), now)?;
    }
    session.expires_at = expiry(tokens, session.created_at, now);
    store::touch(connection, session.id, now, session.expires_at)?;
    give(connection, tokens, &session, now).map(Refreshed::Tokens)
}

/// Whether a token that was used comes again from the client that used it, soon after.
fn is_in_grace(row: &RefreshTokenRow, client: &SignInClient) -> bool {
    let is_soon = row.used_at.is_some_and(|used| used.after(GRACE) > client.now);
    is_soon && row.used_by.as_ref().is_some_and(|used_by| *used_by == client.fingerprint())
}

/// Removes the refresh tokens that are good for nothing any more, and returns how many.
pub fn sweep(connection: &mut Connection, now: Instant) -> Result<usize> {
    store::sweep(connection, now)
}

/// Ends the session of a refresh token, and says whether there was one to end. An unknown one is as
/// good as revoked (RFC 7009, 2.2).
pub fn sign_out(connection: &mut Connection, token: &SecretString, client: &SignInClient) -> Result<bool> {
    let found = store::refresh_token(connection, &hash_refresh_token(token.expose_secret()))?;
    let Some(row) = found else { return Ok(false) };
    let Some(session) = store::lasting_one(connection, row.family_id, client.now)? else { return Ok(false) };
    let by = Author::user(session.user_id, &client.request_id, client.now);
    close(connection, &by, &session, "session.ended")?;
    Ok(true)
}

/// Ends all sessions of a user but one.
pub fn end_others(
    connection: &mut Connection,
    by: &Author,
    user: UserId,
    kept: Option<SessionId>,
) -> Result<()> {
    for session in store::all_of(connection, user, by.at())? {
        if Some(session.id) != kept {
            close(connection, by, &session, "session.ended")?;
        }
    }
    Ok(())
}

fn close(connection: &mut Connection, by: &Author, session: &SessionRow, action: &'static str) -> Result<()> {
    if !store::revoke(connection, session.id, by.at())? {
        return Ok(());
    }
    append_security(
        connection,
        by,
        Subject::User(session.user_id),
        action,
        Some(&SessionEntry::from_row(session)),
        ABSENT,
    )
}

/// The user whose sessions the caller may list: the caller, or a user whom they manage.
///
/// # Errors
/// 403; 404 where there is no such user.
pub fn listed(connection: &mut Connection, caller: &Context, whose: Option<UserId>) -> Result<UserId> {
    caller.require_permission()?;
    let user = whose.unwrap_or(caller.user.id);
    if user != caller.user.id && !manages(connection, caller, user)? {
        return Err(Error::new(Code::Forbidden).with_detail(
            "You see your own sessions, and with the permission users.manage those of your organisation's users. Leave user_id out.",
            "Vous voyez vos propres sessions et, avec la permission users.manage, celles des utilisateurs de votre organisme. Omettez user_id.",
        ));
    }
    Ok(user)
}

fn manages(connection: &mut Connection, caller: &Context, user: UserId) -> Result<bool> {
    let other = accounts::user(connection, user)?;
    Ok(caller.user.may(Permission::ManageUsers) && other.organization_id == caller.user.organization_id)
}

/// A session of the caller's own, or of a user whom they manage.
fn reached(connection: &mut Connection, caller: &Context, id: SessionId) -> Result<SessionRow> {
    let row = store::lasting_one(connection, id, caller.now)?.ok_or_else(Error::not_found)?;
    if row.user_id != caller.user.id && !manages(connection, caller, row.user_id)? {
        return Err(Error::not_found());
    }
    caller.require_permission()?;
    Ok(row)
}

/// A session, as it is seen from another.
///
/// # Errors
/// 404, 403.
pub fn find(
    connection: &mut Connection,
    caller: &Context,
    id: SessionId,
    current: Option<SessionId>,
) -> Result<Session> {
    Ok(Session::seen_from(reached(connection, caller, id)?, current))
}

/// Ends a session.
///
/// # Errors
/// 404, 403, 428, 412.
pub fn end(
    connection: &mut Connection,
    caller: &Context,
    id: SessionId,
    precondition: &Precondition,
) -> Result<()> {
    let row = reached(connection, caller, id)?;
    precondition.require(Session::seen_from(row.clone(), None).version())?;
    close(connection, &Author::caller(caller), &row, "session.ended")
}

/// Ends all sessions of everybody, with all their tokens, and returns how many there were. Whoever
/// calls it says why, on the record.
pub fn end_all(connection: &mut Connection, now: Instant) -> Result<usize> {
    store::end_all(connection, now)
}
