//! A feed on the wire.

use super::model::FeedScope;
use super::store::FeedRow;
use crate::db::types::Instant;
use crate::http::page::page_of;
use crate::ids::{CaseId, FeedId, GroupId};
use crate::text::Language;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A calendar to subscribe to. Its address was given when it was made, and is not shown again.
#[derive(Serialize, Deserialize, ToSchema)]
#[schema(example = json!({
    "id": "019a8e2a-6c1e-7c31-9d57-0a4a5a8f7e15", "scope": "me", "language": "fr",
    "created_at": "2026-03-09T14:00:00.000000Z", "version": 1
}))]
pub struct Feed {
    /// The id of the feed.
    pub id: FeedId,
    /// What it is a feed of: `me`, `case` or `group`.
    #[schema(value_type = String)]
    pub scope: FeedScope,
    /// The case, for the scope `case`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub case_id: Option<CaseId>,
    /// The group, for the scope `group`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub group_id: Option<GroupId>,
    /// The language that it is written in.
    pub language: Language,
    /// The instant at which it was made.
    pub created_at: Instant,
    /// The instant at which it was revoked: its address leads nowhere from then on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub revoked_at: Option<Instant>,
    /// Its version, as in the `ETag`.
    pub version: i64,
}

impl From<FeedRow> for Feed {
    fn from(row: FeedRow) -> Self {
        Self {
            id: row.id,
            scope: row.scope,
            case_id: row.case_id,
            group_id: row.group_id,
            language: row.language,
            created_at: row.created_at,
            revoked_at: row.revoked_at,
            version: row.version,
        }
    }
}

page_of!(
    /// A page of your feeds, the newest first.
    FeedPage,
    Feed
);

/// A feed that was just made, with its address: the one time that it is shown.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({
    "id": "019a8e2a-6c1e-7c31-9d57-0a4a5a8f7e15", "scope": "me", "language": "fr",
    "created_at": "2026-03-09T14:00:00.000000Z", "version": 1,
    "url": "https://greffe.example/v1/feeds/mZ2vN7pQ4sT8wY1bE5hK9nR3uX6aD0gJ2mP5tV8yB1c.ics"
}))]
pub struct CreatedFeed {
    /// The id of the feed.
    id: FeedId,
    /// What it is a feed of: `me`, `case` or `group`.
    #[schema(value_type = String)]
    scope: FeedScope,
    /// The case, for the scope `case`.
    #[serde(skip_serializing_if = "Option::is_none")]
    case_id: Option<CaseId>,
    /// The group, for the scope `group`.
    #[serde(skip_serializing_if = "Option::is_none")]
    group_id: Option<GroupId>,
    /// The language that it is written in.
    language: Language,
    /// The instant at which it was made.
    created_at: Instant,
    /// Its version, as in the `ETag`.
    version: i64,
    /// The address to subscribe to. Whoever has it can read the calendar: keep it like a password.
    #[schema(format = "uri")]
    url: String,
}

impl CreatedFeed {
    /// The feed with its address.
    #[must_use]
    pub fn of(feed: &Feed, url: String) -> Self {
        let Feed { id, scope, case_id, group_id, language, created_at, revoked_at: _, version } = *feed;
        Self { id, scope, case_id, group_id, language, created_at, version, url }
    }
}

/// A feed to be made.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"scope": "me", "language": "fr"}))]
pub struct FeedInput {
    /// What it is to be a feed of.
    pub scope: FeedScope,
    /// The case: with the scope `case`, and only there.
    #[serde(default)]
    #[schema(nullable = false)]
    pub case_id: Option<CaseId>,
    /// The group, to which you belong now: with the scope `group`, and only there.
    #[serde(default)]
    #[schema(nullable = false)]
    pub group_id: Option<GroupId>,
    /// The language that it shall be written in.
    pub language: Language,
}
