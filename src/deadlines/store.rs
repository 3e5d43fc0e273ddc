//! Rows of deadlines.

#![expect(missing_docs, reason = "the fields of a row are the columns of its table")]

use crate::access::context::Context;
use crate::access::permissions::Scope;
use crate::access::visibility::visible;
use crate::cases::store::CaseRow;
use crate::db::Connection;
use crate::db::connection::MultiBackend;
use crate::db::dialect::held::Asked;
use crate::db::schema::{cases, deadlines};
use crate::db::types::{Instant, Json};
use crate::error::Result;
use crate::ids::{CaseId, DeadlineId, DocumentId, EventId, OrganizationId, UserId};
use chrono::NaiveDate;
use diesel::prelude::*;
use diesel::sql_types::Bool;

/// A deadline, as it is kept.
#[derive(Clone, Debug, PartialEq, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = deadlines, treat_none_as_null = true)]
pub struct DeadlineRow {
    pub id: DeadlineId,
    pub case_id: CaseId,
    pub organization_id: OrganizationId,
    pub rule: String,
    pub rule_version: String,
    pub actor: String,
    pub trigger_event_id: Option<EventId>,
    pub trigger_on: Option<NaiveDate>,
    pub due_on: Option<NaiveDate>,
    pub due_at: Option<String>,
    pub sort_on: NaiveDate,
    pub not_before_on: Option<NaiveDate>,
    pub safe_on: Option<NaiveDate>,
    pub arguable_latest_on: Option<NaiveDate>,
    pub no_fixed_date: bool,
    pub status: String,
    pub pinned: bool,
    pub pinned_by: Option<String>,
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
}

/// A deadline in a list across cases: without its explanation, with the case that it belongs to.
#[derive(Clone, Debug, Queryable)]
pub struct ListedRow {
    pub id: DeadlineId,
    pub case_id: CaseId,
    pub file_number: Option<String>,
    pub style_of_cause: String,
    pub organization_id: OrganizationId,
    pub rule: String,
    pub actor: String,
    pub status: String,
    pub due_on: Option<NaiveDate>,
    pub due_at: Option<String>,
    pub sort_on: NaiveDate,
    pub not_before_on: Option<NaiveDate>,
    pub safe_on: Option<NaiveDate>,
    pub arguable_latest_on: Option<NaiveDate>,
    pub no_fixed_date: bool,
    pub pinned: bool,
    pub responsible_user_id: Option<UserId>,
    pub accountable_user_id: Option<UserId>,
    pub version: i64,
}

/// Which deadlines are listed.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    pub status: Option<String>,
    pub due_before: Option<NaiveDate>,
    pub due_after: Option<NaiveDate>,
    pub responsible: Option<UserId>,
    pub accountable: Option<UserId>,
    pub case: Option<CaseId>,
    pub organization: Option<OrganizationId>,
    pub rule: Option<String>,
    /// Open, and their day has passed: given as today.
    pub overdue_on: Option<NaiveDate>,
}

/// The deadlines of a case, by date.
///
/// # Errors
/// The database's own.
pub fn of_case(connection: &mut Connection, case: CaseId) -> Result<Vec<DeadlineRow>> {
    let rows =
        deadlines::table.filter(deadlines::case_id.eq(case)).order((deadlines::sort_on, deadlines::id));
    Ok(rows.select(DeadlineRow::as_select()).load(connection)?)
}

/// The deadline of this id with its case, where the caller may see it.
///
/// # Errors
/// The database's own.
pub fn find_visible(
    connection: &mut Connection,
    caller: &Context,
    id: DeadlineId,
) -> Result<Option<(DeadlineRow, CaseRow)>> {
    let row =
        deadlines::table.inner_join(cases::table).filter(deadlines::id.eq(id)).filter(visible_here(caller));
    Ok(row.select((DeadlineRow::as_select(), CaseRow::as_select())).first(connection).optional()?)
}

type Joined = diesel::helper_types::InnerJoinQuerySource<deadlines::table, cases::table>;
type Condition = Box<dyn BoxableExpression<Joined, MultiBackend, SqlType = Bool>>;

fn visible_here(caller: &Context) -> Condition {
    visible::<Joined>(caller, Asked::OfARow)
}

fn conditions(caller: &Context, filter: &Filter) -> Vec<Condition> {
    let mut all: Vec<Condition> = Vec::new();
    // What visibility says of the case, said once more of the deadline, where its index can use it.
    if caller.user.role.scope() == Scope::Organization && !caller.user.roams {
        all.push(Box::new(deadlines::organization_id.eq(caller.user.organization_id)));
    }
    if let Some(status) = filter.status.clone() {
        all.push(Box::new(deadlines::status.eq(status)));
    }
    if let Some(day) = filter.due_before {
        all.push(Box::new(deadlines::sort_on.lt(day)));
    }
    if let Some(day) = filter.due_after {
        // What has no date is after every date, but nobody who asks for dates means it.
        all.push(Box::new(deadlines::sort_on.gt(day)));
        all.push(Box::new(deadlines::sort_on.lt(super::dating::NO_DATE)));
    }
    if let Some(user) = filter.responsible {
        all.push(Box::new(deadlines::responsible_user_id.eq(user).assume_not_null()));
    }
    if let Some(user) = filter.accountable {
        all.push(Box::new(deadlines::accountable_user_id.eq(user).assume_not_null()));
    }
    if let Some(case) = filter.case {
        all.push(Box::new(deadlines::case_id.eq(case)));
    }
    if let Some(organization) = filter.organization {
        all.push(Box::new(deadlines::organization_id.eq(organization)));
    }
    if let Some(rule) = filter.rule.clone() {
        all.push(Box::new(deadlines::rule.eq(rule)));
    }
    if let Some(today) = filter.overdue_on {
        all.push(Box::new(deadlines::status.eq("open")));
        all.push(Box::new(deadlines::sort_on.lt(today)));
    }
    all
}

/// A page of deadlines across the cases that the caller may see, by date.
///
/// # Errors
/// The database's own.
pub fn list(
    connection: &mut Connection,
    caller: &Context,
    filter: &Filter,
    after: Option<(NaiveDate, DeadlineId)>,
    limit: i64,
) -> Result<Vec<ListedRow>> {
    let mut query = deadlines::table.inner_join(cases::table).filter(visible_here(caller)).into_boxed();
    for condition in conditions(caller, filter) {
        query = query.filter(condition);
    }
    if let Some((day, id)) = after {
        query = query
            .filter(deadlines::sort_on.ge(day))
            .filter(deadlines::sort_on.gt(day).or(deadlines::id.gt(id)));
    }
    Ok(query
        .order((deadlines::sort_on.asc(), deadlines::id.asc()))
        .limit(limit)
        .select((
            (
                deadlines::id,
                deadlines::case_id,
                cases::file_number,
                cases::style_of_cause,
                deadlines::organization_id,
            ),
            (
                deadlines::rule,
                deadlines::actor,
                deadlines::status,
                deadlines::due_on,
                deadlines::due_at,
                deadlines::sort_on,
            ),
            (
                deadlines::not_before_on,
                deadlines::safe_on,
                deadlines::arguable_latest_on,
                deadlines::no_fixed_date,
            ),
            (
                deadlines::pinned,
                deadlines::responsible_user_id,
                deadlines::accountable_user_id,
                deadlines::version,
            ),
        ))
        .load::<Columns>(connection)?
        .into_iter()
        .map(ListedRow::of)
        .collect())
}

type Columns = (
    (DeadlineId, CaseId, Option<String>, String, OrganizationId),
    (String, String, String, Option<NaiveDate>, Option<String>, NaiveDate),
    (Option<NaiveDate>, Option<NaiveDate>, Option<NaiveDate>, bool),
    (bool, Option<UserId>, Option<UserId>, i64),
);

impl ListedRow {
    fn of((of_case, of_rule, dates, people): Columns) -> Self {
        let (id, case_id, file_number, style_of_cause, organization_id) = of_case;
        let (rule, actor, status, due_on, due_at, sort_on) = of_rule;
        let (not_before_on, safe_on, arguable_latest_on, no_fixed_date) = dates;
        let (pinned, responsible_user_id, accountable_user_id, version) = people;
        Self {
            id,
            case_id,
            file_number,
            style_of_cause,
            organization_id,
            rule,
            actor,
            status,
            due_on,
            due_at,
            sort_on,
            not_before_on,
            safe_on,
            arguable_latest_on,
            no_fixed_date,
            pinned,
            responsible_user_id,
            accountable_user_id,
            version,
        }
    }
}

/// How many deadlines the filter lets through.
///
/// # Errors
/// The database's own.
pub fn count(connection: &mut Connection, caller: &Context, filter: &Filter) -> Result<i64> {
    let mut query = deadlines::table.inner_join(cases::table).filter(visible_here(caller)).into_boxed();
    for condition in conditions(caller, filter) {
        query = query.filter(condition);
    }
    Ok(query.count().get_result(connection)?)
}

/// # Errors
/// The database's own.
pub fn insert(connection: &mut Connection, deadline: &DeadlineRow) -> Result<()> {
    diesel::insert_into(deadlines::table).values(deadline).execute(connection)?;
    Ok(())
}

/// Writes a deadline of a case whose row the transaction holds.
///
/// # Errors
/// The database's own.
pub fn update(connection: &mut Connection, deadline: &DeadlineRow) -> Result<()> {
    diesel::update(deadlines::table.filter(deadlines::id.eq(deadline.id)))
        .set(deadline)
        .execute(connection)?;
    Ok(())
}
