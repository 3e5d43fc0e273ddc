//! `/v1/scim/v2`: users, and what the service says of itself to directories.

use super::api::{LIST, ProvisionedUser, UserOperations, UserToProvision};
use super::catalog::{
    self, MOST, ResourceType, ResourceTypes, ScimSchema, ScimSchemas, ServiceProviderConfig,
};
use super::described;
use super::filter::Filter;
use super::listing_api::{ListProvisioned, ProvisionedFields, ProvisionedUsers, UserSearch};
use super::service::{self, UsersAsked};
use super::shown::ShownFields;
use crate::access::context::Context;
use crate::access::permissions::can;
use crate::app::App;
use crate::app::caller::Caller;
use crate::db::Connection;
use crate::error::{Error, Result};
use crate::http::answer::{Answer, Media};
use crate::http::etag::IfNoneMatch;
use crate::http::listing::static_resource;
use crate::http::path::Path;
use crate::http::query::{NoQuery, Query};
use crate::http::scim::SCIM_JSON;
use crate::ids::UserId;
use crate::people::identity::store::UserRow;
use crate::unparsed::Unparsed;
use crate::version::{Precondition, Version};
use actix_web::http::StatusCode;
use actix_web::web::Data;
use actix_web::{HttpRequest, delete, get, patch, post, put};
use serde_json::Value;
use utoipa_actix_web::service_config::ServiceConfig;

/// The routes of this feature.
pub fn routes(config: &mut ServiceConfig<'_>) {
    config
        .service(list_provisioned_users)
        .service(search_provisioned_users)
        .service(search_provisioned)
        .service(create_provisioned_user)
        .service(find_provisioned_user)
        .service(replace_provisioned_user)
        .service(update_provisioned_user)
        .service(delete_provisioned_user)
        .service(find_provisioning_config)
        .service(list_provisioning_resource_types)
        .service(find_provisioning_resourcetype)
        .service(list_provisioning_schemas)
        .service(find_provisioning_schema);
}

/// The number of users in an answer if nobody says.
const USUAL: i64 = 50;

/// The same answer, under the media type of SCIM.
fn scim(answer: Answer) -> Answer {
    Answer { media: Media { kind: SCIM_JSON, file: None }, ..answer }
}

impl ProvisionedFields {
    fn asked(&self) -> ShownFields {
        ShownFields::asked(self.attributes.as_deref(), self.excluded_attributes.as_deref())
    }
}

/// A user with the fields that were asked for, and their address.
fn shown(base: &str, row: UserRow, fields: &ShownFields) -> Result<(Answer, String)> {
    let version = Version(row.version);
    let user = ProvisionedUser::from_row(base, row)?;
    Ok((scim(Answer::ok(&fields.of(&user)?)?.tagged(version)), user.meta.location))
}

/// A change of a user, as the service makes it.
type UserChange = fn(&mut Connection, &Context, UserId, &Precondition, &Unparsed<Value>) -> Result<UserRow>;

/// A user whom somebody asks to change.
struct ChangeAsked {
    caller: Context,
    id: UserId,
    precondition: Precondition,
    body: Unparsed<Value>,
    fields: ShownFields,
    base: String,
}

async fn change(app: &App, asked: ChangeAsked, change: UserChange) -> Result<Answer> {
    let ChangeAsked { caller, id, precondition, body, fields, base } = asked;
    let row =
        app.write(caller, move |connection, caller| change(connection, caller, id, &precondition, &body));
    let row = row.await?;
    app.principals.forget();
    shown(&base, row, &fields).map(|(answer, _)| answer)
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
    request: HttpRequest,
) -> Result<Answer> {
    let (user, caller) = (caller.user.id, caller.context());
    listed(&app, app.base_url(&request), user, caller, &query.0).await
}

/// Searches users for a directory.
///
/// The list is that of `GET /v1/scim/v2/Users`, with what is asked in the body: user names stay out
/// of the logs of whoever stands between (RFC 7644, 3.4.3).
#[utoipa::path(tag = "provisioning",
    request_body(content = UserSearch, content_type = "application/scim+json"),
    responses((status = 200, description = "Users.", body = ProvisionedUsers, content_type = "application/scim+json")))]
#[post("/v1/scim/v2/Users/.search")]
async fn search_provisioned_users(
    app: Data<App>,
    caller: Caller<can::ProvisionUsers>,
    body: Unparsed<UserSearch>,
    _query: Query<NoQuery>,
    request: HttpRequest,
) -> Result<Answer> {
    caller.require_permission()?;
    let (user, caller) = (caller.user.id, caller.context());
    listed(&app, app.base_url(&request), user, caller, &body.parse()?.as_query()).await
}

/// Searches resources of every kind for a directory.
///
/// There is one kind: this is `POST /v1/scim/v2/Users/.search`.
#[utoipa::path(tag = "provisioning",
    request_body(content = UserSearch, content_type = "application/scim+json"),
    responses((status = 200, description = "Users.", body = ProvisionedUsers, content_type = "application/scim+json")))]
#[post("/v1/scim/v2/.search")]
async fn search_provisioned(
    app: Data<App>,
    caller: Caller<can::ProvisionUsers>,
    body: Unparsed<UserSearch>,
    _query: Query<NoQuery>,
    request: HttpRequest,
) -> Result<Answer> {
    caller.require_permission()?;
    let (user, caller) = (caller.user.id, caller.context());
    listed(&app, app.base_url(&request), user, caller, &body.parse()?.as_query()).await
}

async fn listed(
    app: &App,
    base: String,
    user: UserId,
    caller: Context,
    asked: &ListProvisioned,
) -> Result<Answer> {
    let start_index = asked.start_index.unwrap_or(1).max(1);
    let wanted = UsersAsked {
        filter: asked.filter.as_deref().map(Filter::of_users).transpose()?,
        skip: start_index.saturating_sub(1),
        limit: asked.count.unwrap_or(USUAL).clamp(0, MOST),
        fields: ShownFields::asked(asked.attributes.as_deref(), asked.excluded_attributes.as_deref()),
        base,
    };
    let (resources, total_results) =
        app.read_dear(user, move |connection| service::list(connection, &caller, &wanted)).await?;
    let items_per_page = i64::try_from(resources.len()).unwrap_or(i64::MAX);
    let page = ProvisionedUsers { schemas: [LIST], total_results, start_index, items_per_page, resources };
    Ok(scim(Answer::ok(&page)?))
}

/// Makes a user for a directory.
///
/// The account is made in the caller's organisation, without a password: people in a directory sign
/// in with an identity provider. It is a viewer who is not cleared, unless the extension says
/// otherwise, within what the caller has or their key may give. What else RFC 7643 knows of users
/// is kept as it is sent, and given back; a password is passed over. A user whom the directory has
/// deleted comes back, with what they did before; one whose `externalId` is another is somebody
/// else. `application/json` is taken too.
#[utoipa::path(tag = "provisioning", params(ProvisionedFields),
    request_body(content = UserToProvision, content_type = "application/scim+json"),
    responses((status = 201, description = "Made.", body = ProvisionedUser, content_type = "application/scim+json")))]
#[post("/v1/scim/v2/Users")]
async fn create_provisioned_user(
    app: Data<App>,
    caller: Caller<can::ProvisionUsers>,
    body: Unparsed<Value>,
    query: Query<ProvisionedFields>,
    request: HttpRequest,
) -> Result<Answer> {
    let caller = caller.context();
    let row = app.write(caller, move |connection, caller| service::create(connection, caller, &body)).await?;
    app.principals.forget();
    let (answer, location) = shown(&app.base_url(&request), row, &query.0.asked())?;
    Ok(Answer { status: StatusCode::CREATED, location: Some(location), ..answer })
}

/// Reads a user for a directory.
///
/// The user is a person of the caller's organisation, also one who is deactivated.
#[utoipa::path(tag = "provisioning",
    params(("id" = UserId, Path, description = "The user."), ProvisionedFields),
    responses((status = 200, description = "The user.", body = ProvisionedUser, content_type = "application/scim+json")))]
#[get("/v1/scim/v2/Users/{id}")]
async fn find_provisioned_user(
    app: Data<App>,
    caller: Caller<can::ProvisionUsers>,
    id: Path<UserId>,
    query: Query<ProvisionedFields>,
    request: HttpRequest,
    seen: IfNoneMatch,
) -> Result<Answer> {
    let caller = caller.context();
    let row = app.read(move |connection| service::find(connection, &caller, id.0)).await?;
    let (answer, _) = shown(&app.base_url(&request), row, &query.0.asked())?;
    Ok(seen.unless_seen(answer))
}

/// Replaces a user for a directory.
///
/// What is left out is removed if a user can be without it (also the office of an extension that is
/// sent) and stays if not (the language of the account, `active`, role and clearance). What changes
/// nothing is not recorded. Whoever is deactivated is signed out everywhere. `If-Match` is honoured
/// where it is sent.
#[utoipa::path(tag = "provisioning",
    params(("id" = UserId, Path, description = "The user."), ProvisionedFields),
    request_body(content = UserToProvision, content_type = "application/scim+json"),
    responses((status = 200, description = "Replaced.", body = ProvisionedUser, content_type = "application/scim+json")))]
#[put("/v1/scim/v2/Users/{id}")]
async fn replace_provisioned_user(
    app: Data<App>,
    caller: Caller<can::ProvisionUsers>,
    body: Unparsed<Value>,
    id: Path<UserId>,
    query: Query<ProvisionedFields>,
    precondition: Precondition,
    request: HttpRequest,
) -> Result<Answer> {
    let (caller, fields, base) = (caller.context(), query.0.asked(), app.base_url(&request));
    let asked = ChangeAsked { caller, id: id.0, precondition, body, fields, base };
    change(&app, asked, service::replace).await
}

/// Changes a user for a directory.
///
/// The operations (RFC 7644, 3.5.2) are carried out on the user as it is shown, in their order, all
/// or none; the outcome is judged as a whole. Whoever is deactivated is signed out everywhere.
/// `If-Match` is honoured where it is sent.
#[utoipa::path(tag = "provisioning",
    params(("id" = UserId, Path, description = "The user."), ProvisionedFields),
    request_body(content = UserOperations, content_type = "application/scim+json"),
    responses((status = 200, description = "Changed.", body = ProvisionedUser, content_type = "application/scim+json")))]
#[patch("/v1/scim/v2/Users/{id}")]
async fn update_provisioned_user(
    app: Data<App>,
    caller: Caller<can::ProvisionUsers>,
    body: Unparsed<Value>,
    id: Path<UserId>,
    query: Query<ProvisionedFields>,
    precondition: Precondition,
    request: HttpRequest,
) -> Result<Answer> {
    let (caller, fields, base) = (caller.context(), query.0.asked(), app.base_url(&request));
    let asked = ChangeAsked { caller, id: id.0, precondition, body, fields, base };
    change(&app, asked, service::update).await
}

/// Deletes a user for a directory.
///
/// For the directory the user is gone, and their user name is free. The account stays for the
/// record, deactivated and signed out everywhere, and comes back where the directory makes the user
/// again. `If-Match` is honoured where it is sent.
#[utoipa::path(tag = "provisioning",
    params(("id" = UserId, Path, description = "The user.")),
    responses((status = 204, description = "Deleted."),
              (status = 409, description = "Nobody deletes themselves, or the last who manages accounts.", body = crate::http::scim::ScimError,
               content_type = "application/scim+json")))]
#[delete("/v1/scim/v2/Users/{id}")]
async fn delete_provisioned_user(
    app: Data<App>,
    caller: Caller<can::ProvisionUsers>,
    id: Path<UserId>,
    _query: Query<NoQuery>,
    precondition: Precondition,
) -> Result<Answer> {
    let caller = caller.context();
    app.write(caller, move |connection, caller| service::remove(connection, caller, id.0, &precondition))
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
    app: Data<App>,
    caller: Caller<can::ProvisionUsers>,
    _query: Query<NoQuery>,
    request: HttpRequest,
) -> Result<Answer> {
    caller.require_permission()?;
    Ok(scim(Answer::ok(&catalog::config(&app.base_url(&request), caller.language))?))
}

/// Lists the kinds of resources of SCIM.
///
/// There is one: users (RFC 7643, section 6).
#[utoipa::path(tag = "provisioning",
    responses((status = 200, description = "The kinds.", body = ResourceTypes, content_type = "application/scim+json")))]
#[get("/v1/scim/v2/ResourceTypes")]
async fn list_provisioning_resource_types(
    app: Data<App>,
    caller: Caller<can::ProvisionUsers>,
    _query: Query<NoQuery>,
    request: HttpRequest,
) -> Result<Answer> {
    caller.require_permission()?;
    Ok(scim(Answer::ok(&catalog::resource_types(&app.base_url(&request), caller.language))?))
}

/// Reads a kind of resource of SCIM.
///
/// There is one: `User` (RFC 7643, section 6).
#[utoipa::path(tag = "provisioning",
    params(("name" = String, Path, description = "`User`.", example = "User")),
    responses((status = 200, description = "The kind.", body = ResourceType, content_type = "application/scim+json")))]
#[get("/v1/scim/v2/ResourceTypes/{name}")]
async fn find_provisioning_resourcetype(
    app: Data<App>,
    caller: Caller<can::ProvisionUsers>,
    name: Path<String>,
    _query: Query<NoQuery>,
    request: HttpRequest,
    seen: IfNoneMatch,
) -> Result<Answer> {
    caller.require_permission()?;
    let kinds = catalog::resource_types(&app.base_url(&request), caller.language);
    let kind = kinds.resources.iter().find(|kind| kind.id == name.0).ok_or_else(Error::not_found)?;
    Ok(scim(static_resource(kind, &seen)?))
}

/// Lists the schemas of SCIM.
///
/// The schemas say which fields of users are stored, and what this service adds to them (RFC 7643,
/// section 7).
#[utoipa::path(tag = "provisioning",
    responses((status = 200, description = "The schemas.", body = ScimSchemas, content_type = "application/scim+json")))]
#[get("/v1/scim/v2/Schemas")]
async fn list_provisioning_schemas(
    app: Data<App>,
    caller: Caller<can::ProvisionUsers>,
    _query: Query<NoQuery>,
    request: HttpRequest,
) -> Result<Answer> {
    caller.require_permission()?;
    Ok(scim(Answer::ok(&described::schemas(&app.base_url(&request), caller.language))?))
}

/// Reads a schema of SCIM.
///
/// It is one of those that the list holds.
#[utoipa::path(tag = "provisioning",
    params(("name" = String, Path, description = "The URN of the schema.", example = "urn:greffe:scim:schemas:extension:2.0:User")),
    responses((status = 200, description = "The schema.", body = ScimSchema, content_type = "application/scim+json")))]
#[get("/v1/scim/v2/Schemas/{name}")]
async fn find_provisioning_schema(
    app: Data<App>,
    caller: Caller<can::ProvisionUsers>,
    name: Path<String>,
    _query: Query<NoQuery>,
    request: HttpRequest,
    seen: IfNoneMatch,
) -> Result<Answer> {
    caller.require_permission()?;
    let schemas = described::schemas(&app.base_url(&request), caller.language);
    let schema = schemas.resources.iter().find(|schema| schema.id == name.0).ok_or_else(Error::not_found)?;
    Ok(scim(static_resource(schema, &seen)?))
}
