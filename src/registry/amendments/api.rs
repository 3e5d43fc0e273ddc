//! The law of an organisation on the wire.

use crate::db::types::Instant;
use crate::duties::deadlines::change_reason::ChangeReason;
use crate::duties::deadlines::recalculation::{Proposal, Tally};
use crate::http::page::page_of;
use crate::ids::{CaseId, DeadlineId, OrganizationId, PositionId, UserId};
use crate::law::proceedings::Catalog;
use crate::people::profiles::model::{Adopted, Position, PositionKind, ReminderPolicy, TakenPosition};
use crate::text::Text;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// The law that this server computes with, and what the caller's organisation adopted.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({
    "version": "4f1c2b7a90d3e6f8", "rules": 112, "proceedings": 20, "overlays": 2, "calendars": 5, "is_adopted": true,
    "adopted": {"law_version": "4f1c2b7a90d3e6f8", "adopted_at": "2026-03-09T14:00:00.000000Z"}
}))]
pub struct LawInForce {
    /// The digest that tells this state of the law from any other.
    pub version: String,
    /// The number of rules that it holds.
    pub rules: usize,
    /// The number of proceedings.
    pub proceedings: usize,
    /// The number of practice directions and special orders.
    pub overlays: usize,
    /// The number of calendars.
    pub calendars: usize,
    /// Whether the open deadlines of the caller's organisation go by it. If they do not, `POST
    /// /v1/catalog/adopt?dry_run=true` shows what would move.
    pub is_adopted: bool,
    /// The state of the law that the organisation adopted last.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub adopted: Option<Adoption>,
}

/// An organisation's adoption of a state of the law.
#[derive(Serialize, ToSchema)]
pub struct Adoption {
    /// The one that is meant.
    pub law_version: String,
    /// The user who adopted it; left out where there was nothing to consent to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub adopted_by: Option<UserId>,
    /// The instant.
    pub adopted_at: Instant,
}

impl From<Adopted> for Adoption {
    fn from(adopted: Adopted) -> Self {
        Self { law_version: adopted.law_version, adopted_by: adopted.by, adopted_at: adopted.at }
    }
}

/// The state of the law that is adopted.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({}))]
pub struct AdoptLaw {
    /// The `version` that was looked at: 409 if the server has another one by now.
    #[serde(default)]
    #[schema(nullable = false, min_length = 1, max_length = 64)]
    pub version: Option<String>,
}

/// The deadlines that a recalculation moves.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({
    "law_version": "4f1c2b7a90d3e6f8", "examined": 412, "moved": 1, "kept": 0,
    "proposals": [{"deadline_id": "019a8e2a-6c1e-7c31-9d57-0a4a5a8f7e11", "case_id": "019a8e2a-6c1e-7c31-9d57-0a4a5a8f7e10",
        "file_number": "IMM-1234-26", "rule": "FCCIRPR-13", "name": {"en": "Reply", "fr": "Réplique"},
        "old_due_on": "2026-06-24", "new_due_on": "2026-06-25", "why": {"code": "calendar",
            "text": {"en": "Wednesday 24 June 2026 is a day off: the time ends on Thursday 25 June 2026.", "fr": "Mercredi 24 juin 2026 est un jour non ouvrable."}}}],
    "truncated": false
}))]
pub struct Recalculated {
    /// The state of the law that it was computed with.
    pub law_version: String,
    /// Open deadlines that were computed.
    pub examined: i64,
    /// The number of those that move, among the cases that you may see.
    pub moved: i64,
    /// The number of those that stay although a computation gives another date, among the cases
    /// that you may see.
    pub kept: i64,
    /// The proposals, one for each deadline: at most a thousand.
    pub proposals: Vec<ProposedDate>,
    /// Whether there are more.
    pub truncated: bool,
}

/// The date that is proposed for one deadline.
#[derive(Serialize, ToSchema)]
pub struct ProposedDate {
    /// The deadline.
    pub deadline_id: DeadlineId,
    /// The case.
    pub case_id: CaseId,
    /// The court's file number of the case.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub file_number: Option<String>,
    /// The rule.
    pub rule: String,
    /// A short name for what has to be done.
    pub name: Text,
    /// The date that it has.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub old_due_on: Option<NaiveDate>,
    /// The date that it gets; if it stays, the date that a computation gives.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub new_due_on: Option<NaiveDate>,
    /// The safe date that it gets, if that is another day.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub new_safe_on: Option<NaiveDate>,
    /// The last arguable date that it gets, if that is another day.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub new_arguable_latest_on: Option<NaiveDate>,
    /// The reason.
    pub why: ChangeReason,
    /// The reason why it stays, where it does: `pinned`, or `not_computable`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kept_because: Option<String>,
}

/// The most proposals that one answer lists.
const MOST_PROPOSALS: usize = 1000;

impl Recalculated {
    /// A recalculation by this law, with nothing in it yet.
    #[must_use]
    pub fn by(law_version: String) -> Self {
        Self { law_version, examined: 0, moved: 0, kept: 0, proposals: Vec::new(), truncated: false }
    }

    /// Adds the outcome for a case that the caller may see.
    pub fn add(&mut self, file_number: Option<&str>, proposal: &Proposal<'_>) {
        let row = proposal.before;
        let count = if proposal.kept_because.is_some() { &mut self.kept } else { &mut self.moved };
        *count = count.saturating_add(1);
        if self.proposals.len() >= MOST_PROPOSALS {
            self.truncated = true;
            return;
        }
        let name = Catalog::current().rule(&row.rule).map(|rule| rule.name.clone()).unwrap_or_default();
        self.proposals.push(ProposedDate {
            deadline_id: row.id,
            case_id: row.case_id,
            file_number: file_number.map(str::to_owned),
            rule: row.rule.clone(),
            name,
            old_due_on: row.due_on,
            new_due_on: proposal.new_due_on,
            new_safe_on: proposal.after.and_then(|after| after.safe_on),
            new_arguable_latest_on: proposal.after.and_then(|after| after.arguable_latest_on),
            why: proposal.why.clone(),
            kept_because: proposal.kept_because.map(str::to_owned),
        });
    }

    /// Adds how much was looked at.
    pub fn finish(&mut self, tally: Tally) {
        self.examined = tally.examined;
    }
}

/// The profile of an organisation: what it goes by.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({
    "organization_id": "019a8e2a-0000-7000-8000-000000000002",
    "reminders": {"responsible_days": [14, 7, 3, 1], "accountable_days": [1], "overdue_responsible": true, "overdue_accountable": true},
    "positions": [{"id": "019a8e2a-6c1e-7c31-9d57-0a4a5a8f7e20", "kind": "reading", "code": "nominal_end", "position": "adopted",
        "reason": "A statutory period is never relied on to move off a Saturday.", "group": "Practice committee", "decision_number": "2026-4",
        "decided_on": "2026-02-27", "taken_by": "019a8e2a-0000-7000-8000-000000000001", "from": "2026-03-01T14:00:00.000000Z"}],
    "version": 3
}))]
pub struct Profile {
    /// The organisation.
    pub organization_id: OrganizationId,
    /// The times at which its people are reminded.
    pub reminders: Reminders,
    /// Its positions, past and present, the earliest first.
    pub positions: Vec<OrganizationPosition>,
    /// Its version, as in the `ETag`.
    pub version: i64,
}

/// The times at which people are reminded: this many days before the day that a deadline is watched
/// by (`safe_on` of our own, never on a day off).
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Reminders {
    /// The days before the deadline on which whoever is responsible is told.
    #[schema(max_items = 20)]
    pub responsible_days: Vec<i16>,
    /// The days before the deadline on which whoever is accountable is told, too.
    #[schema(max_items = 20)]
    pub accountable_days: Vec<i16>,
    /// Whether whoever is responsible is told again once the day has passed.
    pub overdue_responsible: bool,
    /// Whether whoever is accountable is told once the day has passed.
    pub overdue_accountable: bool,
}

impl From<ReminderPolicy> for Reminders {
    fn from(policy: ReminderPolicy) -> Self {
        Self {
            responsible_days: policy.responsible_days,
            accountable_days: policy.accountable_days,
            overdue_responsible: policy.overdue_responsible,
            overdue_accountable: policy.overdue_accountable,
        }
    }
}

/// A position that an organisation took.
#[derive(Clone, Serialize, ToSchema)]
pub struct OrganizationPosition {
    /// The id of the position.
    pub id: PositionId,
    /// `reading` or `overlay`: a code of `GET /v1/readings`.
    #[schema(value_type = String)]
    pub kind: PositionKind,
    /// The reading or practice direction that it is about.
    pub code: String,
    /// The rule, if it is about one only.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rule: Option<String>,
    /// `adopted`: `due_on` goes by it; `rejected`: no date does.
    #[schema(value_type = String)]
    pub position: Position,
    /// The reason.
    pub reason: String,
    /// The group that decided it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub group: Option<String>,
    /// The number of its decision.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub decision_number: Option<String>,
    /// The day of its decision.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub decided_on: Option<NaiveDate>,
    /// The user who wrote it down here.
    pub taken_by: UserId,
    /// The instant since which it holds.
    pub from: Instant,
    /// The instant until which it held.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub until: Option<Instant>,
}

impl From<TakenPosition> for OrganizationPosition {
    fn from(taken: TakenPosition) -> Self {
        Self {
            id: taken.id,
            kind: taken.kind,
            code: taken.code,
            rule: taken.rule,
            position: taken.position,
            reason: taken.reason,
            group: taken.group,
            decision_number: taken.decision_number,
            decided_on: taken.decided_on,
            taken_by: taken.taken_by,
            from: taken.from,
            until: taken.until,
        }
    }
}

/// A position to be taken, or given up.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "code": "nominal_end", "position": "adopted", "reason": "A statutory period is never relied on to move off a Saturday.",
    "group": "Practice committee", "decision_number": "2026-4", "decided_on": "2026-02-27"
}))]
pub struct PositionInput {
    /// The subject: a code of `GET /v1/readings`.
    #[schema(min_length = 1, max_length = 100)]
    pub code: String,
    /// The only rule for which it holds; all, if it is left out.
    #[serde(default)]
    #[schema(nullable = false, min_length = 1, max_length = 50)]
    pub rule: Option<String>,
    /// The position; `open` gives up the one that holds.
    pub position: Position,
    /// The reason.
    #[schema(min_length = 1, max_length = 2000, pattern = r"\S")]
    pub reason: String,
    /// The group that decided it.
    #[serde(default)]
    #[schema(nullable = false, min_length = 1, max_length = 200)]
    pub group: Option<String>,
    /// The number of its decision.
    #[serde(default)]
    #[schema(nullable = false, min_length = 1, max_length = 50)]
    pub decision_number: Option<String>,
    /// The day of its decision.
    #[serde(default)]
    #[schema(nullable = false)]
    pub decided_on: Option<NaiveDate>,
}

/// A position that was taken, and what moves with it.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({
    "position": {"id": "019a8e2a-6c1e-7c31-9d57-0a4a5a8f7e20", "kind": "reading", "code": "nominal_end", "position": "adopted",
        "reason": "A statutory period is never relied on to move off a Saturday.",
        "taken_by": "019a8e2a-0000-7000-8000-000000000001", "from": "2026-03-01T14:00:00.000000Z"},
    "recalculation": {"law_version": "4f1c2b7a90d3e6f8", "examined": 412, "moved": 0, "kept": 0, "proposals": [], "truncated": false}
}))]
pub struct PositionOutcome {
    /// The position; left out if one was given up.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub position: Option<OrganizationPosition>,
    /// The deadlines that move.
    pub recalculation: Recalculated,
}

/// The changes to a profile.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"reminders": {"responsible_days": [21, 7, 2], "overdue_accountable": false}}))]
pub struct ProfilePatch {
    /// The times at which people are reminded: what is named is changed, the rest stays.
    #[serde(default)]
    #[schema(nullable = false)]
    pub reminders: Option<RemindersPatch>,
}

/// The changes to the times at which people are reminded.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RemindersPatch {
    /// The days before the deadline on which whoever is responsible is told.
    #[serde(default)]
    #[schema(nullable = false, max_items = 20)]
    pub responsible_days: Option<Vec<i16>>,
    /// The days before the deadline on which whoever is accountable is told, too.
    #[serde(default)]
    #[schema(nullable = false, max_items = 20)]
    pub accountable_days: Option<Vec<i16>>,
    /// Whether whoever is responsible is told again once the day has passed.
    #[serde(default)]
    #[schema(nullable = false)]
    pub overdue_responsible: Option<bool>,
    /// Whether whoever is accountable is told once the day has passed.
    #[serde(default)]
    #[schema(nullable = false)]
    pub overdue_accountable: Option<bool>,
}

/// A question on which the law is open, and on which an organisation can take a position.
#[derive(Clone, Serialize, ToSchema)]
#[schema(example = json!({
    "code": "nominal_end", "kind": "reading", "rules": ["ALJR-72-IN"],
    "text": {"en": "Saturdays are no holidays of the Interpretation Act.", "fr": "Les samedis ne sont pas fériés selon la Loi d'interprétation."},
    "citation": {"en": "Interpretation Act, ss. 26, 35(1)", "fr": "Loi d'interprétation, art. 26 et par. 35(1)"}
}))]
pub struct OpenReading {
    /// The code of the reading.
    pub code: String,
    /// `reading` of a rule or of a way of computing time, or `overlay`: a practice direction or
    /// special order.
    #[schema(value_type = String)]
    pub kind: PositionKind,
    /// The position in words, the first time it is named.
    pub text: Text,
    /// The law that it rests on.
    pub citation: Text,
    /// The rules on whose dates it bears.
    pub rules: Vec<String>,
}

page_of!(
    /// A page of what is open in law, by code.
    ReadingPage,
    OpenReading
);
