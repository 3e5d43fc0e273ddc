//! The details of people and cases that gaps need.

#![expect(missing_docs, reason = "the fields of a row are the columns of its table")]

use crate::access::context::Context;
use crate::access::dialect::QueryShape;
use crate::access::visibility::visible;
use crate::db::Connection;
use crate::db::schema::{absences, cases, users};
use crate::db::types::Instant;
use crate::error::Result;
use crate::ids::{OrganizationId, UserId};
use crate::matters::cases::model::StoredStatus;
use diesel::prelude::*;
use std::collections::HashMap;

/// The traits of a person that a gap goes by.
#[derive(Clone, Copy, Debug)]
pub struct Availability {
    pub active: bool,
    pub clearance: i16,
    /// The instant until which the person is away, if they are.
    pub away_until: Option<Instant>,
}

/// The presence of these people at an instant.
pub fn availability(
    connection: &mut Connection,
    people: &[UserId],
    now: Instant,
) -> Result<HashMap<UserId, Availability>> {
    let away = absences::table
        .on(absences::user_id.eq(users::id).and(absences::from_at.le(now)).and(absences::until_at.gt(now)));
    let rows: Vec<(UserId, bool, i16, Option<Instant>)> = users::table
        .left_join(away)
        .filter(users::id.eq_any(people))
        .select((users::id, users::active, users::clearance, absences::until_at.nullable()))
        .load(connection)?;
    let one = |(id, active, clearance, away_until)| (id, Availability { active, clearance, away_until });
    Ok(rows.into_iter().map(one).collect())
}

/// The organisations of the open cases that the caller sees.
pub fn organizations(connection: &mut Connection, caller: &Context) -> Result<Vec<OrganizationId>> {
    Ok(cases::table
        .filter(visible::<cases::table>(caller, QueryShape::List))
        .filter(cases::status.eq(StoredStatus::Open))
        .select(cases::organization_id)
        .distinct()
        .load(connection)?)
}
