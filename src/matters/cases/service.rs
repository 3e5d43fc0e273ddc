//! Opening, reading and changing cases.

use super::model::StoredStatus;
use super::{CaseRow, DisposalRow, court_file_store, dialect, store};
use crate::access::classification::Classification;
use crate::access::confidentiality::Confidentiality;
use crate::access::context::Context;
use crate::access::portfolio::FileLanguage;
use crate::clock::registry_day;
use crate::db::Connection;
use crate::db::types::{Instant, Json};
use crate::error::{Code, Error, Fault, Result};
use crate::ids::CaseId;
use crate::journal;
use crate::law::proceedings::{Catalog, Proceeding};
use crate::people::offices;
use crate::people::offices::model::NamedOffice;
use crate::version::Version;
use chrono::NaiveDate;
use serde::Deserialize;
use std::collections::HashSet;

/// The case, if the caller may see it.
///
/// # Errors
/// 404 where there is none, or the caller may not know of it; 410 where it was disposed of.
pub fn find_visible(connection: &mut Connection, caller: &Context, id: CaseId) -> Result<CaseRow> {
    let case = store::find_visible(connection, caller, id)?.ok_or_else(Error::not_found)?;
    trace(connection, caller, &case)?;
    Ok(case)
}

/// Notes that the caller came to a case, if there still is one.
fn trace(connection: &mut Connection, caller: &Context, case: &CaseRow) -> Result<()> {
    caller.trace.case(case.id, Classification::of_rank(case.classification));
    if case.status == StoredStatus::Disposed { Err(disposed(connection, case.id)?) } else { Ok(()) }
}

/// What whoever could see a case is told once it was disposed of.
fn disposed(connection: &mut Connection, case: CaseId) -> Result<Error> {
    let disposal = store::find_disposal(connection, case)?;
    let (on, authority) = (registry_day(disposal.disposed_at), disposal.authority);
    Ok(Error::new(Code::Disposed).with_detail(
        format!("The case was disposed of on {on} under the authority {authority}. What is left is its record: GET /v1/journal."),
        format!("Il a été disposé du dossier le {on} en vertu de l'autorisation {authority}. Il n'en reste que la trace : GET /v1/journal."),
    ))
}

/// A case that was taken for a change.
pub struct Locked {
    /// The row, already of its next version.
    pub case: CaseRow,
    /// The version that a caller may have seen.
    pub seen: Version,
}

/// Takes a case for a change to it or to one of its parts: the first thing that every such use case
/// does.
///
/// # Errors
/// 404 where the caller may not know of it, 410 where it was disposed of, 403 where the caller may
/// not change it.
pub fn lock(connection: &mut Connection, caller: &Context, id: CaseId) -> Result<Locked> {
    let case = store::lock_visible(connection, caller, id)?.ok_or_else(Error::not_found)?;
    trace(connection, caller, &case)?;
    caller.require_permission()?;
    let seen = Version(case.version.saturating_sub(1));
    Ok(Locked { case, seen })
}

/// Takes a case for what follows there from an act on another of its court file, whoever may see
/// it. Nothing, if it was disposed of.
pub fn lock_unseen(connection: &mut Connection, caller: &Context, id: CaseId) -> Result<Option<CaseRow>> {
    court_file_store::lock(connection, id, caller.now)
}

/// The proceeding of a case, from the catalog.
///
/// # Errors
/// 500 where the catalog no longer has it.
pub fn proceeding(case: &CaseRow) -> Result<&'static Proceeding> {
    Catalog::current()
        .proceeding(&case.proceeding)
        .ok_or_else(|| Error::internal(format!("no proceeding {} in the catalog", case.proceeding)))
}

/// The fault of a date that has not come yet, where only the past can be recorded.
#[must_use]
pub fn future(pointer: &str, today: NaiveDate) -> Fault {
    Fault::body(
        pointer,
        "in_the_future",
        format!("This date is in the future: today is {today}. Only what has happened can be recorded."),
        format!(
            "Cette date est dans l'avenir : nous sommes le {today}. Seul ce qui s'est produit peut être consigné."
        ),
    )
}

/// Cases by their ids, for work inside that shows none of them to anybody.
pub fn of_ids(connection: &mut Connection, ids: &[CaseId]) -> Result<Vec<CaseRow>> {
    store::of_ids(connection, ids)
}

/// What portfolios went by in a case at an instant: its office and its language, as the journal has
/// kept them.
pub fn as_it_was(connection: &mut Connection, case: &CaseRow, at: Instant) -> Result<CaseRow> {
    let mut was = case.clone();
    let changed = journal::service::since(connection, case.id, &["case.updated", "case.office_read"], at)?;
    let before = changed.iter().filter_map(|entry| entry.before.as_ref());
    let before: Vec<Before> = before.map(Json::parse).collect::<Result<_, _>>()?;
    if let Some(first) = before.first() {
        was.office.clone_from(&first.office);
    }
    if let Some(language) = before.iter().find_map(|before| before.language) {
        was.language = language;
    }
    if was.office != case.office {
        let named = match &was.office {
            Some(office) => offices::service::named(connection, was.organization_id, office)?,
            None => NamedOffice::default(),
        };
        (was.office_region, was.office_as) = (named.own.region, named.own.read_as);
    }
    Ok(was)
}

/// The journal's record of a case before it was changed, as far as portfolios go.
#[derive(Deserialize)]
struct Before {
    office: Option<String>,
    #[serde(default)]
    language: Option<FileLanguage>,
}

/// The cases that the caller may see and that were changed last, at most so many.
pub fn latest(connection: &mut Connection, caller: &Context, limit: i64) -> Result<Vec<CaseId>> {
    let rows = store::list(connection, caller, &store::CaseFilter::default(), None, limit)?;
    Ok(rows.into_iter().map(|case| case.id).collect())
}

/// Which of these cases the caller may see.
pub fn visible_among(
    connection: &mut Connection,
    caller: &Context,
    ids: &[CaseId],
) -> Result<HashSet<CaseId>> {
    if ids.is_empty() {
        return Ok(HashSet::new());
    }
    Ok(store::visible_among(connection, caller, ids)?.into_iter().collect())
}

/// Gives cases their next version, because a part of each was changed.
pub fn bump_version(connection: &mut Connection, ids: &[CaseId], now: Instant) -> Result<()> {
    store::bump_version(connection, ids, now)
}

/// The other cases of a case's court file, for work inside that shows none of them to anybody: no
/// statement for a case that has its file for itself.
pub fn others_in_file(connection: &mut Connection, case: &CaseRow) -> Result<Vec<CaseRow>> {
    let Some(file) = case.court_file_id else { return Ok(Vec::new()) };
    let mut cases = court_file_store::of_file(connection, file)?;
    cases.retain(|other| other.id != case.id);
    Ok(cases)
}

/// The other cases of the court file of a case that was taken, taken too, for what follows there
/// from what all of their dockets say: whoever acts on another of them at this moment is done
/// before they are read, or waits.
pub fn take_others_in_file(connection: &mut Connection, case: &CaseRow) -> Result<Vec<CaseRow>> {
    let seen = others_in_file(connection, case)?;
    if seen.is_empty() {
        return Ok(seen);
    }
    let ids: Vec<_> = seen.iter().map(|other| other.id).collect();
    dialect::lock_cases(connection, &ids)?;
    store::of_ids(connection, &ids)
}

/// Lets what keeps cases from the public go on doing so, when the dockets that say it are no longer
/// read for them. Where nothing does, an order that is recorded late still counts.
pub fn keep_protected(
    connection: &mut Connection,
    ids: &[CaseId],
    order: Confidentiality,
    now: Instant,
) -> Result<()> {
    if order == Confidentiality::None || ids.is_empty() {
        return Ok(());
    }
    court_file_store::set_by_hand(connection, ids, order, now)
}

/// These cases, and all that share a court file with one of them.
pub fn with_their_files(connection: &mut Connection, ids: &[CaseId]) -> Result<Vec<CaseId>> {
    court_file_store::with_their_files(connection, ids)
}

/// The number of all cases, for work inside that shows it to nobody.
pub fn count_all(connection: &mut Connection) -> Result<i64> {
    store::count_all(connection)
}

/// Stores that a case was disposed of.
///
/// # Errors
/// 409 where it was disposed of already.
pub fn insert_disposal(connection: &mut Connection, disposal: &DisposalRow) -> Result<()> {
    store::insert_disposal(connection, disposal)
}
