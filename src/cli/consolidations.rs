//! `greffe rules verify`: the law of this program beside the consolidations that it cites.

use super::args::{Done, print, say};
use super::language;
use crate::clock::{Clock, registry_day};
use crate::law::instruments::verify::{Consolidations, RuleComparison, TextVerdict, compare};
use crate::law::instruments::{Instrument, Instruments};
use crate::law::proceedings::Catalog;
use crate::text::{Complaint, Language};
use std::fmt::Write as _;
use std::fs;
use std::io::ErrorKind;
use std::path::Path;

/// Prints what the comparison found, one line a finding: rule, version, finding, where.
///
/// # Errors
/// Fails where a rule has to be read again, or the folder holds no consolidation.
pub(super) fn verify(laws: &Path, all: bool) -> Done {
    let open = |instrument: &Instrument, language: Language| read(laws, instrument, language);
    let instruments = Instruments::known();
    let is_there = |instrument: &Instrument| file(laws, instrument, Language::En).is_file();
    if !instruments.all().iter().any(is_there) {
        let (laws, example) = (laws.display(), "eng/regulations/SOR-93-22.xml");
        return Err(Complaint::new(
            format!("{laws} holds no consolidation: there is no {example} in it"),
            format!("{laws} ne contient aucune codification : {example} n'y est pas"),
        ));
    }
    let today = registry_day(Clock::of_the_machine().now());
    let found = compare(Catalog::current().rules(), &mut Consolidations::new(&open), today);
    let found = found.map_err(Complaint::verbatim)?;
    let shown = found.iter().filter(|one| all || one.verdict.wants_reading());
    print(&lines(shown).map_err(Complaint::verbatim)?);
    let with = |verdict: TextVerdict| found.iter().filter(|one| one.verdict == verdict).count();
    let (agree, worded) = (with(TextVerdict::Agrees), with(TextVerdict::WordedSince));
    let (elsewhere, snapshot) = (with(TextVerdict::NothingToCompare), instruments.snapshot);
    let wanting = found.iter().filter(|one| one.verdict.wants_reading()).count();
    say(
        format!(
            "Versions in force that agree: {agree}; worded otherwise since they began: {worded}; in no consolidation: {elsewhere}. The text was read as it stood on {snapshot}.\n"
        ),
        format!(
            "Versions en vigueur qui concordent : {agree}; dont le libellé a changé depuis leur début : {worded}; hors de toute codification : {elsewhere}. Le texte a été lu dans son état du {snapshot}.\n"
        ),
    );
    if wanting == 0 {
        return Ok(());
    }
    Err(Complaint::new(
        format!("findings to be looked at: {wanting}"),
        format!("constatations à examiner : {wanting}"),
    ))
}

fn lines<'a>(found: impl Iterator<Item = &'a RuleComparison<'a>>) -> Result<String, std::fmt::Error> {
    let spoken = language::spoken();
    let mut out = String::new();
    for RuleComparison { rule, version, verdict, detail } in found {
        let name = verdict.name();
        writeln!(out, "{rule}\t{version}\t{}\t{}", name.in_language(spoken), detail.in_language(spoken))?;
    }
    Ok(out)
}

fn file(laws: &Path, instrument: &Instrument, language: Language) -> std::path::PathBuf {
    let id = instrument.id.in_language(language);
    laws.join(instrument.kind.folder(language)).join(format!("{id}.xml"))
}

fn read(laws: &Path, instrument: &Instrument, language: Language) -> Result<Option<String>, String> {
    let path = file(laws, instrument, language);
    match fs::read_to_string(&path) {
        Ok(xml) => Ok(Some(xml)),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(format!("{}: {error}", path.display())),
    }
}
