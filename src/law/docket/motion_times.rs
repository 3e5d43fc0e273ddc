//! What ends and what meets the times of a motion: what is about that one, by whoever had to act.
//! Pure.

use super::model::{DocketEvent, Occurrence};
use super::motions::step;
use crate::ids::EventId;
use crate::law::proceedings::{Actor, DeadlineDef, EventType, MotionStep, Proceeding, Turn, TurnOf};
use chrono::NaiveDate;

/// The fact that says who filed something, where the proceeding asks.
pub(super) fn filer_fact(proceeding: &Proceeding) -> Option<&str> {
    proceeding.deadlines.iter().find_map(|deadline| Some(deadline.turn.as_ref()?.fact.as_str()))
}

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

/// Whether nothing says that two did not file the same: each is anybody where it is not known.
pub(super) fn is_same_filer(one: Option<Actor>, other: Option<Actor>) -> bool {
    one.zip(other).is_none_or(|(one, other)| one == other)
}

/// Whoever keeps the time limit of a motion.
#[derive(Clone, Copy, Debug)]
pub(super) struct Keeper {
    /// The motion.
    pub motion: Option<EventId>,
    /// Whoever had to act, where what started it says so.
    pub actor: Option<Actor>,
    /// Whoever is our own side.
    pub ours: Actor,
}

impl Keeper {
    /// Whether what somebody filed is what this one had to file. An intervener's answer is no
    /// party's; and where each party may answer, since neither brought the motion, the time is
    /// followed for our own side.
    fn is(self, filed_by: Option<Actor>, step: Option<MotionStep>) -> bool {
        match (self.actor, filed_by) {
            (_, None) => true,
            (None, Some(by)) => by != Actor::Party,
            (Some(Actor::Party), Some(by)) if step == Some(MotionStep::Response) => by == self.ours,
            (Some(actor), Some(by)) => actor == by,
        }
    }
}

/// The first day on which something was done in the motion of a time limit by whoever had to act,
/// of what is on record from a place on: what another party did keeps no time of theirs, and what
/// is about another motion none of this one.
pub(super) fn first_of(
    occurrences: &[Occurrence],
    (proceeding, event_type): (&Proceeding, &str),
    from: usize,
    keeper: Keeper,
) -> Option<NaiveDate> {
    let step = proceeding.event(event_type).and_then(step);
    let recorded = occurrences.iter().skip(from).filter(|past| past.event_type == event_type);
    let of_motion = recorded.filter(|past| past.motion == keeper.motion);
    of_motion.filter(|past| keeper.is(past.filed_by, step)).map(|past| past.on).min()
}

/// Whether an event ends a time of a motion, which something started: what is about one ends its
/// own alone, and what is told of one, by these entries here, ends what one of those had started.
pub(super) fn ends(
    deadline: &DeadlineDef,
    (own, started_by): (Option<EventId>, Option<EventId>),
    (definition, event): (&EventType, &DocketEvent),
    about: Option<(EventId, &[EventId])>,
) -> bool {
    let of_it = about.filter(|(motion, _)| own == Some(*motion));
    if event.tells {
        return of_it.zip(started_by).is_some_and(|((_, entries), by)| entries.contains(&by));
    }
    deadline.cancelled_by.contains(&event.event_type) && (definition.about.is_none() || of_it.is_some())
}

/// Whether an event ends the times of all motions: it is about none, and what it decides is more
/// than a motion.
pub(super) fn ends_all(proceeding: &Proceeding, definition: &EventType) -> bool {
    let mut of_motions = proceeding.deadlines.iter().filter(|deadline| deadline.of_motion);
    definition.about.is_none() && of_motions.any(|deadline| deadline.cancelled_by.contains(&definition.code))
}

/// Whether something on record is about a motion, or about more than one.
pub(super) fn is_of(proceeding: &Proceeding, past: &Occurrence, motion: Option<EventId>) -> bool {
    let definition = proceeding.event(&past.event_type);
    definition.is_none_or(|definition| definition.about.is_none()) || past.motion == motion
}
