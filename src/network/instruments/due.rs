//! Which duties are owed on a day, and when the next thing falls due. Pure.

use super::model::{DutySchedule, InstrumentRegister, NetworkDuty, NetworkInstrument};
use crate::law::calendars::dates::{BareFrench, English, French};
use crate::text::Text;
use chrono::{Datelike as _, Months, NaiveDate};

/// A duty, resolved as of a day on which it is owed.
#[derive(Clone, Debug)]
pub struct DutyOnDay<'a> {
    /// The duty.
    pub duty: &'a NetworkDuty,
    /// The instrument that lays it down.
    pub instrument: &'a NetworkInstrument,
    /// The first day on which it is owed.
    pub owed_from: NaiveDate,
    /// The last day on which it is owed.
    pub owed_to: Option<NaiveDate>,
    /// The day on which the next thing falls due, on that day or after it.
    pub next_due_on: Option<NaiveDate>,
    /// The steps that led to it.
    pub explanation: Vec<Text>,
}

/// The duties that are owed on a day.
#[must_use]
pub fn owed_on(register: &InstrumentRegister, on: NaiveDate) -> Vec<DutyOnDay<'_>> {
    let duties = register.duties().iter();
    let under = duties.filter_map(|duty| Some((duty, register.instrument(&duty.instrument)?)));
    under.filter_map(|(duty, instrument)| resolved(duty, instrument, on)).collect()
}

fn resolved<'a>(
    duty: &'a NetworkDuty,
    instrument: &'a NetworkInstrument,
    on: NaiveDate,
) -> Option<DutyOnDay<'a>> {
    let owed_from = duty.from.unwrap_or(instrument.in_force_from);
    let owed_to = duty.to.or(instrument.in_force_to);
    if on < owed_from || owed_to.is_some_and(|last| last < on) {
        return None;
    }
    let due = end_of_period(duty.schedule, owed_from, on);
    let next_due_on = due.filter(|due| owed_to.is_none_or(|last| *due <= last));
    let mut explanation = vec![basis(duty, owed_from, owed_to), rhythm(duty)];
    explanation.push(outcome(due, next_due_on, owed_to));
    Some(DutyOnDay { duty, instrument, owed_from, owed_to, next_due_on, explanation })
}

/// The last day of the period in which a day falls.
fn end_of_period(schedule: DutySchedule, first: NaiveDate, on: NaiveDate) -> Option<NaiveDate> {
    let year = on.year();
    match schedule {
        DutySchedule::MonthEnd => on.with_day(1)?.checked_add_months(Months::new(1))?.pred_opt(),
        DutySchedule::SemesterEnd if on.month() <= 6 => NaiveDate::from_ymd_opt(year, 6, 30),
        DutySchedule::SemesterEnd | DutySchedule::YearEnd => NaiveDate::from_ymd_opt(year, 12, 31),
        DutySchedule::EveryTwoYears => (1_u32..)
            .map_while(|nth| first.checked_add_months(Months::new(nth.checked_mul(24)?))?.pred_opt())
            .find(|end| on <= *end),
        DutySchedule::AtOnce => None,
    }
}

fn basis(duty: &NetworkDuty, from: NaiveDate, to: Option<NaiveDate>) -> Text {
    let (en, fr) = (&duty.provision.en, &duty.provision.fr);
    let (by_en, by_fr) = (&duty.owed_by.en, &duty.owed_by.fr);
    match to {
        None => Text::new(
            format!("{en}: owed by {by_en} since {}.", English(from)),
            format!("{fr} : obligation dont répond {by_fr}, depuis {}.", French(from)),
        ),
        Some(to) => Text::new(
            format!("{en}: owed by {by_en} from {} to {}.", English(from), English(to)),
            format!("{fr} : obligation dont répond {by_fr}, du {} au {}.", BareFrench(from), BareFrench(to)),
        ),
    }
}

fn rhythm(duty: &NetworkDuty) -> Text {
    let schedule = duty.schedule.name();
    Text::new(format!("It falls due {}.", schedule.en), format!("L'échéance tombe {}.", schedule.fr))
}

fn outcome(due: Option<NaiveDate>, next: Option<NaiveDate>, last: Option<NaiveDate>) -> Text {
    match (due, next, last) {
        (_, Some(next), _) => Text::new(
            format!("Next due on {}.", English(next)),
            format!("Prochaine échéance : {}.", French(next)),
        ),
        (Some(due), None, Some(last)) => Text::new(
            format!(
                "The next would be due on {}, after the last day of the duty ({}): nothing more is due.",
                English(due),
                English(last)
            ),
            format!(
                "La prochaine échéance tomberait {}, après le dernier jour de l'obligation ({}) : plus rien n'est exigible.",
                French(due),
                French(last)
            ),
        ),
        _ => Text::new(
            "No date can be computed: it depends on what happens.",
            "Aucune date ne peut être calculée : elle dépend de ce qui se produit.",
        ),
    }
}
