//! A docket as it happened, entered all at once: of a case that was kept elsewhere until now.
//!
//! Each entry is judged as if it were recorded by itself, in its order; what follows from all of
//! them is written once. Dates that had passed when the file came in are no alarm: nobody here
//! knows yet what became of them, and they wait to be confirmed
//! ([`DeadlineStatus::ImportedUnconfirmed`]).

use super::entry::{DocketEntry, judge, row};
use super::service::settle;
use crate::access::context::Context;
use crate::db::Connection;
use crate::duties::deadlines;
use crate::duties::deadlines::api::Deadline;
use crate::duties::deadlines::dependents::{DocketTrace, trace_after};
use crate::duties::deadlines::model::DeadlineStatus;
use crate::duties::deadlines::standing_acts::{self, StandingAct};
use crate::duties::deadlines::store::DeadlineRow;
use crate::duties::deadlines::transitions::{self, has_passed};
use crate::error::{Error, Fault, Result};
use crate::external_ids::model::ExternallyKnown;
use crate::external_ids::service as external_ids;
use crate::ids::{CaseId, EventId};
use crate::journal::Subject;
use crate::journal::service::{PendingEntry, append_many, pending_entry};
use crate::law::docket::replay;
use crate::law::engine::PositionInForce;
use crate::matters::cases::CaseRow;
use crate::matters::cases::service::proceeding;
use crate::matters::docket::api::{Event, EventInput};
use crate::matters::docket::service::facts;
use crate::matters::docket::{store, validate};
use crate::matters::hearings;
use crate::registry::court_files::orders;

/// An entry of such a docket.
pub struct HistoryEntry {
    /// The entry.
    pub new: EventInput,
    /// The place on the docket of the entry that it is about, from 1, where it says so by that.
    pub about_entry: Option<usize>,
}

/// The entry that another is about, by the ids of those before it.
///
/// # Errors
/// 422 where there is none at that place, or it is named twice.
pub fn about(
    id: Option<EventId>,
    place: Option<usize>,
    before: &[Option<EventId>],
) -> Result<Option<EventId>> {
    let Some(place) = place else { return Ok(id) };
    if id.is_some() {
        return Err(Error::invalid(vec![Fault::body(
            "/about_entry",
            "named_twice",
            "Name the entry that it is about once: by its id (about), or by its place (about_entry).",
            "Désignez une seule fois l'inscription visée : par son identifiant (about) ou par son rang (about_entry).",
        )]));
    }
    let found = place.checked_sub(1).and_then(|index| before.get(index)).copied().flatten();
    found.map(Some).ok_or_else(|| {
        let most = before.len();
        Error::invalid(vec![Fault::body(
            "/about_entry",
            "no_such_entry",
            format!("It is about an entry before it in the list, which has {most} of them; the first is 1."),
            format!("Elle vise une inscription qui la précède dans la liste; il y en a {most}, et la première porte le numéro 1."),
        )])
    })
}

/// Enters the docket of a case that was just opened and has no entry yet, and starts the deadlines
/// that the decision and the docket start. The faults of an entry are named under `/events/N`.
///
/// What the journal has to say of it goes to the end of `record`, for whoever calls to append.
///
/// # Errors
/// 422 where an entry is wrong; 409 where its stage forbids it.
pub fn enter(
    connection: &mut Connection,
    caller: &Context,
    (case, positions): (&CaseRow, &[PositionInForce]),
    entries: Vec<HistoryEntry>,
    record: &mut Vec<PendingEntry>,
) -> Result<()> {
    let proceeding = proceeding(case)?;
    let facts = facts(case);
    validate::room(entries.len())?;
    let mut state = replay::opening(proceeding, &facts);
    let (mut rows, mut named) = (Vec::new(), Vec::new());
    let (mut says_order, mut ids) = (None, Vec::new());
    for (index, entry) in entries.into_iter().enumerate() {
        let place = format!("/events/{index}");
        let at = |error: Error| by_places(error, &ids).with_prefix(&place);
        let about = about(entry.new.about, entry.about_entry, &ids).map_err(at)?;
        let DocketEntry { mut event, note, external_ids, .. } =
            DocketEntry::sent(EventInput { about, ..entry.new });
        event.position = i32::try_from(index).unwrap_or(i32::MAX).saturating_add(1);
        let definition = validate::event_type(proceeding, &event.event_type).map_err(at)?;
        judge(caller, case, (proceeding, definition), (&state, &facts), &event).map_err(at)?;
        ids.push(Some(event.id));
        let before = DocketTrace::of(None, &state.stage, Vec::new());
        let before = serde_json::to_value(&before)?;
        replay::apply(&mut state, proceeding, &facts, &event);
        let row = row(caller, case, event, (note, external_ids))?;
        let view = Event::from(row.clone());
        let after = DocketTrace::of(Some(&view), &state.stage, Vec::new());
        record.push(pending_entry(Subject::Case(case.id), "event.recorded", Some(&before), Some(&after))?);
        if !row.external_ids.is_empty() {
            let known = ExternallyKnown::Event(row.id, case.id);
            named.push((known, row.external_ids.clone(), place));
        }
        rows.push(row);
        if orders::said_by(definition)?.is_some() {
            says_order = Some(definition);
        }
    }
    store::insert_all(connection, &rows)?;
    external_ids::keep_new(connection, &named)?;
    let mut plan = deadlines::service::plan_history(connection, caller, case, (&state, positions))?;
    for change in &mut plan.changes {
        leave_unconfirmed(caller, &mut change.after)?;
    }
    let order = match says_order {
        Some(definition) => orders::follow(connection, caller, case, definition)?,
        None => None,
    };
    settle(connection, case, proceeding, &state, &plan.changes, order)?;
    hearings::service::write(connection, case, (&[], &state.hearings), caller.now)?;
    if !plan.changes.is_empty() {
        let started = DocketTrace::of(None, &state.stage, trace_after(&plan.changes));
        let nothing = DocketTrace::of(None, &state.stage, Vec::new());
        record.push(pending_entry(
            Subject::Case(case.id),
            "deadlines.taken_over",
            Some(&nothing),
            Some(&started),
        )?);
    }
    Ok(())
}

/// The refusal of an entry of a list, which names those before it by their places: none of them is
/// on a docket that could be corrected.
fn by_places(error: Error, before: &[Option<EventId>]) -> Error {
    let named: Vec<_> = before.iter().enumerate().filter_map(|(index, id)| Some((index, (*id)?))).collect();
    error.reworded(|text| {
        for (index, id) in &named {
            let (place, first) = (format!("/events/{index}"), validate::correct_first(*id));
            text.en = text
                .en
                .replace(&first.en, &format!("It is {place} of the line: correct the one that is wrong."));
            text.fr = text.fr.replace(
                &first.fr,
                &format!("Il s'agit de {place} de la ligne : corrigez celle qui est erronée."),
            );
            text.en = text.en.replace(&id.to_string(), &place);
            text.fr = text.fr.replace(&id.to_string(), &place);
        }
    })
}

/// Leaves a deadline to be confirmed whose day had passed before the file came in, and says whether
/// it is one: what became of it stands in a file that is not here. It is no more an alarm than it
/// is proof of anything.
fn leave_unconfirmed(caller: &Context, row: &mut DeadlineRow) -> Result<bool> {
    let is_alarm = row.status == DeadlineStatus::Missed
        || (row.status == DeadlineStatus::Open && has_passed(row, caller.today));
    if is_alarm {
        transitions::leave_unconfirmed(row, caller.today);
        row.closed_by_user_id = Some(caller.user.id);
        standing_acts::push(row, StandingAct::Closed)?;
    }
    Ok(is_alarm)
}

/// Leaves to be confirmed what an import has just started in a case that was here already, where
/// its day had passed before.
///
/// # Errors
/// 500 where a deadline is no longer readable.
pub fn settle_started(connection: &mut Connection, caller: &Context, case: CaseId) -> Result<()> {
    let mut record = Vec::new();
    for before in deadlines::store::of_case(connection, case)? {
        let mut row = before.clone();
        if before.created_at != caller.now || !leave_unconfirmed(caller, &mut row)? {
            continue;
        }
        row.version = before.version.saturating_add(1);
        deadlines::store::update(connection, &row)?;
        let view = |row: &DeadlineRow| Deadline::from(row.clone());
        let (was, is) = (view(&before), view(&row));
        record.push(pending_entry(Subject::Case(case), "deadlines.taken_over", Some(&was), Some(&is))?);
    }
    append_many(connection, caller, &record)
}
