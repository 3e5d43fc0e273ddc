//! The French of what is written in English alone, in the code: the OpenAPI document.

use greffe::server::openapi;
use greffe::text::Language;
use greffe::translations::{Translations, unwrapped};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};

/// Texts that are the same in both languages, beside those that hold nothing but code.
const SAME_IN_BOTH: [&str; 1] = ["PATCH."];

/// What stands between back-ticks, in a text.
fn code(text: &str) -> Vec<&str> {
    let mut spans: Vec<_> = text.split('`').skip(1).step_by(2).collect();
    spans.sort_unstable();
    spans
}

/// Where the links of a text lead.
fn links(text: &str) -> Vec<&str> {
    let targets = text.split("](").skip(1).filter_map(|rest| rest.split(')').next());
    let mut links: Vec<_> =
        targets.chain(text.split_whitespace().filter(|word| word.contains("://"))).collect();
    links.sort_unstable();
    links
}

/// Whether a text says anything but code.
fn has_words(text: &str) -> bool {
    text.split('`').step_by(2).any(|outside| outside.contains(char::is_alphabetic))
}

/// Fails where a catalog does not say in French what these texts say, no more and no less. What is missing is shown
/// as lines to be filled in.
#[track_caller]
pub fn is_the_french_of(file: &str, texts: impl IntoIterator<Item = String>) {
    let path = format!("{}/{file}", env!("CARGO_MANIFEST_DIR"));
    let written = std::fs::read_to_string(path).unwrap();
    let catalog = Translations::read(&written).unwrap_or_else(|error| panic!("{file}: {error}"));
    let texts: BTreeSet<_> = texts.into_iter().map(|text| unwrapped(&text)).collect();
    let lines = |texts: Vec<&String>| {
        let lines: Vec<_> = texts.iter().map(|text| format!("  {}: \"\",", json!(text))).collect();
        lines.join("\n")
    };
    let missing: Vec<_> = texts
        .iter()
        .filter(|text| catalog.french(text).is_none_or(|french| french.trim().is_empty()))
        .collect();
    assert!(missing.is_empty(), "{file} lacks the French of {}:\n{}", missing.len(), lines(missing));
    let pairs: BTreeMap<_, _> = catalog.pairs().collect();
    let idle: Vec<_> = pairs.keys().filter(|english| !texts.contains(**english)).collect();
    assert!(idle.is_empty(), "{file} has what nothing says any more: {idle:#?}");
    let mut wrong = Vec::new();
    for (english, french) in &pairs {
        if english == french && has_words(english) && !SAME_IN_BOTH.contains(english) {
            wrong.push(format!("not translated: {english}"));
        }
        if code(english) != code(french) || links(english) != links(french) {
            wrong.push(format!("other code or links: {english} / {french}"));
        }
        if english.ends_with('.') != french.ends_with('.') {
            wrong.push(format!("another end: {english} / {french}"));
        }
        if [" ;", " ?", " !", "“", "”"].iter().any(|mark| french.contains(mark)) {
            wrong.push(format!("marks that are not set so: {french}"));
        }
    }
    assert!(wrong.is_empty(), "{file}: {wrong:#?}");
    let sorted = format!("{}\n", serde_json::to_string_pretty(&pairs).unwrap());
    assert!(sorted == written, "{file} is not sorted by its English texts, a line each");
}

fn document(language: Language) -> Value {
    serde_json::from_str(&openapi::text(&openapi::document(), language)).unwrap()
}

#[test]
fn the_document_is_in_french_too() {
    let mut texts = Vec::new();
    openapi::texts::each(&mut document(Language::En), &mut |text| texts.push(text.clone()));
    assert!(texts.len() > 2_000, "{}", texts.len());
    is_the_french_of("openapi/fr.json", texts);
}

/// Only what people read differs: whatever a program is made from is the same.
#[test]
fn both_documents_describe_the_same_operations() {
    let [english, french] = [Language::En, Language::Fr].map(|language| {
        let mut document = document(language);
        openapi::texts::each(&mut document, &mut String::clear);
        let responses = document["components"]["responses"].as_object_mut().unwrap();
        for response in responses.values_mut() {
            response.as_object_mut().unwrap().remove("content");
        }
        for operation in document["paths"].as_object_mut().unwrap().values_mut() {
            for operation in operation.as_object_mut().unwrap().values_mut() {
                for response in operation["responses"].as_object_mut().unwrap().values_mut() {
                    if let Some(problem) = response.pointer_mut("/content/application~1problem+json") {
                        problem.as_object_mut().unwrap().remove("example");
                    }
                }
            }
        }
        document
    });
    assert_eq!(english, french);
}
