//! Groups, and the routes of what belongs to them.

use super::api::{Group, GroupInput, GroupPage, GroupPatch, ListGroups};
use super::store::GroupFilter;
use super::{action_items, decisions, meetings, service, store};
use crate::access::permissions::can;
use crate::app::App;
use crate::app::caller::Caller;
use crate::app::idempotency::Idempotent;
use crate::error::Result;
use crate::external_ids::model::ExternalId;
use crate::http::answer::Answer;
use crate::http::etag::IfNoneMatch;
use crate::http::page::Paged;
use crate::http::path::Path;
use crate::http::query::{NoQuery, Query, person};
use crate::ids::GroupId;
use crate::unparsed::Unparsed;
use crate::version::{Precondition, Version};
use actix_web::web::Data;
use actix_web::{get, patch, post};
use utoipa_actix_web::service_config::ServiceConfig;

/// The routes of this feature.
pub fn routes(config: &mut ServiceConfig<'_>) {
    config.service(list_groups).service(create_group).service(find_group).service(update_group);
    meetings::routes::routes(config);
    decisions::routes::routes(config);
    action_items::routes::routes(config);
}

/// Lists groups.
///
/// The list holds the groups of your organisation and those to which you belong now, by code.
#[utoipa::path(tag = "groups", params(ListGroups),
    responses((status = 200, description = "A page of groups.", body = GroupPage)))]
#[get("/v1/groups")]
async fn list_groups(
    app: Data<App>,
    caller: Caller<can::ReadGroups>,
    list: Paged<ListGroups>,
) -> Result<Answer> {
    caller.require_permission()?;
    let Paged { query: asked, paging } = list;
    let filter = GroupFilter {
        kind: asked.kind,
        organization: asked.organization_id,
        parent: asked.parent_id,
        member: person(&caller, "member", asked.member.as_deref())?,
        external_id: asked.external_id.as_deref().map(ExternalId::asked).transpose()?,
    };
    let place = |last: &Group| (last.code.clone(), last.id);
    app.list(caller.context(), &paging, place, move |connection, caller, page| {
        let count = page.count.then(|| store::count(connection, caller, &filter)).transpose()?;
        let rows = store::list(connection, caller, &filter, page.after, page.fetch)?;
        Ok((rows.into_iter().map(Into::into).collect(), count))
    })
    .await
}

/// Sets up a group.
///
/// The group is one of your own organisation, which has its secretariat. Its members, who may be of
/// any organisation, are added afterwards.
#[utoipa::path(tag = "groups", request_body = GroupInput,
    responses((status = 201, description = "Set up.", body = Group)))]
#[post("/v1/groups")]
async fn create_group(
    app: Data<App>,
    caller: Caller<can::ManageGroups>,
    request: Idempotent<GroupInput>,
    _query: Query<NoQuery>,
) -> Result<Answer> {
    request
        .once(
            &app,
            caller.context(),
            |connection, caller, body, _| {
                let group = service::create(connection, caller, body)?;
                Ok((group.id, made(&group)?))
            },
            |connection, caller, id| made(&service::find(connection, caller, id)?),
        )
        .await
}

fn made(group: &Group) -> Result<Answer> {
    Ok(Answer::created(format!("/v1/groups/{}", group.id), group)?.tagged(Version(group.version)))
}

/// Reads a group.
///
/// The answer says what it is called, what it is to do, and who has its secretariat.
#[utoipa::path(tag = "groups", params(("id" = GroupId, Path, description = "The group.")),
    responses((status = 200, description = "The group.", body = Group)))]
#[get("/v1/groups/{id}")]
async fn find_group(
    app: Data<App>,
    caller: Caller<can::ReadGroups>,
    id: Path<GroupId>,
    _query: Query<NoQuery>,
    seen: IfNoneMatch,
) -> Result<Answer> {
    let caller = caller.context();
    let group = app.read(move |connection| service::find(connection, &caller, id.0)).await?;
    let version = Version(group.version);
    Ok(seen.unless_seen(Answer::ok(&group)?.tagged(version)))
}

/// Changes a group.
///
/// A merge patch; a group is dissolved by giving it `dissolved_on`, and never deleted. People of
/// its organisation may change it. The `ETag` of the group goes into `If-Match`.
#[utoipa::path(tag = "groups", params(("id" = GroupId, Path, description = "The group.")),
    request_body(content = GroupPatch, content_type = "application/merge-patch+json"),
    responses((status = 200, description = "Changed.", body = Group)))]
#[patch("/v1/groups/{id}")]
async fn update_group(
    app: Data<App>,
    caller: Caller<can::ManageGroups>,
    body: Unparsed<GroupPatch>,
    id: Path<GroupId>,
    _query: Query<NoQuery>,
    precondition: Precondition,
) -> Result<Answer> {
    let caller = caller.context();
    let group = app
        .write(caller, move |connection, caller| {
            service::update(connection, caller, id.0, &precondition, &body)
        })
        .await?;
    Ok(Answer::ok(&group)?.tagged(Version(group.version)))
}
