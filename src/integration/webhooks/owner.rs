//! The owner of a webhook, as they are now, with the key that they had when they made it.

use super::model::SetAsideReason;
use super::store::WebhookRow;
use crate::access::context::Context;
use crate::access::permissions::Permission;
use crate::db::Connection;
use crate::db::types::Instant;
use crate::error::Result;
use crate::people::identity::principals;
use std::collections::HashMap;

/// What tells owners apart: the account, and the key.
pub(super) type OwnerKey = (String, Option<String>, Option<String>);

/// Owners who were looked up in a round.
#[derive(Default)]
pub(super) struct Owners(HashMap<OwnerKey, Owner>);

/// An owner on whose behalf is sent, or the reason why nothing is.
pub(super) type Owner = std::result::Result<Context, SetAsideReason>;

/// What tells the owner of a webhook from others.
pub(super) fn key_of(row: &WebhookRow) -> OwnerKey {
    let scopes = row.scopes.as_ref().map(|scopes| scopes.get().to_owned());
    (row.user_id.to_string(), scopes, row.known_to.map(|user| user.to_string()))
}

impl Owners {
    /// The owner of a webhook, as they are at an instant.
    pub(super) fn of(
        &mut self,
        connection: &mut Connection,
        row: &WebhookRow,
        run: &str,
        now: Instant,
    ) -> Result<Owner> {
        let key = key_of(row);
        if let Some(known) = self.0.get(&key) {
            return Ok(known.clone());
        }
        let owner = look_up(connection, row, run, now)?;
        self.0.insert(key, owner.clone());
        Ok(owner)
    }
}

fn look_up(connection: &mut Connection, row: &WebhookRow, run: &str, now: Instant) -> Result<Owner> {
    let kept = (row.scopes.as_ref(), row.known_to);
    let Some(user) = principals::acting(connection, row.user_id, kept, now)? else {
        return Ok(Err(SetAsideReason::OwnerInactive));
    };
    let needed = [Permission::ManageWebhooks, Permission::ReadJournal];
    if user.organization_id != row.organization_id || !needed.iter().all(|needed| user.may(*needed)) {
        return Ok(Err(SetAsideReason::OwnerLostRight));
    }
    Ok(Ok(Context::in_background(user, Permission::ReadJournal, run.to_owned(), now)))
}
