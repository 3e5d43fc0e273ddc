//! The motions on a docket, and which of them an entry is about. Pure.
//!
//! A motion is known by the entry with which it came: its service, or its filing. What is filed,
//! set or decided on it may name it (`about`). Where it does not, it is about the only one that
//! could be meant; and where two could be, it is about none: it meets, moves and ends no time of
//! either, and what it starts itself runs all the same. So no time is lost by a guess. Nor is it
//! guessed of what was moved here from another docket, whatever stands on this one: it was about
//! something there.
//!
//! What a motion's own entries say of it is one: who brought it, what it asks for, whether it is to
//! be decided in writing, and the day that is set for it. What says otherwise is another motion.

use super::model::{DocketEvent, Occurrence, occurrences};
use super::motion_times::{self, is_same_filer};
use crate::ids::EventId;
use crate::law::engine::EventFacts;
use crate::law::proceedings::{Actor, EventType, MotionStep, Proceeding};
use chrono::NaiveDate;

/// A motion on a docket.
#[derive(Clone, Debug, PartialEq)]
pub struct Motion {
    /// The entry with which it came: by it one motion is told from another.
    pub id: EventId,
    /// The entries by which it was served and filed.
    pub entries: Vec<MotionEntry>,
    /// The party who brought it, where that is said.
    pub filed_by: Option<Actor>,
    /// What its entries say of it, and what set its day.
    pub facts: EventFacts,
    /// Whether its service is on record.
    pub is_served: bool,
    /// Whether it has a file of its own, which told of it: its times run there.
    pub has_own_file: bool,
    /// The event since which it is pending no more.
    pub ended_by: Option<EventId>,
}

/// An entry by which a motion was served or filed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MotionEntry {
    /// The entry.
    pub id: EventId,
    /// The event: a code of the proceeding's events.
    pub event_type: String,
    /// The day from which time runs: that of the service, if it is one.
    pub on: NaiveDate,
}

/// The motions on a docket, with what tells them apart.
#[derive(Clone, Debug)]
pub struct MotionsSoFar<'a> {
    /// The motions, in the order in which they came.
    pub all: &'a [Motion],
    /// What is on record.
    pub occurrences: &'a [Occurrence],
    /// Those of which a time runs.
    pub running: Vec<EventId>,
}

/// The motion that an event is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Meant {
    /// None.
    Nothing,
    /// The one that it brings.
    Own,
    /// This one: it says so, or no other could be meant.
    Known(EventId),
    /// One of these, and nothing says which.
    OneOf(Vec<EventId>),
}

impl Meant {
    /// The motion that an event is about, if it is known.
    #[must_use]
    pub const fn motion(&self, event: EventId) -> Option<EventId> {
        match self {
            Self::Own => Some(event),
            Self::Known(motion) => Some(*motion),
            Self::Nothing | Self::OneOf(_) => None,
        }
    }
}

impl Motion {
    /// Whether an entry is one of those by which it was served and filed.
    #[must_use]
    pub fn has(&self, entry: EventId) -> bool {
        self.entries.iter().any(|own| own.id == entry)
    }

    /// Whether it is pending, or a time of it still runs.
    fn is_alive(&self, so_far: &MotionsSoFar<'_>) -> bool {
        !self.has_own_file && (self.ended_by.is_none() || so_far.running.contains(&self.id))
    }

    /// Whether such an event may be about it.
    fn is_for(&self, definition: &EventType) -> bool {
        definition.about.as_ref().is_some_and(|about| match about.step {
            MotionStep::Filing => self.entries.iter().all(|own| about.entries.contains(&own.event_type)),
            _ => self.entries.iter().any(|own| about.entries.contains(&own.event_type)),
        })
    }
}

/// The motion that an event is about, on a docket as it was before.
#[must_use]
pub fn meant(
    so_far: &MotionsSoFar<'_>,
    proceeding: &Proceeding,
    definition: &EventType,
    event: &DocketEvent,
) -> Meant {
    if event.tells {
        return if definition.brings_motion {
            recorded_here(so_far, definition, event)
        } else {
            Meant::Nothing
        };
    }
    if let Some(named) = event.about {
        let known = so_far.all.iter().find(|motion| motion.has(named));
        return known.map_or(Meant::Nothing, |motion| Meant::Known(motion.id));
    }
    let filed_by = motion_times::filer(proceeding, event);
    let found = meant_but_for_facts(so_far, definition, event).filter(|motion| match step(definition) {
        Some(MotionStep::Response) => may_answer(motion.filed_by, filed_by),
        Some(MotionStep::Filing | MotionStep::Service) => says_the_same(motion, event),
        _ => is_same_filer(motion.filed_by, filed_by),
    });
    let found: Vec<_> = found.map(|motion| motion.id).collect();
    match found.as_slice() {
        [] if definition.brings_motion => Meant::Own,
        [] => Meant::Nothing,
        [motion] if !event.came_from_elsewhere || definition.brings_motion => Meant::Known(*motion),
        _ => Meant::OneOf(found),
    }
}

/// The motions that an event could be about that names none, whatever it and they say of who filed
/// what, and of what the motion is.
pub(super) fn meant_but_for_facts<'a>(
    so_far: &'a MotionsSoFar<'a>,
    definition: &'a EventType,
    event: &'a DocketEvent,
) -> impl Iterator<Item = &'a Motion> {
    let service = definition.records_service_as.as_ref().filter(|_| definition.brings_motion);
    so_far.all.iter().filter(move |motion| {
        motion.is_alive(so_far)
            && match (service, step(definition)) {
                (Some(service), _) => is_filed_by(motion, service, event),
                (None, Some(MotionStep::Service)) => motion.is_for(definition) && !motion.is_served,
                _ => motion.is_for(definition),
            }
    })
}

/// What an event is to the motion that it is about.
pub(super) fn step(definition: &EventType) -> Option<MotionStep> {
    definition.about.as_ref().map(|about| about.step)
}

/// Whether an event says nothing else of a motion than its own entries do.
fn says_the_same(motion: &Motion, event: &DocketEvent) -> bool {
    differing_facts(motion, event).next().is_none()
}

/// The facts of which an event says something else than the entries of a motion.
pub(super) fn differing_facts<'a>(
    motion: &'a Motion,
    event: &'a DocketEvent,
) -> impl Iterator<Item = &'a str> {
    let known = event.facts.iter().filter_map(|(fact, said)| Some((fact, said, motion.facts.get(fact)?)));
    known.filter(|(_, said, known)| said != known).map(|(fact, ..)| fact.as_str())
}

/// The motions that such an event may name, in the order in which they came.
pub fn nameable<'a>(motions: &'a [Motion], definition: &'a EventType) -> impl Iterator<Item = &'a Motion> {
    motions.iter().filter(|motion| !motion.has_own_file && motion.is_for(definition))
}

/// The pending motions that such an event may be about, in the order in which they came.
pub fn pending<'a>(
    so_far: &'a MotionsSoFar<'a>,
    definition: &'a EventType,
) -> impl Iterator<Item = &'a Motion> {
    nameable(so_far.all, definition).filter(|motion| motion.is_alive(so_far))
}

/// Whether an event may be the filing of a motion of which the service alone is on record.
fn is_filed_by(motion: &Motion, service: &str, event: &DocketEvent) -> bool {
    let day = event.served_on;
    motion
        .entries
        .iter()
        .all(|own| own.event_type == service && day.map_or(own.on <= event.occurred_on, |day| own.on == day))
}

/// Whether one party may answer what the other brought.
fn may_answer(brought: Option<Actor>, answers: Option<Actor>) -> bool {
    match (brought, answers) {
        (Some(Actor::Party) | None, _) | (_, Some(Actor::Party) | None) => true,
        (Some(brought), Some(answers)) => brought != answers,
    }
}

/// The motion on this docket that has a file of its own from now on: that file tells of the same
/// service, or the same filing, of the same day.
fn recorded_here(so_far: &MotionsSoFar<'_>, definition: &EventType, told: &DocketEvent) -> Meant {
    let is_same = |motion: &&Motion| {
        motion.is_alive(so_far) && shares_a_day(so_far.occurrences, motion, definition, told)
    };
    let found: Vec<_> = so_far.all.iter().filter(is_same).map(|motion| motion.id).collect();
    match found.as_slice() {
        [] => Meant::Nothing,
        [motion] => Meant::Known(*motion),
        _ => Meant::OneOf(found),
    }
}

/// Whether a motion was served, or filed, on the day on which an event says that one was.
pub(super) fn shares_a_day(
    so_far: &[Occurrence],
    motion: &Motion,
    definition: &EventType,
    event: &DocketEvent,
) -> bool {
    let mut own = so_far.iter().filter(|past| motion.has(past.by));
    own.any(|past| {
        let mut days = occurrences(definition, event);
        days.any(|(event_type, on)| event_type == past.event_type && on == past.on)
    })
}

/// Takes one more event into account: what it brings, what it is to the motion that it is about,
/// and what ends them all.
pub(super) fn apply(
    motions: &mut Vec<Motion>,
    proceeding: &Proceeding,
    definition: &EventType,
    event: &DocketEvent,
    meant: &Meant,
) {
    let known = meant.motion(event.id);
    if let Some(motion) = motions.iter_mut().find(|motion| Some(motion.id) == known) {
        let step = step(definition);
        // Whoever answers says who answers; all others, who brought it.
        if !event.tells && step != Some(MotionStep::Response) {
            motion.filed_by = motion.filed_by.or_else(|| motion_times::filer(proceeding, event));
        }
        if event.tells || step == Some(MotionStep::Decision) {
            motion.ended_by = motion.ended_by.or(Some(event.id));
        } else if definition.brings_motion {
            motion.entries.push(entry(definition, event));
            motion.is_served |= serves(definition, event);
            motion.facts.extend(event.facts.clone());
        } else if step == Some(MotionStep::Hearing) {
            motion.facts.extend(event.facts.clone());
        }
    }
    if definition.brings_motion && (event.tells || *meant == Meant::Own) {
        motions.push(Motion {
            id: event.id,
            entries: vec![entry(definition, event)],
            filed_by: motion_times::filer(proceeding, event),
            facts: event.facts.clone(),
            is_served: serves(definition, event),
            has_own_file: event.tells,
            ended_by: None,
        });
    }
    if !event.tells && motion_times::ends_all(proceeding, definition) {
        for motion in motions.iter_mut().filter(|motion| motion.ended_by.is_none()) {
            motion.ended_by = Some(event.id);
        }
    }
}

/// Takes a case back to where it was before it was closed: its motions are pending again.
pub(super) fn reopen(motions: &mut [Motion], closing: EventId) {
    for motion in motions.iter_mut().filter(|motion| motion.ended_by == Some(closing)) {
        motion.ended_by = None;
    }
}

/// Whether no motion is pending on the docket any more.
pub(super) fn none_is_pending(so_far: &MotionsSoFar<'_>) -> bool {
    !so_far.all.iter().any(|motion| motion.is_alive(so_far))
}

/// The motion with which a past event was recorded, if it is known.
pub(super) fn of_event(occurrences: &[Occurrence], by: EventId) -> Option<EventId> {
    occurrences.iter().find(|past| past.by == by)?.motion
}

/// Whether an entry by which a motion came puts its service on record: a filing with its day does,
/// and so does what is a service itself.
fn serves(definition: &EventType, event: &DocketEvent) -> bool {
    definition.records_service_as.is_none() || event.served_on.is_some()
}

fn entry(definition: &EventType, event: &DocketEvent) -> MotionEntry {
    let own = occurrences(definition, event).next();
    let on = own.map_or(event.occurred_on, |(_, on)| on);
    MotionEntry { id: event.id, event_type: event.event_type.clone(), on }
}
