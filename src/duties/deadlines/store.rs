//! Rows of deadlines.

#![expect(missing_docs, reason = "the fields of a row are the columns of its table")]

use super::model::{DeadlineStatus, PinnedBy};
use crate::access::context::Context;
use crate::access::dialect::QueryShape;
use crate::access::visibility::visible;
use crate::db::connection::MultiBackend;
use crate::db::dialect::bulk::{self, Column};
use crate::db::schema::{cases, deadlines};
use crate::db::types::{Instant, Json};
use crate::db::{Connection, worded};
use crate::error::Result;
use crate::ids::{CaseId, DeadlineId, DocumentId, EventId, GroupId, OrganizationId, UserId};
use crate::law::proceedings::Actor;
use crate::matters::cases::CaseRow;
use chrono::NaiveDate;
use diesel::prelude::*;
use diesel::sql_types::Bool;

/// A deadline, as stored.
#[derive(Clone, Debug, PartialEq, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = deadlines, treat_none_as_null = true, treat_none_as_default_value = false)]
pub struct DeadlineRow {
    pub id: DeadlineId,
    pub case_id: CaseId,
    pub organization_id: OrganizationId,
    pub rule: String,
    pub rule_version: String,
    pub actor: Actor,
    pub trigger_event_id: Option<EventId>,
    pub trigger_on: Option<NaiveDate>,
    pub due_on: Option<NaiveDate>,
    pub due_at: Option<String>,
    pub sort_on: NaiveDate,
    pub not_before_on: Option<NaiveDate>,
    pub safe_on: Option<NaiveDate>,
    pub arguable_latest_on: Option<NaiveDate>,
    pub no_fixed_date: bool,
    pub status: DeadlineStatus,
    pub pinned: bool,
    pub pinned_by: Option<PinnedBy>,
    pub closed_on: Option<NaiveDate>,
    pub closed_by_event_id: Option<EventId>,
    pub closing_note: Option<String>,
    pub explanation: Json,
    pub warnings: Json,
    pub previous_dates: Json,
    pub responsibility: Option<String>,
    pub responsible_user_id: Option<UserId>,
    pub responsible_role: Option<String>,
    pub accountable_user_id: Option<UserId>,
    pub accountable_role: Option<String>,
    pub version: i64,
    pub created_at: Instant,
    pub updated_at: Instant,
    pub trigger_at: Option<String>,
    pub nominal_on: Option<NaiveDate>,
    pub basis: Option<String>,
    pub watch_on: NaiveDate,
    pub remind_on: Option<NaiveDate>,
    pub closed_by_hand: bool,
    pub closed_by_user_id: Option<UserId>,
    pub closed_by_document_id: Option<DocumentId>,
    pub responsible_group_id: Option<GroupId>,
    pub accountable_group_id: Option<GroupId>,
    /// The acts of people that stand.
    pub acts: Json,
    /// The date of which people were told last, where it is another by now.
    pub moved_from: Option<NaiveDate>,
    /// Who moved it since, if it was one person.
    pub moved_by: Option<UserId>,
}

/// The deadlines of a case, by date.
pub fn of_case(connection: &mut Connection, case: CaseId) -> Result<Vec<DeadlineRow>> {
    let rows =
        deadlines::table.filter(deadlines::case_id.eq(case)).order((deadlines::sort_on, deadlines::id));
    Ok(worded(connection, rows.select(DeadlineRow::as_select()))?.load(connection)?)
}

/// The deadlines of some cases, by date.
pub fn of_cases(connection: &mut Connection, cases: &[CaseId]) -> Result<Vec<DeadlineRow>> {
    let rows =
        deadlines::table.filter(deadlines::case_id.eq_any(cases)).order((deadlines::sort_on, deadlines::id));
    Ok(rows.select(DeadlineRow::as_select()).load(connection)?)
}

/// The deadline with this id and its case, if the caller may see it.
pub fn find_visible(
    connection: &mut Connection,
    caller: &Context,
    id: DeadlineId,
) -> Result<Option<(DeadlineRow, CaseRow)>> {
    let row =
        deadlines::table
            .inner_join(cases::table)
            .filter(deadlines::id.eq(id))
            .filter(visible::<DeadlineJoin>(caller, QueryShape::Row));
    Ok(row.select((DeadlineRow::as_select(), CaseRow::as_select())).first(connection).optional()?)
}

/// The deadlines with their cases.
pub type DeadlineJoin = diesel::helper_types::InnerJoinQuerySource<deadlines::table, cases::table>;
/// A condition on deadlines with their cases.
pub type DeadlineCondition = Box<dyn BoxableExpression<DeadlineJoin, MultiBackend, SqlType = Bool>>;

/// Inserts a deadline.
pub fn insert(connection: &mut Connection, deadline: &DeadlineRow) -> Result<()> {
    let row = diesel::insert_into(deadlines::table).values(deadline);
    worded(connection, row)?.kept().execute(connection)?;
    Ok(())
}

/// Writes a deadline of a case whose row the transaction holds.
pub fn update(connection: &mut Connection, deadline: &DeadlineRow) -> Result<()> {
    let row = diesel::update(deadlines::table.filter(deadlines::id.eq(deadline.id))).set(deadline);
    worded(connection, row)?.kept().execute(connection)?;
    Ok(())
}

/// The columns that the end of a deadline writes.
#[derive(AsChangeset)]
#[diesel(table_name = deadlines, treat_none_as_null = true)]
struct Ending<'a> {
    status: DeadlineStatus,
    closed_on: Option<NaiveDate>,
    closed_by_event_id: Option<EventId>,
    closed_by_hand: bool,
    remind_on: Option<NaiveDate>,
    warnings: &'a Json,
    version: i64,
    updated_at: Instant,
}

/// [`update`], given what is stored: a deadline that ended, and did nothing else, is written in a
/// fifth of its columns.
pub fn update_from(connection: &mut Connection, before: &DeadlineRow, after: &DeadlineRow) -> Result<()> {
    let ended = DeadlineRow {
        status: after.status,
        closed_on: after.closed_on,
        closed_by_event_id: after.closed_by_event_id,
        closed_by_hand: after.closed_by_hand,
        remind_on: after.remind_on,
        warnings: after.warnings.clone(),
        version: after.version,
        updated_at: after.updated_at,
        ..before.clone()
    };
    if ended != *after {
        return update(connection, after);
    }
    let ending = Ending {
        status: after.status,
        closed_on: after.closed_on,
        closed_by_event_id: after.closed_by_event_id,
        closed_by_hand: after.closed_by_hand,
        remind_on: after.remind_on,
        warnings: &after.warnings,
        version: after.version,
        updated_at: after.updated_at,
    };
    let row = diesel::update(deadlines::table.filter(deadlines::id.eq(after.id))).set(ending);
    worded(connection, row)?.kept().execute(connection)?;
    Ok(())
}

/// The next cases of an organisation, by id, that have an open deadline.
pub fn cases_with_open(
    connection: &mut Connection,
    organization: OrganizationId,
    after: Option<CaseId>,
    limit: i64,
) -> Result<Vec<CaseId>> {
    let mut query = deadlines::table
        .filter(deadlines::organization_id.eq(organization))
        .filter(deadlines::status.eq(DeadlineStatus::Open))
        .select(deadlines::case_id)
        .distinct()
        .into_boxed();
    if let Some(after) = after {
        query = query.filter(deadlines::case_id.gt(after));
    }
    Ok(query.order(deadlines::case_id.asc()).limit(limit).load(connection)?)
}

/// The open deadlines of these cases, and the closed ones under some rules.
pub fn open_of_cases(
    connection: &mut Connection,
    cases: &[CaseId],
    closed_too: &[String],
) -> Result<Vec<DeadlineRow>> {
    let rows = deadlines::table
        .filter(deadlines::case_id.eq_any(cases))
        .filter(deadlines::status.eq(DeadlineStatus::Open).or(deadlines::rule.eq_any(closed_too)));
    Ok(rows.select(DeadlineRow::as_select()).load(connection)?)
}

/// The columns that a recalculation writes.
const DATES: [Column; 24] = [
    ("id", "uuid"),
    ("rule_version", "text"),
    ("trigger_on", "date"),
    ("trigger_at", "text"),
    ("due_on", "date"),
    ("due_at", "text"),
    ("sort_on", "date"),
    ("nominal_on", "date"),
    ("not_before_on", "date"),
    ("safe_on", "date"),
    ("arguable_latest_on", "date"),
    ("no_fixed_date", "boolean"),
    ("explanation", "json"),
    ("warnings", "json"),
    ("previous_dates", "json"),
    ("basis", "text"),
    ("watch_on", "date"),
    ("remind_on", "date"),
    ("pinned", "boolean"),
    ("pinned_by", "text"),
    ("moved_from", "date"),
    ("moved_by", "uuid"),
    ("version", "bigint"),
    ("updated_at", "timestamptz"),
];

/// Writes the dates of many deadlines, a thousand a statement.
pub fn write_dates(connection: &mut Connection, rows: &[&DeadlineRow]) -> Result<()> {
    let day = |day: Option<NaiveDate>| day.map(|day| day.to_string());
    let values = rows.iter().map(|row| {
        vec![
            Some(row.id.to_string()),
            Some(row.rule_version.clone()),
            day(row.trigger_on),
            row.trigger_at.clone(),
            day(row.due_on),
            row.due_at.clone(),
            Some(row.sort_on.to_string()),
            day(row.nominal_on),
            day(row.not_before_on),
            day(row.safe_on),
            day(row.arguable_latest_on),
            Some(u8::from(row.no_fixed_date).to_string()),
            Some(row.explanation.get().to_owned()),
            Some(row.warnings.get().to_owned()),
            Some(row.previous_dates.get().to_owned()),
            row.basis.clone(),
            Some(row.watch_on.to_string()),
            day(row.remind_on),
            Some(u8::from(row.pinned).to_string()),
            row.pinned_by.map(|by| by.code().to_owned()),
            day(row.moved_from),
            row.moved_by.map(|user| user.to_string()),
            Some(row.version.to_string()),
            Some(row.updated_at.written()),
        ]
    });
    bulk::update(connection, "deadlines", &DATES, &values.collect::<Vec<_>>())?;
    Ok(())
}
