//! The way from a rule such as "the Monday before 25 May" to the days of a year.

use super::definition::{Holiday, RecessDefinition, When};
use chrono::{Datelike as _, Days, NaiveDate, TimeDelta, Weekday};

/// Easter Sunday of a year, by the Gregorian computus (Meeus, Jones and Butcher).
#[expect(clippy::many_single_char_names, reason = "the letters are those of the published algorithm")]
#[must_use]
pub(super) fn easter(year: i32) -> Option<NaiveDate> {
    let a = year.rem_euclid(19);
    let (b, c) = (year.div_euclid(100), year.rem_euclid(100));
    let (d, e) = (b.div_euclid(4), b.rem_euclid(4));
    let f = (b + 8).div_euclid(25);
    let g = (b - f + 1).div_euclid(3);
    let h = (19 * a + b - d - g + 15).rem_euclid(30);
    let (i, k) = (c.div_euclid(4), c.rem_euclid(4));
    let l = (32 + 2 * e + 2 * i - h - k).rem_euclid(7);
    let m = (a + 11 * h + 22 * l).div_euclid(451);
    let sum = h + l - 7 * m + 114;
    let month = u32::try_from(sum.div_euclid(31)).ok()?;
    let day = u32::try_from(sum.rem_euclid(31) + 1).ok()?;
    NaiveDate::from_ymd_opt(year, month, day)
}

impl When {
    /// The day in this year, if there is one.
    pub fn in_year(&self, year: i32) -> Option<NaiveDate> {
        if let Some(date) = self.date {
            return (date.year() == year).then_some(date);
        }
        if let Some(offset) = self.easter {
            return easter(year)?.checked_add_signed(TimeDelta::try_days(offset)?);
        }
        let month = self.month?;
        match (self.weekday, self.nth, self.before_day, self.day) {
            (Some(weekday), Some(nth), None, None) => {
                NaiveDate::from_weekday_of_month_opt(year, month, weekday, nth)
            }
            (Some(weekday), None, Some(day), None) => {
                let mut date = NaiveDate::from_ymd_opt(year, month, day)?.pred_opt()?;
                while date.weekday() != weekday {
                    date = date.pred_opt()?;
                }
                Some(date)
            }
            (None, None, None, Some(day)) => NaiveDate::from_ymd_opt(year, month, day),
            _ => None,
        }
    }

    /// Whether the rule is one of the forms that can be computed.
    pub fn is_complete(&self) -> bool {
        self.date.is_some() || self.in_year(2024).is_some()
    }
}

impl Holiday {
    /// The days off of this holiday in a year, before any move to a working day.
    pub fn days_in_year(&self, year: i32) -> Vec<NaiveDate> {
        let Some(day) = self.on.in_year(year) else { return Vec::new() };
        let days = if self.then.is_empty() {
            vec![day]
        } else if self.falling_on.contains(&day.weekday()) {
            self.then.iter().filter_map(|weekday| next_weekday(day, *weekday)).collect()
        } else {
            Vec::new()
        };
        days.into_iter()
            .filter(|day| {
                self.in_force_from.is_none_or(|from| *day >= from)
                    && self.in_force_to.is_none_or(|to| *day <= to)
            })
            .collect()
    }
}

fn next_weekday(after: NaiveDate, weekday: Weekday) -> Option<NaiveDate> {
    (1..=7).filter_map(|days| after.checked_add_days(Days::new(days))).find(|day| day.weekday() == weekday)
}

/// A season as pairs of month and day.
#[derive(Clone, Copy, Debug)]
pub(super) struct Season {
    from: (u32, u32),
    to: (u32, u32),
}

impl Season {
    /// Reads `MM-DD` twice.
    pub fn read(definition: &RecessDefinition) -> Result<Self, String> {
        let part = |written: &str| -> Option<(u32, u32)> {
            let (month, day) = written.split_once('-')?;
            let pair = (month.parse().ok()?, day.parse().ok()?);
            NaiveDate::from_ymd_opt(2024, pair.0, pair.1).map(|_| pair)
        };
        match (part(&definition.from), part(&definition.to)) {
            (Some(from), Some(to)) => Ok(Self { from, to }),
            _ => Err(format!("recess `{}`: from and to are written MM-DD", definition.code)),
        }
    }

    /// Whether a day falls in it.
    pub fn contains(self, day: NaiveDate) -> bool {
        let at = (day.month(), day.day());
        if self.from <= self.to { self.from <= at && at <= self.to } else { at >= self.from || at <= self.to }
    }
}
