//! What runs on while a proceeding is in abeyance.

use super::super::computation::Planning;
use super::super::model::DeadlineStatus;
use super::super::store::DeadlineRow;
use crate::error::Result;
use crate::law::docket::abeyance;
use crate::law::docket::replay::{LimitOutcome, State, TimeLimit, TimeLimitKey};
use crate::law::engine::Warning;
use crate::law::proceedings::ActingSide;
use crate::matters::cases::service::proceeding;

/// Says which time limits of the parties run on, where the event that is being recorded or
/// corrected begins or ends an abeyance: but for those whose date it sets.
pub(super) fn warning<'a>(
    planning: &Planning<'_>,
    state: &State,
    row_of: impl Fn(&TimeLimitKey) -> Option<&'a DeadlineRow>,
) -> Result<Option<Warning>> {
    let Some(event) = planning.touched else { return Ok(None) };
    let past = state.occurrences.iter().find(|past| past.by == event);
    let proceeding = proceeding(planning.case)?;
    let definition = past.and_then(|past| proceeding.event(&past.event_type));
    let Some(step) = definition.and_then(|definition| definition.abeyance) else { return Ok(None) };
    let runs = |limit: &&TimeLimit| {
        limit.outcome == LimitOutcome::Running && limit.ordered.is_none_or(|set| set.by != event)
    };
    let mut running = Vec::new();
    for limit in state.time_limits.iter().filter(runs) {
        let row = row_of(&limit.key).filter(|row| row.status == DeadlineStatus::Open);
        let row = row.filter(|row| !ActingSide::NEUTRAL.contains(&row.actor));
        if let Some((row, day)) = row.and_then(|row| Some((row, row.due_on?))) {
            running.push((planning.rule(&row.rule)?, day));
        }
    }
    Ok(abeyance::runs_on(step, &running))
}
