//! The last day on which somebody is there to receive what is done.

use super::counting_rules::CountingRules;
use super::error::ComputeError;
use super::explain;
use super::model::Computed;
use super::request;
use super::running::RunningComputation;
use crate::law::proceedings::Actor;
use crate::text::Text;

impl RunningComputation<'_, '_> {
    /// Takes the safe date back to a day on which the office that must receive is open: where
    /// nothing moves the last day, or what moves it counts a day on which nobody is there.
    pub(super) fn safe_while_staffed(
        &mut self,
        rules: &CountingRules<'_>,
        computed: &mut Computed,
    ) -> Result<(), ComputeError> {
        let calendar = self.version.received_at.as_ref().or(rules.method.calendar.as_ref());
        let (Some(due), Some(calendar)) = (computed.due_on, calendar) else { return Ok(()) };
        if self.rule.actor == Actor::Nobody.code() {
            return Ok(());
        }
        let place = request::place(self.calendars, calendar, self.request.office)?;
        let last = computed.safe_on.unwrap_or(due);
        let local = rules.local_days(place.office, last);
        let (mut safe, mut first) = (last, None);
        loop {
            let closed = match place.calendar.closed(safe, place.office)? {
                None if local.binary_search(&safe).is_ok() => Some((local_holiday(), None)),
                closed => closed.map(|reason| (reason.text.clone(), reason.citation.clone())),
            };
            let Some((why, citation)) = closed else { break };
            first = first.or(Some((why, citation.unwrap_or_else(|| place.calendar.citation.clone()))));
            safe = safe.pred_opt().ok_or_else(|| super::forward::outside(safe))?;
        }
        let begun = self.request.trigger.day();
        // Where nobody was there since it began, there is no safer day.
        let is_within = due < begun || safe >= begun;
        if let Some((why, citation)) = first.filter(|_| is_within) {
            computed.safe_on = Some(safe);
            self.readings.push(explain::nobody_there(last, safe, &why, citation));
        }
        Ok(())
    }
}

fn local_holiday() -> Text {
    Text::new("holiday of the place", "jour férié du lieu")
}
