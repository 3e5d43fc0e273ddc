//! What ends and what meets the times of a motion. There may be several motions in one file, of
//! either side: which of them an event is about is told by its kind, by what it decides, and by who
//! filed it. Pure.

use super::model::{DocketEvent, Occurrence};
use crate::ids::EventId;
use crate::law::proceedings::{Actor, DeadlineDef, EventType, Proceeding, Turn, TurnOf};
use chrono::NaiveDate;

/// The party who filed what an event records, where the proceeding asks and the event says.
pub(super) fn filer(proceeding: &Proceeding, event: &DocketEvent) -> Option<Actor> {
    let turn = proceeding.deadlines.iter().find_map(|deadline| deadline.turn.as_ref())?;
    let own = TurnOf { who: Turn::Filer, ..turn.clone() };
    own.actor(proceeding.initiator, &event.facts)
}

/// Whether two may be the same party: each is where it is not known, and somebody who is neither
/// side may be whoever has to act.
pub(super) fn may_be(one: Option<Actor>, other: Option<Actor>) -> bool {
    match (one, other) {
        (Some(Actor::Party) | None, _) | (_, Some(Actor::Party) | None) => true,
        (Some(one), Some(other)) => one == other,
    }
}

/// The first day on which a party did something, of what is on record from a place on: what the
/// other party did keeps no time of theirs.
pub(super) fn first_by(
    occurrences: &[Occurrence],
    event_type: &str,
    from: usize,
    actor: Option<Actor>,
) -> Option<NaiveDate> {
    let recorded = occurrences.iter().skip(from).filter(|past| past.event_type == event_type);
    recorded.filter(|past| may_be(past.filed_by, actor)).map(|past| past.on).min()
}

/// Whether an event ends the time of a motion: what is told of one ends its own alone, the decision
/// of one no time of another kind of motion, and what says whose motion it is about none of the
/// other party's.
pub(super) fn ends(
    occurrences: &[Occurrence],
    proceeding: &Proceeding,
    (deadline, started_by, actor): (&DeadlineDef, Option<EventId>, Option<Actor>),
    (definition, event): (&EventType, &DocketEvent),
) -> bool {
    let mut started = occurrences.iter().filter(|past| Some(past.by) == started_by);
    if event.tells {
        return started.any(|past| is_told_of(occurrences, past, event.id));
    }
    deadline.cancelled_by.contains(&event.event_type)
        && is_about(proceeding, deadline, actor, event)
        && (definition.decides.is_empty()
            || started.any(|past| definition.decides.contains(&past.event_type)))
}

/// Whether an event is about a motion in which somebody has to act under a deadline, as far as it
/// says whose motion it is about.
fn is_about(
    proceeding: &Proceeding,
    deadline: &DeadlineDef,
    actor: Option<Actor>,
    event: &DocketEvent,
) -> bool {
    let turn = deadline.turn.as_ref();
    may_be(turn.and_then(|turn| turn.actor(proceeding.initiator, &event.facts)), actor)
}

/// Whether an entry of a motion's own file tells of the same service, or the same filing, of the
/// same day.
fn is_told_of(occurrences: &[Occurrence], past: &Occurrence, told: EventId) -> bool {
    let mut told = occurrences.iter().filter(|again| again.by == told);
    told.any(|again| again.event_type == past.event_type && again.on == past.on)
}
