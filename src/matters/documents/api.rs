//! A document on the wire.

use super::model::DocumentKind;
use super::store::{DocumentRow, VersionRow};
use crate::access::classification::Classification;
use crate::access::portfolio::FileLanguage;
use crate::access::privilege::Privilege;
use crate::db::types::{Instant, Json};
use crate::error::Result;
use crate::http::page::{Include, page_of, page_params};
use crate::http::patch::nullable;
use crate::ids::{CaseId, DeadlineId, DocumentId, EventId, UserId};
use crate::version::Version;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// A document of a case.
#[derive(Clone, Serialize, ToSchema)]
#[schema(example = json!({
    "id": "019a8e2a-6c1e-7c31-9d57-0a4a5a8f7e41", "case_id": "019a8e2a-6c1e-7c31-9d57-0a4a5a8f7e10", "kind": "affidavit",
    "title": "Affidavit of Jane Doe", "language": "en", "author": "Jane Doe", "dated_on": "2026-03-02", "served_on": "2026-03-09",
    "classification": "protected_b", "file": {"number": 1, "name": "Affidavit of Jane Doe.pdf", "media_type": "application/pdf", "size": 48211,
    "sha256": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08", "created_by": "019a8e2a-0000-7000-8000-000000000001",
    "created_at": "2026-03-09T14:00:00.000000Z"}, "version": 2, "created_by": "019a8e2a-0000-7000-8000-000000000001",
    "created_at": "2026-03-09T14:00:00.000000Z", "updated_at": "2026-03-09T14:00:00.000000Z"
}))]
pub struct CaseDocument {
    /// The id of the document.
    pub id: DocumentId,
    /// The case.
    pub case_id: CaseId,
    /// The kind of document: a code of the list `document_kinds`.
    #[schema(value_type = String)]
    pub kind: DocumentKind,
    /// The title, in the language of the document.
    pub title: String,
    /// The language that it is in: `en`, `fr` or `both`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    pub language: Option<FileLanguage>,
    /// Who wrote or swore it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub author: Option<String>,
    /// The day that it bears.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub dated_on: Option<NaiveDate>,
    /// The day on which it was received.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub received_on: Option<NaiveDate>,
    /// The day on which it was filed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub filed_on: Option<NaiveDate>,
    /// The day on which it was served.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub served_on: Option<NaiveDate>,
    /// The mark that it bears as an exhibit.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub exhibit_mark: Option<String>,
    /// The document of the case of which it is a translation; left out if you may not see that one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub translation_of: Option<DocumentId>,
    /// The document of the case of which it is a redacted version; left out likewise.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub redacted_version_of: Option<DocumentId>,
    /// The classification of its own: the stricter of this and that of the case holds.
    #[schema(value_type = String)]
    pub classification: Classification,
    /// The privilege that it is under: a code of the list `privileges`; left out if it is under
    /// none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub privilege: Option<Privilege>,
    /// The name under which its next file is kept; that of the title, if it is left out.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub file_name: Option<String>,
    /// The entries of the docket that it goes with.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(required = false)]
    pub event_ids: Vec<EventId>,
    /// The deadlines that it goes with.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(required = false)]
    pub deadline_ids: Vec<DeadlineId>,
    /// Its file in the newest version; left out as long as none was sent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub file: Option<DocumentVersion>,
    /// The user who has it out, and alone may send a file.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub checked_out_by: Option<UserId>,
    /// The instant since which they have.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub checked_out_at: Option<Instant>,
    /// Its version, as in the `ETag`.
    pub version: i64,
    /// The user who added it.
    pub created_by: UserId,
    /// The instant at which it was added.
    pub created_at: Instant,
    /// The instant at which it was last changed.
    pub updated_at: Instant,
    /// Whether part of it is kept from its reader.
    #[serde(skip)]
    is_partial: bool,
}

impl CaseDocument {
    /// A document with its newest file.
    ///
    /// # Errors
    /// Fails where what is stored cannot be read.
    pub(super) fn of(row: DocumentRow, file: Option<VersionRow>) -> Result<Self> {
        let (event_ids, deadline_ids) = (row.event_ids.parse()?, row.deadline_ids.parse()?);
        Ok(Self {
            id: row.id,
            case_id: row.case_id,
            kind: row.kind,
            title: row.title,
            language: row.language,
            author: row.author,
            dated_on: row.dated_on,
            received_on: row.received_on,
            filed_on: row.filed_on,
            served_on: row.served_on,
            exhibit_mark: row.exhibit_mark,
            translation_of: row.translation_of,
            redacted_version_of: row.redacted_version_of,
            classification: Classification::of_rank(row.classification),
            privilege: row.privilege,
            file_name: row.file_name,
            event_ids,
            deadline_ids,
            file: file.map(Into::into),
            checked_out_by: row.checked_out_by,
            checked_out_at: row.checked_out_at,
            version: row.version,
            created_by: row.created_by,
            created_at: row.created_at,
            updated_at: row.updated_at,
            is_partial: false,
        })
    }

    /// The documents that it names.
    pub(super) fn named(&self) -> impl Iterator<Item = DocumentId> {
        self.translation_of.into_iter().chain(self.redacted_version_of)
    }

    /// The document, for a reader who may know of these others.
    #[must_use]
    pub(super) fn knowing(mut self, is_known: impl Fn(DocumentId) -> bool) -> Self {
        for other in [&mut self.translation_of, &mut self.redacted_version_of] {
            if other.is_some_and(|other| !is_known(other)) {
                *other = None;
                self.is_partial = true;
            }
        }
        self
    }

    /// The version of what is shown.
    #[must_use]
    pub const fn etag(&self) -> Version {
        Version::partly(self.version, self.is_partial)
    }
}

page_of!(
    /// A page of the documents of a case, the latest first.
    DocumentPage,
    CaseDocument
);

/// A file of a document, as it was sent.
#[derive(Clone, Serialize, ToSchema)]
#[schema(example = json!({
    "number": 1, "name": "Affidavit of Jane Doe.pdf", "media_type": "application/pdf", "size": 48211,
    "sha256": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
    "created_by": "019a8e2a-0000-7000-8000-000000000001", "created_at": "2026-03-09T14:00:00.000000Z"
}))]
pub struct DocumentVersion {
    /// The number of the version: 1 is the first.
    pub number: i64,
    /// The name of the file.
    pub name: String,
    /// Its media type, by what is in it.
    pub media_type: String,
    /// Its size in bytes.
    pub size: i64,
    /// Its SHA-256, in hexadecimal.
    pub sha256: String,
    /// The user who sent it.
    pub created_by: UserId,
    /// The instant at which it was sent.
    pub created_at: Instant,
}

impl From<VersionRow> for DocumentVersion {
    fn from(row: VersionRow) -> Self {
        Self {
            number: row.number,
            name: row.file_name,
            media_type: row.media_type,
            size: row.size,
            sha256: row.sha256,
            created_by: row.created_by,
            created_at: row.created_at,
        }
    }
}

page_of!(
    /// A page of the versions of a document's file, the newest first.
    DocumentVersionPage,
    DocumentVersion
);

/// A document to be added.
#[derive(Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"kind": "affidavit", "title": "Affidavit of Jane Doe", "language": "en", "dated_on": "2026-03-02"}))]
pub struct DocumentInput {
    /// The kind of document.
    pub kind: DocumentKind,
    /// The title, in the language of the document.
    #[schema(min_length = 1, max_length = 500, pattern = r"^[^\r\n\t]*\S[^\r\n\t]*$")]
    pub title: String,
    /// The language that it is in.
    #[serde(default)]
    #[schema(nullable = false)]
    pub language: Option<FileLanguage>,
    /// Who wrote or swore it.
    #[serde(default)]
    #[schema(nullable = false, min_length = 1, max_length = 500, pattern = r"\S")]
    pub author: Option<String>,
    /// The day that it bears.
    #[serde(default)]
    #[schema(nullable = false)]
    pub dated_on: Option<NaiveDate>,
    /// The day on which it was received.
    #[serde(default)]
    #[schema(nullable = false)]
    pub received_on: Option<NaiveDate>,
    /// The day on which it was filed.
    #[serde(default)]
    #[schema(nullable = false)]
    pub filed_on: Option<NaiveDate>,
    /// The day on which it was served.
    #[serde(default)]
    #[schema(nullable = false)]
    pub served_on: Option<NaiveDate>,
    /// The mark that it bears as an exhibit.
    #[serde(default)]
    #[schema(nullable = false, min_length = 1, max_length = 50, pattern = r"\S")]
    pub exhibit_mark: Option<String>,
    /// The document of the case of which it is a translation.
    #[serde(default)]
    #[schema(nullable = false)]
    pub translation_of: Option<DocumentId>,
    /// The document of the case of which it is a redacted version.
    #[serde(default)]
    #[schema(nullable = false)]
    pub redacted_version_of: Option<DocumentId>,
    /// The classification of its own; that of the case, if it is left out. It may not be above your
    /// clearance.
    #[serde(default)]
    #[schema(nullable = false)]
    pub classification: Option<Classification>,
    /// The privilege that it is under: only whoever has the permission of that privilege then sees
    /// it, and may add it.
    #[serde(default)]
    #[schema(nullable = false)]
    pub privilege: Option<Privilege>,
    /// The name under which its file is kept: without a path and control characters.
    #[serde(default)]
    #[schema(nullable = false, min_length = 1, max_length = 200)]
    pub file_name: Option<String>,
    /// The entries of the docket that it goes with.
    #[serde(default)]
    #[schema(nullable = false, max_items = 50)]
    pub event_ids: Option<Vec<EventId>>,
    /// The deadlines that it goes with.
    #[serde(default)]
    #[schema(nullable = false, max_items = 50)]
    pub deadline_ids: Option<Vec<DeadlineId>>,
}

/// The changes to a document.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"served_on": "2026-03-09"}))]
pub struct DocumentPatch {
    /// The kind of document.
    #[serde(default)]
    #[schema(nullable = false)]
    pub kind: Option<DocumentKind>,
    /// The title, in the language of the document.
    #[serde(default)]
    #[schema(nullable = false, min_length = 1, max_length = 500, pattern = r"^[^\r\n\t]*\S[^\r\n\t]*$")]
    pub title: Option<String>,
    /// The language that it is in.
    #[serde(default, deserialize_with = "nullable")]
    #[schema(value_type = Option<FileLanguage>)]
    pub language: Option<Option<FileLanguage>>,
    /// Who wrote or swore it.
    #[serde(default, deserialize_with = "nullable")]
    #[schema(value_type = Option<String>, min_length = 1, max_length = 500, pattern = r"\S")]
    pub author: Option<Option<String>>,
    /// The day that it bears.
    #[serde(default, deserialize_with = "nullable")]
    #[schema(value_type = Option<NaiveDate>)]
    pub dated_on: Option<Option<NaiveDate>>,
    /// The day on which it was received.
    #[serde(default, deserialize_with = "nullable")]
    #[schema(value_type = Option<NaiveDate>)]
    pub received_on: Option<Option<NaiveDate>>,
    /// The day on which it was filed.
    #[serde(default, deserialize_with = "nullable")]
    #[schema(value_type = Option<NaiveDate>)]
    pub filed_on: Option<Option<NaiveDate>>,
    /// The day on which it was served.
    #[serde(default, deserialize_with = "nullable")]
    #[schema(value_type = Option<NaiveDate>)]
    pub served_on: Option<Option<NaiveDate>>,
    /// The mark that it bears as an exhibit.
    #[serde(default, deserialize_with = "nullable")]
    #[schema(value_type = Option<String>, min_length = 1, max_length = 50, pattern = r"\S")]
    pub exhibit_mark: Option<Option<String>>,
    /// The document of the case of which it is a translation.
    #[serde(default, deserialize_with = "nullable")]
    #[schema(value_type = Option<DocumentId>)]
    pub translation_of: Option<Option<DocumentId>>,
    /// The document of the case of which it is a redacted version.
    #[serde(default, deserialize_with = "nullable")]
    #[schema(value_type = Option<DocumentId>)]
    pub redacted_version_of: Option<Option<DocumentId>>,
    /// The classification of its own. It may not be above your clearance.
    #[serde(default)]
    #[schema(nullable = false)]
    pub classification: Option<Classification>,
    /// The privilege that it is under; `null` if it is under none.
    #[serde(default, deserialize_with = "nullable")]
    #[schema(value_type = Option<Privilege>)]
    pub privilege: Option<Option<Privilege>>,
    /// The name under which its next file is kept: without a path and control characters.
    #[serde(default, deserialize_with = "nullable")]
    #[schema(value_type = Option<String>, min_length = 1, max_length = 200)]
    pub file_name: Option<Option<String>>,
    /// The entries of the docket that it goes with.
    #[serde(default)]
    #[schema(nullable = false, max_items = 50)]
    pub event_ids: Option<Vec<EventId>>,
    /// The deadlines that it goes with.
    #[serde(default)]
    #[schema(nullable = false, max_items = 50)]
    pub deadline_ids: Option<Vec<DeadlineId>>,
}

/// A request to have a document out.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({}))]
pub struct CheckOut {}

/// A request that gives a document back.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"reason": "She is on leave, and it is due tomorrow."}))]
pub struct CheckIn {
    /// The reason, where somebody else has it out.
    #[serde(default)]
    #[schema(nullable = false, min_length = 1, max_length = 2000, pattern = r"\S")]
    pub reason: Option<String>,
}

/// The journal's record of what became of who has a document out.
#[derive(Serialize)]
pub struct OutRecord {
    pub(super) id: DocumentId,
    pub(super) classification: Classification,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) privilege: Option<Privilege>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) checked_out_by: Option<UserId>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) reason: Option<String>,
}

/// The journal's record of a file that was sent.
#[derive(Serialize)]
pub struct DocumentFileRecord {
    pub(super) id: DocumentId,
    pub(super) classification: Classification,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) privilege: Option<Privilege>,
    pub(super) file: DocumentVersion,
}

/// The ids that are stored with a document.
///
/// # Errors
/// Fails if they have no JSON form.
pub(super) fn ids_of<T: Serialize>(ids: Option<Vec<T>>) -> Result<Json> {
    Ok(Json::of(&ids.unwrap_or_default())?)
}

/// The query of the documents of a case.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ListDocuments {
    /// Only those of this kind.
    #[param(inline)]
    pub kind: Option<DocumentKind>,
    /// The greatest number of items, 1 to 200.
    #[param(minimum = 1, maximum = 200)]
    limit: Option<i64>,
    /// `next_cursor` of the page before.
    cursor: Option<String>,
    /// `count`: the number of all of them too.
    #[param(inline)]
    include: Option<Include>,
}

page_params!(ListDocuments);

/// The version of a file that is asked for.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct FileWanted {
    /// The number of the version; the newest if it is left out.
    #[param(minimum = 1)]
    pub version: Option<i64>,
}
