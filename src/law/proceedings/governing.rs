//! A rule in the version that governs a deadline: whoever is told of it is told by what authority.

use super::{Rule, RuleVersion};
use crate::text::Text;

/// A rule, and the version of it that governs. The newest one may govern nothing yet.
#[derive(Clone, Copy, Debug)]
pub struct GoverningRule<'a> {
    /// The rule.
    pub rule: &'a Rule,
    version: Option<&'a RuleVersion>,
}

impl Rule {
    /// The rule in the version of this name, by which a deadline was computed; in the newest that
    /// is law, where the catalog does not have it any more.
    #[must_use]
    pub fn governed_by_version(&self, name: &str) -> GoverningRule<'_> {
        let named = self.versions.iter().find(|version| version.version == name);
        GoverningRule { rule: self, version: named.or_else(|| self.current()) }
    }
}

impl GoverningRule<'_> {
    /// The place where the version that governs is written.
    #[must_use]
    pub fn citation(self) -> Text {
        self.version.map(|version| version.citation.clone()).unwrap_or_default()
    }

    /// The law's words on an extension; the place of the rule, if there are none in particular.
    #[must_use]
    pub fn extension(self) -> Text {
        self.rule.extension.clone().unwrap_or_else(|| self.citation())
    }
}
