//! Rows of memberships.

#![expect(missing_docs, reason = "the fields of a row are the columns of its table")]

use super::super::model::Present;
use crate::access::holding::Capacity;
use crate::db::Connection;
use crate::db::predicates::{in_force_at, unended_at, was_in_force};
use crate::db::schema::{group_members, users};
use crate::db::types::Instant;
use crate::error::Result;
use crate::ids::{GroupId, MembershipId, OrganizationId, UserId};
use diesel::prelude::*;

/// A membership, as stored.
#[derive(Clone, Debug, PartialEq, Eq, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = group_members, treat_none_as_null = true)]
pub struct MemberRow {
    pub id: MembershipId,
    pub group_id: GroupId,
    pub user_id: UserId,
    pub capacity: Capacity,
    pub from_at: Instant,
    pub until_at: Option<Instant>,
    pub version: i64,
    pub created_by: UserId,
    pub created_at: Instant,
    pub updated_at: Instant,
    /// The instant until which it stood, whatever end was entered later: that somebody left in the
    /// past opens nothing that was closed since.
    pub stood_until: Option<Instant>,
}

impl MemberRow {
    /// Gives the membership another end, and records until when it has stood.
    pub fn end(&mut self, until: Option<Instant>, now: Instant) {
        if self.from_at <= now {
            let stood = self.until_at.map_or(now, |end| end.min(now));
            self.stood_until = self.stood_until.max(Some(stood));
        }
        self.until_at = until;
    }
}

/// A page of the memberships of a group, past, present and to come, in the order in which they
/// begin, each with the name of the user. `ge` beside the `or` is what lets the index be entered in
/// the middle.
pub fn list(
    connection: &mut Connection,
    group: GroupId,
    after: Option<(Instant, MembershipId)>,
    limit: i64,
) -> Result<Vec<(MemberRow, String)>> {
    let mut query = group_members::table
        .inner_join(users::table.on(users::id.eq(group_members::user_id)))
        .filter(group_members::group_id.eq(group))
        .into_boxed();
    if let Some((from, id)) = after {
        query = query
            .filter(group_members::from_at.ge(from))
            .filter(group_members::from_at.gt(from).or(group_members::id.gt(id)));
    }
    Ok(query
        .order((group_members::from_at.asc(), group_members::id.asc()))
        .limit(limit)
        .select((MemberRow::as_select(), users::display_name))
        .load(connection)?)
}

/// Counts the memberships of a group.
pub fn count(connection: &mut Connection, group: GroupId) -> Result<i64> {
    Ok(group_members::table.filter(group_members::group_id.eq(group)).count().get_result(connection)?)
}

/// A membership, with the name of the user.
///
/// # Errors
/// 404 where the group has no such membership.
pub fn find(connection: &mut Connection, group: GroupId, id: MembershipId) -> Result<(MemberRow, String)> {
    let found = group_members::table
        .inner_join(users::table.on(users::id.eq(group_members::user_id)))
        .filter(group_members::id.eq(id))
        .filter(group_members::group_id.eq(group));
    Ok(found.select((MemberRow::as_select(), users::display_name)).first(connection)?)
}

/// The people who belong to a group at an instant.
pub fn present(connection: &mut Connection, group: GroupId, at: Instant) -> Result<Vec<Present>> {
    let found: Vec<(UserId, String, OrganizationId, Capacity)> = group_members::table
        .inner_join(users::table.on(users::id.eq(group_members::user_id)))
        .filter(group_members::group_id.eq(group))
        .filter(in_force_at(group_members::from_at, group_members::until_at, at))
        .select((users::id, users::display_name, users::organization_id, group_members::capacity))
        .load(connection)?;
    let present = found.into_iter().map(|(user_id, display_name, organization_id, capacity)| Present {
        user_id,
        display_name,
        organization_id,
        capacity,
    });
    Ok(present.collect())
}

/// The capacity in which a user belongs to a group at an instant, if they do.
pub fn capacity(
    connection: &mut Connection,
    group: GroupId,
    user: UserId,
    at: Instant,
) -> Result<Option<Capacity>> {
    Ok(group_members::table
        .filter(group_members::user_id.eq(user))
        .filter(group_members::group_id.eq(group))
        .filter(in_force_at(group_members::from_at, group_members::until_at, at))
        .select(group_members::capacity)
        .first(connection)
        .optional()?)
}

/// Whether a user was in a group after an instant, as the view `walls_spread` has it: a membership
/// that was ended afterwards with a day in the past stood until it was.
pub fn was_in(
    connection: &mut Connection,
    group: GroupId,
    user: UserId,
    since: Instant,
    recorded_at: Instant,
) -> Result<bool> {
    let stood = group_members::stood_until.gt(since).and(group_members::stood_until.gt(recorded_at));
    let found = group_members::table
        .filter(group_members::group_id.eq(group))
        .filter(group_members::user_id.eq(user))
        .filter(
            group_members::until_at
                .is_null()
                .or(group_members::until_at.gt(since).assume_not_null())
                .or(stood.assume_not_null()),
        )
        .select(group_members::id);
    Ok(found.first::<MembershipId>(connection).optional()?.is_some())
}

/// The memberships of the same user, or in the same capacity, that hold at some time at which the
/// wanted one would: each with the name of the user.
pub fn overlapping(connection: &mut Connection, wanted: &MemberRow) -> Result<Vec<(MemberRow, String)>> {
    let mut query = group_members::table
        .inner_join(users::table.on(users::id.eq(group_members::user_id)))
        .filter(group_members::group_id.eq(wanted.group_id))
        .filter(group_members::id.ne(wanted.id))
        .filter(group_members::user_id.eq(wanted.user_id).or(group_members::capacity.eq(wanted.capacity)))
        .filter(unended_at(group_members::until_at, wanted.from_at))
        // One that ended when it began was called off, and stands in nobody's way.
        .filter(was_in_force(group_members::from_at, group_members::until_at))
        .into_boxed();
    if let Some(until) = wanted.until_at {
        query = query.filter(group_members::from_at.lt(until));
    }
    Ok(query
        .order((group_members::from_at.asc(), group_members::id.asc()))
        .select((MemberRow::as_select(), users::display_name))
        .load(connection)?)
}

/// Inserts a membership.
pub fn insert(connection: &mut Connection, member: &MemberRow) -> Result<()> {
    diesel::insert_into(group_members::table).values(member).execute(connection)?;
    Ok(())
}

/// Whether the row was still of the version before.
pub fn update(connection: &mut Connection, member: &MemberRow, before: i64) -> Result<bool> {
    let row = group_members::table
        .filter(group_members::id.eq(member.id))
        .filter(group_members::version.eq(before));
    Ok(diesel::update(row).set(member).execute(connection)? == 1)
}
