//! What a walk past the journal finds.

use super::times::Times;

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

/// What a walk came past, and everything that does not fit.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// How many chains there are.
    pub chains: usize,
    /// How many entries.
    pub entries: u64,
    /// How many of them have lost what they said, since their case was disposed of.
    pub emptied: u64,
    /// How many checkpoints.
    pub checkpoints: usize,
    /// What does not fit, in the order in which it was found.
    pub breaks: Vec<Break>,
    /// What is to be said of the times.
    pub times: Times,
}

/// What does not fit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Break {
    /// A chain.
    Chain {
        /// The chain.
        subject: String,
        /// The place in it, from 1.
        position: i64,
        /// The sequence number of the entry, where it is an entry.
        sequence: Option<i64>,
        /// What is wrong.
        reason: &'static str,
    },
    /// A checkpoint: where the chains fit together and not with it, they were written anew.
    Checkpoint {
        /// Its place among all checkpoints, from 1.
        number: i64,
        /// The first sequence number that it covers.
        from: i64,
        /// The last one.
        through: i64,
        /// What is wrong.
        reason: String,
    },
    /// A statement that was kept elsewhere, and is not believed.
    Statement {
        /// Why.
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
            Self::Statement { reason } => write!(f, "the statement that was kept elsewhere: {reason}"),
        }
    }
}
