//! From the docket to the state of the case. Pure: no SQL, no HTTP, no clock.
//!
//! Events are taken in the order of their recording. Each one may move the stage, meet and end running clocks, start
//! new ones, and set dates by order, in this sequence: so an event never meets or ends the clock that it starts, unless
//! all that meets it was on record before.

use super::model::{CaseFacts, OrderedDate, Recorded};
use crate::deadlines::engine::Facts;
use crate::ids::EventId;
use crate::proceedings::{Anchor, Condition, DeadlineDef, EventType, PREVIOUS_STAGE, Proceeding, Start};
use chrono::NaiveDate;

/// What identifies a clock: the rule, and the event that started it (none: the opening of the case).
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct ClockKey {
    /// The rule.
    pub rule: String,
    /// The event that started it.
    pub started_by: Option<EventId>,
}

/// A clock: time that runs, or ran, under a rule.
#[derive(Clone, Debug, PartialEq)]
pub struct Clock {
    /// What identifies it.
    pub key: ClockKey,
    /// The responsibility that it belongs to.
    pub responsibility: Option<String>,
    /// The day from which it runs; none where only an order sets its date.
    pub trigger_on: Option<NaiveDate>,
    /// How what started it was served.
    pub service_method: Option<String>,
    /// Facts for the computation.
    pub facts: Facts,
    /// The date that an order set.
    pub ordered: Option<SetByOrder>,
    /// Where it stands.
    pub outcome: Outcome,
}

/// A date that an order set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SetByOrder {
    /// The date.
    pub due_on: NaiveDate,
    /// The order.
    pub by: EventId,
    /// When it was made.
    pub made_on: NaiveDate,
}

/// Where a clock stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It runs.
    Running,
    /// All that meets it was done, the last of it on this day.
    Met {
        /// The day.
        on: NaiveDate,
        /// The event with which it was complete.
        by: EventId,
    },
    /// Something made it moot.
    Ended {
        /// The day.
        on: NaiveDate,
        /// The event.
        by: EventId,
    },
}

/// Something that is on record: an event, or a service that was recorded with a filing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Happening {
    /// What: a code of the proceeding's events.
    pub event_type: String,
    /// When, as time runs from it: the day of service where it is one.
    pub on: NaiveDate,
    /// The event with which it was recorded.
    pub by: EventId,
}

/// The state of a case.
#[derive(Clone, Debug, PartialEq)]
pub struct State {
    /// The stage.
    pub stage: String,
    /// The last stage in which there was work to do.
    pub last_open_stage: String,
    /// The event that closed the case, where one did.
    pub closed_by: Option<EventId>,
    /// What is on record.
    pub happened: Vec<Happening>,
    /// The clocks, in the order in which they started.
    pub clocks: Vec<Clock>,
}

impl State {
    /// Whether something is on record.
    #[must_use]
    pub fn has(&self, event_type: &str) -> bool {
        self.happened.iter().any(|past| past.event_type == event_type)
    }

    /// The latest day on which something happened.
    #[must_use]
    pub fn latest(&self, event_type: &str) -> Option<NaiveDate> {
        self.happened.iter().filter(|past| past.event_type == event_type).map(|past| past.on).max()
    }
}

/// The state of a case that was just opened: the decision under review may start clocks.
#[must_use]
pub fn opening(proceeding: &Proceeding, case: &CaseFacts) -> State {
    let stage = proceeding.initial_stage.clone();
    let mut state = State {
        last_open_stage: stage.clone(),
        stage,
        closed_by: None,
        happened: Vec::new(),
        clocks: Vec::new(),
    };
    for definition in &proceeding.deadlines {
        for start in definition.started_by.iter().filter(|start| start.event.is_none()) {
            let Some(notified_on) = case.decision.notified_on else { continue };
            if start.anchor == Anchor::DecisionNotified && holds(&start.when, None, case) {
                state.clocks.push(clock(definition, None, Some(notified_on), None, Facts::new()));
            }
        }
    }
    state
}

/// The state of a case after all that is on its docket.
#[must_use]
pub fn replay<'a>(
    proceeding: &Proceeding,
    case: &CaseFacts,
    events: impl IntoIterator<Item = &'a Recorded>,
) -> State {
    let mut state = opening(proceeding, case);
    for event in events {
        apply(&mut state, proceeding, case, event);
    }
    state
}

/// Takes one more event into account. An event of a type that the proceeding does not have changes nothing.
pub fn apply(state: &mut State, proceeding: &Proceeding, case: &CaseFacts, event: &Recorded) {
    let Some(definition) = proceeding.event(&event.event_type) else { return };
    for (event_type, on) in happenings(definition, event) {
        state.happened.push(Happening { event_type: event_type.to_owned(), on, by: event.id });
    }
    move_stage(state, proceeding, definition, case, event);
    meet(state, proceeding, event.id);
    for clock in state.clocks.iter_mut().filter(|clock| clock.outcome == Outcome::Running) {
        let ends = proceeding
            .deadlines
            .iter()
            .filter(|deadline| deadline.rule == clock.key.rule)
            .any(|deadline| deadline.cancelled_by.contains(&event.event_type));
        if ends {
            clock.outcome = Outcome::Ended { on: event.occurred_on, by: event.id };
        }
    }
    start(state, proceeding, case, event, definition);
    for ordered in &event.ordered {
        order(state, proceeding, event, ordered);
    }
    meet(state, proceeding, event.id);
}

/// What an event puts on record: itself, and the service that a filing with `served_on` records too.
fn happenings<'a>(
    definition: &'a EventType,
    event: &'a Recorded,
) -> impl Iterator<Item = (&'a str, NaiveDate)> {
    let service = definition.records_service_as.as_deref().zip(event.served_on);
    // A service that is an event of its own happened on the day of service.
    let on = match (&definition.records_service_as, event.served_on) {
        (None, Some(served_on)) if definition.takes_service => served_on,
        _ => event.occurred_on,
    };
    std::iter::once((event.event_type.as_str(), on)).chain(service)
}

fn move_stage(
    state: &mut State,
    proceeding: &Proceeding,
    definition: &EventType,
    case: &CaseFacts,
    event: &Recorded,
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
    }
    state.stage.clone_from(&step.to);
}

/// Takes a case back to where it was before it was closed: what the closing ended runs again.
fn reopen(state: &mut State) {
    state.stage.clone_from(&state.last_open_stage);
    let Some(closing) = state.closed_by.take() else { return };
    for clock in &mut state.clocks {
        if matches!(clock.outcome, Outcome::Ended { by, .. } if by == closing) {
            clock.outcome = Outcome::Running;
        }
    }
}

fn meet(state: &mut State, proceeding: &Proceeding, by: EventId) {
    let happened = &state.happened;
    let day = |event_type: &String| {
        happened.iter().filter(|past| past.event_type == *event_type).map(|past| past.on).min()
    };
    for clock in state.clocks.iter_mut().filter(|clock| clock.outcome == Outcome::Running) {
        let alternatives = proceeding
            .deadlines
            .iter()
            .filter(|deadline| deadline.rule == clock.key.rule)
            .flat_map(|deadline| &deadline.met_by);
        // All of an alternative must be on record; it was complete on the last of its days.
        let complete = alternatives
            .filter_map(|needed| needed.iter().map(day).collect::<Option<Vec<_>>>()?.into_iter().max())
            .min();
        if let Some(on) = complete {
            clock.outcome = Outcome::Met { on, by };
        }
    }
}

fn start(
    state: &mut State,
    proceeding: &Proceeding,
    case: &CaseFacts,
    event: &Recorded,
    definition: &EventType,
) {
    for deadline in &proceeding.deadlines {
        for start in &deadline.started_by {
            let Some(trigger) = start.event.as_deref() else { continue };
            let recorded = happenings(definition, event).any(|(event_type, _)| event_type == trigger);
            if !recorded || !holds(&start.when, Some(&event.facts), case) {
                continue;
            }
            let Some(trigger_on) = anchor(start, trigger, event, case) else { continue };
            let method = event.service_method.clone().filter(|_| start.with_service_method);
            let facts = passed(deadline, event);
            let clock = clock(deadline, Some(event.id), Some(trigger_on), method, facts);
            if !state.clocks.iter().any(|running| running.key == clock.key) {
                state.clocks.push(clock);
            }
        }
    }
}

/// The facts of an event that a deadline's computation is given.
#[must_use]
pub fn passed(deadline: &DeadlineDef, event: &Recorded) -> Facts {
    let wanted = deadline.passes_facts.iter();
    wanted.filter_map(|name| Some((name.clone(), event.facts.get(name)?.clone()))).collect()
}

/// The day from which a start counts.
#[must_use]
pub fn anchor(start: &Start, trigger: &str, event: &Recorded, case: &CaseFacts) -> Option<NaiveDate> {
    match &start.anchor {
        Anchor::DecisionNotified => case.decision.notified_on,
        Anchor::OccurredOn => Some(event.occurred_on),
        Anchor::ServedOn => {
            event.served_on.or_else(|| (trigger == event.event_type).then_some(event.occurred_on))
        }
        Anchor::Fact(name) => event.facts.get(name)?.as_str()?.parse().ok(),
    }
}

fn clock(
    deadline: &DeadlineDef,
    started_by: Option<EventId>,
    trigger_on: Option<NaiveDate>,
    service_method: Option<String>,
    facts: Facts,
) -> Clock {
    Clock {
        key: ClockKey { rule: deadline.rule.clone(), started_by },
        responsibility: deadline.responsibility.clone(),
        trigger_on,
        service_method,
        facts,
        ordered: None,
        outcome: Outcome::Running,
    }
}

/// An order sets the date of the clock that runs under the rule, or starts one whose only date is the order's.
fn order(state: &mut State, proceeding: &Proceeding, event: &Recorded, ordered: &OrderedDate) {
    let set = Some(SetByOrder { due_on: ordered.due_on, by: event.id, made_on: event.occurred_on });
    let running = state
        .clocks
        .iter_mut()
        .rev()
        .find(|clock| clock.key.rule == ordered.rule && clock.outcome == Outcome::Running);
    if let Some(clock) = running {
        clock.ordered = set;
        return;
    }
    let known = proceeding.deadlines.iter().find(|deadline| deadline.rule == ordered.rule);
    let mut new = match known {
        Some(deadline) => clock(deadline, Some(event.id), None, None, Facts::new()),
        None => return,
    };
    new.ordered = set;
    state.clocks.push(new);
}

/// Whether all conditions hold, on the facts of the event or of the case.
#[must_use]
pub fn holds(conditions: &[Condition], event: Option<&Facts>, case: &CaseFacts) -> bool {
    conditions.iter().all(|condition| {
        let of_event = event.and_then(|facts| facts.get(&condition.fact).cloned());
        of_event.or_else(|| case.get(&condition.fact)).is_some_and(|value| value == condition.equals)
    })
}
