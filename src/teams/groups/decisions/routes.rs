//! The decisions of a group.

use super::api::{GroupDecision, GroupDecisionInput, GroupDecisionPage};
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
use crate::ids::{GroupDecisionId, GroupId};
use crate::version::Version;
use actix_web::web::Data;
use actix_web::{get, post};
use utoipa_actix_web::service_config::ServiceConfig;

/// The routes of this part of the feature.
pub fn routes(config: &mut ServiceConfig<'_>) {
    config.service(list_group_decisions).service(create_group_decision).service(find_group_decision);
}

/// Lists the decisions of a group.
///
/// The decisions come latest first, by number, with those that were superseded.
#[utoipa::path(tag = "groups",
    params(("id" = GroupId, Path, description = "The group."), ListQuery),
    responses((status = 200, description = "A page of decisions.", body = GroupDecisionPage)))]
#[get("/v1/groups/{id}/decisions")]
async fn list_group_decisions(
    app: Data<App>,
    caller: Caller<can::ReadGroups>,
    id: Path<GroupId>,
    list: Paged<ListQuery>,
) -> Result<Answer> {
    app.list(
        caller.context(),
        &list.paging,
        |last: &GroupDecision| last.number,
        move |connection, caller, page| {
            service::list(connection, caller, id.0, page.after, page.fetch, page.count)
        },
    )
    .await
}

/// Enters a decision of a group.
///
/// A decision is recorded in both languages and gets the next number. It is never edited: another
/// one supersedes it. The chair and the secretary may record one, and whoever manages the groups of
/// its organisation.
#[utoipa::path(tag = "groups", request_body = GroupDecisionInput,
    params(("id" = GroupId, Path, description = "The group.")),
    responses((status = 201, description = "Entered.", body = GroupDecision)))]
#[post("/v1/groups/{id}/decisions")]
async fn create_group_decision(
    app: Data<App>,
    caller: Caller<can::RecordGroupWork>,
    request: Idempotent<GroupDecisionInput>,
    id: Path<GroupId>,
    _query: Query<NoQuery>,
) -> Result<Answer> {
    request
        .once(
            &app,
            caller.context(),
            move |connection, caller, body, _| {
                let decision = service::create(connection, caller, id.0, body)?;
                Ok((decision.id, made(id.0, &decision)?))
            },
            move |connection, caller, decision| {
                made(id.0, &service::find(connection, caller, id.0, decision)?)
            },
        )
        .await
}

fn made(group: GroupId, decision: &GroupDecision) -> Result<Answer> {
    let location = format!("/v1/groups/{group}/decisions/{}", decision.id);
    Ok(Answer::created(location, decision)?.tagged(Version(decision.version)))
}

/// Reads a decision of a group.
///
/// The answer says what was decided and when, and which decision replaces it now, if one does.
#[utoipa::path(tag = "groups",
    params(("id" = GroupId, Path, description = "The group."), ("decision_id" = GroupDecisionId, Path, description = "The decision.")),
    responses((status = 200, description = "The decision.", body = GroupDecision)))]
#[get("/v1/groups/{id}/decisions/{decision_id}")]
async fn find_group_decision(
    app: Data<App>,
    caller: Caller<can::ReadGroups>,
    path: Path<(GroupId, GroupDecisionId)>,
    _query: Query<NoQuery>,
    seen: IfNoneMatch,
) -> Result<Answer> {
    let (caller, Path((group, id))) = (caller.context(), path);
    let decision = app.read(move |connection| service::find(connection, &caller, group, id)).await?;
    let version = Version(decision.version);
    Ok(seen.unless_seen(Answer::ok(&decision)?.tagged(version)))
}
