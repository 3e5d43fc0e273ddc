//! A text in both official languages.
//!
//! Every label, explanation and problem text that leaves the service is a [`Text`]: there is no
//! constructor for one language alone, so that a missing French string cannot be written down.

use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use unicode_normalization::{UnicodeNormalization as _, is_nfc};

/// The same statement in English and in French.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = BilingualText)]
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

/// Whether a character is not shown and says nothing by itself (Unicode's
/// `Default_Ignorable_Code_Point`): what word processors, web pages and directories leave between
/// letters. Two names that differ by one look the same, and neither is found by the other; and what
/// sets the direction of writing (U+202A to U+202E, U+2066 to U+2069, and the marks) makes a name
/// read as another than it is.
///
/// Selectors of variants are none: they choose how the character before them is drawn.
#[must_use]
pub const fn is_invisible(character: char) -> bool {
    matches!(
        character,
        '\u{AD}'
            | '\u{34F}'
            | '\u{61C}'
            | '\u{115F}'..='\u{1160}'
            | '\u{17B4}'..='\u{17B5}'
            | '\u{180E}'
            | '\u{200B}'..='\u{200F}'
            | '\u{202A}'..='\u{202E}'
            | '\u{2060}'..='\u{206F}'
            | '\u{3164}'
            | '\u{FEFF}'
            | '\u{FFA0}'
            | '\u{FFF0}'..='\u{FFFB}'
            | '\u{1BCA0}'..='\u{1BCA3}'
            | '\u{1D173}'..='\u{1D17A}'
            | '\u{E0000}'..='\u{E00FF}'
            | '\u{E01F0}'..='\u{E0FFF}'
    )
}

/// Whether the letters of a character's script change their form by what joins or parts them: those
/// of Persian and Urdu, of the languages of India and its neighbours, of Mongolian; and pictures.
/// After any other a joiner changes nothing.
const fn is_shaped(character: char) -> bool {
    matches!(
        character,
        '\u{600}'..='\u{109F}'
            | '\u{1700}'..='\u{1CFF}'
            | '\u{2600}'..='\u{27BF}'
            | '\u{A800}'..='\u{ABFF}'
            | '\u{FB50}'..='\u{FDFF}'
            | '\u{FE0F}'
            | '\u{FE70}'..='\u{FEFC}'
            | '\u{10A00}'..='\u{11FFF}'
            | '\u{1E900}'..='\u{1E95F}'
            | '\u{1F000}'..='\u{1FAFF}'
    )
}

/// Whether a character is not shown after another, and changes nothing there either. A joiner
/// (U+200C, U+200D) is needed after a letter whose form it decides.
fn is_unseen(character: char, before: Option<char>) -> bool {
    let is_joiner = matches!(character, '\u{200C}' | '\u{200D}');
    is_invisible(character) && !(is_joiner && before.is_some_and(is_shaped))
}

/// The first character that a name or a title may not hold: one that ends the line, or one that
/// nobody sees. All of them are refused alike: whether one was meant, and which, its sender knows.
#[must_use]
pub fn not_of_a_line(text: &str) -> Option<char> {
    let mut before = None;
    text.chars().find(|character| {
        let is_refused = breaks_a_line(*character) || is_unseen(*character, before);
        before = Some(*character);
        is_refused
    })
}

/// A text without what nobody sees: what was stored before that was refused.
fn shown(text: &str) -> Cow<'_, str> {
    if !text.chars().any(is_invisible) {
        return Cow::Borrowed(text);
    }
    let mut kept = String::with_capacity(text.len());
    for character in text.chars() {
        if !is_unseen(character, kept.chars().next_back()) {
            kept.push(character);
        }
    }
    Cow::Owned(kept)
}

/// A name, a title or another text of one line, as it is kept: composed (NFC), so that what is the
/// same to the eye is the same wherever it is compared, however a keyboard or a system wrote it.
pub fn compose(text: &mut String) {
    if !is_nfc(text) {
        *text = text.nfc().collect();
    }
}

/// A text as one line, for places where a second would be taken for something else: a space
/// replaces whatever breaks it, and nothing in it is hidden. What was stored before such a
/// character was refused comes through here, too.
#[must_use]
pub fn one_line(text: &str) -> String {
    shown(text).chars().map(|character| if breaks_a_line(character) { ' ' } else { character }).collect()
}

/// What is wrong, in both languages, for whoever runs the service: of its settings, or of what a
/// command was asked. It displays in English, as logs are.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}", .0.en)]
pub struct Complaint(pub Text);

impl Complaint {
    /// Both languages at once.
    pub fn new(en: impl Into<String>, fr: impl Into<String>) -> Self {
        Self(Text::new(en, fr))
    }

    /// What the system or a library says: it has no other words.
    pub fn verbatim(error: impl std::fmt::Display) -> Self {
        let said = error.to_string();
        Self::new(said.clone(), said)
    }

    /// The complaint after what could not be done for it.
    #[must_use]
    pub fn within(self, en: &str, fr: &str) -> Self {
        Self::new(format!("{en}: {}", self.0.en), format!("{fr} : {}", self.0.fr))
    }

    /// The complaint after the name of what it is about: a variable, a file.
    #[must_use]
    pub fn about(self, name: impl std::fmt::Display) -> Self {
        Self::new(format!("{name}: {}", self.0.en), format!("{name} : {}", self.0.fr))
    }
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

    /// The tag of the language as Canada writes it: what a document says that it is written in.
    #[must_use]
    pub const fn tag(self) -> &'static str {
        match self {
            Self::En => "en-CA",
            Self::Fr => "fr-CA",
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_shown_is_found_and_left_out_of_a_line() {
        let zoe = "Zoé Tremblay-Nguyễn";
        for hidden in [
            '\u{AD}',
            '\u{200B}',
            '\u{200C}',
            '\u{200D}',
            '\u{200E}',
            '\u{200F}',
            '\u{202A}',
            '\u{202B}',
            '\u{202C}',
            '\u{202D}',
            '\u{202E}',
            '\u{2060}',
            '\u{2066}',
            '\u{2067}',
            '\u{2068}',
            '\u{2069}',
            '\u{FEFF}',
            '\u{61C}',
            '\u{3164}',
            '\u{E0041}',
        ] {
            for place in [0, 3, zoe.len()] {
                let mut spoiled = zoe.to_owned();
                let place = (0..=place).rev().find(|at| zoe.is_char_boundary(*at)).unwrap();
                spoiled.insert(place, hidden);
                assert_eq!(not_of_a_line(&spoiled), Some(hidden), "{hidden:?} at {place}");
                assert_eq!(shown(&spoiled), zoe, "{hidden:?} at {place}");
            }
        }
        assert_eq!(shown("\u{200B}\u{FEFF}"), "");
    }

    #[test]
    fn what_a_script_needs_stays() {
        for name in [
            "Jean\u{2011}François\u{A0}d’Orléans",
            "« M.\u{202F}le juge »",
            "علی\u{200C}رضا",
            "ශ්\u{200D}රී",
            "ക്\u{200D}",
            "क्\u{200D}ष",
            "葛\u{E0100}城",
            "👩\u{200D}⚖\u{FE0F}",
            "Müller, n\u{E9}e O'Neil",
        ] {
            assert_eq!((shown(name).as_ref(), not_of_a_line(name)), (name, None));
        }
        assert_eq!(shown("\u{200C}علی\u{200C} \u{200C}رضا"), "علی\u{200C} رضا");
    }

    #[test]
    fn one_line_hides_nothing_and_turns_nothing_around() {
        assert_eq!(one_line("a\r\nb\u{202E}c\u{2028}d\u{AD}"), "a  bc d");
        for broken in ['\n', '\r', '\t', '\u{85}', '\u{2028}'] {
            assert_eq!(not_of_a_line(&format!("a{broken}b")), Some(broken));
        }
    }

    #[test]
    fn one_name_is_written_in_one_way() {
        for (written, kept) in
            [("Zoe\u{301}", "Zoé"), ("Nguye\u{302}\u{303}n", "Nguyễn"), ("Zoé", "Zoé"), ("ﬁ", "ﬁ")]
        {
            let mut text = written.to_owned();
            compose(&mut text);
            assert_eq!(text, kept);
        }
    }
}
