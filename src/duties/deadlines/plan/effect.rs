//! What takes effect on a day that the law sets: an event that says so of a day before meets
//! nothing.

use super::super::store::DeadlineRow;
use super::super::transitions;
use super::{Planner, outcome};
use crate::error::Result;
use crate::law::docket::replay::{self, LimitOutcome, TimeLimit};
use crate::matters::cases::service::proceeding;
use chrono::NaiveDate;

impl Planner<'_, '_> {
    /// The outcome of a time limit, given the date that it has; of what takes effect by law, as if
    /// nothing were recorded that says so of a day before.
    pub(super) fn outcome(&self, limit: &TimeLimit, row: &DeadlineRow) -> Result<LimitOutcome> {
        let mut found = outcome(limit, row);
        if self.too_early(row, found)?.is_none() {
            return Ok(found);
        }
        let proceeding = proceeding(self.planning.case)?;
        let mut state = self.state.clone();
        while let LimitOutcome::Met { by, .. } = found
            && self.too_early(row, found)?.is_some()
            && state.occurrences.iter().any(|past| past.by == by)
        {
            state.occurrences.retain(|past| past.by != by);
            let kept = replay::kept_by_act(&state, proceeding, &limit.key);
            found = kept.map_or(LimitOutcome::Running, |limit| limit.outcome);
        }
        Ok(found)
    }

    /// Warns of an event that says of a day before that it took effect, and says whether that
    /// changed anything.
    pub(super) fn warn_of_effect(&self, limit: &TimeLimit, row: &mut DeadlineRow) -> Result<bool> {
        let early = self.too_early(row, outcome(limit, row))?;
        transitions::warn_of_effect(row, self.planning.rule(&row.rule)?, early)
    }

    /// The day of what meets a time limit, where by law it takes effect only later.
    fn too_early(&self, row: &DeadlineRow, found: LimitOutcome) -> Result<Option<NaiveDate>> {
        let takes_effect = row.due_on.filter(|_| !row.closed_by_hand);
        let (LimitOutcome::Met { on, .. }, Some(day)) = (found, takes_effect) else { return Ok(None) };
        Ok(self.planning.rule(&row.rule)?.takes_effect_by_law().then_some(on).filter(|on| *on < day))
    }
}
