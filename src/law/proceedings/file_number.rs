//! File numbers: how each registry writes its own, and which spellings are read as one.
//!
//! A number that no form reads is kept as it was written: registries number in more ways than are
//! known here.

use super::model::Confidence;
use crate::text::Text;
use regex_lite::Regex;
use serde::{Deserialize, Serialize};

/// A regular expression of the catalog: one that exists can be compiled.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct NumberPattern(Regex);

impl TryFrom<String> for NumberPattern {
    type Error = String;

    fn try_from(written: String) -> Result<Self, String> {
        if !(written.starts_with('^') && written.ends_with('$')) {
            return Err(format!("`{written}` is of a whole number: begin with ^ and end with $"));
        }
        Regex::new(&written).map(Self).map_err(|error| error.to_string())
    }
}

impl From<NumberPattern> for String {
    fn from(pattern: NumberPattern) -> Self {
        pattern.0.as_str().to_owned()
    }
}

impl NumberPattern {
    /// The expression, as it is written.
    #[must_use]
    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }

    /// Whether a number, as its registry writes it, fits.
    #[must_use]
    pub fn is_met_by(&self, number: &str) -> bool {
        self.0.is_match(number)
    }
}

/// The form of the file numbers of a proceeding. A number that does not fit is accepted, and said
/// to be unusual.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FileNumber {
    /// The form that they have.
    pub pattern: NumberPattern,
    /// A number that fits it.
    pub example: String,
}

/// A form in which a registry writes its numbers, with the spellings that are read as one.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FileNumberForm {
    /// Its code.
    pub code: String,
    /// Its parts, in words.
    pub name: Text,
    /// The courts and tribunals whose numbers have it.
    pub courts: Vec<String>,
    /// The spellings that are read, in capitals and with one hyphen between parts.
    pub reads: NumberPattern,
    /// The number as the registry writes it, from the parts that were read.
    pub writes: String,
    /// A number, as the registry writes it.
    pub example: String,
    /// Other spellings of that number.
    pub spellings: Vec<String>,
    /// A source in which such numbers are found.
    pub citation: Text,
    /// The confidence with which it is known.
    pub confidence: Confidence,
}

impl FileNumberForm {
    /// The number as the registry writes it, if this form reads what is written.
    #[must_use]
    pub fn read(&self, written: &str) -> Option<String> {
        let hyphened = hyphened(&tidied(written));
        let parts = self.reads.0.captures(&hyphened)?;
        let mut number = String::new();
        parts.expand(&self.writes, &mut number);
        Some(number)
    }
}

/// A file number that was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileNumberReading {
    /// The number as it is kept: as the registry writes it, where a form reads it, and as it was
    /// written otherwise, in capitals.
    pub number: String,
    /// Whether it has the form that numbers of the proceeding have, or none is known.
    pub is_usual: bool,
}

/// Reads a number of a proceeding of a court: by the form that gives what is usual in the
/// proceeding, or else by one of the court.
pub(super) fn read(
    forms: &[FileNumberForm],
    (court, usual): (&str, Option<&FileNumber>),
    written: &str,
) -> FileNumberReading {
    let is_usual = |number: &str| usual.is_none_or(|usual| usual.pattern.is_met_by(number));
    let read: Vec<_> = forms.iter().filter_map(|form| Some((form, form.read(written)?))).collect();
    let of_proceeding = read.iter().find(|(_, number)| usual.is_some() && is_usual(number));
    let of_court = || read.iter().find(|(form, _)| form.courts.iter().any(|known| known == court));
    let number =
        of_proceeding.or_else(of_court).map_or_else(|| tidied(written), |(_, number)| number.clone());
    FileNumberReading { is_usual: is_usual(&number), number }
}

/// The keys under which a number may be found that is written like this, whatever court it is of.
pub(super) fn keys(forms: &[FileNumberForm], written: &str) -> Vec<String> {
    let read = forms.iter().filter_map(|form| form.read(written)).map(|number| key(&number));
    let mut keys: Vec<_> = read.chain([key(&tidied(written))]).collect();
    keys.sort_unstable();
    keys.dedup();
    keys
}

/// What separates the parts of a number, and is left out of its key.
pub const SEPARATORS: [char; 5] = ['-', ' ', '/', '.', '_'];

/// The key of a number that is kept: the number without what separates its parts.
#[must_use]
pub fn key(number: &str) -> String {
    number.replace(SEPARATORS, "")
}

/// What is written, in capitals, with one kind of hyphen and one blank at a time.
fn tidied(written: &str) -> String {
    let words: Vec<_> = written.split_whitespace().collect();
    words.join(" ").to_uppercase().replace(['‐', '‑', '‒', '–', '—', '−'], "-")
}

/// The same with one hyphen for whatever separates its parts.
fn hyphened(tidy: &str) -> String {
    let parts: Vec<_> = tidy.split(SEPARATORS).filter(|part| !part.is_empty()).collect();
    parts.join("-")
}

#[cfg(test)]
mod tests {
    use super::super::Catalog;

    fn read_in(proceeding: &str, written: &str) -> (String, bool) {
        let catalog = Catalog::builtin();
        let read = catalog.read_file_number(catalog.proceeding(proceeding).unwrap(), written);
        (read.number, read.is_usual)
    }

    #[test]
    fn one_number_has_one_spelling() {
        for written in [
            "IMM-123-26",
            "imm-123-26",
            " IMM 123 26 ",
            "IMM-0123-26",
            "IMM-123-2026",
            "IMM–123–26",
            "IMM123-26",
            "imm.123/26",
            "IMM - 00123 - 2026",
        ] {
            assert_eq!(read_in("ALJR", written), ("IMM-123-26".to_owned(), true), "{written}");
        }
        assert_eq!(read_in("RPD", "tb1 12345"), ("TB1-12345".to_owned(), true));
        assert_eq!(read_in("IAD", "VB900001").0, "VB9-00001");
        assert_eq!(read_in("SCC-L", "scc 40123"), ("40123".to_owned(), true));
    }

    #[test]
    fn a_motion_has_the_number_of_the_court_that_hears_it() {
        assert_eq!(read_in("MOT-EXT", "a 0108 2012"), ("A-108-12".to_owned(), true));
        assert_eq!(read_in("MOT-EXT", "t 352 25"), ("T-352-25".to_owned(), true));
        assert_eq!(
            read_in("ALJR", "t 352 25"),
            ("T-352-25".to_owned(), false),
            "brought to its form, and unusual"
        );
    }

    #[test]
    fn what_no_form_reads_is_kept_as_it_was_written() {
        for (written, kept) in [
            ("IMM-123", "IMM-123"),
            ("imm12326", "IMM12326"),
            ("IMM-123456-26", "IMM-123456-26"),
            ("cv  25 – 00012", "CV 25 - 00012"),
        ] {
            assert_eq!(read_in("ALJR", written), (kept.to_owned(), false), "{written}");
        }
        // Of a superior court no form is known: nothing is read into its numbers, and nothing said.
        assert_eq!(read_in("HC", "t 0352 25"), ("T 0352 25".to_owned(), true));
    }

    #[test]
    fn a_number_is_looked_for_by_every_reading() {
        let keys = |written| Catalog::builtin().file_number_keys(written);
        assert_eq!(keys("imm-0123-2026"), ["IMM01232026", "IMM12326"]);
        assert_eq!(keys("cv 25-7"), ["CV257"]);
    }
}
