//! Access tokens: JWT (RFC 9068), signed by this service; refresh tokens: random, stored hashed.

use crate::db::types::Instant;
use crate::error::{Code, Error, Result};
use crate::ids::{SessionId, UserId};
use crate::signing::directory::Directory;
use crate::signing::key::{self, KeyError, SigningKey};
use crate::signing::ring::SigningKeys;
use crate::signing::statement::{self, StatementError};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::TimeDelta;
use hmac::{Hmac, Mac};
use jsonwebtoken::jwk::JwkSet;
use secrecy::SecretString;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use std::collections::HashMap;
use std::sync::RwLock;

/// The issuer and the audience of the tokens.
const ISSUER: &str = "greffe";
/// `typ` of an access token (RFC 9068, 2.1): another kind of JWT under the same key is no access
/// token.
const ACCESS_TOKEN: &str = "at+jwt";
/// The seconds by which two clocks may differ.
pub const LEEWAY: i64 = 30;
/// The longest token that is looked at: ours are a fraction of it.
const LONGEST: usize = 8 * 1024;
/// The number of verified tokens above which all are forgotten, and verified again.
const REMEMBERED: usize = 10_000;

#[derive(Clone, Serialize, Deserialize)]
struct AccessClaims {
    iss: String,
    aud: String,
    sub: UserId,
    sid: SessionId,
    iat: i64,
    exp: i64,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    nbf: Option<i64>,
    jti: uuid::Uuid,
}

impl AccessClaims {
    /// Whether the claims are of this service, for it, and good now. The service has a clock of its
    /// own, which need not be the machine's.
    fn hold(&self, now: Instant) -> bool {
        let now = now.utc().timestamp();
        self.iss == ISSUER
            && self.aud == ISSUER
            && self.exp > now.saturating_sub(LEEWAY)
            && self.nbf.is_none_or(|from| from <= now.saturating_add(LEEWAY))
    }
}

/// The user whom an access token speaks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Bearer {
    /// The person.
    pub user: UserId,
    /// The sign-in that it came from.
    pub session: SessionId,
}

/// The verified content of a token: the key's id, and what the token says.
type Verified = (Option<String>, AccessClaims);

/// The service's tokens, which it signs and verifies.
pub struct Tokens {
    keys: SigningKeys,
    lifetime: TimeDelta,
    refresh_lifetime: TimeDelta,
    /// The tokens verified lately, by their hash, so that a burst of requests pays for one
    /// signature.
    verified: RwLock<HashMap<[u8; 32], Verified>>,
}

impl Tokens {
    /// Makes a key that signs by HS256 with a shared secret.
    ///
    /// # Errors
    /// Fails if the secret is too short.
    pub fn with_secret(secret: &SecretString) -> Result<Self, KeyError> {
        Ok(Self::new(SigningKeys::of_one(SigningKey::of_secret(secret)?, secret)))
    }

    /// Signs by `EdDSA` or RS256 with a private key in PEM.
    ///
    /// # Errors
    /// Fails if the key is of another kind.
    pub fn with_key(pem: &SecretString) -> Result<Self, KeyError> {
        Ok(Self::new(SigningKeys::of_one(SigningKey::of_pem(pem)?, pem)))
    }

    /// Signs by `EdDSA` or RS256 with the keys of a directory, which may change while the service
    /// runs.
    ///
    /// # Errors
    /// Fails if the directory cannot be read, or holds no key.
    pub fn with_directory(directory: Directory) -> Result<Self, KeyError> {
        Ok(Self::new(SigningKeys::of_directory(directory)?))
    }

    fn new(keys: SigningKeys) -> Self {
        Self {
            keys,
            lifetime: TimeDelta::hours(1),
            refresh_lifetime: TimeDelta::days(14),
            verified: RwLock::default(),
        }
    }

    /// Sets the time for which an access token is good.
    #[must_use]
    pub const fn lasting(mut self, lifetime: TimeDelta) -> Self {
        self.lifetime = lifetime;
        self
    }

    /// The seconds for which an access token is good.
    #[must_use]
    pub const fn lifetime_seconds(&self) -> i64 {
        self.lifetime.num_seconds()
    }

    /// The instant at which a refresh token that is given now ends.
    #[must_use]
    pub fn refresh_expiry(&self, now: Instant) -> Instant {
        now.after(self.refresh_lifetime)
    }

    /// An access token for a person, of a session.
    ///
    /// # Errors
    /// Fails if signing fails.
    pub fn issue(&self, user: UserId, session: SessionId, now: Instant) -> Result<String> {
        let iat = now.utc().timestamp();
        let claims = AccessClaims {
            iss: ISSUER.to_owned(),
            aud: ISSUER.to_owned(),
            sub: user,
            sid: session,
            iat,
            exp: iat.saturating_add(self.lifetime_seconds()),
            nbf: None,
            jti: uuid::Uuid::now_v7(),
        };
        self.keys.now()?.signing(now)?.sign(ACCESS_TOKEN, &claims)
    }

    /// The user whom a token speaks for. The key is one of ours, and the algorithm is that of the
    /// key, whatever the token says.
    ///
    /// # Errors
    /// 401 where the token is not ours, or not good now.
    pub fn verify(&self, token: &str, now: Instant) -> Result<Bearer> {
        let claims = if token.len() > LONGEST { None } else { self.claims(token)? };
        let claims = claims.filter(|claims| claims.hold(now)).ok_or_else(refused)?;
        Ok(Bearer { user: claims.sub, session: claims.sid })
    }

    /// The claims of a token, if a key of ours signed it.
    fn claims(&self, token: &str) -> Result<Option<AccessClaims>> {
        let ring = self.keys.now()?;
        let digest: [u8; 32] = Sha256::digest(token).into();
        let known = self.verified.read().ok().and_then(|verified| verified.get(&digest).cloned());
        if let Some((id, claims)) = known {
            // What a key signed that was removed since is not good any more.
            return Ok(ring.key(id.as_deref()).map(|_| claims));
        }
        let Some(header) = key::header(token) else { return Ok(None) };
        let id = header.kid;
        let ring =
            if ring.key(id.as_deref()).is_none() && self.keys.look_again() { self.keys.now()? } else { ring };
        let Some(claims) =
            ring.key(id.as_deref()).and_then(|key| key.open::<AccessClaims>(token, ACCESS_TOKEN))
        else {
            return Ok(None);
        };
        if let Ok(mut verified) = self.verified.write() {
            if verified.len() >= REMEMBERED {
                verified.clear();
            }
            verified.insert(digest, (id, claims.clone()));
        }
        Ok(Some(claims))
    }

    /// Signs what the service says for others to keep: a compact JWS of this `typ`, which is no
    /// access token.
    ///
    /// # Errors
    /// Fails if signing fails.
    pub fn sign_statement(&self, kind: &str, claims: &impl Serialize, now: Instant) -> Result<String> {
        if kind == ACCESS_TOKEN {
            return Err(Error::internal("a statement is no access token"));
        }
        self.keys.now()?.signing(now)?.sign(kind, claims)
    }

    /// The content of a statement of this `typ`, if this service signed it: with a key that it has,
    /// or had.
    ///
    /// # Errors
    /// Fails if it did not.
    pub fn verify_statement<T: DeserializeOwned>(
        &self,
        statement: &str,
        kind: &str,
    ) -> Result<T, StatementError> {
        // A shared secret has no public half: whoever has the secret verifies with it.
        let ring = self.keys.now().map_err(|_| StatementError::Unreadable)?;
        if let Some(secret) = ring.key(None) {
            return secret.open(statement, kind).ok_or(StatementError::Forged);
        }
        statement::verify(statement, kind, &self.statement_keys())
    }

    /// The public halves of the keys, for whoever verifies our tokens: of those, too, that are yet
    /// to sign, so that they are known in time. Empty with a shared secret.
    #[must_use]
    pub fn public_keys(&self) -> JwkSet {
        let keys = self.keys.now().map(|ring| ring.public().cloned().collect());
        JwkSet { keys: keys.unwrap_or_default() }
    }

    /// The public halves that verify statements: of the keys that there are, and of those that were
    /// removed, because a statement outlives its key.
    #[must_use]
    pub fn statement_keys(&self) -> JwkSet {
        let keys = self.keys.now().map(|ring| ring.public().chain(ring.retired()).cloned().collect());
        JwkSet { keys: keys.unwrap_or_default() }
    }

    /// A key for another purpose, from which neither the signing key nor another such key can be
    /// found.
    #[must_use]
    pub fn derived_key(&self, purpose: &str) -> Vec<u8> {
        Hmac::<Sha256>::new_from_slice(self.keys.root())
            .map(|mac| mac.chain_update(purpose).finalize().into_bytes().to_vec())
            .unwrap_or_default()
    }
}

/// The error that a token is not ours, or not good any more.
#[must_use]
pub fn refused() -> Error {
    Error::new(Code::InvalidToken).with_detail(
        "Refresh it at POST /v1/auth/refresh, or sign in again.",
        "Actualisez-le par POST /v1/auth/refresh ou authentifiez-vous de nouveau.",
    )
}

/// A refresh token, as it is given.
#[must_use]
pub fn new_refresh_token() -> SecretString {
    URL_SAFE_NO_PAD.encode(rand::random::<[u8; 32]>()).into()
}

/// A refresh token, as stored.
#[must_use]
pub fn hash_refresh_token(token: &str) -> Vec<u8> {
    Sha256::digest(token).to_vec()
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::{TimeZone as _, Utc};
    use jsonwebtoken::{Algorithm, EncodingKey, Header};
    use serde_json::{Value, json};

    fn at(hour: u32) -> Instant {
        Utc.with_ymd_and_hms(2026, 1, 5, hour, 0, 0).map(Instant::at).unwrap()
    }

    fn tokens(secret: &str) -> Tokens {
        Tokens::with_secret(&secret.into()).unwrap()
    }

    const SECRET: &str = "0123456789abcdef0123456789abcdef";

    #[test]
    fn a_token_is_good_for_its_hour_under_its_key() {
        let bearer = Bearer { user: UserId::generate(), session: SessionId::generate() };
        let token = tokens(SECRET).issue(bearer.user, bearer.session, at(10)).unwrap();
        let ours = tokens(SECRET);
        for _ in 0..2 {
            assert_eq!(ours.verify(&token, at(10)).unwrap(), bearer, "the second time it is known");
        }
        assert!(ours.verify(&token, at(12)).is_err(), "known, and expired");
        assert!(tokens(SECRET).verify(&token, at(12)).is_err(), "expired");
        assert!(tokens("another-secret-another-secret-anot").verify(&token, at(10)).is_err(), "another key");
    }

    #[test]
    fn what_only_looks_like_a_token_is_refused() {
        let tokens = tokens(SECRET);
        let good = tokens.issue(UserId::generate(), SessionId::generate(), at(10)).unwrap();
        let (head, rest) = good.split_once('.').unwrap();
        let none = URL_SAFE_NO_PAD.encode(r#"{"alg":"none","typ":"at+jwt"}"#);
        let unsigned = format!("{none}.{}.", rest.split_once('.').unwrap().0);
        let plain = Header::new(Algorithm::HS256);
        let claims = jsonwebtoken::dangerous::insecure_decode::<AccessClaims>(&good).unwrap().claims;
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

    #[test]
    fn a_statement_is_verified_by_the_public_key_and_is_no_token() {
        let (ours, other) =
            (Tokens::with_key(&SigningKey::new_pem()), Tokens::with_key(&SigningKey::new_pem()));
        let (ours, other) = (ours.unwrap(), other.unwrap());
        let said = json!({"root": "00ff"});
        let statement = ours.sign_statement("checkpoint+jwt", &said, at(10)).unwrap();
        let verify = |text: &str, kind: &str, keys: &JwkSet| statement::verify::<Value>(text, kind, keys);
        assert_eq!(verify(&statement, "checkpoint+jwt", &ours.public_keys()).unwrap(), said);
        assert_eq!(ours.verify_statement::<Value>(&statement, "checkpoint+jwt").unwrap(), said);
        let unknown = verify(&statement, "checkpoint+jwt", &other.public_keys());
        assert!(matches!(unknown, Err(StatementError::UnknownKey(_))), "{unknown:?}");
        assert_eq!(verify(&statement, "other+jwt", &ours.public_keys()), Err(StatementError::Forged));
        assert_eq!(verify("x.y.z", "checkpoint+jwt", &ours.public_keys()), Err(StatementError::Unreadable));
        let mut altered = statement.clone();
        let middle = altered.find('.').unwrap() + 3;
        altered.replace_range(middle..=middle, if altered[middle..].starts_with('A') { "B" } else { "A" });
        assert!(verify(&altered, "checkpoint+jwt", &ours.public_keys()).is_err());
        assert!(ours.verify(&statement, at(10)).is_err(), "a statement is no token");
        assert!(ours.sign_statement(ACCESS_TOKEN, &said, at(10)).is_err());
        let token = ours.issue(UserId::generate(), SessionId::generate(), at(10)).unwrap();
        assert!(verify(&token, "checkpoint+jwt", &ours.public_keys()).is_err(), "a token is no statement");
        let shared = tokens(SECRET);
        let statement = shared.sign_statement("checkpoint+jwt", &said, at(10)).unwrap();
        assert_eq!(shared.verify_statement::<Value>(&statement, "checkpoint+jwt").unwrap(), said);
    }
}
