//! Gaps.

use super::api::{Gap, GapPage, GapSummary, ListGaps, SummarizeGaps};
use super::service::{self, GapFilter};
use crate::access::permissions::can;
use crate::app::App;
use crate::app::caller::Caller;
use crate::app::known_codes;
use crate::app::listing::Cost;
use crate::error::Result;
use crate::http::answer::Answer;
use crate::http::page::Paged;
use crate::http::query::Query;
use actix_web::get;
use actix_web::web::Data;
use utoipa_actix_web::service_config::ServiceConfig;

/// The number of days within which an end is a gap, if nobody says otherwise.
const WITHIN_DAYS: i64 = 14;

/// The routes of this feature.
pub fn routes(config: &mut ServiceConfig<'_>) {
    config
        .service(list_responsibility_gaps)
        .service(summarize_responsibility_gaps)
        // No other method at a literal address is one of a code.
        .route("/v1/responsibilities/gaps", actix_web::web::route().to(crate::app::fallback::fallback));
}

/// Lists gaps.
///
/// The gaps are those of the open cases that you may see: each responsibility that binds at the
/// case's stage and that nobody does, nobody answers for, or only people do who are away, inactive,
/// not cleared, or whose time ends soon; and each whose date the law makes an order on the docket
/// set, until it is set or the order is struck.
#[utoipa::path(tag = "responsibilities", params(ListGaps),
    responses((status = 200, description = "A page of gaps.", body = GapPage)))]
#[get("/v1/responsibilities/gaps")]
async fn list_responsibility_gaps(
    app: Data<App>,
    caller: Caller<can::ReadCases>,
    list: Paged<ListGaps>,
) -> Result<Answer> {
    caller.require_permission()?;
    let Paged { query: asked, paging } = list;
    known_codes::proceeding_and_stage(asked.proceeding.as_deref(), asked.stage.as_deref())?;
    let filter = GapFilter {
        organization: asked.organization_id,
        proceeding: asked.proceeding,
        stage: asked.stage,
        kind: asked.kind,
        responsibility: asked.responsibility,
        within_days: asked.within_days.unwrap_or(WITHIN_DAYS),
    };
    let place = |gap: &Gap| (gap.case_id, gap.responsibility.clone());
    app.list_at(Cost::Dear, caller.context(), &paging, place, move |connection, caller, page| {
        service::page(connection, caller, &filter, page.after.as_ref(), page.fetch, page.count)
    })
    .await
}

/// Counts gaps.
///
/// The gaps of the open cases that you may see are counted by organisation, proceeding and stage.
#[utoipa::path(tag = "responsibilities", params(SummarizeGaps),
    responses((status = 200, description = "How many there are, and where.", body = GapSummary)))]
#[get("/v1/responsibilities/gaps/summary")]
async fn summarize_responsibility_gaps(
    app: Data<App>,
    caller: Caller<can::ReadCases>,
    query: Query<SummarizeGaps>,
) -> Result<Answer> {
    caller.require_permission()?;
    let asked = query.0;
    known_codes::proceeding_and_stage(asked.proceeding.as_deref(), asked.stage.as_deref())?;
    let filter = GapFilter {
        organization: asked.organization_id,
        proceeding: asked.proceeding,
        stage: asked.stage,
        within_days: asked.within_days.unwrap_or(WITHIN_DAYS),
        ..GapFilter::default()
    };
    let (user, caller) = (caller.user.id, caller.context());
    let summary =
        app.read_dear(user, move |connection| service::summary(connection, &caller, &filter)).await?;
    Answer::ok(&summary)
}
