//! Access tokens: JWT (RFC 9068), signed by this service; refresh tokens: random, stored hashed.

use crate::db::types::Instant;
use crate::error::{Code, Error, Result};
use crate::ids::{SessionId, UserId};
use crate::signing::directory::Directory;
use crate::signing::key::{self, KeyError, SigningKey};
use crate::signing::refusal::RefusedToken;
use crate::signing::ring::SigningKeys;
use crate::signing::statement::{self, StatementError};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::TimeDelta;
use hmac::{Hmac, Mac};
use jsonwebtoken::jwk::{Jwk, JwkSet};
use secrecy::SecretString;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use std::collections::HashMap;
use std::sync::RwLock;

/// The audience of the tokens, and the client that they are given to: people sign in with the
/// service itself. It is the issuer, too, where no address is set; and was, before one was.
const SERVICE: &str = "greffe";
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
    /// Tokens from before it was said have none.
    #[serde(default)]
    client_id: String,
    iat: i64,
    exp: i64,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    nbf: Option<i64>,
    jti: uuid::Uuid,
}

impl AccessClaims {
    /// Whether the claims are of this service, for it, and good now. The service has a clock of its
    /// own, which need not be the machine's.
    fn judge(&self, issuer: Option<&str>, now: Instant) -> Result<(), RefusedToken> {
        let now = now.utc().timestamp();
        if self.iss != SERVICE && Some(self.iss.as_str()) != issuer {
            return Err(RefusedToken::Issuer);
        }
        if self.aud != SERVICE {
            return Err(RefusedToken::Audience);
        }
        if self.exp <= now.saturating_sub(LEEWAY) {
            return Err(RefusedToken::Expired);
        }
        if self.nbf.is_some_and(|from| from > now.saturating_add(LEEWAY)) {
            return Err(RefusedToken::NotYet);
        }
        Ok(())
    }
}

/// A key that verifies statements.
#[derive(Clone, Debug, Serialize)]
pub struct JournalKey {
    #[serde(flatten)]
    key: Jwk,
    /// Whether it signs nothing any more.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    retired: bool,
}

/// The keys that verify statements.
#[derive(Clone, Debug, Default, Serialize)]
pub struct JournalKeys {
    keys: Vec<JournalKey>,
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
    issuer: Option<String>,
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
            issuer: None,
            lifetime: TimeDelta::hours(1),
            refresh_lifetime: TimeDelta::days(14),
            verified: RwLock::default(),
        }
    }

    /// Sets the address that access tokens name as their issuer (RFC 9068, 2.2). Those from before
    /// it was set are good as long as they last.
    #[must_use]
    pub fn issued_at(mut self, address: Option<String>) -> Self {
        self.issuer = address;
        self
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
            iss: self.issuer.clone().unwrap_or_else(|| SERVICE.to_owned()),
            aud: SERVICE.to_owned(),
            sub: user,
            sid: session,
            client_id: SERVICE.to_owned(),
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
        let claims = if token.len() > LONGEST { Err(RefusedToken::TooLong) } else { self.claims(token)? };
        let good = claims.and_then(|claims| claims.judge(self.issuer.as_deref(), now).map(|()| claims));
        let claims = good.map_err(|why| why.explain(refused()))?;
        Ok(Bearer { user: claims.sub, session: claims.sid })
    }

    /// The claims of a token, if a key of ours signed it.
    fn claims(&self, token: &str) -> Result<Result<AccessClaims, RefusedToken>> {
        let ring = self.keys.now()?;
        let digest: [u8; 32] = Sha256::digest(token).into();
        let known = self.verified.read().ok().and_then(|verified| verified.get(&digest).cloned());
        if let Some((id, claims)) = known {
            // What a key signed that was removed since is not good any more.
            return Ok(ring.key(id.as_deref()).map(|_| claims).ok_or(RefusedToken::UnknownKey));
        }
        let Some(header) = key::header(token) else { return Ok(Err(RefusedToken::Unreadable)) };
        let id = header.kid;
        let ring =
            if ring.key(id.as_deref()).is_none() && self.keys.look_again() { self.keys.now()? } else { ring };
        let Some(key) = ring.key(id.as_deref()) else { return Ok(Err(RefusedToken::UnknownKey)) };
        let Some(claims) = key.open::<AccessClaims>(token, ACCESS_TOKEN) else {
            return Ok(Err(RefusedToken::Signature));
        };
        if let Ok(mut verified) = self.verified.write() {
            if verified.len() >= REMEMBERED {
                verified.clear();
            }
            verified.insert(digest, (id, claims.clone()));
        }
        Ok(Ok(claims))
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

    /// [`Self::statement_keys`], of which those that were removed say so.
    #[must_use]
    pub fn journal_keys(&self) -> JournalKeys {
        let Ok(ring) = self.keys.now() else { return JournalKeys::default() };
        let present = ring.public().map(|key| JournalKey { key: key.clone(), retired: false });
        let retired = ring.retired().iter().map(|key| JournalKey { key: key.clone(), retired: true });
        JournalKeys { keys: present.chain(retired).collect() }
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
    fn a_token_names_where_it_comes_from_and_the_client() {
        let here = || Some("https://greffe.example".to_owned());
        let issue =
            |tokens: &Tokens| tokens.issue(UserId::generate(), SessionId::generate(), at(10)).unwrap();
        let (before, now) = (tokens(SECRET), tokens(SECRET).issued_at(here()));
        let claims = |token: &str| jsonwebtoken::dangerous::insecure_decode::<Value>(token).unwrap().claims;
        let (old, new) = (issue(&before), issue(&now));
        assert_eq!((&claims(&old)["iss"], &claims(&old)["client_id"]), (&json!("greffe"), &json!("greffe")));
        assert_eq!(claims(&new)["iss"], "https://greffe.example");
        assert!(now.verify(&new, at(10)).is_ok());
        assert!(now.verify(&old, at(10)).is_ok(), "given before the address was set");
        let elsewhere = tokens(SECRET).issued_at(Some("https://other.example".to_owned()));
        assert_eq!(elsewhere.verify(&new, at(10)).unwrap_err().cause(), Some("token refused: issuer"));
        // As they were before they named a client.
        let mut bare = claims(&old);
        bare.as_object_mut().unwrap().remove("client_id");
        let key = SigningKey::of_secret(&SECRET.into()).unwrap();
        assert!(now.verify(&key.sign(ACCESS_TOKEN, &bare).unwrap(), at(10)).is_ok());
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
