//! A text in both official languages.
//!
//! Every label, explanation and problem text that leaves the service is a [`Text`]: there is no
//! constructor for one language alone, so that a missing French string cannot be written down.

use serde::{Deserialize, Serialize};

/// The same statement in English and in French.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Text {
    /// English.
    #[schema(example = "Application for leave")]
    pub en: String,
    /// French.
    #[schema(example = "Demande d'autorisation")]
    pub fr: String,
}

impl Text {
    /// Both languages at once.
    pub fn new(en: impl Into<String>, fr: impl Into<String>) -> Self {
        Self { en: en.into(), fr: fr.into() }
    }

    /// The text in the language asked for.
    #[must_use]
    pub fn in_language(&self, language: Language) -> &str {
        match language {
            Language::En => &self.en,
            Language::Fr => &self.fr,
        }
    }

    /// Whether both languages say something.
    #[must_use]
    pub fn is_complete(&self) -> bool {
        !self.en.trim().is_empty() && !self.fr.trim().is_empty()
    }
}

/// Whether a character ends a line, or is not shown, in some place that a text goes out to: a
/// header, a calendar, a cell. JSON has no quarrel with it.
#[must_use]
pub fn breaks_a_line(character: char) -> bool {
    // Unicode's own separators of lines and paragraphs; its control characters hold the others,
    // U+0085 among them.
    character.is_control() || matches!(character, '\u{2028}' | '\u{2029}')
}

/// A text as one line, for places where a second would be taken for something else: a space
/// replaces whatever breaks it. What was stored before such a character was refused comes through
/// here, too.
#[must_use]
pub fn one_line(text: &str) -> String {
    text.chars().map(|character| if breaks_a_line(character) { ' ' } else { character }).collect()
}

/// One of the two official languages.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum Language {
    /// English.
    #[default]
    En,
    /// French.
    Fr,
}

impl Language {
    /// Its code, as stored and as written on the wire: the tag of BCP 47, as in `Content-Language`.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::En => "en",
            Self::Fr => "fr",
        }
    }
}

impl std::str::FromStr for Language {
    type Err = ();

    fn from_str(tag: &str) -> Result<Self, Self::Err> {
        match tag {
            "en" => Ok(Self::En),
            "fr" => Ok(Self::Fr),
            _ => Err(()),
        }
    }
}
