//! Making, changing and deactivating users on behalf of a directory.

use super::api::{ProvisionedUser, UserOperations, UserToProvision};
use super::filter::Filter;
use super::shown::ShownFields;
use super::words::DirectoryWords;
use super::{operations, resource, store};
use crate::access::context::Context;
use crate::access::grants::{self, AccountStanding, Pointers};
use crate::db::Connection;
use crate::db::types::Json;
use crate::error::{Code, Error, Fault, Result};
use crate::external_ids::model::ExternalIds;
use crate::ids::UserId;
use crate::journal::service::{ABSENT, Author};
use crate::journal::{self, Subject};
use crate::people::identity::api::User;
use crate::people::identity::model::{UserKind, Username};
use crate::people::identity::store as users;
use crate::people::identity::store::UserRow;
use crate::people::identity::{reach, sessions};
use crate::people::offices;
use crate::text::Language;
use crate::unparsed::Unparsed;
use crate::version::{Precondition, Version};
use serde::Serialize;
use serde_json::Value;

/// A user as the journal has them, with what the directory says of them.
#[derive(Serialize)]
struct DirectoryUserEntry {
    #[serde(flatten)]
    user: User,
    #[serde(skip_serializing_if = "Option::is_none")]
    external_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    directory: Option<Json>,
    /// Whether the directory has removed the user.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    removed: bool,
}

impl DirectoryUserEntry {
    fn from_row(mut row: UserRow) -> Self {
        Self {
            external_id: row.external_id.take(),
            directory: row.directory.take(),
            removed: row.removed_as.is_some(),
            user: User::from_row(row),
        }
    }
}

/// What a directory asks of the users of its organisation.
pub struct UsersAsked {
    /// What must hold for them, if anything must.
    pub filter: Option<Filter>,
    /// The number of users to pass over.
    pub skip: i64,
    /// The greatest number of users.
    pub limit: i64,
    /// The fields to show.
    pub fields: ShownFields,
    /// The address under which the service is reached.
    pub base: String,
}

/// Some of the users of the caller's organisation, and how many there are in all.
///
/// # Errors
/// 403.
pub fn list(connection: &mut Connection, caller: &Context, asked: &UsersAsked) -> Result<(Vec<Value>, i64)> {
    caller.require_permission()?;
    let organization = caller.user.organization_id;
    let (terms, is_all) = asked.filter.as_ref().map_or((Vec::new(), true), Filter::terms);
    let shown = |row| ProvisionedUser::from_row(&asked.base, row);
    let (users, count) = if is_all {
        let rows = if asked.limit > 0 {
            store::list(connection, organization, &terms, asked.skip, asked.limit)?
        } else {
            Vec::new()
        };
        let count = store::count(connection, organization, &terms)?;
        (rows.into_iter().map(shown).collect::<Result<Vec<_>>>()?, count)
    } else {
        let mut users = Vec::new();
        for row in store::all(connection, organization, &terms)? {
            let user = shown(row)?;
            let value = serde_json::to_value(&user)?;
            if asked.filter.as_ref().is_none_or(|filter| filter.holds(&value)) {
                users.push(user);
            }
        }
        let count = i64::try_from(users.len()).unwrap_or(i64::MAX);
        let (skip, limit) = (usize::try_from(asked.skip), usize::try_from(asked.limit));
        (users.into_iter().skip(skip.unwrap_or(usize::MAX)).take(limit.unwrap_or(0)).collect(), count)
    };
    let users = users.iter().map(|user| asked.fields.of(user)).collect::<Result<Vec<_>>>()?;
    Ok((users, count))
}

/// A user of the caller's organisation. Those of others are not there, and neither are service
/// accounts.
///
/// # Errors
/// 404, 403.
pub fn find(connection: &mut Connection, caller: &Context, id: UserId) -> Result<UserRow> {
    let row = store::find(connection, caller.user.organization_id, id)?;
    caller.require_permission()?;
    Ok(row)
}

/// Makes a user, without a password; or takes back the one whom the directory has removed.
///
/// # Errors
/// 403; 400 where the body is wrong; 409 where the user name is taken.
pub fn create(connection: &mut Connection, caller: &Context, body: &Unparsed<Value>) -> Result<UserRow> {
    caller.require_permission()?;
    let mut wanted = resource::judge(resource::sent_anew(body)?)?;
    let username = String::from(Username::typed(&wanted.user_name));
    if let Some(before) = returning(connection, caller, &username, wanted.external_id.as_deref())? {
        wanted.active = Some(wanted.active.unwrap_or(true));
        // Whoever comes back begins as somebody new does.
        let begins = UserRow {
            username,
            removed_as: None,
            role: AccountStanding::PROVISIONED.role,
            clearance: AccountStanding::PROVISIONED.clearance.rank(),
            password_hash: String::new(),
            password_by: None,
            federated: true,
            office: None,
            ..before.clone()
        };
        let after = write(connection, caller, &begins, wanted)?;
        return finish(connection, caller, before, after);
    }
    let fresh = UserRow {
        id: UserId::generate(),
        organization_id: caller.user.organization_id,
        username: username.clone(),
        display_name: username,
        language: Language::default(),
        role: AccountStanding::PROVISIONED.role,
        clearance: AccountStanding::PROVISIONED.clearance.rank(),
        // No password has this hash.
        password_hash: String::new(),
        active: true,
        version: 1,
        created_at: caller.now,
        updated_at: caller.now,
        email: None,
        office: None,
        kind: UserKind::Person,
        external_id: None,
        // Who is in a directory signs in where the directory is.
        federated: true,
        password_by: None,
        directory: None,
        removed_as: None,
        external_ids: ExternalIds::default(),
    };
    let row = write(connection, caller, &fresh, wanted)?;
    untaken(connection, &row)?;
    users::insert_user(connection, &row)?;
    let made = DirectoryUserEntry::from_row(row.clone());
    journal::append(connection, caller, Subject::User(row.id), "user.created", ABSENT, Some(&made))?;
    Ok(row)
}

/// The account that comes back where the directory makes a user of this name: the last one that it
/// removed under it, unless its own ids say that they are two people.
fn returning(
    connection: &mut Connection,
    caller: &Context,
    username: &str,
    external_id: Option<&str>,
) -> Result<Option<UserRow>> {
    let removed = store::removed(connection, caller.user.organization_id, username)?;
    Ok(removed
        .into_iter()
        .find(|row| row.external_id.as_deref().zip(external_id).is_none_or(|(before, now)| before == now)))
}

/// Puts a user in the place of the one who is there.
///
/// # Errors
/// 404, 403, 412, 400, 409.
pub fn replace(
    connection: &mut Connection,
    caller: &Context,
    id: UserId,
    precondition: &Precondition,
    body: &Unparsed<Value>,
) -> Result<UserRow> {
    let before = changeable(connection, caller, id, precondition)?;
    let wanted = resource::judge(resource::sent(body)?)?;
    change(connection, caller, before, wanted)
}

/// Carries out operations on a user.
///
/// # Errors
/// 404, 403, 412, 400, 409.
pub fn update(
    connection: &mut Connection,
    caller: &Context,
    id: UserId,
    precondition: &Precondition,
    body: &Unparsed<Value>,
) -> Result<UserRow> {
    let before = changeable(connection, caller, id, precondition)?;
    let sent: UserOperations = Unparsed::json(resource::sent(body)?).parse()?;
    let present = resource::present(&ProvisionedUser::from_row("", before.clone())?)?;
    let mut outcome = operations::carry_out(present, &sent.operations)?;
    let wanted = resource::judge(outcome.value.take()).map_err(|error| outcome.name(&error))?;
    change(connection, caller, before, wanted)
        .map_err(|error| if error.faults().is_empty() { error } else { outcome.name(&error) })
}

/// Removes a user for the directory. The account is deactivated and stays, so that the record of
/// what they did keeps its author; its user name is free.
///
/// # Errors
/// 404, 403, 412; 409 for oneself, and for the last who manages accounts.
pub fn remove(
    connection: &mut Connection,
    caller: &Context,
    id: UserId,
    precondition: &Precondition,
) -> Result<()> {
    let before = changeable(connection, caller, id, precondition)?;
    // Nobody can be given a name with a blank in it.
    let username = format!("removed {id}");
    let removed_as = Some(before.username.clone());
    let after = UserRow { active: false, username, removed_as, ..before.clone() };
    keep(connection, caller, before, after).map(|_| ())
}

fn changeable(
    connection: &mut Connection,
    caller: &Context,
    id: UserId,
    precondition: &Precondition,
) -> Result<UserRow> {
    let row = find(connection, caller, id)?;
    precondition.check(Version(row.version))?;
    Ok(row)
}

fn change(
    connection: &mut Connection,
    caller: &Context,
    before: UserRow,
    wanted: UserToProvision,
) -> Result<UserRow> {
    let after = write(connection, caller, &before, wanted)?;
    finish(connection, caller, before, after)
}

/// Writes what was judged, if nothing else stands in its way.
fn finish(connection: &mut Connection, caller: &Context, before: UserRow, after: UserRow) -> Result<UserRow> {
    let readdressed = after.email.is_some() && after.email != before.email;
    // A directory keeps the names and addresses of those whom its key may make; a person goes by
    // what they have themselves.
    if caller.user.scopes.is_none() && (readdressed || after.username != before.username) {
        reach::take_address(connection, caller, &before)?;
    }
    untaken(connection, &after)?;
    keep(connection, caller, before, after)
}

/// The row as it is wanted. What a user cannot be without stays if nothing is said of it; what they
/// can be without is removed, and whoever has no other name to show goes by their user name.
///
/// Nobody is given more than the caller has, or the key was told that it may give. Who signs in as
/// whom goes by the user name, and what is mailed goes to the address: to change either is to give
/// all that the account has.
fn write(
    connection: &mut Connection,
    caller: &Context,
    before: &UserRow,
    wanted: UserToProvision,
) -> Result<UserRow> {
    let mut row = before.clone();
    let words = DirectoryWords::of(&wanted);
    row.username = Username::typed(&wanted.user_name).into();
    row.display_name = words.shown_name(&row.username);
    if let Some(language) = words.language() {
        row.language = language;
    }
    row.email = words.address().map(str::to_owned);
    // Of an account that it leaves as it is, a directory has said nothing yet.
    if words != DirectoryWords::of_row(before)? {
        row.directory = Some(Json::of(&words)?);
    }
    row.external_id = wanted.external_id;
    row.active = wanted.active.unwrap_or(row.active);
    if let Some(extension) = wanted.extension {
        if let Some(role) = extension.role {
            row.role = role;
        }
        if let Some(clearance) = extension.clearance {
            row.clearance = clearance.rank();
        }
        row.office = offices::service::kept(connection, row.organization_id, extension.office.as_deref())?;
    }
    let extra = format!("/{}", super::api::EXTENSION);
    let (role, clearance) = (format!("{extra}/role"), format!("{extra}/clearance"));
    let at = Pointers { role: &role, clearance: &clearance };
    let mut faults = reach::beyond(caller, before, &row, AccountStanding::PROVISIONED, at);
    let readdressed = row.email.is_some() && row.email != before.email;
    let is_another = row.username != before.username && !before.username.is_empty();
    let has = reach::standing(before);
    if (readdressed || is_another)
        && !grants::beyond(&caller.user, AccountStanding::PROVISIONED, has, at).is_empty()
    {
        faults.push(beyond_the_key(if is_another { "/userName" } else { "/emails/0/value" }));
    }
    if faults.is_empty() { Ok(row) } else { Err(Error::invalid(faults)) }
}

/// Refuses a user name that somebody else has. A directory's own ids are its own affair.
fn untaken(connection: &mut Connection, row: &UserRow) -> Result<()> {
    if store::named(connection, &row.username)?.is_some_and(|id| id != row.id) {
        return Err(Error::new(Code::Duplicate).with_faults(vec![taken("/userName")]));
    }
    Ok(())
}

/// Writes a changed row. A change that changes nothing is none: directories send what they know
/// again and again.
fn keep(
    connection: &mut Connection,
    caller: &Context,
    before: UserRow,
    mut after: UserRow,
) -> Result<UserRow> {
    if after == before {
        return Ok(before);
    }
    if after.id == caller.user.id && (!after.active || after.role != before.role) {
        return Err(reach::ones_own());
    }
    after.version = before.version.saturating_add(1);
    after.updated_at = caller.now;
    reach::unknown_to_lesser(connection, &before, &after)?;
    reach::somebody_stays(connection, &before, &after)?;
    if !users::update_user(connection, &after, before.version)? {
        return Err(Error::new(Code::StaleVersion));
    }
    if before.active && !after.active {
        sessions::service::end_others(connection, &Author::caller(caller), after.id, None)?;
    }
    let (was, is) = (DirectoryUserEntry::from_row(before), DirectoryUserEntry::from_row(after.clone()));
    journal::append(connection, caller, Subject::User(after.id), "user.updated", Some(&was), Some(&is))?;
    Ok(after)
}

fn taken(pointer: &str) -> Fault {
    Fault::body(
        pointer,
        "taken",
        "Somebody else has this one. Look for the user by it with a filter, or send another.",
        "Cette valeur est déjà attribuée. Cherchez l'utilisateur à l'aide d'un filtre ou envoyez-en une autre.",
    )
}

fn beyond_the_key(pointer: &str) -> Fault {
    Fault::body(
        pointer,
        "beyond_yours",
        "This account has more than you may give, and whoever has its user name or its address has it, too. Ask an administrator, or for a key that may give its role and its clearance (may_give).",
        "Ce compte a plus que ce que vous pouvez attribuer, et qui en a le nom d'utilisateur ou l'adresse l'a aussi. Adressez-vous à un administrateur ou demandez une clé qui peut attribuer son rôle et son habilitation (may_give).",
    )
}
