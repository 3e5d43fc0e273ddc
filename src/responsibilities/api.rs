//! Assignments, and the responsibilities on a case, on the wire.

use super::matrix::{self, Share};
use super::model::is_gap;
use super::store::AssignmentRow;
use crate::db::types::Instant;
use crate::http::page::{Include, page_of};
use crate::ids::{AssignmentId, CaseId, UserId};
use crate::text::Text;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// A user who holds a role on a case from one instant until another.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({
    "id": "019a8e2a-6c1e-7c31-9d57-0a4a5a8f7e15", "case_id": "019a8e2a-6c1e-7c31-9d57-0a4a5a8f7e10",
    "user_id": "019a8e2a-0000-7000-8000-000000000001", "role": "JCO", "from": "2026-03-09T14:00:00.000000Z",
    "version": 1, "created_by": "019a8e2a-0000-7000-8000-000000000001",
    "created_at": "2026-03-09T14:00:00.000000Z", "updated_at": "2026-03-09T14:00:00.000000Z"
}))]
pub struct Assignment {
    /// Its id.
    pub id: AssignmentId,
    /// The case.
    pub case_id: Option<CaseId>,
    /// Who.
    pub user_id: Option<UserId>,
    /// As what: a code of `GET /v1/roles`.
    pub role: String,
    /// The instant from which the user holds the role.
    pub from: Instant,
    /// The instant at which it ends; left out while no end is set.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub until: Option<Instant>,
    /// Its version, as in the `ETag`.
    pub version: i64,
    /// Who made it.
    pub created_by: UserId,
    /// When it was made.
    pub created_at: Instant,
    /// When it was last changed.
    pub updated_at: Instant,
}

impl From<AssignmentRow> for Assignment {
    fn from(row: AssignmentRow) -> Self {
        Self {
            id: row.id,
            case_id: row.case_id,
            user_id: row.user_id,
            role: row.role,
            from: row.from_at,
            until: row.until_at,
            version: row.version,
            created_by: row.created_by,
            created_at: row.created_at,
            updated_at: row.updated_at,
        }
    }
}

/// An assignment to be made.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"user_id": "019a8e2a-0000-7000-8000-000000000001", "role": "JCO"}))]
pub struct NewAssignment {
    /// Who.
    pub user_id: UserId,
    /// As what: a code of `GET /v1/roles`.
    #[schema(min_length = 1, max_length = 20)]
    pub role: String,
    /// The instant from which the user holds the role; now where it is left out.
    #[serde(default)]
    #[schema(nullable = false)]
    pub from: Option<Instant>,
    /// The instant at which it ends; open where it is left out.
    #[serde(default)]
    #[schema(nullable = false)]
    pub until: Option<Instant>,
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

/// A responsibility on a case, with who holds a share in it.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({
    "code": "R05", "name": {"en": "Serve and file notice of appearance", "fr": "Signifier et déposer l'avis de comparution"},
    "responsible": [{"role": "JPL"}],
    "accountable": [{"role": "JCO", "user_id": "019a8e2a-0000-7000-8000-000000000001",
        "assignment_id": "019a8e2a-6c1e-7c31-9d57-0a4a5a8f7e15"}],
    "consulted": [], "informed": [{"role": "LIT"}], "gap": true
}))]
pub struct CaseResponsibility {
    /// Its code.
    pub code: String,
    /// What it is called.
    pub name: Text,
    /// Who does it.
    pub responsible: Vec<RoleHolder>,
    /// Who answers for it.
    pub accountable: Vec<RoleHolder>,
    /// Who is asked before.
    pub consulted: Vec<RoleHolder>,
    /// Who is told after.
    pub informed: Vec<RoleHolder>,
    /// Whether nobody holds a role that does it, or nobody the role that answers for it.
    pub gap: bool,
}

/// A role, and who holds it: one entry a person; where nobody does, one without a person.
#[derive(Serialize, ToSchema)]
pub struct RoleHolder {
    /// The role.
    pub role: String,
    /// Who holds it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub user_id: Option<UserId>,
    /// By which assignment.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub assignment_id: Option<AssignmentId>,
}

impl CaseResponsibility {
    pub(super) fn of(responsibility: &matrix::Responsibility, held: &[AssignmentRow]) -> Self {
        let holders = |like: fn(Share) -> bool| {
            let roles = responsibility.roles(like);
            roles.flat_map(|role| RoleHolder::of(role, held)).collect::<Vec<_>>()
        };
        Self {
            code: responsibility.code.clone(),
            name: responsibility.name.clone(),
            responsible: holders(Share::is_responsible),
            accountable: holders(Share::is_accountable),
            consulted: holders(|share| share == Share::C),
            informed: holders(|share| share == Share::I),
            gap: is_gap(responsibility, |role| held.iter().any(|row| row.role == role)),
        }
    }
}

impl RoleHolder {
    fn of(role: &str, held: &[AssignmentRow]) -> Vec<Self> {
        let people = held.iter().filter(|row| row.role == role);
        let mut holders: Vec<_> = people
            .map(|row| Self { role: role.to_owned(), user_id: row.user_id, assignment_id: Some(row.id) })
            .collect();
        if holders.is_empty() {
            holders.push(Self { role: role.to_owned(), user_id: None, assignment_id: None });
        }
        holders
    }
}

page_of!(
    /// A page of the assignments of a case, in the order in which they begin.
    AssignmentPage,
    Assignment
);

page_of!(
    /// A page of the responsibilities on a case, by code.
    CaseResponsibilityPage,
    CaseResponsibility
);

/// Of when the responsibilities on a case are asked for.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ListCaseResponsibilities {
    /// Who held them then: an instant (RFC 3339), or a date, for the end of that day at the registry. Now where it is
    /// left out, and for today.
    #[param(example = "2026-03-03")]
    pub as_of: Option<String>,
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
