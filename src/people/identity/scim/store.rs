//! Rows of users, as a directory asks for them: the people of one organisation.

use super::filter::Term;
use crate::db::Connection;
use crate::db::connection::MultiBackend;
use crate::db::schema::users;
use crate::error::Result;
use crate::ids::{OrganizationId, UserId};
use crate::people::identity::model::UserKind;
use crate::people::identity::store as accounts;
use crate::people::identity::store::UserRow;
use diesel::prelude::*;

/// The people of an organisation for whom all of this holds. Service accounts are no directory's
/// business, and whoever it has removed is gone for it.
fn people(organization: OrganizationId, terms: &[Term]) -> users::BoxedQuery<'static, MultiBackend> {
    let mut query = users::table
        .filter(users::organization_id.eq(organization))
        .filter(users::kind.eq(UserKind::Person))
        .filter(users::removed_as.is_null())
        .into_boxed();
    for term in terms {
        query = match term {
            Term::Id(Some(id)) => query.filter(users::id.eq(*id)),
            // Nobody has an id that is none.
            Term::Id(None) => query.filter(users::version.lt(0)),
            Term::UserName(name) => query.filter(users::username.eq(name.clone())),
            Term::ExternalId(id) => query.filter(users::external_id.eq(id.clone())),
        };
    }
    query
}

/// All of them, by user name.
pub fn all(
    connection: &mut Connection,
    organization: OrganizationId,
    terms: &[Term],
) -> Result<Vec<UserRow>> {
    let found = people(organization, terms).order(users::username.asc());
    Ok(found.select(UserRow::as_select()).load(connection)?)
}

/// A page of them, by user name.
pub fn list(
    connection: &mut Connection,
    organization: OrganizationId,
    terms: &[Term],
    skip: i64,
    limit: i64,
) -> Result<Vec<UserRow>> {
    let page = people(organization, terms).order(users::username.asc()).limit(limit).offset(skip);
    Ok(page.select(UserRow::as_select()).load(connection)?)
}

/// The number of people that the terms let through.
pub fn count(connection: &mut Connection, organization: OrganizationId, terms: &[Term]) -> Result<i64> {
    Ok(people(organization, terms).count().get_result(connection)?)
}

/// The person of an organisation with this id.
///
/// # Errors
/// 404 where the organisation has no such person.
pub fn find(connection: &mut Connection, organization: OrganizationId, id: UserId) -> Result<UserRow> {
    let found = people(organization, &[Term::Id(Some(id))]);
    Ok(found.select(UserRow::as_select()).first(connection)?)
}

/// The user who has this user name, in any organisation.
pub fn named(connection: &mut Connection, username: &str) -> Result<Option<UserId>> {
    Ok(accounts::user_by_name(connection, username)?.map(|user| user.id))
}

/// The people whom the directory of an organisation removed when they had this user name, the last
/// one first.
pub fn removed(
    connection: &mut Connection,
    organization: OrganizationId,
    username: &str,
) -> Result<Vec<UserRow>> {
    let found = users::table
        .filter(users::organization_id.eq(organization))
        .filter(users::removed_as.eq(username.to_owned()))
        .order((users::updated_at.desc(), users::id.desc()));
    Ok(found.select(UserRow::as_select()).load(connection)?)
}
