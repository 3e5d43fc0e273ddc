//! Action items: of a group, and across groups.

use super::super::service as groups;
use super::api::{
    ActionItem, ActionItemInput, ActionItemPage, ActionItemPatch, CompleteActionItem, ListActionItems,
    ListGroupActionItems,
};
use super::store::ActionItemFilter;
use super::{service, store};
use crate::access::permissions::can;
use crate::app::App;
use crate::app::caller::Caller;
use crate::app::idempotency::Idempotent;
use crate::app::listing::Cost;
use crate::error::Result;
use crate::http::answer::Answer;
use crate::http::etag::IfNoneMatch;
use crate::http::page::Paged;
use crate::http::path::Path;
use crate::http::query::{NoQuery, Query, person};
use crate::ids::{ActionItemId, GroupId};
use crate::unparsed::Unparsed;
use crate::version::{Precondition, Version};
use actix_web::web::Data;
use actix_web::{get, patch, post};
use utoipa_actix_web::service_config::ServiceConfig;

/// The routes of this part of the feature.
pub fn routes(config: &mut ServiceConfig<'_>) {
    config
        .service(list_action_items)
        .service(complete_action_item)
        .service(list_group_action_items)
        .service(create_group_action_item)
        .service(find_group_action_item)
        .service(update_group_action_item);
}

/// Lists action items across groups.
///
/// The list holds the items of the groups of your organisation and of those to which you belong
/// now, the soonest first.
#[utoipa::path(tag = "groups", params(ListActionItems),
    responses((status = 200, description = "A page of action items.", body = ActionItemPage)))]
#[get("/v1/action-items")]
async fn list_action_items(
    app: Data<App>,
    caller: Caller<can::ReadGroups>,
    list: Paged<ListActionItems>,
) -> Result<Answer> {
    caller.require_permission()?;
    let Paged { query: asked, paging } = list;
    let filter = ActionItemFilter {
        owner: person(&caller, "owner", asked.owner.as_deref())?,
        status: asked.status,
        due_before: asked.due_before,
        due_after: asked.due_after,
        group: asked.group_id,
    };
    let (cost, place) = (Cost::DearWhereCounted, |last: &ActionItem| (last.due_on, last.id));
    app.list_at(cost, caller.context(), &paging, place, move |connection, caller, page| {
        let count = page.count.then(|| store::count(connection, caller, &filter)).transpose()?;
        let rows = store::list(connection, caller, &filter, page.after, page.fetch)?;
        Ok((rows.into_iter().map(Into::into).collect(), count))
    })
    .await
}

/// Completes an action item.
///
/// The owner of the item may complete it, and whoever writes the group's record.
#[utoipa::path(tag = "groups", request_body = CompleteActionItem,
    params(("id" = ActionItemId, Path, description = "The action item.")),
    responses((status = 200, description = "Completed.", body = ActionItem)))]
#[post("/v1/action-items/{id}/complete")]
async fn complete_action_item(
    app: Data<App>,
    caller: Caller<can::ReadGroups>,
    request: Idempotent<CompleteActionItem>,
    id: Path<ActionItemId>,
    _query: Query<NoQuery>,
) -> Result<Answer> {
    request
        .once(
            &app,
            caller.context(),
            move |connection, caller, body, precondition| {
                let item = service::complete(connection, caller, id.0, precondition, body)?;
                Ok((item.group_id, Answer::ok(&item)?.tagged(Version(item.version))))
            },
            move |connection, caller, group| {
                let item = service::completed(connection, caller, group, id.0)?;
                Ok(Answer::ok(&item)?.tagged(Version(item.version)))
            },
        )
        .await
}

/// Lists the action items of a group.
///
/// The items come soonest first, with those that are done or cancelled.
#[utoipa::path(tag = "groups",
    params(("id" = GroupId, Path, description = "The group."), ListGroupActionItems),
    responses((status = 200, description = "A page of action items.", body = ActionItemPage)))]
#[get("/v1/groups/{id}/action-items")]
async fn list_group_action_items(
    app: Data<App>,
    caller: Caller<can::ReadGroups>,
    id: Path<GroupId>,
    list: Paged<ListGroupActionItems>,
) -> Result<Answer> {
    let Paged { query: asked, paging } = list;
    let filter = ActionItemFilter {
        owner: person(&caller, "owner", asked.owner.as_deref())?,
        status: asked.status,
        group: Some(id.0),
        ..ActionItemFilter::default()
    };
    let place = |last: &ActionItem| (last.due_on, last.id);
    app.list(caller.context(), &paging, place, move |connection, caller, page| {
        groups::find_visible(connection, caller, id.0)?;
        caller.require_permission()?;
        let count = page.count.then(|| store::count(connection, caller, &filter)).transpose()?;
        let rows = store::list(connection, caller, &filter, page.after, page.fetch)?;
        Ok((rows.into_iter().map(Into::into).collect(), count))
    })
    .await
}

/// Enters an action item of a group.
///
/// The item goes to somebody who belongs to the group now. The chair and the secretary may add one,
/// and whoever manages the groups of its organisation.
#[utoipa::path(tag = "groups", request_body = ActionItemInput,
    params(("id" = GroupId, Path, description = "The group.")),
    responses((status = 201, description = "Entered.", body = ActionItem)))]
#[post("/v1/groups/{id}/action-items")]
async fn create_group_action_item(
    app: Data<App>,
    caller: Caller<can::RecordGroupWork>,
    request: Idempotent<ActionItemInput>,
    id: Path<GroupId>,
    _query: Query<NoQuery>,
) -> Result<Answer> {
    request
        .once(
            &app,
            caller.context(),
            move |connection, caller, body, _| {
                let item = service::create(connection, caller, id.0, body)?;
                Ok((item.id, made(id.0, &item)?))
            },
            move |connection, caller, item| made(id.0, &service::find(connection, caller, id.0, item)?),
        )
        .await
}

fn made(group: GroupId, item: &ActionItem) -> Result<Answer> {
    let location = format!("/v1/groups/{group}/action-items/{}", item.id);
    Ok(Answer::created(location, item)?.tagged(Version(item.version)))
}

/// Reads an action item.
///
/// The answer says who is to do what by when, and whether it was done.
#[utoipa::path(tag = "groups",
    params(("id" = GroupId, Path, description = "The group."), ("item_id" = ActionItemId, Path, description = "The action item.")),
    responses((status = 200, description = "The action item.", body = ActionItem)))]
#[get("/v1/groups/{id}/action-items/{item_id}")]
async fn find_group_action_item(
    app: Data<App>,
    caller: Caller<can::ReadGroups>,
    path: Path<(GroupId, ActionItemId)>,
    _query: Query<NoQuery>,
    seen: IfNoneMatch,
) -> Result<Answer> {
    let (caller, Path((group, id))) = (caller.context(), path);
    let item = app.read(move |connection| service::find(connection, &caller, group, id)).await?;
    let version = Version(item.version);
    Ok(seen.unless_seen(Answer::ok(&item)?.tagged(version)))
}

/// Changes an action item.
///
/// A merge patch: it can be given to another member, put off, cancelled and opened again. The
/// `ETag` of the item goes into `If-Match`.
#[utoipa::path(tag = "groups",
    params(("id" = GroupId, Path, description = "The group."), ("item_id" = ActionItemId, Path, description = "The action item.")),
    request_body(content = ActionItemPatch, content_type = "application/merge-patch+json"),
    responses((status = 200, description = "Changed.", body = ActionItem)))]
#[patch("/v1/groups/{id}/action-items/{item_id}")]
async fn update_group_action_item(
    app: Data<App>,
    caller: Caller<can::RecordGroupWork>,
    body: Unparsed<ActionItemPatch>,
    path: Path<(GroupId, ActionItemId)>,
    _query: Query<NoQuery>,
    precondition: Precondition,
) -> Result<Answer> {
    let (caller, Path((group, id))) = (caller.context(), path);
    let item = app
        .write(caller, move |connection, caller| {
            service::update(connection, caller, group, id, &precondition, &body)
        })
        .await?;
    Ok(Answer::ok(&item)?.tagged(Version(item.version)))
}
