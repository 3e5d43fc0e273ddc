//! Whether an event may stand on the docket where it stands.
//!
//! What is wrong with the event itself is a 422 with every fault; what the stage forbids is asked
//! elsewhere ([`super::admission`]).

use super::{about, fact_timing};
use crate::chronology::{self, Unreadable};
use crate::db::types::Instant;
use crate::error::{Code, Error, Fault, Result};
use crate::ids::EventId;
use crate::law::calendars::{FIRST_DAY, LAST_DAY};
use crate::law::docket::causes;
use crate::law::docket::model::{CaseFacts, DocketEvent};
use crate::law::docket::replay::State;
use crate::law::engine::{Trigger, beyond_bounds};
use crate::law::proceedings::{Catalog, EventType, FactDef, FactKind, Proceeding, SERVICE_METHODS};
use crate::text::{Text, not_of_a_line};
use crate::unparsed::schema::escape;
use chrono::NaiveDate;
use serde_json::Value;

/// The type of an event, from the proceeding.
///
/// # Errors
/// 422 where the proceeding has none of that code.
pub fn event_type<'a>(proceeding: &'a Proceeding, code: &str) -> Result<&'a EventType> {
    proceeding.event(code).ok_or_else(|| {
        Error::invalid(vec![Fault::body(
            "/type",
            "unknown_event",
            format!(
                "The proceeding {0} has no such event. GET /v1/proceedings/{0} lists them.",
                proceeding.code
            ),
            format!(
                "L'instance {0} ne connaît pas cet événement. GET /v1/proceedings/{0} les énumère.",
                proceeding.code
            ),
        )])
    })
}

/// The number of events that a docket may hold. Each act replays them all; no docket of this kind
/// of litigation has a fifth of them.
pub const MOST_EVENTS: usize = 500;

/// Refuses one more event on a docket that holds as many as it may.
///
/// # Errors
/// 409 where it does not.
pub fn room(recorded: usize) -> Result<()> {
    if recorded < MOST_EVENTS {
        return Ok(());
    }
    Err(Error::new(Code::Conflict).with_detail(
        format!("The docket holds {MOST_EVENTS} events, and no more. Correct one that is there, or record it as a note."),
        format!(
            "Le dossier de la cour contient {MOST_EVENTS} événements, son maximum. Corrigez un événement inscrit ou consignez-le en note."
        ),
    ))
}

/// Refuses an event that is wrong by itself, whatever stands on the docket: by its form, by facts
/// that no calendar covers, by facts that contradict it or today. What is `also` wrong is told with
/// it.
///
/// # Errors
/// 422 with every fault.
pub fn by_itself(
    (proceeding, definition): (&Proceeding, &EventType),
    office: Option<&str>,
    event: &DocketEvent,
    now: Option<Instant>,
    also: &[Fault],
) -> Result<()> {
    let form = form(definition, proceeding, event);
    let mut timing = fact_timing::faults(definition, office, event, now);
    timing.extend(fact_timing::of_hearing(proceeding, office, event));
    timing.extend(fact_timing::left_out_hours(definition, office, event));
    if !form.is_empty() {
        return Err(Error::invalid(form).with_faults(timing).with_faults(also.to_vec()));
    }
    covered(definition, event)?;
    if !timing.is_empty() {
        return Err(Error::invalid(timing).with_faults(also.to_vec()));
    }
    Ok(())
}

/// The faults of an event by its form: service where there is none, facts, dates that an order
/// sets.
fn form(definition: &EventType, proceeding: &Proceeding, event: &DocketEvent) -> Vec<Fault> {
    let mut faults = Vec::new();
    let served = definition.takes_service || definition.records_service_as.is_some();
    if event.served_on.is_some() && !served {
        faults.push(Fault::body(
            "/served_on",
            "not_applicable",
            "This event is not a service. Leave the field out.",
            "Cet événement n'est pas une signification. Retirez ce champ.",
        ));
    }
    if let Some(method) = &event.service_method {
        if !served {
            faults.push(Fault::body(
                "/service_method",
                "not_applicable",
                "This event is not a service. Leave the field out.",
                "Cet événement n'est pas une signification. Retirez ce champ.",
            ));
        } else if !SERVICE_METHODS.contains(&method.as_str()) {
            let known = SERVICE_METHODS.join(", ");
            faults.push(Fault::body(
                "/service_method",
                "invalid_value",
                format!("Not one of: {known}."),
                format!("Valeur hors de la liste : {known}."),
            ));
        }
    }
    if event.about.is_some() && definition.about.is_none() {
        faults.push(about::not_applicable());
    }
    facts(definition, event, &mut faults);
    ordered(definition, proceeding, event, &mut faults);
    faults
}

fn is_span(value: &Value) -> bool {
    let day = |value: &Value| value.as_str().and_then(|text| chronology::day(text).ok());
    match value.as_array().map(Vec::as_slice) {
        Some([from, to]) => day(from).zip(day(to)).is_some_and(|(from, to)| from <= to),
        _ => false,
    }
}

fn facts(definition: &EventType, event: &DocketEvent, faults: &mut Vec<Fault>) {
    let facts = &event.facts;
    let beyond = beyond_bounds(facts);
    if !beyond.is_empty() {
        // Of facts that nothing is computed by nothing else need be said.
        faults.extend(beyond);
        return;
    }
    for (name, value) in facts {
        let pointer = format!("/facts/{}", escape(name));
        match definition.fact(name) {
            None => {
                let known: Vec<_> = definition.facts.iter().map(|fact| fact.code.as_str()).collect();
                let known = if known.is_empty() { "-".to_owned() } else { known.join(", ") };
                faults.push(Fault::body(
                    pointer,
                    "unknown_fact",
                    format!("This event has no such fact. Known: {known}."),
                    format!("Cet événement ne comporte pas ce fait. Faits connus : {known}."),
                ));
            }
            Some(fact) => {
                if let Some((en, fr)) = misfit(fact, value) {
                    faults.push(Fault::body(pointer, "invalid_fact", en, fr));
                }
            }
        }
    }
    for fact in definition.facts.iter().filter(|fact| fact.required && !facts.contains_key(&fact.code)) {
        faults.push(Fault::body(
            format!("/facts/{}", escape(&fact.code)),
            "required",
            format!("This fact is missing: {}.", fact.name.en),
            format!("Ce fait est obligatoire : {}.", fact.name.fr),
        ));
    }
}

/// Whether a text is one line, of which all is seen.
fn is_plain_line(text: &str) -> bool {
    not_of_a_line(text).is_none() && !text.trim().is_empty()
}

/// The reason why a value is not of the kind that the fact has.
fn misfit(fact: &FactDef, value: &Value) -> Option<(String, String)> {
    let (fits, en, fr) = match fact.kind {
        FactKind::Date => (
            value.as_str().is_some_and(|text| chronology::day(text) != Err(Unreadable::Form)),
            "A date that exists is expected, as YYYY-MM-DD.".to_owned(),
            "Une date existante est attendue, sous la forme AAAA-MM-JJ.".to_owned(),
        ),
        FactKind::Instant => (
            value.as_str().is_some_and(|text| Trigger::parse_at(text) != Err(Unreadable::Form)),
            "A local time is expected, as 2026-03-09T14:30, or an instant with its offset.".to_owned(),
            "Une heure locale est attendue, sous la forme 2026-03-09T14:30, ou un instant avec son décalage."
                .to_owned(),
        ),
        FactKind::Spans => (
            value.as_array().is_some_and(|spans| spans.iter().all(is_span)),
            "A list of pairs of dates [from, to] is expected, the first no later than the second.".to_owned(),
            "Une liste de paires de dates [du, au] est attendue, la première non postérieure à la seconde."
                .to_owned(),
        ),
        FactKind::Text => (
            value.as_str().is_some_and(is_plain_line),
            "A line of text is expected, without characters that nobody sees.".to_owned(),
            "Une ligne de texte est attendue, sans caractères que personne ne voit.".to_owned(),
        ),
        FactKind::Boolean => (
            value.is_boolean(),
            "true or false is expected.".to_owned(),
            "true ou false est attendu.".to_owned(),
        ),
        FactKind::Integer => {
            let (min, max) = (fact.min.unwrap_or(i64::MIN), fact.max.unwrap_or(i64::MAX));
            (
                value.as_i64().is_some_and(|number| (min..=max).contains(&number)),
                format!("A whole number from {min} to {max} is expected."),
                format!("Un nombre entier de {min} à {max} est attendu."),
            )
        }
        FactKind::Code => {
            let known: Vec<_> = fact.values.iter().map(|choice| choice.code.as_str()).collect();
            let fits = value.as_str().is_some_and(|code| known.contains(&code));
            let known = known.join(", ");
            (fits, format!("Not one of: {known}."), format!("Valeur hors de la liste : {known}."))
        }
    };
    (!fits).then_some((en, fr))
}

/// A date that no calendar knows.
#[must_use]
pub fn uncovered(pointer: impl Into<String>) -> Fault {
    Fault::body(
        pointer,
        "outside_calendar",
        format!("The calendars cover {FIRST_DAY} to {LAST_DAY}. Check the year."),
        format!("Les calendriers vont du {FIRST_DAY} au {LAST_DAY}. Vérifiez l'année."),
    )
}

/// Refuses facts that no calendar knows: nothing can be computed from them, now or when the case is
/// computed again.
///
/// # Errors
/// 422 that names each.
fn covered(definition: &EventType, event: &DocketEvent) -> Result<()> {
    let beyond = |(name, value): (&String, &Value)| {
        let text = value.as_str()?;
        let day = match definition.fact(name)?.kind {
            FactKind::Date => chronology::day(text).ok(),
            FactKind::Instant => Trigger::parse_at(text).ok().map(|at| at.day()),
            _ => return None,
        };
        let is_covered = day.is_some_and(|day| (FIRST_DAY..=LAST_DAY).contains(&day));
        (!is_covered).then(|| uncovered(format!("/facts/{}", escape(name))))
    };
    let faults: Vec<_> = event.facts.iter().filter_map(beyond).collect();
    if faults.is_empty() { Ok(()) } else { Err(Error::new(Code::OutsideCalendar).with_faults(faults)) }
}

fn ordered(definition: &EventType, proceeding: &Proceeding, event: &DocketEvent, faults: &mut Vec<Fault>) {
    if !definition.order && !event.ordered.is_empty() {
        faults.push(Fault::body(
            "/ordered",
            "not_an_order",
            "Only an order of the court sets dates. Leave the field out, or record the order.",
            "Seule une ordonnance de la cour fixe des dates. Retirez ce champ ou consignez l'ordonnance.",
        ));
        return;
    }
    for (index, date) in event.ordered.iter().enumerate() {
        let known: Vec<_> = Catalog::current().may_be_set(definition, proceeding).collect();
        if !known.contains(&date.rule.as_str()) {
            faults.push(unknown_rule(index, &known));
        }
        if date.due_on > LAST_DAY {
            faults.push(uncovered(format!("/ordered/{index}/due_on")));
        }
        if date.due_on < event.occurred_on {
            faults.push(Fault::body(
                format!("/ordered/{index}/due_on"),
                "before_order",
                "An order cannot set a date before itself.",
                "Une ordonnance ne peut fixer une date qui la précède.",
            ));
        }
        if event.ordered.iter().take(index).any(|before| before.rule == date.rule) {
            faults.push(Fault::body(
                format!("/ordered/{index}/rule"),
                "repeated",
                "The order sets this date twice. Keep one.",
                "L'ordonnance fixe cette date deux fois. N'en gardez qu'une.",
            ));
        }
    }
}

/// The fault of a date under a rule that is none of those that the order may set.
#[must_use]
pub fn unknown_rule(index: usize, known: &[&str]) -> Fault {
    let known = known.join(", ");
    Fault::body(
        format!("/ordered/{index}/rule"),
        "unknown_rule",
        format!("This order sets no date under that rule. It may set: {known}."),
        format!("Cette ordonnance ne fixe aucune date selon cette règle. Elle peut fixer : {known}."),
    )
}

/// The faults of an event's dates: in the future, before the decision, before its cause.
#[must_use]
pub fn dates(
    definition: &EventType,
    proceeding: &Proceeding,
    state: &State,
    case: &CaseFacts,
    event: &DocketEvent,
    today: NaiveDate,
) -> Vec<Fault> {
    let mut faults = Vec::new();
    let given = [("/occurred_on", Some(event.occurred_on)), ("/served_on", event.served_on)];
    let made_on = case.decision.made_on();
    let cause = causes::latest(proceeding, definition, state, event);
    for (pointer, day) in given.into_iter().filter_map(|(pointer, day)| Some((pointer, day?))) {
        if day > today {
            faults.push(crate::matters::cases::service::future(pointer, today));
        }
        if let Some(made_on) = made_on.filter(|made_on| day < *made_on) {
            faults.push(Fault::body(
                pointer,
                "before_decision",
                format!(
                    "This is before the decision under review, which was made on {made_on}. Check both dates."
                ),
                format!(
                    "Cette date précède la décision contestée, rendue le {made_on}. Vérifiez les deux dates."
                ),
            ));
        }
        if let Some(cause) = cause.filter(|cause| day < cause.on) {
            let name =
                proceeding.event(&cause.event_type).map(|event| event.name.clone()).unwrap_or_default();
            let (since, first) = (cause.on, correct_first(cause.by));
            faults.push(Fault::body(
                pointer,
                "before_cause",
                format!("This is before what it follows: \"{}\" happened on {since}. {}", name.en, first.en),
                format!(
                    "Cette date précède ce dont elle découle : « {} » a eu lieu le {since}. {}",
                    name.fr, first.fr
                ),
            ));
        }
    }
    faults
}

/// The way out of a contradiction with an entry of the docket, where that one is wrong.
#[must_use]
pub fn correct_first(entry: EventId) -> Text {
    Text::new(
        format!(
            "If that entry is wrong, correct it or strike it first: PATCH /v1/cases/{{id}}/events/{entry}, or POST .../{entry}/strike."
        ),
        format!(
            "Si cette inscription est erronée, corrigez-la ou radiez-la d'abord : PATCH /v1/cases/{{id}}/events/{entry}, ou POST .../{entry}/strike."
        ),
    )
}
