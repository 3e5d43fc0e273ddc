//! An organisation on the wire.

use crate::db::types::Instant;
use crate::http::page::page_of;
use crate::ids::OrganizationId;
use crate::people::identity::model::OrganizationKind;
use crate::people::identity::store::OrganizationRow;
use crate::text::Text;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// An organisation.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({
    "id": "019a8e2a-0000-7000-8000-000000000002", "code": "DOJ", "kind": "justice_department",
    "name": {"en": "Department of Justice", "fr": "Ministère de la Justice"}, "version": 1,
    "created_at": "2026-03-09T14:00:00.000000Z", "updated_at": "2026-03-09T14:00:00.000000Z"
}))]
pub struct Organization {
    /// The id of the organisation.
    pub id: OrganizationId,
    /// Its short name.
    pub code: String,
    /// The name of the organisation.
    pub name: Text,
    /// The kind of organisation: a code of the list `organization_kinds`.
    #[schema(value_type = String)]
    pub kind: OrganizationKind,
    /// Its version, as in the `ETag`.
    pub version: i64,
    /// The instant at which it was made.
    pub created_at: Instant,
    /// The instant at which it was last changed.
    pub updated_at: Instant,
}

impl From<OrganizationRow> for Organization {
    fn from(row: OrganizationRow) -> Self {
        Self {
            id: row.id,
            code: row.code,
            name: Text::new(row.name_en, row.name_fr),
            kind: row.kind,
            version: row.version,
            created_at: row.created_at,
            updated_at: row.updated_at,
        }
    }
}

/// The name of an organisation, in both languages.
#[derive(Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct OrganizationName {
    /// The English text.
    #[schema(min_length = 1, max_length = 200, pattern = r"^\s*\S.*$")]
    pub en: String,
    /// The French text.
    #[schema(min_length = 1, max_length = 200, pattern = r"^\s*\S.*$")]
    pub fr: String,
}

/// An organisation to be made.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"code": "DOJ", "kind": "justice_department",
    "name": {"en": "Department of Justice", "fr": "Ministère de la Justice"}}))]
pub struct OrganizationInput {
    /// Its short name.
    #[schema(min_length = 1, max_length = 30, pattern = r"^[A-Za-z0-9][A-Za-z0-9_-]*$")]
    pub code: String,
    /// The name of the organisation.
    pub name: OrganizationName,
    /// The kind of organisation.
    pub kind: OrganizationKind,
}

/// The changes to an organisation.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"name": {"en": "Justice Canada", "fr": "Justice Canada"}}))]
pub struct OrganizationPatch {
    /// The new name of the organisation.
    #[serde(default)]
    #[schema(nullable = false)]
    pub name: Option<OrganizationName>,
    /// The kind of organisation.
    #[serde(default)]
    #[schema(nullable = false)]
    pub kind: Option<OrganizationKind>,
}

page_of!(
    /// A page of organisations, by code.
    OrganizationPage,
    Organization
);
