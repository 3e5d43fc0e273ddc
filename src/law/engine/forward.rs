//! Counting forward: the stated end, and the ends on other readings.

use super::counting_rules::CountingRules;
use super::error::ComputeError;
use super::explain;
use super::length::{days_en, days_fr};
use super::model::{Computed, Reading, Trigger};
use super::period::{CountDirection, DaysOff, NotCounted, Run, days_after};
use super::running::RunningComputation;
use crate::law::calendars::dates::{English, French};
use crate::law::calendars::{FIRST_DAY, LAST_DAY, OutsideCalendar};
use crate::law::proceedings::{Count, Reads, RollTo};
use crate::text::Text;
use chrono::{Months, NaiveDate};

impl<'a> RunningComputation<'a, '_> {
    pub(super) fn forward(
        &mut self,
        count: &Count,
        rules: &CountingRules<'a>,
        start: NaiveDate,
    ) -> Result<Computed, ComputeError> {
        let mut computed = self.blank();
        if let Some(months) = count.months {
            let nominal = self.last_of_months(months, start)?;
            self.steps.push(explain::counted(nominal, rules.method.citation.clone()));
            let candidates = self.past_recesses(rules, nominal)?;
            self.finish(rules, nominal, &mut computed, &candidates)?;
            return Ok(computed);
        }
        let (days, short) = if let Some(days) = count.working_days {
            (days, true)
        } else {
            let days = self.days(count, rules, start)?;
            (days, rules.is_short(days))
        };
        if let Some(not_before) = count.not_before_days {
            self.open_window(not_before, start, &mut computed)?;
        }
        let (from, rolled_from) = match count.after_period_of_days {
            None => (start, None),
            Some(earlier) => self.after_earlier(earlier, rules, start)?,
        };
        let rolled_from = rolled_from.or(match self.request.trigger {
            Trigger::Expiry { otherwise, .. } => otherwise,
            _ => None,
        });
        let mut runs = Vec::new();
        let nominal = rules.stated().count(from, days, CountDirection::Forward, short, Some(&mut runs))?;
        if count.working_days.is_some() {
            let length = Text::new(format!("{days} working days"), format!("{days} jours ouvrables"));
            let citation = self.version.citation.clone();
            self.steps.push(explain::period(self.rule, &length, Some(days), citation));
        } else {
            self.say_length(days);
        }
        self.tell_runs(&runs, rules);
        self.steps.push(explain::counted(nominal, rules.method.citation.clone()));
        let mut candidates = self.other_readings(rules, from, rolled_from, days, short)?;
        candidates.extend(self.past_recesses(rules, nominal)?);
        candidates.extend(self.open_overlays(rules, from)?);
        self.finish(rules, nominal, &mut computed, &candidates)?;
        Ok(computed)
    }

    /// Says how many days the period has.
    pub(super) fn say_length(&mut self, days: u32) {
        let length = Text::new(days_en(days), days_fr(days));
        self.steps.push(explain::period(self.rule, &length, Some(days), self.version.citation.clone()));
    }

    /// The last day of a period of months, said.
    pub(super) fn last_of_months(
        &mut self,
        months: u32,
        start: NaiveDate,
    ) -> Result<NaiveDate, ComputeError> {
        let last = start.checked_add_months(Months::new(months));
        let last = last.filter(|day| *day <= LAST_DAY).ok_or_else(|| outside(start))?;
        let length = Text::new(format!("{months} months"), format!("{months} mois"));
        self.steps.push(explain::period(self.rule, &length, None, self.version.citation.clone()));
        Ok(last)
    }

    fn open_window(
        &mut self,
        days: u32,
        start: NaiveDate,
        computed: &mut Computed,
    ) -> Result<(), ComputeError> {
        let opens = days_after(start, days)?;
        computed.not_before_on = Some(opens);
        let text = Text::new(
            format!("Not before day {days}: {}.", English(opens)),
            format!("Pas avant le {days}e jour : {}.", French(opens)),
        );
        self.steps.push(explain::step(
            "window_opens",
            text,
            Some(opens),
            Some(self.version.citation.clone()),
        ));
        Ok(())
    }

    /// The nominal end of the earlier period, and the day off which it rolls if that is another.
    fn after_earlier(
        &mut self,
        earlier: u32,
        rules: &CountingRules<'_>,
        start: NaiveDate,
    ) -> Result<(NaiveDate, Option<NaiveDate>), ComputeError> {
        let short = rules.is_short(earlier);
        let mut runs = Vec::new();
        let nominal =
            rules.stated().count(start, earlier, CountDirection::Forward, short, Some(&mut runs))?;
        self.tell_runs(&runs, rules);
        let text = Text::new(
            format!("The earlier period of {} ends, nominally, on {}.", days_en(earlier), English(nominal)),
            format!("Le délai antérieur de {} expire, nominalement, {}.", days_fr(earlier), French(nominal)),
        );
        self.steps.push(explain::step("count", text, Some(nominal), Some(rules.method.citation.clone())));
        let rolled = rules.stated().rolled(nominal, RollTo::NextWorkingDay)?;
        Ok((nominal, (rolled != nominal).then_some(rolled)))
    }

    pub(super) fn tell_runs(&mut self, runs: &[Run], rules: &CountingRules<'_>) {
        for run in runs {
            let citation = match run.cause {
                NotCounted::Recess(position) => rules
                    .recesses
                    .iter()
                    .position(|recess| *recess == position)
                    .and_then(|index| rules.method.skips.get(index))
                    .map(|skip| skip.citation.clone()),
                NotCounted::DayOff => rules.method.short_period.as_ref().map(|short| short.citation.clone()),
                NotCounted::Suspended => None,
            };
            let citation = citation.unwrap_or_else(|| self.version.citation.clone());
            self.steps.push(explain::not_counted(run, rules.calendar(), citation));
        }
    }

    /// Rolls the nominal end, then sets `due_on`, `safe_on` and `arguable_latest_on`.
    pub(super) fn finish(
        &mut self,
        rules: &CountingRules<'_>,
        nominal: NaiveDate,
        computed: &mut Computed,
        others: &[(NaiveDate, Reading)],
    ) -> Result<(), ComputeError> {
        let stated = rules.stated();
        computed.nominal_on = Some(nominal);
        let mut due = nominal;
        if let Some(roll) = &rules.method.roll {
            due = stated.rolled(nominal, roll.to)?;
            if due != nominal {
                self.steps.push(explain::rolled(nominal, due, roll, rules.calendar()));
                let specs = rules.method.readings.iter().chain(&self.version.readings);
                for spec in specs.filter(|spec| spec.reads == Reads::NoRoll) {
                    let safe = stated.rolled(nominal, RollTo::WorkingDayBefore)?;
                    match self.position(&spec.code).cloned() {
                        Some(taken) if taken.adopted => {
                            due = safe;
                            self.steps.push(explain::position_taken(&explain::reading(spec, safe), &taken));
                        }
                        None if safe < due => {
                            computed.safe_on = Some(computed.safe_on.map_or(safe, |known| known.min(safe)));
                            self.readings.push(explain::reading(spec, safe));
                        }
                        Some(_) | None => {}
                    }
                }
            }
        }
        for (date, reading) in others {
            if let Some(taken) = self.position(&reading.code).filter(|taken| taken.adopted).cloned()
                && *date != due
            {
                due = *date;
                self.steps.push(explain::position_taken(reading, &taken));
            }
        }
        computed.due_on = Some(due);
        computed.safe_on = computed.safe_on.filter(|safe| *safe < due);
        for (date, reading) in others {
            if self.position(&reading.code).is_some() {
                continue;
            }
            if *date > due {
                let latest = computed.arguable_latest_on.map_or(*date, |known| known.max(*date));
                computed.arguable_latest_on = Some(latest);
                self.readings.push(reading.clone());
            } else if *date < due {
                computed.safe_on = Some(computed.safe_on.map_or(*date, |known| known.min(*date)));
                self.readings.push(reading.clone());
            }
        }
        Ok(())
    }

    /// The direction in which an end on a day off moves: as the method says, or back, if the
    /// reading was adopted that it does not move.
    fn roll_to(&self, rules: &CountingRules<'_>) -> Option<RollTo> {
        let roll = rules.method.roll.as_ref()?;
        let specs = rules.method.readings.iter().chain(&self.version.readings);
        let mut strict = specs.filter(|spec| spec.reads == Reads::NoRoll);
        let stays = strict.any(|spec| self.position(&spec.code).is_some_and(|taken| taken.adopted));
        Some(if stays { RollTo::WorkingDayBefore } else { roll.to })
    }

    /// The effects of the practice directions that reach the period and on which nobody has said
    /// anything: readings where the computation is for a case, warnings otherwise.
    fn open_overlays(
        &mut self,
        rules: &CountingRules<'_>,
        from: NaiveDate,
    ) -> Result<Vec<(NaiveDate, Reading)>, ComputeError> {
        let mut open = Vec::new();
        let Some(own) = self.version.count.as_ref().and_then(|count| count.days) else { return Ok(open) };
        for overlay in self.catalog.overlays() {
            let asked = self.overlays.iter().any(|known| known.code == overlay.code);
            let reaches_rule = overlay.rules.iter().any(|rule| rule == self.request.rule);
            if asked || !reaches_rule || self.position(&overlay.code).is_some() {
                continue;
            }
            if !self.reaches(overlay, rules, from, own)? {
                continue;
            }
            let short = rules.is_short(overlay.days);
            let stated = rules.stated();
            let nominal = stated.count(from, overlay.days, CountDirection::Forward, short, None)?;
            let date = match self.roll_to(rules) {
                Some(roll_to) => stated.rolled(nominal, roll_to)?,
                None => nominal,
            };
            let reading = explain::overlay_reading(overlay, date);
            if self.request.open_overlays {
                open.push((date, reading));
            } else {
                self.warnings.push(explain::overlay_not_asked(overlay, date));
            }
        }
        Ok(open)
    }

    /// The ends of a period whose last day is a day off and moves into a recess, where that may
    /// move out of it.
    pub(super) fn past_recesses(
        &self,
        rules: &CountingRules<'_>,
        nominal: NaiveDate,
    ) -> Result<Vec<(NaiveDate, Reading)>, ComputeError> {
        let mut others = Vec::new();
        let Some(roll_to) = self.roll_to(rules) else { return Ok(others) };
        let specs = rules.method.readings.iter().chain(&self.version.readings);
        for spec in specs.filter(|spec| spec.reads == Reads::PastRecess) {
            if let Some(date) = rules.stated().past_recess(nominal, spec, roll_to)? {
                others.push((date, explain::reading(spec, date)));
            }
        }
        Ok(others)
    }

    /// The ends of a forward period on other readings of the law.
    fn other_readings(
        &self,
        rules: &CountingRules<'_>,
        from: NaiveDate,
        rolled_from: Option<NaiveDate>,
        days: u32,
        short: bool,
    ) -> Result<Vec<(NaiveDate, Reading)>, ComputeError> {
        let mut others = Vec::new();
        let Some(roll_to) = self.roll_to(rules) else { return Ok(others) };
        let stated = rules.stated();
        let end = |days_off: DaysOff<'_>, from: NaiveDate| -> Result<NaiveDate, ComputeError> {
            let nominal = days_off.count(from, days, CountDirection::Forward, short, None)?;
            Ok(days_off.rolled(nominal, roll_to)?)
        };
        for spec in rules.method.readings.iter().chain(&self.version.readings) {
            match spec.reads {
                // Both are asked of the end itself, however it was counted.
                Reads::NoRoll | Reads::PastRecess => {}
                Reads::CountsRecess => {
                    let date = end(DaysOff { recesses: &[], ..stated }, from)?;
                    others.push((date, explain::reading(spec, date)));
                }
                Reads::SkipsRecess => {
                    let position = spec
                        .recess
                        .as_deref()
                        .and_then(|recess| rules.calendar().and_then(|calendar| calendar.recess(recess)));
                    if let Some(position) = position {
                        let reading = DaysOff { reading: Some((position, spec.days_from)), ..stated };
                        let date = end(reading, from)?;
                        others.push((date, explain::reading(spec, date)));
                    }
                }
                Reads::FromRolledExpiry => {
                    if let Some(rolled) = rolled_from {
                        let date = end(stated, rolled)?;
                        others.push((date, explain::reading(spec, date)));
                    }
                }
            }
        }
        if let Some(local) = &rules.method.local_holidays {
            let days_off = rules.local_around(end(stated, from)?);
            if !days_off.is_empty() {
                let date = end(DaysOff { local: &days_off, ..stated }, from)?;
                others.push((date, explain::local_reading(local.text.clone(), local.citation.clone(), date)));
            }
        }
        Ok(others)
    }
}

/// A day that no calendar covers.
pub(super) fn outside(date: NaiveDate) -> ComputeError {
    OutsideCalendar { calendar: String::new(), date }.into()
}

/// Refuses a day that no calendar covers.
pub(super) fn covered(date: NaiveDate) -> Result<(), ComputeError> {
    if (FIRST_DAY..=LAST_DAY).contains(&date) { Ok(()) } else { Err(outside(date)) }
}
