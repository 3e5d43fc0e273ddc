//! Organisations.

use super::api::{Organization, OrganizationInput, OrganizationPage, OrganizationPatch};
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
use crate::ids::OrganizationId;
use crate::people::identity::{service, store};
use crate::unparsed::Unparsed;
use crate::version::{Precondition, Version};
use actix_web::web::Data;
use actix_web::{get, patch, post};
use utoipa_actix_web::service_config::ServiceConfig;

/// The routes of organisations.
pub fn routes(config: &mut ServiceConfig<'_>) {
    config
        .service(list_organizations)
        .service(create_organization)
        .service(find_organization)
        .service(update_organization);
}

/// Lists the organisations.
///
/// All that take part are listed: a case of one can be carried by people of another.
#[utoipa::path(tag = "organizations", params(ListQuery),
    responses((status = 200, description = "A page of organisations.", body = OrganizationPage)))]
#[get("/v1/organizations")]
async fn list_organizations(
    app: Data<App>,
    caller: Caller<can::ReadDirectory>,
    list: Paged<ListQuery>,
) -> Result<Answer> {
    caller.require_permission()?;
    app.list(
        caller.context(),
        &list.paging,
        |last: &Organization| last.code.clone(),
        |connection, _, page| {
            let after: Option<String> = page.after;
            let count = page.count.then(|| store::count_organizations(connection)).transpose()?;
            let rows = store::list_organizations(connection, after.as_deref(), page.fetch)?;
            Ok((rows.into_iter().map(Into::into).collect(), count))
        },
    )
    .await
}

/// Creates an organisation.
///
/// This needs the permission to manage organisations.
#[utoipa::path(tag = "organizations", request_body = OrganizationInput,
    responses((status = 201, description = "Made.", body = Organization)))]
#[post("/v1/organizations")]
async fn create_organization(
    app: Data<App>,
    caller: Caller<can::ManageOrganizations>,
    request: Idempotent<OrganizationInput>,
    _query: Query<NoQuery>,
) -> Result<Answer> {
    request
        .once(
            &app,
            caller.context(),
            |connection, caller, body, _| {
                let made = service::create_organization(connection, caller, body)?;
                Ok((made.id, organization_made(&made)?))
            },
            |connection, caller, id| {
                let made = service::find_organization(connection, id)?;
                caller.require_permission()?;
                organization_made(&made)
            },
        )
        .await
}

fn organization_made(made: &Organization) -> Result<Answer> {
    Ok(Answer::created(format!("/v1/organizations/{}", made.id), made)?.tagged(Version(made.version)))
}

/// Reads an organisation.
///
/// The organisation is one that takes part, and has its name in both languages.
#[utoipa::path(tag = "organizations",
    params(("id" = OrganizationId, Path, description = "The organisation.")),
    responses((status = 200, description = "The organisation.", body = Organization)))]
#[get("/v1/organizations/{id}")]
async fn find_organization(
    app: Data<App>,
    caller: Caller<can::ReadDirectory>,
    id: Path<OrganizationId>,
    _query: Query<NoQuery>,
    seen: IfNoneMatch,
) -> Result<Answer> {
    let row = app.read(move |connection| store::organization(connection, id.0)).await?;
    caller.require_permission()?;
    let version = Version(row.version);
    Ok(seen.unless_seen(Answer::ok(&Organization::from(row))?.tagged(version)))
}

/// Changes an organisation.
///
/// A merge patch of the caller's own organisation; the `ETag` goes into `If-Match`.
#[utoipa::path(tag = "organizations",
    params(("id" = OrganizationId, Path, description = "The organisation.")),
    request_body(content = OrganizationPatch, content_type = "application/merge-patch+json"),
    responses((status = 200, description = "Changed.", body = Organization)))]
#[patch("/v1/organizations/{id}")]
async fn update_organization(
    app: Data<App>,
    caller: Caller<can::ManageOrganizations>,
    body: Unparsed<OrganizationPatch>,
    id: Path<OrganizationId>,
    _query: Query<NoQuery>,
    precondition: Precondition,
) -> Result<Answer> {
    let caller = caller.context();
    let changed = app
        .write(caller, move |connection, caller| {
            service::update_organization(connection, caller, id.0, &precondition, &body)
        })
        .await?;
    Ok(Answer::ok(&changed)?.tagged(Version(changed.version)))
}
