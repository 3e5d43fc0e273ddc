//! The statement of a backup about itself: the moment it is of, how far its journal goes, and what
//! its files hash to.

use super::CopyError;
use super::files::{self, FileRecord};
use crate::db::types::Instant;
use crate::db::{Backend, Connection, dialect};
use crate::error::Result;
use crate::insight::audit::checkpoints::service as checkpoints;
use crate::journal::checkpoints::statement::StatementKeys;
use crate::journal::service::{LastEntry, heads, last};
use crate::journal::times::said_at;
use crate::journal::witness::{ChainEnd, Witness};
use crate::signing::statement::StatementError;
use crate::signing::tokens::Tokens;
use crate::text::Text;
use serde::{Deserialize, Serialize};
use std::path::Path;

/// The manifest's file in the folder of a backup.
pub const NAME: &str = "manifest.json";
/// The file of its signature, where there was a key to sign with.
pub const SIGNATURE: &str = "manifest.jws";
/// The `typ` of the signature: no other JWT under the same key passes for one.
const TYPE: &str = "backup+jwt";
/// The form of a manifest that this program writes and reads.
const FORMAT: u32 = 1;

/// The statement of a backup about itself.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Manifest {
    /// The form of this manifest: 1.
    pub format: u32,
    /// The id of the backup, by which the journal names it once it was restored.
    pub id: uuid::Uuid,
    /// The version of the program that made it.
    pub greffe: String,
    /// `sqlite` or `postgresql`.
    pub backend: String,
    /// The versions of the migrations that its schema has seen, in their order.
    pub schema: Vec<String>,
    /// The instant at which it was begun: what was acknowledged before is in it.
    pub taken_at: Instant,
    /// The sequence number of the last entry of its journal; 0 where there is none.
    pub last_sequence: i64,
    /// The instant at which that entry was made.
    pub last_entry_at: Option<Instant>,
    /// The number of entries that it has.
    pub entries: u64,
    /// The number of chains.
    pub chains: usize,
    /// The end of each chain.
    pub heads: Vec<ChainEnd>,
    /// The newest checkpoint of its journal.
    pub checkpoint: Option<ManifestCheckpoint>,
    /// The ids of the public keys that verify what the service signed; none where it signs with a
    /// shared secret, or no key was there.
    pub signing_keys: Vec<String>,
    /// Its files beside the manifest.
    pub files: Vec<FileRecord>,
}

/// The newest checkpoint, as the manifest names it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ManifestCheckpoint {
    /// Its place among all checkpoints, from 1.
    pub number: i64,
    /// The last sequence number that it covers.
    pub through_sequence: i64,
    /// Its statement, as it was signed.
    pub statement: String,
}

/// The content of a manifest's signature.
#[derive(Serialize, Deserialize)]
struct ManifestClaims {
    iss: String,
    iat: i64,
    /// The SHA-256 of the manifest's file: 64 hexadecimal digits.
    manifest_sha256: String,
}

/// The part of a manifest that is read before all else.
#[derive(Deserialize)]
struct ManifestFormat {
    format: u32,
}

/// The facts that are read of a copy beside its journal's walk.
#[derive(Clone, Debug)]
pub struct CopyFacts {
    pub(super) schema: Vec<String>,
    pub(super) last: Option<LastEntry>,
    pub(super) heads: Vec<ChainEnd>,
    pub(super) checkpoint: Option<ManifestCheckpoint>,
}

impl CopyFacts {
    /// Reads them, in the snapshot that the copy is of.
    pub(super) fn read(connection: &mut Connection) -> Result<Self> {
        let newest = checkpoints::newest(connection)?;
        Ok(Self {
            schema: dialect::migrations::applied(connection)?,
            last: last(connection)?,
            heads: heads(connection)?,
            checkpoint: newest.map(|newest| ManifestCheckpoint {
                number: newest.number,
                through_sequence: newest.through_sequence,
                statement: newest.statement,
            }),
        })
    }
}

/// The name of a backend in a manifest.
pub(super) const fn backend_name(backend: Backend) -> &'static str {
    match backend {
        Backend::Sqlite => "sqlite",
        Backend::Postgres => "postgresql",
    }
}

impl Manifest {
    /// The manifest of a copy that was taken from this moment on.
    pub(super) fn of(
        backend: Backend,
        taken_at: Instant,
        facts: CopyFacts,
        entries: u64,
        tokens: Option<&Tokens>,
        files: Vec<FileRecord>,
    ) -> Self {
        let keys = tokens.map(|tokens| tokens.public_keys().keys).unwrap_or_default();
        Self {
            format: FORMAT,
            id: uuid::Uuid::now_v7(),
            greffe: env!("CARGO_PKG_VERSION").to_owned(),
            backend: backend_name(backend).to_owned(),
            schema: facts.schema,
            taken_at,
            last_sequence: facts.last.map_or(0, |last| last.sequence),
            last_entry_at: facts.last.map(|last| last.at),
            entries,
            chains: facts.heads.len(),
            heads: facts.heads,
            checkpoint: facts.checkpoint,
            signing_keys: keys.into_iter().filter_map(|key| key.common.key_id).collect(),
            files,
        }
    }

    /// Writes it, and its signature where there is a key, into the folder of a backup: the manifest
    /// last, whole or not at all.
    pub(super) fn write(&self, folder: &Path, tokens: Option<&Tokens>) -> Result<(), CopyError> {
        let text = serde_json::to_vec_pretty(self).map_err(|error| CopyError::Refused(error.to_string()))?;
        if let Some(tokens) = tokens {
            let signed = ManifestClaims {
                iss: "greffe".to_owned(),
                iat: self.taken_at.utc().timestamp(),
                manifest_sha256: files::hash(&text),
            };
            let signature = tokens.sign_statement(TYPE, &signed, self.taken_at)?;
            files::write_whole(&folder.join(SIGNATURE), signature.as_bytes())?;
        }
        files::write_whole(&folder.join(NAME), &text)
    }

    /// Reads a manifest. Where there are keys its signature must be beside it and good.
    ///
    /// # Errors
    /// Fails if it cannot be read, is of another form, or is not what was signed.
    pub fn read(file: &Path, keys: Option<&StatementKeys<'_>>) -> Result<Self, CopyError> {
        let text = std::fs::read(file).map_err(|error| {
            let missing = error.kind() == std::io::ErrorKind::NotFound;
            let hint = if missing {
                ". What has no manifest is no backup: it was not finished, or lost a file"
            } else {
                ""
            };
            CopyError::place(file, format!("{error}{hint}"))
        })?;
        if let Some(keys) = keys {
            check_signature(file, &text, keys)?;
        }
        let unreadable = |error: serde_json::Error| {
            CopyError::place(file, format!("it is no manifest of a backup: {error}"))
        };
        let form: ManifestFormat = serde_json::from_slice(&text).map_err(unreadable)?;
        if form.format != FORMAT {
            return Err(CopyError::place(
                file,
                format!(
                    "it is of the form {}, and this program reads {FORMAT}: take the program that made it, or a later one",
                    form.format
                ),
            ));
        }
        let read: Self = serde_json::from_slice(&text).map_err(unreadable)?;
        if read.heads.len() != read.chains || read.files.iter().any(|one| !files::is_bare(&one.name)) {
            return Err(CopyError::place(file, "it contradicts itself: it was changed after it was written"));
        }
        Ok(read)
    }

    /// The witness of what a journal must hold by this manifest.
    #[must_use]
    pub fn witness(&self) -> Witness {
        let statements = self.checkpoint.iter().map(|checkpoint| checkpoint.statement.clone());
        Witness { heads: self.heads.clone(), statements: statements.collect() }
    }

    /// The one line that says which copy it is.
    #[must_use]
    pub fn told(&self) -> Text {
        let Self { entries, chains, last_sequence, .. } = self;
        let taken_at = said_at(self.taken_at);
        Text::new(
            format!(
                "{entries} entries in {chains} chains, up to sequence {last_sequence}, as at {}",
                taken_at.en
            ),
            format!(
                "{entries} inscriptions dans {chains} chaînes, jusqu'au numéro de séquence {last_sequence}, en date du {}",
                taken_at.fr
            ),
        )
    }
}

fn check_signature(file: &Path, text: &[u8], keys: &StatementKeys<'_>) -> Result<(), CopyError> {
    let beside = file.with_file_name(SIGNATURE);
    let signature = std::fs::read_to_string(&beside).map_err(|error| {
        CopyError::place(&beside, format!("{error}. A key is given, so the manifest must be signed. Where it was made without a key, leave the key out: then nobody vouches for it"))
    })?;
    let refused = |error: StatementError| CopyError::place(&beside, error);
    let signed: ManifestClaims = keys.open_as(signature.trim(), TYPE).map_err(refused)?;
    if signed.manifest_sha256 == files::hash(text) {
        Ok(())
    } else {
        Err(CopyError::place(file, "it is not the manifest that was signed"))
    }
}
