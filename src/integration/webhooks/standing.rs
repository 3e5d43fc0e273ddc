//! How far webhooks are behind, and which of them fail.

use super::model::WebhookStatus;
use super::{deliveries_store, store};
use crate::access::context::Context;
use crate::db::types::Instant;
use crate::db::{Connection, Db};
use crate::error::Result;
use crate::ids::WebhookId;
use crate::insight::audit::changes;
use std::collections::HashMap;

/// How a webhook stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WebhookStanding {
    /// The id of the webhook.
    pub id: WebhookId,
    /// Its name.
    pub name: String,
    /// Whether anything is sent.
    pub status: WebhookStatus,
    /// The entry of the journal up to which everything is written down to be sent.
    pub place: i64,
    /// The number of what is written down to be sent.
    pub pending: i64,
    /// The instant since which the oldest of that has been waiting.
    pub oldest: Option<Instant>,
    /// The number of attempts that failed since the last that did not.
    pub failures: i32,
    /// The instant since which they fail.
    pub failing_since: Option<Instant>,
    /// The instant at which something was delivered last.
    pub delivered_at: Option<Instant>,
}

impl WebhookStanding {
    /// The seconds for which the oldest of what is to be sent has been waiting.
    #[must_use]
    pub fn lag_seconds(&self, now: Instant) -> i64 {
        self.oldest.map_or(0, |oldest| now.since(oldest).num_seconds().max(0))
    }
}

/// How the webhooks of the caller's organisation stand that the caller may see.
pub fn of_organization(connection: &mut Connection, caller: &Context) -> Result<Vec<WebhookStanding>> {
    let rows = store::list(connection, caller, None, i64::MAX)?;
    of_rows(connection, rows)
}

fn of_rows(connection: &mut Connection, rows: Vec<store::WebhookRow>) -> Result<Vec<WebhookStanding>> {
    let ids: Vec<_> = rows.iter().map(|row| row.id).collect();
    let waiting = deliveries_store::waiting(connection, &ids)?;
    let waiting: HashMap<_, _> =
        waiting.into_iter().map(|(id, pending, oldest)| (id, (pending, oldest))).collect();
    let standing = |row: store::WebhookRow| {
        let (pending, oldest) = waiting.get(&row.id).copied().unwrap_or_default();
        WebhookStanding {
            id: row.id,
            name: row.name,
            status: row.status,
            place: row.place,
            pending,
            oldest,
            failures: row.failures,
            failing_since: row.failing_since,
            delivered_at: row.delivered_at,
        }
    };
    Ok(rows.into_iter().map(standing).collect())
}

/// Sets the gauges by which the service as a whole is watched.
///
/// # Errors
/// Where that cannot be read.
pub fn measure(db: &Db, now: Instant) -> Result<()> {
    let ((settled, last), all) = db.read_now(|connection| {
        let rows = store::all(connection)?;
        Ok((changes::service::ends(connection)?, of_rows(connection, rows)?))
    })?;
    let set = |name: &'static str, value: i64| {
        let value = i32::try_from(value).unwrap_or(i32::MAX);
        metrics::gauge!(name).set(f64::from(value));
    };
    let number = |count: usize| i64::try_from(count).unwrap_or(i64::MAX);
    let of = |status: WebhookStatus| number(all.iter().filter(|one| one.status == status).count());
    let active = || all.iter().filter(|one| one.status == WebhookStatus::Active);
    set("greffe_changes_unsettled_entries", last.saturating_sub(settled));
    set("greffe_webhooks_active", of(WebhookStatus::Active));
    set("greffe_webhooks_set_aside", of(WebhookStatus::SetAside));
    set("greffe_webhooks_failing", number(active().filter(|one| one.failures > 0).count()));
    set("greffe_webhook_deliveries_pending", active().map(|one| one.pending).sum());
    set("greffe_webhook_lag_seconds", active().map(|one| one.lag_seconds(now)).max().unwrap_or(0));
    let behind = active().map(|one| settled.saturating_sub(one.place)).max().unwrap_or(0);
    set("greffe_webhook_entries_behind", behind);
    Ok(())
}
