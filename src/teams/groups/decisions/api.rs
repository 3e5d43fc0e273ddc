//! A decision of a group on the wire.

use super::super::api::{GroupName, GroupText, both};
use super::store::DecisionRow;
use crate::db::types::Instant;
use crate::http::page::page_of;
use crate::ids::{GroupDecisionId, GroupId, MeetingId, UserId};
use crate::text::Text;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A decision of a group.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({
    "id": "019a8e2a-6c1e-7c31-9d57-0a4a5a8f7e23", "group_id": "019a8e2a-6c1e-7c31-9d57-0a4a5a8f7e20", "number": 1,
    "title": {"en": "The matrix of responsibilities is adopted.", "fr": "La matrice des responsabilités est adoptée."},
    "adopted_on": "2026-03-09", "meeting_id": "019a8e2a-6c1e-7c31-9d57-0a4a5a8f7e22", "version": 1,
    "created_by": "019a8e2a-0000-7000-8000-000000000001",
    "created_at": "2026-03-09T14:00:00.000000Z", "updated_at": "2026-03-09T14:00:00.000000Z"
}))]
pub struct GroupDecision {
    /// The id of the decision.
    pub id: GroupDecisionId,
    /// The group.
    pub group_id: GroupId,
    /// Its number in the group: given in the order in which decisions were entered.
    pub number: i32,
    /// The decision, in short.
    pub title: Text,
    /// The decision, at length.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub body: Option<Text>,
    /// The day on which it was adopted.
    pub adopted_on: NaiveDate,
    /// The meeting at which it was adopted; left out where it was adopted in writing.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub meeting_id: Option<MeetingId>,
    /// The earlier decision in whose place it stands.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub supersedes_id: Option<GroupDecisionId>,
    /// The later decision that stands in its place.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub superseded_by_id: Option<GroupDecisionId>,
    /// Its version, as in the `ETag`: another one once it is superseded.
    pub version: i64,
    /// The user who entered it.
    pub created_by: UserId,
    /// The instant of it.
    pub created_at: Instant,
    /// The instant at which it was superseded, or entered.
    pub updated_at: Instant,
}

impl GroupDecision {
    /// A decision, with the one that superseded it.
    #[must_use]
    pub fn from_row(row: DecisionRow, superseded_by_id: Option<GroupDecisionId>) -> Self {
        Self {
            id: row.id,
            group_id: row.group_id,
            number: row.number,
            title: Text::new(row.title_en, row.title_fr),
            body: both(row.body_en, row.body_fr),
            adopted_on: row.adopted_on,
            meeting_id: row.meeting_id,
            supersedes_id: row.supersedes_id,
            superseded_by_id,
            version: row.version,
            created_by: row.created_by,
            created_at: row.created_at,
            updated_at: row.updated_at,
        }
    }
}

page_of!(
    /// A page of the decisions of a group, the latest first.
    GroupDecisionPage,
    GroupDecision
);

/// A decision to be entered.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "title": {"en": "The matrix of responsibilities is adopted.", "fr": "La matrice des responsabilités est adoptée."},
    "body": {"en": "It binds from the day of its adoption.", "fr": "Elle lie dès le jour de son adoption."},
    "adopted_on": "2026-03-09"
}))]
pub struct GroupDecisionInput {
    /// The decision, in short.
    pub title: GroupName,
    /// The decision, at length.
    #[serde(default)]
    #[schema(nullable = false)]
    pub body: Option<GroupText>,
    /// The day on which it was adopted: not in the future.
    pub adopted_on: NaiveDate,
    /// The meeting at which it was adopted.
    #[serde(default)]
    #[schema(nullable = false)]
    pub meeting_id: Option<MeetingId>,
    /// The earlier decision of the group that it replaces.
    #[serde(default)]
    #[schema(nullable = false)]
    pub supersedes_id: Option<GroupDecisionId>,
}
