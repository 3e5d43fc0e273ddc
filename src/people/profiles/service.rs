//! The profile of an organisation, for those who compute and remind, and for the acts that change
//! it.

use super::model::{Adopted, ReminderPolicy, TakenPosition};
use super::store::{self, AdoptionRow, PositionRow, ReminderPolicyRow};
use crate::db::Connection;
use crate::db::types::{Instant, Json};
use crate::error::Result;
use crate::ids::{AdoptionId, OrganizationId, PositionId, UserId};
use crate::law::engine::PositionInForce;
use std::collections::HashMap;

/// The positions that an organisation's computations go by.
pub fn positions_in_force(
    connection: &mut Connection,
    organization: OrganizationId,
) -> Result<Vec<PositionInForce>> {
    Ok(current(connection, organization)?.iter().map(TakenPosition::in_force).collect())
}

/// The positions that hold.
pub fn current(connection: &mut Connection, organization: OrganizationId) -> Result<Vec<TakenPosition>> {
    Ok(store::current(connection, organization)?.into_iter().map(Into::into).collect())
}

/// All positions, past and present, the earliest first.
pub fn all(connection: &mut Connection, organization: OrganizationId) -> Result<Vec<TakenPosition>> {
    Ok(store::positions(connection, organization)?.into_iter().map(Into::into).collect())
}

/// Writes a position down.
pub fn take(connection: &mut Connection, organization: OrganizationId, taken: &TakenPosition) -> Result<()> {
    store::insert_position(connection, &PositionRow::of(organization, taken.clone()))
}

/// Ends a position.
pub fn give_up(connection: &mut Connection, id: PositionId, at: Instant) -> Result<()> {
    store::end_position(connection, id, at)
}

/// The times at which an organisation's people are reminded.
pub fn reminder_policy(connection: &mut Connection, organization: OrganizationId) -> Result<ReminderPolicy> {
    versioned_reminder_policy(connection, organization).map(|(policy, _)| policy)
}

/// The times at which an organisation's people are reminded, and how often that was changed.
pub fn versioned_reminder_policy(
    connection: &mut Connection,
    organization: OrganizationId,
) -> Result<(ReminderPolicy, i64)> {
    let Some(row) = store::reminder_policy(connection, organization)? else {
        return Ok((ReminderPolicy::default(), 0));
    };
    Ok((policy(&row)?, row.version))
}

/// The times at which the people of these organisations are reminded; one that wrote nothing down
/// is not among them and goes by the default.
pub fn reminder_policies(
    connection: &mut Connection,
    organizations: &[OrganizationId],
) -> Result<HashMap<OrganizationId, ReminderPolicy>> {
    let rows = store::reminder_policies(connection, organizations)?;
    rows.iter().map(|row| Ok((row.organization_id, policy(row)?))).collect()
}

fn policy(row: &ReminderPolicyRow) -> Result<ReminderPolicy> {
    Ok(ReminderPolicy {
        responsible_days: row.responsible_days.parse()?,
        accountable_days: row.accountable_days.parse()?,
        overdue_responsible: row.overdue_responsible,
        overdue_accountable: row.overdue_accountable,
    })
}

/// Writes down when an organisation's people are reminded.
pub fn write_reminder_policy(
    connection: &mut Connection,
    organization: OrganizationId,
    policy: &ReminderPolicy,
    version: i64,
    now: Instant,
) -> Result<()> {
    let row = ReminderPolicyRow {
        organization_id: organization,
        responsible_days: Json::of(&policy.responsible_days)?,
        accountable_days: Json::of(&policy.accountable_days)?,
        overdue_responsible: policy.overdue_responsible,
        overdue_accountable: policy.overdue_accountable,
        version,
        updated_at: now,
    };
    store::write_reminder_policy(connection, &row)
}

/// The state of the law that an organisation adopted last.
pub fn adopted(connection: &mut Connection, organization: OrganizationId) -> Result<Option<Adopted>> {
    Ok(store::last_adoption(connection, organization)?.map(Into::into))
}

/// Writes down that an organisation goes by a state of the law; by nobody if it has never had
/// another.
pub fn adopt(
    connection: &mut Connection,
    organization: OrganizationId,
    law_version: &str,
    by: Option<UserId>,
    now: Instant,
    moved: i64,
) -> Result<Adopted> {
    let row = AdoptionRow {
        id: AdoptionId::generate(),
        organization_id: organization,
        law_version: law_version.to_owned(),
        adopted_by: by,
        adopted_at: now,
        moved,
    };
    store::insert_adoption(connection, &row)?;
    Ok(row.into())
}
