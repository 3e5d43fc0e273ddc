//! Users and sign-in on the wire.

use super::store::UserRow;
use crate::access::classification::Classification;
use crate::access::context::Principal;
use crate::access::permissions::{Permission, Role};
use crate::db::types::Instant;
use crate::error::Result;
use crate::external_ids::model::{ExternalId, ExternalIds};
use crate::http::page::{Include, page_of, page_params};
use crate::http::patch::nullable;
use crate::ids::{OrganizationId, UserId};
use crate::people::offices::api::OfficeWarning;
use crate::text::Language;
use crate::version::Version;
use secrecy::SecretString;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// A name and a password.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"username": "litigator", "password": "correct horse battery staple"}))]
pub struct Credentials {
    /// The user name.
    #[schema(min_length = 1, max_length = 100)]
    pub username: String,
    /// The password.
    #[schema(value_type = String, format = Password, min_length = 1, max_length = 1000)]
    pub password: SecretString,
}

/// A refresh token.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"refresh_token": "Yq0c0m1vJ1o3hQ0vF2Jd0r1cQm1r2d3e4f5g6h7i8j9"}))]
pub struct RefreshToken {
    /// The refresh token, as it was given.
    #[schema(value_type = String, min_length = 1, max_length = 200)]
    pub refresh_token: SecretString,
}

/// A new password in the place of the present one.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"current_password": "correct horse battery staple", "new_password": "seven otters borrow a piano"}))]
pub struct PasswordChange {
    /// The present password.
    #[schema(value_type = String, format = Password, min_length = 1, max_length = 1000)]
    pub current_password: SecretString,
    /// The new password: 15 to 256 characters of any kind, not easy to guess.
    #[schema(value_type = String, format = Password, min_length = 15, max_length = 256)]
    pub new_password: SecretString,
}

/// A request that lets a user try to sign in again at once.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({}))]
pub struct Unlock {}

/// Tokens for a person who has signed in.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({"access_token": "eyJhbGciOi...", "token_type": "Bearer", "expires_in": 3600, "refresh_token": "Yq0c0m1v..."}))]
pub struct TokenPair {
    /// The access token, to be sent as `Authorization: Bearer`.
    pub access_token: String,
    /// `Bearer`.
    pub token_type: &'static str,
    /// Seconds for which the access token is good.
    pub expires_in: i64,
    /// The refresh token, which is good for one refresh.
    pub refresh_token: String,
}

/// The person who asks.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({
    "id": "019a8e2a-0000-7000-8000-000000000001", "username": "litigator", "display_name": "Camille Tremblay",
    "organization_id": "019a8e2a-0000-7000-8000-000000000002", "language": "fr", "clearance": "protected_b",
    "email": "camille.tremblay@example.org", "office": "Toronto", "roles": ["litigator"], "permissions": ["cases.read", "cases.create"]
}))]
pub struct Me {
    /// The user's id.
    pub id: UserId,
    /// The name to sign in with.
    pub username: String,
    /// The name to show.
    pub display_name: String,
    /// The user's organisation.
    pub organization_id: OrganizationId,
    /// The language that the user prefers.
    pub language: Language,
    /// Cleared up to here.
    pub clearance: Classification,
    /// The address to which reminders are mailed, if there is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    /// The office in which the user works, if it is known: work is suggested by it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub office: Option<String>,
    /// The roles of the user in the service.
    pub roles: Vec<Role>,
    /// The permissions of the user.
    pub permissions: Vec<&'static str>,
}

/// A user. People of other organisations are shown with what is needed to assign them: name,
/// organisation, language, and whether they are active. What may not be read is left out.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({
    "id": "019a8e2a-0000-7000-8000-000000000001", "username": "litigator", "display_name": "Camille Tremblay",
    "organization_id": "019a8e2a-0000-7000-8000-000000000002", "language": "fr", "clearance": "protected_b",
    "email": "camille.tremblay@example.org", "office": "Toronto", "roles": ["litigator"], "permissions": ["cases.read", "cases.create"],
    "active": true, "federated": false, "version": 1,
    "created_at": "2026-03-09T14:00:00.000000Z", "updated_at": "2026-03-09T14:00:00.000000Z"
}))]
pub struct User {
    /// The user's id.
    pub id: UserId,
    /// The name to sign in with; shown within the organisation.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub username: Option<String>,
    /// The name to show.
    pub display_name: String,
    /// The user's organisation.
    pub organization_id: OrganizationId,
    /// The language that the user prefers.
    pub language: Language,
    /// Cleared up to here; shown to the user, and within the organisation to whoever explains the
    /// policy or manages users.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub clearance: Option<Classification>,
    /// The address to which reminders are mailed, if there is one; shown to those who manage users.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    /// The office in which the user works, if known, for suggestions; shown within the
    /// organisation.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub office: Option<String>,
    /// The roles of the user in the service; shown within the organisation.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub roles: Option<Vec<Role>>,
    /// The permissions of the user; shown within the organisation.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub permissions: Option<Vec<&'static str>>,
    /// Whether the user may sign in.
    pub active: bool,
    /// Whether the user signs in at the identity provider too; shown to those who manage users.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub federated: Option<bool>,
    /// The ids that other systems have given to the user, if there are any; shown within the
    /// organisation.
    #[serde(skip_serializing_if = "ExternalIds::is_empty")]
    #[schema(value_type = Vec<ExternalId>, required = false)]
    pub external_ids: ExternalIds,
    /// Its version, as in the `ETag`; shown within the organisation.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub version: Option<i64>,
    /// The instant at which it was made; shown within the organisation.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub created_at: Option<Instant>,
    /// The instant at which it was last changed; shown within the organisation.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub updated_at: Option<Instant>,
    /// The warnings about the office, in the answer to what makes or changes a user.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub warnings: Option<Vec<OfficeWarning>>,
    /// Whether part of it is kept from its reader.
    #[serde(skip)]
    is_partial: bool,
}

fn permissions(role: Role) -> Vec<&'static str> {
    role.permissions().iter().copied().map(Permission::code).collect()
}

impl Me {
    /// The caller as they see themselves, without the permissions for which their key is not good.
    pub(super) fn from_row(row: UserRow, caller: &Principal) -> Self {
        let permissions = Permission::ALL.iter().filter(|permission| caller.may(**permission));
        Self {
            id: row.id,
            username: row.username,
            display_name: row.display_name,
            organization_id: row.organization_id,
            language: row.language,
            clearance: Classification::of_rank(row.clearance),
            email: row.email,
            office: row.office,
            roles: vec![row.role],
            permissions: permissions.map(|permission| permission.code()).collect(),
        }
    }
}

impl User {
    pub(super) fn from_row(row: UserRow) -> Self {
        Self {
            id: row.id,
            username: Some(row.removed_as.unwrap_or(row.username)),
            display_name: row.display_name,
            organization_id: row.organization_id,
            language: row.language,
            clearance: Some(Classification::of_rank(row.clearance)),
            email: row.email,
            office: row.office,
            roles: Some(vec![row.role]),
            permissions: Some(permissions(row.role)),
            active: row.active,
            federated: Some(row.federated),
            external_ids: row.external_ids,
            version: Some(row.version),
            created_at: Some(row.created_at),
            updated_at: Some(row.updated_at),
            warnings: None,
            is_partial: false,
        }
    }

    /// The user as this person sees them. People of another organisation are shown with what is
    /// needed to assign them; one's own also with role, and with clearance and address if the
    /// person may know.
    #[must_use]
    pub(super) fn shown_to(mut self, caller: &Principal) -> Self {
        let is_own = self.organization_id == caller.organization_id;
        let is_oneself = self.id == caller.id;
        let manages = is_own && caller.may(Permission::ManageUsers);
        let explains = is_own && caller.may(Permission::ExplainPolicy);
        // Not by what is there, but by what would be shown if it were.
        self.is_partial = !manages;
        if !is_own {
            (self.username, self.office, self.roles, self.permissions) = (None, None, None, None);
            (self.version, self.created_at, self.updated_at) = (None, None, None);
            self.external_ids = ExternalIds::default();
        }
        if !is_oneself && !manages && !explains {
            self.clearance = None;
        }
        if !manages {
            self.email = None;
            self.federated = None;
        }
        self
    }

    /// The version of what is shown: of what has no version for its reader, of what it says.
    ///
    /// # Errors
    /// Fails if it has no JSON form.
    pub(super) fn version(&self) -> Result<Version> {
        match self.version {
            Some(version) => Ok(Version::partly(version, self.is_partial)),
            None => Ok(Version::of_content(serde_json::to_vec(self)?)),
        }
    }
}

/// A user to be made.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "username": "a.nguyen", "display_name": "An Nguyen", "password": "correct horse battery staple",
    "role": "analyst", "language": "en", "clearance": "protected_b", "email": "an.nguyen@example.org"
}))]
pub struct UserInput {
    /// The name to sign in with: lower-case letters, digits, `.`, `_`, `-`.
    #[schema(min_length = 1, max_length = 100, pattern = r"^[a-z0-9][a-z0-9._-]*$")]
    pub username: String,
    /// The name to show.
    #[schema(min_length = 1, max_length = 200, pattern = r"^\s*\S.*$")]
    pub display_name: String,
    /// The first password: 15 to 256 characters of any kind, not easy to guess.
    #[schema(value_type = String, format = Password, min_length = 15, max_length = 256)]
    pub password: SecretString,
    /// The role of the user in the service.
    pub role: Role,
    /// The user's organisation; the caller's own if it is left out.
    #[serde(default)]
    pub organization_id: Option<OrganizationId>,
    /// The language that the user prefers; English if it is left out.
    #[serde(default)]
    pub language: Language,
    /// Cleared up to here; Protected B if left out, or the caller's own clearance if that is lower.
    #[serde(default)]
    pub clearance: Option<Classification>,
    /// The address to which reminders are mailed; nothing is mailed if it is left out.
    #[serde(default)]
    #[schema(
        nullable = false,
        max_length = 254,
        pattern = r"^[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+$"
    )]
    pub email: Option<String>,
    /// The office in which the user works, as cases name it.
    #[serde(default)]
    #[schema(nullable = false, min_length = 1, max_length = 100, pattern = r"^\s*\S.*$")]
    pub office: Option<String>,
    /// Whether the user signs in at the identity provider too: the first who comes from there with
    /// the user name is linked. Not, if it is left out.
    #[serde(default)]
    #[schema(nullable = false)]
    pub federated: Option<bool>,
    /// The ids that other systems have given to the user.
    #[serde(default)]
    #[schema(max_items = 20)]
    pub external_ids: Vec<ExternalId>,
}

/// The changes to a user.
#[derive(Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"active": false}))]
pub struct UserPatch {
    /// The name to show.
    #[serde(default)]
    #[schema(nullable = false, min_length = 1, max_length = 200, pattern = r"^\s*\S.*$")]
    pub display_name: Option<String>,
    /// A new password: 15 to 256 characters of any kind, not easy to guess. It signs the user out
    /// everywhere. Set by somebody who has all that the account has; one's own by `PUT
    /// /v1/me/password`.
    #[serde(default)]
    #[schema(value_type = Option<String>, format = Password, nullable = false, min_length = 15, max_length = 256)]
    pub password: Option<SecretString>,
    /// The role of the user in the service.
    #[serde(default)]
    #[schema(nullable = false)]
    pub role: Option<Role>,
    /// The language that the user prefers.
    #[serde(default)]
    #[schema(nullable = false)]
    pub language: Option<Language>,
    /// Cleared up to here.
    #[serde(default)]
    #[schema(nullable = false)]
    pub clearance: Option<Classification>,
    /// Whether the user may sign in.
    #[serde(default)]
    #[schema(nullable = false)]
    pub active: Option<bool>,
    /// Whether the user signs in at the identity provider too: the first who comes from there with
    /// the user name is linked. `false` cuts the link.
    #[serde(default)]
    #[schema(nullable = false)]
    pub federated: Option<bool>,
    /// The address to which reminders are mailed; `null` removes it.
    #[serde(default, deserialize_with = "nullable")]
    #[schema(value_type = Option<String>, max_length = 254, pattern = r"^[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+$")]
    pub email: Option<Option<String>>,
    /// The office in which the user works, as cases name it; `null` removes it.
    #[serde(default, deserialize_with = "nullable")]
    #[schema(value_type = Option<String>, min_length = 1, max_length = 100, pattern = r"^\s*\S.*$")]
    pub office: Option<Option<String>>,
    /// The ids that other systems have given to the user, in place of those before; `null` if
    /// there are none.
    #[serde(default, deserialize_with = "nullable")]
    #[schema(value_type = Option<Vec<ExternalId>>, max_items = 20)]
    pub external_ids: Option<Option<Vec<ExternalId>>>,
}

page_of!(
    /// A page of users, by name.
    UserPage,
    User
);

/// The query of a list of users.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ListUsers {
    /// Only those of this organisation.
    pub organization_id: Option<OrganizationId>,
    /// Only the one of the caller's organisation with this id in another system, as `SYSTEM:ID`.
    #[param(pattern = "^[^:]+:.+$", example = "GCMS:A123")]
    pub external_id: Option<String>,
    /// The greatest number of items, 1 to 200.
    #[param(minimum = 1, maximum = 200)]
    limit: Option<i64>,
    /// `next_cursor` of the page before.
    cursor: Option<String>,
    /// `count`: the number of all users too.
    #[param(inline)]
    include: Option<Include>,
}

page_params!(ListUsers);
