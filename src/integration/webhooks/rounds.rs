//! A round: what is new is written down to be sent, and what is due is claimed.
//!
//! Any number of processes go their rounds side by side. A webhook is moved on from the place where
//! it was read, or not at all: of two processes that read the same, one writes it down. What is due
//! is claimed for [`LEASE`]; of a process that dies in between, another takes it over when that has
//! run out, and sends it again.

use super::deliveries_store::{self, DeliveryRow};
use super::delivery::{Attempt, Sender};
use super::model::{DeliveryStatus, PING, SetAsideReason};
use super::owner::{OwnerKey, Owners, key_of};
use super::store::{self, WebhookRow, WebhookSecretRow};
use super::{dialect, payload, settlement};
use crate::access::context::Context;
use crate::db::types::{Instant, Json};
use crate::db::{Connection, Db, WriteTurn};
use crate::error::Result;
use crate::ids::{WebhookDeliveryId, WebhookId};
use crate::insight::audit::changes::service::{self as changes, ChangeMark};
use crate::insight::audit::query_store::WantedChanges;
use crate::matters::cases;
use crate::signing::messages::MessageSecrets;
use chrono::TimeDelta;
use std::collections::hash_map::Entry;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use uuid::Uuid;

/// The time for which what is sent belongs to whoever claimed it: longer than an attempt takes, and
/// waits to be made.
pub const LEASE: TimeDelta = TimeDelta::seconds(60);
/// How much may be pending for a webhook: what comes after it stays in the journal until there is
/// room.
pub const ROOM: i64 = 300;
/// How many entries are read for a webhook in a round.
const BATCH: i64 = 100;
/// How many webhooks are looked at in a round: those that are furthest behind.
const WEBHOOKS: i64 = 200;

/// What came of looking for what is new.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct FannedOut {
    /// How much was written down to be sent.
    pub written: usize,
    /// How many webhooks were moved on.
    pub moved: usize,
}

/// What is new for a webhook.
struct News {
    webhook: WebhookId,
    from: i64,
    to: i64,
    rows: Vec<DeliveryRow>,
}

/// Webhooks of which the owner may have none.
type Unserved = Vec<(WebhookRow, SetAsideReason)>;

/// What webhooks with one owner, one place and one filter of types have in common.
type MarksKey = (OwnerKey, Option<String>, Option<String>, i64);

/// Writes down what is new for the webhooks that are behind, and moves each on.
///
/// # Errors
/// What was written down stays so.
pub fn fan_out(db: &Db, now: Instant) -> Result<FannedOut> {
    // What is settled is asked before anything is read.
    let end = db.read_now(changes::latest)?;
    let behind = db.read_now(|connection| store::behind(connection, end, WEBHOOKS))?;
    if behind.is_empty() {
        return Ok(FannedOut::default());
    }
    let run = Uuid::now_v7().to_string();
    let (news, set_aside) = db.read_now(|connection| all_news(connection, &behind, end, &run, now))?;
    for (webhook, because) in set_aside {
        settlement::set_aside(db, &webhook, because, now)?;
    }
    if news.is_empty() {
        return Ok(FannedOut::default());
    }
    let mut together: BTreeMap<(i64, i64), Vec<WebhookId>> = BTreeMap::new();
    for one in &news {
        together.entry((one.from, one.to)).or_default().push(one.webhook);
    }
    db.write_now_in(WriteTurn::Beside, |connection| {
        let mut moved = BTreeSet::new();
        for ((from, to), webhooks) in &together {
            moved.extend(store::move_on(connection, webhooks, *from, *to)?);
        }
        let rows = news.iter().filter(|one| moved.contains(&one.webhook)).flat_map(|one| &one.rows);
        let rows: Vec<_> = rows.cloned().collect();
        let written = deliveries_store::insert_missing(connection, &rows)?;
        Ok(FannedOut { written, moved: moved.len() })
    })
}

/// What is new for these webhooks, and those of which the owner may not have any.
fn all_news(
    connection: &mut Connection,
    behind: &[WebhookRow],
    end: i64,
    run: &str,
    now: Instant,
) -> Result<(Vec<News>, Unserved)> {
    let ids: Vec<_> = behind.iter().map(|row| row.id).collect();
    let pending: HashMap<_, _> = deliveries_store::pending(connection, &ids)?.into_iter().collect();
    let (mut owners, mut read) = (Owners::default(), HashMap::<MarksKey, (Vec<ChangeMark>, i64)>::new());
    let (mut news, mut set_aside) = (Vec::new(), Vec::new());
    for row in behind {
        let owner = match owners.of(connection, row, run, now)? {
            Ok(owner) => owner,
            Err(because) => {
                set_aside.push((row.clone(), because));
                continue;
            }
        };
        if pending.get(&row.id).is_some_and(|pending| *pending >= ROOM) {
            continue;
        }
        let types = row.types.as_ref().map(|types| types.get().to_owned());
        let key = (key_of(row), types, row.case_id.map(|case| case.to_string()), row.place);
        let (marks, reached) = match read.entry(key) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(place) => {
                let types = row.types.as_ref().map(Json::parse).transpose()?;
                let followed = WantedChanges { types, case: row.case_id };
                place.insert(changes::marks(connection, &owner, &followed, (row.place, end), BATCH)?)
            }
        };
        let wanted = of_proceeding(connection, row, marks)?;
        let rows = written_down(row.id, &wanted, now);
        news.push(News { webhook: row.id, from: row.place, to: *reached, rows });
    }
    Ok((news, set_aside))
}

/// Those changes that are of cases of the proceeding, if a webhook is told of one alone.
fn of_proceeding(
    connection: &mut Connection,
    row: &WebhookRow,
    marks: &[ChangeMark],
) -> Result<Vec<ChangeMark>> {
    let Some(proceeding) = &row.proceeding else { return Ok(marks.to_vec()) };
    let named: BTreeSet<_> = marks.iter().filter_map(|mark| mark.case_id).collect();
    let rows = cases::service::of_ids(connection, &named.into_iter().collect::<Vec<_>>())?;
    let wanted: BTreeSet<_> =
        rows.into_iter().filter(|case| case.proceeding == *proceeding).map(|case| case.id).collect();
    let is_wanted = |mark: &&ChangeMark| mark.case_id.is_some_and(|case| wanted.contains(&case));
    Ok(marks.iter().filter(is_wanted).cloned().collect())
}

fn written_down(webhook: WebhookId, marks: &[ChangeMark], now: Instant) -> Vec<DeliveryRow> {
    let mut last = None;
    let row = |mark: &ChangeMark| {
        // Of two at one sequence number, what was done comes before what it opened.
        let is_second = last == Some(mark.sequence);
        last = Some(mark.sequence);
        DeliveryRow {
            id: WebhookDeliveryId::generate(),
            webhook_id: webhook,
            message: payload::message_of(&mark.id),
            position: mark.sequence.saturating_mul(2).saturating_add(i64::from(is_second)),
            sequence: Some(mark.sequence),
            kind: mark.kind.clone(),
            line: mark.subject.clone(),
            status: DeliveryStatus::Pending,
            attempts: 0,
            next_at: now,
            claimed_until: None,
            created_at: now,
            finished_at: None,
            answer_status: None,
            latency_ms: None,
            answer: None,
            problem: None,
        }
    };
    marks.iter().map(row).collect()
}

/// Claims what is due, no more than so much, and makes it ready to be sent: what the owner of each
/// may see of it now.
///
/// # Errors
/// What was claimed and not sent is claimed again when its lease has run out.
pub fn claim(db: &Db, secrets: &MessageSecrets, now: Instant, limit: i64) -> Result<Vec<Attempt>> {
    // Most rounds have nothing to send, and take no turn to write for that.
    if db.read_now(|connection| dialect::due(connection, now, 1, false))?.is_empty() {
        return Ok(Vec::new());
    }
    let rows = db.write_now_in(WriteTurn::Beside, |connection| {
        let ids = dialect::due(connection, now, limit, true)?;
        deliveries_store::claim(connection, &ids, now.after(LEASE))?;
        deliveries_store::of_ids(connection, &ids)
    })?;
    let ready = db.read_now(|connection| ready(connection, secrets, &rows, now))?;
    for (webhook, because) in ready.set_aside {
        settlement::set_aside(db, &webhook, because, now)?;
    }
    if !ready.withheld.is_empty() {
        settlement::withhold(db, &ready.withheld, now)?;
    }
    Ok(ready.attempts)
}

/// What can be made of what was claimed.
#[derive(Default)]
struct Ready {
    attempts: Vec<Attempt>,
    /// What the owner may not see any more.
    withheld: Vec<WebhookDeliveryId>,
    set_aside: Unserved,
}

fn ready(
    connection: &mut Connection,
    secrets: &MessageSecrets,
    rows: &[DeliveryRow],
    now: Instant,
) -> Result<Ready> {
    let ids: BTreeSet<_> = rows.iter().map(|row| row.webhook_id).collect();
    let ids: Vec<_> = ids.into_iter().collect();
    let webhooks = store::of_ids(connection, &ids)?;
    let good = store::good_secrets(connection, &ids, now)?;
    let run = Uuid::now_v7().to_string();
    let (mut owners, mut all) = (Owners::default(), Ready::default());
    // Owners with all that is to be sent on their behalf: what they may see is asked for once.
    let mut by_owner: HashMap<OwnerKey, (Context, Vec<&WebhookRow>)> = HashMap::new();
    for webhook in &webhooks {
        match owners.of(connection, webhook, &run, now)? {
            Ok(_) if !is_signed_by_ours(secrets, &good, webhook.id) => {
                all.set_aside.push((webhook.clone(), SetAsideReason::SecretLost));
            }
            Ok(owner) => {
                by_owner.entry(key_of(webhook)).or_insert_with(|| (owner, Vec::new())).1.push(webhook);
            }
            Err(because) => all.set_aside.push((webhook.clone(), because)),
        }
    }
    for (owner, webhooks) in by_owner.into_values() {
        let of_owner: Vec<_> =
            rows.iter().filter(|row| webhooks.iter().any(|webhook| webhook.id == row.webhook_id)).collect();
        let sequences: BTreeSet<_> = of_owner.iter().filter_map(|row| row.sequence).collect();
        let seen = changes::at(connection, &owner, &sequences.into_iter().collect::<Vec<_>>())?;
        for row in of_owner {
            let Some(webhook) = webhooks.iter().find(|webhook| webhook.id == row.webhook_id) else {
                continue;
            };
            let change =
                seen.iter().find(|change| Some(change.sequence) == row.sequence && change.kind == row.kind);
            let body = match change {
                Some(change) => payload::of_change(webhook.id, change)?,
                None if row.kind == PING => payload::of_ping(webhook.id, row.created_at)?,
                None => {
                    all.withheld.push(row.id);
                    continue;
                }
            };
            let signing = good.iter().filter(|secret| secret.webhook_id == webhook.id);
            all.attempts.push(Attempt {
                delivery: row.id,
                webhook: webhook.id,
                attempt: row.attempts,
                url: webhook.url.clone(),
                message: row.message.clone(),
                body,
                secrets: signing.map(|secret| secret.id.uuid()).collect(),
            });
        }
    }
    Ok(all)
}

/// Whether the secrets of a webhook are those that this service makes.
fn is_signed_by_ours(secrets: &MessageSecrets, good: &[WebhookSecretRow], webhook: WebhookId) -> bool {
    let mut of_webhook = good.iter().filter(|secret| secret.webhook_id == webhook).peekable();
    of_webhook.peek().is_some() && of_webhook.all(|secret| secret.hash == secrets.hash(secret.id.uuid()))
}

/// Goes rounds until nothing is new and nothing is due, one attempt after the other, and returns
/// how many were made: for whoever wants to see what came of them.
///
/// # Errors
/// As [`fan_out`], [`claim`] and [`settlement::settle`].
pub fn run(db: &Db, sender: &Sender, now: Instant) -> Result<usize> {
    let mut made: usize = 0;
    loop {
        let new = fan_out(db, now)?;
        let attempts = claim(db, sender.secrets(), now, 1)?;
        for attempt in &attempts {
            settlement::settle(db, &[sender.send(attempt, now)?], now)?;
        }
        made = made.saturating_add(attempts.len());
        // What was claimed and not sent is not due any more: nothing goes round for ever.
        if new.moved == 0 && attempts.is_empty() {
            return Ok(made);
        }
    }
}
