//! The routes of the caller's notifications.

use super::api::{ListNotifications, Notification, NotificationPage, ReadNotification, SnoozeNotification};
use super::{service, store};
use crate::access::permissions::can;
use crate::app::App;
use crate::app::caller::Caller;
use crate::app::idempotency::Post;
use crate::db::types::Instant;
use crate::error::Result;
use crate::http::answer::Answer;
use crate::http::etag::Seen;
use crate::http::page::Paging;
use crate::http::path::Path;
use crate::http::query::{Nothing, Query};
use crate::ids::NotificationId;
use actix_web::web::Data;
use actix_web::{get, post};
use utoipa_actix_web::service_config::ServiceConfig;

/// The routes of this feature.
pub fn routes(config: &mut ServiceConfig<'_>) {
    config
        .service(list_notifications)
        .service(find_notification)
        .service(read_notification)
        .service(snooze_notification);
}

/// Lists your notifications.
///
/// The list holds what you were told of deadlines, the newest first; what you put off is left out
/// until its time. What is of a case that you may not see any more is left out, too.
#[utoipa::path(tag = "notifications", operation_id = "list_notifications", params(ListNotifications),
    responses((status = 200, description = "A page of notifications.", body = NotificationPage)))]
#[get("/v1/notifications")]
async fn list_notifications(
    app: Data<App>,
    caller: Caller<can::ReadCases>,
    query: Query<ListNotifications>,
    paging: Paging,
) -> Result<Answer> {
    caller.permit()?;
    let before: Option<(i64, NotificationId)> = paging.after(&app.cursors, caller.user.id)?;
    let before = before.and_then(|(micros, id)| Some((Instant::from_micros(micros)?, id)));
    let filter = store::Filter {
        unread: query.0.unread,
        kind: query.0.kind,
        snoozed: query.0.snoozed.unwrap_or_default(),
    };
    let (caller, fetch, wanted) = (caller.context(), paging.fetch(), paging.count);
    let me = caller.user.id;
    let (rows, count) = app
        .read_page(me, &paging, move |connection| {
            let count = wanted.then(|| store::count(connection, &caller, filter)).transpose()?;
            Ok((store::list(connection, &caller, filter, before, fetch)?, count))
        })
        .await?;
    let items: Vec<Notification> = rows.into_iter().map(Into::into).collect();
    paging.page(&app.cursors, me, items, |last| (last.created_at.micros(), last.id), count)
}

/// Reads a notification.
///
/// The notification is one of your own. Reading it here does not mark it as read.
#[utoipa::path(tag = "notifications", operation_id = "find_notification",
    params(("id" = NotificationId, Path, description = "The notification.")),
    responses((status = 200, description = "The notification.", body = Notification)))]
#[get("/v1/notifications/{id}")]
async fn find_notification(
    app: Data<App>,
    caller: Caller<can::ReadCases>,
    id: Path<NotificationId>,
    _query: Query<Nothing>,
    seen: Seen,
) -> Result<Answer> {
    let caller = caller.context();
    let found = app.read(move |connection| service::find(connection, &caller, id.0)).await?;
    Ok(seen.unless_seen(shown(&found)?))
}

fn shown(notification: &Notification) -> Result<Answer> {
    Ok(Answer::ok(notification)?.tagged(notification.etag()))
}

/// Marks a notification as read.
///
/// The notification is one of your own. One that was read already stays as it is; one that was put
/// off is put off no longer.
#[utoipa::path(tag = "notifications", operation_id = "read_notification",
    params(("id" = NotificationId, Path, description = "The notification.")), request_body = ReadNotification,
    responses((status = 200, description = "Read.", body = Notification)))]
#[post("/v1/notifications/{id}/read")]
async fn read_notification(
    app: Data<App>,
    caller: Caller<can::ReadCases>,
    request: Post<ReadNotification>,
    id: Path<NotificationId>,
    _query: Query<Nothing>,
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
#[utoipa::path(tag = "notifications", operation_id = "snooze_notification",
    params(("id" = NotificationId, Path, description = "The notification.")), request_body = SnoozeNotification,
    responses((status = 200, description = "Put off.", body = Notification)))]
#[post("/v1/notifications/{id}/snooze")]
async fn snooze_notification(
    app: Data<App>,
    caller: Caller<can::ReadCases>,
    request: Post<SnoozeNotification>,
    id: Path<NotificationId>,
    _query: Query<Nothing>,
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
