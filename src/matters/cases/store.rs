//! Rows of cases.

#![expect(missing_docs, reason = "the fields of a row are the columns of its table")]

use super::model::{CaseStatus, StoredStatus};
use super::party::{PartyCapacity, PartyKind};
use crate::access::confidentiality::Confidentiality;
use crate::access::context::Context;
use crate::access::dialect::QueryShape;
use crate::access::portfolio::FileLanguage;
use crate::access::visibility::{held_by, sees_only_held, visible, visible_of_held};
use crate::db::connection::MultiBackend;
use crate::db::schema::{cases, disposals, parties};
use crate::db::types::Instant;
use crate::db::{Connection, worded};
use crate::error::Result;
use crate::external_ids::lookup_store::known_as;
use crate::external_ids::model::{ExternalId, ExternalIdKind, ExternalIds};
use crate::ids::{CaseId, OrganizationId, UserId};
use crate::law::docket::model::{Decision, DecisionLocation};
use crate::law::proceedings::file_number::{SEPARATORS, key};
use crate::law::proceedings::{DecisionBody, Side};
use crate::matters::cases::dialect::{Caseload, StatusCondition};
use chrono::NaiveDate;
use diesel::expression::SqlLiteral;
use diesel::prelude::*;
use diesel::sql_types::Text;

/// A case, as stored.
#[derive(Clone, Debug, PartialEq, Eq, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = cases, treat_none_as_null = true)]
pub struct CaseRow {
    pub id: CaseId,
    pub organization_id: OrganizationId,
    pub proceeding: String,
    pub file_number: Option<String>,
    pub style_of_cause: String,
    pub stage: String,
    pub status: StoredStatus,
    pub classification: i16,
    pub language: FileLanguage,
    pub office: Option<String>,
    pub decision_body: Option<String>,
    pub decided_on: Option<NaiveDate>,
    pub notified_on: Option<NaiveDate>,
    pub decision_location: Option<DecisionLocation>,
    pub version: i64,
    pub created_by: UserId,
    pub created_at: Instant,
    pub updated_at: Instant,
    pub side: Side,
    /// Written by itself, and only where it changes: an order that this process does not know stays
    /// what it is.
    #[diesel(skip_update)]
    pub confidentiality: Confidentiality,
    /// The region of its office, where that is one of the organisation's own.
    pub office_region: Option<String>,
    /// What the law reads in the place of its office, where that is one of the organisation's own.
    pub office_as: Option<String>,
    /// The court file that it shares with others, by the id of one of them; nothing if it has its
    /// file for itself. Written by itself, as are the next two.
    #[diesel(skip_update)]
    pub court_file_id: Option<CaseId>,
    /// The confidentiality that somebody set by hand last; `none`, if nobody did.
    #[diesel(skip_update)]
    pub confidentiality_set: Confidentiality,
    /// Since when it is set so; nothing: since the case was opened.
    #[diesel(skip_update)]
    pub confidentiality_set_at: Option<Instant>,
    pub external_ids: ExternalIds,
}

impl CaseRow {
    /// The place whose clock and days off hold for it.
    #[must_use]
    pub fn place(&self) -> Option<&str> {
        self.office_as.as_deref().or(self.office.as_deref())
    }

    /// The decision under review.
    #[must_use]
    pub fn decision(&self) -> Decision {
        Decision {
            // Some were written before there was a list.
            body: self.decision_body.as_deref().map(DecisionBody::kept),
            decided_on: self.decided_on,
            notified_on: self.notified_on,
            location: self.decision_location,
        }
    }
}

/// The cases that are listed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CaseFilter {
    pub status: Option<CaseStatus>,
    pub proceeding: Option<String>,
    pub stage: Option<String>,
    pub organization: Option<OrganizationId>,
    pub language: Option<FileLanguage>,
    pub office: Option<String>,
    /// Those with one of these keys of file numbers.
    pub file_numbers: Option<Vec<String>>,
    /// Those on which the caller holds a role now: themselves, through a group or a portfolio.
    pub assigned_to: bool,
    pub external_id: Option<ExternalId>,
    pub order: CaseOrder,
}

/// The order of a list of cases.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum CaseOrder {
    /// The latest change first. What changes while one pages goes to the pages that were read.
    #[default]
    Latest,
    /// The earliest change first. What changes while one pages comes again.
    Earliest,
    /// As they were opened: no change moves a case.
    Opened,
}

/// The case with this id, if the caller may see it.
pub fn find_visible(connection: &mut Connection, caller: &Context, id: CaseId) -> Result<Option<CaseRow>> {
    let row = cases::table.filter(cases::id.eq(id)).filter(visible::<cases::table>(caller, QueryShape::Row));
    let row = worded(connection, row.select(CaseRow::as_select()).limit(1))?;
    Ok(row.get_result(connection).optional()?)
}

/// Takes the row for the rest of the transaction and gives it its next version, if the caller may
/// see it.
pub fn lock_visible(connection: &mut Connection, caller: &Context, id: CaseId) -> Result<Option<CaseRow>> {
    let row = cases::table.filter(cases::id.eq(id)).filter(visible::<cases::table>(caller, QueryShape::Row));
    let next = (cases::version.eq(cases::version + 1), cases::updated_at.eq(caller.now));
    let row = diesel::update(row).set(next).returning(cases::all_columns);
    Ok(worded(connection, row)?.kept().get_result(connection).optional()?)
}

/// Inserts a case.
pub fn insert(connection: &mut Connection, case: &CaseRow) -> Result<()> {
    diesel::insert_into(cases::table).values(case).execute(connection)?;
    Ok(())
}

/// Writes a row that [`lock_visible`] took, and what a court has ordered where that changes.
pub fn update(connection: &mut Connection, case: &CaseRow, order: Option<Confidentiality>) -> Result<()> {
    let row = cases::table.filter(cases::id.eq(case.id));
    let order = order.map(|order| cases::confidentiality.eq(order));
    worded(connection, diesel::update(row).set((case, order)))?.kept().execute(connection)?;
    Ok(())
}

/// The key of a case's file number, as [`key`] makes it and as it is indexed.
fn file_number_key() -> SqlLiteral<Text> {
    let separators = SEPARATORS.iter();
    let key =
        separators.fold("cases.file_number".to_owned(), |key, one| format!("replace({key}, '{one}', '')"));
    diesel::dsl::sql(&key)
}

/// The cases with a case's file number that the caller may see, without those of its own court
/// file, the oldest first, so many at most.
pub fn with_same_file_number(
    connection: &mut Connection,
    caller: &Context,
    (case, number): (&CaseRow, &str),
    most: i64,
) -> Result<Vec<CaseId>> {
    let mut others = cases::table
        .filter(file_number_key().eq(key(number)))
        .filter(cases::id.ne(case.id))
        .filter(visible::<cases::table>(caller, QueryShape::Row))
        .into_boxed();
    if let Some(file) = case.court_file_id {
        others = others.filter(cases::court_file_id.is_null().or(cases::court_file_id.ne(file)));
    }
    Ok(others.order(cases::id.asc()).limit(most).select(cases::id).load(connection)?)
}

type CasesQuery = cases::BoxedQuery<'static, MultiBackend>;

fn filtered(caller: &Context, filter: &CaseFilter) -> CasesQuery {
    let mut query = cases::table.filter(visible::<cases::table>(caller, QueryShape::List)).into_boxed();
    let CaseFilter {
        status,
        proceeding,
        stage,
        organization,
        language,
        office,
        file_numbers,
        assigned_to,
        external_id,
        order: _,
    } = filter.clone();
    query = match status {
        Some(status) => query.filter(cases::status.eq(StoredStatus::from(status))),
        None => query.filter(cases::status.ne(StoredStatus::Disposed)),
    };
    if let Some(proceeding) = proceeding {
        query = query.filter(cases::proceeding.eq(proceeding));
    }
    if let Some(stage) = stage {
        query = query.filter(cases::stage.eq(stage));
    }
    if let Some(organization) = organization {
        query = query.filter(cases::organization_id.eq(organization));
    }
    if let Some(language) = language {
        query = query.filter(cases::language.eq(language));
    }
    if let Some(office) = office {
        query = query.filter(cases::office.eq(office));
    }
    if let Some(keys) = file_numbers {
        query = query.filter(file_number_key().eq_any(keys));
    }
    if let Some(id) = external_id {
        query = query.filter(cases::id.eq_any(known_as(ExternalIdKind::Case, id)));
    }
    if assigned_to {
        query = query.filter(held_by(caller));
    }
    query
}

/// A page of cases in their order. Where it can only be of cases that the caller holds, it is
/// read from their caseload, and what walls and clearances keep back of that is filled up from all
/// cases.
pub fn list(
    connection: &mut Connection,
    caller: &Context,
    filter: &CaseFilter,
    after: Option<(Instant, CaseId)>,
    limit: i64,
) -> Result<Vec<CaseRow>> {
    let Some(held) = held(connection, caller, filter, after, limit)? else {
        return walk(connection, caller, filter, after, limit);
    };
    let mut rows = held.rows;
    if held.reached.is_some() {
        let missing = limit - i64::try_from(rows.len()).unwrap_or(limit);
        rows.extend(walk(connection, caller, filter, held.reached, missing)?);
    }
    Ok(rows)
}

/// `le` beside the `or` is what lets the index be entered in the middle.
fn walk(
    connection: &mut Connection,
    caller: &Context,
    filter: &CaseFilter,
    after: Option<(Instant, CaseId)>,
    limit: i64,
) -> Result<Vec<CaseRow>> {
    let mut query = filtered(caller, filter);
    query = match (after, filter.order) {
        (None, _) => query,
        (Some((at, id)), CaseOrder::Latest) => {
            query.filter(cases::updated_at.le(at)).filter(cases::updated_at.lt(at).or(cases::id.lt(id)))
        }
        (Some((at, id)), CaseOrder::Earliest) => {
            query.filter(cases::updated_at.ge(at)).filter(cases::updated_at.gt(at).or(cases::id.gt(id)))
        }
        (Some((_, id)), CaseOrder::Opened) => query.filter(cases::id.gt(id)),
    };
    query = match filter.order {
        CaseOrder::Latest => query.order((cases::updated_at.desc(), cases::id.desc())),
        CaseOrder::Earliest => query.order((cases::updated_at.asc(), cases::id.asc())),
        CaseOrder::Opened => query.order(cases::id.asc()),
    };
    Ok(worded(connection, query.limit(limit).select(CaseRow::as_select()))?.load(connection)?)
}

/// The beginning of a page of held cases.
struct HeldCases {
    rows: Vec<CaseRow>,
    /// The place up to which was looked, if there may be more although the page is not full.
    reached: Option<(Instant, CaseId)>,
}

/// The part of a page that one look at the caller's caseload gives: nearly always all of it.
/// Nothing, if others than the cases they hold could be on it, or if the filter goes by more than
/// the caseload knows.
fn held(
    connection: &mut Connection,
    caller: &Context,
    filter: &CaseFilter,
    after: Option<(Instant, CaseId)>,
    limit: i64,
) -> Result<Option<HeldCases>> {
    let known = CaseFilter {
        status: filter.status,
        assigned_to: filter.assigned_to,
        order: filter.order,
        ..CaseFilter::default()
    };
    let person = &caller.user;
    let is_held = sees_only_held(person) || (filter.assigned_to && person.portfolios.is_empty());
    // A caseload is in the order of the changes.
    if *filter != known || !is_held || filter.order == CaseOrder::Opened {
        return Ok(None);
    }
    let limit = usize::try_from(limit).unwrap_or_default();
    // A few more than are wanted: walls and clearances keep some back.
    let size = limit.saturating_add(2).next_multiple_of(8);
    let caseload = Caseload {
        holders: person.holders().collect(),
        now: caller.now,
        status: known.status.map_or(StatusCondition::IsNot(StoredStatus::Disposed.code()), |status| {
            StatusCondition::Is(status.code())
        }),
        after,
        ascending: filter.order == CaseOrder::Earliest,
        size,
        passing: visible_of_held(caller),
        columns: <CaseRow as Selectable<MultiBackend>>::construct_selection(),
    };
    let lines: Vec<(Instant, CaseId, Option<CaseRow>)> = worded(connection, caseload)?.load(connection)?;
    let (is_all, last) = (lines.len() < size, lines.last().map(|(at, id, _)| (*at, *id)));
    let rows: Vec<_> = lines.into_iter().filter_map(|(_, _, row)| row).take(limit).collect();
    let reached = last.filter(|_| !is_all && rows.len() < limit);
    Ok(Some(HeldCases { rows, reached }))
}

/// The number of cases that the filter lets through.
pub fn count(connection: &mut Connection, caller: &Context, filter: &CaseFilter) -> Result<i64> {
    Ok(filtered(caller, filter).count().get_result(connection)?)
}

/// The cases with these ids, whoever may see them.
pub fn of_ids(connection: &mut Connection, ids: &[CaseId]) -> Result<Vec<CaseRow>> {
    let rows = cases::table.filter(cases::id.eq_any(ids)).order(cases::id.asc());
    Ok(rows.select(CaseRow::as_select()).load(connection)?)
}

/// Those of these cases that the caller may see.
pub fn visible_among(connection: &mut Connection, caller: &Context, ids: &[CaseId]) -> Result<Vec<CaseId>> {
    let rows = cases::table.filter(cases::id.eq_any(ids));
    let rows = rows.filter(visible::<cases::table>(caller, QueryShape::Row));
    Ok(rows.select(cases::id).load(connection)?)
}

/// The cases among these ids, with the status of each.
pub fn known_among(connection: &mut Connection, ids: &[CaseId]) -> Result<Vec<(CaseId, StoredStatus)>> {
    let rows = cases::table.filter(cases::id.eq_any(ids)).order(cases::id.asc());
    Ok(rows.select((cases::id, cases::status)).load(connection)?)
}

/// The cases among these on which the caller holds a role now.
pub fn held_among(connection: &mut Connection, caller: &Context, ids: &[CaseId]) -> Result<Vec<CaseId>> {
    let rows = cases::table.filter(cases::id.eq_any(ids)).filter(held_by(caller));
    Ok(rows.select(cases::id).load(connection)?)
}

/// The cases among these that the caller may see, with what a court has ordered in them.
pub fn orders_among(
    connection: &mut Connection,
    caller: &Context,
    ids: &[CaseId],
) -> Result<Vec<(CaseId, Confidentiality)>> {
    let rows = cases::table.filter(cases::id.eq_any(ids));
    let rows = rows.filter(visible::<cases::table>(caller, QueryShape::Row));
    Ok(rows.select((cases::id, cases::confidentiality)).load(connection)?)
}

/// Raises the versions of these cases and marks them as changed now.
pub fn bump_version(connection: &mut Connection, ids: &[CaseId], now: Instant) -> Result<()> {
    diesel::update(cases::table.filter(cases::id.eq_any(ids)))
        .set((cases::version.eq(cases::version + 1), cases::updated_at.eq(now)))
        .execute(connection)?;
    Ok(())
}

/// The names of the parties of some cases, in the order in which they were entered, with what each
/// is and in which capacity.
pub fn party_names(
    connection: &mut Connection,
    cases: &[CaseId],
) -> Result<Vec<(CaseId, PartyKind, PartyCapacity, String)>> {
    let found = parties::table.filter(parties::case_id.eq_any(cases)).order(parties::id.asc());
    Ok(found.select((parties::case_id, parties::kind, parties::capacity, parties::name)).load(connection)?)
}

/// Counts all cases.
pub fn count_all(connection: &mut Connection) -> Result<i64> {
    Ok(cases::table.count().get_result(connection)?)
}

/// A disposal, as stored.
#[derive(Clone, Debug, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = disposals)]
pub struct DisposalRow {
    pub case_id: CaseId,
    pub authority: String,
    pub entries: i64,
    pub disposed_by: UserId,
    pub disposed_at: Instant,
}

/// Stores a disposal.
///
/// # Errors
/// 409 where the case was disposed of already.
pub fn insert_disposal(connection: &mut Connection, disposal: &DisposalRow) -> Result<()> {
    diesel::insert_into(disposals::table).values(disposal).execute(connection)?;
    Ok(())
}

/// The disposal of a case.
///
/// # Errors
/// 404 where the case was not disposed of.
pub fn find_disposal(connection: &mut Connection, case: CaseId) -> Result<DisposalRow> {
    Ok(disposals::table.find(case).select(DisposalRow::as_select()).first(connection)?)
}
