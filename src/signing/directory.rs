//! A directory of keys.
//!
//! | file | holds |
//! |---|---|
//! | `20261124T120000Z.pem` | a private key (PKCS #8), which signs from the instant in its name on |
//! | `root.key` | 32 random bytes, in hexadecimal: what cursors and secrets of feeds are made with outlives every key |
//! | `retired.jwks.json` | the public halves of the keys that were removed: what they signed for others to keep stays verifiable |

use super::key::{KeyError, SigningKey};
use crate::db::types::Instant;
use crate::private;
use chrono::{NaiveDateTime, TimeDelta};
use jsonwebtoken::jwk::{Jwk, JwkSet};
use secrecy::{ExposeSecret as _, SecretBox, SecretString};
use std::fs::OpenOptions;
use std::io::{ErrorKind, Write as _};
use std::path::{Path, PathBuf};

const NAME: &str = "%Y%m%dT%H%M%SZ";
const ROOT: &str = "root.key";
const RETIRED: &str = "retired.jwks.json";

/// A directory of keys, which need not be there yet.
#[derive(Clone, Debug)]
pub struct Directory(PathBuf);

/// A key of the directory.
pub struct DatedKey {
    /// Its file.
    pub path: PathBuf,
    /// The instant from which it signs.
    pub from: Instant,
    /// The key.
    pub key: SigningKey,
}

impl Directory {
    /// The directory of this path.
    #[must_use]
    pub fn at(path: impl Into<PathBuf>) -> Self {
        Self(path.into())
    }

    /// The path of the directory.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.0
    }

    /// Its keys, in the order in which they sign.
    ///
    /// # Errors
    /// Fails if the directory or a key cannot be read, or a key is not named by an instant.
    pub fn keys(&self) -> Result<Vec<DatedKey>, KeyError> {
        let mut keys = Vec::new();
        for entry in std::fs::read_dir(&self.0).map_err(|error| failed(&self.0, &error))? {
            let path = entry.map_err(|error| failed(&self.0, &error))?.path();
            if path.extension().is_some_and(|extension| extension == "pem") {
                keys.push(read(path)?);
            }
        }
        keys.sort_by_key(|key| key.from);
        Ok(keys)
    }

    /// The secret from which keys for other purposes are derived: made if it is not there yet.
    ///
    /// # Errors
    /// Fails if it can be neither read nor made.
    pub fn root(&self) -> Result<SecretBox<Vec<u8>>, KeyError> {
        let path = self.0.join(ROOT);
        let found = match std::fs::read_to_string(&path) {
            Err(error) if error.kind() == ErrorKind::NotFound => {
                let made = hex::encode(rand::random::<[u8; 32]>());
                // Whoever was first has made it for all.
                match self.write(&path, made.as_bytes(), false) {
                    Ok(()) => Ok(made),
                    Err(_) if path.exists() => std::fs::read_to_string(&path),
                    Err(error) => return Err(error),
                }
            }
            read => read,
        };
        let text = found.map_err(|error| failed(&path, &error))?;
        let bytes = hex::decode(text.trim()).ok().filter(|bytes| bytes.len() >= 32);
        let bytes = bytes
            .ok_or_else(|| wrong(path, &"it should hold 32 bytes in hexadecimal: openssl rand -hex 32"))?;
        Ok(SecretBox::new(Box::new(bytes)))
    }

    /// The public halves of the keys that were removed.
    ///
    /// # Errors
    /// Fails if the file is there and cannot be read.
    pub fn retired(&self) -> Result<Vec<Jwk>, KeyError> {
        let path = self.0.join(RETIRED);
        match std::fs::read(&path) {
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(Vec::new()),
            Err(error) => Err(failed(&path, &error)),
            Ok(text) => serde_json::from_slice::<JwkSet>(&text)
                .map(|set| set.keys)
                .map_err(|error| wrong(path, &error)),
        }
    }

    /// Makes an Ed25519 key that signs from an instant on, and the directory where there is none.
    ///
    /// # Errors
    /// Fails if a file cannot be written, or there is a key of that instant already.
    pub fn add(&self, from: Instant) -> Result<DatedKey, KeyError> {
        let path = self.0.join(format!("{}.pem", from.utc().format(NAME)));
        private::folder(&self.0).map_err(|error| failed(&self.0, &error))?;
        drop(self.root()?);
        self.write(&path, SigningKey::new_pem().expose_secret().as_bytes(), false)?;
        read(path)
    }

    /// Removes the keys that no token can need any more: those whose successor has signed for
    /// longer than a token is good. Their public halves stay.
    ///
    /// # Errors
    /// Fails if a file cannot be written or removed.
    pub fn retire(&self, now: Instant, token: TimeDelta) -> Result<Vec<DatedKey>, KeyError> {
        let mut keys = self.keys()?;
        let since = now.before(token);
        // The last of those that began so long ago signs everything that is still good, with those
        // after it.
        let stay = keys.iter().rposition(|key| key.from <= since).unwrap_or(0);
        let rest = keys.split_off(stay);
        drop(rest);
        if keys.is_empty() {
            return Ok(keys);
        }
        let mut public = self.retired()?;
        public.extend(keys.iter().filter_map(|old| old.key.public().cloned()));
        let path = self.0.join(RETIRED);
        let text = serde_json::to_vec_pretty(&JwkSet { keys: public })
            .map_err(|error| wrong(path.clone(), &error))?;
        self.write(&path, &text, true)?;
        for old in &keys {
            std::fs::remove_file(&old.path).map_err(|error| failed(&old.path, &error))?;
        }
        Ok(keys)
    }

    /// Writes a file that only its owner reads, whole or not at all: a server may be looking.
    fn write(&self, path: &Path, bytes: &[u8], over: bool) -> Result<(), KeyError> {
        let draft = self.0.join(format!(".{}", hex::encode(rand::random::<[u8; 8]>())));
        let mut options = OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let written = options.open(&draft).and_then(|mut file| {
            file.write_all(bytes)?;
            file.sync_all()?;
            // A link, unlike a renaming, refuses where there is a file of that name.
            if over { std::fs::rename(&draft, path) } else { std::fs::hard_link(&draft, path) }
        });
        let removed = std::fs::remove_file(&draft);
        drop(removed);
        written.map_err(|error| failed(path, &error))
    }
}

fn read(path: PathBuf) -> Result<DatedKey, KeyError> {
    let name = path.file_stem().and_then(|name| name.to_str()).unwrap_or_default();
    let from = NaiveDateTime::parse_from_str(name, NAME).map_err(|_| {
        wrong(path.clone(), &"name a key by the instant from which it signs, as 20261124T120000Z.pem")
    })?;
    let pem: SecretString = std::fs::read_to_string(&path).map_err(|error| failed(&path, &error))?.into();
    let key = SigningKey::of_pem(&pem).map_err(|error| wrong(path.clone(), &error))?;
    Ok(DatedKey { path, from: Instant::at(from.and_utc()), key })
}

fn failed(path: &Path, error: &std::io::Error) -> KeyError {
    wrong(path.to_owned(), error)
}

fn wrong(path: PathBuf, reason: &dyn std::fmt::Display) -> KeyError {
    KeyError::File { path, reason: reason.to_string() }
}
