//! The keys of a provider: read when they are needed, held for an hour, and asked for again,
//! seldom, when a token names one that is not among them.

use super::algorithms::TokenAlgorithm;
use super::model::WebAddress;
use super::verify::refused;
use crate::error::{Code, Error, Hint, Result};
use crate::signing::refusal::RefusedToken;
use jsonwebtoken::jwk::{Jwk, PublicKeyUse};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use std::sync::{Arc, RwLock};
use std::time::{Duration, Instant as Stopwatch};
use tokio::sync::Mutex;

/// The time for which keys are good without asking again.
const FRESH_FOR: Duration = Duration::from_secs(3600);
/// The time for which they are good if the provider does not answer: a key that it has withdrawn is
/// not trusted for ever.
const KEPT_FOR: Duration = Duration::from_secs(24 * 3600);
/// The time that a provider may take to answer.
const PATIENCE: Duration = Duration::from_secs(10);
/// The largest document that is read.
const LARGEST: u64 = 256 * 1024;

/// A key of a provider.
#[derive(Clone)]
pub struct ProviderKey {
    /// The key.
    pub jwk: Jwk,
    /// The algorithm that it is for, where it says so: by its name, since the library does not know
    /// every one.
    pub algorithm: Option<String>,
}

impl ProviderKey {
    /// The key that the provider publishes as this, if it can be read.
    fn published(key: serde_json::Value) -> Option<Self> {
        let algorithm = key.get("alg").and_then(serde_json::Value::as_str).map(str::to_owned);
        serde_json::from_value(key).ok().map(|jwk| Self { jwk, algorithm })
    }

    fn signs(&self) -> bool {
        self.jwk.common.public_key_use.as_ref().is_none_or(|it| *it == PublicKeyUse::Signature)
    }
}

/// The keys.
pub struct ProviderKeys {
    issuer: WebAddress,
    agent: ureq::Agent,
    pause: Duration,
    held: RwLock<Option<FetchedKeys>>,
    /// The turn to ask the provider, one at a time; inside, the time since somebody last asked
    /// before the hour was over, or in vain.
    turn: Mutex<Option<Stopwatch>>,
}

#[derive(Clone)]
struct FetchedKeys {
    keys: Arc<[ProviderKey]>,
    since: Stopwatch,
}

/// The finding for a token.
enum KeyLookup {
    /// Its key.
    Key(Box<ProviderKey>),
    /// A key by that name does not go with the algorithm, or there is no name and not exactly one
    /// key that would.
    Unsuited,
    /// There is no key by that name.
    Unknown,
}

/// The part of the discovery document that is looked at.
#[derive(Deserialize)]
struct Discovery {
    issuer: String,
    jwks_uri: String,
}

/// The keys as they come: one that cannot be read does not hide the others.
#[derive(Deserialize)]
struct Published {
    keys: Vec<serde_json::Value>,
}

impl ProviderKeys {
    /// The keys of this provider, which is asked about unknown ones once in a `pause` at most.
    #[must_use]
    pub fn of(issuer: WebAddress, pause: Duration) -> Self {
        let config = ureq::Agent::config_builder()
            .https_only(issuer.is_encrypted())
            .max_redirects(0)
            .timeout_global(Some(PATIENCE));
        Self { issuer, agent: config.build().into(), pause, held: RwLock::default(), turn: Mutex::default() }
    }

    /// The key of this name under which a token was signed with this algorithm, if it is good.
    ///
    /// # Errors
    /// 401 where the provider has no such key; 503 where none of its keys is known and it does not
    /// answer.
    pub async fn find(&self, kid: Option<&str>, algorithm: TokenAlgorithm) -> Result<ProviderKey> {
        if let Some(held) = self.held().filter(|held| held.since.elapsed() < FRESH_FOR)
            && let Some(decided) = decided(held.find(kid, algorithm))
        {
            return decided;
        }
        let mut asked = match self.turn.try_lock() {
            Ok(turn) => turn,
            // Somebody asks already: meanwhile what is known will do.
            Err(_) => match self.held().and_then(|held| decided(held.find(kid, algorithm))) {
                Some(decided) => return decided,
                None => self.turn.lock().await,
            },
        };
        let held = self.held();
        let is_fresh = held.as_ref().is_some_and(|held| held.since.elapsed() < FRESH_FOR);
        if is_fresh && let Some(decided) = held.as_ref().and_then(|held| decided(held.find(kid, algorithm))) {
            return decided;
        }
        if asked.is_none_or(|at| at.elapsed() >= self.pause) {
            // Noted before, so that who hangs up while we ask cannot make us ask again.
            *asked = Some(Stopwatch::now());
            if self.ask().await && held.is_none() {
                *asked = None;
            }
        }
        match self.held().map(|held| held.find(kid, algorithm)) {
            Some(KeyLookup::Key(key)) => Ok(*key),
            Some(KeyLookup::Unsuited) => Err(refused(RefusedToken::UnsuitedKey)),
            Some(KeyLookup::Unknown) => Err(refused(RefusedToken::UnknownKey)),
            None => Err(away(self.pause)),
        }
    }

    fn held(&self) -> Option<FetchedKeys> {
        let held = self.held.read().ok()?;
        held.clone().filter(|held| held.since.elapsed() < KEPT_FOR)
    }

    /// Asks the provider, and says whether it answered.
    async fn ask(&self) -> bool {
        let (agent, issuer) = (self.agent.clone(), self.issuer.clone());
        let asked = tokio::task::spawn_blocking(move || fetch(&agent, &issuer)).await;
        match asked.unwrap_or_else(|error| Err(error.to_string())) {
            Ok(keys) => {
                if let Ok(mut held) = self.held.write() {
                    *held = Some(FetchedKeys { keys: keys.into(), since: Stopwatch::now() });
                }
                true
            }
            Err(cause) => {
                tracing::warn!(issuer = %self.issuer, cause, "the keys of the identity provider could not be read");
                false
            }
        }
    }
}

impl FetchedKeys {
    fn find(&self, kid: Option<&str>, algorithm: TokenAlgorithm) -> KeyLookup {
        let suited = |key: &&ProviderKey| key.signs() && algorithm.suits(key);
        let found = if let Some(kid) = kid {
            let is_named = |key: &&ProviderKey| key.jwk.common.key_id.as_deref() == Some(kid);
            let mut named = self.keys.iter().filter(is_named).peekable();
            if named.peek().is_none() {
                return KeyLookup::Unknown;
            }
            named.find(suited)
        } else {
            let mut suited = self.keys.iter().filter(suited);
            let first = suited.next();
            first.filter(|_| suited.next().is_none())
        };
        found.map_or(KeyLookup::Unsuited, |key| KeyLookup::Key(Box::new(key.clone())))
    }
}

/// The answer, if it is settled without asking the provider again.
fn decided(found: KeyLookup) -> Option<Result<ProviderKey>> {
    match found {
        KeyLookup::Key(key) => Some(Ok(*key)),
        KeyLookup::Unsuited => Some(Err(refused(RefusedToken::UnsuitedKey))),
        KeyLookup::Unknown => None,
    }
}

fn fetch(agent: &ureq::Agent, issuer: &WebAddress) -> std::result::Result<Vec<ProviderKey>, String> {
    let address = format!("{}/.well-known/openid-configuration", issuer.as_str().trim_end_matches('/'));
    let document: Discovery = read(agent, &address)?;
    // Else whoever can put a file on another of the provider's addresses could name keys of their
    // own.
    if document.issuer != issuer.as_str() {
        return Err("the discovery document names another issuer".to_owned());
    }
    let address: WebAddress = document.jwks_uri.parse().map_err(|error| format!("jwks_uri: {error}"))?;
    let published: Published = read(agent, address.as_str())?;
    Ok(published.keys.into_iter().filter_map(ProviderKey::published).collect())
}

fn read<T: DeserializeOwned>(agent: &ureq::Agent, address: &str) -> std::result::Result<T, String> {
    let mut answer = agent.get(address).call().map_err(|error| error.to_string())?;
    if answer.status() != 200 {
        return Err(format!("it answered {}", answer.status()));
    }
    answer.body_mut().with_config().limit(LARGEST).read_json().map_err(|error| error.to_string())
}

fn away(pause: Duration) -> Error {
    Error::new(Code::Unavailable)
        .with_detail(
            "Your identity provider does not answer, and its keys are not known yet. Try again in a moment.",
            "Votre fournisseur d'identité ne répond pas et ses clés ne sont pas encore connues. Réessayez dans un instant.",
        )
        .with_hint(Hint::RetryAfter(pause.as_secs().max(1)))
}
