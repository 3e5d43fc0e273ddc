//! Passwords of people: signing in with one, and setting another.

use super::api::{PasswordChange, TokenPair, Unlock, User};
use super::lockout::service::{self as lockout, AccountHash};
use super::passwords::{self, PersonalWords};
use super::sessions;
use super::sessions::client::SignInClient;
use super::store::{self, UserRow};
use crate::access::context::Context;
use crate::db::Connection;
use crate::db::types::Instant;
use crate::error::{Code, Error, Fault, Result};
use crate::ids::{SessionId, UserId};
use crate::journal::service::{ABSENT, Author, append_security};
use crate::journal::{self, Subject};
use crate::signing::tokens::Tokens;
use crate::unparsed::Unparsed;
use crate::version::{Precondition, Version};
use secrecy::SecretString;

/// The code of the fault of a wrong present password.
const WRONG_PASSWORD: &str = "wrong_password";

/// A proof that somebody has given the password of an account, as it was when it was looked at. The
/// look takes time, in which the password may be changed: it opens nothing before [`sign_in`] has
/// compared again.
pub struct PasswordProof {
    user: UserId,
    /// The hash that the password was the one of.
    hash: String,
}

/// Finds whose password it is: an unknown name takes as long as a wrong password. A service account
/// has none.
///
/// # Errors
/// 429 where the account has to wait; 401 where the password is nobody's, or the account is not
/// active.
pub fn authenticate(
    connection: &mut Connection,
    username: &str,
    password: &SecretString,
    client: &SignInClient,
) -> Result<PasswordProof> {
    lockout::check(connection, &AccountHash::named(username), client)?;
    let user = store::user_by_name(connection, username)?.filter(UserRow::is_active_person);
    let right = passwords::verify(password, user.as_ref().map(|user| user.password_hash.as_str()))?;
    user.filter(|_| right)
        .map(|user| PasswordProof { user: user.id, hash: user.password_hash })
        .ok_or_else(invalid_credentials)
}

fn invalid_credentials() -> Error {
    Error::new(Code::InvalidCredentials).with_detail(
        "Check both; if you are sure of them, ask your administrator whether the account is active.",
        "Vérifiez les deux; si vous en êtes certain, demandez à votre administrateur si le compte est actif.",
    )
}

/// The first tokens of whoever gave the right password, if it is still right. A change of the
/// password, a deactivation or the end of all sessions either came before, in a turn of its own,
/// and the proof is none any more, or comes after, and finds the session. Among tries that were
/// sent at once, those that come after the one that locked the account count for nothing.
///
/// # Errors
/// 429 where the account has to wait; 401 where the password was changed since, or the account
/// deactivated.
pub fn sign_in(
    connection: &mut Connection,
    tokens: &Tokens,
    proof: &PasswordProof,
    username: &str,
    client: &SignInClient,
) -> Result<TokenPair> {
    let account = AccountHash::named(username);
    lockout::check(connection, &account, client)?;
    let user = store::account(connection, proof.user)?;
    if !user.is_active_person() || user.password_hash != proof.hash {
        return Err(invalid_credentials());
    }
    lockout::succeeded(connection, &account, client)?;
    sessions::service::begin(connection, tokens, user.id, client)
}

/// The hash of a new password for this user.
pub(super) fn hashed(connection: &mut Connection, user: &UserRow, password: &SecretString) -> Result<String> {
    let faults = passwords::faults(password, "/password", &about(connection, user)?);
    if faults.is_empty() { passwords::hash(password) } else { Err(Error::invalid(faults)) }
}

/// The words about a user of which a password may not be made.
pub(super) fn about(connection: &mut Connection, user: &UserRow) -> Result<PersonalWords> {
    let organization = store::organization(connection, user.organization_id)?;
    Ok(PersonalWords::named([
        Some(user.username.as_str()),
        Some(user.display_name.as_str()),
        user.email.as_deref(),
        Some(organization.code.as_str()),
        Some(organization.name_en.as_str()),
        Some(organization.name_fr.as_str()),
    ]))
}

/// Changes the caller's own password, and ends the other sessions.
///
/// # Errors
/// 403, 428, 412, 429; 422 where the present password is wrong or the new one will not do.
pub fn change(
    connection: &mut Connection,
    caller: &Context,
    current: Option<SessionId>,
    client: &SignInClient,
    precondition: &Precondition,
    body: &Unparsed<PasswordChange>,
) -> Result<()> {
    let before = store::account(connection, caller.user.id)?;
    caller.require_permission()?;
    precondition.require(Version(before.version))?;
    let change = body.parse()?;
    lockout::check(connection, &AccountHash::named(&before.username), client)?;
    let mut faults = passwords::faults(&change.new_password, "/new_password", &about(connection, &before)?);
    if !passwords::verify(&change.current_password, Some(&before.password_hash))? {
        faults.push(Fault::body(
            "/current_password",
            WRONG_PASSWORD,
            "This is not your password. If you have forgotten it, ask your administrator for another.",
            "Ce n'est pas votre mot de passe. Si vous l'avez oublié, demandez-en un autre à votre administrateur.",
        ));
    }
    if !faults.is_empty() {
        return Err(Error::invalid(faults));
    }
    // From now on it is the person's alone.
    let before = UserRow { password_by: None, ..before };
    replace(connection, &Author::caller(caller), &before, &change.new_password, current)
}

/// Whether a change was refused because the present password was wrong.
#[must_use]
pub fn is_wrong(error: &Error) -> bool {
    error.faults().iter().any(|fault| fault.code == WRONG_PASSWORD)
}

/// Counts a wrong present password as a failed sign-in, so that a stolen session is no way to try
/// out passwords.
pub fn failed_to_change(connection: &mut Connection, caller: &Context, client: &SignInClient) -> Result<()> {
    let user = store::account(connection, caller.user.id)?;
    lockout::failed(connection, &user.username, client)
}

/// Sets the password of a user from the command line, and ends all sessions.
///
/// # Errors
/// 404 where there is no such person; 422 where the password will not do.
pub fn set(connection: &mut Connection, username: &str, password: &SecretString, now: Instant) -> Result<()> {
    let user = store::user_by_name(connection, username)?;
    let user = user.filter(UserRow::is_person).ok_or_else(Error::not_found)?;
    let faults = passwords::faults(password, "/password", &about(connection, &user)?);
    if !faults.is_empty() {
        return Err(Error::invalid(faults));
    }
    lockout::forget(connection, &AccountHash::named(&user.username))?;
    let by = Author::system("command-line", now);
    // The operator hands it over: nobody who works here knows it.
    let user = UserRow { password_by: None, ..user };
    replace(connection, &by, &user, password, None)
}

fn replace(
    connection: &mut Connection,
    by: &Author,
    before: &UserRow,
    password: &SecretString,
    kept: Option<SessionId>,
) -> Result<()> {
    let mut row = before.clone();
    row.password_hash = passwords::hash(password)?;
    row.version = before.version.saturating_add(1);
    row.updated_at = by.at();
    if !store::update_user(connection, &row, before.version)? {
        return Err(Error::new(Code::StaleVersion));
    }
    append_security(connection, by, Subject::User(row.id), "user.password_changed", ABSENT, ABSENT)?;
    sessions::service::end_others(connection, by, row.id, kept)
}

/// Lets a user try to sign in again at once.
///
/// # Errors
/// 404, 403, 412, 422.
pub fn unlock(
    connection: &mut Connection,
    caller: &Context,
    id: UserId,
    precondition: &Precondition,
    body: &Unparsed<Unlock>,
) -> Result<User> {
    let user = super::service::manageable(connection, caller, id)?;
    precondition.check(Version(user.version))?;
    body.parse()?;
    if lockout::forget(connection, &AccountHash::named(&user.username))? {
        journal::append(connection, caller, Subject::User(id), "user.unlocked", ABSENT, ABSENT)?;
    }
    Ok(User::from_row(user))
}
