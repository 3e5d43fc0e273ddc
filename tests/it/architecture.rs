//! The rules of the house that a compiler does not know, read from the text of `src`.

mod graph;

use graph::{Graph, circles};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// Longer than this, a file asks to be split.
const LONGEST: usize = 450;

/// Files that are longer all the same. The list may only shrink.
const LONG: [&str; 0] = [];

/// The wings whose folders are features of their own.
const OF_FEATURES: [&str; 9] =
    ["law", "people", "matters", "duties", "teams", "network", "registry", "insight", "integration"];

/// The largest circle of files that is allowed, within one feature.
const LARGEST_CIRCLE: usize = 3;

/// What the law may name of this crate, beside itself.
const THE_LAW_MAY_USE: [&str; 5] = ["text", "chronology", "coded", "error", "ids"];

/// The files that name diesel, beside `db/` and the stores: the ids, which are columns, and the conditions of access.
const NAMES_DIESEL: [&str; 4] = ["ids.rs", "access/portfolio.rs", "access/visibility.rs", "access/beyond.rs"];

/// The names that stand for more than one type. The list may only shrink.
const SHARED_NAMES: [&str; 0] = [];

struct Source {
    /// From `src`: `law/engine/model.rs`.
    path: String,
    /// Without its unit tests and its comments.
    code: String,
    lines: usize,
}

impl Source {
    fn file(&self) -> &str {
        self.path.rsplit('/').next().unwrap()
    }

    /// Whether it holds tests alone.
    fn is_test(&self) -> bool {
        self.file() == "tests.rs" || self.path.contains("/tests/")
    }

    fn wing(&self) -> &str {
        wing(&self.path)
    }
}

/// The first segment of a path.
fn wing(path: &str) -> &str {
    path.split('/').next().unwrap().trim_end_matches(".rs")
}

/// The feature that a file is of, or the wing itself where it has none: `matters/cases`, `db`.
fn feature(path: &str) -> String {
    let mut parts = path.split('/');
    match (wing(path), parts.nth(1)) {
        (wing, Some(folder)) if OF_FEATURES.contains(&wing) => {
            format!("{wing}/{}", folder.trim_end_matches(".rs"))
        }
        (wing, _) => wing.to_owned(),
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

#[test]
fn paths_are_read_with_their_braces() {
    let source = |path: &str, code: &str| Source { path: path.to_owned(), code: code.to_owned(), lines: 1 };
    let sources = [
        source("a/mod.rs", "pub mod b;\npub use b::Known;"),
        source("a/b.rs", "pub struct Known;\nuse super::c as other;\nfn f() { other::g() }"),
        source("a/c.rs", "pub fn g() { crate::d::h() }"),
        source("d.rs", "use crate::{a::{Known, c}, nothing};\nmod inner { use super::h; }\npub fn h() {}"),
    ];
    let used: BTreeMap<_, _> = Graph::of(&sources).0.into_iter().collect();
    let of = |file: &str| used[file].iter().map(String::as_str).collect::<Vec<_>>();
    assert_eq!(of("a/b.rs"), ["a/c.rs"]);
    assert_eq!(of("a/c.rs"), ["d.rs"]);
    assert_eq!(of("d.rs"), ["a/b.rs", "a/c.rs"]);
    assert_eq!(Graph::of(&sources).circles(), [["a/b.rs", "a/c.rs", "d.rs"]]);
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
    let may = |source: &&Source| source.wing() != "db" && source.file() != "dialect.rs";
    for source in sources().iter().filter(may) {
        for word in
            ["Connection::Pg", "Connection::Sqlite", "MultiBackend::Pg", "PgConnection", "SqliteConnection"]
        {
            assert!(!source.code.contains(word), "{} matches on the backend: {word}", source.path);
        }
    }
}

/// A wing uses what is declared above it in `lib.rs`, which is therefore the table of contents.
#[test]
fn a_wing_uses_only_what_stands_above_it() {
    let sources = sources();
    let contents = sources.iter().find(|source| source.path == "lib.rs").unwrap();
    let order: Vec<_> = contents
        .code
        .lines()
        .filter_map(|line| line.strip_prefix("pub mod ")?.strip_suffix(';'))
        .chain(["main", "lib"])
        .collect();
    let place = |wing: &str| order.iter().position(|known| *known == wing).unwrap();
    for (from, used) in Graph::of(&sources).between(|file| wing(file).to_owned()) {
        for to in used {
            assert!(place(&to) <= place(&from), "{from} uses {to}, which stands below it");
        }
    }
}

#[test]
fn no_circle_between_features() {
    let graph = Graph::of(&sources());
    assert_eq!(circles(&graph.between(feature)), Vec::<Vec<String>>::new());
}

#[test]
fn circles_of_files_are_small_and_stay_in_one_feature() {
    for circle in Graph::of(&sources()).circles() {
        assert!(circle.len() <= LARGEST_CIRCLE, "a circle of {}: {circle:?}", circle.len());
        let features: BTreeSet<_> = circle.iter().map(|file| feature(file)).collect();
        assert_eq!(features.len(), 1, "a circle between features: {circle:?}");
    }
}

/// Whether a file holds queries: `store.rs`, `listing_store.rs`, and `dialect.rs` for what each backend spells its own way.
fn is_store(file: &str) -> bool {
    file == "store.rs" || file.ends_with("_store.rs") || file == "dialect.rs"
}

/// Who asks for the rows of another feature asks its service. But an act of the registry writes with the stores of all that
/// it touches, in one transaction, and what the audit reads is the journal itself. A row that a feature shows to others is
/// named by the feature (`cases::CaseRow`), and a `listing_store.rs` or another of that kind holds queries that it offers.
#[test]
fn features_use_each_others_services_not_their_rows() {
    let sources = sources();
    for (file, paths) in Graph::paths(&sources) {
        let may = wing(&file) == "registry" || feature(&file) == "insight/audit";
        for path in paths.iter().filter(|path| path.iter().any(|part| part == "store")) {
            let owner = feature(&(path.join("/") + ".rs"));
            assert!(
                may || owner == feature(&file),
                "{file} uses {}: ask the service instead",
                path.join("::")
            );
        }
    }
}

#[test]
fn diesel_is_named_in_stores_only() {
    for source in sources() {
        let may =
            source.wing() == "db" || is_store(source.file()) || NAMES_DIESEL.contains(&source.path.as_str());
        assert!(may || !source.code.contains("diesel::"), "{} names diesel", source.path);
    }
}

#[test]
fn the_law_is_pure() {
    for source in sources().iter().filter(|source| source.wing() == "law" && !source.is_test()) {
        for word in ["diesel", "actix", "std::time", "Utc::now", "std::env"] {
            assert!(!source.code.contains(word), "{} names {word}", source.path);
        }
    }
    for (from, used) in Graph::of(&sources()).between(|file| wing(file).to_owned()) {
        let others = used.iter().filter(|to| !THE_LAW_MAY_USE.contains(&to.as_str()));
        assert!(
            from != "law" || others.clone().next().is_none(),
            "the law uses {:?}",
            others.collect::<Vec<_>>()
        );
    }
}

/// One block, in the order in which `rustfmt` puts it.
#[test]
fn imports_stand_in_one_block() {
    for source in sources() {
        let blocks = source.code.split("\n\n").filter(|block| block.starts_with("use ")).count();
        assert!(blocks <= 1, "{} imports in {blocks} blocks", source.path);
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
fn no_blank_stands_before_a_semicolon() {
    // Le guide du rédacteur, 7.1: in French as in English, and unlike a colon.
    let has_one = |source: &&Source| source.code.contains(" ;");
    let found: Vec<_> = sources().into_iter().filter(|source| has_one(&source)).map(|one| one.path).collect();
    assert!(found.is_empty(), "a blank before a semicolon: {found:?}");
}

/// But for a table, whose rows cannot be broken.
#[test]
fn comments_wrap_at_100_columns() {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("src");
    for source in sources().iter().filter(|source| !source.is_test()) {
        let text = std::fs::read_to_string(root.join(&source.path)).unwrap();
        for (number, line) in text.lines().enumerate() {
            let comment = line.trim_start();
            let is_row = ["/// |", "//! |"].iter().any(|start| comment.starts_with(start));
            let is_long = comment.starts_with("//") && line.chars().count() > 100 && !is_row;
            assert!(!is_long, "{}, line {}: wrap it", source.path, number + 1);
        }
    }
}

#[test]
fn nothing_is_called_util() {
    for source in sources() {
        assert!(!source.path.contains("util") && !source.path.contains("helper"), "{}", source.path);
    }
}

/// The name of the type that a line defines: at the margin, or within a macro that stands there (`coded!`).
fn defined(line: &str) -> Option<&str> {
    let line = line.strip_prefix("    ").filter(|line| line.starts_with("pub")).unwrap_or(line);
    let line = match line.strip_prefix("pub(") {
        Some(rest) => rest.split_once(") ")?.1,
        None => line.strip_prefix("pub ").unwrap_or(line),
    };
    let (keyword, rest) = line.strip_prefix("unsafe ").unwrap_or(line).split_once(' ')?;
    let name = rest.split(|c: char| !c.is_alphanumeric() && c != '_').next()?;
    ["struct", "enum", "type", "trait", "union"]
        .contains(&keyword)
        .then_some(name)
        .filter(|name| !name.is_empty())
}

#[test]
fn a_type_name_is_used_once() {
    let mut defined_in: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for source in sources() {
        if source.is_test() {
            continue;
        }
        for name in source.code.lines().filter_map(defined) {
            defined_in.entry(name.to_owned()).or_default().push(source.path.clone());
        }
    }
    assert!(defined_in.len() > 500, "the types are no longer found");
    let shared: BTreeMap<_, _> = defined_in.into_iter().filter(|(_, files)| files.len() > 1).collect();
    let news: Vec<_> = shared.iter().filter(|(name, _)| !SHARED_NAMES.contains(&name.as_str())).collect();
    let gone: Vec<_> = SHARED_NAMES.into_iter().filter(|name| !shared.contains_key(*name)).collect();
    assert!(news.is_empty(), "call it by a name of its own: {news:?}");
    assert!(gone.is_empty(), "the list may shrink by {gone:?}");
}

#[test]
fn every_module_says_what_it_is_for() {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("src");
    for source in sources() {
        let text = std::fs::read_to_string(root.join(&source.path)).unwrap();
        assert!(text.starts_with("//! "), "{} begins without saying what it is for", source.path);
    }
}

/// Operations that anybody may call: those that sign somebody in, and those that tell nothing of anybody.
const OPEN: [&str; 12] = [
    "create_token",
    "find_openapi_document",
    "find_feed_calendar",
    "find_index",
    "find_liveness",
    "find_metrics",
    "find_readiness",
    "find_version",
    "list_journal_keys",
    "list_public_keys",
    "refresh_token",
    "revoke_token",
];

/// What routes may lead to without being operations: what is not found, and the documentation for people.
const NO_OPERATIONS: [&str; 4] = ["fallback", "redirect", "page", "initializer"];

/// A function that answers requests, wherever it stands.
struct Handler {
    /// Its file and its name.
    place: String,
    /// Its parameters and what it returns.
    signature: String,
    /// The operation of the document that it is.
    operation: Option<String>,
}

/// The functions that one of actix's attributes makes handlers.
fn handlers(source: &Source) -> Vec<Handler> {
    let code = &source.code;
    let mut found = Vec::new();
    for method in ["get", "post", "put", "patch", "delete", "head", "options", "connect", "trace", "route"] {
        for attribute in [format!("#[{method}("), format!("#[actix_web::{method}(")] {
            for (at, _) in code.match_indices(&attribute) {
                let (before, after) = code.split_at(at);
                let function = after.split_once("fn ").unwrap().1;
                let name = function.split(['(', '<']).next().unwrap();
                // What is said of it to the document stands between the item before it and its attribute.
                let own = before.rsplit("\n}\n").next().unwrap();
                // It is named after its handler: see `every_operation_takes_its_id_from_its_handler`.
                let operation = own.contains("#[utoipa::path(").then_some(name);
                found.push(Handler {
                    place: format!("{}: {name}", source.path),
                    signature: function.split('{').next().unwrap().to_owned(),
                    operation: operation.map(str::to_owned),
                });
            }
        }
    }
    found
}

/// The operations of the document, and which of them it says are open to everybody.
fn documented() -> (BTreeSet<String>, BTreeSet<String>) {
    let document: Value = serde_json::from_str(include_str!("../../openapi/openapi.json")).unwrap();
    let (mut all, mut open) = (BTreeSet::new(), BTreeSet::new());
    for path in document["paths"].as_object().unwrap().values() {
        for operation in path.as_object().unwrap().values() {
            let Some(id) = operation["operationId"].as_str() else { continue };
            all.insert(id.to_owned());
            if operation["security"] == json!([{}]) {
                open.insert(id.to_owned());
            }
        }
    }
    (all, open)
}

#[test]
fn every_handler_declares_what_it_needs() {
    let handlers: Vec<_> = sources().iter().flat_map(handlers).collect();
    let mut operations = BTreeSet::new();
    for Handler { place, signature, operation } in &handlers {
        let operation = operation.as_deref().unwrap_or_else(|| panic!("{place} is not in the document"));
        assert!(operations.insert(operation.to_owned()), "{place}: {operation} is another's, too");
        let is_open = OPEN.contains(&operation);
        assert_eq!(signature.contains("Caller<can::"), !is_open, "{place}: open to everybody, or not?");
    }
    let (all, open) = documented();
    assert_eq!(operations, all, "the document and the code know different operations");
    assert_eq!(open, OPEN.map(str::to_owned).into(), "what the document says is open to everybody");
}

#[test]
fn no_handler_is_reached_but_by_its_attribute() {
    for source in sources() {
        for route in ["web::resource(", "web::scope(", "web::service(", "fn_service("] {
            assert!(!source.code.contains(route), "{}: {route}", source.path);
        }
        for to in ["().to(", "web::to("] {
            for (at, _) in source.code.match_indices(to) {
                let led = source.code[at + to.len()..].split(')').next().unwrap();
                let name = led.rsplit("::").next().unwrap();
                assert!(NO_OPERATIONS.contains(&name), "{}: {to}{led})", source.path);
            }
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
