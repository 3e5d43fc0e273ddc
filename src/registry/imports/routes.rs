//! Imports.

use super::api::{
    Import, ImportEnd, ImportInput, ImportPage, ImportResult, ImportResultPage, ListImportResults,
};
use super::{service, store};
use crate::access::context::Context;
use crate::access::permissions::can;
use crate::app::App;
use crate::app::caller::Caller;
use crate::app::idempotency::Idempotent;
use crate::blocking::off_the_event_loop;
use crate::db::Connection;
use crate::error::Result;
use crate::http::answer::{Answer, FileBytes};
use crate::http::etag::IfNoneMatch;
use crate::http::listing::ListQuery;
use crate::http::page::Paged;
use crate::http::path::Path;
use crate::http::query::{DryRun, NoQuery, Query};
use crate::http::upload::Upload;
use crate::ids::ImportId;
use crate::version::{Precondition, Version};
use actix_web::web::Data;
use actix_web::{get, post, put};
use utoipa_actix_web::service_config::ServiceConfig;

/// The routes of this feature.
pub fn routes(config: &mut ServiceConfig<'_>) {
    config
        .service(list_imports)
        .service(create_import)
        .service(find_import)
        .service(send_import_file)
        .service(cancel_import)
        .service(list_import_results);
}

/// Lists imports.
///
/// The list holds the imports of your organisation, the latest first.
#[utoipa::path(tag = "imports", params(ListQuery),
    responses((status = 200, description = "A page of imports.", body = ImportPage)))]
#[get("/v1/imports")]
async fn list_imports(
    app: Data<App>,
    caller: Caller<can::ImportCases>,
    list: Paged<ListQuery>,
) -> Result<Answer> {
    caller.require_permission()?;
    let place = |last: &Import| last.id;
    app.list(caller.context(), &list.paging, place, move |connection, caller, page| {
        let organization = caller.user.organization_id;
        let count = page.count.then(|| store::count(connection, organization)).transpose()?;
        let rows = store::list(connection, organization, page.after, page.fetch)?;
        Ok((rows.into_iter().map(Into::into).collect(), count))
    })
    .await
}

/// Announces an import.
///
/// The file is sent next, to the address of the import with `/file`. Its lines are then worked off
/// in the background, in your name. With `dry_run=true` they are only looked at: the results say
/// what would become of each, and no case is written.
#[utoipa::path(tag = "imports", request_body = ImportInput, params(DryRun),
    responses((status = 201, description = "Announced.", body = Import)))]
#[post("/v1/imports")]
async fn create_import(
    app: Data<App>,
    caller: Caller<can::ImportCases>,
    request: Idempotent<ImportInput>,
    query: Query<DryRun>,
) -> Result<Answer> {
    let mode = query.0.mode();
    request
        .once(
            &app,
            caller.context(),
            move |connection, caller, body, _| {
                let import = service::create(connection, caller, body, mode)?;
                Ok((import.id, made(&import)?))
            },
            |connection, caller, id| made(&service::find(connection, caller, id)?.into()),
        )
        .await
}

fn made(import: &Import) -> Result<Answer> {
    Ok(Answer::created(format!("/v1/imports/{}", import.id), import)?.tagged(Version(import.version)))
}

/// Reads an import.
///
/// The answer says how far it is, and when it will be done.
#[utoipa::path(tag = "imports", params(("id" = ImportId, Path, description = "The import.")),
    responses((status = 200, description = "The import.", body = Import)))]
#[get("/v1/imports/{id}")]
async fn find_import(
    app: Data<App>,
    caller: Caller<can::ImportCases>,
    id: Path<ImportId>,
    _query: Query<NoQuery>,
    seen: IfNoneMatch,
) -> Result<Answer> {
    let caller = caller.context();
    let row = app.read(move |connection| service::find(connection, &caller, id.0)).await?;
    let import = Import::from(row);
    Ok(seen.unless_seen(Answer::ok(&import)?.tagged(Version(import.version))))
}

/// Sends the file of an import.
///
/// The file has at most 512 MiB. JSON has a case a line, as `ImportedCase` describes it; a table
/// has a case a row, and the import's mapping says which column is what. What cannot be read at all
/// is refused, and the import goes on waiting for its file; a line that is wrong is told in the
/// results. The `ETag` of the import goes into `If-Match`.
#[utoipa::path(tag = "imports", params(("id" = ImportId, Path, description = "The import.")),
    request_body(content = FileBytes, content_type = "application/octet-stream", description = "The file.", example = json!("{\"external_ids\":[{\"system\":\"GCMS\",\"id\":\"A123\"}]}\n")),
    responses((status = 202, description = "Its lines wait.", body = Import)))]
#[put("/v1/imports/{id}/file")]
async fn send_import_file(
    app: Data<App>,
    caller: Caller<can::ImportCases>,
    id: Path<ImportId>,
    _query: Query<NoQuery>,
    precondition: Precondition,
    file: Upload,
) -> Result<Answer> {
    let (caller, db) = (caller.context(), app.db.clone());
    let begin = move |connection: &mut Connection, caller: &Context| {
        service::begin(connection, caller, id.0, &precondition)
    };
    let taken = app.write(caller.clone(), begin).await?;
    let read = taken.clone();
    let staged = off_the_event_loop(move || service::stage(&db, &read, file.0)).await?;
    let import = app
        .write(caller, move |connection, caller| service::queue(connection, caller, &taken, staged))
        .await?;
    Ok(Answer { status: actix_web::http::StatusCode::ACCEPTED, ..Answer::ok(&import)? }
        .tagged(Version(import.version)))
}

/// Ends an import.
///
/// The lines that wait are left out; what was entered before stays.
#[utoipa::path(tag = "imports", params(("id" = ImportId, Path, description = "The import.")),
    request_body = ImportEnd,
    responses((status = 200, description = "Ended.", body = Import)))]
#[post("/v1/imports/{id}/cancel")]
async fn cancel_import(
    app: Data<App>,
    caller: Caller<can::ImportCases>,
    request: Idempotent<ImportEnd>,
    id: Path<ImportId>,
    _query: Query<NoQuery>,
) -> Result<Answer> {
    let shown = |import: &Import| Ok(Answer::ok(import)?.tagged(Version(import.version)));
    request
        .once(
            &app,
            caller.context(),
            move |connection, caller, body, precondition| {
                let import = service::cancel(connection, caller, id.0, precondition, body)?;
                Ok((import.id, shown(&import)?))
            },
            move |connection, caller, id| shown(&service::find(connection, caller, id)?.into()),
        )
        .await
}

/// Lists what became of the lines of an import.
///
/// The lines come in their order in the file.
#[utoipa::path(tag = "imports",
    params(("id" = ImportId, Path, description = "The import."), ListImportResults),
    responses((status = 200, description = "A page of results.", body = ImportResultPage)))]
#[get("/v1/imports/{id}/results")]
async fn list_import_results(
    app: Data<App>,
    caller: Caller<can::ImportCases>,
    id: Path<ImportId>,
    list: Paged<ListImportResults>,
) -> Result<Answer> {
    let status = list.query.status;
    let place = |last: &ImportResult| last.line;
    app.list(caller.context(), &list.paging, place, move |connection, caller, page| {
        let import = service::find(connection, caller, id.0)?;
        service::ones_own(caller, &import)?;
        let import = import.id;
        let count = page.count.then(|| store::count_lines(connection, import, status)).transpose()?;
        let rows = store::lines(connection, (import, status), page.after, page.fetch)?;
        Ok((rows.into_iter().map(Into::into).collect(), count))
    })
    .await
}
