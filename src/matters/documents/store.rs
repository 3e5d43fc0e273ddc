//! Rows of documents and of the versions of their files.

#![expect(missing_docs, reason = "the fields of a row are the columns of its table")]

use super::model::DocumentKind;
use crate::access::portfolio::FileLanguage;
use crate::access::privilege::Privilege;
use crate::db::Connection;
use crate::db::connection::MultiBackend;
use crate::db::schema::{deadlines, document_versions, documents, events};
use crate::db::types::{Instant, Json};
use crate::error::Result;
use crate::ids::{CaseId, DeadlineId, DocumentId, EventId, UserId};
use chrono::NaiveDate;
use diesel::prelude::*;

/// A document, as stored.
#[derive(Clone, Debug, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = documents, treat_none_as_null = true)]
pub struct DocumentRow {
    pub id: DocumentId,
    pub case_id: CaseId,
    pub kind: DocumentKind,
    pub title: String,
    pub language: Option<FileLanguage>,
    pub author: Option<String>,
    pub dated_on: Option<NaiveDate>,
    pub received_on: Option<NaiveDate>,
    pub filed_on: Option<NaiveDate>,
    pub served_on: Option<NaiveDate>,
    pub exhibit_mark: Option<String>,
    pub translation_of: Option<DocumentId>,
    pub redacted_version_of: Option<DocumentId>,
    pub classification: i16,
    /// Written by itself, and only where it changes: one that this process does not know stays what
    /// it is.
    #[diesel(skip_update)]
    pub privilege: Option<Privilege>,
    pub file_name: Option<String>,
    pub event_ids: Json,
    pub deadline_ids: Json,
    /// The number of the newest version of its file; 0 while there is none.
    pub file_version: i64,
    pub checked_out_by: Option<UserId>,
    pub checked_out_at: Option<Instant>,
    pub version: i64,
    pub created_by: UserId,
    pub created_at: Instant,
    pub updated_at: Instant,
}

/// A version of a file, as stored.
#[derive(Clone, Debug, Queryable, Selectable, Insertable)]
#[diesel(table_name = document_versions)]
pub struct VersionRow {
    pub document_id: DocumentId,
    pub number: i64,
    pub case_id: CaseId,
    pub sha256: String,
    pub size: i64,
    pub media_type: String,
    pub file_name: String,
    pub created_by: UserId,
    pub created_at: Instant,
}

/// What a reader is shown of the documents of a case.
#[derive(Clone, Debug)]
pub struct Readable {
    /// The privileges that keep none from them.
    pub privileges: Vec<Privilege>,
    /// The highest classification, by its rank.
    pub cleared: i16,
}

impl Readable {
    /// All there is.
    #[must_use]
    pub fn everything() -> Self {
        Self { privileges: Privilege::ALL.to_vec(), cleared: i16::MAX }
    }
}

type DocumentsQuery = documents::BoxedQuery<'static, MultiBackend>;

fn readable((case, shown): (CaseId, &Readable), kind: Option<DocumentKind>) -> DocumentsQuery {
    let query = documents::table.filter(documents::case_id.eq(case));
    let mut query = query.filter(documents::classification.le(shown.cleared)).into_boxed();
    if let Some(kind) = kind {
        query = query.filter(documents::kind.eq(kind));
    }
    if shown.privileges.len() == Privilege::ALL.len() {
        return query;
    }
    let privileges: Vec<_> = shown.privileges.iter().copied().map(Some).collect();
    query.filter(documents::privilege.is_null().or(documents::privilege.eq_any(privileges).assume_not_null()))
}

/// A page of the documents of a case that are shown, the latest first.
pub fn list(
    connection: &mut Connection,
    of: (CaseId, &Readable),
    kind: Option<DocumentKind>,
    before: Option<DocumentId>,
    limit: i64,
) -> Result<Vec<DocumentRow>> {
    let mut query = readable(of, kind);
    if let Some(before) = before {
        query = query.filter(documents::id.lt(before));
    }
    Ok(query.order(documents::id.desc()).limit(limit).select(DocumentRow::as_select()).load(connection)?)
}

/// Counts the documents of a case that are shown.
pub fn count(
    connection: &mut Connection,
    of: (CaseId, &Readable),
    kind: Option<DocumentKind>,
) -> Result<i64> {
    Ok(readable(of, kind).count().get_result(connection)?)
}

/// Those of these documents of a case that are shown.
pub fn shown_among(
    connection: &mut Connection,
    of: (CaseId, &Readable),
    ids: &[DocumentId],
) -> Result<Vec<DocumentId>> {
    let query = readable(of, None).filter(documents::id.eq_any(ids.to_vec()));
    Ok(query.select(documents::id).load(connection)?)
}

/// The privilege and the classification of each of these documents, where it is there still.
pub fn restrictions(
    connection: &mut Connection,
    ids: &[DocumentId],
) -> Result<Vec<(DocumentId, Option<Privilege>, i16)>> {
    let found = documents::table.filter(documents::id.eq_any(ids));
    Ok(found.select((documents::id, documents::privilege, documents::classification)).load(connection)?)
}

/// The document with this id.
///
/// # Errors
/// 404 where there is none.
pub fn find(connection: &mut Connection, id: DocumentId) -> Result<DocumentRow> {
    Ok(documents::table.find(id).select(DocumentRow::as_select()).first(connection)?)
}

/// Inserts a document.
pub fn insert(connection: &mut Connection, document: &DocumentRow) -> Result<()> {
    diesel::insert_into(documents::table).values(document).execute(connection)?;
    Ok(())
}

/// Writes a document, and its privilege where that changes. Whether the row was still of the
/// version before.
pub fn update(
    connection: &mut Connection,
    document: &DocumentRow,
    privilege: Option<Option<Privilege>>,
    before: i64,
) -> Result<bool> {
    let row = documents::table.filter(documents::id.eq(document.id)).filter(documents::version.eq(before));
    let privilege = privilege.map(|privilege| documents::privilege.eq(privilege));
    Ok(diesel::update(row).set((document, privilege)).execute(connection)? == 1)
}

/// Inserts a version of a file.
pub fn insert_version(connection: &mut Connection, version: &VersionRow) -> Result<()> {
    diesel::insert_into(document_versions::table).values(version).execute(connection)?;
    Ok(())
}

/// A version of a document's file.
///
/// # Errors
/// 404 where it has no such version.
pub fn version(connection: &mut Connection, id: DocumentId, number: i64) -> Result<VersionRow> {
    let found = document_versions::table.find((id, number));
    Ok(found.select(VersionRow::as_select()).first(connection)?)
}

/// A page of the versions of a document's file, the newest first.
pub fn versions(
    connection: &mut Connection,
    id: DocumentId,
    before: Option<i64>,
    limit: i64,
) -> Result<Vec<VersionRow>> {
    let mut query = document_versions::table.filter(document_versions::document_id.eq(id)).into_boxed();
    if let Some(before) = before {
        query = query.filter(document_versions::number.lt(before));
    }
    let query = query.order(document_versions::number.desc()).limit(limit);
    Ok(query.select(VersionRow::as_select()).load(connection)?)
}

/// The newest version of the file of each of these documents.
pub fn newest(connection: &mut Connection, ids: &[DocumentId]) -> Result<Vec<VersionRow>> {
    let joined = document_versions::table.inner_join(
        documents::table.on(documents::id
            .eq(document_versions::document_id)
            .and(documents::file_version.eq(document_versions::number))),
    );
    let found = joined.filter(document_versions::document_id.eq_any(ids));
    Ok(found.select(VersionRow::as_select()).load(connection)?)
}

/// Those of these entries that stand on the docket of a case.
pub fn events_among(connection: &mut Connection, case: CaseId, ids: &[EventId]) -> Result<Vec<EventId>> {
    let found = events::table.filter(events::case_id.eq(case)).filter(events::id.eq_any(ids));
    Ok(found.select(events::id).load(connection)?)
}

/// Those of these deadlines that are of a case.
pub fn deadlines_among(
    connection: &mut Connection,
    case: CaseId,
    ids: &[DeadlineId],
) -> Result<Vec<DeadlineId>> {
    let found = deadlines::table.filter(deadlines::case_id.eq(case)).filter(deadlines::id.eq_any(ids));
    Ok(found.select(deadlines::id).load(connection)?)
}
