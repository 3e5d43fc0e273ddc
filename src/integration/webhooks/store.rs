//! Rows of webhooks and of their secrets.

#![expect(missing_docs, reason = "the fields of a row are the columns of its table")]

use super::model::{SetAsideReason, WebhookStatus};
use crate::access::context::Context;
use crate::access::dialect::QueryShape;
use crate::access::permissions::Role;
use crate::access::visibility::visible;
use crate::db::Connection;
use crate::db::connection::MultiBackend;
use crate::db::schema::{cases, webhook_secrets, webhooks};
use crate::db::types::{Instant, Json};
use crate::error::Result;
use crate::ids::{CaseId, OrganizationId, UserId, WebhookId, WebhookSecretId};
use diesel::prelude::*;

/// A webhook, as stored.
#[derive(Clone, Debug, Queryable, Selectable, Insertable)]
#[diesel(table_name = webhooks)]
pub struct WebhookRow {
    pub id: WebhookId,
    pub organization_id: OrganizationId,
    pub user_id: UserId,
    pub scopes: Option<Json>,
    pub known_to: Option<UserId>,
    pub name: String,
    pub url: String,
    pub types: Option<Json>,
    pub case_id: Option<CaseId>,
    pub proceeding: Option<String>,
    pub status: WebhookStatus,
    pub set_aside_because: Option<SetAsideReason>,
    pub set_aside_at: Option<Instant>,
    pub place: i64,
    pub failures: i32,
    pub failing_since: Option<Instant>,
    pub quiet_until: Option<Instant>,
    pub delivered_at: Option<Instant>,
    pub created_at: Instant,
    pub updated_at: Instant,
    pub version: i64,
}

/// A secret, as stored: never itself.
#[derive(Clone, Debug, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = webhook_secrets)]
pub struct WebhookSecretRow {
    pub id: WebhookSecretId,
    pub webhook_id: WebhookId,
    pub hash: Vec<u8>,
    pub created_at: Instant,
    pub good_until: Option<Instant>,
}

type WebhooksQuery = webhooks::BoxedQuery<'static, MultiBackend>;

/// The webhooks that the caller may see, but for those of cases that they may not see now: their
/// own; an administrator those of the organisation.
fn seen(connection: &mut Connection, caller: &Context) -> Result<WebhooksQuery> {
    let own = || {
        let mine = webhooks::table.filter(webhooks::organization_id.eq(caller.user.organization_id));
        if caller.user.role == Role::Administrator {
            mine.into_boxed()
        } else {
            mine.filter(webhooks::user_id.eq(caller.user.id)).into_boxed()
        }
    };
    let of_cases = own().filter(webhooks::case_id.is_not_null()).select(webhooks::case_id.assume_not_null());
    let named: Vec<CaseId> = of_cases.distinct().load(connection)?;
    if named.is_empty() {
        return Ok(own());
    }
    let visible = visible::<cases::table>(caller, QueryShape::Row);
    let seen: Vec<CaseId> =
        cases::table.filter(cases::id.eq_any(named)).filter(visible).select(cases::id).load(connection)?;
    let of_seen = webhooks::case_id.eq_any(seen.into_iter().map(Some)).assume_not_null();
    Ok(own().filter(webhooks::case_id.is_null().or(of_seen)))
}

/// A page of the webhooks that the caller may see, in the order in which they were made.
pub fn list(
    connection: &mut Connection,
    caller: &Context,
    after: Option<WebhookId>,
    limit: i64,
) -> Result<Vec<WebhookRow>> {
    let mut query = seen(connection, caller)?;
    if let Some(after) = after {
        query = query.filter(webhooks::id.gt(after));
    }
    Ok(query.order(webhooks::id.asc()).limit(limit).select(WebhookRow::as_select()).load(connection)?)
}

/// Counts the webhooks that the caller may see.
pub fn count(connection: &mut Connection, caller: &Context) -> Result<i64> {
    Ok(seen(connection, caller)?.count().get_result(connection)?)
}

/// The number of webhooks that an organisation has.
pub fn count_of_organization(connection: &mut Connection, organization: OrganizationId) -> Result<i64> {
    Ok(webhooks::table.filter(webhooks::organization_id.eq(organization)).count().get_result(connection)?)
}

/// The webhook with this id, if the caller may see it.
///
/// # Errors
/// 404 where they may not.
pub fn find(connection: &mut Connection, caller: &Context, id: WebhookId) -> Result<WebhookRow> {
    let found = seen(connection, caller)?.filter(webhooks::id.eq(id));
    Ok(found.select(WebhookRow::as_select()).first(connection)?)
}

/// Those of these webhooks that are there.
pub fn of_ids(connection: &mut Connection, ids: &[WebhookId]) -> Result<Vec<WebhookRow>> {
    let rows = webhooks::table.filter(webhooks::id.eq_any(ids.iter().copied()));
    Ok(rows.order(webhooks::id.asc()).select(WebhookRow::as_select()).load(connection)?)
}

/// The active webhooks whose place is before a sequence number: first those that take what they are
/// sent, and of them those that are furthest behind.
pub fn behind(connection: &mut Connection, end: i64, limit: i64) -> Result<Vec<WebhookRow>> {
    let rows = webhooks::table
        .filter(webhooks::status.eq(WebhookStatus::Active))
        .filter(webhooks::place.lt(end))
        .order((webhooks::failures.asc(), webhooks::place.asc(), webhooks::id.asc()));
    Ok(rows.limit(limit).select(WebhookRow::as_select()).load(connection)?)
}

/// All webhooks.
pub fn all(connection: &mut Connection) -> Result<Vec<WebhookRow>> {
    Ok(webhooks::table.order(webhooks::id.asc()).select(WebhookRow::as_select()).load(connection)?)
}

/// Inserts a webhook.
pub fn insert(connection: &mut Connection, row: &WebhookRow) -> Result<()> {
    diesel::insert_into(webhooks::table).values(row).execute(connection)?;
    Ok(())
}

/// Writes what somebody changed, and says whether the row was still of the version before.
pub fn update(connection: &mut Connection, row: &WebhookRow, before: i64) -> Result<bool> {
    let of_version = webhooks::table.filter(webhooks::id.eq(row.id)).filter(webhooks::version.eq(before));
    let set = (
        webhooks::name.eq(&row.name),
        webhooks::url.eq(&row.url),
        webhooks::types.eq(row.types.as_ref()),
        webhooks::proceeding.eq(row.proceeding.as_ref()),
        webhooks::status.eq(row.status),
        webhooks::set_aside_because.eq(row.set_aside_because),
        webhooks::set_aside_at.eq(row.set_aside_at),
        webhooks::failures.eq(row.failures),
        webhooks::failing_since.eq(row.failing_since),
        webhooks::quiet_until.eq(row.quiet_until),
        webhooks::updated_at.eq(row.updated_at),
        webhooks::version.eq(row.version),
    );
    Ok(diesel::update(of_version).set(set).execute(connection)? == 1)
}

/// Removes a webhook with its secrets and all that was to be sent, and says whether it was still of
/// the version before.
pub fn delete(connection: &mut Connection, id: WebhookId, version: i64) -> Result<bool> {
    let of_version = webhooks::table.filter(webhooks::id.eq(id)).filter(webhooks::version.eq(version));
    Ok(diesel::delete(of_version).execute(connection)? == 1)
}

/// Moves those of these webhooks on that are active and still at a place, and returns which they
/// are.
pub fn move_on(connection: &mut Connection, ids: &[WebhookId], from: i64, to: i64) -> Result<Vec<WebhookId>> {
    let here = webhooks::table
        .filter(webhooks::id.eq_any(ids.iter().copied()))
        .filter(webhooks::status.eq(WebhookStatus::Active))
        .filter(webhooks::place.eq(from));
    let moved = diesel::update(here).set(webhooks::place.eq(to)).returning(webhooks::id);
    Ok(moved.get_results(connection)?)
}

/// Moves a webhook back to a place, if it is not before it already.
pub fn move_back(connection: &mut Connection, id: WebhookId, to: i64) -> Result<()> {
    let beyond = webhooks::table.filter(webhooks::id.eq(id)).filter(webhooks::place.gt(to));
    diesel::update(beyond).set(webhooks::place.eq(to)).execute(connection)?;
    Ok(())
}

/// The standing of a webhook: the attempts that failed since the last that did not.
#[derive(Clone, Copy, Debug, PartialEq, Eq, AsChangeset)]
#[diesel(table_name = webhooks, treat_none_as_null = true)]
pub struct WebhookHealth {
    pub failures: i32,
    pub failing_since: Option<Instant>,
    pub quiet_until: Option<Instant>,
    pub delivered_at: Option<Instant>,
}

impl WebhookRow {
    /// How it stands.
    #[must_use]
    pub const fn health(&self) -> WebhookHealth {
        WebhookHealth {
            failures: self.failures,
            failing_since: self.failing_since,
            quiet_until: self.quiet_until,
            delivered_at: self.delivered_at,
        }
    }
}

/// Writes how a webhook stands.
pub fn set_health(connection: &mut Connection, id: WebhookId, health: WebhookHealth) -> Result<()> {
    diesel::update(webhooks::table.filter(webhooks::id.eq(id))).set(health).execute(connection)?;
    Ok(())
}

/// Sets an active webhook aside, and says whether it was active.
pub fn set_aside(
    connection: &mut Connection,
    id: WebhookId,
    because: SetAsideReason,
    now: Instant,
) -> Result<bool> {
    let active =
        webhooks::table.filter(webhooks::id.eq(id)).filter(webhooks::status.eq(WebhookStatus::Active));
    let set = (
        webhooks::status.eq(WebhookStatus::SetAside),
        webhooks::set_aside_because.eq(because),
        webhooks::set_aside_at.eq(now),
        webhooks::updated_at.eq(now),
        webhooks::version.eq(webhooks::version + 1),
    );
    Ok(diesel::update(active).set(set).execute(connection)? == 1)
}

/// Inserts a secret.
pub fn insert_secret(connection: &mut Connection, row: &WebhookSecretRow) -> Result<()> {
    diesel::insert_into(webhook_secrets::table).values(row).execute(connection)?;
    Ok(())
}

/// The secrets of these webhooks that are good at an instant, the newest first.
pub fn good_secrets(
    connection: &mut Connection,
    webhooks: &[WebhookId],
    now: Instant,
) -> Result<Vec<WebhookSecretRow>> {
    let is_good =
        webhook_secrets::good_until.is_null().or(webhook_secrets::good_until.gt(now).assume_not_null());
    let rows = webhook_secrets::table
        .filter(webhook_secrets::webhook_id.eq_any(webhooks.iter().copied()))
        .filter(is_good);
    Ok(rows.order(webhook_secrets::id.desc()).select(WebhookSecretRow::as_select()).load(connection)?)
}

/// Ends the secrets of a webhook: those that are kept are good until an instant, or for as long as
/// an earlier rotation gave them if that is less, and the rest are removed.
pub fn end_secrets(
    connection: &mut Connection,
    webhook: WebhookId,
    (kept, until): (&[WebhookSecretId], Instant),
) -> Result<()> {
    let of_webhook = webhook_secrets::table.filter(webhook_secrets::webhook_id.eq(webhook));
    let others = of_webhook.filter(webhook_secrets::id.ne_all(kept.iter().copied()));
    diesel::delete(others).execute(connection)?;
    let is_longer =
        webhook_secrets::good_until.is_null().or(webhook_secrets::good_until.gt(until).assume_not_null());
    diesel::update(of_webhook.filter(is_longer))
        .set(webhook_secrets::good_until.eq(until))
        .execute(connection)?;
    Ok(())
}

/// Pauses all active webhooks, and returns how many there were.
pub fn pause_all(connection: &mut Connection, now: Instant) -> Result<usize> {
    let active = webhooks::table.filter(webhooks::status.eq(WebhookStatus::Active));
    let set = (
        webhooks::status.eq(WebhookStatus::Paused),
        webhooks::updated_at.eq(now),
        webhooks::version.eq(webhooks::version + 1),
    );
    Ok(diesel::update(active).set(set).execute(connection)?)
}
