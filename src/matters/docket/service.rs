//! Recording and correcting what happened.

use super::api::Event;
use super::next_api::{NextEvent, NextEvents};
use super::{EventRow, admission, events, store};
use crate::access::context::Context;
use crate::access::fields::View;
use crate::db::Connection;
use crate::db::types::{Instant, Json};
use crate::error::{Class, Result};
use crate::ids::{CaseId, EventId};
use crate::journal::{self, Action};
use crate::law::docket::abeyance::{self, HeldInAbeyance};
use crate::law::docket::model::{CaseFacts, DocketEvent};
use crate::law::docket::replay::{self, State};
use crate::law::proceedings::Catalog;
use crate::matters::cases;
use crate::matters::cases::CaseRow;
use crate::matters::cases::service::proceeding;
use crate::matters::links;
use chrono::NaiveDate;
use serde::Deserialize;
use std::collections::HashMap;

/// What the law goes by in a case.
#[must_use]
pub fn facts(case: &CaseRow) -> CaseFacts {
    CaseFacts { decision: case.decision(), side: case.side }
}

/// What was recorded, as the law reads it: what was struck is marked, and without effect.
///
/// # Errors
/// Where a row holds what cannot be read.
pub fn recorded(rows: &[EventRow]) -> Result<Vec<DocketEvent>> {
    rows.iter().map(EventRow::recorded).collect()
}

/// What stands on the docket of a case, and the state that this makes.
pub fn docket_of(connection: &mut Connection, case: &CaseRow) -> Result<(Vec<DocketEvent>, State)> {
    let mut recorded = recorded(&store::of_case(connection, case.id)?)?;
    let state = replay::replay(proceeding(case)?, &facts(case), &recorded);
    recorded.retain(|event| !event.struck);
    Ok((recorded, state))
}

/// The stage that a case had reached by the end of a day: by what happened until then, as it is
/// known now, or as it was known at an earlier instant.
pub fn stage_at(
    connection: &mut Connection,
    case: &CaseRow,
    day: NaiveDate,
    known_at: Option<Instant>,
) -> Result<String> {
    let mut rows = store::of_case(connection, case.id)?;
    if let Some(known_at) = known_at {
        rows.retain(|row| row.recorded_at <= known_at);
        let corrections = journal::service::since(connection, case.id, &CORRECTIONS, known_at)?;
        // The first correction after that instant says what the event was before it.
        for earlier in corrections.iter().rev() {
            let before: Option<TraceBefore> = earlier.before.as_ref().map(Json::parse).transpose()?;
            let Some(known) = before.and_then(|trace| trace.event) else { continue };
            if let Some(row) = rows.iter_mut().find(|row| row.id == known.id) {
                row.occurred_on = known.occurred_on;
                row.served_on = known.served_on;
                row.facts = known.facts;
                row.ordered = known.ordered;
                row.struck_at = known.struck.map(|struck| struck.at);
            }
        }
    }
    rows.retain(|row| row.occurred_on <= day);
    Ok(replay::replay(proceeding(case)?, &facts(case), &recorded(&rows)?).stage)
}

/// The acts that make another of an event than it was.
const CORRECTIONS: [Action; 3] = ["event.corrected", "event.struck", "event.restored"];

/// The journal's record of an event before it was corrected.
#[derive(Deserialize)]
struct TraceBefore {
    event: Option<EventBefore>,
}

#[derive(Deserialize)]
struct EventBefore {
    id: EventId,
    occurred_on: NaiveDate,
    served_on: Option<NaiveDate>,
    facts: Json,
    ordered: Json,
    struck: Option<StruckBefore>,
}

#[derive(Deserialize)]
struct StruckBefore {
    at: Instant,
}

/// The states of many cases, from two statements.
pub fn states(connection: &mut Connection, ids: &[CaseId]) -> Result<Vec<(CaseRow, State)>> {
    let mut dockets = HashMap::<CaseId, Vec<DocketEvent>>::new();
    for row in store::of_cases(connection, ids)? {
        dockets.entry(row.case_id).or_default().push(row.recorded()?);
    }
    let mut states = Vec::with_capacity(ids.len());
    for case in cases::service::of_ids(connection, ids)? {
        let events = dockets.remove(&case.id).unwrap_or_default();
        let state = replay::replay(proceeding(&case)?, &facts(&case), &events);
        states.push((case, state));
    }
    Ok(states)
}

/// What may be recorded now.
///
/// # Errors
/// 404, 403.
pub fn next(connection: &mut Connection, caller: &Context, id: CaseId) -> Result<NextEvents> {
    let case = cases::service::find_visible(connection, caller, id)?;
    caller.require_permission()?;
    let proceeding = proceeding(&case)?;
    let rows = store::of_case(connection, id)?;
    let state = replay::replay(proceeding, &facts(&case), &recorded(&rows)?);
    let main = main_file(connection, caller, &case)?;
    let main = main.as_ref().map(self::proceeding).transpose()?;
    let next = admission::next(proceeding, &state);
    let items = next.map(|definition| NextEvent::new(definition, (proceeding, &state), main)).collect();
    Ok(NextEvents { abeyance: abeyance(&case, &rows)?, stage: state.stage, items })
}

/// The file that a case is a motion in, if the caller may see it.
fn main_file(connection: &mut Connection, caller: &Context, case: &CaseRow) -> Result<Option<CaseRow>> {
    if case.court_file_id.is_none() {
        return Ok(None);
    }
    let Some(main) = links::service::main_file_of(connection, case.id)? else { return Ok(None) };
    match cases::service::find_visible(connection, caller, main) {
        Ok(main) => Ok(Some(main)),
        Err(error) if matches!(error.code().class(), Class::NotFound | Class::Gone) => Ok(None),
        Err(error) => Err(error),
    }
}

/// What a case shows of this feature to who is shown it so: for a case that is read with its parts.
///
/// # Errors
/// 500 where the facts of an event are no longer readable.
pub fn of_case(
    connection: &mut Connection,
    caller: &Context,
    (case, view): (&CaseRow, &View),
) -> Result<(Vec<Event>, Option<HeldInAbeyance>)> {
    let rows = store::of_case(connection, case.id)?;
    let abeyance = abeyance(case, &rows)?;
    Ok((events::shown(connection, caller, (case, view), rows)?, abeyance))
}

/// The abeyance in which a case is by its docket, if it is in one: the last entry about one says
/// it, and nothing else has to be replayed.
fn abeyance(case: &CaseRow, rows: &[EventRow]) -> Result<Option<HeldInAbeyance>> {
    let Some(known) = Catalog::current().proceeding(&case.proceeding) else { return Ok(None) };
    let step = |row: &EventRow| known.event(&row.event_type)?.abeyance;
    let mut standing = rows.iter().rev().filter(|row| row.struck_at.is_none());
    let Some((step, row)) = standing.find_map(|row| Some((step(row)?, row))) else {
        return Ok(None);
    };
    Ok(abeyance::after(step, &row.recorded()?))
}

/// The place of the last entry on the docket of a case: none, if it has none.
pub fn last_position(connection: &mut Connection, case: CaseId) -> Result<i32> {
    Ok(store::last_position(connection, case)?.unwrap_or_default())
}

/// The first day on which anything happened in a case: none, if nothing did.
pub fn first_day(connection: &mut Connection, case: CaseId) -> Result<Option<NaiveDate>> {
    store::first_day(connection, case)
}

/// An event of a case, for work inside that shows it to nobody.
///
/// # Errors
/// 404 if the case has none of this id.
pub fn event(connection: &mut Connection, case: CaseId, id: EventId) -> Result<EventRow> {
    store::find(connection, case, id)
}
