//! How the change feed and the webhooks stand.

use super::api::IntegrationStatus;
use super::service;
use crate::access::permissions::can;
use crate::app::App;
use crate::app::caller::Caller;
use crate::db::Connection;
use crate::error::Result;
use crate::http::answer::Answer;
use crate::http::query::{NoQuery, Query};
use actix_web::get;
use actix_web::web::Data;
use utoipa_actix_web::service_config::ServiceConfig;

/// The routes of this feature.
pub fn routes(config: &mut ServiceConfig<'_>) {
    config.service(find_status);
}

/// Shows how far the change feed and the webhooks are behind.
///
/// The change feed of the service, and each webhook of your organisation: what waits to be sent,
/// for how long, and since when it fails. `/metrics` has the same over all organisations.
#[utoipa::path(tag = "webhooks",
    responses((status = 200, description = "How it stands.", body = IntegrationStatus)))]
#[get("/v1/status")]
async fn find_status(
    app: Data<App>,
    caller: Caller<can::ReadStatus>,
    _query: Query<NoQuery>,
) -> Result<Answer> {
    caller.require_permission()?;
    let caller = caller.context();
    let look = move |connection: &mut Connection| service::look(connection, &caller);
    Answer::ok(&app.read(look).await?)
}
