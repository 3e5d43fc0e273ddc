//! Entering liaison officers, and moving them from one state to the next.

use super::api::{
    LiaisonOfficer, LiaisonOfficerInput, LiaisonOfficerPatch, OfficerRecord, RepresentedCountry,
};
use super::model::{LiaisonTask, OfficerStatus};
use super::store::{self, OfficerRow};
use crate::access::context::Context;
use crate::access::permissions::Permission;
use crate::db::Connection;
use crate::error::{Code, Error, Fault, Result};
use crate::ids::LiaisonOfficerId;
use crate::journal::service::ABSENT;
use crate::journal::{self, Subject};
use crate::unparsed::Unparsed;
use crate::version::Precondition;

/// An officer, as the caller is shown one.
///
/// # Errors
/// Fails where a code is not known.
pub fn shown(caller: &Context, row: OfficerRow) -> Result<LiaisonOfficer> {
    LiaisonOfficer::shown(row, caller.user.may(Permission::ReadNetworkContacts))
}

/// An officer of the caller's organisation.
///
/// # Errors
/// 404, 403.
pub fn find(connection: &mut Connection, caller: &Context, id: LiaisonOfficerId) -> Result<LiaisonOfficer> {
    let row = store::find(connection, caller.user.organization_id, id)?;
    caller.require_permission()?;
    shown(caller, row)
}

/// Enters an officer whose deployment is planned.
///
/// # Errors
/// 403, 422.
pub fn create(
    connection: &mut Connection,
    caller: &Context,
    body: &Unparsed<LiaisonOfficerInput>,
) -> Result<LiaisonOfficer> {
    caller.require_permission()?;
    let new = body.parse()?;
    if new.contact.is_some() {
        may_set_contact(caller)?;
    }
    let row = OfficerRow {
        id: LiaisonOfficerId::generate(),
        organization_id: caller.user.organization_id,
        name: new.name.trim().to_owned(),
        kind: new.kind,
        deploying_authority: new.deploying_authority.trim().to_owned(),
        host_country: new.host_country,
        tasks: LiaisonTask::written(&new.tasks),
        represents: RepresentedCountry::written(&new.represents),
        contact: new.contact.map(|contact| contact.trim().to_owned()),
        status: OfficerStatus::default(),
        notified_on: None,
        starts_on: new.starts_on,
        ends_on: new.ends_on,
        version: 1,
        created_by: caller.user.id,
        created_at: caller.now,
        updated_at: caller.now,
    };
    check_days(&row)?;
    store::insert(connection, &row)?;
    let (subject, record) = (Subject::Organization(row.organization_id), OfficerRecord::of(&row)?);
    journal::append(connection, caller, subject, "liaison_officer.created", ABSENT, Some(&record))?;
    shown(caller, row)
}

/// Changes an officer.
///
/// # Errors
/// 404, 403, 428, 412, 422; 409 where the state asked for is not the next one.
pub fn update(
    connection: &mut Connection,
    caller: &Context,
    id: LiaisonOfficerId,
    precondition: &Precondition,
    body: &Unparsed<LiaisonOfficerPatch>,
) -> Result<LiaisonOfficer> {
    let before = store::find(connection, caller.user.organization_id, id)?;
    caller.require_permission()?;
    precondition.require(shown(caller, before.clone())?.version())?;
    let patch = body.parse()?;
    if patch.contact.is_some() {
        may_set_contact(caller)?;
    }
    let mut row = changed(before.clone(), patch);
    if row.status != before.status && before.status.next() != Some(row.status) {
        return Err(not_the_next(before.status));
    }
    check_days(&row)?;
    row.version = before.version.saturating_add(1);
    row.updated_at = caller.now;
    if !store::update(connection, &row, before.version)? {
        return Err(Error::new(Code::StaleVersion));
    }
    let (subject, records) =
        (Subject::Organization(row.organization_id), (OfficerRecord::of(&before)?, OfficerRecord::of(&row)?));
    let (before, after) = (Some(&records.0), Some(&records.1));
    journal::append(connection, caller, subject, "liaison_officer.updated", before, after)?;
    shown(caller, row)
}

fn changed(mut row: OfficerRow, patch: LiaisonOfficerPatch) -> OfficerRow {
    if let Some(name) = patch.name {
        row.name = name.trim().to_owned();
    }
    if let Some(authority) = patch.deploying_authority {
        row.deploying_authority = authority.trim().to_owned();
    }
    if let Some(country) = patch.host_country {
        row.host_country = country;
    }
    if let Some(tasks) = patch.tasks {
        row.tasks = LiaisonTask::written(&tasks);
    }
    if let Some(countries) = patch.represents {
        row.represents = RepresentedCountry::written(&countries);
    }
    if let Some(contact) = patch.contact {
        row.contact = contact.map(|contact| contact.trim().to_owned());
    }
    row.status = patch.status.unwrap_or(row.status);
    row.notified_on = patch.notified_on.unwrap_or(row.notified_on);
    row.starts_on = patch.starts_on.unwrap_or(row.starts_on);
    row.ends_on = patch.ends_on.unwrap_or(row.ends_on);
    row
}

/// Whoever may not read contacts writes none: they could not see what they replace.
fn may_set_contact(caller: &Context) -> Result<()> {
    Context { required: Permission::ReadNetworkContacts, ..caller.clone() }.require_permission()
}

fn not_the_next(status: OfficerStatus) -> Error {
    let (en, fr) = match status.next() {
        Some(next) => (
            format!("The deployment is {}: the next state is {}.", status.code(), next.code()),
            format!("L'état du déploiement est {} : le suivant est {}.", status.code(), next.code()),
        ),
        None => (
            "The deployment has ended. Enter another one for the same officer.".to_owned(),
            "Le déploiement est terminé. Inscrivez-en un autre pour la même personne.".to_owned(),
        ),
    };
    Error::new(Code::Conflict).with_faults(vec![Fault::body("/status", "not_the_next_state", en, fr)])
}

/// Refuses a state without its day, and an end before the beginning.
fn check_days(row: &OfficerRow) -> Result<()> {
    let mut faults = Vec::new();
    let needed = [
        (OfficerStatus::Notified, "notified_on", row.notified_on),
        (OfficerStatus::Deployed, "starts_on", row.starts_on),
        (OfficerStatus::Ended, "ends_on", row.ends_on),
    ];
    for (status, field, day) in needed {
        if row.status.has_reached(status) && day.is_none() {
            faults.push(Fault::body(
                format!("/{field}"),
                "required",
                format!("A deployment that is {} has {field}. Give the day.", row.status.code()),
                format!("Un déploiement dont l'état est {} a {field}. Donnez le jour.", row.status.code()),
            ));
        }
    }
    if row.starts_on.zip(row.ends_on).is_some_and(|(first, last)| last < first) {
        faults.push(Fault::body(
            "/ends_on",
            "ends_before_it_begins",
            "ends_on is before starts_on. Give a day that is not.",
            "ends_on précède starts_on. Donnez un jour qui ne le précède pas.",
        ));
    }
    if faults.is_empty() { Ok(()) } else { Err(Error::invalid(faults)) }
}
