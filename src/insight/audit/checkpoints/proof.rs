//! The check of a proof, with nothing but itself and a key.

use super::api::{Content, Proof};
use super::service::led;
use crate::journal::checkpoints::statement::{Statement, StatementKeys};
use crate::journal::checkpoints::tree::{self, Hash};
use crate::journal::model::{Hashed, content_hash, link};

/// Refuses an entry that is not in the journal of the statement; returns the statement otherwise.
///
/// # Errors
/// What does not fit.
pub fn check(proof: &Proof, keys: &StatementKeys) -> Result<Statement, String> {
    let statement = keys.open(&proof.statement).map_err(|error| format!("the statement: {error}"))?;
    fits(proof, &statement)?;
    Ok(statement)
}

fn fits(proof: &Proof, statement: &Statement) -> Result<(), &'static str> {
    let entry = &proof.entry;
    let (before, after) = (entry.before.as_deref(), entry.after.as_deref());
    let is_whole = content_hash(before, after) == entry.content_hash;
    match proof.content {
        Content::Shown if !is_whole => return Err("what the entry says does not fit its hash"),
        Content::Withheld if is_whole || before.is_some() || after.is_some() => {
            return Err("what the entry says is here, and the proof says that it is withheld");
        }
        Content::Shown | Content::Withheld => {}
    }
    let hashed = Hashed {
        subject: &entry.subject,
        position: entry.position,
        action: &entry.action,
        actor: &entry.actor,
        request_id: &entry.request_id,
        at: &entry.at,
        kind: &entry.kind,
    };
    if link(&entry.previous_hash, &hashed.digest(&entry.content_hash)) != entry.hash {
        return Err("the entry does not fit its hash");
    }
    let path: Option<Vec<Hash>> = proof.path.iter().map(|hash| decoded(hash)).collect();
    let path = path.ok_or("the path holds something that is no hash")?;
    let length = i64::try_from(proof.later.len()).unwrap_or(i64::MAX).saturating_add(entry.position);
    let leaf = tree::leaf(&entry.subject, length, &led(&entry.hash, &proof.later));
    let size = u64::try_from(statement.chains).unwrap_or_default().saturating_add(1);
    let climbed = tree::climbed(leaf, proof.leaf_index, size, &path);
    if climbed.map(hex::encode).as_deref() != Some(&statement.root) {
        return Err("the entry does not lead to the root of the statement");
    }
    Ok(())
}

/// Lower-case hexadecimal, as it is written: one spelling for one hash.
fn decoded(hash: &str) -> Option<Hash> {
    let bytes = hex::decode(hash).ok()?.try_into().ok()?;
    (hex::encode::<Hash>(bytes) == hash).then_some(bytes)
}
