//! The routes of the caller's notifications.

use super::api::{ListNotifications, Notification, NotificationPage, ReadNotification, SnoozeNotification};
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
use crate::http::query::{NoQuery, Query};
use crate::ids::NotificationId;
use actix_web::web::Data;
use actix_web::{get, post};
use utoipa_actix_web::service_config::ServiceConfig;

/// The routes of this feature.
pub fn routes(config: &mut ServiceConfig<'_>) {
    config
        .service(list_notifications)
        .service(find_notification)
        .service(mark_notification_read)
        .service(snooze_notification);
}

/// Lists your notifications.
///
/// The list holds what you were told of deadlines, the newest first; what you put off is left out
/// until its time. What is of a case that you may not see any more is left out, too.
#[utoipa::path(tag = "notifications", params(ListNotifications),
    responses((status = 200, description = "A page of notifications.", body = NotificationPage)))]
#[get("/v1/notifications")]
async fn list_notifications(
    app: Data<App>,
    caller: Caller<can::ReadCases>,
    list: Paged<ListNotifications>,
) -> Result<Answer> {
    caller.require_permission()?;
    let Paged { query, paging } = list;
    let filter = store::NotificationFilter {
        unread: query.unread,
        kind: query.kind,
        snoozed: query.snoozed.unwrap_or_default(),
    };
    let place = |last: &Notification| (last.created_at.micros(), last.id);
    let cost = Cost::DearWhereCounted;
    app.list_at(cost, caller.context(), &paging, place, move |connection, caller, page| {
        let count = page.count.then(|| store::count(connection, caller, filter)).transpose()?;
        let rows = store::list(connection, caller, filter, page.after_instant(), page.fetch)?;
        Ok((rows.into_iter().map(Into::into).collect(), count))
    })
    .await
}

/// Reads a notification.
///
/// The notification is one of your own. Reading it here does not mark it as read.
#[utoipa::path(tag = "notifications",
    params(("id" = NotificationId, Path, description = "The notification.")),
    responses((status = 200, description = "The notification.", body = Notification)))]
#[get("/v1/notifications/{id}")]
async fn find_notification(
    app: Data<App>,
    caller: Caller<can::ReadCases>,
    id: Path<NotificationId>,
    _query: Query<NoQuery>,
    seen: IfNoneMatch,
) -> Result<Answer> {
    let caller = caller.context();
    let found = app.read(move |connection| service::find(connection, &caller, id.0)).await?;
    Ok(seen.unless_seen(shown(&found)?))
}

fn shown(notification: &Notification) -> Result<Answer> {
    Ok(Answer::ok(notification)?.tagged(notification.version()))
}

/// Marks a notification as read.
///
/// The notification is one of your own. One that was read already stays as it is; one that was put
/// off is put off no longer.
#[utoipa::path(tag = "notifications",
    params(("id" = NotificationId, Path, description = "The notification.")), request_body = ReadNotification,
    responses((status = 200, description = "Read.", body = Notification)))]
#[post("/v1/notifications/{id}/read")]
async fn mark_notification_read(
    app: Data<App>,
    caller: Caller<can::ReadCases>,
    request: Idempotent<ReadNotification>,
    id: Path<NotificationId>,
    _query: Query<NoQuery>,
) -> Result<Answer> {
    request
        .once(
            &app,
            caller.context(),
            move |connection, caller, body, precondition| {
                Ok(((), shown(&service::read(connection, caller, id.0, precondition, body)?)?))
            },
            move |connection, caller, ()| shown(&service::find(connection, caller, id.0)?),
        )
        .await
}

/// Puts a notification off.
///
/// A notification of your own is put off, to an instant or a day within 90 days. It is left out of
/// lists until then; after that it is back, unread.
#[utoipa::path(tag = "notifications",
    params(("id" = NotificationId, Path, description = "The notification.")), request_body = SnoozeNotification,
    responses((status = 200, description = "Put off.", body = Notification)))]
#[post("/v1/notifications/{id}/snooze")]
async fn snooze_notification(
    app: Data<App>,
    caller: Caller<can::ReadCases>,
    request: Idempotent<SnoozeNotification>,
    id: Path<NotificationId>,
    _query: Query<NoQuery>,
) -> Result<Answer> {
    request
        .once(
            &app,
            caller.context(),
            move |connection, caller, body, precondition| {
                Ok(((), shown(&service::snooze(connection, caller, id.0, precondition, body)?)?))
            },
            move |connection, caller, ()| shown(&service::find(connection, caller, id.0)?),
        )
        .await
}
