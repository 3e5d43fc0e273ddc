//! The rules of the house that a compiler does not know, read from the text of `src`.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// Longer than this, a file asks to be split.
const LONGEST: usize = 450;

/// Files that are longer all the same. The list may only shrink.
const LONG: [&str; 0] = [];

/// Where a feature reads or writes the rows of another: `user -> owner`. The list may only shrink.
const BORROWED: [&str; 7] = [
    "cli -> identity",
    "conflicts -> cases",
    "deadlines -> cases",
    "deadlines -> docket",
    "docket -> cases",
    "docket -> deadlines",
    "responsibilities -> cases",
];

/// Folders that know nothing of databases and of HTTP.
const PURE: [&str; 3] = ["proceedings", "calendars", "deadlines/engine"];

/// What they may name of this crate, beside themselves.
const PURE_MAY_USE: [&str; 7] =
    ["ids", "error", "text", "chronology", "calendars", "proceedings", "greffe::law::engine"];

struct Source {
    /// From `src`: `deadlines/engine/model.rs`.
    path: String,
    /// Without its unit tests and its comments.
    code: String,
    lines: usize,
}

impl Source {
    fn file(&self) -> &str {
        self.path.rsplit('/').next().unwrap()
    }

    fn feature(&self) -> &str {
        self.path.split('/').next().unwrap().trim_end_matches(".rs")
    }
}

fn sources() -> Vec<Source> {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut all = Vec::new();
    gather(&root, &root, &mut all);
    assert!(all.len() > 100, "the sources are no longer found");
    all
}

fn gather(root: &Path, folder: &Path, all: &mut Vec<Source>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            gather(root, &path, all);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            let text = std::fs::read_to_string(&path).unwrap();
            let code = text.split("#[cfg(test)]\nmod tests {").next().unwrap();
            let code: Vec<_> = code.lines().filter(|line| !line.trim_start().starts_with("//")).collect();
            let path = path.strip_prefix(root).unwrap().to_str().unwrap().replace('\\', "/");
            all.push(Source { path, code: code.join("\n"), lines: text.lines().count() });
        }
    }
}

/// The paths that a text names below `crate::`, with the braces of a `use` spread out.
fn named(code: &str) -> Vec<String> {
    let mut found = Vec::new();
    for (at, _) in code.match_indices("crate::") {
        let rest = &code[at + "crate::".len()..];
        spread("", rest, &mut found);
    }
    found
}

/// Reads one path, or a group of them, and returns what is left.
fn spread<'a>(before: &str, text: &'a str, found: &mut Vec<String>) -> &'a str {
    let is_name = |c: char| c.is_alphanumeric() || c == '_';
    let end = text.find(|c: char| !is_name(c)).unwrap_or(text.len());
    let (name, rest) = text.split_at(end);
    let path = if before.is_empty() { name.to_owned() } else { format!("{before}::{name}") };
    if let Some(mut rest) = text.strip_prefix('{') {
        loop {
            rest = spread(before, rest.trim_start(), found).trim_start();
            match rest.strip_prefix(',') {
                Some(more) => rest = more,
                None => return rest.strip_prefix('}').unwrap_or(rest),
            }
        }
    }
    if let Some(deeper) = rest.strip_prefix("::") {
        return spread(&path, deeper, found);
    }
    found.push(path);
    rest
}

#[test]
fn paths_are_read_with_their_braces() {
    let paths = named("use crate::a::{b::{c, d}, e};\nuse crate::{f, g::h as i};\nlet x = crate::j::k(1);");
    assert_eq!(paths, ["a::b::c", "a::b::d", "a::e", "f", "g::h", "j::k"].map(str::to_owned));
}

#[test]
fn handlers_never_touch_the_database_and_rows_never_touch_http() {
    for source in sources() {
        let (file, code) = (source.file(), &source.code);
        if file == "routes.rs" {
            assert!(!code.contains("diesel"), "{} names diesel", source.path);
        }
        if file == "store.rs" || file == "model.rs" {
            assert!(!code.contains("actix"), "{} names actix", source.path);
            assert!(!code.contains("crate::http"), "{} names http", source.path);
        }
        if file == "model.rs" {
            assert!(!code.contains("diesel"), "{} names diesel", source.path);
        }
        if file == "service.rs" {
            assert!(!code.contains("actix") && !code.contains("HttpRe"), "{} names actix", source.path);
            assert!(!code.contains("crate::http"), "{} names http", source.path);
        }
    }
}

#[test]
fn the_backend_is_matched_on_in_one_place_only() {
    for source in sources().iter().filter(|source| !source.path.starts_with("db/")) {
        for word in
            ["Connection::Pg", "Connection::Sqlite", "MultiBackend::Pg", "PgConnection", "SqliteConnection"]
        {
            assert!(!source.code.contains(word), "{} matches on the backend: {word}", source.path);
        }
    }
}

#[test]
fn features_use_each_others_services_not_their_rows() {
    let mut borrowed = BTreeSet::new();
    for source in sources() {
        let feature = source.feature();
        for path in named(&source.code) {
            let parts: Vec<_> = path.split("::").collect();
            if parts.contains(&"store") && parts[0] != feature {
                borrowed.insert(format!("{feature} -> {}", parts[0]));
            }
        }
        // What was imported by its feature is named by it: `parties::store::of_case`.
        for (at, _) in source.code.match_indices("::store::") {
            let owner: String =
                source.code[..at].chars().rev().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
            let owner: String = owner.chars().rev().collect();
            if !["super", "self", feature].contains(&owner.as_str()) {
                borrowed.insert(format!("{feature} -> {owner}"));
            }
        }
    }
    let allowed: BTreeSet<_> = BORROWED.iter().map(|&one| one.to_owned()).collect();
    let news: Vec<_> = borrowed.difference(&allowed).collect();
    let gone: Vec<_> = allowed.difference(&borrowed).collect();
    assert!(news.is_empty(), "use the service instead: {news:?}");
    assert!(gone.is_empty(), "the list may shrink by {gone:?}");
}

#[test]
fn what_is_pure_stays_pure() {
    for source in sources() {
        let is_pure = PURE.iter().any(|folder| source.path.starts_with(&format!("{folder}/")));
        let is_wire = ["api.rs", "rule_api.rs", "routes.rs"].contains(&source.file());
        if !is_pure || is_wire || source.file() == "tests.rs" {
            continue;
        }
        for word in ["diesel", "actix", "std::time", "Utc::now", "std::env"] {
            assert!(!source.code.contains(word), "{} names {word}", source.path);
        }
        for path in named(&source.code) {
            let allowed =
                PURE_MAY_USE.iter().any(|one| path == *one || path.starts_with(&format!("{one}::")));
            assert!(allowed, "{} names {path}", source.path);
        }
    }
}

/// Tables of tests are as long as what they tell, and the schema is as long as there are columns.
fn is_long(source: &Source) -> bool {
    source.lines > LONGEST && !source.path.contains("/tests/") && source.path != "db/schema.rs"
}

#[test]
fn no_file_is_too_long() {
    let long: Vec<_> = sources().into_iter().filter(is_long).map(|source| source.path).collect();
    assert_eq!(long, LONG, "split it, or take it off the list");
}

#[test]
fn nothing_is_called_util() {
    for source in sources() {
        assert!(!source.path.contains("util") && !source.path.contains("helper"), "{}", source.path);
    }
}

#[test]
fn every_module_says_what_it_is_for() {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("src");
    for source in sources() {
        let text = std::fs::read_to_string(root.join(&source.path)).unwrap();
        assert!(text.starts_with("//! "), "{} begins without saying what it is for", source.path);
    }
}

#[test]
fn every_handler_declares_what_it_needs() {
    for source in sources().iter().filter(|source| source.file() == "routes.rs") {
        let handlers = source.code.split("\nasync fn ").skip(1);
        for handler in handlers {
            let name = handler.split('(').next().unwrap();
            let signature = handler.split(") -> ").next().unwrap();
            let is_open = [
                "create_token",
                "refresh_token",
                "revoke_token",
                "list_public_keys",
                "find_feed_calendar",
                "act<T: Send + 'static>",
            ]
            .contains(&name);
            assert!(
                is_open || signature.contains("Caller<can::"),
                "{name} in {} is open to everybody",
                source.path
            );
        }
    }
}

/// An operation is called what its handler is called: nothing else gives it a name.
#[test]
fn every_operation_takes_its_id_from_its_handler() {
    for source in sources() {
        assert!(
            !source.code.contains("operation_id ="),
            "{} names an operation beside its handler",
            source.path
        );
    }
}
