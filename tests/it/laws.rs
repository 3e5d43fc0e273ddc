//! The law of the program beside the consolidations that it cites: an excerpt of two of them, and what an amendment does to it.

use crate::support::backend::folder;
use crate::support::command::{complains, greffe};
use std::fs;
use std::path::{Path, PathBuf};

const EXCERPT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/laws");
const ENGLISH: &str = "eng/regulations/SOR-93-22.xml";
const FRENCH: &str = "fra/reglements/DORS-93-22.xml";

/// The excerpt, with one thing changed in a text.
fn amended(name: &str, file: &str, from: &str, to: &str) -> PathBuf {
    let laws = folder().join(format!("laws-{name}"));
    for known in [ENGLISH, FRENCH] {
        let text = fs::read_to_string(Path::new(EXCERPT).join(known)).unwrap();
        let text = if known == file {
            assert!(text.contains(from), "{from} is not in {file}");
            text.replace(from, to)
        } else {
            text
        };
        let place = laws.join(known);
        fs::create_dir_all(place.parent().unwrap()).unwrap();
        fs::write(place, text).unwrap();
    }
    laws
}

fn run(laws: &Path, more: &[&str]) -> assert_cmd::Command {
    let laws = laws.display().to_string();
    greffe(&[&["rules", "verify", "--laws", &laws], more].concat())
}

/// What it prints of a rule of the excerpt. Others of the same instrument are not in it, and so it complains of them.
fn line(laws: &Path, rule: &str, more: &[&str]) -> String {
    let said = run(laws, more).output().unwrap();
    assert!(!said.status.success(), "what is not in the excerpt was found");
    let said = String::from_utf8(said.stdout).unwrap();
    let mut lines = said.lines().filter(|line| line.split('\t').next() == Some(rule));
    lines.next().unwrap_or_default().to_owned()
}

#[test]
fn the_rules_say_what_the_law_says() {
    for rule in ["FCCIRPR-8(1)", "FCCIRPR-10(1)(a)", "FCCIRPR-10(1)(b)", "FCCIRPR-13"] {
        assert_eq!(line(Path::new(EXCERPT), rule, &[]), "", "{rule} wants to be read again");
        let english = line(Path::new(EXCERPT), rule, &["--all"]);
        assert!(english.contains("\tAgrees\t"), "{english}");
        let french = line(Path::new(EXCERPT), rule, &["--all", "--language", "fr"]);
        assert!(french.contains("\tConcorde\t"), "{french}");
    }
}

#[test]
fn another_number_in_either_language_is_found() {
    for (name, file, from, to) in [
        ("number", ENGLISH, "within 30 days", "within 45 days"),
        ("nombre", FRENCH, "dans les 30 jours", "dans les quarante-cinq jours"),
    ] {
        let laws = amended(name, file, from, to);
        for rule in ["FCCIRPR-10(1)(a)", "FCCIRPR-10(1)(b)"] {
            let said = line(&laws, rule, &[]);
            assert!(said.contains("\tAnother number\t") && said.contains("30"), "{rule}: {said}");
        }
        assert_eq!(line(&laws, "FCCIRPR-13", &[]), "");
    }
}

#[test]
fn an_amendment_and_a_repeal_are_found() {
    let (from, to) = ("=\"2006-03-22\" lims:fid=\"951093\"", "=\"2026-10-01\" lims:fid=\"951093\"");
    let said = line(&amended("amendment", ENGLISH, from, to), "FCCIRPR-10(1)(a)", &[]);
    assert!(said.contains("\tAmended since it was read\t") && said.contains("2026-10-01"), "{said}");
    let laws = amended("repeal", ENGLISH, "<Label>13</Label>", "<Label>13.1</Label>");
    let said = line(&laws, "FCCIRPR-13", &[]);
    assert!(said.contains("\tNo such provision\t") && said.contains("English"), "{said}");
}

#[test]
fn a_folder_without_consolidations_and_a_text_that_is_none_are_said() {
    let empty = folder().join("laws-empty");
    fs::create_dir_all(&empty).unwrap();
    let said = complains(&mut run(&empty, &[]));
    assert!(said.contains("SOR-93-22.xml"), "{said}");
    let said = complains(&mut run(&amended("broken", ENGLISH, "</Body>", ""), &[]));
    assert!(said.contains("FCCIRPR"), "{said}");
}
