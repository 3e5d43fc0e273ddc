//! The walk through every chain: does each entry follow from the one before it, does each chain end
//! where its head says, and does what is there lead to what the checkpoints state? One pass answers
//! all of it, and tells as well whether what was stored elsewhere is there, and whether the times
//! run forward.

use super::checkpoints::statement::StatementKeys;
use super::checkpoints::{CheckpointRow, store as checkpoints, tree};
use super::model::{GENESIS, Hashed, content_hash, link};
use super::shapes::dialect as shapes;
use super::store::{self, Head};
use super::times;
use super::witness::{self, ChainEnd, Witness};
use crate::db::Connection;
use crate::db::types::Instant;
use crate::error::Result;
use crate::ids::CaseId;
use crate::journal::dialect::{self, Walked};
use std::collections::{BTreeSet, HashMap};
use std::ops::ControlFlow;

pub use super::findings::{Break, JournalReport, Verdict};

/// Walks all chains and checkpoints, up to the first thing that does not fit; signatures are not
/// looked at.
pub fn verify(connection: &mut Connection) -> Result<Verdict> {
    let report = walk(connection, None, false)?;
    Ok(match report.breaks.into_iter().next() {
        Some(found) => Verdict::Broken(found),
        None => Verdict::Whole { chains: report.chains, entries: report.entries },
    })
}

/// Walks all chains and checkpoints: to the end, or up to the first thing that does not fit.
/// Signatures are checked if there are keys.
pub fn walk(
    connection: &mut Connection,
    keys: Option<&StatementKeys<'_>>,
    to_the_end: bool,
) -> Result<JournalReport> {
    examine(connection, VerifyOptions { keys, to_the_end, ..VerifyOptions::default() })
}

/// The questions that are asked of a journal.
#[derive(Default)]
pub struct VerifyOptions<'a> {
    /// The keys that signatures are checked with; signatures are not looked at if there are none.
    pub keys: Option<&'a StatementKeys<'a>>,
    /// The record that was stored elsewhere, and must be there.
    pub witness: Witness,
    /// The present time; the times are not looked at if it is absent.
    pub now: Option<Instant>,
    /// Whether everything is named that does not fit, and not the first thing only.
    pub to_the_end: bool,
}

/// [`walk`], and what else is asked.
pub fn examine(connection: &mut Connection, asked: VerifyOptions<'_>) -> Result<JournalReport> {
    let VerifyOptions { keys, witness, now, to_the_end } = asked;
    let (mut breaks, judges) = (shapes::entries(connection)?, shapes::others(connection)?);
    // By a head or a checkpoint that cannot be read nothing can be judged; an entry is passed over.
    let is_over = !judges.is_empty() || (!to_the_end && !breaks.is_empty());
    breaks.extend(judges);
    let mut breaks: Vec<_> =
        breaks.into_iter().map(|row| Break::Row { place: row.place, field: row.field }).collect();
    if is_over {
        breaks.truncate(if to_the_end { usize::MAX } else { 1 });
        return Ok(JournalReport { breaks, ..JournalReport::default() });
    }
    let heads: HashMap<String, Head> =
        store::heads(connection)?.into_iter().map(|head| (head.subject.clone(), head)).collect();
    let emptied = checkpoints::emptied(connection)?.into_iter().collect();
    let windows: Vec<CheckpointWindow> =
        checkpoints::all(connection)?.into_iter().map(CheckpointWindow::from_row).collect();
    let mut walker = Walker {
        report: JournalReport { chains: heads.len(), checkpoints: windows.len(), ..JournalReport::default() },
        heads,
        emptied,
        windows,
        kept: witness.heads.into_iter().map(|head| (head.subject.clone(), head)).collect(),
        kept_here: None,
        last: None,
        to_the_end,
    };
    walker.look_at_checkpoints(keys);
    walker.look_for_statements(&witness.statements, keys);
    let found_early = std::mem::take(&mut walker.report.breaks);
    dialect::walk(connection, |entry| walker.pass(entry))?;
    if walker.goes_on() {
        walker.end_chain();
        walker.miss_chains();
    }
    // Where a chain is broken that is the place to name; a checkpoint only says in which time it
    // was.
    walker.report.breaks.extend(found_early);
    if walker.goes_on() {
        walker.compare_roots();
    }
    if !to_the_end {
        walker.report.breaks.truncate(1);
    }
    breaks.append(&mut walker.report.breaks);
    walker.report.breaks = breaks;
    if let Some(now) = now {
        times::look(connection, now, &mut walker.report.times)?;
    }
    Ok(walker.report)
}

/// A checkpoint, and what was found in its time.
struct CheckpointWindow {
    checkpoint: CheckpointRow,
    root: tree::Growing,
    entries: i64,
    chains: i64,
}

impl CheckpointWindow {
    fn from_row(checkpoint: CheckpointRow) -> Self {
        let mut root = tree::Growing::default();
        root.push(tree::handed_on(checkpoint.number.saturating_sub(1), &checkpoint.previous_root));
        Self { checkpoint, root, entries: 0, chains: 0 }
    }

    fn broken(&self, reason: impl Into<String>) -> Break {
        Break::Checkpoint {
            number: self.checkpoint.number,
            from: self.checkpoint.after_sequence.saturating_add(1),
            through: self.checkpoint.through_sequence,
            reason: reason.into(),
        }
    }

    /// The reason why a checkpoint does not follow from the one before it, or is not what was
    /// signed.
    fn misfit(&self, before: Option<&CheckpointRow>, keys: Option<&StatementKeys<'_>>) -> Option<String> {
        let here = &self.checkpoint;
        let (number, through, root) =
            before.map_or((0, 0, ""), |before| (before.number, before.through_sequence, &before.root));
        if here.number != number.saturating_add(1) {
            return Some("a checkpoint before it is missing".to_owned());
        }
        if here.after_sequence != through || here.previous_root != root {
            return Some("it does not follow from the checkpoint before it".to_owned());
        }
        let stated = match witness::read(&here.statement, keys) {
            Ok(stated) => stated,
            Err(reason) => return Some(reason),
        };
        let is_as_stated = stated.jti == here.id
            && stated.iat == here.created_at.utc().timestamp()
            && stated.number == here.number
            && stated.after_sequence == here.after_sequence
            && stated.through_sequence == here.through_sequence
            && stated.entries == here.entries
            && stated.chains == here.chains
            && stated.root == here.root
            && stated.previous_root == here.previous_root;
        (!is_as_stated).then(|| "it is not what its statement says".to_owned())
    }
}

/// The entry that was passed last, as far as the next one has to fit it.
struct PreviousEntry {
    subject: String,
    position: i64,
    sequence: i64,
    at: Instant,
    hash: String,
    has_digest: bool,
    window: Option<usize>,
}

struct Walker {
    report: JournalReport,
    heads: HashMap<String, Head>,
    emptied: HashMap<CaseId, i64>,
    windows: Vec<CheckpointWindow>,
    /// The places of chains by what was stored elsewhere; and the place of the chain that is
    /// walked, until it is passed.
    kept: HashMap<String, ChainEnd>,
    kept_here: Option<ChainEnd>,
    last: Option<PreviousEntry>,
    to_the_end: bool,
}

impl Walker {
    fn goes_on(&self) -> bool {
        self.to_the_end || self.report.breaks.is_empty()
    }

    fn look_at_checkpoints(&mut self, keys: Option<&StatementKeys<'_>>) {
        let mut before = None;
        for window in &self.windows {
            if let Some(reason) = window.misfit(before, keys) {
                self.report.breaks.push(window.broken(reason));
            }
            before = Some(&window.checkpoint);
        }
    }

    /// Notes checkpoints of which a statement was stored elsewhere, and which are not there as it
    /// says.
    fn look_for_statements(&mut self, statements: &[String], keys: Option<&StatementKeys<'_>>) {
        for signed in statements {
            let stated = match witness::read(signed, keys) {
                Ok(stated) => stated,
                Err(reason) => {
                    self.report.breaks.push(Break::Statement { reason });
                    continue;
                }
            };
            let there = self.windows.iter().find(|window| window.checkpoint.number == stated.number);
            let reason = match there {
                None => "the journal ends before it: it was stated, and is not there",
                Some(window)
                    if window.checkpoint.id != stated.jti || window.checkpoint.root != stated.root =>
                {
                    "another is in its place than the one that was stated"
                }
                Some(_) => continue,
            };
            self.report.breaks.push(Break::Checkpoint {
                number: stated.number,
                from: stated.after_sequence.saturating_add(1),
                through: stated.through_sequence,
                reason: reason.to_owned(),
            });
        }
    }

    fn pass(&mut self, entry: Walked) -> ControlFlow<()> {
        if self.last.as_ref().is_none_or(|last| last.subject != entry.subject) {
            self.end_chain();
            self.kept_here = self.kept.remove(&entry.subject);
        }
        if let Some(last) = self.last.as_ref().filter(|last| last.at > entry.at) {
            self.report.times.back_in_chain.note(entry.sequence, entry.at, last.at);
        }
        let window = self.window_of(entry.sequence);
        if let Some(last) = &self.last
            && last.window != window
        {
            self.leave(last.window, tree::leaf(&last.subject, last.position, &last.hash));
        }
        if let Some(window) = window.and_then(|window| self.windows.get_mut(window)) {
            window.entries = window.entries.saturating_add(1);
        }
        if let Some(reason) = self.misfit(&entry) {
            let (position, sequence) = (entry.position, Some(entry.sequence));
            let subject = entry.subject.clone();
            self.report.breaks.push(Break::Chain { subject, position, sequence, reason });
        }
        self.report.entries = self.report.entries.saturating_add(1);
        self.last = Some(PreviousEntry {
            subject: entry.subject,
            position: entry.position,
            sequence: entry.sequence,
            at: entry.at,
            hash: entry.hash,
            has_digest: entry.digest.is_some(),
            window,
        });
        if self.goes_on() { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
    }

    /// The checkpoint that covers a sequence number.
    fn window_of(&self, sequence: i64) -> Option<usize> {
        let window = self.windows.partition_point(|window| window.checkpoint.through_sequence < sequence);
        (window < self.windows.len()).then_some(window)
    }

    /// Adds the leaf of a chain that moved no further in the time of a checkpoint.
    fn leave(&mut self, window: Option<usize>, leaf: tree::Hash) {
        if let Some(window) = window.and_then(|window| self.windows.get_mut(window)) {
            window.root.push(leaf);
            window.chains = window.chains.saturating_add(1);
        }
    }

    /// The reason why an entry does not follow from the one before it in its chain.
    fn misfit(&mut self, entry: &Walked) -> Option<&'static str> {
        let last = self.last.as_ref();
        let (position, hash) = last.map_or((0, GENESIS), |last| (last.position, last.hash.as_str()));
        if entry.position != position.saturating_add(1) {
            return Some("an entry before it is missing");
        }
        if entry.previous_hash != hash {
            return Some("it does not follow from the entry before it");
        }
        if last.is_some_and(|last| last.sequence >= entry.sequence) {
            return Some("its sequence number is not after that of the entry before it");
        }
        let case = entry.subject.strip_prefix("case:").map(str::to_owned);
        if entry.case_id.map(|id| id.to_string()) != case {
            return Some("it is not filed under the case that it is about");
        }
        if entry.digest.is_none() && last.is_some_and(|last| last.has_digest) {
            return Some("its digest is missing");
        }
        if self.changed(entry) {
            return Some("it was changed after it was written");
        }
        let kept = self.kept_here.take_if(|kept| kept.length == entry.position);
        kept.is_some_and(|kept| kept.hash != entry.hash)
            .then_some("it is not the entry that the manifest names")
    }

    fn changed(&mut self, entry: &Walked) -> bool {
        let at = entry.at.written();
        let hashed = Hashed {
            subject: &entry.subject,
            position: entry.position,
            action: &entry.action,
            actor: &entry.actor,
            request_id: &entry.request_id,
            at: &at,
            kind: &entry.kind,
        };
        let before = entry.before.as_ref().map(|text| text.0.as_str());
        let after = entry.after.as_ref().map(|text| text.0.as_str());
        let may_be_empty = before.is_none()
            && after.is_none()
            && entry
                .case_id
                .and_then(|case| self.emptied.get(&case))
                .is_some_and(|last| entry.position <= *last);
        let says_what_it_said = match entry.digest.as_ref().map(|digest| &digest.0) {
            Some(digest) => {
                if link(&entry.previous_hash, &hashed.digest(digest)) != entry.hash {
                    return true;
                }
                content_hash(before, after) == *digest
            }
            None => hashed.hash_of_old(&entry.previous_hash, before, after) == entry.hash,
        };
        if !says_what_it_said && may_be_empty {
            self.report.emptied = self.report.emptied.saturating_add(1);
        }
        !says_what_it_said && !may_be_empty
    }

    /// Ends the chain of the last entry, and compares it with its head.
    fn end_chain(&mut self) {
        let Some(last) = self.last.take() else { return };
        self.leave(last.window, tree::leaf(&last.subject, last.position, &last.hash));
        let head = self.heads.remove(&last.subject);
        let goes_on_elsewhere = self.kept_here.take().is_some();
        let (position, sequence, reason) = match head {
            None => (last.position, Some(last.sequence), "the chain has no head"),
            Some(head) if head.length > last.position => {
                (last.position.saturating_add(1), None, "the chain was cut short before it")
            }
            Some(head) if head.length < last.position || head.hash != last.hash => (
                last.position,
                Some(last.sequence),
                "it is not the last entry that the head of the chain names",
            ),
            Some(_) if goes_on_elsewhere => {
                let reason = "the chain ends before it, and the manifest names it or one after it";
                (last.position.saturating_add(1), None, reason)
            }
            Some(_) => return,
        };
        self.report.breaks.push(Break::Chain { subject: last.subject, position, sequence, reason });
    }

    /// Notes chains that are not there, by their heads or by what was stored elsewhere.
    fn miss_chains(&mut self) {
        let missing: BTreeSet<String> = self
            .heads
            .drain()
            .map(|(subject, _)| subject)
            .chain(self.kept.drain().map(|(subject, _)| subject))
            .collect();
        let reason = "the whole chain is missing";
        let broken = |subject| Break::Chain { subject, position: 1, sequence: None, reason };
        self.report.breaks.extend(missing.into_iter().map(broken));
    }

    /// Notes checkpoints to which what is there does not lead.
    fn compare_roots(&mut self) {
        let leads = |window: &&CheckpointWindow| {
            let stated = &window.checkpoint;
            hex::encode(window.root.root()) == stated.root
                && (window.entries, window.chains) == (stated.entries, stated.chains)
        };
        let reason = "the entries are not those that it was made of: some were changed, removed or added, and their chains written anew";
        let astray = self.windows.iter().filter(|window| !leads(window));
        self.report.breaks.extend(astray.map(|window| window.broken(reason)));
    }
}
