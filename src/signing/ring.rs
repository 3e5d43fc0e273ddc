//! The keys that a server goes by: one that never changes, or those of a directory, which it looks
//! at again and again.

use super::directory::{DatedKey, Directory};
use super::key::{KeyError, SigningKey};
use crate::db::types::Instant;
use crate::error::{Error, Result};
use jsonwebtoken::jwk::Jwk;
use secrecy::{ExposeSecret as _, SecretBox, SecretString};
use std::sync::{Arc, Mutex, RwLock};
use std::time::{Duration, Instant as Stopwatch};

/// The time for which a look at the directory is good.
const LOOK_EVERY: Duration = Duration::from_secs(60);
/// The time after which it is looked at again for a key that nobody knows: whoever makes up names
/// cannot keep us reading.
const LOOK_AGAIN_AFTER: Duration = Duration::from_secs(10);

/// The keys as they are at a time.
pub struct Ring {
    /// The keys in the order in which they sign; one alone has no beginning.
    keys: Vec<(Option<Instant>, SigningKey)>,
    retired: Vec<Jwk>,
}

impl Ring {
    fn of_directory(directory: &Directory) -> Result<Self, KeyError> {
        let keys: Vec<DatedKey> = directory.keys()?;
        let retired = directory.retired()?;
        Ok(Self { keys: keys.into_iter().map(|dated| (Some(dated.from), dated.key)).collect(), retired })
    }

    /// The key that signs: the latest whose instant has come, or else the first.
    ///
    /// # Errors
    /// Fails if there is none.
    pub fn signing(&self, now: Instant) -> Result<&SigningKey> {
        let begun = self.keys.iter().rev().find(|(from, _)| from.is_none_or(|from| from <= now));
        let (_, key) =
            begun.or_else(|| self.keys.first()).ok_or_else(|| Error::internal("no signing key"))?;
        Ok(key)
    }

    /// The key of this id.
    #[must_use]
    pub fn key(&self, id: Option<&str>) -> Option<&SigningKey> {
        self.keys.iter().map(|(_, key)| key).find(|key| key.id() == id)
    }

    /// The public halves of the keys that verify: of those, too, that are yet to sign.
    pub fn public(&self) -> impl Iterator<Item = &Jwk> {
        self.keys.iter().filter_map(|(_, key)| key.public())
    }

    /// The public halves of the keys that were removed.
    #[must_use]
    pub fn retired(&self) -> &[Jwk] {
        &self.retired
    }
}

/// The instants at which the directory was looked at: because it was time, and because a key was
/// named that nobody knew.
struct Looked {
    last: Stopwatch,
    for_unknown: Option<Stopwatch>,
}

/// The keys, and where they come from.
pub struct SigningKeys {
    directory: Option<Directory>,
    ring: RwLock<Arc<Ring>>,
    looked: Mutex<Looked>,
    root: SecretBox<Vec<u8>>,
}

impl SigningKeys {
    /// One key that never changes.
    pub(crate) fn of_one(key: SigningKey, root: &SecretString) -> Self {
        let ring = Ring { keys: vec![(None, key)], retired: Vec::new() };
        Self::new(None, ring, SecretBox::new(Box::new(root.expose_secret().as_bytes().to_vec())))
    }

    /// The keys of a directory.
    ///
    /// # Errors
    /// Fails if it cannot be read, or holds none.
    pub(crate) fn of_directory(directory: Directory) -> Result<Self, KeyError> {
        let ring = Ring::of_directory(&directory)?;
        if ring.keys.is_empty() {
            let (path, reason) = (directory.path().to_owned(), "there is no key in it".to_owned());
            return Err(KeyError::File { path, reason });
        }
        let root = directory.root()?;
        Ok(Self::new(Some(directory), ring, root))
    }

    fn new(directory: Option<Directory>, ring: Ring, root: SecretBox<Vec<u8>>) -> Self {
        Self {
            directory,
            ring: RwLock::new(Arc::new(ring)),
            looked: Mutex::new(Looked { last: Stopwatch::now(), for_unknown: None }),
            root,
        }
    }

    /// The keys as they are now, or were a minute ago.
    ///
    /// # Errors
    /// Fails only if a thread died.
    pub fn now(&self) -> Result<Arc<Ring>> {
        self.look(|looked| looked.last.elapsed() >= LOOK_EVERY);
        let ring = self.ring.read().map_err(|_| Error::internal("the keys are lost"))?;
        Ok(Arc::clone(&ring))
    }

    /// Looks whether there are other keys, because one was named that is not known: at most once in
    /// ten seconds.
    pub fn look_again(&self) -> bool {
        self.look(|looked| {
            let is_due = looked.for_unknown.is_none_or(|last| last.elapsed() >= LOOK_AGAIN_AFTER);
            if is_due {
                looked.for_unknown = Some(Stopwatch::now());
            }
            is_due
        })
    }

    /// Looks if that is due, and says whether there are new keys to go by. What was known stays if
    /// the directory cannot be read.
    fn look(&self, is_due: impl FnOnce(&mut Looked) -> bool) -> bool {
        let Some(directory) = &self.directory else { return false };
        {
            let Ok(mut looked) = self.looked.lock() else { return false };
            if !is_due(&mut looked) {
                return false;
            }
            looked.last = Stopwatch::now();
        }
        match Ring::of_directory(directory) {
            Ok(ring) if ring.keys.is_empty() => {
                tracing::warn!("the directory of signing keys is empty: those before are kept");
                false
            }
            Ok(ring) => self.ring.write().map(|mut kept| *kept = Arc::new(ring)).is_ok(),
            Err(error) => {
                tracing::warn!(error = %error, "the signing keys could not be read again: those before are kept");
                false
            }
        }
    }

    /// The secret from which keys for other purposes are derived.
    #[must_use]
    pub fn root(&self) -> &[u8] {
        self.root.expose_secret()
    }
}
