//! The routes of the sessions in which somebody is signed in.

use super::api::{ListSessions, Session, SessionPage};
use super::{service, store};
use crate::access::permissions::can;
use crate::app::App;
use crate::app::caller::Caller;
use crate::error::Result;
use crate::http::answer::Answer;
use crate::http::etag::IfNoneMatch;
use crate::http::page::Paged;
use crate::http::path::Path;
use crate::http::query::{NoQuery, Query};
use crate::ids::SessionId;
use crate::version::Precondition;
use actix_web::web::Data;
use actix_web::{delete, get};
use utoipa_actix_web::service_config::ServiceConfig;

/// The routes of this feature.
pub fn routes(config: &mut ServiceConfig<'_>) {
    config.service(list_sessions).service(find_session).service(delete_session);
}

/// Lists the sessions.
///
/// The list holds the sessions in which you are signed in, the newest first; with `user_id`, those
/// of a user of your organisation. One that has ended is not shown.
#[utoipa::path(tag = "sessions", params(ListSessions),
    responses((status = 200, description = "A page of sessions.", body = SessionPage)))]
#[get("/v1/sessions")]
async fn list_sessions(
    app: Data<App>,
    caller: Caller<can::ManageOwnAccount>,
    list: Paged<ListSessions>,
) -> Result<Answer> {
    let (current, whose) = (caller.session(), list.query.user_id);
    app.list(
        caller.context(),
        &list.paging,
        |last: &Session| last.id,
        move |connection, caller, page| {
            let whose = service::listed(connection, caller, whose)?;
            let count = page.count.then(|| store::count(connection, whose, caller.now)).transpose()?;
            let rows = store::list(connection, whose, page.after, page.fetch, caller.now)?;
            Ok((rows.into_iter().map(|row| Session::seen_from(row, current)).collect(), count))
        },
    )
    .await
}

/// Reads a session.
///
/// The session is one of your own, or of a user of your organisation whom you manage, while it
/// lasts.
#[utoipa::path(tag = "sessions",
    params(("id" = SessionId, Path, description = "The session.")),
    responses((status = 200, description = "The session.", body = Session)))]
#[get("/v1/sessions/{id}")]
async fn find_session(
    app: Data<App>,
    caller: Caller<can::ManageOwnAccount>,
    id: Path<SessionId>,
    _query: Query<NoQuery>,
    seen: IfNoneMatch,
) -> Result<Answer> {
    let current = caller.session();
    let caller = caller.context();
    let session = app.read(move |connection| service::find(connection, &caller, id.0, current)).await?;
    let version = session.version();
    Ok(seen.unless_seen(Answer::ok(&session)?.tagged(version)))
}

/// Ends a session.
///
/// Its access tokens fail from the next request on, and it cannot be refreshed. The `ETag` of the
/// session goes into `If-Match`.
#[utoipa::path(tag = "sessions",
    params(("id" = SessionId, Path, description = "The session.")),
    responses((status = 204, description = "Ended.")))]
#[delete("/v1/sessions/{id}")]
async fn delete_session(
    app: Data<App>,
    caller: Caller<can::ManageOwnAccount>,
    id: Path<SessionId>,
    _query: Query<NoQuery>,
    precondition: Precondition,
) -> Result<Answer> {
    let caller = caller.context();
    app.write(caller, move |connection, caller| service::end(connection, caller, id.0, &precondition))
        .await?;
    app.principals.forget();
    Ok(Answer::no_content())
}
