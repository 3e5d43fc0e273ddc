//! The people behind the tokens and keys, as they are now.
//!
//! Each request asks who its caller is. The answer is remembered for a second, so that a burst asks
//! once; in the process that changes a person, or ends a session, it is forgotten at once, in
//! others after that second.

use super::providers::{self, Provider};
use super::store::UserRow;
use super::{service_accounts, sessions, store};
use crate::access::context::{Context, Principal};
use crate::access::permissions::Role;
use crate::app::App;
use crate::app::principals::{Deferred, Identified, Principals};
use crate::db::types::{Instant, Json};
use crate::db::{Connection, WriteTurn};
use crate::error::{Code, Error, Result};
use crate::ids::{OrganizationId, SessionId, UserId};
use crate::signing::secrets::{SERVICE_KEY, hash};
use crate::signing::tokens::Bearer;
use std::collections::HashMap;
use std::sync::RwLock;
use std::time::{Duration, Instant as Stopwatch};

const REMEMBERED_FOR: Duration = Duration::from_secs(1);
/// The number of people above which all are forgotten, and looked up again.
const REMEMBERED: usize = 10_000;

/// What the caller is known by: a user id, or a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Credential {
    /// A person without a session of ours, known by a token of an identity provider, or by a secret
    /// that opens one thing, such as a feed.
    Person(UserId),
    /// A person in a session, known by an access token.
    Session(Bearer),
    /// A service account, known by the hash of its key.
    Key([u8; 32]),
}

impl Credential {
    /// The session and the principal who comes with this token, or key.
    ///
    /// # Errors
    /// 401 where it is a token that is not good.
    fn from_token(app: &App, token: &str, now: Instant) -> Result<Self> {
        if token.starts_with(SERVICE_KEY) {
            return Ok(Self::Key(hash(token)));
        }
        app.tokens.verify(token, now).map(Self::Session)
    }

    /// The session, where it is one.
    const fn session(self) -> Option<SessionId> {
        match self {
            Self::Session(bearer) => Some(bearer.session),
            Self::Person(_) | Self::Key(_) => None,
        }
    }

    fn refused(self) -> Error {
        let refused = Error::new(Code::InvalidToken);
        match self {
            Self::Key(_) => refused.with_detail(
                "The key is unknown, has expired or was revoked. Ask your administrator for another.",
                "La clé est inconnue, expirée ou révoquée. Demandez-en une autre à votre administrateur.",
            ),
            Self::Session(_) | Self::Person(_) => refused.with_detail(
                "The session has ended, or the account is not active. Sign in again, or ask your administrator.",
                "La session a pris fin, ou le compte n'est pas actif. Authentifiez-vous de nouveau, ou adressez-vous à votre administrateur.",
            ),
        }
    }
}

/// The accounts of this service: who is behind a token or a key.
#[derive(Default)]
pub struct Accounts {
    provider: Option<Provider>,
    lately: RwLock<PrincipalCache>,
}

#[derive(Default)]
struct PrincipalCache {
    people: HashMap<Credential, (Principal, Stopwatch)>,
    /// The number of times that all were forgotten.
    forgotten: u64,
}

impl Accounts {
    /// The accounts, and the identity provider whose tokens are taken beside our own.
    #[must_use]
    pub fn trusting(provider: Option<Provider>) -> Self {
        Self { provider, lately: RwLock::default() }
    }

    /// The principal, if seen lately; and how often all had been forgotten, for what is asked now.
    fn get(&self, credential: Credential) -> (Option<Principal>, u64) {
        let Ok(seen) = self.lately.read() else { return (None, 0) };
        let lately = seen.people.get(&credential).filter(|(_, since)| since.elapsed() < REMEMBERED_FOR);
        (lately.map(|(principal, _)| principal.clone()), seen.forgotten)
    }

    /// Remembers who it is, unless all were forgotten since that was asked: it may have changed
    /// then.
    fn put(&self, credential: Credential, principal: &Principal, forgotten: u64) {
        if let Ok(mut seen) = self.lately.write()
            && seen.forgotten == forgotten
        {
            if seen.people.len() >= REMEMBERED {
                seen.people.clear();
            }
            seen.people.insert(credential, (principal.clone(), Stopwatch::now()));
        }
    }

    /// Who is known by this, now.
    async fn identified(&self, app: &App, credential: Credential) -> Result<Identified> {
        let at = app.clock.now();
        let user = self.principal_of(app, credential, at).await?;
        Ok(Identified { user, session: credential.session(), at })
    }

    /// Who is known by this at a moment.
    async fn principal_of(&self, app: &App, credential: Credential, now: Instant) -> Result<Principal> {
        let (lately, forgotten) = self.get(credential);
        if let Some(principal) = lately {
            return Ok(principal);
        }
        let found = app
            .read(move |connection| match credential {
                Credential::Person(id) => Ok(store::principal(connection, id, now)?.map(|user| (user, None))),
                Credential::Session(Bearer { user, session }) => {
                    if !sessions::service::is_active(connection, session, user, now)? {
                        return Ok(None);
                    }
                    Ok(store::principal(connection, user, now)?.map(|user| (user, None)))
                }
                Credential::Key(hash) => service_accounts::service::principal_of_key(connection, &hash, now),
            })
            .await?;
        let (principal, unnoted) = found.ok_or_else(|| credential.refused())?;
        self.put(credential, &principal, forgotten);
        if let Some(key) = unnoted {
            let noted =
                move |connection: &mut Connection| service_accounts::service::note_use(connection, key, now);
            app.db.write_in(WriteTurn::Beside, noted).await?;
        }
        Ok(principal)
    }
}

impl Principals for Accounts {
    fn identify<'a>(&'a self, app: &'a App, token: &'a str, request_id: &'a str) -> Deferred<'a, Identified> {
        Box::pin(async move {
            let credential = match self.provider.as_ref().filter(|provider| provider.is_named_by(token)) {
                Some(provider) => Credential::Person(
                    providers::service::identify(app, provider, token, request_id.to_owned()).await?,
                ),
                None => Credential::from_token(app, token, app.clock.now())?,
            };
            self.identified(app, credential).await
        })
    }

    fn find<'a>(&'a self, app: &'a App, user: UserId) -> Deferred<'a, Identified> {
        Box::pin(self.identified(app, Credential::Person(user)))
    }

    fn again(&self, connection: &mut Connection, caller: &Context, now: Instant) -> Result<Context> {
        let id = caller.user.id;
        let user = store::principal(connection, id, now)?.ok_or_else(|| Credential::Person(id).refused())?;
        // The key with which they came is what it was.
        let Principal { scopes, may_give, known_to, .. } = caller.user.clone();
        let user = Principal { scopes, may_give, known_to: known_to.or(user.known_to), ..user };
        Ok(Context { user, ..caller.at(now) })
    }

    fn forget(&self) {
        if let Ok(mut seen) = self.lately.write() {
            seen.people.clear();
            seen.forgotten = seen.forgotten.wrapping_add(1);
        }
    }
}

/// The active user of this id, as requests know them.
pub fn active(connection: &mut Connection, id: UserId, now: Instant) -> Result<Option<Principal>> {
    store::principal(connection, id, now)
}

/// The permissions to which a key is confined, to be kept with what is done for it later; nothing,
/// if there is no key that is.
///
/// # Errors
/// Fails if they have no JSON form.
pub fn kept_scopes(user: &Principal) -> Result<Option<Json>> {
    let scopes = user.scopes.as_ref();
    let codes = scopes.map(|scopes| scopes.iter().map(|scope| scope.code()).collect::<Vec<_>>());
    Ok(codes.map(|codes| Json::of(&codes)).transpose()?)
}

/// The active user on whose behalf something is done that they asked for before: as they are now,
/// and within what their key was good for then.
///
/// # Errors
/// 500 where what was kept is no longer readable.
pub fn acting(
    connection: &mut Connection,
    id: UserId,
    (scopes, known_to): (Option<&Json>, Option<UserId>),
    now: Instant,
) -> Result<Option<Principal>> {
    let Some(user) = active(connection, id, now)? else { return Ok(None) };
    let scopes = scopes.map(service_accounts::service::read_scopes).transpose()?;
    Ok(Some(Principal { scopes, known_to: known_to.or(user.known_to), ..user }))
}

/// The users who direct the litigation of an organisation: its active litigation managers.
pub fn managers(connection: &mut Connection, organization: OrganizationId) -> Result<Vec<UserId>> {
    store::of_role(connection, organization, Role::LitigationManager)
}

/// The user's organisation, if there is one.
pub fn organization_of(connection: &mut Connection, id: UserId) -> Result<Option<OrganizationId>> {
    store::organization_of(connection, id)
}

/// The user names of those of these users who are of an organisation.
pub fn usernames(
    connection: &mut Connection,
    organization: OrganizationId,
    users: &[UserId],
) -> Result<HashMap<UserId, String>> {
    if users.is_empty() { Ok(HashMap::new()) } else { store::usernames(connection, organization, users) }
}

/// The user of this name, for work inside that shows them to nobody.
pub fn user_by_name(connection: &mut Connection, typed: &str) -> Result<Option<UserRow>> {
    store::user_by_name(connection, typed)
}

/// Every organisation, by id.
pub fn organization_ids(connection: &mut Connection) -> Result<Vec<OrganizationId>> {
    store::organization_ids(connection)
}

/// The names of those of these users who exist, in one statement.
pub fn names(connection: &mut Connection, ids: &[UserId]) -> Result<HashMap<UserId, String>> {
    store::names(connection, ids)
}
