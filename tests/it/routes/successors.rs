//! `POST /v1/cases/{id}/successor`: the next case, with what is known.

use crate::support::*;
use serde_json::{Value, json};

fn follow(actor: &Actor<'_>, case: &str, body: Value) -> Answer {
    actor.post(&format!("/v1/cases/{case}/successor"), body)
}

/// An appeal to the Refugee Appeal Division that was dismissed on 2 March 2026; the decision was received on 5 March.
fn dismissed_appeal(manager: &Actor<'_>) -> String {
    let made = manager
        .post(
            "/v1/cases",
            json!({"proceeding": "RAD", "style_of_cause": "Doe c. Canada (MCI)", "language": "fr", "office": "Montréal",
                   "decision": {"body": "Section de la protection des réfugiés", "notified_on": "2025-10-01"},
                   "parties": [{"kind": "person", "capacity": "appellant", "name": "Jane Doe"},
                               {"kind": "organization", "capacity": "minister", "name": "Ministre"}]}),
        )
        .must(201);
    let case = made["id"].as_str().unwrap().to_owned();
    for event in [
        json!({"type": "notice_of_appeal_filed", "occurred_on": "2025-10-10"}),
        json!({"type": "appellant_record_filed", "occurred_on": "2025-11-10"}),
        json!({"type": "decision_delivered", "occurred_on": "2026-03-02", "facts": {"outcome": "dismissed"}}),
        json!({"type": "decision_received", "occurred_on": "2026-03-05"}),
    ] {
        record(manager, &case, event);
    }
    case
}

fn an_appeal_that_was_dismissed_leads_to_judicial_review(api: &Api) {
    let manager = api.manager();
    let appeal = dismissed_appeal(&manager);
    let entries = journal_count(&manager, &appeal);
    let answer = follow(&manager, &appeal, json!({"proceeding": "ALJR", "file_number": null}));
    answer.refused(422, "invalid_body").at("/file_number", "wrong_type");
    let answer = follow(&manager, &appeal, json!({"proceeding": "ALJR", "notified_on": "2027-01-01"}));
    answer.refused(422, "invalid_body").at("/notified_on", "in_the_future");
    let answer = follow(&manager, &appeal, json!({"proceeding": "ALJR"}));
    let location = answer.header("location").unwrap().to_owned();
    let review = answer.must(201);
    assert_eq!(location, format!("/v1/cases/{}", review["id"].as_str().unwrap()));
    assert_eq!(
        review["decision"],
        json!({"body": "rad", "body_name": {"en": "Refugee Appeal Division", "fr": "Section d'appel des réfugiés"}, "decided_on": "2026-03-02", "notified_on": "2026-03-05",
               "location": "in_canada"})
    );
    assert_eq!((&review["office"], &review["language"]), (&json!("Montréal"), &json!("fr")));
    let capacities: Vec<_> = review["parties"]
        .as_array()
        .unwrap()
        .iter()
        .map(|party| (party["name"].as_str().unwrap(), party["capacity"].as_str().unwrap()))
        .collect();
    assert!(capacities.contains(&("Jane Doe", "applicant")), "{capacities:?}");
    let id = review["id"].as_str().unwrap();
    assert_eq!(deadline(&manager, id, "ALJR-72-IN")["due_on"], "2026-03-20", "fifteen days from 5 March");
    let link = manager.get(&format!("/v1/cases/{id}/links")).must(200)["items"][0].clone();
    assert_eq!(link["kind"], "predecessor", "{link:#}");
    assert_eq!(journal_count(&manager, &appeal), entries + 1);
    assert_eq!(actions(&manager, &appeal).last().unwrap(), "case.followed");
}

fn who_lost_is_who_appeals(api: &Api) {
    let manager = api.manager();
    let of_judgment = |outcome: &str| {
        let case = case_with(&manager, "2026-03-02");
        take_to(&manager, &case, "hearing_held");
        let facts = json!({"outcome": outcome, "question_certified": true});
        record(
            &manager,
            &case,
            json!({"type": "judgment_delivered", "occurred_on": "2026-10-05", "facts": facts}),
        );
        let respondent = json!({"kind": "organization", "capacity": "respondent", "name": "The Minister"});
        manager.post(&format!("/v1/cases/{case}/parties"), respondent).must(201);
        let appeal = follow(&manager, &case, json!({"proceeding": "FCA-CQ"})).must(201);
        let parties = appeal["parties"].as_array().unwrap();
        let minister = parties.iter().find(|party| party["name"] == "The Minister").unwrap();
        (appeal["side"].clone(), minister["capacity"].clone())
    };
    assert_eq!(of_judgment("dismissed"), (json!("responding"), json!("respondent")));
    assert_eq!(of_judgment("allowed"), (json!("initiating"), json!("appellant")));
}

fn a_review_that_was_allowed_goes_back(api: &Api) {
    let manager = api.manager();
    let case = case_with(&manager, "2026-03-02");
    take_to(&manager, &case, "hearing_held");
    record(
        &manager,
        &case,
        json!({"type": "judgment_delivered", "occurred_on": "2026-09-10", "facts": {"outcome": "allowed"}}),
    );
    let back = follow(&manager, &case, json!({"proceeding": "RAD"})).must(201);
    let link = manager.get(&format!("/v1/cases/{}/links", back["id"].as_str().unwrap())).must(200);
    assert_eq!(link["items"][0]["kind"], "redetermination_of");
}

fn what_may_not_follow_is_refused_and_nothing_is_opened(api: &Api) {
    let manager = api.manager();
    let case = case_with(&manager, "2026-03-02");
    let count = || manager.get("/v1/cases?include=count&limit=1").must(200)["count"].clone();
    let before = count();
    let refused = follow(&manager, &case, json!({"proceeding": "RAD"})).refused(409, "conflict");
    assert!(refused.json["detail"].as_str().unwrap().contains("STAY-REM"), "{}", refused.text);
    follow(&manager, &case, json!({"proceeding": "SCC-A"}))
        .refused(422, "invalid_body")
        .at("/proceeding", "unknown_successor");
    follow(&manager, &case, json!({})).refused(422, "invalid_body").at("/proceeding", "required");
    api.organization().viewer();
    assert_eq!(count(), before);
}

fn a_motion_is_in_the_file_of_its_case(api: &Api) {
    let manager = api.manager();
    for (proceeding, number, motion, link) in [
        ("JR-T", "T-352-26", "MOT-WR", "motion_in"),
        ("FCA-APP", "A-108-26", "MOT-EXT", "motion_in"),
        ("ALJR", "IMM-352-26", "STAY-REM", "stay_of"),
    ] {
        let mut new = new_case("2026-03-02");
        new["proceeding"] = json!(proceeding);
        new["file_number"] = json!(number);
        let case = manager.post("/v1/cases", new).must(201)["id"].as_str().unwrap().to_owned();
        let opened = follow(&manager, &case, json!({"proceeding": motion})).must(201);
        assert_eq!(opened["file_number"], number, "{motion} in {proceeding}");
        assert!(opened["warnings"].is_null(), "one file of the court is no twin of itself: {opened:#}");
        let links = manager.get(&format!("/v1/cases/{}/links", opened["id"].as_str().unwrap())).must(200);
        assert_eq!(links["items"][0]["kind"], link);
        assert_eq!(links["items"][0]["case_id"], case.as_str());
    }
}

on_both!(
    a_motion_is_in_the_file_of_its_case,
    who_lost_is_who_appeals,
    an_appeal_that_was_dismissed_leads_to_judicial_review,
    a_review_that_was_allowed_goes_back,
    what_may_not_follow_is_refused_and_nothing_is_opened,
);
