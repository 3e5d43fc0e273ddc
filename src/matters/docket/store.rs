//! Rows of the docket.

#![expect(missing_docs, reason = "the fields of a row are the columns of its table")]

use super::model::MovedEntry;
use crate::db::connection::MultiBackend;
use crate::db::dialect::bulk::{self, Column, Values};
use crate::db::schema::events;
use crate::db::types::{Instant, Json};
use crate::db::{Connection, worded};
use crate::error::Result;
use crate::external_ids::lookup_store::known_as;
use crate::external_ids::model::{ExternalId, ExternalIdKind, ExternalIds};
use crate::ids::{CaseId, EventId, UserId};
use crate::law::docket::model::{DocketEvent, OrderedDate};
use chrono::NaiveDate;
use diesel::dsl::{max, min};
use diesel::prelude::*;

/// An event, as stored.
#[derive(Clone, Debug, PartialEq, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = events, treat_none_as_null = true, treat_none_as_default_value = false)]
pub struct EventRow {
    pub id: EventId,
    pub case_id: CaseId,
    pub position: i32,
    pub event_type: String,
    pub occurred_on: NaiveDate,
    pub served_on: Option<NaiveDate>,
    pub service_method: Option<String>,
    pub facts: Json,
    pub ordered: Json,
    pub note: Option<String>,
    pub recorded_by: UserId,
    pub recorded_at: Instant,
    pub version: i64,
    pub updated_at: Instant,
    /// Since when it is without effect; by whom and why.
    pub struck_at: Option<Instant>,
    pub struck_by: Option<UserId>,
    pub struck_reason: Option<String>,
    /// The first entry that this act was recorded as, if it was moved: of all that have the same,
    /// at most one stands.
    pub origin_id: Option<EventId>,
    /// The entry that it became in another case.
    pub moved_to_case_id: Option<CaseId>,
    pub moved_to_event_id: Option<EventId>,
    /// The entry in the file of a motion that it tells of.
    pub motion_case_id: Option<CaseId>,
    pub motion_event_id: Option<EventId>,
    /// The entry of the same docket that it is about, where it says so.
    pub about_id: Option<EventId>,
    /// What other systems call it.
    pub external_ids: ExternalIds,
}

impl EventRow {
    /// The event as the replay sees it.
    ///
    /// # Errors
    /// 500 where its facts are no longer readable.
    pub fn recorded(&self) -> Result<DocketEvent> {
        Ok(DocketEvent {
            id: self.id,
            position: self.position,
            event_type: self.event_type.clone(),
            occurred_on: self.occurred_on,
            served_on: self.served_on,
            service_method: self.service_method.clone(),
            facts: self.facts.parse()?,
            ordered: self.ordered.parse::<Vec<OrderedDate>>()?,
            about: self.about_id,
            tells: self.motion().is_some(),
            came_from_elsewhere: self.origin_id.is_some_and(|origin| origin != self.id),
            struck: self.struck_at.is_some(),
        })
    }

    /// The first day on which anything of it was done.
    #[must_use]
    pub fn first_day(&self) -> NaiveDate {
        self.served_on.map_or(self.occurred_on, |served_on| served_on.min(self.occurred_on))
    }

    /// The entry in the file of a motion that it tells of, if it tells of one.
    #[must_use]
    pub fn motion(&self) -> Option<MovedEntry> {
        let (case_id, event_id) = self.motion_case_id.zip(self.motion_event_id)?;
        Some(MovedEntry { case_id, event_id })
    }

    /// Where it is in another case, if it was moved there.
    #[must_use]
    pub fn moved_to(&self) -> Option<MovedEntry> {
        let (case_id, event_id) = self.moved_to_case_id.zip(self.moved_to_event_id)?;
        Some(MovedEntry { case_id, event_id })
    }
}

/// The entry that stands of those that were recorded of one act, wherever that is.
pub fn standing_copy(connection: &mut Connection, origin: EventId) -> Result<Option<MovedEntry>> {
    let rows = events::table.filter(events::origin_id.eq(origin)).filter(events::struck_at.is_null());
    let found: Option<(CaseId, EventId)> =
        rows.select((events::case_id, events::id)).first(connection).optional()?;
    Ok(found.map(|(case_id, event_id)| MovedEntry { case_id, event_id }))
}

/// The docket of a case, in the order of recording.
pub fn of_case(connection: &mut Connection, case: CaseId) -> Result<Vec<EventRow>> {
    let rows = events::table.filter(events::case_id.eq(case)).order(events::position.asc());
    Ok(worded(connection, rows.select(EventRow::as_select()))?.load(connection)?)
}

/// The dockets of many cases, each in the order of recording.
pub fn of_cases(connection: &mut Connection, cases: &[CaseId]) -> Result<Vec<EventRow>> {
    let rows = events::table.filter(events::case_id.eq_any(cases));
    let rows = rows.order((events::case_id.asc(), events::position.asc()));
    Ok(rows.select(EventRow::as_select()).load(connection)?)
}

/// The entries of these types on the dockets of some cases, those that were struck among them.
pub fn of_types(connection: &mut Connection, cases: &[CaseId], types: &[&str]) -> Result<Vec<EventRow>> {
    let rows = events::table.filter(events::case_id.eq_any(cases)).filter(events::event_type.eq_any(types));
    Ok(rows.select(EventRow::as_select()).load(connection)?)
}

/// A page of the docket of a case.
pub fn list(
    connection: &mut Connection,
    case: CaseId,
    external_id: Option<ExternalId>,
    after: Option<i32>,
    limit: i64,
) -> Result<Vec<EventRow>> {
    let mut query = filtered(case, external_id);
    if let Some(after) = after {
        query = query.filter(events::position.gt(after));
    }
    Ok(query.order(events::position.asc()).limit(limit).select(EventRow::as_select()).load(connection)?)
}

fn filtered(case: CaseId, external_id: Option<ExternalId>) -> events::BoxedQuery<'static, MultiBackend> {
    let rows = events::table.filter(events::case_id.eq(case)).into_boxed();
    match external_id {
        Some(id) => rows.filter(events::id.eq_any(known_as(ExternalIdKind::Event, id))),
        None => rows,
    }
}

/// The number of events that a case has.
pub fn count(connection: &mut Connection, case: CaseId, external_id: Option<ExternalId>) -> Result<i64> {
    Ok(filtered(case, external_id).count().get_result(connection)?)
}

/// The place of the last event of a case.
pub fn last_position(connection: &mut Connection, case: CaseId) -> Result<Option<i32>> {
    let rows = events::table.filter(events::case_id.eq(case));
    Ok(rows.select(max(events::position)).first(connection)?)
}

/// The day of the first event of a case that stands.
pub fn first_day(connection: &mut Connection, case: CaseId) -> Result<Option<NaiveDate>> {
    let rows = events::table.filter(events::case_id.eq(case)).filter(events::struck_at.is_null());
    Ok(rows.select(min(events::occurred_on)).first(connection)?)
}

/// The event of a case with this id.
///
/// # Errors
/// 404 where the case has no such event.
pub fn find(connection: &mut Connection, case: CaseId, id: EventId) -> Result<EventRow> {
    let row = events::table.filter(events::id.eq(id)).filter(events::case_id.eq(case));
    Ok(row.select(EventRow::as_select()).first(connection)?)
}

/// The entry by which the docket of a file tells of one in a motion's.
pub fn telling_of(connection: &mut Connection, motion: CaseId, entry: EventId) -> Result<Option<EventRow>> {
    Ok(telling_of_any(connection, motion, &[entry])?.pop())
}

/// The entries by which the docket of a file tells of some in a motion's.
pub fn telling_of_any(
    connection: &mut Connection,
    motion: CaseId,
    entries: &[EventId],
) -> Result<Vec<EventRow>> {
    let told = events::motion_event_id.eq_any(entries.iter().copied().map(Some));
    let rows = events::table.filter(told).filter(events::motion_case_id.eq(motion));
    Ok(rows.select(EventRow::as_select()).load(connection)?)
}

/// Inserts an event.
pub fn insert(connection: &mut Connection, event: &EventRow) -> Result<()> {
    let row = diesel::insert_into(events::table).values(event);
    worded(connection, row)?.kept().execute(connection)?;
    Ok(())
}

const COLUMNS: [Column; 24] = [
    ("id", "uuid"),
    ("case_id", "uuid"),
    ("position", "integer"),
    ("type", "text"),
    ("occurred_on", "date"),
    ("served_on", "date"),
    ("service_method", "text"),
    ("facts", "json"),
    ("ordered", "json"),
    ("note", "text"),
    ("recorded_by", "uuid"),
    ("recorded_at", "timestamptz"),
    ("version", "bigint"),
    ("updated_at", "timestamptz"),
    ("struck_at", "timestamptz"),
    ("struck_by", "uuid"),
    ("struck_reason", "text"),
    ("origin_id", "uuid"),
    ("moved_to_case_id", "uuid"),
    ("moved_to_event_id", "uuid"),
    ("motion_case_id", "uuid"),
    ("motion_event_id", "uuid"),
    ("about_id", "uuid"),
    ("external_ids", "json"),
];

impl EventRow {
    /// The values of a new row, in the order of [`COLUMNS`].
    fn values(&self) -> Result<Values> {
        let event = |id: Option<EventId>| id.map(|id| id.to_string());
        let case = |id: Option<CaseId>| id.map(|id| id.to_string());
        Ok(vec![
            Some(self.id.to_string()),
            Some(self.case_id.to_string()),
            Some(self.position.to_string()),
            Some(self.event_type.clone()),
            Some(self.occurred_on.to_string()),
            self.served_on.map(|day| day.to_string()),
            self.service_method.clone(),
            Some(self.facts.get().to_owned()),
            Some(self.ordered.get().to_owned()),
            self.note.clone(),
            Some(self.recorded_by.to_string()),
            Some(self.recorded_at.written()),
            Some(self.version.to_string()),
            Some(self.updated_at.written()),
            self.struck_at.map(Instant::written),
            self.struck_by.map(|user| user.to_string()),
            self.struck_reason.clone(),
            event(self.origin_id),
            case(self.moved_to_case_id),
            event(self.moved_to_event_id),
            case(self.motion_case_id),
            event(self.motion_event_id),
            event(self.about_id),
            Some(serde_json::to_string(&self.external_ids)?),
        ])
    }
}

/// Inserts the events of a docket, all in one statement.
pub fn insert_all(connection: &mut Connection, events: &[EventRow]) -> Result<()> {
    let values = events.iter().map(EventRow::values).collect::<Result<Vec<_>>>()?;
    bulk::insert_missing(connection, "events", &COLUMNS, &values)?;
    Ok(())
}

/// Updates an event.
pub fn update(connection: &mut Connection, event: &EventRow) -> Result<()> {
    let row = diesel::update(events::table.filter(events::id.eq(event.id))).set(event);
    worded(connection, row)?.kept().execute(connection)?;
    Ok(())
}
