//! Recording and correcting what happened, with all that follows from it.

use crate::access::context::Context;
use crate::access::fields::not_shown;
use crate::db::types::Json;
use crate::db::{Connection, Mode};
use crate::duties::deadlines;
use crate::duties::deadlines::dependents::{
    DocketTrace, MovedEntry, trace_after, trace_before, write_recalculation,
};
use crate::duties::deadlines::plan::Change;
use crate::error::{Code, Error, Result};
use crate::ids::{CaseId, EventId};
use crate::journal::{self, Subject};
use crate::law::docket::model::DocketEvent;
use crate::law::docket::replay::{self, State};
use crate::law::docket::time_limits;
use crate::law::engine::EventFacts;
use crate::law::proceedings::{HEARING_TEXTS, Proceeding};
use crate::matters::cases;
use crate::matters::cases::CaseRow;
use crate::matters::cases::model::StoredStatus;
use crate::matters::cases::service::proceeding;
use crate::matters::docket::api::{Event, EventPatch, NewEvent};
use crate::matters::docket::service::{facts, recorded};
use crate::matters::docket::{EventRow, store, validate};
use crate::matters::hearings;
use crate::registry::docket::api::{Effects, RecordedEvent};
use crate::text::Text;
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
    let state = replay_checked(caller, case, proceeding, &rows, Course::Corrected)?;
    let plan = deadlines::service::plan(connection, caller, case, &state, None)?;
    // The clock of the office may be another.
    hearings::service::write(connection, case, (&[], &state.hearings), caller.now)?;
    write_recalculation(connection, caller, case, &state, &plan.changes)?;
    Ok(Effects::of(case.stage.clone(), state.stage, plan, mode))
}

/// The act by which a docket is another now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Course<'a> {
    /// An entry, or the case, was corrected.
    Corrected,
    /// An entry was struck.
    Struck,
    /// An entry was struck, and recorded in another case: there.
    Moved(Option<(CaseId, EventId)>),
    /// An entry that was struck counts again, for this reason.
    Restored(&'a str),
}

impl Course<'_> {
    /// The refusal, where an entry could not stand on the docket any more.
    fn refused_at(self, name: &Text, event: &DocketEvent) -> Option<Error> {
        let on = event.occurred_on;
        let (en, fr) = match self {
            Self::Corrected => return None,
            Self::Struck | Self::Moved(_) => (
                format!("\"{}\" of {on} rests on it: strike that first.", name.en),
                format!("« {} » du {on} en dépend : radiez d'abord cette inscription.", name.fr),
            ),
            Self::Restored(_) => (
                format!("With it, \"{}\" of {on} would not fit the docket.", name.en),
                format!("Avec elle, « {} » du {on} ne concorderait pas avec le dossier de la cour.", name.fr),
            ),
        };
        Some(Error::new(Code::DocketOutOfOrder).with_detail(en, fr))
    }
}

/// Replays a docket that is another now, checking at each event that it may still stand where it
/// stands.
fn replay_checked(
    caller: &Context,
    case: &CaseRow,
    proceeding: &Proceeding,
    rows: &[EventRow],
    course: Course<'_>,
) -> Result<State> {
    let facts = facts(case);
    let mut state = replay::opening(proceeding, &facts);
    for event in &recorded(rows)? {
        let definition = validate::event_type(proceeding, &event.event_type)?;
        let name = &definition.name;
        validate::admissible(definition, &state).map_err(|refusal| {
            let refused = || validate::refused(definition, proceeding, &state, refusal);
            course.refused_at(name, event).unwrap_or_else(refused)
        })?;
        let faults = validate::dates(definition, proceeding, &state, &facts, event, caller.today);
        if !faults.is_empty() {
            let on = event.occurred_on;
            return Err(course.refused_at(name, event).unwrap_or_else(|| {
                Error::new(Code::EventOutOfOrder)
                    .with_detail(
                        format!("It would put the docket out of order at \"{}\" of {on}.", name.en),
                        format!("Le dossier de la cour ne serait plus en ordre à « {} » du {on}.", name.fr),
                    )
                    .with_faults(faults)
            }));
        }
        replay::apply(&mut state, proceeding, &facts, event);
    }
    Ok(state)
}

/// An entry to be put at the end of a docket.
pub(super) struct DocketEntry<'a> {
    event: DocketEvent,
    note: Option<String>,
    /// Where it was taken from, and why, where it was recorded in another case.
    moved: Option<(MovedEntry, &'a str)>,
}

impl<'a> DocketEntry<'a> {
    /// An entry of another case's docket, as it is put on this one.
    ///
    /// # Errors
    /// 500 where its facts are no longer readable.
    pub(super) fn copied(row: &EventRow, reason: &'a str) -> Result<Self> {
        let event = DocketEvent { id: EventId::generate(), ..row.recorded()? };
        let from = MovedEntry { case_id: row.case_id, event_id: row.id };
        Ok(Self { event, note: row.note.clone(), moved: Some((from, reason)) })
    }
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
    body: &Unparsed<NewEvent>,
    mode: Mode,
) -> Result<RecordedEvent> {
    let case = cases::service::lock(connection, caller, id)?;
    precondition.check(case.seen)?;
    let new = body.parse()?;
    let event = DocketEvent {
        id: EventId::generate(),
        position: 0,
        event_type: new.event_type,
        occurred_on: new.occurred_on,
        served_on: new.served_on,
        service_method: new.service_method,
        facts: new.facts,
        ordered: new.ordered,
    };
    enter(connection, caller, &case.case, DocketEntry { event, note: new.note, moved: None }, mode)
}

/// Puts an entry at the end of the docket of a case that was taken for it.
///
/// # Errors
/// 422 where the event is wrong; 409 where the stage forbids it.
pub(super) fn enter(
    connection: &mut Connection,
    caller: &Context,
    case: &CaseRow,
    DocketEntry { mut event, note, moved }: DocketEntry<'_>,
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
    let dates = validate::dates(definition, proceeding, &state, &facts, &event, caller.today);
    let kind = (proceeding, definition);
    validate::by_itself(kind, case.office.as_deref(), &event, Some(caller.now), &dates)?;
    if !dates.is_empty() {
        return Err(Error::new(Code::EventOutOfOrder).with_faults(dates));
    }
    validate::admissible(definition, &state)
        .map_err(|refusal| validate::refused(definition, proceeding, &state, refusal))?;
    replay::apply(&mut state, proceeding, &facts, &event);
    let plan = deadlines::service::plan(connection, caller, case, &state, Some(event.id))?;
    let mut warnings = time_limits::warnings(proceeding, definition, &event);
    warnings.extend(plan.too_early()?);
    let row = EventRow {
        id: event.id,
        case_id: case.id,
        position: event.position,
        event_type: event.event_type,
        occurred_on: event.occurred_on,
        served_on: event.served_on,
        service_method: event.service_method,
        facts: Json::of(&event.facts)?,
        ordered: Json::of(&event.ordered)?,
        note,
        recorded_by: caller.user.id,
        recorded_at: caller.now,
        version: 1,
        updated_at: caller.now,
        struck_at: None,
        struck_by: None,
        struck_reason: None,
    };
    let mut view = Event::from(row.clone());
    store::insert(connection, &row)?;
    let from = DocketTrace::of(None, &case.stage, trace_before(&plan.changes));
    let to = DocketTrace {
        reason: moved.map(|(_, reason)| reason),
        moved_from: moved.map(|(from, _)| from),
        ..DocketTrace::of(Some(&view), &state.stage, trace_after(&plan.changes))
    };
    settle(connection, case, proceeding, &state, &plan.changes)?;
    hearings::service::write(connection, case, (&heard_before, &state.hearings), caller.now)?;
    journal::append(connection, caller, Subject::Case(case.id), "event.recorded", Some(&from), Some(&to))?;
    if mode.is_preview() {
        view.id = None;
    }
    let event = view.redacted_for(&cases::views::of(connection, caller, case)?);
    let effects = Effects { warnings, ..Effects::of(case.stage.clone(), state.stage, plan, mode) };
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
    let status = if open { StoredStatus::Open } else { StoredStatus::Closed };
    if state.stage != case.stage || status != case.status {
        let moved = CaseRow { stage: state.stage.clone(), status, ..case.clone() };
        cases::store::update(connection, &moved, None)?;
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
    let case = cases::service::lock(connection, caller, id)?.case;
    let before = store::find(connection, id, event_id)?;
    precondition.require(Version(before.version))?;
    let patch = body.parse()?;
    let shown = cases::views::of(connection, caller, &case)?;
    if let Some(hidden) = text_in(&patch).filter(|_| !shown.texts) {
        return Err(Error::invalid(vec![not_shown(&hidden)]));
    }
    let proceeding = proceeding(&case)?;
    let row = patched(&before, patch, caller)?;
    let event = row.recorded()?;
    let definition = validate::event_type(proceeding, &row.event_type)?;
    let kind = (proceeding, definition);
    validate::by_itself(kind, case.office.as_deref(), &event, Some(caller.now), &[])?;
    if before.struck_at.is_some() {
        return Err(Error::new(Code::Conflict).with_detail(
            "It was struck, and is without effect. Restore it first: POST .../restore.",
            "Cette inscription a été radiée et est sans effet. Rétablissez-la d'abord : POST .../restore.",
        ));
    }
    let mut warnings = time_limits::warnings(proceeding, definition, &event);
    let mut corrected = put_in_place(connection, caller, &case, (before, row), Course::Corrected, mode)?;
    warnings.append(&mut corrected.effects.warnings);
    Ok(RecordedEvent { effects: Effects { warnings, ..corrected.effects }, ..corrected })
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
    let heard_before = replay::replay(proceeding, &facts(case), &recorded(&rows)?).hearings;
    for kept in rows.iter_mut().filter(|kept| kept.id == row.id) {
        kept.clone_from(&row);
    }
    let state = replay_checked(caller, case, proceeding, &rows, course)?;
    let plan = deadlines::service::plan(connection, caller, case, &state, Some(row.id))?;
    store::update(connection, &row)?;
    settle(connection, case, proceeding, &state, &plan.changes)?;
    hearings::service::write(connection, case, (&heard_before, &state.hearings), caller.now)?;
    let (was, view) = (Event::from(before), Event::from(row));
    let (action, reason) = match course {
        Course::Corrected => ("event.corrected", None),
        // The reason stands with the entry.
        Course::Struck | Course::Moved(_) => ("event.struck", None),
        Course::Restored(reason) => ("event.restored", Some(reason)),
    };
    let from = DocketTrace::of(Some(&was), &case.stage, trace_before(&plan.changes));
    let moved_to = match course {
        Course::Moved(Some((case_id, event_id))) => Some(MovedEntry { case_id, event_id }),
        _ => None,
    };
    let to = DocketTrace {
        moved_to,
        reason,
        ..DocketTrace::of(Some(&view), &state.stage, trace_after(&plan.changes))
    };
    journal::append(connection, caller, Subject::Case(case.id), action, Some(&from), Some(&to))?;
    let shown = cases::views::of(connection, caller, case)?;
    let warnings = plan.too_early()?;
    let effects = Effects { warnings, ..Effects::of(case.stage.clone(), state.stage, plan, mode) };
    Ok(RecordedEvent { event: view.redacted_for(&shown), effects })
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
