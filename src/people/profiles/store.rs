//! Rows of positions, reminder policies and adoptions of the law.

#![expect(missing_docs, reason = "the fields of a row are the columns of its table")]

use super::model::{Adopted, Position, PositionKind, TakenPosition};
use crate::db::schema::{law_adoptions, positions, reminder_policies};
use crate::db::types::{Instant, Json};
use crate::db::{Connection, worded};
use crate::error::Result;
use crate::ids::{AdoptionId, OrganizationId, PositionId, UserId};
use chrono::NaiveDate;
use diesel::prelude::*;

/// A position, as stored.
#[derive(Clone, Debug, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = positions)]
pub struct PositionRow {
    pub id: PositionId,
    pub organization_id: OrganizationId,
    pub kind: PositionKind,
    pub code: String,
    pub rule: Option<String>,
    pub position: Position,
    pub reason: String,
    pub group_name: Option<String>,
    pub decision_number: Option<String>,
    pub decided_on: Option<NaiveDate>,
    pub taken_by: UserId,
    pub from_at: Instant,
    pub until_at: Option<Instant>,
    pub version: i64,
}

impl PositionRow {
    /// The row of a position that an organisation takes.
    #[must_use]
    pub fn of(organization: OrganizationId, taken: TakenPosition) -> Self {
        Self {
            id: taken.id,
            organization_id: organization,
            kind: taken.kind,
            code: taken.code,
            rule: taken.rule,
            position: taken.position,
            reason: taken.reason,
            group_name: taken.group,
            decision_number: taken.decision_number,
            decided_on: taken.decided_on,
            taken_by: taken.taken_by,
            from_at: taken.from,
            until_at: taken.until,
            version: taken.version,
        }
    }
}

impl From<PositionRow> for TakenPosition {
    fn from(row: PositionRow) -> Self {
        Self {
            id: row.id,
            kind: row.kind,
            code: row.code,
            rule: row.rule,
            position: row.position,
            reason: row.reason,
            group: row.group_name,
            decision_number: row.decision_number,
            decided_on: row.decided_on,
            taken_by: row.taken_by,
            from: row.from_at,
            until: row.until_at,
            version: row.version,
        }
    }
}

impl From<AdoptionRow> for Adopted {
    fn from(row: AdoptionRow) -> Self {
        Self { law_version: row.law_version, by: row.adopted_by, at: row.adopted_at }
    }
}

/// A reminder policy, as stored.
#[derive(Clone, Debug, PartialEq, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = reminder_policies)]
pub struct ReminderPolicyRow {
    pub organization_id: OrganizationId,
    pub responsible_days: Json,
    pub accountable_days: Json,
    pub overdue_responsible: bool,
    pub overdue_accountable: bool,
    pub version: i64,
    pub updated_at: Instant,
}

/// The adoption of a state of the law, as stored.
#[derive(Clone, Debug, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = law_adoptions)]
pub struct AdoptionRow {
    pub id: AdoptionId,
    pub organization_id: OrganizationId,
    pub law_version: String,
    pub adopted_by: Option<UserId>,
    pub adopted_at: Instant,
    pub moved: i64,
}

/// All positions of an organisation, past and present, the earliest first.
pub fn positions(connection: &mut Connection, organization: OrganizationId) -> Result<Vec<PositionRow>> {
    let rows = positions::table.filter(positions::organization_id.eq(organization));
    let rows = rows.order((positions::from_at.asc(), positions::id.asc()));
    Ok(rows.select(PositionRow::as_select()).load(connection)?)
}

/// The positions that hold.
pub fn current(connection: &mut Connection, organization: OrganizationId) -> Result<Vec<PositionRow>> {
    let rows = positions::table.filter(positions::organization_id.eq(organization));
    let rows = rows.filter(positions::until_at.is_null());
    let rows = rows.order((positions::from_at.asc(), positions::id.asc()));
    Ok(worded(connection, rows.select(PositionRow::as_select()))?.load(connection)?)
}

/// Inserts a position.
pub fn insert_position(connection: &mut Connection, row: &PositionRow) -> Result<()> {
    diesel::insert_into(positions::table).values(row).execute(connection)?;
    Ok(())
}

/// Ends a position.
pub fn end_position(connection: &mut Connection, id: PositionId, at: Instant) -> Result<()> {
    diesel::update(positions::table.filter(positions::id.eq(id)))
        .set((positions::until_at.eq(at), positions::version.eq(positions::version + 1)))
        .execute(connection)?;
    Ok(())
}

/// The reminder policy that an organisation wrote down, if it did.
pub fn reminder_policy(
    connection: &mut Connection,
    organization: OrganizationId,
) -> Result<Option<ReminderPolicyRow>> {
    let row = reminder_policies::table.filter(reminder_policies::organization_id.eq(organization));
    Ok(row.select(ReminderPolicyRow::as_select()).first(connection).optional()?)
}

/// The reminder policies that these organisations wrote down.
pub fn reminder_policies(
    connection: &mut Connection,
    organizations: &[OrganizationId],
) -> Result<Vec<ReminderPolicyRow>> {
    let rows = reminder_policies::table.filter(reminder_policies::organization_id.eq_any(organizations));
    Ok(rows.select(ReminderPolicyRow::as_select()).load(connection)?)
}

/// Writes a reminder policy, the first or another one.
pub fn write_reminder_policy(connection: &mut Connection, row: &ReminderPolicyRow) -> Result<()> {
    let kept = reminder_policies::table.filter(reminder_policies::organization_id.eq(row.organization_id));
    if diesel::update(kept).set(row).execute(connection)? == 0 {
        diesel::insert_into(reminder_policies::table).values(row).execute(connection)?;
    }
    Ok(())
}

/// The last adoption of an organisation.
pub fn last_adoption(
    connection: &mut Connection,
    organization: OrganizationId,
) -> Result<Option<AdoptionRow>> {
    let rows = law_adoptions::table.filter(law_adoptions::organization_id.eq(organization));
    let rows = rows.order((law_adoptions::adopted_at.desc(), law_adoptions::id.desc()));
    Ok(rows.select(AdoptionRow::as_select()).first(connection).optional()?)
}

/// Inserts an adoption of the law.
pub fn insert_adoption(connection: &mut Connection, row: &AdoptionRow) -> Result<()> {
    diesel::insert_into(law_adoptions::table).values(row).execute(connection)?;
    Ok(())
}
