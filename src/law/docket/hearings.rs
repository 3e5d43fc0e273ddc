//! The hearings that a docket sets: their day, what is known of them, and what became of them.
//! Pure.
//!
//! The data of a proceeding says which events set a hearing, which record that it was held, and
//! which take its day away. One that is set again while it stands is the same hearing on another
//! day, and so is one that is set again after all that set it was struck: a hearing is known by the
//! entry that set it first, whatever became of that. One that has begun goes on, however often it
//! is adjourned, until the case is decided. A case that closes takes the days of its hearings with
//! it; one that is reopened has them again. Each motion has its own hearing, which goes with it; of
//! a day that is set and nothing says for which motion, the hearing is one by itself.

use super::model::DocketEvent;
use super::replay::State;
use crate::ids::EventId;
use crate::law::engine::{EventFacts, Trigger};
use crate::law::proceedings::{HEARING_AT, HearingDef, HearingStart, Proceeding};
use crate::text::Text;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;

/// A hearing for which a docket sets a day.
#[derive(Clone, Debug, PartialEq)]
pub struct SetHearing {
    /// The event that set it first: by it one hearing is told from another.
    pub id: EventId,
    /// What kind of hearing it is: a code of the proceeding's.
    pub code: String,
    /// The motion of which it is the hearing, where it is one of a motion and that is known.
    pub motion: Option<EventId>,
    /// The event that set the day that it has.
    pub set_by: EventId,
    /// The day on which that was.
    pub set_on: NaiveDate,
    /// The day of the hearing.
    pub on: NaiveDate,
    /// Whether it is a further day of a hearing that was held on another.
    pub continues: bool,
    /// What else the event says of it.
    pub facts: EventFacts,
    /// What became of it.
    pub outcome: HearingOutcome,
    /// The days that were set for it, in the order in which they were recorded.
    pub days: Vec<DaySetting>,
}

/// The setting of a day for a hearing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct DaySetting {
    /// The event that set it.
    pub event_id: EventId,
    /// The day on which it was set.
    pub set_on: NaiveDate,
    /// The day of the hearing.
    pub hearing_on: NaiveDate,
    /// Whether that event was struck: it sets no day any more.
    pub struck: bool,
}

/// What became of a hearing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HearingOutcome {
    /// It is to be held on its day.
    Scheduled,
    /// It was held.
    Held {
        /// The day.
        on: NaiveDate,
        /// The event that says so.
        by: EventId,
    },
    /// It will not be held on its day.
    Vacated {
        /// The event that says so.
        by: EventId,
    },
    /// The case was closed before its day, or the motion was at an end.
    Closed {
        /// The event with which it was.
        by: EventId,
    },
    /// Whatever set a day for it was struck.
    Struck,
}

/// The day that is set for what a time limit waits for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HearingDay {
    /// The day of the hearing.
    pub on: NaiveDate,
    /// The event that set it.
    pub by: EventId,
    /// The day on which that was.
    pub set_on: NaiveDate,
}

impl SetHearing {
    /// Whether it is still to be held.
    #[must_use]
    pub fn is_scheduled(&self) -> bool {
        self.outcome == HearingOutcome::Scheduled
    }

    /// The event that says that it was held, or is not held.
    #[must_use]
    pub fn ended_by(&self) -> Option<EventId> {
        match self.outcome {
            HearingOutcome::Held { by, .. } | HearingOutcome::Vacated { by } => Some(by),
            HearingOutcome::Scheduled | HearingOutcome::Closed { .. } | HearingOutcome::Struck => None,
        }
    }

    /// The hour at which it begins, if that is known: a local one, or an instant.
    #[must_use]
    pub fn hour(&self) -> Option<Trigger> {
        hour(&self.facts)
    }

    /// A text that the event says of it.
    #[must_use]
    pub fn text(&self, fact: &str) -> Option<&str> {
        self.facts.get(fact).and_then(Value::as_str)
    }
}

/// The hour at which a hearing begins, by what an event says.
#[must_use]
pub fn hour(facts: &EventFacts) -> Option<Trigger> {
    facts.get(HEARING_AT).and_then(Value::as_str).and_then(|written| Trigger::parse_at(written).ok())
}

/// The hearing that an event of this kind sets, and the fact that is its day.
#[must_use]
pub fn set_by<'a>(proceeding: &'a Proceeding, event_type: &str) -> Option<(&'a HearingDef, &'a str)> {
    start_of(proceeding, event_type).map(|(hearing, start)| (hearing, start.day.as_str()))
}

fn start_of<'a>(proceeding: &'a Proceeding, event_type: &str) -> Option<(&'a HearingDef, &'a HearingStart)> {
    proceeding.hearings.iter().find_map(|hearing| {
        let start = hearing.set_by.iter().find(|start| start.event == event_type)?;
        Some((hearing, start))
    })
}

fn day_of(start: &HearingStart, event: &DocketEvent) -> Option<NaiveDate> {
    event.facts.get(&start.day)?.as_str()?.parse().ok()
}

/// The hearing for which an event sets a day, and the day.
#[must_use]
pub(super) fn day_set<'a>(
    proceeding: &'a Proceeding,
    event: &DocketEvent,
) -> Option<(&'a HearingDef, NaiveDate)> {
    let (definition, start) = start_of(proceeding, &event.event_type)?;
    Some((definition, day_of(start, event)?))
}

/// The name of a kind of hearing; its code, if the proceeding no longer has it.
#[must_use]
pub fn name_of(proceeding: Option<&Proceeding>, code: &str) -> Text {
    let known = proceeding.and_then(|known| known.hearings.iter().find(|hearing| hearing.code == code));
    known.map_or_else(|| Text::new(code, code), |hearing| hearing.name.clone())
}

/// Takes one more event into account.
pub(super) fn apply(
    state: &mut State,
    proceeding: &Proceeding,
    event: &DocketEvent,
    motion: Option<EventId>,
) {
    let names = |codes: &[String]| codes.contains(&event.event_type);
    for definition in &proceeding.hearings {
        if names(&definition.changed_by) {
            let standing = scheduled(state).filter(|hearing| hearing.code == definition.code);
            standing.for_each(|hearing| hearing.facts.extend(event.facts.clone()));
        }
        let outcome = if names(&definition.held_by) {
            HearingOutcome::Held { on: event.occurred_on, by: event.id }
        } else if names(&definition.vacated_by) {
            HearingOutcome::Vacated { by: event.id }
        } else {
            continue;
        };
        for hearing in scheduled(state).filter(|hearing| is_one(hearing, definition, motion)) {
            hearing.outcome = outcome;
        }
        if names(&definition.vacated_by) && !names(&definition.adjourned_by) {
            let of_kind = state.hearings.iter_mut().filter(|hearing| hearing.code == definition.code);
            of_kind.for_each(|hearing| hearing.continues = false);
        }
    }
    set_day(state, proceeding, event, motion);
}

/// Whether a hearing is of a kind, and of a motion where that kind is.
pub(super) fn is_one(hearing: &SetHearing, definition: &HearingDef, motion: Option<EventId>) -> bool {
    let of_it = !definition.of_motion || (motion.is_some() && hearing.motion == motion);
    hearing.code == definition.code && of_it
}

/// Takes the day into account that an event sets, or that one set which was struck.
pub(super) fn set_day(
    state: &mut State,
    proceeding: &Proceeding,
    event: &DocketEvent,
    motion: Option<EventId>,
) {
    let Some((definition, start)) = start_of(proceeding, &event.event_type) else { return };
    if definition.of_motion && event.tells {
        // It is a hearing in the file that tells of it.
        return;
    }
    let Some(on) = day_of(start, event) else { return };
    let (event_id, set_on) = (event.id, event.occurred_on);
    let setting = DaySetting { event_id, set_on, hearing_on: on, struck: event.struck };
    let outcome = if event.struck { HearingOutcome::Struck } else { HearingOutcome::Scheduled };
    let motion = motion.filter(|_| definition.of_motion);
    let counts = |one: &&SetHearing| is_one(one, definition, motion) && one.outcome != HearingOutcome::Struck;
    let last = state.hearings.iter().rev().find(counts);
    let continues = last.is_some_and(|last| match last.outcome {
        HearingOutcome::Held { .. } => start.further || definition.continued_in.contains(&state.stage),
        HearingOutcome::Vacated { .. } => last.continues,
        HearingOutcome::Scheduled | HearingOutcome::Closed { .. } | HearingOutcome::Struck => false,
    });
    let set = SetHearing {
        id: event_id,
        code: definition.code.clone(),
        motion,
        set_by: event_id,
        set_on,
        on,
        continues,
        facts: event.facts.clone(),
        outcome,
        days: vec![setting.clone()],
    };
    let to_come =
        |hearing: &SetHearing| matches!(hearing.outcome, HearingOutcome::Scheduled | HearingOutcome::Struck);
    let mut same = state.hearings.iter_mut().filter(|hearing| is_one(hearing, definition, motion));
    let Some(present) = same.find(|hearing| to_come(hearing)) else {
        state.hearings.push(set);
        return;
    };
    present.days.push(setting);
    if !(event.struck && present.is_scheduled()) {
        let continues = present.continues || set.continues;
        *present = SetHearing { id: present.id, days: std::mem::take(&mut present.days), continues, ..set };
    }
}

/// Whether an event sets, by this fact, a further day of a hearing that was held on another.
pub(super) fn is_further_day(
    state: &State,
    proceeding: &Proceeding,
    event: &DocketEvent,
    fact: &str,
) -> bool {
    let is_day = set_by(proceeding, &event.event_type).is_some_and(|(_, day)| day == fact);
    is_day && state.hearings.iter().any(|hearing| hearing.set_by == event.id && hearing.continues)
}

fn scheduled(state: &mut State) -> impl Iterator<Item = &mut SetHearing> {
    state.hearings.iter_mut().filter(|hearing| hearing.is_scheduled())
}

/// Takes the days of hearings away, as the case closes.
pub(super) fn close(state: &mut State, by: EventId) {
    scheduled(state).for_each(|hearing| hearing.outcome = HearingOutcome::Closed { by });
}

/// Takes the days of the hearings of motions away that an event put an end to.
pub(super) fn end_with_motions(state: &mut State, by: EventId) {
    let ended: Vec<_> =
        state.motions.iter().filter(|motion| motion.ended_by == Some(by)).map(|motion| motion.id).collect();
    let of_ended = |hearing: &&mut SetHearing| hearing.motion.is_some_and(|motion| ended.contains(&motion));
    scheduled(state).filter(of_ended).for_each(|hearing| hearing.outcome = HearingOutcome::Closed { by });
}

/// Gives them back, as the case is reopened.
pub(super) fn reopen(state: &mut State, closing: EventId) {
    let taken = HearingOutcome::Closed { by: closing };
    for hearing in state.hearings.iter_mut().filter(|hearing| hearing.outcome == taken) {
        hearing.outcome = HearingOutcome::Scheduled;
    }
}

/// Says on each time limit that waits for a hearing which day is set for it.
pub(super) fn mark(state: &mut State, proceeding: &Proceeding) {
    let waiting = proceeding.deadlines.iter().filter_map(|deadline| {
        let code = deadline.met_by_hearing.as_deref()?;
        Some((deadline.rule.as_str(), code))
    });
    for (rule, code) in waiting {
        let standing = state.hearings.iter().find(|hearing| hearing.is_scheduled() && hearing.code == code);
        let day =
            standing.map(|hearing| HearingDay { on: hearing.on, by: hearing.set_by, set_on: hearing.set_on });
        for limit in state.time_limits.iter_mut().filter(|limit| limit.key.rule == rule) {
            limit.hearing_day = day;
        }
    }
}
