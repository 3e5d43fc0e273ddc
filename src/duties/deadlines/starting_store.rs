//! Many deadlines that start at once, in one statement.

use super::store::DeadlineRow;
use crate::db::Connection;
use crate::db::dialect::bulk::{self, Column, Values};
use crate::error::Result;
use chrono::NaiveDate;

const COLUMNS: [Column; 45] = [
    ("id", "uuid"),
    ("case_id", "uuid"),
    ("organization_id", "uuid"),
    ("rule", "text"),
    ("rule_version", "text"),
    ("actor", "text"),
    ("trigger_event_id", "uuid"),
    ("trigger_on", "date"),
    ("due_on", "date"),
    ("due_at", "text"),
    ("sort_on", "date"),
    ("not_before_on", "date"),
    ("safe_on", "date"),
    ("arguable_latest_on", "date"),
    ("no_fixed_date", "boolean"),
    ("status", "text"),
    ("pinned", "boolean"),
    ("pinned_by", "text"),
    ("closed_on", "date"),
    ("closed_by_event_id", "uuid"),
    ("closing_note", "text"),
    ("explanation", "json"),
    ("warnings", "json"),
    ("previous_dates", "json"),
    ("responsibility", "text"),
    ("responsible_user_id", "uuid"),
    ("responsible_role", "text"),
    ("accountable_user_id", "uuid"),
    ("accountable_role", "text"),
    ("version", "bigint"),
    ("created_at", "timestamptz"),
    ("updated_at", "timestamptz"),
    ("trigger_at", "text"),
    ("nominal_on", "date"),
    ("basis", "text"),
    ("watch_on", "date"),
    ("remind_on", "date"),
    ("closed_by_hand", "boolean"),
    ("closed_by_user_id", "uuid"),
    ("closed_by_document_id", "uuid"),
    ("responsible_group_id", "uuid"),
    ("accountable_group_id", "uuid"),
    ("acts", "json"),
    ("moved_from", "date"),
    ("moved_by", "uuid"),
];

/// Inserts deadlines, all in one statement.
pub fn insert_all(connection: &mut Connection, deadlines: &[&DeadlineRow]) -> Result<()> {
    let values: Vec<_> = deadlines.iter().map(|row| values(row)).collect();
    bulk::insert_missing(connection, "deadlines", &COLUMNS, &values)?;
    Ok(())
}

fn values(row: &DeadlineRow) -> Values {
    let day = |day: Option<NaiveDate>| day.map(|day| day.to_string());
    let is = |so: bool| Some(u8::from(so).to_string());
    vec![
        Some(row.id.to_string()),
        Some(row.case_id.to_string()),
        Some(row.organization_id.to_string()),
        Some(row.rule.clone()),
        Some(row.rule_version.clone()),
        Some(row.actor.code().to_owned()),
        row.trigger_event_id.map(|event| event.to_string()),
        day(row.trigger_on),
        day(row.due_on),
        row.due_at.clone(),
        Some(row.sort_on.to_string()),
        day(row.not_before_on),
        day(row.safe_on),
        day(row.arguable_latest_on),
        is(row.no_fixed_date),
        Some(row.status.code().to_owned()),
        is(row.pinned),
        row.pinned_by.map(|by| by.code().to_owned()),
        day(row.closed_on),
        row.closed_by_event_id.map(|event| event.to_string()),
        row.closing_note.clone(),
        Some(row.explanation.get().to_owned()),
        Some(row.warnings.get().to_owned()),
        Some(row.previous_dates.get().to_owned()),
        row.responsibility.clone(),
        row.responsible_user_id.map(|user| user.to_string()),
        row.responsible_role.clone(),
        row.accountable_user_id.map(|user| user.to_string()),
        row.accountable_role.clone(),
        Some(row.version.to_string()),
        Some(row.created_at.written()),
        Some(row.updated_at.written()),
        row.trigger_at.clone(),
        day(row.nominal_on),
        row.basis.clone(),
        Some(row.watch_on.to_string()),
        day(row.remind_on),
        is(row.closed_by_hand),
        row.closed_by_user_id.map(|user| user.to_string()),
        row.closed_by_document_id.map(|document| document.to_string()),
        row.responsible_group_id.map(|group| group.to_string()),
        row.accountable_group_id.map(|group| group.to_string()),
        Some(row.acts.get().to_owned()),
        day(row.moved_from),
        row.moved_by.map(|user| user.to_string()),
    ]
}
