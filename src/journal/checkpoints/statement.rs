//! The statement of a checkpoint, and its signature.

use crate::ids::CheckpointId;
use crate::signing::statement::{self, StatementError};
use crate::signing::tokens::Tokens;
use jsonwebtoken::jwk::JwkSet;
use jsonwebtoken::{Algorithm, DecodingKey, Validation, dangerous};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

/// The `typ` of the signed statement: no other JWT under the same key passes for one.
pub const TYPE: &str = "checkpoint+jwt";

/// The claims of a checkpoint.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Statement {
    /// The issuer: `greffe`.
    pub iss: String,
    /// The instant, in seconds since 1970.
    pub iat: i64,
    /// The checkpoint's id.
    pub jti: CheckpointId,
    /// Its place among all checkpoints, from 1.
    pub number: i64,
    /// The sequence number after which the entries are covered.
    pub after_sequence: i64,
    /// The sequence number up to which the entries are covered.
    pub through_sequence: i64,
    /// The number of those entries.
    pub entries: i64,
    /// The number of chains.
    pub chains: i64,
    /// The Merkle root over the root before and the heads of those chains: 64 hexadecimal digits.
    pub root: String,
    /// The root of the checkpoint before; empty in the first.
    pub previous_root: String,
}

/// The keys that statements are checked with.
pub enum StatementKeys<'a> {
    /// The keys of this service: if it is a shared secret, whoever can check could have signed.
    Own(&'a Tokens),
    /// A set of public keys, by their ids.
    Set(JwkSet),
    /// One public key.
    One(Algorithm, DecodingKey),
}

impl StatementKeys<'_> {
    /// The public keys of a file: one key in PEM, or a set of keys as
    /// `GET /.well-known/journal-keys.json` serves it.
    ///
    /// # Errors
    /// Fails if it is neither.
    pub fn read(text: &str) -> Result<Self, String> {
        if text.trim_start().starts_with('{') {
            return serde_json::from_str(text)
                .map(Self::Set)
                .map_err(|error| format!("it is no set of keys: {error}"));
        }
        let bytes = text.as_bytes();
        DecodingKey::from_ed_pem(bytes)
            .map(|key| Self::One(Algorithm::EdDSA, key))
            .or_else(|_| DecodingKey::from_rsa_pem(bytes).map(|key| Self::One(Algorithm::RS256, key)))
            .map_err(|error| {
                format!("it is neither an Ed25519 nor an RSA public key in PEM, nor a set of keys: {error}")
            })
    }

    /// The statement of a checkpoint, if one of the keys signed it.
    ///
    /// # Errors
    /// Why it is not believed.
    pub fn open(&self, signed: &str) -> Result<Statement, StatementError> {
        self.open_as(signed, TYPE)
    }

    /// The content of a statement of this `typ`, if one of the keys signed it.
    ///
    /// # Errors
    /// Why it is not believed.
    pub fn open_as<T: DeserializeOwned>(&self, signed: &str, kind: &str) -> Result<T, StatementError> {
        match self {
            Self::Own(tokens) => tokens.verify_statement(signed, kind),
            Self::Set(keys) => statement::verify(signed, kind, keys),
            Self::One(algorithm, key) => {
                let mut validation = Validation::new(*algorithm);
                validation.validate_exp = false;
                validation.validate_aud = false;
                validation.required_spec_claims.clear();
                let decoded = jsonwebtoken::decode::<T>(signed, key, &validation)
                    .map_err(|_| StatementError::Forged)?;
                let is_ours = decoded.header.typ.as_deref() == Some(kind);
                is_ours.then_some(decoded.claims).ok_or(StatementError::Forged)
            }
        }
    }
}

/// The content of a statement, whoever signed it.
#[must_use]
pub fn unverified(signed: &str) -> Option<Statement> {
    dangerous::insecure_decode(signed).ok().map(|decoded| decoded.claims)
}
