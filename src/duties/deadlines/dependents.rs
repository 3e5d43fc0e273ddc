//! What runs from the end of another time: moved when that end moves.

use crate::access::confidentiality::Confidentiality;
use crate::access::context::Context;
use crate::db::Connection;
use crate::duties::deadlines;
use crate::duties::deadlines::model::DeadlineStatus;
use crate::duties::deadlines::plan::Change;
use crate::error::Result;
use crate::journal::{self, Subject};
use crate::law::docket::replay::State;
use crate::law::proceedings::DeadlineDef;
use crate::matters::cases::CaseRow;
use crate::matters::cases::service::proceeding;
use crate::matters::docket;
use crate::matters::docket::api::Event;
use crate::matters::docket::model::MovedEntry;
use chrono::NaiveDate;
use serde::Serialize;

/// The journal's record of a case and its docket after an act.
#[derive(Serialize)]
pub struct DocketTrace<'a> {
    /// The event that was recorded or corrected, if there was one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub event: Option<&'a Event>,
    /// The stage of the case.
    pub stage: &'a str,
    /// The deadlines that the act changed.
    pub deadlines: Vec<DeadlineTrace<'a>>,
    /// Where it was taken from, if it was recorded in another case.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub moved_from: Option<MovedEntry>,
    /// Where it was taken to, if it belongs to another case.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub moved_to: Option<MovedEntry>,
    /// The confidentiality order on the case, if the event is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub confidentiality: Option<Confidentiality>,
    /// The reason, where it stands nowhere else.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<&'a str>,
}

impl<'a> DocketTrace<'a> {
    /// The record of an event, if it is one, with what it made of the case.
    #[must_use]
    pub const fn of(event: Option<&'a Event>, stage: &'a str, deadlines: Vec<DeadlineTrace<'a>>) -> Self {
        Self {
            event,
            stage,
            deadlines,
            moved_from: None,
            moved_to: None,
            confidentiality: None,
            reason: None,
        }
    }
}

/// A deadline that an act changed, in the journal.
#[derive(Serialize)]
pub struct DeadlineTrace<'a> {
    id: crate::ids::DeadlineId,
    rule: &'a str,
    status: DeadlineStatus,
    due_on: Option<NaiveDate>,
}

/// The deadlines that were there before some changes.
#[must_use]
pub fn trace_before(changes: &[Change]) -> Vec<DeadlineTrace<'_>> {
    changes.iter().filter_map(|change| change.before.as_ref()).map(trace).collect()
}

/// The deadlines as some changes leave them.
#[must_use]
pub fn trace_after(changes: &[Change]) -> Vec<DeadlineTrace<'_>> {
    changes.iter().map(|change| trace(&change.after)).collect()
}

fn trace(row: &deadlines::store::DeadlineRow) -> DeadlineTrace<'_> {
    DeadlineTrace { id: row.id, rule: &row.rule, status: row.status, due_on: row.due_on }
}

/// Moves what runs from the end of a time, after that end was moved by hand.
///
/// # Errors
/// 422 where a date cannot be computed.
pub fn recalculate_dependents(
    connection: &mut Connection,
    caller: &Context,
    case: &CaseRow,
    rule: &str,
) -> Result<()> {
    let proceeding = proceeding(case)?;
    let waits = |deadline: &DeadlineDef| deadline.expiries().any(|(_, of)| of == rule);
    if !proceeding.deadlines.iter().any(waits) {
        return Ok(());
    }
    let (_, state) = docket::service::docket_of(connection, case)?;
    let plan = deadlines::service::plan(connection, caller, case, &state, None)?;
    write_recalculation(connection, caller, case, &state, &plan.changes)
}

/// Writes what became of the deadlines of a case, with an entry in its journal.
///
/// # Errors
/// Where an entry has no JSON form.
pub fn write_recalculation(
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
    let trace = |deadlines| DocketTrace::of(None, &state.stage, deadlines);
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
