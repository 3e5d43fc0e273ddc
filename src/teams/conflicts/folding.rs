//! A name, read: one spelling from many. Pure.

use super::sounds::NameWord;
use crate::text::is_invisible;
use deunicode::deunicode_with_tofu;
use unicode_normalization::UnicodeNormalization as _;

/// The titles that stand before a name and are no part of it.
const TITLES: [&str; 20] = [
    "m",
    "me",
    "mr",
    "mrs",
    "ms",
    "mme",
    "mlle",
    "miss",
    "mister",
    "madame",
    "mademoiselle",
    "monsieur",
    "maitre",
    "dr",
    "dre",
    "doctor",
    "docteur",
    "prof",
    "professor",
    "honourable",
];

/// Titles and letters after a name that may be names themselves: no part of one that has two words
/// beside them.
const OFFICES: [&str; 18] = [
    "hon",
    "honorable",
    "lhonorable",
    "justice",
    "judge",
    "juge",
    "sir",
    "madam",
    "rev",
    "reverend",
    "esq",
    "qc",
    "kc",
    "cr",
    "phd",
    "llb",
    "llm",
    "jd",
];

/// The titles before which others stand, and those: The Right Honourable.
const HONOURS: [&str; 4] = ["hon", "honourable", "honorable", "lhonorable"];
const BEFORE_HONOURS: [&str; 5] = ["the", "right", "rt", "tres", "mr"];

/// The suffixes that tell a child from a parent of the same name, and the one that stands for them.
const GENERATIONS: [(&str, &str); 11] = [
    ("jr", "jr"),
    ("jnr", "jr"),
    ("junior", "jr"),
    ("fils", "jr"),
    ("sr", "sr"),
    ("snr", "sr"),
    ("senior", "sr"),
    ("pere", "sr"),
    ("ii", "jr"),
    ("iii", "3"),
    ("iv", "4"),
];

/// The number of words that a name has beside what may be one itself.
const FEWEST: usize = 2;

/// The number of words that are read of a name.
const MOST_WORDS: usize = 12;

/// A name without what differs from one writer to the next: accents, case, titles and punctuation.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ReadName {
    /// The words, in the order in which they are written.
    pub words: Vec<NameWord>,
    /// The suffix that tells a child from a parent of the same name.
    pub generation: Option<&'static str>,
}

impl ReadName {
    /// The name, read; without a word where nothing of it can be read.
    #[must_use]
    pub fn new(name: &str) -> Self {
        let (words, generation) = words(name);
        Self { words: words.iter().take(MOST_WORDS).map(|word| NameWord::new(word)).collect(), generation }
    }

    /// The words, sorted.
    #[must_use]
    pub fn folded(&self) -> String {
        sorted(self.words.iter().map(|word| word.text.as_str()))
    }

    /// The sounds of the words, sorted. What is folded alike sounds alike.
    #[must_use]
    pub fn sounds_like(&self) -> String {
        sorted(self.words.iter().map(|word| word.sound.as_str()))
    }
}

fn sorted<'a>(words: impl Iterator<Item = &'a str>) -> String {
    let mut words: Vec<_> = words.collect();
    words.sort_unstable();
    words.join(" ")
}

/// The words of a name, letters and digits of ASCII, and its suffix.
fn words(name: &str) -> (Vec<String>, Option<&'static str>) {
    let composed: String = name.nfkc().filter(|character| !is_invisible(*character)).collect();
    // Before the apostrophe is taken for a mark between words: O'Neil is one word, and so is
    // N’Diaye.
    let latin = deunicode_with_tofu(&composed, " ").to_ascii_lowercase().replace(['\'', '`'], "");
    let mut words = untitled(latin.split_whitespace().flat_map(pieces).collect());
    // What was taken for an office and is no title here may be initials.
    if words.iter().any(|word| OFFICES.contains(&word.as_str())) {
        words = untitled(latin.split_whitespace().flat_map(plain_pieces).collect());
    }
    let before = words.clone();
    drop_where(&mut words, FEWEST, |word| generation(word).is_some());
    let generation =
        if words.len() < before.len() { before.iter().find_map(|word| generation(word)) } else { None };
    (words, generation)
}

/// The words of a name without titles.
fn untitled(mut words: Vec<String>) -> Vec<String> {
    if words.iter().any(|word| HONOURS.contains(&word.as_str())) {
        drop_where(&mut words, FEWEST, |word| BEFORE_HONOURS.contains(&word));
    }
    drop_where(&mut words, 1, |word| TITLES.contains(&word));
    drop_where(&mut words, FEWEST, |word| OFFICES.contains(&word));
    words
}

fn generation(word: &str) -> Option<&'static str> {
    GENERATIONS.iter().find(|(written, _)| *written == word).map(|(_, same)| *same)
}

/// The words of what stands between two spaces. Letters with a full stop after each are initials,
/// unless they are an office: K.C., Ph.D.
fn pieces(written: &str) -> Vec<String> {
    let whole: String = written.chars().filter(|c| !matches!(c, '.' | ',')).collect();
    if written.contains('.') && OFFICES.contains(&whole.as_str()) {
        return vec![whole];
    }
    plain_pieces(written)
}

fn plain_pieces(written: &str) -> Vec<String> {
    let pieces = written.split(|c: char| !c.is_ascii_alphanumeric()).filter(|piece| !piece.is_empty());
    pieces.map(str::to_owned).collect()
}

/// Drops these words where as many as this remain.
fn drop_where(words: &mut Vec<String>, fewest: usize, is_dropped: impl Fn(&str) -> bool) {
    if words.iter().filter(|word| !is_dropped(word)).count() >= fewest {
        words.retain(|word| !is_dropped(word));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn folded(name: &str) -> String {
        ReadName::new(name).folded()
    }

    fn heard(name: &str) -> String {
        ReadName::new(name).sounds_like()
    }

    #[test]
    fn accents_case_titles_and_order_make_no_difference() {
        for (one, other) in [
            ("Élise Gagnon", "GAGNON, Elise"),
            ("Maître Élise Gagnon", "Elise Gagnon"),
            ("Me Gagnon", "gagnon"),
            ("M. François Lefèvre", "Mr Francois Lefevre"),
            ("O'Neil, Sean", "Sean O’Neil"),
            ("Ben-Ali, Karim", "Karim Ben Ali"),
            ("Nguyễn Văn An", "An Nguyen Van"),
            ("Łukasz Wójcik", "Wojcik Lukasz"),
            ("e\u{301}lise gagnon", "Élise Gagnon"),
            ("Straße", "Strasse"),
            ("Demo  12", "12 demo"),
            ("Gagnon, É\u{AD}li\u{200B}se", "Élise Gagnon"),
            ("علی\u{200C}رضا", "علیرضا"),
            ("The Right Hon. Liam Fraser, K.C.", "Liam Fraser"),
            ("L'honorable Liam Fraser, c.r.", "Liam Fraser"),
            ("The Honourable Mr. Justice Liam Fraser", "Liam Fraser"),
        ] {
            assert_eq!(folded(one), folded(other), "{one} and {other}");
        }
        assert_eq!(folded("Dr. Jean-Luc N’Diaye"), "jean luc ndiaye");
        assert_ne!(folded("Demo 12"), folded("Demo 21"));
        assert_ne!(folded("Jane Doe"), folded("Jane Roe"));
    }

    #[test]
    fn what_cannot_be_read_is_empty_and_what_may_be_a_name_stays() {
        assert_eq!((folded("—, ."), folded("Me")), (String::new(), "me".to_owned()));
        assert_eq!(heard(""), "");
        for (name, kept) in [
            ("Justice Mensah", "justice mensah"),
            ("Fraser, K.C.", "c fraser k"),
            ("Junior Toussaint", "junior toussaint"),
            ("Nguyen The Anh", "anh nguyen the"),
        ] {
            assert_eq!(folded(name), kept);
        }
    }

    #[test]
    fn a_suffix_tells_child_from_parent() {
        for (name, generation) in [
            ("Liam Fraser Jr.", Some("jr")),
            ("FRASER Jr, Liam", Some("jr")),
            ("Liam Fraser fils", Some("jr")),
            ("Liam Fraser III", Some("3")),
            ("Liam Fraser", None),
            ("Junior Toussaint", None),
        ] {
            assert_eq!(ReadName::new(name).generation, generation, "{name}");
        }
    }

    #[test]
    fn names_in_other_scripts_are_read() {
        assert_eq!(folded("Иван Петров"), folded("Ivan Petrov"));
        assert!(!folded("محمد").is_empty() && !folded("李明").is_empty());
    }

    #[test]
    fn different_names_sound_different() {
        for (one, other) in [
            ("Jane Doe", "Jane Roe"),
            ("Demo 12", "Demo 13"),
            ("Ali", "Eli"),
            ("Gagnon", "Tremblay"),
            ("Martin", "Martinez"),
            ("Jean Tremblay", "Jean Tremblay Gagnon"),
        ] {
            assert_ne!(heard(one), heard(other), "{one} and {other}");
        }
    }

    proptest! {
        #[test]
        fn folding_twice_is_folding_once(name in "\\PC{0,40}") {
            let once = folded(&name);
            prop_assert_eq!(folded(&once), once);
        }

        #[test]
        fn the_order_of_the_words_makes_no_difference(
            words in proptest::collection::vec("[\\p{Latin}0-9]{1,8}", 1..5),
            turn in 0_usize..5,
        ) {
            let mut turned = words.clone();
            turned.rotate_left(turn % words.len());
            let (one, other) = (words.join(" "), turned.join(", "));
            prop_assert_eq!(folded(&one), folded(&other));
            prop_assert_eq!(heard(&one), heard(&other));
        }

        #[test]
        fn folded_is_words_of_ascii(name in "\\PC{0,40}") {
            let once = folded(&name);
            prop_assert!(once.chars().all(|c| c == ' ' || c.is_ascii_lowercase() || c.is_ascii_digit()), "{}", once);
            prop_assert_eq!(once.is_empty(), heard(&name).is_empty());
        }
    }
}
