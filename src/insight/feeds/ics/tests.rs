//! Calendars as they are written, byte by byte.

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
            office: None,
            office_as: None,
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
    calendar(&named(), language, deadlines, &[], &[]).unwrap()
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
    assert!(
        described.contains(r"Échéance : le vendredi 20 mars 2026\, 17 h (heure de l'Est)\n"),
        "{described}"
    );
    hourly.watch_on = day("2026-03-20");
    assert!(
        told(&hourly).0.starts_with(r"Avis de comparution\, 17 h (heure de l'Est) ("),
        "{}",
        told(&hourly).0
    );
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
    let calendar = calendar(&name, Language::Fr, &[odd], &[], &[]).unwrap();
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
    let calendar = calendar(&named(), Language::Fr, &[appearance()], &[], &[item]).unwrap();
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
        let calendar = calendar(&named(), Language::En, &[odd], &[], &[item]).unwrap();
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

#[test]
fn a_hearing_is_an_event_at_its_instant_and_names_the_time_that_it_is() {
    let row = HearingRow {
        id: crate::ids::HearingId::from(uuid::Uuid::from_u128(31)),
        case_id: CaseId::from(uuid::Uuid::from_u128(10)),
        organization_id: crate::ids::OrganizationId::from(uuid::Uuid::from_u128(1)),
        code: "hearing".to_owned(),
        status: crate::matters::hearings::model::HearingStatus::Scheduled,
        hearing_on: day("2026-03-20"),
        hearing_at: Some(Instant::at(Utc.with_ymd_and_hms(2026, 3, 20, 17, 30, 0).unwrap())),
        zone: "America/Vancouver".to_owned(),
        minutes: Some(90),
        place: Some("701 West Georgia".to_owned()),
        room: Some("Room 2".to_owned()),
        remote: None,
        language: Some("fr".to_owned()),
        judge: None,
        responsibility: None,
        event_id: crate::ids::EventId::from(uuid::Uuid::from_u128(31)),
        remind_on: None,
        version: 2,
        created_at: at(9),
        updated_at: at(14),
        days: crate::db::types::Json::of(&[(); 0]).unwrap(),
    };
    let file = HearingFile {
        file_number: Some("IMM-1234-26".to_owned()),
        style_of_cause: "Doe v. Canada (MCI)".to_owned(),
        proceeding: "ALJR".to_owned(),
        confidentiality: crate::access::confidentiality::Confidentiality::None,
        version: 3,
        updated_at: at(9),
    };
    let written = |language, row: &HearingRow| {
        unfolded(&calendar(&named(), language, &[], &[(row.clone(), file.clone())], &[]).unwrap())
    };
    let lines = written(Language::En, &row);
    assert_eq!(values(&lines, "DTSTART"), ["20260320T173000Z"]);
    assert_eq!(values(&lines, "DURATION"), ["PT90M"]);
    assert_eq!(values(&lines, "SUMMARY"), [r"Hearing\, 10:30 (Pacific Time) (IMM-1234-26)"]);
    assert_eq!(values(&lines, "LOCATION"), [r"701 West Georgia\, Room 2"]);
    assert_eq!(values(&lines, "SEQUENCE"), ["3"]);
    assert_eq!(values(&lines, "TRANSP"), ["OPAQUE"]);
    assert_eq!(values(&lines, "TRIGGER"), ["-P7D", "-P1D"]);
    let french = written(Language::Fr, &row);
    assert_eq!(values(&french, "SUMMARY"), [r"Audience\, 10 h 30 (heure du Pacifique) (IMM-1234-26)"]);
    let described = values(&french, "DESCRIPTION")[0];
    assert!(
        described
            .starts_with(r"le vendredi 20 mars 2026\, 10 h 30 (heure du Pacifique)\nLangue : français\n"),
        "{described}"
    );
    let all_day = written(Language::Fr, &HearingRow { hearing_at: None, ..row.clone() });
    assert_eq!(values(&all_day, "DTSTART;VALUE=DATE"), ["20260320"]);
    assert_eq!(values(&all_day, "SUMMARY"), ["Audience (IMM-1234-26)"]);
    assert_eq!(values(&all_day, "TRIGGER"), ["-P6DT15H", "-PT15H"]);
}
