//! Dates as TOML and as the two official languages write them.

use chrono::{Datelike as _, NaiveDate, NaiveTime, Weekday};
use serde::de::Error as _;
use serde::{Deserialize, Deserializer};
use std::fmt;
use toml::value::Datetime;

/// A date written without quotes, `2022-01-13`.
///
/// # Errors
/// Fails if it is no date, or has a time.
pub fn civil<'de, D: Deserializer<'de>>(deserializer: D) -> Result<NaiveDate, D::Error> {
    let written = Datetime::deserialize(deserializer)?;
    to_civil(&written)
        .ok_or_else(|| D::Error::custom(format!("`{written}` is not a date such as 2022-01-13")))
}

/// A date that may be absent.
///
/// # Errors
/// As [`civil`].
pub fn civil_option<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<NaiveDate>, D::Error> {
    civil(deserializer).map(Some)
}

/// An hour written without quotes, `17:00:00`; it may be absent.
///
/// # Errors
/// Fails if it is no hour, or has a date.
pub fn clock_option<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<NaiveTime>, D::Error> {
    let written = Datetime::deserialize(deserializer)?;
    let time = match (written.date, written.time) {
        (None, Some(time)) => {
            NaiveTime::from_hms_opt(u32::from(time.hour), u32::from(time.minute), u32::from(time.second))
        }
        _ => None,
    };
    time.map(Some).ok_or_else(|| D::Error::custom(format!("`{written}` is not an hour such as 17:00:00")))
}

fn to_civil(written: &Datetime) -> Option<NaiveDate> {
    let date = written.date.filter(|_| written.time.is_none())?;
    NaiveDate::from_ymd_opt(i32::from(date.year), u32::from(date.month), u32::from(date.day))
}

/// A date in English: `Thursday 1 January 2026`.
#[derive(Clone, Copy, Debug)]
pub struct English(pub NaiveDate);

/// A date in French: `le jeudi 1er janvier 2026`.
#[derive(Clone, Copy, Debug)]
pub struct French(pub NaiveDate);

impl fmt::Display for English {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (weekday, _) = weekday_names(self.0.weekday());
        let (month, _) = month_names(self.0.month());
        formatter.write_str(weekday)?;
        write!(formatter, " {} {month} {}", self.0.day(), self.0.year())
    }
}

impl fmt::Display for French {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (_, weekday) = weekday_names(self.0.weekday());
        let (_, month) = month_names(self.0.month());
        let ordinal = if self.0.day() == 1 { "er" } else { "" };
        write!(formatter, "le {weekday} {}{ordinal} {month} {}", self.0.day(), self.0.year())
    }
}

/// The names of a day of the week, English and French.
#[must_use]
pub const fn weekday_names(weekday: Weekday) -> (&'static str, &'static str) {
    match weekday {
        Weekday::Mon => ("Monday", "lundi"),
        Weekday::Tue => ("Tuesday", "mardi"),
        Weekday::Wed => ("Wednesday", "mercredi"),
        Weekday::Thu => ("Thursday", "jeudi"),
        Weekday::Fri => ("Friday", "vendredi"),
        Weekday::Sat => ("Saturday", "samedi"),
        Weekday::Sun => ("Sunday", "dimanche"),
    }
}

/// The names of a month, English and French. Months outside 1 to 12 do not reach this module.
const fn month_names(month: u32) -> (&'static str, &'static str) {
    match month {
        1 => ("January", "janvier"),
        2 => ("February", "février"),
        3 => ("March", "mars"),
        4 => ("April", "avril"),
        5 => ("May", "mai"),
        6 => ("June", "juin"),
        7 => ("July", "juillet"),
        8 => ("August", "août"),
        9 => ("September", "septembre"),
        10 => ("October", "octobre"),
        11 => ("November", "novembre"),
        _ => ("December", "décembre"),
    }
}
