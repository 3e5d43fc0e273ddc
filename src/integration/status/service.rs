//! Finding out how far the change feed and the webhooks are behind.

use super::api::{ChangesStatus, IntegrationStatus, WebhookLag};
use crate::access::context::Context;
use crate::db::Connection;
use crate::error::Result;
use crate::insight::audit::changes;
use crate::integration::webhooks::standing;

/// How the change feed and the webhooks of the caller's organisation stand.
///
/// # Errors
/// 403.
pub fn look(connection: &mut Connection, caller: &Context) -> Result<IntegrationStatus> {
    caller.require_permission()?;
    let (settled, last) = changes::service::ends(connection)?;
    let all = standing::of_organization(connection, caller)?;
    let webhooks = all.into_iter().map(|one| WebhookLag::of(one, settled, caller.now)).collect();
    let unsettled = last.saturating_sub(settled);
    let changes = ChangesStatus { last_sequence: last, settled_sequence: settled, unsettled };
    Ok(IntegrationStatus { at: caller.now, changes, webhooks })
}
