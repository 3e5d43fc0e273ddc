//! Entries of a docket that contradict what they rest on: an answer before its time began, a filing before the service that it names,
//! a motion that is said to be two things, what is decided twice.

use crate::support::story::full_docket;
use crate::support::*;
use serde_json::{Value, json};

/// The texts of the warnings of this code, in both languages.
fn warned(recorded: &Value, code: &str) -> Vec<(String, String)> {
    let warnings = recorded["effects"]["warnings"].as_array().unwrap().iter();
    let found = warnings.filter(|one| one["code"] == code);
    let text = |one: &Value, language: &str| one["text"][language].as_str().unwrap().to_owned();
    found.map(|one| (text(one, "en"), text(one, "fr"))).collect()
}

fn id(recorded: &Value) -> String {
    recorded["event"]["id"].as_str().unwrap().to_owned()
}

fn event(kind: &str, on: &str, facts: Value) -> Value {
    json!({"type": kind, "occurred_on": on, "facts": facts})
}

fn about(mut event: Value, entry: &str) -> Value {
    event["about"] = json!(entry);
    event
}

/// A motion in writing, filed on a day and served on another.
fn motion(filed: &str, served: Option<&str>) -> Value {
    let mut motion = event(
        "motion_filed",
        filed,
        json!({"in_writing": true, "filed_by": "initiating", "motion_kind": "production"}),
    );
    if let Some(day) = served {
        motion["served_on"] = json!(day);
    }
    motion
}

fn response(on: &str) -> Value {
    let facts = json!({"in_writing": true, "filed_by": "responding"});
    json!({"type": "motion_response_filed", "occurred_on": on, "served_on": on, "facts": facts})
}

fn an_answer_before_its_time_began_is_taken_with_a_warning(api: &Api) {
    let manager = api.manager();
    for proceeding in ["JR-T", "ALJR"] {
        let case = case_of(&manager, proceeding);
        record(&manager, &case, motion("2026-03-10", Some("2026-03-12")));
        let dry = manager.post(&format!("/v1/cases/{case}/events?dry_run=true"), response("2026-03-11"));
        let dry = dry.must(200);
        assert_eq!(warned(&dry, "met_before_trigger").len(), 1, "{dry:#}");
        let early = record(&manager, &case, response("2026-03-11"));
        let text = warned(&early, "met_before_trigger");
        let [(en, fr)] = text.as_slice() else { panic!("{early:#}") };
        assert!(
            en.contains("FCR 369(2)") && en.contains("11 March 2026") && en.contains("12 March 2026"),
            "{en}"
        );
        assert!(fr.contains("RCF") && fr.contains("11 mars 2026") && fr.contains("12 mars 2026"), "{fr}");
        // It stands on the deadline, until one of the two days is put right.
        let kept = |case: &str| {
            let time = deadline(&manager, case, "FCR-369(2)");
            let codes = time["warnings"].as_array().unwrap().iter().map(|one| one["code"].clone());
            (time["status"].clone(), codes.collect::<Vec<_>>())
        };
        assert_eq!(kept(&case), (json!("met"), vec![json!("met_before_trigger")]));
        let at = format!("/v1/cases/{case}/events/{}", id(&early));
        let put = json!({"occurred_on": "2026-03-12", "served_on": "2026-03-12"});
        let put = manager.patch(&at, "*", put).must(200);
        assert_eq!(
            (warned(&put, "met_before_trigger"), kept(&case)),
            (vec![], (json!("met"), vec![])),
            "{put:#}"
        );
        // The service that is recorded afterwards is told as well.
        let case = case_of(&manager, proceeding);
        let filed = id(&record(&manager, &case, motion("2026-03-10", None)));
        record(&manager, &case, response("2026-03-11"));
        let served = record(&manager, &case, about(event("motion_served", "2026-03-12", json!({})), &filed));
        assert_eq!(warned(&served, "met_before_trigger").len(), 1, "{served:#}");
    }
    // What is counted back from a hearing is done before it, and what is done in time is no matter.
    let litigator = api.organization().litigator();
    let case = case_with(&litigator, "2026-03-02");
    for event in full_docket() {
        let recorded = record(&litigator, &case, event);
        assert_eq!(warned(&recorded, "met_before_trigger"), vec![], "{recorded:#}");
    }
}

fn a_filing_before_the_service_that_it_names_is_refused(api: &Api) {
    let manager = api.manager();
    let case = case_of(&manager, "JR-T");
    let events = format!("/v1/cases/{case}/events");
    let said = json!({"in_writing": true, "filed_by": "initiating"});
    let served = id(&record(&manager, &case, event("motion_served", "2026-03-12", said.clone())));
    let filed = |on: &str| about(event("motion_filed", on, said.clone()), &served);
    for query in ["", "?dry_run=true"] {
        let refused = manager.post(&format!("{events}{query}"), filed("2026-03-11"));
        let refused = refused.refused(422, "event_out_of_order").at("/occurred_on", "before_cause");
        assert!(refused.text.contains(&served), "{}", refused.text);
    }
    let mut again = filed("2026-03-13");
    again["served_on"] = json!("2026-03-11");
    manager.post(&events, again).refused(422, "event_out_of_order").at("/served_on", "before_cause");
    let filing = id(&record(&manager, &case, filed("2026-03-12")));
    let put = json!({"occurred_on": "2026-03-11"});
    let refused = manager.patch(&format!("{events}/{filing}"), "*", put);
    refused.refused(422, "event_out_of_order").at("/occurred_on", "before_cause");
    // Nor is the service put after the filing that names it.
    let put = json!({"occurred_on": "2026-03-13"});
    let refused = manager.patch(&format!("{events}/{served}"), "*", put);
    let refused = refused.refused(422, "event_out_of_order").at("/occurred_on", "before_cause");
    assert!(refused.text.contains(&filing), "{}", refused.text);
    // A motion may be filed first, and served then.
    let case = case_of(&manager, "JR-T");
    let filing = id(&record(&manager, &case, motion("2026-03-12", None)));
    record(&manager, &case, about(event("motion_served", "2026-03-11", json!({})), &filing));
}

fn a_motion_that_is_named_is_not_said_to_be_another(api: &Api) {
    let manager = api.manager();
    let case = case_of(&manager, "ALJR");
    let events = format!("/v1/cases/{case}/events");
    let said = json!({"in_writing": true, "filed_by": "initiating", "motion_kind": "production"});
    let served = id(&record(&manager, &case, event("motion_served", "2026-03-12", said)));
    let other = json!({"in_writing": false, "filed_by": "initiating", "motion_kind": "extension"});
    let refused = manager.post(&events, about(event("motion_filed", "2026-03-12", other), &served));
    let refused = refused.refused(422, "invalid_body");
    let refused = refused.at("/facts/motion_kind", "differs_from_motion");
    let refused = refused.at("/facts/in_writing", "differs_from_motion");
    assert!(refused.text.contains(&served), "{}", refused.text);
    // A day may be set anew.
    let day = json!({"motion_kind": "production", "motion_hearing_on": "2026-04-14"});
    let filed = record(&manager, &case, about(event("motion_filed", "2026-03-12", day), &served));
    // The first entry was wrong: it is put right, and what contradicts it now is named.
    let put = json!({"facts": {"motion_kind": "extension"}});
    let put = manager.patch(&format!("{events}/{served}"), "*", put).must(200);
    assert_eq!(warned(&put, "differs_from_motion").len(), 1, "{put:#}");
    let put = json!({"facts": {"motion_kind": "extension"}});
    let put = manager.patch(&format!("{events}/{}", id(&filed)), "*", put).must(200);
    assert_eq!(warned(&put, "differs_from_motion"), vec![], "{put:#}");
}

fn what_is_decided_twice_is_told(api: &Api) {
    let manager = api.manager();
    let decided = |on: &str| event("motion_decided", on, json!({"outcome": "dismissed"}));
    let case = case_of(&manager, "JR-T");
    let first = id(&record(&manager, &case, motion("2026-03-10", Some("2026-03-10"))));
    let order = record(&manager, &case, decided("2026-03-16"));
    assert_eq!(warned(&order, "decided_already"), vec![]);
    // It says which, or nothing else is left.
    for again in [decided("2026-03-17"), about(decided("2026-03-17"), &first)] {
        let twice = record(&manager, &case, again);
        let [(en, fr)] = &warned(&twice, "decided_already")[..] else { panic!("{twice:#}") };
        assert!(en.contains(&id(&order)) && en.contains("16 March 2026"), "{en}");
        assert!(fr.contains(&id(&order)) && fr.contains("16 mars 2026"), "{fr}");
        let strike = format!("/v1/cases/{case}/events/{}/strike", id(&twice));
        manager.post(&strike, json!({"reason": "Recorded twice."})).must(200);
    }
    record(&manager, &case, motion("2026-03-18", Some("2026-03-18")));
    assert_eq!(warned(&record(&manager, &case, decided("2026-03-20")), "decided_already"), vec![]);
    // A stay is granted or dismissed.
    record(&manager, &case, event("stay_motion_filed", "2026-03-20", json!({"filed_by": "initiating"})));
    record(&manager, &case, event("stay_dismissed", "2026-03-23", json!({})));
    let granted = record(&manager, &case, event("stay_granted", "2026-03-24", json!({})));
    assert_eq!(warned(&granted, "decided_already").len(), 1, "{granted:#}");
    // What the court orders without a motion is not about one.
    let costs = record(&manager, &case, event("confidentiality_ordered", "2026-03-24", json!({})));
    assert_eq!(warned(&costs, "decided_already"), vec![], "{costs:#}");
    // An application before the Board.
    let case = case_of(&manager, "RPD");
    let board = |code: &str, on: &str| {
        let facts = match code {
            "application_made" => json!({"application_kind": "other"}),
            _ => json!({"outcome": "dismissed"}),
        };
        event(code, on, facts)
    };
    for (code, on, told) in [
        ("application_made", "2026-03-10", 0),
        ("application_made", "2026-03-11", 0),
        ("application_decided", "2026-03-12", 0),
        ("application_decided", "2026-03-13", 0),
        ("application_decided", "2026-03-16", 1),
        ("application_made", "2026-03-17", 0),
        ("application_decided", "2026-03-18", 0),
    ] {
        let recorded = record(&manager, &case, board(code, on));
        assert_eq!(warned(&recorded, "decided_already").len(), told, "{code} {on}: {recorded:#}");
    }
}

on_both!(
    an_answer_before_its_time_began_is_taken_with_a_warning,
    a_filing_before_the_service_that_it_names_is_refused,
    a_motion_that_is_named_is_not_said_to_be_another,
    what_is_decided_twice_is_told,
);
