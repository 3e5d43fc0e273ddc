//! Dates as TOML and as the two official languages write them.

use super::zones;
use crate::text::Text;
use chrono::{
    DateTime, Datelike as _, FixedOffset, NaiveDate, NaiveTime, Offset as _, Timelike as _, Utc, Weekday,
};
use chrono_tz::Tz;
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

/// A date in French after a word that takes its article away (*du*) or where none stands: `jeudi
/// 1er janvier 2026`.
#[derive(Clone, Copy, Debug)]
pub struct BareFrench(pub NaiveDate);

impl fmt::Display for French {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "le {}", BareFrench(self.0))
    }
}

impl fmt::Display for BareFrench {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (_, weekday) = weekday_names(self.0.weekday());
        let (_, month) = month_names(self.0.month());
        let ordinal = if self.0.day() == 1 { "er" } else { "" };
        write!(formatter, "{weekday} {}{ordinal} {month} {}", self.0.day(), self.0.year())
    }
}

/// An instant in words, to the minute, by the clock of a place, which it names:
/// `29 November 2026 at 14:05 (Eastern Time)`, `29 novembre 2026 à 14 h 05 (heure de l'Est)`. The
/// French has no article, which its sentence gives: *le*, *du*, *jusqu'au*.
///
/// Nothing else says an instant to people.
#[must_use]
pub fn spoken(at: DateTime<Utc>, zone: Tz) -> Text {
    let there = at.with_timezone(&zone);
    let hour = named_hour(there.fixed_offset(), Some(zone));
    let (day, year) = (there.day(), there.year());
    let (month_en, month_fr) = month_names(there.month());
    let ordinal = if day == 1 { "er" } else { "" };
    Text::new(
        format!("{day} {month_en} {year} at {}", hour.en),
        format!("{day}{ordinal} {month_fr} {year} à {}", hour.fr),
    )
}

/// The hour of an instant and the clock that shows it: that of a place, `14:05 (Eastern Time)`,
/// « 14 h 05 (heure de l'Est) », or, where only its offset is known, `14:05 (UTC-05:00)`.
///
/// Nothing else says an hour to people.
#[must_use]
pub fn named_hour(at: DateTime<FixedOffset>, zone: Option<Tz>) -> Text {
    let hour = hour(at.time());
    let clock = match zone {
        Some(zone) => zones::name_of(zone),
        None if at.offset().fix().local_minus_utc() == 0 => Text::new("UTC", "UTC"),
        None => Text::new(format!("UTC{}", at.offset()), format!("UTC{}", at.offset())),
    };
    Text::new(format!("{} ({})", hour.en, clock.en), format!("{} ({})", hour.fr, clock.fr))
}

/// An hour in words: `14:05`, `14 h 05`; on the hour `14:00`, `14 h`.
#[must_use]
pub fn hour(time: NaiveTime) -> Text {
    let (hour, minute) = (time.hour(), time.minute());
    let minutes = if minute == 0 { String::new() } else { format!("\u{a0}{minute:02}") };
    Text::new(format!("{hour:02}:{minute:02}"), format!("{hour}\u{a0}h{minutes}"))
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_instant_is_said_by_the_clock_of_a_place() {
        let at: DateTime<Utc> = "2026-11-01T19:05:59.999999Z".parse().unwrap();
        let said = spoken(at, Tz::America__Toronto);
        assert_eq!(said.en, "1 November 2026 at 14:05 (Eastern Time)");
        assert_eq!(said.fr, "1er novembre 2026 à 14\u{a0}h\u{a0}05 (heure de l'Est)");
        let west = spoken("2026-07-02T06:05:00Z".parse().unwrap(), Tz::America__Vancouver);
        assert_eq!(west.en, "1 July 2026 at 23:05 (Pacific Time)");
        assert_eq!(west.fr, "1er juillet 2026 à 23\u{a0}h\u{a0}05 (heure du Pacifique)");
        let full = spoken("2026-10-20T18:30:00Z".parse().unwrap(), Tz::America__St_Johns);
        assert_eq!(full.en, "20 October 2026 at 16:00 (Newfoundland Time)");
        assert_eq!(full.fr, "20 octobre 2026 à 16\u{a0}h (heure de Terre-Neuve)");
        let of = |written: &str| named_hour(written.parse().unwrap(), None).en;
        assert_eq!(of("2026-07-02T09:05:00-05:00"), "09:05 (UTC-05:00)");
        assert_eq!(of("2026-07-02T09:05:00Z"), "09:05 (UTC)");
    }

    #[test]
    fn the_clock_of_every_office_has_a_name() {
        for calendar in crate::law::calendars::Calendars::current().all() {
            for zone in calendar.offices.iter().map(|office| office.zone).chain([calendar.zone]) {
                assert!(!zones::name_of(zone).en.contains('/'), "{zone}");
            }
        }
    }
}
