//! The days that acts on deadlines carry, checked against what the acts are about: the case, the
//! time that runs, the event that is said to have done it, and today.

use super::computation;
use super::model::PinnedBy;
use super::store::DeadlineRow;
use crate::db::Connection;
use crate::error::{Code, Error, Fault, Result};
use crate::ids::EventId;
use crate::law::calendars::LAST_DAY;
use crate::matters::cases::CaseRow;
use crate::matters::docket::EventRow;
use crate::matters::{cases, docket};
use chrono::NaiveDate;

/// The days between which what is done about a deadline lies.
#[derive(Clone, Copy, Debug)]
pub(super) struct ActDays {
    /// The first day on which anything happened in the case: the decision, or its first event.
    case_began: Option<NaiveDate>,
    /// The day from which time runs; of a time that follows another one, or that an order began,
    /// the day of the event that started it; of one that is counted back, none.
    time_began: Option<NaiveDate>,
    today: NaiveDate,
}

impl ActDays {
    pub(super) fn of(
        connection: &mut Connection,
        case: &CaseRow,
        row: &DeadlineRow,
        today: NaiveDate,
    ) -> Result<Self> {
        let first = match case.decision().made_on() {
            Some(day) => Some(day),
            None => docket::service::first_day(connection, case.id)?,
        };
        let trigger = row.trigger_on.filter(|_| !computation::waits_for_expiry(row));
        let counted_back = trigger.zip(row.due_on).is_some_and(|(trigger, due_on)| due_on < trigger);
        let time_began = match (counted_back, trigger, row.trigger_event_id) {
            (true, ..) => None,
            (false, Some(trigger), _) => Some(trigger),
            (false, None, Some(event)) => {
                Some(docket::service::event(connection, row.case_id, event)?.first_day())
            }
            (false, None, None) => first,
        };
        Ok(Self { case_began: first.or(time_began), time_began, today })
    }

    /// Refuses a day on which nothing can have been done yet, or any more.
    ///
    /// # Errors
    /// 422 that names the field.
    pub(super) fn check_past(self, pointer: &str, on: NaiveDate) -> Result<()> {
        if on > self.today {
            return Err(Error::invalid(vec![cases::service::future(pointer, self.today)]));
        }
        self.check_within_case(pointer, on)
    }

    fn check_within_case(self, pointer: &str, on: NaiveDate) -> Result<()> {
        match self.case_began.filter(|began| on < *began) {
            None => Ok(()),
            Some(began) => Err(invalid(
                pointer,
                "before_case",
                format!(
                    "This is before anything happened in the case, which begins on {began}. Check the date."
                ),
                format!(
                    "Cette date précède tout ce qui s'est produit dans l'affaire, qui commence le {began}. Vérifiez la date."
                ),
            )),
        }
    }

    /// Refuses a new date of a deadline that no calendar covers, or at which its time had not
    /// begun.
    ///
    /// # Errors
    /// 422.
    pub(super) fn check_new_date(self, row: &DeadlineRow, until: NaiveDate) -> Result<()> {
        if until > LAST_DAY {
            let faults = vec![docket::validate::uncovered("/until")];
            return Err(Error::new(Code::OutsideCalendar).with_faults(faults));
        }
        // Time that follows another one is not over before it begins.
        let expiry = row.trigger_on.filter(|_| computation::waits_for_expiry(row));
        match expiry.or(self.time_began).filter(|began| until < *began) {
            Some(began) => Err(before_trigger("/until", began)),
            None => self.check_within_case("/until", until),
        }
    }

    /// Refuses a day on which a deadline cannot have been met. Returns the day from which time
    /// runs, if it was met before: nothing forbids that, unless what meets it has to follow what
    /// started it.
    ///
    /// # Errors
    /// 422.
    pub(super) fn check_done(
        self,
        case: &CaseRow,
        row: &DeadlineRow,
        on: NaiveDate,
    ) -> Result<Option<NaiveDate>> {
        self.check_past("/on", on)?;
        let Some(began) = self.time_began.filter(|began| on < *began) else { return Ok(None) };
        let known = &cases::service::proceeding(case)?.deadlines;
        if known.iter().any(|deadline| deadline.rule == row.rule && deadline.fresh) {
            return Err(before_trigger("/on", began));
        }
        Ok(Some(began))
    }
}

pub(super) fn invalid(
    pointer: &str,
    code: &'static str,
    en: impl Into<String>,
    fr: impl Into<String>,
) -> Error {
    Error::invalid(vec![Fault::body(pointer, code, en, fr)])
}

fn before_trigger(pointer: &str, trigger: NaiveDate) -> Error {
    invalid(
        pointer,
        "before_trigger",
        format!("This is before the day from which time runs, {trigger}."),
        format!("Cette date précède le point de départ du délai, le {trigger}."),
    )
}

/// The event on the docket that did it, if one is named.
///
/// # Errors
/// 422 where the docket has none of that id, or it was struck.
pub(super) fn belongs(
    connection: &mut Connection,
    row: &DeadlineRow,
    event: Option<EventId>,
) -> Result<Option<EventRow>> {
    let Some(event) = event else { return Ok(None) };
    match docket::service::event(connection, row.case_id, event) {
        Ok(event) if event.struck_at.is_none() => Ok(Some(event)),
        Ok(_) => Err(invalid(
            "/event_id",
            "struck_event",
            "This event was struck from the docket. Name another, or none.",
            "Cet événement a été radié du dossier de la cour. Indiquez-en un autre, ou aucun.",
        )),
        Err(error) if error.code() == Code::NotFound => Err(invalid(
            "/event_id",
            "unknown_event",
            "This case has no such event on its docket.",
            "Le dossier de la cour ne comporte pas cet événement.",
        )),
        Err(error) => Err(error),
    }
}

/// Refuses a day that is not that of the order or the direction that is named. What parties agreed
/// may come onto the docket later.
///
/// # Errors
/// 422.
pub(super) fn agrees(by: PinnedBy, event: Option<&EventRow>, on: NaiveDate) -> Result<()> {
    let day = event.map(|event| event.occurred_on);
    let is_other = |day: &NaiveDate| if by == PinnedBy::Consent { *day < on } else { *day != on };
    match day.filter(is_other) {
        None => Ok(()),
        Some(day) => Err(invalid(
            "/on",
            "contradictory_date",
            format!("The event that you name is of {day}. Send that day, or leave it out."),
            format!("L'événement que vous indiquez est du {day}. Envoyez cette date, ou omettez-la."),
        )),
    }
}

/// Refuses a new date that had passed when it was set. What was ordered is often recorded days
/// later: only a day that is known says that it is impossible.
///
/// # Errors
/// 422.
pub(super) fn not_passed(until: NaiveDate, made_on: Option<NaiveDate>) -> Result<()> {
    match made_on.filter(|on| until < *on) {
        None => Ok(()),
        Some(on) => Err(invalid(
            "/until",
            "in_the_past",
            format!("This day had passed when it was ordered or agreed, on {on}. Check both dates."),
            format!(
                "Ce jour était passé quand il a été ordonné ou convenu, le {on}. Vérifiez les deux dates."
            ),
        )),
    }
}

/// Refuses an event that came after the day on which it is said to have met a deadline.
///
/// # Errors
/// 422.
pub(super) fn did_it(event: &EventRow, on: NaiveDate) -> Result<()> {
    let day = event.first_day();
    if day <= on {
        return Ok(());
    }
    Err(invalid(
        "/on",
        "contradictory_date",
        format!("The event came later, on {day}. Send that day, or name no event."),
        format!("L'événement est postérieur, du {day}. Indiquez ce jour, ou aucun événement."),
    ))
}
