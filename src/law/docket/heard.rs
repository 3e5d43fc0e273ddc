//! What is odd about a hearing: its day, and the day on which it is said to have been held. Pure.
//!
//! Whoever records it may have a reason, so nothing of this is refused.

use super::hearings::{SetHearing, day_set, is_one};
use super::model::DocketEvent;
use super::motions;
use super::replay::State;
use crate::ids::EventId;
use crate::law::calendars::dates::{English, French};
use crate::law::calendars::{Calendars, DayOffReason};
use crate::law::engine::{OfficeChoice, Warning, place};
use crate::law::proceedings::{HearingDef, Proceeding};
use crate::text::Text;
use chrono::NaiveDate;

/// The warnings about the hearing that an event sets, or records as held, where a docket had these
/// hearings before it: `on_day_off`, `held_before_day`, `held_without_day`.
#[must_use]
pub fn warnings(
    calendars: &Calendars,
    proceeding: &Proceeding,
    office: Option<&str>,
    before: &State,
    event: &DocketEvent,
) -> Vec<Warning> {
    let about = || {
        let definition = proceeding.event(&event.event_type)?;
        motions::meant(&before.motions_so_far(), proceeding, definition, event).motion(event.id)
    };
    let held = proceeding.hearings.iter().filter(|known| known.held_by.contains(&event.event_type));
    let mut found: Vec<Warning> =
        held.filter_map(|known| of_held(known, &before.hearings, event, about)).collect();
    let set = day_set(proceeding, event);
    found.extend(set.and_then(|(known, day)| of_day(calendars, proceeding, office, known, day)));
    found
}

fn of_held(
    definition: &HearingDef,
    before: &[SetHearing],
    event: &DocketEvent,
    about: impl Fn() -> Option<EventId>,
) -> Option<Warning> {
    let name = &definition.name;
    let motion = if definition.of_motion { about() } else { None };
    let of_kind = |hearing: &&SetHearing| is_one(hearing, definition, motion);
    let Some(set) = before.iter().filter(of_kind).find(|hearing| hearing.is_scheduled()) else {
        if definition.of_motion {
            // An urgent one is heard as it comes.
            return None;
        }
        return Some(warning(
            "held_without_day",
            format!("{}: no day was set for it on the docket. Record what set it, if anything did.", name.en),
            format!(
                "{} : aucun jour n'a été fixé au dossier de la cour. Consignez ce qui l'a fixé, le cas échéant.",
                name.fr
            ),
        ));
    };
    let held_on = event.occurred_on;
    (held_on < set.on).then(|| {
        warning(
            "held_before_day",
            format!(
                "{}: it is recorded as held on {}, and was set for {}. Check both dates.",
                name.en,
                English(held_on),
                English(set.on)
            ),
            format!(
                "{} : la date de tenue consignée ({}) précède le jour fixé ({}). Vérifiez les deux dates.",
                name.fr,
                French(held_on),
                French(set.on)
            ),
        )
    })
}

fn of_day(
    calendars: &Calendars,
    proceeding: &Proceeding,
    office: Option<&str>,
    definition: &HearingDef,
    day: NaiveDate,
) -> Option<Warning> {
    let reason = day_off(calendars, proceeding, office, day)?;
    let name = &definition.name;
    Some(warning(
        "on_day_off",
        format!("{}: {} is a day off of the registry ({}). Check the day.", name.en, English(day), reason.en),
        format!(
            "{} : {} est un jour de fermeture du greffe ({}). Vérifiez la date.",
            name.fr,
            French(day),
            reason.fr
        ),
    ))
}

/// The reason why nobody is at the registry on a day, with the text in which it is written.
fn day_off(
    calendars: &Calendars,
    proceeding: &Proceeding,
    office: Option<&str>,
    day: NaiveDate,
) -> Option<Text> {
    let place = place(calendars, &proceeding.calendar, office.map(OfficeChoice::OfCase)).ok()?;
    match place.calendar.closed(day, place.office).ok()? {
        Some(DayOffReason { text, citation: Some(citation), .. }) => {
            Some(Text::new(format!("{}, {}", text.en, citation.en), format!("{}, {}", text.fr, citation.fr)))
        }
        Some(reason) => Some(reason.text.clone()),
        None => {
            let is_local = !place.office?.local_holidays_between(day, day).is_empty();
            is_local.then(|| Text::new("a local holiday", "jour férié local"))
        }
    }
}

fn warning(code: &str, en: String, fr: String) -> Warning {
    Warning { code: code.to_owned(), text: Text::new(en, fr) }
}
