//! Rows of deadlines and hearings, as far as telling people of them goes.

#![expect(missing_docs, reason = "the fields of a row are the columns of its table")]

use crate::db::Connection;
use crate::db::dialect::bulk;
use crate::db::schema::{cases, deadlines, hearings, notifications};
use crate::db::types::Instant;
use crate::duties::deadlines::computation::NO_DATE;
use crate::duties::deadlines::model::DeadlineStatus;
use crate::duties::notifications::audience_store::CaseKey;
use crate::error::Result;
use crate::ids::HearingId;
use crate::ids::{CaseId, DeadlineId, OrganizationId, UserId};
use crate::law::proceedings::{Actor, Side};
use crate::matters::hearings::model::HearingStatus;
use chrono::NaiveDate;
use diesel::prelude::*;

/// An open deadline that has to be looked at, with its case.
#[derive(Clone, Debug, PartialEq, Eq, Queryable)]
pub struct DueDeadlineRow {
    pub id: DeadlineId,
    pub rule: String,
    pub actor: Actor,
    pub watch_on: NaiveDate,
    pub due_on: Option<NaiveDate>,
    pub moved_from: Option<NaiveDate>,
    pub moved_by: Option<UserId>,
    pub responsible_user_id: Option<UserId>,
    pub accountable_user_id: Option<UserId>,
    pub case_id: CaseId,
    pub organization_id: OrganizationId,
    pub proceeding: String,
    pub side: Side,
    pub classification: i16,
}

/// A notification that a person was told of a deadline before.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Queryable)]
pub struct ToldRow {
    pub deadline_id: DeadlineId,
    pub user_id: UserId,
    pub watch_on: NaiveDate,
    pub step: i16,
}

/// The first open deadlines that have to be looked at by this day, with their cases.
pub fn to_look_at(
    connection: &mut Connection,
    today: NaiveDate,
    limit: i64,
) -> Result<Vec<(DeadlineId, CaseId)>> {
    let rows = deadlines::table
        .filter(deadlines::status.eq(DeadlineStatus::Open))
        .filter(deadlines::remind_on.le(today));
    Ok(rows
        .order((deadlines::remind_on, deadlines::id))
        .limit(limit)
        .select((deadlines::id, deadlines::case_id))
        .load(connection)?)
}

/// Those of these deadlines that are open and still have to be looked at.
pub fn due(connection: &mut Connection, ids: &[DeadlineId], today: NaiveDate) -> Result<Vec<DueDeadlineRow>> {
    let rows = deadlines::table
        .inner_join(cases::table)
        .filter(deadlines::id.eq_any(ids))
        .filter(deadlines::status.eq(DeadlineStatus::Open))
        .filter(deadlines::remind_on.le(today));
    Ok(rows
        .order((deadlines::case_id, deadlines::id))
        .select((
            deadlines::id,
            deadlines::rule,
            deadlines::actor,
            deadlines::watch_on,
            deadlines::due_on,
            deadlines::moved_from,
            deadlines::moved_by,
            deadlines::responsible_user_id,
            deadlines::accountable_user_id,
            cases::id,
            cases::organization_id,
            cases::proceeding,
            cases::side,
            cases::classification,
        ))
        .load(connection)?)
}

/// The notifications about these deadlines before.
pub fn told(connection: &mut Connection, ids: &[DeadlineId]) -> Result<Vec<ToldRow>> {
    let rows = notifications::table.filter(notifications::deadline_id.eq_any(ids.iter().copied().map(Some)));
    Ok(rows
        .select((
            notifications::deadline_id.assume_not_null(),
            notifications::user_id,
            notifications::watch_on,
            notifications::step,
        ))
        .load(connection)?)
}

/// A deadline that was looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LookedAt {
    pub id: DeadlineId,
    /// The day on which it is looked at again.
    pub again_on: Option<NaiveDate>,
    /// The date of which people were told last, where they do not know the present one yet.
    pub moved_from: Option<NaiveDate>,
}

/// Writes on which day each of these deadlines is looked at again.
pub fn move_on(connection: &mut Connection, looked_at: &[LookedAt]) -> Result<usize> {
    let written = |day: Option<NaiveDate>| day.map(|day| day.to_string());
    let value =
        |row: &LookedAt| vec![Some(row.id.to_string()), written(row.again_on), written(row.moved_from)];
    let rows: Vec<_> = looked_at.iter().map(value).collect();
    let columns = [("id", "uuid"), ("remind_on", "date"), ("moved_from", "date")];
    bulk::update(connection, "deadlines", &columns, &rows)
}

/// Makes every open deadline of an organisation that has a date be looked at by this day.
pub fn look_again(
    connection: &mut Connection,
    organization: OrganizationId,
    today: NaiveDate,
) -> Result<usize> {
    let rows = deadlines::table
        .filter(deadlines::organization_id.eq(organization))
        .filter(deadlines::status.eq(DeadlineStatus::Open))
        .filter(deadlines::watch_on.lt(NO_DATE));
    Ok(diesel::update(rows).set(deadlines::remind_on.eq(today)).execute(connection)?)
}

/// A hearing that has to be looked at, with its case.
#[derive(Clone, Debug, PartialEq, Eq, Queryable)]
pub struct DueHearingRow {
    pub id: HearingId,
    pub hearing_on: NaiveDate,
    pub responsibility: Option<String>,
    pub case_id: CaseId,
    pub organization_id: OrganizationId,
    pub proceeding: String,
    pub classification: i16,
}

impl DueHearingRow {
    /// The case, as far as seeing it goes.
    #[must_use]
    pub const fn matter(&self) -> CaseKey {
        CaseKey {
            case_id: self.case_id,
            organization_id: self.organization_id,
            classification: self.classification,
        }
    }
}

/// A notification that a person was told of a hearing before.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Queryable)]
pub struct ToldHearingRow {
    pub hearing_id: HearingId,
    pub user_id: UserId,
    pub watch_on: NaiveDate,
    pub step: i16,
    pub created_at: Instant,
}

/// The first hearings that have to be looked at by this day, with their cases.
pub fn hearings_to_look_at(
    connection: &mut Connection,
    today: NaiveDate,
    limit: i64,
) -> Result<Vec<(HearingId, CaseId)>> {
    let rows = hearings::table
        .filter(hearings::status.eq(HearingStatus::Scheduled))
        .filter(hearings::remind_on.le(today));
    Ok(rows
        .order((hearings::remind_on, hearings::id))
        .limit(limit)
        .select((hearings::id, hearings::case_id))
        .load(connection)?)
}

/// Those of these hearings that are to be held and still have to be looked at.
pub fn due_hearings(
    connection: &mut Connection,
    ids: &[HearingId],
    today: NaiveDate,
) -> Result<Vec<DueHearingRow>> {
    let rows = hearings::table
        .inner_join(cases::table)
        .filter(hearings::id.eq_any(ids))
        .filter(hearings::status.eq(HearingStatus::Scheduled))
        .filter(hearings::remind_on.le(today));
    Ok(rows
        .order((hearings::case_id, hearings::id))
        .select((
            hearings::id,
            hearings::hearing_on,
            hearings::responsibility,
            cases::id,
            cases::organization_id,
            cases::proceeding,
            cases::classification,
        ))
        .load(connection)?)
}

/// The notifications about these hearings before.
pub fn told_hearings(connection: &mut Connection, ids: &[HearingId]) -> Result<Vec<ToldHearingRow>> {
    let rows = notifications::table.filter(notifications::hearing_id.eq_any(ids.iter().copied().map(Some)));
    Ok(rows
        .select((
            notifications::hearing_id.assume_not_null(),
            notifications::user_id,
            notifications::watch_on,
            notifications::step,
            notifications::created_at,
        ))
        .load(connection)?)
}

/// Writes on which day each of these hearings is looked at again.
pub fn move_hearings_on(
    connection: &mut Connection,
    looked_at: &[(HearingId, Option<NaiveDate>)],
) -> Result<usize> {
    let value = |(id, day): &(HearingId, Option<NaiveDate>)| {
        vec![Some(id.to_string()), day.map(|day| day.to_string())]
    };
    let rows: Vec<_> = looked_at.iter().map(value).collect();
    bulk::update(connection, "hearings", &[("id", "uuid"), ("remind_on", "date")], &rows)
}

/// Makes every hearing of an organisation that is to be held be looked at by this day.
pub fn look_at_hearings_again(
    connection: &mut Connection,
    organization: OrganizationId,
    today: NaiveDate,
) -> Result<usize> {
    let rows = hearings::table
        .filter(hearings::organization_id.eq(organization))
        .filter(hearings::status.eq(HearingStatus::Scheduled));
    Ok(diesel::update(rows).set(hearings::remind_on.eq(today)).execute(connection)?)
}
