//! A deadline that waits to be confirmed, when what it rests on changes.

use super::{ChangeKind, Ends, Planner, Recomputed};
use crate::duties::deadlines::store::DeadlineRow;
use crate::duties::deadlines::transitions::{has_passed, leave_unconfirmed, reopen};
use crate::error::Result;
use crate::law::docket::replay::TimeLimit;

impl Planner<'_, '_> {
    /// What waits to be confirmed is computed again like what is open, and opens where its day is
    /// to come.
    pub(super) fn update_unconfirmed(&mut self, limit: &TimeLimit, row: &DeadlineRow) -> Result<()> {
        let today = self.planning.today;
        let mut after = row.clone();
        reopen(&mut after, today)?;
        let moved = match self.recompute(limit, &mut after)? {
            Recomputed::Moved(why) => Some(why),
            Recomputed::Same | Recomputed::Corrected => None,
        };
        self.known.insert(limit.key.clone(), Ends::of(self.planning.law, &after)?);
        if has_passed(&after, today) {
            leave_unconfirmed(&mut after, row.closed_on.unwrap_or(today));
            after.closed_by_user_id = row.closed_by_user_id;
        } else {
            self.change(ChangeKind::Reopened, Some(row), after.clone(), None);
        }
        if moved.is_some() {
            self.change(ChangeKind::Moved, Some(row), after, moved);
        }
        Ok(())
    }
}
