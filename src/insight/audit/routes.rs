//! Reading the journal: of a case, and across cases.

use super::api::{JournalEntry, JournalPage, ListCaseJournal, ListJournal};
use super::query_store::JournalFilter;
use super::{query_store, redacted};
use crate::access::permissions::can;
use crate::app::App;
use crate::app::caller::Caller;
use crate::app::listing::Cost;
use crate::error::Result;
use crate::http::answer::Answer;
use crate::http::page::Paged;
use crate::http::path::Path;
use crate::ids::CaseId;
use crate::journal::store;
use crate::matters::cases;
use actix_web::get;
use actix_web::web::Data;
use utoipa_actix_web::service_config::ServiceConfig;

/// The routes of this feature.
pub fn routes(config: &mut ServiceConfig<'_>) {
    config.service(list_case_journal_entries).service(list_journal_entries);
}

/// Lists the journal of a case.
///
/// Who did what to the case and to its parts, and when: the latest first. Every write is here, and
/// who read the case if it is classified highly enough (`GREFFE_RECORD_READS_FROM`), or read what
/// is privileged in it; the same person doing the same thing again within ten minutes is one entry.
/// Lists and searches in which the case appears are not. None can be changed. What you are not
/// shown of the case is left out of the entries, too, and they say so; an entry about what you may
/// not read at all, such as a wall, is not there for you.
#[utoipa::path(tag = "journal", params(("id" = CaseId, Path, description = "The case."), ListCaseJournal),
    responses((status = 200, description = "A page of entries.", body = JournalPage)))]
#[get("/v1/cases/{id}/journal")]
async fn list_case_journal_entries(
    app: Data<App>,
    caller: Caller<can::ReadJournal>,
    id: Path<CaseId>,
    list: Paged<ListCaseJournal>,
) -> Result<Answer> {
    let kind = list.query.kind;
    let place = |entry: &JournalEntry| entry.sequence;
    let cost = Cost::DearWhereCounted;
    app.list_at(cost, caller.context(), &list.paging, place, move |connection, caller, page| {
        let case = cases::service::find_visible(connection, caller, id.0)?.id;
        caller.require_permission()?;
        let entries = store::of_case(connection, &caller.user, case, kind, page.after, page.fetch)?;
        let count = || store::count_of_case(connection, &caller.user, case, kind);
        let count = page.count.then(count).transpose()?;
        Ok((redacted::as_read(connection, caller, entries)?, count))
    })
    .await
}

/// Lists the journal across cases.
///
/// The entries of the cases that you may see, and those about the users, the groups and the whole
/// of your organisation, with sign-ins, refusals and reads, and about the service itself: the
/// latest first. What you are not shown, and what you may not read, is left out as in the journal
/// of a case; the places from which people signed in are for whoever manages them.
#[utoipa::path(tag = "journal", params(ListJournal),
    responses((status = 200, description = "A page of entries.", body = JournalPage)))]
#[get("/v1/journal")]
async fn list_journal_entries(
    app: Data<App>,
    caller: Caller<can::ReadWholeJournal>,
    list: Paged<ListJournal>,
) -> Result<Answer> {
    caller.require_permission()?;
    let filter = JournalFilter::from(list.query);
    let place = |entry: &JournalEntry| entry.sequence;
    app.list_at(Cost::Dear, caller.context(), &list.paging, place, move |connection, caller, page| {
        let count = page.count.then(|| query_store::count(connection, caller, &filter)).transpose()?;
        let entries = query_store::list(connection, caller, &filter, page.after, page.fetch)?;
        Ok((redacted::as_read(connection, caller, entries)?, count))
    })
    .await
}
