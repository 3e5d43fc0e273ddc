//! Rows of external identities: who a user is for a provider.

use crate::db::Connection;
use crate::db::schema::external_identities;
use crate::db::types::Instant;
use crate::error::Result;
use crate::ids::UserId;
use diesel::prelude::*;

/// The user who is this subject for the provider.
pub fn user_of(connection: &mut Connection, issuer: &str, subject: &str) -> Result<Option<UserId>> {
    Ok(external_identities::table
        .find((issuer, subject))
        .select(external_identities::user_id)
        .first(connection)
        .optional()?)
}

/// The issuer and the subject that the user has at a provider, if any.
pub fn identity_of(connection: &mut Connection, user: UserId) -> Result<Option<(String, String)>> {
    let linked = external_identities::table
        .filter(external_identities::user_id.eq(user))
        .order(external_identities::created_at.desc())
        .select((external_identities::issuer, external_identities::subject));
    Ok(linked.first(connection).optional()?)
}

/// Removes the user's identities at providers.
pub fn remove_all(connection: &mut Connection, user: UserId) -> Result<()> {
    let linked = external_identities::table.filter(external_identities::user_id.eq(user));
    diesel::delete(linked).execute(connection)?;
    Ok(())
}

/// Links a user to a subject at a provider.
///
/// # Errors
/// 409 where the subject, or the user, is linked already.
pub fn insert(
    connection: &mut Connection,
    issuer: &str,
    subject: &str,
    user: UserId,
    now: Instant,
) -> Result<()> {
    diesel::insert_into(external_identities::table)
        .values((
            external_identities::issuer.eq(issuer),
            external_identities::subject.eq(subject),
            external_identities::user_id.eq(user),
            external_identities::created_at.eq(now),
        ))
        .execute(connection)?;
    Ok(())
}
