//! What an organisation goes by, for those who compute and remind.

use super::model::{Position, ReminderPolicy};
use super::store::{self, AdoptionRow, ReminderPolicyRow, SettlementRow};
use crate::db::Connection;
use crate::db::types::Instant;
use crate::deadlines::engine::Settled;
use crate::error::Result;
use crate::ids::{AdoptionId, OrganizationId, UserId};
use crate::text::Text;
use std::collections::HashMap;

/// The positions that an organisation's computations go by.
///
/// # Errors
/// The database's own.
pub fn settled(connection: &mut Connection, organization: OrganizationId) -> Result<Vec<Settled>> {
    Ok(store::current(connection, organization)?.iter().map(position).collect())
}

/// A position as the engine goes by it.
#[must_use]
pub fn position(row: &SettlementRow) -> Settled {
    let since = crate::clock::registry_day(row.from_at);
    let (mut en, mut fr) = (
        format!("position of the organisation since {since}"),
        format!("position de l'organisme depuis le {since}"),
    );
    if let Some(number) = &row.decision_number {
        en.push_str(&format!(", decision {number}"));
        fr.push_str(&format!(", décision {number}"));
    }
    if let Some(group) = &row.group_name {
        en.push_str(&format!(" of {group}"));
        fr.push_str(&format!(" de {group}"));
    }
    if let Some(day) = row.decided_on {
        en.push_str(&format!(" ({day})"));
        fr.push_str(&format!(" ({day})"));
    }
    Settled {
        code: row.code.clone(),
        rule: row.rule.clone(),
        adopted: row.position == Position::Adopted.code(),
        authority: Text::new(en, fr),
    }
}

/// When an organisation's people are reminded.
///
/// # Errors
/// The database's own.
pub fn reminder_policy(connection: &mut Connection, organization: OrganizationId) -> Result<ReminderPolicy> {
    let row = store::reminder_policy(connection, organization)?;
    row.as_ref().map_or_else(|| Ok(ReminderPolicy::default()), policy)
}

/// When the people of these organisations are reminded; one that wrote nothing down is not among them and goes by the
/// default.
///
/// # Errors
/// The database's own.
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

/// The state of the law that an organisation adopted last.
///
/// # Errors
/// The database's own.
pub fn adopted(connection: &mut Connection, organization: OrganizationId) -> Result<Option<AdoptionRow>> {
    store::last_adoption(connection, organization)
}

/// Writes down that an organisation goes by a state of the law; by nobody where it has never had another.
///
/// # Errors
/// The database's own.
pub fn adopt(
    connection: &mut Connection,
    organization: OrganizationId,
    law_version: &str,
    by: Option<UserId>,
    now: Instant,
    moved: i64,
) -> Result<AdoptionRow> {
    let row = AdoptionRow {
        id: AdoptionId::generate(),
        organization_id: organization,
        law_version: law_version.to_owned(),
        adopted_by: by,
        adopted_at: now,
        moved,
    };
    store::insert_adoption(connection, &row)?;
    Ok(row)
}
