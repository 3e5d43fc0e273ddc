//! Rows of what is sent, or was.

#![expect(missing_docs, reason = "the fields of a row are the columns of its table")]

use super::model::{DeliveryProblem, DeliveryStatus};
use crate::db::Connection;
use crate::db::connection::MultiBackend;
use crate::db::dialect::bulk;
use crate::db::schema::webhook_deliveries as deliveries;
use crate::db::types::Instant;
use crate::error::Result;
use crate::ids::{CaseId, WebhookDeliveryId, WebhookId};
use crate::journal::model::case_in;
use diesel::prelude::*;

/// Something that is sent, or was, as stored.
#[derive(Clone, Debug, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = deliveries)]
pub struct DeliveryRow {
    pub id: WebhookDeliveryId,
    pub webhook_id: WebhookId,
    /// The id under which it is sent: what the receiver knows it by.
    pub message: String,
    /// Its place among all that is sent to the webhook.
    pub position: i64,
    pub sequence: Option<i64>,
    pub kind: String,
    pub line: String,
    pub status: DeliveryStatus,
    pub attempts: i32,
    pub next_at: Instant,
    pub claimed_until: Option<Instant>,
    pub created_at: Instant,
    pub finished_at: Option<Instant>,
    pub answer_status: Option<i32>,
    pub latency_ms: Option<i64>,
    pub answer: Option<String>,
    pub problem: Option<DeliveryProblem>,
}

type DeliveriesQuery = deliveries::BoxedQuery<'static, MultiBackend>;

fn of_webhook(webhook: WebhookId, status: Option<DeliveryStatus>) -> DeliveriesQuery {
    let query = deliveries::table.filter(deliveries::webhook_id.eq(webhook)).into_boxed();
    match status {
        Some(status) => query.filter(deliveries::status.eq(status)),
        None => query,
    }
}

/// A page of what is sent to a webhook, or was, the newest first.
pub fn list(
    connection: &mut Connection,
    webhook: WebhookId,
    status: Option<DeliveryStatus>,
    before: Option<WebhookDeliveryId>,
    limit: i64,
) -> Result<Vec<DeliveryRow>> {
    let mut query = of_webhook(webhook, status);
    if let Some(before) = before {
        query = query.filter(deliveries::id.lt(before));
    }
    Ok(query.order(deliveries::id.desc()).limit(limit).select(DeliveryRow::as_select()).load(connection)?)
}

/// Counts what is sent to a webhook, or was.
pub fn count(connection: &mut Connection, webhook: WebhookId, status: Option<DeliveryStatus>) -> Result<i64> {
    Ok(of_webhook(webhook, status).count().get_result(connection)?)
}

/// What is sent to a webhook, or was, under this id.
///
/// # Errors
/// 404 where there is none.
pub fn find(connection: &mut Connection, webhook: WebhookId, id: WebhookDeliveryId) -> Result<DeliveryRow> {
    let row = of_webhook(webhook, None).filter(deliveries::id.eq(id));
    Ok(row.select(DeliveryRow::as_select()).first(connection)?)
}

/// The case that is meant by the latest of what is pending for a webhook and about one.
pub fn latest_case(connection: &mut Connection, webhook: WebhookId) -> Result<Option<CaseId>> {
    let of_cases = deliveries::table
        .filter(deliveries::webhook_id.eq(webhook))
        .filter(deliveries::status.eq(DeliveryStatus::Pending))
        .filter(deliveries::line.like("case:%"));
    let line: Option<String> =
        of_cases.order(deliveries::id.desc()).select(deliveries::line).first(connection).optional()?;
    Ok(line.and_then(|line| case_in(&line)))
}

/// The number of what is pending for each of these webhooks.
pub fn pending(connection: &mut Connection, webhooks: &[WebhookId]) -> Result<Vec<(WebhookId, i64)>> {
    let rows = deliveries::table
        .filter(deliveries::webhook_id.eq_any(webhooks.iter().copied()))
        .filter(deliveries::status.eq(DeliveryStatus::Pending));
    let counted = rows.group_by(deliveries::webhook_id);
    Ok(counted.select((deliveries::webhook_id, diesel::dsl::count_star())).load(connection)?)
}

/// For each of these webhooks to which something is to be sent: how much, and since when the
/// oldest of it has been waiting.
pub fn waiting(
    connection: &mut Connection,
    webhooks: &[WebhookId],
) -> Result<Vec<(WebhookId, i64, Option<Instant>)>> {
    let rows = deliveries::table
        .filter(deliveries::webhook_id.eq_any(webhooks.iter().copied()))
        .filter(deliveries::status.eq(DeliveryStatus::Pending));
    let counted = rows.group_by(deliveries::webhook_id);
    let oldest = diesel::dsl::min(deliveries::created_at);
    Ok(counted.select((deliveries::webhook_id, diesel::dsl::count_star(), oldest)).load(connection)?)
}

const COLUMNS: [bulk::Column; 11] = [
    ("id", "uuid"),
    ("webhook_id", "uuid"),
    ("message", "text"),
    ("position", "bigint"),
    ("sequence", "bigint"),
    ("kind", "text"),
    ("line", "text"),
    ("status", "text"),
    ("attempts", "integer"),
    ("next_at", "timestamptz"),
    ("created_at", "timestamptz"),
];

/// Writes down what is to be sent; what is there already is left alone.
pub fn insert_missing(connection: &mut Connection, rows: &[DeliveryRow]) -> Result<usize> {
    let values = |row: &DeliveryRow| {
        vec![
            Some(row.id.to_string()),
            Some(row.webhook_id.to_string()),
            Some(row.message.clone()),
            Some(row.position.to_string()),
            row.sequence.map(|sequence| sequence.to_string()),
            Some(row.kind.clone()),
            Some(row.line.clone()),
            Some(row.status.code().to_owned()),
            Some(row.attempts.to_string()),
            Some(row.next_at.written()),
            Some(row.created_at.written()),
        ]
    };
    let rows: Vec<_> = rows.iter().map(values).collect();
    bulk::insert_missing(connection, "webhook_deliveries", &COLUMNS, &rows)
}

/// Those of these that are there, in the order of their places.
pub fn of_ids(connection: &mut Connection, ids: &[WebhookDeliveryId]) -> Result<Vec<DeliveryRow>> {
    let rows = deliveries::table.filter(deliveries::id.eq_any(ids.iter().copied()));
    let ordered = rows.order((deliveries::webhook_id.asc(), deliveries::position.asc()));
    Ok(ordered.select(DeliveryRow::as_select()).load(connection)?)
}

/// Claims these until an instant: each counts as tried from now on.
pub fn claim(connection: &mut Connection, ids: &[WebhookDeliveryId], until: Instant) -> Result<()> {
    let rows = deliveries::table.filter(deliveries::id.eq_any(ids.iter().copied()));
    let set = (deliveries::claimed_until.eq(until), deliveries::attempts.eq(deliveries::attempts + 1));
    diesel::update(rows).set(set).execute(connection)?;
    Ok(())
}

/// What came of an attempt.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settled {
    pub id: WebhookDeliveryId,
    pub status: DeliveryStatus,
    pub next_at: Instant,
    pub finished_at: Option<Instant>,
    pub answer_status: Option<i32>,
    pub latency_ms: Option<i64>,
    pub answer: Option<String>,
    pub problem: Option<DeliveryProblem>,
}

const OUTCOME: [bulk::Column; 9] = [
    ("id", "uuid"),
    ("status", "text"),
    ("next_at", "timestamptz"),
    ("claimed_until", "timestamptz"),
    ("finished_at", "timestamptz"),
    ("answer_status", "integer"),
    ("latency_ms", "bigint"),
    ("answer", "text"),
    ("problem", "text"),
];

/// Writes what came of attempts: none of them is claimed any more.
pub fn settle(connection: &mut Connection, settled: &[Settled]) -> Result<()> {
    let values = |row: &Settled| {
        vec![
            Some(row.id.to_string()),
            Some(row.status.code().to_owned()),
            Some(row.next_at.written()),
            None,
            row.finished_at.map(Instant::written),
            row.answer_status.map(|status| status.to_string()),
            row.latency_ms.map(|latency| latency.to_string()),
            row.answer.clone(),
            row.problem.map(|problem| problem.code().to_owned()),
        ]
    };
    let rows: Vec<_> = settled.iter().map(values).collect();
    bulk::update(connection, "webhook_deliveries", &OUTCOME, &rows)?;
    Ok(())
}

/// Makes what was sent to a webhook after a sequence number be sent again.
pub fn send_again(
    connection: &mut Connection,
    webhook: WebhookId,
    after: i64,
    now: Instant,
) -> Result<usize> {
    let finished = deliveries::table
        .filter(deliveries::webhook_id.eq(webhook))
        .filter(deliveries::status.ne(DeliveryStatus::Pending))
        .filter(deliveries::sequence.gt(after).assume_not_null());
    let set = (
        deliveries::status.eq(DeliveryStatus::Pending),
        deliveries::attempts.eq(0),
        deliveries::next_at.eq(now),
        deliveries::claimed_until.eq(None::<Instant>),
        deliveries::finished_at.eq(None::<Instant>),
    );
    Ok(diesel::update(finished).set(set).execute(connection)?)
}

/// Makes what is pending for a webhook be sent now, as if it had never been tried.
pub fn begin_again(connection: &mut Connection, webhook: WebhookId, now: Instant) -> Result<()> {
    let pending = deliveries::table
        .filter(deliveries::webhook_id.eq(webhook))
        .filter(deliveries::status.eq(DeliveryStatus::Pending))
        .filter(deliveries::claimed_until.is_null());
    let set = (deliveries::attempts.eq(0), deliveries::next_at.eq(now));
    diesel::update(pending).set(set).execute(connection)?;
    Ok(())
}

/// Removes what is done with and was written down before an instant, and returns how much that was.
pub fn sweep(connection: &mut Connection, before: Instant) -> Result<usize> {
    let old = deliveries::table
        .filter(deliveries::created_at.lt(before))
        .filter(deliveries::status.ne(DeliveryStatus::Pending));
    Ok(diesel::delete(old).execute(connection)?)
}
