//! An operator's copy: taken while the service runs, verified before it counts, and the beginning
//! of a new epoch where it is brought back.
//!
//! A backup is a folder: the copy itself ([`take`]), as it was at one moment, and a [`manifest`] of
//! that same moment, written last. A folder without a manifest is no backup. Nothing is ever
//! overwritten, neither by a backup nor by a [`restore`].
//!
//! A restore brings a copy back into an empty place, and verifies all of it before it says so: the
//! hashes of the files, every chain of the journal against the heads and the checkpoint that the
//! manifest names, the schema against this program. Where anything is off, nothing is left behind.
//! What it brings back begins a new [`epoch`]: no session, token, key or address of a feed that was
//! good before is good in it.
//!
//! The signing keys are in no backup: whoever steals a copy shall not be able to sign in, and to
//! sign, as well.

pub mod epoch;
mod files;
pub mod manifest;
pub mod restore;
pub mod take;
pub mod tools;

use crate::error::Error;
use std::path::{Path, PathBuf};

/// The reason why a copy was not made, or not brought back.
#[derive(Debug, thiserror::Error)]
pub enum CopyError {
    /// A file or a folder is not as it should be, or cannot be read or written.
    #[error("{}: {reason}", path.display())]
    Place {
        /// The path.
        path: PathBuf,
        /// The fault, and the way out.
        reason: String,
    },
    /// One of the programs of `PostgreSQL` did not do its part.
    #[error("{tool}: {reason}")]
    Tool {
        /// The one that is meant.
        tool: &'static str,
        /// The program's own words, or the reason why it was not called.
        reason: String,
    },
    /// The copy, or what was to be copied, is not as it should be.
    #[error("{0}")]
    Refused(String),
    /// The database failed.
    #[error("{}", reason(.0))]
    Database(#[from] Error),
}

/// The cause of a database's error, as an operator is told it: nobody else sees it.
fn reason(error: &Error) -> String {
    error.cause().map_or_else(|| error.to_string(), str::to_owned)
}

impl CopyError {
    fn place(path: &Path, reason: impl std::fmt::Display) -> Self {
        Self::Place { path: path.to_owned(), reason: reason.to_string() }
    }
}
