//! The documents of cases.

use super::api::{
    CaseDocument, CheckIn, CheckOut, DocumentInput, DocumentPage, DocumentPatch, DocumentVersion,
    DocumentVersionPage, FileWanted, ListDocuments,
};
use super::files::ContentDigest;
use super::{files, service};
use crate::access::context::Context;
use crate::access::permissions::can;
use crate::app::App;
use crate::app::caller::Caller;
use crate::app::idempotency::Idempotent;
use crate::blocking::off_the_event_loop;
use crate::contents::IncomingContent;
use crate::error::Result;
use crate::http::answer::{Answer, FileBytes};
use crate::http::etag::IfNoneMatch;
use crate::http::listing::ListQuery;
use crate::http::page::Paged;
use crate::http::path::Path;
use crate::http::query::{NoQuery, Query};
use crate::http::stored_file::PartWanted;
use crate::http::upload::Arriving;
use crate::ids::{CaseId, DocumentId};
use crate::unparsed::Unparsed;
use crate::version::Precondition;
use actix_web::web::Data;
use actix_web::{HttpResponse, get, patch, post, put};
use std::sync::Arc;
use utoipa_actix_web::service_config::ServiceConfig;

/// The routes of this feature.
pub fn routes(config: &mut ServiceConfig<'_>) {
    config
        .service(list_case_documents)
        .service(create_case_document)
        .service(find_document)
        .service(update_document)
        .service(send_document_file)
        .service(download_document)
        .service(list_document_versions)
        .service(check_out_document)
        .service(check_in_document);
}

/// Lists the documents of a case.
///
/// The documents come latest first. One that is classified above your clearance, or under a
/// privilege that you do not share, is left out.
#[utoipa::path(tag = "documents",
    params(("id" = CaseId, Path, description = "The case."), ListDocuments),
    responses((status = 200, description = "A page of documents.", body = DocumentPage)))]
#[get("/v1/cases/{id}/documents")]
async fn list_case_documents(
    app: Data<App>,
    caller: Caller<can::ReadCases>,
    id: Path<CaseId>,
    list: Paged<ListDocuments>,
) -> Result<Answer> {
    let kind = list.query.kind;
    app.list(
        caller.context(),
        &list.paging,
        |last: &CaseDocument| last.id,
        move |connection, caller, page| {
            service::list(connection, caller, (id.0, kind), (page.after, page.fetch), page.count)
        },
    )
    .await
}

/// Adds a document to a case.
///
/// What is said of it comes first; its file is sent next, to the address of the document with
/// `/file`.
#[utoipa::path(tag = "documents", request_body = DocumentInput,
    params(("id" = CaseId, Path, description = "The case.")),
    responses((status = 201, description = "Added.", body = CaseDocument)))]
#[post("/v1/cases/{id}/documents")]
async fn create_case_document(
    app: Data<App>,
    caller: Caller<can::WriteDocuments>,
    request: Idempotent<DocumentInput>,
    id: Path<CaseId>,
    _query: Query<NoQuery>,
) -> Result<Answer> {
    request
        .once(
            &app,
            caller.context(),
            move |connection, caller, body, _| {
                let document = service::create(connection, caller, id.0, body)?;
                Ok((document.id, made(&document)?))
            },
            |connection, caller, document| made(&service::find(connection, caller, document)?),
        )
        .await
}

fn made(document: &CaseDocument) -> Result<Answer> {
    Ok(Answer::created(format!("/v1/documents/{}", document.id), document)?.tagged(document.etag()))
}

fn tagged(document: &CaseDocument) -> Result<Answer> {
    Ok(Answer::ok(document)?.tagged(document.etag()))
}

/// Reads a document.
///
/// The answer says what the document is, who has it out, and which file is its newest.
#[utoipa::path(tag = "documents", params(("id" = DocumentId, Path, description = "The document.")),
    responses((status = 200, description = "The document.", body = CaseDocument)))]
#[get("/v1/documents/{id}")]
async fn find_document(
    app: Data<App>,
    caller: Caller<can::ReadCases>,
    id: Path<DocumentId>,
    _query: Query<NoQuery>,
    seen: IfNoneMatch,
) -> Result<Answer> {
    let caller = caller.context();
    let document = app.read(move |connection| service::find(connection, &caller, id.0)).await?;
    Ok(seen.unless_seen(tagged(&document)?))
}

/// Changes what is said of a document.
///
/// A merge patch; the `ETag` of the document goes into `If-Match`.
#[utoipa::path(tag = "documents", params(("id" = DocumentId, Path, description = "The document.")),
    request_body(content = DocumentPatch, content_type = "application/merge-patch+json"),
    responses((status = 200, description = "Changed.", body = CaseDocument)))]
#[patch("/v1/documents/{id}")]
async fn update_document(
    app: Data<App>,
    caller: Caller<can::WriteDocuments>,
    body: Unparsed<DocumentPatch>,
    id: Path<DocumentId>,
    _query: Query<NoQuery>,
    precondition: Precondition,
) -> Result<Answer> {
    let document = app
        .write(caller.context(), move |connection, caller| {
            service::update(connection, caller, id.0, &precondition, &body)
        })
        .await?;
    tagged(&document)
}

/// Sends the file of a document.
///
/// The file becomes the next version; those before it stay. Its type is told by what is in it: PDF,
/// the usual formats of office programs, pictures, recordings and plain text are taken.
/// `Content-Digest` with `sha-256` (RFC 9530) is checked. Nothing is kept of a file that is cut off
/// or refused. While somebody has the document out nobody else sends one. The `ETag` of the
/// document goes into `If-Match`.
#[utoipa::path(tag = "documents",
    params(("id" = DocumentId, Path, description = "The document."),
        ("Content-Digest" = Option<String>, Header, description = "The SHA-256 of the file as RFC 9530 has it: `sha-256=:BASE64:`.")),
    request_body(content = FileBytes, content_type = "application/octet-stream", description = "The file.", example = json!("Dear Registrar,\n")),
    responses((status = 200, description = "Kept.", body = CaseDocument)))]
#[put("/v1/documents/{id}/file")]
async fn send_document_file(
    app: Data<App>,
    caller: Caller<can::WriteDocuments>,
    id: Path<DocumentId>,
    _query: Query<NoQuery>,
    precondition: Precondition,
    digest: ContentDigest,
    file: Arriving,
) -> Result<Answer> {
    let (caller, id, contents) = (caller.context(), id.0, app.contents.clone());
    let (asking, condition): (Context, _) = (caller.clone(), precondition.clone());
    app.read(move |connection| files::begin(connection, &asking, id, &condition)).await?;
    let largest = contents.largest();
    let place = contents.clone();
    let incoming = off_the_event_loop(move || place.begin()).await?;
    let incoming = file.into_sink(largest, incoming, IncomingContent::write).await?;
    let (sealed, media) = off_the_event_loop(move || {
        let sealed = incoming.seal()?;
        let media = files::judge(&sealed, &digest)?;
        Ok((Arc::new(sealed), media))
    })
    .await?;
    let document = app
        .write(caller, move |connection, caller| {
            files::keep(connection, caller, (id, &precondition), &contents, (&sealed, media))
        })
        .await?;
    tagged(&document)
}

/// Downloads the file of a document.
///
/// The newest version, or that which is asked for; a part of it where `Range` says so. It is to be
/// saved and not to be shown: no browser runs it. A document without a file answers 404.
#[utoipa::path(tag = "documents",
    params(("id" = DocumentId, Path, description = "The document."), FileWanted),
    responses(
        (status = 200, description = "The file.", content((FileBytes = "application/octet-stream", example = "Dear Registrar,"))),
        (status = 206, description = "A part of the file.", content((FileBytes = "application/octet-stream", example = "Dear"))),
    ))]
#[get("/v1/documents/{id}/file")]
async fn download_document(
    app: Data<App>,
    caller: Caller<can::ReadCases>,
    id: Path<DocumentId>,
    query: Query<FileWanted>,
    seen: IfNoneMatch,
    part: PartWanted,
) -> Result<HttpResponse> {
    let (caller, number, contents) = (caller.context(), query.0.version, app.contents.clone());
    let row = app.read(move |connection| files::version(connection, &caller, id.0, number)).await?;
    off_the_event_loop(move || files::open(&contents, row)).await?.answer(&seen, &part).await
}

/// Lists the versions of a document's file.
///
/// The versions come newest first, each with its SHA-256 and who sent it.
#[utoipa::path(tag = "documents",
    params(("id" = DocumentId, Path, description = "The document."), ListQuery),
    responses((status = 200, description = "A page of versions.", body = DocumentVersionPage)))]
#[get("/v1/documents/{id}/versions")]
async fn list_document_versions(
    app: Data<App>,
    caller: Caller<can::ReadCases>,
    id: Path<DocumentId>,
    list: Paged<ListQuery>,
) -> Result<Answer> {
    app.list(
        caller.context(),
        &list.paging,
        |last: &DocumentVersion| last.number,
        move |connection, caller, page| {
            files::versions(connection, caller, id.0, (page.after, page.fetch), page.count)
        },
    )
    .await
}

/// Takes a document out.
///
/// Until it is given back nobody else sends a file of it; what is said of it can still be changed.
#[utoipa::path(tag = "documents", request_body = CheckOut,
    params(("id" = DocumentId, Path, description = "The document.")),
    responses((status = 200, description = "Out.", body = CaseDocument)))]
#[post("/v1/documents/{id}/check-out")]
async fn check_out_document(
    app: Data<App>,
    caller: Caller<can::WriteDocuments>,
    request: Idempotent<CheckOut>,
    id: Path<DocumentId>,
    _query: Query<NoQuery>,
) -> Result<Answer> {
    request
        .once(
            &app,
            caller.context(),
            move |connection, caller, body, precondition| {
                let document = service::check_out(connection, caller, id.0, precondition, body)?;
                Ok((document.id, tagged(&document)?))
            },
            |connection, caller, document| tagged(&service::find(connection, caller, document)?),
        )
        .await
}

/// Gives a document back.
///
/// Whoever may send files may also give back what somebody else has out, with a reason, which goes
/// on the record.
#[utoipa::path(tag = "documents", request_body = CheckIn,
    params(("id" = DocumentId, Path, description = "The document.")),
    responses((status = 200, description = "Given back.", body = CaseDocument)))]
#[post("/v1/documents/{id}/check-in")]
async fn check_in_document(
    app: Data<App>,
    caller: Caller<can::WriteDocuments>,
    request: Idempotent<CheckIn>,
    id: Path<DocumentId>,
    _query: Query<NoQuery>,
) -> Result<Answer> {
    request
        .once(
            &app,
            caller.context(),
            move |connection, caller, body, precondition| {
                let document = service::check_in(connection, caller, id.0, precondition, body)?;
                Ok((document.id, tagged(&document)?))
            },
            |connection, caller, document| tagged(&service::find(connection, caller, document)?),
        )
        .await
}
