//! Hours by the clock.

use super::error::ComputeError;
use super::explain;
use super::forward::{covered, outside};
use super::model::{Computed, Trigger};
use super::office_clock::in_zone;
use super::running::RunningComputation;
use crate::law::calendars::dates::spoken;
use crate::text::Text;
use chrono::TimeDelta;

impl RunningComputation<'_, '_> {
    pub(super) fn hours(&mut self, hours: u32) -> Result<Computed, ComputeError> {
        let at = match self.request.trigger {
            Trigger::On(_) | Trigger::Expiry { .. } => {
                return Err(ComputeError::NeedsTriggerAt(self.rule.code.clone()));
            }
            Trigger::AtLocal(local) => in_zone(self.zone(), local.date(), local.time()),
            Trigger::At(at) => at,
        };
        covered(at.naive_local().date())?;
        let due = TimeDelta::try_hours(i64::from(hours)).and_then(|period| at.checked_add_signed(period));
        let due = due.ok_or_else(|| outside(at.naive_local().date()))?;
        // By the clock of the office, across a change of it.
        let due = due.with_timezone(&self.zone()).fixed_offset();
        let day = due.naive_local().date();
        covered(day)?;
        let end = spoken(due.to_utc(), self.zone());
        let text = Text::new(
            format!("{hours} hours by the clock, days off included, end on {}.", end.en),
            format!("{hours} heures d'horloge, jours fériés compris, se terminent le {}.", end.fr),
        );
        self.steps.push(explain::step("clock", text, Some(day), Some(self.version.citation.clone())));
        Ok(Computed { due_on: Some(day), nominal_on: Some(day), due_at: Some(due), ..self.blank() })
    }
}
