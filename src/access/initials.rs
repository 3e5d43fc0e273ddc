//! Names as initials, and styles of cause in which the names of persons are initials. Pure.
//!
//! What is not known to be a title, an organisation or a word between names is taken for a name: an
//! unknown word becomes an initial too many, never a name too many. Texts are as the registry
//! writes them: "Doe v. The Minister of Citizenship and Immigration", "Ministre c. N'Diaye et
//! autres", "Doe (Re)".

use deunicode::deunicode_with_tofu;
use serde::Deserialize;
use std::collections::HashSet;
use std::sync::LazyLock;
use unicode_normalization::UnicodeNormalization as _;

/// The text for a name of which not one letter can be read.
const NOTHING_READ: &str = "X.";

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct InitialsFile {
    titles: Vec<String>,
    organizations: Vec<String>,
    phrases: Vec<String>,
    words: Vec<String>,
    articles: Vec<String>,
    particles: Vec<String>,
    honorifics: Vec<String>,
}

/// The words of the file, folded, where case makes no difference.
struct FoldedWords {
    titles: Vec<Vec<String>>,
    phrases: Vec<Vec<String>>,
    organizations: HashSet<String>,
    words: HashSet<String>,
    articles: HashSet<String>,
    particles: HashSet<String>,
    honorifics: HashSet<String>,
}

static KNOWN: LazyLock<FoldedWords> = LazyLock::new(|| {
    #[expect(clippy::panic, reason = "the file is part of the program, and a test loads it")]
    let file: InitialsFile = match toml::from_str(include_str!("catalog/style_words.toml")) {
        Ok(file) => file,
        Err(error) => panic!("style_words.toml: {error}"),
    };
    let folded_all = |words: &[String]| words.iter().map(|word| folded(word)).collect();
    FoldedWords {
        titles: file.titles.iter().map(|title| phrase(title)).collect(),
        phrases: file.phrases.iter().map(|known| phrase(known)).collect(),
        organizations: folded_all(&file.organizations),
        articles: folded_all(&file.articles),
        particles: folded_all(&file.particles),
        honorifics: folded_all(&file.honorifics),
        words: file.words.into_iter().collect(),
    }
});

/// A word without case, accents, apostrophes, hyphens and full stops.
fn folded(word: &str) -> String {
    let latin = deunicode_with_tofu(word, "?").to_lowercase();
    latin.chars().filter(|c| !matches!(c, '\'' | '`' | '.' | '-' | ' ')).collect()
}

/// The words of a text, folded.
fn phrase(text: &str) -> Vec<String> {
    pieces(text).into_iter().filter(|piece| piece.is_word).map(|piece| folded(piece.text)).collect()
}

/// A word, or what stands between two.
#[derive(Clone, Copy)]
struct Piece<'a> {
    text: &'a str,
    is_word: bool,
}

impl Piece<'_> {
    /// Whether a name may go on beyond it: a space, or the comma of "Doe, Jane".
    fn joins(self) -> bool {
        !self.is_word && self.text.chars().all(|c| c.is_whitespace() || c == ',')
    }

    fn is_comma(self) -> bool {
        !self.is_word && self.text.contains(',')
    }
}

fn is_mark(c: char) -> bool {
    c.is_whitespace() || "(),;:&/\\\"[]{}«»“”|".contains(c)
}

fn pieces(text: &str) -> Vec<Piece<'_>> {
    let mut found = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let is_word = !is_mark(first);
        let end = rest.find(|c| is_mark(c) == is_word).unwrap_or(rest.len());
        let (piece, after) = rest.split_at(end);
        found.push(Piece { text: piece, is_word });
        rest = after;
    }
    found
}

/// The initials of a person: "Jane Doe" and "DOE, Jane" are J.D., "Jean-Pierre de la Cruz" is
/// J.-P.C.
#[must_use]
pub fn of_person(name: &str) -> String {
    let name: String = name.nfc().collect();
    let ordered = match name.split_once(',') {
        Some((surname, given)) if !is_only_honorifics(given) => format!("{given} {surname}"),
        _ => name,
    };
    let all: String =
        pieces(&ordered).iter().filter(|piece| piece.is_word).map(|piece| of_word(piece.text)).collect();
    if all.is_empty() { NOTHING_READ.to_owned() } else { all }
}

fn is_only_honorifics(text: &str) -> bool {
    phrase(text).iter().all(|word| KNOWN.honorifics.contains(word))
}

/// The initials of one word of a name; nothing, where it is no part of them.
fn of_word(word: &str) -> String {
    let plain = folded(word);
    let is_small = !word.chars().any(char::is_uppercase) && word.chars().any(char::is_lowercase);
    if KNOWN.honorifics.contains(&plain) && plain.len() > 1 || is_small && KNOWN.particles.contains(&plain) {
        return String::new();
    }
    if is_initials(word) {
        return word.to_uppercase();
    }
    let initial = |part: &str| {
        let letter = part.chars().find(|c| c.is_alphabetic())?;
        Some(letter.to_uppercase().chain(std::iter::once('.')).collect::<String>())
    };
    let parts: Vec<_> = word.split(['-', '\u{2010}', '\u{2011}']).filter_map(initial).collect();
    parts.join("-")
}

/// Whether somebody has made initials of it already: "J.D."
fn is_initials(word: &str) -> bool {
    let letters: Vec<_> = word.split('.').collect();
    letters.len() > 1
        && letters.last().is_some_and(|rest| rest.is_empty())
        && letters.iter().rev().skip(1).all(|part| part.chars().count() == 1)
}

/// A style of cause with initials in place of the names of persons. Persons that are known get the
/// initials of the whole name; the names of organisations that are known stay.
#[must_use]
pub fn of_style(style: &str, persons: &[String], organizations: &[String]) -> String {
    let style: String = style.nfc().collect();
    let all = pieces(&style);
    let mut people: Vec<KnownPerson<'_>> = persons.iter().map(|name| KnownPerson::new(name)).collect();
    let kept = kept(&all, &people, organizations);
    let mut written = String::with_capacity(style.len());
    let mut at = 0;
    while let Some(piece) = all.get(at) {
        if kept.get(at).copied().unwrap_or_default() || !piece.is_word {
            written.push_str(piece.text);
            at = at.saturating_add(1);
            continue;
        }
        let is_name = |index: usize| {
            let is_kept = kept.get(index).copied().unwrap_or_default();
            all.get(index).is_some_and(|piece| !is_kept && (piece.is_word || piece.joins()))
        };
        let mut end = at;
        while is_name(end) {
            end = end.saturating_add(1);
        }
        // A space or a comma after the last word is no part of the name.
        while end > at && all.get(end.saturating_sub(1)).is_some_and(|piece| !piece.is_word) {
            end = end.saturating_sub(1);
        }
        written.push_str(&of_names(all.get(at..end).unwrap_or_default(), &mut people));
        at = end;
    }
    written
}

/// A person who is known, and whether a part of the style was found to be theirs.
struct KnownPerson<'a> {
    name: &'a str,
    words: HashSet<String>,
    is_written: bool,
}

impl<'a> KnownPerson<'a> {
    fn new(name: &'a str) -> Self {
        let name_ = name.nfc().collect::<String>();
        Self { name, words: phrase(&name_).into_iter().collect(), is_written: false }
    }

    /// Whether a word tells this person from others.
    fn is_told_by(&self, word: &str) -> bool {
        self.words.contains(word) && !KNOWN.articles.contains(word) && !KNOWN.particles.contains(word)
    }
}

/// Initials of names that nothing but spaces and commas part: those of one person, or of one after
/// the other.
fn of_names(names: &[Piece<'_>], people: &mut [KnownPerson<'_>]) -> String {
    if let Some(initials) = of_known(names, people) {
        return initials;
    }
    let mut written = String::new();
    for part in names.split_inclusive(|piece| piece.is_comma()) {
        let (words, comma) = match part.split_last() {
            Some((last, words)) if last.is_comma() => (words, last.text),
            _ => (part, ""),
        };
        let initials = of_known(words, people).unwrap_or_else(|| {
            words.iter().filter(|piece| piece.is_word).map(|piece| of_word(piece.text)).collect()
        });
        written.push_str(if initials.is_empty() { NOTHING_READ } else { &initials });
        written.push_str(comma);
    }
    written
}

/// The initials of the person whose name has these words; if several people's names do, those of
/// one who was not written yet.
fn of_known(names: &[Piece<'_>], people: &mut [KnownPerson<'_>]) -> Option<String> {
    let words: Vec<_> = names.iter().filter(|piece| piece.is_word).map(|piece| folded(piece.text)).collect();
    let is_theirs = |person: &KnownPerson<'_>| {
        words.iter().all(|word| person.words.contains(word))
            && words.iter().any(|word| person.is_told_by(word))
    };
    let written = people.iter().position(|person| is_theirs(person) && !person.is_written);
    let found = written.or_else(|| people.iter().position(is_theirs))?;
    let person = people.get_mut(found)?;
    person.is_written = true;
    Some(of_person(person.name))
}

/// The pieces that stay as they are.
fn kept(all: &[Piece<'_>], people: &[KnownPerson<'_>], organizations: &[String]) -> Vec<bool> {
    let places: Vec<usize> =
        (0..all.len()).filter(|at| all.get(*at).is_some_and(|piece| piece.is_word)).collect();
    let raw = |n: usize| places.get(n).and_then(|at| all.get(*at)).map_or("", |piece| piece.text);
    let words: Vec<String> = (0..places.len()).map(|n| folded(raw(n))).collect();
    let is_shouted = !all.iter().any(|piece| piece.text.chars().any(char::is_lowercase));
    let named = |word: &String| people.iter().any(|person| person.is_told_by(word));
    let known: Vec<Vec<String>> =
        organizations.iter().map(|name| phrase(&name.nfc().collect::<String>())).collect();
    let mut keep = vec![false; all.len()];
    let mut mark = |n: usize| {
        if let Some(place) = places.get(n).and_then(|at| keep.get_mut(*at)) {
            *place = true;
        }
    };
    let mut n = 0;
    while n < words.len() {
        let rest = words.get(n..).unwrap_or_default();
        let starts = |phrase: &&Vec<String>| !phrase.is_empty() && rest.starts_with(phrase);
        let titled =
            KNOWN.titles.iter().chain(&KNOWN.phrases).chain(&known).filter(starts).map(Vec::len).max();
        // A word of a person's name is not a title's, whatever it looks like.
        let titled = titled.filter(|long| !rest.iter().take(*long).any(named));
        if let Some(long) = titled {
            (n..n.saturating_add(long)).for_each(&mut mark);
            let before = n.checked_sub(1).filter(|before| {
                ["the", "le", "la", "les"].contains(&words.get(*before).map_or("", String::as_str))
            });
            before.into_iter().for_each(&mut mark);
            n = n.saturating_add(long);
            continue;
        }
        let word = raw(n);
        let is_between =
            KNOWN.words.contains(word) || is_shouted && KNOWN.words.contains(&word.to_lowercase());
        if is_between && !rest.first().is_some_and(named) {
            mark(n);
        }
        n = n.saturating_add(1);
    }
    keep_organizations(all, &mut keep, &named);
    keep
}

/// Marks each part of a style, between commas and what is kept already, that says of itself that it
/// is an organisation.
fn keep_organizations(all: &[Piece<'_>], keep: &mut [bool], named: &impl Fn(&String) -> bool) {
    let is_part = |at: usize, keep: &[bool]| {
        let is_kept = keep.get(at).copied().unwrap_or(true);
        all.get(at).is_some_and(|piece| !is_kept && (piece.is_word || piece.joins() && !piece.is_comma()))
    };
    let mut at = 0;
    while at < all.len() {
        let start = at;
        while is_part(at, keep) {
            at = at.saturating_add(1);
        }
        let part = all.get(start..at).unwrap_or_default();
        let words: Vec<_> =
            part.iter().filter(|piece| piece.is_word).map(|piece| folded(piece.text)).collect();
        if words.iter().any(|word| KNOWN.organizations.contains(word)) && !words.iter().any(named) {
            keep.iter_mut().take(at).skip(start).for_each(|place| *place = true);
        }
        at = at.max(start.saturating_add(1));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_person_has_the_initials_of_the_name() {
        for (name, initials) in [
            ("Jane Doe", "J.D."),
            ("DOE, Jane", "J.D."),
            ("Doe, Jr.", "D."),
            ("Dr. Jane Mary Doe", "J.M.D."),
            ("Jean-Pierre Élie", "J.-P.É."),
            ("María de la Cruz", "M.C."),
            ("Ludwig van Beethoven", "L.B."),
            ("De La Cruz, Ana", "A.D.L.C."),
            ("Sinéad O'Brien", "S.O."),
            ("Ndiaye", "N."),
            ("J.D.", "J.D."),
            ("Zoe\u{301} A\u{301}lvarez", "Z.Á."),
            ("Иван Петров", "И.П."),
            ("42", "X."),
            ("", "X."),
        ] {
            assert_eq!(of_person(name), initials, "{name}");
        }
    }

    #[test]
    fn a_style_keeps_titles_and_what_stands_between_names() {
        for (style, initials) in [
            (
                "Doe v. The Minister of Citizenship and Immigration",
                "D. v. The Minister of Citizenship and Immigration",
            ),
            ("Doe et al. v. Canada (MCI)", "D. et al. v. Canada (MCI)"),
            (
                "Traoré c. Le ministre de la Citoyenneté et de l'Immigration",
                "T. c. Le ministre de la Citoyenneté et de l'Immigration",
            ),
            ("Traoré c. Canada (Citoyenneté et Immigration)", "T. c. Canada (Citoyenneté et Immigration)"),
            ("Ministre c. N’Diaye et autres", "Ministre c. N. et autres"),
            (
                "Canada (Public Safety and Emergency Preparedness) v. Jane Doe",
                "Canada (Public Safety and Emergency Preparedness) v. J.D.",
            ),
            ("Attorney General of Canada v. Doe, Roe and Poe", "Attorney General of Canada v. D., R. and P."),
            ("Re Doe", "Re D."),
            ("Doe (Re)", "D. (Re)"),
            ("In the Matter of Jane Doe", "In the Matter of J.D."),
            ("Garcia-Lopez v The Queen", "G.-L. v The Queen"),
            ("de la Cruz & van der Berg v. MCI", "C. & B. v. MCI"),
            (
                "Doe, by her litigation guardian Roe v. Minister",
                "D., by her litigation guardian R. v. Minister",
            ),
            ("Doe (alias Smith) v. Minister", "D. (alias S.) v. Minister"),
            ("DOE V. CANADA", "D. V. CANADA"),
            (
                "Canadian Council for Refugees v. Canada (Immigration, Refugees and Citizenship)",
                "Canadian Council for Refugees v. Canada (Immigration, Refugees and Citizenship)",
            ),
            ("Doe and Acme Farms Ltd. v. Minister", "D. and Acme Farms Ltd. v. Minister"),
            ("Le Minh v. Minister", "L.M. v. Minister"),
        ] {
            assert_eq!(of_style(style, &[], &[]), initials, "{style}");
        }
    }

    #[test]
    fn whoever_is_known_has_the_initials_of_the_whole_name() {
        let known = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>();
        for (style, persons, initials) in [
            ("Doe v. Minister", &["Jane Doe"][..], "J.D. v. Minister"),
            ("DOE v. Minister", &["Doe, Jane"], "J.D. v. Minister"),
            ("Doe, Jane v. Minister", &["Jane Doe"], "J.D. v. Minister"),
            ("Doe and Doe v. Minister", &["Jane Doe", "John Zoe Doe"], "J.D. and J.Z.D. v. Minister"),
            ("Doe, Roe v. Minister", &["Jane Doe", "Ann Roe"], "J.D., A.R. v. Minister"),
            ("Traore c. Ministre", &["Aïssata Traoré"], "A.T. c. Ministre"),
            // A name that looks like a title, or like a word between names, is a name.
            ("Canada v. Minister", &["Mary Canada"], "M.C. v. Minister"),
            ("Re v. Minister", &["Paolo Re"], "P.R. v. Minister"),
            ("Union v. Minister", &["Ann Union"], "A.U. v. Minister"),
            ("Le v. Le ministre", &["Thi Hoa Le"], "L. v. Le ministre"),
        ] {
            assert_eq!(of_style(style, &known(persons), &[]), initials, "{style}");
        }
        let style = "Doe and Friends of Refugees v. Minister";
        assert_eq!(
            of_style(style, &known(&["Jane Doe"]), &known(&["Friends of Refugees"])),
            "J.D. and Friends of Refugees v. Minister"
        );
    }

    #[test]
    fn no_word_of_a_known_name_is_left() {
        let persons = ["Zarquon Markerson-Vell".to_owned()];
        for style in [
            "Markerson-Vell v. Minister of Zarquon",
            "Minister v. ZARQUON MARKERSON-VELL",
            "(Re) Zarquon; Markerson-Vell & al.",
            "Zarquon Markerson-Vell Society v. Canada",
        ] {
            let shown = of_style(style, &persons, &[]).to_lowercase();
            assert!(!shown.contains("zarquon") && !shown.contains("markerson"), "{shown}");
        }
    }
}
