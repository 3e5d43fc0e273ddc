//! Reading a request: the rule and its version, the overlays, the facts, the office.

use super::error::ComputeError;
use super::model::{Computation, OfficeChoice};
use crate::chronology;
use crate::law::calendars::{Calendar, Calendars};
use crate::law::proceedings::{
    Catalog, Choice, Governs, Overlay, Rule, RuleFactKind, RuleVersion, SERVICE_METHODS,
};
use crate::text::Text;
use chrono::NaiveDate;
use serde_json::Value;

/// Facts that every rule reads.
const COMMON: [&str; 2] = ["trigger_is_service", "local_holidays"];
/// The longest period that a fact may set, in days.
const LONGEST: u64 = 3650;

/// The rule with its version for the day that governs.
pub(super) fn version<'c>(
    catalog: &'c Catalog,
    request: &Computation<'_>,
) -> Result<(&'c Rule, &'c RuleVersion), ComputeError> {
    let rule =
        catalog.rule(request.rule).ok_or_else(|| ComputeError::UnknownRule(request.rule.to_owned()))?;
    let claim = rule.governed_by == Governs::Claim;
    let governing = match rule.governed_by {
        Governs::Trigger => request.trigger.day(),
        Governs::Claim => date_fact(request, "claim_on")?.unwrap_or(request.today),
        Governs::Appeal => date_fact(request, "appeal_filed_on")?.unwrap_or(request.trigger.day()),
    };
    if claim && request.facts.contains_key("claim_on") && governing < request.trigger.day() {
        let entered = request.trigger.day();
        return Err(ComputeError::Contradiction {
            pointer: "/facts/claim_on",
            text: Text::new(
                format!(
                    "The claim ({governing}) lies before the day from which time runs ({entered}): check both dates."
                ),
                format!(
                    "La demande ({governing}) précède le point de départ du délai ({entered}) : vérifiez les deux dates."
                ),
            ),
        });
    }
    let version = version_on(rule, governing, request.as_of, claim)?;
    if let Some(after) = version.reaches_after.filter(|after| request.trigger.day() <= *after) {
        return Err(ComputeError::NotReached { rule: rule.code.clone(), after });
    }
    Ok((rule, version))
}

/// The version of a rule that governs a day, as the law was known on another.
pub(super) fn version_on(
    rule: &Rule,
    governing: NaiveDate,
    as_of: Option<NaiveDate>,
    claim: bool,
) -> Result<&RuleVersion, ComputeError> {
    let known = |version: &&RuleVersion| {
        let since = version.enacted_on.unwrap_or(version.in_force_from);
        !version.enacted_not_in_force && as_of.is_none_or(|as_of| since <= as_of)
    };
    let Some(last) = rule.versions.iter().filter(known).rfind(|v| v.in_force_from <= governing) else {
        let first = rule.versions.iter().filter(|v| !v.enacted_not_in_force).map(|v| v.in_force_from).min();
        return Err(match first {
            Some(first) if governing < first => {
                ComputeError::BeforeFirstVersion { rule: rule.code.clone(), first, claim }
            }
            _ => ComputeError::NotInForce { rule: rule.code.clone(), on: as_of.unwrap_or(governing) },
        });
    };
    // An end that lies after `as_of` was not known then.
    let ended = last.in_force_to.is_some_and(|to| governing > to && as_of.is_none_or(|as_of| to < as_of));
    if ended {
        return Err(ComputeError::NotInForce { rule: rule.code.clone(), on: governing });
    }
    Ok(last)
}

/// The overlays asked for, in order.
pub(super) fn overlays<'c>(
    catalog: &'c Catalog,
    request: &Computation<'_>,
) -> Result<Vec<&'c Overlay>, ComputeError> {
    let mut asked = asked_overlays(catalog, request)?;
    let adopted = request.positions.iter().filter(|taken| taken.adopted);
    let adopted = adopted.filter(|taken| taken.rule.as_deref().is_none_or(|rule| rule == request.rule));
    for overlay in adopted.filter_map(|taken| catalog.overlay(&taken.code)) {
        let reaches = overlay.rules.iter().any(|rule| rule == request.rule);
        if reaches && !asked.iter().any(|known| known.code == overlay.code) {
            asked.push(overlay);
        }
    }
    Ok(asked)
}

fn asked_overlays<'c>(
    catalog: &'c Catalog,
    request: &Computation<'_>,
) -> Result<Vec<&'c Overlay>, ComputeError> {
    request
        .overlays
        .iter()
        .enumerate()
        .map(|(index, code)| {
            let overlay = catalog
                .overlay(code)
                .ok_or_else(|| ComputeError::UnknownOverlay { index, code: code.clone() })?;
            if overlay.rules.iter().any(|rule| rule == request.rule) {
                Ok(overlay)
            } else {
                Err(ComputeError::OverlayNotOfRule {
                    index,
                    code: code.clone(),
                    rule: request.rule.to_owned(),
                    rules: overlay.rules.clone(),
                })
            }
        })
        .collect()
}

/// Refuses facts that the rule does not read, facts that it lacks, and values of the wrong type.
pub(super) fn check_facts(rule: &Rule, request: &Computation<'_>) -> Result<(), ComputeError> {
    for (name, value) in request.facts {
        let (kind, values) = match name.as_str() {
            "trigger_is_service" => (RuleFactKind::Boolean, [].as_slice()),
            "local_holidays" => (RuleFactKind::Dates, [].as_slice()),
            other => {
                let Some(fact) = rule.facts.iter().find(|fact| fact.code == other) else {
                    let own = rule.facts.iter().map(|fact| fact.code.clone());
                    let known = own.chain(COMMON.map(str::to_owned)).collect();
                    return Err(ComputeError::UnknownFact { name: name.clone(), known });
                };
                (fact.kind, fact.values.as_slice())
            }
        };
        if !fits(kind, values, value) {
            return Err(ComputeError::InvalidFact { name: name.clone(), expected: expected(kind, values) });
        }
    }
    let is_service = boolean_fact(request, "trigger_is_service");
    if let (Some(false), Some(method)) = (is_service, request.service_method) {
        return Err(ComputeError::Contradiction {
            pointer: "/facts/trigger_is_service",
            text: Text::new(
                format!(
                    "The trigger is said to be no service, and to have been served by {method}: leave out one of the two."
                ),
                format!(
                    "Le fait déclencheur est dit ne pas être une signification, et signifié par {method} : retirez l'un des deux."
                ),
            ),
        });
    }
    match rule.facts.iter().find(|fact| fact.required && !request.facts.contains_key(&fact.code)) {
        Some(fact) => Err(ComputeError::MissingFact { name: fact.code.clone(), meaning: fact.name.clone() }),
        None => Ok(()),
    }
}

fn fits(kind: RuleFactKind, values: &[Choice], value: &Value) -> bool {
    match kind {
        RuleFactKind::Date => as_date(value).is_some(),
        RuleFactKind::Boolean => value.is_boolean(),
        RuleFactKind::Days => value.as_u64().is_some_and(|days| (1..=LONGEST).contains(&days)),
        RuleFactKind::Dates => {
            value.as_array().is_some_and(|list| list.iter().all(|day| as_date(day).is_some()))
        }
        RuleFactKind::Spans => value.as_array().is_some_and(|list| list.iter().all(|s| as_span(s).is_some())),
        RuleFactKind::Code => values.iter().any(|choice| value.as_str() == Some(choice.code.as_str())),
    }
}

fn expected(kind: RuleFactKind, values: &[Choice]) -> Text {
    match kind {
        RuleFactKind::Code => {
            let codes = values.iter().map(|choice| choice.code.as_str()).collect::<Vec<_>>().join(", ");
            Text::new(format!("one of {codes}"), format!("l'un de : {codes}"))
        }
        RuleFactKind::Date => Text::new("a date such as \"2026-03-09\"", "une date comme « 2026-03-09 »"),
        RuleFactKind::Boolean => Text::new("true or false", "true ou false"),
        RuleFactKind::Days => Text::new("a whole number from 1 to 3650", "un nombre entier de 1 à 3650"),
        RuleFactKind::Dates => Text::new("a list of dates", "une liste de dates"),
        RuleFactKind::Spans => Text::new(
            "a list of pairs of dates [from, to], the first no later than the second",
            "une liste de paires de dates [du, au], la première non postérieure à la seconde",
        ),
    }
}

fn as_date(value: &Value) -> Option<NaiveDate> {
    chronology::day(value.as_str()?).ok()
}

fn as_span(value: &Value) -> Option<(NaiveDate, NaiveDate)> {
    match value.as_array()?.as_slice() {
        [from, to] => Some((as_date(from)?, as_date(to)?)).filter(|(from, to)| from <= to),
        _ => None,
    }
}

/// A fact that is a date.
pub(super) fn date_fact(request: &Computation<'_>, name: &str) -> Result<Option<NaiveDate>, ComputeError> {
    request.facts.get(name).map_or(Ok(None), |value| {
        as_date(value).map(Some).ok_or_else(|| ComputeError::InvalidFact {
            name: name.to_owned(),
            expected: expected(RuleFactKind::Date, &[]),
        })
    })
}

/// A fact that is true or false.
pub(super) fn boolean_fact(request: &Computation<'_>, name: &str) -> Option<bool> {
    request.facts.get(name).and_then(Value::as_bool)
}

/// A fact that is a number of days; [`check_facts`] has seen to its presence and range.
pub(super) fn days_fact(request: &Computation<'_>, name: &str) -> u32 {
    request.facts.get(name).and_then(Value::as_u64).and_then(|days| u32::try_from(days).ok()).unwrap_or(0)
}

/// A fact that is a list of dates.
pub(super) fn dates_fact(request: &Computation<'_>, name: &str) -> Vec<NaiveDate> {
    let list = request.facts.get(name).and_then(Value::as_array);
    list.map(|days| days.iter().filter_map(as_date).collect()).unwrap_or_default()
}

/// A fact that is a list of spans.
pub(super) fn spans_fact(request: &Computation<'_>, name: &str) -> Vec<(NaiveDate, NaiveDate)> {
    let list = request.facts.get(name).and_then(Value::as_array);
    list.map(|spans| spans.iter().filter_map(as_span).collect()).unwrap_or_default()
}

/// The service method, if it is one.
pub(super) fn service_method<'r>(request: &Computation<'r>) -> Result<Option<&'r str>, ComputeError> {
    match request.service_method {
        Some(method) if !SERVICE_METHODS.contains(&method) => {
            Err(ComputeError::UnknownServiceMethod(method.to_owned()))
        }
        method => Ok(method),
    }
}

/// A calendar and the office of it that was asked for.
#[derive(Clone, Copy)]
pub(in crate::law) struct CalendarOffice<'c> {
    pub calendar: &'c Calendar,
    pub office: Option<&'c crate::law::calendars::Office>,
}

/// The calendar with this code, or that of the office asked for.
pub(in crate::law) fn place<'c>(
    calendars: &'c Calendars,
    code: &str,
    office: Option<OfficeChoice<'_>>,
) -> Result<CalendarOffice<'c>, ComputeError> {
    let named = |code: &str| {
        calendars.get(code).ok_or_else(|| ComputeError::Catalog(format!("unknown calendar `{code}`")))
    };
    let calendar = named(code)?;
    let seat = CalendarOffice { calendar, office: calendar.seat() };
    let (Some(asked), false) = (office, calendar.offices.is_empty()) else { return Ok(seat) };
    let office = match (calendar.office(asked.code()), asked) {
        (Some(office), _) => office,
        // Where a case says where its registry is, it may be a place of which the calendar knows
        // nothing in particular.
        (None, OfficeChoice::OfCase(_)) => return Ok(seat),
        (None, OfficeChoice::Asked(code)) if calendars.zone_of(code).is_some() => return Ok(seat),
        (None, OfficeChoice::Asked(code)) => {
            return Err(ComputeError::UnknownOffice {
                office: code.to_owned(),
                known: calendar.offices.iter().flat_map(|office| office.codes.iter().cloned()).collect(),
            });
        }
    };
    let calendar = match &office.calendar {
        Some(own) => named(own)?,
        None => calendar,
    };
    Ok(CalendarOffice { calendar, office: Some(office) })
}
