//! The catalogue of what an organisation can put into its matrix, and adding to it.

use super::super::matrices::service as matrices;
use super::super::matrix::{self, Matrix};
use super::api::{
    CaseRoleInput, CaseRolePatch, CaseRoleView, ResponsibilityInput, ResponsibilityPatch, ResponsibilityView,
};
use super::model::Catalogue;
use super::store::{self, ResponsibilityRow, RoleRow};
use crate::access::context::Context;
use crate::db::Connection;
use crate::db::types::Json;
use crate::error::{Code, Error, Fault, Result};
use crate::ids::{CaseRoleId, OrganizationId, ResponsibilityId};
use crate::journal::service::ABSENT;
use crate::journal::{self, Subject};
use crate::law::proceedings::Catalog;
use crate::people::identity::model::OrganizationKind;
use crate::unparsed::Unparsed;
use crate::version::{Precondition, Version};
use serde::Serialize;

/// The catalogue of what an organisation can put into its matrix.
pub fn of(connection: &mut Connection, organization: OrganizationId) -> Result<Catalogue> {
    let roles = store::roles(connection, organization)?;
    let roles = roles.iter().map(TryInto::try_into).collect::<Result<_>>()?;
    let own = store::responsibilities(connection, organization)?;
    let own = own.iter().map(TryInto::try_into).collect::<Result<_>>()?;
    Ok(Catalogue::with(roles, own))
}

/// The roles that the caller's organisation knows.
///
/// # Errors
/// 403.
pub fn roles(connection: &mut Connection, caller: &Context) -> Result<Vec<CaseRoleView>> {
    caller.require_permission()?;
    let mut all: Vec<CaseRoleView> = Matrix::builtin().roles().iter().map(Into::into).collect();
    for row in store::roles(connection, caller.user.organization_id)? {
        all.push((&row).try_into()?);
    }
    Ok(all)
}

/// A role that the caller's organisation knows.
///
/// # Errors
/// 404, 403.
pub fn role(connection: &mut Connection, caller: &Context, code: &str) -> Result<CaseRoleView> {
    if let Some(known) = Matrix::builtin().role(code) {
        caller.require_permission()?;
        return Ok(known.into());
    }
    let row = own_role(connection, caller, code)?;
    caller.require_permission()?;
    (&row).try_into()
}

fn own_role(connection: &mut Connection, caller: &Context, code: &str) -> Result<RoleRow> {
    let own = store::roles(connection, caller.user.organization_id)?;
    own.into_iter().find(|row| row.code == code).ok_or_else(Error::not_found)
}

/// The responsibilities that the caller's organisation knows, with the shares that bind it now.
///
/// # Errors
/// 403.
pub fn responsibilities(connection: &mut Connection, caller: &Context) -> Result<Vec<ResponsibilityView>> {
    caller.require_permission()?;
    let organization = caller.user.organization_id;
    let in_force = matrices::in_force_of(connection, organization, caller.now)?;
    let own = store::responsibilities(connection, organization)?;
    let builtin = Matrix::builtin().responsibilities().iter();
    let mut all: Vec<_> = builtin.map(|known| bound(known, &in_force.matrix)).collect();
    for row in own {
        let known = matrix::Responsibility::try_from(&row)?;
        all.push(ResponsibilityView { version: Some(row.version), ..bound(&known, &in_force.matrix) });
    }
    Ok(all)
}

/// A responsibility by its names, with the shares of the matrix in force.
fn bound(known: &matrix::Responsibility, in_force: &Matrix) -> ResponsibilityView {
    let assign = in_force.responsibility(&known.code).map(|bound| bound.assign.clone()).unwrap_or_default();
    (&matrix::Responsibility { assign, ..known.clone() }).into()
}

/// A responsibility that the caller's organisation knows.
///
/// # Errors
/// 404, 403.
pub fn responsibility(
    connection: &mut Connection,
    caller: &Context,
    code: &str,
) -> Result<ResponsibilityView> {
    let organization = caller.user.organization_id;
    if let Some(known) = Matrix::builtin().responsibility(code) {
        caller.require_permission()?;
        let in_force = matrices::in_force_of(connection, organization, caller.now)?;
        return Ok(bound(known, &in_force.matrix));
    }
    let row = own_responsibility(connection, caller, code)?;
    caller.require_permission()?;
    shown(connection, caller, &row)
}

fn shown(
    connection: &mut Connection,
    caller: &Context,
    row: &ResponsibilityRow,
) -> Result<ResponsibilityView> {
    let in_force = matrices::in_force_of(connection, row.organization_id, caller.now)?;
    let known = matrix::Responsibility::try_from(row)?;
    Ok(ResponsibilityView { version: Some(row.version), ..bound(&known, &in_force.matrix) })
}

fn own_responsibility(
    connection: &mut Connection,
    caller: &Context,
    code: &str,
) -> Result<ResponsibilityRow> {
    let own = store::responsibilities(connection, caller.user.organization_id)?;
    own.into_iter().find(|row| row.code == code).ok_or_else(Error::not_found)
}

/// Adds a role.
///
/// # Errors
/// 403, 422; 409 where the code is taken.
pub fn create_role(
    connection: &mut Connection,
    caller: &Context,
    body: &Unparsed<CaseRoleInput>,
) -> Result<CaseRoleView> {
    caller.require_permission()?;
    let new = body.parse()?;
    let organization_id = caller.user.organization_id;
    if of(connection, organization_id)?.role(&new.code).is_some() {
        return Err(taken("/v1/roles"));
    }
    let row = RoleRow {
        id: CaseRoleId::generate(),
        organization_id,
        code: new.code,
        name_en: new.name.en.trim().to_owned(),
        name_fr: new.name.fr.trim().to_owned(),
        held_by: kinds(&new.held_by)?,
        exclusive: new.exclusive.unwrap_or(false),
        version: 1,
        created_by: caller.user.id,
        created_at: caller.now,
        updated_at: caller.now,
    };
    store::insert_role(connection, &row)?;
    let role = CaseRoleView::try_from(&row)?;
    let subject = Subject::Organization(organization_id);
    journal::append(connection, caller, subject, "role.created", ABSENT, Some(&role))?;
    Ok(role)
}

/// Changes a role that the caller's organisation added. Versions of the matrix that were adopted
/// keep what it was.
///
/// # Errors
/// 404, 403, 428, 412, 422; 409 where it is built in.
pub fn update_role(
    connection: &mut Connection,
    caller: &Context,
    code: &str,
    precondition: &Precondition,
    body: &Unparsed<CaseRolePatch>,
) -> Result<CaseRoleView> {
    if let Some(known) = Matrix::builtin().role(code) {
        return refuse_builtin(caller, &CaseRoleView::from(known), precondition, || body.parse().map(drop));
    }
    let before = own_role(connection, caller, code)?;
    caller.require_permission()?;
    precondition.require(Version(before.version))?;
    let patch = body.parse()?;
    let mut row = before.clone();
    if let Some(name) = patch.name {
        name.en.trim().clone_into(&mut row.name_en);
        name.fr.trim().clone_into(&mut row.name_fr);
    }
    if let Some(held_by) = patch.held_by {
        row.held_by = kinds(&held_by)?;
    }
    if let Some(exclusive) = patch.exclusive {
        row.exclusive = exclusive;
    }
    row.version = before.version.saturating_add(1);
    row.updated_at = caller.now;
    if !store::update_role(connection, &row, before.version)? {
        return Err(Error::new(Code::StaleVersion));
    }
    let (before, after) = (CaseRoleView::try_from(&before)?, CaseRoleView::try_from(&row)?);
    let subject = Subject::Organization(row.organization_id);
    journal::append(connection, caller, subject, "role.updated", Some(&before), Some(&after))?;
    Ok(after)
}

/// Adds a responsibility. It binds nobody until a version of the matrix names it.
///
/// # Errors
/// 403, 422; 409 where the code is taken.
pub fn create_responsibility(
    connection: &mut Connection,
    caller: &Context,
    body: &Unparsed<ResponsibilityInput>,
) -> Result<ResponsibilityView> {
    caller.require_permission()?;
    let new = body.parse()?;
    let organization_id = caller.user.organization_id;
    let proceedings = new.proceedings.unwrap_or_default();
    check(Some(&new.phase), &proceedings)?;
    if of(connection, organization_id)?.responsibility(&new.code).is_some() {
        return Err(taken("/v1/responsibilities"));
    }
    let row = ResponsibilityRow {
        id: ResponsibilityId::generate(),
        organization_id,
        code: new.code,
        name_en: new.name.en.trim().to_owned(),
        name_fr: new.name.fr.trim().to_owned(),
        phase: new.phase,
        proceedings: Json::of(&proceedings)?,
        version: 1,
        created_by: caller.user.id,
        created_at: caller.now,
        updated_at: caller.now,
    };
    store::insert_responsibility(connection, &row)?;
    let made = shown(connection, caller, &row)?;
    let subject = Subject::Organization(organization_id);
    journal::append(connection, caller, subject, "responsibility.created", ABSENT, Some(&made))?;
    Ok(made)
}

/// Changes a responsibility that the caller's organisation added. Versions of the matrix that were
/// adopted keep what it was.
///
/// # Errors
/// 404, 403, 428, 412, 422; 409 where it is built in.
pub fn update_responsibility(
    connection: &mut Connection,
    caller: &Context,
    code: &str,
    precondition: &Precondition,
    body: &Unparsed<ResponsibilityPatch>,
) -> Result<ResponsibilityView> {
    if Matrix::builtin().responsibility(code).is_some() {
        let known = responsibility(connection, caller, code)?;
        return refuse_builtin(caller, &known, precondition, || body.parse().map(drop));
    }
    let before = own_responsibility(connection, caller, code)?;
    caller.require_permission()?;
    let seen = shown(connection, caller, &before)?;
    precondition.require(version_of(&seen)?)?;
    let patch = body.parse()?;
    check(patch.phase.as_deref(), patch.proceedings.as_deref().unwrap_or_default())?;
    let mut row = before.clone();
    if let Some(name) = patch.name {
        name.en.trim().clone_into(&mut row.name_en);
        name.fr.trim().clone_into(&mut row.name_fr);
    }
    if let Some(phase) = patch.phase {
        row.phase = phase;
    }
    if let Some(proceedings) = patch.proceedings {
        row.proceedings = Json::of(&proceedings)?;
    }
    row.version = before.version.saturating_add(1);
    row.updated_at = caller.now;
    if !store::update_responsibility(connection, &row, before.version)? {
        return Err(Error::new(Code::StaleVersion));
    }
    let after = shown(connection, caller, &row)?;
    let subject = Subject::Organization(row.organization_id);
    journal::append(connection, caller, subject, "responsibility.updated", Some(&seen), Some(&after))?;
    Ok(after)
}

/// The tag of what shows more than its row: the shares in a responsibility change with the matrix.
///
/// # Errors
/// Fails if it has no JSON form.
pub fn version_of(shown: &impl Serialize) -> Result<Version> {
    Ok(Version::of_content(serde_json::to_string(shown)?))
}

/// Refuses a phase and proceedings that are not known, all at once.
fn check(phase: Option<&str>, proceedings: &[String]) -> Result<()> {
    let mut faults = Vec::new();
    if phase.is_some_and(|phase| Matrix::builtin().phase(phase).is_none()) {
        let known: Vec<_> = Catalogue::phases().iter().map(|phase| phase.code.as_str()).collect();
        let known = known.join(", ");
        faults.push(Fault::body(
            "/phase",
            "unknown_phase",
            format!("There is no such phase. Choose one of: {known}."),
            format!("Cette étape n'existe pas. Choisissez parmi : {known}."),
        ));
    }
    for (index, code) in proceedings.iter().enumerate() {
        if Catalog::current().proceeding(code).is_none() {
            faults.push(Fault::body(
                format!("/proceedings/{index}"),
                "unknown_proceeding",
                "There is no such proceeding. GET /v1/proceedings lists them.",
                "Cette instance n'existe pas. GET /v1/proceedings énumère les instances.",
            ));
        }
    }
    if faults.is_empty() { Ok(()) } else { Err(Error::invalid(faults)) }
}

/// Each kind once, in their order.
fn kinds(named: &[OrganizationKind]) -> Result<Json> {
    let kinds: Vec<_> = OrganizationKind::ALL.into_iter().filter(|kind| named.contains(kind)).collect();
    Ok(Json::of(&kinds)?)
}

fn taken(list: &str) -> Error {
    Error::new(Code::Duplicate).with_faults(vec![Fault::body(
        "/code",
        "taken",
        format!("This code is taken. Choose another: GET {list} lists those that are."),
        format!("Ce code est déjà pris. Choisissez-en un autre : GET {list} énumère ceux qui le sont."),
    )])
}

/// Refuses changes to what is built in, which is the same for everybody, after everything else that
/// could be said against the request.
fn refuse_builtin<T>(
    caller: &Context,
    known: &impl Serialize,
    precondition: &Precondition,
    parse: impl FnOnce() -> Result<()>,
) -> Result<T> {
    caller.require_permission()?;
    precondition.require(version_of(known)?)?;
    parse()?;
    Err(Error::new(Code::Conflict).with_detail(
        "This one is built in and stays as it is. Add one of your own with another code.",
        "Cet élément est fourni avec le service et ne peut être modifié. Ajoutez-en un qui vous est propre, sous un autre code.",
    ))
}
