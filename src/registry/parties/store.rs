//! Rows of parties.

#![expect(missing_docs, reason = "the fields of a row are the columns of its table")]

use crate::db::connection::MultiBackend;
use crate::db::dialect::bulk::{self, Column, Values};
use crate::db::schema::parties;
use crate::db::types::Instant;
use crate::db::{Connection, worded};
use crate::error::Result;
use crate::external_ids::lookup_store::known_as;
use crate::external_ids::model::{ExternalId, ExternalIdKind, ExternalIds};
use crate::ids::{CaseId, PartyId, UserId};
use crate::matters::cases::party::{PartyCapacity, PartyKind};
use crate::text::Language;
use chrono::NaiveDate;
use diesel::prelude::*;

/// A party, as stored.
#[derive(Clone, Debug, PartialEq, Eq, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = parties, treat_none_as_null = true)]
pub struct PartyRow {
    pub id: PartyId,
    pub case_id: CaseId,
    pub kind: PartyKind,
    pub capacity: PartyCapacity,
    pub name: String,
    pub language: Option<Language>,
    pub counsel_name: Option<String>,
    pub counsel_firm: Option<String>,
    pub version: i64,
    pub created_at: Instant,
    pub updated_at: Instant,
    pub user_id: Option<UserId>,
    pub date_of_birth: Option<NaiveDate>,
    pub uci: Option<String>,
    pub address: Option<String>,
    pub aliases: Option<String>,
    pub external_ids: ExternalIds,
}

/// All parties of a case, in the order in which they were entered.
pub fn of_case(connection: &mut Connection, case: CaseId) -> Result<Vec<PartyRow>> {
    let found = parties::table.filter(parties::case_id.eq(case)).order(parties::id.asc());
    Ok(worded(connection, found.select(PartyRow::as_select()))?.load(connection)?)
}

/// All parties of some cases, in the order in which they were entered.
pub fn of_cases(connection: &mut Connection, cases: &[CaseId]) -> Result<Vec<PartyRow>> {
    let found = parties::table.filter(parties::case_id.eq_any(cases)).order(parties::id.asc());
    Ok(found.select(PartyRow::as_select()).load(connection)?)
}

/// A page of the parties of a case.
pub fn list(
    connection: &mut Connection,
    case: CaseId,
    external_id: Option<ExternalId>,
    after: Option<PartyId>,
    limit: i64,
) -> Result<Vec<PartyRow>> {
    let mut query = filtered(case, external_id);
    if let Some(after) = after {
        query = query.filter(parties::id.gt(after));
    }
    Ok(query.order(parties::id.asc()).limit(limit).select(PartyRow::as_select()).load(connection)?)
}

/// The parties of a case, or the one that another system knows by an id.
fn filtered(case: CaseId, external_id: Option<ExternalId>) -> parties::BoxedQuery<'static, MultiBackend> {
    let query = parties::table.filter(parties::case_id.eq(case)).into_boxed();
    match external_id {
        Some(id) => query.filter(parties::id.eq_any(known_as(ExternalIdKind::Party, id))),
        None => query,
    }
}

/// Counts the parties of a case.
pub fn count(connection: &mut Connection, case: CaseId, external_id: Option<ExternalId>) -> Result<i64> {
    Ok(filtered(case, external_id).count().get_result(connection)?)
}

/// The party of a case with this id.
///
/// # Errors
/// 404 where the case has no such party.
pub fn find(connection: &mut Connection, case: CaseId, id: PartyId) -> Result<PartyRow> {
    let found = parties::table.filter(parties::id.eq(id)).filter(parties::case_id.eq(case));
    Ok(found.select(PartyRow::as_select()).first(connection)?)
}

/// Inserts a party.
pub fn insert(connection: &mut Connection, party: &PartyRow) -> Result<()> {
    diesel::insert_into(parties::table).values(party).execute(connection)?;
    Ok(())
}

const COLUMNS: [Column; 17] = [
    ("id", "uuid"),
    ("case_id", "uuid"),
    ("kind", "text"),
    ("capacity", "text"),
    ("name", "text"),
    ("language", "text"),
    ("counsel_name", "text"),
    ("counsel_firm", "text"),
    ("version", "bigint"),
    ("created_at", "timestamptz"),
    ("updated_at", "timestamptz"),
    ("user_id", "uuid"),
    ("date_of_birth", "date"),
    ("uci", "text"),
    ("address", "text"),
    ("aliases", "text"),
    ("external_ids", "json"),
];

/// Inserts parties, all in one statement.
pub fn insert_all(connection: &mut Connection, parties: &[PartyRow]) -> Result<()> {
    let values = |row: &PartyRow| -> Result<Values> {
        Ok(vec![
            Some(row.id.to_string()),
            Some(row.case_id.to_string()),
            Some(row.kind.code().to_owned()),
            Some(row.capacity.code().to_owned()),
            Some(row.name.clone()),
            row.language.map(|language| language.code().to_owned()),
            row.counsel_name.clone(),
            row.counsel_firm.clone(),
            Some(row.version.to_string()),
            Some(row.created_at.written()),
            Some(row.updated_at.written()),
            row.user_id.map(|user| user.to_string()),
            row.date_of_birth.map(|day| day.to_string()),
            row.uci.clone(),
            row.address.clone(),
            row.aliases.clone(),
            Some(serde_json::to_string(&row.external_ids)?),
        ])
    };
    let values = parties.iter().map(values).collect::<Result<Vec<_>>>()?;
    bulk::insert_missing(connection, "parties", &COLUMNS, &values)?;
    Ok(())
}

/// Whether the row was still of the version before.
pub fn update(connection: &mut Connection, party: &PartyRow, before: i64) -> Result<bool> {
    let row = parties::table.filter(parties::id.eq(party.id)).filter(parties::version.eq(before));
    Ok(diesel::update(row).set(party).execute(connection)? == 1)
}

/// Whether the row was still of the version before.
pub fn delete(connection: &mut Connection, id: PartyId, before: i64) -> Result<bool> {
    let row = parties::table.filter(parties::id.eq(id)).filter(parties::version.eq(before));
    Ok(diesel::delete(row).execute(connection)? == 1)
}
