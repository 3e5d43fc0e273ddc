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
use crate::error::{Error, Result};
use crate::ids::CaseId;
use crate::journal::Subject;
use crate::journal::service::{PendingEntry, append_many, pending_entry};
use crate::law::docket::replay;
use crate::matters::cases::CaseRow;
use crate::matters::cases::service::proceeding;
use crate::matters::docket::api::{Event, EventInput};
use crate::matters::docket::service::facts;
use crate::matters::docket::{store, validate};
use crate::matters::hearings;
use crate::registry::court_files::orders;

/// Enters the docket of a case that was just opened and has no entry yet, and starts the deadlines
/// that the decision and the docket start. The faults of an entry are named under `/events/N`.
///
/// # Errors
/// 422 where an entry is wrong; 409 where its stage forbids it.
pub fn enter(
    connection: &mut Connection,
    caller: &Context,
    case: &CaseRow,
    entries: Vec<EventInput>,
) -> Result<()> {
    let proceeding = proceeding(case)?;
    let facts = facts(case);
    validate::room(entries.len())?;
    let mut state = replay::opening(proceeding, &facts);
    let (mut rows, mut record) = (Vec::new(), Vec::<PendingEntry>::new());
    let mut says_order = None;
    for (index, new) in entries.into_iter().enumerate() {
        let place = format!("/events/{index}");
        let at = |error: Error| error.with_prefix(&place);
        let DocketEntry { mut event, note, .. } = DocketEntry::sent(new);
        event.position = i32::try_from(index).unwrap_or(i32::MAX).saturating_add(1);
        let definition = validate::event_type(proceeding, &event.event_type).map_err(at)?;
        judge(caller, case, (proceeding, definition), (&state, &facts), &event).map_err(at)?;
        let before = DocketTrace::of(None, &state.stage, Vec::new());
        let before = serde_json::to_value(&before)?;
        replay::apply(&mut state, proceeding, &facts, &event);
        let row = row(caller, case, event, note)?;
        let view = Event::from(row.clone());
        let after = DocketTrace::of(Some(&view), &state.stage, Vec::new());
        record.push(pending_entry(Subject::Case(case.id), "event.recorded", Some(&before), Some(&after))?);
        rows.push(row);
        if orders::said_by(definition)?.is_some() {
            says_order = Some(definition);
        }
    }
    for row in &rows {
        store::insert(connection, row)?;
    }
    let mut plan = deadlines::service::plan_history(connection, caller, case, &state)?;
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
    append_many(connection, caller, &record)
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
