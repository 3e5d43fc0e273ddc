//! What does not run: a time limit whose rule was no law when the event happened that would start
//! it, and a stored deadline for which no time runs by the docket as it is now.

use super::super::change_reason::{ChangeReason, KeptBecause};
use super::super::computation;
use super::super::model::DeadlineStatus;
use super::super::standing_acts;
use super::super::store::DeadlineRow;
use super::super::transitions::{close, warn_if_closed_but_moved};
use super::{ChangeKind, KeptDeadline, Planner, key};
use crate::error::Result;
use crate::law::docket::replay::{self, LimitOutcome, RunsFrom, TimeLimit};
use crate::law::engine;
use crate::matters::cases::service::proceeding;

impl Planner<'_, '_> {
    /// Whether a time limit does not run, because its rule was no law then, or because it waits for
    /// the end of one that does not run. It is said of the event that is being recorded or
    /// corrected, and of a deadline that ends with it.
    pub(super) fn is_without_law(&mut self, limit: &TimeLimit, row: Option<&DeadlineRow>) -> Result<bool> {
        if row.is_none() && matches!(limit.outcome, LimitOutcome::Ended { .. }) {
            return Ok(false);
        }
        if let RunsFrom::Expiry { of, or_event: None, .. } = &limit.runs_from
            && self.without_law.contains(of)
        {
            self.drop_limit(limit);
            return Ok(true);
        }
        let point = computation::point(self.planning, self.state, &mut self.known, limit)?;
        let Some(warning) = computation::no_law(self.planning, limit, point) else { return Ok(false) };
        // While what it rests on is the same, a change of the catalog alone ends nothing.
        let basis = row.and_then(|row| row.basis.as_deref());
        if let Some(basis) = basis
            && basis == computation::basis(self.planning, limit, point)?
        {
            return Ok(false);
        }
        let is_touched = self.planning.touched.is_some() && limit.key.started_by == self.planning.touched;
        let ends = row.is_some_and(|row| row.status == DeadlineStatus::Open);
        if (is_touched || ends) && !self.plan.about_event.contains(&warning) {
            self.plan.about_event.push(warning);
        }
        self.drop_limit(limit);
        Ok(true)
    }

    fn drop_limit(&mut self, limit: &TimeLimit) {
        self.known.insert(limit.key.clone(), None);
        self.without_law.insert(limit.key.clone());
    }

    /// Cancels a deadline for which no time runs any more, unless somebody's act holds its date;
    /// one that was closed says that it never ran.
    pub(super) fn update_idle(&mut self, row: &DeadlineRow) -> Result<()> {
        let is_open = row.status == DeadlineStatus::Open;
        let is_by_docket = row.closed_by_event_id.is_some() && !row.closed_by_hand;
        if !(is_open || is_by_docket) {
            return Ok(());
        }
        if standing_acts::holding(row, None)?.is_some()
            && let Some(limit) = replay::kept_by_act(self.state, proceeding(self.planning.case)?, &key(row))
        {
            if is_open && row.trigger_event_id.is_some_and(|event| self.planning.touched == Some(event)) {
                let was_ordered = computation::ordered_before(row).is_some();
                let why =
                    if was_ordered { ChangeReason::no_longer_ordered() } else { ChangeReason::never_ran() };
                let because = KeptBecause::Pinned;
                self.plan.kept.push(KeptDeadline { row: row.clone(), would_be: None, why, because });
            }
            return self.update_existing(&limit, row);
        }
        if is_by_docket {
            return self.report_never_ran(row);
        }
        let mut after = row.clone();
        close(&mut after, DeadlineStatus::Cancelled, self.planning.today, None);
        self.change(ChangeKind::Cancelled, Some(row), after, None);
        Ok(())
    }

    /// Says once that a deadline which the docket closed stays, although by the docket as it is now
    /// its time never ran.
    fn report_never_ran(&mut self, row: &DeadlineRow) -> Result<()> {
        let (mut after, warning) = (row.clone(), engine::kept_although_idle());
        let why = ChangeReason::never_ran();
        if warn_if_closed_but_moved(&mut after, Some(warning))? {
            let because = KeptBecause::Closed(row.status);
            self.plan.kept.push(KeptDeadline { row: row.clone(), would_be: None, why, because });
            self.change(ChangeKind::Corrected, Some(row), after, None);
        }
        Ok(())
    }

    /// Warns of each deadline that somebody completed by the event, where that no longer stands.
    pub(super) fn warn_of_acts_by(&mut self, kept: &[DeadlineRow]) -> Result<()> {
        let Some(event) = self.planning.touched else { return Ok(()) };
        if self.state.occurrences.iter().any(|past| past.by == event) {
            return Ok(());
        }
        for row in kept.iter().filter(|row| row.closed_by_hand && row.closed_by_event_id == Some(event)) {
            let rule = self.planning.rule(&row.rule)?;
            self.plan.about_event.push(engine::completed_by_struck(rule));
        }
        Ok(())
    }
}
