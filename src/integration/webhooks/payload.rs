//! What is sent: the body of a message. Pure.
//!
//! It says what was done to what, by whom and when, with ids and the names of fields: nothing that
//! a field holds.

use super::model::PING;
use crate::db::types::{Instant, Json};
use crate::error::Result;
use crate::ids::{CaseId, WebhookId};
use crate::insight::audit::changes::api::RecordedChange;
use serde::Serialize;
use serde_json::{Map, Value};
use std::collections::BTreeSet;
use utoipa::ToSchema;

/// A message to a webhook (Standard Webhooks 1.0).
#[derive(Serialize, ToSchema)]
#[schema(example = json!({
    "type": "event.recorded", "timestamp": "2026-03-09T14:00:00.000000Z",
    "data": {"webhook_id": "019a8e2a-6c1e-7c31-9d57-0a4a5a8f7e30", "id": "42", "sequence": 42,
        "subject": "case:019a8e2a-6c1e-7c31-9d57-0a4a5a8f7e10", "case_id": "019a8e2a-6c1e-7c31-9d57-0a4a5a8f7e10",
        "actor": "user:019a8e2a-0000-7000-8000-000000000001", "changed": ["stage"]}
}))]
pub struct WebhookMessage {
    /// The act, as in the change feed; `webhook.ping` where the webhook is only tried out.
    #[serde(rename = "type")]
    kind: String,
    /// The instant at which it was done.
    timestamp: Instant,
    /// What was done.
    data: WebhookMessageData,
}

/// What a message tells: ids and names of fields.
#[derive(Serialize, ToSchema)]
pub struct WebhookMessageData {
    /// The webhook.
    webhook_id: WebhookId,
    /// What tells the change from every other one of the feed.
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<String>,
    /// The sequence number of the change: it grows along the feed, and leaves gaps.
    #[serde(skip_serializing_if = "Option::is_none")]
    sequence: Option<i64>,
    /// What was changed: `case:ID`, `user:ID`, `organization:ID`, `group:ID`, or `service`.
    #[serde(skip_serializing_if = "Option::is_none")]
    subject: Option<String>,
    /// The case, if it is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    case_id: Option<CaseId>,
    /// The author: `user:ID`, or `system`.
    #[serde(skip_serializing_if = "Option::is_none")]
    actor: Option<String>,
    /// The names of the fields that are not what they were, as far as you may read them. Fetch what
    /// they hold.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    changed: Vec<String>,
}

/// The body of a message about a change.
///
/// # Errors
/// Fails if it has no JSON form.
pub fn of_change(webhook: WebhookId, change: &RecordedChange) -> Result<String> {
    let message = WebhookMessage {
        kind: change.kind.clone(),
        timestamp: change.at,
        data: WebhookMessageData {
            webhook_id: webhook,
            id: Some(change.id()),
            sequence: Some(change.sequence),
            subject: Some(change.subject.clone()),
            case_id: change.case_id,
            actor: Some(change.actor.clone()),
            changed: changed(change.before.as_ref(), change.after.as_ref()),
        },
    };
    Ok(serde_json::to_string(&message)?)
}

/// The body of a message that only tries the webhook out.
///
/// # Errors
/// Fails if it has no JSON form.
pub fn of_ping(webhook: WebhookId, at: Instant) -> Result<String> {
    let data = WebhookMessageData {
        webhook_id: webhook,
        id: None,
        sequence: None,
        subject: None,
        case_id: None,
        actor: None,
        changed: Vec::new(),
    };
    Ok(serde_json::to_string(&WebhookMessage { kind: PING.to_owned(), timestamp: at, data })?)
}

/// The id under which a change is sent. There is no full stop in it: one ends the id in what is
/// signed.
#[must_use]
pub fn message_of(change: &str) -> String {
    format!("chg_{}", change.replace('.', "_"))
}

/// The names of the fields that are not the same on both sides.
fn changed(before: Option<&Json>, after: Option<&Json>) -> Vec<String> {
    let fields = |side: Option<&Json>| -> Map<String, Value> {
        side.and_then(|side| side.parse().ok()).unwrap_or_default()
    };
    let (before, after) = (fields(before), fields(after));
    let names: BTreeSet<&String> = before.keys().chain(after.keys()).collect();
    names.into_iter().filter(|name| before.get(*name) != after.get(*name)).cloned().collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn what_changed_is_named_and_not_told() {
        let json = |value: Value| Json::of(&value).unwrap();
        let before = json(json!({"stage": "a", "office": "toronto", "note": "Smith"}));
        let after = json(json!({"stage": "b", "office": "toronto", "judge": {"name": "Roe"}}));
        assert_eq!(changed(Some(&before), Some(&after)), ["judge", "note", "stage"]);
        assert_eq!(changed(None, Some(&after)), ["judge", "office", "stage"]);
        assert_eq!(changed(None, Some(&json(json!("text")))), Vec::<String>::new());
    }

    #[test]
    fn an_id_of_a_message_has_no_full_stop() {
        assert_eq!(message_of("42.case.visible"), "chg_42_case_visible");
    }
}
