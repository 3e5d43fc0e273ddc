//! The tests of the positions that an organisation took, of where it took none, and what runs from
//! the end of another time.

use super::super::*;
use super::day;
use crate::text::Text;
use serde_json::{Value, json};

fn position(code: &str, rule: Option<&str>, adopted: bool) -> PositionInForce {
    let authority = Text::new("decision 4 of the practice committee", "décision 4 du comité de pratique");
    PositionInForce { code: code.to_owned(), rule: rule.map(str::to_owned), adopted, authority }
}

/// Computes as for a case: with positions, and with the practice directions on which there is none.
fn for_a_case(rule: &str, trigger: Trigger, positions: &[PositionInForce]) -> Computed {
    let facts = EventFacts::new();
    let today = day("2026-04-01");
    let request = Computation {
        trigger,
        positions,
        open_overlays: true,
        ..Computation::on(rule, day("2026-01-01"), &facts, today)
    };
    compute(Law::current(), &request).unwrap()
}

fn on(written: &str) -> Trigger {
    Trigger::On(day(written))
}

fn dates(computed: &Computed) -> Value {
    json!([computed.due_on, computed.safe_on, computed.arguable_latest_on])
}

fn readings(computed: &Computed) -> Vec<&str> {
    computed.explanation.readings.iter().map(|reading| reading.code.as_str()).collect()
}

#[test]
fn an_adopted_reading_gives_the_date_and_a_rejected_one_none() {
    // The fifteenth day from Friday 27 February 2026 is Saturday 14 March: Monday, or Friday on the
    // strict reading.
    let ask = |positions: &[PositionInForce]| for_a_case("ALJR-72-IN", on("2026-02-27"), positions);
    assert_eq!(dates(&ask(&[])), json!(["2026-03-16", "2026-03-13", null]));
    let adopted = ask(&[position("nominal_end", None, true)]);
    assert_eq!(dates(&adopted), json!(["2026-03-13", null, null]));
    let last = adopted.explanation.steps.last().unwrap();
    assert_eq!((last.code.as_str(), last.date), ("position", adopted.due_on));
    assert!(last.text.en.contains("decision 4") && last.text.fr.contains("décision 4"), "{last:?}");
    let rejected = ask(&[position("nominal_end", None, false)]);
    assert_eq!(dates(&rejected), json!(["2026-03-16", null, null]));
    assert!(readings(&rejected).is_empty());
}

#[test]
fn an_adopted_recess_moves_the_date_itself() {
    // The fifteenth day is Friday 26 December 2025; without the recess 8 January is the tenth: 13
    // January.
    let ask = |positions: &[PositionInForce]| for_a_case("ALJR-72-IN", on("2025-12-11"), positions);
    assert_eq!(dates(&ask(&[])), json!(["2025-12-26", "2025-12-24", "2026-01-13"]));
    assert_eq!(dates(&ask(&[position("recess_not_counted", None, true)])), json!(["2026-01-13", null, null]));
    assert_eq!(
        dates(&ask(&[position("recess_not_counted", None, false)])),
        json!(["2025-12-26", "2025-12-24", null])
    );
}

#[test]
fn a_position_on_one_rule_goes_before_one_on_all() {
    let both = [position("nominal_end", None, true), position("nominal_end", Some("ALJR-72-IN"), false)];
    assert_eq!(dates(&for_a_case("ALJR-72-IN", on("2026-02-27"), &both)), json!(["2026-03-16", null, null]));
    let elsewhere = [position("nominal_end", Some("ALJR-72-OUT"), true)];
    let open = for_a_case("ALJR-72-IN", on("2026-02-27"), &elsewhere);
    assert_eq!(dates(&open), json!(["2026-03-16", "2026-03-13", null]));
}

#[test]
fn a_practice_direction_is_a_reading_until_somebody_takes_a_position() {
    // 30 days from Monday 2 March 2026: 1 April. 45 by the practice notice: 16 April.
    let ask = |positions: &[PositionInForce]| for_a_case("RAD-PERFECT", on("2026-03-02"), positions);
    let open = ask(&[]);
    assert_eq!(dates(&open), json!(["2026-04-01", null, "2026-04-16"]));
    assert_eq!(readings(&open), ["RAD-PRACTICE-NOTICE-2020"]);
    let adopted = ask(&[position("RAD-PRACTICE-NOTICE-2020", None, true)]);
    assert_eq!(dates(&adopted), json!(["2026-04-16", null, null]));
    assert!(adopted.explanation.steps.iter().any(|step| step.code == "overlay"));
    let rejected = ask(&[position("RAD-PRACTICE-NOTICE-2020", None, false)]);
    assert_eq!(dates(&rejected), json!(["2026-04-01", null, null]));
    // Asked without a case it is a warning: whoever asks names what applies.
    let bare = super::answer(&json!({"rule": "RAD-PERFECT", "trigger_on": "2026-03-02"}));
    assert_eq!(dates(&bare), json!(["2026-04-01", null, null]));
    assert_eq!(bare.warnings[0].code, "overlay_not_asked");
}

#[test]
fn an_adopted_direction_that_does_not_reach_says_nothing() {
    let adopted = [position("FC-SPECIAL-ORDER-2025", None, true)];
    let computed = for_a_case("FCCIRPR-10(1)(a)", on("2025-04-01"), &adopted);
    assert_eq!(dates(&computed), json!(["2025-05-01", null, null]));
    assert!(computed.warnings.is_empty(), "{:?}", computed.warnings);
}

#[test]
fn what_runs_from_an_expiry_runs_from_the_nominal_end() {
    // The thirty days of FCR 307 end on Saturday 4 April 2026 and move to Tuesday 7 April, after
    // Easter Monday. Twenty days from the 4th are Friday 24 April; from the 7th they are Monday 27
    // April.
    let end = Trigger::Expiry {
        from: day("2026-04-04"),
        otherwise: Some(day("2026-04-07")),
        earliest: None,
        latest: None,
    };
    let computed = for_a_case("FCR-308", end, &[]);
    assert_eq!(dates(&computed), json!(["2026-04-24", null, "2026-04-27"]));
    assert_eq!(readings(&computed), ["from_rolled_expiry"]);
    let plain = Trigger::Expiry { from: day("2026-04-07"), otherwise: None, earliest: None, latest: None };
    assert_eq!(dates(&for_a_case("FCR-308", plain, &[])), json!(["2026-04-27", null, null]));
}

#[test]
fn what_contradicts_itself_is_refused() {
    let refused = |request: &Value| super::ask(request).unwrap_err();
    let service = json!({"rule": "FCCIRPR-13", "trigger_on": "2026-03-02", "service_method": "personal",
                         "facts": {"trigger_is_service": false}});
    let claim =
        json!({"rule": "IRPA-101-1Y", "trigger_on": "2026-03-02", "facts": {"claim_on": "2026-02-01"}});
    for (request, pointer) in [(service, "/facts/trigger_is_service"), (claim, "/facts/claim_on")] {
        let error = refused(&request);
        assert_eq!((error.code(), error.pointer().as_str()), ("contradictory_facts", pointer));
        assert!(error.message().is_complete());
    }
}
