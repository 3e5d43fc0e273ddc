//! Gaps on the wire.

use super::model::GapKind;
use crate::db::types::Instant;
use crate::http::page::{Include, page_of, page_params};
use crate::ids::{AssignmentId, CaseId, GroupId, OrganizationId, UserId};
use crate::text::Text;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// A responsibility that binds on an open case and is not held as it should be, or whose date an
/// order was to set and does not.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({
    "case_id": "019a8e2a-6c1e-7c31-9d57-0a4a5a8f7e10", "file_number": "IMM-1234-26",
    "style_of_cause": "Doe v. The Minister of Citizenship and Immigration",
    "organization_id": "019a8e2a-0000-7000-8000-000000000002", "proceeding": "ALJR", "stage": "commenced", "phase": "intake",
    "responsibility": "R05", "name": {"en": "Serve and file notice of appearance", "fr": "Signifier et déposer l'avis de comparution"},
    "kinds": ["no_responsible"], "responsible_roles": ["JPL"], "accountable_roles": ["JCO"], "holders": []
}))]
pub struct Gap {
    /// The case.
    pub case_id: CaseId,
    /// The court's file number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub file_number: Option<String>,
    /// Its style of cause.
    pub style_of_cause: String,
    /// The organisation whose case it is.
    pub organization_id: OrganizationId,
    /// Its proceeding.
    pub proceeding: String,
    /// Its stage.
    pub stage: String,
    /// The phase in which the responsibility arises.
    pub phase: String,
    /// The responsibility: a code of `GET /v1/responsibilities`.
    pub responsibility: String,
    /// The name of the responsibility, in both languages.
    pub name: Text,
    /// The faults: codes of the list `gap_kinds`.
    #[schema(value_type = Vec<String>)]
    pub kinds: Vec<GapKind>,
    /// The roles that should do it.
    pub responsible_roles: Vec<String>,
    /// The role that should answer for it.
    pub accountable_roles: Vec<String>,
    /// The rules whose dates an order on the docket was to set, and does not.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub dates: Vec<String>,
    /// The holders of these roles, with what is wrong.
    pub holders: Vec<GapHolder>,
}

/// Somebody who holds a share in a responsibility that has a gap.
#[derive(Serialize, ToSchema)]
pub struct GapHolder {
    /// The role.
    pub role: String,
    /// The user.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub user_id: Option<UserId>,
    /// The group, if it is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub group_id: Option<GroupId>,
    /// The assignment that gives the role.
    pub assignment_id: AssignmentId,
    /// The fault; left out where there is none.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    pub kind: Option<GapKind>,
    /// The instant at which it ends, or until which the holder is away.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub until: Option<Instant>,
}

page_of!(
    /// A page of gaps, by case and responsibility.
    GapPage,
    Gap
);

/// The number of responsibilities that have a gap, by organisation and stage.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({"as_of": "2026-11-24T15:00:00.000000Z", "open_cases": 40, "cases_with_gaps": 12, "items": [{
    "organization_id": "019a8e2a-0000-7000-8000-000000000002", "proceeding": "ALJR", "stage": "commenced",
    "open_cases": 9, "cases_with_gaps": 4, "gaps": 7}]}))]
pub struct GapSummary {
    /// The instant of which it tells.
    pub as_of: Instant,
    /// The number of open cases that there are.
    pub open_cases: i64,
    /// The number of those that have a gap.
    pub cases_with_gaps: i64,
    /// One line for each organisation, proceeding and stage.
    pub items: Vec<GapSummaryLine>,
}

/// The gaps of an organisation's cases at a stage.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct GapSummaryLine {
    /// The organisation whose cases it covers.
    pub organization_id: OrganizationId,
    /// Their proceeding.
    pub proceeding: String,
    /// Their stage.
    pub stage: String,
    /// The number of open cases that there are.
    pub open_cases: i64,
    /// The number of those that have a gap.
    pub cases_with_gaps: i64,
    /// The number of responsibilities that have one.
    pub gaps: i64,
}

/// The query of a list of gaps.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ListGaps {
    /// Only those of this organisation's cases.
    pub organization_id: Option<OrganizationId>,
    /// Only gaps of cases in this proceeding.
    pub proceeding: Option<String>,
    /// Only gaps of cases at this stage.
    pub stage: Option<String>,
    /// Only those of this kind: a code of the list `gap_kinds`.
    #[param(
        value_type = Option<String>,
        pattern = "^(no_accountable|no_responsible|group_without_chair|holder_inactive|holder_absent|holder_not_cleared|expiring|date_not_ordered)$"
    )]
    pub kind: Option<GapKind>,
    /// Only those of this responsibility.
    pub responsibility: Option<String>,
    /// The number of days within which an end counts as a gap: 14, if it is left out.
    #[param(minimum = 0, maximum = 366)]
    pub within_days: Option<i64>,
    /// The greatest number of items, 1 to 200.
    #[param(minimum = 1, maximum = 200)]
    limit: Option<i64>,
    /// `next_cursor` of the page before.
    cursor: Option<String>,
    /// `count`: the number of all of them too.
    #[param(inline)]
    include: Option<Include>,
}

page_params!(ListGaps);

/// The cases whose gaps are counted.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct SummarizeGaps {
    /// Only those of this organisation's cases.
    pub organization_id: Option<OrganizationId>,
    /// Only gaps of cases in this proceeding.
    pub proceeding: Option<String>,
    /// Only gaps of cases at this stage.
    pub stage: Option<String>,
    /// The number of days within which an end counts as a gap: 14, if it is left out.
    #[param(minimum = 0, maximum = 366)]
    pub within_days: Option<i64>,
}
