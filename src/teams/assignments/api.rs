//! Assignments on the wire.

use super::store::AssignmentRow;
use crate::access::holding::AssignmentStatus;
use crate::access::portfolio::{FileLanguage, Portfolio};
use crate::db::types::{Instant, Json};
use crate::http::page::{Include, page_of, page_params};
use crate::ids::{AssignmentId, CaseId, GroupId, OrganizationId, UserId};
use crate::people::offices::api::OfficeWarning;
use crate::version::Version;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// An assignment: somebody holds a role on a case or on a portfolio from one instant until another.
#[derive(Clone, Serialize, ToSchema)]
#[schema(example = json!({
    "id": "019a8e2a-6c1e-7c31-9d57-0a4a5a8f7e15", "case_id": "019a8e2a-6c1e-7c31-9d57-0a4a5a8f7e10",
    "user_id": "019a8e2a-0000-7000-8000-000000000001", "role": "JCO", "status": "held", "from": "2026-03-09T14:00:00.000000Z",
    "version": 1, "created_by": "019a8e2a-0000-7000-8000-000000000001",
    "created_at": "2026-03-09T14:00:00.000000Z", "updated_at": "2026-03-09T14:00:00.000000Z"
}))]
pub struct Assignment {
    /// The id of the assignment.
    pub id: AssignmentId,
    /// The case, if it is on one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub case_id: Option<CaseId>,
    /// The portfolio, if it is on one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub portfolio: Option<PortfolioCriteria>,
    /// The person, if it is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub user_id: Option<UserId>,
    /// The group, if it is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub group_id: Option<GroupId>,
    /// The role: a code of `GET /v1/roles`.
    pub role: String,
    /// The status: a code of the list `assignment_statuses`.
    #[schema(value_type = String)]
    pub status: AssignmentStatus,
    /// The instant from which the role is held.
    pub from: Instant,
    /// The instant at which it ends; left out while no end is set.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub until: Option<Instant>,
    /// The assignment on which this one acts for its holder.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub delegates: Option<AssignmentId>,
    /// The assignment that this one took over from.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub replaces: Option<AssignmentId>,
    /// The reason why it was made, answered or ended so; left out where the case is sealed and you
    /// may not read what is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// The instant at which its holder accepted it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub accepted_at: Option<Instant>,
    /// The findings of a conflict over which it was made, by whom and why; left out where one of
    /// them rests on a name that you are not shown.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Object>)]
    pub waiver: Option<Json>,
    /// Its version, as in the `ETag`.
    pub version: i64,
    /// The user who made it.
    pub created_by: UserId,
    /// The instant at which it was made.
    pub created_at: Instant,
    /// The instant at which it was last changed.
    pub updated_at: Instant,
    /// The warnings about the office of its portfolio, in the answer to what makes it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub warnings: Option<Vec<OfficeWarning>>,
    /// Whether part of it is kept from its reader.
    #[serde(skip)]
    pub(super) is_partial: bool,
}

impl Assignment {
    /// The version of what is shown.
    #[must_use]
    pub const fn version(&self) -> Version {
        Version::partly(self.version, self.is_partial)
    }
}

/// The cases of an organisation that a portfolio holds: all those that fit every criterion that is
/// given.
#[derive(Clone, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"proceeding": "ALJR", "region": "quebec", "language": "fr"}))]
pub struct PortfolioCriteria {
    /// The organisation whose cases they are: the caller's, if it is left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub organization_id: Option<OrganizationId>,
    /// Only cases of this proceeding: a code of `GET /v1/proceedings`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false, min_length = 1, max_length = 50)]
    pub proceeding: Option<String>,
    /// Only cases of this office, as the case spells it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false, min_length = 1, max_length = 100)]
    pub office: Option<String>,
    /// Only cases of an office in this region: a code of the list `regions`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false, min_length = 1, max_length = 50)]
    pub region: Option<String>,
    /// Only cases whose file is in this language.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub language: Option<FileLanguage>,
}

impl From<Portfolio> for PortfolioCriteria {
    fn from(portfolio: Portfolio) -> Self {
        Self {
            organization_id: Some(portfolio.organization_id),
            proceeding: portfolio.proceeding,
            office: portfolio.office,
            region: portfolio.region,
            language: portfolio.language,
        }
    }
}

impl From<AssignmentRow> for Assignment {
    fn from(row: AssignmentRow) -> Self {
        let portfolio = row.case_id.is_none().then(|| row.portfolio().into());
        Self {
            id: row.id,
            case_id: row.case_id,
            portfolio,
            user_id: row.user_id,
            group_id: row.group_id,
            role: row.role,
            status: row.status,
            from: row.from_at,
            until: row.until_at,
            delegates: row.delegates,
            replaces: row.replaces,
            reason: row.reason,
            accepted_at: row.accepted_at,
            waiver: row.waiver,
            version: row.version,
            created_by: row.created_by,
            created_at: row.created_at,
            updated_at: row.updated_at,
            warnings: None,
            is_partial: false,
        }
    }
}

/// An assignment to be made on a case.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"user_id": "019a8e2a-0000-7000-8000-000000000001", "role": "JCO"}))]
pub struct AssignmentInput {
    /// The person, or else `group_id`.
    #[serde(default)]
    #[schema(nullable = false)]
    pub user_id: Option<UserId>,
    /// The group, or else `user_id`.
    #[serde(default)]
    #[schema(nullable = false)]
    pub group_id: Option<GroupId>,
    /// The role: a code of `GET /v1/roles`.
    #[schema(min_length = 1, max_length = 20)]
    pub role: String,
    /// The instant from which the role is held; now if it is left out.
    #[serde(default)]
    #[schema(nullable = false)]
    pub from: Option<Instant>,
    /// The instant at which it ends; open if it is left out.
    #[serde(default)]
    #[schema(nullable = false)]
    pub until: Option<Instant>,
    /// `true`: it is offered, and holds nothing until it is accepted.
    #[serde(default)]
    pub offer: bool,
    /// The reason why it is made over the findings of a conflict.
    #[serde(default)]
    #[schema(nullable = false)]
    pub waiver: Option<WaiverInput>,
}

/// The reason why somebody is assigned over the findings of a conflict: stored with the assignment
/// and in the journal.
#[derive(Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"reason": "Another person of the same name: date of birth checked."}))]
pub struct WaiverInput {
    /// The reason.
    #[schema(min_length = 1, max_length = 2000, pattern = r"\S")]
    pub reason: String,
}

/// An assignment to be made on a portfolio.
#[derive(Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"portfolio": {"region": "quebec", "language": "fr"}, "user_id": "019a8e2a-0000-7000-8000-000000000001", "role": "JCO"}))]
pub struct PortfolioAssignmentInput {
    /// The cases that it covers.
    pub portfolio: PortfolioCriteria,
    /// The person, or else `group_id`.
    #[serde(default)]
    #[schema(nullable = false)]
    pub user_id: Option<UserId>,
    /// The group, or else `user_id`.
    #[serde(default)]
    #[schema(nullable = false)]
    pub group_id: Option<GroupId>,
    /// The role: a code of `GET /v1/roles`.
    #[schema(min_length = 1, max_length = 20)]
    pub role: String,
    /// The instant from which the role is held; now if it is left out.
    #[serde(default)]
    #[schema(nullable = false)]
    pub from: Option<Instant>,
    /// The instant at which it ends; open if it is left out.
    #[serde(default)]
    #[schema(nullable = false)]
    pub until: Option<Instant>,
    /// `true`: it is offered, and holds nothing until it is accepted.
    #[serde(default)]
    pub offer: bool,
}

/// The end of an assignment.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"until": "2026-04-01T04:00:00Z", "reason": "Moves to another team."}))]
pub struct EndAssignment {
    /// The instant at which it ends; now if it is left out.
    #[serde(default)]
    #[schema(nullable = false)]
    pub until: Option<Instant>,
    /// The reason: stored in the journal.
    #[serde(default)]
    #[schema(nullable = false, min_length = 1, max_length = 1000, pattern = r"\S")]
    pub reason: Option<String>,
}

/// The acceptance of an offer.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({}))]
pub struct AcceptAssignment {}

/// The refusal of an assignment.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"reason": "I acted for the applicant before."}))]
pub struct DeclineAssignment {
    /// The reason.
    #[serde(default)]
    #[schema(nullable = false, min_length = 1, max_length = 1000, pattern = r"\S")]
    pub reason: Option<String>,
}

/// The person who acts for the holder of an assignment, and for how long.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"user_id": "019a8e2a-0000-7000-8000-000000000001", "until": "2026-12-18T22:00:00Z", "reason": "Leave"}))]
pub struct DelegateAssignment {
    /// The user who acts.
    pub user_id: UserId,
    /// The instant from which it holds; now, if it is left out.
    #[serde(default)]
    #[schema(nullable = false)]
    pub from: Option<Instant>,
    /// The instant until which it is delegated: the role goes back by itself then.
    pub until: Instant,
    /// The reason why it is done over the findings of a conflict.
    #[serde(default)]
    #[schema(nullable = false)]
    pub waiver: Option<WaiverInput>,
    /// The reason.
    #[serde(default)]
    #[schema(nullable = false, min_length = 1, max_length = 1000, pattern = r"\S")]
    pub reason: Option<String>,
}

/// The person who takes an assignment over, for good.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"user_id": "019a8e2a-0000-7000-8000-000000000001", "reason": "Moves to another team."}))]
pub struct SubstituteAssignment {
    /// The person, or else `group_id`.
    #[serde(default)]
    #[schema(nullable = false)]
    pub user_id: Option<UserId>,
    /// The group, or else `user_id`.
    #[serde(default)]
    #[schema(nullable = false)]
    pub group_id: Option<GroupId>,
    /// The instant from which it holds; now, if it is left out.
    #[serde(default)]
    #[schema(nullable = false)]
    pub from: Option<Instant>,
    /// The reason.
    #[serde(default)]
    #[schema(nullable = false, min_length = 1, max_length = 1000, pattern = r"\S")]
    pub reason: Option<String>,
    /// The reason why it is done over the findings of a conflict.
    #[serde(default)]
    #[schema(nullable = false)]
    pub waiver: Option<WaiverInput>,
}

page_of!(
    /// A page of assignments: of a case, in the order in which they begin; across cases, in the
    /// order in which they were made.
    AssignmentPage,
    Assignment
);

/// The query of a list of assignments.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ListAssignments {
    /// Only those of this person: an id, or `me`.
    #[param(pattern = "^(me|[0-9a-fA-F-]{36})$", example = "me")]
    pub user_id: Option<String>,
    /// Only those of this group.
    pub group_id: Option<GroupId>,
    /// Only those to this role.
    pub role: Option<String>,
    /// Only those with this status: a code of the list `assignment_statuses`.
    #[param(value_type = Option<String>, pattern = "^(held|offered|declined|withdrawn)$")]
    pub status: Option<AssignmentStatus>,
    /// `true`: only those on portfolios.
    pub portfolios: Option<bool>,
    /// `true`: only those that hold now.
    pub current: Option<bool>,
    /// The greatest number of items, 1 to 200.
    #[param(minimum = 1, maximum = 200)]
    limit: Option<i64>,
    /// `next_cursor` of the page before.
    cursor: Option<String>,
    /// `count`: the number of all of them too.
    #[param(inline)]
    include: Option<Include>,
}

page_params!(ListAssignments);
