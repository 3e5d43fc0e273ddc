//! Conflicts on the wire.

use super::model::Severity;
use crate::ids::{CaseId, PartyId, UserId};
use crate::text::Text;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Something that was found on the way to a case or an assignment.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(example = json!({
    "code": "same_name", "severity": "notice",
    "reason": {"en": "The same name is in another case, as: Applicant.", "fr": "Le même nom figure dans un autre dossier à titre de : Partie demanderesse."},
    "name": "DOE, Jane", "capacity": "applicant", "case_id": "019a8e2a-6c1e-7c31-9d57-0a4a5a8f7e10",
    "file_number": "IMM-1234-26", "style_of_cause": "Doe v. The Minister of Citizenship and Immigration",
    "party_id": "019a8e2a-6c1e-7c31-9d57-0a4a5a8f7e11"
}))]
pub struct Finding {
    /// What was found. Between cases: `same_name`, `similar_name`. For an assignment: `decided_in_the_matter`,
    /// `swore_affidavit`, `similar_to_decision_maker`, `similar_to_affiant`, `acted_in_the_matter`,
    /// `acted_for_the_same_person`.
    #[schema(value_type = String)]
    pub code: &'static str,
    /// How much it weighs.
    pub severity: Severity,
    /// Why.
    pub reason: Text,
    /// The name, as it is written there.
    pub name: String,
    /// What the name is there: a code of the list `party_capacities`, or `counsel`.
    pub capacity: String,
    /// The case in which it was found: the case itself, or another that you may see.
    pub case_id: CaseId,
    /// Its court file number, where one was given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub file_number: Option<String>,
    /// The names of its parties, as the court writes them.
    pub style_of_cause: String,
    /// The party whose name it is, or whom the counsel represents.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub party_id: Option<PartyId>,
    /// What a court has ordered in the case.
    #[serde(skip)]
    pub(super) confidentiality: String,
}

/// A finding as it is kept: by its place. The names on which it rests stay in the case in which it was made, and go with it when
/// it is disposed of.
#[derive(Serialize)]
pub struct KeptFinding<'a> {
    code: &'static str,
    severity: Severity,
    reason: &'a Text,
    capacity: &'a str,
    case_id: CaseId,
    #[serde(skip_serializing_if = "Option::is_none")]
    party_id: Option<PartyId>,
}

impl<'a> KeptFinding<'a> {
    /// What is kept of a finding.
    #[must_use]
    pub fn of(finding: &'a Finding) -> Self {
        Self {
            code: finding.code,
            severity: finding.severity,
            reason: &finding.reason,
            capacity: &finding.capacity,
            case_id: finding.case_id,
            party_id: finding.party_id,
        }
    }
}

/// What was found, the weightiest first.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({"items": [{
    "code": "same_name", "severity": "notice",
    "reason": {"en": "The same name is in another case, as: Applicant.", "fr": "Le même nom figure dans un autre dossier à titre de : Partie demanderesse."},
    "name": "DOE, Jane", "capacity": "applicant", "case_id": "019a8e2a-6c1e-7c31-9d57-0a4a5a8f7e10",
    "file_number": "IMM-1234-26", "style_of_cause": "Doe v. The Minister of Citizenship and Immigration",
    "party_id": "019a8e2a-6c1e-7c31-9d57-0a4a5a8f7e11"
}]}))]
pub struct Findings {
    /// At most 50.
    pub items: Vec<Finding>,
}

/// An assignment that is thought of.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "case_id": "019a8e2a-6c1e-7c31-9d57-0a4a5a8f7e10", "user_id": "019a8e2a-0000-7000-8000-000000000001", "role": "JCO"
}))]
pub struct ConflictCheck {
    /// To which case.
    pub case_id: CaseId,
    /// Of whom.
    pub user_id: UserId,
    /// As what: a code of `GET /v1/roles`.
    #[schema(min_length = 1, max_length = 20)]
    pub role: String,
}
