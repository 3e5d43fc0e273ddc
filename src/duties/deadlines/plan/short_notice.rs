//! What counts back from a hearing that was set when that time had run already.

use super::super::computation;
use super::super::model::DeadlineStatus;
use super::super::store::DeadlineRow;
use super::Planner;
use crate::error::Result;
use crate::law::docket::replay::{LimitOutcome, PointSet, TimeLimit};
use crate::law::engine;

impl Planner<'_, '_> {
    /// The event that set what a time limit counts back from, where all of it had run by then, or
    /// ran out that very day, on which few could keep it: what the law says of short notice
    /// governs. A date that an order or somebody's act set is another matter.
    pub(super) fn had_run(&self, limit: &TimeLimit, row: &DeadlineRow) -> Result<Option<PointSet>> {
        let is_governed = self.planning.rule(&row.rule)?.short_notice.is_some() && !row.pinned;
        let had_run = |set: &PointSet| set.on.succ_opt().is_some_and(|next| self.is_late(row, next));
        Ok(limit.set.filter(|set| is_governed && limit.ordered.is_none() && had_run(set)))
    }

    /// Whether a time limit still runs, or was met or ended after its last day.
    pub(super) fn is_late_or_running(&self, row: &DeadlineRow, outcome: LimitOutcome) -> bool {
        match outcome {
            LimitOutcome::Running => true,
            LimitOutcome::Met { on, .. } | LimitOutcome::Ended { on, .. } => self.is_late(row, on),
        }
    }

    /// Whether a deadline that had run when its hearing was set rests on the same as it did then.
    pub(super) fn stays_elapsed(&mut self, limit: &TimeLimit, row: &DeadlineRow) -> Result<bool> {
        if row.status != DeadlineStatus::Elapsed || self.had_run(limit, row)?.is_none() {
            return Ok(false);
        }
        let point = computation::point(self.planning, self.state, &mut self.known, limit)?;
        Ok(row.basis == Some(computation::basis(self.planning, limit, point)?))
    }

    /// Warns of a day that the event sets for a hearing after the time for that.
    pub(super) fn warn_if_too_late(&mut self, limit: &TimeLimit, row: &DeadlineRow) -> Result<()> {
        let set = limit.hearing_day.filter(|day| Some(day.by) == self.planning.touched);
        if let (LimitOutcome::Running, Some(day), Some(due_on)) = (limit.outcome, set, row.due_on)
            && day.on > due_on
        {
            let law = self.planning.rule(&row.rule)?.governed_by_version(&row.rule_version);
            self.plan.about_event.push(engine::after_window(law, day.on, due_on));
        }
        self.warn_if_over(limit, row)
    }

    /// Warns of a day that an event sets when the time which counts back from it was over, where no
    /// law says what then governs: whoever owes the notice has to ask for leave.
    fn warn_if_over(&mut self, limit: &TimeLimit, row: &DeadlineRow) -> Result<()> {
        let set = limit.set.filter(|set| Some(set.by) == self.planning.touched && limit.ordered.is_none());
        let rule = self.planning.rule(&row.rule)?;
        if let (LimitOutcome::Running, Some(set), Some(due_on)) = (limit.outcome, set, row.due_on)
            && rule.short_notice.is_none()
            && due_on < set.on
        {
            let law = rule.governed_by_version(&row.rule_version);
            self.plan.about_event.push(engine::was_over(law, due_on, set.on));
        }
        Ok(())
    }
}
