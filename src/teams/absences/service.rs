//! Recording when people are away, and who is.

use super::api::{Absence, AbsenceInput, AbsencePatch};
use super::store::{self, AbsenceRow};
use crate::access::context::Context;
use crate::access::permissions::Permission;
use crate::db::Connection;
use crate::db::types::Instant;
use crate::error::{Code, Error, Fault, Result};
use crate::ids::{AbsenceId, UserId};
use crate::journal::service::ABSENT;
use crate::journal::{self, Subject};
use crate::unparsed::Unparsed;
use crate::version::{Precondition, Version};
use std::collections::HashMap;

/// The people among these who are away at an instant, each with the end of the absence: one
/// statement, however many people.
pub fn away(connection: &mut Connection, users: &[UserId], at: Instant) -> Result<HashMap<UserId, Instant>> {
    if users.is_empty() {
        return Ok(HashMap::new());
    }
    Ok(store::away(connection, users, at)?.into_iter().collect())
}

/// An absence of somebody of the caller's organisation.
///
/// # Errors
/// 404, 403.
pub fn find(connection: &mut Connection, caller: &Context, id: AbsenceId) -> Result<Absence> {
    let row = store::find(connection, caller.user.organization_id, id)?;
    caller.require_permission()?;
    Ok(row.into())
}

/// Refuses a caller who may not record absences of this person: neither their own, nor as one who
/// manages assignments.
fn permit(caller: &Context, user: UserId) -> Result<()> {
    caller.require_permission()?;
    if user == caller.user.id {
        return Ok(());
    }
    Context { required: Permission::AssignPeople, ..caller.clone() }.require_permission()
}

/// An absence that the caller recorded before.
///
/// # Errors
/// 404, 403.
pub fn recorded(connection: &mut Connection, caller: &Context, id: AbsenceId) -> Result<Absence> {
    let absence = find(connection, caller, id)?;
    permit(caller, absence.user_id)?;
    Ok(absence)
}

/// Records an absence.
///
/// # Errors
/// 403; 422 where there is no such person in the caller's organisation, or the absence ends before
/// it begins; 409 where the person is away then already.
pub fn create(
    connection: &mut Connection,
    caller: &Context,
    body: &Unparsed<AbsenceInput>,
) -> Result<Absence> {
    caller.require_permission()?;
    let new = body.parse()?;
    let user = new.user_id.unwrap_or(caller.user.id);
    permit(caller, user)?;
    let mut faults = Vec::new();
    if !store::is_of(connection, caller.user.organization_id, user)? {
        faults.push(Fault::unknown_colleague("/user_id"));
    }
    if new.until <= new.from {
        faults.push(Fault::ends_before_it_begins());
    }
    if !faults.is_empty() {
        return Err(Error::invalid(faults));
    }
    let row = AbsenceRow {
        id: AbsenceId::generate(),
        user_id: user,
        from_at: new.from,
        until_at: new.until,
        version: 1,
        created_by: caller.user.id,
        created_at: caller.now,
        updated_at: caller.now,
    };
    check_alone(connection, &row)?;
    store::insert(connection, &row)?;
    let absence = Absence::from(row);
    journal::append(connection, caller, Subject::User(user), "absence.created", ABSENT, Some(&absence))?;
    Ok(absence)
}

/// Changes when an absence begins or ends.
///
/// # Errors
/// 404, 403, 428, 412, 422; 409 where the person is away then already.
pub fn update(
    connection: &mut Connection,
    caller: &Context,
    id: AbsenceId,
    precondition: &Precondition,
    body: &Unparsed<AbsencePatch>,
) -> Result<Absence> {
    let before = store::find(connection, caller.user.organization_id, id)?;
    permit(caller, before.user_id)?;
    precondition.require(Version(before.version))?;
    let patch = body.parse()?;
    let mut row = before.clone();
    row.from_at = patch.from.unwrap_or(row.from_at);
    row.until_at = patch.until.unwrap_or(row.until_at);
    if row.until_at <= row.from_at {
        return Err(Error::invalid(vec![Fault::ends_before_it_begins()]));
    }
    check_alone(connection, &row)?;
    row.version = before.version.saturating_add(1);
    row.updated_at = caller.now;
    if !store::update(connection, &row, before.version)? {
        return Err(Error::new(Code::StaleVersion));
    }
    let (before, after) = (Absence::from(before), Absence::from(row));
    let subject = Subject::User(after.user_id);
    journal::append(connection, caller, subject, "absence.updated", Some(&before), Some(&after))?;
    Ok(after)
}

/// Removes an absence that will not be, or never was.
///
/// # Errors
/// 404, 403, 428, 412.
pub fn delete(
    connection: &mut Connection,
    caller: &Context,
    id: AbsenceId,
    precondition: &Precondition,
) -> Result<()> {
    let before = store::find(connection, caller.user.organization_id, id)?;
    permit(caller, before.user_id)?;
    precondition.require(Version(before.version))?;
    if !store::delete(connection, id, before.version)? {
        return Err(Error::new(Code::StaleVersion));
    }
    let subject = Subject::User(before.user_id);
    let absence = Absence::from(before);
    journal::append(connection, caller, subject, "absence.deleted", Some(&absence), ABSENT)
}

/// A person is away once at a time.
fn check_alone(connection: &mut Connection, wanted: &AbsenceRow) -> Result<()> {
    store::take(connection, wanted.user_id)?;
    if store::overlaps(connection, wanted)? {
        return Err(Error::new(Code::Duplicate).with_detail(
            "The person is away at that time already. Change that absence, or choose other instants: GET /v1/absences lists them.",
            "Cette personne est déjà absente à ce moment. Modifiez cette absence ou choisissez d'autres instants : GET /v1/absences les énumère.",
        ));
    }
    Ok(())
}
