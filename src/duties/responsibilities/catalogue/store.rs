//! Rows of the roles and responsibilities that organisations added.

#![expect(missing_docs, reason = "the fields of a row are the columns of its table")]

use crate::db::Connection;
use crate::db::schema::{case_roles, responsibilities};
use crate::db::types::{Instant, Json};
use crate::error::Result;
use crate::ids::{CaseRoleId, OrganizationId, ResponsibilityId, UserId};
use diesel::prelude::*;

/// A role, as stored.
#[derive(Clone, Debug, PartialEq, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = case_roles)]
pub struct RoleRow {
    pub id: CaseRoleId,
    pub organization_id: OrganizationId,
    pub code: String,
    pub name_en: String,
    pub name_fr: String,
    pub held_by: Json,
    pub exclusive: bool,
    pub version: i64,
    pub created_by: UserId,
    pub created_at: Instant,
    pub updated_at: Instant,
}

/// A responsibility, as stored.
#[derive(Clone, Debug, PartialEq, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = responsibilities)]
pub struct ResponsibilityRow {
    pub id: ResponsibilityId,
    pub organization_id: OrganizationId,
    pub code: String,
    pub name_en: String,
    pub name_fr: String,
    pub phase: String,
    pub proceedings: Json,
    pub version: i64,
    pub created_by: UserId,
    pub created_at: Instant,
    pub updated_at: Instant,
}

/// The roles that an organisation added, by code.
pub fn roles(connection: &mut Connection, organization: OrganizationId) -> Result<Vec<RoleRow>> {
    let own = case_roles::table.filter(case_roles::organization_id.eq(organization));
    Ok(own.order(case_roles::code.asc()).select(RoleRow::as_select()).load(connection)?)
}

/// The responsibilities that an organisation added, by code.
pub fn responsibilities(
    connection: &mut Connection,
    organization: OrganizationId,
) -> Result<Vec<ResponsibilityRow>> {
    let own = responsibilities::table.filter(responsibilities::organization_id.eq(organization));
    Ok(own.order(responsibilities::code.asc()).select(ResponsibilityRow::as_select()).load(connection)?)
}

/// Inserts a role.
///
/// # Errors
/// 409 where the organisation has one of this code.
pub fn insert_role(connection: &mut Connection, role: &RoleRow) -> Result<()> {
    diesel::insert_into(case_roles::table).values(role).execute(connection)?;
    Ok(())
}

/// Inserts a responsibility.
///
/// # Errors
/// 409 where the organisation has one of this code.
pub fn insert_responsibility(connection: &mut Connection, responsibility: &ResponsibilityRow) -> Result<()> {
    diesel::insert_into(responsibilities::table).values(responsibility).execute(connection)?;
    Ok(())
}

/// Whether the row was still of the version before.
pub fn update_role(connection: &mut Connection, role: &RoleRow, before: i64) -> Result<bool> {
    let row = case_roles::table.filter(case_roles::id.eq(role.id)).filter(case_roles::version.eq(before));
    Ok(diesel::update(row).set(role).execute(connection)? == 1)
}

/// Whether the row was still of the version before.
pub fn update_responsibility(
    connection: &mut Connection,
    responsibility: &ResponsibilityRow,
    before: i64,
) -> Result<bool> {
    let row = responsibilities::table
        .filter(responsibilities::id.eq(responsibility.id))
        .filter(responsibilities::version.eq(before));
    Ok(diesel::update(row).set(responsibility).execute(connection)? == 1)
}
