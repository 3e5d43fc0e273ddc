//! Access tokens: JWT (RFC 9068), signed by this service; refresh tokens: random, kept hashed.

use crate::db::types::Instant;
use crate::error::{Code, Error, Result};
use crate::ids::UserId;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::TimeDelta;
use hmac::{Hmac, Mac};
use jsonwebtoken::jwk::{Jwk, JwkSet, KeyAlgorithm, PublicKeyUse};
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation};
use secrecy::{ExposeSecret as _, SecretBox, SecretString};
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

/// Who issues the tokens, and for whom they are.
const ISSUER: &str = "greffe";
/// `typ` of an access token (RFC 9068, 2.1): another kind of JWT under the same key is no access token.
const ACCESS_TOKEN: &str = "at+jwt";
/// How far two clocks may differ.
const LEEWAY: i64 = 30;
/// The longest token that is looked at: ours are a fraction of it.
const LONGEST: usize = 8 * 1024;
/// The least that a shared secret may hold, in bytes (RFC 7518, 3.2).
pub const SHORTEST_SECRET: usize = 32;

#[derive(Serialize, Deserialize)]
struct Claims {
    iss: String,
    aud: String,
    sub: UserId,
    iat: i64,
    exp: i64,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    nbf: Option<i64>,
    jti: uuid::Uuid,
}

/// Signs and verifies.
pub struct Tokens {
    header: Header,
    signing: EncodingKey,
    verifying: DecodingKey,
    validation: Validation,
    public: Option<Jwk>,
    lifetime: TimeDelta,
    refresh_lifetime: TimeDelta,
    root: SecretBox<Vec<u8>>,
}

/// Why a key cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum KeyError {
    /// The shared secret is too short.
    #[error("the signing secret holds {0} bytes; at least {SHORTEST_SECRET} are needed")]
    ShortSecret(usize),
    /// The key file is not one of those that are supported.
    #[error("the signing key is neither an Ed25519 nor an RSA private key in PEM (PKCS #8): {0}")]
    UnknownKey(String),
}

impl Tokens {
    /// HS256 with a shared secret.
    ///
    /// # Errors
    /// Where the secret is too short.
    pub fn with_secret(secret: &SecretString) -> Result<Self, KeyError> {
        let bytes = secret.expose_secret().as_bytes();
        if bytes.len() < SHORTEST_SECRET {
            return Err(KeyError::ShortSecret(bytes.len()));
        }
        let keys = (EncodingKey::from_secret(bytes), DecodingKey::from_secret(bytes));
        Ok(Self::new(Algorithm::HS256, keys, None, bytes.to_vec()))
    }

    /// `EdDSA` or RS256 with a private key in PEM.
    ///
    /// # Errors
    /// Where the key is of another kind.
    pub fn with_key(pem: &SecretString) -> Result<Self, KeyError> {
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
        Ok(Self::new(algorithm, (signing, verifying), Some(public), bytes.to_vec()))
    }

    fn new(
        algorithm: Algorithm,
        keys: (EncodingKey, DecodingKey),
        public: Option<Jwk>,
        root: Vec<u8>,
    ) -> Self {
        let mut header = Header::new(algorithm);
        header.typ = Some(ACCESS_TOKEN.to_owned());
        header.kid = public.as_ref().and_then(|key| key.common.key_id.clone());
        let mut validation = Validation::new(algorithm);
        validation.set_issuer(&[ISSUER]);
        validation.set_audience(&[ISSUER]);
        validation.set_required_spec_claims(&["exp", "iss", "aud", "sub"]);
        // The service has a clock of its own, which need not be the machine's: times are checked below.
        validation.validate_exp = false;
        validation.validate_nbf = false;
        Self {
            header,
            signing: keys.0,
            verifying: keys.1,
            validation,
            public,
            lifetime: TimeDelta::hours(1),
            refresh_lifetime: TimeDelta::days(14),
            root: SecretBox::new(Box::new(root)),
        }
    }

    /// Sets how long an access token is good.
    #[must_use]
    pub const fn lasting(mut self, lifetime: TimeDelta) -> Self {
        self.lifetime = lifetime;
        self
    }

    /// How long an access token is good, in seconds.
    #[must_use]
    pub const fn lifetime_seconds(&self) -> i64 {
        self.lifetime.num_seconds()
    }

    /// When a refresh token that is given now ends.
    #[must_use]
    pub fn refresh_expiry(&self, now: Instant) -> Instant {
        Instant::at(now.utc() + self.refresh_lifetime)
    }

    /// An access token for a person.
    ///
    /// # Errors
    /// Where signing fails.
    pub fn issue(&self, subject: UserId, now: Instant) -> Result<String> {
        let iat = now.utc().timestamp();
        let claims = Claims {
            iss: ISSUER.to_owned(),
            aud: ISSUER.to_owned(),
            sub: subject,
            iat,
            exp: iat.saturating_add(self.lifetime_seconds()),
            nbf: None,
            jti: uuid::Uuid::now_v7(),
        };
        jsonwebtoken::encode(&self.header, &claims, &self.signing)
            .map_err(|error| Error::internal(error.to_string()))
    }

    /// Who a token speaks for. The algorithm is ours, whatever the token says.
    ///
    /// # Errors
    /// 401 where the token is not ours, or not good now.
    pub fn verify(&self, token: &str, now: Instant) -> Result<UserId> {
        let refused = || {
            Error::new(Code::InvalidToken).saying(
                "Refresh it at POST /v1/auth/refresh, or sign in again.",
                "Actualisez-le par POST /v1/auth/refresh ou authentifiez-vous de nouveau.",
            )
        };
        if token.len() > LONGEST {
            return Err(refused());
        }
        let decoded = jsonwebtoken::decode::<Claims>(token, &self.verifying, &self.validation)
            .map_err(|_| refused())?;
        let (claims, now) = (decoded.claims, now.utc().timestamp());
        let current = claims.exp > now.saturating_sub(LEEWAY)
            && claims.nbf.is_none_or(|from| from <= now.saturating_add(LEEWAY));
        if decoded.header.typ.as_deref() != Some(ACCESS_TOKEN) || !current {
            return Err(refused());
        }
        Ok(claims.sub)
    }

    /// The public half of the key, for whoever verifies our tokens: empty with a shared secret.
    #[must_use]
    pub fn public_keys(&self) -> JwkSet {
        JwkSet { keys: self.public.iter().cloned().collect() }
    }

    /// A key for another purpose, from which neither the signing key nor another such key can be found.
    #[must_use]
    pub fn derived_key(&self, purpose: &str) -> Vec<u8> {
        Hmac::<Sha256>::new_from_slice(self.root.expose_secret())
            .map(|mac| mac.chain_update(purpose).finalize().into_bytes().to_vec())
            .unwrap_or_default()
    }
}

/// A refresh token, as it is given.
#[must_use]
pub fn new_refresh_token() -> SecretString {
    URL_SAFE_NO_PAD.encode(rand::random::<[u8; 32]>()).into()
}

/// A refresh token, as it is kept.
#[must_use]
pub fn hash_refresh_token(token: &str) -> Vec<u8> {
    Sha256::digest(token).to_vec()
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::{TimeZone as _, Utc};

    fn at(hour: u32) -> Instant {
        Utc.with_ymd_and_hms(2026, 1, 5, hour, 0, 0).map(Instant::at).unwrap()
    }

    fn tokens(secret: &str) -> Tokens {
        Tokens::with_secret(&secret.into()).unwrap()
    }

    const SECRET: &str = "0123456789abcdef0123456789abcdef";

    #[test]
    fn a_token_is_good_for_its_hour_under_its_key() {
        let user = UserId::generate();
        let token = tokens(SECRET).issue(user, at(10)).unwrap();
        assert_eq!(tokens(SECRET).verify(&token, at(10)).unwrap(), user);
        assert!(tokens(SECRET).verify(&token, at(12)).is_err(), "expired");
        assert!(tokens("another-secret-another-secret-anot").verify(&token, at(10)).is_err(), "another key");
    }

    #[test]
    fn what_only_looks_like_a_token_is_refused() {
        let tokens = tokens(SECRET);
        let good = tokens.issue(UserId::generate(), at(10)).unwrap();
        let (head, rest) = good.split_once('.').unwrap();
        let none = URL_SAFE_NO_PAD.encode(r#"{"alg":"none","typ":"at+jwt"}"#);
        let unsigned = format!("{none}.{}.", rest.split_once('.').unwrap().0);
        let plain = Header::new(Algorithm::HS256);
        let claims = jsonwebtoken::dangerous::insecure_decode::<Claims>(&good).unwrap().claims;
        let other_kind =
            jsonwebtoken::encode(&plain, &claims, &EncodingKey::from_secret(SECRET.as_bytes())).unwrap();
        for wrong in [String::new(), head.to_owned(), unsigned, other_kind, "x".repeat(100_000)] {
            assert!(tokens.verify(&wrong, at(10)).is_err(), "{}", wrong.chars().take(40).collect::<String>());
        }
    }

    #[test]
    fn a_short_secret_is_no_secret() {
        assert!(matches!(Tokens::with_secret(&"short".into()), Err(KeyError::ShortSecret(5))));
    }
}
