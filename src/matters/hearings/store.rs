//! Rows of hearings.

#![expect(missing_docs, reason = "the fields of a row are the columns of its table")]

use super::model::HearingStatus;
use crate::access::confidentiality::Confidentiality;
use crate::access::context::Context;
use crate::access::dialect::{HoldsRole, InPortfolio, QueryShape};
use crate::access::portfolio::Portfolio;
use crate::access::visibility::{shape_for_parts_of_cases, visible};
use crate::db::connection::MultiBackend;
use crate::db::predicates::held_at;
use crate::db::schema::{assignments, cases, events, hearings};
use crate::db::types::{Instant, Json};
use crate::db::{Connection, worded};
use crate::error::Result;
use crate::ids::{CaseId, EventId, GroupId, HearingId, OrganizationId, UserId};
use crate::matters::cases::views;
use chrono::NaiveDate;
use diesel::prelude::*;
use diesel::sql_types::Bool;

/// A hearing, as stored.
#[derive(Clone, Debug, PartialEq, Eq, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = hearings, treat_none_as_null = true, treat_none_as_default_value = false)]
pub struct HearingRow {
    pub id: HearingId,
    pub case_id: CaseId,
    pub organization_id: OrganizationId,
    pub code: String,
    pub status: HearingStatus,
    pub hearing_on: NaiveDate,
    pub hearing_at: Option<Instant>,
    /// The time zone by which its hour is told.
    pub zone: String,
    pub minutes: Option<i32>,
    pub place: Option<String>,
    pub room: Option<String>,
    pub remote: Option<bool>,
    pub language: Option<String>,
    pub judge: Option<String>,
    pub responsibility: Option<String>,
    /// The event that set its day.
    pub event_id: EventId,
    pub remind_on: Option<NaiveDate>,
    /// Raised with each change of what was stored.
    #[diesel(skip_update)]
    pub version: i64,
    #[diesel(skip_update)]
    pub created_at: Instant,
    pub updated_at: Instant,
    /// The days that were set for it, in order.
    pub days: Json,
}

/// What is shown of a case with its hearing.
#[derive(Clone, Debug, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = cases)]
pub struct HearingFile {
    pub file_number: Option<String>,
    pub style_of_cause: String,
    pub proceeding: String,
    pub confidentiality: Confidentiality,
    pub version: i64,
    pub updated_at: Instant,
}

/// Whose hearings: those of the cases on which somebody holds a role now.
#[derive(Clone, Debug, Default)]
pub struct HearingHolders {
    pub user: Option<UserId>,
    pub groups: Vec<GroupId>,
    pub portfolios: Vec<Portfolio>,
}

/// The hearings that are listed: what is not set lets all through.
#[derive(Clone, Debug, Default)]
pub struct HearingFilter {
    pub from: Option<NaiveDate>,
    pub to: Option<NaiveDate>,
    pub statuses: Vec<HearingStatus>,
    pub case: Option<CaseId>,
    pub organization: Option<OrganizationId>,
    pub proceedings: Option<Vec<String>>,
    pub holders: Option<HearingHolders>,
}

type HearingJoin = diesel::helper_types::InnerJoinQuerySource<hearings::table, cases::table>;
type HearingCondition = Box<dyn BoxableExpression<HearingJoin, MultiBackend, SqlType = Bool>>;

fn conditions(caller: &Context, filter: &HearingFilter) -> Vec<HearingCondition> {
    let is_found = filter.case.is_some() || filter.holders.is_some();
    let shape = shape_for_parts_of_cases(&caller.user, is_found);
    let mut all: Vec<HearingCondition> = vec![visible::<HearingJoin>(caller, shape)];
    // What visibility says of the case, said once more of the hearing, where its index can use it.
    for organization in caller.confined_to().into_iter().chain(filter.organization) {
        all.push(Box::new(hearings::organization_id.eq(organization)));
    }
    if let Some(day) = filter.from {
        all.push(Box::new(hearings::hearing_on.ge(day)));
    }
    if let Some(day) = filter.to {
        all.push(Box::new(hearings::hearing_on.le(day)));
    }
    if !filter.statuses.is_empty() {
        all.push(Box::new(hearings::status.eq_any(filter.statuses.clone())));
    }
    if let Some(case) = filter.case {
        all.push(Box::new(hearings::case_id.eq(case)));
    }
    if let Some(proceedings) = filter.proceedings.clone() {
        all.push(Box::new(cases::proceeding.eq_any(proceedings)));
    }
    if let Some(HearingHolders { user, groups, portfolios }) = filter.holders.clone() {
        let held = HoldsRole { user, groups, now: caller.now, shape: QueryShape::List };
        all.push(Box::new(held.or(InPortfolio(portfolios))));
    }
    all
}

/// Hearings of the cases that the caller may see, the earliest first, with what the caller is shown
/// of those cases.
pub fn list(
    connection: &mut Connection,
    caller: &Context,
    filter: &HearingFilter,
    after: Option<(NaiveDate, HearingId)>,
    limit: i64,
) -> Result<Vec<(HearingRow, HearingFile)>> {
    let mut query = hearings::table.inner_join(cases::table).into_boxed();
    for condition in conditions(caller, filter) {
        query = query.filter(condition);
    }
    if let Some((day, id)) = after {
        query = query
            .filter(hearings::hearing_on.ge(day))
            .filter(hearings::hearing_on.gt(day).or(hearings::id.gt(id)));
    }
    let mut rows: Vec<(HearingRow, HearingFile)> = query
        .order((hearings::hearing_on.asc(), hearings::id.asc()))
        .limit(limit)
        .select((HearingRow::as_select(), HearingFile::as_select()))
        .load(connection)?;
    let orders = rows.iter().map(|(row, file)| (row.case_id, file.confidentiality));
    let views = views::of_page(connection, caller, orders)?;
    for (row, file) in &mut rows {
        let view = views.of(row.case_id);
        file.style_of_cause = view.style(&file.style_of_cause).into_owned();
        for text in [&mut row.place, &mut row.room, &mut row.judge] {
            *text = view.text(text.take());
        }
    }
    Ok(rows)
}

/// The number of hearings that the filter lets through.
pub fn count(connection: &mut Connection, caller: &Context, filter: &HearingFilter) -> Result<i64> {
    let mut query = hearings::table.inner_join(cases::table).into_boxed();
    for condition in conditions(caller, filter) {
        query = query.filter(condition);
    }
    Ok(query.count().get_result(connection)?)
}

/// The portfolios that a group holds now.
pub fn portfolios_of(connection: &mut Connection, group: GroupId, now: Instant) -> Result<Vec<Portfolio>> {
    let rows = assignments::table
        .filter(assignments::group_id.eq(group))
        .filter(assignments::case_id.is_null())
        .filter(held_at(now));
    Ok(rows.select(Portfolio::as_select()).load(connection)?)
}

/// Writes a hearing in the place of what it was, or for the first time.
pub fn put(connection: &mut Connection, row: &HearingRow) -> Result<()> {
    let stored = diesel::update(hearings::table.filter(hearings::id.eq(row.id)));
    let next = stored.set((row, hearings::version.eq(hearings::version + 1)));
    if worded(connection, next)?.kept().execute(connection)? == 0 {
        let new = diesel::insert_into(hearings::table).values(row);
        worded(connection, new)?.kept().execute(connection)?;
    }
    Ok(())
}

/// Cases whose docket has one of these events, after a case.
pub fn cases_with(
    connection: &mut Connection,
    event_types: &[&str],
    after: Option<CaseId>,
    limit: i64,
) -> Result<Vec<CaseId>> {
    let mut query = events::table.filter(events::event_type.eq_any(event_types)).into_boxed();
    if let Some(after) = after {
        query = query.filter(events::case_id.gt(after));
    }
    Ok(query.select(events::case_id).distinct().order(events::case_id.asc()).limit(limit).load(connection)?)
}

/// The hearings that are kept of cases.
pub fn ids_of(connection: &mut Connection, cases: &[CaseId]) -> Result<Vec<HearingId>> {
    let of_cases = hearings::table.filter(hearings::case_id.eq_any(cases));
    Ok(of_cases.select(hearings::id).load(connection)?)
}
