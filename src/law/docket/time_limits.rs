//! The time limits that an event starts or moves, or to which it gives the event that they may run
//! from. Pure.

use super::model::{CaseFacts, DocketEvent, Occurrence, OrderedDate, occurrences};
use super::replay::{LimitOutcome, PointSet, RunsFrom, SetByOrder, State, TimeLimit, TimeLimitKey, holds};
use super::{hearings, motions};
use crate::ids::EventId;
use crate::law::engine::{EventFacts, Trigger, Warning};
use crate::law::proceedings::{Anchor, DeadlineDef, EventType, MotionStep, Proceeding, Start};
use crate::text::Text;
use serde_json::Value;
use std::collections::BTreeSet;

/// A time limit that has just begun to run.
pub(super) fn new_time_limit(
    deadline: &DeadlineDef,
    started_by: Option<EventId>,
    runs_from: RunsFrom,
    since: usize,
) -> TimeLimit {
    TimeLimit {
        key: TimeLimitKey { rule: deadline.rule.clone(), started_by },
        responsibility: deadline.responsibility.clone(),
        actor: None,
        runs_from,
        service_method: None,
        facts: EventFacts::new(),
        ordered: None,
        hearing_day: None,
        set: None,
        motion: None,
        outcome: LimitOutcome::Running,
        since,
    }
}

/// Starts the time limits that the decision under review starts.
pub(super) fn start_with_case(state: &mut State, proceeding: &Proceeding, case: &CaseFacts) {
    for definition in &proceeding.deadlines {
        for start in definition.started_by.iter().filter(|start| start.event.is_none()) {
            let Some(notified_on) = case.decision.notified_on else { continue };
            if start.anchor == Anchor::DecisionNotified && holds(&start.when, None, case) {
                let from = RunsFrom::Point(Trigger::On(notified_on));
                state.time_limits.push(new_time_limit(definition, None, from, 0));
            }
        }
    }
    start_dependents(state, proceeding, case, &EventFacts::new());
}

/// Starts, moves or completes what an event starts.
pub(super) fn start_with_event(
    state: &mut State,
    proceeding: &Proceeding,
    case: &CaseFacts,
    event: &DocketEvent,
    definition: &EventType,
) {
    let served = with_facts_of_motion(state, definition, event);
    let event = served.as_ref().unwrap_or(event);
    for deadline in proceeding.deadlines.iter().filter(|deadline| !(deadline.of_motion && event.tells)) {
        for start in &deadline.started_by {
            let Some(trigger) = start.event.as_deref() else { continue };
            let recorded = occurrences(definition, event).any(|(event_type, _)| event_type == trigger);
            if !recorded
                || !holds(&start.when, Some(&event.facts), case)
                || is_excepted(start, event)
                || (start.if_none && was_begun(state, &deadline.rule))
                || !start.where_record.as_ref().is_none_or(|wanted| wanted.holds(state.first(&wanted.event)))
            {
                continue;
            }
            if let Anchor::Fact(fact) = &start.anchor
                && !start.on_further_days
                && hearings::is_further_day(state, proceeding, event, fact)
            {
                continue;
            }
            let Some(point) = anchor(start, trigger, event, case) else { continue };
            let is_service = definition.records_service_as.as_deref() == Some(trigger);
            let motion = motions::of_event(&state.occurrences, event.id);
            if deadline.of_motion && definition.brings_motion && is_service && motion.is_none() {
                // It is the filing of one of several that were served: their times run already.
                continue;
            }
            begin(state, proceeding, (deadline, start), (definition, event), point);
        }
    }
    start_dependents(state, proceeding, case, &event.facts);
}

/// Whether the provision excepts what an event says.
#[must_use]
pub fn is_excepted(start: &Start, event: &DocketEvent) -> bool {
    start.unless.iter().any(|said| event.facts.get(&said.fact) == Some(&said.equals))
}

/// Whether a time of the rule was begun, and nothing ended it.
fn was_begun(state: &State, rule: &str) -> bool {
    let mut of_rule = state.time_limits.iter().filter(|limit| limit.key.rule == rule);
    of_rule.any(|limit| !matches!(limit.outcome, LimitOutcome::Ended { .. }))
}

/// A service, with what the motion that it serves says of itself: its filing said it already.
fn with_facts_of_motion(state: &State, definition: &EventType, event: &DocketEvent) -> Option<DocketEvent> {
    let of = motions::of_event(&state.occurrences, event.id);
    let of = of.filter(|_| motions::step(definition) == Some(MotionStep::Service))?;
    let motion = state.motions.iter().find(|known| known.id == of)?;
    Some(DocketEvent { facts: motion.facts.clone(), ..event.clone() })
}

fn begin(
    state: &mut State,
    proceeding: &Proceeding,
    (deadline, start): (&DeadlineDef, &Start),
    (definition, event): (&EventType, &DocketEvent),
    point: Trigger,
) {
    let motion = motions::of_event(&state.occurrences, event.id).filter(|_| deadline.of_motion);
    let brought_by = state.motions.iter().find(|known| Some(known.id) == motion);
    let brought_by = brought_by.and_then(|known| known.filed_by);
    let actor = deadline.turn.as_ref().and_then(|turn| match motions::step(definition) {
        // Who brought a motion replies to whoever answers it.
        Some(MotionStep::Response) => brought_by.or_else(|| turn.actor(proceeding.initiator, &event.facts)),
        _ => brought_by
            .map(|filer| turn.seen_from(filer, proceeding.initiator))
            .or_else(|| turn.actor(proceeding.initiator, &event.facts)),
    });
    let method = event.service_method.clone().filter(|_| start.with_service_method);
    let mut facts = passed(deadline, event);
    facts.extend(
        deadline
            .passes_days
            .iter()
            .filter_map(|day| Some((day.fact.clone(), state.first(&day.event)?.to_string().into()))),
    );
    let is_fact = matches!(start.anchor, Anchor::Fact(_));
    let set = is_fact.then_some(PointSet { on: event.occurred_on, by: event.id });
    // The notice of a motion is on record with the day that it names, and so is its service.
    let is_own = |past: &Occurrence| past.by == event.id || (motion.is_some() && past.motion == motion);
    let own = state.occurrences.iter().position(|past| deadline.of_motion && is_own(past));
    let since = own.unwrap_or(state.occurrences.len());
    let of_rule = state.time_limits.iter_mut().filter(|limit| limit.key.rule == deadline.rule);
    // A day that is set for one motion is none for another.
    let of_one = of_rule.filter(|limit| limit.motion == motion);
    for limit in of_one.filter(|limit| limit.outcome == LimitOutcome::Running) {
        match &mut limit.runs_from {
            // It waits for the expiry of another time; the event, where it came first, takes its
            // place.
            RunsFrom::Expiry { or_event: or_event @ None, .. } => {
                *or_event = Some(point.day());
                limit.service_method = method;
                limit.facts = facts;
                return;
            }
            RunsFrom::Point(present) if deadline.restarts || start.moves_only || start.moves_running => {
                *present = point;
                limit.set = set;
                limit.service_method = method;
                limit.facts = facts;
                limit.actor = actor.or(limit.actor);
                return;
            }
            _ => {}
        }
    }
    let key = TimeLimitKey { rule: deadline.rule.clone(), started_by: Some(event.id) };
    if start.moves_only {
        return;
    }
    let from = RunsFrom::Point(point);
    // The service of a motion may be recorded by itself, and with the filing again.
    let is_again = |limit: &TimeLimit| {
        limit.key.rule == deadline.rule
            && motion.is_some()
            && limit.motion == motion
            && limit.runs_from == from
            && !matches!(limit.outcome, LimitOutcome::Ended { .. })
    };
    if state.time_limits.iter().any(|known| known.key == key || is_again(known)) {
        return;
    }
    let mut new = new_time_limit(deadline, Some(event.id), from, since);
    new.actor = actor;
    new.motion = motion;
    new.set = set;
    new.service_method = method;
    new.facts = facts;
    state.time_limits.push(new);
}

/// Starts what waits for the expiry of a time limit that runs, and what waits for that in turn.
fn start_dependents(state: &mut State, proceeding: &Proceeding, case: &CaseFacts, facts: &EventFacts) {
    let since = state.occurrences.len();
    let mut next = 0;
    while let Some(parent) = state.time_limits.get(next).cloned() {
        next = next.saturating_add(1);
        if parent.outcome != LimitOutcome::Running {
            continue;
        }
        for deadline in &proceeding.deadlines {
            for (start, _) in deadline.expiries().filter(|(_, rule)| *rule == parent.key.rule) {
                let runs = |limit: &TimeLimit| {
                    limit.key.rule == deadline.rule && limit.outcome == LimitOutcome::Running
                };
                let key = TimeLimitKey { rule: deadline.rule.clone(), started_by: parent.key.started_by };
                let is_known = state.time_limits.iter().any(|limit| limit.key == key || runs(limit));
                if !is_known && holds(&start.when, Some(facts), case) {
                    let of = parent.key.clone();
                    let from = RunsFrom::Expiry { of, counts_from: start.counts_from, or_event: None };
                    state.time_limits.push(new_time_limit(deadline, parent.key.started_by, from, since));
                }
            }
        }
    }
}

/// The warnings about the dates of an order: that none was sent, or not one that the law asks for,
/// or one where it grants nothing.
#[must_use]
pub fn warnings(event_type: &EventType, event: &DocketEvent) -> Vec<Warning> {
    let mut all = Vec::new();
    all.extend(warn_of_empty_order(event_type, event));
    all.extend(warn_of_dates_not_set(event_type, event));
    all.extend(warn_of_dates_without_relief(event_type, event, &event.ordered));
    all
}

/// The warning about an order that grants nothing and sets dates all the same: it may direct what
/// comes next, or it was mistaken for another.
#[must_use]
pub fn warn_of_dates_without_relief(
    event_type: &EventType,
    event: &DocketEvent,
    ordered: &[OrderedDate],
) -> Option<Warning> {
    let mut says = event_type.grants_nothing_when.iter();
    let grants_nothing =
        event_type.grants_nothing || says.any(|said| event.facts.get(&said.fact) == Some(&said.equals));
    (grants_nothing && !ordered.is_empty()).then(|| Warning {
        code: "ordered_without_relief".to_owned(),
        text: Text::new(
            "The order grants nothing, and sets dates. If it directs what comes next, it is as it should be; otherwise correct what is recorded, or take the dates out of ordered.",
            "L'ordonnance n'accorde rien et fixe des dates. Si elle donne des directives pour la suite, tout est en ordre; sinon, corrigez ce qui est consigné ou retirez les dates de ordered.",
        ),
    })
}

/// The warnings about the dates that the law makes an order set, and that were not sent with it:
/// those time limits run, and nobody is told of them.
fn warn_of_dates_not_set(event_type: &EventType, event: &DocketEvent) -> Vec<Warning> {
    let citation = event_type.citation.clone().unwrap_or_default();
    let is_sent = |rule: &str| event.ordered.iter().any(|date| date.rule == rule);
    let missing = event_type.sets.iter().filter(|date| date.required && !is_sent(&date.rule));
    missing
        .map(|date| Warning {
            code: "date_not_ordered".to_owned(),
            text: Text::new(
                format!("Such an order sets a date under {} ({}), and none was sent: correct the event with ordered, or no time limit is kept.", date.rule, citation.en),
                format!("Une telle ordonnance fixe une date selon {} ({}), et aucune n'a été envoyée : corrigez l'événement avec ordered, sans quoi aucun délai n'est suivi.", date.rule, citation.fr),
            ),
        })
        .collect()
}

/// The warning about an order that is about time and sets no date: an extension to no day.
fn warn_of_empty_order(event_type: &EventType, event: &DocketEvent) -> Option<Warning> {
    (event_type.about_time && event.ordered.is_empty()).then(|| Warning {
        code: "nothing_ordered".to_owned(),
        text: Text::new(
            "The order sets no date, so no time limit moves: send ordered with each rule and its new day.",
            "L'ordonnance ne fixe aucune date et aucun délai ne change : envoyez ordered avec chaque règle et sa nouvelle date.",
        ),
    })
}

/// The facts of an event that a deadline's computation is given.
#[must_use]
pub fn passed(deadline: &DeadlineDef, event: &DocketEvent) -> EventFacts {
    let wanted = deadline.passes_facts.iter();
    wanted.filter_map(|name| Some((name.clone(), event.facts.get(name)?.clone()))).collect()
}

/// The day or instant from which a start counts. The expiry of another time is none of an event's.
#[must_use]
pub fn anchor(start: &Start, trigger: &str, event: &DocketEvent, case: &CaseFacts) -> Option<Trigger> {
    let day = match &start.anchor {
        Anchor::DecisionNotified => case.decision.notified_on,
        Anchor::OccurredOn => Some(event.occurred_on),
        Anchor::ServedOn => {
            event.served_on.or_else(|| (trigger == event.event_type).then_some(event.occurred_on))
        }
        Anchor::Fact(name) => return event.facts.get(name).and_then(Value::as_str).and_then(point),
        Anchor::ExpiryOf(_) => None,
    };
    day.map(Trigger::On)
}

/// A fact that is a day, a local time or an instant.
fn point(written: &str) -> Option<Trigger> {
    written.parse().map(Trigger::On).ok().or_else(|| Trigger::parse_at(written).ok())
}

/// The time limit of a rule that an order dates. A rule may run more than once: for each of several
/// motions in one file. An order on a motion dates the time of that one, and no other's; one that
/// says of no motion which it is about dates none where the times of several run. So no last day is
/// taken off the list by a guess.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Dated {
    /// The one at this place, which runs.
    Running(usize),
    /// A new one: none of the rule runs that could be meant.
    New,
    /// The time of one of these motions, and nothing says of which.
    OneOf(BTreeSet<EventId>),
}

/// The time limit of a rule that an order on this motion dates, or on none that is known.
#[must_use]
pub fn dated(state: &State, rule: &str, motion: Option<EventId>) -> Dated {
    let limits = state.time_limits.iter().enumerate().rev();
    let running =
        limits.filter(|(_, limit)| limit.key.rule == rule && limit.outcome == LimitOutcome::Running);
    let running: Vec<_> = running.map(|(place, limit)| (place, limit.motion)).collect();
    if let Some((place, _)) = running.iter().find(|(_, of)| motion.is_some() && *of == motion) {
        return Dated::Running(*place);
    }
    // A time of another motion is not of this one.
    let others: Vec<_> = running.into_iter().filter(|(_, of)| motion.is_none() || of.is_none()).collect();
    let motions: BTreeSet<_> = others.iter().filter_map(|(_, of)| *of).collect();
    match others.first() {
        _ if motions.len() > 1 => Dated::OneOf(motions),
        Some((place, _)) => Dated::Running(*place),
        None => Dated::New,
    }
}

/// Gives the date of an order to the time limit that it dates: the latest of the rule that runs, or
/// a new one.
pub(super) fn order(state: &mut State, proceeding: &Proceeding, event: &DocketEvent, ordered: &OrderedDate) {
    let set = Some(SetByOrder {
        due_on: ordered.due_on,
        by: event.id,
        position: event.position,
        made_on: event.occurred_on,
    });
    let motion = motions::of_event(&state.occurrences, event.id);
    match dated(state, &ordered.rule, motion) {
        Dated::OneOf(_) => {}
        Dated::Running(place) => {
            if let Some(limit) = state.time_limits.get_mut(place) {
                limit.ordered = set;
            }
        }
        Dated::New => {
            let known = proceeding.deadlines.iter().find(|deadline| deadline.rule == ordered.rule);
            let Some(deadline) = known else { return };
            let on_record = state.occurrences.len();
            let mut new = new_time_limit(deadline, Some(event.id), RunsFrom::Order, on_record);
            new.ordered = set;
            state.time_limits.push(new);
        }
    }
}
