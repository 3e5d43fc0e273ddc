//! Conflicts on the wire.

use super::model::{MatchGround, MatchStrength, Severity};
use crate::access::confidentiality::Confidentiality;
use crate::ids::{CaseId, PartyId, UserId};
use crate::text::Text;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Something that was found on the way to a case or an assignment.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(example = json!({
    "code": "same_name", "severity": "notice", "strength": "same", "grounds": ["same_words"],
    "reason": {"en": "The same name is in another case, as: Applicant.", "fr": "Le même nom figure dans un autre dossier à titre de : Partie demanderesse."},
    "name": "DOE, Jane", "capacity": "applicant", "case_id": "019a8e2a-6c1e-7c31-9d57-0a4a5a8f7e10",
    "file_number": "IMM-1234-26", "style_of_cause": "Doe v. The Minister of Citizenship and Immigration",
    "party_id": "019a8e2a-6c1e-7c31-9d57-0a4a5a8f7e11"
}))]
pub struct Finding {
    /// What was found. Checks between cases find `same_identifier`, `same_name` and `similar_name`;
    /// a check of an assignment finds `decided_in_the_matter`, `swore_affidavit`,
    /// `similar_to_decision_maker`, `similar_to_affiant`, `acted_in_the_matter` or
    /// `acted_for_the_same_person`.
    #[schema(value_type = String)]
    pub code: &'static str,
    /// The weight of the finding.
    pub severity: Severity,
    /// How sure it is that the two are one: a code of the list `match_strengths`.
    #[schema(value_type = String)]
    pub strength: MatchStrength,
    /// What makes it: codes of the list `match_grounds`, 10 at most.
    #[schema(value_type = Vec<String>)]
    pub grounds: Vec<MatchGround>,
    /// The reason.
    pub reason: Text,
    /// The name, as it is written there.
    pub name: String,
    /// The capacity of the name there: a code of the list `party_capacities`, or `counsel`.
    #[schema(value_type = String)]
    pub capacity: &'static str,
    /// The case in which it was found: the case itself, or another that you may see.
    pub case_id: CaseId,
    /// Its court file number, if one was given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub file_number: Option<String>,
    /// The names of its parties, as the court writes them.
    pub style_of_cause: String,
    /// The party whose name it is, or whom the counsel represents.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub party_id: Option<PartyId>,
    /// The order of a court in the case.
    #[serde(skip)]
    pub(super) confidentiality: Confidentiality,
}

/// A finding as stored: by its place. The names on which it rests stay in the case in which it was
/// made, and go with it when it is disposed of.
#[derive(Serialize)]
pub struct KeptFinding<'a> {
    code: &'static str,
    severity: Severity,
    strength: MatchStrength,
    grounds: &'a [MatchGround],
    reason: &'a Text,
    capacity: &'static str,
    case_id: CaseId,
    #[serde(skip_serializing_if = "Option::is_none")]
    party_id: Option<PartyId>,
}

impl<'a> KeptFinding<'a> {
    /// The part of a finding that is stored.
    #[must_use]
    pub fn of(finding: &'a Finding) -> Self {
        Self {
            code: finding.code,
            severity: finding.severity,
            strength: finding.strength,
            grounds: &finding.grounds,
            reason: &finding.reason,
            capacity: finding.capacity,
            case_id: finding.case_id,
            party_id: finding.party_id,
        }
    }
}

/// The findings, the weightiest first.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({"items": [{
    "code": "same_name", "severity": "notice", "strength": "same", "grounds": ["same_words"],
    "reason": {"en": "The same name is in another case, as: Applicant.", "fr": "Le même nom figure dans un autre dossier à titre de : Partie demanderesse."},
    "name": "DOE, Jane", "capacity": "applicant", "case_id": "019a8e2a-6c1e-7c31-9d57-0a4a5a8f7e10",
    "file_number": "IMM-1234-26", "style_of_cause": "Doe v. The Minister of Citizenship and Immigration",
    "party_id": "019a8e2a-6c1e-7c31-9d57-0a4a5a8f7e11"
}]}))]
pub struct Findings {
    /// The findings, 50 at most.
    pub items: Vec<Finding>,
}

/// An assignment that is thought of.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "case_id": "019a8e2a-6c1e-7c31-9d57-0a4a5a8f7e10", "user_id": "019a8e2a-0000-7000-8000-000000000001", "role": "JCO"
}))]
pub struct ConflictCheck {
    /// The case to which somebody would be assigned.
    pub case_id: CaseId,
    /// The user who would be assigned.
    pub user_id: UserId,
    /// The role: a code of `GET /v1/roles`.
    #[schema(min_length = 1, max_length = 20)]
    pub role: String,
}
