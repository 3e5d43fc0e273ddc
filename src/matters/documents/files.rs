//! The files of documents: taking one in, and giving it out.

use super::api::{CaseDocument, DocumentFileRecord, DocumentVersion};
use super::store::{self, DocumentRow, VersionRow};
use super::{media, service, wording};
use crate::access::classification::Classification;
use crate::access::context::Context;
use crate::contents::{Contents, SealedContent};
use crate::db::Connection;
use crate::error::{Error, Result};
use crate::http::stored_file::StoredFile;
use crate::ids::DocumentId;
use crate::journal::service::ABSENT;
use crate::journal::{self, Subject};
use crate::version::{Precondition, Version};
use actix_web::dev::Payload;
use actix_web::http::header::HeaderMap;
use actix_web::{FromRequest, HttpRequest};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use std::future::{Ready, ready};

/// The SHA-256 that a client says a file has (RFC 9530), in hexadecimal; nothing where it says none
/// that we know.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ContentDigest(Option<String>);

impl ContentDigest {
    fn read(headers: &HeaderMap) -> Result<Self> {
        for line in headers.get_all("Content-Digest") {
            let line = line.to_str().map_err(|_| wording::unreadable_digest())?;
            for member in line.split(',') {
                let (name, value) = member.trim().split_once('=').ok_or_else(wording::unreadable_digest)?;
                if name != "sha-256" {
                    continue;
                }
                let value = value.split(';').next().unwrap_or_default().trim();
                let coded = value.strip_prefix(':').and_then(|value| value.strip_suffix(':'));
                let bytes = coded.and_then(|coded| STANDARD.decode(coded).ok());
                let bytes = bytes.filter(|bytes| bytes.len() == 32).ok_or_else(wording::unreadable_digest)?;
                return Ok(Self(Some(hex::encode(bytes))));
            }
        }
        Ok(Self::default())
    }
}

impl FromRequest for ContentDigest {
    type Error = Error;
    type Future = Ready<Result<Self>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(Self::read(request.headers()))
    }
}

/// Refuses a file that would not be taken, before it arrives.
///
/// # Errors
/// 404, 403, 428, 412; 409 where somebody else has the document out.
pub fn begin(
    connection: &mut Connection,
    caller: &Context,
    id: DocumentId,
    precondition: &Precondition,
) -> Result<()> {
    let (row, ..) = service::seen(connection, caller, id)?;
    precondition.require(Version(row.version))?;
    service::refuse_out(caller, &row)
}

/// The type of a file that has arrived whole, if it is one to keep.
///
/// # Errors
/// 422 where it is empty or not what its digest says, 415 where it is of no type that is taken.
pub fn judge(sealed: &SealedContent, digest: &ContentDigest) -> Result<&'static str> {
    if digest.0.as_ref().is_some_and(|said| *said != sealed.sha256) {
        return Err(wording::mismatch());
    }
    if sealed.size == 0 {
        return Err(wording::empty());
    }
    media::of(&sealed.head, sealed.file()).ok_or_else(wording::of_no_type)
}

/// Keeps a file as the next version of a document's.
///
/// # Errors
/// 404, 403, 428, 412; 409 where somebody else has the document out; 503, 507 where it cannot be
/// kept.
pub fn keep(
    connection: &mut Connection,
    caller: &Context,
    (id, precondition): (DocumentId, &Precondition),
    contents: &Contents,
    (sealed, media_type): (&SealedContent, &'static str),
) -> Result<CaseDocument> {
    let (before, case) = service::locked(connection, caller, id)?;
    precondition.require(Version(before.version))?;
    service::refuse_out(caller, &before)?;
    let mut row = before.clone();
    row.file_version = before.file_version.saturating_add(1);
    let version = VersionRow {
        document_id: id,
        number: row.file_version,
        case_id: case.id,
        sha256: sealed.sha256.clone(),
        size: i64::try_from(sealed.size).unwrap_or(i64::MAX),
        media_type: media_type.to_owned(),
        file_name: name_of(&row, media_type),
        created_by: caller.user.id,
        created_at: caller.now,
    };
    contents.keep(sealed)?;
    store::insert_version(connection, &version)?;
    service::save(connection, caller, &mut row, None, &before)?;
    let record = DocumentFileRecord {
        id,
        classification: Classification::of_rank(row.classification),
        privilege: row.privilege,
        file: DocumentVersion::from(version),
    };
    journal::append(
        connection,
        caller,
        Subject::Case(case.id),
        "document.file_received",
        ABSENT,
        Some(&record),
    )?;
    service::find(connection, caller, id)
}

/// The name under which a file is kept: that which was given, or one made of the title.
fn name_of(row: &DocumentRow, media_type: &str) -> String {
    if let Some(name) = &row.file_name {
        return name.clone();
    }
    let fitting = |character: char| if wording::is_of_no_name(character) { '_' } else { character };
    let title: String = row.title.chars().map(fitting).take(150).collect();
    format!("{}.{}", title.trim_matches(['.', ' ']), media::ending(media_type))
}

/// A version of a document's file that the caller may read: the newest, where no number is given.
///
/// # Errors
/// 404, 403.
pub fn version(
    connection: &mut Connection,
    caller: &Context,
    id: DocumentId,
    number: Option<i64>,
) -> Result<VersionRow> {
    let (row, ..) = service::seen(connection, caller, id)?;
    if let Some(privilege) = row.privilege {
        caller.trace.document(row.case_id, row.id, privilege);
    }
    store::version(connection, id, number.unwrap_or(row.file_version))
}

/// A page of the versions of a document's file, and how many there are if that is wanted.
///
/// # Errors
/// 404, 403.
pub fn versions(
    connection: &mut Connection,
    caller: &Context,
    id: DocumentId,
    (before, fetch): (Option<i64>, i64),
    wanted: bool,
) -> Result<(Vec<DocumentVersion>, Option<i64>)> {
    let (row, ..) = service::seen(connection, caller, id)?;
    let rows = store::versions(connection, id, before, fetch)?;
    Ok((rows.into_iter().map(Into::into).collect(), wanted.then_some(row.file_version)))
}

/// A version of a file, to be sent.
///
/// # Errors
/// 503 where it is not there.
pub fn open(contents: &Contents, row: VersionRow) -> Result<StoredFile> {
    Ok(StoredFile {
        file: contents.open(&row.sha256)?,
        length: u64::try_from(row.size).unwrap_or_default(),
        media_type: row.media_type,
        name: row.file_name,
        version: Version::of_content(&row.sha256),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use actix_web::http::header::{HeaderName, HeaderValue};

    #[test]
    fn a_digest_is_read_as_the_rfc_has_it() {
        let read = |line: &str| {
            let mut headers = HeaderMap::new();
            let name = HeaderName::from_static("content-digest");
            headers.insert(name, HeaderValue::from_str(line).unwrap());
            ContentDigest::read(&headers).map_err(|error| error.code().as_str())
        };
        let coded = STANDARD.encode([7; 32]);
        let told = Ok(ContentDigest(Some("07".repeat(32))));
        assert_eq!(read(&format!("sha-256=:{coded}:")), told);
        assert_eq!(read(&format!("sha-512=:{coded}:, sha-256=:{coded}:;x")), told);
        assert_eq!(read("sha-512=:AAAA:"), Ok(ContentDigest(None)));
        for wrong in ["sha-256", "sha-256=:AAAA:", "sha-256=AAAA", "sha-256=:?:"] {
            assert_eq!(read(wrong), Err("invalid_header"), "{wrong}");
        }
    }
}
