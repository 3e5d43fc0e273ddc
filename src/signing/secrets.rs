//! Secrets that are made from an id, and made again: of feeds, and of the keys of service accounts.
//!
//! A secret is a keyed hash of the id of what it opens, so that the answer to a repeated request
//! can hold it again although it is stored nowhere. What is stored is the hash of the secret, so
//! that one that was given stays good whatever becomes of our own key; only a repetition of the
//! request that made it would then give another, dead one.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hmac::digest::Key;
use hmac::{Hmac, Mac};
use sha2::{Digest as _, Sha256};
use uuid::Uuid;

/// The beginning of every key of a service account.
pub const SERVICE_KEY: &str = "greffe_sk_";

/// Makes the secrets of one kind of thing.
#[derive(Clone)]
pub struct KeyedSecrets {
    mac: Hmac<Sha256>,
    prefix: &'static str,
}

impl KeyedSecrets {
    /// Makes it with a key of its own, derived from the signing key: 32 bytes. Each secret begins
    /// with the prefix, so that it is known for what it is where it turns up.
    #[must_use]
    pub fn new(key: &[u8], prefix: &'static str) -> Self {
        // A key that is shorter than the block of the hash is filled up with zeros (RFC 2104, 2).
        let mut block = Key::<Hmac<Sha256>>::default();
        block.iter_mut().zip(key).for_each(|(to, from)| *to = *from);
        Self { mac: <Hmac<Sha256> as Mac>::new(&block), prefix }
    }

    /// The secret of an id: the prefix, and 43 characters that need no escape in an address.
    #[must_use]
    pub fn of(&self, id: Uuid) -> String {
        let secret = self.mac.clone().chain_update(id.as_bytes()).finalize().into_bytes();
        format!("{}{}", self.prefix, URL_SAFE_NO_PAD.encode(secret))
    }
}

/// A secret, as stored.
#[must_use]
pub fn hash(secret: &str) -> [u8; 32] {
    Sha256::digest(secret).into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_is_of_its_id_under_the_key_and_can_be_made_again() {
        let (secrets, id) = (KeyedSecrets::new(&[7; 32], ""), Uuid::now_v7());
        let secret = secrets.of(id);
        assert_eq!(secret, secrets.of(id));
        assert_ne!(secret, secrets.of(Uuid::now_v7()));
        assert_ne!(secret, KeyedSecrets::new(&[8; 32], "").of(id));
        assert_eq!(URL_SAFE_NO_PAD.decode(&secret).unwrap().len(), 32, "256 bits");
    }

    /// What was given before stays good: HMAC-SHA-256 of the id's bytes, as RFC 2104 has it.
    #[test]
    fn a_secret_is_the_hmac_of_the_id() {
        let id = Uuid::from_u128(1);
        let known = Hmac::<Sha256>::new_from_slice(&[7; 32]).unwrap().chain_update(id.as_bytes()).finalize();
        let known = URL_SAFE_NO_PAD.encode(known.into_bytes());
        assert_eq!(KeyedSecrets::new(&[7; 32], "x_").of(id), format!("x_{known}"));
    }
}
