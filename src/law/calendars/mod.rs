//! The calendars of the registries: which days count where, and why.
//!
//! A calendar is data (`catalog/*.toml`): holidays as rules (a fixed date, the nth weekday of a
//! month, days from Easter, the Monday before 25 May), substitutes for holidays that fall on a
//! weekend, days proclaimed once, recesses, hours and time zone, each with its citation and the
//! dates between which it is in force. Years are computed, never listed.
//!
//! # Promises
//! - From [`FIRST_DAY`] to [`LAST_DAY`] every day has an answer by the law of that day; outside
//!   them the answer is [`OutsideCalendar`], never a guess.
//! - A calendar is one byte a day, filled once: asking costs one look-up.
//! - Recesses do not make a day a day off. Whether a recess is counted is for each way of computing
//!   time to say.
//!
//! # Quirks of the law, kept on purpose
//! - Saturday is no holiday of the *Interpretation Act*; it is one of the Federal Courts Rules.
//! - Easter Monday is a holiday of both; Boxing Day is one of neither, but the Board is closed.
//! - Since 2022-01-13 the Federal Courts Rules have substitute days; 30 September has none.

pub mod dates;
mod definition;
mod model;
mod nearest;
pub mod offices;
mod places;
mod season;
#[cfg(test)]
mod tests;
pub mod zones;

pub(in crate::law) use model::folded;
pub use model::{Calendar, Day, DayOffReason, Office, OutsideCalendar, Recess};
pub use nearest::nearest;

use chrono::NaiveDate;
use chrono_tz::Tz;
use sha2::{Digest as _, Sha256};
use std::sync::{LazyLock, OnceLock};

/// The first day that every calendar covers.
pub const FIRST_DAY: NaiveDate = match NaiveDate::from_ymd_opt(1993, 1, 1) {
    Some(day) => day,
    None => NaiveDate::MIN,
};

/// The last day that every calendar covers.
pub const LAST_DAY: NaiveDate = match NaiveDate::from_ymd_opt(2099, 12, 31) {
    Some(day) => day,
    None => NaiveDate::MAX,
};

/// The files of the built-in calendars. One that includes another comes after it.
const FILES: [(&str, &str); 6] = [
    ("ca-federal.toml", include_str!("catalog/ca-federal.toml")),
    ("ca-fc.toml", include_str!("catalog/ca-fc.toml")),
    ("ca-scc.toml", include_str!("catalog/ca-scc.toml")),
    ("ca-access.toml", include_str!("catalog/ca-access.toml")),
    ("ca-irb.toml", include_str!("catalog/ca-irb.toml")),
    ("ca-irb-qc.toml", include_str!("catalog/ca-irb-qc.toml")),
];

/// A set of calendars.
#[derive(Debug)]
pub struct Calendars {
    calendars: Vec<Calendar>,
    digest: String,
}

/// The calendars of this process, if they are not the built-in ones.
static INSTALLED: OnceLock<Calendars> = OnceLock::new();

impl Calendars {
    /// The calendars that are built in.
    #[must_use]
    pub fn builtin() -> &'static Self {
        #[expect(clippy::panic, reason = "the files are part of the program, and a test loads them")]
        static BUILTIN: LazyLock<Calendars> = LazyLock::new(|| match Calendars::load(&FILES) {
            Ok(calendars) => calendars,
            Err(fault) => panic!("{fault}"),
        });
        &BUILTIN
    }

    /// Reads calendars from TOML; one that includes another comes after it.
    ///
    /// # Errors
    /// The first fault, as `file: reason`.
    pub fn load(sources: &[(&str, &str)]) -> Result<Self, String> {
        Self::assemble(sources, &[])
    }

    /// The built-in calendars with files of the operator. A file says `amends = "ca-federal"` and
    /// holds days or recesses to be added to that calendar and to all that include it, such as a
    /// day of mourning that was proclaimed; or it holds a calendar of its own.
    ///
    /// # Errors
    /// The first fault, as `file: reason`.
    pub fn load_beside_builtin(own: &[(&str, &str)]) -> Result<Self, String> {
        Self::assemble(&FILES, own)
    }

    fn assemble(sources: &[(&str, &str)], own: &[(&str, &str)]) -> Result<Self, String> {
        let mut digest = Sha256::new();
        let mut amendments: Vec<(&str, definition::Amendment)> = Vec::new();
        let mut wholes: Vec<(&str, &str)> = sources.to_vec();
        for (file, text) in own {
            match definition::amendment(text).map_err(|reason| format!("{file}: {reason}"))? {
                Some(amendment) => amendments.push((file, amendment)),
                None => wholes.push((file, text)),
            }
        }
        for (_, text) in sources.iter().chain(own) {
            digest.update(text.len().to_be_bytes());
            digest.update(text);
        }
        let mut definitions: Vec<definition::Definition> = Vec::new();
        let mut calendars = Vec::new();
        for (file, text) in wholes {
            let mut definition =
                definition::read(text, &definitions).map_err(|reason| format!("{file}: {reason}"))?;
            let code = definition.code.clone();
            for (_, amendment) in amendments.iter().filter(|(_, one)| one.amends == code) {
                definition.amend(amendment);
            }
            if definitions.iter().any(|known| known.code == definition.code) {
                return Err(format!(
                    "{file}: the calendar `{}` is there already: say `amends`",
                    definition.code
                ));
            }
            calendars.push(Calendar::build(&definition).map_err(|reason| format!("{file}: {reason}"))?);
            definitions.push(definition);
        }
        let known = |code: &str| definitions.iter().any(|definition| definition.code == code);
        if let Some((file, lost)) = amendments.iter().find(|(_, amendment)| !known(&amendment.amends)) {
            return Err(format!("{file}: amends: unknown calendar `{}`", lost.amends));
        }
        Ok(Self { calendars, digest: hex::encode(digest.finalize()) })
    }

    /// The calendars that this process goes by: the built-in ones, unless others were installed.
    #[must_use]
    pub fn current() -> &'static Self {
        INSTALLED.get().unwrap_or_else(|| Self::builtin())
    }

    /// Makes these the calendars of the process. It is called as the process starts, before
    /// anything is computed.
    ///
    /// # Errors
    /// Gives them back where others were installed before.
    pub fn install(self) -> Result<(), Box<Self>> {
        INSTALLED.set(self).map_err(Box::new)
    }

    /// SHA-256 over the files, in hexadecimal.
    #[must_use]
    pub fn digest(&self) -> &str {
        &self.digest
    }

    /// The calendar with this code.
    #[must_use]
    pub fn get(&self, code: &str) -> Option<&Calendar> {
        self.calendars.iter().find(|calendar| calendar.code == code)
    }

    /// The time zone of an office, by a code or a place that the list of offices or any calendar
    /// knows: one place has one clock, whoever sits there. An office of an organisation's own is
    /// read as the name of its zone: `America/Toronto`.
    #[must_use]
    pub fn zone_of(&self, office: &str) -> Option<Tz> {
        let listed = offices::Offices::current().find(office).map(|office| office.zone);
        let known = || self.calendars.iter().find_map(|calendar| calendar.office(office));
        let named = || office.contains('/').then(|| office.parse().ok()).flatten();
        listed.or_else(|| known().map(|office| office.zone)).or_else(named)
    }

    /// An office of a registry that goes by this calendar, and not by that of the registry.
    #[must_use]
    pub fn office_with(&self, calendar: &str) -> Option<&Office> {
        let mut offices = self.calendars.iter().flat_map(|known| &known.offices);
        offices.find(|office| office.calendar.as_deref() == Some(calendar))
    }

    /// The calendars by which only some offices of a registry go.
    pub fn of_offices(&self) -> impl Iterator<Item = &str> {
        let offices = self.calendars.iter().flat_map(|known| &known.offices);
        offices.filter_map(|office| office.calendar.as_deref())
    }

    /// All of them, in the order of their files.
    pub fn all(&self) -> impl Iterator<Item = &Calendar> {
        self.calendars.iter()
    }
}
