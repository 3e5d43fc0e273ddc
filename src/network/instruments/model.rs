//! Instruments and duties, read from their files and checked once.

use crate::coded::coded;
use crate::law::calendars::dates;
use crate::law::proceedings::Confidence;
use crate::text::Text;
use chrono::NaiveDate;
use serde::Deserialize;
use std::collections::HashSet;
use std::sync::LazyLock;

/// The file of the instruments.
pub(super) const INSTRUMENTS: &str = include_str!("instruments.toml");

/// The file of the duties.
pub(super) const DUTIES: &str = include_str!("duties.toml");

coded! {
    /// How much of an instrument's own text was read.
    pub enum SourceStatus {
        /// A part of it, or what somebody else published about it.
        InPart = "in_part", "read in part", "lu en partie";
        /// Nothing of it: what is said is from memory.
        Unread = "unread", "not read", "non lu";
    }
}

coded! {
    /// When what a duty asks for falls due.
    pub enum DutySchedule {
        /// At the end of each month.
        MonthEnd = "month_end", "at the end of each month", "à la fin de chaque mois";
        /// At the end of each half-year: 30 June and 31 December.
        SemesterEnd = "semester_end", "at the end of each half-year", "à la fin de chaque semestre";
        /// At the end of each calendar year.
        YearEnd = "year_end", "by the end of each calendar year", "avant la fin de chaque année civile";
        /// At the end of each two years, counted from the first day of the duty.
        EveryTwoYears = "every_two_years", "every two years, counted from its first day", "tous les deux ans, à compter de son premier jour";
        /// As soon as something happens: there is no date to compute.
        AtOnce = "at_once", "as soon as it happens", "dès que le fait se produit";
    }
}

/// An instrument of the liaison network.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NetworkInstrument {
    /// Its code.
    pub code: String,
    /// Its number in EUR-Lex, if it is known.
    pub celex: Option<String>,
    /// Its title, in both languages.
    pub title: Text,
    /// The first day on which it applied.
    #[serde(deserialize_with = "dates::civil")]
    pub in_force_from: NaiveDate,
    /// The last day on which it applied.
    #[serde(default, deserialize_with = "dates::civil_option")]
    pub in_force_to: Option<NaiveDate>,
    /// The instrument that repealed it, by code.
    pub repealed_by: Option<String>,
    /// The instrument that it amends, by code.
    pub amends: Option<String>,
    /// The confidence with which its title and its dates are known.
    pub confidence: Confidence,
    /// How much of its text was read.
    pub source_status: SourceStatus,
    /// Where what is said of it comes from, and what is not known.
    pub source: Text,
}

impl NetworkInstrument {
    /// Whether it applies on a day.
    #[must_use]
    pub fn is_in_force(&self, on: NaiveDate) -> bool {
        self.in_force_from <= on && self.in_force_to.is_none_or(|last| on <= last)
    }
}

/// A duty that an instrument lays down.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NetworkDuty {
    /// Its code.
    pub code: String,
    /// What it is called, in both languages.
    pub name: Text,
    /// The instrument that lays it down, by code.
    pub instrument: String,
    /// The provision of it.
    pub provision: Text,
    /// Who owes it.
    pub owed_by: Text,
    /// Where it falls due.
    pub schedule: DutySchedule,
    /// The first day on which it was owed, where it is later than its instrument's.
    #[serde(default, deserialize_with = "dates::civil_option")]
    pub from: Option<NaiveDate>,
    /// The last day on which it was owed, where it is earlier than its instrument's.
    #[serde(default, deserialize_with = "dates::civil_option")]
    pub to: Option<NaiveDate>,
    /// The confidence with which it is known.
    pub confidence: Confidence,
    /// What is doubtful about it.
    pub doubt: Option<Text>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct InstrumentsFile {
    instruments: Vec<NetworkInstrument>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct DutiesFile {
    duties: Vec<NetworkDuty>,
}

/// All instruments and their duties.
#[derive(Clone, Debug)]
pub struct InstrumentRegister {
    instruments: Vec<NetworkInstrument>,
    duties: Vec<NetworkDuty>,
}

impl InstrumentRegister {
    /// What is built in.
    #[must_use]
    pub fn builtin() -> &'static Self {
        #[expect(clippy::panic, reason = "the files are part of the program, and a test loads them")]
        static BUILTIN: LazyLock<InstrumentRegister> =
            LazyLock::new(|| match InstrumentRegister::load(INSTRUMENTS, DUTIES) {
                Ok(register) => register,
                Err(faults) => panic!("{}", faults.join("\n")),
            });
        &BUILTIN
    }

    /// Reads and checks both files.
    ///
    /// # Errors
    /// Every fault found, as `key: reason`.
    pub fn load(instruments: &str, duties: &str) -> Result<Self, Vec<String>> {
        let instruments: InstrumentsFile =
            toml::from_str(instruments).map_err(|error| vec![error.to_string()])?;
        let duties: DutiesFile = toml::from_str(duties).map_err(|error| vec![error.to_string()])?;
        let register = Self { instruments: instruments.instruments, duties: duties.duties };
        let faults = register.faults();
        if faults.is_empty() { Ok(register) } else { Err(faults) }
    }

    /// All instruments.
    #[must_use]
    pub fn instruments(&self) -> &[NetworkInstrument] {
        &self.instruments
    }

    /// The instrument of this code.
    #[must_use]
    pub fn instrument(&self, code: &str) -> Option<&NetworkInstrument> {
        self.instruments.iter().find(|known| known.code == code)
    }

    /// All duties.
    #[must_use]
    pub fn duties(&self) -> &[NetworkDuty] {
        &self.duties
    }

    /// The duties that an instrument lays down.
    pub fn duties_of<'a>(&'a self, instrument: &'a str) -> impl Iterator<Item = &'a NetworkDuty> {
        self.duties.iter().filter(move |duty| duty.instrument == instrument)
    }

    fn faults(&self) -> Vec<String> {
        let mut faults = Vec::new();
        let mut seen = HashSet::new();
        for one in &self.instruments {
            let code = &one.code;
            if !seen.insert(code) {
                faults.push(format!("{code}: there are two of this code"));
            }
            if !one.title.is_complete() || !one.source.is_complete() {
                faults.push(format!("{code}: its title and its source are given in both languages"));
            }
            if one.in_force_to.is_some_and(|last| last < one.in_force_from) {
                faults.push(format!("{code}.in_force_to: it precedes in_force_from"));
            }
            if one.repealed_by.is_some() && one.in_force_to.is_none() {
                faults.push(format!("{code}.in_force_to: what was repealed has a last day"));
            }
            for named in one.repealed_by.iter().chain(&one.amends) {
                if self.instrument(named).is_none() {
                    faults.push(format!("{code}: there is no instrument {named}"));
                }
            }
        }
        for duty in &self.duties {
            let code = &duty.code;
            if !seen.insert(code) {
                faults.push(format!("{code}: there are two of this code"));
            }
            if ![&duty.name, &duty.provision, &duty.owed_by].iter().all(|text| text.is_complete()) {
                faults.push(format!("{code}: every text of it is given in both languages"));
            }
            match self.instrument(&duty.instrument) {
                None => faults.push(format!("{code}.instrument: there is no {}", duty.instrument)),
                Some(under) => {
                    let is_within = |day: NaiveDate| under.is_in_force(day);
                    if !duty.from.is_none_or(is_within) || !duty.to.is_none_or(is_within) {
                        faults.push(format!("{code}: it is owed only while its instrument applies"));
                    }
                }
            }
        }
        faults
    }
}
