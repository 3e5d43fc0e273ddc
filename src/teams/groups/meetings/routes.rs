//! The meetings of a group.

use super::super::service as groups;
use super::api::{ListMeetings, Meeting, MeetingInput, MeetingPage, MeetingPatch};
use super::{service, store};
use crate::access::permissions::can;
use crate::app::App;
use crate::app::caller::Caller;
use crate::app::idempotency::Idempotent;
use crate::error::Result;
use crate::http::answer::Answer;
use crate::http::etag::IfNoneMatch;
use crate::http::page::Paged;
use crate::http::path::Path;
use crate::http::query::{NoQuery, Query};
use crate::ids::{GroupId, MeetingId};
use crate::unparsed::Unparsed;
use crate::version::{Precondition, Version};
use actix_web::web::Data;
use actix_web::{get, patch, post};
use utoipa_actix_web::service_config::ServiceConfig;

/// The routes of this part of the feature.
pub fn routes(config: &mut ServiceConfig<'_>) {
    config
        .service(list_group_meetings)
        .service(create_group_meeting)
        .service(find_group_meeting)
        .service(update_group_meeting);
}

/// Lists the meetings of a group.
///
/// The meetings are planned, held or cancelled; the latest number comes first.
#[utoipa::path(tag = "groups",
    params(("id" = GroupId, Path, description = "The group."), ListMeetings),
    responses((status = 200, description = "A page of meetings.", body = MeetingPage)))]
#[get("/v1/groups/{id}/meetings")]
async fn list_group_meetings(
    app: Data<App>,
    caller: Caller<can::ReadGroups>,
    id: Path<GroupId>,
    list: Paged<ListMeetings>,
) -> Result<Answer> {
    let status = list.query.status;
    app.list(
        caller.context(),
        &list.paging,
        |last: &Meeting| last.number,
        move |connection, caller, page| {
            let group = groups::find_visible(connection, caller, id.0)?.id;
            caller.require_permission()?;
            let count = page.count.then(|| store::count(connection, group, status)).transpose()?;
            let rows = store::list(connection, group, status, page.after, page.fetch)?;
            Ok((rows.into_iter().map(Meeting::from_row).collect::<Result<_>>()?, count))
        },
    )
    .await
}

/// Enters a meeting of a group.
///
/// A meeting is planned, or entered with its record if it was held already; it gets the next
/// number. The chair and the secretary may add one, and whoever manages the groups of its
/// organisation.
#[utoipa::path(tag = "groups", request_body = MeetingInput,
    params(("id" = GroupId, Path, description = "The group.")),
    responses((status = 201, description = "Entered.", body = Meeting)))]
#[post("/v1/groups/{id}/meetings")]
async fn create_group_meeting(
    app: Data<App>,
    caller: Caller<can::RecordGroupWork>,
    request: Idempotent<MeetingInput>,
    id: Path<GroupId>,
    _query: Query<NoQuery>,
) -> Result<Answer> {
    request
        .once(
            &app,
            caller.context(),
            move |connection, caller, body, _| {
                let meeting = service::create(connection, caller, id.0, body)?;
                Ok((meeting.id, made(id.0, &meeting)?))
            },
            move |connection, caller, meeting| made(id.0, &service::find(connection, caller, id.0, meeting)?),
        )
        .await
}

fn made(group: GroupId, meeting: &Meeting) -> Result<Answer> {
    let location = format!("/v1/groups/{group}/meetings/{}", meeting.id);
    Ok(Answer::created(location, meeting)?.tagged(Version(meeting.version)))
}

/// Reads a meeting of a group.
///
/// The answer includes its agenda, who attended, its minutes and its documents.
#[utoipa::path(tag = "groups",
    params(("id" = GroupId, Path, description = "The group."), ("meeting_id" = MeetingId, Path, description = "The meeting.")),
    responses((status = 200, description = "The meeting.", body = Meeting)))]
#[get("/v1/groups/{id}/meetings/{meeting_id}")]
async fn find_group_meeting(
    app: Data<App>,
    caller: Caller<can::ReadGroups>,
    path: Path<(GroupId, MeetingId)>,
    _query: Query<NoQuery>,
    seen: IfNoneMatch,
) -> Result<Answer> {
    let (caller, Path((group, id))) = (caller.context(), path);
    let meeting = app.read(move |connection| service::find(connection, &caller, group, id)).await?;
    let version = Version(meeting.version);
    Ok(seen.unless_seen(Answer::ok(&meeting)?.tagged(version)))
}

/// Changes a meeting of a group.
///
/// A merge patch. A planned meeting becomes held, with who attended and the minutes, or cancelled;
/// what was held or cancelled stays so. The `ETag` of the meeting goes into `If-Match`.
#[utoipa::path(tag = "groups",
    params(("id" = GroupId, Path, description = "The group."), ("meeting_id" = MeetingId, Path, description = "The meeting.")),
    request_body(content = MeetingPatch, content_type = "application/merge-patch+json"),
    responses((status = 200, description = "Changed.", body = Meeting)))]
#[patch("/v1/groups/{id}/meetings/{meeting_id}")]
async fn update_group_meeting(
    app: Data<App>,
    caller: Caller<can::RecordGroupWork>,
    body: Unparsed<MeetingPatch>,
    path: Path<(GroupId, MeetingId)>,
    _query: Query<NoQuery>,
    precondition: Precondition,
) -> Result<Answer> {
    let (caller, Path((group, id))) = (caller.context(), path);
    let meeting = app
        .write(caller, move |connection, caller| {
            service::update(connection, caller, group, id, &precondition, &body)
        })
        .await?;
    Ok(Answer::ok(&meeting)?.tagged(Version(meeting.version)))
}
