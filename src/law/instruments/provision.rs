//! One provision, and how citations write it.

use super::Instrument;
use crate::text::{Language, Text};
use regex_lite::Regex;
use std::sync::LazyLock;

/// A provision of an instrument.
#[derive(Clone, Debug)]
pub struct Provision<'a> {
    /// The act or the regulation.
    pub instrument: &'a Instrument,
    /// The labels that lead to it: section, subsection, paragraph... `["72", "2", "b"]`.
    pub path: Vec<String>,
}

impl Provision<'_> {
    /// The way in which it is written in English: `72(2)(b)`.
    #[must_use]
    pub fn label(&self) -> String {
        let mut labels = self.path.iter();
        let section = labels.next().cloned().unwrap_or_default();
        labels.fold(section, |written, label| format!("{written}({label})"))
    }

    /// The addresses of its section on the Justice Laws Website.
    #[must_use]
    pub fn addresses(&self) -> Text {
        let section = self.path.first().map_or("", String::as_str);
        let address = |language: Language, id: &str, word: &str| {
            let folder = self.instrument.kind.folder(language);
            format!("https://laws-lois.justice.gc.ca/{folder}/{id}/{word}-{section}.html")
        };
        let id = &self.instrument.id;
        Text::new(address(Language::En, &id.en, "section"), address(Language::Fr, &id.fr, "article"))
    }
}

/// A section and the labels below it, or labels below what was named before.
static ITEM: LazyLock<Regex> = LazyLock::new(|| {
    #[expect(
        clippy::expect_used,
        reason = "the expression is part of the program, and every test reads with it"
    )]
    Regex::new(r"^(\d+(?:\.\d+)*)?((?:\(\w+(?:\.\d+)?\)|[a-z](?:\.\d+)?\))*)").expect("a regular expression")
});
/// One label below a section.
static LABEL: LazyLock<Regex> = LazyLock::new(|| {
    #[expect(
        clippy::expect_used,
        reason = "the expression is part of the program, and every test reads with it"
    )]
    Regex::new(r"\(?(\w+(?:\.\d+)?)\)").expect("a regular expression")
});

/// What stands before a number in a citation.
const WORDS: [&str; 16] = [
    "ss.",
    "s.",
    "rr.",
    "r.",
    "paras.",
    "para.",
    "sous-al.",
    "al.",
    "par.",
    "art.",
    "règles",
    "règle",
    "alinéas",
    "alinéa",
    "paragraphe",
    "section",
];

/// Reads what follows the name of an instrument: ` 72(2)(b), (c)`, `, al. 72(2)b), c) et art. 74`.
/// What is no number ends it.
pub(super) fn read<'a>(instrument: &'a Instrument, rest: &str) -> Vec<Provision<'a>> {
    // The law as it was is in no consolidation of today.
    if [" as it was", "ancien"].iter().any(|past| rest.contains(past)) {
        return Vec::new();
    }
    let mut found: Vec<Provision<'a>> = Vec::new();
    let items = rest.trim_start_matches([',', ' ']).replace(" et ", ", ").replace(" and ", ", ");
    for item in items.split(',') {
        let mut item = item.trim();
        while let Some(after) = WORDS.iter().find_map(|word| item.strip_prefix(word)) {
            item = after.trim_start();
        }
        let Some(parts) = ITEM.captures(item) else { break };
        let labels = parts.get(2).map_or("", |labels| labels.as_str());
        let labels: Vec<String> =
            LABEL.captures_iter(labels).filter_map(|label| Some(label.get(1)?.as_str().to_owned())).collect();
        let path = match (parts.get(1), found.last()) {
            (Some(section), _) => {
                let section = section.as_str().to_owned();
                std::iter::once(section).chain(labels).collect()
            }
            (None, Some(before)) if !labels.is_empty() => beside(&before.path, labels),
            _ => break,
        };
        found.push(Provision { instrument, path });
    }
    found
}

/// The path of `(c)` after `72(2)(b)`: what is of the same kind is replaced, with all below it.
fn beside(before: &[String], labels: Vec<String>) -> Vec<String> {
    let is_number = |label: &String| label.starts_with(|first: char| first.is_ascii_digit());
    let numbered = labels.first().is_some_and(is_number);
    let below_section = before.iter().skip(1);
    let same = below_section.clone().position(|label| is_number(label) == numbered);
    let kept = same.map_or(before.len(), |index| index.saturating_add(1));
    before.iter().take(kept).cloned().chain(labels).collect()
}
