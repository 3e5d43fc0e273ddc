//! The law of the catalog, compared with the consolidations that it cites.
//!
//! What is compared: that each provision exists in both languages, that it says the number of the
//! rule (or one of the provisions cited does), and that nothing in it is in force since a later day
//! than the one to which the text was read. What the law no longer is, or not yet, is in no
//! consolidation of today, and is left out.

use super::consolidation::Consolidation;
use super::{Instrument, Instruments, Provision, numbers};
use crate::coded::coded;
use crate::law::proceedings::{Count, Rule, RuleVersion};
use crate::text::{Language, Text};
use chrono::NaiveDate;
use std::collections::HashMap;

coded! {
    /// What comparing a rule with the text that it cites found.
    pub enum TextVerdict {
        /// It cites a provision that is not there.
        NotFound = "not_found", "No such provision", "Disposition introuvable";
        /// No provision that it cites says its number.
        NumberDiffers = "number_differs", "Another number", "Nombre différent";
        /// The text was amended since it was read.
        AmendedSince = "amended_since", "Amended since it was read", "Modifiée depuis la lecture";
        /// The text has its present wording since a later day than the version says: an amendment
        /// that touched neither the number nor what starts it, or one that was overlooked.
        WordedSince = "worded_since", "Worded since", "Libellé en vigueur depuis";
        /// Nothing that it cites is in a consolidation: a guideline, the common law.
        NothingToCompare = "nothing_to_compare", "Nothing to compare", "Rien à comparer";
        /// All that was compared agrees.
        Agrees = "agrees", "Agrees", "Concorde";
    }
}

impl TextVerdict {
    /// Whether somebody has to look at the rule.
    #[must_use]
    pub const fn wants_reading(self) -> bool {
        matches!(self, Self::NotFound | Self::NumberDiffers | Self::AmendedSince)
    }
}

/// One finding.
#[derive(Debug)]
pub struct RuleComparison<'a> {
    /// The rule.
    pub rule: &'a str,
    /// The version of it.
    pub version: &'a str,
    /// What was found.
    pub verdict: TextVerdict,
    /// Where, or what was looked for.
    pub detail: Text,
}

/// Finds the XML of an instrument in a language: none where there is no such file, or why it cannot
/// be read.
pub type Opener<'a> = dyn Fn(&Instrument, Language) -> Result<Option<String>, String> + 'a;

/// The consolidations that are at hand, read as they are asked for.
pub struct Consolidations<'a> {
    texts: HashMap<(String, Language), Option<Consolidation>>,
    open: &'a Opener<'a>,
}

impl<'a> Consolidations<'a> {
    /// Those that `open` finds.
    #[must_use]
    pub fn new(open: &'a Opener<'a>) -> Self {
        Self { texts: HashMap::new(), open }
    }

    fn of(&mut self, instrument: &Instrument, language: Language) -> Result<Option<&Consolidation>, String> {
        let key = (instrument.code.clone(), language);
        if !self.texts.contains_key(&key) {
            let xml = (self.open)(instrument, language)?;
            let text = xml.map(|xml| Consolidation::read(&xml)).transpose();
            let text = text.map_err(|error| format!("{}: {error}", instrument.code))?;
            self.texts.insert(key.clone(), text);
        }
        Ok(self.texts.get(&key).and_then(Option::as_ref))
    }
}

/// Compares every rule as it is in force on a day with the texts.
///
/// # Errors
/// Why a text cannot be read.
pub fn compare<'r>(
    rules: &'r [Rule],
    texts: &mut Consolidations<'_>,
    today: NaiveDate,
) -> Result<Vec<RuleComparison<'r>>, String> {
    let mut found = Vec::new();
    for rule in rules {
        for version in rule.versions.iter().filter(|version| is_in_force(version, today)) {
            let mut of_version = Vec::new();
            let mut was_read = false;
            for language in [Language::En, Language::Fr] {
                was_read |= compare_version(version, language, texts, &mut of_version)?;
            }
            if of_version.is_empty() {
                let verdict = if was_read { TextVerdict::Agrees } else { TextVerdict::NothingToCompare };
                of_version.push((verdict, version.citation.clone()));
            }
            let named = |(verdict, detail)| RuleComparison {
                rule: &rule.code,
                version: &version.version,
                verdict,
                detail,
            };
            found.extend(of_version.into_iter().map(named));
        }
    }
    Ok(found)
}

fn is_in_force(version: &RuleVersion, today: NaiveDate) -> bool {
    !version.enacted_not_in_force
        && version.in_force_from <= today
        && version.in_force_to.is_none_or(|to| to >= today)
}

/// Compares a version with the text in one language, and says whether there was one.
fn compare_version(
    version: &RuleVersion,
    language: Language,
    texts: &mut Consolidations<'_>,
    found: &mut Vec<(TextVerdict, Text)>,
) -> Result<bool, String> {
    let mut push = |verdict: TextVerdict, en: String, fr: String| {
        let finding = (verdict, Text::new(en, fr));
        if !found.contains(&finding) {
            found.push(finding);
        }
    };
    let wanted = version.count.as_ref().map(numbers_of).unwrap_or_default();
    let mut was_read = false;
    let cited = Instruments::known().cited_in(&version.citation, language);
    // A guideline that is cited beside a provision may be what says the number.
    let elsewhere = Instruments::known().cites_more(&version.citation, language);
    let mut said = wanted.is_empty() || elsewhere;
    for provision in cited {
        let Provision { instrument, path } = &provision;
        let Some(text) = texts.of(instrument, language)? else { continue };
        was_read = true;
        let (code, label) = (&instrument.code, provision.label());
        let Some(text) = text.get(path) else {
            let (en, fr) = match language {
                Language::En => ("English", "anglais"),
                Language::Fr => ("French", "français"),
            };
            push(
                TextVerdict::NotFound,
                format!("{code} {label} ({en} text)"),
                format!("{code} {label} (texte {fr})"),
            );
            continue;
        };
        said |= wanted.iter().any(|number| numbers::says(&text.text, *number, language));
        let Some(since) = text.in_force_from else { continue };
        let written = format!("{code} {label}: {since}");
        if since > instrument.current_to {
            push(TextVerdict::AmendedSince, written.clone(), written);
        } else if since > version.in_force_from.max(Instruments::known().earliest)
            && version.enacted_on.is_none_or(|enacted| since > enacted)
        {
            push(TextVerdict::WordedSince, written.clone(), written);
        }
    }
    if was_read && !said {
        let numbers: Vec<_> = wanted.iter().map(u32::to_string).collect();
        let numbers = numbers.join(" / ");
        let citation = &version.citation;
        push(
            TextVerdict::NumberDiffers,
            format!("{numbers} is not said in {}", citation.en),
            format!("{numbers} ne figure pas dans {}", citation.fr),
        );
    }
    Ok(was_read)
}

/// The numbers of which a text that sets a period says one: its days, or the weeks that they are;
/// its months, or the years. Of one day no number is said: "on the day on which", "the day after".
fn numbers_of(count: &Count) -> Vec<u32> {
    if !count.said_as.is_empty() {
        return count.said_as.clone();
    }
    let in_units = |number: Option<u32>, unit: u32| {
        number.into_iter().flat_map(move |number| {
            [Some(number), (number % unit == 0).then_some(number / unit)].into_iter().flatten()
        })
    };
    let days = in_units(count.days.or(count.working_days), 7);
    let hours = in_units(count.hours, 24);
    // "Between 30 and 90 days": either is enough.
    let numbers = days.chain(hours).chain(count.not_before_days).filter(|number| *number > 1);
    numbers.chain(in_units(count.months, 12)).collect()
}
