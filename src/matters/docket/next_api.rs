//! The events that may be recorded next, on the wire.

use crate::ids::EventId;
use crate::law::docket::abeyance::HeldInAbeyance;
use crate::law::docket::motions::{self, Motion};
use crate::law::docket::replay::State;
use crate::law::proceedings::{Catalog, EventType, FactKind, Proceeding};
use crate::text::Text;
use chrono::NaiveDate;
use serde::Serialize;
use utoipa::ToSchema;

/// The events that may be recorded on a docket now.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({"stage": "commenced", "items": [{"type": "application_served",
    "name": {"en": "Application served", "fr": "Demande signifiée"}, "takes_service": true, "order": false, "sets": [], "facts": []}]}))]
pub struct NextEvents {
    /// The stage of the case.
    pub stage: String,
    /// The abeyance in which it is; left out where it is in none. No time limit stops by it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub abeyance: Option<HeldInAbeyance>,
    /// The events that may be recorded.
    pub items: Vec<NextEvent>,
}

/// An event that may be recorded now.
#[derive(Serialize, ToSchema)]
pub struct NextEvent {
    /// The code of the event.
    #[serde(rename = "type")]
    pub event_type: String,
    /// The name of the event, in both languages.
    pub name: Text,
    /// Whether it may carry `served_on` and `service_method`.
    pub takes_service: bool,
    /// Whether it is an order, which may carry `ordered`.
    pub order: bool,
    /// The pending motions that it may be about, for `about`: where there are two, it has to say
    /// which.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub about: Vec<PendingMotion>,
    /// The dates that the order may set.
    pub sets: Vec<NextOrderedDate>,
    /// The facts that it may carry.
    pub facts: Vec<NextEventFact>,
}

/// A motion that is pending.
#[derive(Serialize, ToSchema)]
pub struct PendingMotion {
    /// The entry with which it came: its service, or its filing.
    pub event_id: EventId,
    /// That event: a code of the proceeding's events.
    #[serde(rename = "type")]
    pub event_type: String,
    /// The day on which it was served or filed.
    pub on: NaiveDate,
}

impl PendingMotion {
    fn of(motion: &Motion) -> Option<Self> {
        let first = motion.entries.first()?;
        Some(Self { event_id: first.id, event_type: first.event_type.clone(), on: first.on })
    }
}

/// A date that an order may set.
#[derive(Serialize, ToSchema)]
pub struct NextOrderedDate {
    /// The rule, for `ordered`.
    pub rule: String,
    /// The name of the time limit, in both languages.
    pub name: Text,
    /// Whether the law makes the order set it: without it there is a warning.
    pub required: bool,
    /// Whether it is a date of the file that the motion is in, and set there; left out if not.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub in_main_file: bool,
}

/// A fact that an event may carry.
#[derive(Serialize, ToSchema)]
pub struct NextEventFact {
    /// Its name in `facts`.
    pub code: String,
    /// The name of the fact, in both languages.
    pub name: Text,
    /// `date`, `boolean`, `code`, `integer`, `instant`, `spans` or `text`.
    pub kind: String,
    /// Whether the event is refused without it.
    pub required: bool,
    /// The values that a `code` may have.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub values: Vec<String>,
    /// The least that an `integer` may be.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub minimum: Option<i64>,
    /// The most that it may be.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub maximum: Option<i64>,
}

const fn kind(kind: FactKind) -> &'static str {
    match kind {
        FactKind::Date => "date",
        FactKind::Boolean => "boolean",
        FactKind::Code => "code",
        FactKind::Integer => "integer",
        FactKind::Instant => "instant",
        FactKind::Spans => "spans",
        FactKind::Text => "text",
    }
}

impl NextEvent {
    /// An event of a proceeding, with what it may carry: on the docket of the file that it is a
    /// motion in, too.
    pub(super) fn new(
        definition: &EventType,
        (proceeding, state): (&Proceeding, &State),
        main: Option<&Proceeding>,
    ) -> Self {
        let told = definition.in_main_file.as_ref().filter(|_| definition.order);
        let there = main.and_then(|main| Some((main, main.event(&told?.event)?)));
        let here: Vec<_> = Catalog::current().may_be_set(definition, proceeding).collect();
        let beside = there.into_iter().flat_map(|(main, event)| Catalog::current().may_be_set(event, main));
        let beside: Vec<_> = beside.filter(|rule| !here.contains(rule)).collect();
        let rules =
            here.into_iter().map(|rule| (rule, false)).chain(beside.into_iter().map(|rule| (rule, true)));
        let known = rules.filter_map(|(code, there)| Some((Catalog::current().rule(code)?, there)));
        let sets = known.map(|(rule, in_main_file)| NextOrderedDate {
            rule: rule.code.clone(),
            name: rule.name.clone(),
            required: definition.must_set(&rule.code),
            in_main_file,
        });
        let facts = definition.facts.iter().map(|fact| NextEventFact {
            code: fact.code.clone(),
            name: fact.name.clone(),
            kind: kind(fact.kind).to_owned(),
            required: fact.required,
            values: fact.values.iter().map(|choice| choice.code.clone()).collect(),
            minimum: fact.min,
            maximum: fact.max,
        });
        Self {
            event_type: definition.code.clone(),
            name: definition.name.clone(),
            takes_service: definition.takes_service || definition.records_service_as.is_some(),
            order: definition.order,
            about: motions::pending(&state.motions_so_far(), definition)
                .filter_map(PendingMotion::of)
                .collect(),
            sets: sets.collect(),
            facts: facts.collect(),
        }
    }
}
