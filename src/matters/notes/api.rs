//! A note on the wire.

use super::store::NoteRow;
use crate::access::privilege::Privilege;
use crate::db::types::Instant;
use crate::http::page::page_of;
use crate::http::patch::nullable;
use crate::ids::{CaseId, NoteId, UserId};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A note on a case.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({
    "id": "019a8e2a-6c1e-7c31-9d57-0a4a5a8f7e12", "case_id": "019a8e2a-6c1e-7c31-9d57-0a4a5a8f7e10",
    "body": "Counsel for the applicant asks for two more weeks.", "written_by": "019a8e2a-0000-7000-8000-000000000001",
    "version": 1, "created_at": "2026-03-09T14:00:00.000000Z", "updated_at": "2026-03-09T14:00:00.000000Z"
}))]
pub struct Note {
    /// The id of the note.
    pub id: NoteId,
    /// The case.
    pub case_id: CaseId,
    /// The text: plain text.
    pub body: String,
    /// The privilege that it is under: a code of the list `privileges`; left out if it is under
    /// none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub privilege: Option<Privilege>,
    /// The user who wrote it.
    pub written_by: UserId,
    /// Its version, as in the `ETag`.
    pub version: i64,
    /// The instant at which it was written.
    pub created_at: Instant,
    /// The instant at which it was last changed.
    pub updated_at: Instant,
}

impl From<NoteRow> for Note {
    fn from(row: NoteRow) -> Self {
        Self {
            id: row.id,
            case_id: row.case_id,
            body: row.body,
            privilege: row.privilege,
            written_by: row.written_by,
            version: row.version,
            created_at: row.created_at,
            updated_at: row.updated_at,
        }
    }
}

page_of!(
    /// A page of the notes on a case, the newest first.
    NotePage,
    Note
);

/// A note to be written.
#[derive(Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"body": "Our position on the second issue is weak.", "privilege": "solicitor_client"}))]
pub struct NoteInput {
    /// The text: plain text, line breaks allowed.
    #[schema(min_length = 1, max_length = 20_000, pattern = r"\S")]
    pub body: String,
    /// The privilege that it is under: only whoever has the permission of that privilege then reads
    /// it, and may write it.
    #[serde(default)]
    #[schema(nullable = false)]
    pub privilege: Option<Privilege>,
}

/// The changes to a note.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"body": "Counsel for the applicant asks for three more weeks."}))]
pub struct NotePatch {
    /// The text: plain text, line breaks allowed.
    #[serde(default)]
    #[schema(nullable = false, min_length = 1, max_length = 20_000, pattern = r"\S")]
    pub body: Option<String>,
    /// The privilege that it is under; `null` if it is under none.
    #[serde(default, deserialize_with = "nullable")]
    #[schema(value_type = Option<Privilege>)]
    pub privilege: Option<Option<Privilege>>,
}
