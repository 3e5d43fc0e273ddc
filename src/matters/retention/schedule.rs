//! The retention schedule, read from its file and checked once.

use crate::chronology;
use crate::law::proceedings::{Catalog, Confidence};
use crate::text::Text;
use chrono::{Months, NaiveDate};
use serde::Deserialize;
use std::collections::HashSet;
use std::sync::LazyLock;

/// The file of the schedule.
const FILE: &str = include_str!("catalog/retention.toml");

/// All lines.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Schedule {
    lines: Vec<ScheduleLine>,
}

/// The line of a schedule: how long cases of some proceedings are kept.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ScheduleLine {
    /// The code of the line.
    pub code: String,
    /// The proceedings, by code; none for all that no other line names.
    pub proceedings: Vec<String>,
    /// The number of years after the last docket entry for which it is kept.
    pub years: u32,
    /// The name of the line, in both languages.
    pub name: Text,
    /// The law that it rests on.
    pub citation: Text,
    /// The day since which it is in force.
    pub in_force_from: NaiveDate,
    /// The confidence with which it is known.
    pub confidence: Confidence,
}

impl ScheduleLine {
    /// The last day on which a case is kept that was closed on a day.
    #[must_use]
    pub fn kept_until(&self, closed_on: NaiveDate) -> NaiveDate {
        let months = Months::new(self.years.saturating_mul(12));
        closed_on.checked_add_months(months).map_or(chronology::LAST, |last| last.min(chronology::LAST))
    }
}

impl Schedule {
    /// The schedule that is built in.
    #[must_use]
    pub fn builtin() -> &'static Self {
        #[expect(clippy::panic, reason = "the file is part of the program, and a test loads it")]
        static BUILTIN: LazyLock<Schedule> = LazyLock::new(|| match Schedule::load(FILE) {
            Ok(schedule) => schedule,
            Err(faults) => panic!("{}", faults.join("\n")),
        });
        &BUILTIN
    }

    /// Reads and checks a schedule.
    ///
    /// # Errors
    /// Every fault found, as `key: reason`.
    pub fn load(text: &str) -> Result<Self, Vec<String>> {
        let schedule: Self = toml::from_str(text).map_err(|error| vec![error.to_string()])?;
        let (mut codes, mut named) = (HashSet::new(), HashSet::new());
        let mut faults = Vec::new();
        for line in &schedule.lines {
            let code = &line.code;
            if !codes.insert(code) {
                faults.push(format!("{code}: there are two of this code"));
            }
            if line.years < 2 {
                faults.push(format!("{code}.years: personal information is kept for two years at least"));
            }
            if !line.name.is_complete() || !line.citation.is_complete() {
                faults.push(format!("{code}: its name and its citation are in both languages"));
            }
            for proceeding in &line.proceedings {
                if Catalog::current().proceeding(proceeding).is_none() {
                    faults.push(format!("{code}.proceedings: there is no proceeding {proceeding}"));
                }
                if !named.insert(proceeding) {
                    faults.push(format!("{code}.proceedings: another line names {proceeding}, too"));
                }
            }
        }
        if schedule.lines.iter().filter(|line| line.proceedings.is_empty()).count() != 1 {
            faults.push("lines: one, and only one, names no proceedings and goes for all others".to_owned());
        }
        if faults.is_empty() { Ok(schedule) } else { Err(faults) }
    }

    /// All lines.
    #[must_use]
    pub fn lines(&self) -> &[ScheduleLine] {
        &self.lines
    }

    /// The line that a case of this proceeding is kept by.
    #[must_use]
    pub fn of(&self, proceeding: &str) -> Option<&ScheduleLine> {
        let names = |line: &&ScheduleLine| line.proceedings.iter().any(|named| named == proceeding);
        self.lines.iter().find(names).or_else(|| self.lines.iter().find(|line| line.proceedings.is_empty()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn every_proceeding_has_a_line() {
        let schedule = Schedule::load(FILE).unwrap();
        for proceeding in Catalog::current().proceedings() {
            let line = schedule.of(&proceeding.code).unwrap();
            assert!(line.citation.en.contains("s. 12(1)"), "{}", line.code);
        }
        assert_eq!(schedule.of("ALJR").unwrap().code, "LITIGATION");
        assert_eq!(schedule.of("SCC-A").unwrap().code, "LEADING");
    }

    #[test]
    fn years_are_those_of_the_calendar() {
        let line = Schedule::builtin().of("ALJR").unwrap();
        assert_eq!(line.kept_until(day("2012-05-31")), day("2024-05-31"));
        assert_eq!(line.kept_until(day("2012-02-29")), day("2024-02-29"));
        let leading = Schedule::builtin().of("SCC-A").unwrap();
        assert_eq!(leading.kept_until(day("2012-02-29")), day("2037-02-28"));
    }

    #[test]
    fn what_is_not_whole_is_refused_with_every_reason() {
        let line = |code: &str, proceedings: &str, years: u32| {
            format!(
                "[[lines]]\ncode = \"{code}\"\nproceedings = [{proceedings}]\nyears = {years}\nname = {{ en = \"A\", fr = \"\" }}\n\
                 citation = {{ en = \"B\", fr = \"C\" }}\nin_force_from = \"2004-05-21\"\nconfidence = \"reconstructed\"\n"
            )
        };
        let text = line("A", "\"ALJR\"", 1) + &line("A", "\"ALJR\", \"X\"", 10);
        let faults = Schedule::load(&text).unwrap_err().join("\n");
        for part in [
            "two of this code",
            "two years",
            "both languages",
            "no proceeding X",
            "too",
            "names no proceedings",
        ] {
            assert!(faults.contains(part), "{part} in {faults}");
        }
    }
}
