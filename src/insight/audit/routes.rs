//! Reading the journal: of a case, and across cases.

use super::across::Filter;
use super::api::{JournalEntry, JournalPage, ListCaseJournal, ListJournal};
use super::{across, reading};
use crate::access::permissions::can;
use crate::app::App;
use crate::app::caller::Caller;
use crate::error::Result;
use crate::http::answer::Answer;
use crate::http::page::Paging;
use crate::http::path::Path;
use crate::http::query::Query;
use crate::ids::CaseId;
use crate::journal::store;
use crate::matters::cases;
use actix_web::get;
use actix_web::web::Data;
use utoipa_actix_web::service_config::ServiceConfig;

/// The routes of this feature.
pub fn routes(config: &mut ServiceConfig<'_>) {
    config.service(list_case_journal).service(list_journal);
}

/// Lists the journal of a case.
///
/// Who did what to the case and to its parts, and when: the latest first. Every write is here, and
/// who read the case if it is classified highly enough (`GREFFE_RECORD_READS_FROM`), or read what
/// is privileged in it; the same person doing the same thing again within ten minutes is one entry.
/// Lists and searches in which the case appears are not. None can be changed. What you are not
/// shown of the case is left out of the entries, too, and they say so; an entry about what you may
/// not read at all, such as a wall, is not there for you.
#[utoipa::path(tag = "journal", operation_id = "list_case_journal", params(("id" = CaseId, Path, description = "The case."), ListCaseJournal),
    responses((status = 200, description = "A page of entries.", body = JournalPage)))]
#[get("/v1/cases/{id}/journal")]
async fn list_case_journal(
    app: Data<App>,
    caller: Caller<can::ReadJournal>,
    id: Path<CaseId>,
    query: Query<ListCaseJournal>,
    paging: Paging,
) -> Result<Answer> {
    let before: Option<i64> = paging.after(&app.cursors, caller.user.id)?;
    let (caller, fetch, count) = (caller.context(), paging.fetch(), paging.count);
    let (user, kind) = (caller.user.id, query.0.kind);
    let (entries, count) = app
        .read_page(user, &paging, move |connection| {
            let case = cases::service::find_visible(connection, &caller, id.0)?;
            caller.permit()?;
            let entries = store::of_case(connection, &caller.user, case.id, kind, before, fetch)?;
            let count =
                count.then(|| store::count_of_case(connection, &caller.user, case.id, kind)).transpose()?;
            Ok((reading::as_read(connection, &caller, entries)?, count))
        })
        .await?;
    paging.page(&app.cursors, user, entries, |entry: &JournalEntry| entry.sequence, count)
}

/// Lists the journal across cases.
///
/// The entries of the cases that you may see, and those about the users, the groups and the whole
/// of your organisation, with sign-ins, refusals and reads, and about the service itself: the
/// latest first. What you are not shown, and what you may not read, is left out as in the journal
/// of a case; the places from which people signed in are for whoever manages them.
#[utoipa::path(tag = "journal", operation_id = "list_journal", params(ListJournal),
    responses((status = 200, description = "A page of entries.", body = JournalPage)))]
#[get("/v1/journal")]
async fn list_journal(
    app: Data<App>,
    caller: Caller<can::ReadWholeJournal>,
    query: Query<ListJournal>,
    paging: Paging,
) -> Result<Answer> {
    caller.permit()?;
    let before: Option<i64> = paging.after(&app.cursors, caller.user.id)?;
    let (caller, fetch, wanted) = (caller.context(), paging.fetch(), paging.count);
    let (user, filter) = (caller.user.id, Filter::from(query.0));
    let (entries, count) = app
        .read_dear(user, move |connection| {
            let count = wanted.then(|| across::count(connection, &caller, &filter)).transpose()?;
            let entries = across::list(connection, &caller, &filter, before, fetch)?;
            Ok((reading::as_read(connection, &caller, entries)?, count))
        })
        .await?;
    paging.page(&app.cursors, user, entries, |entry: &JournalEntry| entry.sequence, count)
}
