//! Hours by the clock, and local times as instants.

use super::error::ComputeError;
use super::explain;
use super::forward::{covered, outside};
use super::model::{Computed, Trigger};
use super::running::RunningComputation;
use crate::text::Text;
use chrono::{
    DateTime, FixedOffset, LocalResult, NaiveDate, NaiveTime, Offset as _, TimeDelta, TimeZone as _,
};
use chrono_tz::Tz;

/// The zone of a rule without a calendar.
pub(super) const PRINCIPAL_ZONE: Tz = chrono_tz::America::Toronto;

impl RunningComputation<'_, '_> {
    pub(super) fn hours(&mut self, hours: u32) -> Result<Computed, ComputeError> {
        let at = match self.request.trigger {
            Trigger::On(_) | Trigger::Expiry { .. } => {
                return Err(ComputeError::NeedsTriggerAt(self.rule.code.clone()));
            }
            Trigger::AtLocal(local) => in_zone(PRINCIPAL_ZONE, local.date(), local.time()),
            Trigger::At(at) => at,
        };
        covered(at.naive_local().date())?;
        let due = TimeDelta::try_hours(i64::from(hours)).and_then(|period| at.checked_add_signed(period));
        let due = due.ok_or_else(|| outside(at.naive_local().date()))?;
        // An instant given in the registry's own offset is answered in it, across a change of
        // clocks.
        let there = at.with_timezone(&PRINCIPAL_ZONE);
        let due = if there.offset().fix() == *at.offset() {
            due.with_timezone(&PRINCIPAL_ZONE).fixed_offset()
        } else {
            due
        };
        let day = due.naive_local().date();
        covered(day)?;
        let text = Text::new(
            format!(
                "{hours} hours by the clock, days off included, end at {}.",
                due.format("%Y-%m-%d %H:%M %:z")
            ),
            format!(
                "{hours} heures d'horloge, jours fériés compris, se terminent le {}.",
                due.format("%Y-%m-%d %H:%M %:z")
            ),
        );
        self.steps.push(explain::step("clock", text, Some(day), Some(self.version.citation.clone())));
        Ok(Computed { due_on: Some(day), nominal_on: Some(day), due_at: Some(due), ..self.blank() })
    }
}

/// A local time as an instant. An hour that a change of clocks repeats is taken the first time; in
/// an hour that it leaves out, the same clock time is taken in the offset before.
pub(super) fn in_zone(zone: Tz, day: NaiveDate, time: NaiveTime) -> DateTime<FixedOffset> {
    let local = day.and_time(time);
    match zone.from_local_datetime(&local) {
        LocalResult::Single(at) | LocalResult::Ambiguous(at, _) => at.fixed_offset(),
        LocalResult::None => {
            let earlier = local.checked_sub_signed(TimeDelta::hours(3)).unwrap_or(local);
            let before = zone.offset_from_utc_datetime(&earlier).fix();
            DateTime::from_naive_utc_and_offset(local.checked_sub_offset(before).unwrap_or(local), before)
        }
    }
}
