//! The check that a token is the provider's, meant for us, and good now.

use super::keys::ProviderKeys;
use super::model::{ProvidedIdentity, WebAddress};
use crate::db::types::Instant;
use crate::error::{Code, Error, Result};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jsonwebtoken::{Algorithm, DecodingKey, Validation};
use serde::Deserialize;
use serde_json::{Map, Value};
use std::time::Duration;

/// The longest token that is looked at.
const LONGEST: usize = 8 * 1024;
/// The longest subject (`OpenID` Connect Core 1.0, section 2).
const LONGEST_SUBJECT: usize = 255;
/// The shortest interval between two questions to a provider about keys that it was not known to
/// have.
const PAUSE: Duration = Duration::from_secs(30);

/// The algorithms that a token may be signed with: never `none`, and never a shared secret, which
/// the public key could be passed off as.
const ALLOWED: [Algorithm; 7] = [
    Algorithm::RS256,
    Algorithm::RS384,
    Algorithm::RS512,
    Algorithm::PS256,
    Algorithm::ES256,
    Algorithm::ES384,
    Algorithm::EdDSA,
];

/// An identity provider that is trusted to say who somebody is.
pub struct Provider {
    issuer: WebAddress,
    audience: String,
    username_claim: String,
    types: Vec<String>,
    leeway: i64,
    /// The second before which no accepted token was issued, if there was a time at which all were
    /// refused.
    since: Option<i64>,
    keys: ProviderKeys,
}

#[derive(Deserialize)]
struct IdentityClaims {
    sub: String,
    exp: i64,
    #[serde(default)]
    nbf: Option<i64>,
    #[serde(default)]
    iat: Option<i64>,
    #[serde(flatten)]
    others: Map<String, Value>,
}

impl Provider {
    /// The provider at this address; its tokens for us name this audience.
    #[must_use]
    pub fn new(issuer: WebAddress, audience: String) -> Self {
        Self {
            keys: ProviderKeys::of(issuer.clone(), PAUSE),
            issuer,
            audience,
            username_claim: "preferred_username".to_owned(),
            types: vec!["at+jwt".to_owned(), "JWT".to_owned()],
            leeway: 30,
            since: None,
        }
    }

    /// Sets the claim that holds the user name, the values of `typ` that are taken, and the seconds
    /// by which two clocks may differ.
    #[must_use]
    pub fn reading(mut self, username_claim: String, types: Vec<String>, leeway: i64) -> Self {
        self.username_claim = username_claim;
        self.types = types;
        self.leeway = leeway;
        self
    }

    /// Sets the instant from which a token must have been issued, if it says when it was.
    #[must_use]
    pub fn since(mut self, since: Option<Instant>) -> Self {
        self.since = since.map(|since| since.utc().timestamp());
        self
    }

    /// Sets the shortest interval between two questions to the provider about keys that it was not
    /// known to have.
    #[must_use]
    pub fn pausing(mut self, pause: Duration) -> Self {
        self.keys = ProviderKeys::of(self.issuer.clone(), pause);
        self
    }

    /// Whether a token says that it is this provider's: nobody has vouched for that yet.
    #[must_use]
    pub fn is_named_by(&self, token: &str) -> bool {
        #[derive(Deserialize)]
        struct Named {
            iss: String,
        }
        if token.len() > LONGEST {
            return false;
        }
        let payload = token.split('.').nth(1).and_then(|part| URL_SAFE_NO_PAD.decode(part).ok());
        let named = payload.and_then(|payload| serde_json::from_slice::<Named>(&payload).ok());
        named.is_some_and(|named| named.iss == self.issuer.as_str())
    }

    /// The identity that a token speaks of.
    ///
    /// # Errors
    /// 401 where it is not the provider's, not for us, or not good now; 503 where the provider's
    /// keys cannot be had.
    pub async fn verify(&self, token: &str, now: Instant) -> Result<ProvidedIdentity> {
        if token.len() > LONGEST {
            return Err(refused());
        }
        let header = jsonwebtoken::decode_header(token).map_err(|_| refused())?;
        let is_of_a_kind = header.typ.as_deref().is_some_and(|typ| self.takes(typ));
        // What a header calls critical has to be understood (RFC 7515, 4.1.11), and we understand
        // nothing of the kind.
        if !ALLOWED.contains(&header.alg) || !is_of_a_kind || header.crit.is_some() {
            return Err(refused());
        }
        // Only by its name among the provider's keys: whatever else the header offers (`jwk`,
        // `jku`, `x5u`) is not looked at.
        let key = self.keys.find(&header).await?;
        let key = DecodingKey::from_jwk(&key).map_err(|_| refused())?;
        let mut validation = Validation::new(header.alg);
        validation.set_issuer(&[self.issuer.as_str()]);
        validation.set_audience(&[&self.audience]);
        validation.set_required_spec_claims(&["exp", "iss", "aud", "sub"]);
        // The service has a clock of its own, which need not be the machine's: times are checked
        // below.
        validation.validate_exp = false;
        validation.validate_nbf = false;
        let claims =
            jsonwebtoken::decode::<IdentityClaims>(token, &key, &validation).map_err(|_| refused())?.claims;
        let now = now.utc().timestamp();
        let (earliest, latest) = (now.saturating_sub(self.leeway), now.saturating_add(self.leeway));
        let has_begun = [claims.nbf, claims.iat].into_iter().flatten().all(|from| from <= latest);
        let is_named = (1..=LONGEST_SUBJECT).contains(&claims.sub.len());
        let is_old = claims.iat.zip(self.since).is_some_and(|(issued, since)| issued < since);
        if claims.exp <= earliest || !has_begun || is_old || !is_named {
            return Err(refused());
        }
        let username = claims.others.get(&self.username_claim).and_then(Value::as_str).map(str::to_owned);
        Ok(ProvidedIdentity { issuer: self.issuer.to_string(), subject: claims.sub, username })
    }

    /// Whether tokens of this `typ` are taken: `application/` may go before it (RFC 7515, 4.1.9).
    fn takes(&self, typ: &str) -> bool {
        let short = match typ.get(..12) {
            Some(prefix) if prefix.eq_ignore_ascii_case("application/") => typ.get(12..).unwrap_or_default(),
            _ => typ,
        };
        self.types.iter().any(|known| known.eq_ignore_ascii_case(short))
    }
}

/// The answer to every token that is not good, whatever is wrong with it.
pub(super) fn refused() -> Error {
    Error::new(Code::InvalidToken).with_detail(
        "Sign in again with your identity provider and send the token that it gives for this service.",
        "Authentifiez-vous de nouveau auprès de votre fournisseur d'identité et envoyez le jeton qu'il délivre pour ce service.",
    )
}
