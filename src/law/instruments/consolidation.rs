//! A consolidation of the Department of Justice: one act or regulation, in one language, as XML.
//!
//! A section is a `Section` of the `Body`, with a `Label`, and below it subsections, paragraphs,
//! subparagraphs and clauses, each with its own. Every one says since when its text is in force.

use chrono::NaiveDate;
use roxmltree::{Document, Node};
use std::collections::HashMap;

/// The namespace of the attributes that say when.
const DATES: &str = "http://justice.gc.ca/lims";
/// What has a label, and a place below a section.
const LEVELS: [&str; 5] = ["Section", "Subsection", "Paragraph", "Subparagraph", "Clause"];
/// What stands beside the text.
const NO_TEXT: [&str; 4] = ["Label", "MarginalNote", "HistoricalNote", "Footnote"];

/// The text of an act or a regulation, by provision.
#[derive(Debug)]
pub struct Consolidation {
    /// The day to which it is current.
    pub current_to: NaiveDate,
    provisions: HashMap<Vec<String>, ProvisionText>,
}

/// The text of one provision.
#[derive(Debug)]
pub struct ProvisionText {
    /// Its words, after those of what it stands in: "The applicant shall..., within 30 days".
    pub text: String,
    /// The day since which any of it is in force as it is.
    pub in_force_from: Option<NaiveDate>,
}

impl Consolidation {
    /// Reads one.
    ///
    /// # Errors
    /// Why the text is none.
    pub fn read(xml: &str) -> Result<Self, String> {
        let document =
            Document::parse(xml.trim_start_matches('\u{feff}')).map_err(|error| error.to_string())?;
        let root = document.root_element();
        let current_to = date(root, "current-date").ok_or("it does not say to which day it is current")?;
        let body = root.children().find(|node| node.has_tag_name("Body")).ok_or("it has no Body")?;
        let mut provisions = HashMap::new();
        for section in body.descendants().filter(|node| node.has_tag_name("Section")) {
            gather(section, &[], "", &mut provisions);
        }
        Ok(Self { current_to, provisions })
    }

    /// A provision, by the labels that lead to it.
    #[must_use]
    pub fn get(&self, path: &[String]) -> Option<&ProvisionText> {
        self.provisions.get(path)
    }
}

fn gather(
    node: Node<'_, '_>,
    above: &[String],
    lead: &str,
    provisions: &mut HashMap<Vec<String>, ProvisionText>,
) {
    let label = node.children().find(|child| child.has_tag_name("Label")).map(words);
    let Some(label) = label.map(|label| label.trim_matches(['(', ')', ' ', '.']).to_owned()) else { return };
    let path: Vec<String> = above.iter().cloned().chain([label]).collect();
    let own: Vec<String> = node.children().filter(|child| child.has_tag_name("Text")).map(words).collect();
    let lead = format!("{lead} {}", own.join(" "));
    for below in node.children().filter(|child| LEVELS.contains(&child.tag_name().name())) {
        gather(below, &path, &lead, provisions);
    }
    let in_force = node.descendants().filter_map(|part| date(part, "inforce-start-date")).max();
    let text = format!("{lead} {}", words(node));
    provisions.entry(path).or_insert(ProvisionText { text, in_force_from: in_force });
}

/// The words of a node, with one blank between them.
fn words(node: Node<'_, '_>) -> String {
    let is_text = |part: &Node<'_, '_>| {
        part.is_text()
            && !part
                .ancestors()
                .take_while(|above| *above != node)
                .any(|above| NO_TEXT.contains(&above.tag_name().name()))
    };
    let texts: Vec<_> = node.descendants().filter(is_text).filter_map(|part| part.text()).collect();
    texts.join(" ").split_whitespace().collect::<Vec<_>>().join(" ")
}

fn date(node: Node<'_, '_>, name: &str) -> Option<NaiveDate> {
    node.attribute((DATES, name))?.parse().ok()
}
