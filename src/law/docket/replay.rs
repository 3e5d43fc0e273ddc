//! The way from the docket to the state of the case. Pure: no SQL, no HTTP, no clock.
//!
//! Events are taken in the order of their recording. Each one may move the stage, meet and end
//! running time limits, start new ones, and set dates by order, in this sequence: so an event never
//! meets or ends the time limit that it starts, unless all that meets it was on record before (and
//! not even then, where the deadline is `fresh`).
//!
//! A motion may be no more than an entry, or have a file of its own, with its own times. What that
//! file tells ends here the times that the same service or filing had started, which run there
//! alone, and no other. Several may be pending, and what is filed or decided is about one of them
//! ([`motions`]): none of their times is lost.
//!
//! What a time limit runs from is told here; which day that is where it is the expiry of another
//! time, only the dates of the deadlines themselves tell ([`crate::duties::deadlines::plan`]).

use super::hearings::{self, HearingDay, SetHearing};
use super::model::{CaseFacts, DocketEvent, Occurrence, occurrences};
use super::motion_times::{self, Keeper};
use super::motions::{self, Motion, MotionsSoFar};
use super::time_limits;
use crate::ids::EventId;
use crate::law::engine::{EventFacts, Trigger};
use crate::law::proceedings::{
    Actor, CountsFrom, EventType, FactCondition, PREVIOUS_STAGE, Proceeding, Side,
};
use chrono::NaiveDate;
use std::collections::HashMap;

/// The identity of a time limit: the rule, and the event that started it (none: the opening of the
/// case). One that runs from the expiry of another is started by what started that one.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct TimeLimitKey {
    /// The rule.
    pub rule: String,
    /// The event that started it.
    pub started_by: Option<EventId>,
}

/// A time limit: time that runs, or ran, under a rule.
#[derive(Clone, Debug, PartialEq)]
pub struct TimeLimit {
    /// The identity of the time limit.
    pub key: TimeLimitKey,
    /// The responsibility that it belongs to.
    pub responsibility: Option<String>,
    /// Who has to act, where what started it says so; else whom the rule names.
    pub actor: Option<Actor>,
    /// What it runs from.
    pub runs_from: RunsFrom,
    /// The way in which what started it was served.
    pub service_method: Option<String>,
    /// Facts for the computation.
    pub facts: EventFacts,
    /// The date that an order set.
    pub ordered: Option<SetByOrder>,
    /// The day that is set for the hearing that it waits for, where it waits for one.
    pub hearing_day: Option<HearingDay>,
    /// The event that set the day from which it is counted, where that is a fact of the event: the
    /// day of a hearing.
    pub set: Option<PointSet>,
    /// The motion of which it is a time, where it is one of a motion and that is known.
    pub motion: Option<EventId>,
    /// The status.
    pub outcome: LimitOutcome,
    /// The number of events on record when it started: what a `fresh` deadline does not look at.
    pub(crate) since: usize,
}

/// The event that set the day from which a time limit is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PointSet {
    /// The day on which it happened.
    pub on: NaiveDate,
    /// The event.
    pub by: EventId,
}

/// What a time limit runs from.
#[derive(Clone, Debug, PartialEq)]
pub enum RunsFrom {
    /// A day or an instant.
    Point(Trigger),
    /// The expiry of another time limit's time, or an event that came first.
    Expiry {
        /// The other time limit.
        of: TimeLimitKey,
        /// The end of that time from which it counts.
        counts_from: CountsFrom,
        /// The day of the event, once it is on record.
        or_event: Option<NaiveDate>,
    },
    /// An order, which alone sets its date.
    Order,
}

/// A date that an order set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SetByOrder {
    /// The date.
    pub due_on: NaiveDate,
    /// The order.
    pub by: EventId,
    /// The place of the order on the docket: what was decided later holds.
    pub position: i32,
    /// The day on which it was made.
    pub made_on: NaiveDate,
}

/// The status of a time limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LimitOutcome {
    /// The time limit runs.
    Running,
    /// All that meets it was done, the last of it on this day.
    Met {
        /// The day.
        on: NaiveDate,
        /// The event with which it was complete.
        by: EventId,
    },
    /// Something made the time limit moot.
    Ended {
        /// The day.
        on: NaiveDate,
        /// The event.
        by: EventId,
    },
}

/// The state of a case.
#[derive(Clone, Debug, PartialEq)]
pub struct State {
    /// The side on which the organisation stands whose case it is.
    pub side: Side,
    /// The stage.
    pub stage: String,
    /// The last stage in which there was work to do.
    pub last_open_stage: String,
    /// The event that closed the case, where one did.
    pub closed_by: Option<EventId>,
    /// The occurrences on record.
    pub occurrences: Vec<Occurrence>,
    /// The time limits, in the order in which they started: one that waits for another comes after
    /// it.
    pub time_limits: Vec<TimeLimit>,
    /// The hearings, in the order in which they were first set.
    pub hearings: Vec<SetHearing>,
    /// The motions, in the order in which they came.
    pub motions: Vec<Motion>,
}

impl State {
    /// Whether something is on record.
    #[must_use]
    pub fn has(&self, event_type: &str) -> bool {
        self.occurrences.iter().any(|past| past.event_type == event_type)
    }

    /// The earliest day on which something happened.
    #[must_use]
    pub fn first(&self, event_type: &str) -> Option<NaiveDate> {
        self.occurrences.iter().filter(|past| past.event_type == event_type).map(|past| past.on).min()
    }

    /// The motions, with what tells them apart.
    #[must_use]
    pub fn motions_so_far(&self) -> MotionsSoFar<'_> {
        let runs = self.time_limits.iter().filter(|limit| limit.outcome == LimitOutcome::Running);
        let running = runs.filter_map(|limit| limit.motion).collect();
        MotionsSoFar { all: &self.motions, occurrences: &self.occurrences, running }
    }

    /// The latest day on which something happened.
    #[must_use]
    pub fn latest(&self, event_type: &str) -> Option<NaiveDate> {
        self.occurrences.iter().filter(|past| past.event_type == event_type).map(|past| past.on).max()
    }
}

/// The state of a case that was just opened: the decision under review may start time limits.
#[must_use]
pub fn opening(proceeding: &Proceeding, case: &CaseFacts) -> State {
    let stage = proceeding.initial_stage.clone();
    let mut state = State {
        side: case.side,
        last_open_stage: stage.clone(),
        stage,
        closed_by: None,
        occurrences: Vec::new(),
        time_limits: Vec::new(),
        hearings: Vec::new(),
        motions: Vec::new(),
    };
    time_limits::start_with_case(&mut state, proceeding, case);
    state
}

/// The state of a case after all that is on its docket.
#[must_use]
pub fn replay<'a>(
    proceeding: &Proceeding,
    case: &CaseFacts,
    events: impl IntoIterator<Item = &'a DocketEvent>,
) -> State {
    let mut state = opening(proceeding, case);
    for event in events {
        apply(&mut state, proceeding, case, event);
    }
    state
}

/// Takes one more event into account. An event of a type that the proceeding does not have changes
/// nothing; of one that was struck only the hearing is remembered that it had set.
pub fn apply(state: &mut State, proceeding: &Proceeding, case: &CaseFacts, event: &DocketEvent) {
    let Some(definition) = proceeding.event(&event.event_type) else { return };
    let meant = motions::meant(&state.motions_so_far(), proceeding, definition, event);
    // What another file tells is about no motion here.
    let motion = meant.motion(event.id).filter(|_| !event.tells);
    if event.struck {
        hearings::set_day(state, proceeding, event, motion);
        return;
    }
    let filed_by = motion_times::filer(proceeding, event);
    for (event_type, on) in occurrences(definition, event) {
        let event_type = event_type.to_owned();
        state.occurrences.push(Occurrence { event_type, on, by: event.id, filed_by, motion });
    }
    hearings::apply(state, proceeding, event, motion);
    move_stage(state, proceeding, definition, case, event);
    motions::apply(&mut state.motions, proceeding, definition, event, &meant);
    hearings::end_with_motions(state, event.id);
    meet(state, proceeding, event.id);
    end(state, proceeding, (definition, event), meant.motion(event.id));
    time_limits::start_with_event(state, proceeding, case, event, definition);
    for ordered in &event.ordered {
        time_limits::order(state, proceeding, event, ordered);
    }
    meet(state, proceeding, event.id);
    hearings::mark(state, proceeding);
}

/// Ends what an event makes moot: of the times of motions, those of the one that it is about.
fn end(
    state: &mut State,
    proceeding: &Proceeding,
    (definition, event): (&EventType, &DocketEvent),
    motion: Option<EventId>,
) {
    let ended = LimitOutcome::Ended { on: event.occurred_on, by: event.id };
    let named = motion.and_then(|id| state.motions.iter().find(|known| known.id == id));
    let named = named.map(|known| (known.id, known.entries.iter().map(|entry| entry.id).collect::<Vec<_>>()));
    let named = named.as_ref().map(|(id, entries)| (*id, entries.as_slice()));
    for limit in state.time_limits.iter_mut().filter(|limit| limit.outcome == LimitOutcome::Running) {
        let mut known = proceeding.deadlines.iter().filter(|deadline| deadline.rule == limit.key.rule);
        let ends = known.any(|deadline| {
            if deadline.of_motion {
                motion_times::ends(deadline, (limit.motion, limit.key.started_by), (definition, event), named)
            } else {
                deadline.is_ended_by(&event.event_type, &event.facts)
            }
        });
        if ends {
            limit.outcome = ended;
        }
    }
    if event.tells || definition.about.is_none() || !motions::none_is_pending(&state.motions_so_far()) {
        return;
    }
    // With the last motion the times end of which it is not known of which they were.
    for limit in state.time_limits.iter_mut().filter(|limit| limit.outcome == LimitOutcome::Running) {
        let mut known = proceeding.deadlines.iter().filter(|deadline| deadline.rule == limit.key.rule);
        let is_moot =
            known.any(|deadline| deadline.of_motion && deadline.cancelled_by.contains(&event.event_type));
        if is_moot && limit.motion.is_none() {
            limit.outcome = ended;
        }
    }
}

fn move_stage(
    state: &mut State,
    proceeding: &Proceeding,
    definition: &EventType,
    case: &CaseFacts,
    event: &DocketEvent,
) {
    let fits = definition.moves.iter().find(|step| {
        (step.from.is_empty() || step.from.contains(&state.stage))
            && holds(&step.when, Some(&event.facts), case)
    });
    let Some(step) = fits else { return };
    let is_open = |code: &str| proceeding.stage(code).is_some_and(|stage| stage.open);
    if step.to == PREVIOUS_STAGE {
        reopen(state);
        return;
    }
    if is_open(&state.stage) {
        state.last_open_stage.clone_from(&state.stage);
        state.closed_by = (!is_open(&step.to)).then_some(event.id);
        if state.closed_by.is_some() {
            hearings::close(state, event.id);
        }
    }
    state.stage.clone_from(&step.to);
}

/// Takes a case back to where it was before it was closed: what the closing ended runs again.
fn reopen(state: &mut State) {
    state.stage.clone_from(&state.last_open_stage);
    let Some(closing) = state.closed_by.take() else { return };
    hearings::reopen(state, closing);
    motions::reopen(&mut state.motions, closing);
    for limit in &mut state.time_limits {
        if matches!(limit.outcome, LimitOutcome::Ended { by, .. } if by == closing) {
            limit.outcome = LimitOutcome::Running;
        }
    }
}

/// The day on which each kind of event happened first, counted from each time that it was recorded:
/// the latest recording first. So a docket is read through once for all its time limits.
fn firsts(occurrences: &[Occurrence]) -> HashMap<&str, Vec<(usize, NaiveDate)>> {
    let mut firsts = HashMap::<&str, Vec<_>>::new();
    for (index, past) in occurrences.iter().enumerate().rev() {
        let known = firsts.entry(&past.event_type).or_default();
        let first = known.last().map_or(past.on, |(_, later): &(usize, NaiveDate)| past.on.min(*later));
        known.push((index, first));
    }
    firsts
}

fn meet(state: &mut State, proceeding: &Proceeding, by: EventId) {
    let firsts = firsts(&state.occurrences);
    let ours = proceeding.initiator.on(state.side);
    for limit in state.time_limits.iter_mut().filter(|limit| limit.outcome == LimitOutcome::Running) {
        let since = limit.since;
        let definitions = proceeding.deadlines.iter().filter(|deadline| deadline.rule == limit.key.rule);
        // All of an alternative must be on record; it was complete on the last of its days.
        let complete = definitions
            .flat_map(|deadline| deadline.met_by.iter().map(move |needed| (deadline, needed)))
            .filter_map(|(deadline, needed)| {
                let from = if deadline.fresh { since } else { 0 };
                let day = |event_type: &String| {
                    if deadline.of_motion {
                        let keeper = Keeper { motion: limit.motion, actor: limit.actor, ours };
                        let wanted = (proceeding, event_type.as_str());
                        return motion_times::first_of(&state.occurrences, wanted, from, keeper);
                    }
                    let known = firsts.get(event_type.as_str())?;
                    let looked_at = known.partition_point(|(index, _)| *index >= from).checked_sub(1)?;
                    known.get(looked_at).map(|(_, first)| *first)
                };
                needed.iter().map(day).collect::<Option<Vec<_>>>()?.into_iter().max()
            })
            .min();
        if let Some(on) = complete {
            limit.outcome = LimitOutcome::Met { on, by };
        }
    }
}

/// A time limit that nothing on the docket starts any more, and that somebody's act keeps: what
/// meets or ends it is what was recorded after the event that had started it. Nothing, if that
/// event no longer stands.
#[must_use]
pub fn kept_by_act(state: &State, proceeding: &Proceeding, key: &TimeLimitKey) -> Option<TimeLimit> {
    let deadline = proceeding.deadlines.iter().find(|deadline| deadline.rule == key.rule)?;
    let since = match key.started_by {
        Some(event) => state.occurrences.iter().rposition(|past| past.by == event)?.saturating_add(1),
        None => 0,
    };
    let mut limit = time_limits::new_time_limit(deadline, key.started_by, RunsFrom::Order, since);
    limit.motion = key.started_by.and_then(|by| motions::of_event(&state.occurrences, by));
    let motion = limit.motion;
    let mut so_far = State { time_limits: vec![limit], hearings: Vec::new(), ..state.clone() };
    let later = so_far.occurrences.split_off(since);
    let is_closed = proceeding.stage(&state.stage).is_some_and(|stage| !stage.open);
    for past in later {
        let (by, on) = (past.by, past.on);
        // What the closing of a case ended runs again once it is reopened.
        let ends = deadline.cancelled_by.contains(&past.event_type)
            && (!deadline.of_motion || motion_times::is_of(proceeding, &past, motion))
            && (is_closed || !closes(proceeding, &past.event_type));
        so_far.occurrences.push(past);
        meet(&mut so_far, proceeding, by);
        for limit in &mut so_far.time_limits {
            if ends && limit.outcome == LimitOutcome::Running {
                limit.outcome = LimitOutcome::Ended { on, by };
            }
        }
    }
    so_far.time_limits.pop()
}

/// Whether an event closes a case.
fn closes(proceeding: &Proceeding, event_type: &str) -> bool {
    let is_closed = |code: &str| proceeding.stage(code).is_some_and(|stage| !stage.open);
    proceeding.event(event_type).is_some_and(|event| event.moves.iter().any(|step| is_closed(&step.to)))
}

/// Whether all conditions hold, on the facts of the event or of the case.
#[must_use]
pub fn holds(conditions: &[FactCondition], event: Option<&EventFacts>, case: &CaseFacts) -> bool {
    conditions.iter().all(|condition| {
        let of_event = event.and_then(|facts| facts.get(&condition.fact).cloned());
        of_event.or_else(|| case.get(&condition.fact)).is_some_and(|value| value == condition.equals)
    })
}
