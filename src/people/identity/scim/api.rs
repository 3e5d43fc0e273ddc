//! Users on the wire of SCIM. The names of fields are those of RFC 7643, and so is their spelling.

use crate::access::classification::Classification;
use crate::access::permissions::Role;
use crate::db::types::Instant;
use crate::http::etag::ETag;
use crate::ids::UserId;
use crate::people::identity::store::UserRow;
use crate::text::Language;
use crate::version::Version;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::{IntoParams, ToSchema};

/// The schema of a user (RFC 7643, 4.1).
pub const USER: &str = "urn:ietf:params:scim:schemas:core:2.0:User";
/// The extension of this service.
pub const EXTENSION: &str = "urn:greffe:scim:schemas:extension:2.0:User";
/// The schema of a list.
pub const LIST: &str = "urn:ietf:params:scim:api:messages:2.0:ListResponse";

/// A user, as a directory sees them.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(example = json!({
    "schemas": ["urn:ietf:params:scim:schemas:core:2.0:User", "urn:greffe:scim:schemas:extension:2.0:User"],
    "id": "019a8e2a-0000-7000-8000-000000000001", "externalId": "8f0e0a52-3f3c-4a63-9a0e-4d3f5e6c7b8a",
    "userName": "an.nguyen@example.org", "displayName": "An Nguyen", "name": {"formatted": "An Nguyen"},
    "preferredLanguage": "fr", "emails": [{"value": "an.nguyen@example.org", "type": "work", "primary": true}], "active": true,
    "urn:greffe:scim:schemas:extension:2.0:User": {"role": "viewer", "clearance": "unclassified", "office": "Toronto"},
    "meta": {"resourceType": "User", "created": "2026-03-09T14:00:00.000000Z", "lastModified": "2026-03-09T14:00:00.000000Z",
             "location": "/v1/scim/v2/Users/019a8e2a-0000-7000-8000-000000000001", "version": "\"1\""}
}))]
pub struct ProvisionedUser {
    /// The schemas of the resource.
    pub schemas: [&'static str; 2],
    /// The user's id, here.
    pub id: UserId,
    /// The directory's own id for the user.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub external_id: Option<String>,
    /// The name to sign in with, in lower case.
    pub user_name: String,
    /// The name to show.
    pub display_name: String,
    /// The same as a name of SCIM.
    pub name: ProvisionedName,
    /// The language that the user prefers.
    pub preferred_language: Language,
    /// The address to which reminders are mailed, if there is one.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub emails: Vec<ProvisionedEmail>,
    /// Whether the user may sign in.
    pub active: bool,
    /// The fields that this service adds.
    #[serde(rename = "urn:greffe:scim:schemas:extension:2.0:User")]
    pub extension: ProvisionedExtension,
    /// The metadata of the resource.
    pub meta: ScimMeta,
}

/// The name of a user, as a directory sees it.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct ProvisionedName {
    /// All of it.
    pub formatted: String,
}

/// An address, as a directory sees it.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct ProvisionedEmail {
    /// The address.
    pub value: String,
    /// `work`.
    #[serde(rename = "type")]
    pub kind: &'static str,
    /// Always: there is one.
    pub primary: bool,
}

/// The fields that this service adds to a user of SCIM.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct ProvisionedExtension {
    /// The role of the user in the service.
    pub role: Role,
    /// Cleared up to here.
    pub clearance: Classification,
    /// The office in which the user works, if it is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub office: Option<String>,
}

/// The metadata of a resource of SCIM (RFC 7643, 3.1).
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ScimMeta {
    /// `User`, `ResourceType`, `Schema` or `ServiceProviderConfig`.
    pub resource_type: &'static str,
    /// The instant at which it was made.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub created: Option<Instant>,
    /// The instant at which it was last changed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last_modified: Option<Instant>,
    /// Its address, from the root of this service.
    pub location: String,
    /// Its version, as in the `ETag`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub version: Option<String>,
}

/// The address where a user is read.
#[must_use]
pub fn location(id: UserId) -> String {
    format!("/v1/scim/v2/Users/{id}")
}

impl ProvisionedUser {
    /// The user of a row.
    #[must_use]
    pub fn from_row(row: UserRow) -> Self {
        let address = |value| ProvisionedEmail { value, kind: "work", primary: true };
        Self {
            schemas: [USER, EXTENSION],
            id: row.id,
            external_id: row.external_id,
            user_name: row.username,
            display_name: row.display_name.clone(),
            name: ProvisionedName { formatted: row.display_name },
            preferred_language: row.language,
            emails: row.email.map(address).into_iter().collect(),
            active: row.active,
            extension: ProvisionedExtension {
                role: row.role,
                clearance: Classification::of_rank(row.clearance),
                office: row.office,
            },
            meta: ScimMeta {
                resource_type: "User",
                created: Some(row.created_at),
                last_modified: Some(row.updated_at),
                location: location(row.id),
                version: Some(ETag(Version(row.version)).to_string()),
            },
        }
    }
}

/// A user, as a directory sends them. What else RFC 7643 knows of users (telephone numbers, titles,
/// groups, the enterprise extension...) is taken and not stored; any other field is a fault. Names
/// of fields are read in any case.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schema(example = json!({
    "schemas": ["urn:ietf:params:scim:schemas:core:2.0:User", "urn:greffe:scim:schemas:extension:2.0:User"],
    "externalId": "8f0e0a52-3f3c-4a63-9a0e-4d3f5e6c7b8a", "userName": "an.nguyen@example.org", "displayName": "An Nguyen",
    "preferredLanguage": "fr-CA", "emails": [{"value": "an.nguyen@example.org", "type": "work", "primary": true}], "active": true,
    "urn:greffe:scim:schemas:extension:2.0:User": {"role": "analyst", "clearance": "protected_a", "office": "Toronto"}
}))]
pub struct UserToProvision {
    /// The schemas of the resource.
    #[serde(default)]
    #[schema(max_items = 20)]
    #[expect(dead_code, reason = "documented; the fields themselves say what there is")]
    schemas: Vec<String>,
    /// The directory's own id for the user; nobody else of the organisation has it.
    #[serde(default)]
    #[schema(nullable = false, min_length = 1, max_length = 255, pattern = r"\S")]
    pub external_id: Option<String>,
    /// The name to sign in with, which nobody else has: stored in lower case, and without blanks in
    /// it.
    #[schema(min_length = 1, max_length = 254, pattern = r"^\S+$")]
    pub user_name: String,
    /// The name to show; if it is left out, `name.formatted`, or the given and the family name, or
    /// the user name.
    #[serde(default)]
    #[schema(nullable = false, min_length = 1, max_length = 200, pattern = r"\S")]
    pub display_name: Option<String>,
    /// The parts of the name: read where there is no `displayName`.
    #[serde(default)]
    #[schema(nullable = false)]
    pub name: Option<NameToProvision>,
    /// The language that the user prefers, as RFC 5646 or as `Accept-Language`: what begins with
    /// `fr` is French, anything else English.
    #[serde(default)]
    #[schema(nullable = false, min_length = 1, max_length = 100)]
    pub preferred_language: Option<String>,
    /// The addresses: the first of type `work` is stored, else the primary one, else the first.
    #[serde(default)]
    #[schema(max_items = 20)]
    pub emails: Vec<EmailToProvision>,
    /// Whether the user may sign in; true for a new one. If it is left out of a change, it stays as
    /// it is.
    #[serde(default)]
    #[schema(nullable = false)]
    pub active: Option<bool>,
    /// The fields that this service adds. If left out of a change, they stay as they are.
    #[serde(default, rename = "urn:greffe:scim:schemas:extension:2.0:User")]
    #[schema(nullable = false)]
    pub extension: Option<ExtensionToProvision>,
}

/// The parts of a name, as a directory sends them.
#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct NameToProvision {
    /// All of it.
    #[serde(default)]
    #[schema(nullable = false, max_length = 200)]
    pub formatted: Option<String>,
    /// The given name.
    #[serde(default)]
    #[schema(nullable = false, max_length = 100)]
    pub given_name: Option<String>,
    /// The family name.
    #[serde(default)]
    #[schema(nullable = false, max_length = 99)]
    pub family_name: Option<String>,
}

/// An address, as a directory sends it.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct EmailToProvision {
    /// The address.
    #[schema(
        max_length = 254,
        pattern = r"^[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+$"
    )]
    pub value: String,
    /// `work`, `home` or another.
    #[serde(default, rename = "type")]
    #[schema(nullable = false, max_length = 50)]
    pub kind: Option<String>,
    /// Whether it is the one that the person prefers.
    #[serde(default)]
    #[schema(nullable = false)]
    pub primary: Option<bool>,
}

/// The fields that this service adds to a user of SCIM, as a directory sends them.
#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ExtensionToProvision {
    /// The role of the user in the service; a new user is a viewer, if it is left out. Nobody gives
    /// a role that they lack: a key that is confined gives those that it was told it may
    /// (`may_give`).
    #[serde(default)]
    #[schema(nullable = false)]
    pub role: Option<Role>,
    /// Cleared up to here, and not above the caller, or what their key may give; a new user is not
    /// cleared if it is left out.
    #[serde(default)]
    #[schema(nullable = false)]
    pub clearance: Option<Classification>,
    /// The office in which the user works, as cases name it.
    #[serde(default)]
    #[schema(nullable = false, min_length = 1, max_length = 100, pattern = r"\S")]
    pub office: Option<String>,
}

impl UserToProvision {
    /// The name to show, if one was sent.
    #[must_use]
    pub fn shown_name(&self) -> Option<String> {
        let filled = |text: &Option<String>| {
            text.as_deref().map(str::trim).filter(|text| !text.is_empty()).map(str::to_owned)
        };
        let parts = self.name.clone().unwrap_or_default();
        let both = filled(&parts.given_name).zip(filled(&parts.family_name));
        filled(&self.display_name)
            .or_else(|| filled(&parts.formatted))
            .or_else(|| both.map(|(given, family)| format!("{given} {family}")))
    }

    /// The address that is kept.
    #[must_use]
    pub fn address(&self) -> Option<String> {
        let of_work = |email: &&EmailToProvision| {
            email.kind.as_deref().is_some_and(|kind| kind.eq_ignore_ascii_case("work"))
        };
        let found = self.emails.iter().find(of_work);
        let found = found.or_else(|| self.emails.iter().find(|email| email.primary == Some(true)));
        found.or_else(|| self.emails.first()).map(|email| email.value.clone())
    }

    /// The language to store, if one was sent.
    #[must_use]
    pub fn language(&self) -> Option<Language> {
        let sent = self.preferred_language.as_deref()?.trim().to_ascii_lowercase();
        let primary = sent.split(['-', '_', ',', ';']).next().unwrap_or_default();
        Some(primary.parse().unwrap_or_default())
    }
}

/// Operations on a user (RFC 7644, 3.5.2), carried out in their order, all or none.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "schemas": ["urn:ietf:params:scim:api:messages:2.0:PatchOp"],
    "Operations": [{"op": "Replace", "path": "displayName", "value": "An Nguyen"},
                   {"op": "Add", "path": "emails[type eq \"work\"].value", "value": "an.nguyen@example.org"}]
}))]
pub struct UserOperations {
    /// `urn:ietf:params:scim:api:messages:2.0:PatchOp`.
    #[serde(default)]
    #[schema(max_items = 20)]
    #[expect(dead_code, reason = "documented; there is one kind of body here")]
    schemas: Vec<String>,
    /// The operations to carry out.
    #[serde(rename = "Operations")]
    #[schema(min_items = 1, max_items = 200)]
    pub operations: Vec<UserOperation>,
}

/// One operation on a user.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct UserOperation {
    /// `add`, `replace` or `remove`, also with a capital.
    #[schema(max_length = 10, pattern = "^([Aa]dd|[Rr]eplace|[Rr]emove)$")]
    pub op: String,
    /// The field that is meant: `active`, `userName`, `externalId`, `displayName`,
    /// `preferredLanguage`, `name.formatted`, `name.givenName`, `name.familyName`, `emails`,
    /// `emails[type eq "work"].value`, the extension, or a field of it after a colon. If it is left
    /// out, `value` is an object of such paths.
    #[serde(default)]
    #[schema(nullable = false, max_length = 500)]
    pub path: Option<String>,
    /// The new value; null removes it. `active` may be the text `True` or `False`.
    #[serde(default)]
    #[schema(value_type = Value)]
    pub value: Option<Value>,
}

/// Users that a directory asked for.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(example = json!({
    "schemas": ["urn:ietf:params:scim:api:messages:2.0:ListResponse"], "totalResults": 0, "startIndex": 1, "itemsPerPage": 0,
    "Resources": []
}))]
pub struct ProvisionedUsers {
    /// `urn:ietf:params:scim:api:messages:2.0:ListResponse`.
    pub schemas: [&'static str; 1],
    /// The number of users in all.
    pub total_results: i64,
    /// The place of the first of these among them, from 1.
    pub start_index: i64,
    /// The number of users in this answer.
    pub items_per_page: i64,
    /// The users, by user name.
    #[serde(rename = "Resources")]
    pub resources: Vec<ProvisionedUser>,
}

/// The query of a directory for users.
#[derive(Deserialize, IntoParams)]
#[serde(rename_all = "camelCase")]
#[into_params(parameter_in = Query)]
pub struct ListProvisioned {
    /// Only those that it lets through: `userName`, `externalId` or `id`, `eq` and a text in double
    /// quotes; several joined by `and`. User names are compared without regard to case.
    #[param(min_length = 1, max_length = 1000, example = "userName eq \"an.nguyen@example.org\"")]
    pub filter: Option<String>,
    /// The place of the first one, from 1; less than 1 counts as 1.
    pub start_index: Option<i64>,
    /// The greatest number of users: 50, if it is left out, and never more than 200. 0 asks for the
    /// number alone.
    pub count: Option<i64>,
}
