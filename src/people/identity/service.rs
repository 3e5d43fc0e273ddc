//! Managing users and organisations.

use super::api::{User, UserInput, UserPatch};
use super::model::{OrganizationKind, UserKind, Username};
use super::organizations::api::{Organization, OrganizationInput, OrganizationPatch};
use super::store::{self, OrganizationRow, UserRow};
use super::{credentials, providers, reach, sessions};
use crate::access::classification::Classification;
use crate::access::context::{Context, Principal};
use crate::access::grants::{self, AccountStanding, PLAIN};
use crate::access::permissions::{Permission, Role};
use crate::access::trace::Trace;
use crate::clock::registry_day;
use crate::db::Connection;
use crate::db::types::Instant;
use crate::error::{Code, Error, Fault, Result};
use crate::external_ids::model::{ExternalIds, ExternallyKnown};
use crate::external_ids::service as external_ids;
use crate::ids::{OrganizationId, UserId};
use crate::journal::service::{ABSENT, Author};
use crate::journal::{self, Subject};
use crate::law::engine::Law;
use crate::people::offices;
use crate::people::profiles;
use crate::text::{Language, Text};
use crate::unparsed::Unparsed;
use crate::version::{Precondition, Version};

/// The user as anybody who signs in may know them: those of other organisations are seen too, to be
/// assigned.
///
/// # Errors
/// 404, 403.
pub fn find_user(connection: &mut Connection, caller: &Context, id: UserId) -> Result<User> {
    let user = store::user(connection, id)?;
    caller.require_permission()?;
    Ok(User::from_row(user).shown_to(&caller.user))
}

/// A user of the caller's own organisation, to be changed.
///
/// # Errors
/// 404, 403.
pub(super) fn manageable(connection: &mut Connection, caller: &Context, id: UserId) -> Result<UserRow> {
    let user = store::user(connection, id)?;
    caller.require_permission()?;
    own(caller, user.organization_id)?;
    Ok(user)
}

/// The same, as whoever manages users is shown it.
///
/// # Errors
/// 404, 403.
pub(super) fn managed(connection: &mut Connection, caller: &Context, id: UserId) -> Result<User> {
    Ok(User::from_row(manageable(connection, caller, id)?))
}

fn own(caller: &Context, organization: OrganizationId) -> Result<()> {
    if organization == caller.user.organization_id {
        return Ok(());
    }
    Err(Error::new(Code::Forbidden).with_detail(
        "You manage the users of your own organisation only. Ask an administrator of the other one.",
        "Vous ne gérez que les utilisateurs de votre organisme. Adressez-vous à un administrateur de l'autre organisme.",
    ))
}

/// Makes a user.
///
/// # Errors
/// 403; 422 where the body is wrong; 409 where the user name is taken.
pub fn create_user(
    connection: &mut Connection,
    caller: &Context,
    body: &Unparsed<UserInput>,
) -> Result<User> {
    caller.require_permission()?;
    let new = body.parse()?;
    let organization_id = new.organization_id.unwrap_or(caller.user.organization_id);
    own(caller, organization_id)?;
    if store::user_by_name(connection, &new.username)?.is_some() {
        return Err(taken("/username"));
    }
    let mut row = UserRow {
        id: UserId::generate(),
        organization_id,
        username: Username::typed(&new.username).into(),
        display_name: new.display_name.trim().to_owned(),
        language: new.language,
        role: new.role,
        clearance: new.clearance.unwrap_or(Classification::ProtectedB.min(caller.user.clearance)).rank(),
        password_hash: String::new(),
        active: true,
        version: 1,
        created_at: caller.now,
        updated_at: caller.now,
        email: new.email,
        office: offices::service::kept(connection, organization_id, new.office.as_deref())?,
        kind: UserKind::Person,
        external_id: None,
        federated: new.federated.unwrap_or(false),
        password_by: Some(caller.user.id),
        directory: None,
        removed_as: None,
        external_ids: ExternalIds::written(new.external_ids),
    };
    reach::take_password(connection, caller, &row)?;
    row.password_hash = credentials::hashed(connection, &row, &new.password)?;
    store::insert_user(connection, &row)?;
    let known = ExternallyKnown::User(row.id, row.organization_id);
    external_ids::keep(connection, known, (&ExternalIds::default(), &row.external_ids), "")?;
    let user = User::from_row(row);
    journal::append(connection, caller, Subject::User(user.id), "user.created", ABSENT, Some(&user))?;
    Ok(user)
}

/// Changes a user. Whoever is deactivated, or gets another password, is signed out everywhere.
///
/// # Errors
/// 404, 403 where more is given than the caller has, 428, 412, 422; 409 where somebody would shut
/// themselves out, or the last who manages the organisation's accounts would go.
pub fn update_user(
    connection: &mut Connection,
    caller: &Context,
    id: UserId,
    precondition: &Precondition,
    body: &Unparsed<UserPatch>,
) -> Result<User> {
    let before = manageable(connection, caller, id)?;
    precondition.require(Version(before.version))?;
    change_user(connection, caller, before, body.parse()?, "user.updated")
}

/// Changes a user whom the caller may change, as far as nobody is given what the caller lacks.
///
/// # Errors
/// 403, 409, 412, 422.
pub(super) fn change_user(
    connection: &mut Connection,
    caller: &Context,
    before: UserRow,
    patch: UserPatch,
    action: &'static str,
) -> Result<User> {
    let id = before.id;
    if id == caller.user.id {
        unless_ones_own(caller, &before, &patch)?;
    }
    let mut row = before.clone();
    let signed_out = patch.password.is_some() || patch.active == Some(false);
    if let Some(name) = patch.display_name {
        row.display_name = name.trim().to_owned();
    }
    if let Some(role) = patch.role {
        row.role = role;
    }
    if let Some(language) = patch.language {
        row.language = language;
    }
    if let Some(clearance) = patch.clearance {
        row.clearance = clearance.rank();
    }
    if let Some(active) = patch.active {
        row.active = active;
    }
    take_back(connection, &mut row)?;
    if let Some(federated) = patch.federated {
        row.federated = federated;
    }
    if let Some(email) = patch.email {
        row.email = email;
    }
    if let Some(office) = patch.office {
        row.office = offices::service::kept(connection, row.organization_id, office.as_deref())?;
    }
    if let Some(ids) = patch.external_ids {
        row.external_ids = ExternalIds::written(ids.unwrap_or_default());
    }
    row.version = before.version.saturating_add(1);
    row.updated_at = caller.now;
    grants::refuse(reach::beyond(caller, &before, &row, AccountStanding::NOTHING, PLAIN))?;
    // What is mailed goes to the address, and names cases: it is as good as seeing them. Whoever
    // has the user name at an identity provider comes in by it once the account is marked.
    let is_readdressed = id != caller.user.id && row.email != before.email && row.email.is_some();
    if patch.password.is_some() {
        reach::take_password(connection, caller, &row)?;
    }
    if is_readdressed || (row.federated && !before.federated) {
        reach::take_address(connection, caller, &row)?;
    }
    match patch.password {
        Some(password) => {
            row.password_hash = credentials::hashed(connection, &row, &password)?;
            row.password_by = Some(caller.user.id);
        }
        None => reach::unknown_to_lesser(connection, &before, &row)?,
    }
    reach::somebody_stays(connection, &before, &row)?;
    if !store::update_user(connection, &row, before.version)? {
        return Err(Error::new(Code::StaleVersion));
    }
    let known = ExternallyKnown::User(id, row.organization_id);
    external_ids::keep(connection, known, (&before.external_ids, &row.external_ids), "")?;
    if before.federated && !row.federated {
        providers::service::unlink(connection, &Author::caller(caller), id)?;
    }
    if signed_out {
        sessions::service::end_others(connection, &Author::caller(caller), id, None)?;
    }
    let (before, after) = (User::from_row(before), User::from_row(row));
    journal::append(connection, caller, Subject::User(id), action, Some(&before), Some(&after))?;
    Ok(after)
}

/// Gives an account that a directory removed its user name back, where it is active again.
fn take_back(connection: &mut Connection, row: &mut UserRow) -> Result<()> {
    let Some(name) = row.removed_as.take_if(|_| row.active) else { return Ok(()) };
    if store::user_by_name(connection, &name)?.is_some() {
        return Err(taken("/active"));
    }
    row.username = name;
    Ok(())
}

/// Refuses what nobody does to themselves: shut themselves out, change their own role, or set a
/// password without the present one, as whoever has found their token would.
fn unless_ones_own(caller: &Context, before: &UserRow, patch: &UserPatch) -> Result<()> {
    if patch.active == Some(false)
        || patch.role.is_some_and(|role| role != caller.user.role)
        || patch.federated.is_some_and(|federated| federated != before.federated)
    {
        return Err(reach::ones_own());
    }
    if patch.password.is_none() {
        return Ok(());
    }
    let (en, fr) = (
        "Your own password is changed with the present one: PUT /v1/me/password.",
        "Votre propre mot de passe se change au moyen de l'actuel : PUT /v1/me/password.",
    );
    let fault = Fault::body("/password", "ones_own", en, fr);
    Err(Error::new(Code::Conflict).with_detail(en, fr).with_faults(vec![fault]))
}

/// Makes an organisation.
///
/// # Errors
/// 403; 422 where the body is wrong; 409 where the code is taken.
pub fn create_organization(
    connection: &mut Connection,
    caller: &Context,
    body: &Unparsed<OrganizationInput>,
) -> Result<Organization> {
    caller.require_permission()?;
    let new = body.parse()?;
    if store::organization_by_code(connection, &new.code)?.is_some() {
        return Err(taken("/code"));
    }
    let row = OrganizationRow {
        id: OrganizationId::generate(),
        code: new.code,
        name_en: new.name.en.trim().to_owned(),
        name_fr: new.name.fr.trim().to_owned(),
        kind: new.kind,
        version: 1,
        created_at: caller.now,
        updated_at: caller.now,
    };
    store::insert_organization(connection, &row)?;
    begin_with_present_law(connection, row.id, caller.now)?;
    let organization = Organization::from(row);
    let subject = Subject::Organization(organization.id);
    journal::append(connection, caller, subject, "organization.created", ABSENT, Some(&organization))?;
    Ok(organization)
}

/// Changes the caller's own organisation. Its kind says which roles its people can hold on a case;
/// it opens none to them, since whoever directs a case says who holds a role on it.
///
/// # Errors
/// 404, 403 for another organisation, 428, 412, 422.
pub fn update_organization(
    connection: &mut Connection,
    caller: &Context,
    id: OrganizationId,
    precondition: &Precondition,
    body: &Unparsed<OrganizationPatch>,
) -> Result<Organization> {
    let before = store::organization(connection, id)?;
    caller.require_permission()?;
    if id != caller.user.organization_id {
        return Err(Error::new(Code::Forbidden).with_detail(
            "You change your own organisation only. Ask an administrator of the other one.",
            "Vous ne modifiez que votre propre organisme. Adressez-vous à un administrateur de l'autre organisme.",
        ));
    }
    precondition.require(Version(before.version))?;
    let patch = body.parse()?;
    let mut row = before.clone();
    if let Some(name) = patch.name {
        name.en.trim().clone_into(&mut row.name_en);
        name.fr.trim().clone_into(&mut row.name_fr);
    }
    if let Some(kind) = patch.kind {
        row.kind = kind;
    }
    row.version = before.version.saturating_add(1);
    row.updated_at = caller.now;
    if !store::update_organization(connection, &row, before.version)? {
        return Err(Error::new(Code::StaleVersion));
    }
    let (before, after) = (Organization::from(before), Organization::from(row));
    let subject = Subject::Organization(id);
    journal::append(connection, caller, subject, "organization.updated", Some(&before), Some(&after))?;
    Ok(after)
}

fn taken(pointer: &str) -> Error {
    Error::new(Code::Duplicate).with_faults(vec![Fault::body(
        pointer,
        "taken",
        "This one is taken. Choose another.",
        "Cette valeur est déjà prise. Choisissez-en une autre.",
    )])
}

/// The organisation of this id.
///
/// # Errors
/// 404 where there is none.
pub fn find_organization(connection: &mut Connection, id: OrganizationId) -> Result<Organization> {
    store::organization(connection, id).map(Into::into)
}

/// Records that a new organisation goes by the present law: it has no deadline that another law
/// could have dated.
fn begin_with_present_law(
    connection: &mut Connection,
    organization: OrganizationId,
    now: Instant,
) -> Result<()> {
    let law = Law::current().version();
    profiles::service::adopt(connection, organization, &law, None, now, 0).map(|_| ())
}

/// A user who is made without anybody being signed in: the first administrator, or the people of a
/// demonstration.
pub struct NewAccount {
    /// The name to sign in with.
    pub username: String,
    /// The name to show.
    pub display_name: String,
    /// The role of the user in the service.
    pub role: Role,
    /// The language that the user prefers.
    pub language: Language,
    /// Cleared up to here.
    pub clearance: Classification,
    /// The hash of the password.
    pub password_hash: String,
    /// The code of the organisation, which is made where there is none.
    pub organization: String,
    /// Its name, where it is made.
    pub organization_name: Text,
    /// The kind of the organisation, if it is made.
    pub organization_kind: OrganizationKind,
}

/// Makes a user, and the organisation where it is missing. The user is written as its own author.
///
/// # Errors
/// 409 where the user name is taken.
pub fn create_account(connection: &mut Connection, account: &NewAccount, now: Instant) -> Result<UserId> {
    let found = store::organization_by_code(connection, &account.organization)?;
    let (organization, is_new) = if let Some(row) = found {
        (row, false)
    } else {
        let row = OrganizationRow {
            id: OrganizationId::generate(),
            code: account.organization.clone(),
            name_en: account.organization_name.en.clone(),
            name_fr: account.organization_name.fr.clone(),
            kind: account.organization_kind,
            version: 1,
            created_at: now,
            updated_at: now,
        };
        store::insert_organization(connection, &row)?;
        begin_with_present_law(connection, row.id, now)?;
        (row, true)
    };
    let row = UserRow {
        id: UserId::generate(),
        organization_id: organization.id,
        username: Username::typed(&account.username).into(),
        display_name: account.display_name.clone(),
        language: account.language,
        role: account.role,
        clearance: account.clearance.rank(),
        password_hash: account.password_hash.clone(),
        active: true,
        version: 1,
        created_at: now,
        updated_at: now,
        email: None,
        office: None,
        kind: UserKind::Person,
        external_id: None,
        federated: false,
        password_by: None,
        directory: None,
        removed_as: None,
        external_ids: ExternalIds::default(),
    };
    store::insert_user(connection, &row)?;
    let author = Context {
        user: Principal {
            id: row.id,
            organization_id: organization.id,
            role: account.role,
            clearance: account.clearance,
            holds_elsewhere: false,
            has_large_caseload: false,
            groups: Vec::new(),
            portfolios: Vec::new(),
            emergency_cases: Vec::new(),
            scopes: None,
            may_give: None,
            known_to: None,
        },
        now,
        today: registry_day(now),
        request_id: "command-line".to_owned(),
        language: account.language,
        required: Permission::ManageUsers,
        trace: Trace::default(),
    };
    if is_new {
        let organization = Organization::from(organization);
        let subject = Subject::Organization(organization.id);
        journal::append(connection, &author, subject, "organization.created", ABSENT, Some(&organization))?;
    }
    let user = User::from_row(row);
    journal::append(connection, &author, Subject::User(user.id), "user.created", ABSENT, Some(&user))?;
    Ok(user.id)
}
