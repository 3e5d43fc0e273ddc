//! File numbers: how each registry writes its own, and which spellings are read as one.
//!
//! A number that no form reads is kept as it was written: registries number in more ways than are
//! known here.

use super::model::Confidence;
use crate::text::Text;
use regex_lite::{Captures, Regex};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use unicode_normalization::UnicodeNormalization as _;

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
    /// The spellings that have its form but for a letter where the registry has only digits: no
    /// number of it can be so.
    pub letter_among_digits: NumberPattern,
    /// The number as the registry writes it, from the parts that were read.
    pub writes: String,
    /// The year in which each series begins; `*` is every other.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub since: BTreeMap<String, i32>,
    /// The first year of each decade that a letter stands for.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub decades: BTreeMap<String, i32>,
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
    /// The number as the registry writes it, if this form reads what is written; otherwise, where
    /// it has the form and can be no number of the registry all the same, why not.
    ///
    /// # Errors
    /// [`NoSuchNumber`], by the year that it is now.
    pub fn read(&self, written: &str, this_year: i32) -> Option<Result<String, NoSuchNumber>> {
        let hyphened = hyphened(&tidied(written));
        if self.letter_among_digits.is_met_by(&hyphened) {
            return Some(Err(NoSuchNumber::Letter));
        }
        let parts = self.reads.0.captures(&hyphened)?;
        if parts.name("number").is_some_and(|number| number.as_str().bytes().all(|digit| digit == b'0')) {
            return Some(Err(NoSuchNumber::Zero));
        }
        if let Some(refused) = self.refused_year(&parts, this_year) {
            return Some(Err(refused));
        }
        let mut number = String::new();
        parts.expand(&self.writes, &mut number);
        Some(Ok(number))
    }

    /// The reason why the year of a number is none of its series, where it has one.
    fn refused_year(&self, parts: &Captures<'_>, this_year: i32) -> Option<NoSuchNumber> {
        let part = |name: &str| parts.name(name).map(|part| part.as_str());
        let digits: i32 = part("year")?.parse().ok()?;
        let since = part("series").and_then(|series| self.since.get(series));
        let since = since.or_else(|| self.since.get("*")).copied().unwrap_or(i32::MIN);
        let years: Vec<i32> = match (part("decade"), part("century")) {
            (Some(decade), _) => vec![self.decades.get(decade)?.saturating_add(digits)],
            (None, Some(century)) => {
                vec![century.parse::<i32>().ok()?.saturating_mul(100).saturating_add(digits)]
            }
            // Two digits are of whichever century fits.
            (None, None) => [1900_i32, 2000].map(|century| century.saturating_add(digits)).into(),
        };
        if years.iter().any(|year| (since..=this_year).contains(year)) {
            return None;
        }
        match years.as_slice() {
            [year] if *year > this_year => Some(NoSuchNumber::NotYet(*year)),
            _ => Some(NoSuchNumber::Year { since, until: this_year }),
        }
    }
}

/// The reason why what has the form of a file number is none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoSuchNumber {
    /// A letter stands where the registry has only digits.
    Letter,
    /// Registries count from one.
    Zero,
    /// The year has not begun.
    NotYet(i32),
    /// The registry has numbers of these years, both included, and of no other.
    Year {
        /// The first.
        since: i32,
        /// The last.
        until: i32,
    },
}

impl NoSuchNumber {
    /// The reason, in both languages: the end of a sentence.
    #[must_use]
    pub fn text(self) -> Text {
        match self {
            Self::Letter => Text::new(
                "a letter stands where there are only digits",
                "une lettre se trouve là où il n'y a que des chiffres",
            ),
            Self::Zero => Text::new("registries count from 1", "les greffes comptent à partir de 1"),
            Self::NotYet(year) => Text::new(
                format!("the year {year} has not begun"),
                format!("l'année {year} n'a pas commencé"),
            ),
            Self::Year { since, until } => Text::new(
                format!("the years of its series are {since} to {until}"),
                format!("les années de sa série vont de {since} à {until}"),
            ),
        }
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
    /// The reason why it can be no number of its registry, where it has the form of one.
    pub refused: Option<NoSuchNumber>,
}

/// Reads a number of a proceeding of a court, in a year: by the form that gives what is usual in
/// the proceeding, or else by one of the court.
pub(super) fn read(
    forms: &[FileNumberForm],
    (court, usual): (&str, Option<&FileNumber>),
    written: &str,
    this_year: i32,
) -> FileNumberReading {
    let is_usual = |number: &str| usual.is_none_or(|usual| usual.pattern.is_met_by(number));
    let is_of_court = |form: &FileNumberForm| form.courts.iter().any(|known| known == court);
    let mut read = Vec::new();
    for form in forms {
        match form.read(written, this_year) {
            Some(Ok(number)) => read.push((form, number)),
            Some(Err(refused)) if is_of_court(form) => {
                let number = tidied(written);
                return FileNumberReading { number, is_usual: false, refused: Some(refused) };
            }
            Some(Err(_)) | None => {}
        }
    }
    let of_proceeding = read.iter().find(|(_, number)| usual.is_some() && is_usual(number));
    let of_court = || read.iter().find(|(form, _)| is_of_court(form));
    let number =
        of_proceeding.or_else(of_court).map_or_else(|| tidied(written), |(_, number)| number.clone());
    FileNumberReading { is_usual: is_usual(&number), number, refused: None }
}

/// The keys under which a number may be found that is written like this, whatever court it is of.
pub(super) fn keys(forms: &[FileNumberForm], written: &str) -> Vec<String> {
    // What is looked for may have been kept in any year.
    let read = forms.iter().filter_map(|form| form.read(written, i32::MAX)?.ok()).map(|number| key(&number));
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
    // Letters and digits that are as wide as a Chinese character are the same letters and digits.
    let narrow: String = written.nfkc().collect();
    let words: Vec<_> = narrow.split_whitespace().collect();
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
        let read = catalog.read_file_number(catalog.proceeding(proceeding).unwrap(), written, 2026);
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
    fn what_no_registry_can_have_given_is_kept_as_it_was_written() {
        use super::NoSuchNumber::{NotYet, Year, Zero};
        let catalog = Catalog::builtin();
        let of_immigration = Year { since: 1993, until: 2026 };
        for (proceeding, written, kept, why) in [
            ("ALJR", "IMM-1-1900", "IMM-1-1900", of_immigration),
            ("ALJR", "imm 1 92", "IMM 1 92", of_immigration),
            ("ALJR", "IMM-1-1992", "IMM-1-1992", of_immigration),
            ("ALJR", "IMM-1-27", "IMM-1-27", of_immigration),
            ("ALJR", "IMM-1-2027", "IMM-1-2027", NotYet(2027)),
            ("ALJR", "IMM-0-26", "IMM-0-26", Zero),
            ("ALJR", "IMM-000-26", "IMM-000-26", Zero),
            ("FCA-APP", "A-1-1970", "A-1-1970", Year { since: 1971, until: 2026 }),
            ("FCA-APP", "A-0-12", "A-0-12", Zero),
            ("SCC-L", "00000", "00000", Zero),
            ("RPD", "TC7-01234", "TC7-01234", NotYet(2027)),
            ("RAD", "TB1-00000", "TB1-00000", Zero),
            ("IAD", "VD0-00001", "VD0-00001", NotYet(2030)),
            ("ID", "0018-C9-00123", "0018-C9-00123", NotYet(2029)),
        ] {
            let read = catalog.read_file_number(catalog.proceeding(proceeding).unwrap(), written, 2026);
            assert_eq!(
                (read.number.as_str(), read.is_usual, read.refused),
                (kept, false, Some(why)),
                "{written}"
            );
        }
        for (proceeding, written, kept) in [
            ("ALJR", "IMM-1-00", "IMM-1-00"),
            ("ALJR", "IMM-1-1993", "IMM-1-93"),
            ("ALJR", "IMM-1-2000", "IMM-1-00"),
            ("RPD", "TA0-00001", "TA0-00001"),
        ] {
            assert_eq!(read_in(proceeding, written), (kept.to_owned(), true));
        }
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
