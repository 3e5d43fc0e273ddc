//! Service accounts and their keys.

use super::api::{
    CreatedServiceKey, ServiceAccount, ServiceAccountInput, ServiceAccountPage, ServiceAccountPatch,
    ServiceKey, ServiceKeyInput, ServiceKeyPage,
};
use super::{service, store};
use crate::access::permissions::can;
use crate::app::App;
use crate::app::caller::Caller;
use crate::app::idempotency::Idempotent;
use crate::error::Result;
use crate::http::answer::Answer;
use crate::http::etag::IfNoneMatch;
use crate::http::listing::ListQuery;
use crate::http::page::Paged;
use crate::http::path::Path;
use crate::http::query::{NoQuery, Query};
use crate::ids::{ServiceKeyId, UserId};
use crate::unparsed::Unparsed;
use crate::version::{Precondition, Version};
use actix_web::web::Data;
use actix_web::{delete, get, patch, post};
use utoipa_actix_web::service_config::ServiceConfig;

/// The routes of this feature.
pub fn routes(config: &mut ServiceConfig<'_>) {
    config
        .service(list_service_accounts)
        .service(create_service_account)
        .service(find_service_account)
        .service(update_service_account)
        .service(list_service_account_keys)
        .service(create_service_account_key)
        .service(find_service_account_key)
        .service(delete_service_account_key);
}

/// Lists the service accounts.
///
/// The list holds the service accounts of your organisation, in the order in which they were made.
#[utoipa::path(tag = "service-accounts", params(ListQuery),
    responses((status = 200, description = "A page of service accounts.", body = ServiceAccountPage)))]
#[get("/v1/service-accounts")]
async fn list_service_accounts(
    app: Data<App>,
    caller: Caller<can::ManageServiceAccounts>,
    list: Paged<ListQuery>,
) -> Result<Answer> {
    caller.require_permission()?;
    app.list(
        caller.context(),
        &list.paging,
        |last: &ServiceAccount| last.id,
        move |connection, caller, page| {
            let organization = caller.user.organization_id;
            let count = page.count.then(|| store::count(connection, organization)).transpose()?;
            let rows = store::list(connection, organization, page.after, page.fetch)?;
            Ok((rows.into_iter().map(ServiceAccount::from_row).collect(), count))
        },
    )
    .await
}

/// Creates a service account.
///
/// The account is made in your organisation. It can do nothing until it has a key.
#[utoipa::path(tag = "service-accounts", request_body = ServiceAccountInput,
    responses((status = 201, description = "Made.", body = ServiceAccount)))]
#[post("/v1/service-accounts")]
async fn create_service_account(
    app: Data<App>,
    caller: Caller<can::ManageServiceAccounts>,
    request: Idempotent<ServiceAccountInput>,
    _query: Query<NoQuery>,
) -> Result<Answer> {
    request
        .once(
            &app,
            caller.context(),
            |connection, caller, body, _| {
                let made = service::create(connection, caller, body)?;
                Ok((made.id, account_made(&made)?))
            },
            |connection, caller, id| account_made(&service::find(connection, caller, id)?),
        )
        .await
}

fn account_made(made: &ServiceAccount) -> Result<Answer> {
    Ok(Answer::created(format!("/v1/service-accounts/{}", made.id), made)?.tagged(Version(made.version)))
}

/// Reads a service account.
///
/// The service account is one of your organisation.
#[utoipa::path(tag = "service-accounts",
    params(("id" = UserId, Path, description = "The service account.")),
    responses((status = 200, description = "The service account.", body = ServiceAccount)))]
#[get("/v1/service-accounts/{id}")]
async fn find_service_account(
    app: Data<App>,
    caller: Caller<can::ManageServiceAccounts>,
    id: Path<UserId>,
    _query: Query<NoQuery>,
    seen: IfNoneMatch,
) -> Result<Answer> {
    let caller = caller.context();
    let account = app.read(move |connection| service::find(connection, &caller, id.0)).await?;
    let version = Version(account.version);
    Ok(seen.unless_seen(Answer::ok(&account)?.tagged(version)))
}

/// Changes a service account.
///
/// A merge patch. `{"active": false}` deactivates: the next request with any of its keys fails.
#[utoipa::path(tag = "service-accounts",
    params(("id" = UserId, Path, description = "The service account.")),
    request_body(content = ServiceAccountPatch, content_type = "application/merge-patch+json"),
    responses((status = 200, description = "Changed.", body = ServiceAccount)))]
#[patch("/v1/service-accounts/{id}")]
async fn update_service_account(
    app: Data<App>,
    caller: Caller<can::ManageServiceAccounts>,
    body: Unparsed<ServiceAccountPatch>,
    id: Path<UserId>,
    _query: Query<NoQuery>,
    precondition: Precondition,
) -> Result<Answer> {
    let caller = caller.context();
    let changed = app
        .write(caller, move |connection, caller| {
            service::update(connection, caller, id.0, &precondition, &body)
        })
        .await?;
    app.principals.forget();
    Ok(Answer::ok(&changed)?.tagged(Version(changed.version)))
}

/// Lists the keys of a service account.
///
/// The keys come newest first, with those that have expired or were revoked. The keys themselves
/// are not shown.
#[utoipa::path(tag = "service-accounts",
    params(("id" = UserId, Path, description = "The service account."), ListQuery),
    responses((status = 200, description = "A page of keys.", body = ServiceKeyPage)))]
#[get("/v1/service-accounts/{id}/keys")]
async fn list_service_account_keys(
    app: Data<App>,
    caller: Caller<can::ManageServiceAccounts>,
    id: Path<UserId>,
    list: Paged<ListQuery>,
) -> Result<Answer> {
    app.list(
        caller.context(),
        &list.paging,
        |last: &ServiceKey| last.id,
        move |connection, caller, page| {
            let account = service::listed(connection, caller, id.0)?;
            let count = page.count.then(|| store::count_keys(connection, account)).transpose()?;
            let rows = store::list_keys(connection, account, page.after, page.fetch)?;
            Ok((rows.into_iter().map(ServiceKey::from_row).collect::<Result<_>>()?, count))
        },
    )
    .await
}

/// Creates a key of a service account.
///
/// The key is confined to some of the permissions that the role of the account gives, and good for
/// 366 days at most. The answer holds the key, this one time: whoever has it can do what it is good
/// for.
#[utoipa::path(tag = "service-accounts", request_body = ServiceKeyInput,
    params(("id" = UserId, Path, description = "The service account.")),
    responses((status = 201, description = "Made.", body = CreatedServiceKey)))]
#[post("/v1/service-accounts/{id}/keys")]
async fn create_service_account_key(
    app: Data<App>,
    caller: Caller<can::ManageServiceAccounts>,
    request: Idempotent<ServiceKeyInput>,
    id: Path<UserId>,
    _query: Query<NoQuery>,
) -> Result<Answer> {
    let secrets = app.service_keys.clone();
    let answer = request
        .once(
            &app,
            caller.context(),
            move |connection, caller, body, _| {
                let key = service::create_key(connection, caller, &secrets, id.0, body)?;
                Ok((key.id, key_made(id.0, &key)?))
            },
            move |connection, caller, key| {
                key_made(id.0, &service::key_again(connection, caller, id.0, key)?)
            },
        )
        .await?;
    // The key is kept nowhere: it is made again for each answer, from its id.
    let made: ServiceKey = serde_json::from_str(&answer.body)?;
    let key = app.service_keys.of(made.id.uuid());
    answer.showing(&CreatedServiceKey::of(made, key))
}

fn key_made(account: UserId, made: &ServiceKey) -> Result<Answer> {
    let location = format!("/v1/service-accounts/{account}/keys/{}", made.id);
    Ok(Answer::created(location, made)?.tagged(Version(made.version)))
}

/// Reads a key of a service account.
///
/// The answer says what it is confined to, when it expires, and when it was last used. The key
/// itself is not shown.
#[utoipa::path(tag = "service-accounts",
    params(("id" = UserId, Path, description = "The service account."), ("key_id" = ServiceKeyId, Path, description = "The key.")),
    responses((status = 200, description = "The key.", body = ServiceKey)))]
#[get("/v1/service-accounts/{id}/keys/{key_id}")]
async fn find_service_account_key(
    app: Data<App>,
    caller: Caller<can::ManageServiceAccounts>,
    path: Path<(UserId, ServiceKeyId)>,
    _query: Query<NoQuery>,
    seen: IfNoneMatch,
) -> Result<Answer> {
    let (caller, Path((account, id))) = (caller.context(), path);
    let key = app.read(move |connection| service::find_key(connection, &caller, account, id)).await?;
    let version = Version(key.version);
    Ok(seen.unless_seen(Answer::ok(&key)?.tagged(version)))
}

/// Revokes a key of a service account.
///
/// It opens nothing from the next request on, and stays in the list. The `ETag` of the key goes
/// into `If-Match`.
#[utoipa::path(tag = "service-accounts",
    params(("id" = UserId, Path, description = "The service account."), ("key_id" = ServiceKeyId, Path, description = "The key.")),
    responses((status = 204, description = "Revoked.")))]
#[delete("/v1/service-accounts/{id}/keys/{key_id}")]
async fn delete_service_account_key(
    app: Data<App>,
    caller: Caller<can::ManageServiceAccounts>,
    path: Path<(UserId, ServiceKeyId)>,
    _query: Query<NoQuery>,
    precondition: Precondition,
) -> Result<Answer> {
    let (caller, Path((account, id))) = (caller.context(), path);
    app.write(caller, move |connection, caller| {
        service::delete_key(connection, caller, account, id, &precondition)
    })
    .await?;
    app.principals.forget();
    Ok(Answer::no_content())
}
