//! Rows of imports and of their lines.

#![expect(missing_docs, reason = "the fields of a row are the columns of its table")]

use super::model::{ImportFormat, ImportMode, ImportStatus, LineStatus};
use crate::access::context::Context;
use crate::access::dialect::QueryShape;
use crate::access::visibility::visible;
use crate::db::Connection;
use crate::db::connection::MultiBackend;
use crate::db::dialect::bulk::{self, Column};
use crate::db::schema::{cases, import_lines, imports};
use crate::db::types::{Instant, Json};
use crate::error::Result;
use crate::external_ids::lookup_store::known_as;
use crate::external_ids::model::{ExternalId, ExternalIdKind, ExternalIds};
use crate::ids::{CaseId, ImportId, OrganizationId, UserId};
use crate::registry::exports::line::OWN;
use diesel::prelude::*;

/// An import, as stored.
#[derive(Clone, Debug, PartialEq, Eq, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = imports, treat_none_as_null = true)]
pub struct ImportRow {
    pub id: ImportId,
    pub organization_id: OrganizationId,
    pub created_by: UserId,
    pub name: Option<String>,
    pub format: ImportFormat,
    pub mode: ImportMode,
    pub dry_run: bool,
    pub mapping: Option<Json>,
    /// The permissions of the key with which it was announced, by code; all of the role, if none.
    pub scopes: Option<Json>,
    /// Who else knows that key.
    pub known_to: Option<UserId>,
    pub status: ImportStatus,
    pub fault: Option<Json>,
    pub lines: i32,
    pub done: i32,
    pub created: i32,
    pub updated: i32,
    pub unchanged: i32,
    pub failed: i32,
    pub skipped: i32,
    pub version: i64,
    pub created_at: Instant,
    pub updated_at: Instant,
    pub started_at: Option<Instant>,
    pub finished_at: Option<Instant>,
}

/// A line, as stored.
#[derive(Clone, Debug, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = import_lines)]
pub struct LineRow {
    pub import_id: ImportId,
    pub line: i32,
    /// The case as JSON, for as long as the line waits.
    pub content: Option<String>,
    pub external_ids: ExternalIds,
    pub status: LineStatus,
    pub case_id: Option<CaseId>,
    /// What was wrong with it.
    pub result: Option<Json>,
}

const COLUMNS: [Column; 7] = [
    ("import_id", "uuid"),
    ("line", "integer"),
    ("content", "text"),
    ("external_ids", "json"),
    ("status", "text"),
    ("case_id", "uuid"),
    ("result", "json"),
];

impl LineRow {
    fn values(&self) -> Result<bulk::Values> {
        Ok(vec![
            Some(self.import_id.to_string()),
            Some(self.line.to_string()),
            self.content.clone(),
            Some(serde_json::to_string(&self.external_ids)?),
            Some(self.status.code().to_owned()),
            self.case_id.map(|case| case.to_string()),
            self.result.as_ref().map(|result| result.get().to_owned()),
        ])
    }
}

/// Inserts an import.
pub fn insert(connection: &mut Connection, import: &ImportRow) -> Result<()> {
    diesel::insert_into(imports::table).values(import).execute(connection)?;
    Ok(())
}

/// The import of an organisation with this id.
///
/// # Errors
/// 404 where there is none.
pub fn find(connection: &mut Connection, organization: OrganizationId, id: ImportId) -> Result<ImportRow> {
    let found = imports::table.filter(imports::id.eq(id)).filter(imports::organization_id.eq(organization));
    Ok(found.select(ImportRow::as_select()).first(connection)?)
}

/// Takes an import for the rest of the transaction, whosever it is, and gives it its next version.
///
/// # Errors
/// 404 where there is none.
pub fn lock(connection: &mut Connection, id: ImportId, now: Instant) -> Result<ImportRow> {
    let row = imports::table.filter(imports::id.eq(id));
    let next = (imports::version.eq(imports::version + 1), imports::updated_at.eq(now));
    Ok(diesel::update(row).set(next).returning(imports::all_columns).get_result(connection)?)
}

/// The version of an import.
///
/// # Errors
/// 404 where there is none.
pub fn version(connection: &mut Connection, id: ImportId) -> Result<i64> {
    Ok(imports::table.filter(imports::id.eq(id)).select(imports::version).first(connection)?)
}

/// Writes an import that was taken.
pub fn update(connection: &mut Connection, import: &ImportRow) -> Result<()> {
    diesel::update(imports::table.filter(imports::id.eq(import.id))).set(import).execute(connection)?;
    Ok(())
}

/// A page of the imports of an organisation, the latest first.
pub fn list(
    connection: &mut Connection,
    organization: OrganizationId,
    after: Option<ImportId>,
    limit: i64,
) -> Result<Vec<ImportRow>> {
    let mut query = imports::table.filter(imports::organization_id.eq(organization)).into_boxed();
    if let Some(after) = after {
        query = query.filter(imports::id.lt(after));
    }
    Ok(query.order(imports::id.desc()).limit(limit).select(ImportRow::as_select()).load(connection)?)
}

/// Counts the imports of an organisation.
pub fn count(connection: &mut Connection, organization: OrganizationId) -> Result<i64> {
    Ok(imports::table.filter(imports::organization_id.eq(organization)).count().get_result(connection)?)
}

/// The oldest import that has lines to work off, if there is one.
pub fn next_to_run(connection: &mut Connection) -> Result<Option<ImportId>> {
    let waiting =
        imports::table.filter(imports::status.eq_any([ImportStatus::Queued, ImportStatus::Running]));
    Ok(waiting.order(imports::id.asc()).select(imports::id).first(connection).optional()?)
}

/// Adds lines.
pub fn add_lines(connection: &mut Connection, lines: &[LineRow]) -> Result<()> {
    let values = lines.iter().map(LineRow::values).collect::<Result<Vec<_>>>()?;
    bulk::insert_missing(connection, "import_lines", &COLUMNS, &values)?;
    Ok(())
}

/// The next lines of an import that wait, in their order.
pub fn waiting(connection: &mut Connection, import: ImportId, most: i64) -> Result<Vec<LineRow>> {
    let lines = import_lines::table
        .filter(import_lines::import_id.eq(import))
        .filter(import_lines::status.eq(LineStatus::Queued));
    Ok(lines.order(import_lines::line.asc()).limit(most).select(LineRow::as_select()).load(connection)?)
}

/// Writes what became of lines of one import, and forgets what they said.
pub fn settle(connection: &mut Connection, lines: &[LineRow]) -> Result<()> {
    let Some(first) = lines.first() else { return Ok(()) };
    let numbers: Vec<i32> = lines.iter().map(|line| line.line).collect();
    let rows = import_lines::table
        .filter(import_lines::import_id.eq(first.import_id))
        .filter(import_lines::line.eq_any(numbers));
    diesel::delete(rows).execute(connection)?;
    let settled = lines.iter().map(|line| LineRow { content: None, ..line.clone() }.values());
    bulk::insert_missing(connection, "import_lines", &COLUMNS, &settled.collect::<Result<Vec<_>>>()?)?;
    Ok(())
}

/// Leaves the lines out that still wait, and returns how many.
pub fn skip_waiting(connection: &mut Connection, import: ImportId) -> Result<usize> {
    let lines = import_lines::table
        .filter(import_lines::import_id.eq(import))
        .filter(import_lines::status.eq(LineStatus::Queued));
    Ok(diesel::update(lines)
        .set((import_lines::status.eq(LineStatus::Skipped), import_lines::content.eq(None::<String>)))
        .execute(connection)?)
}

type ImportLines = import_lines::BoxedQuery<'static, MultiBackend>;

fn listed(import: ImportId, status: Option<LineStatus>) -> ImportLines {
    let query = import_lines::table.filter(import_lines::import_id.eq(import)).into_boxed();
    match status {
        Some(status) => query.filter(import_lines::status.eq(status)),
        None => query,
    }
}

/// A page of the lines of an import, in their order.
pub fn lines(
    connection: &mut Connection,
    (import, status): (ImportId, Option<LineStatus>),
    after: Option<i32>,
    limit: i64,
) -> Result<Vec<LineRow>> {
    let mut query = listed(import, status);
    if let Some(after) = after {
        query = query.filter(import_lines::line.gt(after));
    }
    Ok(query.order(import_lines::line.asc()).limit(limit).select(LineRow::as_select()).load(connection)?)
}

/// Counts the lines of an import.
pub fn count_lines(connection: &mut Connection, import: ImportId, status: Option<LineStatus>) -> Result<i64> {
    Ok(listed(import, status).count().get_result(connection)?)
}

/// The cases of the caller's organisation that are known by one of these ids.
pub fn cases_known_as(
    connection: &mut Connection,
    caller: &Context,
    ids: &[ExternalId],
) -> Result<Vec<CaseId>> {
    let mut found = Vec::new();
    for id in ids {
        let rows = cases::table
            .filter(cases::id.eq_any(known_as(ExternalIdKind::Case, id.clone().kept())))
            .filter(cases::organization_id.eq(caller.user.organization_id))
            .filter(visible::<cases::table>(caller, QueryShape::Row));
        let known: Option<CaseId> = rows.select(cases::id).first(connection).optional()?;
        found.extend(known);
        // What was exported here under the id that it has here.
        let own = id.id.trim().parse::<CaseId>().ok().filter(|_| id.system.eq_ignore_ascii_case(OWN));
        if let (None, Some(own)) = (known, own) {
            let rows = cases::table
                .filter(cases::id.eq(own))
                .filter(cases::organization_id.eq(caller.user.organization_id))
                .filter(visible::<cases::table>(caller, QueryShape::Row));
            let own: Option<CaseId> = rows.select(cases::id).first(connection).optional()?;
            found.extend(own);
        }
    }
    found.sort_unstable();
    found.dedup();
    Ok(found)
}

/// Removes the lines of an import whose file is sent again.
pub fn forget_lines(connection: &mut Connection, import: ImportId) -> Result<()> {
    diesel::delete(import_lines::table.filter(import_lines::import_id.eq(import))).execute(connection)?;
    Ok(())
}
