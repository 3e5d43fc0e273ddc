//! A calendar, filled: one byte a day.

use super::definition::{Definition, Holiday, WeekdayOff};
use super::offices::Offices;
use super::places;
use super::season::Season;
use super::{FIRST_DAY, LAST_DAY};
use crate::text::Text;
use chrono::{Datelike as _, NaiveDate, NaiveTime, Weekday};
use chrono_tz::Tz;
use serde::Serialize;
use std::collections::BTreeMap;
use unicode_normalization::UnicodeNormalization as _;

/// The low bits of a day's byte: 0 for a working day, else one more than the index of its reason.
const REASON_BITS: u8 = 0b0001_1111;
/// The other bits: one a recess.
const FIRST_RECESS_BIT: u8 = 0b0010_0000;
const MOST_RECESSES: usize = 3;

/// The calendar of a registry: which days count there.
#[derive(Debug)]
pub struct Calendar {
    /// The code, such as `ca-fc`.
    pub code: String,
    /// The name of the calendar, in both languages.
    pub name: Text,
    /// The text in which its days off are written.
    pub citation: Text,
    /// The time zone of the registry.
    pub zone: Tz,
    /// The hour at which the counter opens, if it is known.
    pub opens_at: Option<NaiveTime>,
    /// The hour at which the counter closes, if it is known.
    pub closes_at: Option<NaiveTime>,
    /// The term for a working day, such as "day that is not a holiday".
    pub working_day: Text,
    /// Its recesses.
    pub recesses: Vec<Recess>,
    /// Its offices.
    pub offices: Vec<Office>,
    seat: Option<String>,
    reasons: Vec<DayOffReason>,
    days: Vec<u8>,
    several: BTreeMap<NaiveDate, Vec<u8>>,
    closed_weekdays: Vec<(Weekday, DayOffReason)>,
    closed_days: BTreeMap<NaiveDate, DayOffReason>,
}

/// A season in which time may not be counted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Recess {
    /// The code, such as `seasonal`.
    pub code: String,
    /// The name of the recess, in both languages.
    pub name: Text,
    /// The text in which it is written.
    pub citation: Text,
}

/// An office of the registry.
#[derive(Clone, Debug)]
pub struct Office {
    /// The codes by which it is asked for, such as `QC`.
    pub codes: Vec<String>,
    /// The name of the office, in both languages.
    pub name: Text,
    /// Its own calendar, if it has one.
    pub calendar: Option<String>,
    /// Its time zone.
    pub zone: Tz,
    /// The codes, as they are looked for.
    keys: Vec<String>,
    local: Vec<Holiday>,
    /// The days of those holidays, in order.
    local_days: Vec<NaiveDate>,
    /// The closures of the calendar on which it is open.
    open_on: Vec<String>,
}

impl Office {
    /// The local holidays between two days, both included, in order.
    #[must_use]
    pub fn local_holidays_between(&self, first: NaiveDate, last: NaiveDate) -> &[NaiveDate] {
        let before = self.local_days.partition_point(|day| *day < first);
        let until = self.local_days.partition_point(|day| *day <= last);
        self.local_days.get(before..until).unwrap_or_default()
    }

    /// Whether the place has holidays of its own.
    #[must_use]
    pub fn has_local_holidays(&self) -> bool {
        !self.local.is_empty()
    }

    /// The holidays of its own, each with the confidence with which it is known.
    pub fn local_holidays(&self) -> impl Iterator<Item = (DayOffReason, Option<&str>)> {
        self.local.iter().map(|holiday| (holiday.into(), holiday.confidence.as_deref()))
    }
}

/// A day of a calendar.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Day {
    /// The day.
    pub date: NaiveDate,
    /// Whether it is a working day of the registry.
    pub counts: bool,
    /// The reasons why it does not count.
    pub reasons: Vec<DayOffReason>,
    /// The reason why nobody is there although it counts.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub closed: Option<DayOffReason>,
    /// The recess in which it falls.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub recess: Option<Recess>,
}

/// The reason why a day is off.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct DayOffReason {
    /// The code, such as `good_friday`.
    pub code: String,
    /// The same in words.
    pub text: Text,
    /// The text in which it is written.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub citation: Option<Text>,
}

impl From<&WeekdayOff> for DayOffReason {
    fn from(day: &WeekdayOff) -> Self {
        let code = super::dates::weekday_names(day.weekday).0.to_lowercase();
        Self { code, text: day.name.clone(), citation: Some(day.citation.clone()) }
    }
}

impl From<&Holiday> for DayOffReason {
    fn from(holiday: &Holiday) -> Self {
        let Holiday { code, name, citation, .. } = holiday;
        Self { code: code.clone(), text: name.clone(), citation: Some(citation.clone()) }
    }
}

/// A day that a calendar does not cover.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("calendar {calendar} covers 1993-01-01 to 2099-12-31, not {date}")]
pub struct OutsideCalendar {
    /// The calendar.
    pub calendar: String,
    /// The day.
    pub date: NaiveDate,
}

/// A code in capitals, without accents and without anything but letters and digits.
pub(in crate::law) fn folded(code: &str) -> String {
    if code.is_ascii() {
        // It has no accents to take apart.
        let letters = code.chars().filter(char::is_ascii_alphanumeric);
        return letters.map(|letter| letter.to_ascii_uppercase()).collect();
    }
    let letters = code.nfd().filter(|letter| letter.is_alphanumeric());
    letters.flat_map(char::to_uppercase).collect()
}

impl Calendar {
    pub(super) fn build(definition: &Definition) -> Result<Self, String> {
        if definition.recesses.len() > MOST_RECESSES {
            return Err(format!("more than {MOST_RECESSES} recesses"));
        }
        let mut reasons = Vec::new();
        reasons.extend(definition.weekdays_off.iter().map(DayOffReason::from));
        for holiday in &definition.holidays {
            if !holiday.on.is_complete() {
                return Err(format!("holiday `{}`: `on` names no day", holiday.code));
            }
            reasons.push(holiday.into());
        }
        if reasons.len() > usize::from(REASON_BITS) {
            return Err(format!("more than {REASON_BITS} holidays"));
        }
        let mut calendar = Self {
            code: definition.code.clone(),
            name: definition.name.clone(),
            citation: definition.citation.clone(),
            zone: definition.zone,
            opens_at: definition.opens_at,
            closes_at: definition.closes_at,
            working_day: definition
                .working_day
                .clone()
                .unwrap_or_else(|| Text::new("day that is not a holiday", "jour qui n'est pas férié")),
            recesses: definition
                .recesses
                .iter()
                .map(|recess| Recess {
                    code: recess.code.clone(),
                    name: recess.name.clone(),
                    citation: recess.citation.clone(),
                })
                .collect(),
            offices: definition
                .offices
                .iter()
                .map(|office| {
                    let local = places::local_holidays(&office.codes, &office.local_holidays);
                    Office {
                        codes: office.codes.clone(),
                        name: office.name.clone(),
                        calendar: office.calendar.clone(),
                        zone: office
                            .zone
                            .or_else(|| places::zone_in_list(&office.codes))
                            .unwrap_or(definition.zone),
                        keys: office.codes.iter().map(|code| folded(code)).collect(),
                        local_days: places::days_of(&local),
                        local,
                        open_on: places::open_on(&office.codes, &definition.closures),
                    }
                })
                .collect(),
            seat: definition.seat.clone(),
            reasons,
            days: Vec::new(),
            several: BTreeMap::new(),
            closed_weekdays: definition
                .closures
                .weekdays
                .iter()
                .map(|day| (day.weekday, day.into()))
                .collect(),
            closed_days: BTreeMap::new(),
        };
        if let Some(seat) = calendar.seat.as_deref().filter(|_| calendar.seat().is_none()) {
            return Err(format!("seat: no office has the code `{seat}`"));
        }
        calendar.fill(definition)?;
        for closure in &definition.closures.days {
            if !closure.on.is_complete() {
                return Err(format!("closure `{}`: `on` names no day", closure.code));
            }
            let days = (FIRST_DAY.year()..=LAST_DAY.year()).flat_map(|year| closure.days_in_year(year));
            calendar.closed_days.extend(days.map(|day| (day, closure.into())));
        }
        Ok(calendar)
    }

    fn fill(&mut self, definition: &Definition) -> Result<(), String> {
        let seasons = definition.recesses.iter().map(Season::read).collect::<Result<Vec<_>, _>>()?;
        let weekdays = definition.weekdays_off.len();
        let mut marks: BTreeMap<NaiveDate, Vec<u8>> = BTreeMap::new();
        for day in FIRST_DAY.iter_days().take_while(|day| *day <= LAST_DAY) {
            for (index, off) in (0_u8..).zip(&definition.weekdays_off) {
                if off.weekday == day.weekday() {
                    marks.entry(day).or_default().push(index);
                }
            }
        }
        // A holiday comes before the weekend among the reasons: it says more.
        let first = u8::try_from(weekdays).map_err(|_| "too many days of the week".to_owned())?;
        let mut moving = Vec::new();
        for year in FIRST_DAY.year()..=LAST_DAY.year() {
            for (index, holiday) in (first..).zip(&definition.holidays) {
                for day in holiday.days_in_year(year) {
                    if holiday.moves_to_working_day {
                        moving.push((day, index));
                    }
                    marks.entry(day).or_default().insert(0, index);
                }
            }
        }
        moving.sort_unstable();
        for (day, index) in moving {
            // Alone on its day, it stays; with a weekend or an earlier substitute, it moves on.
            if marks.get(&day).is_some_and(|reasons| reasons.len() > 1)
                && let Some(free) = day.iter_days().find(|candidate| !marks.contains_key(candidate))
            {
                marks.entry(free).or_default().push(index);
            }
        }
        for day in FIRST_DAY.iter_days().take_while(|day| *day <= LAST_DAY) {
            let reasons = marks.get(&day);
            let mut byte = reasons.and_then(|list| list.first()).map_or(0, |index| index + 1);
            let mut bit = FIRST_RECESS_BIT;
            for (season, recess) in seasons.iter().zip(&definition.recesses) {
                if season.contains(day) && recess.in_force_from.is_none_or(|from| day >= from) {
                    byte |= bit;
                }
                bit = bit.wrapping_shl(1);
            }
            self.days.push(byte);
            if let Some(list) = reasons.filter(|list| list.len() > 1) {
                self.several.insert(day, list.clone());
            }
        }
        Ok(())
    }

    fn byte(&self, date: NaiveDate) -> Result<u8, OutsideCalendar> {
        usize::try_from(date.signed_duration_since(FIRST_DAY).num_days())
            .ok()
            .and_then(|index| self.days.get(index))
            .copied()
            .ok_or_else(|| self.outside(date))
    }

    fn outside(&self, date: NaiveDate) -> OutsideCalendar {
        OutsideCalendar { calendar: self.code.clone(), date }
    }

    /// Whether a day is a working day.
    ///
    /// # Errors
    /// [`OutsideCalendar`].
    pub fn is_working(&self, date: NaiveDate) -> Result<bool, OutsideCalendar> {
        Ok(self.byte(date)? & REASON_BITS == 0)
    }

    /// The reason why a day is off; nothing for a working day.
    ///
    /// # Errors
    /// [`OutsideCalendar`].
    pub fn reason(&self, date: NaiveDate) -> Result<Option<&DayOffReason>, OutsideCalendar> {
        let index = usize::from(self.byte(date)? & REASON_BITS);
        Ok(index.checked_sub(1).and_then(|index| self.reasons.get(index)))
    }

    /// The reason why nobody is there on a day, at an office if one is named, whether or not it
    /// counts; nothing where somebody is.
    ///
    /// # Errors
    /// [`OutsideCalendar`].
    pub fn closed(
        &self,
        date: NaiveDate,
        office: Option<&Office>,
    ) -> Result<Option<&DayOffReason>, OutsideCalendar> {
        let is_open = |reason: &DayOffReason| office.is_some_and(|one| one.open_on.contains(&reason.code));
        let weekday = || self.closed_weekdays.iter().find(|(weekday, _)| *weekday == date.weekday());
        let day = || self.closed_days.get(&date).filter(|reason| !is_open(reason));
        let closed = || day().or_else(|| weekday().map(|(_, reason)| reason));
        Ok(self.reason(date)?.or_else(closed))
    }

    /// Whether one of the days between two, both included, is another at one office than at
    /// another, or than where none is meant: by the holidays of the place, or by who is there.
    #[must_use]
    pub fn differs_between(
        &self,
        (first, last): (NaiveDate, NaiveDate),
        (one, other): (Option<&Office>, Option<&Office>),
    ) -> bool {
        fn local(office: Option<&Office>, first: NaiveDate, last: NaiveDate) -> &[NaiveDate] {
            office.map_or(&[], |office| office.local_holidays_between(first, last))
        }
        let is_open = |office: Option<&Office>, code: &String| {
            office.is_some_and(|office| office.open_on.contains(code))
        };
        let mut closed = self.closed_days.range(first..=last);
        local(one, first, last) != local(other, first, last)
            || closed.any(|(_, reason)| is_open(one, &reason.code) != is_open(other, &reason.code))
    }

    /// Whether a day falls in the recess with this position among [`Self::recesses`].
    ///
    /// # Errors
    /// [`OutsideCalendar`].
    pub fn in_recess(&self, date: NaiveDate, position: usize) -> Result<bool, OutsideCalendar> {
        let bit =
            u32::try_from(position).ok().and_then(|shift| FIRST_RECESS_BIT.checked_shl(shift)).unwrap_or(0);
        Ok(self.byte(date)? & bit != 0)
    }

    /// The position of a recess.
    #[must_use]
    pub fn recess(&self, code: &str) -> Option<usize> {
        self.recesses.iter().position(|recess| recess.code == code)
    }

    /// The office with this code, or of this place: `QC`, `qc`, `Montréal`.
    #[must_use]
    pub fn office(&self, code: &str) -> Option<&Office> {
        let by_key = |written: &str| {
            let asked = folded(written);
            self.offices.iter().find(|office| office.keys.contains(&asked))
        };
        // A spelling that the calendar does not have may be one that the list of offices has.
        by_key(code).or_else(|| Offices::current().find(code)?.all_spellings().find_map(by_key))
    }

    /// The office of a registry that has only one: whoever names none or another means it.
    #[must_use]
    pub fn seat(&self) -> Option<&Office> {
        self.office(self.seat.as_deref()?)
    }

    /// The day of the calendar with this date.
    ///
    /// # Errors
    /// [`OutsideCalendar`].
    pub fn day(&self, date: NaiveDate) -> Result<Day, OutsideCalendar> {
        let byte = self.byte(date)?;
        let one;
        let indices: &[u8] = match (self.several.get(&date), (byte & REASON_BITS).checked_sub(1)) {
            (Some(several), _) => several,
            (None, Some(index)) => {
                one = [index];
                &one
            }
            (None, None) => &[],
        };
        let reasons =
            indices.iter().filter_map(|index| self.reasons.get(usize::from(*index))).cloned().collect();
        let mut bit = FIRST_RECESS_BIT;
        let mut recess = None;
        for candidate in &self.recesses {
            if byte & bit != 0 {
                recess = recess.or_else(|| Some(candidate.clone()));
            }
            bit = bit.wrapping_shl(1);
        }
        let counts = byte & REASON_BITS == 0;
        let closed = if counts { self.closed(date, None)?.cloned() } else { None };
        Ok(Day { date, counts, reasons, closed, recess })
    }

    /// Every day from one to another, both included, each with whether it counts.
    ///
    /// # Errors
    /// [`OutsideCalendar`], for the first day that is not covered.
    pub fn days(&self, from: NaiveDate, to: NaiveDate) -> Result<Vec<Day>, OutsideCalendar> {
        from.iter_days().take_while(|date| *date <= to).map(|date| self.day(date)).collect()
    }
}
