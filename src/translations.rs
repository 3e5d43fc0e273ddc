//! Translations keyed by the English text itself, as gettext has it.
//!
//! For prose that is written once, in English, where the code is: what the `OpenAPI` document and
//! `--help` say comes from doc comments. A sentence that is changed is then one without French, and
//! a test says so. What the service says of its own is a [`crate::text::Text`] instead, which holds
//! both.
//!
//! A catalog is a JSON object from English to French, sorted, with a line for each text: what a
//! translator works on, and what a comparison of versions shows well.

use std::collections::BTreeMap;

/// The French of English texts.
#[derive(Debug, Default)]
pub struct Translations(BTreeMap<String, String>);

impl Translations {
    /// Reads a catalog.
    ///
    /// # Errors
    /// Fails if it is no JSON object of texts.
    pub fn read(catalog: &str) -> serde_json::Result<Self> {
        serde_json::from_str(catalog).map(Self)
    }

    /// The French of an English text, if there is any.
    #[must_use]
    pub fn french(&self, english: &str) -> Option<&str> {
        self.0.get(&unwrapped(english)).map(String::as_str)
    }

    /// Every English text, with its French.
    pub fn pairs(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(english, french)| (english.as_str(), french.as_str()))
    }
}

/// A text as a catalog has it: with the lines of a paragraph in one. Where a doc comment is broken
/// into lines is no difference.
#[must_use]
pub fn unwrapped(text: &str) -> String {
    let paragraphs = text.split("\n\n").map(|paragraph| paragraph.trim().replace('\n', " "));
    paragraphs.collect::<Vec<_>>().join("\n\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_found_however_its_lines_are_broken() {
        let french = Translations::read(r#"{"One line.\n\nTwo.": "Une ligne.\n\nDeux."}"#).unwrap();
        for english in ["One line.\n\nTwo.", "One\nline.\n\nTwo.\n"] {
            assert_eq!(french.french(english), Some("Une ligne.\n\nDeux."), "{english:?}");
        }
        assert_eq!(french.french("One line. Two."), None);
    }
}
