//! Versions of the matrix, their entries, and their adoption.

use super::api::{
    Against, ListMatrices, ListMatrixEntries, MatrixDiff, MatrixEntry, MatrixEntryInput, MatrixEntryPage,
    MatrixEntryPatch, MatrixInput, MatrixPatch, MatrixVersion, MatrixVersionPage,
};
use super::{entries, service};
use crate::access::permissions::can;
use crate::app::App;
use crate::app::caller::Caller;
use crate::app::idempotency::Idempotent;
use crate::error::Result;
use crate::http::answer::Answer;
use crate::http::etag::IfNoneMatch;
use crate::http::listing::static_resource;
use crate::http::page::Paged;
use crate::http::path::Path;
use crate::http::query::{NoQuery, Query};
use crate::ids::{MatrixEntryId, MatrixId};
use crate::unparsed::Unparsed;
use crate::version::{Precondition, Version};
use actix_web::web::Data;
use actix_web::{delete, get, patch, post};
use utoipa_actix_web::service_config::ServiceConfig;

/// The routes of this feature.
pub fn routes(config: &mut ServiceConfig<'_>) {
    config
        .service(list_matrices)
        .service(create_matrix)
        .service(find_matrix)
        .service(update_matrix)
        .service(delete_matrix)
        .service(list_matrix_entries)
        .service(create_matrix_entry)
        .service(find_matrix_entry)
        .service(update_matrix_entry)
        .service(delete_matrix_entry)
        .service(diff_matrix);
}

/// Lists the versions of the matrix.
///
/// The list holds the versions of your organisation, the newest first, and after them the one that
/// is built in, which binds until an organisation adopts its own.
#[utoipa::path(tag = "matrices", params(ListMatrices),
    responses((status = 200, description = "A page of versions.", body = MatrixVersionPage)))]
#[get("/v1/matrices")]
async fn list_matrices(
    app: Data<App>,
    caller: Caller<can::ReadReference>,
    list: Paged<ListMatrices>,
) -> Result<Answer> {
    let Paged { query, paging } = list;
    app.list(
        caller.context(),
        &paging,
        |last: &MatrixVersion| last.number,
        move |connection, caller, page| {
            service::list(connection, caller, &query, page.after, page.fetch, page.count)
        },
    )
    .await
}

/// Drafts a version of the matrix.
///
/// It begins with the entries of the version that `based_on` names, or of the one in force, and
/// binds nobody until it is adopted.
#[utoipa::path(tag = "matrices", request_body = MatrixInput,
    responses((status = 201, description = "Drafted.", body = MatrixVersion)))]
#[post("/v1/matrices")]
async fn create_matrix(
    app: Data<App>,
    caller: Caller<can::ManageMatrices>,
    request: Idempotent<MatrixInput>,
    _query: Query<NoQuery>,
) -> Result<Answer> {
    request
        .once(
            &app,
            caller.context(),
            |connection, caller, body, _| {
                let drafted = service::create(connection, caller, body)?;
                let location = format!("/v1/matrices/{}", drafted.id);
                Ok((drafted.id, Answer::created(location, &drafted)?.tagged(Version(1))))
            },
            |connection, caller, id| {
                let found = service::find(connection, caller, id)?;
                let location = format!("/v1/matrices/{id}");
                Ok(Answer::created(location, &found.shown())?.tagged(found.version()?))
            },
        )
        .await
}

/// Reads a version of the matrix.
///
/// The answer has its status, and from when until when it binds. Its content is its entries.
#[utoipa::path(tag = "matrices",
    params(("id" = MatrixId, Path, description = "The version.")),
    responses((status = 200, description = "The version.", body = MatrixVersion)))]
#[get("/v1/matrices/{id}")]
async fn find_matrix(
    app: Data<App>,
    caller: Caller<can::ReadReference>,
    id: Path<MatrixId>,
    _query: Query<NoQuery>,
    seen: IfNoneMatch,
) -> Result<Answer> {
    let caller = caller.context();
    let found = app.read(move |connection| service::find(connection, &caller, id.0)).await?;
    Ok(seen.unless_seen(Answer::ok(&found.shown())?.tagged(found.version()?)))
}

/// Changes the title of a draft.
///
/// A merge patch. A version that was adopted stays as it is: draft another one from it. The `ETag`
/// of the version goes into `If-Match`.
#[utoipa::path(tag = "matrices",
    params(("id" = MatrixId, Path, description = "The version.")),
    request_body(content = MatrixPatch, content_type = "application/merge-patch+json"),
    responses((status = 200, description = "Changed.", body = MatrixVersion)))]
#[patch("/v1/matrices/{id}")]
async fn update_matrix(
    app: Data<App>,
    caller: Caller<can::ManageMatrices>,
    body: Unparsed<MatrixPatch>,
    id: Path<MatrixId>,
    _query: Query<NoQuery>,
    precondition: Precondition,
) -> Result<Answer> {
    let caller = caller.context();
    let changed = app
        .write(caller, move |connection, caller| {
            service::update(connection, caller, id.0, &precondition, &body)
        })
        .await?;
    let version = Version(changed.version.unwrap_or_default());
    Ok(Answer::ok(&changed)?.tagged(version))
}

/// Removes a draft.
///
/// The answer includes its entries. The `ETag` of the version goes into `If-Match`.
#[utoipa::path(tag = "matrices",
    params(("id" = MatrixId, Path, description = "The version.")),
    responses((status = 204, description = "Removed."), (status = 409, description = "It is no draft.", body = crate::http::problem::Problem, content_type = "application/problem+json")))]
#[delete("/v1/matrices/{id}")]
async fn delete_matrix(
    app: Data<App>,
    caller: Caller<can::ManageMatrices>,
    id: Path<MatrixId>,
    _query: Query<NoQuery>,
    precondition: Precondition,
) -> Result<Answer> {
    let caller = caller.context();
    app.write(caller, move |connection, caller| service::delete(connection, caller, id.0, &precondition))
        .await?;
    Ok(Answer::no_content())
}

/// Lists the entries of a version.
///
/// The entries come by responsibility and role: who has which share in what.
#[utoipa::path(tag = "matrices",
    params(("id" = MatrixId, Path, description = "The version."), ListMatrixEntries),
    responses((status = 200, description = "A page of entries.", body = MatrixEntryPage)))]
#[get("/v1/matrices/{id}/entries")]
async fn list_matrix_entries(
    app: Data<App>,
    caller: Caller<can::ReadReference>,
    id: Path<MatrixId>,
    list: Paged<ListMatrixEntries>,
) -> Result<Answer> {
    let Paged { query, paging } = list;
    // A cursor that is not ours is refused before anything is said of the version.
    let _: Option<String> = paging.after(&app.cursors, caller.user.id)?;
    let caller = caller.context();
    let (found, caller) =
        app.read(move |connection| Ok((entries::list(connection, &caller, id.0, &query)?, caller))).await?;
    let keyed: Vec<_> =
        found.into_iter().map(|entry| (format!("{} {}", entry.responsibility, entry.role), entry)).collect();
    app.list_in_memory(&caller, &paging, &keyed, |(key, _)| key, |(_, entry)| entry.clone())
}

/// Adds an entry to a draft.
///
/// A role has one share in a responsibility.
#[utoipa::path(tag = "matrices", request_body = MatrixEntryInput,
    params(("id" = MatrixId, Path, description = "The version.")),
    responses((status = 201, description = "Added.", body = MatrixEntry)))]
#[post("/v1/matrices/{id}/entries")]
async fn create_matrix_entry(
    app: Data<App>,
    caller: Caller<can::ManageMatrices>,
    request: Idempotent<MatrixEntryInput>,
    id: Path<MatrixId>,
    _query: Query<NoQuery>,
) -> Result<Answer> {
    request
        .once(
            &app,
            caller.context(),
            move |connection, caller, body, _| {
                let entry = entries::create(connection, caller, id.0, body)?;
                Ok((entry.id, entry_made(id.0, &entry)?))
            },
            move |connection, caller, entry| {
                entry_made(id.0, &entries::read(connection, caller, id.0, entry)?)
            },
        )
        .await
}

fn entry_made(matrix: MatrixId, entry: &MatrixEntry) -> Result<Answer> {
    let location = format!("/v1/matrices/{matrix}/entries/{}", entry.id);
    Ok(Answer::created(location, entry)?.tagged(Version(entry.version)))
}

/// Reads an entry.
///
/// The share of a role in a responsibility.
#[utoipa::path(tag = "matrices",
    params(("id" = MatrixId, Path, description = "The version."), ("entry_id" = MatrixEntryId, Path, description = "The entry.")),
    responses((status = 200, description = "The entry.", body = MatrixEntry)))]
#[get("/v1/matrices/{id}/entries/{entry_id}")]
async fn find_matrix_entry(
    app: Data<App>,
    caller: Caller<can::ReadReference>,
    path: Path<(MatrixId, MatrixEntryId)>,
    _query: Query<NoQuery>,
    seen: IfNoneMatch,
) -> Result<Answer> {
    let (caller, Path((matrix, id))) = (caller.context(), path);
    let entry = app.read(move |connection| entries::read(connection, &caller, matrix, id)).await?;
    let version = Version(entry.version);
    Ok(seen.unless_seen(Answer::ok(&entry)?.tagged(version)))
}

/// Changes an entry of a draft.
///
/// A merge patch of its share. The `ETag` of the entry goes into `If-Match`.
#[utoipa::path(tag = "matrices",
    params(("id" = MatrixId, Path, description = "The version."), ("entry_id" = MatrixEntryId, Path, description = "The entry.")),
    request_body(content = MatrixEntryPatch, content_type = "application/merge-patch+json"),
    responses((status = 200, description = "Changed.", body = MatrixEntry)))]
#[patch("/v1/matrices/{id}/entries/{entry_id}")]
async fn update_matrix_entry(
    app: Data<App>,
    caller: Caller<can::ManageMatrices>,
    body: Unparsed<MatrixEntryPatch>,
    path: Path<(MatrixId, MatrixEntryId)>,
    _query: Query<NoQuery>,
    precondition: Precondition,
) -> Result<Answer> {
    let (caller, Path((matrix, id))) = (caller.context(), path);
    let entry = app
        .write(caller, move |connection, caller| {
            entries::update(connection, caller, matrix, id, &precondition, &body)
        })
        .await?;
    Ok(Answer::ok(&entry)?.tagged(Version(entry.version)))
}

/// Removes an entry of a draft.
///
/// The role then has no share in the responsibility; a responsibility in which nobody has one is
/// not part of the version. The `ETag` of the entry goes into `If-Match`.
#[utoipa::path(tag = "matrices",
    params(("id" = MatrixId, Path, description = "The version."), ("entry_id" = MatrixEntryId, Path, description = "The entry.")),
    responses((status = 204, description = "Removed."), (status = 409, description = "It is no draft.", body = crate::http::problem::Problem, content_type = "application/problem+json")))]
#[delete("/v1/matrices/{id}/entries/{entry_id}")]
async fn delete_matrix_entry(
    app: Data<App>,
    caller: Caller<can::ManageMatrices>,
    path: Path<(MatrixId, MatrixEntryId)>,
    _query: Query<NoQuery>,
    precondition: Precondition,
) -> Result<Answer> {
    let (caller, Path((matrix, id))) = (caller.context(), path);
    app.write(caller, move |connection, caller| {
        entries::delete(connection, caller, matrix, id, &precondition)
    })
    .await?;
    Ok(Answer::no_content())
}

/// Compares two versions of the matrix.
///
/// The answer has the shares that are new, gone or different in this version, and the roles and
/// responsibilities that came or went.
#[utoipa::path(tag = "matrices",
    params(("id" = MatrixId, Path, description = "The version."), Against),
    responses((status = 200, description = "What this version says otherwise.", body = MatrixDiff)))]
#[get("/v1/matrices/{id}/diff")]
async fn diff_matrix(
    app: Data<App>,
    caller: Caller<can::ReadReference>,
    id: Path<MatrixId>,
    query: Query<Against>,
    seen: IfNoneMatch,
) -> Result<Answer> {
    let caller = caller.context();
    let diff = app.read(move |connection| service::diff(connection, &caller, id.0, query.0.against)).await?;
    static_resource(&diff, &seen)
}
