//! The hearings of a case.

use super::api::{Hearing, HearingPage};
use super::store::{self, HearingFilter};
use crate::access::permissions::can;
use crate::app::App;
use crate::app::caller::Caller;
use crate::error::Result;
use crate::http::answer::Answer;
use crate::http::listing::ListQuery;
use crate::http::page::Paged;
use crate::http::path::Path;
use crate::ids::CaseId;
use crate::matters::cases;
use actix_web::get;
use actix_web::web::Data;
use utoipa_actix_web::service_config::ServiceConfig;

/// The routes of this feature.
pub fn routes(config: &mut ServiceConfig<'_>) {
    config.service(list_case_hearings);
}

/// Lists the hearings of a case.
///
/// The hearings come by their day, those that were held or vacated too. The docket sets them: an
/// event that sets, moves or ends one is recorded there.
#[utoipa::path(tag = "docket", params(("id" = CaseId, Path, description = "The case."), ListQuery),
    responses((status = 200, description = "A page of hearings.", body = HearingPage)))]
#[get("/v1/cases/{id}/hearings")]
async fn list_case_hearings(
    app: Data<App>,
    caller: Caller<can::ReadCases>,
    id: Path<CaseId>,
    list: Paged<ListQuery>,
) -> Result<Answer> {
    app.list(
        caller.context(),
        &list.paging,
        |last: &Hearing| (last.hearing_on, last.id),
        move |connection, caller, page| {
            let case = cases::service::find_visible(connection, caller, id.0)?.id;
            caller.require_permission()?;
            let filter = HearingFilter { case: Some(case), ..HearingFilter::default() };
            let count = page.count.then(|| store::count(connection, caller, &filter)).transpose()?;
            let rows = store::list(connection, caller, &filter, page.after, page.fetch)?;
            Ok((rows.into_iter().map(Into::into).collect(), count))
        },
    )
    .await
}
