//! Sessions on the wire.

use super::store::SessionRow;
use crate::db::types::Instant;
use crate::http::page::{Include, page_of, page_params};
use crate::ids::{SessionId, UserId};
use crate::version::Version;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// A sign-in that lasts.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(example = json!({
    "id": "019a8e2a-6c1e-7c31-9d57-0a4a5a8f7e16", "user_id": "019a8e2a-0000-7000-8000-000000000001",
    "user_agent": "Mozilla/5.0", "address": "192.0.2.10", "current": true,
    "created_at": "2026-03-09T14:00:00.000000Z", "last_used_at": "2026-03-09T15:00:00.000000Z",
    "expires_at": "2026-03-23T15:00:00.000000Z"
}))]
pub struct Session {
    /// Its id: `sid` of its access tokens.
    pub id: SessionId,
    /// The user who is signed in.
    pub user_id: UserId,
    /// The program that signed in, as it calls itself, cut to 200 characters; left out where it
    /// gave no name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub user_agent: Option<String>,
    /// The network address that the sign-in came from; left out where it is not known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub address: Option<String>,
    /// Whether it is the one in which you ask.
    pub current: bool,
    /// The instant at which it began.
    pub created_at: Instant,
    /// The instant at which it began or was last refreshed.
    pub last_used_at: Instant,
    /// The instant at which it ends unless it is refreshed before: 14 days after it was last used,
    /// at most 30 days after it began.
    pub expires_at: Instant,
}

impl Session {
    /// The session as it is seen from a session.
    pub(super) fn seen_from(row: SessionRow, current: Option<SessionId>) -> Self {
        Self {
            id: row.id,
            user_id: row.user_id,
            user_agent: row.user_agent,
            address: row.address,
            current: current == Some(row.id),
            created_at: row.created_at,
            last_used_at: row.last_used_at,
            expires_at: row.expires_at,
        }
    }

    /// Its version: a session changes when it is used.
    #[must_use]
    pub const fn version(&self) -> Version {
        Version(self.last_used_at.micros())
    }
}

page_of!(
    /// A page of sessions, the newest first.
    SessionPage,
    Session
);

/// The query of a list of sessions.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ListSessions {
    /// Those of this user, for whoever manages the users of the same organisation; your own if it
    /// is left out.
    pub user_id: Option<UserId>,
    /// The greatest number of items, 1 to 200.
    #[param(minimum = 1, maximum = 200)]
    limit: Option<i64>,
    /// `next_cursor` of the page before.
    cursor: Option<String>,
    /// `count`: the number of all of them too.
    #[param(inline)]
    include: Option<Include>,
}

page_params!(ListSessions);
