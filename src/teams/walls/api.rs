//! A wall on the wire.

use super::store::WallRow;
use crate::db::types::Instant;
use crate::http::page::page_of;
use crate::http::patch::nullable;
use crate::ids::{CaseId, GroupId, UserId, WallId};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A wall that keeps a person, or the members of a group, from a case.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({
    "id": "019a8e2a-6c1e-7c31-9d57-0a4a5a8f7e13", "case_id": "019a8e2a-6c1e-7c31-9d57-0a4a5a8f7e10",
    "user_id": "019a8e2a-0000-7000-8000-000000000003", "reason": "Acted for the applicant in private practice.",
    "from": "2026-03-09T14:00:00.000000Z", "version": 1, "created_by": "019a8e2a-0000-7000-8000-000000000001",
    "created_at": "2026-03-09T14:00:00.000000Z", "updated_at": "2026-03-09T14:00:00.000000Z"
}))]
pub struct Wall {
    /// The id of the wall.
    pub id: WallId,
    /// The case.
    pub case_id: CaseId,
    /// Whether it was put up around another case of the same court file, and is around this one by
    /// that.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub by_court_file: bool,
    /// The other case, if the reader may see it: the wall is changed there.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub put_up_on_case_id: Option<CaseId>,
    /// The person who may not know of it, if it is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub user_id: Option<UserId>,
    /// The group whose members may not know of it, if it is one: whoever is in it, or was while the
    /// wall stood.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub group_id: Option<GroupId>,
    /// The reason; empty where it was put up around a case that the reader may not see.
    pub reason: String,
    /// The instant from which it stands.
    pub from: Instant,
    /// The instant at which it falls; left out while no end is set.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub until: Option<Instant>,
    /// Its version, as in the `ETag`.
    pub version: i64,
    /// The user who put it up.
    pub created_by: UserId,
    /// The instant of it.
    pub created_at: Instant,
    /// The instant at which it was last changed.
    pub updated_at: Instant,
}

impl Wall {
    /// A wall as one around another case of its court file.
    pub(super) fn around(self, case: CaseId, is_seen: bool) -> Self {
        Self {
            case_id: case,
            by_court_file: true,
            put_up_on_case_id: is_seen.then_some(self.case_id),
            reason: if is_seen { self.reason } else { String::new() },
            ..self
        }
    }
}

impl From<WallRow> for Wall {
    fn from(row: WallRow) -> Self {
        Self {
            id: row.id,
            case_id: row.case_id,
            by_court_file: false,
            put_up_on_case_id: None,
            user_id: row.user_id,
            group_id: row.group_id,
            reason: row.reason,
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
    /// A page of the walls around a case, in the order in which they were put up.
    WallPage,
    Wall
);

/// A wall to be put up.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "user_id": "019a8e2a-0000-7000-8000-000000000003", "reason": "Acted for the applicant in private practice."
}))]
pub struct WallInput {
    /// The person who may not know of the case: this or `group_id`.
    #[serde(default)]
    #[schema(nullable = false)]
    pub user_id: Option<UserId>,
    /// The group whose members may not know of the case, with those who leave it: this or
    /// `user_id`.
    #[serde(default)]
    #[schema(nullable = false)]
    pub group_id: Option<GroupId>,
    /// The reason.
    #[schema(min_length = 1, max_length = 1000, pattern = r"\S")]
    pub reason: String,
    /// The instant from which it stands; now if it is left out.
    #[serde(default)]
    #[schema(nullable = false)]
    pub from: Option<Instant>,
    /// The instant at which it falls; open if it is left out.
    #[serde(default)]
    #[schema(nullable = false)]
    pub until: Option<Instant>,
}

/// The changes to a wall.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"until": "2026-09-01T04:00:00Z"}))]
pub struct WallPatch {
    /// The reason.
    #[serde(default)]
    #[schema(nullable = false, min_length = 1, max_length = 1000, pattern = r"\S")]
    pub reason: Option<String>,
    /// The instant at which it falls; `null` takes the end away.
    #[serde(default, deserialize_with = "nullable")]
    #[schema(value_type = Option<Instant>)]
    pub until: Option<Option<Instant>>,
}
