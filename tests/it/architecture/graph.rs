//! Which file uses which, read from the paths in the text of `src`.
//!
//! A path is followed through what is re-exported, and a module that was imported by its name is
//! followed where that name is used (`service::find(…)`). What a macro or a trait brings along is
//! not seen.

use super::Source;
use std::collections::{BTreeMap, BTreeSet};

/// The segments of a path, from the root of the crate.
pub type Path = Vec<String>;

/// The files, each with those that it uses.
pub struct Graph(pub BTreeMap<String, BTreeSet<String>>);

impl Graph {
    /// Reads it from the sources; tests are left out.
    pub fn of(sources: &[Source]) -> Self {
        let modules = modules(sources);
        let mut exports = BTreeMap::new();
        for source in sources {
            for (path, name) in exported(&source.code, &module(&source.path)) {
                exports.insert(name, path);
            }
        }
        let used = |file: &str, paths: Vec<Path>| {
            let files = paths.into_iter().filter_map(|path| home(follow(path, &exports), &modules));
            files.filter(|used| *used != file).map(str::to_owned).collect()
        };
        Self(
            Self::paths(sources)
                .into_iter()
                .map(|(file, paths)| (file.clone(), used(&file, paths)))
                .collect(),
        )
    }

    /// The paths that each file names, from the root of the crate, as they are written; tests are left out.
    pub fn paths(sources: &[Source]) -> Vec<(String, Vec<Path>)> {
        let modules = modules(sources);
        let files = sources.iter().filter(|source| !source.is_test());
        files
            .map(|source| (source.path.clone(), named(&source.code, &module(&source.path), &modules)))
            .collect()
    }

    /// The circles of files, the largest first: each file of one reaches each other one.
    pub fn circles(&self) -> Vec<Vec<String>> {
        // A folder that lists its files does not use them.
        let lists = |folder: &str, file: &str| {
            folder.strip_suffix("mod.rs").is_some_and(|folder| file.starts_with(folder))
        };
        let edges = self.0.iter().map(|(file, used)| {
            let used = used.iter().filter(|one| !lists(file, one)).cloned().collect();
            (file.clone(), used)
        });
        circles(&edges.collect())
    }

    /// The same graph with each file counted to a place that it is in: a feature, a wing.
    pub fn between(&self, place: impl Fn(&str) -> String) -> BTreeMap<String, BTreeSet<String>> {
        let mut edges = BTreeMap::<String, BTreeSet<String>>::new();
        for (file, used) in &self.0 {
            let from = place(file);
            let used = used.iter().map(|file| place(file)).filter(|to| *to != from);
            edges.entry(from.clone()).or_default().extend(used);
        }
        edges
    }
}

/// The strongly connected components of more than one (Kosaraju's algorithm), the largest first.
pub fn circles(edges: &BTreeMap<String, BTreeSet<String>>) -> Vec<Vec<String>> {
    let mut backwards = BTreeMap::<&str, BTreeSet<&str>>::new();
    for (from, used) in edges {
        for to in used {
            backwards.entry(to).or_default().insert(from);
        }
    }
    let forwards: BTreeMap<&str, BTreeSet<&str>> =
        edges.iter().map(|(from, used)| (from.as_str(), used.iter().map(String::as_str).collect())).collect();
    let mut seen = BTreeSet::new();
    let mut order = Vec::new();
    for start in forwards.keys() {
        walk(start, &forwards, &mut seen, &mut order);
    }
    let mut seen = BTreeSet::new();
    let mut found = Vec::new();
    for start in order.into_iter().rev() {
        let mut together = Vec::new();
        walk(start, &backwards, &mut seen, &mut together);
        if together.len() > 1 {
            together.sort_unstable();
            found.push(together.into_iter().map(str::to_owned).collect::<Vec<_>>());
        }
    }
    found.sort_by_key(|circle| std::cmp::Reverse(circle.len()));
    found
}

/// Adds what is reached from a place, itself last.
fn walk<'a>(
    place: &'a str,
    edges: &BTreeMap<&'a str, BTreeSet<&'a str>>,
    seen: &mut BTreeSet<&'a str>,
    order: &mut Vec<&'a str>,
) {
    if seen.insert(place) {
        for next in edges.get(place).into_iter().flatten() {
            walk(next, edges, seen, order);
        }
        order.push(place);
    }
}

/// The modules, each with its file.
fn modules(sources: &[Source]) -> BTreeMap<Path, &str> {
    let files = sources.iter().filter(|source| !source.is_test());
    files.map(|source| (module(&source.path), source.path.as_str())).collect()
}

/// The module of a file: `matters/cases/mod.rs` is `matters::cases`.
pub fn module(path: &str) -> Path {
    let path = path.trim_end_matches(".rs").trim_end_matches("/mod");
    if path == "lib" || path == "main" { Path::new() } else { path.split('/').map(str::to_owned).collect() }
}

/// The file of the innermost module that a path leads through.
fn home<'a>(path: Path, modules: &BTreeMap<Path, &'a str>) -> Option<&'a str> {
    (1..=path.len()).rev().find_map(|length| modules.get(&path[..length]).copied())
}

/// A path to where it is re-exported from.
fn follow(mut path: Path, exports: &BTreeMap<Path, Path>) -> Path {
    // No path is re-exported more often than that.
    for _ in 0..5 {
        let Some(length) = (1..=path.len()).rev().find(|length| exports.contains_key(&path[..*length]))
        else {
            break;
        };
        let mut target = exports[&path[..length]].clone();
        target.extend_from_slice(&path[length..]);
        path = target;
    }
    path
}

/// What a module re-exports: whence, and the path under which it is known there.
fn exported(code: &str, module: &Path) -> Vec<(Path, Path)> {
    let mut found = Vec::new();
    for word in ["pub use ", "pub(crate) use ", "pub(super) use "] {
        for (at, _) in code.match_indices(word) {
            let mut leaves = Vec::new();
            spread(&[], &code[at + word.len()..], &mut leaves);
            for (path, name) in leaves {
                let mut known = module.clone();
                known.push(name);
                let path = absolute(&path, module).unwrap_or_else(|| {
                    // A child is named without `self`.
                    module.iter().cloned().chain(path.iter().cloned()).collect()
                });
                if path != known {
                    found.push((path, known));
                }
            }
        }
    }
    found
}

/// The paths that a file names, from the root of the crate.
pub fn named(code: &str, module: &Path, modules: &BTreeMap<Path, &str>) -> Vec<Path> {
    let mut found = Vec::new();
    // The modules that are known here by a name alone: children, and those that were imported.
    let mut known: BTreeMap<String, Path> = modules
        .keys()
        .filter(|path| path.len() == module.len() + 1 && path.starts_with(module) && !module.is_empty())
        .map(|path| (path[module.len()].clone(), path.clone()))
        .collect();
    for start in ["crate::", "super::", "self::"] {
        for (at, _) in code.match_indices(start) {
            let before = &code[..at];
            let is_visibility = before.ends_with("(in ") || before.ends_with("pub(");
            if is_visibility || before.ends_with(is_name) || before.ends_with("::") {
                continue;
            }
            let mut place = module.clone();
            place.extend(inline_modules(before));
            let mut leaves = Vec::new();
            spread(&[], &code[at..], &mut leaves);
            for (path, name) in leaves {
                let Some(path) = absolute(&path, &place) else { continue };
                if modules.contains_key(&path) {
                    known.insert(name, path.clone());
                }
                found.push(path);
            }
        }
    }
    for (name, path) in known {
        let start = format!("{name}::");
        for (at, _) in code.match_indices(&start) {
            if code[..at].ends_with(is_name) || code[..at].ends_with(':') {
                continue;
            }
            let mut leaves = Vec::new();
            spread(&path, &code[at + start.len()..], &mut leaves);
            found.extend(leaves.into_iter().map(|(path, _)| path));
        }
    }
    found
}

fn is_name(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

/// The modules that are written out in the text and not yet closed where it ends.
fn inline_modules(text: &str) -> Path {
    let mut open: Vec<(&str, String)> = Vec::new();
    for line in text.lines() {
        let indent = &line[..line.len() - line.trim_start().len()];
        if let Some((name, "")) =
            line.trim_start().strip_prefix("mod ").and_then(|rest| rest.split_once(" {"))
        {
            open.push((indent, name.to_owned()));
        } else if line.trim_start() == "}" && open.last().is_some_and(|(known, _)| *known == indent) {
            open.pop();
        }
    }
    open.into_iter().map(|(_, name)| name).collect()
}

/// A path as it is written, from the root of the crate; none where it leads elsewhere.
fn absolute(path: &[String], module: &Path) -> Option<Path> {
    match path.first()?.as_str() {
        "crate" => Some(path[1..].to_vec()),
        "self" => Some(module.iter().chain(&path[1..]).cloned().collect()),
        "super" => {
            let up = path.iter().take_while(|part| *part == "super").count();
            let kept = module.len().checked_sub(up)?;
            Some(module[..kept].iter().chain(&path[up..]).cloned().collect())
        }
        _ => None,
    }
}

/// Reads one path, or a group of them, each with the name under which it is known afterwards;
/// returns what is left of the text.
pub fn spread<'a>(before: &[String], text: &'a str, found: &mut Vec<(Path, String)>) -> &'a str {
    if let Some(mut rest) = text.strip_prefix('{') {
        loop {
            rest = rest.trim_start();
            if let Some(rest) = rest.strip_prefix('}') {
                return rest;
            }
            let left = spread(before, rest, found).trim_start();
            let next = left.strip_prefix(',').unwrap_or(left);
            if next.len() == rest.len() {
                return rest;
            }
            rest = next;
        }
    }
    let end = text.find(|c: char| !is_name(c)).unwrap_or(text.len());
    let (name, rest) = text.split_at(end);
    let mut path = before.to_vec();
    if name != "self" || path.is_empty() {
        path.push(name.to_owned());
    }
    if let Some(deeper) = rest.strip_prefix("::")
        && deeper.starts_with(|c: char| is_name(c) || c == '{')
    {
        return spread(&path, deeper, found);
    }
    let alias = rest.trim_start().strip_prefix("as ");
    let known = match alias {
        Some(alias) => &alias[..alias.find(|c: char| !is_name(c)).unwrap_or(alias.len())],
        None => path.last().map_or("", String::as_str),
    };
    let known = known.to_owned();
    if !name.is_empty() {
        found.push((path, known.clone()));
    }
    match alias {
        Some(alias) => &alias[known.len()..],
        None => rest,
    }
}
