//! Roles and responsibilities on the wire.

use super::catalogue::api::PhaseView;
use super::matrices::service::InForce;
use super::matrix::{self, Share};
use super::resolution::{Holding, is_gap};
use crate::db::types::Instant;
use crate::http::page::{Include, page_of, page_params};
use crate::ids::{AssignmentId, GroupId, MatrixId, UserId};
use crate::text::Text;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// A responsibility on a case, with who holds a share in it.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({
    "code": "R05", "name": {"en": "Serve and file notice of appearance", "fr": "Signifier et déposer l'avis de comparution"},
    "phase": {"code": "intake", "name": {"en": "Intake", "fr": "Réception"}, "confidence": "reconstructed"}, "binds": true,
    "matrix_id": "00000000-0000-7000-8000-000000000001",
    "responsible": [{"role": "JPL"}],
    "accountable": [{"role": "JCO", "user_id": "019a8e2a-0000-7000-8000-000000000001",
        "assignment_id": "019a8e2a-6c1e-7c31-9d57-0a4a5a8f7e15", "via": "assignment",
        "from": "2026-03-09T14:00:00.000000Z", "recorded_at": "2026-03-09T14:00:00.000000Z"}],
    "consulted": [], "informed": [{"role": "LIT"}], "gap": true
}))]
pub struct CaseResponsibility {
    /// The code of the responsibility.
    pub code: String,
    /// The name of the responsibility, in both languages.
    pub name: Text,
    /// The phase of the work in which it arises.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub phase: Option<PhaseView>,
    /// Whether it binds at the stage that the case had then.
    pub binds: bool,
    /// The version of the matrix that says so.
    pub matrix_id: MatrixId,
    /// The holders who do it.
    pub responsible: Vec<RoleHolder>,
    /// The holders who answer for it.
    pub accountable: Vec<RoleHolder>,
    /// The holders who are asked before.
    pub consulted: Vec<RoleHolder>,
    /// The holders who are told after.
    pub informed: Vec<RoleHolder>,
    /// Whether nobody holds a role that does it, or nobody the role that answers for it.
    pub gap: bool,
}

/// A role and a holder of it: one entry for each holder; if there is none, one without.
#[derive(Serialize, ToSchema)]
pub struct RoleHolder {
    /// The role.
    pub role: String,
    /// The user who acts: the holder, the delegate while there is one, or whoever chairs the group.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub user_id: Option<UserId>,
    /// The group that holds it, if it is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub group_id: Option<GroupId>,
    /// The assignment that gives the role.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub assignment_id: Option<AssignmentId>,
    /// The way in which the role is held: by `assignment` to the case, by `delegation` from the
    /// holder, or by `portfolio`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub via: Option<&'static str>,
    /// The user whom the delegate acts for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub acting_for: Option<UserId>,
    /// The instant since which it holds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from: Option<Instant>,
    /// The instant until which it holds, if an end is set.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub until: Option<Instant>,
    /// The instant at which that was recorded, or last changed: later than the time asked about
    /// where it was recorded late.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub recorded_at: Option<Instant>,
}

impl CaseResponsibility {
    pub(super) fn of(
        responsibility: &matrix::Responsibility,
        in_force: &InForce,
        held: &[Holding],
        binding: &[&str],
    ) -> Self {
        let holders = |like: fn(Share) -> bool| {
            let roles = responsibility.roles(like);
            roles.flat_map(|role| RoleHolder::of(role, held)).collect::<Vec<_>>()
        };
        Self {
            code: responsibility.code.clone(),
            name: responsibility.name.clone(),
            phase: in_force.matrix.phase(&responsibility.phase).map(Into::into),
            binds: binding.contains(&responsibility.code.as_str()),
            matrix_id: in_force.id,
            responsible: holders(Share::is_responsible),
            accountable: holders(Share::is_accountable),
            consulted: holders(|share| share == Share::C),
            informed: holders(|share| share == Share::I),
            gap: is_gap(responsibility, |role| held.iter().any(|holding| holding.role == role)),
        }
    }
}

impl RoleHolder {
    fn of(role: &str, held: &[Holding]) -> Vec<Self> {
        let held = held.iter().filter(|holding| holding.role == role);
        let mut holders: Vec<_> = held
            .map(|holding| Self {
                role: role.to_owned(),
                user_id: holding.user_id,
                group_id: holding.group_id,
                assignment_id: Some(holding.assignment_id),
                via: Some(holding.via.code()),
                acting_for: holding.acting_for,
                from: Some(holding.from),
                until: holding.until,
                recorded_at: Some(holding.recorded_at),
            })
            .collect();
        if holders.is_empty() {
            holders.push(Self {
                role: role.to_owned(),
                user_id: None,
                group_id: None,
                assignment_id: None,
                via: None,
                acting_for: None,
                from: None,
                until: None,
                recorded_at: None,
            });
        }
        holders
    }
}

page_of!(
    /// A page of the responsibilities on a case, by code.
    CaseResponsibilityPage,
    CaseResponsibility
);

/// The time for which the responsibilities on a case are asked.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ListCaseResponsibilities {
    /// The time at which they held them: an instant (RFC 3339), or a date, for the end of that day
    /// at the registry. It is now, if it is left out, and for today.
    #[param(example = "2026-03-03")]
    pub as_of: Option<String>,
    /// The time at which it was known: an instant, or a date, for the end of that day. What was
    /// recorded later is left out.
    #[param(example = "2026-03-04")]
    pub known_at: Option<String>,
    /// `true`: responsibilities of every phase, and not only those that bind at the stage that the
    /// case had then.
    pub all: Option<bool>,
    /// The greatest number of items, 1 to 200.
    #[param(minimum = 1, maximum = 200)]
    limit: Option<i64>,
    /// `next_cursor` of the page before.
    cursor: Option<String>,
    /// `count`: the number of all of them too.
    #[param(inline)]
    include: Option<Include>,
}

page_params!(ListCaseResponsibilities);
