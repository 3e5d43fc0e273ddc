//! The time limits that an event starts or moves, or to which it gives the event that they may run
//! from. Pure.

use super::model::{CaseFacts, DocketEvent, Occurrence, OrderedDate, occurrences};
use super::replay::{LimitOutcome, PointSet, RunsFrom, SetByOrder, State, TimeLimit, TimeLimitKey, holds};
use super::{hearings, motions};
use crate::ids::EventId;
use crate::law::engine::{EventFacts, Trigger, Warning};
use crate::law::proceedings::{Anchor, DeadlineDef, EventType, Proceeding, Start};
use crate::text::Text;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

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
    for deadline in proceeding.deadlines.iter().filter(|deadline| !(deadline.of_motion && event.tells)) {
        for start in &deadline.started_by {
            let Some(trigger) = start.event.as_deref() else { continue };
            let recorded = occurrences(definition, event).any(|(event_type, _)| event_type == trigger);
            if !recorded
                || !holds(&start.when, Some(&event.facts), case)
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
            begin(state, proceeding, (deadline, start), event, point);
        }
    }
    start_dependents(state, proceeding, case, &event.facts);
}

fn begin(
    state: &mut State,
    proceeding: &Proceeding,
    (deadline, start): (&DeadlineDef, &Start),
    event: &DocketEvent,
    point: Trigger,
) {
    let motion = motions::of_event(&state.occurrences, event.id).filter(|_| deadline.of_motion);
    let turn = deadline.turn.as_ref();
    let actor = turn.and_then(|turn| turn.actor(proceeding.initiator, &event.facts));
    // Who brought a motion replies to whoever answers it.
    let brought_by = motions::answered((&state.motions, &state.occurrences), proceeding, event)
        .and_then(|motion| motion.filed_by);
    let actor = brought_by.filter(|_| turn.is_some()).or(actor);
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

/// The facts that decide what an event starts and were not sent with it: for each, the rules in
/// question.
fn undecided<'a>(
    proceeding: &'a Proceeding,
    event_type: &EventType,
    facts: &EventFacts,
) -> Vec<(&'a str, Vec<&'a str>)> {
    let optional = event_type.facts.iter().filter(|fact| !fact.required && !facts.contains_key(&fact.code));
    let missing: BTreeSet<&str> = optional.map(|fact| fact.code.as_str()).collect();
    let mut found: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for deadline in &proceeding.deadlines {
        let triggers = [Some(&event_type.code), event_type.records_service_as.as_ref()];
        let starts = deadline
            .started_by
            .iter()
            .filter(|start| start.event.as_ref().is_some_and(|code| triggers.contains(&Some(code))));
        for condition in starts.flat_map(|start| &start.when) {
            if missing.contains(condition.fact.as_str()) {
                let rules = found.entry(&condition.fact).or_default();
                if !rules.contains(&deadline.rule.as_str()) {
                    rules.push(&deadline.rule);
                }
            }
        }
    }
    found.into_iter().collect()
}

/// The warnings about facts that were not sent, and on which it depends what an event starts.
#[must_use]
pub fn warn_of_undecided(
    proceeding: &Proceeding,
    event_type: &EventType,
    facts: &EventFacts,
) -> Vec<Warning> {
    let undecided = undecided(proceeding, event_type, facts).into_iter();
    undecided
        .map(|(fact, rules)| {
            let rules = rules.join(", ");
            Warning {
                code: "fact_not_sent".to_owned(),
                text: Text::new(
                    format!("The fact {fact} was not sent; it decides whether time runs under {rules}. As it is, none does."),
                    format!("Le fait {fact} n'a pas été envoyé; il détermine si un délai court selon {rules}. En l'état, aucun ne court."),
                ),
            }
        })
        .collect()
}

/// The warnings about an event: facts on which time depends, and dates, that were not sent.
#[must_use]
pub fn warnings(proceeding: &Proceeding, event_type: &EventType, event: &DocketEvent) -> Vec<Warning> {
    let mut all = Vec::new();
    // What tells of another entry is not for its reader to complete.
    if !event.tells {
        all.extend(warn_of_undecided(proceeding, event_type, &event.facts));
        all.extend(warn_of_unknown_filer(proceeding, event_type, event));
    }
    all.extend(warn_of_empty_order(event_type, event));
    all.extend(warn_of_dates_not_set(event_type, event));
    all.extend(warn_of_dates_without_relief(event_type, event, &event.ordered));
    all
}

/// The warning about what either side may file, where it is not said which did: whose turn it is
/// then is what the rule supposes.
fn warn_of_unknown_filer(
    proceeding: &Proceeding,
    event_type: &EventType,
    event: &DocketEvent,
) -> Vec<Warning> {
    let recorded: Vec<_> = occurrences(event_type, event).map(|(code, _)| code).collect();
    let mut silent: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for deadline in &proceeding.deadlines {
        let fact = deadline.turn.as_ref().map(|turn| turn.fact.as_str());
        let Some(fact) = fact.filter(|fact| !event.facts.contains_key(*fact)) else { continue };
        let mut starts = deadline.started_by.iter();
        let is_started = starts.any(|start| {
            let runs = match &start.anchor {
                Anchor::Fact(day) => event.facts.contains_key(day),
                _ => true,
            };
            runs && start.event.as_deref().is_some_and(|code| recorded.contains(&code))
                && start
                    .when
                    .iter()
                    .all(|condition| event.facts.get(&condition.fact) == Some(&condition.equals))
        });
        if is_started {
            silent.entry(fact).or_default().push(&deadline.rule);
        }
    }
    let warnings = silent.into_iter().map(|(fact, rules)| {
        let rules = rules.join(", ");
        Warning {
            code: "fact_not_sent".to_owned(),
            text: Text::new(
                format!("The fact {fact} was not sent; it decides which side has to act under {rules}. As it is, the motion is taken to be that of the party who began the proceeding."),
                format!("Le fait {fact} n'a pas été envoyé; il détermine quelle partie doit agir selon {rules}. En l'état, la requête est présumée celle de la partie qui a introduit l'instance."),
            ),
        }
    });
    warnings.collect()
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
