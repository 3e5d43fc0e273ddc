//! Work and suggestions on the wire.

use crate::http::page::{Include, page_of, page_params};
use crate::ids::{CaseId, GroupId, OrganizationId, UserId};
use crate::text::Text;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// The workload of somebody, among the cases that you may see.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({
    "user_id": "019a8e2a-0000-7000-8000-000000000001", "display_name": "Camille Tremblay",
    "open_cases": 12, "deadlines_7": 3, "deadlines_30": 9, "overdue": 1, "weighted": 14.5
}))]
pub struct Workload {
    /// The person whose work it is, by person.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub user_id: Option<UserId>,
    /// The person's name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub display_name: Option<String>,
    /// The group whose work it is, by group.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub group_id: Option<GroupId>,
    /// The role whose work it is, by role: a code of `GET /v1/roles`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub role: Option<String>,
    /// The open cases on which an assignment is held now.
    pub open_cases: i64,
    /// The open deadlines, of either side, that are watched from today to seven days on.
    pub deadlines_7: i64,
    /// The open deadlines, of either side, that are watched from today to thirty days on.
    pub deadlines_30: i64,
    /// The open deadlines of our own side whose day has passed.
    pub overdue: i64,
    /// The open cases, weighed by their proceeding: an application for leave is 1.
    pub weighted: f64,
}

page_of!(
    /// A page of work: by the id of the person or the group, or by the code of the role.
    WorkloadPage,
    Workload
);

/// What work is counted by.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum WorkloadBy {
    /// Each person.
    #[default]
    Person,
    /// Each group.
    Group,
    /// Each role.
    Role,
}

/// The query of a list of workloads.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ListWorkload {
    /// What it is counted by: `person`, which is also what leaving it out means, `group` or `role`.
    #[param(inline)]
    pub by: Option<WorkloadBy>,
    /// Only on the cases of this organisation.
    pub organization_id: Option<OrganizationId>,
    /// Only what this user holds.
    pub user_id: Option<UserId>,
    /// Only what is held in this role.
    pub role: Option<String>,
    /// The greatest number of items, 1 to 200.
    #[param(minimum = 1, maximum = 200)]
    limit: Option<i64>,
    /// `next_cursor` of the page before.
    cursor: Option<String>,
    /// `count`: the number of all of them too.
    #[param(inline)]
    include: Option<Include>,
}

page_params!(ListWorkload);

/// The role and the case for which somebody is looked for.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"case_id": "019a8e2a-6c1e-7c31-9d57-0a4a5a8f7e10", "role": "JCO", "limit": 3}))]
pub struct SuggestAssignment {
    /// The case that needs somebody.
    pub case_id: CaseId,
    /// The role: a code of `GET /v1/roles`.
    #[schema(min_length = 1, max_length = 20)]
    pub role: String,
    /// The greatest number of candidates; 5, if it is left out.
    #[serde(default)]
    #[schema(nullable = false, minimum = 1, maximum = 20)]
    pub limit: Option<u8>,
}

/// The people who could be assigned, the best first, and those who could not.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({
    "candidates": [{
        "user_id": "019a8e2a-0000-7000-8000-000000000001", "display_name": "Camille Tremblay", "score": 5.0,
        "reasons": [
            {"code": "load", "text": {"en": "Open cases: 2, weight 1.5.", "fr": "Dossiers ouverts : 2, poids 1,5."}, "points": -15.0},
            {"code": "language", "text": {"en": "Works in the language of the case.", "fr": "Travaille dans la langue du dossier."}, "points": 20.0}
        ]
    }],
    "excluded": [{
        "user_id": "019a8e2a-0000-7000-8000-000000000003", "display_name": "An Nguyen",
        "reasons": [{"code": "away", "text": {"en": "Away until 2026-11-08.", "fr": "Absence jusqu'au 2026-11-08."}}]
    }]
}))]
pub struct Suggestions {
    /// The people who could be assigned, by score.
    pub candidates: Vec<Candidate>,
    /// The people who could not, by name: at most 200.
    pub excluded: Vec<Excluded>,
}

/// Somebody who could be assigned.
#[derive(Serialize, ToSchema)]
pub struct Candidate {
    /// The user.
    pub user_id: UserId,
    /// The name of the person.
    pub display_name: String,
    /// The sum of the points: the more, the better.
    pub score: f64,
    /// The reasons that make it.
    pub reasons: Vec<ScoredReason>,
}

/// A point for somebody, or against.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct ScoredReason {
    /// The reason: `load`, `language`, `office`, or the code of a finding that would have to be
    /// waived.
    #[schema(value_type = String)]
    pub code: &'static str,
    /// The same in words.
    pub text: Text,
    /// The number of points.
    pub points: f64,
}

/// Somebody who cannot be assigned.
#[derive(Serialize, ToSchema)]
pub struct Excluded {
    /// The user.
    pub user_id: UserId,
    /// The name of the person.
    pub display_name: String,
    /// The reasons why not.
    pub reasons: Vec<ExclusionReason>,
}

/// The reason why somebody cannot be assigned.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct ExclusionReason {
    /// The reason: `not_cleared`, `walled`, `away`, `holds_it_already`, or the code of a finding
    /// that bars.
    #[schema(value_type = String)]
    pub code: &'static str,
    /// The same in words.
    pub text: Text,
}
