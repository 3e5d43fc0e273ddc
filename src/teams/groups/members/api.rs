//! A membership on the wire.

use super::store::MemberRow;
use crate::access::holding::Capacity;
use crate::db::types::Instant;
use crate::http::page::page_of;
use crate::http::patch::nullable;
use crate::ids::{GroupId, MembershipId, UserId};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A user who belongs to a group from one instant until another.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({
    "id": "019a8e2a-6c1e-7c31-9d57-0a4a5a8f7e21", "group_id": "019a8e2a-6c1e-7c31-9d57-0a4a5a8f7e20",
    "user_id": "019a8e2a-0000-7000-8000-000000000001", "display_name": "Margaret Osei", "capacity": "chair",
    "from": "2026-03-09T14:00:00.000000Z", "version": 1, "created_by": "019a8e2a-0000-7000-8000-000000000001",
    "created_at": "2026-03-09T14:00:00.000000Z", "updated_at": "2026-03-09T14:00:00.000000Z"
}))]
pub struct GroupMember {
    /// The id of the membership.
    pub id: MembershipId,
    /// The group.
    pub group_id: GroupId,
    /// The user.
    pub user_id: UserId,
    /// The name to show.
    pub display_name: String,
    /// The capacity: a code of the list `group_capacities`.
    #[schema(value_type = String)]
    pub capacity: Capacity,
    /// The instant from which the user belongs to it.
    pub from: Instant,
    /// The instant at which it ends; left out while no end is set.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub until: Option<Instant>,
    /// Its version, as in the `ETag`.
    pub version: i64,
    /// The user who entered it.
    pub created_by: UserId,
    /// The instant of it.
    pub created_at: Instant,
    /// The instant at which it was last changed.
    pub updated_at: Instant,
}

impl GroupMember {
    /// A membership, with the name of the user.
    #[must_use]
    pub fn from_row(row: &MemberRow, display_name: String) -> Self {
        Self {
            id: row.id,
            group_id: row.group_id,
            user_id: row.user_id,
            display_name,
            capacity: row.capacity,
            from: row.from_at,
            until: row.until_at,
            version: row.version,
            created_by: row.created_by,
            created_at: row.created_at,
            updated_at: row.updated_at,
        }
    }
}

page_of!(
    /// A page of the members of a group, in the order in which they began.
    GroupMemberPage,
    GroupMember
);

/// A membership to be entered.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"user_id": "019a8e2a-0000-7000-8000-000000000001", "capacity": "member"}))]
pub struct GroupMemberInput {
    /// The user, of any organisation.
    pub user_id: UserId,
    /// The capacity.
    pub capacity: Capacity,
    /// The instant from which the user belongs to it; now if it is left out.
    #[serde(default)]
    #[schema(nullable = false)]
    pub from: Option<Instant>,
    /// The instant at which it ends; open if it is left out.
    #[serde(default)]
    #[schema(nullable = false)]
    pub until: Option<Instant>,
}

/// The changes to a membership.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"until": "2027-01-01T05:00:00Z"}))]
pub struct GroupMemberPatch {
    /// The instant at which it ends; `null` takes the end away.
    #[serde(default, deserialize_with = "nullable")]
    #[schema(value_type = Option<Instant>)]
    pub until: Option<Option<Instant>>,
}
