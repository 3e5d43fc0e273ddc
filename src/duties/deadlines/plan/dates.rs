//! The date of a stored deadline: of the docket and the acts, whichever came last holds; below
//! both, what is computed.

use super::super::change_reason::{ChangeReason, KeptBecause};
use super::super::computation::{self, ComputedDate};
use super::super::model::PinnedBy;
use super::super::standing_acts::{self, MovedDate};
use super::super::store::DeadlineRow;
use super::super::transitions::push_previous_date;
use super::{KeptDeadline, Planner, Recomputed};
use crate::error::Result;
use crate::law::docket::replay::TimeLimit;
use crate::law::engine::Trigger;

/// The reasons for which a date is left, beside what an act was by.
const RECALCULATED: &str = "recalculated";
const UNDONE: &str = "undone";

impl Planner<'_, '_> {
    /// Gives an open deadline the date that it should have now, and says who has to act.
    pub(super) fn recompute(&mut self, limit: &TimeLimit, row: &mut DeadlineRow) -> Result<Recomputed> {
        let before = std::mem::replace(&mut row.actor, self.planning.actor(limit)?);
        Ok(match self.compute_again(limit, row)? {
            Recomputed::Same if row.actor != before => Recomputed::Corrected,
            other => other,
        })
    }

    fn compute_again(&mut self, limit: &TimeLimit, row: &mut DeadlineRow) -> Result<Recomputed> {
        let planning = self.planning;
        let is_touched = limit.ordered.is_some_and(|set| Some(set.by) == planning.touched);
        let is_undone = planning.undone == Some(row.id);
        let point = computation::point(planning, self.state, &mut self.known, limit)?;
        let basis = computation::basis(planning, limit, point)?;
        let same_basis = row.basis.as_deref() == Some(basis.as_str());
        if let Some(moved) = standing_acts::holding(row, limit.ordered)? {
            if !moved.is_shown_by(row)? {
                return self.restore(row, &moved, basis);
            }
            if !same_basis || planning.recalculates || is_touched {
                self.report_moved(limit, row, point, !same_basis || is_touched)?;
            }
            return Ok(self.refresh_watch(row));
        }
        let is_settled = row.pinned == limit.ordered.is_some()
            && limit.ordered.is_none_or(|set| row.due_on == Some(set.due_on));
        if is_settled && !is_touched && !is_undone {
            if same_basis && !planning.recalculates {
                return Ok(self.refresh_watch(row));
            }
            if row.pinned {
                self.report_ordered(limit, row)?;
                return Ok(self.refresh_watch(row));
            }
        }
        let fresh = computation::compute_date(planning, limit, point)?;
        let (due_on, due_at) = (fresh.computed.due_on, fresh.computed.due_at.map(|at| at.to_rfc3339()));
        let before = row.clone();
        let why = match (is_undone, limit.ordered) {
            (true, _) => ChangeReason::undone(before.due_on),
            // The date before was no order's: there is nothing to compare this one with.
            (false, Some(set)) if computation::ordered_before(&before) != before.due_on => {
                ChangeReason::set_by(set)
            }
            _ => ChangeReason::of(row, &fresh),
        };
        fresh.write(row, planning.side())?;
        if due_on == before.due_on && due_at == before.due_at {
            let same = DeadlineRow { basis: before.basis.clone(), ..row.clone() } == before;
            // A basis that was not known before is written down in passing, when something else is.
            return Ok(if same && before.basis.is_some() { Recomputed::Same } else { Recomputed::Corrected });
        }
        let reason = match limit.ordered {
            _ if is_undone => UNDONE,
            Some(_) => PinnedBy::Order.code(),
            None => RECALCULATED,
        };
        row.previous_dates.clone_from(&before.previous_dates);
        push_previous_date(row, &before, reason, Some(&why), planning.author())?;
        row.remind_on = Some(planning.today);
        Ok(Recomputed::Moved(why))
    }

    /// Moves the day that a deadline is watched by, which follows the side of the case, too.
    fn refresh_watch(&self, row: &mut DeadlineRow) -> Recomputed {
        let watched = computation::watch_on(row, self.planning.side());
        if watched == row.watch_on {
            return Recomputed::Same;
        }
        row.watch_on = watched;
        row.remind_on = Some(self.planning.today);
        Recomputed::Corrected
    }

    /// Gives a deadline back the date that an act had set, after what had set another is gone.
    fn restore(&self, row: &mut DeadlineRow, moved: &MovedDate, basis: String) -> Result<Recomputed> {
        let planning = self.planning;
        let before = row.clone();
        moved.write(row)?;
        row.basis = Some(basis);
        row.watch_on = computation::watch_on(row, planning.side());
        if row.due_on == before.due_on {
            return Ok(Recomputed::Corrected);
        }
        let (reason, why) = if planning.undone == Some(row.id) {
            (UNDONE, ChangeReason::undone(before.due_on))
        } else {
            (RECALCULATED, ChangeReason::no_longer_ordered())
        };
        push_previous_date(row, &before, reason, Some(&why), planning.author())?;
        row.remind_on = Some(planning.today);
        Ok(Recomputed::Moved(why))
    }

    /// Says that a date which somebody moved stays, if the docket or the law gives another than it
    /// did then.
    fn report_moved(
        &mut self,
        limit: &TimeLimit,
        row: &DeadlineRow,
        point: Option<Trigger>,
        is_changed: bool,
    ) -> Result<()> {
        if point.is_none() && limit.ordered.is_none() {
            return Ok(());
        }
        let fresh = computation::compute_date(self.planning, limit, point)?;
        let why = match limit.ordered {
            Some(set) => is_changed.then(|| ChangeReason::set_by(set)),
            None => ChangeReason::beneath(row, &fresh),
        };
        self.push_kept(row, &fresh, why, KeptBecause::Pinned);
        Ok(())
    }

    /// Says that a date which an order set stays, if a computation gives another than it did then.
    fn report_ordered(&mut self, limit: &TimeLimit, row: &DeadlineRow) -> Result<()> {
        let unordered = TimeLimit { ordered: None, ..limit.clone() };
        let point = computation::point(self.planning, self.state, &mut self.known, &unordered)?;
        if point.is_none() {
            return Ok(());
        }
        let fresh = computation::compute_date(self.planning, &unordered, point)?;
        self.push_kept(row, &fresh, ChangeReason::of_bases(row, &fresh), KeptBecause::Pinned);
        Ok(())
    }

    /// Says of a date that it stays, where another would follow from something that changed.
    pub(super) fn push_kept(
        &mut self,
        row: &DeadlineRow,
        fresh: &ComputedDate,
        why: Option<ChangeReason>,
        because: KeptBecause,
    ) {
        let would_be = fresh.computed.due_on;
        if let Some(why) = why.filter(|_| would_be != row.due_on) {
            self.plan.kept.push(KeptDeadline { row: row.clone(), would_be, why, because });
        }
    }
}
