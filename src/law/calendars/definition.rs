//! A calendar as its TOML has it, with what it includes from others.

use super::dates;
use crate::text::Text;
use chrono::{NaiveDate, NaiveTime, Weekday};
use chrono_tz::Tz;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// One calendar file.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Definition {
    pub code: String,
    pub name: Text,
    pub citation: Text,
    pub zone: Tz,
    /// Calendars whose days off and recesses are part of this one.
    #[serde(default)]
    pub includes: Vec<String>,
    /// The calendar read before whose offices are those of this one, too.
    pub offices_of: Option<String>,
    /// Codes of included holidays that this one does not observe.
    #[serde(default)]
    pub leaves_out: Vec<String>,
    #[serde(default, deserialize_with = "dates::clock_option")]
    pub opens_at: Option<NaiveTime>,
    #[serde(default, deserialize_with = "dates::clock_option")]
    pub closes_at: Option<NaiveTime>,
    /// The term for a working day.
    pub working_day: Option<Text>,
    #[serde(default)]
    pub weekdays_off: Vec<WeekdayOff>,
    #[serde(default)]
    pub holidays: Vec<Holiday>,
    #[serde(default)]
    pub recesses: Vec<RecessDefinition>,
    #[serde(default)]
    pub closures: Closures,
    #[serde(default)]
    pub offices: Vec<OfficeDefinition>,
    /// The only office, by a code of it, where whoever names none or another means that one.
    pub seat: Option<String>,
}

/// The days on which nobody is there although time counts them.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Closures {
    #[serde(default)]
    pub weekdays: Vec<WeekdayOff>,
    #[serde(default)]
    pub days: Vec<Holiday>,
    /// The provinces whose offices are open on one of `days`, by its code.
    #[serde(default)]
    pub open_in: BTreeMap<String, Vec<String>>,
}

impl Closures {
    fn texts(&self) -> impl Iterator<Item = &Text> {
        let weekdays = self.weekdays.iter().flat_map(|day| [&day.name, &day.citation]);
        weekdays.chain(self.days.iter().flat_map(|day| [&day.name, &day.citation]))
    }
}

/// Days that a file adds to a calendar.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Amendment {
    /// The calendar.
    pub amends: String,
    #[serde(default)]
    pub holidays: Vec<Holiday>,
    #[serde(default)]
    pub recesses: Vec<RecessDefinition>,
    #[serde(default)]
    pub closures: Closures,
}

/// The amendment that a file holds; nothing where it holds a calendar of its own.
pub(super) fn amendment(text: &str) -> Result<Option<Amendment>, String> {
    let table: toml::Table = text.parse().map_err(|error: toml::de::Error| error.to_string())?;
    if !table.contains_key("amends") {
        return Ok(None);
    }
    let amendment: Amendment = toml::from_str(text).map_err(|error| error.to_string())?;
    complete(amendment.holidays.iter().flat_map(|holiday| [&holiday.name, &holiday.citation]))?;
    complete(amendment.recesses.iter().flat_map(|recess| [&recess.name, &recess.citation]))?;
    complete(amendment.closures.texts())?;
    Ok(Some(amendment))
}

impl Definition {
    /// Adds what an amendment says; whatever has the code of a holiday or recess that is there
    /// replaces it.
    pub fn amend(&mut self, amendment: &Amendment) {
        self.holidays.retain(|known| !amendment.holidays.iter().any(|new| new.code == known.code));
        self.holidays.extend(amendment.holidays.iter().cloned());
        self.recesses.retain(|known| !amendment.recesses.iter().any(|new| new.code == known.code));
        self.recesses.extend(amendment.recesses.iter().cloned());
        self.closures.days.retain(|known| !amendment.closures.days.iter().any(|new| new.code == known.code));
        self.closures.days.extend(amendment.closures.days.iter().cloned());
        self.closures.weekdays.extend(amendment.closures.weekdays.iter().cloned());
        self.closures.open_in.extend(amendment.closures.open_in.clone());
    }
}

/// A day of the week that is off.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct WeekdayOff {
    pub weekday: Weekday,
    pub name: Text,
    pub citation: Text,
}

/// A holiday: when it falls, what replaces it, when it is law.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Holiday {
    pub code: String,
    pub name: Text,
    pub on: When,
    /// Only in years in which `on` falls on one of these; the days of `then` are off instead.
    #[serde(default)]
    pub falling_on: Vec<Weekday>,
    /// The next of each of these weekdays after `on` are the days off.
    #[serde(default)]
    pub then: Vec<Weekday>,
    /// Whether, on a day that is off already, the next working day is off as well.
    #[serde(default)]
    pub moves_to_working_day: bool,
    #[serde(default, deserialize_with = "dates::civil_option")]
    pub in_force_from: Option<NaiveDate>,
    #[serde(default, deserialize_with = "dates::civil_option")]
    pub in_force_to: Option<NaiveDate>,
    pub citation: Text,
    /// The confidence with which it is known, if that is less than the calendar's own citation
    /// says.
    pub confidence: Option<String>,
}

/// A holiday of some provinces, or of cities in them.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct LocalHoliday {
    /// The provinces, by their two letters.
    pub provinces: Vec<String>,
    pub holiday: Holiday,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct LocalFile {
    local_holidays: Vec<LocalHoliday>,
}

/// The holidays of a province.
pub(super) fn local_to(province: &str) -> Vec<&'static Holiday> {
    #[expect(clippy::panic, reason = "the file is part of the program, and a test loads it")]
    static LOCAL: LazyLock<LocalFile> = LazyLock::new(|| {
        toml::from_str(include_str!("catalog/local-holidays.toml"))
            .unwrap_or_else(|error| panic!("local-holidays.toml: {error}"))
    });
    let here =
        LOCAL.local_holidays.iter().filter(move |local| local.provinces.iter().any(|one| one == province));
    here.map(|local| &local.holiday).collect()
}

/// The day on which a holiday falls. Exactly one of the forms is written.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct When {
    pub month: Option<u32>,
    pub day: Option<u32>,
    /// Days from Easter Sunday.
    pub easter: Option<i64>,
    pub weekday: Option<Weekday>,
    /// The first, second... of these weekdays in the month.
    pub nth: Option<u8>,
    /// The last of these weekdays before this day of the month.
    pub before_day: Option<u32>,
    /// One day, once.
    #[serde(default, deserialize_with = "dates::civil_option")]
    pub date: Option<NaiveDate>,
}

/// A season, every year, inclusive. `from` later than `to` runs over the new year.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RecessDefinition {
    pub code: String,
    pub name: Text,
    /// `MM-DD`.
    pub from: String,
    /// `MM-DD`.
    pub to: String,
    #[serde(default, deserialize_with = "dates::civil_option")]
    pub in_force_from: Option<NaiveDate>,
    pub citation: Text,
}

/// An office of the registry.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct OfficeDefinition {
    pub codes: Vec<String>,
    pub name: Text,
    /// The calendar of this office, where it is another.
    pub calendar: Option<String>,
    /// The time zone of this office, where it is not the calendar's.
    pub zone: Option<Tz>,
    /// Holidays of the place that the law may or may not reach.
    #[serde(default)]
    pub local_holidays: Vec<Holiday>,
}

/// Reads a file and takes in what it includes from those read before.
pub(super) fn read(text: &str, earlier: &[Definition]) -> Result<Definition, String> {
    let mut definition: Definition = toml::from_str(text).map_err(|error| error.to_string())?;
    let known = |key: &str, code: &str| {
        let other = earlier.iter().find(|other| other.code == code);
        other.ok_or_else(|| format!("{key}: unknown calendar `{code}`"))
    };
    if let Some(code) = &definition.offices_of {
        definition.offices = known("offices_of", code)?.offices.clone();
    }
    for included in definition.includes.clone() {
        let other = known("includes", &included)?;
        let taken = |holiday: &&Holiday| !definition.leaves_out.contains(&holiday.code);
        let mut holidays: Vec<Holiday> = other.holidays.iter().filter(taken).cloned().collect();
        holidays.append(&mut definition.holidays);
        definition.holidays = holidays;
        definition.weekdays_off.extend(other.weekdays_off.iter().cloned());
        definition.recesses.extend(other.recesses.iter().cloned());
        definition.closures.weekdays.extend(other.closures.weekdays.iter().cloned());
        definition.closures.days.extend(other.closures.days.iter().cloned());
        definition.closures.open_in.extend(other.closures.open_in.clone());
    }
    let texts = definition
        .holidays
        .iter()
        .flat_map(|holiday| [&holiday.name, &holiday.citation])
        .chain(definition.weekdays_off.iter().flat_map(|day| [&day.name, &day.citation]))
        .chain(definition.recesses.iter().flat_map(|recess| [&recess.name, &recess.citation]))
        .chain(definition.closures.texts())
        .chain([&definition.name, &definition.citation]);
    complete(texts)?;
    Ok(definition)
}

fn complete<'a>(mut texts: impl Iterator<Item = &'a Text>) -> Result<(), String> {
    match texts.find(|text| !text.is_complete()) {
        Some(text) => Err(format!("a text lacks English or French: {text:?}")),
        None => Ok(()),
    }
}
