//! Imports on the wire.

use super::model::{ImportFormat, ImportMode, ImportStatus, LineStatus};
use super::reading::mapping::ImportMapping;
use super::store::{ImportRow, LineRow};
use crate::db::types::{Instant, Json};
use crate::external_ids::model::{ExternalId, ExternalIds};
use crate::http::page::{Include, page_of, page_params};
use crate::ids::{CaseId, ImportId, UserId};
use crate::text::Text;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// A file that brings cases in, and how far it is.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({
    "id": "019a8e2a-6c1e-7c31-9d57-0a4a5a8f7e60", "name": "GCMS, November", "format": "ndjson", "mode": "best_effort",
    "dry_run": false, "status": "done", "lines": 2, "done": 2, "percent": 100, "created": 1, "updated": 0, "unchanged": 0,
    "failed": 1, "skipped": 0, "version": 4, "created_by": "019a8e2a-0000-7000-8000-000000000001",
    "created_at": "2026-11-30T14:00:00.000000Z", "updated_at": "2026-11-30T14:00:09.000000Z",
    "started_at": "2026-11-30T14:00:08.000000Z", "finished_at": "2026-11-30T14:00:09.000000Z"
}))]
pub struct Import {
    /// The id of the import.
    pub id: ImportId,
    /// Its name, if it was given one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The format of the file.
    #[schema(value_type = String)]
    pub format: ImportFormat,
    /// What becomes of the other lines where one is wrong.
    #[schema(value_type = String)]
    pub mode: ImportMode,
    /// Whether it only shows what would become of each line.
    pub dry_run: bool,
    /// Where it stands: `awaiting_file`, `queued`, `running`, `done`, `failed` or `cancelled`.
    #[schema(value_type = String)]
    pub status: ImportStatus,
    /// Why nothing of it was kept, if that is so.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<ImportFault>)]
    pub fault: Option<Json>,
    /// The number of cases in the file.
    pub lines: i32,
    /// The number of those that were looked at.
    pub done: i32,
    /// The same in hundredths of all.
    pub percent: i32,
    /// The number of lines that opened a case.
    pub created: i32,
    /// The number of lines that changed one.
    pub updated: i32,
    /// The number of lines that a case said already.
    pub unchanged: i32,
    /// The number of lines that are wrong.
    pub failed: i32,
    /// The number of lines that were left out.
    pub skipped: i32,
    /// The instant at which it will be done, going by its pace so far: while it runs.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub estimated_at: Option<Instant>,
    /// Its version, as in the `ETag`.
    pub version: i64,
    /// The user in whose name the lines are entered.
    pub created_by: UserId,
    /// The instant at which it was announced.
    pub created_at: Instant,
    /// The instant of the last change.
    pub updated_at: Instant,
    /// The instant at which the first line was looked at.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub started_at: Option<Instant>,
    /// The instant at which it ended.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub finished_at: Option<Instant>,
}

impl From<ImportRow> for Import {
    fn from(row: ImportRow) -> Self {
        let percent = i64::from(row.done).saturating_mul(100).checked_div(i64::from(row.lines));
        let percent = percent.and_then(|percent| i32::try_from(percent).ok()).unwrap_or(0);
        Self {
            id: row.id,
            name: row.name.clone(),
            format: row.format,
            mode: row.mode,
            dry_run: row.dry_run,
            status: row.status,
            lines: row.lines,
            done: row.done,
            percent: if row.status == ImportStatus::Done { 100 } else { percent },
            created: row.created,
            updated: row.updated,
            unchanged: row.unchanged,
            failed: row.failed,
            skipped: row.skipped,
            estimated_at: estimate(&row),
            fault: row.fault,
            version: row.version,
            created_by: row.created_by,
            created_at: row.created_at,
            updated_at: row.updated_at,
            started_at: row.started_at,
            finished_at: row.finished_at,
        }
    }
}

/// When an import that runs will be done, if it goes on as it did until its last change.
fn estimate(row: &ImportRow) -> Option<Instant> {
    let started = row.started_at.filter(|_| row.status == ImportStatus::Running && row.done > 0)?;
    let left = row.lines.saturating_sub(row.done);
    let one = row.updated_at.since(started).checked_div(row.done)?;
    Some(row.updated_at.after(one.checked_mul(left)?))
}

page_of!(
    /// A page of imports, the latest first.
    ImportPage,
    Import
);

/// An import to be announced.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"name": "GCMS, November", "format": "ndjson", "mode": "best_effort"}))]
pub struct ImportInput {
    /// A name by which people know it.
    #[serde(default)]
    #[schema(nullable = false, min_length = 1, max_length = 200, pattern = r"^\s*\S.*$")]
    pub name: Option<String>,
    /// The format of the file.
    pub format: ImportFormat,
    /// What becomes of the other lines where one is wrong; `best_effort`, if it is left out.
    #[serde(default)]
    pub mode: ImportMode,
    /// Which column of a CSV file or a workbook is what: needed with these two, and not with JSON.
    #[serde(default)]
    #[schema(nullable = false)]
    pub mapping: Option<ImportMapping>,
}

/// A request that ends an import.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({}))]
pub struct ImportEnd {}

/// What was wrong.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct ImportFault {
    /// The stable code of the problem.
    pub code: String,
    /// What happened, and the way out.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub detail: Option<Text>,
    /// The places in the line.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<LineFault>,
}

/// A place in a line that is wrong.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct LineFault {
    /// The place, as a JSON pointer into the case that the line says.
    pub pointer: String,
    /// The stable code of the fault.
    pub code: String,
    /// What is wrong, and the way out.
    pub message: Text,
}

impl From<&crate::error::Error> for ImportFault {
    fn from(error: &crate::error::Error) -> Self {
        let fault = |fault: &crate::error::Fault| LineFault {
            pointer: fault.pointer.clone(),
            code: fault.code.to_owned(),
            message: fault.message.clone(),
        };
        Self {
            code: error.code().as_str().to_owned(),
            detail: error.detail().cloned(),
            errors: error.faults().iter().map(fault).collect(),
        }
    }
}

/// What became of a line.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({
    "line": 2, "external_ids": [{"system": "GCMS", "id": "A124"}], "status": "failed",
    "fault": {"code": "invalid_body", "errors": [{"pointer": "/language", "code": "required",
        "message": {"en": "This field is needed.", "fr": "Ce champ est requis."}}]}
}))]
pub struct ImportResult {
    /// The line of the file, or the row of the sheet, from 1.
    pub line: i32,
    /// The ids of the case in the other system.
    #[serde(skip_serializing_if = "ExternalIds::is_empty")]
    #[schema(value_type = Vec<ExternalId>, required = false)]
    pub external_ids: ExternalIds,
    /// What became of it: `queued`, `created`, `updated`, `unchanged`, `failed` or `skipped`.
    #[schema(value_type = String)]
    pub status: LineStatus,
    /// The case; left out in a dry run of one that would be opened.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub case_id: Option<CaseId>,
    /// What was wrong.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<ImportFault>)]
    pub fault: Option<Json>,
}

impl From<LineRow> for ImportResult {
    fn from(row: LineRow) -> Self {
        let LineRow { line, external_ids, status, case_id, result, .. } = row;
        Self { line, external_ids, status, case_id, fault: result }
    }
}

page_of!(
    /// A page of what became of the lines of an import, in their order.
    ImportResultPage,
    ImportResult
);

/// The query of what became of the lines of an import.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ListImportResults {
    /// Only those of which this became.
    #[param(inline)]
    pub status: Option<LineStatus>,
    /// The greatest number of items, 1 to 200.
    #[param(minimum = 1, maximum = 200)]
    limit: Option<i64>,
    /// `next_cursor` of the page before.
    cursor: Option<String>,
    /// `count`: the number of all of them too.
    #[param(inline)]
    include: Option<Include>,
}

page_params!(ListImportResults);
