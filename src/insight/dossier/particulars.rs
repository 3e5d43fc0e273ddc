//! What an entry of a docket says beyond its days, as a person reads it in one language. Pure.

use crate::chronology;
use crate::insight::reference::lists::service_method;
use crate::insight::report::words::ReportWords;
use crate::law::calendars::dates::spoken;
use crate::law::docket::model::OrderedDate;
use crate::law::engine::{Law, OfficeChoice, Trigger, by_the_clock, zone_of};
use crate::law::proceedings::{Catalog, EventType, FactDef, FactKind};
use crate::matters::docket::api::Event;
use serde_json::Value;
use std::collections::BTreeMap;

/// The method of service, the facts and the dates that an entry sets: each with the name that it
/// has. What the catalog does not know stays as it was written.
pub(super) fn of(
    event: &Event,
    definition: Option<&EventType>,
    office: Option<&str>,
    words: ReportWords,
) -> Vec<String> {
    let mut said = Vec::new();
    if let Some(method) = &event.service_method {
        let name = words.say("Method of service", "Mode de signification");
        said.push(named(&name, &words.text(&service_method(method)), words));
    }
    let facts: BTreeMap<String, Value> = event.facts.parse().unwrap_or_default();
    said.extend(facts.iter().map(|(code, value)| {
        let fact = definition.and_then(|definition| definition.fact(code));
        let name = fact.map_or_else(|| code.clone(), |fact| words.text(&fact.name));
        named(&name, &value_of(fact, value, office, words), words)
    }));
    let ordered: Vec<OrderedDate> = event.ordered.parse().unwrap_or_default();
    said.extend(ordered.iter().map(|date| {
        let rule = Catalog::current().rule(&date.rule);
        let rule = rule.map_or_else(|| date.rule.clone(), |rule| words.text(&rule.name));
        named(&format!("{} {rule}", words.say("Sets", "Fixe")), &words.day(date.due_on), words)
    }));
    said
}

fn named(name: &str, value: &str, words: ReportWords) -> String {
    format!("{name}{}{value}", words.say(": ", "\u{a0}: "))
}

fn value_of(fact: Option<&FactDef>, value: &Value, office: Option<&str>, words: ReportWords) -> String {
    let kind = fact.map(|fact| fact.kind);
    match (kind, value) {
        (_, Value::Bool(true)) => words.say("yes", "oui"),
        (_, Value::Bool(false)) => words.say("no", "non"),
        (Some(FactKind::Date), Value::String(written)) => day(written, words),
        (Some(FactKind::Instant), Value::String(written)) => hour(written, office, words),
        (Some(FactKind::Code), Value::String(code)) => {
            let known = fact.and_then(|fact| fact.values.iter().find(|choice| choice.code == *code));
            known.map_or_else(|| code.clone(), |choice| words.text(&choice.name))
        }
        (Some(FactKind::Spans), Value::Array(spans)) => {
            spans.iter().map(|pair| span(pair, words)).collect::<Vec<_>>().join(", ")
        }
        (_, Value::String(text)) => text.clone(),
        (_, other) => other.to_string(),
    }
}

fn day(written: &str, words: ReportWords) -> String {
    chronology::day(written).map_or_else(|_| written.to_owned(), |day| words.day(day))
}

/// An hour by the clock of the office.
pub(super) fn hour(written: &str, office: Option<&str>, words: ReportWords) -> String {
    let (calendars, office) = (Law::current().calendars, office.map(OfficeChoice::OfCase));
    let read = Trigger::parse_at(written).map(|at| by_the_clock(calendars, office, at));
    match read {
        Ok(Trigger::At(at)) => words.text(&spoken(at.to_utc(), zone_of(calendars, office))),
        _ => written.to_owned(),
    }
}

fn span(pair: &Value, words: ReportWords) -> String {
    match pair.as_array().map(Vec::as_slice) {
        Some([Value::String(from), Value::String(to)]) => {
            format!("{} {} {}", day(from, words), words.say("to", "au"), day(to, words))
        }
        _ => pair.to_string(),
    }
}
