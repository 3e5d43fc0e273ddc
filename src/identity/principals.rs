//! The people behind the tokens, as they are now.
//!
//! Each request asks who its caller is. The answer is remembered for a second, so that a burst asks once; in the
//! process that changes a person it is forgotten at once, in others after that second.

use super::store;
use crate::access::context::Principal;
use crate::access::permissions::Role;
use crate::app::App;
use crate::db::Connection;
use crate::db::types::Instant;
use crate::error::{Code, Error, Result};
use crate::ids::{OrganizationId, UserId};
use std::collections::HashMap;
use std::sync::RwLock;
use std::time::{Duration, Instant as Stopwatch};

const REMEMBERED_FOR: Duration = Duration::from_secs(1);
/// Above so many people all are forgotten, and asked for anew.
const REMEMBERED: usize = 10_000;

/// The people who were seen lately.
#[derive(Default)]
pub struct Principals(RwLock<HashMap<UserId, (Principal, Stopwatch)>>);

impl Principals {
    fn get(&self, id: UserId) -> Option<Principal> {
        let seen = self.0.read().ok()?;
        let (principal, since) = seen.get(&id)?;
        (since.elapsed() < REMEMBERED_FOR).then(|| principal.clone())
    }

    fn put(&self, principal: &Principal) {
        if let Ok(mut seen) = self.0.write() {
            if seen.len() >= REMEMBERED {
                seen.clear();
            }
            seen.insert(principal.id, (principal.clone(), Stopwatch::now()));
        }
    }

    /// Forgets everybody: after a change of a user or of an assignment.
    pub fn forget(&self) {
        if let Ok(mut seen) = self.0.write() {
            seen.clear();
        }
    }
}

/// The person of this id.
///
/// # Errors
/// 401 where there is none, or the person was deactivated.
pub async fn find(app: &App, id: UserId, now: Instant) -> Result<Principal> {
    if let Some(principal) = app.principals.get(id) {
        return Ok(principal);
    }
    let found = app.read(move |connection| store::principal(connection, id, now)).await?;
    let principal = found.ok_or_else(|| {
        Error::new(Code::InvalidToken).saying(
            "The account is not active. Ask your administrator.",
            "Le compte n'est pas actif. Adressez-vous à votre administrateur.",
        )
    })?;
    app.principals.put(&principal);
    Ok(principal)
}

/// The active user of this id, as requests know them.
///
/// # Errors
/// The database's own.
pub fn active(connection: &mut Connection, id: UserId, now: Instant) -> Result<Option<Principal>> {
    store::principal(connection, id, now)
}

/// Who directs the litigation of an organisation: its active litigation managers.
///
/// # Errors
/// The database's own.
pub fn managers(connection: &mut Connection, organization: OrganizationId) -> Result<Vec<UserId>> {
    store::of_role(connection, organization, Role::LitigationManager)
}

/// Of which organisation a user is, where there is one.
///
/// # Errors
/// The database's own.
pub fn organization_of(connection: &mut Connection, id: UserId) -> Result<Option<OrganizationId>> {
    store::organization_of(connection, id)
}
