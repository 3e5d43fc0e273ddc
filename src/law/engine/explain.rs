//! The words of an explanation.

use super::model::{PositionInForce, Reading, Step, Warning};
use super::period::{NotCounted, Run};
use crate::law::calendars::Calendar;
use crate::law::calendars::dates::{self, BareFrench, English, French, weekday_names};
use crate::law::proceedings::{
    Overlay, ReadingSpec, Receipt, ReceiptMethod, Roll, RollTo, Rule, RuleVersion,
};
use crate::text::Text;
use chrono::{DateTime, Datelike as _, FixedOffset, NaiveDate};
use chrono_tz::Tz;

pub(super) fn step(code: &str, text: Text, date: Option<NaiveDate>, citation: Option<Text>) -> Step {
    Step { code: code.to_owned(), text, date, days: None, citation }
}

pub(super) fn trigger(rule: &Rule, version: &RuleVersion, day: NaiveDate) -> Step {
    let from = version.trigger.as_ref().unwrap_or(&rule.trigger);
    let text =
        Text::new(format!("{}: {}.", from.en, English(day)), format!("{} : {}.", from.fr, French(day)));
    step("trigger", text, Some(day), Some(version.citation.clone()))
}

pub(super) fn by_the_clock(written: DateTime<FixedOffset>, there: DateTime<FixedOffset>, zone: Tz) -> Step {
    let (written_on, day) = (written.naive_local().date(), there.naive_local().date());
    let (written, there) = (dates::named_hour(written, None), dates::named_hour(there, Some(zone)));
    let text = Text::new(
        format!(
            "By the clock of the office, {} on {} is {} on {}.",
            written.en,
            English(written_on),
            there.en,
            English(day)
        ),
        format!(
            "À l'horloge du bureau, {}, {}, correspond à {}, {}.",
            written.fr,
            French(written_on),
            there.fr,
            French(day)
        ),
    );
    step("office_clock", text, Some(day), None)
}

pub(super) fn received(method: &ReceiptMethod, days: u32, day: NaiveDate) -> Step {
    let text = match days {
        0 => Text::new(
            format!("{}: {}.", method.text.en, English(day)),
            format!("{} : {}.", method.text.fr, French(day)),
        ),
        days => Text::new(
            format!("{}: day {days} is {}.", method.text.en, English(day)),
            format!("{} : le {days}e jour est {}.", method.text.fr, French(day)),
        ),
    };
    step("received", text, Some(day), Some(method.citation.clone()))
}

pub(super) fn originating(day: NaiveDate, version: &RuleVersion) -> Step {
    let text = Text::new(
        format!("An originating document counts on the day on which it was served: {}.", English(day)),
        format!("L'acte introductif d'instance compte du jour de sa signification : {}.", French(day)),
    );
    step("received", text, Some(day), Some(version.citation.clone()))
}

pub(super) fn moved_receipt(
    receipt: &Receipt,
    cause: &Text,
    from: NaiveDate,
    to: NaiveDate,
    version: &RuleVersion,
) -> Step {
    let what = receipt.moved.clone().unwrap_or_else(|| {
        Text::new("it counts on the next working day", "il compte du jour ouvrable suivant")
    });
    let (why_en, why_fr) = named(from, cause);
    let text = Text::new(
        format!("{}{why_en}: {}, {}.", English(from), what.en, English(to)),
        format!("{}{why_fr} : {}, {}.", Capitalised(&French(from).to_string()), what.fr, French(to)),
    );
    step("received", text, Some(to), Some(version.citation.clone()))
}

pub(super) fn later_of(first: NaiveDate, second: NaiveDate, citation: Text) -> Step {
    let later = first.max(second);
    let text = Text::new(
        format!(
            "Of {} and {}, the later starts the time: {}.",
            English(first),
            English(second),
            English(later)
        ),
        format!(
            "Entre {} et {}, la date la plus tardive fait courir le délai : {}.",
            French(first),
            French(second),
            French(later)
        ),
    );
    step("later_of", text, Some(later), Some(citation))
}

pub(super) fn overlay(overlay: &Overlay) -> Step {
    let text = Text::new(
        format!("{}: the period is {} days in all.", overlay.name.en, overlay.days),
        format!("{} : le délai est de {} jours en tout.", overlay.name.fr, overlay.days),
    );
    step("overlay", text, None, Some(overlay.citation.clone()))
}

/// A reading that is not open any more: the organisation adopted it.
pub(super) fn position_taken(reading: &Reading, taken: &PositionInForce) -> Step {
    let text = Text::new(
        format!(
            "{} Adopted: {}. The date is {}.",
            reading.text.en,
            taken.authority.en,
            English(reading.date)
        ),
        format!(
            "{} Position adoptée : {}. La date est {}.",
            reading.text.fr,
            taken.authority.fr,
            French(reading.date)
        ),
    );
    step("position", text, Some(reading.date), Some(reading.citation.clone()))
}

pub(super) fn overlay_reading(overlay: &Overlay, date: NaiveDate) -> Reading {
    let text = Text::new(
        format!(
            "{}: the period is {} days in all. No position was taken on it.",
            overlay.name.en, overlay.days
        ),
        format!(
            "{} : le délai est de {} jours en tout. Aucune position n'a été prise à son sujet.",
            overlay.name.fr, overlay.days
        ),
    );
    Reading { code: overlay.code.clone(), text, date, citation: overlay.citation.clone() }
}

pub(super) fn overlay_not_asked(overlay: &Overlay, date: NaiveDate) -> Warning {
    Warning {
        code: "overlay_not_asked".to_owned(),
        text: Text::new(
            format!(
                "{} ({} days in all) would give {}; it was not asked for: name {} in overlays to apply it.",
                overlay.name.en,
                overlay.days,
                English(date),
                overlay.code
            ),
            format!(
                "{} ({} jours en tout) donnerait {}; il n'a pas été demandé : nommez {} dans overlays pour l'appliquer.",
                overlay.name.fr,
                overlay.days,
                French(date),
                overlay.code
            ),
        ),
    }
}

/// `en` and `fr` are the length: "15 days".
pub(super) fn period(rule: &Rule, length: &Text, days: Option<u32>, citation: Text) -> Step {
    let text =
        Text::new(format!("{}: {}.", rule.name.en, length.en), format!("{} : {}.", rule.name.fr, length.fr));
    Step { days, ..step("period", text, None, Some(citation)) }
}

pub(super) fn not_counted(run: &Run, calendar: Option<&Calendar>, citation: Text) -> Step {
    let (cause_en, cause_fr) = match run.cause {
        NotCounted::Suspended => ("time does not run".to_owned(), "le délai est suspendu".to_owned()),
        NotCounted::Recess(position) => calendar
            .and_then(|calendar| calendar.recesses.get(position))
            .map(|recess| (recess.name.en.clone(), recess.name.fr.clone()))
            .unwrap_or_default(),
        NotCounted::DayOff => reasons(run, calendar),
    };
    let text = if run.from == run.to {
        Text::new(
            format!("{} is not counted: {cause_en}.", English(run.from)),
            format!("{} n'est pas compté : {cause_fr}.", Capitalised(&French(run.from).to_string())),
        )
    } else {
        Text::new(
            format!("{} to {} are not counted: {cause_en}.", English(run.from), English(run.to)),
            format!(
                "Du {} au {} : jours non comptés ({cause_fr}).",
                BareFrench(run.from),
                BareFrench(run.to)
            ),
        )
    };
    let days = u32::try_from(run.to.signed_duration_since(run.from).num_days().saturating_add(1)).ok();
    Step { days, ..step("not_counted", text, Some(run.to), Some(citation)) }
}

/// The cause in brackets, unless it is the day of the week, which the date says already.
fn named(day: NaiveDate, cause: &Text) -> (String, String) {
    if weekday_names(day.weekday()).0 == cause.en {
        (String::new(), String::new())
    } else {
        (format!(" ({})", cause.en), format!(" ({})", cause.fr))
    }
}

fn reasons(run: &Run, calendar: Option<&Calendar>) -> (String, String) {
    let (mut en, mut fr) = (String::new(), String::new());
    for day in run.from.iter_days().take_while(|day| *day <= run.to) {
        let reason = calendar.and_then(|calendar| calendar.reason(day).ok().flatten());
        if let Some(reason) = reason {
            if !en.is_empty() {
                en.push_str(", ");
                fr.push_str(", ");
            }
            en.push_str(&reason.text.en);
            fr.push_str(&reason.text.fr);
        }
    }
    (en, fr)
}

struct Capitalised<'a>(&'a str);

impl std::fmt::Display for Capitalised<'_> {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let mut letters = self.0.chars();
        if let Some(first) = letters.next() {
            write!(formatter, "{}", first.to_uppercase())?;
        }
        formatter.write_str(letters.as_str())
    }
}

pub(super) fn counted(day: NaiveDate, citation: Text) -> Step {
    let text = Text::new(
        format!("The day of the trigger is not counted, the last day is: {}.", English(day)),
        format!("Le jour du fait déclencheur n'est pas compté, le dernier l'est : {}.", French(day)),
    );
    step("count", text, Some(day), Some(citation))
}

pub(super) fn counted_back(day: NaiveDate, clear: bool, citation: Text) -> Step {
    let text = if clear {
        Text::new(
            format!("Counted back in clear days, neither end included: {}.", English(day)),
            format!("Compté à rebours en jours francs, sans inclure les extrémités : {}.", French(day)),
        )
    } else {
        Text::new(
            format!("Counted back from the day of the trigger, itself not counted: {}.", English(day)),
            format!("Compté à rebours à partir du fait déclencheur, non compté : {}.", French(day)),
        )
    };
    step("count", text, Some(day), Some(citation))
}

pub(super) fn rolled(from: NaiveDate, to: NaiveDate, roll: &Roll, calendar: Option<&Calendar>) -> Step {
    let reason = calendar.and_then(|calendar| calendar.reason(from).ok().flatten());
    let (mut off_en, mut off_fr) = reason.map(|reason| named(from, &reason.text)).unwrap_or_default();
    let (also_en, also_fr) = holidays_between(from, to, calendar);
    off_en.push_str(&also_en);
    off_fr.push_str(&also_fr);
    let text = match roll.to {
        RollTo::NextWorkingDay => Text::new(
            format!("{} is a day off{off_en}: the time ends on {}.", English(from), English(to)),
            format!(
                "{} est un jour non ouvrable{off_fr} : le délai expire {}.",
                Capitalised(&French(from).to_string()),
                French(to)
            ),
        ),
        RollTo::WorkingDayBefore => Text::new(
            format!(
                "{} is a day off{off_en}: the last working day before is {}.",
                English(from),
                English(to)
            ),
            format!(
                "{} est un jour non ouvrable{off_fr} : le dernier jour ouvrable qui précède est {}.",
                Capitalised(&French(from).to_string()),
                French(to)
            ),
        ),
    };
    step("roll", text, Some(to), Some(roll.citation.clone()))
}

/// The holidays on the way from a day off to the working day beside it; Saturdays and Sundays need
/// no name.
fn holidays_between(from: NaiveDate, to: NaiveDate, calendar: Option<&Calendar>) -> (String, String) {
    let (first, last) = (from.min(to), from.max(to));
    let (mut en, mut fr) = (String::new(), String::new());
    for day in first.iter_days().skip(1).take_while(|day| *day < last) {
        let Some(reason) = calendar.and_then(|calendar| calendar.reason(day).ok().flatten()) else {
            continue;
        };
        let (name_en, name_fr) = named(day, &reason.text);
        if !name_en.is_empty() {
            en = format!("{en}, as is {}{name_en}", English(day));
            fr = format!("{fr}, comme {}{name_fr}", French(day));
        }
    }
    (en, fr)
}

pub(super) fn reading(spec: &ReadingSpec, date: NaiveDate) -> Reading {
    Reading { code: spec.code.clone(), text: spec.text.clone(), date, citation: spec.citation.clone() }
}

pub(super) fn local_reading(text: Text, citation: Text, date: NaiveDate) -> Reading {
    Reading { code: "local_holidays".to_owned(), text, date, citation }
}

/// The words for a date before a day on which nobody is there.
pub(super) fn nobody_there(last: NaiveDate, safe: NaiveDate, why: &Text, citation: Text) -> Reading {
    let text = Text::new(
        format!(
            "Nobody is there to receive it on {} ({}): be done by {}.",
            English(last),
            why.en,
            English(safe)
        ),
        format!(
            "Personne n'est là pour le recevoir {} ({}) : agir au plus tard {}.",
            French(last),
            why.fr,
            French(safe)
        ),
    );
    Reading { code: "nobody_there".to_owned(), text, date: safe, citation }
}

/// The words for a date that follows where the time before ends on another day than is stated.
pub(super) fn other_expiry(from: NaiveDate, date: NaiveDate, citation: Text) -> Reading {
    let text = Text::new(
        format!("The time before it may end on {}: counted from there.", English(from)),
        format!("Le délai précédent peut expirer {} : délai compté à partir de là.", French(from)),
    );
    Reading { code: "other_expiry".to_owned(), text, date, citation }
}

/// The reading by which a document counts as received on another day.
pub(super) fn received_otherwise(received: Option<NaiveDate>, date: NaiveDate, citation: Text) -> Reading {
    let text = match received {
        Some(day) => Text::new(
            format!("By the rules of whoever sent it, it may count as received on {}.", English(day)),
            format!(
                "Selon les règles de l'expéditeur, la réception peut être réputée survenue {}.",
                French(day)
            ),
        ),
        None => Text::new(
            "By the rules of whoever sent it, it may count as received later.",
            "Selon les règles de l'expéditeur, la réception peut être réputée survenue plus tard.",
        ),
    };
    Reading { code: "received_otherwise".to_owned(), text, date, citation }
}
