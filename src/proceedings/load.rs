//! From TOML to a checked catalog.

use std::collections::HashMap;
use std::fmt;
use std::sync::LazyLock;

use serde::Deserialize;

use super::check;
use super::method::{Method, Overlay};
use super::model::Rule;
use super::wiring::{DeadlineDef, EventType, Proceeding, Stage};

/// The built-in files.
const FILES: [(&str, &str); 13] = [
    ("methods.toml", include_str!("catalog/methods.toml")),
    ("ca-fc-leave-judicial-review.toml", include_str!("catalog/ca-fc-leave-judicial-review.toml")),
    (
        "ca-fc-leave-judicial-review-rules.toml",
        include_str!("catalog/ca-fc-leave-judicial-review-rules.toml"),
    ),
    ("ca-federal-courts-time.toml", include_str!("catalog/ca-federal-courts-time.toml")),
    ("ca-fc-motions.toml", include_str!("catalog/ca-fc-motions.toml")),
    ("ca-fc-judicial-review.toml", include_str!("catalog/ca-fc-judicial-review.toml")),
    ("ca-fca-appeal.toml", include_str!("catalog/ca-fca-appeal.toml")),
    ("ca-scc-leave.toml", include_str!("catalog/ca-scc-leave.toml")),
    ("ca-irb-refugee.toml", include_str!("catalog/ca-irb-refugee.toml")),
    ("ca-irb-iad.toml", include_str!("catalog/ca-irb-iad.toml")),
    ("ca-irb-id.toml", include_str!("catalog/ca-irb-id.toml")),
    ("ca-prra-removal.toml", include_str!("catalog/ca-prra-removal.toml")),
    ("ca-citizenship.toml", include_str!("catalog/ca-citizenship.toml")),
];

/// What one file may hold.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct File {
    #[serde(skip)]
    pub name: String,
    #[serde(default)]
    pub methods: Vec<Method>,
    #[serde(default)]
    pub rules: Vec<Rule>,
    #[serde(default)]
    pub overlays: Vec<Overlay>,
    pub proceeding: Option<Proceeding>,
    #[serde(default)]
    pub stages: Vec<Stage>,
    #[serde(default)]
    pub events: Vec<EventType>,
    #[serde(default)]
    pub deadlines: Vec<DeadlineDef>,
}

/// Something wrong in a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// The file.
    pub file: String,
    /// Where in it: `events.application_filed.moves[0].to`, or `line 12`.
    pub key: String,
    /// What is wrong.
    pub reason: String,
}

impl fmt::Display for Fault {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}: {}: {}", self.file, self.key, self.reason)
    }
}

/// Every proceeding, rule and overlay.
#[derive(Debug)]
pub struct Catalog {
    methods: Vec<Method>,
    rules: Vec<Rule>,
    overlays: Vec<Overlay>,
    proceedings: Vec<Proceeding>,
    rule_index: HashMap<String, usize>,
}

impl Catalog {
    /// The catalog that is built in.
    #[must_use]
    pub fn builtin() -> &'static Self {
        #[expect(clippy::panic, reason = "the files are part of the program, and a test loads them")]
        static BUILTIN: LazyLock<Catalog> = LazyLock::new(|| match Catalog::load(&FILES) {
            Ok(catalog) => catalog,
            Err(faults) => {
                panic!("{}", faults.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"))
            }
        });
        &BUILTIN
    }

    /// Reads and checks a whole catalog.
    ///
    /// # Errors
    /// Every fault found.
    pub fn load(sources: &[(&str, &str)]) -> Result<Self, Vec<Fault>> {
        let mut files = Vec::new();
        let mut faults = Vec::new();
        for (name, text) in sources {
            match read(name, text) {
                Ok(file) => files.push(file),
                Err(fault) => faults.push(fault),
            }
        }
        check::check(&files, None, &mut faults);
        if faults.is_empty() { Ok(Self::gather(files)) } else { Err(faults) }
    }

    fn gather(files: Vec<File>) -> Self {
        let mut catalog = Self {
            methods: Vec::new(),
            rules: Vec::new(),
            overlays: Vec::new(),
            proceedings: Vec::new(),
            rule_index: HashMap::new(),
        };
        for file in files {
            catalog.methods.extend(file.methods);
            catalog.rules.extend(file.rules);
            catalog.overlays.extend(file.overlays);
            if let Some(mut proceeding) = file.proceeding {
                proceeding.stages = file.stages;
                proceeding.events = file.events;
                proceeding.deadlines = file.deadlines;
                catalog.proceedings.push(proceeding);
            }
        }
        catalog.rule_index =
            catalog.rules.iter().enumerate().map(|(index, rule)| (rule.code.clone(), index)).collect();
        catalog
    }

    /// The proceeding with this code.
    #[must_use]
    pub fn proceeding(&self, code: &str) -> Option<&Proceeding> {
        self.proceedings.iter().find(|proceeding| proceeding.code == code)
    }

    /// All proceedings.
    #[must_use]
    pub fn proceedings(&self) -> &[Proceeding] {
        &self.proceedings
    }

    /// The rule with this code.
    #[must_use]
    pub fn rule(&self, code: &str) -> Option<&Rule> {
        self.rule_index.get(code).and_then(|index| self.rules.get(*index))
    }

    /// All rules.
    #[must_use]
    pub fn rules(&self) -> &[Rule] {
        &self.rules
    }

    /// The overlay with this code.
    #[must_use]
    pub fn overlay(&self, code: &str) -> Option<&Overlay> {
        self.overlays.iter().find(|overlay| overlay.code == code)
    }

    /// All overlays.
    #[must_use]
    pub fn overlays(&self) -> &[Overlay] {
        &self.overlays
    }

    /// The way of computing time with this code.
    #[must_use]
    pub fn method(&self, code: &str) -> Option<&Method> {
        self.methods.iter().find(|method| method.code == code)
    }

    /// All ways of computing time.
    #[must_use]
    pub fn methods(&self) -> &[Method] {
        &self.methods
    }
}

/// Checks a file of a user. It may refer to rules and methods of the built-in catalog.
#[must_use]
pub fn check_file(name: &str, text: &str) -> Vec<Fault> {
    let mut faults = Vec::new();
    match read(name, text) {
        Ok(file) => check::check(&[file], Some(Catalog::builtin()), &mut faults),
        Err(fault) => faults.push(fault),
    }
    faults
}

fn read(name: &str, text: &str) -> Result<File, Fault> {
    let mut file: File = toml::from_str(text).map_err(|error| {
        let line = error
            .span()
            .and_then(|span| text.get(..span.start))
            .map_or(1, |before| before.matches('\n').count().saturating_add(1));
        Fault { file: name.to_owned(), key: format!("line {line}"), reason: error.message().to_owned() }
    })?;
    name.clone_into(&mut file.name);
    Ok(file)
}
