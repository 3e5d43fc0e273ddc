//! Reading the journal of a case.

use super::api::{JournalEntry, JournalPage};
use super::store;
use crate::access::permissions::can;
use crate::app::App;
use crate::cases;
use crate::error::Result;
use crate::http::answer::Answer;
use crate::http::caller::Caller;
use crate::http::listing::Listing;
use crate::http::page::Paging;
use crate::http::path::Path;
use crate::http::query::Query;
use crate::ids::CaseId;
use actix_web::get;
use actix_web::web::Data;
use utoipa_actix_web::service_config::ServiceConfig;

/// The routes of this feature.
pub fn routes(config: &mut ServiceConfig<'_>) {
    config.service(list_case_journal);
}

/// Lists the journal of a case.
///
/// Who did what to the case and to its parts, and when: the latest first. Every write is here; none can be changed.
#[utoipa::path(tag = "journal", operation_id = "list_case_journal", params(("id" = CaseId, Path, description = "The case."), Listing),
    responses((status = 200, description = "A page of entries.", body = JournalPage)))]
#[get("/v1/cases/{id}/journal")]
async fn list_case_journal(
    app: Data<App>,
    caller: Caller<can::ReadJournal>,
    id: Path<CaseId>,
    _query: Query<Listing>,
    paging: Paging,
) -> Result<Answer> {
    let before: Option<i64> = paging.after(&app.cursors, caller.user.id)?;
    let (caller, fetch, count) = (caller.context(), paging.fetch(), paging.count);
    let user = caller.user.id;
    let (entries, count) = app
        .read(move |connection| {
            let case = cases::service::find_visible(connection, &caller, id.0)?.id;
            caller.permit()?;
            let entries = store::of_case(connection, case, before, fetch)?;
            Ok((entries, count.then(|| store::count_of_case(connection, case)).transpose()?))
        })
        .await?;
    let entries: Vec<JournalEntry> = entries.into_iter().map(Into::into).collect();
    paging.page(&app.cursors, user, entries, |entry| entry.sequence, count)
}
