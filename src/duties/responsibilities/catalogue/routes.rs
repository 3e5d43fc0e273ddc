//! The roles and responsibilities that an organisation can use.

use super::api::{
    CaseRoleInput, CaseRolePage, CaseRolePatch, CaseRoleView, ResponsibilityInput, ResponsibilityPage,
    ResponsibilityPatch, ResponsibilityView,
};
use super::service;
use crate::access::permissions::can;
use crate::app::App;
use crate::app::caller::Caller;
use crate::app::idempotency::Idempotent;
use crate::error::Result;
use crate::http::answer::Answer;
use crate::http::etag::IfNoneMatch;
use crate::http::listing::{ListQuery, static_resource};
use crate::http::page::Paged;
use crate::http::path::Path;
use crate::http::query::{NoQuery, Query};
use crate::unparsed::Unparsed;
use crate::version::{Precondition, Version};
use actix_web::web::Data;
use actix_web::{get, patch, post};
use serde::Serialize;
use utoipa_actix_web::service_config::ServiceConfig;

/// The routes of this feature.
pub fn routes(config: &mut ServiceConfig<'_>) {
    config
        .service(list_roles)
        .service(create_role)
        .service(find_role)
        .service(update_role)
        .service(list_responsibilities)
        .service(create_responsibility)
        .service(find_responsibility)
        .service(update_responsibility);
}

/// The answer for a single entry: what was added has a version; what is built in is known by what
/// it says.
fn single(view: &impl Serialize, version: Option<i64>, seen: &IfNoneMatch) -> Result<Answer> {
    match version {
        Some(version) => Ok(seen.unless_seen(Answer::ok(view)?.tagged(Version(version)))),
        None => static_resource(view, seen),
    }
}

/// Lists the roles on a case.
///
/// The list says what a person can be on a case, and the kinds of organisations whose people can be
/// that: the roles that are built in, and those that your organisation added.
#[utoipa::path(tag = "roles", params(ListQuery),
    responses((status = 200, description = "A page of roles.", body = CaseRolePage)))]
#[get("/v1/roles")]
async fn list_roles(
    app: Data<App>,
    caller: Caller<can::ReadReference>,
    list: Paged<ListQuery>,
) -> Result<Answer> {
    let caller = caller.context();
    let (roles, caller) =
        app.read(move |connection| Ok((service::roles(connection, &caller)?, caller))).await?;
    app.list_in_memory(&caller, &list.paging, &roles, |role| &role.code, CaseRoleView::clone)
}

/// Adds a role.
///
/// The role is added to those that your organisation knows. It can be assigned from the moment that
/// a version of the matrix in force knows it.
#[utoipa::path(tag = "roles", request_body = CaseRoleInput,
    responses((status = 201, description = "Added.", body = CaseRoleView)))]
#[post("/v1/roles")]
async fn create_role(
    app: Data<App>,
    caller: Caller<can::ManageRoles>,
    request: Idempotent<CaseRoleInput>,
    _query: Query<NoQuery>,
) -> Result<Answer> {
    request
        .once(
            &app,
            caller.context(),
            |connection, caller, body, _| {
                let role = service::create_role(connection, caller, body)?;
                Ok((role.code.clone(), role_made(&role, Version(1))?))
            },
            |connection, caller, code: String| {
                let role = service::role(connection, caller, &code)?;
                let version = Version(role.version.unwrap_or(1));
                role_made(&role, version)
            },
        )
        .await
}

fn role_made(role: &CaseRoleView, version: Version) -> Result<Answer> {
    Ok(Answer::created(format!("/v1/roles/{}", role.code), role)?.tagged(version))
}

/// Reads a role.
///
/// The answer says what it is called, and the kinds of organisations whose people can hold it.
#[utoipa::path(tag = "roles",
    params(("code" = String, Path, description = "The code of the role.", example = "JCO")),
    responses((status = 200, description = "The role.", body = CaseRoleView)))]
#[get("/v1/roles/{code}")]
async fn find_role(
    app: Data<App>,
    caller: Caller<can::ReadReference>,
    code: Path<String>,
    _query: Query<NoQuery>,
    seen: IfNoneMatch,
) -> Result<Answer> {
    let caller = caller.context();
    let role = app.read(move |connection| service::role(connection, &caller, &code.0)).await?;
    single(&role, role.version, &seen)
}

/// Changes a role.
///
/// A merge patch of one that your organisation added; those that are built in stay as they are.
/// Versions of the matrix that were adopted keep what it was. The `ETag` of the role goes into
/// `If-Match`.
#[utoipa::path(tag = "roles",
    params(("code" = String, Path, description = "The code of the role.", example = "TRA")),
    request_body(content = CaseRolePatch, content_type = "application/merge-patch+json"),
    responses((status = 200, description = "Changed.", body = CaseRoleView)))]
#[patch("/v1/roles/{code}")]
async fn update_role(
    app: Data<App>,
    caller: Caller<can::ManageRoles>,
    body: Unparsed<CaseRolePatch>,
    code: Path<String>,
    _query: Query<NoQuery>,
    precondition: Precondition,
) -> Result<Answer> {
    let caller = caller.context();
    let role = app
        .write(caller, move |connection, caller| {
            service::update_role(connection, caller, &code.0, &precondition, &body)
        })
        .await?;
    Ok(Answer::ok(&role)?.tagged(Version(role.version.unwrap_or_default())))
}

/// Lists the responsibilities.
///
/// The list holds those that are built in and those that your organisation added; for each, as the
/// matrix in force has it, the roles that do it, the one that answers for it, those that are asked
/// and those that are told.
#[utoipa::path(tag = "responsibilities", params(ListQuery),
    responses((status = 200, description = "A page of responsibilities.", body = ResponsibilityPage)))]
#[get("/v1/responsibilities")]
async fn list_responsibilities(
    app: Data<App>,
    caller: Caller<can::ReadReference>,
    list: Paged<ListQuery>,
) -> Result<Answer> {
    let caller = caller.context();
    let (known, caller) =
        app.read(move |connection| Ok((service::responsibilities(connection, &caller)?, caller))).await?;
    app.list_in_memory(&caller, &list.paging, &known, |known| &known.code, ResponsibilityView::clone)
}

/// Adds a responsibility.
///
/// The responsibility is added to those that your organisation knows. It binds nobody until a
/// version of the matrix names it.
#[utoipa::path(tag = "responsibilities", request_body = ResponsibilityInput,
    responses((status = 201, description = "Added.", body = ResponsibilityView)))]
#[post("/v1/responsibilities")]
async fn create_responsibility(
    app: Data<App>,
    caller: Caller<can::ManageRoles>,
    request: Idempotent<ResponsibilityInput>,
    _query: Query<NoQuery>,
) -> Result<Answer> {
    request
        .once(
            &app,
            caller.context(),
            |connection, caller, body, _| {
                let made = service::create_responsibility(connection, caller, body)?;
                Ok((made.code.clone(), responsibility_made(&made)?))
            },
            |connection, caller, code: String| {
                responsibility_made(&service::responsibility(connection, caller, &code)?)
            },
        )
        .await
}

fn responsibility_made(made: &ResponsibilityView) -> Result<Answer> {
    let version = service::version_of(made)?;
    Ok(Answer::created(format!("/v1/responsibilities/{}", made.code), made)?.tagged(version))
}

/// Reads a responsibility.
///
/// The answer includes the shares that the matrix in force gives in it.
#[utoipa::path(tag = "responsibilities",
    params(("code" = String, Path, description = "The code of the responsibility.", example = "R05")),
    responses((status = 200, description = "The responsibility.", body = ResponsibilityView)))]
#[get("/v1/responsibilities/{code}")]
async fn find_responsibility(
    app: Data<App>,
    caller: Caller<can::ReadReference>,
    code: Path<String>,
    _query: Query<NoQuery>,
    seen: IfNoneMatch,
) -> Result<Answer> {
    let caller = caller.context();
    let known = app.read(move |connection| service::responsibility(connection, &caller, &code.0)).await?;
    // The shares are not the responsibility's own: another version of the matrix changes them, and
    // it is another answer.
    static_resource(&known, &seen)
}

/// Changes a responsibility.
///
/// A merge patch of one that your organisation added; those that are built in stay as they are.
/// Versions of the matrix that were adopted keep what it was. The `ETag` of the responsibility goes
/// into `If-Match`.
#[utoipa::path(tag = "responsibilities",
    params(("code" = String, Path, description = "The code of the responsibility.", example = "TRANSLATE")),
    request_body(content = ResponsibilityPatch, content_type = "application/merge-patch+json"),
    responses((status = 200, description = "Changed.", body = ResponsibilityView)))]
#[patch("/v1/responsibilities/{code}")]
async fn update_responsibility(
    app: Data<App>,
    caller: Caller<can::ManageRoles>,
    body: Unparsed<ResponsibilityPatch>,
    code: Path<String>,
    _query: Query<NoQuery>,
    precondition: Precondition,
) -> Result<Answer> {
    let caller = caller.context();
    let known = app
        .write(caller, move |connection, caller| {
            service::update_responsibility(connection, caller, &code.0, &precondition, &body)
        })
        .await?;
    let version = service::version_of(&known)?;
    Ok(Answer::ok(&known)?.tagged(version))
}
