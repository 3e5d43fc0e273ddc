//! Counting back from a hearing.

use super::counting_rules::CountingRules;
use super::error::ComputeError;
use super::explain;
use super::forward::outside;
use super::length::{days_en, days_fr};
use super::model::{Computed, Reading};
use super::office_clock::in_zone;
use super::period::{CountDirection, DaysOff, Run};
use super::running::RunningComputation;
use crate::law::calendars::FIRST_DAY;
use crate::law::calendars::dates::{English, French, named_hour};
use crate::law::proceedings::{Count, Reads, RollTo};
use crate::text::Text;
use chrono::NaiveDate;

impl<'a> RunningComputation<'a, '_> {
    pub(super) fn back(
        &mut self,
        count: &Count,
        rules: &CountingRules<'a>,
        start: NaiveDate,
    ) -> Result<Computed, ComputeError> {
        let mut computed = self.blank();
        let (days, only_working) = if let Some(days) = count.working_days {
            (days, true)
        } else {
            let days = self.days(count, rules, start)?;
            (days, rules.is_short(days))
        };
        let length = if count.working_days.is_some() {
            Text::new(format!("{days} working days before"), format!("{days} jours ouvrables avant"))
        } else if count.clear {
            Text::new(
                format!("at least {} before", days_en(days)),
                format!("au moins {} avant", days_fr(days)),
            )
        } else {
            Text::new(format!("{} before", days_en(days)), format!("{} avant", days_fr(days)))
        };
        self.steps.push(explain::period(self.rule, &length, Some(days), self.version.citation.clone()));
        let mut runs = Vec::new();
        let nominal = nominal_back(rules.stated(), count, start, days, only_working, Some(&mut runs))?;
        self.tell_runs(&runs, rules);
        self.steps.push(explain::counted_back(nominal, count.clear, rules.method.citation.clone()));
        self.finish(rules, nominal, &mut computed, &[])?;
        let due = computed.due_on.unwrap_or(nominal);
        for (_, reading) in self.past_recesses(rules, nominal)? {
            self.safer(&mut computed, reading);
        }
        for spec in rules.method.readings.iter().chain(&self.version.readings) {
            let position = match (spec.reads, spec.recess.as_deref()) {
                (Reads::SkipsRecess, Some(recess)) => {
                    rules.calendar().and_then(|calendar| calendar.recess(recess))
                }
                _ => None,
            };
            let Some(position) = position else { continue };
            let days_off = DaysOff { reading: Some((position, spec.days_from)), ..rules.stated() };
            let nominal = nominal_back(days_off, count, start, days, only_working, None)?;
            let date = days_off.rolled(nominal, RollTo::WorkingDayBefore)?;
            self.safer(&mut computed, explain::reading(spec, date));
        }
        if let Some(reading) = &rules.method.local_holidays {
            let local = rules.local_around(due);
            if !local.is_empty() {
                let days_off = DaysOff { local: &local, ..rules.stated() };
                let nominal = nominal_back(days_off, count, start, days, only_working, None)?;
                let safe = days_off.rolled(nominal, RollTo::WorkingDayBefore)?;
                let reading = explain::local_reading(reading.text.clone(), reading.citation.clone(), safe);
                self.safer(&mut computed, reading);
            }
        }
        let due = computed.due_on.unwrap_or(due);
        if let Some(time) = count.by_time {
            computed.due_at = Some(in_zone(self.zone(), due, time));
            let hour = named_hour(in_zone(self.zone(), due, time), Some(self.zone()));
            let text = Text::new(
                format!("By {} of that day: {}.", hour.en, English(due)),
                format!("Au plus tard à {} ce jour-là : {}.", hour.fr, French(due)),
            );
            self.steps.push(explain::step("clock", text, Some(due), Some(self.version.citation.clone())));
        }
        Ok(computed)
    }

    /// Takes a reading into account on which one has to be done earlier: it gives the safe date,
    /// or, if it was adopted, the date itself.
    fn safer(&mut self, computed: &mut Computed, reading: Reading) {
        let Some(due) = computed.due_on else { return };
        match self.position(&reading.code).cloned() {
            Some(taken) if taken.adopted && reading.date < due => {
                computed.due_on = Some(reading.date);
                computed.safe_on = computed.safe_on.filter(|known| *known < reading.date);
                self.steps.push(explain::position_taken(&reading, &taken));
            }
            None if reading.date < computed.safe_on.unwrap_or(due) => {
                computed.safe_on = Some(reading.date);
                self.readings.push(reading);
            }
            _ => {}
        }
    }
}

fn nominal_back(
    days_off: DaysOff<'_>,
    count: &Count,
    start: NaiveDate,
    days: u32,
    only_working: bool,
    runs: Option<&mut Vec<Run>>,
) -> Result<NaiveDate, ComputeError> {
    let last = days_off.count(start, days, CountDirection::Back, only_working, runs)?;
    if !count.clear {
        return Ok(last);
    }
    last.pred_opt().filter(|day| *day >= FIRST_DAY).ok_or_else(|| outside(last))
}
