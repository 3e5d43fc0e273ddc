//! Who makes the decisions that are challenged.
//!
//! What names one that is known is kept as its code. There are more who decide than are listed: one
//! of those is kept by its name, and shown as [`DecisionBody::OTHER`] with it.

use super::model::Confidence;
use crate::law::calendars::folded;
use crate::text::Text;
use serde::Deserialize;
use std::collections::HashMap;
use std::sync::LazyLock;

/// A body that decides.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DecisionBody {
    /// Its code.
    pub code: String,
    /// Its name, in both languages.
    pub name: Text,
    /// Other ways of writing it.
    #[serde(default)]
    spellings: Vec<String>,
    /// The text that gives it its powers.
    pub citation: Text,
    /// The confidence with which it is known.
    pub confidence: Confidence,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct BodiesFile {
    bodies: Vec<DecisionBody>,
}

impl DecisionBody {
    /// The code of a body that the list does not have.
    pub const OTHER: &'static str = "other";

    /// All that are known.
    #[must_use]
    pub fn all() -> &'static [Self] {
        #[expect(clippy::panic, reason = "the file is part of the program, and a test loads it")]
        static ALL: LazyLock<BodiesFile> =
            LazyLock::new(|| match toml::from_str(include_str!("catalog/decision-bodies.toml")) {
                Ok(file) => file,
                Err(error) => panic!("decision-bodies.toml: {error}"),
            });
        &ALL.bodies
    }

    /// The body that somebody means, however they write it. A page of cases asks it of each.
    #[must_use]
    pub fn find(written: &str) -> Option<&'static Self> {
        static BY_CODE: LazyLock<HashMap<&str, &DecisionBody>> =
            LazyLock::new(|| DecisionBody::all().iter().map(|body| (body.code.as_str(), body)).collect());
        static BY_KEY: LazyLock<HashMap<String, &DecisionBody>> = LazyLock::new(|| {
            let all = DecisionBody::all().iter();
            all.flat_map(|body| body.all_spellings().map(move |spelling| (folded(spelling), body))).collect()
        });
        // Nearly all are kept by their code.
        BY_CODE.get(written).or_else(|| BY_KEY.get(&folded(written))).copied()
    }

    /// Every way of writing it that the list gives.
    pub fn all_spellings(&self) -> impl Iterator<Item = &String> {
        [&self.code, &self.name.en, &self.name.fr].into_iter().chain(&self.spellings)
    }

    /// A body as it is kept: by its code, where the list has it.
    #[must_use]
    pub fn kept(written: &str) -> String {
        Self::find(written).map_or_else(|| written.trim().to_owned(), |body| body.code.clone())
    }
}

#[cfg(test)]
mod tests {
    use super::super::Catalog;
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn a_body_is_found_by_any_spelling_and_kept_as_its_code() {
        for written in ["rad", "RAD", " Refugee Appeal Division", "section d'appel des refugies", "SAR"] {
            assert_eq!(DecisionBody::kept(written), "rad", "{written}");
        }
        assert_eq!(DecisionBody::kept(" Board of Examiners "), "Board of Examiners");
    }

    #[test]
    fn every_body_has_both_names_and_no_two_are_written_alike() {
        let mut seen = BTreeSet::new();
        for body in DecisionBody::all() {
            assert!(body.name.is_complete() && body.citation.is_complete(), "{}", body.code);
            for written in body.all_spellings() {
                let found = DecisionBody::find(written).map(|known| known.code.as_str());
                assert_eq!(found, Some(body.code.as_str()), "{written}");
            }
            assert!(seen.insert(&body.code), "{}", body.code);
        }
    }

    #[test]
    fn whatever_the_catalog_names_is_in_the_list() {
        let catalog = Catalog::builtin();
        for successor in catalog.proceedings().iter().flat_map(|proceeding| &proceeding.successors) {
            let Some(body) = &successor.body else { continue };
            assert!(DecisionBody::find(&body.en).is_some(), "{}", body.en);
        }
        // A rule that asks who decided, and sent the notice, asks it by the same codes.
        let facts = catalog.rules().iter().flat_map(|rule| &rule.facts);
        for choice in facts.filter(|fact| fact.code == "decided_by").flat_map(|fact| &fact.values) {
            assert!(DecisionBody::all().iter().any(|body| body.code == choice.code), "{}", choice.code);
        }
    }
}
