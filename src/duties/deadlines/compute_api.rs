//! Computing without a case, on the wire.

use crate::access::context::Context;
use crate::chronology::Unreadable;
use crate::error::{Code, Error, Fault, Result};
use crate::ids::EventId;
use crate::law::docket::model::{CaseFacts, Decision, DocketEvent};
use crate::law::docket::replay::holds;
use crate::law::docket::time_limits::{anchor, is_excepted, passed};
use crate::law::docket::undecided::warn_of_undecided;
use crate::law::engine::{
    self, Computation, ComputeError, Computed, EventFacts, Explanation, Law, OfficeChoice, Trigger, Warning,
    left_out, zone_of,
};
use crate::law::proceedings::Catalog;
use crate::matters::docket::validate::{self, uncovered};
use crate::text::Text;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::collections::BTreeMap;
use utoipa::{IntoParams, ToSchema};

/// The subject of a computation: one rule from a trigger, or every rule that an event of a
/// proceeding starts.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"rule": "FCCIRPR-13", "trigger_on": "2026-06-14", "facts": {"local_holidays": ["2026-06-24"]}}))]
pub struct Compute {
    /// The rule: a code of `GET /v1/rules`. Either this or `proceeding`.
    #[serde(default)]
    #[schema(nullable = false, min_length = 1, max_length = 50)]
    pub rule: Option<String>,
    /// The day from which time runs.
    #[serde(default)]
    #[schema(nullable = false)]
    pub trigger_on: Option<NaiveDate>,
    /// The instant from which time runs; without an offset, the local time of the recipient.
    #[serde(default)]
    #[schema(nullable = false, min_length = 1, max_length = 40, example = "2026-04-10T18:30")]
    pub trigger_at: Option<String>,
    /// The proceeding: a code of `GET /v1/proceedings`. It goes with `event` and `occurred_on`.
    #[serde(default)]
    #[schema(nullable = false, min_length = 1, max_length = 50)]
    pub proceeding: Option<String>,
    /// The event: a code of the proceeding's events.
    #[serde(default)]
    #[schema(nullable = false, min_length = 1, max_length = 50)]
    pub event: Option<String>,
    /// The day on which it happened.
    #[serde(default)]
    #[schema(nullable = false)]
    pub occurred_on: Option<NaiveDate>,
    /// The day on which it was served, if that is another day.
    #[serde(default)]
    #[schema(nullable = false)]
    pub served_on: Option<NaiveDate>,
    /// The way in which it was served or sent: a code of the list `service_methods`.
    #[serde(default)]
    #[schema(nullable = false, min_length = 1, max_length = 30)]
    pub service_method: Option<String>,
    /// The registry or tribunal office, where its own days off count.
    #[serde(default)]
    #[schema(nullable = false, min_length = 1, max_length = 50)]
    pub office: Option<String>,
    /// Practice directions and special orders to apply, by code.
    #[serde(default)]
    #[schema(max_items = 20)]
    pub overlays: Vec<String>,
    /// Facts that the rule, or the event, reads.
    #[serde(default)]
    #[schema(value_type = Object)]
    pub facts: BTreeMap<String, Value>,
    /// The law as it was known on this day.
    #[serde(default)]
    #[schema(nullable = false)]
    pub as_of: Option<NaiveDate>,
}

/// The day as of which the law is taken, in the address.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ComputeAsOf {
    /// The law as it was known on this day: as `as_of` of the body.
    pub as_of: Option<NaiveDate>,
}

impl ComputeAsOf {
    /// The request, with the day of the address.
    ///
    /// # Errors
    /// 422 where the body names another day.
    pub fn onto(&self, asked: Compute) -> Result<Compute> {
        match (self.as_of, asked.as_of) {
            (Some(of_address), Some(of_body)) if of_address != of_body => Err(fault(
                "/as_of",
                "contradictory",
                format!("The address says {of_address}. Send one of the two."),
                format!("L'adresse indique le {of_address}. N'envoyez que l'une des deux."),
            )),
            (of_address, of_body) => Ok(Compute { as_of: of_body.or(of_address), ..asked }),
        }
    }
}

/// The computed deadlines.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({"deadlines": [{
    "rule": "FCCIRPR-13", "rule_version": "1993", "name": {"en": "Reply", "fr": "Réplique"}, "due_on": "2026-06-25",
    "explanation": {"steps": [{"code": "trigger", "text": {"en": "Served on Sunday 14 June 2026.", "fr": "Signifié le dimanche 14 juin 2026."}, "date": "2026-06-14"}]},
    "warnings": []
}]}))]
pub struct ComputedDeadlines {
    /// The computed deadlines, one for each rule.
    pub deadlines: Vec<ComputedDeadline>,
    /// The warnings about the event that was asked about, as in the effects of one that is
    /// recorded.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub warnings: Vec<Warning>,
}

/// A deadline that was computed.
#[derive(Serialize, ToSchema)]
pub struct ComputedDeadline {
    /// The rule.
    pub rule: String,
    /// The version of the rule that governed.
    pub rule_version: String,
    /// A short name for what has to be done.
    pub name: Text,
    /// The date, on the stated policy.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub due_on: Option<NaiveDate>,
    /// The hour, where the law names one, with the registry's offset.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub due_at: Option<String>,
    /// The first day of a window.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub not_before_on: Option<NaiveDate>,
    /// The date that is good on every reading of the law; left out where it is `due_on`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub safe_on: Option<NaiveDate>,
    /// The day before which the other side cannot be said to be late; left out where it is
    /// `due_on`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub arguable_latest_on: Option<NaiveDate>,
    /// The day on which the trigger counts as received, served or filed, where a rule says so.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub effective_on: Option<NaiveDate>,
    /// The law names no date that binds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub no_fixed_date: Option<bool>,
    /// The steps by which the date came about.
    pub explanation: Explanation,
    /// The warnings that a reader should know beside the date.
    pub warnings: Vec<Warning>,
}

impl From<Computed> for ComputedDeadline {
    fn from(computed: Computed) -> Self {
        let name = Catalog::current().rule(&computed.rule).map(|rule| rule.name.clone()).unwrap_or_default();
        Self {
            rule: computed.rule,
            rule_version: computed.rule_version,
            name,
            due_on: computed.due_on,
            due_at: computed.due_at.map(|at| at.to_rfc3339()),
            not_before_on: computed.not_before_on,
            safe_on: computed.safe_on,
            arguable_latest_on: computed.arguable_latest_on,
            effective_on: computed.effective_on,
            no_fixed_date: computed.no_fixed_date.then_some(true),
            explanation: computed.explanation,
            warnings: computed.warnings,
        }
    }
}

/// Computes what is asked.
///
/// # Errors
/// 422 where the question is not one of the two, or the law has no answer.
pub fn compute(caller: &Context, asked: &Compute) -> Result<ComputedDeadlines> {
    let beyond = engine::beyond_bounds(&asked.facts);
    if !beyond.is_empty() {
        return Err(Error::invalid(beyond));
    }
    let (deadlines, warnings) = match (&asked.rule, &asked.proceeding) {
        (Some(rule), None) => (vec![of_rule(caller, asked, rule)?], Vec::new()),
        (None, Some(proceeding)) => of_event(caller, asked, proceeding)?,
        _ => {
            return Err(fault(
                "/rule",
                "required",
                "Send either rule with trigger_on (or trigger_at), or proceeding with event and occurred_on.",
                "Envoyez soit rule avec trigger_on (ou trigger_at), soit proceeding avec event et occurred_on.",
            ));
        }
    };
    Ok(ComputedDeadlines { deadlines, warnings })
}

fn of_rule(caller: &Context, asked: &Compute, rule: &str) -> Result<ComputedDeadline> {
    let misplaced = [
        ("/event", asked.event.is_some()),
        ("/occurred_on", asked.occurred_on.is_some()),
        ("/served_on", asked.served_on.is_some()),
    ];
    let faults: Vec<_> = misplaced
        .into_iter()
        .filter(|(_, sent)| *sent)
        .map(|(pointer, _)| {
            Fault::body(
                pointer,
                "not_applicable",
                "This goes with proceeding, not with rule.",
                "Ce champ va avec proceeding, et non avec rule.",
            )
        })
        .collect();
    if !faults.is_empty() {
        return Err(Error::invalid(faults));
    }
    let trigger = match (asked.trigger_on, &asked.trigger_at) {
        (Some(day), None) => Trigger::On(day),
        (None, Some(at)) => Trigger::parse_at(at).map_err(|unreadable| match unreadable {
            Unreadable::Range => Error::new(Code::OutsideCalendar).with_faults(vec![uncovered("/trigger_at")]),
            Unreadable::Form => fault(
                "/trigger_at",
                "invalid_instant",
                "Write it as 2026-04-10T18:30 (the recipient's local time) or with an offset, 2026-04-10T18:30-04:00.",
                "Écrivez 2026-04-10T18:30 (heure locale du destinataire) ou, avec un décalage, 2026-04-10T18:30-04:00.",
            ),
        })?,
        (Some(_), Some(_)) => {
            return Err(fault(
                "/trigger_at",
                "not_applicable",
                "Send trigger_on or trigger_at, not both.",
                "Envoyez trigger_on ou trigger_at, mais pas les deux.",
            ));
        }
        (None, None) => {
            return Err(fault(
                "/trigger_on",
                "required",
                "Send the day from which time runs, or its instant as trigger_at.",
                "Envoyez le jour où le délai commence à courir, ou l'instant sous trigger_at.",
            ));
        }
    };
    let office = asked.office.as_deref().map(OfficeChoice::Asked);
    if let Some(text) = left_out(zone_of(Law::current().calendars, office), trigger) {
        return Err(fault("/trigger_at", "no_such_hour", text.en, text.fr));
    }
    let facts: EventFacts = asked.facts.clone();
    run(caller, asked, rule, trigger, asked.service_method.as_deref(), &facts)
}

fn of_event(caller: &Context, asked: &Compute, code: &str) -> Result<(Vec<ComputedDeadline>, Vec<Warning>)> {
    if asked.trigger_on.is_some() || asked.trigger_at.is_some() {
        return Err(fault(
            "/trigger_on",
            "not_applicable",
            "With proceeding, send event and occurred_on.",
            "Avec proceeding, envoyez event et occurred_on.",
        ));
    }
    let proceeding = Catalog::current().proceeding(code).ok_or_else(|| {
        fault(
            "/proceeding",
            "unknown_proceeding",
            "There is no such proceeding: GET /v1/proceedings lists them.",
            "Cette instance n'existe pas : GET /v1/proceedings les énumère.",
        )
    })?;
    let required =
        |pointer| fault(pointer, "required", "This field is missing.", "Ce champ est obligatoire.");
    let event = asked.event.as_deref().ok_or_else(|| required("/event"))?;
    let occurred_on = asked.occurred_on.ok_or_else(|| required("/occurred_on"))?;
    let definition = proceeding.event(event).ok_or_else(|| {
        fault(
            "/event",
            "unknown_event",
            format!("The proceeding {code} has no such event: GET /v1/proceedings/{code} lists them."),
            format!(
                "L'instance {code} ne connaît pas cet événement : GET /v1/proceedings/{code} les énumère."
            ),
        )
    })?;
    let recorded = DocketEvent {
        id: EventId::generate(),
        position: 1,
        event_type: event.to_owned(),
        occurred_on,
        served_on: asked.served_on,
        service_method: asked.service_method.clone(),
        about: None,
        facts: asked.facts.clone(),
        ordered: Vec::new(),
        tells: false,
        came_from_elsewhere: false,
        struck: false,
    };
    validate::by_itself((proceeding, definition), asked.office.as_deref(), &recorded, None, &[])?;
    let case = CaseFacts { decision: Decision::default(), side: proceeding.default_side };
    let mut found = Vec::new();
    let triggers =
        [Some(event), definition.records_service_as.as_deref().filter(|_| asked.served_on.is_some())];
    for deadline in &proceeding.deadlines {
        for start in &deadline.started_by {
            let Some(trigger) = start.event.as_deref().filter(|code| triggers.contains(&Some(code))) else {
                continue;
            };
            // Nothing is on record here.
            if !holds(&start.when, Some(&recorded.facts), &case)
                || is_excepted(start, &recorded)
                || !start.where_record.as_ref().is_none_or(|wanted| wanted.holds(None))
            {
                continue;
            }
            let Some(point) = anchor(start, trigger, &recorded, &case) else { continue };
            let method = asked.service_method.as_deref().filter(|_| start.with_service_method);
            found.push(run(caller, asked, &deadline.rule, point, method, &passed(deadline, &recorded))?);
        }
    }
    Ok((found, warn_of_undecided(proceeding, definition, &recorded.facts)))
}

fn run(
    caller: &Context,
    asked: &Compute,
    rule: &str,
    trigger: Trigger,
    service_method: Option<&str>,
    facts: &EventFacts,
) -> Result<ComputedDeadline> {
    let computation = Computation {
        rule,
        trigger,
        service_method,
        office: asked.office.as_deref().map(OfficeChoice::Asked),
        overlays: &asked.overlays,
        facts,
        positions: &[],
        open_overlays: false,
        as_of: asked.as_of,
        today: caller.today,
    };
    let law = Law::current();
    let mut computed = engine::compute(law, &computation).map_err(|error| refused(&error, asked))?;
    computed.warnings.extend(engine::depends_on_office(law, &computation, &computed));
    Ok(computed.into())
}

fn refused(error: &ComputeError, asked: &Compute) -> Error {
    let code = match error {
        ComputeError::OutsideCalendar(_) => Code::OutsideCalendar,
        _ => Code::RuleNotComputable,
    };
    let pointer = match (error.pointer().as_str(), asked.trigger_at.is_some(), asked.proceeding.is_some()) {
        ("/trigger_on" | "/trigger_at", _, true) => "/occurred_on".to_owned(),
        ("/trigger_on", true, _) => "/trigger_at".to_owned(),
        (pointer, _, _) => pointer.to_owned(),
    };
    let not_yet = matches!(error, ComputeError::NotInForce { .. }) && asked.as_of.is_some();
    let pointer = if not_yet { "/as_of".to_owned() } else { pointer };
    let message = error.message();
    Error::new(code).with_faults(vec![Fault::body(pointer, error.code(), message.en, message.fr)])
}

fn fault(pointer: &str, code: &'static str, en: impl Into<String>, fr: impl Into<String>) -> Error {
    Error::invalid(vec![Fault::body(pointer, code, en, fr)])
}
