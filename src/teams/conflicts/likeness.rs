//! How much two names are alike, and what makes it. Pure.
//!
//! The words of one are paired with those of the other, the surest pairs first; what is left over
//! decides. The same words are the same name. Another spelling of a word, a word more or less, an
//! initial or a suffix make it likely, or possible. A word that only one has on each side makes it
//! two names.

use super::folding::ReadName;
use super::model::{MatchGround, MatchStrength};
use super::sounds::{MOST_JOINED, NameWord};
use std::collections::BTreeSet;
use std::mem::swap;
use strsim::jaro_winkler;

/// The likeness, as spoken, of two spellings of one sound.
const SPOKEN_ALIKE: f64 = 0.8;

/// The likeness, as written, of words that differ by a slip.
const SPELLED_ALIKE: f64 = 0.85;

/// The fewest letters of words of which a slip makes no other word.
const FEWEST_SPELLED: usize = 3;

/// Words that stand before a family name, or are left out. One more makes no other name.
const PARTICLES: [&str; 21] = [
    "al", "el", "ul", "bin", "ibn", "bint", "de", "del", "della", "la", "las", "los", "du", "des", "da",
    "das", "dos", "van", "von", "der", "den",
];

/// The endings of a family name that a woman's has and a man's has not.
const OF_WOMEN: [&str; 4] = ["ova", "eva", "ska", "ina"];

/// How much two names are alike.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Likeness {
    /// How sure it is.
    pub strength: MatchStrength,
    /// What makes it.
    pub grounds: BTreeSet<MatchGround>,
}

/// What makes two words one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum WordMatch {
    Exact,
    /// The same, of a word that tells nobody from others.
    Particle,
    /// Written together on one side.
    Joined,
    JoinedSounds,
    /// With an article on one side: Alhassan, Hassan.
    Article,
    Sounds,
    Spelled,
    Initial,
}

/// How much these names are alike, if they may be the same.
#[must_use]
pub fn likeness(one: &ReadName, other: &ReadName) -> Option<Likeness> {
    if one.generation.zip(other.generation).is_some_and(|(one, other)| one != other) {
        return None;
    }
    let pairing = Pairing::of(one, other);
    let strength = pairing.strength()?;
    let mut grounds = pairing.grounds();
    let differ = one.generation != other.generation;
    if differ {
        grounds.insert(MatchGround::Suffix);
    }
    let strength = if differ { strength.max(MatchStrength::Likely) } else { strength };
    if grounds.is_empty() {
        grounds.insert(MatchGround::SameWords);
    }
    Some(Likeness { strength, grounds })
}

/// The words of two names, as far as each has none of the other, and what made the pairs.
struct Pairing<'a> {
    left: Vec<Option<&'a NameWord>>,
    right: Vec<Option<&'a NameWord>>,
    pairs: Vec<WordMatch>,
}

impl<'a> Pairing<'a> {
    fn of(one: &'a ReadName, other: &'a ReadName) -> Self {
        let words = |name: &'a ReadName| name.words.iter().map(Some).collect();
        let mut pairing = Self { left: words(one), right: words(other), pairs: Vec::new() };
        pairing.pair(exact);
        for _ in 0..2 {
            for count in (2..=MOST_JOINED).rev() {
                pairing.join(count);
            }
            swap(&mut pairing.left, &mut pairing.right);
        }
        pairing.pair(sounds);
        pairing.pair(spelled);
        pairing.pair(initial);
        pairing
    }

    /// Pairs each word on the left with the first on the right that is like it.
    fn pair(&mut self, alike: impl Fn(&NameWord, &NameWord) -> Option<WordMatch>) {
        for slot in &mut self.left {
            let Some(word) = *slot else { continue };
            let found = self.right.iter_mut().find_map(|other| Some((alike(word, (*other)?)?, other)));
            if let Some((made, other)) = found {
                (*slot, *other) = (None, None);
                self.pairs.push(made);
            }
        }
    }

    /// Pairs so many words on the left that stand side by side with the one on the right that they
    /// are together.
    fn join(&mut self, count: usize) {
        for at in 0..self.left.len() {
            let Some(run) = self.left.get_mut(at..at.saturating_add(count)) else { return };
            let Some(words) = run.iter().copied().collect::<Option<Vec<_>>>() else { continue };
            let text: String = words.iter().map(|word| word.text.as_str()).collect();
            let joined = NameWord::new(&text);
            let found = self.right.iter_mut().find_map(|other| {
                let word = (*other)?;
                let made = if word.text == joined.text {
                    WordMatch::Joined
                } else {
                    sounds(&joined, word).filter(|made| *made == WordMatch::Sounds)?;
                    WordMatch::JoinedSounds
                };
                Some((made, other))
            });
            if let Some((made, other)) = found {
                *other = None;
                run.fill(None);
                self.pairs.push(made);
            }
        }
    }

    fn count(&self, made: impl Fn(WordMatch) -> bool) -> usize {
        self.pairs.iter().filter(|pair| made(**pair)).count()
    }

    fn left_over(&self) -> impl Iterator<Item = &'a NameWord> {
        self.left.iter().chain(&self.right).copied().flatten()
    }

    fn strength(&self) -> Option<MatchStrength> {
        use MatchStrength::{Likely, Possible, Same};
        let telling_in =
            |side: &[Option<&NameWord>]| side.iter().flatten().filter(|word| !is_particle(word)).count();
        let (left, right) = (telling_in(&self.left), telling_in(&self.right));
        let full = self.count(|pair| pair != WordMatch::Initial);
        let initials = self.count(|pair| pair == WordMatch::Initial);
        let sounds = self.count(|pair| matches!(pair, WordMatch::Sounds | WordMatch::JoinedSounds));
        let spelled = self.count(|pair| pair == WordMatch::Spelled);
        let telling = full.saturating_sub(self.count(|pair| pair == WordMatch::Particle));
        let sure = telling.saturating_sub(sounds).saturating_sub(spelled);
        let is_two = (left > 0 && right > 0) || self.left_over().any(NameWord::has_digit);
        if is_two || full == 0 || spelled > 1 || (spelled == 1 && sure == 0) {
            return None;
        }
        if self.left_over().next().is_none() {
            let has_article = self.pairs.contains(&WordMatch::Article);
            return Some(match (initials, spelled, sounds) {
                (0, 0, 0) if !has_article => Same,
                (_, 0, _) if full > 1 => Likely,
                _ => Possible,
            });
        }
        let (more, is_sure) = (left.max(right), sounds == 0 && spelled == 0);
        if telling < 2 || (telling < 3 && (spelled > 0 || (more > 1 && !is_sure))) {
            return None;
        }
        Some(if is_sure && more < 2 { Likely } else { Possible })
    }

    fn grounds(&self) -> BTreeSet<MatchGround> {
        let made = self.pairs.iter().flat_map(|pair| match pair {
            WordMatch::Exact | WordMatch::Particle => &[][..],
            WordMatch::Joined => &[MatchGround::JoinedWords],
            WordMatch::JoinedSounds => &[MatchGround::JoinedWords, MatchGround::SoundsAlike],
            WordMatch::Article => &[MatchGround::MoreWords],
            WordMatch::Sounds => &[MatchGround::SoundsAlike],
            WordMatch::Spelled => &[MatchGround::SpelledAlike],
            WordMatch::Initial => &[MatchGround::Initials],
        });
        let more = self.left_over().next().map(|_| MatchGround::MoreWords);
        made.copied().chain(more).collect()
    }
}

fn is_particle(word: &NameWord) -> bool {
    PARTICLES.contains(&word.text.as_str())
}

fn exact(one: &NameWord, other: &NameWord) -> Option<WordMatch> {
    let made = if is_particle(one) { WordMatch::Particle } else { WordMatch::Exact };
    (one.text == other.text).then_some(made)
}

/// Two spellings of one sound.
fn sounds(one: &NameWord, other: &NameWord) -> Option<WordMatch> {
    if one.has_digit() || other.has_digit() || one.is_initial() || other.is_initial() {
        return None;
    }
    if one.without_article() == other.without_article() {
        return Some(WordMatch::Article);
    }
    let is_one = one.sound == other.sound
        && (one.is_known() || other.is_known() || are_like(&one.spoken, &other.spoken, SPOKEN_ALIKE));
    (is_one && !is_of_either_sex(one, other)).then_some(WordMatch::Sounds)
}

/// Two words of which one may be a slip for the other.
fn spelled(one: &NameWord, other: &NameWord) -> Option<WordMatch> {
    let is_long = one.text.len().min(other.text.len()) >= FEWEST_SPELLED;
    let is_one = is_long && one.block == other.block && are_like(&one.text, &other.text, SPELLED_ALIKE);
    (is_one && !one.has_digit() && !is_of_either_sex(one, other)).then_some(WordMatch::Spelled)
}

fn are_like(one: &str, other: &str, least: f64) -> bool {
    jaro_winkler(one, other) >= least
}

/// An initial, and a word that begins with it.
fn initial(one: &NameWord, other: &NameWord) -> Option<WordMatch> {
    let begins = |word: &NameWord, initial: &NameWord| {
        initial.is_initial() && !word.has_digit() && word.text.starts_with(&initial.text)
    };
    (begins(one, other) || begins(other, one)).then_some(WordMatch::Initial)
}

/// Whether one is a woman's name and the other a man's: Maria and Mario, Daniela and Daniel.
fn is_of_either_sex(one: &NameWord, other: &NameWord) -> bool {
    let ends_in_a = |word: &NameWord| word.text.trim_end_matches('h').ends_with('a');
    let is_family = |word: &NameWord| OF_WOMEN.iter().any(|ending| word.text.ends_with(ending));
    ends_in_a(one) != ends_in_a(other) && !is_family(one) && !is_family(other)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(one: &str, other: &str) -> Option<Likeness> {
        let (one, other) = (ReadName::new(one), ReadName::new(other));
        let found = likeness(&one, &other);
        assert_eq!(found, likeness(&other, &one), "from either side");
        found
    }

    #[test]
    fn a_likeness_says_how_sure_it_is_and_what_makes_it() {
        use MatchGround::{Initials, JoinedWords, MoreWords, SameWords, SoundsAlike, SpelledAlike, Suffix};
        use MatchStrength::{Likely, Possible, Same};
        for (one, other, strength, grounds) in [
            ("Liam Fraser", "Hon. FRASER, Liam", Same, &[SameWords][..]),
            ("Karim Ben-Ali", "Benali, Karim", Same, &[JoinedWords]),
            ("Ewan Mc Donald", "Ewan MacDonald", Likely, &[JoinedWords, SoundsAlike]),
            ("Jane Marie Doe", "Jane Doe", Likely, &[MoreWords]),
            ("Omar Al-Hassan", "Omar Hassan", Likely, &[MoreWords]),
            ("Omar Alhassan", "Omar Hassan", Likely, &[MoreWords]),
            ("Liam J. Fraser", "Liam Fraser", Likely, &[MoreWords]),
            ("Liam J. Fraser", "Liam James Fraser", Likely, &[Initials]),
            ("L. Fraser", "Liam Fraser", Possible, &[Initials]),
            ("Liam Fraser Jr.", "Liam Fraser", Likely, &[Suffix]),
            ("Mohammed Qadir", "Kadir, Muhammad", Likely, &[SoundsAlike]),
            ("Mohammed Ali Qadir", "Kadir, Muhammad", Possible, &[MoreWords, SoundsAlike]),
            ("Liam Fraser", "Liam Frazer", Possible, &[SpelledAlike]),
            ("Anna Petrov", "Anna Petrova", Likely, &[SoundsAlike]),
        ] {
            let grounds = grounds.iter().copied().collect();
            assert_eq!(of(one, other), Some(Likeness { strength, grounds }), "{one} and {other}");
        }
    }

    #[test]
    fn two_names_are_two() {
        for (one, other) in [
            ("Jane Marie Doe", "Jane Ann Doe"),
            ("Liam J. Fraser", "Liam K. Fraser"),
            ("Liam Fraser Jr.", "Liam Fraser Sr."),
            ("Mario Rossi", "Maria Rossi"),
            ("Officer Demo 12", "Officer Demo 13"),
            ("Jane Doe", "Doe"),
            ("Danielle Fournier", "Dominique Fournier"),
            ("Mahmoud Ali", "Mohammed Ali"),
            ("—", "—"),
        ] {
            assert_eq!(of(one, other), None, "{one} and {other}");
        }
    }
}
