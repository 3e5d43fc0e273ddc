//! `/v1/users/{id}/appoint`.

use super::api::AppointmentInput;
use super::service;
use crate::access::permissions::can;
use crate::app::App;
use crate::app::caller::Caller;
use crate::app::idempotency::Idempotent;
use crate::error::Result;
use crate::http::answer::Answer;
use crate::http::path::Path;
use crate::http::query::{NoQuery, Query};
use crate::ids::UserId;
use crate::people::identity::api::User;
use crate::people::identity::service::managed;
use actix_web::post;
use actix_web::web::Data;
use utoipa_actix_web::service_config::ServiceConfig;

/// The routes of this feature.
pub fn routes(config: &mut ServiceConfig<'_>) {
    config.service(appoint_user);
}

/// Gives a user a role and a clearance.
///
/// The role and the clearance are at most the caller's own: nobody gives what they lack. Whoever
/// manages accounts makes them, and need not have what is given here.
#[utoipa::path(tag = "users", request_body = AppointmentInput,
    params(("id" = UserId, Path, description = "The user.")),
    responses((status = 200, description = "Appointed.", body = User)))]
#[post("/v1/users/{id}/appoint")]
async fn appoint_user(
    app: Data<App>,
    caller: Caller<can::AppointUsers>,
    request: Idempotent<AppointmentInput>,
    id: Path<UserId>,
    _query: Query<NoQuery>,
) -> Result<Answer> {
    let answer = request
        .once(
            &app,
            caller.context(),
            move |connection, caller, body, precondition| {
                let user = service::appoint(connection, caller, id.0, precondition, body)?;
                Ok(((), Answer::ok(&user)?.tagged(user.version()?)))
            },
            move |connection, caller, ()| {
                let user = managed(connection, caller, id.0)?;
                Ok(Answer::ok(&user)?.tagged(user.version()?))
            },
        )
        .await?;
    app.principals.forget();
    Ok(answer)
}
