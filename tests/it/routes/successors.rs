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

fn either_may_appeal_what_was_allowed_in_part(api: &Api) {
    let manager = api.manager();
    for side in ["responding", "initiating"] {
        let case = case_with(&manager, "2026-03-02");
        take_to(&manager, &case, "hearing_held");
        let facts = json!({"outcome": "allowed_in_part", "question_certified": true});
        happened(&manager, &case, "judgment_delivered", "2026-10-05", facts);
        let appeal = follow(&manager, &case, json!({"proceeding": "FCA-CQ", "side": side})).must(201);
        assert_eq!(
            (&appeal["side"], &appeal["decision"]["decided_on"]),
            (&json!(side), &json!("2026-10-05"))
        );
    }
    // Whoever appeals, the appeal is listed once.
    for proceeding in ["ALJR", "ALJR-CIT", "MAND", "JR-T"] {
        let known = manager.get(&format!("/v1/proceedings/{proceeding}")).must(200);
        let successors = known["successors"].as_array().unwrap();
        for (index, one) in successors.iter().enumerate() {
            assert!(!successors[..index].contains(one), "{proceeding}: {one:#}");
        }
    }
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
        ("ALJR", "IMM-353-26", "STAY-REL", "stay_of"),
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

/// The Minister asks to stay a release: a motion in the file, which is told of there.
fn a_release_is_stayed_in_the_file_of_the_application(api: &Api) {
    let manager = api.manager();
    let mut new = new_case("2026-03-02");
    (new["side"], new["decision"]["body"]) = (json!("initiating"), json!("Immigration Division"));
    let review = manager.post("/v1/cases", new).must(201)["id"].as_str().unwrap().to_owned();
    record(
        &manager,
        &review,
        json!({"type": "application_filed", "occurred_on": "2026-03-09", "facts": {"reasons_received": true}}),
    );
    let motion = follow(&manager, &review, json!({"proceeding": "STAY-REL", "side": "initiating"})).must(201);
    assert_eq!((&motion["side"], &motion["decision"]["body"]), (&json!("initiating"), &json!("id")));
    let motion = motion["id"].as_str().unwrap();
    record(&manager, motion, json!({"type": "release_ordered", "occurred_on": "2026-03-10"}));
    let filed = record(&manager, motion, json!({"type": "stay_motion_filed", "occurred_on": "2026-03-11"}));
    assert_eq!(filed["in_main_file"]["event"]["facts"]["motion_kind"], "stay", "{filed:#}");
    let set = json!({"type": "hearing_scheduled", "occurred_on": "2026-03-12", "facts": {"hearing_on": "2026-04-01"}});
    record(&manager, motion, set);
    // FCR 365(1)(a): two days before Wednesday 1 April.
    assert_eq!(deadline(&manager, motion, "FCR-365(1)(a)")["due_on"], "2026-03-30");
    let granted = record(&manager, motion, json!({"type": "stay_granted", "occurred_on": "2026-04-01"}));
    assert_eq!(granted["in_main_file"]["event"]["facts"]["outcome"], "granted", "{granted:#}");
    let anew =
        record(&manager, motion, json!({"type": "detention_reviewed_anew", "occurred_on": "2026-04-08"}));
    assert_eq!(anew["effects"]["stage"]["to"], "moot");
}

/// The Minister's application to cease protection follows on a claim that was accepted; no appeal lies from it.
fn protection_that_ceased_leads_to_judicial_review(api: &Api) {
    let manager = api.manager();
    let new = json!({"proceeding": "RPD-MIN", "style_of_cause": "Canada (MCI) v. Doe", "language": "en", "side": "initiating",
                     "parties": [{"kind": "organization", "capacity": "minister", "name": "The Minister"},
                                 {"kind": "person", "capacity": "person_concerned", "name": "Jane Doe"}]});
    let case = manager.post("/v1/cases", new).must(201)["id"].as_str().unwrap().to_owned();
    let filed = json!({"type": "minister_application_filed", "occurred_on": "2026-01-12", "facts": {"kind": "cessation"}});
    record(&manager, &case, filed);
    let set = json!({"type": "hearing_scheduled", "occurred_on": "2026-02-02", "facts": {"hearing_on": "2026-03-02"}});
    record(&manager, &case, set);
    // RPDR 34(3)(a): ten days before 2 March.
    assert_eq!(deadline(&manager, &case, "RPD-DISCLOSE")["due_on"], "2026-02-20");
    record(&manager, &case, json!({"type": "hearing_held", "occurred_on": "2026-03-02"}));
    let decided =
        json!({"type": "decision_delivered", "occurred_on": "2026-03-09", "facts": {"outcome": "allowed"}});
    record(&manager, &case, decided);
    let appeal = follow(&manager, &case, json!({"proceeding": "RAD"})).refused(422, "invalid_body");
    appeal.at("/proceeding", "unknown_successor");
    let review = follow(&manager, &case, json!({"proceeding": "ALJR"})).must(201);
    assert_eq!((&review["side"], &review["decision"]["body"]), (&json!("responding"), &json!("rpd")));
    let capacity = |name: &str| {
        let parties = review["parties"].as_array().unwrap().iter();
        parties
            .filter(|party| party["name"] == name)
            .map(|party| party["capacity"].clone())
            .collect::<Vec<_>>()
    };
    assert_eq!(
        (capacity("Jane Doe"), capacity("The Minister")),
        (vec![json!("applicant")], vec![json!("respondent")])
    );
}

on_both!(
    either_may_appeal_what_was_allowed_in_part,
    a_release_is_stayed_in_the_file_of_the_application,
    protection_that_ceased_leads_to_judicial_review,
    a_motion_is_in_the_file_of_its_case,
    who_lost_is_who_appeals,
    an_appeal_that_was_dismissed_leads_to_judicial_review,
    a_review_that_was_allowed_goes_back,
    what_may_not_follow_is_refused_and_nothing_is_opened,
);
