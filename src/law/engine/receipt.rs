//! The time at which something counts as received, served or filed.

use super::error::ComputeError;
use super::explain;
use super::model::{Computation, Step, Trigger};
use super::period::{CountDirection, DaysOff, days_after};
use super::request::{boolean_fact, place};
use crate::law::calendars::{Calendar, Calendars, dates};
use crate::law::proceedings::{Receipt, ReceiptMethod, RollTo, RuleVersion};
use crate::text::Text;
use chrono::{NaiveDate, NaiveTime};

/// The trigger of a request as the rule of receipt sees it.
pub(super) struct Sending<'a, 'r> {
    pub request: &'a Computation<'r>,
    pub service_method: Option<&'r str>,
    pub originating: bool,
}

/// The day on which the trigger counts, with the steps that lead to it.
pub(super) fn effective(
    calendars: &Calendars,
    sending: &Sending<'_, '_>,
    version: &RuleVersion,
    receipt: &Receipt,
    steps: &mut Vec<Step>,
) -> Result<NaiveDate, ComputeError> {
    let calendar = place(calendars, &receipt.calendar, sending.request.office)?.calendar;
    let method = method_of(receipt, sending.service_method)?;
    let (day, hour) = local(sending.request.trigger, receipt, calendar);
    let days = method.map_or(0, |method| match method.days_outside_canada {
        Some(days) if boolean_fact(sending.request, "outside_canada") == Some(true) => days,
        _ => method.days,
    });
    let days_off =
        DaysOff { calendar: Some(calendar), recesses: &[], reading: None, local: &[], suspended: &[] };
    let (days, counted) = match method.and_then(|method| method.working_days) {
        Some(days) => (days, days_off.count(day, days, CountDirection::Forward, true, None)?),
        None => (days, days_after(day, days)?),
    };
    // Asking the calendar refuses what it does not cover.
    let off = calendar.reason(counted)?;
    if let Some(method) = method {
        steps.push(explain::received(method, days, counted));
    }
    if sending.originating && receipt.originating_exempt {
        steps.push(explain::originating(counted, version));
        return Ok(counted);
    }
    let late = match (receipt.closes_at, hour) {
        (Some(closes), Some(hour)) => method.is_none_or(|m| m.by_the_hour) && hour > closes,
        _ => false,
    };
    let moves = method.and_then(|method| method.moves).unwrap_or(receipt.moves_off_holidays);
    let (cause, day_counted) = match off {
        Some(reason) if moves => (reason.text.clone(), days_off.rolled(counted, RollTo::NextWorkingDay)?),
        None if late => {
            let next = days_off.rolled(days_after(counted, 1)?, RollTo::NextWorkingDay)?;
            (after_hours(receipt.closes_at), next)
        }
        _ => (Text::default(), counted),
    };
    if day_counted != counted {
        steps.push(explain::moved_receipt(receipt, &cause, counted, day_counted, version));
    }
    Ok(day_counted)
}

fn method_of<'c>(
    receipt: &'c Receipt,
    asked: Option<&str>,
) -> Result<Option<&'c ReceiptMethod>, ComputeError> {
    let Some(asked) = asked.or(receipt.default_method.as_deref()) else { return Ok(None) };
    match receipt.methods.iter().find(|method| method.methods.iter().any(|code| code == asked)) {
        Some(method) => Ok(Some(method)),
        None => Err(ComputeError::UnsupportedServiceMethod {
            method: asked.to_owned(),
            supported: receipt.methods.iter().flat_map(|method| method.methods.clone()).collect(),
        }),
    }
}

/// The day and hour that decide: by the clock of the principal registry where the rule says so,
/// else by that of the office.
fn local(trigger: Trigger, receipt: &Receipt, calendar: &Calendar) -> (NaiveDate, Option<NaiveTime>) {
    match trigger {
        Trigger::On(day) | Trigger::Expiry { from: day, .. } => (day, None),
        Trigger::AtLocal(at) => (at.date(), Some(at.time())),
        Trigger::At(at) if receipt.registry_time => {
            let there = at.with_timezone(&calendar.zone).naive_local();
            (there.date(), Some(there.time()))
        }
        Trigger::At(at) => (at.naive_local().date(), Some(at.naive_local().time())),
    }
}

fn after_hours(closes_at: Option<NaiveTime>) -> Text {
    let hour = dates::hour(closes_at.unwrap_or_default());
    Text::new(format!("after {}", hour.en), format!("après {}", hour.fr))
}
