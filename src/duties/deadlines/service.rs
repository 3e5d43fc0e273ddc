//! Deadlines that stay true to the docket and to who holds them. What people do to them is in
//! [`super::acts`].

use super::api::Deadline;
use super::computation::Planning;
use super::plan::{self, Change, Plan};
use super::standing_acts::StandingAct;
use super::store::{self, DeadlineRow};
use super::{holders_store, starting_store};
use crate::access::classification::Classification;
use crate::access::context::Context;
use crate::access::fields::View;
use crate::db::Connection;
use crate::duties::responsibilities;
use crate::error::{Error, Result};
use crate::ids::{CaseId, DeadlineId, EventId};
use crate::law::docket::replay::State;
use crate::law::engine::{Law, PositionInForce};
use crate::matters::cases;
use crate::matters::cases::CaseRow;
use crate::people::profiles;
use std::collections::HashSet;

/// The number of deadlines from which on it is cheaper to write a statement for all of them than to
/// repeat the one that is known already.
const MANY: usize = 5;

/// The changes that a case's deadlines would see, if its docket stood like this.
///
/// # Errors
/// 422 where a date cannot be computed.
pub fn plan(
    connection: &mut Connection,
    caller: &Context,
    case: &CaseRow,
    state: &State,
    touched: Option<EventId>,
) -> Result<Plan> {
    let kept = store::of_case(connection, case.id)?;
    planned(connection, caller, case, state, &kept, Acted { touched, ..Acted::default() })
}

/// The deadlines that a case has whose docket is entered as it happened: those that ended long ago
/// among them.
///
/// # Errors
/// 422 where a date cannot be computed.
pub fn plan_history(
    connection: &mut Connection,
    caller: &Context,
    case: &CaseRow,
    (state, positions): (&State, &[PositionInForce]),
) -> Result<Plan> {
    let acted = Acted { takes_over: true, ..Acted::default() };
    planned_by(connection, caller, case, (state, positions), &[], acted)
}

/// The changes that a case's deadlines see when an act on one of them is taken back; that one as it
/// is without the act.
///
/// # Errors
/// 422 where a date cannot be computed.
pub fn plan_without(
    connection: &mut Connection,
    caller: &Context,
    case: &CaseRow,
    state: &State,
    (row, act): (&DeadlineRow, &StandingAct),
) -> Result<Plan> {
    let undone = matches!(act, StandingAct::Moved(_)).then_some(row.id);
    let mut kept = store::of_case(connection, case.id)?;
    for known in kept.iter_mut().filter(|known| known.id == row.id) {
        known.clone_from(row);
    }
    planned(connection, caller, case, state, &kept, Acted { undone, ..Acted::default() })
}

/// What was acted on.
#[derive(Clone, Copy, Default)]
struct Acted {
    touched: Option<EventId>,
    undone: Option<DeadlineId>,
    takes_over: bool,
}

fn planned(
    connection: &mut Connection,
    caller: &Context,
    case: &CaseRow,
    state: &State,
    kept: &[DeadlineRow],
    acted: Acted,
) -> Result<Plan> {
    let positions = profiles::service::positions_in_force(connection, case.organization_id)?;
    planned_by(connection, caller, case, (state, &positions), kept, acted)
}

/// [`planned`], by the positions that the organisation has taken.
fn planned_by(
    connection: &mut Connection,
    caller: &Context,
    case: &CaseRow,
    (state, positions): (&State, &[PositionInForce]),
    kept: &[DeadlineRow],
    acted: Acted,
) -> Result<Plan> {
    let held = responsibilities::service::held(connection, std::slice::from_ref(case), caller.now)?;
    let planning = Planning {
        law: Law::current(),
        case,
        held: held.first().map(|(_, held)| held),
        positions,
        now: caller.now,
        today: caller.today,
        by: Some(caller.user.id),
        touched: acted.touched,
        undone: acted.undone,
        takes_over: acted.takes_over,
        recalculates: false,
    };
    plan::plan(&planning, state, kept)
}

/// Writes what was planned. The journal's entry is that of the act which caused it.
pub fn apply(connection: &mut Connection, changes: &[Change]) -> Result<()> {
    // One deadline can change in two ways at once; the row that comes of it is written once.
    let (mut written, mut new) = (HashSet::new(), Vec::new());
    for change in changes.iter().rev() {
        if !written.insert(change.after.id) {
            continue;
        }
        let first = changes.iter().find(|other| other.after.id == change.after.id);
        match first.and_then(|first| first.before.as_ref()) {
            None => new.push(&change.after),
            Some(before) => store::update_from(connection, before, &change.after)?,
        }
    }
    if new.len() < MANY {
        return new.into_iter().try_for_each(|row| store::insert(connection, row));
    }
    starting_store::insert_all(connection, &new)
}

/// Writes who now holds the open deadlines of a case: after every change of its assignments.
pub fn refresh_holders(connection: &mut Connection, caller: &Context, case: CaseId) -> Result<()> {
    holders_store::refresh(connection, &[case], caller.now).map(drop)
}

/// The deadline and its case, if the caller may see them.
///
/// # Errors
/// 404, 403.
pub fn find(connection: &mut Connection, caller: &Context, id: DeadlineId) -> Result<(DeadlineRow, CaseRow)> {
    let found = store::find_visible(connection, caller, id)?.ok_or_else(Error::not_found)?;
    caller.trace.case(found.1.id, Classification::of_rank(found.1.classification));
    caller.require_permission()?;
    Ok(found)
}

/// A deadline, as the caller is shown it.
///
/// # Errors
/// 404, 403.
pub fn find_shown(connection: &mut Connection, caller: &Context, id: DeadlineId) -> Result<Deadline> {
    let (row, case) = find(connection, caller, id)?;
    Ok(Deadline::from(row).redacted_for(&cases::views::of(connection, caller, &case)?))
}

/// The part of this feature that a case shows to a reader with this view: for a case that is read
/// with its parts.
pub fn of_case(connection: &mut Connection, case: CaseId, view: &View) -> Result<Vec<Deadline>> {
    Ok(store::of_case(connection, case)?
        .into_iter()
        .map(|row| Deadline::from(row).redacted_for(view))
        .collect())
}
