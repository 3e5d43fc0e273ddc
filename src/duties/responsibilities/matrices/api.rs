//! Versions of the matrix on the wire.

use super::super::catalogue::api::Label;
use super::super::matrix::Share;
use super::diff::MatrixChanges;
use super::model::{MatrixStatus, builtin_title};
use super::store::{MatrixEntryRow, MatrixRow};
use crate::db::types::Instant;
use crate::http::page::{Include, page_of, page_params};
use crate::ids::{GroupDecisionId, MatrixEntryId, MatrixId, OrganizationId, UserId};
use crate::text::Text;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// A version of the matrix.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(example = json!({
    "id": "019a8e2a-6c1e-7c31-9d57-0a4a5a8f7e20", "number": 1, "builtin": false,
    "organization_id": "019a8e2a-0000-7000-8000-0000000000aa",
    "title": {"en": "Roles and responsibilities 2026", "fr": "Rôles et responsabilités 2026"}, "status": "draft",
    "based_on": "00000000-0000-7000-8000-000000000001", "version": 1,
    "created_by": "019a8e2a-0000-7000-8000-000000000001", "created_at": "2026-03-09T14:00:00.000000Z",
    "updated_at": "2026-03-09T14:00:00.000000Z"
}))]
pub struct MatrixVersion {
    /// The id of the version.
    pub id: MatrixId,
    /// The number in the organisation: 0 is what is built in.
    pub number: i32,
    /// Whether it is the one that is built in, which binds an organisation that has adopted none.
    pub builtin: bool,
    /// The organisation whose version it is; left out of what is built in.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub organization_id: Option<OrganizationId>,
    /// The title of the version, in both languages.
    pub title: Text,
    /// The status.
    pub status: MatrixStatus,
    /// The version from which it was drafted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub based_on: Option<MatrixId>,
    /// The decision of a group by which it was adopted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub decision_id: Option<GroupDecisionId>,
    /// The instant from which it binds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from: Option<Instant>,
    /// The instant from which another one binds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub until: Option<Instant>,
    /// The user who adopted it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub adopted_by: Option<UserId>,
    /// The instant at which it was adopted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub adopted_at: Option<Instant>,
    /// Its version, as in the `ETag`: it grows with every change of it or its entries. Left out of
    /// what is built in.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub version: Option<i64>,
    /// The user who drafted it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub created_by: Option<UserId>,
    /// The instant of it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub created_at: Option<Instant>,
    /// The instant at which it or one of its entries was last changed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub updated_at: Option<Instant>,
}

impl MatrixVersion {
    /// The built-in version, as it is seen by an organisation whose own first one binds from an
    /// instant.
    #[must_use]
    pub fn builtin(until: Option<Instant>) -> Self {
        Self {
            id: super::model::builtin_id(),
            number: 0,
            builtin: true,
            organization_id: None,
            title: builtin_title(),
            status: if until.is_some() { MatrixStatus::Superseded } else { MatrixStatus::Adopted },
            based_on: None,
            decision_id: None,
            from: None,
            until,
            adopted_by: None,
            adopted_at: None,
            version: None,
            created_by: None,
            created_at: None,
            updated_at: None,
        }
    }
}

impl From<&MatrixRow> for MatrixVersion {
    fn from(row: &MatrixRow) -> Self {
        Self {
            id: row.id,
            number: row.number,
            builtin: false,
            organization_id: Some(row.organization_id),
            title: Text::new(&row.title_en, &row.title_fr),
            status: row.status,
            based_on: row.based_on,
            decision_id: row.decision_id,
            from: row.from_at,
            until: row.until_at,
            adopted_by: row.adopted_by,
            adopted_at: row.adopted_at,
            version: Some(row.version),
            created_by: Some(row.created_by),
            created_at: Some(row.created_at),
            updated_at: Some(row.updated_at),
        }
    }
}

page_of!(
    /// A page of versions of the matrix, the newest first.
    MatrixVersionPage,
    MatrixVersion
);

/// The versions that are asked for.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ListMatrices {
    /// The status of the versions.
    #[param(inline)]
    pub status: Option<MatrixStatus>,
    /// The organisation whose versions they are. Only those of one's own organisation can be seen;
    /// with this, what is built in is left out.
    pub organization_id: Option<OrganizationId>,
    /// The greatest number of items, 1 to 200.
    #[param(minimum = 1, maximum = 200)]
    limit: Option<i64>,
    /// `next_cursor` of the page before.
    cursor: Option<String>,
    /// `count`: the number of all of them too.
    #[param(inline)]
    include: Option<Include>,
}

page_params!(ListMatrices);

/// A version to be drafted.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"title": {"en": "Roles and responsibilities 2026", "fr": "Rôles et responsabilités 2026"}}))]
pub struct MatrixInput {
    /// The title of the version, in both languages.
    pub title: Label,
    /// The version whose entries it begins with; the one in force, if it is left out.
    #[serde(default)]
    #[schema(nullable = false)]
    pub based_on: Option<MatrixId>,
}

/// The changes to a draft.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"title": {"en": "Roles and responsibilities 2027", "fr": "Rôles et responsabilités 2027"}}))]
pub struct MatrixPatch {
    /// The new title of the version, in both languages.
    #[serde(default)]
    #[schema(nullable = false)]
    pub title: Option<Label>,
}

/// An entry of a version: the share of a role in a responsibility.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(example = json!({
    "id": "019a8e2a-6c1e-7c31-9d57-0a4a5a8f7e21", "matrix_id": "019a8e2a-6c1e-7c31-9d57-0a4a5a8f7e20",
    "responsibility": "R05", "role": "JCO", "share": "A", "version": 1
}))]
pub struct MatrixEntry {
    /// The id of the entry.
    pub id: MatrixEntryId,
    /// The version.
    pub matrix_id: MatrixId,
    /// The responsibility in which it is a share: a code of `GET /v1/responsibilities`.
    pub responsibility: String,
    /// The role that has the share: a code of `GET /v1/roles`.
    pub role: String,
    /// The share: `R` does it, `A` answers for it, `AR` both, `C` is asked before, `I` is told
    /// after.
    pub share: Share,
    /// Its version, as in the `ETag`.
    pub version: i64,
}

impl From<&MatrixEntryRow> for MatrixEntry {
    fn from(row: &MatrixEntryRow) -> Self {
        Self {
            id: row.id,
            matrix_id: row.matrix_id,
            responsibility: row.responsibility.clone(),
            role: row.role.clone(),
            share: row.share,
            version: row.version,
        }
    }
}

page_of!(
    /// A page of the entries of a version, by responsibility and role.
    MatrixEntryPage,
    MatrixEntry
);

/// The entries that are asked for.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ListMatrixEntries {
    /// Only entries of this responsibility, by code.
    #[param(example = "R05")]
    pub responsibility: Option<String>,
    /// Only entries of this role, by code.
    #[param(example = "JCO")]
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

page_params!(ListMatrixEntries);

/// An entry to be added to a draft. A draft may name what is not known yet; it cannot be adopted
/// with that.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"responsibility": "R05", "role": "LSU", "share": "C"}))]
pub struct MatrixEntryInput {
    /// The responsibility in which it is a share: a code of `GET /v1/responsibilities`.
    #[schema(min_length = 2, max_length = 20, pattern = "^[A-Z][A-Z0-9_]{1,19}$")]
    pub responsibility: String,
    /// The role that has the share: a code of `GET /v1/roles`.
    #[schema(min_length = 2, max_length = 20, pattern = "^[A-Z][A-Z0-9_]{1,19}$")]
    pub role: String,
    /// The share: `R` does it, `A` answers for it, `AR` both, `C` is asked before, `I` is told
    /// after.
    pub share: Share,
}

/// The changes to an entry.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"share": "I"}))]
pub struct MatrixEntryPatch {
    /// The share.
    #[serde(default)]
    #[schema(nullable = false)]
    pub share: Option<Share>,
}

/// The adoption of a draft.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"from": "2027-01-01T05:00:00Z"}))]
pub struct AdoptMatrix {
    /// The instant from which it binds; now if it is left out.
    #[serde(default)]
    #[schema(nullable = false)]
    pub from: Option<Instant>,
    /// The decision of a group by which it is adopted.
    #[serde(default)]
    #[schema(nullable = false)]
    pub decision_id: Option<GroupDecisionId>,
}

/// A version that was adopted, and what it changes.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({
    "matrix": {
        "id": "019a8e2a-6c1e-7c31-9d57-0a4a5a8f7e20", "number": 1, "builtin": false,
        "organization_id": "019a8e2a-0000-7000-8000-0000000000aa",
        "title": {"en": "Roles and responsibilities 2026", "fr": "Rôles et responsabilités 2026"}, "status": "adopted",
        "based_on": "00000000-0000-7000-8000-000000000001", "from": "2026-04-01T04:00:00.000000Z",
        "adopted_by": "019a8e2a-0000-7000-8000-000000000001", "adopted_at": "2026-03-09T14:00:00.000000Z", "version": 4,
        "created_by": "019a8e2a-0000-7000-8000-000000000001", "created_at": "2026-03-09T14:00:00.000000Z",
        "updated_at": "2026-03-09T14:00:00.000000Z"
    },
    "against": "00000000-0000-7000-8000-000000000001",
    "changes": {
        "added": [{
            "responsibility": {"code": "R05", "name": {"en": "Serve and file notice of appearance", "fr": "Signifier et déposer l'avis de comparution"}},
            "role": {"code": "LSU", "name": {"en": "Departmental legal services unit", "fr": "Unité des services juridiques ministériels (USJM)"}},
            "after": "C"
        }],
        "removed": [], "changed": [], "roles_added": [], "roles_removed": [],
        "responsibilities_added": [], "responsibilities_removed": []
    }
}))]
pub struct AdoptedMatrix {
    /// The version.
    pub matrix: MatrixVersion,
    /// The version before it.
    pub against: MatrixId,
    /// The differences from that one.
    pub changes: MatrixChanges,
}

/// The differences between one version and another.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({
    "matrix_id": "019a8e2a-6c1e-7c31-9d57-0a4a5a8f7e20", "against": "00000000-0000-7000-8000-000000000001",
    "changes": {
        "added": [], "removed": [], "roles_added": [], "roles_removed": [],
        "changed": [{
            "responsibility": {"code": "R05", "name": {"en": "Serve and file notice of appearance", "fr": "Signifier et déposer l'avis de comparution"}},
            "role": {"code": "LIT", "name": {"en": "IRCC litigation analyst (LMB)", "fr": "Analyste des litiges (DGGL, IRCC)"}},
            "before": "I", "after": "C"
        }],
        "responsibilities_added": [], "responsibilities_removed": []
    }
}))]
pub struct MatrixDiff {
    /// The version.
    pub matrix_id: MatrixId,
    /// The version that it is compared with.
    pub against: MatrixId,
    /// The differences from that one.
    pub changes: MatrixChanges,
}

/// The version with which another is compared.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Against {
    /// The other version; if it is left out, the one from which this one was drafted.
    pub against: Option<MatrixId>,
}
