//! Holds, the schedule, and a disposal on the wire.

use super::schedule::ScheduleLine;
use super::store::HoldRow;
use crate::db::types::Instant;
use crate::http::page::page_of;
use crate::http::patch::nullable;
use crate::ids::{CaseId, HoldId, UserId};
use crate::matters::cases::model::StoredStatus;
use crate::text::Text;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A legal hold: while it stands, the case is not disposed of.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({
    "id": "019a8e2a-6c1e-7c31-9d57-0a4a5a8f7e17", "case_id": "019a8e2a-6c1e-7c31-9d57-0a4a5a8f7e10",
    "reason": "A request under the Access to Information Act is open.", "from": "2026-03-09T14:00:00.000000Z",
    "version": 1, "created_by": "019a8e2a-0000-7000-8000-000000000001",
    "created_at": "2026-03-09T14:00:00.000000Z", "updated_at": "2026-03-09T14:00:00.000000Z"
}))]
pub struct Hold {
    /// The id of the hold.
    pub id: HoldId,
    /// The case.
    pub case_id: CaseId,
    /// The reason why the case is held.
    pub reason: String,
    /// The instant from which it stands.
    pub from: Instant,
    /// The instant at which it is released; left out while it is not.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub until: Option<Instant>,
    /// The reason why it is released.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub release_reason: Option<String>,
    /// Its version, as in the `ETag`.
    pub version: i64,
    /// The user who placed it.
    pub created_by: UserId,
    /// The instant of it.
    pub created_at: Instant,
    /// The instant at which it was last changed.
    pub updated_at: Instant,
}

impl From<HoldRow> for Hold {
    fn from(row: HoldRow) -> Self {
        Self {
            id: row.id,
            case_id: row.case_id,
            reason: row.reason,
            from: row.from_at,
            until: row.until_at,
            release_reason: row.release_reason,
            version: row.version,
            created_by: row.created_by,
            created_at: row.created_at,
            updated_at: row.updated_at,
        }
    }
}

page_of!(
    /// A page of the holds on a case, in the order in which they were placed.
    HoldPage,
    Hold
);

/// A hold to be placed.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"reason": "A request under the Access to Information Act is open."}))]
pub struct HoldInput {
    /// The reason why the case is held.
    #[schema(min_length = 1, max_length = 1000, pattern = r"\S")]
    pub reason: String,
    /// The instant from which it stands; now if it is left out.
    #[serde(default)]
    #[schema(nullable = false)]
    pub from: Option<Instant>,
}

/// The changes to a hold. Its release has an instant and a reason: both or neither.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"until": "2030-03-09T14:00:00Z", "release_reason": "The request was answered."}))]
pub struct HoldPatch {
    /// The reason why the case is held.
    #[serde(default)]
    #[schema(nullable = false, min_length = 1, max_length = 1000, pattern = r"\S")]
    pub reason: Option<String>,
    /// The instant at which it is released; `null` takes the release back.
    #[serde(default, deserialize_with = "nullable")]
    #[schema(value_type = Option<Instant>)]
    pub until: Option<Option<Instant>>,
    /// The reason why it is released; `null` with an `until` of `null`.
    #[serde(default, deserialize_with = "nullable")]
    #[schema(value_type = Option<String>, min_length = 1, max_length = 1000, pattern = r"\S")]
    pub release_reason: Option<Option<String>>,
}

/// The line of a schedule: how long cases of some proceedings are kept.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({
    "code": "LITIGATION", "name": {"en": "Litigation file", "fr": "Dossier de contentieux"}, "proceedings": [], "years": 10,
    "citation": {"en": "Library and Archives of Canada Act, S.C. 2004, c. 11, s. 12(1)",
                 "fr": "Loi sur la Bibliothèque et les Archives du Canada, L.C. 2004, ch. 11, par. 12(1)"},
    "in_force_from": "2004-05-21", "confidence": "reconstructed"
}))]
pub struct RetentionLine {
    /// The code of the line.
    pub code: String,
    /// The name of the line, in both languages.
    pub name: Text,
    /// The proceedings, by code; empty for all that no other line names.
    pub proceedings: Vec<String>,
    /// The number of years after the last docket entry for which it is kept.
    pub years: u32,
    /// The law that it rests on.
    pub citation: Text,
    /// The day since which it is in force.
    pub in_force_from: NaiveDate,
    /// The confidence with which it is known: `verified`, `verified_secondary`, `memory_high`,
    /// `memory_medium` or `reconstructed`.
    pub confidence: String,
}

impl From<&ScheduleLine> for RetentionLine {
    fn from(line: &ScheduleLine) -> Self {
        Self {
            code: line.code.clone(),
            name: line.name.clone(),
            proceedings: line.proceedings.clone(),
            years: line.years,
            citation: line.citation.clone(),
            in_force_from: line.in_force_from,
            confidence: line.confidence.code().to_owned(),
        }
    }
}

page_of!(
    /// A page of the retention schedule, by code.
    RetentionLinePage,
    RetentionLine
);

/// The day until which a case is kept, and why.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({
    "case_id": "019a8e2a-6c1e-7c31-9d57-0a4a5a8f7e10", "status": "closed", "closed_on": "2026-09-10", "kept_until": "2036-09-10",
    "line": {
        "code": "LITIGATION", "name": {"en": "Litigation file", "fr": "Dossier de contentieux"}, "proceedings": [], "years": 10,
        "citation": {"en": "Library and Archives of Canada Act, S.C. 2004, c. 11, s. 12(1)",
                     "fr": "Loi sur la Bibliothèque et les Archives du Canada, L.C. 2004, ch. 11, par. 12(1)"},
        "in_force_from": "2004-05-21", "confidence": "reconstructed"
    },
    "holds": [], "disposable": false
}))]
pub struct CaseRetention {
    /// The case.
    pub case_id: CaseId,
    /// `open` or `closed`.
    #[schema(value_type = String)]
    pub status: StoredStatus,
    /// The day of the last entry on its docket; left out while it is open.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub closed_on: Option<NaiveDate>,
    /// The last day on which the schedule keeps it; left out while it is open.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kept_until: Option<NaiveDate>,
    /// The line of the schedule that it is kept by.
    pub line: RetentionLine,
    /// The holds on it that were not released.
    pub holds: Vec<HoldId>,
    /// Whether it may be disposed of today, given an authority.
    pub disposable: bool,
}

/// The ground on which a case is disposed of.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"authority": "DA 2019/007", "reason": "The retention of the file has ended."}))]
pub struct DisposalInput {
    /// The disposition authority: the written consent of the Librarian and Archivist under which
    /// this is done.
    #[schema(min_length = 1, max_length = 200, pattern = r"\S")]
    pub authority: String,
    /// The reason, if there is more to say. It stays on the record: name nobody in it.
    #[serde(default)]
    #[schema(nullable = false, min_length = 1, max_length = 1000, pattern = r"\S")]
    pub reason: Option<String>,
}

/// The outcome for a case that was disposed of, or would be.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({
    "case_id": "019a8e2a-6c1e-7c31-9d57-0a4a5a8f7e10", "authority": "DA 2019/007", "entries": 42,
    "removed": [{"what": "parties", "count": 2}], "disposed_by": "019a8e2a-0000-7000-8000-000000000001",
    "disposed_at": "2036-09-11T14:00:00.000000Z"
}))]
pub struct Disposal {
    /// The case.
    pub case_id: CaseId,
    /// The disposition authority.
    pub authority: String,
    /// The reason, if one was given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// The number of entries of its journal that lose what they say. That they were made, by whom
    /// and when, stays.
    pub entries: i64,
    /// The parts that are removed.
    pub removed: Vec<Removed>,
    /// The user who disposed of it.
    pub disposed_by: UserId,
    /// The instant.
    pub disposed_at: Instant,
}

/// The number of rows of one kind that are removed from a case.
#[derive(Serialize, ToSchema)]
pub struct Removed {
    /// `parties`, `events`, `deadlines`, `notes`, `documents`, `document_versions`, `assignments`,
    /// `feeds`, `notifications`, `legal_holds`, `emergency_accesses` or `links`.
    #[schema(example = "parties")]
    pub what: String,
    /// The number of rows.
    #[schema(example = 2)]
    pub count: i64,
}
