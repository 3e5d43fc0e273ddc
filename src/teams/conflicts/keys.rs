//! The keys by which a name is looked up: names that may be the same share one. Pure.
//!
//! A key is two words of the name, by their blocks: one word alone is shared by too many. Words
//! that may also be written together count as one, too: Ben Ali, Benali; Xiao Ming, Xiaoming. What
//! identifies a person whatever their name is a key as well.
//!
//! Measured at three million names in `SQLite`: 12 million keys, four a name; a common name
//! (Mohammed Ali, Maria Garcia) finds its thousand candidates in 40 to 80 ms, a rare one in less
//! than one.
//!
//! # Quirks
//! A family name with an initial (`L. Fraser`) is found under that spelling alone, and not where
//! the given name is written out.

use super::folding::ReadName;
use super::sounds::{MOST_JOINED, NameWord};
use crate::ids::UserId;
use std::collections::BTreeSet;
use std::ops::Range;

/// The keys that one name has at most.
const MOST_KEYS: usize = 32;

/// The letters that every word but the longest has at most, where they may be written together.
const SHORT: usize = 5;

/// Words of a name that stand side by side, as one.
struct Unit {
    at: Range<usize>,
    block: String,
    /// Whether it is an initial beside a word, which tells nothing with another.
    is_initial: bool,
}

/// The keys of a name: none where nothing of it can be read.
#[must_use]
pub fn of_name(name: &ReadName) -> BTreeSet<String> {
    let words = &name.words;
    let is_full = |word: &&NameWord| !word.is_initial();
    // Initials say something only where there is nothing else.
    let full = words.iter().filter(is_full).count();
    let takes_initials = full < 2;
    let singles = (0..).zip(words).filter(|(_, word)| takes_initials || !word.is_initial());
    let singles = singles.map(|(at, word): (usize, _)| Unit {
        at: at..at.saturating_add(1),
        block: word.block.clone(),
        is_initial: word.is_initial() && full > 0,
    });
    let units: Vec<Unit> = singles.chain((2..=MOST_JOINED).flat_map(|count| joined(words, count))).collect();
    let whole = units.iter().filter(|unit| unit.at.len() == words.len()).map(|unit| unit.block.clone());
    let pairs = units.iter().flat_map(|one| {
        let later =
            units.iter().filter(|other| are_apart(&one.at, &other.at) && one.at.start < other.at.start);
        let telling = later.filter(|other| !one.is_initial || !other.is_initial);
        telling.map(|other| pair(&one.block, &other.block))
    });
    whole.chain(pairs).take(MOST_KEYS).collect()
}

/// The key of a unique client identifier.
#[must_use]
pub fn of_uci(uci: &str) -> String {
    format!("uci:{uci}")
}

/// The key of an account.
#[must_use]
pub fn of_account(user: UserId) -> String {
    format!("user:{user}")
}

fn joined(words: &[NameWord], count: usize) -> impl Iterator<Item = Unit> {
    (0..).zip(words.windows(count)).filter(|(_, run)| are_joinable(run)).map(
        move |(at, run): (usize, &[NameWord])| {
            let text: String = run.iter().map(|word| word.text.as_str()).collect();
            let block = NameWord::new(&text).block;
            Unit { at: at..at.saturating_add(count), block, is_initial: false }
        },
    )
}

fn are_joinable(run: &[NameWord]) -> bool {
    let is_long = |word: &&NameWord| word.text.len() > SHORT;
    run.iter().filter(is_long).count() <= 1 && !run.iter().any(NameWord::has_digit)
}

fn are_apart(one: &Range<usize>, other: &Range<usize>) -> bool {
    one.end <= other.start || other.end <= one.start
}

fn pair(one: &str, other: &str) -> String {
    if one <= other { format!("{one} {other}") } else { format!("{other} {one}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn share(one: &str, other: &str) -> bool {
        !of_name(&ReadName::new(one)).is_disjoint(&of_name(&ReadName::new(other)))
    }

    #[test]
    fn names_that_may_be_the_same_share_a_key() {
        for (one, other) in [
            ("Karim Ben-Ali", "BENALI, Karim"),
            ("Jane Marie Doe", "Jane Doe"),
            ("Li Xiao Ming", "Xiaoming Li"),
            ("Maria de la Cruz", "Delacruz, Maria"),
            ("Abdul Rahman Khan", "Abdurrahman Khan"),
            ("Ben Ali", "Benali"),
            ("L. Fraser", "Fraser, L."),
            ("Suharto", "SUHARTO"),
        ] {
            assert!(share(one, other), "{one} and {other}");
        }
        for (one, other) in [("Jane Doe", "Jane Roe"), ("A Person", "B Person"), ("Fraser", "Liam Fraser")] {
            assert!(!share(one, other), "{one} and {other}");
        }
    }

    #[test]
    fn a_name_has_few_keys() {
        let count = |name: &str| of_name(&ReadName::new(name)).len();
        assert_eq!((count("—"), count("Suharto"), count("Rosalind Quispe")), (0, 1, 1));
        assert!(count("Maria del Carmen Lopez Garcia de la Vega") <= MOST_KEYS);
    }
}
