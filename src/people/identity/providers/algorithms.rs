//! The algorithms that a provider's tokens may be signed with: never `none`, and never a shared
//! secret, which the public key could be passed off as.

use super::keys::ProviderKey;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jsonwebtoken::jwk::{AlgorithmParameters, EllipticCurve, EllipticCurveKeyParameters};
use jsonwebtoken::{Algorithm, DecodingKey};
use p521::ecdsa::signature::Verifier as _;
use p521::ecdsa::{Signature, VerifyingKey};

/// The shortest RSA modulus, in bytes (NIST SP 800-131A).
const SHORTEST_MODULUS: usize = 256;

/// An algorithm that is taken (RFC 7518, 3.1; RFC 8037; RFC 9864).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TokenAlgorithm {
    /// One that the library for tokens has.
    Known(Algorithm),
    /// ES512, which it has not.
    Es512,
}

impl TokenAlgorithm {
    /// The names of the algorithms.
    pub const NAMES: [&str; 11] =
        ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA", "Ed25519"];

    /// The algorithm of this name. `Ed25519` is `EdDSA` with the one curve of it that is taken
    /// (RFC 9864, 2.2).
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        if !Self::NAMES.contains(&name) {
            return None;
        }
        match name {
            "ES512" => Some(Self::Es512),
            "Ed25519" => Some(Self::Known(Algorithm::EdDSA)),
            _ => name.parse().ok().map(Self::Known),
        }
    }

    /// Whether a key goes with it: one of a public key, and of the key's own type (RFC 8725, 3.1).
    #[must_use]
    pub fn suits(self, key: &ProviderKey) -> bool {
        let of_its_type = match &key.jwk.algorithm {
            AlgorithmParameters::RSA(rsa) => {
                let length = URL_SAFE_NO_PAD.decode(&rsa.n).map_or(0, |modulus| modulus.len());
                let is_rsa = matches!(self, Self::Known(known) if known.family() == jsonwebtoken::AlgorithmFamily::Rsa);
                length >= SHORTEST_MODULUS && is_rsa
            }
            AlgorithmParameters::EllipticCurve(curve) => match curve.curve {
                EllipticCurve::P256 => self == Self::Known(Algorithm::ES256),
                EllipticCurve::P384 => self == Self::Known(Algorithm::ES384),
                EllipticCurve::P521 => self == Self::Es512,
                _ => false,
            },
            AlgorithmParameters::OctetKeyPair(pair) => {
                pair.curve == EllipticCurve::Ed25519 && self == Self::Known(Algorithm::EdDSA)
            }
            _ => false,
        };
        of_its_type && key.algorithm.as_deref().is_none_or(|named| Self::named(named) == Some(self))
    }

    /// Whether a signature, in base64url, is that of the key over a message.
    #[must_use]
    pub fn verifies(self, key: &ProviderKey, message: &str, signature: &str) -> bool {
        match (self, &key.jwk.algorithm) {
            (Self::Es512, AlgorithmParameters::EllipticCurve(curve)) => {
                verifies_p521(curve, message, signature).unwrap_or(false)
            }
            (Self::Known(algorithm), _) => DecodingKey::from_jwk(&key.jwk).is_ok_and(|key| {
                jsonwebtoken::crypto::verify(signature, message.as_bytes(), &key, algorithm).unwrap_or(false)
            }),
            (Self::Es512, _) => false,
        }
    }
}

fn verifies_p521(key: &EllipticCurveKeyParameters, message: &str, signature: &str) -> Option<bool> {
    let decoded = |part: &str| URL_SAFE_NO_PAD.decode(part).ok();
    // An uncompressed point (SEC 1, 2.3.3): 4, and the two coordinates.
    let point = [vec![4], decoded(&key.x)?, decoded(&key.y)?].concat();
    let key = VerifyingKey::from_sec1_bytes(&point).ok()?;
    let signature = Signature::from_slice(&decoded(signature)?).ok()?;
    Some(key.verify(message.as_bytes(), &signature).is_ok())
}
