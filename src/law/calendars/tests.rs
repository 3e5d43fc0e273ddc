//! Days taken from the statutes and worked by hand.

use super::*;

fn day(written: &str) -> NaiveDate {
    written.parse().unwrap()
}

fn reasons(calendar: &str, date: &str) -> Vec<String> {
    let found = Calendars::builtin().get(calendar).unwrap().day(day(date)).unwrap();
    assert_eq!(found.counts, found.reasons.is_empty());
    found.reasons.into_iter().map(|reason| reason.code).collect()
}

#[test]
fn easter_falls_where_the_almanac_has_it() {
    for (year, sunday) in
        [(1993, "1993-04-11"), (2000, "2000-04-23"), (2024, "2024-03-31"), (2038, "2038-04-25")]
    {
        assert_eq!(season::easter(year), Some(day(sunday)));
    }
}

#[test]
fn saturday_and_easter_monday_and_boxing_day_differ_by_registry() {
    assert!(reasons("ca-federal", "2026-03-14").is_empty());
    assert_eq!(reasons("ca-fc", "2026-03-14"), ["saturday"]);
    assert_eq!(reasons("ca-federal", "2026-04-06"), ["easter_monday"]);
    assert_eq!(reasons("ca-irb", "2026-04-06"), ["easter_monday"]);
    assert!(reasons("ca-fc", "2025-12-26").is_empty());
    assert_eq!(reasons("ca-irb", "2025-12-26"), ["boxing_day"]);
}

#[test]
fn substitutes_came_with_the_rules_of_2022() {
    // 1 July 2017 and 2028 are Saturdays; only the later one has its Monday.
    assert!(reasons("ca-fc", "2017-07-03").is_empty());
    assert_eq!(reasons("ca-fc", "2028-07-03"), ["canada_day_substitute"]);
    // Christmas: 2026 a Friday, 2027 a Saturday.
    assert_eq!(reasons("ca-fc", "2026-12-28"), ["christmas_friday_substitute"]);
    assert_eq!(reasons("ca-fc", "2027-12-27"), ["christmas_weekend_substitute"]);
    assert_eq!(reasons("ca-fc", "2027-12-28"), ["christmas_weekend_substitute"]);
    assert!(reasons("ca-scc", "2026-12-28").is_empty());
    // 30 September 2028 is a Saturday: the Court has no substitute for it, the Board has.
    assert!(reasons("ca-fc", "2028-10-02").is_empty());
    assert_eq!(reasons("ca-irb", "2028-10-02"), ["truth_and_reconciliation"]);
}

#[test]
fn a_day_is_what_the_law_of_that_day_made_it() {
    assert!(reasons("ca-fc", "2020-09-30").is_empty());
    assert_eq!(reasons("ca-fc", "2021-09-30"), ["truth_and_reconciliation"]);
    assert_eq!(reasons("ca-fc", "2022-09-19"), ["day_of_mourning_2022"]);
    assert!(reasons("ca-fc", "2023-09-19").is_empty());
    assert_eq!(reasons("ca-federal", "2018-07-02"), ["canada_day_observed"]);
}

#[test]
fn the_board_is_closed_by_office() {
    assert!(reasons("ca-irb", "2026-06-24").is_empty());
    assert_eq!(reasons("ca-irb-qc", "2026-06-24"), ["saint_jean"]);
    assert_eq!(reasons("ca-irb", "2026-08-03"), ["civic_holiday"]);
    assert!(reasons("ca-irb-qc", "2026-08-03").is_empty());
    // Christmas 2022 is a Sunday: Boxing Day keeps its Monday, Christmas moves to the Tuesday.
    assert_eq!(reasons("ca-irb", "2022-12-26"), ["boxing_day"]);
    assert_eq!(reasons("ca-irb", "2022-12-27"), ["christmas"]);
}

#[test]
fn a_recess_is_no_day_off() {
    let court = Calendars::builtin().get("ca-fc").unwrap();
    let found = court.day(day("2025-12-22")).unwrap();
    assert!(found.counts);
    assert_eq!(found.recess.unwrap().code, "seasonal");
    for (date, inside) in
        [("2025-12-20", false), ("2025-12-21", true), ("2026-01-07", true), ("2026-01-08", false)]
    {
        assert_eq!(court.day(day(date)).unwrap().recess.is_some(), inside, "{date}");
    }
    let supreme = Calendars::builtin().get("ca-scc").unwrap();
    assert!(supreme.day(day("2018-12-27")).unwrap().recess.is_none());
    assert!(supreme.day(day("2019-12-27")).unwrap().recess.is_some());
}

#[test]
fn outside_its_days_a_calendar_does_not_guess() {
    for calendar in Calendars::builtin().all() {
        assert!(calendar.day(FIRST_DAY).is_ok() && calendar.day(LAST_DAY).is_ok());
        assert!(calendar.day(day("1992-12-31")).is_err());
        assert_eq!(calendar.is_working(day("2100-01-01")).unwrap_err().date, day("2100-01-01"));
        assert!(calendar.days(day("2099-12-30"), day("2100-01-02")).is_err());
    }
}

#[test]
fn a_bad_file_says_what_is_wrong() {
    let unknown = Calendars::load(&[("x.toml", "code = \"x\"\ncolour = 1")]).unwrap_err();
    assert!(unknown.starts_with("x.toml: ") && unknown.contains("colour"), "{unknown}");
}

#[test]
fn dates_are_said_in_both_languages() {
    assert_eq!(dates::English(day("2025-10-01")).to_string(), "Wednesday 1 October 2025");
    assert_eq!(dates::French(day("2025-10-01")).to_string(), "le mercredi 1er octobre 2025");
}
