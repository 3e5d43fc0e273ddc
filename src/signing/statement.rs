//! Statements that the service signs for others to keep, such as a checkpoint of the journal.
//!
//! A statement is a compact JWS (RFC 7515) under a `typ` of its own, so that it never passes for an
//! access token, nor a token for a statement.

use super::key;
use jsonwebtoken::jwk::{JwkSet, KeyAlgorithm};
use jsonwebtoken::{Algorithm, DecodingKey};
use serde::de::DeserializeOwned;

/// The reason why a statement is not believed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum StatementError {
    /// The statement is no JWS that names its key.
    #[error("it is no signed statement of this service")]
    Unreadable,
    /// The key that it names is not among those that were given.
    #[error("it was signed with the key {0}, which is not among the keys given")]
    UnknownKey(String),
    /// The signature is not that key's, or the statement is of another kind.
    #[error("its signature is not good, or it is a statement of another kind")]
    Forged,
}

/// The content of a statement of a kind, if one of these public keys verifies it.
///
/// # Errors
/// Fails if none does.
pub fn verify<T: DeserializeOwned>(statement: &str, kind: &str, keys: &JwkSet) -> Result<T, StatementError> {
    let id = key::header(statement).and_then(|header| header.kid).ok_or(StatementError::Unreadable)?;
    let public = keys.find(&id).ok_or_else(|| StatementError::UnknownKey(id.clone()))?;
    let algorithm = match public.common.key_algorithm {
        Some(KeyAlgorithm::EdDSA) => Algorithm::EdDSA,
        Some(KeyAlgorithm::RS256) => Algorithm::RS256,
        _ => return Err(StatementError::UnknownKey(id)),
    };
    let verifying = DecodingKey::from_jwk(public).map_err(|_| StatementError::UnknownKey(id))?;
    key::open(statement, kind, &verifying, algorithm).ok_or(StatementError::Forged)
}
