//! Rows of organisations and users.

#![expect(missing_docs, reason = "the fields of a row are the columns of its table")]

use super::model::{OrganizationKind, UserKind, Username};
use crate::access::classification::Classification;
use crate::access::context::Principal;
use crate::access::holding::Capacity;
use crate::access::permissions::{Permission, Role, RoleScope};
use crate::access::portfolio::Portfolio;
use crate::access::visibility::sees_only_held;
use crate::db::Connection;
use crate::db::connection::MultiBackend;
use crate::db::predicates::{held_from, in_force_at};
use crate::db::schema::{assignments, caseloads, emergency_accesses, group_members, organizations, users};
use crate::db::types::{Instant, Json};
use crate::error::Result;
use crate::external_ids::lookup_store::known_as;
use crate::external_ids::model::{ExternalId, ExternalIdKind, ExternalIds};
use crate::ids::{CaseId, GroupId, OrganizationId, UserId};
use crate::text::Language;
use diesel::prelude::*;
use std::collections::HashMap;

/// An organisation, as stored.
#[derive(Clone, Debug, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = organizations)]
pub struct OrganizationRow {
    pub id: OrganizationId,
    pub code: String,
    pub name_en: String,
    pub name_fr: String,
    pub kind: OrganizationKind,
    pub version: i64,
    pub created_at: Instant,
    pub updated_at: Instant,
}

/// A user, as stored.
#[derive(Clone, Debug, PartialEq, Eq, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = users, treat_none_as_null = true)]
pub struct UserRow {
    pub id: UserId,
    pub organization_id: OrganizationId,
    pub username: String,
    pub display_name: String,
    pub language: Language,
    pub role: Role,
    pub clearance: i16,
    pub password_hash: String,
    pub active: bool,
    pub version: i64,
    pub created_at: Instant,
    pub updated_at: Instant,
    pub email: Option<String>,
    pub office: Option<String>,
    pub kind: UserKind,
    pub external_id: Option<String>,
    pub federated: bool,
    /// The user who set the password for the user, and so knew it; not set where the operator did.
    pub password_by: Option<UserId>,
    /// What a directory said of the user, in its own words.
    pub directory: Option<Json>,
    /// The user name that the user had when a directory removed them: the name is free since.
    pub removed_as: Option<String>,
    pub external_ids: ExternalIds,
}

impl UserRow {
    /// Whether it is a person, and no service account.
    #[must_use]
    pub fn is_person(&self) -> bool {
        self.kind == UserKind::Person
    }

    /// Whether it is a person who may sign in.
    #[must_use]
    pub fn is_active_person(&self) -> bool {
        self.active && self.is_person()
    }
}

/// The active user with this id, as requests know them.
pub fn principal(connection: &mut Connection, id: UserId, now: Instant) -> Result<Option<Principal>> {
    let user = users::table
        .filter(users::id.eq(id))
        .filter(users::active.eq(true))
        .select(UserRow::as_select())
        .first(connection)
        .optional()?;
    user.map(|user| principal_of(connection, &user, now)).transpose()
}

/// The user of a row, as requests know them, or would.
pub fn principal_of(connection: &mut Connection, user: &UserRow, now: Instant) -> Result<Principal> {
    let id = user.id;
    let groups = groups_of(connection, id, now)?;
    let role = user.role;
    let (mut holds_elsewhere, mut portfolios) = (false, Vec::new());
    for whose in
        [Some(AssignmentHolder::Person(id)), (!groups.is_empty()).then(|| AssignmentHolder::Groups(&groups))]
    {
        let Some(whose) = whose else { continue };
        // Who is not confined to an organisation is not asked; in the order of the index, since
        // what is looked for is rare.
        if role.scope() == RoleScope::Organization && !holds_elsewhere {
            let elsewhere = lasting(whose, now).filter(assignments::organization_id.ne(user.organization_id));
            let first = elsewhere.order(assignments::case_id.asc()).select(assignments::organization_id);
            holds_elsewhere = first.first::<OrganizationId>(connection).optional()?.is_some();
        }
        let current = lasting(whose, now)
            .filter(assignments::case_id.is_null())
            .filter(assignments::from_at.le(now))
            .select(Portfolio::as_select());
        portfolios.extend(current.load(connection)?);
    }
    let emergency_cases =
        if role.gives(Permission::BreakGlass) { open_to(connection, id, now)? } else { Vec::new() };
    let mut principal = Principal {
        id,
        organization_id: user.organization_id,
        role,
        clearance: Classification::of_rank(user.clearance),
        holds_elsewhere,
        has_large_caseload: false,
        groups,
        portfolios,
        emergency_cases,
        scopes: None,
        may_give: None,
        known_to: user.password_by,
    };
    // Nobody else is asked how much they hold.
    principal.has_large_caseload = sees_only_held(&principal) && has_large_caseload(connection, &principal)?;
    Ok(principal)
}

/// The number of assignments from which on one holder holds much: about where a walk through all
/// cases meets theirs soon enough.
const MUCH: i64 = 2_000;

/// Whether the person, or a group of theirs, holds much. The holders are asked in the order of the
/// index, one after the other: nothing more than the index is read.
fn has_large_caseload(connection: &mut Connection, person: &Principal) -> Result<bool> {
    for holder in person.holders() {
        let held = caseloads::table.filter(caseloads::holder_id.eq(holder));
        let beyond = held.order(caseloads::case_changed_at.desc()).offset(MUCH).select(caseloads::case_id);
        if beyond.first::<CaseId>(connection).optional()?.is_some() {
            return Ok(true);
        }
    }
    Ok(false)
}

/// The active users of an organisation who have this role.
pub fn of_role(connection: &mut Connection, organization: OrganizationId, role: Role) -> Result<Vec<UserId>> {
    let found = users::table
        .filter(users::organization_id.eq(organization))
        .filter(users::role.eq(role))
        .filter(users::kind.eq(UserKind::Person))
        .filter(users::active.eq(true));
    Ok(found.select(users::id).order(users::id.asc()).load(connection)?)
}

/// The user's organisation, if there is one.
pub fn organization_of(connection: &mut Connection, id: UserId) -> Result<Option<OrganizationId>> {
    let found = users::table.filter(users::id.eq(id)).select(users::organization_id);
    Ok(found.first(connection).optional()?)
}

/// The holder whose assignments are asked for: a person and their groups are asked apart, so that
/// each is answered from its own index.
#[derive(Clone, Copy)]
enum AssignmentHolder<'a> {
    Person(UserId),
    Groups(&'a [GroupId]),
}

/// The assignments that are held, or will be.
fn lasting(whose: AssignmentHolder<'_>, now: Instant) -> assignments::BoxedQuery<'static, MultiBackend> {
    let rows = assignments::table.filter(held_from(now)).into_boxed();
    match whose {
        AssignmentHolder::Person(user) => rows.filter(assignments::user_id.eq(user)),
        AssignmentHolder::Groups(groups) => {
            let groups: Vec<_> = groups.iter().copied().map(Some).collect();
            rows.filter(assignments::group_id.eq_any(groups))
        }
    }
}

/// The groups in which the user takes part now: as an observer, a person only watches.
fn groups_of(connection: &mut Connection, user: UserId, now: Instant) -> Result<Vec<GroupId>> {
    Ok(group_members::table
        .filter(group_members::user_id.eq(user))
        .filter(in_force_at(group_members::from_at, group_members::until_at, now))
        .filter(group_members::capacity.ne(Capacity::Observer))
        .select(group_members::group_id)
        .load(connection)?)
}

/// The user, a person.
///
/// # Errors
/// 404 where there is none.
pub fn user(connection: &mut Connection, id: UserId) -> Result<UserRow> {
    let found = users::table.filter(users::id.eq(id)).filter(users::kind.eq(UserKind::Person));
    Ok(found.select(UserRow::as_select()).first(connection)?)
}

/// The user, a person or a service account.
///
/// # Errors
/// 404 where there is none.
pub fn account(connection: &mut Connection, id: UserId) -> Result<UserRow> {
    Ok(users::table.find(id).select(UserRow::as_select()).first(connection)?)
}

/// The names of those of these users who exist.
pub fn names(connection: &mut Connection, ids: &[UserId]) -> Result<HashMap<UserId, String>> {
    let rows = users::table.filter(users::id.eq_any(ids)).select((users::id, users::display_name));
    Ok(rows.load(connection)?.into_iter().collect())
}

/// The user names of those of these users who are of an organisation.
pub fn usernames(
    connection: &mut Connection,
    organization: OrganizationId,
    ids: &[UserId],
) -> Result<HashMap<UserId, String>> {
    let rows = users::table.filter(users::id.eq_any(ids)).filter(users::organization_id.eq(organization));
    Ok(rows.select((users::id, users::username)).load(connection)?.into_iter().collect())
}

/// The user whom somebody calls by this name, in whatever spelling. A name that was stored before
/// names had one form is found as it was typed then.
pub fn user_by_name(connection: &mut Connection, typed: &str) -> Result<Option<UserRow>> {
    let (name, typed) = (String::from(Username::typed(typed)), typed.trim());
    let found = users::table.filter(users::username.eq_any([name.as_str(), typed]));
    let mut found: Vec<UserRow> = found.select(UserRow::as_select()).load(connection)?;
    found.sort_by_key(|user| user.username != typed);
    Ok(found.into_iter().next())
}

/// The users that are listed.
#[derive(Clone, Debug, Default)]
pub struct UserFilter {
    pub organization: Option<OrganizationId>,
    /// The one whom another system knows by this id, among those of an organisation.
    pub known_as: Option<(OrganizationId, ExternalId)>,
}

fn listed(filter: &UserFilter) -> users::BoxedQuery<'static, MultiBackend> {
    let mut query = users::table.filter(users::kind.eq(UserKind::Person)).into_boxed();
    if let Some(organization) = filter.organization {
        query = query.filter(users::organization_id.eq(organization));
    }
    if let Some((organization, id)) = filter.known_as.clone() {
        query = query
            .filter(users::organization_id.eq(organization))
            .filter(users::id.eq_any(known_as(ExternalIdKind::User, id)));
    }
    query
}

/// A page of the users that are listed. They come by the name that everybody is shown, since an
/// order by another field would tell of it.
pub fn list_users(
    connection: &mut Connection,
    filter: &UserFilter,
    after: Option<(String, UserId)>,
    limit: i64,
) -> Result<Vec<UserRow>> {
    let mut query = listed(filter);
    if let Some((name, id)) = after {
        query = query
            .filter(users::display_name.ge(name.clone()))
            .filter(users::display_name.gt(name).or(users::id.gt(id)));
    }
    Ok(query
        .order((users::display_name.asc(), users::id.asc()))
        .limit(limit)
        .select(UserRow::as_select())
        .load(connection)?)
}

/// Counts the users that are listed.
pub fn count_users(connection: &mut Connection, filter: &UserFilter) -> Result<i64> {
    Ok(listed(filter).count().get_result(connection)?)
}

/// Inserts a user.
///
/// # Errors
/// 409 where the user name is taken.
pub fn insert_user(connection: &mut Connection, user: &UserRow) -> Result<()> {
    diesel::insert_into(users::table).values(user).execute(connection)?;
    Ok(())
}

/// Whether the row was still of the version before.
pub fn update_user(connection: &mut Connection, user: &UserRow, before: i64) -> Result<bool> {
    let row = users::table.filter(users::id.eq(user.id)).filter(users::version.eq(before));
    Ok(diesel::update(row).set(user).execute(connection)? == 1)
}

/// The organisation with this id.
///
/// # Errors
/// 404 where there is none.
pub fn organization(connection: &mut Connection, id: OrganizationId) -> Result<OrganizationRow> {
    Ok(organizations::table.find(id).select(OrganizationRow::as_select()).first(connection)?)
}

/// The organisation with this code.
pub fn organization_by_code(connection: &mut Connection, code: &str) -> Result<Option<OrganizationRow>> {
    let found =
        organizations::table.filter(organizations::code.eq(code)).select(OrganizationRow::as_select());
    Ok(found.first(connection).optional()?)
}

/// A page of the organisations, by code.
pub fn list_organizations(
    connection: &mut Connection,
    after: Option<&str>,
    limit: i64,
) -> Result<Vec<OrganizationRow>> {
    let mut query = organizations::table.into_boxed();
    if let Some(after) = after {
        query = query.filter(organizations::code.gt(after.to_owned()));
    }
    Ok(query
        .order(organizations::code.asc())
        .limit(limit)
        .select(OrganizationRow::as_select())
        .load(connection)?)
}

/// Counts the organisations.
pub fn count_organizations(connection: &mut Connection) -> Result<i64> {
    Ok(organizations::table.count().get_result(connection)?)
}

/// The ids of all organisations.
pub fn organization_ids(connection: &mut Connection) -> Result<Vec<OrganizationId>> {
    Ok(organizations::table.order(organizations::id.asc()).select(organizations::id).load(connection)?)
}

/// Inserts an organisation.
///
/// # Errors
/// 409 where the code is taken.
pub fn insert_organization(connection: &mut Connection, organization: &OrganizationRow) -> Result<()> {
    diesel::insert_into(organizations::table).values(organization).execute(connection)?;
    Ok(())
}

/// Whether the row was still of the version before.
pub fn update_organization(
    connection: &mut Connection,
    changed: &OrganizationRow,
    before: i64,
) -> Result<bool> {
    let row = organizations::table
        .filter(organizations::id.eq(changed.id))
        .filter(organizations::version.eq(before));
    Ok(diesel::update(row).set(changed).execute(connection)? == 1)
}

/// The cases that a person has open in an emergency at an instant.
fn open_to(connection: &mut Connection, user: UserId, at: Instant) -> Result<Vec<CaseId>> {
    let open = emergency_accesses::table
        .filter(emergency_accesses::user_id.eq(user))
        .filter(emergency_accesses::until_at.gt(at))
        .filter(emergency_accesses::from_at.le(at));
    Ok(open.select(emergency_accesses::case_id).load(connection)?)
}
