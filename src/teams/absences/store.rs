//! Rows of absences.

#![expect(missing_docs, reason = "the fields of a row are the columns of its table")]

use crate::db::Connection;
use crate::db::connection::MultiBackend;
use crate::db::schema::{absences, users};
use crate::db::types::Instant;
use crate::error::Result;
use crate::ids::{AbsenceId, OrganizationId, UserId};
use crate::people::identity::model::UserKind;
use diesel::prelude::*;

/// An absence, as stored.
#[derive(Clone, Debug, PartialEq, Eq, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = absences)]
pub struct AbsenceRow {
    pub id: AbsenceId,
    pub user_id: UserId,
    pub from_at: Instant,
    pub until_at: Instant,
    pub version: i64,
    pub created_by: UserId,
    pub created_at: Instant,
    pub updated_at: Instant,
}

/// The absences that are listed: those of an organisation, or of one of its people.
#[derive(Clone, Copy, Debug)]
pub struct AbsenceFilter {
    pub organization: OrganizationId,
    pub user: Option<UserId>,
}

type AbsencesQuery = absences::BoxedQuery<'static, MultiBackend>;

fn filtered(filter: AbsenceFilter) -> AbsencesQuery {
    let people = users::table.filter(users::organization_id.eq(filter.organization)).select(users::id);
    let mut query = absences::table.filter(absences::user_id.eq_any(people)).into_boxed();
    if let Some(user) = filter.user {
        query = query.filter(absences::user_id.eq(user));
    }
    query
}

/// A page of absences, in the order in which they begin. `ge` beside the `or` is what lets the
/// index be entered in the middle.
pub fn list(
    connection: &mut Connection,
    filter: AbsenceFilter,
    after: Option<(Instant, AbsenceId)>,
    limit: i64,
) -> Result<Vec<AbsenceRow>> {
    let mut query = filtered(filter);
    if let Some((from, id)) = after {
        query = query
            .filter(absences::from_at.ge(from))
            .filter(absences::from_at.gt(from).or(absences::id.gt(id)));
    }
    Ok(query
        .order((absences::from_at.asc(), absences::id.asc()))
        .limit(limit)
        .select(AbsenceRow::as_select())
        .load(connection)?)
}

/// Counts the absences that the filter lets through.
pub fn count(connection: &mut Connection, filter: AbsenceFilter) -> Result<i64> {
    Ok(filtered(filter).count().get_result(connection)?)
}

/// The absence with this id, of a person of this organisation.
///
/// # Errors
/// 404 where there is none of a person of this organisation.
pub fn find(connection: &mut Connection, organization: OrganizationId, id: AbsenceId) -> Result<AbsenceRow> {
    let people = users::table.filter(users::organization_id.eq(organization)).select(users::id);
    let found = absences::table.filter(absences::id.eq(id)).filter(absences::user_id.eq_any(people));
    Ok(found.select(AbsenceRow::as_select()).first(connection)?)
}

/// Whether the person is of this organisation.
pub fn is_of(connection: &mut Connection, organization: OrganizationId, user: UserId) -> Result<bool> {
    let found = users::table
        .filter(users::id.eq(user))
        .filter(users::organization_id.eq(organization))
        .filter(users::kind.eq(UserKind::Person))
        .select(users::id);
    Ok(found.first::<UserId>(connection).optional()?.is_some())
}

/// Whether the person is away at some time between two instants by another absence than this one.
pub fn overlaps(connection: &mut Connection, wanted: &AbsenceRow) -> Result<bool> {
    let found = absences::table
        .filter(absences::user_id.eq(wanted.user_id))
        .filter(absences::id.ne(wanted.id))
        .filter(absences::from_at.lt(wanted.until_at))
        .filter(absences::until_at.gt(wanted.from_at))
        .select(absences::id);
    Ok(found.first::<AbsenceId>(connection).optional()?.is_some())
}

/// The people among these who are away at an instant, each with the end of the absence.
pub fn away(connection: &mut Connection, people: &[UserId], at: Instant) -> Result<Vec<(UserId, Instant)>> {
    Ok(absences::table
        .filter(absences::user_id.eq_any(people))
        .filter(absences::from_at.le(at))
        .filter(absences::until_at.gt(at))
        .order(absences::until_at.asc())
        .select((absences::user_id, absences::until_at))
        .load(connection)?)
}

/// Locks the person's absences for this transaction, so that two that overlap are not recorded at
/// once.
pub fn take(connection: &mut Connection, user: UserId) -> Result<()> {
    diesel::update(users::table.filter(users::id.eq(user))).set(users::id.eq(user)).execute(connection)?;
    Ok(())
}

/// Inserts an absence.
pub fn insert(connection: &mut Connection, absence: &AbsenceRow) -> Result<()> {
    diesel::insert_into(absences::table).values(absence).execute(connection)?;
    Ok(())
}

/// Whether the row was still of the version before.
pub fn update(connection: &mut Connection, absence: &AbsenceRow, before: i64) -> Result<bool> {
    let row = absences::table.filter(absences::id.eq(absence.id)).filter(absences::version.eq(before));
    Ok(diesel::update(row).set(absence).execute(connection)? == 1)
}

/// Whether the row was still of the version before.
pub fn delete(connection: &mut Connection, id: AbsenceId, before: i64) -> Result<bool> {
    let row = absences::table.filter(absences::id.eq(id)).filter(absences::version.eq(before));
    Ok(diesel::delete(row).execute(connection)? == 1)
}
