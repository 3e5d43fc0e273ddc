//! What is to be sent now, in the words of each backend.

use super::model::{DeliveryStatus, PING, WebhookStatus};
use crate::db::Connection;
use crate::db::types::{DbTimestamp, DbUuid, Instant};
use crate::error::Result;
use crate::ids::WebhookDeliveryId;
use diesel::prelude::*;
use diesel::sql_types::BigInt;

/// The most attempts that are under way to one receiver, over all processes: of one whose last
/// attempt failed there is one.
pub const LANES: i64 = 4;

#[derive(QueryableByName)]
struct DueDelivery {
    #[diesel(sql_type = DbUuid)]
    id: WebhookDeliveryId,
}

/// What is to be sent now, no more than so many, the earliest to be sent first: of what is about
/// the same the first alone, and of each webhook as much as there are lanes. On `PostgreSQL` it may
/// be taken for the rest of the transaction, and what another has taken is then passed over;
/// `SQLite` has one writer.
pub fn due(
    connection: &mut Connection,
    now: Instant,
    limit: i64,
    takes: bool,
) -> Result<Vec<WebhookDeliveryId>> {
    let (pending, active) = (DeliveryStatus::Pending.code(), WebhookStatus::Active.code());
    // What is claimed is counted before what is not: it is under way.
    let sql = |now: &str, limit: &str, lock: &str| {
        format!(
            "select d.id from webhook_deliveries d where d.status = '{pending}' \
             and (d.claimed_until is null or d.claimed_until <= {now}) and d.id in (select id from ( \
             select e.id, e.claimed_until, e.next_at, w.failures, row_number() over (partition by e.webhook_id \
             order by case when e.claimed_until > {now} then 0 when e.next_at <= {now} then 1 else 2 end, e.position, e.id) as place \
             from webhooks w join webhook_deliveries e on e.webhook_id = w.id and e.status = '{pending}' \
             where ((w.status = '{active}' and (w.quiet_until is null or w.quiet_until <= {now})) or e.kind = '{PING}') \
             and not exists (select 1 from webhook_deliveries f where f.webhook_id = e.webhook_id and f.status = '{pending}' \
             and f.line = e.line and f.position < e.position)) heads \
             where place <= case when failures > 0 then 1 else {LANES} end \
             and next_at <= {now} and (claimed_until is null or claimed_until <= {now}) \
             order by next_at, id limit {limit}) order by d.next_at, d.id{lock}"
        )
    };
    let lock = if takes { " for update of d skip locked" } else { "" };
    let due: Vec<DueDelivery> = match connection {
        Connection::Pg(pg) => diesel::sql_query(sql("$1", "$2", lock))
            .bind::<DbTimestamp, _>(now)
            .bind::<BigInt, _>(limit)
            .load(pg)?,
        Connection::Sqlite(sqlite) => diesel::sql_query(sql("?1", "?2", ""))
            .bind::<DbTimestamp, _>(now)
            .bind::<BigInt, _>(limit)
            .load(sqlite)?,
    };
    Ok(due.into_iter().map(|due| due.id).collect())
}
