//! Appointing a user.

use super::api::AppointmentInput;
use crate::access::context::Context;
use crate::db::Connection;
use crate::error::Result;
use crate::ids::UserId;
use crate::people::identity::api::User;
use crate::people::identity::service::{change_user, manageable};
use crate::unparsed::Unparsed;
use crate::version::{Precondition, Version};

/// Gives a user of the caller's organisation a role and a clearance.
///
/// # Errors
/// 404, 403 where the caller lacks what they would give, 412, 422; 409 where it is themselves, or
/// the last who manages accounts.
pub fn appoint(
    connection: &mut Connection,
    caller: &Context,
    id: UserId,
    precondition: &Precondition,
    body: &Unparsed<AppointmentInput>,
) -> Result<User> {
    let before = manageable(connection, caller, id)?;
    precondition.check(Version(before.version))?;
    let user = change_user(connection, caller, before, body.parse()?.into(), "user.appointed")?;
    Ok(user.shown_to(&caller.user))
}
