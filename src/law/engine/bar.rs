//! Bars: the day before which something may not be done.

use super::counting_rules::CountingRules;
use super::error::ComputeError;
use super::explain;
use super::model::Computed;
use super::period::{CountDirection, days_after};
use super::running::RunningComputation;
use crate::law::calendars::dates::{English, French};
use crate::law::proceedings::Count;
use crate::text::Text;
use chrono::NaiveDate;

impl<'a> RunningComputation<'a, '_> {
    /// The first day after a period all of which has to pass, or the day of which the law says that
    /// it may not be done before. No end moves off a day off: nothing has to be done on it.
    pub(super) fn bar(
        &mut self,
        count: &Count,
        rules: &CountingRules<'a>,
        start: NaiveDate,
    ) -> Result<Computed, ComputeError> {
        let counted = count.not_before_days;
        let last = if let Some(months) = count.months {
            self.last_of_months(months, start)?
        } else {
            let days = match counted {
                Some(days) => days,
                None => self.days(count, rules, start)?,
            };
            self.say_length(days);
            rules.stated().count(start, days, CountDirection::Forward, false, None)?
        };
        self.steps.push(explain::counted(last, rules.method.citation.clone()));
        let (opens, text) = if counted.is_some() {
            let text = Text::new(
                format!("Not before that day: {}.", English(last)),
                format!("Pas avant ce jour : {}.", French(last)),
            );
            (last, text)
        } else {
            let opens = days_after(last, 1)?;
            let text = Text::new(
                format!("All of it has to pass: not before {}.", English(opens)),
                format!("Ce délai doit s'écouler en entier : pas avant {}.", French(opens)),
            );
            (opens, text)
        };
        let citation = Some(self.version.citation.clone());
        self.steps.push(explain::step("bar_lifts", text, Some(opens), citation));
        Ok(Computed { nominal_on: Some(last), not_before_on: Some(opens), ..self.blank() })
    }
}
