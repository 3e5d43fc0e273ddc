//! Lists of deadlines across cases, and their order.

#![expect(missing_docs, reason = "the fields of a row are the columns of its table")]

use super::model::DeadlineStatus;
use super::store::{DeadlineCondition, DeadlineJoin};
use crate::access::confidentiality::Confidentiality;
use crate::access::context::Context;
use crate::access::visibility::{shape_for_parts_of_cases, visible};
use crate::db::schema::{cases, deadlines};
use crate::db::{Connection, worded};
use crate::error::Result;
use crate::ids::{CaseId, DeadlineId, GroupId, OrganizationId, UserId};
use crate::law::proceedings::{ActingSide, Actor, Side};
use crate::matters::cases::views;
use chrono::NaiveDate;
use diesel::prelude::*;

/// A deadline in a list across cases: without its explanation, with the case that it belongs to.
#[derive(Clone, Debug, Queryable)]
pub struct ListedRow {
    pub id: DeadlineId,
    pub case_id: CaseId,
    pub file_number: Option<String>,
    pub style_of_cause: String,
    pub organization_id: OrganizationId,
    pub rule: String,
    pub actor: Actor,
    pub side: Side,
    pub status: DeadlineStatus,
    pub due_on: Option<NaiveDate>,
    pub due_at: Option<String>,
    pub sort_on: NaiveDate,
    pub watch_on: NaiveDate,
    pub proceeding: String,
    pub not_before_on: Option<NaiveDate>,
    pub safe_on: Option<NaiveDate>,
    pub arguable_latest_on: Option<NaiveDate>,
    pub no_fixed_date: bool,
    pub pinned: bool,
    pub responsible_user_id: Option<UserId>,
    pub accountable_user_id: Option<UserId>,
    pub version: i64,
    pub confidentiality: Confidentiality,
}

/// The deadlines that are listed.
#[derive(Clone, Debug, Default)]
pub struct DeadlineFilter {
    pub status: Option<DeadlineStatus>,
    pub due_before: Option<NaiveDate>,
    pub due_after: Option<NaiveDate>,
    pub responsible: Option<UserId>,
    pub accountable: Option<UserId>,
    /// A group that has to do it, or answers for it.
    pub group: Option<GroupId>,
    pub case: Option<CaseId>,
    pub organization: Option<OrganizationId>,
    pub rule: Option<String>,
    /// Open, and their day has passed: given as today.
    pub overdue_on: Option<NaiveDate>,
    pub role: Option<String>,
    /// One of these proceedings.
    pub proceedings: Option<Vec<String>>,
    /// Open, and watched by this day or an earlier one.
    pub watched_until: Option<NaiveDate>,
    /// Open, the other side's, and their last arguable day has passed: given as today.
    pub other_side_late_on: Option<NaiveDate>,
    /// The side that has to act.
    pub side: Option<ActingSide>,
}

/// The condition that this side has to act on a deadline: [`ActingSide::of`], as SQL. It goes by
/// the case that a list joins, so that a deadline is on the right side however its case's changes.
#[must_use]
pub fn of_side(side: ActingSide) -> DeadlineCondition {
    let opposed = |side: Side| cases::side.eq(side).and(deadlines::actor.eq_any(side.opponents()));
    let theirs = || opposed(Side::Responding).or(opposed(Side::Initiating));
    match side {
        ActingSide::Theirs => Box::new(theirs()),
        ActingSide::Court => Box::new(deadlines::actor.eq_any(ActingSide::NEUTRAL)),
        ActingSide::Ours => {
            let others = theirs().or(deadlines::actor.eq_any(ActingSide::NEUTRAL));
            Box::new(diesel::dsl::not(others))
        }
    }
}

/// The condition that somebody owes what a deadline is about: what happens by itself is never
/// overdue.
#[must_use]
pub fn owed() -> DeadlineCondition {
    Box::new(deadlines::actor.ne(Actor::Nobody))
}

fn visible_to(caller: &Context, filter: &DeadlineFilter) -> DeadlineCondition {
    let is_found = filter.case.is_some() || filter.responsible.is_some() || filter.accountable.is_some();
    visible::<DeadlineJoin>(caller, shape_for_parts_of_cases(&caller.user, is_found))
}

fn conditions(caller: &Context, filter: &DeadlineFilter) -> Vec<DeadlineCondition> {
    let mut all: Vec<DeadlineCondition> = Vec::new();
    // What visibility says of the case, said once more of the deadline, where its index can use it.
    if let Some(organization) = caller.confined_to() {
        all.push(Box::new(deadlines::organization_id.eq(organization)));
    }
    if let Some(status) = filter.status {
        all.push(Box::new(deadlines::status.eq(status)));
    }
    if let Some(day) = filter.due_before {
        all.push(Box::new(deadlines::sort_on.lt(day)));
    }
    if let Some(day) = filter.due_after {
        // What has no date is after every date, but nobody who asks for dates means it.
        all.push(Box::new(deadlines::sort_on.gt(day)));
        all.push(Box::new(deadlines::sort_on.lt(super::computation::NO_DATE)));
    }
    if let Some(user) = filter.responsible {
        all.push(Box::new(deadlines::responsible_user_id.eq(user).assume_not_null()));
    }
    if let Some(user) = filter.accountable {
        all.push(Box::new(deadlines::accountable_user_id.eq(user).assume_not_null()));
    }
    if let Some(group) = filter.group {
        all.push(Box::new(
            deadlines::responsible_group_id
                .eq(group)
                .assume_not_null()
                .or(deadlines::accountable_group_id.eq(group).assume_not_null()),
        ));
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
        all.push(Box::new(deadlines::status.eq(DeadlineStatus::Open)));
        all.push(Box::new(deadlines::sort_on.lt(today)));
        // Nobody says that the other side is late before its last arguable day.
        let arguable = of_side(ActingSide::Theirs).and(deadlines::watch_on.ge(today));
        all.push(Box::new(diesel::dsl::not(arguable)));
        all.push(owed());
    }
    if let Some(role) = filter.role.clone() {
        all.push(Box::new(deadlines::responsible_role.eq(role).assume_not_null()));
    }
    if let Some(side) = filter.side {
        all.push(of_side(side));
    }
    if let Some(proceedings) = filter.proceedings.clone() {
        all.push(Box::new(cases::proceeding.eq_any(proceedings)));
    }
    if let Some(day) = filter.watched_until {
        all.push(Box::new(deadlines::status.eq(DeadlineStatus::Open)));
        all.push(Box::new(deadlines::watch_on.le(day)));
    }
    if let Some(today) = filter.other_side_late_on {
        all.push(Box::new(deadlines::status.eq(DeadlineStatus::Open)));
        all.push(Box::new(deadlines::watch_on.lt(today)));
        all.push(of_side(ActingSide::Theirs));
    }
    all
}

/// The number of deadlines that fall on each day between two, both included.
pub fn count_by_day(
    connection: &mut Connection,
    caller: &Context,
    filter: &DeadlineFilter,
) -> Result<Vec<(NaiveDate, i64)>> {
    let mut query = deadlines::table
        .inner_join(cases::table)
        .filter(visible_to(caller, filter))
        .group_by(deadlines::sort_on)
        .select((deadlines::sort_on, diesel::dsl::count_star()))
        .into_boxed();
    for condition in conditions(caller, filter) {
        query = query.filter(condition);
    }
    Ok(query.order(deadlines::sort_on.asc()).load(connection)?)
}

/// A page of deadlines across the cases that the caller may see, by date, with what the caller is
/// shown of those cases.
pub fn list(
    connection: &mut Connection,
    caller: &Context,
    filter: &DeadlineFilter,
    after: Option<(NaiveDate, DeadlineId)>,
    limit: i64,
) -> Result<Vec<ListedRow>> {
    let mut query = deadlines::table.inner_join(cases::table).filter(visible_to(caller, filter)).into_boxed();
    for condition in conditions(caller, filter) {
        query = query.filter(condition);
    }
    if let Some((day, id)) = after {
        query = query
            .filter(deadlines::sort_on.ge(day))
            .filter(deadlines::sort_on.gt(day).or(deadlines::id.gt(id)));
    }
    let query = query.order((deadlines::sort_on.asc(), deadlines::id.asc())).limit(limit).select((
        (
            deadlines::id,
            deadlines::case_id,
            cases::file_number,
            cases::style_of_cause,
            deadlines::organization_id,
        ),
        (
            deadlines::rule,
            (deadlines::actor, cases::side),
            deadlines::status,
            deadlines::due_on,
            deadlines::due_at,
            deadlines::sort_on,
            deadlines::watch_on,
            cases::proceeding,
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
            cases::confidentiality,
        ),
    ));
    let rows = worded(connection, query)?.kept().load::<ListedColumns>(connection)?;
    let mut rows: Vec<_> = rows.into_iter().map(ListedRow::of).collect();
    let orders = rows.iter().map(|row| (row.case_id, row.confidentiality));
    let views = views::of_page(connection, caller, orders)?;
    for row in &mut rows {
        row.style_of_cause = views.of(row.case_id).style(&row.style_of_cause).into_owned();
    }
    Ok(rows)
}

type ListedColumns = (
    (DeadlineId, CaseId, Option<String>, String, OrganizationId),
    (String, (Actor, Side), DeadlineStatus, Option<NaiveDate>, Option<String>, NaiveDate, NaiveDate, String),
    (Option<NaiveDate>, Option<NaiveDate>, Option<NaiveDate>, bool),
    (bool, Option<UserId>, Option<UserId>, i64, Confidentiality),
);

impl ListedRow {
    fn of((of_case, of_rule, dates, people): ListedColumns) -> Self {
        let (id, case_id, file_number, style_of_cause, organization_id) = of_case;
        let (rule, (actor, side), status, due_on, due_at, sort_on, watch_on, proceeding) = of_rule;
        let (not_before_on, safe_on, arguable_latest_on, no_fixed_date) = dates;
        let (pinned, responsible_user_id, accountable_user_id, version, confidentiality) = people;
        Self {
            id,
            case_id,
            file_number,
            style_of_cause,
            organization_id,
            rule,
            actor,
            side,
            status,
            due_on,
            due_at,
            sort_on,
            watch_on,
            proceeding,
            not_before_on,
            safe_on,
            arguable_latest_on,
            no_fixed_date,
            pinned,
            responsible_user_id,
            accountable_user_id,
            version,
            confidentiality,
        }
    }
}

/// The number of deadlines that the filter lets through.
pub fn count(connection: &mut Connection, caller: &Context, filter: &DeadlineFilter) -> Result<i64> {
    let mut query = deadlines::table.inner_join(cases::table).filter(visible_to(caller, filter)).into_boxed();
    for condition in conditions(caller, filter) {
        query = query.filter(condition);
    }
    Ok(query.count().get_result(connection)?)
}
