//! The study-permit pilot project of the Federal Court: an application for leave in which leave and merits are decided at once.

use crate::support::*;
use serde_json::json;

/// A refusal notified abroad, and the application against it by an applicant who asks for the pilot project.
#[track_caller]
fn applied(actor: &Actor<'_>) -> String {
    let mut new = new_case("2026-03-02");
    new["decision"]["body"] = json!("visa_officer");
    new["decision"]["location"] = json!("outside_canada");
    let case = actor.post("/v1/cases", new).must(201)["id"].as_str().unwrap().to_owned();
    assert_eq!(deadline(actor, &case, "ALJR-72-OUT")["due_on"], "2026-05-01", "sixty days, as in any other");
    happened(actor, &case, "application_filed", "2026-03-09", json!({"study_permit_pilot": true}));
    happened(actor, &case, "application_served", "2026-03-09", json!({}));
    case
}

fn leave_and_the_application_are_decided_at_once_without_a_hearing(api: &Api) {
    let manager = api.manager();
    let case = applied(&manager);
    let events = format!("/v1/cases/{case}/events");
    let decided = |outcome: &str| json!({"type": "leave_and_application_decided", "occurred_on": "2026-06-15", "facts": {"outcome": outcome}});
    let record_received = json!({"type": "simplified_record_received", "occurred_on": "2026-04-08", "facts": {"brings_reasons": true}});
    manager.post(&events, record_received.clone()).refused(409, "event_not_allowed");
    let joined = happened(&manager, &case, "study_permit_pilot_joined", "2026-03-18", json!({}));
    let started = &joined["effects"]["deadlines"]["started"][0];
    assert_eq!((&started["rule"], started.get("due_on")), (&json!("FC-STUDY-PILOT"), None), "{joined:#}");
    let received = record(&manager, &case, record_received);
    assert_eq!(received["effects"]["stage"]["to"], "awaiting_perfection", "{received:#}");
    assert_eq!(deadline(&manager, &case, "FC-STUDY-PILOT")["status"], "met");
    // The reasons came with it: FCCIRPR 10(1)(b), thirty days from 8 April.
    assert_eq!(deadline(&manager, &case, "FCCIRPR-10(1)(b)")["due_on"], "2026-05-08");
    happened(&manager, &case, "applicant_record_filed", "2026-05-01", json!({}));
    // FCCIRPR 11 keeps its thirty days; 31 May is a Sunday.
    happened(&manager, &case, "applicant_record_served", "2026-05-01", json!({}));
    assert_eq!(deadline(&manager, &case, "FCCIRPR-11")["due_on"], "2026-06-01");
    let ended = record(&manager, &case, decided("allowed"));
    assert_eq!(ended["effects"]["stage"]["to"], "allowed", "{ended:#}");
    let rules = |effect: &str| -> Vec<&str> {
        let all = ended["effects"]["deadlines"][effect].as_array().unwrap().iter();
        all.map(|one| one["rule"].as_str().unwrap()).collect()
    };
    assert_eq!(rules("started"), ["FCR-397"], "nothing that comes after leave: {ended:#}");
    assert!(rules("missed").contains(&"FCCIRPR-11"), "its time was over: {ended:#}");
    happened(&manager, &case, "redetermination_begun", "2026-06-22", json!({}));
}

fn an_application_outside_the_pilot_project_has_leave_first(api: &Api) {
    let manager = api.manager();
    let case = applied(&manager);
    happened(&manager, &case, "applicant_record_filed", "2026-04-01", json!({}));
    let next = || -> Vec<String> {
        let next = manager.get(&format!("/v1/cases/{case}/next-events")).must(200);
        let items = next["items"].as_array().unwrap().iter();
        items.map(|one| one["type"].as_str().unwrap().to_owned()).collect()
    };
    let at_once = "leave_and_application_decided".to_owned();
    assert!(!next().contains(&at_once) && next().contains(&"leave_granted".to_owned()));
    happened(&manager, &case, "study_permit_pilot_joined", "2026-04-02", json!({}));
    assert!(next().contains(&at_once));
    let left = happened(&manager, &case, "study_permit_pilot_left", "2026-04-09", json!({}));
    assert_eq!(left["effects"]["deadlines"]["cancelled"][0]["rule"], "FC-STUDY-PILOT", "{left:#}");
    // Whoever left has leave first, and leaves once.
    assert!(!next().contains(&at_once) && next().contains(&"leave_granted".to_owned()));
    for (event, facts) in [
        ("leave_and_application_decided", json!({"outcome": "allowed"})),
        ("simplified_record_received", json!({"brings_reasons": true})),
        ("study_permit_pilot_left", json!({})),
    ] {
        let late = json!({"type": event, "occurred_on": "2026-06-15", "facts": facts});
        let refused = manager.post(&format!("/v1/cases/{case}/events"), late);
        let refused = refused.refused(409, "event_not_allowed").at("/type", "ended_already");
        assert!(refused.text.contains("of 2026-04-09"), "{}", refused.text);
    }
    let again = happened(&manager, &case, "study_permit_pilot_joined", "2026-04-10", json!({}));
    assert!(next().contains(&at_once), "{again:#}");
    happened(&manager, &case, "study_permit_pilot_left", "2026-04-13", json!({}));
    let refused = json!({"type": "leave_dismissed", "occurred_on": "2026-06-15"});
    assert_eq!(record(&manager, &case, refused)["effects"]["stage"]["to"], "leave_dismissed");
}

on_both!(
    an_application_outside_the_pilot_project_has_leave_first,
    leave_and_the_application_are_decided_at_once_without_a_hearing,
);
