//! The cases that a person has opened in an emergency.

use crate::db::Connection;
use crate::db::schema::emergency_accesses;
use crate::db::types::Instant;
use crate::error::Result;
use crate::ids::{CaseId, UserId};
use diesel::prelude::*;

/// The cases that a person has open in an emergency at an instant.
pub fn open_to(connection: &mut Connection, user: UserId, at: Instant) -> Result<Vec<CaseId>> {
    let open = emergency_accesses::table
        .filter(emergency_accesses::user_id.eq(user))
        .filter(emergency_accesses::until_at.gt(at))
        .filter(emergency_accesses::from_at.le(at));
    Ok(open.select(emergency_accesses::case_id).load(connection)?)
}
