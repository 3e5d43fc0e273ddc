//! The proofs of all entries of a case that are shown, each from the first checkpoint that covers
//! it. What a checkpoint costs is paid once, however many of the entries it covers.

use super::api::Proof;
use super::service::{ProofPlace, digest};
use crate::db::Connection;
use crate::error::Result;
use crate::ids::CaseId;
use crate::journal::Subject;
use crate::journal::checkpoints::store::{self, CheckpointRow};
use std::collections::BTreeMap;

/// The number of entries that are read at a time.
const BATCH: i64 = 200;

/// The most later entries of its chain that a proof lists: what lies further back is proved by the
/// chain that leads from it, of which the journal has every hash.
const MOST_LATER: usize = 500;

/// Hands on the proof of each of these entries of a case that has one, with its sequence number:
/// `shown` says of each whether what it says is shown whole.
///
/// # Errors
/// As `take`.
pub fn each(
    connection: &mut Connection,
    case: CaseId,
    shown: &BTreeMap<i64, bool>,
    mut take: impl FnMut(i64, &Proof) -> Result<()>,
) -> Result<()> {
    let subject = Subject::Case(case).to_string();
    let mut after = 0;
    loop {
        let next = store::of_chain(connection, &subject, (after, i64::MAX), 1)?;
        let Some(first) = next.first() else { return Ok(()) };
        let Some(checkpoint) = store::covering(connection, first.sequence)? else { return Ok(()) };
        after = of_window(connection, &subject, (after, &checkpoint), shown, &mut take)?;
    }
}

/// Hands on the proofs of the entries of a chain that a checkpoint covers, after a place in it, and
/// returns the place of the last of them.
fn of_window(
    connection: &mut Connection,
    subject: &str,
    (before, checkpoint): (i64, &CheckpointRow),
    shown: &BTreeMap<i64, bool>,
    take: &mut impl FnMut(i64, &Proof) -> Result<()>,
) -> Result<i64> {
    let through = checkpoint.through_sequence;
    let (mut digests, mut last) = (Vec::new(), before);
    loop {
        let page = store::of_chain(connection, subject, (last, through), BATCH)?;
        let Some(end) = page.last() else { break };
        last = end.position;
        digests.extend(page.iter().map(|entry| digest(entry, entry.digest.as_deref().unwrap_or_default())));
    }
    let place = ProofPlace::of(connection, checkpoint, subject)?;
    let mut position = before;
    let mut later = digests.as_slice();
    while position < last {
        for entry in store::of_chain(connection, subject, (position, through), BATCH)? {
            position = entry.position;
            later = later.split_first().map_or(later, |(_, later)| later);
            let Some(is_whole) = shown.get(&entry.sequence) else { continue };
            let (Some(place), true) = (&place, later.len() <= MOST_LATER) else { continue };
            let sequence = entry.sequence;
            if let Some(proof) = place.proof(entry, *is_whole, later.to_vec()) {
                take(sequence, &proof)?;
            }
        }
    }
    Ok(last)
}
