//! Deadlines and action items as a calendar (RFC 5545, with the names and the refreshing of RFC
//! 7986). Pure: the same deadlines give the same bytes.
//!
//! The components are put together here: those of the crate `icalendar`, which writes the lines (in
//! `lines`), would add the time of rendering and ids by chance to whatever has none, and to alarms
//! in every case.
//!
//! Each is an all-day event that blocks nobody's time. Its `UID` is that of the deadline or the
//! action item, so that a date which moves moves in the calendar, too. `SEQUENCE` and the stamps
//! are those of the versions of all that it shows: of the deadline and its case, of the action item
//! and its group. What only a new edition of the law's texts changes, the name of a rule, moves
//! none of them.

use super::lines::Lines;
use super::store::{FileRow, PlannedRow};
use crate::db::types::Instant;
use crate::law::calendars::dates::{English, French, named_hour};
use crate::law::proceedings::{ActingSide, Catalog};
use crate::teams::groups::action_items::service::Planned as ActionItem;
use crate::text::{Language, Text};
use chrono::{DateTime, FixedOffset, NaiveDate};
use std::fmt;

/// The interval at which a calendar program should ask again.
const REFRESH: &str = "PT1H";

/// The alarms on what our own side has to do: at nine in the morning, so many days before. A
/// trigger counts back from the midnight at which the day of the deadline begins, wherever the
/// reader is.
const ALARMS: [(&str, &str, &str); 2] =
    [("-P6DT15H", "In 7 days", "Dans 7 jours"), ("-PT15H", "Tomorrow", "Demain")];

/// A calendar of this name, in one language.
///
/// # Errors
/// None in practice: what is written to is a string.
pub fn calendar(
    name: &Text,
    language: Language,
    deadlines: &[PlannedRow],
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
    begin(lines, &stamps, day)?;
    lines.add("SUMMARY", summary)?;
    lines.add("DESCRIPTION", description(deadline).in_language(language))?;
    lines.add("CATEGORIES", turn.name().in_language(language))?;
    end(lines, (turn == ActingSide::Ours).then_some(summary), language)
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
    begin(lines, &stamps, item.due_on)?;
    lines.add("SUMMARY", item.title.as_str())?;
    lines.add("DESCRIPTION", due.in_language(language))?;
    lines.add("CATEGORIES", Text::new("Action item", "Suivi").in_language(language))?;
    end(lines, Some(&item.title), language)
}

/// The stamps that tell one event from another, and one version of it from the next.
struct Stamps {
    uid: String,
    version: i64,
    created_at: Instant,
    updated_at: Instant,
}

/// Begins an event that lasts a day.
fn begin(lines: &mut Lines, stamps: &Stamps, day: NaiveDate) -> fmt::Result {
    lines.add("BEGIN", "VEVENT")?;
    lines.add("UID", stamps.uid.as_str())?;
    lines.instant("DTSTAMP", stamps.updated_at)?;
    lines.instant("CREATED", stamps.created_at)?;
    lines.instant("LAST-MODIFIED", stamps.updated_at)?;
    lines.add("SEQUENCE", stamps.version.saturating_sub(1).to_string())?;
    lines.date("DTSTART", day)?;
    // The end of an all-day event is the first day after it (RFC 5545, 3.6.1).
    lines.date("DTEND", day.succ_opt().unwrap_or(day))
}

/// Ends an event, with the alarms of what is ours to do.
fn end(lines: &mut Lines, alarmed: Option<&str>, language: Language) -> fmt::Result {
    lines.add("CLASS", "PRIVATE")?;
    lines.add("STATUS", "CONFIRMED")?;
    lines.add("TRANSP", "TRANSPARENT")?;
    for ((trigger, en, fr), summary) in ALARMS.into_iter().filter_map(|alarm| Some((alarm, alarmed?))) {
        let when = if language == Language::Fr { format!("{fr} : ") } else { format!("{en}: ") };
        lines.add("BEGIN", "VALARM")?;
        lines.add("ACTION", "DISPLAY")?;
        lines.add("DESCRIPTION", when + summary)?;
        lines.add("TRIGGER", trigger)?;
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
    let FileRow { file_number: _, proceeding, side: _, version: _, updated_at: _ } = &deadline.case;
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
fn hour(deadline: &PlannedRow) -> Option<DateTime<FixedOffset>> {
    deadline.due_at.as_deref().and_then(|at| DateTime::parse_from_rfc3339(at).ok())
}

fn spelled(at: DateTime<FixedOffset>) -> (String, String) {
    let hour = named_hour(at, None);
    (format!(", {}", hour.en), format!(", {}", hour.fr))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ids::{CaseId, DeadlineId};
    use crate::law::proceedings::{Actor, Side};
    use chrono::{TimeZone as _, Utc};

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn at(hour: u32) -> Instant {
        Instant::at(Utc.with_ymd_and_hms(2026, 3, 10, hour, 30, 0).unwrap())
    }

    /// The notice of appearance of a respondent.
    fn appearance() -> PlannedRow {
        PlannedRow {
            id: DeadlineId::from(uuid::Uuid::from_u128(11)),
            case_id: CaseId::from(uuid::Uuid::from_u128(10)),
            rule: "FCCIRPR-8(1)".to_owned(),
            rule_version: Catalog::current().rule("FCCIRPR-8(1)").unwrap().versions[0].version.clone(),
            actor: Actor::Respondent,
            due_on: Some(day("2026-03-20")),
            due_at: None,
            safe_on: Some(day("2026-03-19")),
            arguable_latest_on: Some(day("2026-03-23")),
            watch_on: day("2026-03-19"),
            version: 3,
            created_at: at(9),
            updated_at: at(14),
            case: FileRow {
                file_number: Some("IMM-1234-26".to_owned()),
                proceeding: "ALJR".to_owned(),
                side: Side::Responding,
                version: 1,
                updated_at: at(9),
            },
        }
    }

    fn named() -> Text {
        Text::new("greffe: my deadlines", "greffe : mes échéances")
    }

    fn written(language: Language, deadlines: &[PlannedRow]) -> String {
        calendar(&named(), language, deadlines, &[]).unwrap()
    }

    /// The content lines, put together again.
    fn unfolded(calendar: &str) -> Vec<String> {
        calendar.replace("\r\n ", "").split_terminator("\r\n").map(str::to_owned).collect()
    }

    fn values<'a>(lines: &'a [String], name: &str) -> Vec<&'a str> {
        lines.iter().filter_map(|line| line.strip_prefix(name)?.strip_prefix(':')).collect()
    }

    #[test]
    fn an_event_says_what_is_due_and_nothing_by_chance() {
        let calendar = written(Language::En, &[appearance()]);
        assert_eq!(calendar, written(Language::En, &[appearance()]));
        let lines = unfolded(&calendar);
        let expected = "BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:-//greffe//deadlines//EN\nCALSCALE:GREGORIAN\nMETHOD:PUBLISH\n\
            NAME;VALUE=TEXT:greffe: my deadlines\nX-WR-CALNAME:greffe: my deadlines\nREFRESH-INTERVAL;VALUE=DURATION:PT1H\n\
            X-PUBLISHED-TTL:PT1H\nBEGIN:VEVENT\nUID:deadline-00000000-0000-0000-0000-00000000000b@greffe\n\
            DTSTAMP:20260310T143000Z\nCREATED:20260310T093000Z\nLAST-MODIFIED:20260310T143000Z\nSEQUENCE:2\n\
            DTSTART;VALUE=DATE:20260319\nDTEND;VALUE=DATE:20260320\nSUMMARY:Notice of appearance (IMM-1234-26)";
        assert_eq!(lines[..18].join("\n"), expected);
        let rest = "CATEGORIES:Our side\nCLASS:PRIVATE\nSTATUS:CONFIRMED\nTRANSP:TRANSPARENT\n\
            BEGIN:VALARM\nACTION:DISPLAY\nDESCRIPTION:In 7 days: Notice of appearance (IMM-1234-26)\nTRIGGER:-P6DT15H\nEND:VALARM\n\
            BEGIN:VALARM\nACTION:DISPLAY\nDESCRIPTION:Tomorrow: Notice of appearance (IMM-1234-26)\nTRIGGER:-PT15H\nEND:VALARM\n\
            END:VEVENT\nEND:VCALENDAR";
        assert_eq!(lines[19..].join("\n"), rest);
        let described = values(&lines, "DESCRIPTION")[0];
        for part in [
            r"To act: the respondent\nDue: Friday 20 March 2026\nSafe on every reading of the law: Thursday 19 March 2026\n",
            r"\nLast arguable day: Monday 23 March 2026\nRule: FCCIRPR-8(1) (",
            r"\nCase: 00000000-0000-0000-0000-00000000000a",
        ] {
            assert!(described.contains(part), "no {part} in {described}");
        }
    }

    #[test]
    fn what_the_other_side_has_to_do_says_so_and_wakes_nobody() {
        let theirs = PlannedRow { actor: Actor::Applicant, watch_on: day("2026-03-23"), ..appearance() };
        let calendar = written(Language::En, std::slice::from_ref(&theirs));
        let lines = unfolded(&calendar);
        assert_eq!(values(&lines, "SUMMARY"), ["Other side: Notice of appearance (IMM-1234-26)"]);
        assert_eq!(values(&lines, "DTSTART;VALUE=DATE"), ["20260323"]);
        assert!(!calendar.contains("VALARM"));
        let french = unfolded(&written(Language::Fr, &[theirs]));
        assert_eq!(values(&french, "SUMMARY"), ["Partie adverse : Avis de comparution (IMM-1234-26)"]);
        let court = PlannedRow { actor: Actor::Court, ..appearance() };
        let calendar = written(Language::En, &[court]);
        assert!(
            calendar.contains("SUMMARY:Notice of appearance (") && !calendar.contains("VALARM"),
            "{calendar}"
        );
    }

    #[test]
    fn an_hour_is_told_on_its_day_and_a_file_without_a_number_by_its_kind() {
        let mut hourly = appearance();
        hourly.due_at = Some("2026-03-20T17:00:00-04:00".to_owned());
        hourly.case.file_number = None;
        let told = |row: &PlannedRow| {
            let lines = unfolded(&written(Language::Fr, std::slice::from_ref(row)));
            (values(&lines, "SUMMARY")[0].to_owned(), values(&lines, "DESCRIPTION")[0].to_owned())
        };
        let (summary, described) = told(&hourly);
        assert!(summary.starts_with("Avis de comparution (") && !summary.contains("IMM"), "{summary}");
        assert!(described.contains(r"mars 2026\, 17 h 00 (UTC-04:00)\n"), "{described}");
        hourly.watch_on = day("2026-03-20");
        let (summary, _) = told(&hourly);
        assert!(summary.starts_with(r"Avis de comparution\, 17 h 00 (UTC-04:00) ("), "{summary}");
    }

    #[test]
    fn no_line_is_too_long_whatever_the_length_of_its_text() {
        for (letter, most) in [("a", 240), ("é", 120), ("a é", 80)] {
            for length in 1..most {
                let mut long = appearance();
                long.case.file_number = Some(letter.repeat(length));
                let calendar = written(Language::Fr, &[long]);
                for line in calendar.split_terminator("\r\n") {
                    assert!(line.len() <= 75, "{} octets: {line}", line.len());
                }
                let summary = format!("Avis de comparution ({})", letter.repeat(length));
                assert_eq!(values(&unfolded(&calendar), "SUMMARY"), [summary]);
            }
        }
    }

    #[test]
    fn lines_are_folded_between_characters_and_texts_are_escaped() {
        let mut odd = appearance();
        // A number of a form that we do not know is kept, whatever is in it.
        odd.case.file_number = Some(r"É;A,B\C:".to_owned() + &"éà".repeat(60));
        let name = Text::new("x", r"Échéances, « mes »; \ propres");
        let calendar = calendar(&name, Language::Fr, &[odd], &[]).unwrap();
        assert!(calendar.ends_with("END:VCALENDAR\r\n"));
        for line in calendar.split_terminator("\r\n") {
            assert!(line.len() <= 75, "{} octets: {line}", line.len());
            assert!(!line.contains(['\r', '\n']), "{line:?}");
        }
        let lines = unfolded(&calendar);
        assert_eq!(values(&lines, "X-WR-CALNAME"), [r"Échéances\, « mes »\; \\ propres"]);
        assert_eq!(values(&lines, "NAME;VALUE=TEXT"), values(&lines, "X-WR-CALNAME"));
        let summary = values(&lines, "SUMMARY")[0];
        assert!(
            summary.starts_with(r"Avis de comparution (É\;A\,B\\C:éàéà") && summary.ends_with("éà)"),
            "{summary}"
        );
        assert_eq!(values(&lines, "PRODID"), ["-//greffe//deadlines//FR"]);
    }

    #[test]
    fn an_action_item_stands_beside_deadlines_with_its_group_and_its_alarms() {
        let item = ActionItem {
            id: crate::ids::ActionItemId::from(uuid::Uuid::from_u128(12)),
            title: "Faire circuler la matrice".to_owned(),
            group: Text::new("Working Group", "Groupe de travail"),
            due_on: day("2026-03-20"),
            version: 2,
            created_at: at(9),
            updated_at: at(14),
        };
        let calendar = calendar(&named(), Language::Fr, &[appearance()], &[item]).unwrap();
        let lines = unfolded(&calendar);
        assert_eq!(values(&lines, "UID")[1], "action-item-00000000-0000-0000-0000-00000000000c@greffe");
        assert_eq!(values(&lines, "SUMMARY")[1], "Faire circuler la matrice");
        assert_eq!(values(&lines, "CATEGORIES"), ["Notre partie", "Suivi"]);
        assert!(lines.iter().any(|line| line.ends_with(r"\nGroupe : Groupe de travail")), "{calendar}");
        assert_eq!(calendar.matches("BEGIN:VALARM").count(), 4, "two each");
    }

    #[test]
    fn the_case_of_a_deadline_counts_for_its_version() {
        let mut renumbered = appearance();
        (renumbered.case.version, renumbered.case.updated_at) = (4, at(16));
        let lines = unfolded(&written(Language::En, &[renumbered]));
        assert_eq!(values(&lines, "SEQUENCE"), ["5"]);
        let stamps = ["DTSTAMP", "LAST-MODIFIED"].map(|stamp| values(&lines, stamp)[0]);
        assert_eq!(stamps, ["20260310T163000Z"; 2]);
    }

    #[test]
    fn whatever_ends_a_line_is_escaped_alike() {
        for broken in ["\r", "\r\n", "\n"] {
            let mut odd = appearance();
            odd.case.file_number = Some(format!("IMM-1{broken}{broken}-26"));
            let lines = unfolded(&written(Language::En, &[odd]));
            assert_eq!(values(&lines, "SUMMARY"), [r"Notice of appearance (IMM-1\n\n-26)"], "{broken:?}");
        }
    }

    #[test]
    fn no_text_begins_a_line_of_its_own() {
        for broken in ["\r", "\r\n", "\n", "\u{85}", "\u{2028}", "\u{2029}", "\u{b}", "\u{c}", "\0"] {
            let mut odd = appearance();
            odd.case.file_number = Some(format!("IMM{broken}ATTENDEE:mailto:x@example.org"));
            let item = ActionItem {
                id: crate::ids::ActionItemId::from(uuid::Uuid::from_u128(12)),
                title: format!("Title{broken}ATTENDEE:mailto:x@example.org"),
                group: Text::new(format!("Group{broken}ATTENDEE:x"), "Groupe"),
                due_on: day("2026-03-20"),
                version: 2,
                created_at: at(9),
                updated_at: at(14),
            };
            let calendar = calendar(&named(), Language::En, &[odd], &[item]).unwrap();
            let without_ends = calendar.replace("\r\n", "");
            assert!(!without_ends.chars().any(crate::text::breaks_a_line), "{broken:?}: {calendar:?}");
            assert!(!unfolded(&calendar).iter().any(|line| line.starts_with("ATTENDEE")), "{broken:?}");
        }
    }

    #[test]
    fn a_calendar_without_deadlines_is_a_calendar() {
        let calendar = written(Language::En, &[]);
        assert_eq!(calendar.matches("BEGIN:").count(), 1);
        assert_eq!((calendar.matches("PRODID").count(), calendar.matches("VERSION").count()), (1, 1));
    }
}
