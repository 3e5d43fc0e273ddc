//! What every docket of a court knows, whatever the proceeding: motions, orders, directions, a
//! change of solicitor. Declared once, and given to each proceeding as the catalog is loaded.
//!
//! A proceeding that says of itself how such an event works there keeps its own.

use super::hearing::{HearingDef, HearingStart};
use super::load::CatalogFile;
use super::motion::MainFileEntry;
use super::successor::Successor;
use super::wiring::{DeadlineDef, EventType, FactDef, FactKind, PREVIOUS_STAGE, Proceeding};
use crate::text::Text;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// The proceedings that have something in common.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Among {
    /// Every proceeding of these courts or tribunals.
    #[serde(default)]
    pub courts: Vec<String>,
    /// These proceedings besides.
    #[serde(default)]
    pub proceedings: Vec<String>,
    /// But not these.
    #[serde(default)]
    pub except: Vec<String>,
}

impl Among {
    fn holds(&self, proceeding: &Proceeding) -> bool {
        let named = self.courts.contains(&proceeding.court) || self.proceedings.contains(&proceeding.code);
        named && !self.except.contains(&proceeding.code)
    }
}

/// An event that several proceedings have in common.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CommonEvent {
    /// The proceedings that have it.
    pub among: Among,
    /// Where a case stands when it may be recorded, where the event does not name its stages.
    pub during: Option<During>,
    /// The text in which it is written, by court, where each has its own.
    #[serde(default)]
    pub citations: BTreeMap<String, Text>,
    /// Facts of `common_facts` that it carries beside its own, by code.
    #[serde(default)]
    pub carries: Vec<String>,
    /// The motions, by code of the proceeding, whose main file tells of it as it is.
    #[serde(default)]
    pub told_by: Vec<String>,
    /// The hearing whose day it sets.
    pub sets_day_of: Option<CommonDay>,
    /// The hearing of which it says something else than was known: its place, or its room.
    pub changes: Option<String>,
    /// The event. Stages and events that a proceeding does not have are left out there.
    pub event: EventType,
}

/// The hearing whose day an event sets.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CommonDay {
    /// The code of the hearing.
    pub hearing: String,
    /// The fact that is the day.
    pub day: String,
    /// Whether that is a further day of one that has begun.
    #[serde(default)]
    pub further: bool,
}

/// A deadline that several proceedings have in common.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CommonDeadline {
    /// The proceedings that have it.
    pub among: Among,
    /// The deadline. Events that a proceeding does not have are left out there.
    pub deadline: DeadlineDef,
}

/// A kind of hearing that several proceedings have in common.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CommonHearing {
    /// The proceedings that have it.
    pub among: Among,
    /// The hearing. Events that a proceeding does not have, or that bring no motion there, are left
    /// out.
    pub hearing: HearingDef,
}

/// A case that may follow one of several proceedings: a motion in its file.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CommonSuccessor {
    /// The proceedings on which it may follow.
    pub among: Among,
    /// Where a case stands when it may follow.
    pub during: During,
    /// What follows.
    pub successor: Successor,
}

/// What several proceedings have in common.
#[derive(Clone, Debug, Default)]
pub(super) struct InCommon {
    facts: Vec<FactDef>,
    events: Vec<CommonEvent>,
    deadlines: Vec<CommonDeadline>,
    hearings: Vec<CommonHearing>,
    successors: Vec<CommonSuccessor>,
}

impl InCommon {
    /// What files say of it.
    pub fn of(files: &[CatalogFile]) -> Self {
        Self {
            facts: files.iter().flat_map(|file| &file.common_facts).cloned().collect(),
            events: files.iter().flat_map(|file| &file.common_events).cloned().collect(),
            deadlines: files.iter().flat_map(|file| &file.common_deadlines).cloned().collect(),
            hearings: files.iter().flat_map(|file| &file.common_hearings).cloned().collect(),
            successors: files.iter().flat_map(|file| &file.common_successors).cloned().collect(),
        }
    }

    /// This, and what else is known of it.
    #[must_use]
    pub fn and(mut self, other: &Self) -> Self {
        self.facts.extend_from_slice(&other.facts);
        self.events.extend_from_slice(&other.events);
        self.deadlines.extend_from_slice(&other.deadlines);
        self.hearings.extend_from_slice(&other.hearings);
        self.successors.extend_from_slice(&other.successors);
        self
    }

    /// Whether it has this fact.
    pub fn has_fact(&self, code: &str) -> bool {
        self.facts.iter().any(|fact| fact.code == code)
    }

    /// Gives every proceeding its part.
    pub fn spread(&self, files: &mut [CatalogFile]) {
        for file in files {
            let Some(proceeding) = file.proceeding.clone() else { continue };
            for common in self.events.iter().filter(|common| common.among.holds(&proceeding)) {
                add_event(file, &proceeding, common, &self.facts);
            }
            mark_motions(file);
            for common in self.hearings.iter().filter(|common| common.among.holds(&proceeding)) {
                add_hearing(file, &common.hearing);
            }
            for common in self.deadlines.iter().filter(|common| common.among.holds(&proceeding)) {
                add_deadline(file, &common.deadline);
            }
            for common in self.successors.iter().filter(|common| common.among.holds(&proceeding)) {
                add_successor(file, &proceeding, common);
            }
        }
    }
}

/// Where a case stands when something may be recorded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum During {
    /// Anywhere: an extension of time is asked for before anything is filed.
    Always,
    /// Anywhere but in its first stage.
    Begun,
    /// In every stage with work to do but the first.
    Open,
}

impl During {
    fn stages(self, file: &CatalogFile, initial: &str) -> Vec<String> {
        let within = |code: &str, open: bool| match self {
            Self::Always => true,
            Self::Begun => code != initial,
            Self::Open => open && code != initial,
        };
        let stages = file.stages.iter().filter(|stage| within(&stage.code, stage.open));
        stages.map(|stage| stage.code.clone()).collect()
    }
}

fn add_event(file: &mut CatalogFile, proceeding: &Proceeding, common: &CommonEvent, facts: &[FactDef]) {
    if has_event(file, &common.event.code) {
        return;
    }
    let has_stage = |code: &String| file.stages.iter().any(|stage| stage.code == *code);
    let mut event = common.event.clone();
    let carried = common.carries.iter().filter_map(|code| facts.iter().find(|fact| fact.code == *code));
    event.facts.extend(carried.cloned());
    if let Some(during) = common.during {
        event.stages = during.stages(file, &proceeding.initial_stage);
    }
    event.stages.retain(has_stage);
    event.moves.retain(|step| step.to == PREVIOUS_STAGE || has_stage(&step.to));
    for step in &mut event.moves {
        step.from.retain(has_stage);
    }
    let stands = |code: &str| file.hearings.iter().any(|hearing| hearing.code == code);
    let of_no_hearing = common
        .sets_day_of
        .iter()
        .map(|set| &set.hearing)
        .chain(&common.changes)
        .any(|hearing| !stands(hearing));
    if event.stages.is_empty() || of_no_hearing {
        return;
    }
    // What ends something names itself, and is added only now.
    event.requires_since.retain(|code| *code == common.event.code || has_event(file, code));
    for codes in [&mut event.follows, &mut event.requires, &mut event.decides] {
        codes.retain(|code| has_event(file, code));
    }
    if let Some(citation) = common.citations.get(&proceeding.court) {
        event.citation = Some(citation.clone());
    }
    if common.told_by.contains(&proceeding.code) {
        let passes = event.facts.iter().map(|fact| fact.code.clone()).collect();
        event.in_main_file = Some(MainFileEntry { event: event.code.clone(), with: BTreeMap::new(), passes });
    }
    for hearing in &mut file.hearings {
        if let Some(set) = common.sets_day_of.as_ref().filter(|set| set.hearing == hearing.code) {
            let start =
                HearingStart { event: event.code.clone(), day: set.day.clone(), further: set.further };
            hearing.set_by.push(start);
        }
        if common.changes.as_ref() == Some(&hearing.code) {
            hearing.changed_by.push(event.code.clone());
        }
    }
    file.events.push(event);
}

/// Says of each event whether it brings a motion, and keeps of what the others may be about what
/// the proceeding has.
fn mark_motions(file: &mut CatalogFile) {
    let known: BTreeSet<_> = file.events.iter().map(|event| event.code.clone()).collect();
    for event in &mut file.events {
        if let Some(about) = &mut event.about {
            about.entries.retain(|code| known.contains(code));
        }
        event.about.take_if(|about| about.entries.is_empty());
    }
    let about = file.events.iter().filter_map(|event| event.about.as_ref());
    let brings: BTreeSet<_> = about.flat_map(|about| about.entries.clone()).collect();
    for event in &mut file.events {
        // What is told elsewhere brings the case itself, which is the motion.
        event.brings_motion = brings.contains(&event.code) && event.in_main_file.is_none();
    }
}

fn add_hearing(file: &mut CatalogFile, common: &HearingDef) {
    if file.hearings.iter().any(|own| own.code == common.code) {
        return;
    }
    let mut hearing = common.clone();
    hearing.set_by.retain(|start| {
        let event = file.events.iter().find(|event| event.code == start.event);
        event.is_some_and(|event| {
            let has_day = event.fact(&start.day).is_some_and(|fact| fact.kind == FactKind::Date);
            has_day && (!common.of_motion || event.brings_motion || event.about.is_some())
        })
    });
    for codes in
        [&mut hearing.changed_by, &mut hearing.held_by, &mut hearing.vacated_by, &mut hearing.adjourned_by]
    {
        codes.retain(|code| has_event(file, code));
    }
    if !hearing.set_by.is_empty() {
        file.hearings.push(hearing);
    }
}

fn add_deadline(file: &mut CatalogFile, common: &DeadlineDef) {
    if file.deadlines.iter().any(|own| own.rule == common.rule) {
        return;
    }
    let mut deadline = common.clone();
    deadline.started_by.retain(|start| {
        let event = file.events.iter().find(|event| Some(&event.code) == start.event.as_ref());
        event.is_some_and(|event| !common.of_motion || event.brings_motion || event.about.is_some())
    });
    deadline.met_by.retain(|needed| needed.iter().all(|code| has_event(file, code)));
    deadline.cancelled_by.retain(|code| has_event(file, code));
    deadline.passes_days.retain(|day| has_event(file, &day.event));
    if !deadline.started_by.is_empty() {
        file.deadlines.push(deadline);
    }
}

fn add_successor(file: &mut CatalogFile, proceeding: &Proceeding, common: &CommonSuccessor) {
    let stages = common.during.stages(file, &proceeding.initial_stage);
    if !file.successors.iter().any(|own| own.proceeding == common.successor.proceeding) {
        file.successors.push(Successor { stages, ..common.successor.clone() });
    }
}

fn has_event(file: &CatalogFile, code: &str) -> bool {
    file.events.iter().any(|event| event.code == code)
}
