//! Service accounts and their keys on the wire.

use super::store::ServiceKeyRow;
use crate::access::classification::Classification;
use crate::access::context::MayGive;
use crate::access::permissions::Role;
use crate::db::types::{Instant, Json};
use crate::error::Result;
use crate::http::page::page_of;
use crate::ids::{OrganizationId, ServiceKeyId, UserId};
use crate::people::identity::store::UserRow;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A service account: a program that calls the service in its own name.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({
    "id": "019a8e2a-6c1e-7c31-9d57-0a4a5a8f7e17", "name": "Departmental directory",
    "organization_id": "019a8e2a-0000-7000-8000-000000000002", "role": "administrator", "clearance": "unclassified",
    "active": true, "version": 1,
    "created_at": "2026-03-09T14:00:00.000000Z", "updated_at": "2026-03-09T14:00:00.000000Z"
}))]
pub struct ServiceAccount {
    /// Its id, by which the journal names it as `user:ID`.
    pub id: UserId,
    /// The name of the service account.
    pub name: String,
    /// Its organisation.
    pub organization_id: OrganizationId,
    /// The role that it may have at most; each key is confined further.
    pub role: Role,
    /// Cleared up to here.
    pub clearance: Classification,
    /// Whether its keys open anything.
    pub active: bool,
    /// Its version, as in the `ETag`.
    pub version: i64,
    /// The instant at which it was made.
    pub created_at: Instant,
    /// The instant at which it was last changed.
    pub updated_at: Instant,
}

impl ServiceAccount {
    pub(super) fn from_row(row: UserRow) -> Self {
        Self {
            id: row.id,
            name: row.display_name,
            organization_id: row.organization_id,
            role: row.role,
            clearance: Classification::of_rank(row.clearance),
            active: row.active,
            version: row.version,
            created_at: row.created_at,
            updated_at: row.updated_at,
        }
    }
}

page_of!(
    /// A page of service accounts, in the order in which they were made.
    ServiceAccountPage,
    ServiceAccount
);

/// A service account to be made, in the caller's organisation.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"name": "Departmental directory", "role": "administrator", "clearance": "unclassified"}))]
pub struct ServiceAccountInput {
    /// The name of the service account.
    #[schema(min_length = 1, max_length = 200, pattern = r"^\s*\S.*$")]
    pub name: String,
    /// The role that it may have at most.
    pub role: Role,
    /// Cleared up to here; unclassified if it is left out.
    #[serde(default)]
    #[schema(nullable = false)]
    pub clearance: Option<Classification>,
}

/// The changes to a service account.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"active": false}))]
pub struct ServiceAccountPatch {
    /// The new name of the service account.
    #[serde(default)]
    #[schema(nullable = false, min_length = 1, max_length = 200, pattern = r"^\s*\S.*$")]
    pub name: Option<String>,
    /// The role that it may have at most.
    #[serde(default)]
    #[schema(nullable = false)]
    pub role: Option<Role>,
    /// Cleared up to here.
    #[serde(default)]
    #[schema(nullable = false)]
    pub clearance: Option<Classification>,
    /// Whether its keys open anything.
    #[serde(default)]
    #[schema(nullable = false)]
    pub active: Option<bool>,
}

/// A key of a service account. The key itself is shown once, when it is made.
#[derive(Clone, Serialize, Deserialize, ToSchema)]
#[schema(example = json!({
    "id": "019a8e2a-6c1e-7c31-9d57-0a4a5a8f7e18", "name": "2026", "scopes": ["users.provision"],
    "expires_at": "2027-03-10T05:00:00.000000Z", "last_used_at": "2026-03-09T15:00:00.000000Z", "version": 1,
    "created_by": "019a8e2a-0000-7000-8000-000000000001",
    "created_at": "2026-03-09T14:00:00.000000Z", "updated_at": "2026-03-09T14:00:00.000000Z"
}))]
pub struct ServiceKey {
    /// The id of the key.
    pub id: ServiceKeyId,
    /// The name of the key.
    pub name: String,
    /// The permissions to which it is confined, of those that the role of the account gives.
    pub scopes: Vec<String>,
    /// The roles and the clearance that it may give to others although it is confined; left out
    /// where it gives only what it opens.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub may_give: Option<MayGive>,
    /// The instant from which it opens nothing any more.
    pub expires_at: Instant,
    /// The instant at which it was last used, to the minute; left out where it never was.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_used_at: Option<Instant>,
    /// The instant at which it was revoked; left out where it was not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub revoked_at: Option<Instant>,
    /// Its version, as in the `ETag`.
    pub version: i64,
    /// The user who made it.
    pub created_by: UserId,
    /// The instant at which it was made.
    pub created_at: Instant,
    /// The instant at which it was last changed.
    pub updated_at: Instant,
}

impl ServiceKey {
    pub(super) fn from_row(row: ServiceKeyRow) -> Result<Self> {
        Ok(Self {
            id: row.id,
            name: row.name,
            scopes: row.scopes.parse()?,
            may_give: row.may_give.as_ref().map(Json::parse).transpose()?,
            expires_at: row.expires_at,
            last_used_at: row.last_used_at,
            revoked_at: row.revoked_at,
            version: row.version,
            created_by: row.created_by,
            created_at: row.created_at,
            updated_at: row.updated_at,
        })
    }
}

page_of!(
    /// A page of the keys of a service account, the newest first.
    ServiceKeyPage,
    ServiceKey
);

/// A key that was just made, with the key itself: the one time that it is shown.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({
    "id": "019a8e2a-6c1e-7c31-9d57-0a4a5a8f7e18", "name": "2026", "scopes": ["users.provision"],
    "expires_at": "2027-03-10T05:00:00.000000Z", "version": 1,
    "created_by": "019a8e2a-0000-7000-8000-000000000001",
    "created_at": "2026-03-09T14:00:00.000000Z", "updated_at": "2026-03-09T14:00:00.000000Z",
    "key": "greffe_sk_mZ2vN7pQ4sT8wY1bE5hK9nR3uX6aD0gJ2mP5tV8yB1c"
}))]
pub struct CreatedServiceKey {
    /// The id of the key.
    id: ServiceKeyId,
    /// The name of the key.
    name: String,
    /// The permissions to which it is confined, of those that the role of the account gives.
    scopes: Vec<String>,
    /// The roles and the clearance that it may give to others although it is confined; left out
    /// where it gives only what it opens.
    #[serde(skip_serializing_if = "Option::is_none")]
    may_give: Option<MayGive>,
    /// The instant from which it opens nothing any more.
    expires_at: Instant,
    /// Its version, as in the `ETag`.
    version: i64,
    /// The user who made it.
    created_by: UserId,
    /// The instant at which it was made.
    created_at: Instant,
    /// The instant at which it was last changed.
    updated_at: Instant,
    /// The key: send it as `Authorization: Bearer`. It is stored nowhere and never shown again.
    key: String,
}

impl CreatedServiceKey {
    /// The answer about a key that was made, with the key.
    #[must_use]
    pub fn of(made: ServiceKey, key: String) -> Self {
        Self {
            id: made.id,
            name: made.name,
            scopes: made.scopes,
            may_give: made.may_give,
            expires_at: made.expires_at,
            version: made.version,
            created_by: made.created_by,
            created_at: made.created_at,
            updated_at: made.updated_at,
            key,
        }
    }
}

/// A key to be made. It expires: say on which day, or after how many.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"name": "2026", "scopes": ["users.provision"], "expires_in_days": 365,
    "may_give": {"roles": ["viewer", "analyst", "litigator"], "clearance": "protected_b"}}))]
pub struct ServiceKeyInput {
    /// The name of the key.
    #[schema(min_length = 1, max_length = 200, pattern = r"^\s*\S.*$")]
    pub name: String,
    /// The permissions to which it is confined: codes of those that the role of the account gives,
    /// and you have.
    #[schema(min_items = 1, max_items = 100)]
    pub scopes: Vec<String>,
    /// Roles, and a clearance, that it may give to others although it is confined, as a directory
    /// does: those that you have. It opens none of them itself. If it is left out, it gives what it
    /// opens, and what every account begins with.
    #[serde(default)]
    #[schema(nullable = false)]
    pub may_give: Option<MayGive>,
    /// The last day on which it is good, at most 366 days from today; or else `expires_in_days`.
    #[serde(default)]
    #[schema(nullable = false)]
    pub expires_on: Option<NaiveDate>,
    /// The number of days for which it is good beside today; or else `expires_on`.
    #[serde(default)]
    #[schema(nullable = false, minimum = 1, maximum = 366)]
    pub expires_in_days: Option<u16>,
}
