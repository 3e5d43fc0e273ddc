//! A webhook on the wire, and what is sent to it.

use super::deliveries_store::DeliveryRow;
use super::model::{DeliveryProblem, DeliveryStatus, SetAsideReason, WebhookStatus};
use super::store::WebhookRow;
use crate::db::types::{Instant, Json};
use crate::error::Result;
use crate::http::page::{Include, page_of, page_params};
use crate::http::patch;
use crate::ids::{CaseId, UserId, WebhookDeliveryId, WebhookId, WebhookSecretId};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// An address to which changes are sent.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[schema(example = json!({
    "id": "019a8e2a-6c1e-7c31-9d57-0a4a5a8f7e30", "name": "Case tracker", "url": "https://hooks.example/greffe",
    "owner_id": "019a8e2a-0000-7000-8000-000000000001", "types": ["event", "deadline.extended"], "status": "active",
    "keys": [{"id": "019a8e2a-6c1e-7c31-9d57-0a4a5a8f7e31", "public_key": "whpk_11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=",
        "created_at": "2026-03-09T14:00:00.000000Z"}],
    "created_at": "2026-03-09T14:00:00.000000Z", "updated_at": "2026-03-09T14:00:00.000000Z", "version": 1
}))]
pub struct Webhook {
    /// The id of the webhook.
    pub id: WebhookId,
    /// Its name.
    pub name: String,
    /// The address to which is sent.
    pub url: String,
    /// The account on whose behalf is sent: what it may see, and no more.
    pub owner_id: UserId,
    /// The types of changes that are sent; all, if it is left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub types: Option<Vec<String>>,
    /// The one case whose changes are sent, if it is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub case_id: Option<CaseId>,
    /// The proceeding of whose cases the changes are sent, if it is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub proceeding: Option<String>,
    /// Whether anything is sent: `active`, `paused` or `set_aside`.
    #[schema(value_type = String)]
    pub status: WebhookStatus,
    /// The reason for which it was set aside: `failing` (nothing could be delivered for three
    /// days), `gone` (the receiver answered 410), `owner_inactive`, `owner_lost_right`, or
    /// `secret_lost` (the service has another key: rotate the secret). There may be more.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    pub set_aside_because: Option<SetAsideReason>,
    /// The instant at which it was set aside.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub set_aside_at: Option<Instant>,
    /// What its messages are signed with, the newest first.
    #[schema(max_items = 2)]
    pub keys: Vec<WebhookKey>,
    /// The instant at which it was made.
    pub created_at: Instant,
    /// The instant at which it was last changed.
    pub updated_at: Instant,
    /// Its version, as in the `ETag`.
    pub version: i64,
}

/// What messages are signed with: a secret, which is not shown, and a public key.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[schema(example = json!({"id": "019a8e2a-6c1e-7c31-9d57-0a4a5a8f7e31",
    "public_key": "whpk_11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=", "created_at": "2026-03-09T14:00:00.000000Z"}))]
pub struct WebhookKey {
    /// The id of the secret.
    pub id: WebhookSecretId,
    /// The public key by which signatures `v1a` (Ed25519) are verified.
    pub public_key: String,
    /// The instant at which it was made.
    pub created_at: Instant,
    /// The instant until which it signs; left out for the one that has no end.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub good_until: Option<Instant>,
}

impl Webhook {
    /// The webhook with its keys.
    ///
    /// # Errors
    /// Fails if what is stored cannot be read.
    pub fn of(row: WebhookRow, keys: Vec<WebhookKey>) -> Result<Self> {
        Ok(Self {
            id: row.id,
            name: row.name,
            url: row.url,
            owner_id: row.user_id,
            types: row.types.as_ref().map(Json::parse).transpose()?,
            case_id: row.case_id,
            proceeding: row.proceeding,
            status: row.status,
            set_aside_because: row.set_aside_because,
            set_aside_at: row.set_aside_at,
            keys,
            created_at: row.created_at,
            updated_at: row.updated_at,
            version: row.version,
        })
    }
}

page_of!(
    /// A page of webhooks, in the order in which they were made.
    WebhookPage,
    Webhook
);

/// A webhook with the secret that was just made: the one time that it is shown.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({
    "webhook": {
        "id": "019a8e2a-6c1e-7c31-9d57-0a4a5a8f7e30", "name": "Case tracker", "url": "https://hooks.example/greffe",
        "owner_id": "019a8e2a-0000-7000-8000-000000000001", "status": "active",
        "keys": [{"id": "019a8e2a-6c1e-7c31-9d57-0a4a5a8f7e31", "public_key": "whpk_11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=",
            "created_at": "2026-03-09T14:00:00.000000Z"}],
        "created_at": "2026-03-09T14:00:00.000000Z", "updated_at": "2026-03-09T14:00:00.000000Z", "version": 1
    },
    "id": "019a8e2a-6c1e-7c31-9d57-0a4a5a8f7e30", "version": 1,
    "secret": "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSwAAAAAAAAAAA="
}))]
pub struct WebhookWithSecret {
    /// The id of the webhook.
    pub id: WebhookId,
    /// Its version, as in the `ETag`.
    pub version: i64,
    /// The webhook.
    pub webhook: Webhook,
    /// The secret by which signatures `v1` (HMAC-SHA-256) are verified. It is stored nowhere and
    /// never shown again.
    pub secret: String,
}

/// A webhook to be made.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"name": "Case tracker", "url": "https://hooks.example/greffe", "types": ["event", "deadline.extended"]}))]
pub struct WebhookInput {
    /// Its name.
    #[schema(min_length = 1, max_length = 200, pattern = r"^\s*\S.*$")]
    pub name: String,
    /// The address to which is sent: `https`, and one that is public.
    #[schema(min_length = 1, max_length = 2000)]
    pub url: String,
    /// The types of changes that are sent: acts (`event.recorded`) or all acts on something
    /// (`event`); all, if it is left out. `case.visible` and `access.changed` come whatever is
    /// asked for.
    #[serde(default)]
    #[schema(nullable = false, min_items = 1, max_items = 50)]
    pub types: Option<Vec<String>>,
    /// The one case whose changes are sent.
    #[serde(default)]
    #[schema(nullable = false)]
    pub case_id: Option<CaseId>,
    /// The proceeding of whose cases the changes are sent: a code of `GET /v1/proceedings`.
    #[serde(default)]
    #[schema(nullable = false, min_length = 1, max_length = 100)]
    pub proceeding: Option<String>,
}

/// The changes to a webhook.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"paused": true}))]
pub struct WebhookPatch {
    /// Its new name.
    #[serde(default)]
    #[schema(nullable = false, min_length = 1, max_length = 200, pattern = r"^\s*\S.*$")]
    pub name: Option<String>,
    /// The address to which is sent from now on.
    #[serde(default)]
    #[schema(nullable = false, min_length = 1, max_length = 2000)]
    pub url: Option<String>,
    /// The types of changes that are sent from now on; null for all.
    #[serde(default, deserialize_with = "patch::nullable")]
    #[schema(value_type = Option<Vec<String>>, min_items = 1, max_items = 50)]
    pub types: Option<Option<Vec<String>>>,
    /// The proceeding of whose cases the changes are sent from now on; null for all.
    #[serde(default, deserialize_with = "patch::nullable")]
    #[schema(value_type = Option<String>, min_length = 1, max_length = 100)]
    pub proceeding: Option<Option<String>>,
    /// `true`: nothing is sent until `false`. `false`: it goes on from where it stopped, after it
    /// was set aside as well.
    #[serde(default)]
    #[schema(nullable = false)]
    pub paused: Option<bool>,
}

/// The rotation of a secret.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"overlap_hours": 24}))]
pub struct RotateWebhook {
    /// The hours for which the old secret signs beside the new one; 24 if it is left out, 0 if the
    /// old one is known to whom it should not be.
    #[serde(default)]
    #[schema(nullable = false, minimum = 0, maximum = 168)]
    pub overlap_hours: Option<u16>,
}

/// From when on changes are sent again.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"from": "2026-03-09T14:00:00Z"}))]
pub struct ReplayWebhook {
    /// The instant: what was done then or later is sent again.
    pub from: Instant,
}

/// What is sent again.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({"webhook_id": "019a8e2a-6c1e-7c31-9d57-0a4a5a8f7e30", "after_sequence": 41}))]
pub struct WebhookReplay {
    /// The webhook.
    pub webhook_id: WebhookId,
    /// The sequence number of the change after which everything is sent again.
    pub after_sequence: i64,
}

/// The wish to try a webhook out.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({}))]
pub struct PingWebhook {}

/// Something that is sent to a webhook, or was.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(example = json!({
    "id": "019a8e2a-6c1e-7c31-9d57-0a4a5a8f7e32", "message_id": "chg_42", "type": "event.recorded", "sequence": 42,
    "status": "pending", "attempts": 1, "next_attempt_at": "2026-03-09T14:00:05.000000Z", "answer_status": 503,
    "latency_ms": 21, "answer": "Down for maintenance.", "problem": "refused", "created_at": "2026-03-09T14:00:00.000000Z"
}))]
pub struct WebhookDelivery {
    /// The id of the delivery.
    pub id: WebhookDeliveryId,
    /// The `webhook-id` under which it is sent, the same each time.
    pub message_id: String,
    /// The type of what is sent.
    #[serde(rename = "type")]
    pub kind: String,
    /// The sequence number of the change; left out for what only tries the webhook out.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sequence: Option<i64>,
    /// How far it is: `pending`, `delivered`, `set_aside` or `withheld`.
    #[schema(value_type = String)]
    pub status: DeliveryStatus,
    /// The number of attempts.
    pub attempts: i32,
    /// The instant from which it is sent next; left out where it is not any more.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next_attempt_at: Option<Instant>,
    /// The status that the receiver answered last.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub answer_status: Option<i32>,
    /// The time until it answered, or did not: milliseconds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub latency_ms: Option<i64>,
    /// The first 2 KB of what it answered.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub answer: Option<String>,
    /// Why the last attempt failed: `address_refused`, `name_not_found`, `connection_failed`,
    /// `timed_out`, `tls_failed`, `redirected`, `refused` or `unreadable_answer`. There may be
    /// more.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    pub problem: Option<DeliveryProblem>,
    /// The instant at which it was written down to be sent.
    pub created_at: Instant,
    /// The instant from which it is not sent any more.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub finished_at: Option<Instant>,
}

impl From<DeliveryRow> for WebhookDelivery {
    fn from(row: DeliveryRow) -> Self {
        Self {
            id: row.id,
            message_id: row.message,
            kind: row.kind,
            sequence: row.sequence,
            status: row.status,
            attempts: row.attempts,
            next_attempt_at: (row.status == DeliveryStatus::Pending).then_some(row.next_at),
            answer_status: row.answer_status,
            latency_ms: row.latency_ms,
            answer: row.answer,
            problem: row.problem,
            created_at: row.created_at,
            finished_at: row.finished_at,
        }
    }
}

page_of!(
    /// A page of what is sent to a webhook, or was, the newest first.
    WebhookDeliveryPage,
    WebhookDelivery
);

/// The query of what is sent to a webhook.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ListDeliveries {
    /// The greatest number of items, 1 to 200.
    #[param(minimum = 1, maximum = 200)]
    limit: Option<i64>,
    /// `next_cursor` of the page before.
    cursor: Option<String>,
    /// `count`: the number of all of them too.
    #[param(inline)]
    include: Option<Include>,
    /// Only what is so far.
    #[param(inline)]
    pub status: Option<DeliveryStatus>,
}

page_params!(ListDeliveries);

/// The journal's record of a webhook: where it leads by its host alone, for an address may hold
/// what is to be kept.
#[derive(Serialize)]
pub struct WebhookRecord {
    id: WebhookId,
    name: String,
    origin: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    types: Option<Vec<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    case_id: Option<CaseId>,
    #[serde(skip_serializing_if = "Option::is_none")]
    proceeding: Option<String>,
    status: WebhookStatus,
    #[serde(skip_serializing_if = "Option::is_none")]
    set_aside_because: Option<SetAsideReason>,
}

impl From<&Webhook> for WebhookRecord {
    fn from(webhook: &Webhook) -> Self {
        let origin: Vec<_> = webhook.url.splitn(4, '/').take(3).collect();
        Self {
            id: webhook.id,
            name: webhook.name.clone(),
            origin: origin.join("/").split(['?', '#']).next().unwrap_or_default().to_owned(),
            types: webhook.types.clone(),
            case_id: webhook.case_id,
            proceeding: webhook.proceeding.clone(),
            status: webhook.status,
            set_aside_because: webhook.set_aside_because,
        }
    }
}
