//! The worked examples.

use super::*;
use crate::law::proceedings::Catalog;
use crate::text::Text;
use chrono::{DateTime, NaiveDate, NaiveDateTime};
use serde_json::{Value, json};

mod by_hand;
mod office_clock;
mod positions;
mod properties;

const EXAMPLES: &str = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/examples.json"));

fn day(written: &str) -> NaiveDate {
    written.parse().unwrap()
}

/// Computes the body of a request to `POST /v1/deadlines/compute`.
fn ask(request: &Value) -> Result<Computed, ComputeError> {
    let trigger = match (&request["trigger_on"], &request["trigger_at"]) {
        (Value::String(on), _) => Trigger::On(day(on)),
        (_, Value::String(at)) => Trigger::parse_at(at).unwrap(),
        _ => panic!("a request has a trigger"),
    };
    let overlays: Vec<String> = serde_json::from_value(request["overlays"].clone()).unwrap_or_default();
    let facts: EventFacts = serde_json::from_value(request["facts"].clone()).unwrap_or_default();
    compute(
        Law::current(),
        &Computation {
            rule: request["rule"].as_str().unwrap(),
            trigger,
            service_method: request["service_method"].as_str(),
            office: request["office"].as_str().map(OfficeChoice::Asked),
            overlays: &overlays,
            facts: &facts,
            positions: &[],
            open_overlays: false,
            as_of: request["as_of"].as_str().map(day),
            today: day("2026-04-01"),
        },
    )
}

fn answer(request: &Value) -> Computed {
    ask(request).unwrap_or_else(|error| panic!("{request}: {error}"))
}

#[test]
fn every_worked_example_comes_out() {
    let examples: Vec<Value> = serde_json::from_str(EXAMPLES).unwrap();
    let mut wrong = Vec::new();
    for example in &examples {
        let expect = &example["expect"];
        let computed = match ask(&example["request"]) {
            Ok(computed) => computed,
            Err(error) => {
                wrong.push(format!("{}: {error}", example["id"]));
                continue;
            }
        };
        let mut says = |field: &str, got: Option<String>, always: bool| {
            let wanted = expect[field].as_str().map(str::to_owned);
            if (always || wanted.is_some()) && wanted != got {
                wrong.push(format!("{}: {field}: wanted {wanted:?}, got {got:?}", example["id"]));
            }
        };
        let text = |date: Option<NaiveDate>| date.map(|date| date.to_string());
        says("due_on", text(computed.due_on), false);
        says("safe_on", text(computed.safe_on), true);
        says("arguable_latest_on", text(computed.arguable_latest_on), true);
        says("not_before_on", text(computed.not_before_on), true);
        says("effective_on", text(computed.effective_on), false);
        if let Some(at) = expect["due_at"].as_str() {
            let got = computed.due_at.unwrap();
            let same = DateTime::parse_from_rfc3339(at).map_or_else(
                |_| NaiveDateTime::parse_from_str(at, "%Y-%m-%dT%H:%M").unwrap() == got.naive_local(),
                |at| at == got,
            );
            assert!(same, "{}: due_at: wanted {at}, got {got}", example["id"]);
        }
        assert_eq!(
            expect["no_fixed_date"].as_bool().unwrap_or(false),
            computed.no_fixed_date,
            "{}",
            example["id"]
        );
        let last = computed.explanation.steps.last().unwrap();
        if !computed.no_fixed_date {
            assert_eq!(
                last.date,
                computed.due_on.or(computed.not_before_on).or(computed.effective_on),
                "{}",
                example["id"]
            );
        }
        for step in &computed.explanation.steps {
            assert!(step.text.is_complete(), "{}: {step:?}", example["id"]);
            assert!(step.citation.as_ref().is_some_and(Text::is_complete), "{}: {step:?}", example["id"]);
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert_eq!(examples.len(), 83);
}

/// `due`, `safe`, `latest` as written.
fn dates(request: &Value) -> (String, String, String) {
    let computed = answer(request);
    let text = |date: Option<NaiveDate>| date.map(|date| date.to_string()).unwrap_or_default();
    (text(computed.due_on), text(computed.safe_on), text(computed.arguable_latest_on))
}

/// Christmas 2027 is a Saturday; Monday and Tuesday stand for it and for Boxing Day.
#[test]
fn a_roll_names_every_holiday_on_its_way() {
    let computed = answer(&json!({"rule": "ALJR-72-OUT", "trigger_on": "2027-10-26"}));
    let roll = computed.explanation.steps.iter().find(|step| step.code == "roll").unwrap();
    assert_eq!(roll.date.unwrap().to_string(), "2027-12-29");
    for (text, days) in [
        (&roll.text.en, ["as is Monday 27 December 2027 (", "as is Tuesday 28 December 2027 ("]),
        (&roll.text.fr, ["comme le lundi 27 décembre 2027 (", "comme le mardi 28 décembre 2027 ("]),
    ] {
        assert!(days.iter().all(|day| text.contains(day)), "{text}");
    }
}

/// Dates worked by hand from the text of the rules.
#[test]
fn dates_worked_by_hand() {
    for (request, due, safe, latest) in [
        // 15th day Saturday 14 March: Monday; the Interpretation Act alone would not move it.
        (json!({"rule": "ALJR-72-IN", "trigger_on": "2026-02-27"}), "2026-03-16", "2026-03-13", ""),
        // 15th day Friday 26 December, no holiday of the Court; 12 to 20 December are 9, 8 January
        // the 10th. On Boxing Day nobody is there: safe on the 24th.
        (json!({"rule": "ALJR-72-IN", "trigger_on": "2025-12-11"}), "2025-12-26", "2025-12-24", "2026-01-13"),
        // The recess of 2020 lies before the rule of 2022: no reading.
        (json!({"rule": "ALJR-72-IN", "trigger_on": "2020-12-14"}), "2020-12-29", "", ""),
        // Lubana: 9 July 1999 and 45 days are 23 August; the rolled end of the 30 days adds
        // nothing.
        (
            json!({"rule": "FCR-7-CONSENT", "trigger_on": "1999-07-09", "facts": {"base_days": 30, "extension_days": 15}}),
            "1999-08-23",
            "",
            "",
        ),
        // The 75 days do not revive a period that had ended before the Special Order.
        (
            json!({"rule": "FCCIRPR-10(1)(a)", "trigger_on": "2025-04-01", "overlays": ["FC-SPECIAL-ORDER-2025"]}),
            "2025-05-01",
            "",
            "",
        ),
        // Served at 17:01 on a Friday: effective Monday 13 April; the tenth day is 23 April.
        (json!({"rule": "FCCIRPR-13", "trigger_at": "2026-04-10T17:01"}), "2026-04-23", "", ""),
        // Clear days 8 and 7 hold no recess; 10 January is a Saturday: 9, 8 January, 19 December
        // 2025.
        (json!({"rule": "FCR-362", "trigger_on": "2026-01-12"}), "2025-12-18", "", ""),
        // A hearing in Montreal on 26 June: clear days 25, 24, 23; without 24 June one working day
        // earlier.
        (
            json!({"rule": "FCR-362", "trigger_on": "2026-06-26", "office": "QC"}),
            "2026-06-22",
            "2026-06-19",
            "",
        ),
        // The place of the registry brings its own local holiday.
        (
            json!({"rule": "FCCIRPR-13", "trigger_on": "2027-06-14", "office": "QC"}),
            "2027-06-24",
            "2027-06-23",
            "2027-06-25",
        ),
        // Entry on a leap day: one year later, the last day of February.
        (json!({"rule": "IRPA-101-1Y", "trigger_on": "2024-02-29"}), "2025-02-28", "", ""),
        // The 2002 Rules: 120 days for the appeal record.
        (json!({"rule": "IAD-RECORD-SPONS", "trigger_on": "2022-03-01"}), "2022-06-29", "", ""),
        // Two clear days before 2013-02-08: 29 and 28 November 2012, so the 27th.
        (json!({"rule": "FCR-362", "trigger_on": "2012-11-30"}), "2012-11-27", "", ""),
        // Form due Monday 29 December 2025; 24, 23 and 22 are the working days before.
        (json!({"rule": "RPD-BOC-EXT", "trigger_on": "2025-12-29"}), "2025-12-22", "", ""),
        // Supreme Court: 10 to 30 June are 20 days, July is out, 31 in August, the 60th is 9
        // September.
        (json!({"rule": "SCC-58(1)(a)", "trigger_on": "2026-06-10"}), "2026-09-09", "", ""),
        // The Board is closed on the first Monday of August.
        (json!({"rule": "RAD-FILE", "trigger_on": "2026-07-19"}), "2026-08-04", "2026-07-31", ""),
        // A Saturday is no holiday of the Interpretation Act alone; safe on Friday.
        (json!({"rule": "PRRA-APPLY", "trigger_on": "2026-03-06"}), "2026-03-21", "2026-03-20", ""),
    ] {
        let found = dates(&request);
        assert_eq!(found, (due.to_owned(), safe.to_owned(), latest.to_owned()), "{request}");
    }
}

#[test]
fn a_filing_counts_in_eastern_time_and_an_originating_document_at_any_hour() {
    // 22:30 in Vancouver on Friday is Saturday in Ottawa: Monday.
    let filed = answer(&json!({"rule": "FCR-71.1", "trigger_at": "2026-03-20T22:30-07:00"}));
    assert_eq!(filed.effective_on, Some(day("2026-03-23")));
    let evening = answer(&json!({"rule": "FCR-71.1", "trigger_at": "2026-03-20T23:30-04:00"}));
    assert_eq!(evening.effective_on, Some(day("2026-03-20")));
    let served = json!({"rule": "FCR-143", "trigger_at": "2026-06-30T17:01"});
    assert_eq!(answer(&served).effective_on, Some(day("2026-07-02")));
    let originating =
        json!({"rule": "FCR-143", "trigger_at": "2026-06-30T17:01", "facts": {"originating_document": true}});
    assert_eq!(answer(&originating).effective_on, Some(day("2026-06-30")));
}

#[test]
fn hours_run_by_the_clock_across_a_change_of_clocks() {
    let computed = answer(&json!({"rule": "ID-48H", "trigger_at": "2026-03-07T10:00-05:00"}));
    assert_eq!(computed.due_at.unwrap().to_rfc3339(), "2026-03-09T11:00:00-04:00");
}

#[test]
fn the_law_known_on_a_day_is_all_that_is_used() {
    let request = |as_of: &str| json!({"rule": "FCCIRPR-10(1)(a)", "trigger_on": "2025-06-02", "overlays": ["FC-SPECIAL-ORDER-2025"], "as_of": as_of});
    assert_eq!(answer(&request("2025-05-13")).due_on, Some(day("2025-07-02")));
    assert_eq!(answer(&request("2025-05-14")).due_on, Some(day("2025-08-18")));
    let older = json!({"rule": "IAD-RECORD-SPONS", "trigger_on": "2023-03-01", "as_of": "2023-01-01"});
    assert_eq!(answer(&older).rule_version, "2002");
}

#[test]
fn a_refusal_names_the_field_and_the_way_out() {
    for (request, code, pointer) in [
        (json!({"rule": "NO-SUCH", "trigger_on": "2026-01-05"}), "unknown_rule", "/rule"),
        (json!({"rule": "FCR-GENERIC", "trigger_on": "2026-01-05"}), "missing_fact", "/facts/days"),
        (
            json!({"rule": "FCR-GENERIC", "trigger_on": "2026-01-05", "facts": {"days": "ten"}}),
            "invalid_fact",
            "/facts/days",
        ),
        (
            json!({"rule": "FCR-GENERIC", "trigger_on": "2026-01-05", "facts": {"days": 0}}),
            "invalid_fact",
            "/facts/days",
        ),
        (
            json!({"rule": "FCCIRPR-13", "trigger_on": "2026-01-05", "facts": {"dayz": 1}}),
            "unknown_fact",
            "/facts/dayz",
        ),
        (
            json!({"rule": "FCCIRPR-13", "trigger_on": "2026-01-05", "facts": {"local_holidays": ["24 June"]}}),
            "invalid_fact",
            "/facts/local_holidays",
        ),
        (
            json!({"rule": "FCCIRPR-13", "trigger_on": "2026-01-05", "overlays": ["X"]}),
            "unknown_overlay",
            "/overlays/0",
        ),
        (
            json!({"rule": "FCCIRPR-13", "trigger_on": "2026-01-05", "overlays": ["FC-SPECIAL-ORDER-2025"]}),
            "overlay_does_not_apply",
            "/overlays/0",
        ),
        (
            json!({"rule": "FCCIRPR-13", "trigger_on": "2026-01-05", "service_method": "pigeon"}),
            "unknown_service_method",
            "/service_method",
        ),
        (
            json!({"rule": "FCCIRPR-13", "trigger_on": "2026-01-05", "service_method": "irb_mail"}),
            "unsupported_service_method",
            "/service_method",
        ),
        (
            json!({"rule": "IAD-REMOVAL", "trigger_on": "2026-01-05", "office": "MARS"}),
            "unknown_office",
            "/office",
        ),
        (json!({"rule": "ID-48H", "trigger_on": "2026-01-05"}), "trigger_at_required", "/trigger_at"),
        (json!({"rule": "RAD-FILE", "trigger_on": "2010-01-05"}), "before_first_version", "/trigger_on"),
        (json!({"rule": "IRPA-101-1Y", "trigger_on": "2020-06-24"}), "rule_does_not_reach", "/trigger_on"),
        (
            json!({"rule": "IRPA-101-1Y", "trigger_on": "2024-06-24", "facts": {"claim_on": "2025-01-01"}}),
            "before_first_version",
            "/facts/claim_on",
        ),
        (json!({"rule": "FCCIRPR-13", "trigger_on": "2099-12-30"}), "outside_calendar", "/trigger_on"),
        (json!({"rule": "ID-7D", "trigger_on": "2099-12-30"}), "outside_calendar", "/trigger_on"),
    ] {
        let error = ask(&request).unwrap_err();
        assert_eq!((error.code(), error.pointer().as_str()), (code, pointer), "{request}");
        assert!(error.message().is_complete(), "{request}");
    }
    let error = ask(&json!({"rule": "RAD-FILE", "trigger_on": "2010-01-05"})).unwrap_err();
    assert!(error.message().en.contains("2012-12-15") && error.message().fr.contains("2012-12-15"));
}

#[test]
fn pinned_dates_explain_themselves() {
    let rule = Catalog::builtin().rule("FCCIRPR-15-CTR").unwrap();
    let rule = rule.governed_by_version("none of its versions");
    let ordered = explain_ordered(rule, day("2026-05-01"), day("2026-04-10"));
    assert_eq!(ordered.steps.last().unwrap().date, Some(day("2026-05-01")));
    let extended = explain_extended(rule, &ordered, day("2026-05-15"), ExtendedBy::Order, day("2026-04-20"));
    assert_eq!(extended.steps.len(), ordered.steps.len() + 1);
    assert_eq!(extended.steps.last().unwrap().date, Some(day("2026-05-15")));
    let written = serde_json::to_value(&extended).unwrap();
    assert!(written.get("readings").is_none());
    assert_eq!(serde_json::from_value::<Explanation>(written).unwrap(), extended);
}
