//! The way from TOML to a checked catalog.

use super::check;
use super::common::{CommonDeadline, CommonEvent, CommonHearing, CommonSuccessor, InCommon};
use super::file_number::{self, FileNumberForm, FileNumberReading};
use super::hearing::{HEARING_AT, HearingDef};
use super::method::{Method, Overlay};
use super::model::Rule;
use super::successor::Successor;
use super::wiring::{DeadlineDef, EventType, FactDef, Proceeding, Stage};
use serde::Deserialize;
use sha2::{Digest as _, Sha256};
use std::collections::{HashMap, HashSet};
use std::fmt;
use std::sync::{LazyLock, OnceLock};

/// Names and texts of files of the catalog.
macro_rules! files {
    ($($name:literal),+ $(,)?) => { [$(($name, include_str!(concat!("catalog/", $name)))),+] };
}

/// The built-in files.
const FILES: &[(&str, &str)] = &files![
    "methods.toml",
    "file-numbers.toml",
    "hearings.toml",
    "common-court-events.toml",
    "common-tribunal-events.toml",
    "ca-federal-courts-time.toml",
    "ca-federal-courts-practice.toml",
    "ca-fc-leave-judicial-review-rules.toml",
    "ca-fc-leave-judicial-review.toml",
    "ca-fc-leave-judicial-review-citizenship.toml",
    "ca-fc-mandamus.toml",
    "ca-fc-judicial-review.toml",
    "ca-fc-stay-of-removal.toml",
    "ca-fc-stay-of-release.toml",
    "ca-fc-motion-extension.toml",
    "ca-fc-motion-in-writing.toml",
    "ca-fc-security-certificate.toml",
    "ca-fca-certified-question.toml",
    "ca-fca-appeal.toml",
    "ca-scc-practice.toml",
    "ca-scc-leave.toml",
    "ca-scc-appeal.toml",
    "ca-irb-practice.toml",
    "ca-irb-rpd.toml",
    "ca-irb-rpd-minister.toml",
    "ca-irb-rad.toml",
    "ca-irb-iad.toml",
    "ca-irb-id.toml",
    "ca-prra.toml",
    "ca-after-decisions.toml",
    "ca-evidence-and-access.toml",
    "ca-removal-order.toml",
    "ca-citizenship-revocation.toml",
    "ca-habeas-corpus.toml",
];

/// The content of one file.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct CatalogFile {
    #[serde(skip)]
    pub name: String,
    #[serde(default)]
    pub methods: Vec<Method>,
    #[serde(default)]
    pub file_numbers: Vec<FileNumberForm>,
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
    #[serde(default)]
    pub hearings: Vec<HearingDef>,
    /// Facts that every event which sets a hearing may carry.
    #[serde(default)]
    pub hearing_facts: Vec<FactDef>,
    #[serde(default)]
    pub successors: Vec<Successor>,
    /// Facts that several events of [`Self::common_events`] carry.
    #[serde(default)]
    pub common_facts: Vec<FactDef>,
    #[serde(default)]
    pub common_events: Vec<CommonEvent>,
    #[serde(default)]
    pub common_deadlines: Vec<CommonDeadline>,
    #[serde(default)]
    pub common_hearings: Vec<CommonHearing>,
    #[serde(default)]
    pub common_successors: Vec<CommonSuccessor>,
}

/// A fault in a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileFault {
    /// The file.
    pub file: String,
    /// The place in it: `events.application_filed.moves[0].to`, or `line 12`.
    pub key: String,
    /// The fault.
    pub reason: String,
}

impl fmt::Display for FileFault {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}: {}: {}", self.file, self.key, self.reason)
    }
}

/// Every proceeding, rule and overlay.
#[derive(Debug)]
pub struct Catalog {
    methods: Vec<Method>,
    file_numbers: Vec<FileNumberForm>,
    rules: Vec<Rule>,
    overlays: Vec<Overlay>,
    proceedings: Vec<Proceeding>,
    in_common: InCommon,
    /// The events of motions of which the docket of their file tells.
    told_in_main_files: HashSet<String>,
    rule_index: HashMap<String, usize>,
    digest: String,
}

/// The catalog of this process, if it is not the built-in one.
static INSTALLED: OnceLock<Catalog> = OnceLock::new();

impl Catalog {
    /// The catalog that is built in.
    #[must_use]
    pub fn builtin() -> &'static Self {
        #[expect(clippy::panic, reason = "the files are part of the program, and a test loads them")]
        static BUILTIN: LazyLock<Catalog> = LazyLock::new(|| match Catalog::load(FILES) {
            Ok(catalog) => catalog,
            Err(faults) => {
                panic!("{}", faults.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"))
            }
        });
        &BUILTIN
    }

    /// The catalog that this process goes by: the built-in one, unless another was installed.
    #[must_use]
    pub fn current() -> &'static Self {
        INSTALLED.get().unwrap_or_else(|| Self::builtin())
    }

    /// Makes this the catalog of the process. It is called as the process starts, before anything
    /// is computed.
    ///
    /// # Errors
    /// Gives the catalog back where one was installed before.
    pub fn install(self) -> Result<(), Box<Self>> {
        INSTALLED.set(self).map_err(Box::new)
    }

    /// Reads and checks a whole catalog.
    ///
    /// # Errors
    /// Every fault found.
    pub fn load(sources: &[(&str, &str)]) -> Result<Self, Vec<FileFault>> {
        Self::assemble(sources, &[])
    }

    /// The built-in catalog with files of the operator: an entry of theirs takes the place of the
    /// built-in one of the same code, and a proceeding brings all its stages, events and deadlines
    /// along.
    ///
    /// # Errors
    /// Every fault found, in whichever file.
    pub fn load_beside_builtin(own: &[(&str, &str)]) -> Result<Self, Vec<FileFault>> {
        Self::assemble(FILES, own)
    }

    fn assemble(sources: &[(&str, &str)], own: &[(&str, &str)]) -> Result<Self, Vec<FileFault>> {
        let mut files = Vec::new();
        let mut faults = Vec::new();
        let mut digest = Sha256::new();
        for (index, (name, text)) in sources.iter().chain(own).enumerate() {
            digest.update(text.len().to_be_bytes());
            digest.update(text);
            match read(name, text) {
                Ok(file) if index >= sources.len() => {
                    files.iter_mut().take(sources.len()).for_each(|earlier| replace(earlier, &file));
                    files.push(file);
                }
                Ok(file) => files.push(file),
                Err(fault) => faults.push(fault),
            }
        }
        let in_common = InCommon::of(&files);
        in_common.spread(&mut files);
        check::check(&files, None, &mut faults);
        if !faults.is_empty() {
            return Err(faults);
        }
        let mut catalog = Self::gather(files);
        catalog.in_common = in_common;
        catalog.digest = hex::encode(digest.finalize());
        Ok(catalog)
    }

    /// SHA-256 over the files, in hexadecimal: what tells one state of the law from another.
    #[must_use]
    pub fn digest(&self) -> &str {
        &self.digest
    }

    fn gather(files: Vec<CatalogFile>) -> Self {
        let mut catalog = Self {
            methods: Vec::new(),
            file_numbers: Vec::new(),
            rules: Vec::new(),
            overlays: Vec::new(),
            proceedings: Vec::new(),
            in_common: InCommon::default(),
            told_in_main_files: HashSet::new(),
            rule_index: HashMap::new(),
            digest: String::new(),
        };
        let hearing_facts: Vec<FactDef> =
            files.iter().flat_map(|file| &file.hearing_facts).cloned().collect();
        for file in files {
            catalog.methods.extend(file.methods);
            catalog.file_numbers.extend(file.file_numbers);
            catalog.rules.extend(file.rules);
            catalog.overlays.extend(file.overlays);
            if let Some(mut proceeding) = file.proceeding {
                proceeding.stages = file.stages;
                proceeding.events = file.events;
                proceeding.deadlines = file.deadlines;
                proceeding.hearings = file.hearings;
                proceeding.successors = file.successors;
                add_hearing_facts(&mut proceeding, &hearing_facts);
                catalog.proceedings.push(proceeding);
            }
        }
        let events = catalog.proceedings.iter().flat_map(|proceeding| &proceeding.events);
        let told = events.filter(|event| event.in_main_file.is_some());
        catalog.told_in_main_files = told.map(|event| event.code.clone()).collect();
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

    /// Whether the docket of a file tells of such an event in the file of some kind of motion.
    #[must_use]
    pub fn is_told_in_main_files(&self, event_type: &str) -> bool {
        self.told_in_main_files.contains(event_type)
    }

    /// Whether several events may carry this fact.
    pub(super) fn has_common_fact(&self, code: &str) -> bool {
        self.in_common.has_fact(code)
    }

    /// The rules whose dates an event may set: none, where it is no order; and none that no order
    /// can move.
    pub fn may_be_set<'a>(
        &'a self,
        event: &'a EventType,
        proceeding: &'a Proceeding,
    ) -> impl Iterator<Item = &'a str> {
        let named = event.sets.iter().map(|date| date.rule.as_str());
        let any = event.order && event.sets.is_empty();
        let all = proceeding.deadlines.iter().filter(move |_| any).map(|deadline| deadline.rule.as_str());
        named.chain(all.filter(|rule| self.rule(rule).is_none_or(Rule::can_be_moved)))
    }

    /// The events by which a court says what the public may learn of a case, of any proceeding.
    #[must_use]
    pub fn confidentiality_orders(&self) -> Vec<&str> {
        let events = self.proceedings.iter().flat_map(|proceeding| &proceeding.events);
        let orders = events.filter(|event| event.sets_confidentiality.is_some());
        let mut codes: Vec<_> = orders.map(|event| event.code.as_str()).collect();
        codes.sort_unstable();
        codes.dedup();
        codes
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

    /// All forms of file numbers.
    #[must_use]
    pub fn file_numbers(&self) -> &[FileNumberForm] {
        &self.file_numbers
    }

    /// A file number of a proceeding, brought to the spelling of its registry where it can be, in
    /// the year that it is.
    #[must_use]
    pub fn read_file_number(
        &self,
        proceeding: &Proceeding,
        written: &str,
        this_year: i32,
    ) -> FileNumberReading {
        let usual = (proceeding.court.as_str(), proceeding.file_number.as_ref());
        file_number::read(&self.file_numbers, usual, written, this_year)
    }

    /// A number such as those of a proceeding, or of its court.
    #[must_use]
    pub fn number_like<'a>(&'a self, proceeding: &'a Proceeding) -> Option<&'a str> {
        let usual = proceeding.file_number.as_ref().map(|usual| usual.example.as_str());
        let mut of_court = self.file_numbers.iter().filter(|form| form.courts.contains(&proceeding.court));
        usual.or_else(|| of_court.next().map(|form| form.example.as_str()))
    }

    /// The keys under which a file number may be found, in whichever spelling it is looked for and
    /// whatever court it is of.
    #[must_use]
    pub fn file_number_keys(&self, written: &str) -> Vec<String> {
        file_number::keys(&self.file_numbers, written)
    }
}

/// Checks a file of a user. It may refer to rules and methods of the built-in catalog.
#[must_use]
pub fn check_file(name: &str, text: &str) -> Vec<FileFault> {
    let mut faults = Vec::new();
    match read(name, text) {
        Ok(file) => {
            let mut files = [file];
            InCommon::of(&files).and(&Catalog::current().in_common).spread(&mut files);
            check::check(&files, Some(Catalog::current()), &mut faults);
        }
        Err(fault) => faults.push(fault),
    }
    faults
}

/// Lets every event that sets or changes a hearing say what may be known of one; the hour goes with
/// the day.
fn add_hearing_facts(proceeding: &mut Proceeding, facts: &[FactDef]) {
    let Proceeding { hearings, events, .. } = proceeding;
    for event in events {
        let sets = hearings.iter().flat_map(|one| &one.set_by).any(|by| by.event == event.code);
        let changes = hearings.iter().any(|one| one.changed_by.contains(&event.code));
        if !(sets || changes) {
            continue;
        }
        let known = facts.iter().filter(|fact| event.fact(&fact.code).is_none());
        let own: Vec<_> = known.filter(|fact| sets || fact.code != HEARING_AT).cloned().collect();
        event.facts.extend(own);
    }
}

/// Takes out of a file what another one says again.
fn replace(earlier: &mut CatalogFile, own: &CatalogFile) {
    earlier.methods.retain(|method| !own.methods.iter().any(|new| new.code == method.code));
    earlier.file_numbers.retain(|form| !own.file_numbers.iter().any(|new| new.code == form.code));
    earlier.hearing_facts.retain(|fact| !own.hearing_facts.iter().any(|new| new.code == fact.code));
    earlier.common_facts.retain(|fact| !own.common_facts.iter().any(|new| new.code == fact.code));
    earlier
        .common_events
        .retain(|common| !own.common_events.iter().any(|new| new.event.code == common.event.code));
    earlier
        .common_deadlines
        .retain(|common| !own.common_deadlines.iter().any(|new| new.deadline.rule == common.deadline.rule));
    earlier
        .common_hearings
        .retain(|common| !own.common_hearings.iter().any(|new| new.hearing.code == common.hearing.code));
    earlier.common_successors.retain(|common| {
        !own.common_successors.iter().any(|new| new.successor.proceeding == common.successor.proceeding)
    });
    earlier.rules.retain(|rule| !own.rules.iter().any(|new| new.code == rule.code));
    earlier.overlays.retain(|overlay| !own.overlays.iter().any(|new| new.code == overlay.code));
    let replaced = earlier.proceeding.as_ref().zip(own.proceeding.as_ref());
    if replaced.is_some_and(|(old, new)| old.code == new.code) {
        earlier.proceeding = None;
        earlier.stages.clear();
        earlier.events.clear();
        earlier.deadlines.clear();
        earlier.hearings.clear();
        earlier.successors.clear();
    }
}

fn read(name: &str, text: &str) -> Result<CatalogFile, FileFault> {
    let mut file: CatalogFile = toml::from_str(text).map_err(|error| {
        let line = error
            .span()
            .and_then(|span| text.get(..span.start))
            .map_or(1, |before| before.matches('\n').count().saturating_add(1));
        FileFault { file: name.to_owned(), key: format!("line {line}"), reason: error.message().to_owned() }
    })?;
    name.clone_into(&mut file.name);
    Ok(file)
}
