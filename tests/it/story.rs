//! The story of the first milestone: an application for leave and for judicial review, from the decision to the appeal.

use crate::support::story::full_docket;
use crate::support::*;
use serde_json::{Value, json};
use std::collections::BTreeSet;

fn rules(effects: &Value, list: &str) -> Vec<String> {
    let deadlines = effects["deadlines"][list].as_array().unwrap_or_else(|| panic!("no {list}: {effects:#}"));
    let mut rules: Vec<_> =
        deadlines.iter().map(|deadline| deadline["rule"].as_str().unwrap().to_owned()).collect();
    rules.sort();
    rules
}

/// An event, the stage that it leads to, and the rules that start, are met and end with it.
type Effect =
    (&'static str, &'static str, &'static [&'static str], &'static [&'static str], &'static [&'static str]);

/// What follows from each event of the story.
const EFFECTS: [Effect; 16] = [
    ("application_filed", "commenced", &["FCCIRPR-10(1)(a)"], &[], &[]),
    ("application_served", "commenced", &["FCCIRPR-7(2)", "FCCIRPR-8(1)"], &["ALJR-72-IN"], &[]),
    ("proof_of_service_filed", "commenced", &[], &["FCCIRPR-7(2)"], &[]),
    ("notice_of_appearance_filed", "appearance_filed", &[], &["FCCIRPR-8(1)"], &[]),
    ("applicant_record_served", "appearance_filed", &["FCCIRPR-11"], &[], &[]),
    ("applicant_record_filed", "perfected", &[], &["FCCIRPR-10(1)(a)"], &[]),
    ("respondent_memorandum_served", "perfected", &["FCCIRPR-13"], &[], &[]),
    ("respondent_memorandum_filed", "reply_due", &[], &["FCCIRPR-11"], &[]),
    ("reply_served", "reply_due", &[], &[], &[]),
    ("reply_filed", "ripe_for_leave", &[], &["FCCIRPR-13"], &[]),
    (
        "leave_granted",
        "leave_granted",
        &["FCCIRPR-15-CTR", "FCCIRPR-15-FURTHER-AFFIDAVITS", "IRPA-74(b)"],
        &[],
        &[],
    ),
    ("hearing_scheduled", "hearing_scheduled", &["FC-CERTQ-NOTICE"], &["IRPA-74(b)"], &[]),
    ("tribunal_record_received", "hearing_scheduled", &[], &["FCCIRPR-15-CTR"], &[]),
    ("hearing_held", "heard", &[], &["IRPA-74(b)"], &["FC-CERTQ-NOTICE", "FCCIRPR-15-FURTHER-AFFIDAVITS"]),
    (
        "judgment_delivered",
        "question_certified",
        &["FCCIRPR-20(1)", "FCR-397", "IRPA-112(2)(b.1)", "IRPA-24(4)", "IRPA-25(1.2)(c)"],
        &[],
        &[],
    ),
    ("notice_of_appeal_filed", "appeal_commenced", &["FCCIRPR-20(2)"], &["FCCIRPR-20(1)"], &[]),
];

fn the_docket_takes_a_case_from_the_decision_to_the_appeal(api: &Api) {
    let litigator = api.litigator();
    let made = litigator.post("/v1/cases", new_case("2026-03-02"));
    let etag = made.etag();
    let made = made.must(201);
    let case = made["id"].as_str().unwrap();
    assert_eq!((&made["stage"], &made["status"]), (&json!("anticipated"), &json!("open")));
    let first = deadline(&litigator, case, "ALJR-72-IN");
    assert_eq!((&first["due_on"], &first["status"]), (&json!("2026-03-17"), &json!("open")));
    assert_eq!(made["assignments"][0]["user_id"], litigator.id.as_str(), "who opens a case carries it");
    assert_eq!(made["parties"][0]["name"], "Jane Doe");

    let mut seen = etag;
    for (event, (code, stage, started, met, ended)) in full_docket().into_iter().zip(EFFECTS) {
        assert_eq!(event["type"], code);
        let recorded = record(&litigator, case, event);
        let effects = &recorded["effects"];
        assert_eq!(effects["stage"]["to"], stage, "{code}");
        assert_eq!(rules(effects, "started"), started, "started by {code}");
        assert_eq!(rules(effects, "met"), met, "met by {code}");
        // Nobody had to give the notice, nor to file further affidavits.
        assert_eq!(rules(effects, "not_used"), ended, "ended by {code}");
        assert!(
            ["cancelled", "missed"].iter().all(|end| rules(effects, end).is_empty()),
            "{code}: {effects:#}"
        );
        assert!(rules(effects, "moved").is_empty(), "moved by {code}");
        let answer = litigator.get(&format!("/v1/cases/{case}?include=deadlines,events,parties,assignments"));
        assert_ne!(answer.etag(), seen, "each event gives the case a version");
        seen = answer.etag();
        let whole = answer.must(200);
        assert_eq!(whole["stage"], stage);
        assert_eq!(whole["events"].as_array().unwrap().last().unwrap()["type"], code);
        whole["deadlines"].as_array().unwrap().iter().for_each(explains_itself);
    }
    let after = litigator.get(&format!("/v1/cases/{case}?include=deadlines")).must(200);
    assert_eq!(after["status"], "open", "the appeal is still to be heard");
    let open: Vec<_> =
        after["deadlines"].as_array().unwrap().iter().filter(|one| one["status"] == "open").collect();
    let open: BTreeSet<_> = open.iter().map(|one| one["rule"].as_str().unwrap()).collect();
    assert_eq!(
        open,
        BTreeSet::from(["FCCIRPR-20(2)", "FCR-397", "IRPA-112(2)(b.1)", "IRPA-24(4)", "IRPA-25(1.2)(c)"])
    );
}

/// Every step has both languages, every step that applies law cites it, and the last date is the one that is due.
#[track_caller]
fn explains_itself(deadline: &Value) {
    let steps = deadline["explanation"]["steps"].as_array().unwrap();
    assert!(!steps.is_empty(), "{deadline:#}");
    for step in steps {
        assert!(step["code"].is_string(), "{step:#}");
        let (en, fr) = (step["text"]["en"].as_str().unwrap(), step["text"]["fr"].as_str().unwrap());
        assert!(!en.is_empty() && !fr.is_empty() && en != fr, "{step:#}");
    }
    assert!(
        steps.iter().any(|step| step["citation"]["en"].is_string() && step["citation"]["fr"].is_string()),
        "{deadline:#}"
    );
    // A bar has a first day, and no last one.
    let day = deadline.get("due_on").unwrap_or(&deadline["not_before_on"]);
    assert_eq!(&steps.last().unwrap()["date"], day, "{deadline:#}");
    for reading in deadline["explanation"]["readings"].as_array().into_iter().flatten() {
        assert!(reading["citation"]["en"].is_string() && reading["date"].is_string(), "{reading:#}");
    }
}

fn a_correction_moves_what_is_open_and_leaves_what_is_pinned(api: &Api) {
    let litigator = api.litigator();
    let case = case_with(&litigator, "2026-03-02");
    let events = full_docket();
    record(&litigator, &case, events[0].clone());
    let served = record(&litigator, &case, events[1].clone());
    let (appearance, proof) =
        (deadline(&litigator, &case, "FCCIRPR-8(1)"), deadline(&litigator, &case, "FCCIRPR-7(2)"));
    assert_eq!(appearance["due_on"], "2026-03-20", "ten days from 10 March");
    let pinned = act(&litigator, &proof, "extend", json!({"until": "2026-04-15", "by": "order"})).must(200);
    assert_eq!((&pinned["due_on"], &pinned["pinned"]), (&json!("2026-04-15"), &json!(true)));

    let address = format!("/v1/cases/{case}/events/{}", served["event"]["id"].as_str().unwrap());
    let etag = litigator.get(&address).etag();
    let corrected = litigator
        .patch(&address, &etag, json!({"occurred_on": "2026-03-12", "served_on": "2026-03-12"}))
        .must(200);
    let moved = &corrected["effects"]["deadlines"]["moved"];
    assert_eq!(rules(&corrected["effects"], "moved"), ["FCCIRPR-8(1)"]);
    assert_eq!(moved[0]["previous_due_on"], "2026-03-20");
    assert_eq!(moved[0]["due_on"], "2026-03-23", "the tenth day is Sunday 22 March");

    let after = deadline(&litigator, &case, "FCCIRPR-8(1)");
    assert_eq!(after["id"], appearance["id"], "it is the same deadline");
    assert_eq!(after["previous_dates"][0]["due_on"], "2026-03-20");
    assert_eq!(after["previous_dates"][0]["reason"], "recalculated");
    explains_itself(&after);
    let still = deadline(&litigator, &case, "FCCIRPR-7(2)");
    assert_eq!((&still["due_on"], &still["pinned_by"]), (&json!("2026-04-15"), &json!("order")));
}

fn a_change_of_the_decision_moves_the_first_deadline(api: &Api) {
    let litigator = api.litigator();
    let case = case_with(&litigator, "2026-03-02");
    let address = format!("/v1/cases/{case}");
    let etag = litigator.get(&address).etag();
    litigator.patch(&address, &etag, json!({"decision": {"notified_on": "2026-03-04"}})).must(200);
    let moved = deadline(&litigator, &case, "ALJR-72-IN");
    assert_eq!(moved["due_on"], "2026-03-19");
    assert_eq!(moved["previous_dates"][0]["due_on"], "2026-03-17");
    let etag = litigator.get(&address).etag();
    litigator.patch(&address, &etag, json!({"decision": {"location": "outside_canada"}})).must(200);
    assert_eq!(deadline(&litigator, &case, "ALJR-72-IN")["status"], "cancelled");
    assert_eq!(
        deadline(&litigator, &case, "ALJR-72-OUT")["due_on"],
        "2026-05-04",
        "the sixtieth day is Sunday 3 May"
    );
}

fn a_dry_run_shows_all_and_writes_nothing(api: &Api) {
    let litigator = api.litigator();
    let case = case_with(&litigator, "2026-03-02");
    take_to(&litigator, &case, "application_filed");
    let before = (
        litigator.get(&format!("/v1/cases/{case}?include=events,deadlines")),
        journal_count(&litigator, &case),
    );
    let event = full_docket()[1].clone();
    let shown = litigator.post(&format!("/v1/cases/{case}/events?dry_run=true"), event.clone()).must(200);
    assert_eq!(rules(&shown["effects"], "started"), ["FCCIRPR-7(2)", "FCCIRPR-8(1)"]);
    assert!(shown["event"].get("id").is_none(), "{shown:#}");
    for started in shown["effects"]["deadlines"]["started"].as_array().unwrap() {
        assert!(started.get("id").is_none(), "a deadline that was not made has no id: {started:#}");
        explains_itself(started);
    }
    let after = litigator.get(&format!("/v1/cases/{case}?include=events,deadlines"));
    assert_eq!((after.etag(), &after.json), (before.0.etag(), &before.0.json));
    assert_eq!(journal_count(&litigator, &case), before.1);
    let done = record(&litigator, &case, event);
    assert_eq!(rules(&done["effects"], "started"), rules(&shown["effects"], "started"));
    assert_eq!(rules(&done["effects"], "met"), rules(&shown["effects"], "met"));

    let address = format!("/v1/cases/{case}/events/{}", done["event"]["id"].as_str().unwrap());
    let answer = litigator.get(&address);
    let dry = litigator.patch(
        &format!("{address}?dry_run=true"),
        &answer.etag(),
        json!({"served_on": "2026-03-12", "occurred_on": "2026-03-12"}),
    );
    assert_eq!(rules(&dry.must(200)["effects"], "moved"), ["FCCIRPR-7(2)", "FCCIRPR-8(1)"]);
    assert_eq!(litigator.get(&address).json, answer.json, "a dry correction corrects nothing");
    assert_eq!(deadline(&litigator, &case, "FCCIRPR-8(1)")["due_on"], "2026-03-20");
}

fn what_is_served_and_filed_is_met_when_both_are_on_record(api: &Api) {
    let litigator = api.litigator();
    let apart = case_with(&litigator, "2026-03-02");
    take_to(&litigator, &apart, "application_filed");
    assert_eq!(deadline(&litigator, &apart, "ALJR-72-IN")["status"], "open", "filed, not yet served");
    record(&litigator, &apart, full_docket()[1].clone());
    let met = deadline(&litigator, &apart, "ALJR-72-IN");
    assert_eq!((&met["status"], &met["closed_on"]), (&json!("met"), &json!("2026-03-10")));

    let together = case_with(&litigator, "2026-03-02");
    let filed = record(
        &litigator,
        &together,
        json!({
            "type": "application_filed", "occurred_on": "2026-03-09", "served_on": "2026-03-11", "service_method": "personal"
        }),
    );
    assert_eq!(rules(&filed["effects"], "met"), ["ALJR-72-IN"], "the filing with served_on records both");
    assert_eq!(rules(&filed["effects"], "started"), ["FCCIRPR-7(2)", "FCCIRPR-8(1)"]);
    assert_eq!(deadline(&litigator, &together, "ALJR-72-IN")["closed_on"], "2026-03-11");
    assert_eq!(
        deadline(&litigator, &together, "FCCIRPR-8(1)")["due_on"],
        "2026-03-23",
        "ten days from the service"
    );
}

fn what_is_done_after_its_day_is_met_late(api: &Api) {
    let litigator = api.litigator();
    let case = case_with(&litigator, "2026-03-02");
    take_to(&litigator, &case, "application_served");
    let late =
        record(&litigator, &case, json!({"type": "notice_of_appearance_filed", "occurred_on": "2026-03-24"}));
    assert_eq!(late["effects"]["deadlines"]["met"][0]["status"], "met_late");
    assert_eq!(deadline(&litigator, &case, "FCCIRPR-8(1)")["status"], "met_late");
}

fn the_story_is_told_in_french_too(api: &Api) {
    let litigator = api.litigator();
    let case = case_with(&litigator, "2026-03-02");
    let address = format!("/v1/cases/{case}/events");
    let event = json!({"type": "hearing_held", "occurred_on": "2026-03-09"});
    let (en, fr) =
        (litigator.post(&address, event.clone()), litigator.accept_language("fr-CA").post(&address, event));
    let (en, fr) = (en.refused(409, "event_not_allowed"), fr.refused(409, "event_not_allowed"));
    assert_eq!((en.header("content-language"), fr.header("content-language")), (Some("en"), Some("fr")));
    assert_ne!(en.json["title"], fr.json["title"]);
    assert!(fr.json["detail"].as_str().unwrap().contains("étape anticipated (Anticipée)"), "{}", fr.text);
    assert!(fr.json["detail"].as_str().unwrap().contains("s'en rapproche le plus"), "{}", fr.text);
}

on_both!(
    the_docket_takes_a_case_from_the_decision_to_the_appeal,
    a_correction_moves_what_is_open_and_leaves_what_is_pinned,
    a_change_of_the_decision_moves_the_first_deadline,
    a_dry_run_shows_all_and_writes_nothing,
    what_is_served_and_filed_is_met_when_both_are_on_record,
    what_is_done_after_its_day_is_met_late,
    the_story_is_told_in_french_too,
);
