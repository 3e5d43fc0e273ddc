//! Roles and responsibilities on the wire.

use super::super::matrix::{self, Matrix, Share};
use super::store::{ResponsibilityRow, RoleRow};
use crate::error::Error;
use crate::http::page::page_of;
use crate::law::proceedings::Confidence;
use crate::people::identity::model::OrganizationKind;
use crate::text::Text;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A role that a person can hold on a case.
#[derive(Clone, Serialize, ToSchema)]
#[schema(example = json!({
    "code": "JCO", "name": {"en": "Justice counsel of record", "fr": "Avocat inscrit au dossier, Justice"},
    "held_by": ["justice_department", "other"], "exclusive": true, "builtin": true, "confidence": "reconstructed"
}))]
#[schema(as = CaseRole)]
pub struct CaseRoleView {
    /// The code of the role.
    pub code: String,
    /// The name of the role, in both languages.
    pub name: Text,
    /// The kinds of organisations whose people can hold it: codes of the list `organization_kinds`.
    /// None, if the organisation retired it.
    pub held_by: Vec<&'static str>,
    /// Whether only one holds it on a case at a time.
    pub exclusive: bool,
    /// Whether it is built in, or the organisation added it.
    pub builtin: bool,
    /// The confidence with which it is known; left out of what an organisation added.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub confidence: Option<&'static str>,
    /// Its version, as in the `ETag`; left out of what is built in.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub version: Option<i64>,
}

impl From<&matrix::CaseRole> for CaseRoleView {
    fn from(role: &matrix::CaseRole) -> Self {
        Self {
            code: role.code.clone(),
            name: role.name.clone(),
            held_by: role.held_by.iter().map(|kind| kind.code()).collect(),
            exclusive: role.exclusive,
            builtin: Matrix::builtin().role(&role.code).is_some(),
            confidence: role.confidence.map(Confidence::code),
            version: None,
        }
    }
}

impl TryFrom<&RoleRow> for matrix::CaseRole {
    type Error = Error;

    fn try_from(row: &RoleRow) -> Result<Self, Error> {
        Ok(Self {
            code: row.code.clone(),
            name: Text::new(&row.name_en, &row.name_fr),
            held_by: row.held_by.parse()?,
            exclusive: row.exclusive,
            counsel: false,
            confidence: None,
        })
    }
}

impl TryFrom<&RoleRow> for CaseRoleView {
    type Error = Error;

    fn try_from(row: &RoleRow) -> Result<Self, Error> {
        Ok(Self { version: Some(row.version), ..Self::from(&matrix::CaseRole::try_from(row)?) })
    }
}

/// A responsibility, with the roles that have a share in it as the matrix in force has it.
#[derive(Clone, Serialize, ToSchema)]
#[schema(example = json!({
    "code": "R05", "name": {"en": "Serve and file notice of appearance", "fr": "Signifier et déposer l'avis de comparution"},
    "phase": {"code": "intake", "name": {"en": "Intake", "fr": "Réception"}, "confidence": "reconstructed"},
    "proceedings": [], "responsible": ["JPL"], "accountable": ["JCO"], "consulted": [], "informed": ["LIT"],
    "builtin": true, "confidence": "verified"
}))]
#[schema(as = Responsibility)]
pub struct ResponsibilityView {
    /// The code of the responsibility.
    pub code: String,
    /// The name of the responsibility, in both languages.
    pub name: Text,
    /// The phase of the work in which it arises.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub phase: Option<PhaseView>,
    /// The proceedings in which it arises: codes of `GET /v1/proceedings`. All of them, if none is
    /// named.
    pub proceedings: Vec<String>,
    /// The roles that do it.
    pub responsible: Vec<String>,
    /// The role that answers for it.
    pub accountable: Vec<String>,
    /// The roles that are asked before.
    pub consulted: Vec<String>,
    /// The roles that are told after.
    pub informed: Vec<String>,
    /// Whether it is built in, or the organisation added it.
    pub builtin: bool,
    /// The confidence with which it is known; left out of what an organisation added.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub confidence: Option<&'static str>,
    /// Its version; left out of what is built in. The `ETag` is made from all of this, the shares
    /// too.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub version: Option<i64>,
}

impl From<&matrix::Responsibility> for ResponsibilityView {
    fn from(known: &matrix::Responsibility) -> Self {
        let roles = |like: fn(Share) -> bool| known.roles(like).map(str::to_owned).collect();
        Self {
            code: known.code.clone(),
            name: known.name.clone(),
            phase: Matrix::builtin().phase(&known.phase).map(Into::into),
            proceedings: known.proceedings.clone(),
            responsible: roles(Share::is_responsible),
            accountable: roles(Share::is_accountable),
            consulted: roles(|share| share == Share::C),
            informed: roles(|share| share == Share::I),
            builtin: Matrix::builtin().responsibility(&known.code).is_some(),
            confidence: known.confidence.map(Confidence::code),
            version: None,
        }
    }
}

impl TryFrom<&ResponsibilityRow> for matrix::Responsibility {
    type Error = Error;

    fn try_from(row: &ResponsibilityRow) -> Result<Self, Error> {
        Ok(Self {
            code: row.code.clone(),
            name: Text::new(&row.name_en, &row.name_fr),
            phase: row.phase.clone(),
            proceedings: row.proceedings.parse()?,
            assign: std::collections::BTreeMap::new(),
            confidence: None,
        })
    }
}

/// A phase of the work on a case.
#[derive(Clone, Serialize, ToSchema)]
#[schema(as = Phase)]
pub struct PhaseView {
    /// The code of the phase.
    pub code: String,
    /// The name of the phase, in both languages.
    pub name: Text,
    /// The confidence with which it is known.
    pub confidence: &'static str,
}

impl From<&matrix::Phase> for PhaseView {
    fn from(phase: &matrix::Phase) -> Self {
        Self { code: phase.code.clone(), name: phase.name.clone(), confidence: phase.confidence.code() }
    }
}

page_of!(
    /// A page of roles, by code.
    CaseRolePage,
    CaseRoleView
);

page_of!(
    /// A page of responsibilities, by code.
    ResponsibilityPage,
    ResponsibilityView
);

/// A name, in both languages.
#[derive(Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Label {
    /// The English text.
    #[schema(min_length = 1, max_length = 200, pattern = r"^\s*\S.*$")]
    pub en: String,
    /// The French text.
    #[schema(min_length = 1, max_length = 200, pattern = r"^\s*\S.*$")]
    pub fr: String,
}

impl From<Label> for Text {
    fn from(label: Label) -> Self {
        Self::new(label.en.trim(), label.fr.trim())
    }
}

/// A role to be added.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "code": "TRA", "name": {"en": "Translation unit", "fr": "Unité de traduction"},
    "held_by": ["justice_department"], "exclusive": false
}))]
pub struct CaseRoleInput {
    /// Its code; it can never be changed.
    #[schema(min_length = 2, max_length = 20, pattern = "^[A-Z][A-Z0-9_]{1,19}$")]
    pub code: String,
    /// The name of the role, in both languages.
    pub name: Label,
    /// The kinds of organisations whose people can hold it.
    #[schema(min_items = 1, max_items = 5)]
    pub held_by: Vec<OrganizationKind>,
    /// Whether only one holds it on a case at a time; `false` if it is left out.
    #[serde(default)]
    #[schema(nullable = false)]
    pub exclusive: Option<bool>,
}

/// The changes to a role.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"held_by": ["justice_department", "other"]}))]
pub struct CaseRolePatch {
    /// The new name of the role, in both languages.
    #[serde(default)]
    #[schema(nullable = false)]
    pub name: Option<Label>,
    /// The kinds of organisations whose people can hold it; an empty list retires it: no new
    /// version of the matrix can give it a share.
    #[serde(default)]
    #[schema(nullable = false, max_items = 5)]
    pub held_by: Option<Vec<OrganizationKind>>,
    /// Whether only one holds it on a case at a time.
    #[serde(default)]
    #[schema(nullable = false)]
    pub exclusive: Option<bool>,
}

/// A responsibility to be added.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "code": "TRANSLATE", "name": {"en": "Have the record translated", "fr": "Faire traduire le dossier"},
    "phase": "record", "proceedings": ["ALJR"]
}))]
pub struct ResponsibilityInput {
    /// Its code; it can never be changed.
    #[schema(min_length = 2, max_length = 20, pattern = "^[A-Z][A-Z0-9_]{1,19}$")]
    pub code: String,
    /// The name of the responsibility, in both languages.
    pub name: Label,
    /// The phase of the work in which it arises: one of those that are built in.
    #[schema(min_length = 1, max_length = 30)]
    pub phase: String,
    /// The proceedings in which it arises: codes of `GET /v1/proceedings`. All of them, if none is
    /// named.
    #[serde(default)]
    #[schema(nullable = false, max_items = 50)]
    pub proceedings: Option<Vec<String>>,
}

/// The changes to a responsibility.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"phase": "hearing"}))]
pub struct ResponsibilityPatch {
    /// The new name of the responsibility, in both languages.
    #[serde(default)]
    #[schema(nullable = false)]
    pub name: Option<Label>,
    /// The phase of the work in which it arises.
    #[serde(default)]
    #[schema(nullable = false, min_length = 1, max_length = 30)]
    pub phase: Option<String>,
    /// The proceedings in which it arises; all of them, if the list is empty.
    #[serde(default)]
    #[schema(nullable = false, max_items = 50)]
    pub proceedings: Option<Vec<String>>,
}
