//! The findings of a walk past the journal.

use super::times::TimeFindings;

/// The verdict of a walk.
#[derive(Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Every chain is whole.
    Whole {
        /// The number of chains.
        chains: usize,
        /// The number of entries.
        entries: u64,
    },
    /// The first thing that does not fit.
    Broken(Break),
}

/// The entries that a walk came past, and everything that does not fit.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct JournalReport {
    /// The number of chains.
    pub chains: usize,
    /// The number of entries.
    pub entries: u64,
    /// The number of those that have lost what they said, since their case was disposed of.
    pub emptied: u64,
    /// The number of checkpoints.
    pub checkpoints: usize,
    /// The breaks, in the order in which they were found.
    pub breaks: Vec<Break>,
    /// The findings about the times.
    pub times: TimeFindings,
}

/// A place where the journal does not fit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Break {
    /// A chain.
    Chain {
        /// The chain.
        subject: String,
        /// The place in it, from 1.
        position: i64,
        /// The sequence number of the entry, if it is an entry.
        sequence: Option<i64>,
        /// The fault.
        reason: &'static str,
    },
    /// A checkpoint: if the chains fit together and not with it, they were rewritten.
    Checkpoint {
        /// Its place among all checkpoints, from 1.
        number: i64,
        /// The first sequence number that it covers.
        from: i64,
        /// The last one.
        through: i64,
        /// The fault.
        reason: String,
    },
    /// A row that holds something which is never written there, so that it cannot be judged.
    Row {
        /// Which row it is, as far as it can be told.
        place: String,
        /// The column.
        field: String,
    },
    /// A statement that was stored elsewhere, and is not believed.
    Statement {
        /// The reason.
        reason: String,
    },
}

impl std::fmt::Display for Break {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Chain { subject, position, sequence, reason } => {
                write!(f, "{subject} entry {position}")?;
                if let Some(sequence) = sequence {
                    write!(f, " (sequence {sequence})")?;
                }
                write!(f, ": {reason}")
            }
            Self::Checkpoint { number, from, through, reason } => {
                write!(f, "checkpoint {number} (sequence {from} to {through}): {reason}")
            }
            Self::Row { place, field } => {
                write!(f, "{place}: its {field} holds what is never written there")
            }
            Self::Statement { reason } => write!(f, "the statement that was kept elsewhere: {reason}"),
        }
    }
}
