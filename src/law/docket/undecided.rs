//! The facts that decide what an event starts, or whose turn it is, and were not sent with it.
//! Pure.

use super::model::{DocketEvent, occurrences};
use super::motions::{Motion, step};
use crate::law::engine::{EventFacts, Warning};
use crate::law::proceedings::{Anchor, EventType, MotionStep, Proceeding};
use crate::text::Text;
use std::collections::{BTreeMap, BTreeSet};

/// The warnings about the facts that were not sent with an event, nor are known of the motion that
/// it is about.
pub(super) fn warnings(
    proceeding: &Proceeding,
    event_type: &EventType,
    event: &DocketEvent,
    motion: Option<&Motion>,
) -> Vec<Warning> {
    // What tells of another entry is not for its reader to complete.
    if event.tells {
        return Vec::new();
    }
    // What is served was filed, or what is filed was served, and that said the rest.
    let brings = event_type.brings_motion || step(event_type) == Some(MotionStep::Service);
    let before = motion.filter(|_| brings);
    let known = before.into_iter().flat_map(|motion| &motion.facts).chain(&event.facts);
    let known: EventFacts = known.map(|(fact, value)| (fact.clone(), value.clone())).collect();
    let mut found = warn_of_undecided(proceeding, event_type, &known);
    if motion.is_none_or(|motion| motion.filed_by.is_none()) {
        found.extend(warn_of_unknown_filer(proceeding, event_type, event));
    }
    found
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

/// The warning about what either side may file, where it is not said which did: whose turn it is
/// then is what the rule supposes.
fn warn_of_unknown_filer(
    proceeding: &Proceeding,
    event_type: &EventType,
    event: &DocketEvent,
) -> impl Iterator<Item = Warning> {
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
    silent.into_iter().map(|(fact, rules)| {
        let rules = rules.join(", ");
        Warning {
            code: "fact_not_sent".to_owned(),
            text: Text::new(
                format!("The fact {fact} was not sent; it decides which side has to act under {rules}. As it is, the motion is taken to be that of the party who began the proceeding."),
                format!("Le fait {fact} n'a pas été envoyé; il détermine quelle partie doit agir selon {rules}. En l'état, la requête est présumée celle de la partie qui a introduit l'instance."),
            ),
        }
    })
}
