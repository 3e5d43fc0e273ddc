//! Where the days and hours among the facts of an event lie: seen from the event, and from now.
//!
//! A fact that contradicts the event moves a time limit as surely as the event itself: a detention
//! that is said to have begun next year puts off its review by as much.

use crate::chronology;
use crate::clock::registry_day;
use crate::db::types::Instant;
use crate::error::Fault;
use crate::law::calendars::dates::spoken;
use crate::law::docket::hearings;
use crate::law::docket::model::DocketEvent;
use crate::law::engine::{Law, OfficeChoice, Trigger, Warning, by_the_clock, comes_twice, left_out, zone_of};
use crate::law::proceedings::{EventType, FactDef, FactKind, FactTiming, HEARING_AT, Proceeding};
use crate::text::Text;
use crate::unparsed::schema::escape;
use chrono::NaiveDate;
use chrono_tz::Tz;
use serde_json::Value;

/// The faults of the facts that contradict the day of their event, or today. Whoever only asks what
/// would follow names no `now`: it has not happened yet.
#[must_use]
pub fn faults(
    definition: &EventType,
    office: Option<&str>,
    event: &DocketEvent,
    now: Option<Instant>,
) -> Vec<Fault> {
    let found = |(name, value): (&String, &Value)| {
        let fact = definition.fact(name)?;
        let zone = || zone_of(Law::current().calendars, office.map(OfficeChoice::OfCase));
        let (en, fr) = contradiction(fact, placed(fact, office, value)?, event.occurred_on, now, zone)?;
        Some(Fault::body(format!("/facts/{}", escape(name)), "contradictory_fact", en, fr))
    };
    event.facts.iter().filter_map(found).collect()
}

/// The faults of hours that the clocks of the office leave out.
#[must_use]
pub fn left_out_hours(definition: &EventType, office: Option<&str>, event: &DocketEvent) -> Vec<Fault> {
    let found = hours(definition, event).filter_map(|(name, at)| {
        let text = left_out(zone_of(Law::current().calendars, office.map(OfficeChoice::OfCase)), at)?;
        Some(Fault::body(format!("/facts/{}", escape(name)), "no_such_hour", text.en, text.fr))
    });
    found.collect()
}

/// The warnings about hours that come twice by the clock of the office.
#[must_use]
pub fn warnings(definition: &EventType, office: Option<&str>, event: &DocketEvent) -> Vec<Warning> {
    let zone = || zone_of(Law::current().calendars, office.map(OfficeChoice::OfCase));
    hours(definition, event).filter_map(|(_, at)| comes_twice(zone(), at)).collect()
}

/// The facts of an event that are hours.
fn hours<'a>(definition: &'a EventType, event: &'a DocketEvent) -> impl Iterator<Item = (&'a str, Trigger)> {
    let known = definition.facts.iter().filter(|fact| fact.kind == FactKind::Instant);
    known.filter_map(|fact| {
        let written = event.facts.get(&fact.code)?.as_str()?;
        Some((fact.code.as_str(), Trigger::parse_at(written).ok()?))
    })
}

/// The fault of an hour that lies on another day than the hearing which begins then.
#[must_use]
pub fn of_hearing(proceeding: &Proceeding, office: Option<&str>, event: &DocketEvent) -> Option<Fault> {
    let (_, day) = hearings::set_by(proceeding, &event.event_type)?;
    let day = chronology::day(event.facts.get(day)?.as_str()?).ok()?;
    let at = hearings::hour(&event.facts)?;
    let at = by_the_clock(Law::current().calendars, office.map(OfficeChoice::OfCase), at).day();
    (at != day).then(|| {
        Fault::body(
            format!("/facts/{HEARING_AT}"),
            "contradictory_fact",
            format!("By the clock of the office this hour is on {at}, and the hearing on {day}. Check both."),
            format!(
                "À l'heure du bureau, ce moment tombe le {at}, et l'audience le {day}. Vérifiez les deux."
            ),
        )
    })
}

/// The day or the hour that a fact is, by the clock of the office.
fn placed(fact: &FactDef, office: Option<&str>, value: &Value) -> Option<Trigger> {
    match fact.kind {
        FactKind::Date => chronology::day(value.as_str()?).ok().map(Trigger::On),
        FactKind::Instant => {
            let at = Trigger::parse_at(value.as_str()?).ok()?;
            Some(by_the_clock(Law::current().calendars, office.map(OfficeChoice::OfCase), at))
        }
        FactKind::Boolean | FactKind::Code | FactKind::Integer | FactKind::Spans | FactKind::Text => None,
    }
}

/// What a fact contradicts, in both languages.
fn contradiction(
    fact: &FactDef,
    at: Trigger,
    event: NaiveDate,
    now: Option<Instant>,
    zone: impl Fn() -> Tz,
) -> Option<(String, String)> {
    let day = at.day();
    let timing = fact.timing?;
    let before = (
        format!("This day, {day}, lies before the event itself, {event}. Check both dates."),
        format!("Ce jour, le {day}, précède l'événement lui-même, le {event}. Vérifiez les deux dates."),
    );
    let after = (
        format!("This day, {day}, lies after the event itself, {event}. Check both dates."),
        format!("Ce jour, le {day}, suit l'événement lui-même, le {event}. Vérifiez les deux dates."),
    );
    let same = (
        format!("This is another day ({day}) than that of the event ({event}). Check both dates."),
        format!("Ce jour ({day}) n'est pas celui de l'événement ({event}). Vérifiez les deux dates."),
    );
    let wrong = match timing {
        FactTiming::SameDay => (day != event).then_some(same),
        FactTiming::OnOrAfter | FactTiming::Since => (day < event).then_some(before),
        FactTiming::OnOrBefore => (day > event).then_some(after),
    };
    wrong.or_else(|| (timing != FactTiming::OnOrAfter && is_ahead(at, now?)).then(|| ahead(at, zone())))
}

/// Whether a day or an hour has not come yet.
fn is_ahead(at: Trigger, now: Instant) -> bool {
    match at {
        Trigger::At(at) => at > now.utc(),
        _ => at.day() > registry_day(now),
    }
}

fn ahead(at: Trigger, zone: Tz) -> (String, String) {
    let said = match at {
        Trigger::At(at) => spoken(at.to_utc(), zone),
        _ => Text::new(at.day().to_string(), at.day().to_string()),
    };
    (
        format!("{} is in the future: record what has happened.", said.en),
        format!("Le {} est dans l'avenir : consignez ce qui a eu lieu.", said.fr),
    )
}
