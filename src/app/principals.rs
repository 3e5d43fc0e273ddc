//! Who calls: the port through which a request asks. Whoever keeps the accounts answers.

use super::App;
use crate::access::context::{Context, Principal};
use crate::db::Connection;
use crate::db::types::Instant;
use crate::error::Result;
use crate::ids::{SessionId, UserId};
use std::pin::Pin;

/// What is answered later.
pub type Deferred<'a, T> = Pin<Box<dyn Future<Output = Result<T>> + 'a>>;

/// A caller who was recognised.
pub struct Identified {
    /// Who it is, as they are now.
    pub user: Principal,
    /// The session that the token names: none for a key, or a token of an identity provider.
    pub session: Option<SessionId>,
    /// The moment as of which that is so: the request is of this moment, too.
    pub at: Instant,
}

/// The people who may call.
pub trait Principals: Send + Sync {
    /// The caller who brings this token, or key.
    ///
    /// # Errors
    /// 401 if it is not good; 503 if that cannot be found out now.
    fn identify<'a>(&'a self, app: &'a App, token: &'a str, request_id: &'a str) -> Deferred<'a, Identified>;

    /// The active user of this id.
    ///
    /// # Errors
    /// 401 if there is none.
    fn find<'a>(&'a self, app: &'a App, user: UserId) -> Deferred<'a, Identified>;

    /// The caller of a write as they are at a moment: what they may do may have changed since they
    /// asked.
    ///
    /// # Errors
    /// 401 if they were deactivated.
    fn again(&self, connection: &mut Connection, caller: &Context, now: Instant) -> Result<Context>;

    /// Forgets what is remembered of everybody: after a change of a user, of an assignment, or the
    /// end of a session.
    fn forget(&self);
}
