//! Recording and correcting what happened, with all that follows from it.

use super::course::{Course, keep_hearings, replay_checked, with_oddities};
use super::entry::{DocketEntry, judge, row};
use super::main_file::{self, TakenEntry};
use crate::access::context::Context;
use crate::access::fields::not_shown;
use crate::db::types::Json;
use crate::db::{Connection, Mode};
use crate::duties::deadlines;
use crate::duties::deadlines::dependents::{DocketTrace, trace_after, trace_before, write_recalculation};
use crate::duties::deadlines::plan::Change;
use crate::error::{Code, Error, Result};
use crate::external_ids::model::{ExternalIds, ExternallyKnown};
use crate::external_ids::service as external_ids;
use crate::ids::{CaseId, EventId};
use crate::journal::{self, Subject};
use crate::law::docket::heard;
use crate::law::docket::motion_warnings;
use crate::law::docket::replay::{self, State};
use crate::law::docket::time_limits;
use crate::law::engine::{EventFacts, Law, Warning};
use crate::law::proceedings::{HEARING_TEXTS, Proceeding};
use crate::matters::cases;
use crate::matters::cases::CaseRow;
use crate::matters::cases::model::StoredStatus;
use crate::matters::cases::service::proceeding;
use crate::matters::docket::api::{Event, EventInput, EventPatch};
use crate::matters::docket::service::{facts, recorded};
use crate::matters::docket::{EventRow, events, fact_timing, store, validate};
use crate::matters::hearings;
use crate::registry::court_files::orders::{self, OrderEffect};
use crate::registry::docket::api::{Effects, MotionMeant, RecordedEvent};
use crate::unparsed::Unparsed;
use crate::version::{Precondition, Version};
use serde_json::Value;
use std::collections::BTreeMap;

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

/// Replays the docket after the facts of the case changed, and writes the difference.
///
/// # Errors
/// 422 where a date cannot be computed; 409 where the docket no longer fits.
pub fn recalculate(
    connection: &mut Connection,
    caller: &Context,
    case: &CaseRow,
    mode: Mode,
) -> Result<Effects> {
    let proceeding = proceeding(case)?;
    let rows = store::of_case(connection, case.id)?;
    let (state, _) = replay_checked(caller, case, proceeding, &rows, Course::Corrected(None))?;
    let plan = deadlines::service::plan(connection, caller, case, &state, None)?;
    // The clock of the office may be another.
    hearings::service::write(connection, case, (&[], &state.hearings), caller.now)?;
    write_recalculation(connection, caller, case, &state, &plan.changes)?;
    Ok(Effects::of(case.stage.clone(), state.stage, plan, mode))
}

/// Records what happened, with all that follows from it.
///
/// # Errors
/// 404, 403, 412; 422 where the event is wrong; 409 where the stage forbids it.
pub fn record(
    connection: &mut Connection,
    caller: &Context,
    id: CaseId,
    precondition: &Precondition,
    body: &Unparsed<EventInput>,
    mode: Mode,
) -> Result<RecordedEvent> {
    // What is wrong with it is refused below, after what comes first.
    let parsed = body.parse();
    let main = match &parsed {
        Ok(new) => main_file::lock(connection, caller, id, &new.event_type)?,
        Err(_) => None,
    };
    let case = cases::service::lock(connection, caller, id)?;
    precondition.check(case.seen)?;
    let new = parsed?;
    let entry = DocketEntry::sent(new);
    match main {
        Some(main) => main_file::record(connection, caller, (&case.case, &main), entry, mode),
        None => enter(connection, caller, &case.case, entry, mode),
    }
}

/// Puts an entry at the end of the docket of a case that was taken for it.
///
/// # Errors
/// 422 where the event is wrong; 409 where the stage forbids it.
pub(super) fn enter(
    connection: &mut Connection,
    caller: &Context,
    case: &CaseRow,
    DocketEntry { mut event, note, external_ids, origin, moved, motion }: DocketEntry<'_>,
    mode: Mode,
) -> Result<RecordedEvent> {
    let proceeding = proceeding(case)?;
    let definition = validate::event_type(proceeding, &event.event_type)?;
    let rows = store::of_case(connection, case.id)?;
    validate::room(rows.len())?;
    event.position = rows.last().map_or(1, |last| last.position.saturating_add(1));
    let facts = facts(case);
    let mut state = replay::replay(proceeding, &facts, &recorded(&rows)?);
    let heard_before = state.hearings.clone();
    judge(caller, case, (proceeding, definition), (&state, &facts), &event)?;
    let (calendars, office) = (Law::current().calendars, case.place());
    let of_motion = motion_warnings::warnings(proceeding, &state, &facts, &event);
    let of_hearing = heard::warnings(calendars, proceeding, office, &state, &event);
    replay::apply(&mut state, proceeding, &facts, &event);
    let plan = deadlines::service::plan(connection, caller, case, &state, Some(event.id))?;
    let mut warnings = time_limits::warnings(definition, &event);
    warnings.extend(fact_timing::warnings(definition, office, &event));
    warnings.extend(of_motion);
    warnings.extend(of_hearing);
    warnings.extend(plan.warnings()?);
    let row = EventRow {
        origin_id: origin,
        motion_case_id: motion.map(|motion| motion.case_id),
        motion_event_id: motion.map(|motion| motion.event_id),
        ..row(caller, case, event, (note, external_ids))?
    };
    let view = Event::from(row.clone());
    store::insert(connection, &row)?;
    named_elsewhere(connection, &ExternalIds::default(), &row)?;
    let order = orders::follow(connection, caller, case, definition)?;
    warnings.extend(order.and_then(orders::outweighed));
    warnings.extend(order.and_then(orders::lifts_nothing));
    let from = DocketTrace {
        confidentiality: order.map(|order| order.before),
        ..DocketTrace::of(None, &case.stage, trace_before(&plan.changes))
    };
    let to = DocketTrace {
        reason: moved.map(|(_, reason)| reason),
        moved_from: moved.map(|(from, _)| from),
        confidentiality: order.map(|order| order.after),
        ..DocketTrace::of(Some(&view), &state.stage, trace_after(&plan.changes))
    };
    settle(connection, case, proceeding, &state, &plan.changes, order)?;
    hearings::service::write(connection, case, (&heard_before, &state.hearings), caller.now)?;
    journal::append(connection, caller, Subject::Case(case.id), "event.recorded", Some(&from), Some(&to))?;
    let shown = cases::views::of(connection, caller, case)?;
    let about = MotionMeant::of(definition, &state, &row);
    let mut event = events::one(connection, caller, (case, &shown), row)?;
    if mode.is_preview() {
        event.id = None;
    }
    let effects = Effects { about, warnings, ..Effects::of(case.stage.clone(), state.stage, plan, mode) };
    Ok(RecordedEvent { event, effects, in_main_file: None })
}

/// Writes where the case stands, what became of its deadlines, and of its confidentiality.
pub(super) fn settle(
    connection: &mut Connection,
    case: &CaseRow,
    proceeding: &Proceeding,
    state: &State,
    changes: &[Change],
    order: Option<OrderEffect>,
) -> Result<()> {
    let open = proceeding.stage(&state.stage).is_some_and(|stage| stage.open);
    let status = if open { StoredStatus::Open } else { StoredStatus::Closed };
    let order = order.map(|order| order.after).filter(|order| *order != case.confidentiality);
    if state.stage != case.stage || status != case.status || order.is_some() {
        let confidentiality = order.unwrap_or(case.confidentiality);
        let moved = CaseRow { stage: state.stage.clone(), status, confidentiality, ..case.clone() };
        cases::store::update(connection, &moved, order)?;
    }
    deadlines::service::apply(connection, changes)
}

/// Corrects what was recorded: the docket is replayed, open deadlines move, what a court ordered
/// stays.
///
/// # Errors
/// 404, 403, 428, 412; 422 where the event is then wrong; 409 where the docket no longer fits.
pub fn correct(
    connection: &mut Connection,
    caller: &Context,
    (id, event_id): (CaseId, EventId),
    precondition: &Precondition,
    body: &Unparsed<EventPatch>,
    mode: Mode,
) -> Result<RecordedEvent> {
    let TakenEntry { case, before, told } = TakenEntry::take(connection, caller, id, event_id)?;
    precondition.require(Version(before.version))?;
    let mut patch = body.parse()?;
    main_file::refuse_told(connection, caller, &before)?;
    let shown = cases::views::of(connection, caller, &case)?;
    if let Some(hidden) = text_in(&patch).filter(|_| !shown.texts) {
        return Err(Error::invalid(vec![not_shown(&hidden)]));
    }
    let proceeding = proceeding(&case)?;
    // What was recorded when the docket of the main file could not tell of it, it tells of now.
    let late = match told {
        None if before.struck_at.is_none() => {
            main_file::lock(connection, caller, id, &before.event_type)?.filter(|main| main.is_seen)
        }
        _ => None,
    };
    let mut ordered_there = Vec::new();
    let main = told.as_ref().map(|(main, _)| main).or(late.as_ref());
    if let (Some(main), Some(ordered)) = (main, &mut patch.ordered) {
        let all = std::mem::take(ordered);
        let (here, there) = main_file::divide(all, (proceeding, &before.event_type), main)?;
        *ordered = here;
        ordered_there = there;
    }
    let row = patched(&before, patch, caller)?;
    let event = row.recorded()?;
    let definition = validate::event_type(proceeding, &row.event_type)?;
    let kind = (proceeding, definition);
    validate::by_itself(kind, case.place(), &event, Some(caller.now), &[])?;
    if before.struck_at.is_some() {
        return Err(Error::new(Code::Conflict).with_detail(
            "It was struck, and is without effect. Restore it first: POST .../restore.",
            "Cette inscription a été radiée et est sans effet. Rétablissez-la d'abord : POST .../restore.",
        ));
    }
    let mut warnings = time_limits::warnings(definition, &event);
    warnings.extend(fact_timing::warnings(definition, case.place(), &event));
    let of_motion = row.clone();
    let course = Course::Corrected(Some(event_id));
    let mut corrected = put_in_place(connection, caller, &case, (before, row), course, mode)?;
    corrected.effects.warnings.splice(0..0, warnings);
    let Some((main, seen)) = told else {
        let Some(main) = late else { return Ok(corrected) };
        let entry = (&of_motion, ordered_there);
        return main_file::tell_late(connection, caller, (&case, &main), corrected, entry, mode);
    };
    let after = main_file::corrected(caller, (&case, &main.case), &seen, &of_motion, ordered_there)?;
    let course = Course::Corrected(Some(seen.id));
    main_file::follow(connection, caller, &main, (corrected, (seen, after)), course, mode)
}

/// Puts an entry of the docket in the place of what it was, and writes all that follows from it.
pub(super) fn put_in_place(
    connection: &mut Connection,
    caller: &Context,
    case: &CaseRow,
    (before, row): (EventRow, EventRow),
    course: Course<'_>,
    mode: Mode,
) -> Result<RecordedEvent> {
    let proceeding = proceeding(case)?;
    let mut rows = store::of_case(connection, case.id)?;
    let (State { hearings: heard_before, .. }, odd_before) = with_oddities(case, proceeding, &rows)?;
    for kept in rows.iter_mut().filter(|kept| kept.id == row.id) {
        kept.clone_from(&row);
    }
    let (state, odd) = replay_checked(caller, case, proceeding, &rows, course)?;
    keep_hearings(proceeding, &rows, course, (&heard_before, &state.hearings))?;
    let plan = deadlines::service::plan(connection, caller, case, &state, Some(row.id))?;
    store::update(connection, &row)?;
    named_elsewhere(connection, &before.external_ids, &row)?;
    let definition = validate::event_type(proceeding, &row.event_type)?;
    let order = orders::follow(connection, caller, case, definition)?;
    settle(connection, case, proceeding, &state, &plan.changes, order)?;
    hearings::service::write(connection, case, (&heard_before, &state.hearings), caller.now)?;
    let (was, view) = (Event::from(before), Event::from(row.clone()));
    let (action, reason) = match course {
        Course::Corrected(_) => ("event.corrected", None),
        // The reason stands with the entry.
        Course::Struck | Course::Moved(_) => ("event.struck", None),
        Course::Restored(reason) => ("event.restored", Some(reason)),
    };
    let from = DocketTrace {
        confidentiality: order.map(|order| order.before),
        ..DocketTrace::of(Some(&was), &case.stage, trace_before(&plan.changes))
    };
    let moved_to = match course {
        Course::Moved(to) => Some(to),
        _ => None,
    };
    let to = DocketTrace {
        moved_to,
        reason,
        confidentiality: order.map(|order| order.after),
        ..DocketTrace::of(Some(&view), &state.stage, trace_after(&plan.changes))
    };
    journal::append(connection, caller, Subject::Case(case.id), action, Some(&from), Some(&to))?;
    let shown = cases::views::of(connection, caller, case)?;
    let is_news = |odd: &(EventId, Warning)| odd.0 == row.id || !odd_before.contains(odd);
    let mut warnings: Vec<_> = odd.into_iter().filter(is_news).map(|(_, warning)| warning).collect();
    warnings.extend(plan.warnings()?);
    let is_struck = matches!(course, Course::Struck | Course::Moved(_));
    warnings.extend(order.and_then(if is_struck { orders::kept } else { orders::outweighed }));
    let about = MotionMeant::of(definition, &state, &row);
    let event = events::one(connection, caller, (case, &shown), row)?;
    let effects = Effects { about, warnings, ..Effects::of(case.stage.clone(), state.stage, plan, mode) };
    Ok(RecordedEvent { event, effects, in_main_file: None })
}

/// Keeps what other systems call an entry, by which it is found.
///
/// # Errors
/// 409 where another entry of the case is called so.
fn named_elsewhere(connection: &mut Connection, before: &ExternalIds, row: &EventRow) -> Result<()> {
    let known = ExternallyKnown::Event(row.id, row.case_id);
    external_ids::keep(connection, known, (before, &row.external_ids), "")
}

/// The place in a correction of a text that people write, if it has one.
fn text_in(patch: &EventPatch) -> Option<String> {
    let names =
        |facts: &BTreeMap<String, Value>| HEARING_TEXTS.into_iter().find(|fact| facts.contains_key(*fact));
    let note = patch.note.as_ref().map(|_| "/note".to_owned());
    note.or_else(|| Some(format!("/facts/{}", patch.facts.as_ref().and_then(names)?)))
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
    if let Some(about) = patch.about {
        row.about_id = about;
    }
    if let Some(ids) = patch.external_ids {
        row.external_ids = ExternalIds::written(ids);
    }
    if let Some(changes) = patch.facts {
        let mut facts: EventFacts = row.facts.parse()?;
        for (name, value) in changes {
            if value.is_null() {
                facts.remove(&name);
            } else {
                facts.insert(name, value);
            }
        }
        row.facts = Json::of(&facts)?;
    }
    if let Some(ordered) = patch.ordered {
        row.ordered = Json::of(&ordered)?;
    }
    if let Some(note) = patch.note {
        row.note = note;
    }
    row.version = before.version.saturating_add(1);
    row.updated_at = caller.now;
    Ok(row)
}
