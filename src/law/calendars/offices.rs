//! The offices, and the regions in which they are grouped: one list for cases, people, portfolios
//! and clocks.
//!
//! An office is found by any spelling. What names one that is known is kept as the list writes it,
//! so that the same office is the same word wherever it is compared; what names none is kept as it
//! was written, since an organisation may have offices that nobody told us of.

use super::model::folded;
use crate::text::Text;
use chrono_tz::Tz;
use serde::Deserialize;
use sha2::{Digest as _, Sha256};
use std::collections::HashMap;
use std::sync::{LazyLock, OnceLock};

/// A region.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Region {
    /// The code of the region.
    pub code: String,
    /// The name of the region, in both languages.
    pub name: Text,
    /// Whether its offices are abroad: their clocks are those of other countries.
    #[serde(default)]
    pub abroad: bool,
}

/// An office of a department, a court or a tribunal.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct KnownOffice {
    /// The code of the office.
    pub code: String,
    /// The one way in which it is kept.
    pub written: String,
    /// The name of the office, in both languages.
    pub name: Text,
    /// The region, by code.
    pub region: String,
    /// The province or territory, by its two letters: what is a holiday there is one here.
    pub province: Option<String>,
    /// The time zone.
    pub zone: Tz,
    /// Other ways of writing it.
    #[serde(default)]
    pub spellings: Vec<String>,
}

impl KnownOffice {
    /// Every way of writing it that the list gives.
    pub fn all_spellings(&self) -> impl Iterator<Item = &str> {
        [&self.written, &self.code].into_iter().chain(&self.spellings).map(String::as_str)
    }
}

/// Whether one of these is a way of writing the same: whatever the case, the accents, the blanks
/// and the hyphens.
#[must_use]
pub fn is_spelled(all: &[String], written: &str) -> bool {
    let asked = folded(written);
    !asked.is_empty() && all.iter().any(|spelling| folded(spelling) == asked)
}

/// A file of offices.
#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct OfficesFile {
    #[serde(default)]
    regions: Vec<Region>,
    #[serde(default)]
    offices: Vec<KnownOffice>,
}

/// A list of offices.
#[derive(Debug)]
pub struct Offices {
    regions: Vec<Region>,
    known: Vec<KnownOffice>,
    by_key: HashMap<String, usize>,
}

/// The file that is built in.
const FILE: (&str, &str) = ("offices.toml", include_str!("catalog/offices.toml"));

/// The offices of this process, if they are not the built-in ones.
static INSTALLED: OnceLock<Offices> = OnceLock::new();

impl Offices {
    /// The offices that this process goes by: the built-in ones, unless others were installed.
    #[must_use]
    pub fn current() -> &'static Self {
        #[expect(clippy::panic, reason = "the file is part of the program, and a test loads it")]
        static BUILTIN: LazyLock<Offices> = LazyLock::new(|| match Offices::load_beside_builtin(&[]) {
            Ok(offices) => offices,
            Err(fault) => panic!("{fault}"),
        });
        INSTALLED.get().unwrap_or_else(|| &BUILTIN)
    }

    /// A name for how the list writes its offices: another list has another.
    #[must_use]
    pub fn version(&self) -> String {
        let mut digest = Sha256::new();
        for spelling in self.known.iter().flat_map(KnownOffice::all_spellings) {
            digest.update(spelling);
            digest.update([0]);
        }
        let head = digest.finalize().first_chunk().map_or(0, |head| u64::from_be_bytes(*head));
        format!("{head:016x}")
    }

    /// Makes these the offices of the process. It is called as the process starts.
    ///
    /// # Errors
    /// Gives them back where others were installed before.
    pub fn install(self) -> Result<(), Box<Self>> {
        INSTALLED.set(self).map_err(Box::new)
    }

    /// The built-in offices with files of the operator: an entry of theirs takes the place of the
    /// one of the same code.
    ///
    /// # Errors
    /// The first fault, as `file: reason`.
    pub fn load_beside_builtin(own: &[(&str, &str)]) -> Result<Self, String> {
        let mut list = Self { regions: Vec::new(), known: Vec::new(), by_key: HashMap::new() };
        for (file, text) in std::iter::once(&FILE).chain(own) {
            let read: OfficesFile = toml::from_str(text).map_err(|error| format!("{file}: {error}"))?;
            for region in read.regions {
                list.regions.retain(|known| known.code != region.code);
                list.regions.push(region);
            }
            for office in read.offices {
                if !list.regions.iter().any(|region| region.code == office.region) {
                    return Err(format!("{file}: {}: unknown region `{}`", office.code, office.region));
                }
                if !office.name.is_complete() {
                    return Err(format!("{file}: {}: the name lacks English or French", office.code));
                }
                list.known.retain(|known| known.code != office.code);
                list.known.push(office);
            }
        }
        for (index, office) in list.known.iter().enumerate() {
            for spelling in office.all_spellings() {
                let before = list.by_key.insert(folded(spelling), index);
                if let Some(other) =
                    before.filter(|before| *before != index).and_then(|at| list.known.get(at))
                {
                    return Err(format!("`{spelling}` is {} and {}", other.code, office.code));
                }
            }
        }
        Ok(list)
    }

    /// All of them, in the order of their files.
    #[must_use]
    pub fn all(&self) -> &[KnownOffice] {
        &self.known
    }

    /// The regions.
    #[must_use]
    pub fn regions(&self) -> &[Region] {
        &self.regions
    }

    /// The office that somebody means, however they write it.
    #[must_use]
    pub fn find(&self, written: &str) -> Option<&KnownOffice> {
        self.by_key.get(&folded(written)).and_then(|index| self.known.get(*index))
    }

    /// An office as it is kept: as the list writes it, where the list has it.
    #[must_use]
    pub fn kept(&self, written: &str) -> String {
        self.find(written).map_or_else(|| written.trim().to_owned(), |office| office.written.clone())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::law::calendars::Calendars;

    #[test]
    fn an_office_is_found_by_any_spelling_and_kept_in_one() {
        let offices = Offices::current();
        for written in
            ["Montréal", "MONTRÉAL", " Montréal", "montreal", "Mont-réal", "mtl", "MONTRE\u{301}AL"]
        {
            assert_eq!(offices.kept(written), "Montréal", "{written}");
        }
        for written in ["St. John's", "ST_JOHNS", "st johns", "St-John’s", "nl"] {
            assert_eq!(offices.kept(written), "St. John's", "{written}");
        }
        assert_eq!(offices.kept(" Torotno "), "Torotno");
        assert!(offices.find("").is_none() && offices.find("-").is_none());
    }

    #[test]
    fn every_region_has_offices_and_a_name_and_every_office_of_a_calendar_is_one() {
        let offices = Offices::current();
        for region in offices.regions() {
            assert!(region.name.is_complete(), "{}", region.code);
            assert!(offices.all().iter().any(|office| office.region == region.code), "{}", region.code);
        }
        for code in Calendars::builtin().all().flat_map(|one| &one.offices).flat_map(|office| &office.codes) {
            assert!(offices.find(code).is_some(), "{code}");
        }
    }

    #[test]
    fn an_operator_adds_offices_and_replaces_them() {
        let own = "[[offices]]\ncode = \"KINGSTON\"\nwritten = \"Kingston\"\nname = { en = \"Kingston\", fr = \"Kingston\" }\n\
            region = \"ontario\"\nzone = \"America/Toronto\"\nspellings = [\"Kgn\"]\n";
        let list = Offices::load_beside_builtin(&[("own.toml", own)]).unwrap();
        assert_eq!(list.kept("KGN"), "Kingston");
        for (wrong, why) in [
            (own.replace("ontario", "nowhere"), "unknown region"),
            (own.replace("Kgn", "Toronto"), "is TORONTO and KINGSTON"),
            (own.replace("fr = \"Kingston\"", "fr = \"\""), "lacks English or French"),
        ] {
            let fault = Offices::load_beside_builtin(&[("own.toml", &wrong)]).unwrap_err();
            assert!(fault.contains(why), "{fault}");
        }
    }
}
