//! Making, changing and removing webhooks, and sending again.

use super::api::{
    PingWebhook, ReplayWebhook, RotateWebhook, Webhook, WebhookDelivery, WebhookInput, WebhookKey,
    WebhookPatch, WebhookRecord,
};
use super::checks::{address_fault, case_fault, filter_faults};
use super::deliveries_store::{self, DeliveryRow};
use super::model::{DeliveryStatus, PING, WebhookStatus};
use super::store::{self, WebhookRow, WebhookSecretRow};
use crate::access::context::Context;
use crate::access::permissions::Permission;
use crate::db::Connection;
use crate::db::types::{Instant, Json};
use crate::egress::EgressRefusal;
use crate::error::{Code, Error, Result};
use crate::ids::{WebhookDeliveryId, WebhookId, WebhookSecretId};
use crate::insight::audit::changes;
use crate::journal::service::ABSENT;
use crate::journal::{self, Subject};
use crate::people::identity::principals;
use crate::signing::messages::MessageSecrets;
use crate::unparsed::Unparsed;
use crate::version::{Precondition, Version};
use chrono::TimeDelta;

/// The most webhooks that an organisation may have: each is looked at for every change.
const MOST: i64 = 200;
/// The time for which a secret signs beside the one that replaces it, if nobody says.
const OVERLAP_HOURS: u16 = 24;

/// The time for which what is done with is kept.
const KEPT_FOR: TimeDelta = TimeDelta::days(14);

/// Webhooks with their keys, as they are shown.
pub fn shown(
    connection: &mut Connection,
    secrets: &MessageSecrets,
    rows: Vec<WebhookRow>,
    now: Instant,
) -> Result<Vec<Webhook>> {
    let ids: Vec<_> = rows.iter().map(|row| row.id).collect();
    let good = store::good_secrets(connection, &ids, now)?;
    let keys = |webhook: WebhookId| {
        let of_webhook = good.iter().filter(|secret| secret.webhook_id == webhook);
        of_webhook.map(|secret| key(secrets, secret)).collect::<Result<Vec<_>>>()
    };
    rows.into_iter()
        .map(|row| {
            let keys = keys(row.id)?;
            Webhook::of(row, keys)
        })
        .collect()
}

fn key(secrets: &MessageSecrets, row: &WebhookSecretRow) -> Result<WebhookKey> {
    let public_key = secrets.public_key(row.id.uuid())?;
    Ok(WebhookKey { id: row.id, public_key, created_at: row.created_at, good_until: row.good_until })
}

fn shown_one(
    connection: &mut Connection,
    secrets: &MessageSecrets,
    row: WebhookRow,
    now: Instant,
) -> Result<Webhook> {
    shown(connection, secrets, vec![row], now)?.pop().ok_or_else(Error::not_found)
}

fn reached(connection: &mut Connection, caller: &Context, id: WebhookId) -> Result<WebhookRow> {
    let row = store::find(connection, caller, id)?;
    caller.require_permission()?;
    Ok(row)
}

/// A webhook of the caller's own: what goes where is for its owner to say and to see, whose sight
/// another may not have.
fn owned(connection: &mut Connection, caller: &Context, id: WebhookId) -> Result<WebhookRow> {
    let row = reached(connection, caller, id)?;
    if row.user_id == caller.user.id { Ok(row) } else { Err(not_yours()) }
}

fn not_yours() -> Error {
    Error::new(Code::Forbidden).with_detail(
        "What this webhook is sent is for its owner alone. You may pause it and remove it.",
        "Ce que ce webhook reçoit ne regarde que son propriétaire. Vous pouvez le suspendre et le supprimer.",
    )
}

/// A webhook that the caller may see.
///
/// # Errors
/// 404, 403.
pub fn find(
    connection: &mut Connection,
    caller: &Context,
    secrets: &MessageSecrets,
    id: WebhookId,
) -> Result<Webhook> {
    let row = reached(connection, caller, id)?;
    shown_one(connection, secrets, row, caller.now)
}

/// Makes a webhook, of which the address was looked at before.
///
/// # Errors
/// 403 where the caller may not have webhooks, or not follow changes; 422; 409 where the
/// organisation has too many.
pub fn create(
    connection: &mut Connection,
    caller: &Context,
    secrets: &MessageSecrets,
    refused: Option<EgressRefusal>,
    body: &Unparsed<WebhookInput>,
) -> Result<Webhook> {
    caller.require_permission()?;
    follows(caller)?;
    let new = body.parse()?;
    let mut faults: Vec<_> = refused.map(address_fault).into_iter().collect();
    faults.extend(filter_faults(new.types.as_deref(), new.proceeding.as_deref()));
    if let Some(case) = new.case_id {
        faults.extend(case_fault(connection, caller, case)?);
    }
    if !faults.is_empty() {
        return Err(Error::invalid(faults));
    }
    if store::count_of_organization(connection, caller.user.organization_id)? >= MOST {
        return Err(Error::new(Code::Conflict).with_detail(
            format!("Your organisation has {MOST} webhooks, the most that it may have. Remove one first."),
            format!("Votre organisme a {MOST} webhooks, le nombre maximal. Supprimez-en un d'abord."),
        ));
    }
    let id = WebhookId::generate();
    let row = WebhookRow {
        id,
        organization_id: caller.user.organization_id,
        user_id: caller.user.id,
        scopes: principals::kept_scopes(&caller.user)?,
        known_to: caller.user.known_to,
        name: new.name.trim().to_owned(),
        url: new.url,
        types: new.types.as_ref().map(Json::of).transpose()?,
        case_id: new.case_id,
        proceeding: new.proceeding,
        status: WebhookStatus::Active,
        set_aside_because: None,
        set_aside_at: None,
        place: changes::service::latest(connection)?,
        failures: 0,
        failing_since: None,
        quiet_until: None,
        delivered_at: None,
        created_at: caller.now,
        updated_at: caller.now,
        version: 1,
    };
    store::insert(connection, &row)?;
    add_secret(connection, caller, secrets, id)?;
    let webhook = shown_one(connection, secrets, row, caller.now)?;
    let record = WebhookRecord::from(&webhook);
    journal::append(connection, caller, owner(&webhook), "webhook.created", ABSENT, Some(&record))?;
    Ok(webhook)
}

/// Whose chain the record of a webhook stands in: that of its owner.
fn owner(webhook: &Webhook) -> Subject {
    Subject::User(webhook.owner_id)
}

fn add_secret(
    connection: &mut Connection,
    caller: &Context,
    secrets: &MessageSecrets,
    webhook: WebhookId,
) -> Result<()> {
    let id = WebhookSecretId::generate();
    let hash = secrets.hash(id.uuid()).to_vec();
    let row = WebhookSecretRow { id, webhook_id: webhook, hash, created_at: caller.now, good_until: None };
    store::insert_secret(connection, &row)
}

/// Refuses who may not follow the changes: a webhook shows no more than the feed does.
fn follows(caller: &Context) -> Result<()> {
    if caller.user.may(Permission::ReadJournal) {
        return Ok(());
    }
    let needed = Permission::ReadJournal.code();
    Err(Error::new(Code::Forbidden).with_detail(
        format!("A webhook tells what the change feed tells, which needs the permission {needed} as well."),
        format!("Un webhook rapporte ce que rapporte le flux de changements, ce qui exige aussi la permission {needed}."),
    ))
}

/// Changes a webhook, of which the new address was looked at before.
///
/// # Errors
/// 404, 403, 428, 412, 422.
pub fn update(
    connection: &mut Connection,
    caller: &Context,
    secrets: &MessageSecrets,
    id: WebhookId,
    precondition: &Precondition,
    (refused, body): (Option<EgressRefusal>, &Unparsed<WebhookPatch>),
) -> Result<Webhook> {
    let before = reached(connection, caller, id)?;
    precondition.require(Version(before.version))?;
    let patch = body.parse()?;
    let mut faults: Vec<_> = refused.map(address_fault).into_iter().collect();
    let redirects = patch.url.is_some() || patch.types.is_some() || patch.proceeding.is_some();
    if redirects && before.user_id != caller.user.id {
        return Err(not_yours());
    }
    let types = patch.types.as_ref().and_then(|types| types.as_deref());
    let proceeding = patch.proceeding.as_ref().and_then(|proceeding| proceeding.as_deref());
    faults.extend(filter_faults(types, proceeding));
    if !faults.is_empty() {
        return Err(Error::invalid(faults));
    }
    let mut row = before.clone();
    if let Some(name) = patch.name {
        row.name = name.trim().to_owned();
    }
    if let Some(url) = patch.url {
        row.url = url;
    }
    if let Some(types) = patch.types {
        row.types = types.as_ref().map(Json::of).transpose()?;
    }
    if let Some(proceeding) = patch.proceeding {
        row.proceeding = proceeding;
    }
    match patch.paused {
        Some(true) if row.status == WebhookStatus::Active => row.status = WebhookStatus::Paused,
        Some(false) if row.status != WebhookStatus::Active => {
            row.status = WebhookStatus::Active;
            (row.set_aside_because, row.set_aside_at) = (None, None);
            (row.failures, row.failing_since, row.quiet_until) = (0, None, None);
            deliveries_store::begin_again(connection, id, caller.now)?;
        }
        _ => {}
    }
    row.version = before.version.saturating_add(1);
    row.updated_at = caller.now;
    if !store::update(connection, &row, before.version)? {
        return Err(Error::new(Code::StaleVersion));
    }
    let before = shown_one(connection, secrets, before, caller.now)?;
    let after = shown_one(connection, secrets, row, caller.now)?;
    let records = (WebhookRecord::from(&before), WebhookRecord::from(&after));
    let (subject, change) = (owner(&after), "webhook.updated");
    journal::append(connection, caller, subject, change, Some(&records.0), Some(&records.1))?;
    Ok(after)
}

/// Removes a webhook, with all that was to be sent.
///
/// # Errors
/// 404, 403, 428, 412.
pub fn delete(
    connection: &mut Connection,
    caller: &Context,
    secrets: &MessageSecrets,
    id: WebhookId,
    precondition: &Precondition,
) -> Result<()> {
    let row = reached(connection, caller, id)?;
    precondition.require(Version(row.version))?;
    let version = row.version;
    let webhook = shown_one(connection, secrets, row, caller.now)?;
    if !store::delete(connection, id, version)? {
        return Err(Error::new(Code::StaleVersion));
    }
    let record = WebhookRecord::from(&webhook);
    journal::append(connection, caller, owner(&webhook), "webhook.deleted", Some(&record), ABSENT)
}

/// Gives a webhook another secret; those before sign beside it for a while.
///
/// # Errors
/// 404, 403, 412, 422.
pub fn rotate(
    connection: &mut Connection,
    caller: &Context,
    secrets: &MessageSecrets,
    id: WebhookId,
    precondition: &Precondition,
    body: &Unparsed<RotateWebhook>,
) -> Result<Webhook> {
    let before = owned(connection, caller, id)?;
    precondition.check(Version(before.version))?;
    let overlap = TimeDelta::hours(body.parse()?.overlap_hours.unwrap_or(OVERLAP_HOURS).into());
    // One that was made with another key of the service signs nothing any more.
    let good = store::good_secrets(connection, &[id], caller.now)?;
    let ours = good.iter().filter(|secret| secret.hash == secrets.hash(secret.id.uuid()));
    let kept: Vec<_> = ours.filter(|_| !overlap.is_zero()).map(|secret| secret.id).collect();
    store::end_secrets(connection, id, (&kept, caller.now.after(overlap)))?;
    add_secret(connection, caller, secrets, id)?;
    let mut row = before.clone();
    row.version = before.version.saturating_add(1);
    row.updated_at = caller.now;
    if !store::update(connection, &row, before.version)? {
        return Err(Error::new(Code::StaleVersion));
    }
    let webhook = shown_one(connection, secrets, row, caller.now)?;
    let record = WebhookRecord::from(&webhook);
    journal::append(connection, caller, owner(&webhook), "webhook.rotated", Some(&record), Some(&record))?;
    Ok(webhook)
}

/// A webhook of the caller's own whose secret was rotated.
///
/// # Errors
/// 404, 403.
pub fn rotated(
    connection: &mut Connection,
    caller: &Context,
    secrets: &MessageSecrets,
    id: WebhookId,
) -> Result<Webhook> {
    let row = owned(connection, caller, id)?;
    shown_one(connection, secrets, row, caller.now)
}

/// Makes everything after a sequence number be sent again, which was found for the instant in the
/// body.
///
/// # Errors
/// 404, 403, 412, 422.
pub fn replay(
    connection: &mut Connection,
    caller: &Context,
    secrets: &MessageSecrets,
    id: WebhookId,
    precondition: &Precondition,
    (after, body): (i64, &Unparsed<ReplayWebhook>),
) -> Result<i64> {
    let row = owned(connection, caller, id)?;
    precondition.check(Version(row.version))?;
    body.parse()?;
    store::move_back(connection, id, after)?;
    deliveries_store::send_again(connection, id, after, caller.now)?;
    let webhook = shown_one(connection, secrets, row, caller.now)?;
    let record = WebhookRecord::from(&webhook);
    journal::append(connection, caller, owner(&webhook), "webhook.replayed", ABSENT, Some(&record))?;
    Ok(after)
}

/// Sends a message that only tries a webhook out, whatever its status.
///
/// # Errors
/// 404, 403, 412, 422.
pub fn ping(
    connection: &mut Connection,
    caller: &Context,
    id: WebhookId,
    precondition: &Precondition,
    body: &Unparsed<PingWebhook>,
) -> Result<WebhookDelivery> {
    let row = owned(connection, caller, id)?;
    precondition.check(Version(row.version))?;
    body.parse()?;
    let delivery = WebhookDeliveryId::generate();
    let message = format!("ping_{}", delivery.uuid().simple());
    let row = DeliveryRow {
        id: delivery,
        webhook_id: id,
        line: message.clone(),
        message,
        position: 0,
        sequence: None,
        kind: PING.to_owned(),
        status: DeliveryStatus::Pending,
        attempts: 0,
        next_at: caller.now,
        claimed_until: None,
        created_at: caller.now,
        finished_at: None,
        answer_status: None,
        latency_ms: None,
        answer: None,
        problem: None,
    };
    deliveries_store::insert_missing(connection, std::slice::from_ref(&row))?;
    let record = PingRecord { webhook_id: id, delivery_id: delivery };
    let subject = Subject::User(caller.user.id);
    journal::append(connection, caller, subject, "webhook.pinged", ABSENT, Some(&record))?;
    Ok(row.into())
}

/// The journal's record of a message that only tries a webhook out.
#[derive(serde::Serialize)]
struct PingRecord {
    webhook_id: WebhookId,
    delivery_id: WebhookDeliveryId,
}

/// What is sent to a webhook, or was, under this id.
///
/// # Errors
/// 404, 403.
pub fn find_delivery(
    connection: &mut Connection,
    caller: &Context,
    webhook: WebhookId,
    id: WebhookDeliveryId,
) -> Result<WebhookDelivery> {
    owned(connection, caller, webhook)?;
    Ok(deliveries_store::find(connection, webhook, id)?.into())
}

/// The webhook whose deliveries the caller may list.
///
/// # Errors
/// 404, 403.
pub fn listed(connection: &mut Connection, caller: &Context, id: WebhookId) -> Result<WebhookId> {
    Ok(owned(connection, caller, id)?.id)
}

/// Removes what is done with and is too old, and returns how much that was.
pub fn sweep(connection: &mut Connection, now: Instant) -> Result<usize> {
    deliveries_store::sweep(connection, now.before(KEPT_FOR))
}

/// Pauses all webhooks of everybody, and returns how many there were. Whoever calls it says why, on
/// the record.
pub fn pause_all(connection: &mut Connection, now: Instant) -> Result<usize> {
    store::pause_all(connection, now)
}
