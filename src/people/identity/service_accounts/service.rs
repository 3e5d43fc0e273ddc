//! Setting up service accounts, and giving and revoking their keys.

use super::api::{ServiceAccount, ServiceAccountInput, ServiceAccountPatch, ServiceKey, ServiceKeyInput};
use super::store::{self, ServiceKeyRow};
use crate::access::classification::Classification;
use crate::access::context::{Context, MayGive, Principal};
use crate::access::grants::{self, AccountStanding, PLAIN, Pointers};
use crate::access::permissions::{Permission, Role};
use crate::clock::end_of_registry_day;
use crate::db::Connection;
use crate::db::types::{Instant, Json};
use crate::error::{Code, Error, Fault, Result};
use crate::external_ids::model::ExternalIds;
use crate::ids::{ServiceKeyId, UserId};
use crate::journal::service::ABSENT;
use crate::journal::{self, Subject};
use crate::people::identity::model::UserKind;
use crate::people::identity::reach;
use crate::people::identity::store as accounts;
use crate::people::identity::store::UserRow;
use crate::signing::secrets::{KeyedSecrets, hash};
use crate::text::Language;
use crate::unparsed::Unparsed;
use crate::version::{Precondition, Version};
use chrono::{Days, NaiveDate, TimeDelta};

/// The number of days for which a key is good at most.
const LONGEST_DAYS: u16 = 366;
/// The interval at which it is noted that a key is used.
const NOTED_EVERY: TimeDelta = TimeDelta::minutes(1);

/// A service account of the caller's organisation, as stored.
fn reached(connection: &mut Connection, caller: &Context, id: UserId) -> Result<UserRow> {
    let row = store::find(connection, caller.user.organization_id, id)?;
    caller.require_permission()?;
    Ok(row)
}

/// A service account of the caller's organisation.
///
/// # Errors
/// 404, 403.
pub fn find(connection: &mut Connection, caller: &Context, id: UserId) -> Result<ServiceAccount> {
    Ok(ServiceAccount::from_row(reached(connection, caller, id)?))
}

/// Makes a service account in the caller's organisation.
///
/// # Errors
/// 403, 422.
pub fn create(
    connection: &mut Connection,
    caller: &Context,
    body: &Unparsed<ServiceAccountInput>,
) -> Result<ServiceAccount> {
    caller.require_permission()?;
    let new = body.parse()?;
    let id = UserId::generate();
    let row = UserRow {
        id,
        organization_id: caller.user.organization_id,
        // Nobody signs in with it: a user name is wanted, and this one is free.
        username: format!("service-{id}"),
        display_name: new.name.trim().to_owned(),
        language: Language::En,
        role: new.role,
        clearance: new.clearance.unwrap_or(Classification::Unclassified).rank(),
        password_hash: String::new(),
        active: true,
        version: 1,
        created_at: caller.now,
        updated_at: caller.now,
        email: None,
        office: None,
        kind: UserKind::Service,
        external_id: None,
        federated: false,
        password_by: None,
        directory: None,
        removed_as: None,
        external_ids: ExternalIds::default(),
    };
    grants::refuse(grants::beyond(&caller.user, AccountStanding::NOTHING, reach::standing(&row), PLAIN))?;
    accounts::insert_user(connection, &row)?;
    let account = ServiceAccount::from_row(row);
    let subject = Subject::User(account.id);
    journal::append(connection, caller, subject, "service_account.created", ABSENT, Some(&account))?;
    Ok(account)
}

/// Changes a service account.
///
/// # Errors
/// 404, 403, 428, 412, 422.
pub fn update(
    connection: &mut Connection,
    caller: &Context,
    id: UserId,
    precondition: &Precondition,
    body: &Unparsed<ServiceAccountPatch>,
) -> Result<ServiceAccount> {
    let before = reached(connection, caller, id)?;
    precondition.require(Version(before.version))?;
    let patch = body.parse()?;
    let mut row = before.clone();
    if let Some(name) = patch.name {
        row.display_name = name.trim().to_owned();
    }
    if let Some(role) = patch.role {
        row.role = role;
    }
    if let Some(clearance) = patch.clearance {
        row.clearance = clearance.rank();
    }
    if let Some(active) = patch.active {
        row.active = active;
    }
    grants::refuse(reach::beyond(caller, &before, &row, AccountStanding::NOTHING, PLAIN))?;
    unknown_to_lesser(connection, caller, &row)?;
    row.version = before.version.saturating_add(1);
    row.updated_at = caller.now;
    if !accounts::update_user(connection, &row, before.version)? {
        return Err(Error::new(Code::StaleVersion));
    }
    let (before, after) = (ServiceAccount::from_row(before), ServiceAccount::from_row(row));
    let subject = Subject::User(id);
    journal::append(connection, caller, subject, "service_account.updated", Some(&before), Some(&after))?;
    Ok(after)
}

/// Refuses a change after which the account would reach further than somebody who made one of its
/// good keys, and so knows it.
fn unknown_to_lesser(connection: &mut Connection, caller: &Context, account: &UserRow) -> Result<()> {
    let standing = reach::standing(account);
    for maker in store::makers_of_good_keys(connection, account.id, caller.now)? {
        let maker = accounts::account(connection, maker)?;
        let knows = accounts::principal_of(connection, &maker, caller.now)?;
        if account.active && wider(&knows, standing).is_some() {
            let key = Fault::body(
                "/clearance",
                "known_to_another",
                "Somebody who is cleared less far, or reaches fewer cases, made a key of this account and knows it. Revoke that key first.",
                "Une personne dont l'habilitation ou la portée est inférieure a créé une clé de ce compte et la connaît. Révoquez d'abord cette clé.",
            );
            return Err(grants::refused("gift").with_faults(vec![key]));
        }
    }
    Ok(())
}

/// The service account whose keys the caller may list.
///
/// # Errors
/// 404, 403.
pub fn listed(connection: &mut Connection, caller: &Context, id: UserId) -> Result<UserId> {
    Ok(reached(connection, caller, id)?.id)
}

/// A key of a service account.
///
/// # Errors
/// 404, 403.
pub fn find_key(
    connection: &mut Connection,
    caller: &Context,
    account: UserId,
    id: ServiceKeyId,
) -> Result<ServiceKey> {
    ServiceKey::from_row(reached_key(connection, caller, account, id)?)
}

fn reached_key(
    connection: &mut Connection,
    caller: &Context,
    account: UserId,
    id: ServiceKeyId,
) -> Result<ServiceKeyRow> {
    store::find(connection, caller.user.organization_id, account)?;
    let row = store::find_key(connection, account, id)?;
    caller.require_permission()?;
    Ok(row)
}

/// Gives a service account a key.
///
/// # Errors
/// 404, 403, 422.
pub fn create_key(
    connection: &mut Connection,
    caller: &Context,
    secrets: &KeyedSecrets,
    account: UserId,
    body: &Unparsed<ServiceKeyInput>,
) -> Result<ServiceKey> {
    let account = reached(connection, caller, account)?;
    let new = body.parse()?;
    let mut faults = Vec::new();
    for (index, code) in new.scopes.iter().enumerate() {
        faults.extend(scope_fault(caller, account.role, index, code));
    }
    faults.extend(wider(&caller.user, reach::standing(&account)));
    faults.extend(new.may_give.iter().flat_map(|given| not_yours_to_give(caller, given)));
    let last = last_day(caller.today, &new).unwrap_or_else(|fault| {
        faults.push(fault);
        None
    });
    let Some(expires_at) = last.and_then(end_of_registry_day).filter(|_| faults.is_empty()) else {
        return Err(Error::invalid(faults));
    };
    let id = ServiceKeyId::generate();
    let row = ServiceKeyRow {
        id,
        user_id: account.id,
        name: new.name.trim().to_owned(),
        key_hash: hash(&secrets.of(id.uuid())).to_vec(),
        scopes: Json::of(&new.scopes)?,
        expires_at,
        last_used_at: None,
        revoked_at: None,
        version: 1,
        created_by: caller.user.id,
        created_at: caller.now,
        updated_at: caller.now,
        may_give: new.may_give.as_ref().map(Json::of).transpose()?,
    };
    store::insert_key(connection, &row)?;
    let key = ServiceKey::from_row(row)?;
    let subject = Subject::User(account.id);
    journal::append(connection, caller, subject, "service_key.created", ABSENT, Some(&key))?;
    Ok(key)
}

/// A key that the caller made before, to be shown once more, to whoever could make it now.
///
/// # Errors
/// 404 where it is gone, or opens nothing any more; 403; 422 where the caller may not give its
/// scopes any more.
pub fn key_again(
    connection: &mut Connection,
    caller: &Context,
    account: UserId,
    id: ServiceKeyId,
) -> Result<ServiceKey> {
    let standing = reach::standing(&reached(connection, caller, account)?);
    let key = find_key(connection, caller, account, id)?;
    let scopes = (0..).zip(&key.scopes);
    let mut faults: Vec<_> =
        scopes.filter_map(|(index, code)| scope_fault(caller, standing.role, index, code)).collect();
    faults.extend(wider(&caller.user, standing));
    faults.extend(key.may_give.iter().flat_map(|given| not_yours_to_give(caller, given)));
    if !faults.is_empty() {
        return Err(Error::invalid(faults));
    }
    if key.revoked_at.is_some() || key.expires_at <= caller.now {
        return Err(Error::not_found());
    }
    Ok(key)
}

/// The fault of a scope: nobody gives away more than the account's role, or than they have
/// themselves.
fn scope_fault(caller: &Context, role: Role, index: usize, code: &str) -> Option<Fault> {
    let pointer = format!("/scopes/{index}");
    let Ok(permission) = code.parse() else {
        return Some(Fault::body(
            pointer,
            "unknown_permission",
            format!("There is no permission {code}. GET /v1/policy lists them."),
            format!("La permission {code} n'existe pas. GET /v1/policy les énumère."),
        ));
    };
    if !role.gives(permission) {
        let name = role.name();
        return Some(Fault::body(
            pointer,
            "not_given_by_role",
            format!(
                "The role \"{}\" of the account does not give {code}. Leave it out, or change the role first.",
                name.en
            ),
            format!(
                "Le rôle « {} » du compte ne donne pas {code}. Retirez-la, ou changez d'abord le rôle.",
                name.fr
            ),
        ));
    }
    if !caller.user.may(permission) {
        return Some(Fault::body(
            pointer,
            "beyond_yours",
            format!("You do not have {code} yourself: leave it out, or ask somebody who has it."),
            format!(
                "Vous n'avez pas vous-même {code} : retirez-la, ou adressez-vous à une personne qui l'a."
            ),
        ));
    }
    None
}

/// The parts of the account that a key would open to whoever makes it, and so knows it, beyond the
/// permissions: a clearance and a scope.
fn wider(maker: &Principal, account: AccountStanding) -> Option<Fault> {
    let is_wider = account.clearance > maker.clearance || account.role.scope() > maker.role.scope();
    is_wider.then(|| {
        Fault::body(
            "/scopes",
            "beyond_yours",
            "The account is cleared further, or reaches more cases, than you: whoever makes its key knows it. Ask somebody who has as much.",
            "Le compte a une habilitation ou une portée supérieure à la vôtre : qui en crée la clé la connaît. Adressez-vous à une personne qui en a autant.",
        )
    })
}

/// The parts that a key is told it may give, and that whoever makes it lacks.
fn not_yours_to_give(caller: &Context, given: &MayGive) -> Vec<Fault> {
    let mut faults = Vec::new();
    for (index, role) in given.roles.iter().enumerate() {
        let standing = AccountStanding { role: *role, clearance: given.clearance };
        let pointer = format!("/may_give/roles/{index}");
        let at = Pointers { role: &pointer, clearance: "/may_give/clearance" };
        faults.extend(grants::beyond(&caller.user, AccountStanding::NOTHING, standing, at));
    }
    faults.dedup();
    faults
}

/// The last day on which the key is good, whichever of the two ways says it.
fn last_day(today: NaiveDate, new: &ServiceKeyInput) -> Result<Option<NaiveDate>, Fault> {
    let latest = today.checked_add_days(Days::new(u64::from(LONGEST_DAYS)));
    match (new.expires_on, new.expires_in_days) {
        (Some(day), None) if day < today || latest.is_some_and(|latest| day > latest) => Err(Fault::body(
            "/expires_on",
            "out_of_range",
            format!(
                "A key is good for today at least and {LONGEST_DAYS} days at most. Choose a day in between."
            ),
            format!(
                "Une clé est valide au moins aujourd'hui et au plus {LONGEST_DAYS} jours. Choisissez un jour dans cet intervalle."
            ),
        )),
        (Some(day), None) => Ok(Some(day)),
        (None, Some(days)) => Ok(today.checked_add_days(Days::new(u64::from(days)))),
        (Some(_), Some(_)) | (None, None) => Err(Fault::body(
            "/expires_on",
            "required",
            "A key expires: send either expires_on or expires_in_days.",
            "Une clé expire : envoyez soit expires_on, soit expires_in_days.",
        )),
    }
}

/// Revokes a key. A revoked key stays revoked.
///
/// # Errors
/// 404, 403, 428, 412.
pub fn delete_key(
    connection: &mut Connection,
    caller: &Context,
    account: UserId,
    id: ServiceKeyId,
    precondition: &Precondition,
) -> Result<()> {
    let before = reached_key(connection, caller, account, id)?;
    precondition.require(Version(before.version))?;
    if before.revoked_at.is_some() {
        return Ok(());
    }
    let mut row = before.clone();
    row.revoked_at = Some(caller.now);
    row.version = before.version.saturating_add(1);
    row.updated_at = caller.now;
    if !store::update_key(connection, &row, before.version)? {
        return Err(Error::new(Code::StaleVersion));
    }
    let (before, after) = (ServiceKey::from_row(before)?, ServiceKey::from_row(row)?);
    let subject = Subject::User(account);
    journal::append(connection, caller, subject, "service_key.revoked", Some(&before), Some(&after))
}

/// The permissions that were kept: those that there still are.
///
/// # Errors
/// 500 where they are no longer readable.
pub fn read_scopes(kept: &Json) -> Result<Vec<Permission>> {
    let codes: Vec<String> = kept.parse()?;
    Ok(codes.iter().filter_map(|code| code.parse().ok()).collect())
}

/// The principal who calls with the key of this hash, confined to its scopes; and the key, if its
/// use is to be noted.
pub fn principal_of_key(
    connection: &mut Connection,
    hash: &[u8],
    now: Instant,
) -> Result<Option<(Principal, Option<ServiceKeyId>)>> {
    let Some(key) = store::good_key(connection, hash, now)? else { return Ok(None) };
    let Some(principal) = accounts::principal(connection, key.user_id, now)? else { return Ok(None) };
    let scopes = read_scopes(&key.scopes)?;
    let before = now.before(NOTED_EVERY);
    let noted = key.last_used_at.is_some_and(|used| used > before);
    let may_give = key.may_give.as_ref().map(Json::parse).transpose()?;
    let principal = Principal { scopes: Some(scopes), may_give, known_to: Some(key.created_by), ..principal };
    Ok(Some((principal, (!noted).then_some(key.id))))
}

/// Notes that a key was used.
pub fn note_use(connection: &mut Connection, id: ServiceKeyId, now: Instant) -> Result<()> {
    store::touch_key(connection, id, now)
}

/// Revokes all keys of all accounts, and returns how many there were. Whoever calls it says why, on
/// the record.
pub fn revoke_all(connection: &mut Connection, now: Instant) -> Result<usize> {
    store::revoke_all(connection, now)
}

/// The people who made keys of an account that are good: of a person there are none.
pub fn makers_of_keys(connection: &mut Connection, account: UserId, now: Instant) -> Result<Vec<UserId>> {
    store::makers_of_good_keys(connection, account, now)
}
