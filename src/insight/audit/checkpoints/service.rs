//! Making checkpoints, and proving from one that an entry was there.

use super::api::{Checkpoint, Content, Proof, ProvenEntry};
use crate::access::context::Context;
use crate::access::permissions::Permission;
use crate::db::Connection;
use crate::db::types::{Instant, Json};
use crate::error::{Code, Error, Fault, Result};
use crate::ids::CheckpointId;
use crate::insight::audit::{query_store, redacted};
use crate::journal::checkpoints::statement::{Statement, TYPE};
use crate::journal::checkpoints::store::{self, CheckpointRow};
use crate::journal::checkpoints::tree;
use crate::journal::model::{content_hash, link};
use crate::journal::store::EntryRow;
use crate::journal::{self, Subject, dialect};
use crate::matters::cases;
use crate::signing::tokens::Tokens;
use chrono::TimeDelta;
use serde_json::json;

/// The number of later entries of its chain that a proof lists.
const MOST_LATER: i64 = 2000;

/// Makes a checkpoint because somebody asked for it: their request is the last entry that it
/// covers.
///
/// # Errors
/// 503 where the journal does not hold still.
pub fn make_for(connection: &mut Connection, caller: &Context, tokens: &Tokens) -> Result<Checkpoint> {
    dialect::hold_still(connection)?;
    let id = CheckpointId::generate();
    let made = json!({"checkpoint_id": id});
    journal::append(
        connection,
        caller,
        Subject::Service,
        "checkpoint.made",
        journal::service::ABSENT,
        Some(&made),
    )?;
    let last = store::last(connection)?;
    Ok(make(connection, tokens, id, last.as_ref(), caller.now)?.into())
}

/// Makes a checkpoint if something was written since the one before, and that is as old as this.
///
/// # Errors
/// 503 where the journal does not hold still.
pub fn make_due(
    connection: &mut Connection,
    tokens: &Tokens,
    now: Instant,
    age: TimeDelta,
) -> Result<Option<CheckpointRow>> {
    // Asked before everybody is stopped, and once more after.
    let last = store::last(connection)?;
    if !is_due(connection, last.as_ref(), now, age)? {
        return Ok(None);
    }
    dialect::hold_still(connection)?;
    let last = store::last(connection)?;
    if !is_due(connection, last.as_ref(), now, age)? {
        return Ok(None);
    }
    make(connection, tokens, CheckpointId::generate(), last.as_ref(), now).map(Some)
}

/// The newest checkpoint, if there is one.
pub fn newest(connection: &mut Connection) -> Result<Option<CheckpointRow>> {
    store::last(connection)
}

/// Whether something was written since the last checkpoint, and that is old enough.
fn is_due(
    connection: &mut Connection,
    last: Option<&CheckpointRow>,
    now: Instant,
    age: TimeDelta,
) -> Result<bool> {
    let Some(last) = last else { return Ok(store::since(connection, 0)?.1 > 0) };
    let is_old = now.utc().signed_duration_since(last.created_at.utc()) >= age;
    Ok(is_old && store::since(connection, last.through_sequence)?.1 > 0)
}

fn make(
    connection: &mut Connection,
    tokens: &Tokens,
    id: CheckpointId,
    last: Option<&CheckpointRow>,
    now: Instant,
) -> Result<CheckpointRow> {
    let after = last.map_or(0, |last| last.through_sequence);
    let (number, previous_root) = last.map_or((0, ""), |last| (last.number, &last.root));
    let (through, entries) = store::since(connection, after)?;
    let through = through.unwrap_or(after);
    let heads = store::moved(connection, after, through)?;
    let mut growing = tree::Growing::default();
    growing.push(tree::handed_on(number, previous_root));
    for (subject, length, hash) in &heads {
        growing.push(tree::leaf(subject, *length, hash));
    }
    let statement = Statement {
        iss: "greffe".to_owned(),
        iat: now.utc().timestamp(),
        jti: id,
        number: number.saturating_add(1),
        after_sequence: after,
        through_sequence: through,
        entries,
        chains: i64::try_from(heads.len()).unwrap_or(i64::MAX),
        root: hex::encode(growing.root()),
        previous_root: previous_root.to_owned(),
    };
    let row = CheckpointRow {
        id,
        number: statement.number,
        after_sequence: after,
        through_sequence: through,
        entries,
        chains: statement.chains,
        root: statement.root.clone(),
        previous_root: statement.previous_root.clone(),
        statement: tokens.sign_statement(TYPE, &statement, now)?,
        created_at: now,
    };
    store::insert(connection, &row)?;
    Ok(row)
}

/// A checkpoint.
///
/// # Errors
/// 404, 403.
pub fn find(connection: &mut Connection, caller: &Context, id: CheckpointId) -> Result<Checkpoint> {
    let found = store::find(connection, id)?;
    caller.require_permission()?;
    Ok(found.into())
}

/// The proof that an entry is covered by a checkpoint.
///
/// # Errors
/// 404 where the caller may not see the entry, or the checkpoint does not cover it; 403.
pub fn prove(
    connection: &mut Connection,
    caller: &Context,
    id: CheckpointId,
    sequence: i64,
) -> Result<Proof> {
    let checkpoint = store::find(connection, id)?;
    caller.require_permission()?;
    let entry = find_entry(connection, caller, sequence)?;
    if entry.digest.is_none() {
        return Err(without_digest());
    }
    let place = ProofPlace::of(connection, &checkpoint, &entry.subject)?;
    let place =
        place.filter(|place| place.length >= entry.position && entry.sequence <= checkpoint.through_sequence);
    let Some(place) = place else {
        return Err(Error::not_found().with_detail(
            "This checkpoint does not cover the entry: its chain did not move in that time, or the entry came later. Ask the checkpoint whose sequence numbers it lies between, or make one.",
            "Ce point de contrôle ne couvre pas l'inscription : sa chaîne n'a pas bougé dans cet intervalle, ou l'inscription est postérieure. Demandez le point de contrôle dont les numéros de séquence l'encadrent, ou établissez-en un.",
        ));
    };
    let later = store::later(connection, &entry, checkpoint.through_sequence, MOST_LATER.saturating_add(1))?;
    if i64::try_from(later.len()).is_ok_and(|later| later > MOST_LATER) {
        return Err(Error::new(Code::InvalidQuery).with_faults(vec![Fault::query(
            "entry",
            "too_far",
            format!("More than {MOST_LATER} entries of its chain come between this entry and the checkpoint. Ask an earlier checkpoint that covers it."),
            format!("Plus de {MOST_LATER} inscriptions de sa chaîne séparent cette inscription du point de contrôle. Demandez un point de contrôle antérieur qui la couvre."),
        )]));
    }
    let later = later.iter().map(|entry| digest(entry, entry.digest.as_deref().unwrap_or_default()));
    let later = later.collect();
    let read = redacted::as_read(connection, caller, vec![entry.clone()])?;
    let is_whole = read.iter().all(|entry| entry.withheld.is_none());
    place.proof(entry, is_whole, later).ok_or_else(without_digest)
}

fn without_digest() -> Error {
    Error::not_found().with_detail(
        "This entry is from before entries had digests: it cannot be proved one by one. greffe journal verify checks it with its chain.",
        "Cette inscription date d'avant les condensés : elle ne peut être prouvée isolément. greffe journal verify la vérifie avec sa chaîne.",
    )
}

/// Where a checkpoint covers a chain.
pub(super) struct ProofPlace {
    statement: String,
    /// The number of entries of the chain that it covers.
    length: i64,
    leaf_index: u64,
    path: Vec<String>,
}

impl ProofPlace {
    /// Where a checkpoint covers a chain, if the chain moved in its time.
    pub(super) fn of(
        connection: &mut Connection,
        checkpoint: &CheckpointRow,
        subject: &str,
    ) -> Result<Option<Self>> {
        let heads = store::moved(connection, checkpoint.after_sequence, checkpoint.through_sequence)?;
        let found = heads.iter().enumerate().find(|(_, (moved, ..))| moved == subject);
        let Some((place, (_, length, _))) = found else { return Ok(None) };
        let mut leaves =
            vec![tree::handed_on(checkpoint.number.saturating_sub(1), &checkpoint.previous_root)];
        leaves.extend(heads.iter().map(|(subject, length, hash)| tree::leaf(subject, *length, hash)));
        let index = place.saturating_add(1);
        Ok(Some(Self {
            statement: checkpoint.statement.clone(),
            length: *length,
            leaf_index: u64::try_from(index).unwrap_or_default(),
            path: tree::path(&leaves, index).iter().map(hex::encode).collect(),
        }))
    }

    /// The proof of an entry of the chain, by the digests of those that came after it, where it has
    /// a digest itself. What it says is in it if it is shown whole.
    pub(super) fn proof(&self, entry: EntryRow, is_whole: bool, later: Vec<String>) -> Option<Proof> {
        let content = entry.digest.clone()?;
        // What an entry says is proved to the byte or not at all.
        let is_there = content_hash(text(entry.before.as_ref()), text(entry.after.as_ref())) == content;
        let shown = is_there && is_whole;
        Some(Proof {
            statement: self.statement.clone(),
            content: if shown { Content::Shown } else { Content::Withheld },
            later,
            leaf_index: self.leaf_index,
            path: self.path.clone(),
            entry: ProvenEntry {
                subject: entry.subject,
                position: entry.position,
                action: entry.action,
                actor: entry.actor,
                request_id: entry.request_id,
                at: entry.at.written(),
                kind: entry.kind,
                before: entry.before.filter(|_| shown).map(|json| json.get().to_owned()),
                after: entry.after.filter(|_| shown).map(|json| json.get().to_owned()),
                content_hash: content,
                previous_hash: entry.previous_hash,
                hash: entry.hash,
            },
        })
    }
}

fn text(json: Option<&Json>) -> Option<&str> {
    json.map(Json::get)
}

/// The digest of an entry whose content has this hash.
pub(super) fn digest(entry: &EntryRow, content: &str) -> String {
    entry.hashed(&entry.at.written()).digest(content)
}

/// An entry that the caller finds in the journal, be it of a case or across cases.
fn find_entry(connection: &mut Connection, caller: &Context, sequence: i64) -> Result<EntryRow> {
    let entry = query_store::find(connection, caller, sequence)?;
    match entry.subject.strip_prefix("case:") {
        Some(case) => {
            let case = case.parse().map_err(|_| Error::internal("an entry of a case that has no id"))?;
            cases::service::find_visible(connection, caller, case)?;
        }
        None if !caller.user.may(Permission::ReadWholeJournal) => return Err(Error::not_found()),
        None => {}
    }
    Ok(entry)
}

/// The hash to which a chain of hashes leads from an entry: that of the head of its chain, if all
/// fits.
#[must_use]
pub fn led(hash: &str, later: &[String]) -> String {
    later.iter().fold(hash.to_owned(), |hash, digest| link(&hash, digest))
}
