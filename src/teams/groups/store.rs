//! Rows of groups, and for whom they exist.

#![expect(missing_docs, reason = "the fields of a row are the columns of its table")]

use super::model::GroupKind;
use crate::access::context::Context;
use crate::db::Connection;
use crate::db::connection::MultiBackend;
use crate::db::predicates::{InForceAt, in_force_at};
use crate::db::schema::{group_members, groups};
use crate::db::types::Instant;
use crate::error::Result;
use crate::external_ids::lookup_store::known_as;
use crate::external_ids::model::{ExternalId, ExternalIdKind, ExternalIds};
use crate::ids::{GroupId, OrganizationId, UserId};
use crate::text::Text;
use chrono::NaiveDate;
use diesel::dsl::auto_type;
use diesel::prelude::*;

/// A group, as stored.
#[derive(Clone, Debug, PartialEq, Eq, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = groups, treat_none_as_null = true)]
pub struct GroupRow {
    pub id: GroupId,
    pub organization_id: OrganizationId,
    pub kind: GroupKind,
    pub code: String,
    pub name_en: String,
    pub name_fr: String,
    pub mandate_en: Option<String>,
    pub mandate_fr: Option<String>,
    pub parent_id: Option<GroupId>,
    pub quorum: Option<i16>,
    pub dissolved_on: Option<NaiveDate>,
    pub version: i64,
    pub created_by: UserId,
    pub created_at: Instant,
    pub updated_at: Instant,
    pub external_ids: ExternalIds,
}

impl GroupRow {
    /// The name of the group, in both languages.
    #[must_use]
    pub fn name(&self) -> Text {
        Text::new(self.name_en.clone(), self.name_fr.clone())
    }
}

/// The groups that are listed.
#[derive(Clone, Debug, Default)]
pub struct GroupFilter {
    pub kind: Option<GroupKind>,
    pub organization: Option<OrganizationId>,
    pub parent: Option<GroupId>,
    pub member: Option<UserId>,
    pub external_id: Option<ExternalId>,
}

type Groups = groups::BoxedQuery<'static, MultiBackend>;

/// The groups to which a user belongs at an instant.
#[auto_type(type_case = "PascalCase")]
fn joined_by(user: UserId, at: Instant) -> _ {
    let belongs: InForceAt<group_members::from_at, group_members::until_at> =
        in_force_at(group_members::from_at, group_members::until_at, at);
    group_members::table
        .filter(group_members::user_id.eq(user))
        .filter(belongs)
        .select(group_members::group_id)
}

/// The groups that exist for whoever is of an organisation: those of the organisation, and those to
/// which they belong.
#[auto_type(type_case = "PascalCase")]
fn known_to(organization: OrganizationId, joined: JoinedBy) -> _ {
    groups::organization_id.eq(organization).or(groups::id.eq_any(joined))
}

/// The ids of the groups that exist for whoever is of an organisation, for a condition on what
/// belongs to groups.
#[auto_type(type_case = "PascalCase")]
fn ids_known_to(known: KnownTo) -> _ {
    groups::table.filter(known).select(groups::id)
}

/// The groups that exist for the caller.
pub(super) fn known(caller: &Context) -> KnownTo {
    known_to(caller.user.organization_id, joined_by(caller.user.id, caller.now))
}

/// The ids of the groups that exist for the caller.
pub(super) fn visible_ids(caller: &Context) -> IdsKnownTo {
    ids_known_to(known(caller))
}

fn visible(caller: &Context) -> Groups {
    groups::table.into_boxed().filter(known(caller))
}

fn filtered(caller: &Context, filter: &GroupFilter) -> Groups {
    let mut query = visible(caller);
    if let Some(kind) = filter.kind {
        query = query.filter(groups::kind.eq(kind));
    }
    if let Some(organization) = filter.organization {
        query = query.filter(groups::organization_id.eq(organization));
    }
    if let Some(parent) = filter.parent {
        query = query.filter(groups::parent_id.eq(parent));
    }
    if let Some(member) = filter.member {
        query = query.filter(groups::id.eq_any(joined_by(member, caller.now)));
    }
    if let Some(id) = filter.external_id.clone() {
        query = query.filter(groups::id.eq_any(known_as(ExternalIdKind::Group, id)));
    }
    query
}

/// A page of the groups that exist for the caller, by code: two organisations may have one of the
/// same. `ge` beside the `or` is what lets the index be entered in the middle.
pub fn list(
    connection: &mut Connection,
    caller: &Context,
    filter: &GroupFilter,
    after: Option<(String, GroupId)>,
    limit: i64,
) -> Result<Vec<GroupRow>> {
    let mut query = filtered(caller, filter);
    if let Some((code, id)) = after {
        query =
            query.filter(groups::code.ge(code.clone())).filter(groups::code.gt(code).or(groups::id.gt(id)));
    }
    let query = query.order((groups::code.asc(), groups::id.asc())).limit(limit);
    Ok(query.select(GroupRow::as_select()).load(connection)?)
}

/// Counts the groups that the filter lets through and the caller may see.
pub fn count(connection: &mut Connection, caller: &Context, filter: &GroupFilter) -> Result<i64> {
    Ok(filtered(caller, filter).count().get_result(connection)?)
}

/// The group with this id, if the caller may see it.
pub fn find_visible(connection: &mut Connection, caller: &Context, id: GroupId) -> Result<Option<GroupRow>> {
    let found = visible(caller).filter(groups::id.eq(id)).select(GroupRow::as_select());
    Ok(found.first(connection).optional()?)
}

/// The group that a group is a part of.
pub fn parent(connection: &mut Connection, id: GroupId) -> Result<Option<GroupId>> {
    let found: Option<Option<GroupId>> =
        groups::table.find(id).select(groups::parent_id).first(connection).optional()?;
    Ok(found.flatten())
}

/// Whether a group of an organisation has this code.
pub fn has_code(connection: &mut Connection, organization: OrganizationId, code: &str) -> Result<bool> {
    let found = groups::table.filter(groups::organization_id.eq(organization)).filter(groups::code.eq(code));
    let found = found.select(groups::id);
    Ok(found.first::<GroupId>(connection).optional()?.is_some())
}

/// Inserts a group.
///
/// # Errors
/// 409 where the code is taken.
pub fn insert(connection: &mut Connection, group: &GroupRow) -> Result<()> {
    diesel::insert_into(groups::table).values(group).execute(connection)?;
    Ok(())
}

/// Whether the row was still of the version before.
pub fn update(connection: &mut Connection, group: &GroupRow, before: i64) -> Result<bool> {
    let row = groups::table.filter(groups::id.eq(group.id)).filter(groups::version.eq(before));
    Ok(diesel::update(row).set(group).execute(connection)? == 1)
}
