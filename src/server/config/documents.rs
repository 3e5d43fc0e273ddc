//! The settings of the files of documents.

use super::Stored;
use crate::contents::Contents;
use clap::Args;
use std::path::PathBuf;

/// A mebibyte.
const MIB: u64 = 1024 * 1024;

/// Where the files of documents are kept, and how large one may be.
#[derive(Args, Clone, Debug)]
pub struct DocumentSettings {
    /// The folder in which the files of documents are kept, on a disk of its own or on one that all
    /// processes of the service share; `documents` in the data directory if it is left out
    #[arg(long, value_name = "DIR", env = "GREFFE_DOCUMENTS_DIR")]
    pub documents_dir: Option<PathBuf>,

    /// The largest file of a document that is taken, in MiB
    #[arg(long, env = "GREFFE_DOCUMENTS_MAX_MIB", default_value_t = 2048, value_parser = clap::value_parser!(u64).range(1..=1_048_576))]
    pub documents_max_mib: u64,
}

impl DocumentSettings {
    /// The folder in which they are kept.
    #[must_use]
    pub fn folder(&self, stored: &Stored) -> PathBuf {
        self.documents_dir.clone().unwrap_or_else(|| stored.data_dir.join("documents"))
    }

    /// The contents in that folder.
    #[must_use]
    pub fn contents(&self, stored: &Stored) -> Contents {
        Contents::at(self.folder(stored), self.documents_max_mib.saturating_mul(MIB))
    }
}
