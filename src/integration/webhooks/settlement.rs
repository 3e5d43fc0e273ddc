//! What came of attempts, written down: of what was sent, and of how its receiver stands.

use super::deliveries_store::{self, DeliveryRow, Settled};
use super::delivery::DeliveryOutcome;
use super::model::{self, DeliveryProblem, DeliveryStatus, PING, SetAsideReason};
use super::store::{self, WebhookHealth, WebhookRow};
use crate::db::types::Instant;
use crate::db::{Connection, Db, WriteTurn};
use crate::duties::notifications;
use crate::duties::notifications::model::NotificationKind;
use crate::error::Result;
use crate::ids::{CaseId, WebhookDeliveryId, WebhookId};
use crate::journal::model::case_in;
use crate::journal::service::ABSENT;
use crate::journal::{self, Subject};
use crate::people::identity::service_accounts;
use chrono::TimeDelta;
use serde::Serialize;
use std::collections::BTreeSet;
use uuid::Uuid;

/// The answer by which a receiver says that it wants nothing any more.
const GONE: u16 = 410;
/// The interval at which it is noted that something was delivered.
const NOTED_EVERY: TimeDelta = TimeDelta::seconds(10);

/// The journal's record of a webhook that was set aside.
#[derive(Serialize)]
struct SetAsideRecord {
    id: WebhookId,
    set_aside_because: SetAsideReason,
}

/// Sets a webhook aside, says so on the record and tells its owner.
///
/// # Errors
/// Where that cannot be written: it is found again in the next round.
pub fn set_aside(db: &Db, webhook: &WebhookRow, because: SetAsideReason, now: Instant) -> Result<()> {
    db.write_now(|connection| set_aside_in(connection, webhook, because, None, now))
}

fn set_aside_in(
    connection: &mut Connection,
    webhook: &WebhookRow,
    because: SetAsideReason,
    about: Option<CaseId>,
    now: Instant,
) -> Result<()> {
    if !store::set_aside(connection, webhook.id, because, now)? {
        return Ok(());
    }
    count("webhook_set_aside");
    tracing::warn!(webhook.id = %webhook.id, because = because.code(), "a webhook was set aside");
    let record = SetAsideRecord { id: webhook.id, set_aside_because: because };
    let record = journal::service::pending_entry(
        Subject::User(webhook.user_id),
        "webhook.set_aside",
        ABSENT,
        Some(&record),
    )?;
    journal::service::append_as_system(connection, &Uuid::now_v7().to_string(), now, &[record])?;
    tell(connection, webhook, about, now)
}

/// Tells the owner of a webhook that it was set aside, or something that was to be sent to it: a
/// service account reads nothing, and those are told who made its keys. It is told of the case that
/// it is about, to whoever may see that.
fn tell(
    connection: &mut Connection,
    webhook: &WebhookRow,
    about: Option<CaseId>,
    now: Instant,
) -> Result<()> {
    let about = match about.or(webhook.case_id) {
        Some(case) => Some(case),
        None => deliveries_store::latest_case(connection, webhook.id)?,
    };
    let Some(case) = about else { return Ok(()) };
    let makers = service_accounts::service::makers_of_keys(connection, webhook.user_id, now)?;
    let told: BTreeSet<_> = makers.into_iter().chain([webhook.user_id]).collect();
    let told: Vec<_> = told.into_iter().collect();
    notifications::service::tell_once(connection, now, NotificationKind::WebhookSetAside, case, &told)
}

/// Writes down that these are not sent, because their owner may not see any more what they are
/// about.
///
/// # Errors
/// Where that cannot be written.
pub fn withhold(db: &Db, withheld: &[WebhookDeliveryId], now: Instant) -> Result<()> {
    let settled: Vec<_> = withheld
        .iter()
        .map(|id| Settled {
            id: *id,
            status: DeliveryStatus::Withheld,
            next_at: now,
            finished_at: Some(now),
            answer_status: None,
            latency_ms: None,
            answer: None,
            problem: None,
        })
        .collect();
    db.write_now_in(WriteTurn::Beside, |connection| deliveries_store::settle(connection, &settled))
}

/// Writes down what came of attempts.
///
/// # Errors
/// Where that cannot be written: what was sent is sent again when its lease has run out.
pub fn settle(db: &Db, outcomes: &[DeliveryOutcome], now: Instant) -> Result<()> {
    if outcomes.is_empty() {
        return Ok(());
    }
    db.write_now_in(WriteTurn::Beside, |connection| {
        let ids: Vec<_> = outcomes.iter().map(|outcome| outcome.delivery).collect();
        let sent = deliveries_store::of_ids(connection, &ids)?;
        let webhooks: BTreeSet<_> = outcomes.iter().map(|outcome| outcome.webhook).collect();
        for webhook in store::of_ids(connection, &webhooks.into_iter().collect::<Vec<_>>())? {
            let of_webhook = sent.iter().filter(|row| row.webhook_id == webhook.id);
            let settled = of_webhook.filter_map(|row| {
                let outcome = outcomes.iter().find(|outcome| outcome.delivery == row.id)?;
                // One that took longer than its lease is another's by now.
                let is_ours = row.attempts == outcome.attempt && row.status == DeliveryStatus::Pending;
                is_ours.then_some((row, outcome))
            });
            settle_of(connection, &webhook, &settled.collect::<Vec<_>>(), now)?;
        }
        Ok(())
    })?;
    for outcome in outcomes {
        count(outcome.problem.map_or("delivered", DeliveryProblem::code));
    }
    Ok(())
}

/// Writes down what came of the attempts to one receiver.
fn settle_of(
    connection: &mut Connection,
    webhook: &WebhookRow,
    outcomes: &[(&DeliveryRow, &DeliveryOutcome)],
    now: Instant,
) -> Result<()> {
    let mut health = webhook.health();
    let mut end: Option<(SetAsideReason, Option<CaseId>)> = None;
    let mut all = Vec::new();
    for (row, outcome) in outcomes {
        let is_ping = row.kind == PING;
        let (status, next_at) = next(outcome, is_ping, now);
        all.push(Settled {
            id: row.id,
            status,
            next_at,
            finished_at: (status != DeliveryStatus::Pending).then_some(now),
            answer_status: outcome.status.map(i32::from),
            latency_ms: Some(outcome.latency_ms),
            answer: outcome.answer.clone().filter(|answer| !answer.is_empty()),
            problem: outcome.problem,
        });
        let about = case_in(&row.line);
        if outcome.status == Some(GONE) {
            end = Some((SetAsideReason::Gone, about));
        }
        if is_ping {
            continue;
        }
        let failing_since = health.failing_since;
        health = after(health, outcome, now);
        if status == DeliveryStatus::SetAside {
            count("set_aside");
            // Since it was first tried, nothing was taken: it is the receiver, and not this.
            if failing_since.is_some_and(|since| since <= row.created_at.after(model::TRIED_WITHIN)) {
                end = end.or(Some((SetAsideReason::Failing, about)));
            } else {
                tell(connection, webhook, about, now)?;
            }
        }
    }
    deliveries_store::settle(connection, &all)?;
    if health != webhook.health() {
        store::set_health(connection, webhook.id, health)?;
    }
    if let Some((because, about)) = end {
        set_aside_in(connection, webhook, because, about, now)?;
    }
    Ok(())
}

/// How far something is after an attempt, and when it is sent next.
fn next(outcome: &DeliveryOutcome, is_ping: bool, now: Instant) -> (DeliveryStatus, Instant) {
    if outcome.problem.is_none() {
        return (DeliveryStatus::Delivered, now);
    }
    let wait = model::back_off(outcome.attempt, rand::random_range(-100..=100)).filter(|_| !is_ping);
    match wait {
        Some(wait) => (DeliveryStatus::Pending, now.after(wait.max(outcome.retry_after.unwrap_or(wait)))),
        None => (DeliveryStatus::SetAside, now),
    }
}

/// How a receiver stands after an attempt.
fn after(health: WebhookHealth, outcome: &DeliveryOutcome, now: Instant) -> WebhookHealth {
    if outcome.problem.is_none() {
        // Noted now and then, so that not every delivery writes to its webhook.
        let noted = health.delivered_at.filter(|at| now.since(*at) < NOTED_EVERY);
        let delivered_at = noted.or(Some(now));
        return WebhookHealth { failures: 0, failing_since: None, quiet_until: None, delivered_at };
    }
    let failures = health.failures.saturating_add(1);
    let wait = model::quiet(failures).max(outcome.retry_after);
    WebhookHealth {
        failures,
        failing_since: health.failing_since.or(Some(now)),
        quiet_until: wait.map(|wait| now.after(wait)).max(health.quiet_until),
        delivered_at: health.delivered_at,
    }
}

fn count(outcome: &'static str) {
    metrics::counter!("greffe_webhook_deliveries_total", "outcome" => outcome).increment(1);
}
