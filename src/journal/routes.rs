//! Reading the journal of a case.

use super::api::{JournalEntry, JournalPage};
use super::{reading, store};
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
/// Who did what to the case and to its parts, and when: the latest first. Every write is here; none can be changed. What you are
/// not shown of the case is left out of the entries, too, and they say so.
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
            let case = cases::service::find_visible(connection, &caller, id.0)?;
            caller.permit()?;
            let entries = store::of_case(connection, case.id, before, fetch)?;
            let count = count.then(|| store::count_of_case(connection, case.id)).transpose()?;
            let own = cases::views::of(connection, &caller, &case)?;
            Ok((reading::as_read(connection, &caller, case.id, own, entries)?, count))
        })
        .await?;
    paging.page(&app.cursors, user, entries, |entry: &JournalEntry| entry.sequence, count)
}
