//! Recording and correcting what happened.

use super::api::{Effects, Event, EventPatch, NewEvent, RecordedEvent};
use super::clocks;
use super::model::{CaseFacts, Recorded};
use super::next_api::NextEvents;
use super::replay::{self, State};
use super::store::{self, EventRow};
use super::validate;
use crate::access::context::Context;
use crate::access::fields::{View, not_shown};
use crate::cases;
use crate::cases::model::CaseStatus;
use crate::cases::service::{proceeding, take};
use crate::cases::store::CaseRow;
use crate::db::Connection;
use crate::db::types::{Instant, Json};
use crate::deadlines;
use crate::deadlines::engine::Facts;
use crate::deadlines::plan::Change;
use crate::error::{Code, Error, Result};
use crate::http::body::Body;
use crate::http::etag::{ETag, Precondition};
use crate::ids::{CaseId, EventId};
use crate::journal::{self, Subject};
use crate::proceedings::{DeadlineDef, Proceeding};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use std::collections::HashMap;

/// What the journal says of a case and its docket after an act.
#[derive(Serialize)]
struct Trace<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    event: Option<&'a Event>,
    stage: &'a str,
    deadlines: Vec<DeadlineTrace<'a>>,
}

/// A deadline that an act changed, in the journal.
#[derive(Serialize)]
struct DeadlineTrace<'a> {
    id: crate::ids::DeadlineId,
    rule: &'a str,
    status: &'a str,
    due_on: Option<NaiveDate>,
}

fn trace_before(changes: &[Change]) -> Vec<DeadlineTrace<'_>> {
    changes.iter().filter_map(|change| change.before.as_ref()).map(trace).collect()
}

fn trace_after(changes: &[Change]) -> Vec<DeadlineTrace<'_>> {
    changes.iter().map(|change| trace(&change.after)).collect()
}

fn trace(row: &deadlines::store::DeadlineRow) -> DeadlineTrace<'_> {
    DeadlineTrace { id: row.id, rule: &row.rule, status: &row.status, due_on: row.due_on }
}

fn facts(case: &CaseRow) -> CaseFacts {
    CaseFacts { decision: case.decision(), side: case.side.clone() }
}

fn recorded(rows: &[EventRow]) -> Result<Vec<Recorded>> {
    rows.iter().map(EventRow::recorded).collect()
}

/// Starts the deadlines that the decision itself starts, when a case is opened.
///
/// # Errors
/// 422 where a date cannot be computed.
pub fn begin(
    connection: &mut Connection,
    caller: &Context,
    case: &CaseRow,
    proceeding: &Proceeding,
) -> Result<()> {
    let state = replay::opening(proceeding, &facts(case));
    let plan = deadlines::service::plan(connection, caller, case, &state, None)?;
    deadlines::service::apply(connection, &plan.changes)
}

/// Replays the docket after the facts of the case changed, and writes the difference; in a dry run, only tells it.
///
/// # Errors
/// 422 where a date cannot be computed; 409 where the docket no longer fits.
pub fn recalculate(
    connection: &mut Connection,
    caller: &Context,
    case: &CaseRow,
    dry: bool,
) -> Result<Effects> {
    let proceeding = proceeding(case)?;
    let rows = store::of_case(connection, case.id)?;
    let state = replay_checked(caller, case, proceeding, &recorded(&rows)?)?;
    let plan = deadlines::service::plan(connection, caller, case, &state, None)?;
    if !dry {
        write_recalculation(connection, caller, case, &state, &plan.changes)?;
    }
    Ok(Effects::of(case.stage.clone(), state.stage, plan, dry))
}

/// After the end of a time was moved by hand: moves what runs from that end.
///
/// # Errors
/// 422 where a date cannot be computed.
pub fn carry_along(connection: &mut Connection, caller: &Context, case: &CaseRow, rule: &str) -> Result<()> {
    let proceeding = proceeding(case)?;
    let waits = |deadline: &DeadlineDef| deadline.expiries().any(|(_, of)| of == rule);
    if !proceeding.deadlines.iter().any(waits) {
        return Ok(());
    }
    let rows = store::of_case(connection, case.id)?;
    let state = replay::replay(proceeding, &facts(case), &recorded(&rows)?);
    let plan = deadlines::service::plan(connection, caller, case, &state, None)?;
    write_recalculation(connection, caller, case, &state, &plan.changes)
}

fn write_recalculation(
    connection: &mut Connection,
    caller: &Context,
    case: &CaseRow,
    state: &State,
    changes: &[Change],
) -> Result<()> {
    if changes.is_empty() {
        return Ok(());
    }
    deadlines::service::apply(connection, changes)?;
    let trace = |deadlines| Trace { event: None, stage: &state.stage, deadlines };
    let (before, after) = (trace(trace_before(changes)), trace(trace_after(changes)));
    journal::append(
        connection,
        caller,
        Subject::Case(case.id),
        "deadlines.recalculated",
        Some(&before),
        Some(&after),
    )
}

/// Replays a docket that was corrected, checking at each event that it may still stand where it stands.
fn replay_checked(
    caller: &Context,
    case: &CaseRow,
    proceeding: &Proceeding,
    events: &[Recorded],
) -> Result<State> {
    let facts = facts(case);
    let mut state = replay::opening(proceeding, &facts);
    for event in events {
        let definition = validate::event_type(proceeding, &event.event_type)?;
        validate::admissible(definition, &state)
            .map_err(|refusal| validate::refused(definition, proceeding, &state, refusal))?;
        let faults = validate::dates(definition, proceeding, &state, &facts, event, caller.today);
        if !faults.is_empty() {
            let name = &definition.name;
            return Err(Error::new(Code::EventOutOfOrder)
                .saying(
                    format!(
                        "It would put the docket out of order at \"{}\" of {}.",
                        name.en, event.occurred_on
                    ),
                    format!(
                        "Le dossier de la cour ne serait plus en ordre à « {} » du {}.",
                        name.fr, event.occurred_on
                    ),
                )
                .with(faults));
        }
        replay::apply(&mut state, proceeding, &facts, event);
    }
    Ok(state)
}

/// Records what happened, with all that follows from it; in a dry run, shows it and writes nothing.
///
/// # Errors
/// 404, 403, 412; 422 where the event is wrong; 409 where the stage forbids it.
pub fn record(
    connection: &mut Connection,
    caller: &Context,
    id: CaseId,
    precondition: &Precondition,
    body: &Body<NewEvent>,
    dry: bool,
) -> Result<RecordedEvent> {
    let case = take(connection, caller, id, dry)?;
    precondition.check(case.seen)?;
    let new = body.parse()?;
    let case = case.case;
    let proceeding = proceeding(&case)?;
    let definition = validate::event_type(proceeding, &new.event_type)?;
    let rows = store::of_case(connection, id)?;
    validate::room(rows.len())?;
    let event = Recorded {
        id: EventId::generate(),
        event_type: new.event_type,
        occurred_on: new.occurred_on,
        served_on: new.served_on,
        service_method: new.service_method,
        facts: new.facts,
        ordered: new.ordered,
    };
    let facts = facts(&case);
    let mut state = replay::replay(proceeding, &facts, &recorded(&rows)?);
    let form = validate::form(definition, proceeding, &event);
    let dates = validate::dates(definition, proceeding, &state, &facts, &event, caller.today);
    if !form.is_empty() {
        return Err(Error::invalid(form).with(dates));
    }
    validate::covered(definition, &event)?;
    if !dates.is_empty() {
        return Err(Error::new(Code::EventOutOfOrder).with(dates));
    }
    validate::admissible(definition, &state)
        .map_err(|refusal| validate::refused(definition, proceeding, &state, refusal))?;
    replay::apply(&mut state, proceeding, &facts, &event);
    let plan = deadlines::service::plan(connection, caller, &case, &state, Some(event.id))?;
    let mut warnings = clocks::warn_of_undecided(proceeding, definition, &event.facts);
    warnings.extend(clocks::warn_of_empty_order(proceeding, definition, &event));
    let row = EventRow {
        id: event.id,
        case_id: id,
        position: rows.last().map_or(1, |last| last.position.saturating_add(1)),
        event_type: event.event_type,
        occurred_on: event.occurred_on,
        served_on: event.served_on,
        service_method: event.service_method,
        facts: Json::of(&event.facts)?,
        ordered: Json::of(&event.ordered)?,
        note: new.note,
        recorded_by: caller.user.id,
        recorded_at: caller.now,
        version: 1,
        updated_at: caller.now,
    };
    let mut view = Event::from(row.clone());
    if dry {
        view.id = None;
    } else {
        store::insert(connection, &row)?;
        let from = Trace { event: None, stage: &case.stage, deadlines: trace_before(&plan.changes) };
        let to = Trace { event: Some(&view), stage: &state.stage, deadlines: trace_after(&plan.changes) };
        settle(connection, &case, proceeding, &state, &plan.changes)?;
        journal::append(connection, caller, Subject::Case(id), "event.recorded", Some(&from), Some(&to))?;
    }
    let event = view.seen(&cases::views::of(connection, caller, &case)?);
    let effects = Effects { warnings, ..Effects::of(case.stage, state.stage, plan, dry) };
    Ok(RecordedEvent { event, effects })
}

/// Writes where the case stands and what became of its deadlines.
fn settle(
    connection: &mut Connection,
    case: &CaseRow,
    proceeding: &Proceeding,
    state: &State,
    changes: &[Change],
) -> Result<()> {
    let open = proceeding.stage(&state.stage).is_some_and(|stage| stage.open);
    let status = if open { CaseStatus::Open } else { CaseStatus::Closed };
    if state.stage != case.stage || status.code() != case.status {
        let moved = CaseRow { stage: state.stage.clone(), status: status.code().to_owned(), ..case.clone() };
        cases::store::update(connection, &moved)?;
    }
    deadlines::service::apply(connection, changes)
}

/// Corrects what was recorded: the docket is replayed, open deadlines move, what a court ordered stays.
///
/// # Errors
/// 404, 403, 428, 412; 422 where the event is then wrong; 409 where the docket no longer fits.
pub fn correct(
    connection: &mut Connection,
    caller: &Context,
    (id, event_id): (CaseId, EventId),
    precondition: &Precondition,
    body: &Body<EventPatch>,
    dry: bool,
) -> Result<RecordedEvent> {
    let case = take(connection, caller, id, dry)?.case;
    let before = store::find(connection, id, event_id)?;
    precondition.require(ETag(before.version))?;
    let patch = body.parse()?;
    let shown = cases::views::of(connection, caller, &case)?;
    if patch.note.is_some() && !shown.texts {
        return Err(Error::invalid(vec![not_shown("/note")]));
    }
    let proceeding = proceeding(&case)?;
    let row = patched(&before, patch, caller)?;
    let event = row.recorded()?;
    let definition = validate::event_type(proceeding, &row.event_type)?;
    let form = validate::form(definition, proceeding, &event);
    if !form.is_empty() {
        return Err(Error::invalid(form));
    }
    validate::covered(definition, &event)?;
    let mut rows = store::of_case(connection, id)?;
    for kept in &mut rows {
        if kept.id == event_id {
            kept.clone_from(&row);
        }
    }
    let state = replay_checked(caller, &case, proceeding, &recorded(&rows)?)?;
    let plan = deadlines::service::plan(connection, caller, &case, &state, Some(event_id))?;
    let mut warnings = clocks::warn_of_undecided(proceeding, definition, &event.facts);
    warnings.extend(clocks::warn_of_empty_order(proceeding, definition, &event));
    let (was, view) = (Event::from(before), Event::from(row.clone()));
    if !dry {
        store::update(connection, &row)?;
        settle(connection, &case, proceeding, &state, &plan.changes)?;
        let from = Trace { event: Some(&was), stage: &case.stage, deadlines: trace_before(&plan.changes) };
        let to = Trace { event: Some(&view), stage: &state.stage, deadlines: trace_after(&plan.changes) };
        journal::append(connection, caller, Subject::Case(id), "event.corrected", Some(&from), Some(&to))?;
    }
    let effects = Effects { warnings, ..Effects::of(case.stage, state.stage, plan, dry) };
    Ok(RecordedEvent { event: view.seen(&shown), effects })
}

fn patched(before: &EventRow, patch: EventPatch, caller: &Context) -> Result<EventRow> {
    let mut row = before.clone();
    if let Some(occurred_on) = patch.occurred_on {
        row.occurred_on = occurred_on;
    }
    if let Some(served_on) = patch.served_on {
        row.served_on = served_on;
    }
    if let Some(method) = patch.service_method {
        row.service_method = method;
    }
    if let Some(changes) = patch.facts {
        let mut facts: Facts = row.facts.parse()?;
        for (name, value) in changes {
            if value.is_null() {
                facts.remove(&name);
            } else {
                facts.insert(name, value);
            }
        }
        row.facts = Json::of(&facts)?;
    }
    if let Some(note) = patch.note {
        row.note = note;
    }
    row.version = before.version.saturating_add(1);
    row.updated_at = caller.now;
    Ok(row)
}

/// What is on the docket of a case, and the state that this makes.
///
/// # Errors
/// The database's own.
pub fn docket_of(connection: &mut Connection, case: &CaseRow) -> Result<(Vec<Recorded>, State)> {
    let recorded = recorded(&store::of_case(connection, case.id)?)?;
    let state = replay::replay(proceeding(case)?, &facts(case), &recorded);
    Ok((recorded, state))
}

/// The stage that a case had reached by the end of a day: by what happened until then, as it is known now, or as it was
/// known at an earlier instant.
///
/// # Errors
/// The database's own.
pub fn stage_at(
    connection: &mut Connection,
    case: &CaseRow,
    day: NaiveDate,
    known_at: Option<Instant>,
) -> Result<String> {
    let mut rows = store::of_case(connection, case.id)?;
    if let Some(known_at) = known_at {
        rows.retain(|row| row.recorded_at <= known_at);
        let corrections = journal::service::since(connection, case.id, "event.corrected", known_at)?;
        // The first correction after that instant says what the event was before it.
        for earlier in corrections.iter().rev() {
            let before: Option<TraceBefore> = earlier.before.as_ref().map(Json::parse).transpose()?;
            let Some(known) = before.and_then(|trace| trace.event) else { continue };
            if let Some(row) = rows.iter_mut().find(|row| row.id == known.id) {
                row.occurred_on = known.occurred_on;
                row.served_on = known.served_on;
                row.facts = known.facts;
                row.ordered = known.ordered;
            }
        }
    }
    rows.retain(|row| row.occurred_on <= day);
    Ok(replay::replay(proceeding(case)?, &facts(case), &recorded(&rows)?).stage)
}

/// What the journal says of an event before it was corrected.
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
}

/// The states of many cases, from two statements.
///
/// # Errors
/// The database's own.
pub fn states(connection: &mut Connection, ids: &[CaseId]) -> Result<Vec<(CaseRow, State)>> {
    let mut dockets = HashMap::<CaseId, Vec<Recorded>>::new();
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
    caller.permit()?;
    let proceeding = proceeding(&case)?;
    let rows = store::of_case(connection, id)?;
    let state = replay::replay(proceeding, &facts(&case), &recorded(&rows)?);
    let items = validate::next(proceeding, &state).map(Into::into).collect();
    Ok(NextEvents { stage: state.stage, items })
}

/// What a case shows of this feature to who is shown it so: for a case that is read with its parts.
///
/// # Errors
/// The database's own.
pub fn of_case(connection: &mut Connection, case: CaseId, view: &View) -> Result<Vec<Event>> {
    Ok(store::of_case(connection, case)?.into_iter().map(|row| Event::from(row).seen(view)).collect())
}
