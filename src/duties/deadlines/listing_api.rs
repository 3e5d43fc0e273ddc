//! Deadlines across cases on the wire: lists, and calendars by day.

use super::api::rule_name;
use super::computation::NO_DATE;
use super::listing_store::ListedRow;
use super::model::DeadlineStatus;
use crate::http::page::{Include, page_of, page_params};
use crate::ids::{CaseId, DeadlineId, GroupId, OrganizationId, UserId};
use crate::law::proceedings::{ActingSide, Actor};
use crate::text::Text;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// A deadline in a list across cases.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({
    "id": "019a8e2a-6c1e-7c31-9d57-0a4a5a8f7e11", "case_id": "019a8e2a-6c1e-7c31-9d57-0a4a5a8f7e10",
    "file_number": "IMM-1234-26", "style_of_cause": "Doe v. The Minister of Citizenship and Immigration",
    "organization_id": "019a8e2a-0000-7000-8000-000000000002", "rule": "FCCIRPR-8(1)",
    "name": {"en": "Notice of appearance", "fr": "Avis de comparution"}, "actor": "respondent", "side": "ours", "status": "open",
    "due_on": "2026-03-19", "no_fixed_date": false, "watch_on": "2026-03-19", "days_left": 9, "proceeding": "ALJR", "pinned": false, "version": 1
}))]
pub struct ListedDeadline {
    /// The id of the deadline.
    pub id: DeadlineId,
    /// The case.
    pub case_id: CaseId,
    /// The court's file number of the case.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub file_number: Option<String>,
    /// The style of cause of the case.
    pub style_of_cause: String,
    /// The organisation whose case it is.
    pub organization_id: OrganizationId,
    /// The rule: a code of `GET /v1/rules`.
    pub rule: String,
    /// A short name for what has to be done.
    pub name: Text,
    /// The side or body that has to act.
    #[schema(value_type = String)]
    pub actor: Actor,
    /// The side that has to act, seen from the client of the organisation: `ours`, `theirs`, or
    /// `court` where it is a court, a tribunal, or nobody in particular.
    #[schema(value_type = String)]
    pub side: ActingSide,
    /// The status: a code of the list `deadline_statuses`.
    #[schema(value_type = String)]
    pub status: DeadlineStatus,
    /// The date, on the stated policy.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub due_on: Option<NaiveDate>,
    /// The hour, where the law names one, with the registry's offset.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub due_at: Option<String>,
    /// The first day of a window.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub not_before_on: Option<NaiveDate>,
    /// The date that is good on every reading of the law; left out where it is `due_on`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub safe_on: Option<NaiveDate>,
    /// The day before which the other side cannot be said to be late; left out where it is
    /// `due_on`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub arguable_latest_on: Option<NaiveDate>,
    /// The law names no date that binds.
    pub no_fixed_date: bool,
    /// The day that it is watched by: the safe one of our own, the last arguable one of the other
    /// side's.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub watch_on: Option<NaiveDate>,
    /// Days from today to that day; fewer than none where it has passed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub days_left: Option<i64>,
    /// The proceeding of the case.
    pub proceeding: String,
    /// Whether it is pinned: no recalculation moves it.
    pub pinned: bool,
    /// The user who does it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub responsible_user_id: Option<UserId>,
    /// The user who answers for it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub accountable_user_id: Option<UserId>,
    /// Its version.
    pub version: i64,
    #[serde(skip)]
    pub(crate) sort_on: NaiveDate,
}

impl ListedDeadline {
    /// The deadline as it is seen on a day.
    #[must_use]
    pub fn on(row: ListedRow, today: NaiveDate) -> Self {
        let watch_on = Some(row.watch_on).filter(|day| *day < NO_DATE);
        Self {
            watch_on,
            days_left: watch_on.map(|day| day.signed_duration_since(today).num_days()),
            proceeding: row.proceeding,
            id: row.id,
            case_id: row.case_id,
            file_number: row.file_number,
            style_of_cause: row.style_of_cause,
            organization_id: row.organization_id,
            name: rule_name(&row.rule),
            rule: row.rule,
            actor: row.actor,
            side: ActingSide::of(row.actor, row.side),
            status: row.status,
            due_on: row.due_on,
            due_at: row.due_at,
            not_before_on: row.not_before_on,
            safe_on: row.safe_on,
            arguable_latest_on: row.arguable_latest_on,
            no_fixed_date: row.no_fixed_date,
            pinned: row.pinned,
            responsible_user_id: row.responsible_user_id,
            accountable_user_id: row.accountable_user_id,
            version: row.version,
            sort_on: row.sort_on,
        }
    }
}

page_of!(
    /// A page of deadlines across cases, the earliest first.
    DeadlinePage,
    ListedDeadline
);

/// The query of a list of deadlines.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ListDeadlines {
    /// Only those with this status.
    #[param(inline)]
    pub status: Option<DeadlineStatus>,
    /// Only those due before this day.
    pub due_before: Option<NaiveDate>,
    /// Only those due after this day.
    pub due_after: Option<NaiveDate>,
    /// Only those that this user has to do: an id, or `me`.
    #[param(pattern = "^(me|[0-9a-fA-F-]{36})$", example = "me")]
    pub responsible: Option<String>,
    /// Only those on which this side has to act, seen from the client of the case's organisation.
    /// If it is left out, `responsible` of yourself (`me`, or your id) means our own; otherwise all
    /// of them are listed.
    #[param(inline)]
    pub side: Option<ActingSide>,
    /// Only those that this user answers for: an id, or `me`.
    #[param(pattern = "^(me|[0-9a-fA-F-]{36})$", example = "me")]
    pub accountable: Option<String>,
    /// Only those that this group has to do, or answers for.
    pub group_id: Option<GroupId>,
    /// Only those that fall to this role on the case: a code of `GET /v1/roles`.
    pub role: Option<String>,
    /// Only those of this court or tribunal: `FC`, `FCA`, `SCC`, `RAD`...
    pub court: Option<String>,
    /// Only those of this proceeding: a code of `GET /v1/proceedings`.
    pub proceeding: Option<String>,
    /// Only open ones that fall within this many days from today, or have passed: by the day that
    /// they are watched by (the safe one of our own, the last arguable one of the other side's).
    #[param(minimum = 0, maximum = 3650)]
    pub days_left: Option<i64>,
    /// Only those of this case.
    pub case_id: Option<CaseId>,
    /// Only those of this organisation's cases.
    pub organization_id: Option<OrganizationId>,
    /// Only those under this rule.
    pub rule: Option<String>,
    /// `true`: only open ones whose day has passed.
    pub overdue: Option<bool>,
    /// `true`: only open ones of the other side whose last arguable day has passed.
    pub other_side_late: Option<bool>,
    /// The greatest number of items, 1 to 200.
    #[param(minimum = 1, maximum = 200)]
    limit: Option<i64>,
    /// `next_cursor` of the page before.
    cursor: Option<String>,
    /// `count`: the number of all of them too.
    #[param(inline)]
    include: Option<Include>,
}

page_params!(ListDeadlines);
