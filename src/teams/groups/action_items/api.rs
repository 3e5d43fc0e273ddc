//! An action item on the wire.

use super::super::model::ActionItemStatus;
use super::store::ActionItemRow;
use crate::db::types::Instant;
use crate::http::page::{Include, page_of, page_params};
use crate::http::patch::nullable;
use crate::ids::{ActionItemId, GroupDecisionId, GroupId, MeetingId, UserId};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// An action item: what a group asked one of its members to do.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({
    "id": "019a8e2a-6c1e-7c31-9d57-0a4a5a8f7e24", "group_id": "019a8e2a-6c1e-7c31-9d57-0a4a5a8f7e20",
    "title": "Send the draft matrix round", "owner_id": "019a8e2a-0000-7000-8000-000000000001", "due_on": "2026-03-20",
    "meeting_id": "019a8e2a-6c1e-7c31-9d57-0a4a5a8f7e22", "status": "open", "version": 1,
    "created_by": "019a8e2a-0000-7000-8000-000000000001",
    "created_at": "2026-03-09T14:00:00.000000Z", "updated_at": "2026-03-09T14:00:00.000000Z"
}))]
pub struct ActionItem {
    /// The id of the action item.
    pub id: ActionItemId,
    /// The group.
    pub group_id: GroupId,
    /// The task.
    pub title: String,
    /// The user who is to do it.
    pub owner_id: UserId,
    /// The day by which it is due.
    pub due_on: NaiveDate,
    /// The meeting that asked for it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub meeting_id: Option<MeetingId>,
    /// The decision that asks for it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub decision_id: Option<GroupDecisionId>,
    /// The status: a code of the list `action_item_statuses`.
    #[schema(value_type = String)]
    pub status: ActionItemStatus,
    /// The day on which it was done.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub completed_on: Option<NaiveDate>,
    /// Its version, as in the `ETag`.
    pub version: i64,
    /// The user who entered it.
    pub created_by: UserId,
    /// The instant of it.
    pub created_at: Instant,
    /// The instant at which it was last changed.
    pub updated_at: Instant,
}

impl From<ActionItemRow> for ActionItem {
    fn from(row: ActionItemRow) -> Self {
        Self {
            id: row.id,
            group_id: row.group_id,
            title: row.title,
            owner_id: row.owner_id,
            due_on: row.due_on,
            meeting_id: row.meeting_id,
            decision_id: row.decision_id,
            status: row.status,
            completed_on: row.completed_on,
            version: row.version,
            created_by: row.created_by,
            created_at: row.created_at,
            updated_at: row.updated_at,
        }
    }
}

page_of!(
    /// A page of action items, the soonest first.
    ActionItemPage,
    ActionItem
);

/// An action item to be entered.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "title": "Send the draft matrix round", "owner_id": "019a8e2a-0000-7000-8000-000000000001", "due_on": "2026-12-20"
}))]
pub struct ActionItemInput {
    /// The task.
    #[schema(min_length = 1, max_length = 500, pattern = r"\S")]
    pub title: String,
    /// The user who is to do it: somebody who belongs to the group now.
    pub owner_id: UserId,
    /// The day by which it is due.
    pub due_on: NaiveDate,
    /// The meeting that asked for it.
    #[serde(default)]
    #[schema(nullable = false)]
    pub meeting_id: Option<MeetingId>,
    /// The decision that asks for it.
    #[serde(default)]
    #[schema(nullable = false)]
    pub decision_id: Option<GroupDecisionId>,
}

/// The changes to an action item.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"due_on": "2026-12-31"}))]
pub struct ActionItemPatch {
    /// The task.
    #[serde(default)]
    #[schema(nullable = false, min_length = 1, max_length = 500, pattern = r"\S")]
    pub title: Option<String>,
    /// The user who is to do it: somebody who belongs to the group now.
    #[serde(default)]
    #[schema(nullable = false)]
    pub owner_id: Option<UserId>,
    /// The day by which it is due.
    #[serde(default)]
    #[schema(nullable = false)]
    pub due_on: Option<NaiveDate>,
    /// The meeting that asked for it; `null` removes it.
    #[serde(default, deserialize_with = "nullable")]
    #[schema(value_type = Option<MeetingId>)]
    pub meeting_id: Option<Option<MeetingId>>,
    /// The decision that asks for it; `null` removes it.
    #[serde(default, deserialize_with = "nullable")]
    #[schema(value_type = Option<GroupDecisionId>)]
    pub decision_id: Option<Option<GroupDecisionId>>,
    /// The status; what becomes done was done today.
    #[serde(default)]
    #[schema(nullable = false)]
    pub status: Option<ActionItemStatus>,
}

/// The completion of an action item.
#[derive(Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({}))]
pub struct CompleteActionItem {
    /// The day on which it was done: today, if it is left out, and not in the future.
    #[serde(default)]
    #[schema(nullable = false)]
    pub completed_on: Option<NaiveDate>,
}

/// The query of a list of action items, across groups.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ListActionItems {
    /// Only those that this user is to do: an id, or `me`.
    #[param(pattern = "^(me|[0-9a-fA-F-]{36})$", example = "me")]
    pub owner: Option<String>,
    /// Only those with this status.
    #[param(inline)]
    pub status: Option<ActionItemStatus>,
    /// Only those due before this day.
    pub due_before: Option<NaiveDate>,
    /// Only those due after this day.
    pub due_after: Option<NaiveDate>,
    /// Only those of this group.
    pub group_id: Option<GroupId>,
    /// The greatest number of items, 1 to 200.
    #[param(minimum = 1, maximum = 200)]
    limit: Option<i64>,
    /// `next_cursor` of the page before.
    cursor: Option<String>,
    /// `count`: the number of all of them too.
    #[param(inline)]
    include: Option<Include>,
}

page_params!(ListActionItems);

/// The query of a list of a group's action items.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ListGroupActionItems {
    /// Only those that this user is to do: an id, or `me`.
    #[param(pattern = "^(me|[0-9a-fA-F-]{36})$", example = "me")]
    pub owner: Option<String>,
    /// Only those with this status.
    #[param(inline)]
    pub status: Option<ActionItemStatus>,
    /// The greatest number of items, 1 to 200.
    #[param(minimum = 1, maximum = 200)]
    limit: Option<i64>,
    /// `next_cursor` of the page before.
    cursor: Option<String>,
    /// `count`: the number of all of them too.
    #[param(inline)]
    include: Option<Include>,
}

page_params!(ListGroupActionItems);
