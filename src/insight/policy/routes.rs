//! The policy, and why it says what it says.

use super::api::{PolicyAnswer, PolicyQuestion, PolicyTable};
use super::service;
use crate::access::permissions::can;
use crate::app::App;
use crate::app::caller::Caller;
use crate::error::Result;
use crate::http::answer::Answer;
use crate::http::etag::IfNoneMatch;
use crate::http::listing::static_resource;
use crate::http::query::{NoQuery, Query};
use crate::unparsed::Unparsed;
use actix_web::web::Data;
use actix_web::{get, post};
use utoipa_actix_web::service_config::ServiceConfig;

/// The routes of this feature.
pub fn routes(config: &mut ServiceConfig<'_>) {
    config.service(find_policy).service(explain_policy);
}

/// Reads the policy.
///
/// The answer is one table in both languages of who may see and do what: the lines that have to
/// hold for an act, what each role gives and reaches, and what is left out for whoever may not read
/// it. The service goes by this table and by no other.
#[utoipa::path(tag = "policy",
    responses((status = 200, description = "The policy.", body = PolicyTable)))]
#[get("/v1/policy")]
async fn find_policy(
    caller: Caller<can::ReadPolicy>,
    _query: Query<NoQuery>,
    seen: IfNoneMatch,
) -> Result<Answer> {
    caller.require_permission()?;
    static_resource(&PolicyTable::current(), &seen)
}

/// Explains a decision.
///
/// The answer says whether a person may do something, on a case or without one, and by which line
/// of the policy. Everybody may ask about themselves; asking about others of one's organisation
/// takes `policy.explain`. With `gives` it says, too, whether they may give that role or clearance.
/// Nothing is written.
#[utoipa::path(tag = "policy", request_body = PolicyQuestion,
    responses((status = 200, description = "The answer.", body = PolicyAnswer)))]
#[post("/v1/policy/explain")]
async fn explain_policy(
    app: Data<App>,
    caller: Caller<can::ReadPolicy>,
    body: Unparsed<PolicyQuestion>,
    _query: Query<NoQuery>,
) -> Result<Answer> {
    let (user, caller) = (caller.user.id, caller.context());
    let said = app.read_dear(user, move |connection| service::explain(connection, &caller, &body)).await?;
    Answer::ok(&said)
}
