//! The keys of service accounts: how they are made and known again.

use crate::error::{Error, Result};
use crate::ids::ServiceKeyId;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hmac::{Hmac, Mac};
use sha2::{Digest as _, Sha256};

/// The beginning of every key, so that it is known for what it is where it turns up.
pub const PREFIX: &str = "greffe_sk_";

/// Makes the keys of service accounts: a keyed hash of the key's id, so that the answer to a
/// repeated request can hold the key again although it is stored nowhere. What is stored is its
/// hash, so that a key stays good whatever becomes of ours.
#[derive(Clone)]
pub struct KeySecrets(Vec<u8>);

impl KeySecrets {
    /// Makes it with a key of its own, derived from the signing key.
    #[must_use]
    pub const fn with_key(key: Vec<u8>) -> Self {
        Self(key)
    }

    /// The key of this id: 53 characters.
    ///
    /// # Errors
    /// Never: HMAC takes a key of any length.
    pub fn of(&self, id: ServiceKeyId) -> Result<String> {
        let mac =
            Hmac::<Sha256>::new_from_slice(&self.0).map_err(|error| Error::internal(error.to_string()))?;
        let secret = mac.chain_update(id.uuid().as_bytes()).finalize().into_bytes();
        Ok(format!("{PREFIX}{}", URL_SAFE_NO_PAD.encode(secret)))
    }
}

/// A key, as stored.
#[must_use]
pub fn hash(key: &str) -> [u8; 32] {
    Sha256::digest(key).into()
}
