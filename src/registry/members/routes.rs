//! The members of a group.

use super::service;
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
use crate::ids::{GroupId, MembershipId};
use crate::teams::groups::members::api::{GroupMember, GroupMemberInput, GroupMemberPage, GroupMemberPatch};
use crate::teams::groups::members::store;
use crate::teams::groups::service as groups;
use crate::unparsed::Unparsed;
use crate::version::{Precondition, Version};
use actix_web::web::Data;
use actix_web::{get, patch, post};
use utoipa_actix_web::service_config::ServiceConfig;

/// The routes of this part of the feature.
pub fn routes(config: &mut ServiceConfig<'_>) {
    config
        .service(list_group_members)
        .service(create_group_member)
        .service(find_group_member)
        .service(update_group_member);
}

/// Lists the members of a group.
///
/// The memberships are past, present and to come, in the order in which they began.
#[utoipa::path(tag = "groups",
    params(("id" = GroupId, Path, description = "The group."), ListQuery),
    responses((status = 200, description = "A page of members.", body = GroupMemberPage)))]
#[get("/v1/groups/{id}/members")]
async fn list_group_members(
    app: Data<App>,
    caller: Caller<can::ReadGroups>,
    id: Path<GroupId>,
    list: Paged<ListQuery>,
) -> Result<Answer> {
    let place = |last: &GroupMember| (last.from.micros(), last.id);
    app.list(caller.context(), &list.paging, place, move |connection, caller, page| {
        let group = groups::find_visible(connection, caller, id.0)?.id;
        caller.require_permission()?;
        let count = page.count.then(|| store::count(connection, group)).transpose()?;
        let rows = store::list(connection, group, page.after_instant(), page.fetch)?;
        Ok((rows.into_iter().map(|(row, name)| GroupMember::from_row(&row, name)).collect(), count))
    })
    .await
}

/// Makes a user a member of a group.
///
/// The user may be of any organisation, and belongs to a group once at a time; a group has one
/// chair and one secretary at a time. People of the organisation that has its secretariat may add
/// members.
#[utoipa::path(tag = "groups", request_body = GroupMemberInput,
    params(("id" = GroupId, Path, description = "The group.")),
    responses((status = 201, description = "Entered.", body = GroupMember)))]
#[post("/v1/groups/{id}/members")]
async fn create_group_member(
    app: Data<App>,
    caller: Caller<can::ManageGroups>,
    request: Idempotent<GroupMemberInput>,
    id: Path<GroupId>,
    _query: Query<NoQuery>,
) -> Result<Answer> {
    let answer = request
        .once(
            &app,
            caller.context(),
            move |connection, caller, body, _| {
                let member = service::create(connection, caller, id.0, body)?;
                Ok((member.id, made(id.0, &member)?))
            },
            move |connection, caller, member| made(id.0, &service::find(connection, caller, id.0, member)?),
        )
        .await?;
    // What a group holds its members hold: whoever is remembered is asked for again.
    app.principals.forget();
    Ok(answer)
}

fn made(group: GroupId, member: &GroupMember) -> Result<Answer> {
    let location = format!("/v1/groups/{group}/members/{}", member.id);
    Ok(Answer::created(location, member)?.tagged(Version(member.version)))
}

/// Reads a membership.
///
/// The answer says who belongs to the group, in which capacity, from when until when.
#[utoipa::path(tag = "groups",
    params(("id" = GroupId, Path, description = "The group."), ("member_id" = MembershipId, Path, description = "The membership.")),
    responses((status = 200, description = "The membership.", body = GroupMember)))]
#[get("/v1/groups/{id}/members/{member_id}")]
async fn find_group_member(
    app: Data<App>,
    caller: Caller<can::ReadGroups>,
    path: Path<(GroupId, MembershipId)>,
    _query: Query<NoQuery>,
    seen: IfNoneMatch,
) -> Result<Answer> {
    let (caller, Path((group, id))) = (caller.context(), path);
    let member = app.read(move |connection| service::find(connection, &caller, group, id)).await?;
    let version = Version(member.version);
    Ok(seen.unless_seen(Answer::ok(&member)?.tagged(version)))
}

/// Ends a membership.
///
/// A merge patch of its end: a membership is ended, never deleted. The `ETag` of the membership
/// goes into `If-Match`.
#[utoipa::path(tag = "groups",
    params(("id" = GroupId, Path, description = "The group."), ("member_id" = MembershipId, Path, description = "The membership.")),
    request_body(content = GroupMemberPatch, content_type = "application/merge-patch+json"),
    responses((status = 200, description = "Changed.", body = GroupMember)))]
#[patch("/v1/groups/{id}/members/{member_id}")]
async fn update_group_member(
    app: Data<App>,
    caller: Caller<can::ManageGroups>,
    body: Unparsed<GroupMemberPatch>,
    path: Path<(GroupId, MembershipId)>,
    _query: Query<NoQuery>,
    precondition: Precondition,
) -> Result<Answer> {
    let (caller, Path((group, id))) = (caller.context(), path);
    let member = app
        .write(caller, move |connection, caller| {
            service::update(connection, caller, group, id, &precondition, &body)
        })
        .await?;
    app.principals.forget();
    Ok(Answer::ok(&member)?.tagged(Version(member.version)))
}
