//! The rules of a count: its method, its calendar and place, and the days that it leaves out.

use super::error::ComputeError;
use super::period::{DaysOff, merged};
use super::request::{self, CalendarOffice};
use super::running::RunningComputation;
use crate::chronology;
use crate::law::calendars::{Calendar, Office};
use crate::law::proceedings::Method;
use chrono::NaiveDate;
use std::collections::BTreeSet;

/// The rules of one count: the method, the place, and the days that are not counted.
pub(super) struct CountingRules<'a> {
    pub method: &'a Method,
    pub place: Option<CalendarOffice<'a>>,
    pub recesses: Vec<usize>,
    pub local: BTreeSet<NaiveDate>,
    pub suspended: Vec<(NaiveDate, NaiveDate)>,
}

impl<'a> CountingRules<'a> {
    pub fn calendar(&self) -> Option<&'a Calendar> {
        self.place.map(|place| place.calendar)
    }

    /// The days off on the stated policy: local holidays are not among them.
    pub fn stated(&self) -> DaysOff<'_> {
        DaysOff {
            calendar: self.calendar(),
            recesses: &self.recesses,
            reading: None,
            local: &[],
            suspended: &self.suspended,
        }
    }

    pub fn is_short(&self, days: u32) -> bool {
        self.method.short_period.as_ref().is_some_and(|short| days < short.under_days)
    }

    /// The local holidays of the request, and those of the office around a date.
    pub fn local_around(&self, near: NaiveDate) -> Vec<NaiveDate> {
        self.local_days(self.place.and_then(|place| place.office), near)
    }

    /// The local holidays of the request, and those of an office around a date.
    pub fn local_days(&self, office: Option<&Office>, near: NaiveDate) -> Vec<NaiveDate> {
        let mut local = self.local.clone();
        if let Some(office) = office.filter(|office| office.has_local_holidays()) {
            // Only in a short period does a day before the end matter.
            let (first, last) = (chronology::days_before(near, 14), chronology::days_after(near, 13));
            local.extend(office.local_holidays_between(first, last).iter().copied());
        }
        local.into_iter().collect()
    }
}

impl<'a> RunningComputation<'a, '_> {
    pub(super) fn counting_rules(&self) -> Result<CountingRules<'a>, ComputeError> {
        let code = self.version.method.as_deref().unwrap_or_default();
        let method = self
            .catalog
            .method(code)
            .ok_or_else(|| ComputeError::Catalog(format!("unknown method `{code}`")))?;
        let place = match &method.calendar {
            Some(calendar) => Some(request::place(self.calendars, calendar, self.request.office)?),
            None => None,
        };
        let mut recesses = Vec::new();
        for skip in &method.skips {
            let position = place.and_then(|place| place.calendar.recess(&skip.recess));
            recesses.push(position.ok_or_else(|| {
                ComputeError::Catalog(format!("method `{code}` skips the unknown recess `{}`", skip.recess))
            })?);
        }
        let count = self.version.count.as_ref();
        let suspended = count
            .and_then(|count| count.suspended_by_fact.as_deref())
            .map(|fact| request::spans_fact(self.request, fact))
            .unwrap_or_default();
        let local = request::dates_fact(self.request, "local_holidays").into_iter().collect();
        Ok(CountingRules { method, place, recesses, local, suspended: merged(suspended) })
    }
}
