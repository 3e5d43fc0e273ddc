//! The catalog of proceedings and rules.

use super::api::{ProceedingPage, ProceedingSummary, ProceedingView, RulePage, RuleView};
use crate::access::permissions::can;
use crate::app::App;
use crate::app::caller::Caller;
use crate::error::{Error, Result};
use crate::http::answer::Answer;
use crate::http::etag::IfNoneMatch;
use crate::http::listing::{ListQuery, static_resource};
use crate::http::page::Paged;
use crate::http::path::Path;
use crate::http::query::{NoQuery, Query};
use crate::law::proceedings::Catalog;
use actix_web::get;
use actix_web::web::Data;
use utoipa_actix_web::service_config::ServiceConfig;

/// The routes of this feature.
pub fn routes(config: &mut ServiceConfig<'_>) {
    config.service(list_proceedings).service(find_proceeding).service(list_rules).service(find_rule);
}

/// Lists the proceedings.
///
/// The rules are given in short, by code.
#[utoipa::path(tag = "reference", params(ListQuery),
    responses((status = 200, description = "A page of proceedings.", body = ProceedingPage)))]
#[get("/v1/proceedings")]
async fn list_proceedings(
    app: Data<App>,
    caller: Caller<can::ReadReference>,
    list: Paged<ListQuery>,
) -> Result<Answer> {
    caller.require_permission()?;
    let known = Catalog::current().proceedings();
    app.list_in_memory(&caller, &list.paging, known, |proceeding| &proceeding.code, ProceedingSummary::from)
}

/// Reads a proceeding.
///
/// The answer has its stages, what can be recorded on its docket, and its deadlines with the whole
/// of their rules.
#[utoipa::path(tag = "reference",
    params(("code" = String, Path, description = "The code of the proceeding.", example = "ALJR")),
    responses((status = 200, description = "The proceeding.", body = ProceedingView)))]
#[get("/v1/proceedings/{code}")]
async fn find_proceeding(
    caller: Caller<can::ReadReference>,
    code: Path<String>,
    _query: Query<NoQuery>,
    seen: IfNoneMatch,
) -> Result<Answer> {
    let catalog = Catalog::current();
    let known = catalog.proceeding(&code.0).ok_or_else(Error::not_found)?;
    caller.require_permission()?;
    static_resource(&ProceedingView::of(known, |rule| catalog.rule(rule)), &seen)
}

/// Lists the rules.
///
/// The list holds every rule that a deadline can be computed with, by code.
#[utoipa::path(tag = "reference", params(ListQuery),
    responses((status = 200, description = "A page of rules.", body = RulePage)))]
#[get("/v1/rules")]
async fn list_rules(
    app: Data<App>,
    caller: Caller<can::ReadReference>,
    list: Paged<ListQuery>,
) -> Result<Answer> {
    caller.require_permission()?;
    app.list_in_memory(&caller, &list.paging, Catalog::current().rules(), |rule| &rule.code, RuleView::from)
}

/// Reads a rule.
///
/// The answer has its wording through time, each with its citation and the dates between which it
/// is in force.
#[utoipa::path(tag = "reference",
    params(("code" = String, Path, description = "The code of the rule; its parentheses may be percent-encoded.", example = "FCCIRPR-10(1)(a)")),
    responses((status = 200, description = "The rule.", body = RuleView)))]
#[get("/v1/rules/{code}")]
async fn find_rule(
    caller: Caller<can::ReadReference>,
    code: Path<String>,
    _query: Query<NoQuery>,
    seen: IfNoneMatch,
) -> Result<Answer> {
    let known = Catalog::current().rule(&code.0).ok_or_else(Error::not_found)?;
    caller.require_permission()?;
    static_resource(&RuleView::from(known), &seen)
}
