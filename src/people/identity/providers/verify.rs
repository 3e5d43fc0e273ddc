//! The check that a token is the provider's, meant for us, and good now.

use super::algorithms::TokenAlgorithm;
use super::keys::ProviderKeys;
use super::model::{ProvidedIdentity, WebAddress};
use crate::db::types::Instant;
use crate::error::{Code, Error, Result};
use crate::signing::refusal::RefusedToken;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Number, Value};
use std::time::Duration;

/// The longest token that is looked at.
const LONGEST: usize = 8 * 1024;
/// The longest subject (`OpenID` Connect Core 1.0, section 2).
const LONGEST_SUBJECT: usize = 255;
/// The shortest interval between two questions to a provider about keys that it was not known to
/// have.
const PAUSE: Duration = Duration::from_secs(30);

/// An identity provider that is trusted to say who somebody is.
pub struct Provider {
    issuer: WebAddress,
    audience: String,
    username_claim: String,
    types: Vec<String>,
    takes_untyped: bool,
    leeway: i64,
    /// The second before which no accepted token was issued, if there was a time at which all were
    /// refused.
    since: Option<i64>,
    keys: ProviderKeys,
}

/// The header of a token, as far as it is looked at: whatever else it offers (`jwk`, `jku`, `x5u`)
/// is not.
#[derive(Deserialize)]
struct TokenHeader {
    alg: String,
    #[serde(default)]
    typ: Option<String>,
    #[serde(default)]
    kid: Option<String>,
    #[serde(default)]
    crit: Option<Value>,
}

#[derive(Deserialize)]
struct IdentityClaims {
    iss: String,
    aud: TokenAudience,
    sub: String,
    exp: NumericDate,
    #[serde(default)]
    nbf: Option<NumericDate>,
    #[serde(default)]
    iat: Option<NumericDate>,
    #[serde(flatten)]
    others: Map<String, Value>,
}

/// An instant in seconds since 1970, which may have a fraction (RFC 7519, section 2); kept in
/// microseconds.
#[derive(Clone, Copy, Deserialize)]
#[serde(try_from = "Number")]
struct NumericDate(i64);

const MICROSECONDS: i64 = 1_000_000;

impl TryFrom<Number> for NumericDate {
    type Error = std::num::ParseIntError;

    fn try_from(number: Number) -> Result<Self, Self::Error> {
        if let Some(seconds) = number.as_i64() {
            return Ok(Self(seconds.saturating_mul(MICROSECONDS)));
        }
        let text = format!("{:.6}", number.as_f64().unwrap_or_default());
        text.replace('.', "").parse().map(Self)
    }
}

impl NumericDate {
    /// Whether it comes after a second.
    const fn is_after(self, second: i64) -> bool {
        self.0 > second.saturating_mul(MICROSECONDS)
    }

    const fn is_before(self, second: i64) -> bool {
        self.0 < second.saturating_mul(MICROSECONDS)
    }
}

/// The services that a token is meant for: one, or several.
#[derive(Deserialize)]
#[serde(untagged)]
enum TokenAudience {
    One(String),
    Several(Vec<String>),
}

impl TokenAudience {
    fn names(&self, service: &str) -> bool {
        match self {
            Self::One(name) => name == service,
            Self::Several(names) => names.iter().any(|name| name == service),
        }
    }
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
            takes_untyped: false,
            leeway: 30,
            since: None,
        }
    }

    /// Sets the claim that holds the user name, the values of `typ` that are taken, and the seconds
    /// by which two clocks may differ.
    #[must_use]
    pub fn reading(mut self, username_claim: String, types: &[String], leeway: i64) -> Self {
        self.username_claim = username_claim;
        self.types = types.iter().map(|typ| short(typ).to_owned()).collect();
        self.leeway = leeway;
        self
    }

    /// Sets whether tokens without `typ` are taken: not, unless the provider gives no other.
    #[must_use]
    pub const fn taking_untyped(mut self, takes_untyped: bool) -> Self {
        self.takes_untyped = takes_untyped;
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
            return Err(refused(RefusedToken::TooLong));
        }
        let unreadable = || refused(RefusedToken::Unreadable);
        let (message, signature) = token.rsplit_once('.').ok_or_else(unreadable)?;
        let (head, payload) = message.split_once('.').ok_or_else(unreadable)?;
        let header: TokenHeader = read(head).ok_or_else(unreadable)?;
        let algorithm = TokenAlgorithm::named(&header.alg).ok_or_else(|| refused(RefusedToken::Algorithm))?;
        if !self.takes(header.typ.as_deref()) {
            return Err(refused(RefusedToken::Type));
        }
        // What a header calls critical has to be understood (RFC 7515, 4.1.11), and we understand
        // nothing of the kind.
        if header.crit.is_some() {
            return Err(refused(RefusedToken::Critical));
        }
        let key = self.keys.find(header.kid.as_deref(), algorithm).await?;
        if !algorithm.verifies(&key, message, signature) {
            return Err(refused(RefusedToken::Signature));
        }
        let claims: IdentityClaims = read(payload).ok_or_else(unreadable)?;
        self.judge(&claims, now).map_err(refused)?;
        let username = claims.others.get(&self.username_claim).and_then(Value::as_str).map(str::to_owned);
        Ok(ProvidedIdentity { issuer: self.issuer.to_string(), subject: claims.sub, username })
    }

    /// Whether the claims are the provider's, for us, and good now. The service has a clock of its
    /// own, which need not be the machine's.
    fn judge(&self, claims: &IdentityClaims, now: Instant) -> Result<(), RefusedToken> {
        let now = now.utc().timestamp();
        let (earliest, latest) = (now.saturating_sub(self.leeway), now.saturating_add(self.leeway));
        if claims.iss != self.issuer.as_str() {
            return Err(RefusedToken::Issuer);
        }
        if !claims.aud.names(&self.audience) {
            return Err(RefusedToken::Audience);
        }
        if !claims.exp.is_after(earliest) {
            return Err(RefusedToken::Expired);
        }
        if [claims.nbf, claims.iat].into_iter().flatten().any(|from| from.is_after(latest)) {
            return Err(RefusedToken::NotYet);
        }
        if claims.iat.zip(self.since).is_some_and(|(issued, since)| issued.is_before(since)) {
            return Err(RefusedToken::BeforeRestore);
        }
        if !(1..=LONGEST_SUBJECT).contains(&claims.sub.len()) {
            return Err(RefusedToken::Subject);
        }
        Ok(())
    }

    /// Whether tokens of this `typ` are taken.
    fn takes(&self, typ: Option<&str>) -> bool {
        match typ {
            Some(typ) => self.types.iter().any(|known| known.eq_ignore_ascii_case(short(typ))),
            None => self.takes_untyped,
        }
    }
}

/// A `typ` without the `application/` that may go before it (RFC 7515, 4.1.9).
fn short(typ: &str) -> &str {
    const PREFIX: &str = "application/";
    match typ.split_at_checked(PREFIX.len()) {
        Some((prefix, short)) if prefix.eq_ignore_ascii_case(PREFIX) => short,
        _ => typ,
    }
}

/// A part of a token.
fn read<T: DeserializeOwned>(part: &str) -> Option<T> {
    serde_json::from_slice(&URL_SAFE_NO_PAD.decode(part).ok()?).ok()
}

/// The answer to every token that is not good, whatever is wrong with it: that is in the log.
pub(super) fn refused(why: RefusedToken) -> Error {
    why.explain(Error::new(Code::InvalidToken).with_detail(
        "Sign in again with your identity provider and send the token that it gives for this service.",
        "Authentifiez-vous de nouveau auprès de votre fournisseur d'identité et envoyez le jeton qu'il délivre pour ce service.",
    ))
}
