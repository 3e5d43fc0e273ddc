//! Users on the wire of SCIM. The names of fields are those of RFC 7643, and so is their spelling.

use super::attributes::{ScimEnterprise, ScimPostalAddress, ScimValue};
use super::words::DirectoryWords;
use crate::access::classification::Classification;
use crate::access::permissions::Role;
use crate::db::types::Instant;
use crate::error::Result;
use crate::http::etag::ETag;
use crate::ids::UserId;
use crate::people::identity::store::UserRow;
use crate::version::Version;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;

/// The schema of a user (RFC 7643, 4.1).
pub const USER: &str = "urn:ietf:params:scim:schemas:core:2.0:User";
/// The extension of this service.
pub const EXTENSION: &str = "urn:greffe:scim:schemas:extension:2.0:User";
/// The extension for people of an enterprise (RFC 7643, 4.3).
pub const ENTERPRISE: &str = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";
/// The schema of a list.
pub const LIST: &str = "urn:ietf:params:scim:api:messages:2.0:ListResponse";

/// A user, as a directory sees them: with the fields that it asks for, where it asks for some.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(example = json!({
    "schemas": ["urn:ietf:params:scim:schemas:core:2.0:User", "urn:greffe:scim:schemas:extension:2.0:User"],
    "id": "019a8e2a-0000-7000-8000-000000000001", "externalId": "8f0e0a52-3f3c-4a63-9a0e-4d3f5e6c7b8a",
    "userName": "an.nguyen@example.org", "displayName": "An Nguyen", "name": {"givenName": "An", "familyName": "Nguyen"},
    "preferredLanguage": "fr-CA", "emails": [{"value": "an.nguyen@example.org", "type": "work", "primary": true}], "active": true,
    "urn:greffe:scim:schemas:extension:2.0:User": {"role": "viewer", "clearance": "unclassified", "office": "Toronto"},
    "meta": {"resourceType": "User", "created": "2026-03-09T14:00:00.000000Z", "lastModified": "2026-03-09T14:00:00.000000Z",
             "location": "https://greffe.example/v1/scim/v2/Users/019a8e2a-0000-7000-8000-000000000001", "version": "\"1\""}
}))]
pub struct ProvisionedUser {
    /// The schemas of the resource.
    pub schemas: Vec<&'static str>,
    /// The user's id, here.
    pub id: UserId,
    /// The directory's own id for the user.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub external_id: Option<String>,
    /// The name to sign in with, in lower case.
    #[schema(required = false)]
    pub user_name: String,
    /// The name to show, as the directory said it, or as it was changed here.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub display_name: Option<String>,
    /// The parts of the name, as the directory said them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<ScimName>,
    /// The name by which friends call the person.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub nick_name: Option<String>,
    /// The address of a page about the person.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub profile_url: Option<String>,
    /// The title of the person in the enterprise.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// The kind of employment.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub user_type: Option<String>,
    /// The language that the user prefers, as the directory said it, or as it was changed here.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub preferred_language: Option<String>,
    /// The locale, in which dates and amounts are shown.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub locale: Option<String>,
    /// The time zone, as the IANA names it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub timezone: Option<String>,
    /// The addresses. Reminders are mailed to the first of type `work`, else to the primary one,
    /// else to the first.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub emails: Vec<ScimEmail>,
    /// The telephone numbers.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub phone_numbers: Vec<ScimValue>,
    /// The addresses for instant messages.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub ims: Vec<ScimValue>,
    /// The addresses of pictures of the person.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub photos: Vec<ScimValue>,
    /// The postal addresses.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub addresses: Vec<ScimPostalAddress>,
    /// The entitlements of the person in other systems.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub entitlements: Vec<ScimValue>,
    /// The roles of the person in other systems. The role here is that of the extension.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub roles: Vec<ScimValue>,
    /// Whether the user may sign in.
    #[schema(required = false)]
    pub active: bool,
    /// The fields that this service adds.
    #[serde(rename = "urn:greffe:scim:schemas:extension:2.0:User")]
    #[schema(required = false)]
    pub extension: ProvisionedExtension,
    /// The fields of people of an enterprise.
    #[serde(
        rename = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User",
        skip_serializing_if = "Option::is_none"
    )]
    pub enterprise: Option<ScimEnterprise>,
    /// The metadata of the resource.
    #[schema(required = false)]
    pub meta: ScimMeta,
}

/// The parts of a name (RFC 7643, 4.1.1), kept for the directory.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ScimName {
    /// All of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false, max_length = 200)]
    pub formatted: Option<String>,
    /// The given name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false, max_length = 100)]
    pub given_name: Option<String>,
    /// The middle name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false, max_length = 100)]
    pub middle_name: Option<String>,
    /// The family name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false, max_length = 99)]
    pub family_name: Option<String>,
    /// What goes before the name: `Ms.`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false, max_length = 100)]
    pub honorific_prefix: Option<String>,
    /// What goes after the name: `III`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false, max_length = 100)]
    pub honorific_suffix: Option<String>,
}

/// An address (RFC 7643, 4.1.2), kept for the directory.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ScimEmail {
    /// The address.
    #[schema(
        max_length = 254,
        pattern = r"^[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+$"
    )]
    pub value: String,
    /// The address as it is shown to people.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false, max_length = 254)]
    pub display: Option<String>,
    /// `work`, `home` or another.
    #[serde(default, rename = "type", skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false, max_length = 50)]
    pub kind: Option<String>,
    /// Whether it is the one that the person prefers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub primary: Option<bool>,
}

impl ScimEmail {
    /// An address of which nothing more is known than that it is the one that is used.
    #[must_use]
    pub fn sole(value: String) -> Self {
        Self { value, display: None, kind: Some("work".to_owned()), primary: Some(true) }
    }
}

/// The fields that this service adds to a user of SCIM.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct ProvisionedExtension {
    /// The role of the user in the service.
    #[schema(required = false)]
    pub role: Role,
    /// Cleared up to here.
    #[schema(required = false)]
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
    /// Its address.
    pub location: String,
    /// Its version, as in the `ETag`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub version: Option<String>,
}

/// The address of a resource below `/v1/scim/v2`; `base` is where the service is reached.
#[must_use]
pub fn location(base: &str, place: &str) -> String {
    format!("{base}/v1/scim/v2/{place}")
}

impl ProvisionedUser {
    /// The user of a row, as the directory said it, with what was changed here since.
    ///
    /// # Errors
    /// Fails if what is stored of the directory's own words cannot be read.
    pub fn from_row(base: &str, row: UserRow) -> Result<Self> {
        let said = DirectoryWords::of_row(&row)?;
        let is_named_so = said.shown_name(&row.username) == row.display_name;
        let display_name = if is_named_so { said.display_name.clone() } else { Some(row.display_name) };
        let speaks_so = said.language().is_none_or(|language| language == row.language);
        let preferred_language =
            if speaks_so { said.preferred_language.clone() } else { Some(row.language.code().to_owned()) };
        let mut schemas = vec![USER, EXTENSION];
        schemas.extend(said.enterprise.is_some().then_some(ENTERPRISE));
        Ok(Self {
            schemas,
            id: row.id,
            external_id: row.external_id,
            user_name: row.username,
            display_name,
            preferred_language,
            emails: said.emails_with(row.email),
            name: said.name,
            nick_name: said.nick_name,
            profile_url: said.profile_url,
            title: said.title,
            user_type: said.user_type,
            locale: said.locale,
            timezone: said.timezone,
            phone_numbers: said.phone_numbers,
            ims: said.ims,
            photos: said.photos,
            addresses: said.addresses,
            entitlements: said.entitlements,
            roles: said.roles,
            active: row.active,
            extension: ProvisionedExtension {
                role: row.role,
                clearance: Classification::of_rank(row.clearance),
                office: row.office,
            },
            enterprise: said.enterprise,
            meta: ScimMeta {
                resource_type: "User",
                created: Some(row.created_at),
                last_modified: Some(row.updated_at),
                location: location(base, &format!("Users/{}", row.id)),
                version: Some(ETag(Version(row.version)).to_string()),
            },
        })
    }
}

/// A user, as a directory sends them: all of it is kept and given back. `id`, `meta` and `groups`
/// are passed over, since they are not for the directory to say (RFC 7644, 3.3), and so is the
/// password of somebody new, who has none; any other field is a fault. Names of fields are read in
/// any case.
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
    /// The directory's own id for the user, kept as it is sent.
    #[serde(default)]
    #[schema(nullable = false, min_length = 1, max_length = 255, pattern = r"\S")]
    pub external_id: Option<String>,
    /// The name to sign in with, which nobody else has: stored in lower case, and without blanks in
    /// it.
    #[schema(min_length = 1, max_length = 254, pattern = r"^\S+$")]
    pub user_name: String,
    /// The name to show; if it is left out, the account shows `name.formatted`, or the given and
    /// the family name, or the user name.
    #[serde(default)]
    #[schema(nullable = false, min_length = 1, max_length = 200, pattern = r"\S")]
    pub display_name: Option<String>,
    /// The parts of the name.
    #[serde(default)]
    #[schema(nullable = false)]
    pub name: Option<ScimName>,
    /// The name by which friends call the person.
    #[serde(default)]
    #[schema(nullable = false, max_length = 100)]
    pub nick_name: Option<String>,
    /// The address of a page about the person.
    #[serde(default)]
    #[schema(nullable = false, max_length = 2000)]
    pub profile_url: Option<String>,
    /// The title of the person in the enterprise.
    #[serde(default)]
    #[schema(nullable = false, max_length = 200)]
    pub title: Option<String>,
    /// The kind of employment.
    #[serde(default)]
    #[schema(nullable = false, max_length = 100)]
    pub user_type: Option<String>,
    /// The language that the user prefers, as RFC 5646 or as `Accept-Language`: what begins with
    /// `fr` is French, anything else English. If it is left out, the account keeps its own.
    #[serde(default)]
    #[schema(nullable = false, min_length = 1, max_length = 100)]
    pub preferred_language: Option<String>,
    /// The locale, in which dates and amounts are shown.
    #[serde(default)]
    #[schema(nullable = false, max_length = 50)]
    pub locale: Option<String>,
    /// The time zone, as the IANA names it.
    #[serde(default)]
    #[schema(nullable = false, max_length = 100)]
    pub timezone: Option<String>,
    /// The addresses: reminders are mailed to the first of type `work`, else to the primary one,
    /// else to the first.
    #[serde(default)]
    #[schema(max_items = 20)]
    pub emails: Vec<ScimEmail>,
    /// The telephone numbers.
    #[serde(default)]
    #[schema(max_items = 20)]
    pub phone_numbers: Vec<ScimValue>,
    /// The addresses for instant messages.
    #[serde(default)]
    #[schema(max_items = 20)]
    pub ims: Vec<ScimValue>,
    /// The addresses of pictures of the person.
    #[serde(default)]
    #[schema(max_items = 20)]
    pub photos: Vec<ScimValue>,
    /// The postal addresses.
    #[serde(default)]
    #[schema(max_items = 20)]
    pub addresses: Vec<ScimPostalAddress>,
    /// The entitlements of the person in other systems.
    #[serde(default)]
    #[schema(max_items = 20)]
    pub entitlements: Vec<ScimValue>,
    /// The roles of the person in other systems. The role here is that of the extension.
    #[serde(default)]
    #[schema(max_items = 20)]
    pub roles: Vec<ScimValue>,
    /// Whether the user may sign in; true for a new one. If it is left out of a change, it stays as
    /// it is.
    #[serde(default)]
    #[schema(nullable = false)]
    pub active: Option<bool>,
    /// The fields that this service adds. If left out of a change, they stay as they are.
    #[serde(default, rename = "urn:greffe:scim:schemas:extension:2.0:User")]
    #[schema(nullable = false)]
    pub extension: Option<ExtensionToProvision>,
    /// The fields of people of an enterprise.
    #[serde(default, rename = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User")]
    #[schema(nullable = false)]
    pub enterprise: Option<ScimEnterprise>,
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
    /// `add`, `replace` or `remove`, in any case.
    #[schema(
        max_length = 10,
        pattern = "^([Aa][Dd][Dd]|[Rr][Ee][Pp][Ll][Aa][Cc][Ee]|[Rr][Ee][Mm][Oo][Vv][Ee])$"
    )]
    pub op: String,
    /// The field that is meant, as RFC 7644 writes it: `active`, `name.familyName`,
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
