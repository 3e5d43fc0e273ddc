//! A hand-over on the wire.

use super::api::PortfolioCriteria;
use super::store::AssignmentRow;
use crate::db::types::Instant;
use crate::duties::deadlines::api::rule_name;
use crate::duties::deadlines::holders_store::HeldDeadline;
use crate::ids::{AssignmentId, CaseId, DeadlineId, UserId};
use crate::text::Text;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// The giver and the taker of a hand-over.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "from_user_id": "019a8e2a-0000-7000-8000-000000000001", "to_user_id": "019a8e2a-0000-7000-8000-000000000002",
    "reason": "Retires."
}))]
pub struct HandoverInput {
    /// The user whose assignments are handed over.
    pub from_user_id: UserId,
    /// The user who takes them.
    pub to_user_id: UserId,
    /// The instant at which they change hands; now if it is left out.
    #[serde(default)]
    #[schema(nullable = false)]
    pub at: Option<Instant>,
    /// Only those to these roles; all if it is left out.
    #[serde(default)]
    #[schema(nullable = false, min_items = 1, max_items = 50)]
    pub roles: Option<Vec<String>>,
    /// The reason: stored with each assignment and in the journal.
    #[serde(default)]
    #[schema(nullable = false, min_length = 1, max_length = 1000, pattern = r"\S")]
    pub reason: Option<String>,
}

/// The outcome of a hand-over, or what it would be.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({
    "dry_run": true, "from_user_id": "019a8e2a-0000-7000-8000-000000000001",
    "to_user_id": "019a8e2a-0000-7000-8000-000000000002", "at": "2026-11-24T15:00:00.000000Z",
    "count": 1,
    "assignments": [{"id": "019a8e2a-6c1e-7c31-9d57-0a4a5a8f7e15", "case_id": "019a8e2a-6c1e-7c31-9d57-0a4a5a8f7e10",
        "role": "JCO"}],
    "deadlines": [{"id": "019a8e2a-6c1e-7c31-9d57-0a4a5a8f7e11", "case_id": "019a8e2a-6c1e-7c31-9d57-0a4a5a8f7e10",
        "rule": "FCCIRPR-8(1)", "name": {"en": "Notice of appearance", "fr": "Avis de comparution"}, "due_on": "2026-12-04"}]
}))]
pub struct Handover {
    /// Whether nothing was written.
    pub dry_run: bool,
    /// The user whose assignments are handed over.
    pub from_user_id: UserId,
    /// The user who takes them.
    pub to_user_id: UserId,
    /// The instant at which they change hands.
    pub at: Instant,
    /// The number of assignments that go.
    pub count: i64,
    /// The assignments that go.
    pub assignments: Vec<HandedOver>,
    /// The open deadlines that go with them, the earliest first.
    pub deadlines: Vec<DeadlineHandedOver>,
}

/// An assignment that goes.
#[derive(Serialize, ToSchema)]
pub struct HandedOver {
    /// The assignment that ends.
    pub id: AssignmentId,
    /// The assignment that begins; left out in a dry run.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub new_id: Option<AssignmentId>,
    /// The case, if it is on one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub case_id: Option<CaseId>,
    /// The portfolio, if it is on one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub portfolio: Option<PortfolioCriteria>,
    /// The role.
    pub role: String,
    /// The assignment on which it acts, if it is a delegation.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub delegates: Option<AssignmentId>,
}

impl HandedOver {
    pub(super) fn of(before: &AssignmentRow, new_id: Option<AssignmentId>) -> Self {
        Self {
            id: before.id,
            new_id,
            case_id: before.case_id,
            portfolio: before.case_id.is_none().then(|| before.portfolio().into()),
            role: before.role.clone(),
            delegates: before.delegates,
        }
    }
}

/// An open deadline that goes along.
#[derive(Serialize, ToSchema)]
pub struct DeadlineHandedOver {
    /// The id of the deadline.
    pub id: DeadlineId,
    /// Its case.
    pub case_id: CaseId,
    /// The rule: a code of `GET /v1/rules`.
    pub rule: String,
    /// A short name for what has to be done.
    pub name: Text,
    /// The date, on the stated policy.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub due_on: Option<NaiveDate>,
}

impl From<HeldDeadline> for DeadlineHandedOver {
    fn from(held: HeldDeadline) -> Self {
        Self {
            id: held.id,
            case_id: held.case_id,
            name: rule_name(&held.rule),
            rule: held.rule,
            due_on: held.due_on,
        }
    }
}
