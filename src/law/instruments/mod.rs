//! The acts and regulations that citations name, and the provisions in them.
//!
//! A citation is written for people: "IRPA 72(2)(b), (c)", "LIPR, al. 72(2)b), c)". Read by the
//! list of instruments (`instruments.toml`), it names provisions of the consolidations of the
//! Department of Justice, so that a reader can open the very text, and [`verify`] can compare it.

pub mod consolidation;
mod numbers;
mod provision;
#[cfg(test)]
mod tests;
pub mod verify;

pub use provision::Provision;

use crate::coded::coded;
use crate::law::calendars::dates;
use crate::text::{Language, Text};
use chrono::NaiveDate;
use serde::Deserialize;
use std::sync::LazyLock;

coded! {
    /// The kind of an instrument.
    pub enum InstrumentKind {
        /// An Act of Parliament.
        Act = "act", "Act", "Loi";
        /// A regulation, or rules of a court or tribunal.
        Regulation = "regulation", "Regulation", "Règlement";
    }
}

impl InstrumentKind {
    /// The folder of its consolidations, which is also how their addresses name it.
    #[must_use]
    pub const fn folder(self, language: Language) -> &'static str {
        match (self, language) {
            (Self::Act, Language::En) => "eng/acts",
            (Self::Act, Language::Fr) => "fra/lois",
            (Self::Regulation, Language::En) => "eng/regulations",
            (Self::Regulation, Language::Fr) => "fra/reglements",
        }
    }
}

/// An act or a regulation.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Instrument {
    /// Its code.
    pub code: String,
    /// Its title and number, in both languages.
    pub name: Text,
    /// Its kind.
    pub kind: InstrumentKind,
    /// Its identifier in the consolidations: `I-2.5`, `SOR-93-22`.
    pub id: Text,
    /// The abbreviations by which citations name it.
    cited: Abbreviations,
    /// The day to which the text that was read is current.
    #[serde(deserialize_with = "dates::civil")]
    pub current_to: NaiveDate,
}

/// The abbreviations of an instrument.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Abbreviations {
    en: Vec<String>,
    fr: Vec<String>,
}

/// The file of instruments.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Instruments {
    /// The day of the consolidations that were read.
    #[serde(deserialize_with = "dates::civil")]
    pub snapshot: NaiveDate,
    /// The first day of which they tell what was in force; what is older says this day.
    #[serde(deserialize_with = "dates::civil")]
    earliest: NaiveDate,
    #[serde(rename = "instruments")]
    known: Vec<Instrument>,
}

impl Instruments {
    /// The built-in list.
    #[must_use]
    pub fn known() -> &'static Self {
        #[expect(clippy::panic, reason = "the file is part of the program, and a test loads it")]
        static KNOWN: LazyLock<Instruments> = LazyLock::new(|| {
            toml::from_str(include_str!("instruments.toml"))
                .unwrap_or_else(|error| panic!("instruments.toml: {error}"))
        });
        &KNOWN
    }

    /// All of them.
    #[must_use]
    pub fn all(&self) -> &[Instrument] {
        &self.known
    }

    /// The provisions that a citation names, in the order in which it does. What is no provision of
    /// a known instrument (a guideline, a judgment, law as it was) is left out.
    #[must_use]
    pub fn cited_in(&self, citation: &Text, language: Language) -> Vec<Provision<'_>> {
        citation
            .in_language(language)
            .split(';')
            .flat_map(|part| self.cited_in_part(part.trim(), language))
            .collect()
    }

    /// Whether a citation names something beside provisions: a guideline, a judgment.
    #[must_use]
    pub fn cites_more(&self, citation: &Text, language: Language) -> bool {
        let text = citation.in_language(language);
        text.split(';').any(|part| self.cited_in_part(part.trim(), language).is_empty())
    }

    fn cited_in_part(&self, part: &str, language: Language) -> Vec<Provision<'_>> {
        // Of "SCC Rules" and "SCC Rule", what leaves less to read is the name.
        let after_name = |instrument: &'_ Instrument| {
            let names = match language {
                Language::En => &instrument.cited.en,
                Language::Fr => &instrument.cited.fr,
            };
            let rests = names.iter().filter_map(|name| part.strip_prefix(name.as_str()));
            rests.filter(|rest| rest.starts_with([' ', ','])).min_by_key(|rest| rest.len())
        };
        let found = self.known.iter().filter_map(|one| Some((one, after_name(one)?)));
        found
            .min_by_key(|(_, rest)| rest.len())
            .map_or_else(Vec::new, |(instrument, rest)| provision::read(instrument, rest))
    }
}
