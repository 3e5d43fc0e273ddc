//! A key: what it signs with, what verifies it, and its public half.

use crate::error::{Error, Result};
use crate::text::Complaint;
use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use jsonwebtoken::jwk::{Jwk, KeyAlgorithm, PublicKeyUse};
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation};
use secrecy::{ExposeSecret as _, SecretString};
use serde::Serialize;
use serde::de::DeserializeOwned;
use sha2::{Digest as _, Sha256};
use std::path::PathBuf;

/// The least length of a shared secret, in bytes (RFC 7518, 3.2).
pub const SHORTEST_SECRET: usize = 32;

/// The bytes before the 32 bytes of an Ed25519 private key in PKCS #8 (RFC 8410, 7).
pub(super) const ED25519_PKCS8: [u8; 16] =
    [0x30, 0x2e, 0x02, 0x01, 0x00, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x04, 0x22, 0x04, 0x20];

/// The reason why a key cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum KeyError {
    /// The shared secret is too short.
    #[error("the signing secret holds {0} bytes; at least {SHORTEST_SECRET} are needed")]
    ShortSecret(usize),
    /// The key file is not one of those that are supported.
    #[error("the signing key is neither an Ed25519 nor an RSA private key in PEM (PKCS #8): {0}")]
    UnknownKey(String),
    /// A file of the directory of keys is not as it should be.
    #[error("{}: {reason}", path.display())]
    File {
        /// The file.
        path: PathBuf,
        /// The fault of the key.
        reason: String,
    },
}

impl KeyError {
    /// The reason for whoever runs the service.
    #[must_use]
    pub fn complaint(&self) -> Complaint {
        let french = match self {
            Self::ShortSecret(bytes) => {
                format!("le secret de signature compte {bytes} octets; il en faut au moins {SHORTEST_SECRET}")
            }
            Self::UnknownKey(reason) => format!(
                "la clé de signature n'est une clé privée ni Ed25519 ni RSA en PEM (PKCS #8) : {reason}"
            ),
            Self::File { path, reason } => format!("{} : {reason}", path.display()),
        };
        Complaint::new(self.to_string(), french)
    }
}

/// A key that signs.
pub struct SigningKey {
    algorithm: Algorithm,
    signing: EncodingKey,
    verifying: DecodingKey,
    public: Option<Jwk>,
}

impl SigningKey {
    /// Makes a key that signs by HS256 with a shared secret.
    ///
    /// # Errors
    /// Fails if the secret is too short.
    pub fn of_secret(secret: &SecretString) -> Result<Self, KeyError> {
        let bytes = secret.expose_secret().as_bytes();
        if bytes.len() < SHORTEST_SECRET {
            return Err(KeyError::ShortSecret(bytes.len()));
        }
        Ok(Self {
            algorithm: Algorithm::HS256,
            signing: EncodingKey::from_secret(bytes),
            verifying: DecodingKey::from_secret(bytes),
            public: None,
        })
    }

    /// Makes a key that signs by Signs by `EdDSA` or RS256 with a private key in PEM. Its id is
    /// made from its public half.
    ///
    /// # Errors
    /// Fails if the key is of another kind.
    pub fn of_pem(pem: &SecretString) -> Result<Self, KeyError> {
        let bytes = pem.expose_secret().as_bytes();
        let unknown = |error: jsonwebtoken::errors::Error| KeyError::UnknownKey(error.to_string());
        let (algorithm, kind, signing) = match EncodingKey::from_ed_pem(bytes) {
            Ok(key) => (Algorithm::EdDSA, KeyAlgorithm::EdDSA, key),
            Err(_) => {
                (Algorithm::RS256, KeyAlgorithm::RS256, EncodingKey::from_rsa_pem(bytes).map_err(unknown)?)
            }
        };
        let mut public = Jwk::from_encoding_key(&signing, algorithm).map_err(unknown)?;
        let verifying = DecodingKey::from_jwk(&public).map_err(unknown)?;
        let spelled = serde_json::to_vec(&public.algorithm).unwrap_or_default();
        public.common.key_id = Some(URL_SAFE_NO_PAD.encode(Sha256::digest(spelled)));
        public.common.key_algorithm = Some(kind);
        public.common.public_key_use = Some(PublicKeyUse::Signature);
        Ok(Self { algorithm, signing, verifying, public: Some(public) })
    }

    /// A new Ed25519 private key, in PEM.
    #[must_use]
    pub fn new_pem() -> SecretString {
        let der = [&ED25519_PKCS8[..], &rand::random::<[u8; 32]>()].concat();
        format!("-----BEGIN PRIVATE KEY-----\n{}\n-----END PRIVATE KEY-----\n", STANDARD.encode(der)).into()
    }

    /// The id of the key, which a shared secret lacks.
    #[must_use]
    pub fn id(&self) -> Option<&str> {
        self.public.as_ref().and_then(|public| public.common.key_id.as_deref())
    }

    /// `EdDSA`, `RS256` or `HS256`.
    #[must_use]
    pub fn algorithm(&self) -> String {
        format!("{:?}", self.algorithm)
    }

    /// The public half of the key, which a shared secret lacks.
    #[must_use]
    pub const fn public(&self) -> Option<&Jwk> {
        self.public.as_ref()
    }

    /// Claims of a kind, signed (RFC 7515, 7.1).
    ///
    /// # Errors
    /// Fails if signing fails.
    pub fn sign(&self, kind: &str, claims: &impl Serialize) -> Result<String> {
        let mut header = Header::new(self.algorithm);
        header.typ = Some(kind.to_owned());
        header.kid = self.id().map(str::to_owned);
        jsonwebtoken::encode(&header, claims, &self.signing)
            .map_err(|error| Error::internal(error.to_string()))
    }

    /// The claims, if this key signed them as of this kind.
    #[must_use]
    pub fn open<T: DeserializeOwned>(&self, signed: &str, kind: &str) -> Option<T> {
        open(signed, kind, &self.verifying, self.algorithm)
    }
}

/// The claims, if this key signed them as of this kind, with this algorithm: what they say is
/// judged by the caller, who knows what time it is.
#[must_use]
pub(super) fn open<T: DeserializeOwned>(
    signed: &str,
    kind: &str,
    key: &DecodingKey,
    algorithm: Algorithm,
) -> Option<T> {
    let mut validation = Validation::new(algorithm);
    validation.required_spec_claims.clear();
    validation.validate_exp = false;
    validation.validate_nbf = false;
    validation.validate_aud = false;
    let decoded = jsonwebtoken::decode::<T>(signed, key, &validation).ok()?;
    (decoded.header.typ.as_deref() == Some(kind)).then_some(decoded.claims)
}

/// The header of something signed, unproved; `None` if it cannot be read.
#[must_use]
pub(crate) fn header(signed: &str) -> Option<Header> {
    jsonwebtoken::decode_header(signed).ok()
}
