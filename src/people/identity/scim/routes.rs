//! `/v1/scim/v2`: users, and what the service says of itself to directories.

use super::api::{
    LIST, ListProvisioned, ProvisionedUser, ProvisionedUsers, UserOperations, UserToProvision, location,
};
use super::catalog::{self, MOST, ResourceTypes, ScimSchemas, ServiceProviderConfig};
use super::{filter, service};
use crate::access::context::Context;
use crate::access::permissions::can;
use crate::app::App;
use crate::app::caller::Caller;
use crate::db::Connection;
use crate::error::Result;
use crate::http::answer::{Answer, Media};
use crate::http::body::SCIM_JSON;
use crate::http::etag::IfNoneMatch;
use crate::http::path::Path;
use crate::http::query::{NoQuery, Query};
use crate::ids::UserId;
use crate::people::identity::store::UserRow;
use crate::unparsed::Unparsed;
use crate::version::{Precondition, Version};
use actix_web::web::Data;
use actix_web::{delete, get, patch, post, put};
use serde_json::Value;
use utoipa_actix_web::service_config::ServiceConfig;

/// The routes of this feature.
pub fn routes(config: &mut ServiceConfig<'_>) {
    config
        .service(list_provisioned_users)
        .service(create_provisioned_user)
        .service(find_provisioned_user)
        .service(replace_provisioned_user)
        .service(update_provisioned_user)
        .service(delete_provisioned_user)
        .service(find_provisioning_config)
        .service(list_provisioning_resource_types)
        .service(list_provisioning_schemas);
}

/// The number of users in an answer if nobody says.
const USUAL: i64 = 50;

/// The same answer, under the media type of SCIM.
fn scim(answer: Answer) -> Answer {
    Answer { media: Media { kind: SCIM_JSON, file: None }, ..answer }
}

fn shown(row: UserRow) -> Result<Answer> {
    let version = Version(row.version);
    Ok(scim(Answer::ok(&ProvisionedUser::from_row(row))?.tagged(version)))
}

/// A change of a user, as the service makes it.
type UserChange = fn(&mut Connection, &Context, UserId, &Precondition, &Unparsed<Value>) -> Result<UserRow>;

async fn change(
    app: &App,
    caller: Context,
    id: UserId,
    precondition: Precondition,
    body: Unparsed<Value>,
    change: UserChange,
) -> Result<Answer> {
    let row =
        app.write(caller, move |connection, caller| change(connection, caller, id, &precondition, &body));
    let row = row.await?;
    app.principals.forget();
    shown(row)
}

/// Lists users for a directory.
///
/// The list holds the people of the caller's organisation by user name, those who are deactivated
/// too; service accounts are not among them. The last page is the one with which `startIndex` and
/// `itemsPerPage` reach `totalResults`.
#[utoipa::path(tag = "provisioning", params(ListProvisioned),
    responses((status = 200, description = "Users.", body = ProvisionedUsers, content_type = "application/scim+json")))]
#[get("/v1/scim/v2/Users")]
async fn list_provisioned_users(
    app: Data<App>,
    caller: Caller<can::ProvisionUsers>,
    query: Query<ListProvisioned>,
) -> Result<Answer> {
    let Query(asked) = query;
    let terms = asked.filter.as_deref().map(filter::parse).transpose()?.unwrap_or_default();
    let start_index = asked.start_index.unwrap_or(1).max(1);
    let limit = asked.count.unwrap_or(USUAL).clamp(0, MOST);
    let (user, caller, skip) = (caller.user.id, caller.context(), start_index.saturating_sub(1));
    let (resources, total_results) = app
        .read_dear(user, move |connection| service::list(connection, &caller, &terms, skip, limit))
        .await?;
    let items_per_page = i64::try_from(resources.len()).unwrap_or(i64::MAX);
    let page = ProvisionedUsers { schemas: [LIST], total_results, start_index, items_per_page, resources };
    Ok(scim(Answer::ok(&page)?))
}

/// Makes a user for a directory.
///
/// The account is made in the caller's organisation, without a password: people in a directory sign
/// in with an identity provider. It is a viewer who is not cleared, unless the extension says
/// otherwise, within what the caller has or their key may give. What else RFC 7643 knows of users
/// is taken and not stored. `application/json` is taken too.
#[utoipa::path(tag = "provisioning",
    request_body(content = UserToProvision, content_type = "application/scim+json"),
    responses((status = 201, description = "Made.", body = ProvisionedUser, content_type = "application/scim+json")))]
#[post("/v1/scim/v2/Users")]
async fn create_provisioned_user(
    app: Data<App>,
    caller: Caller<can::ProvisionUsers>,
    body: Unparsed<Value>,
    _query: Query<NoQuery>,
) -> Result<Answer> {
    let caller = caller.context();
    let row = app.write(caller, move |connection, caller| service::create(connection, caller, &body)).await?;
    let version = Version(row.version);
    Ok(scim(Answer::created(location(row.id), &ProvisionedUser::from_row(row))?.tagged(version)))
}

/// Reads a user for a directory.
///
/// The user is a person of the caller's organisation, also one who is deactivated.
#[utoipa::path(tag = "provisioning",
    params(("id" = UserId, Path, description = "The user.")),
    responses((status = 200, description = "The user.", body = ProvisionedUser, content_type = "application/scim+json")))]
#[get("/v1/scim/v2/Users/{id}")]
async fn find_provisioned_user(
    app: Data<App>,
    caller: Caller<can::ProvisionUsers>,
    id: Path<UserId>,
    _query: Query<NoQuery>,
    seen: IfNoneMatch,
) -> Result<Answer> {
    let caller = caller.context();
    let row = app.read(move |connection| service::find(connection, &caller, id.0)).await?;
    Ok(seen.unless_seen(shown(row)?))
}

/// Replaces a user for a directory.
///
/// What is left out is removed if a user can be without it (`externalId`, `emails`, the office of
/// an extension that is sent) and stays if not (the name to show, the language, `active`, role and
/// clearance). What changes nothing is not recorded. Whoever is deactivated is signed out
/// everywhere. `If-Match` is honoured where it is sent.
#[utoipa::path(tag = "provisioning",
    params(("id" = UserId, Path, description = "The user.")),
    request_body(content = UserToProvision, content_type = "application/scim+json"),
    responses((status = 200, description = "Replaced.", body = ProvisionedUser, content_type = "application/scim+json")))]
#[put("/v1/scim/v2/Users/{id}")]
async fn replace_provisioned_user(
    app: Data<App>,
    caller: Caller<can::ProvisionUsers>,
    body: Unparsed<Value>,
    id: Path<UserId>,
    _query: Query<NoQuery>,
    precondition: Precondition,
) -> Result<Answer> {
    change(&app, caller.context(), id.0, precondition, body, service::replace).await
}

/// Changes a user for a directory.
///
/// The operations (RFC 7644, 3.5.2) are carried out on the user as it is shown, in their order, all
/// or none; the outcome is judged as a whole. Whoever is deactivated is signed out everywhere.
/// `If-Match` is honoured where it is sent.
#[utoipa::path(tag = "provisioning",
    params(("id" = UserId, Path, description = "The user.")),
    request_body(content = UserOperations, content_type = "application/scim+json"),
    responses((status = 200, description = "Changed.", body = ProvisionedUser, content_type = "application/scim+json")))]
#[patch("/v1/scim/v2/Users/{id}")]
async fn update_provisioned_user(
    app: Data<App>,
    caller: Caller<can::ProvisionUsers>,
    body: Unparsed<Value>,
    id: Path<UserId>,
    _query: Query<NoQuery>,
    precondition: Precondition,
) -> Result<Answer> {
    change(&app, caller.context(), id.0, precondition, body, service::update).await
}

/// Deactivates a user for a directory.
///
/// The user is signed out everywhere and stays, for the record: `active` is false, lists show it,
/// and a directory that makes it again finds it and sets `active`. A second time changes nothing.
/// `If-Match` is honoured where it is sent.
#[utoipa::path(tag = "provisioning",
    params(("id" = UserId, Path, description = "The user.")),
    responses((status = 204, description = "Deactivated."),
              (status = 409, description = "Nobody deactivates themselves, or the last who manages accounts.", body = crate::http::problem::Problem<'_>,
               content_type = "application/problem+json")))]
#[delete("/v1/scim/v2/Users/{id}")]
async fn delete_provisioned_user(
    app: Data<App>,
    caller: Caller<can::ProvisionUsers>,
    id: Path<UserId>,
    _query: Query<NoQuery>,
    precondition: Precondition,
) -> Result<Answer> {
    let caller = caller.context();
    app.write(caller, move |connection, caller| service::deactivate(connection, caller, id.0, &precondition))
        .await?;
    app.principals.forget();
    Ok(Answer::no_content())
}

/// Shows which parts of SCIM are supported.
///
/// PATCH, filters and versions are; bulk, sorting and passwords are not (RFC 7643, section 5).
#[utoipa::path(tag = "provisioning",
    responses((status = 200, description = "What is supported.", body = ServiceProviderConfig,
               content_type = "application/scim+json")))]
#[get("/v1/scim/v2/ServiceProviderConfig")]
async fn find_provisioning_config(
    _app: Data<App>,
    caller: Caller<can::ProvisionUsers>,
    _query: Query<NoQuery>,
) -> Result<Answer> {
    caller.require_permission()?;
    Ok(scim(Answer::ok(&catalog::config(caller.language))?))
}

/// Lists the kinds of resources of SCIM.
///
/// There is one: users (RFC 7643, section 6).
#[utoipa::path(tag = "provisioning",
    responses((status = 200, description = "The kinds.", body = ResourceTypes, content_type = "application/scim+json")))]
#[get("/v1/scim/v2/ResourceTypes")]
async fn list_provisioning_resource_types(
    _app: Data<App>,
    caller: Caller<can::ProvisionUsers>,
    _query: Query<NoQuery>,
) -> Result<Answer> {
    caller.require_permission()?;
    Ok(scim(Answer::ok(&catalog::resource_types(caller.language))?))
}

/// Lists the schemas of SCIM.
///
/// The schemas say which fields of users are stored, and what this service adds to them (RFC 7643,
/// section 7).
#[utoipa::path(tag = "provisioning",
    responses((status = 200, description = "The schemas.", body = ScimSchemas, content_type = "application/scim+json")))]
#[get("/v1/scim/v2/Schemas")]
async fn list_provisioning_schemas(
    _app: Data<App>,
    caller: Caller<can::ProvisionUsers>,
    _query: Query<NoQuery>,
) -> Result<Answer> {
    caller.require_permission()?;
    Ok(scim(Answer::ok(&catalog::schemas(caller.language))?))
}
