//! How far the change feed and the webhooks are behind, on the wire.

use crate::db::types::Instant;
use crate::ids::WebhookId;
use crate::integration::webhooks::model::WebhookStatus;
use crate::integration::webhooks::standing::WebhookStanding;
use serde::Serialize;
use utoipa::ToSchema;

/// How far what tells other systems is behind, and what fails.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({
    "at": "2026-03-09T14:00:05.000000Z",
    "changes": {"last_sequence": 4220, "settled_sequence": 4220, "unsettled": 0},
    "webhooks": [{"id": "019a8e2a-6c1e-7c31-9d57-0a4a5a8f7e30", "name": "Case tracker", "status": "active", "entries_behind": 0,
        "pending": 1, "lag_seconds": 4, "failures": 1, "failing_since": "2026-03-09T14:00:01.000000Z",
        "delivered_at": "2026-03-09T13:59:58.000000Z"}]
}))]
pub struct IntegrationStatus {
    /// The instant at which it is so.
    pub at: Instant,
    /// The change feed.
    pub changes: ChangesStatus,
    /// The webhooks of your organisation, in the order in which they were made.
    #[schema(max_items = 200)]
    pub webhooks: Vec<WebhookLag>,
}

/// How far the change feed is behind the journal.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({"last_sequence": 4220, "settled_sequence": 4220, "unsettled": 0}))]
pub struct ChangesStatus {
    /// The sequence number of the last entry of the journal.
    pub last_sequence: i64,
    /// The sequence number up to which the feed can be read: what is after it waits for a write
    /// that began before and has not ended.
    pub settled_sequence: i64,
    /// The difference of both.
    pub unsettled: i64,
}

/// How far a webhook is behind, and whether it fails.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({"id": "019a8e2a-6c1e-7c31-9d57-0a4a5a8f7e30", "name": "Case tracker", "status": "active",
    "entries_behind": 0, "pending": 0, "lag_seconds": 0, "failures": 0}))]
pub struct WebhookLag {
    /// The id of the webhook.
    pub id: WebhookId,
    /// Its name.
    pub name: String,
    /// Whether anything is sent: `active`, `paused` or `set_aside`.
    #[schema(value_type = String)]
    pub status: WebhookStatus,
    /// The number of entries of the journal that were not looked at for it yet.
    pub entries_behind: i64,
    /// The number of what is written down to be sent.
    pub pending: i64,
    /// The seconds for which the oldest of that has been waiting.
    pub lag_seconds: i64,
    /// The number of attempts that failed since the last that did not.
    pub failures: i32,
    /// The instant since which they fail.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub failing_since: Option<Instant>,
    /// The instant, to ten seconds, at which something was delivered last.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub delivered_at: Option<Instant>,
}

impl WebhookLag {
    /// How a webhook stands at an instant, where the feed can be read up to a sequence number.
    #[must_use]
    pub fn of(standing: WebhookStanding, settled: i64, now: Instant) -> Self {
        let lag_seconds = standing.lag_seconds(now);
        Self {
            id: standing.id,
            name: standing.name,
            status: standing.status,
            entries_behind: settled.saturating_sub(standing.place).max(0),
            pending: standing.pending,
            lag_seconds,
            failures: standing.failures,
            failing_since: standing.failing_since,
            delivered_at: standing.delivered_at,
        }
    }
}
