//! Assignments on the wire.

use super::model::AssignmentStatus;
use super::store::AssignmentRow;
use crate::access::portfolio;
use crate::db::types::{Instant, Json};
use crate::http::etag::ETag;
use crate::http::page::{Include, page_of};
use crate::ids::{AssignmentId, CaseId, GroupId, OrganizationId, UserId};
use crate::matters::cases::model::FileLanguage;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// Somebody who holds a role on a case or on a portfolio from one instant until another.
#[derive(Clone, Serialize, ToSchema)]
#[schema(example = json!({
    "id": "019a8e2a-6c1e-7c31-9d57-0a4a5a8f7e15", "case_id": "019a8e2a-6c1e-7c31-9d57-0a4a5a8f7e10",
    "user_id": "019a8e2a-0000-7000-8000-000000000001", "role": "JCO", "status": "held", "from": "2026-03-09T14:00:00.000000Z",
    "version": 1, "created_by": "019a8e2a-0000-7000-8000-000000000001",
    "created_at": "2026-03-09T14:00:00.000000Z", "updated_at": "2026-03-09T14:00:00.000000Z"
}))]
pub struct Assignment {
    /// Its id.
    pub id: AssignmentId,
    /// The case, where it is of one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub case_id: Option<CaseId>,
    /// The portfolio, where it is of one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub portfolio: Option<PortfolioCriteria>,
    /// Who, where it is a person.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub user_id: Option<UserId>,
    /// Who, where it is a group.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub group_id: Option<GroupId>,
    /// As what: a code of `GET /v1/roles`.
    pub role: String,
    /// Where it stands: a code of the list `assignment_statuses`.
    pub status: String,
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
    /// Why it was made, answered or ended so; left out where the case is sealed and you may not read what is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// When its holder accepted it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub accepted_at: Option<Instant>,
    /// The findings of a conflict over which it was made, by whom and why; left out where one of them rests on a name that you
    /// are not shown.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Object>)]
    pub waiver: Option<Json>,
    /// Its version, as in the `ETag`.
    pub version: i64,
    /// Who made it.
    pub created_by: UserId,
    /// When it was made.
    pub created_at: Instant,
    /// When it was last changed.
    pub updated_at: Instant,
    /// Whether something of it is kept from its reader.
    #[serde(skip)]
    pub(super) is_partial: bool,
}

impl Assignment {
    /// The tag of what is shown.
    #[must_use]
    pub const fn etag(&self) -> ETag {
        ETag::partly(self.version, self.is_partial)
    }
}

/// Which cases of an organisation a portfolio holds: all those that fit every criterion that is given.
#[derive(Clone, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"proceeding": "ALJR", "region": "quebec", "language": "fr"}))]
pub struct PortfolioCriteria {
    /// Whose cases: the caller's organisation, where it is left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub organization_id: Option<OrganizationId>,
    /// Those of this proceeding: a code of `GET /v1/proceedings`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false, min_length = 1, max_length = 50)]
    pub proceeding: Option<String>,
    /// Those of this office, as the case spells it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false, min_length = 1, max_length = 100)]
    pub office: Option<String>,
    /// Those of an office in this region: a code of the list `regions`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false, min_length = 1, max_length = 50)]
    pub region: Option<String>,
    /// Those whose file is in this language.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub language: Option<FileLanguage>,
}

impl From<portfolio::Portfolio> for PortfolioCriteria {
    fn from(portfolio: portfolio::Portfolio) -> Self {
        let languages = [FileLanguage::En, FileLanguage::Fr, FileLanguage::Both];
        let language = portfolio.language.as_deref();
        Self {
            organization_id: Some(portfolio.organization_id),
            proceeding: portfolio.proceeding,
            office: portfolio.office,
            region: portfolio.region,
            language: languages.into_iter().find(|known| Some(known.code()) == language),
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
            is_partial: false,
        }
    }
}

/// An assignment to be made on a case.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"user_id": "019a8e2a-0000-7000-8000-000000000001", "role": "JCO"}))]
pub struct NewAssignment {
    /// Who: a person, or else `group_id`.
    #[serde(default)]
    #[schema(nullable = false)]
    pub user_id: Option<UserId>,
    /// Who: a group, or else `user_id`.
    #[serde(default)]
    #[schema(nullable = false)]
    pub group_id: Option<GroupId>,
    /// As what: a code of `GET /v1/roles`.
    #[schema(min_length = 1, max_length = 20)]
    pub role: String,
    /// The instant from which the role is held; now where it is left out.
    #[serde(default)]
    #[schema(nullable = false)]
    pub from: Option<Instant>,
    /// The instant at which it ends; open where it is left out.
    #[serde(default)]
    #[schema(nullable = false)]
    pub until: Option<Instant>,
    /// `true`: it is offered, and holds nothing until it is accepted.
    #[serde(default)]
    pub offer: bool,
    /// Why it is made over the findings of a conflict.
    #[serde(default)]
    #[schema(nullable = false)]
    pub waiver: Option<NewWaiver>,
}

/// Why somebody is assigned over the findings of a conflict: kept with the assignment and in the journal.
#[derive(Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"reason": "Another person of the same name: date of birth checked."}))]
pub struct NewWaiver {
    /// Why.
    #[schema(min_length = 1, max_length = 2000, pattern = r"\S")]
    pub reason: String,
}

/// An assignment to be made on a portfolio.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"portfolio": {"region": "quebec", "language": "fr"}, "user_id": "019a8e2a-0000-7000-8000-000000000001", "role": "JCO"}))]
pub struct NewPortfolioAssignment {
    /// Of which cases.
    pub portfolio: PortfolioCriteria,
    /// Who: a person, or else `group_id`.
    #[serde(default)]
    #[schema(nullable = false)]
    pub user_id: Option<UserId>,
    /// Who: a group, or else `user_id`.
    #[serde(default)]
    #[schema(nullable = false)]
    pub group_id: Option<GroupId>,
    /// As what: a code of `GET /v1/roles`.
    #[schema(min_length = 1, max_length = 20)]
    pub role: String,
    /// The instant from which the role is held; now where it is left out.
    #[serde(default)]
    #[schema(nullable = false)]
    pub from: Option<Instant>,
    /// The instant at which it ends; open where it is left out.
    #[serde(default)]
    #[schema(nullable = false)]
    pub until: Option<Instant>,
    /// `true`: it is offered, and holds nothing until it is accepted.
    #[serde(default)]
    pub offer: bool,
}

/// How an assignment is ended.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"until": "2026-04-01T04:00:00Z", "reason": "Moves to another team."}))]
pub struct EndAssignment {
    /// The instant at which it ends; now where it is left out.
    #[serde(default)]
    #[schema(nullable = false)]
    pub until: Option<Instant>,
    /// Why: kept in the journal.
    #[serde(default)]
    #[schema(nullable = false, min_length = 1, max_length = 1000, pattern = r"\S")]
    pub reason: Option<String>,
}

/// That an offer is accepted.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({}))]
pub struct AcceptAssignment {}

/// That an assignment is declined.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"reason": "I acted for the applicant before."}))]
pub struct DeclineAssignment {
    /// Why.
    #[serde(default)]
    #[schema(nullable = false, min_length = 1, max_length = 1000, pattern = r"\S")]
    pub reason: Option<String>,
}

/// Who acts for the holder of an assignment, and for how long.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"user_id": "019a8e2a-0000-7000-8000-000000000001", "until": "2026-12-18T22:00:00Z", "reason": "Leave"}))]
pub struct DelegateAssignment {
    /// Who acts.
    pub user_id: UserId,
    /// From when; now where it is left out.
    #[serde(default)]
    #[schema(nullable = false)]
    pub from: Option<Instant>,
    /// Until when: the role goes back then by itself.
    pub until: Instant,
    /// Why it is done over the findings of a conflict.
    #[serde(default)]
    #[schema(nullable = false)]
    pub waiver: Option<NewWaiver>,
    /// Why.
    #[serde(default)]
    #[schema(nullable = false, min_length = 1, max_length = 1000, pattern = r"\S")]
    pub reason: Option<String>,
}

/// Who takes an assignment over, for good.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"user_id": "019a8e2a-0000-7000-8000-000000000001", "reason": "Moves to another team."}))]
pub struct SubstituteAssignment {
    /// Who: a person, or else `group_id`.
    #[serde(default)]
    #[schema(nullable = false)]
    pub user_id: Option<UserId>,
    /// Who: a group, or else `user_id`.
    #[serde(default)]
    #[schema(nullable = false)]
    pub group_id: Option<GroupId>,
    /// From when; now where it is left out.
    #[serde(default)]
    #[schema(nullable = false)]
    pub from: Option<Instant>,
    /// Why.
    #[serde(default)]
    #[schema(nullable = false, min_length = 1, max_length = 1000, pattern = r"\S")]
    pub reason: Option<String>,
    /// Why it is done over the findings of a conflict.
    #[serde(default)]
    #[schema(nullable = false)]
    pub waiver: Option<NewWaiver>,
}

page_of!(
    /// A page of assignments: of a case, in the order in which they begin; across cases, in that in which they were made.
    AssignmentPage,
    Assignment
);

/// Which assignments.
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
    /// Only those that stand so: a code of the list `assignment_statuses`.
    #[param(pattern = "^(held|offered|declined|withdrawn)$")]
    pub status: Option<String>,
    /// `true`: only those of portfolios.
    pub portfolios: Option<bool>,
    /// `true`: only those that hold now.
    pub current: Option<bool>,
    /// How many at most, 1 to 200.
    #[param(minimum = 1, maximum = 200)]
    #[expect(dead_code, reason = "read by `Paging`")]
    limit: Option<i64>,
    /// `next_cursor` of the page before.
    #[expect(dead_code, reason = "read by `Paging`")]
    cursor: Option<String>,
    /// `count`: the number of all of them too.
    #[param(inline)]
    #[expect(dead_code, reason = "read by `Paging`")]
    include: Option<Include>,
}

/// The status of a code.
#[must_use]
pub fn status(code: &str) -> Option<&'static str> {
    AssignmentStatus::ALL.into_iter().map(AssignmentStatus::code).find(|known| *known == code)
}
