//! Walking every chain: does each entry follow from the one before it, and does each chain end where its head says?

use super::model::GENESIS;
use super::store::{self, EntryRow, Head};
use crate::db::Connection;
use crate::error::Result;
use std::collections::HashMap;

/// How many entries are read at a time.
const BATCH: i64 = 1000;

/// What a walk found.
#[derive(Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Every chain is whole.
    Whole {
        /// How many chains there are.
        chains: usize,
        /// How many entries.
        entries: u64,
    },
    /// The first thing that does not fit.
    Broken(Break),
}

/// Where a chain does not fit.
#[derive(Debug, PartialEq, Eq)]
pub struct Break {
    /// The chain.
    pub subject: String,
    /// The place in it, from 1.
    pub position: i64,
    /// The sequence number of the entry, where it is an entry.
    pub sequence: Option<i64>,
    /// What is wrong.
    pub reason: &'static str,
}

impl std::fmt::Display for Break {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} entry {}", self.subject, self.position)?;
        if let Some(sequence) = self.sequence {
            write!(f, " (sequence {sequence})")?;
        }
        write!(f, ": {}", self.reason)
    }
}

/// Walks all chains.
///
/// # Errors
/// The database's own.
pub fn verify(connection: &mut Connection) -> Result<Verdict> {
    let mut heads: HashMap<String, Head> =
        store::heads(connection)?.into_iter().map(|head| (head.subject.clone(), head)).collect();
    let chains = heads.len();
    let mut entries: u64 = 0;
    let mut last: Option<EntryRow> = None;
    loop {
        let after = last.as_ref().map(|entry| (entry.subject.as_str(), entry.position));
        let batch = store::in_chain_order(connection, after, BATCH)?;
        if batch.is_empty() {
            break;
        }
        for entry in batch {
            let starts = last.as_ref().is_none_or(|before| before.subject != entry.subject);
            if starts
                && let Some(ended) = last.take()
                && let Some(broken) = ends(&ended, heads.remove(&ended.subject))
            {
                return Ok(Verdict::Broken(broken));
            }
            if let Some(reason) = misfit(last.as_ref(), &entry) {
                return Ok(Verdict::Broken(at(&entry, reason)));
            }
            entries = entries.saturating_add(1);
            last = Some(entry);
        }
    }
    if let Some(ended) = last
        && let Some(broken) = ends(&ended, heads.remove(&ended.subject))
    {
        return Ok(Verdict::Broken(broken));
    }
    if let Some(head) = heads.into_values().min_by(|one, other| one.subject.cmp(&other.subject)) {
        let reason = "the whole chain is missing";
        return Ok(Verdict::Broken(Break { subject: head.subject, position: 1, sequence: None, reason }));
    }
    Ok(Verdict::Whole { chains, entries })
}

/// Why an entry does not follow from the one before it in its chain.
fn misfit(before: Option<&EntryRow>, entry: &EntryRow) -> Option<&'static str> {
    let (position, hash) = before.map_or((0, GENESIS), |before| (before.position, before.hash.as_str()));
    if entry.position != position.saturating_add(1) {
        return Some("an entry before it is missing");
    }
    if entry.previous_hash != hash {
        return Some("it does not follow from the entry before it");
    }
    if entry.hash != entry.expected_hash() {
        return Some("it was changed after it was written");
    }
    None
}

/// Why the last entry of a chain is not the one that the head names.
fn ends(entry: &EntryRow, head: Option<Head>) -> Option<Break> {
    match head {
        None => Some(at(entry, "the chain has no head")),
        Some(head) if head.length > entry.position => Some(Break {
            subject: head.subject,
            position: entry.position.saturating_add(1),
            sequence: None,
            reason: "the chain was cut short before it",
        }),
        Some(head) if head.length < entry.position || head.hash != entry.hash => {
            Some(at(entry, "it is not the last entry that the head of the chain names"))
        }
        Some(_) => None,
    }
}

fn at(entry: &EntryRow, reason: &'static str) -> Break {
    Break { subject: entry.subject.clone(), position: entry.position, sequence: Some(entry.sequence), reason }
}
