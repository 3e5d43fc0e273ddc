//! The holders of open deadlines: written with the deadline, so that "mine" is one index, and
//! always true to the resolution.

#![expect(missing_docs, reason = "the fields of a row are the columns of its table")]

use super::model::DeadlineStatus;
use crate::clock::registry_day;
use crate::db::Connection;
use crate::db::dialect::bulk::{self, Column};
use crate::db::schema::deadlines;
use crate::db::types::Instant;
use crate::duties::responsibilities;
use crate::duties::responsibilities::resolution::{Holders, Holding};
use crate::error::Result;
use crate::ids::{CaseId, DeadlineId, GroupId, OrganizationId, UserId};
use crate::matters::cases;
use chrono::NaiveDate;
use diesel::prelude::*;
use std::collections::HashMap;

/// The number of cases that are looked at in one go.
const BATCH: usize = 500;

/// The holders of a deadline, as stored.
#[derive(Clone, Debug, Default, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = deadlines)]
pub struct HolderColumns {
    pub responsible_user_id: Option<UserId>,
    pub responsible_group_id: Option<GroupId>,
    pub responsible_role: Option<String>,
    pub accountable_user_id: Option<UserId>,
    pub accountable_group_id: Option<GroupId>,
    pub accountable_role: Option<String>,
}

impl From<Holders> for HolderColumns {
    fn from(Holders { responsible, accountable }: Holders) -> Self {
        let user = |held: &Option<Holding>| held.as_ref().and_then(|held| held.user_id);
        let group = |held: &Option<Holding>| held.as_ref().and_then(|held| held.group_id);
        Self {
            responsible_user_id: user(&responsible),
            responsible_group_id: group(&responsible),
            accountable_user_id: user(&accountable),
            accountable_group_id: group(&accountable),
            responsible_role: responsible.map(|held| held.role),
            accountable_role: accountable.map(|held| held.role),
        }
    }
}

#[derive(Clone, Debug, Queryable)]
struct DeadlineHolderRow {
    id: DeadlineId,
    case_id: CaseId,
    responsibility: Option<String>,
    version: i64,
    holders: HolderColumns,
}

const COLUMNS: [Column; 10] = [
    ("id", "uuid"),
    ("responsible_user_id", "uuid"),
    ("responsible_group_id", "uuid"),
    ("responsible_role", "text"),
    ("accountable_user_id", "uuid"),
    ("accountable_group_id", "uuid"),
    ("accountable_role", "text"),
    ("version", "bigint"),
    ("updated_at", "timestamptz"),
    ("remind_on", "date"),
];

/// Writes who holds the open deadlines of these cases at an instant, and returns how many were
/// changed. It runs after every change of what that follows from, and whenever an assignment begins
/// or ends. The number of statements does not depend on how many there are, up to some hundred
/// cases.
pub fn refresh(connection: &mut Connection, cases: &[CaseId], now: Instant) -> Result<usize> {
    let mut changed = 0_usize;
    for batch in cases.chunks(BATCH) {
        changed = changed.saturating_add(refresh_batch(connection, batch, now)?);
    }
    Ok(changed)
}

fn refresh_batch(connection: &mut Connection, cases: &[CaseId], now: Instant) -> Result<usize> {
    let open: Vec<DeadlineHolderRow> = deadlines::table
        .filter(deadlines::case_id.eq_any(cases))
        .filter(deadlines::status.eq(DeadlineStatus::Open))
        .filter(deadlines::responsibility.is_not_null())
        .select((
            deadlines::id,
            deadlines::case_id,
            deadlines::responsibility,
            deadlines::version,
            HolderColumns::as_select(),
        ))
        .load(connection)?;
    if open.is_empty() {
        return Ok(0);
    }
    let rows = cases::service::of_ids(connection, cases)?;
    let held: HashMap<_, _> = responsibilities::service::held(connection, &rows, now)?.into_iter().collect();
    // Whoever has it now may have to be told at once.
    let (today, updated_at) = (registry_day(now).to_string(), now.written());
    let mut written = Vec::new();
    for row in open {
        let Some((held, code)) = held.get(&row.case_id).zip(row.responsibility.as_deref()) else { continue };
        let after = HolderColumns::from(held.holders(code));
        if after == row.holders {
            continue;
        }
        written.push(vec![
            Some(row.id.to_string()),
            after.responsible_user_id.map(|user| user.to_string()),
            after.responsible_group_id.map(|group| group.to_string()),
            after.responsible_role,
            after.accountable_user_id.map(|user| user.to_string()),
            after.accountable_group_id.map(|group| group.to_string()),
            after.accountable_role,
            Some(row.version.saturating_add(1).to_string()),
            Some(updated_at.clone()),
            Some(today.clone()),
        ]);
    }
    bulk::update(connection, "deadlines", &COLUMNS, &written)
}

/// Writes who holds the open deadlines of all cases of an organisation, after another matrix binds
/// them.
pub fn refresh_organization(
    connection: &mut Connection,
    organization: OrganizationId,
    now: Instant,
) -> Result<usize> {
    let mut after = None;
    let mut changed = 0_usize;
    loop {
        let batch = super::store::cases_with_open(connection, organization, after, 500)?;
        let Some(last) = batch.last() else { return Ok(changed) };
        after = Some(*last);
        changed = changed.saturating_add(refresh(connection, &batch, now)?);
    }
}

/// An open deadline that somebody holds.
#[derive(Clone, Debug, Queryable)]
pub struct HeldDeadline {
    pub id: DeadlineId,
    pub case_id: CaseId,
    pub rule: String,
    pub due_on: Option<NaiveDate>,
    pub watch_on: NaiveDate,
}

/// The open deadlines that a person does or answers for on these cases, the earliest first.
pub fn held_by(connection: &mut Connection, user: UserId, cases: &[CaseId]) -> Result<Vec<HeldDeadline>> {
    let mut found: Vec<HeldDeadline> = Vec::new();
    for batch in cases.chunks(1000) {
        let holds = deadlines::responsible_user_id.eq(user).or(deadlines::accountable_user_id.eq(user));
        let rows: Vec<HeldDeadline> = deadlines::table
            .filter(deadlines::case_id.eq_any(batch))
            .filter(deadlines::status.eq(DeadlineStatus::Open))
            .filter(holds.assume_not_null())
            .select((
                deadlines::id,
                deadlines::case_id,
                deadlines::rule,
                deadlines::due_on,
                deadlines::watch_on,
            ))
            .load(connection)?;
        found.extend(rows);
    }
    found.sort_by_key(|deadline| (deadline.watch_on, deadline.id));
    Ok(found)
}
