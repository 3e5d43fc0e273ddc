//! What starts no time, what nobody owes, and what does not stop: under a rule that was no law yet, after a period that ends by
//! itself, on a further day of a hearing, in an abeyance.

use crate::support::*;
use serde_json::{Value, json};

/// The address of an event on its case.
fn address(case: &str, recorded: &Value) -> String {
    format!("/v1/cases/{case}/events/{}", recorded["event"]["id"].as_str().unwrap())
}

/// The rules among the effects of an event of one kind.
fn rules(recorded: &Value, effect: &str) -> Vec<String> {
    let all = recorded["effects"]["deadlines"][effect].as_array().unwrap().iter();
    all.map(|one| one["rule"].as_str().unwrap().to_owned()).collect()
}

fn warning<'a>(recorded: &'a Value, code: &str) -> Option<&'a Value> {
    recorded["effects"]["warnings"].as_array().unwrap().iter().find(|warning| warning["code"] == code)
}

fn an_event_before_a_rule_was_law_starts_nothing_under_it(api: &Api) {
    const RULE: &str = "IRPA-104.1";
    let manager = api.manager();
    let case = case_of(&manager, "RPD");
    happened(&manager, &case, "claim_made", "2026-01-05", json!({}));
    // IRPA 104.1 is in force from 26 March 2026.
    let left = happened(&manager, &case, "person_left_canada", "2026-02-10", json!({}));
    assert!(!rules(&left, "started").contains(&RULE.to_owned()), "{left:#}");
    let said = &warning(&left, "rule_not_in_force").unwrap()["text"];
    assert!(said["en"].as_str().unwrap().contains("26 March 2026"), "{said:#}");
    assert!(said["fr"].as_str().unwrap().contains("26 mars 2026"), "{said:#}");
    let next = happened(&manager, &case, "direction_given", "2026-02-11", json!({}));
    assert!(warning(&next, "rule_not_in_force").is_none(), "said of its own event alone: {next:#}");
    // The day is corrected to one on which it was law, and back.
    let at = address(&case, &left);
    let corrected = manager.patch(&at, "*", json!({"occurred_on": "2026-04-10"})).must(200);
    assert_eq!(rules(&corrected, "started"), [RULE], "{corrected:#}");
    assert!(warning(&corrected, "rule_not_in_force").is_none(), "{corrected:#}");
    let back = manager.patch(&at, "*", json!({"occurred_on": "2026-03-25"})).must(200);
    assert_eq!(rules(&back, "cancelled"), [RULE], "{back:#}");
    assert!(warning(&back, "rule_not_in_force").is_some(), "{back:#}");
    // Asked by hand it is refused all the same.
    let asked = manager.post("/v1/deadlines/compute", json!({"rule": RULE, "trigger_on": "2026-02-10"}));
    asked.refused(422, "rule_not_computable").at("/trigger_on", "before_first_version");
}

fn what_nobody_owes_is_neither_missed_nor_late_nor_overdue(api: &Api) {
    const RULE: &str = "IRPA-49(2)(e)";
    let manager = api.organization().manager();
    let decided = || {
        let case = case_of(&manager, "RAD");
        happened(&manager, &case, "notice_of_appeal_filed", "2025-12-01", json!({}));
        // IRPA 49(2)(e): the order comes into force fifteen days after, on 25 February, whoever does what.
        happened(&manager, &case, "decision_delivered", "2026-02-10", json!({"outcome": "confirmed"}));
        case
    };
    let case = decided();
    let overdue = manager.walk(&format!("/v1/deadlines?overdue=true&rule={RULE}")).0;
    assert_eq!(overdue, Vec::<Value>::new());
    let workload = manager.get("/v1/workload?by=role").must(200);
    assert!(workload["items"].as_array().unwrap().iter().all(|one| one["overdue"] == 0), "{workload:#}");
    let closed = happened(&manager, &case, "case_closed", "2026-05-01", json!({}));
    assert_eq!((rules(&closed, "elapsed"), rules(&closed, "missed")), (vec![RULE.to_owned()], vec![]));
    let elapsed = deadline(&manager, &case, RULE);
    assert_eq!((&elapsed["status"], &elapsed["due_on"]), (&json!("elapsed"), &json!("2026-02-25")));

    let case = decided();
    let recorded = happened(&manager, &case, "removal_order_in_force", "2026-03-10", json!({}));
    assert_eq!(rules(&recorded, "elapsed"), [RULE], "{recorded:#}");
    assert_eq!(deadline(&manager, &case, RULE)["status"], "elapsed", "late is who owed something");
    let case = decided();
    happened(&manager, &case, "removal_order_in_force", "2026-02-25", json!({}));
    assert_eq!(deadline(&manager, &case, RULE)["status"], "met");
}

fn what_takes_effect_by_law_does_so_on_no_other_day(api: &Api) {
    const RULE: &str = "IRPA-49(2)(e)";
    let manager = api.manager();
    let decided = || {
        let case = case_of(&manager, "RAD");
        happened(&manager, &case, "notice_of_appeal_filed", "2025-12-01", json!({}));
        happened(&manager, &case, "decision_delivered", "2026-02-10", json!({"outcome": "confirmed"}));
        case
    };
    let in_force = |case: &str, on: &str| happened(&manager, case, "removal_order_in_force", on, json!({}));
    let status = |case: &str| deadline(&manager, case, RULE)["status"].clone();

    // Five days before its day: nothing is met, and it is said.
    let case = decided();
    let early = in_force(&case, "2026-02-20");
    assert_eq!(rules(&early, "met"), Vec::<String>::new(), "{early:#}");
    let said = &warning(&early, "before_effect").unwrap()["text"];
    let (en, fr) = (said["en"].as_str().unwrap(), said["fr"].as_str().unwrap());
    assert!(
        en.contains("25 February 2026 (IRPA 49(2)(c) as it was)") && en.contains("20 February 2026"),
        "{en}"
    );
    assert!(fr.contains("25 février 2026 (LIPR, al. 49(2)c), ancienne rédaction)"), "{fr}");
    let waits = deadline(&manager, &case, RULE);
    assert_eq!((&waits["status"], &waits["warnings"][0]["code"]), (&json!("open"), &json!("before_effect")));
    let corrected =
        manager.patch(&address(&case, &early), "*", json!({"occurred_on": "2026-02-25"})).must(200);
    assert_eq!(rules(&corrected, "met"), [RULE], "{corrected:#}");
    assert_eq!(deadline(&manager, &case, RULE)["warnings"], json!([]));

    // Another entry of the right day meets it beside the wrong one; without one it elapses as any.
    let case = decided();
    in_force(&case, "2026-02-20");
    let right = in_force(&case, "2026-02-26");
    assert_eq!((rules(&right, "elapsed"), status(&case)), (vec![RULE.to_owned()], json!("elapsed")));
    let case = decided();
    in_force(&case, "2026-02-20");
    happened(&manager, &case, "case_closed", "2026-05-01", json!({}));
    assert_eq!(status(&case), "elapsed");

    // Nobody moves it, waives it, or says that it came before.
    let case = decided();
    let day = deadline(&manager, &case, RULE);
    let by = |by: &str| json!({"until": "2026-03-31", "by": by});
    for means in ["direction", "order", "consent"] {
        let refused = act(&manager, &day, "extend", by(means));
        let refused = refused.refused(422, "invalid_body").at("/by", "fixed_by_law");
        assert!(refused.text.contains("IRPA 49(2)(c) as it was"), "{}", refused.text);
    }
    let shorter = json!({"until": "2026-02-20", "by": "direction"});
    act(&manager, &day, "shorten", shorter).refused(422, "invalid_body").at("/by", "fixed_by_law");
    let waived = act(&manager, &day, "waive", json!({"reason": "By direction."}));
    waived.refused(422, "invalid_body").at("/reason", "fixed_by_law");
    let before = act(&manager, &day, "complete", json!({"on": "2026-02-24"}));
    before.refused(422, "invalid_body").at("/on", "before_effect");
    act(&manager, &day, "complete", json!({"on": "2026-02-25"})).must(200);
}

fn an_order_moves_no_day_that_nobody_can_move(api: &Api) {
    let manager = api.manager();
    let sets = |case: &str| {
        let next = manager.get(&format!("/v1/cases/{case}/next-events")).must(200);
        let items = next["items"].as_array().unwrap().clone();
        let of = |item: &Value| item["sets"].as_array().cloned().unwrap_or_default();
        let rules = items.iter().flat_map(of).map(|set| set["rule"].as_str().unwrap().to_owned());
        rules.collect::<Vec<_>>()
    };
    // IRPR 162 forbids a decision until the thirty days have passed.
    let case = case_of(&manager, "PRRA");
    let given = json!({"type": "notification_given", "occurred_on": "2026-03-02", "served_on": "2026-03-02"});
    record(&manager, &case, given);
    let bar = deadline(&manager, &case, "PRRA-NODECISION");
    let extended = act(&manager, &bar, "extend", json!({"until": "2026-05-01", "by": "direction"}));
    extended.refused(422, "invalid_body").at("/by", "fixed_by_law");
    assert!(!sets(&case).contains(&"PRRA-NODECISION".to_owned()));

    // RPDR 25(3): parties may consent to an earlier day, and then it is waived; a last day it has not.
    let rule = "RPDR-25(3)";
    let case = case_of(&manager, "RPD");
    happened(&manager, &case, "claim_made", "2026-01-05", json!({}));
    let received =
        json!({"type": "notice_to_appear_received", "occurred_on": "2026-01-21", "served_on": "2026-01-21"});
    record(&manager, &case, received);
    let known = sets(&case);
    assert!(!known.is_empty() && !known.contains(&rule.to_owned()), "{known:?}");
    let bar = deadline(&manager, &case, rule);
    let extended = act(&manager, &bar, "extend", json!({"until": "2026-05-01", "by": "direction"}));
    let extended = extended.refused(422, "invalid_body").at("/until", "no_last_day");
    assert!(extended.text.contains("/waive"), "{}", extended.text);
    act(&manager, &bar, "waive", json!({"reason": "The parties consent to 28 January."})).must(200);
}

fn a_further_day_of_a_hearing_starts_nothing_that_counts_back_from_the_first(api: &Api) {
    let manager = api.manager();
    let case = case_of(&manager, "IAD");
    happened(&manager, &case, "notice_of_appeal_received", "2026-01-05", json!({"kind": "sponsorship"}));
    let set =
        |on: &str, day: &str| happened(&manager, &case, "hearing_scheduled", on, json!({"hearing_on": day}));
    let first = set("2026-02-02", "2026-06-01");
    let started = rules(&first, "started");
    for rule in ["IADR-55(3)", "IADR-90(2)(a)"] {
        assert!(started.contains(&rule.to_owned()), "{rule}: {first:#}");
    }
    happened(&manager, &case, "hearing_held", "2026-06-01", json!({}));
    let second = set("2026-06-01", "2026-06-10");
    // A change of the day may be asked for of any day: IADR 90(2)(a) counts from that one.
    assert_eq!(rules(&second, "started"), ["IADR-90(2)(a)"], "{second:#}");
    let moved = set("2026-06-02", "2026-06-15");
    assert_eq!(rules(&moved, "started"), Vec::<String>::new(), "it continues on another day: {moved:#}");
    // Adjourned in its middle, however often, it goes on.
    for (adjourned, again, day) in
        [("2026-06-03", "2026-06-04", "2026-07-02"), ("2026-06-05", "2026-06-08", "2026-07-06")]
    {
        happened(&manager, &case, "hearing_adjourned", adjourned, json!({}));
        let resumed = set(again, day);
        assert_eq!(rules(&resumed, "started"), ["IADR-90(2)(a)"], "{resumed:#}");
    }
    // What was decided, and is heard anew, begins anew.
    happened(&manager, &case, "decision_delivered", "2026-06-09", json!({"outcome": "dismissed"}));
    happened(&manager, &case, "appeal_reopened", "2026-06-10", json!({}));
    let anew = set("2026-06-11", "2026-09-15");
    assert!(rules(&anew, "started").contains(&"IADR-55(3)".to_owned()), "{anew:#}");
}

fn a_hearing_in_court_that_is_adjourned_in_its_middle_goes_on(api: &Api) {
    const RULE: &str = "FC-CERTQ-NOTICE";
    let manager = api.manager();
    let case = case_with(&manager, "2026-03-02");
    take_to(&manager, &case, "hearing_scheduled");
    let hearings = manager.get(&format!("/v1/cases/{case}/hearings")).must(200);
    let first = hearings["items"][0]["hearing_on"].as_str().unwrap().to_owned();
    happened(&manager, &case, "hearing_held", &first, json!({}));
    let on = |day: &str| json!({"hearing_on": day});
    happened(&manager, &case, "hearing_continuation_scheduled", &first, on("2026-10-14"));
    happened(&manager, &case, "hearing_adjourned", "2026-10-13", json!({}));
    let resumed = happened(&manager, &case, "hearing_scheduled", "2026-10-15", on("2026-11-24"));
    assert!(!rules(&resumed, "started").contains(&RULE.to_owned()), "{resumed:#}");
}

fn an_abeyance_stops_no_time_and_says_so(api: &Api) {
    let manager = api.manager();
    let case = case_with(&manager, "2026-03-02");
    take_to(&manager, &case, "notice_of_appearance_filed");
    let next = || manager.get(&format!("/v1/cases/{case}/next-events")).must(200);
    assert!(next().get("abeyance").is_none());
    let record_due = deadline(&manager, &case, "FCCIRPR-10(1)(a)")["due_on"].clone();
    let began =
        happened(&manager, &case, "abeyance_ordered", "2026-03-20", json!({"abeyance_until": "2026-06-30"}));
    let said = &warning(&began, "time_runs_on").unwrap()["text"];
    assert!(said["en"].as_str().unwrap().contains("(FCCIRPR-10(1)(a)), "), "{said:#}");
    assert!(said["fr"].as_str().unwrap().contains("(FCCIRPR-10(1)(a)), le "), "{said:#}");
    assert_eq!(deadline(&manager, &case, "FCCIRPR-10(1)(a)")["due_on"], record_due, "it runs on");
    assert_eq!(
        next()["abeyance"],
        json!({"event_id": began["event"]["id"], "since": "2026-03-20", "until": "2026-06-30"})
    );
    let whole = || manager.get(&format!("/v1/cases/{case}?include=events")).must(200);
    assert_eq!(whole()["abeyance"], next()["abeyance"]);
    let ends = json!({"type": "abeyance_ended", "occurred_on": "2026-04-20", "ordered": [{"rule": "FCCIRPR-10(1)(a)", "due_on": "2026-05-20"}]});
    let ended = record(&manager, &case, ends);
    assert!(warning(&ended, "time_runs_on").is_none(), "what it sets runs on by it: {ended:#}");
    assert_eq!(deadline(&manager, &case, "FCCIRPR-10(1)(a)")["due_on"], "2026-05-20");
    assert!(next().get("abeyance").is_none() && whole().get("abeyance").is_none());
    manager.post(&format!("{}/strike", address(&case, &ended)), json!({"reason": "Another file."})).must(200);
    assert_eq!(next()["abeyance"]["event_id"], began["event"]["id"]);
}

/// Takes a motion to stay to its hearing, which is set a day before it is heard.
#[track_caller]
fn set_for_the_next_day(manager: &Actor<'_>, proceeding: &str, ordered: Value) -> (String, Value) {
    let case = case_of(manager, proceeding);
    let filed = json!({"type": "stay_motion_filed", "occurred_on": "2026-03-10", "served_on": "2026-03-10"});
    record(manager, &case, filed);
    let set = json!({"type": "hearing_scheduled", "occurred_on": "2026-03-11",
        "facts": {"hearing_on": "2026-03-12"}, "ordered": ordered});
    let set = record(manager, &case, set);
    (case, set)
}

fn what_had_run_when_its_hearing_was_set_is_not_missed(api: &Api) {
    const NOTICE: &str = "FCR-362";
    const RECORD: &str = "FCR-365(1)(a)";
    let manager = api.organization().manager();
    for proceeding in ["STAY-REM", "STAY-REL"] {
        let (case, set) = set_for_the_next_day(&manager, proceeding, json!([]));
        assert_eq!(rules(&set, "elapsed"), [NOTICE, RECORD], "{set:#}");
        assert_eq!((rules(&set, "missed"), rules(&set, "met")), (vec![], vec![]), "{set:#}");
        let said = &warning(&set, "time_had_run").unwrap()["text"];
        let (en, fr) = (said["en"].as_str().unwrap(), said["fr"].as_str().unwrap());
        assert!(en.contains("11 March 2026") && en.contains("FCR 362(2)"), "{en}");
        assert!(fr.contains("11 mars 2026") && fr.contains("RCF, par. 362(2)"), "{fr}");
        for rule in [NOTICE, RECORD] {
            let elapsed = deadline(&manager, &case, rule);
            assert_eq!(
                (&elapsed["status"], &elapsed["closed_on"]),
                (&json!("elapsed"), &json!("2026-03-11"))
            );
            let said = elapsed["warnings"].as_array().unwrap();
            assert!(said.iter().any(|one| one["code"] == "time_had_run"), "{elapsed:#}");
        }
        // It is said once, and what comes next makes nothing late or missed of it.
        let filed = happened(&manager, &case, "respondent_record_filed", "2026-03-11", json!({}));
        let held = happened(&manager, &case, "hearing_held", "2026-03-12", json!({}));
        for later in [&filed, &held] {
            assert!(warning(later, "time_had_run").is_none(), "{later:#}");
            for kind in ["met", "missed", "elapsed", "reopened"] {
                assert_eq!(rules(later, kind), Vec::<String>::new(), "{kind}: {later:#}");
            }
        }
        assert_eq!(deadline(&manager, &case, RECORD)["status"], "elapsed");
    }
    let overdue = manager.walk("/v1/deadlines?overdue=true").0;
    assert_eq!(overdue, Vec::<Value>::new());

    // What the order sets is kept, with it or after it; and it may be missed.
    let ordered = json!([{"rule": RECORD, "due_on": "2026-03-11"}]);
    let (case, set) = set_for_the_next_day(&manager, "STAY-REM", ordered.clone());
    assert_eq!(rules(&set, "elapsed"), [NOTICE], "{set:#}");
    assert_eq!(deadline(&manager, &case, RECORD)["due_on"], "2026-03-11");
    let held = happened(&manager, &case, "hearing_held", "2026-03-12", json!({}));
    assert_eq!(rules(&held, "missed"), [RECORD], "{held:#}");
    let (case, _) = set_for_the_next_day(&manager, "STAY-REM", json!([]));
    let order = json!({"type": "extension_granted", "occurred_on": "2026-03-11", "ordered": ordered});
    assert_eq!(rules(&record(&manager, &case, order), "reopened"), [RECORD]);
    let again = deadline(&manager, &case, RECORD);
    assert_eq!((&again["status"], &again["due_on"]), (&json!("open"), &json!("2026-03-11")));
    assert_eq!(again["warnings"], json!([]));

    // Set for another day, or on another day, there is time.
    let (case, set) = set_for_the_next_day(&manager, "STAY-REM", json!([]));
    let at = address(&case, &set);
    let later = manager.patch(&at, "*", json!({"facts": {"hearing_on": "2026-03-17"}})).must(200);
    assert!(rules(&later, "reopened").contains(&RECORD.to_owned()), "{later:#}");
    manager.patch(&at, "*", json!({"facts": {"hearing_on": "2026-03-12"}})).must(200);
    let on = json!({"hearing_on": "2026-03-26"});
    let moved = happened(&manager, &case, "hearing_scheduled", "2026-03-11", on);
    assert!(rules(&moved, "reopened").contains(&RECORD.to_owned()), "{moved:#}");
    assert_eq!(deadline(&manager, &case, RECORD)["due_on"], "2026-03-24");
    assert!(rules(&moved, "met").contains(&NOTICE.to_owned()), "the notice is given in time: {moved:#}");
}

fn what_ran_out_on_the_day_on_which_its_hearing_was_set_is_not_missed(api: &Api) {
    const RECORD: &str = "FCR-365(1)(a)";
    let manager = api.manager();
    // Set two days ahead: the record is due by 14:00 of the day on which it is set.
    let set = |proceeding: &str| {
        let case = case_of(&manager, proceeding);
        let filed =
            json!({"type": "stay_motion_filed", "occurred_on": "2026-09-08", "served_on": "2026-09-08"});
        record(&manager, &case, filed);
        let on = json!({"hearing_on": "2026-09-11"});
        let set = happened(&manager, &case, "hearing_scheduled", "2026-09-09", on);
        let started = set["effects"]["deadlines"]["started"].as_array().unwrap();
        let shown = started.iter().find(|one| one["rule"] == RECORD).unwrap();
        let kept = deadline(&manager, &case, RECORD);
        assert_eq!((&kept["due_on"], &kept["status"]), (&json!("2026-09-09"), &json!("elapsed")));
        assert_eq!(shown["status"], kept["status"], "it is told as it is kept: {set:#}");
        let texts = set["effects"]["warnings"].as_array().unwrap().iter().map(|one| &one["text"]);
        let of_record = texts.filter(|text| text["en"].as_str().unwrap().contains(RECORD));
        let said: Vec<_> = of_record.collect();
        assert_eq!(said.len(), 1, "{set:#}");
        assert!(said[0]["en"].as_str().unwrap().contains("was the very day on which"), "{said:?}");
        assert!(said[0]["fr"].as_str().unwrap().contains("était celui même où"), "{said:?}");
        case
    };
    for proceeding in ["STAY-REM", "STAY-REL"] {
        for (filed, status) in [("2026-09-09", "met"), ("2026-09-10", "elapsed")] {
            let case = set(proceeding);
            let filed_on =
                json!({"type": "respondent_record_filed", "occurred_on": filed, "served_on": filed});
            record(&manager, &case, filed_on);
            let held = happened(&manager, &case, "hearing_held", "2026-09-11", json!({}));
            assert_eq!(rules(&held, "missed"), Vec::<String>::new(), "{held:#}");
            assert_eq!(deadline(&manager, &case, RECORD)["status"], status, "{proceeding} {filed}");
        }
    }
}

fn a_hearing_of_a_tribunal_on_short_notice_leaves_nothing_missed(api: &Api) {
    let manager = api.manager();
    let case = case_of(&manager, "RPD");
    happened(&manager, &case, "claim_made", "2026-01-05", json!({}));
    happened(&manager, &case, "claim_referred", "2026-01-06", json!({"made_at": "inland"}));
    let on = json!({"hearing_on": "2026-03-09"});
    let set = happened(&manager, &case, "hearing_scheduled", "2026-03-03", on);
    assert!(rules(&set, "elapsed").contains(&"RPD-DISCLOSE".to_owned()), "{set:#}");
    let said =
        set["effects"]["warnings"].as_array().unwrap().iter().map(|one| one["text"]["en"].as_str().unwrap());
    assert!(said.clone().any(|text| text.contains("(RPDR 70)")), "{set:#}");
    let held = happened(&manager, &case, "hearing_held", "2026-03-09", json!({}));
    assert!(!rules(&held, "missed").contains(&"RPD-DISCLOSE".to_owned()), "{held:#}");
}

fn an_order_is_in_force_on_the_day_on_which_its_appeal_is_dismissed(api: &Api) {
    const RULE: &str = "IRPA-49(1)(c)";
    let manager = api.manager();
    let dismissed = |received: &str, kind: &str| {
        let case = case_of(&manager, "IAD");
        happened(&manager, &case, received, "2026-04-01", json!({}));
        happened(&manager, &case, "notice_of_appeal_received", "2026-04-10", json!({"kind": kind}));
        let decided =
            happened(&manager, &case, "decision_delivered", "2026-06-13", json!({"outcome": "dismissed"}));
        (case, decided)
    };
    let (case, decided) = dismissed("removal_order_received", "removal_order_hearing");
    assert!(rules(&decided, "started").contains(&RULE.to_owned()), "{decided:#}");
    assert_eq!(deadline(&manager, &case, RULE)["due_on"], "2026-06-13", "a Saturday");
    let recorded = happened(&manager, &case, "removal_order_in_force", "2026-06-13", json!({}));
    assert_eq!(rules(&recorded, "met"), [RULE], "{recorded:#}");
    // What a sponsor appeals from is no removal order.
    let (_, decided) = dismissed("sponsorship_refusal_received", "sponsorship");
    assert!(!rules(&decided, "started").contains(&RULE.to_owned()), "{decided:#}");
}

on_both!(
    what_ran_out_on_the_day_on_which_its_hearing_was_set_is_not_missed,
    an_order_is_in_force_on_the_day_on_which_its_appeal_is_dismissed,
    a_hearing_of_a_tribunal_on_short_notice_leaves_nothing_missed,
    an_order_moves_no_day_that_nobody_can_move,
    what_takes_effect_by_law_does_so_on_no_other_day,
    what_had_run_when_its_hearing_was_set_is_not_missed,
    a_hearing_in_court_that_is_adjourned_in_its_middle_goes_on,
    a_further_day_of_a_hearing_starts_nothing_that_counts_back_from_the_first,
    an_abeyance_stops_no_time_and_says_so,
    an_event_before_a_rule_was_law_starts_nothing_under_it,
    what_nobody_owes_is_neither_missed_nor_late_nor_overdue,
);
