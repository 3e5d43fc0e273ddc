//! What signs messages to other systems, by the Standard Webhooks specification: HMAC-SHA-256 with
//! a shared secret (`v1`), and Ed25519 (`v1a`) for who wants to share none.
//!
//! Secret and private key are made from an id with a key of the server's own, as in
//! [`super::secrets`], and stored nowhere: whoever has the database cannot sign. What is stored is
//! the hash of the secret, by which it is known that another key would make another.

use super::key::ED25519_PKCS8;
use super::secrets::hash;
use crate::error::{Error, Result};
use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use hmac::digest::Key;
use hmac::{Hmac, Mac};
use jsonwebtoken::jwk::{AlgorithmParameters, Jwk};
use jsonwebtoken::{Algorithm, EncodingKey};
use sha2::Sha256;
use uuid::Uuid;

/// Makes the secrets of messages, and signs with them.
#[derive(Clone)]
pub struct MessageSecrets(Hmac<Sha256>);

/// What a message says, and when it is sent.
#[derive(Clone, Copy, Debug)]
pub struct SignedContent<'a> {
    /// The id of the message.
    pub id: &'a str,
    /// When it is sent: seconds since 1970.
    pub seconds: i64,
    /// What it says.
    pub body: &'a str,
}

fn keyed(key: &[u8]) -> Hmac<Sha256> {
    // A key that is shorter than the block of the hash is filled up with zeros (RFC 2104, 2).
    let mut block = Key::<Hmac<Sha256>>::default();
    block.iter_mut().zip(key).for_each(|(to, from)| *to = *from);
    <Hmac<Sha256> as Mac>::new(&block)
}

fn failed(error: impl std::fmt::Display) -> Error {
    Error::internal(error.to_string())
}

impl MessageSecrets {
    /// Makes it with a key of its own, derived from the signing key: 32 bytes.
    #[must_use]
    pub fn new(key: &[u8]) -> Self {
        Self(keyed(key))
    }

    fn bytes(&self, purpose: &str, id: Uuid) -> [u8; 32] {
        self.0.clone().chain_update(purpose).chain_update(id.as_bytes()).finalize().into_bytes().into()
    }

    fn shared(&self, id: Uuid) -> [u8; 32] {
        self.bytes("v1", id)
    }

    fn private(&self, id: Uuid) -> EncodingKey {
        EncodingKey::from_ed_der(&[&ED25519_PKCS8[..], &self.bytes("v1a", id)].concat())
    }

    /// The shared secret of an id, as it is given.
    #[must_use]
    pub fn secret(&self, id: Uuid) -> String {
        format!("whsec_{}", STANDARD.encode(self.shared(id)))
    }

    /// The shared secret of an id, as stored.
    #[must_use]
    pub fn hash(&self, id: Uuid) -> [u8; 32] {
        hash(&self.secret(id))
    }

    /// The public key of an id, as it is shown.
    ///
    /// # Errors
    /// Fails if there is none.
    pub fn public_key(&self, id: Uuid) -> Result<String> {
        let key = Jwk::from_encoding_key(&self.private(id), Algorithm::EdDSA).map_err(failed)?;
        let AlgorithmParameters::OctetKeyPair(pair) = key.algorithm else {
            return Err(Error::internal("an Ed25519 key of another kind"));
        };
        let bytes = URL_SAFE_NO_PAD.decode(pair.x).map_err(failed)?;
        Ok(format!("whpk_{}", STANDARD.encode(bytes)))
    }

    /// The signatures of a message with the secrets of these ids, as `webhook-signature` has them.
    ///
    /// # Errors
    /// Fails if signing fails.
    pub fn signatures(&self, ids: &[Uuid], content: &SignedContent<'_>) -> Result<String> {
        let SignedContent { id: message, seconds, body } = content;
        let signed = format!("{message}.{seconds}.{body}");
        let mut all = Vec::new();
        for id in ids {
            let tag = keyed(&self.shared(*id)).chain_update(&signed).finalize().into_bytes();
            all.push(format!("v1,{}", STANDARD.encode(tag)));
            let signature =
                jsonwebtoken::crypto::sign(signed.as_bytes(), &self.private(*id), Algorithm::EdDSA);
            let signature = URL_SAFE_NO_PAD.decode(signature.map_err(failed)?).map_err(failed)?;
            all.push(format!("v1a,{}", STANDARD.encode(signature)));
        }
        Ok(all.join(" "))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_is_of_its_id_under_the_key() {
        let (secrets, id) = (MessageSecrets::new(&[7; 32]), Uuid::now_v7());
        assert_eq!(secrets.secret(id), secrets.secret(id));
        assert_ne!(secrets.secret(id), secrets.secret(Uuid::now_v7()));
        assert_ne!(secrets.secret(id), MessageSecrets::new(&[8; 32]).secret(id));
        assert_ne!(secrets.shared(id), secrets.bytes("v1a", id), "one is not found from the other");
    }

    /// The secret and the message of the specification's own libraries.
    #[test]
    fn a_signature_is_that_of_the_specification() {
        let key = STANDARD.decode("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw").unwrap();
        let signed = "msg_p5jXN8AQM9LWM0D4loKWxJek.1614265330.{\"test\": 2432232314}";
        let tag = keyed(&key).chain_update(signed).finalize().into_bytes();
        assert_eq!(STANDARD.encode(tag), "g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
    }
}
