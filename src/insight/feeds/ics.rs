//! Deadlines, hearings and action items as a calendar (RFC 5545, with the names and the refreshing
//! of RFC 7986). Pure: the same deadlines give the same bytes.
//!
//! The components are put together here: those of the crate `icalendar`, which writes the lines (in
//! `lines`), would add the time of rendering and ids by chance to whatever has none, and to alarms
//! in every case.
//!
//! A deadline and an action item are all-day events that block nobody's time. A hearing is one,
//! too, as long as its hour is not known, and then an event at its instant in UTC, which every
//! calendar program shows by the clock of its reader; its words name the hour by the clock of the
//! office. A `UID` is that of the deadline, the hearing or the action item, so that a date which
//! moves moves in the calendar, too. `SEQUENCE` and the stamps are those of the versions of all
//! that it shows: of the deadline or the hearing and its case, of the action item and its group.
//! What only a new edition of the law's texts changes, the name of a rule, moves none of them.

use super::lines::Lines;
use super::store::{FileRow, PlannedRow};
use crate::db::types::Instant;
use crate::law::calendars::dates::{English, French, named_hour};
use crate::law::engine::{Law, OfficeChoice, zone_of};
use crate::law::proceedings::{ActingSide, Catalog};
use crate::matters::hearings::{HearingFile, HearingRow};
use crate::teams::groups::action_items::service::Planned as ActionItem;
use crate::text::{Language, Text};
use chrono::{DateTime, NaiveDate};
use chrono_tz::Tz;
use std::fmt;

/// The interval at which a calendar program should ask again.
const REFRESH: &str = "PT1H";

/// Alarms: what each counts back, and its words in both languages.
type Alarms = [(&'static str, &'static str, &'static str); 2];

/// The alarms on what our own side has to do: at nine in the morning, so many days before. A
/// trigger counts back from the midnight at which the day of the deadline begins, wherever the
/// reader is.
const ALARMS: Alarms = [("-P6DT15H", "In 7 days", "Dans 7 jours"), ("-PT15H", "Tomorrow", "Demain")];

/// The alarms on what begins at an hour: at that hour, so many days before.
const HOURLY_ALARMS: Alarms = [("-P7D", "In 7 days", "Dans 7 jours"), ("-P1D", "Tomorrow", "Demain")];

/// A calendar of this name, in one language.
///
/// # Errors
/// None in practice: what is written to is a string.
pub fn calendar(
    name: &Text,
    language: Language,
    deadlines: &[PlannedRow],
    hearings: &[(HearingRow, HearingFile)],
    items: &[ActionItem],
) -> Result<String, fmt::Error> {
    let name = name.in_language(language);
    let product = match language {
        Language::En => "-//greffe//deadlines//EN",
        Language::Fr => "-//greffe//deadlines//FR",
    };
    let mut lines = Lines::default();
    lines.add("BEGIN", "VCALENDAR")?;
    lines.add("VERSION", "2.0")?;
    lines.add("PRODID", product)?;
    lines.add("CALSCALE", "GREGORIAN")?;
    lines.add("METHOD", "PUBLISH")?;
    // The crate does not know that NAME is a text, and would not escape it.
    lines.with("NAME", ("VALUE", "TEXT"), name)?;
    lines.add("X-WR-CALNAME", name)?;
    lines.with("REFRESH-INTERVAL", ("VALUE", "DURATION"), REFRESH)?;
    lines.add("X-PUBLISHED-TTL", REFRESH)?;
    for deadline in deadlines {
        event(&mut lines, deadline, language)?;
    }
    for (row, file) in hearings {
        hearing(&mut lines, row, file, language)?;
    }
    for item in items {
        action_item(&mut lines, item, language)?;
    }
    lines.add("END", "VCALENDAR")?;
    Ok(lines.text())
}

/// The name of the file: its number, or its kind if it has none.
#[must_use]
pub fn file_name(file_number: Option<&str>, proceeding: &str) -> Text {
    match file_number {
        Some(number) => Text::new(number, number),
        None => Catalog::current()
            .proceeding(proceeding)
            .map_or_else(|| Text::new(proceeding, proceeding), |known| known.name.clone()),
    }
}

fn event(lines: &mut Lines, deadline: &PlannedRow, language: Language) -> fmt::Result {
    let day = deadline.watch_on;
    let turn = ActingSide::of(deadline.actor, deadline.case.side);
    let summary = summary(deadline, turn);
    let summary = summary.in_language(language);
    let stamps = Stamps {
        uid: format!("deadline-{}@greffe", deadline.id),
        version: deadline.version.saturating_add(deadline.case.version).saturating_sub(1),
        created_at: deadline.created_at,
        updated_at: deadline.updated_at.max(deadline.case.updated_at),
    };
    begin(lines, &stamps, EntryTime::Day(day))?;
    lines.add("SUMMARY", summary)?;
    lines.add("DESCRIPTION", description(deadline).in_language(language))?;
    lines.add("CATEGORIES", turn.name().in_language(language))?;
    end(lines, TRANSPARENT, (turn == ActingSide::Ours).then_some((summary, &ALARMS)), language)
}

/// The entry for a hearing. Whoever has it in a calendar is to be there, or to know of it.
fn hearing(lines: &mut Lines, row: &HearingRow, file: &HearingFile, language: Language) -> fmt::Result {
    let summary = summary_of_hearing(row, file);
    let summary = summary.in_language(language);
    let stamps = Stamps {
        uid: format!("hearing-{}@greffe", row.id),
        version: row.version.saturating_add(file.version).saturating_sub(1),
        created_at: row.created_at,
        updated_at: row.updated_at.max(file.updated_at),
    };
    let (time, alarms) = match row.hearing_at {
        Some(at) => (EntryTime::At { at, minutes: row.minutes }, &HOURLY_ALARMS),
        None => (EntryTime::Day(row.hearing_on), &ALARMS),
    };
    begin(lines, &stamps, time)?;
    lines.add("SUMMARY", summary)?;
    let place: Vec<&str> = [&row.place, &row.room].into_iter().flatten().map(String::as_str).collect();
    if !place.is_empty() {
        lines.add("LOCATION", place.join(", "))?;
    }
    lines.add("DESCRIPTION", description_of_hearing(row, file).in_language(language))?;
    lines.add("CATEGORIES", Text::new("Hearing", "Audience").in_language(language))?;
    end(lines, OPAQUE, Some((summary, alarms)), language)
}

fn summary_of_hearing(row: &HearingRow, file: &HearingFile) -> Text {
    let (name, number) =
        (row.name(&file.proceeding), file_name(file.file_number.as_deref(), &file.proceeding));
    let (en, fr) =
        row.hour().map(|hour| (format!(", {}", hour.en), format!(", {}", hour.fr))).unwrap_or_default();
    Text::new(format!("{}{en} ({})", name.en, number.en), format!("{}{fr} ({})", name.fr, number.fr))
}

/// The description: the day and the hour in words, how it is held, the proceeding and the case's
/// id.
fn description_of_hearing(row: &HearingRow, file: &HearingFile) -> Text {
    let mut lines = Vec::new();
    let (english, french) = (English(row.hearing_on), French(row.hearing_on));
    lines.push(match row.hour() {
        Some(hour) => (format!("{english}, {}", hour.en), format!("{french}, {}", hour.fr)),
        None => (format!("{english}, hour not known yet"), format!("{french}, heure encore inconnue")),
    });
    if row.remote == Some(true) {
        lines.push((
            "Held by videoconference or telephone".to_owned(),
            "Tenue par vidéoconférence ou par téléphone".to_owned(),
        ));
    }
    let spoken = match row.language.as_deref() {
        Some("en") => Some(("English", "anglais")),
        Some("fr") => Some(("French", "français")),
        Some("both") => Some(("English and French", "anglais et français")),
        _ => None,
    };
    if let Some((en, fr)) = spoken {
        lines.push((format!("Language: {en}"), format!("Langue : {fr}")));
    }
    let proceeding = file_name(None, &file.proceeding);
    lines.push((format!("Proceeding: {}", proceeding.en), format!("Instance : {}", proceeding.fr)));
    lines.push((format!("Case: {}", row.case_id), format!("Dossier : {}", row.case_id)));
    let (en, fr): (Vec<_>, Vec<_>) = lines.into_iter().unzip();
    Text::new(en.join("\n"), fr.join("\n"))
}

/// The entry for what a member of a group is to do. It is our own side's by its nature.
fn action_item(lines: &mut Lines, item: &ActionItem, language: Language) -> fmt::Result {
    let stamps = Stamps {
        uid: format!("action-item-{}@greffe", item.id),
        version: item.version,
        created_at: item.created_at,
        updated_at: item.updated_at,
    };
    let due = Text::new(
        format!("Due: {}\nGroup: {}", English(item.due_on), item.group.en),
        format!("Échéance : {}\nGroupe : {}", French(item.due_on), item.group.fr),
    );
    begin(lines, &stamps, EntryTime::Day(item.due_on))?;
    lines.add("SUMMARY", item.title.as_str())?;
    lines.add("DESCRIPTION", due.in_language(language))?;
    lines.add("CATEGORIES", Text::new("Action item", "Suivi").in_language(language))?;
    end(lines, TRANSPARENT, Some((&item.title, &ALARMS)), language)
}

/// The stamps that tell one event from another, and one version of it from the next.
struct Stamps {
    uid: String,
    version: i64,
    created_at: Instant,
    updated_at: Instant,
}

/// When an entry is.
#[derive(Clone, Copy)]
enum EntryTime {
    /// All of a day.
    Day(NaiveDate),
    /// From an instant on, for so many minutes where that is known.
    At { at: Instant, minutes: Option<i32> },
}

/// Whether an entry leaves the time of its reader free, or takes it (RFC 5545, 3.8.2.7).
const TRANSPARENT: &str = "TRANSPARENT";
const OPAQUE: &str = "OPAQUE";

/// Begins an event.
fn begin(lines: &mut Lines, stamps: &Stamps, time: EntryTime) -> fmt::Result {
    lines.add("BEGIN", "VEVENT")?;
    lines.add("UID", stamps.uid.as_str())?;
    lines.instant("DTSTAMP", stamps.updated_at)?;
    lines.instant("CREATED", stamps.created_at)?;
    lines.instant("LAST-MODIFIED", stamps.updated_at)?;
    lines.add("SEQUENCE", stamps.version.saturating_sub(1).to_string())?;
    match time {
        EntryTime::Day(day) => {
            lines.date("DTSTART", day)?;
            // The end of an all-day event is the first day after it (RFC 5545, 3.6.1).
            lines.date("DTEND", day.succ_opt().unwrap_or(day))
        }
        EntryTime::At { at, minutes } => {
            lines.instant("DTSTART", at)?;
            // Where there is no end, it ends when it begins: nobody knows better.
            minutes.map_or(Ok(()), |minutes| lines.add("DURATION", format!("PT{minutes}M")))
        }
    }
}

/// Ends an event, with its alarms, if it has any: what they say, and when.
fn end(
    lines: &mut Lines,
    transparency: &str,
    alarmed: Option<(&str, &Alarms)>,
    language: Language,
) -> fmt::Result {
    lines.add("CLASS", "PRIVATE")?;
    lines.add("STATUS", "CONFIRMED")?;
    lines.add("TRANSP", transparency)?;
    let alarms =
        alarmed.into_iter().flat_map(|(summary, alarms)| alarms.iter().map(move |one| (one, summary)));
    for ((trigger, en, fr), summary) in alarms {
        let when = if language == Language::Fr { format!("{fr} : ") } else { format!("{en}: ") };
        lines.add("BEGIN", "VALARM")?;
        lines.add("ACTION", "DISPLAY")?;
        lines.add("DESCRIPTION", when + summary)?;
        lines.add("TRIGGER", *trigger)?;
        lines.add("END", "VALARM")?;
    }
    lines.add("END", "VEVENT")
}

/// The summary: what has to be done and on which file; the hour, if there is one on that day; whose
/// it is, if it is not ours.
fn summary(deadline: &PlannedRow, turn: ActingSide) -> Text {
    let rule = rule_name(&deadline.rule);
    let file = file_name(deadline.case.file_number.as_deref(), &deadline.case.proceeding);
    let hour = hour(deadline).filter(|at| at.date_naive() == deadline.watch_on);
    let (at_en, at_fr) = hour.map(spelled).unwrap_or_default();
    let (whose_en, whose_fr) = match turn {
        ActingSide::Theirs => ("Other side: ", "Partie adverse : "),
        ActingSide::Ours | ActingSide::Court => ("", ""),
    };
    Text::new(
        format!("{whose_en}{}{at_en} ({})", rule.en, file.en),
        format!("{whose_fr}{}{at_fr} ({})", rule.fr, file.fr),
    )
}

/// The description: who has to act, each date in words, the rule with its citation, and the case's
/// id.
fn description(deadline: &PlannedRow) -> Text {
    let mut lines: Vec<(String, String)> = Vec::new();
    let actor = deadline.actor.name();
    lines.push((format!("To act: {}", actor.en), format!("Partie tenue d'agir : {}", actor.fr)));
    if let Some(day) = deadline.due_on {
        let (at_en, at_fr) = hour(deadline).map(spelled).unwrap_or_default();
        lines.push((format!("Due: {}{at_en}", English(day)), format!("Échéance : {}{at_fr}", French(day))));
    }
    if let Some(day) = deadline.safe_on {
        lines.push((
            format!("Safe on every reading of the law: {}", English(day)),
            format!("Date sûre selon toutes les lectures du droit : {}", French(day)),
        ));
    }
    if let Some(day) = deadline.arguable_latest_on {
        lines.push((
            format!("Last arguable day: {}", English(day)),
            format!("Dernier jour soutenable : {}", French(day)),
        ));
    }
    let citation = citation(&deadline.rule, &deadline.rule_version);
    let (cited_en, cited_fr) =
        citation.map(|text| (format!(" ({})", text.en), format!(" ({})", text.fr))).unwrap_or_default();
    lines
        .push((format!("Rule: {}{cited_en}", deadline.rule), format!("Règle : {}{cited_fr}", deadline.rule)));
    let FileRow { file_number: _, proceeding, office: _, office_as: _, side: _, version: _, updated_at: _ } =
        &deadline.case;
    let proceeding = file_name(None, proceeding);
    lines.push((format!("Proceeding: {}", proceeding.en), format!("Instance : {}", proceeding.fr)));
    lines.push((format!("Case: {}", deadline.case_id), format!("Dossier : {}", deadline.case_id)));
    let (en, fr): (Vec<_>, Vec<_>) = lines.into_iter().unzip();
    Text::new(en.join("\n"), fr.join("\n"))
}

fn rule_name(rule: &str) -> Text {
    Catalog::current().rule(rule).map_or_else(|| Text::new(rule, rule), |rule| rule.name.clone())
}

fn citation(rule: &str, version: &str) -> Option<&'static Text> {
    let versions = &Catalog::current().rule(rule)?.versions;
    versions.iter().find(|known| known.version == version).map(|known| &known.citation)
}

/// The last instant, where hours count, by the clock of the office.
fn hour(deadline: &PlannedRow) -> Option<DateTime<Tz>> {
    let at = DateTime::parse_from_rfc3339(deadline.due_at.as_deref()?).ok()?;
    let case = &deadline.case;
    let office = case.office_as.as_deref().or(case.office.as_deref()).map(OfficeChoice::OfCase);
    Some(at.with_timezone(&zone_of(Law::current().calendars, office)))
}

fn spelled(at: DateTime<Tz>) -> (String, String) {
    let hour = named_hour(at.fixed_offset(), Some(at.timezone()));
    (format!(", {}", hour.en), format!(", {}", hour.fr))
}

#[cfg(test)]
mod tests;
