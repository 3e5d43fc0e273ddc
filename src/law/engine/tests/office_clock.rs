//! One instant is one date, however it was written; the hour is that of the office.

use super::*;

#[test]
fn an_instant_is_read_by_the_clock_of_the_office() {
    for (rule, at, office, due) in [
        // 16:30 in Ottawa on Friday 10 April 2026, before 17:00 (FCR 143): served that day. Were
        // 20:30 taken for the hour, it would be served on Monday: 23 April.
        ("FCCIRPR-13", "2026-04-10T16:30-04:00", None, "2026-04-20"),
        ("FCCIRPR-13", "2026-04-10T20:30Z", None, "2026-04-20"),
        ("FCCIRPR-13", "2026-04-10T22:30+02:00", None, "2026-04-20"),
        ("FCCIRPR-13", "2026-04-10T16:30", None, "2026-04-20"),
        // 17:30 in Ottawa is 14:30 in Vancouver.
        ("FCCIRPR-13", "2026-04-10T17:30-04:00", None, "2026-04-23"),
        ("FCCIRPR-13", "2026-04-10T17:30-04:00", Some("VANCOUVER"), "2026-04-20"),
        ("FCCIRPR-13", "2026-04-10T17:30", Some("VANCOUVER"), "2026-04-23"),
        // And 21:00 in Halifax is 20:00 in Ottawa.
        ("FCCIRPR-13", "2026-04-10T17:30-03:00", None, "2026-04-20"),
        ("FCCIRPR-13", "2026-04-10T17:30-03:00", Some("HALIFAX"), "2026-04-23"),
    ] {
        let request = json!({"rule": rule, "trigger_at": at, "office": office});
        assert_eq!(answer(&request).due_on, Some(day(due)), "{request}");
    }
    for (at, office, due) in [
        // 22:00 on the 14th in Ottawa: 48 hours end on the 16th.
        ("2026-09-15T02:00:00Z", None, "2026-09-16T22:00:00-04:00"),
        ("2026-09-14T22:00:00-04:00", None, "2026-09-16T22:00:00-04:00"),
        ("2026-09-14T22:00", Some("CALGARY"), "2026-09-16T22:00:00-06:00"),
        ("2026-09-15T04:00:00Z", Some("WINNIPEG"), "2026-09-16T23:00:00-05:00"),
    ] {
        let computed = answer(&json!({"rule": "ID-48H", "trigger_at": at, "office": office}));
        assert_eq!(computed.due_at.unwrap().to_rfc3339(), due, "{at}");
        assert_eq!(computed.due_on, Some(day(&due[..10])), "{at}");
    }
}

#[test]
fn another_clock_is_named() {
    let said = |at: &str| {
        let steps = answer(&json!({"rule": "FCCIRPR-13", "trigger_at": at})).explanation.steps;
        steps.into_iter().find(|step| step.code == "office_clock").map(|step| step.text)
    };
    let converted = said("2026-04-10T20:30Z").unwrap();
    assert_eq!(
        converted.en,
        "By the clock of the office, 20:30 (UTC) on Friday 10 April 2026 is 16:30 (Eastern Time) on Friday 10 April 2026."
    );
    assert_eq!(
        converted.fr,
        "À l'horloge du bureau, 20 h 30 (UTC), le vendredi 10 avril 2026, correspond à 16 h 30 (heure de l'Est), le vendredi 10 avril 2026."
    );
    assert_eq!((said("2026-04-10T16:30-04:00"), said("2026-04-10T16:30")), (None, None));
}

#[test]
fn one_place_has_one_clock_in_every_calendar() {
    let law = Law::current();
    for calendar in law.calendars.all() {
        for office in &calendar.offices {
            for code in &office.codes {
                assert_eq!(law.calendars.zone_of(code), Some(office.zone), "{code} in {}", calendar.code);
            }
        }
    }
}
