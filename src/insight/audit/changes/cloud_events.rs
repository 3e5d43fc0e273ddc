//! Changes as `CloudEvents` 1.0.2, in the JSON event format and its batches.
//!
//! `source` and `id` together are one change: the service, and the sequence number of the entry,
//! with the type where the entry is not what is told. What is personal stands in `data` alone: the
//! attributes are what routers and logs on the way may read.

use super::api::RecordedChange;
use crate::db::types::{Instant, Json};
use serde::Serialize;
use utoipa::ToSchema;

/// The media type of a batch.
pub const BATCH: &str = "application/cloudevents-batch+json";

/// A change as a `CloudEvent`.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({
    "specversion": "1.0", "id": "42", "source": "https://greffe.example/v1/changes", "type": "greffe.event.recorded",
    "subject": "case:019a8e2a-6c1e-7c31-9d57-0a4a5a8f7e10", "time": "2026-03-09T14:00:00.000000Z",
    "datacontenttype": "application/json",
    "data": {"actor": "user:019a8e2a-0000-7000-8000-000000000001",
        "request_id": "019a8e2b-11aa-7f00-a000-000000000000", "after": {"stage": "commenced"}}
}))]
pub struct CloudEvent {
    /// `1.0`.
    specversion: &'static str,
    /// The sequence number of the entry; for what is of the feed alone, with its type.
    id: String,
    /// The address of the feed.
    source: String,
    /// The type of the change, after `greffe.`.
    #[serde(rename = "type")]
    kind: String,
    /// What it is about.
    subject: String,
    /// The instant.
    time: Instant,
    /// `application/json`.
    datacontenttype: &'static str,
    /// What was done.
    data: CloudEventData,
}

/// What a `CloudEvent` says beside where and when.
#[derive(Serialize, ToSchema)]
pub struct CloudEventData {
    /// The author: `user:ID`, or `system`.
    actor: String,
    /// The request that did it; none is named with `case.visible` and `access.changed`.
    #[serde(skip_serializing_if = "Option::is_none")]
    request_id: Option<String>,
    /// The state before, if there was one.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Object>)]
    before: Option<Json>,
    /// The state after, if there is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Object>)]
    after: Option<Json>,
    /// `true` where something of `before` or `after` is kept from you.
    #[serde(skip_serializing_if = "Option::is_none")]
    withheld: Option<bool>,
}

impl CloudEvent {
    /// A change of the feed at an address.
    #[must_use]
    pub fn of(change: RecordedChange, source: &str) -> Self {
        Self {
            specversion: "1.0",
            id: change.id(),
            source: source.to_owned(),
            kind: format!("greffe.{}", change.kind),
            subject: change.subject,
            time: change.at,
            datacontenttype: "application/json",
            data: CloudEventData {
                actor: change.actor,
                request_id: change.request_id,
                before: change.before,
                after: change.after,
                withheld: change.withheld,
            },
        }
    }
}
