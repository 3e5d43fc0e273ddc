//! Deadlines on the wire.

use super::model::{DeadlineStatus, PinnedBy};
use super::store::DeadlineRow;
use crate::access::fields::View;
use crate::db::types::{Instant, Json};
use crate::http::page::{Include, page_of, page_params};
use crate::ids::{CaseId, DeadlineId, DocumentId, EventId, GroupId, UserId};
use crate::law::proceedings::{Actor, Catalog};
use crate::text::Text;
use crate::version::Version;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// The holder of a responsibility, with the role on the case that gives it.
#[derive(Serialize, ToSchema)]
pub struct Holder {
    /// The user: whoever acts for the holder, where somebody does; whoever chairs the group, if it
    /// is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub user_id: Option<UserId>,
    /// The group that holds the role, if it is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub group_id: Option<GroupId>,
    /// The role on the case: a code of `GET /v1/roles`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub role: Option<String>,
}

impl Holder {
    /// The holders who do what a deadline asks for, and who answer for it.
    #[must_use]
    pub fn both(row: &DeadlineRow) -> (Option<Self>, Option<Self>) {
        (
            Self::of(row.responsible_user_id, row.responsible_group_id, row.responsible_role.clone()),
            Self::of(row.accountable_user_id, row.accountable_group_id, row.accountable_role.clone()),
        )
    }

    fn of(user_id: Option<UserId>, group_id: Option<GroupId>, role: Option<String>) -> Option<Self> {
        (user_id.is_some() || group_id.is_some()).then_some(Self { user_id, group_id, role })
    }
}

/// A deadline of a case, with why its date is what it is.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({
    "id": "019a8e2a-6c1e-7c31-9d57-0a4a5a8f7e11", "case_id": "019a8e2a-6c1e-7c31-9d57-0a4a5a8f7e10", "rule": "FCCIRPR-8(1)",
    "rule_version": "1993", "name": {"en": "Notice of appearance", "fr": "Avis de comparution"}, "actor": "respondent",
    "status": "open", "due_on": "2026-03-19", "no_fixed_date": false, "pinned": false,
    "explanation": {"steps": [{"code": "trigger", "text": {"en": "Served on Monday 9 March 2026.", "fr": "Signifié le lundi 9 mars 2026."}, "date": "2026-03-09"}]},
    "warnings": [], "previous_dates": [], "responsible": {"user_id": "019a8e2a-0000-7000-8000-000000000001", "role": "JPL"},
    "version": 1, "created_at": "2026-03-10T09:30:00.000000Z", "updated_at": "2026-03-10T09:30:00.000000Z"
}))]
pub struct Deadline {
    /// The id of the deadline.
    pub id: DeadlineId,
    /// The case.
    pub case_id: CaseId,
    /// The rule: a code of `GET /v1/rules`.
    pub rule: String,
    /// The version of the rule that governs it.
    pub rule_version: String,
    /// A short name for what has to be done.
    pub name: Text,
    /// The side or body that has to act.
    #[schema(value_type = String)]
    pub actor: Actor,
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
    /// Whether it is pinned: no recalculation moves it.
    pub pinned: bool,
    /// What it was pinned by: `order`, `consent` or `direction`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    pub pinned_by: Option<PinnedBy>,
    /// The event from which time runs.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub trigger_event_id: Option<EventId>,
    /// The day from which time runs.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub trigger_on: Option<NaiveDate>,
    /// The instant from which time runs, where hours are counted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub trigger_at: Option<String>,
    /// The last day of the period itself, if that is another day than `due_on`: a day off from
    /// which it moved.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub nominal_on: Option<NaiveDate>,
    /// The day on which it was met, or ended.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub closed_on: Option<NaiveDate>,
    /// The event that met or ended it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub closed_by_event_id: Option<EventId>,
    /// The document that met it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub closed_by_document_id: Option<DocumentId>,
    /// The user who said so, if it was a person's act and not the docket that completed or waived
    /// it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub closed_by_user_id: Option<UserId>,
    /// The remark with the last act on it; left out where the case is sealed and you may not read
    /// what is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// The steps by which the date came about.
    #[schema(value_type = crate::law::engine::Explanation)]
    pub explanation: Json,
    /// The warnings that a reader should know beside the date.
    #[schema(value_type = Vec<crate::law::engine::Warning>)]
    pub warnings: Json,
    /// Every date that it had before.
    #[schema(value_type = Vec<super::model::PreviousDate>)]
    pub previous_dates: Json,
    /// The responsibility that it belongs to: a code of `GET /v1/responsibilities`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub responsibility: Option<String>,
    /// The holder who does it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub responsible: Option<Holder>,
    /// The holder who answers for it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub accountable: Option<Holder>,
    /// Its version, as in the `ETag`.
    pub version: i64,
    /// The instant at which it was started here.
    pub created_at: Instant,
    /// The instant at which it was last changed.
    pub updated_at: Instant,
    /// Whether part of it may be kept from its reader.
    #[serde(skip)]
    is_partial: bool,
}

impl Deadline {
    /// The deadline, for a reader with this view of the case.
    #[must_use]
    pub fn redacted_for(mut self, view: &View) -> Self {
        self.note = view.text(self.note);
        self.is_partial = !view.texts;
        self
    }

    /// The version of what is shown.
    #[must_use]
    pub const fn version(&self) -> Version {
        Version::partly(self.version, self.is_partial)
    }
}

/// The name of a rule; its code, if the catalog no longer has it.
#[must_use]
pub fn rule_name(rule: &str) -> Text {
    Catalog::current().rule(rule).map_or_else(|| Text::new(rule, rule), |rule| rule.name.clone())
}

impl From<DeadlineRow> for Deadline {
    fn from(row: DeadlineRow) -> Self {
        let (responsible, accountable) = Holder::both(&row);
        Self {
            id: row.id,
            case_id: row.case_id,
            name: rule_name(&row.rule),
            rule: row.rule,
            rule_version: row.rule_version,
            actor: row.actor,
            status: row.status,
            due_on: row.due_on,
            due_at: row.due_at,
            not_before_on: row.not_before_on,
            safe_on: row.safe_on,
            arguable_latest_on: row.arguable_latest_on,
            no_fixed_date: row.no_fixed_date,
            pinned: row.pinned,
            pinned_by: row.pinned_by,
            trigger_event_id: row.trigger_event_id,
            trigger_on: row.trigger_on,
            trigger_at: row.trigger_at,
            nominal_on: row.nominal_on.filter(|nominal| Some(*nominal) != row.due_on),
            closed_on: row.closed_on,
            closed_by_event_id: row.closed_by_event_id,
            closed_by_document_id: row.closed_by_document_id,
            closed_by_user_id: row.closed_by_user_id,
            note: row.closing_note,
            explanation: row.explanation,
            warnings: row.warnings,
            previous_dates: row.previous_dates,
            responsibility: row.responsibility,
            responsible,
            accountable,
            version: row.version,
            created_at: row.created_at,
            updated_at: row.updated_at,
            is_partial: false,
        }
    }
}

page_of!(
    /// The deadlines of a case, the earliest first.
    CaseDeadlinePage,
    Deadline
);

/// The query of a list of a case's deadlines.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ListCaseDeadlines {
    /// Only those with this status.
    #[param(inline)]
    pub status: Option<DeadlineStatus>,
    /// The greatest number of items, 1 to 200.
    #[param(minimum = 1, maximum = 200)]
    limit: Option<i64>,
    /// `next_cursor` of the page before.
    cursor: Option<String>,
    /// `count`: the number of all of them too.
    #[param(inline)]
    include: Option<Include>,
}

page_params!(ListCaseDeadlines);

/// The day to which a deadline is extended, and what does so.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"until": "2026-04-30", "by": "order", "reason": "Order of the associate judge of 2 April 2026"}))]
pub struct Extend {
    /// The new date.
    pub until: NaiveDate,
    /// What sets the new day: an order, consent or a direction.
    pub by: PinnedBy,
    /// The day on which it was ordered, agreed or directed: today if it is left out. The new date
    /// is not before a day that is sent.
    #[serde(default)]
    pub on: Option<NaiveDate>,
    /// The reason.
    #[serde(default)]
    #[schema(min_length = 1, max_length = 2000)]
    pub reason: Option<String>,
    /// The event on the docket that did it.
    #[serde(default)]
    pub event_id: Option<EventId>,
}

/// The earlier day to which a deadline is shortened, and what does so.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"until": "2026-03-16", "by": "order", "reason": "Order of the associate judge abridging time"}))]
pub struct Shorten {
    /// The new date.
    pub until: NaiveDate,
    /// What sets the new day: an order, consent or a direction.
    pub by: PinnedBy,
    /// The reason.
    #[serde(default)]
    #[schema(min_length = 1, max_length = 2000)]
    pub reason: Option<String>,
    /// The event on the docket that did it.
    #[serde(default)]
    pub event_id: Option<EventId>,
}

/// The day on which it was met, and what met it.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"on": "2026-03-18", "note": "Filed through the e-filing portal"}))]
pub struct Complete {
    /// The day: not before anything happened in the case. Before the time begins to run it is taken
    /// with the warning `before_trigger`.
    pub on: NaiveDate,
    /// The event on the docket that did it.
    #[serde(default)]
    pub event_id: Option<EventId>,
    /// The document that did it, by the id that it has wherever it is kept.
    #[serde(default)]
    pub document_id: Option<DocumentId>,
    /// A remark.
    #[serde(default)]
    #[schema(min_length = 1, max_length = 2000)]
    pub note: Option<String>,
}

/// The reason.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"reason": "The respondent will not reply; instructions of 3 March 2026"}))]
pub struct Reason {
    /// The reason, as it will stand in the journal.
    #[schema(min_length = 1, max_length = 2000, pattern = r"\S")]
    pub reason: String,
}
