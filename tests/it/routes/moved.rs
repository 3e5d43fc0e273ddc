//! `/v1/cases/{id}/events/{event_id}/move`: what was docketed on the wrong file.

use crate::support::*;
use serde_json::{Value, json};

#[track_caller]
fn case_at(actor: &Actor<'_>, last: &str) -> String {
    let case = case_with(actor, "2026-03-02");
    take_to(actor, &case, last);
    case
}

/// The address of the last entry of a docket.
#[track_caller]
fn last(actor: &Actor<'_>, case: &str) -> String {
    let docket = actor.get(&format!("/v1/cases/{case}/events")).must(200);
    let entry = docket["items"].as_array().unwrap().last().unwrap().clone();
    format!("/v1/cases/{case}/events/{}", entry["id"].as_str().unwrap())
}

fn to(case: &str) -> Value {
    json!({"case_id": case, "reason": "It is the other file's."})
}

fn an_entry_is_recorded_there_and_struck_here_in_one_act(api: &Api) {
    let litigator = api.organization().litigator();
    let wrong = case_at(&litigator, "leave_granted");
    let right = case_at(&litigator, "reply_filed");
    let entry = last(&litigator, &wrong);
    let dry = litigator.post(&format!("{entry}/move?dry_run=true"), to(&right)).must(200);
    assert_eq!(dry["recorded"]["event"].get("id"), None);
    assert_eq!(litigator.get(&entry).must(200).get("struck"), None, "nothing is written");
    let moved = litigator.post(&format!("{entry}/move"), to(&right));
    let etag = moved.etag();
    let moved = moved.must(200);
    let (there, here) = (&moved["recorded"], &moved["struck"]);
    assert_eq!(there["effects"]["stage"]["to"], "leave_granted");
    let started = there["effects"]["deadlines"]["started"].as_array().unwrap();
    let dates: Vec<_> = started.iter().map(|one| (one["rule"].as_str().unwrap(), &one["due_on"])).collect();
    assert!(
        dates.contains(&("FCCIRPR-15-CTR", &json!("2026-06-22"))),
        "the dates of the order go with it: {dates:?}"
    );
    assert_eq!(here["effects"]["stage"], json!({"from": "leave_granted", "to": "ripe_for_leave"}));
    assert_eq!(here["event"]["struck"]["reason"], "It is the other file's.");
    for rule in ["FCCIRPR-15-CTR", "IRPA-74(b)"] {
        assert_eq!(deadline(&litigator, &wrong, rule)["status"], "cancelled", "{rule}");
        assert_eq!(deadline(&litigator, &right, rule)["status"], "open", "{rule}");
    }
    let read = litigator.get(&entry);
    assert_eq!(read.etag(), etag, "of the entry that is struck");
    let journal =
        |case: &str| litigator.get(&format!("/v1/cases/{case}/journal")).must(200)["items"][0].clone();
    let (left, come) = (journal(&wrong), journal(&right));
    assert_eq!((&left["action"], &come["action"]), (&json!("event.struck"), &json!("event.recorded")));
    let place = |event: &Value| json!({"case_id": event["case_id"], "event_id": event["id"]});
    assert_eq!(left["after"]["moved_to"], place(&there["event"]));
    assert_eq!(come["after"]["moved_from"], place(&here["event"]));
    assert_eq!(come["after"]["reason"], "It is the other file's.");
    litigator.post(&format!("{entry}/move"), to(&right)).refused(409, "conflict");
}

fn what_does_not_fit_is_refused_as_a_whole(api: &Api) {
    let litigator = api.organization().litigator();
    let wrong = case_at(&litigator, "leave_granted");
    let entry = last(&litigator, &wrong);
    let docket = |case: &str| litigator.get(&format!("/v1/cases/{case}/events")).must(200);
    let before = docket(&wrong);
    let early = case_with(&litigator, "2026-03-02");
    let stage = litigator.post(&format!("{entry}/move"), to(&early)).refused(409, "event_not_allowed");
    assert!(stage.text.contains("anticipated") || stage.text.contains("Anticipated"), "{}", stage.text);
    let mut new = new_case("2026-10-01");
    (new["proceeding"], new["decision"]) = (json!("RAD"), json!({}));
    let appeal = litigator.post("/v1/cases", new).must(201)["id"].as_str().unwrap().to_owned();
    let unknown = litigator.post(&format!("{entry}/move"), to(&appeal)).refused(409, "docket_out_of_order");
    assert!(unknown.text.contains("RAD has no such event"), "{}", unknown.text);
    // An extension sets a date under a rule that the other proceeding does not have.
    let extension = json!({"type": "extension_granted", "occurred_on": "2026-06-02",
        "ordered": [{"rule": "FCCIRPR-15-CTR", "due_on": "2026-07-30"}]});
    record(&litigator, &wrong, extension);
    let extended = last(&litigator, &wrong);
    record(&litigator, &appeal, json!({"type": "notice_of_appeal_filed", "occurred_on": "2026-10-02"}));
    let dates = litigator.post(&format!("{extended}/move"), to(&appeal)).refused(409, "docket_out_of_order");
    assert!(dates.text.contains("sets no date under that rule"), "{}", dates.text);
    // What rests on it here.
    let right = case_at(&litigator, "reply_filed");
    record(&litigator, &wrong, json!({"type": "tribunal_record_received", "occurred_on": "2026-06-19"}));
    litigator.post(&format!("{entry}/move"), to(&right)).refused(409, "docket_out_of_order");
    assert_eq!(docket(&right)["items"].as_array().unwrap().len(), 10, "nothing was recorded there");
    assert_eq!(docket(&wrong)["items"][10], before["items"][10]);
    litigator
        .post(&format!("{entry}/move"), to(&wrong))
        .refused(422, "invalid_body")
        .at("/case_id", "same_case");
    litigator
        .post(&format!("{entry}/move"), json!({"case_id": right}))
        .refused(422, "invalid_body")
        .at("/reason", "required");
}

fn whoever_moves_an_entry_may_act_on_both_cases(api: &Api) {
    let (own, strangers) = (api.organization(), api.organization());
    let (litigator, stranger) = (own.litigator(), strangers.litigator());
    let wrong = case_at(&litigator, "leave_granted");
    let entry = last(&litigator, &wrong);
    let hidden = case_at(&stranger, "reply_filed");
    let nowhere = "019a8e2a-6c1e-7c31-9d57-0a4a5a8f7e10";
    for target in [&hidden, nowhere] {
        litigator.post(&format!("{entry}/move"), to(target)).refused(404, "not_found");
    }
    stranger.post(&format!("{entry}/move"), to(&hidden)).refused(404, "not_found");
    let right = case_at(&litigator, "reply_filed");
    own.viewer().post(&format!("{entry}/move"), to(&right)).refused(403, "forbidden");
    let stale = litigator.with_header("if-match", "\"7\"");
    stale.post(&format!("{entry}/move"), to(&right)).refused(412, "stale_version");
    let etag = litigator.get(&entry).etag();
    let once =
        litigator.with_header("if-match", &etag).post_once(&format!("{entry}/move"), "move-1", to(&right));
    let again =
        litigator.with_header("if-match", &etag).post_once(&format!("{entry}/move"), "move-1", to(&right));
    assert_eq!(again.header("idempotency-replayed"), Some("true"));
    assert_eq!(once.must(200)["recorded"]["event"]["id"], again.must(200)["recorded"]["event"]["id"]);
}

fn an_entry_stands_on_one_docket_at_a_time(api: &Api) {
    let organization = api.organization();
    let (litigator, manager) = (organization.litigator(), organization.manager());
    let [wrong, right, third] =
        [("leave_granted"), ("reply_filed"), ("reply_filed")].map(|stage| case_at(&litigator, stage));
    let entry = last(&litigator, &wrong);
    let why = || json!({"reason": "By mistake."});
    let moved = litigator.post(&format!("{entry}/move"), to(&right)).must(200);
    let there = last(&litigator, &right);
    let place = json!({"case_id": right, "event_id": moved["recorded"]["event"]["id"]});
    assert_eq!(moved["struck"]["event"]["struck"]["moved_to"], place, "{moved:#}");
    assert_eq!(litigator.get(&entry).must(200)["struck"]["moved_to"], place);
    let listed = litigator.get(&format!("/v1/cases/{wrong}/events")).must(200);
    assert_eq!(listed["items"][10]["struck"]["moved_to"], place);
    let refused = litigator.post(&format!("{entry}/restore"), why()).refused(409, "conflict");
    assert!(refused.json["detail"].as_str().unwrap().contains(&there), "{}", refused.text);
    litigator.post(&format!("{entry}/restore?dry_run=true"), why()).refused(409, "conflict");
    // Wherever it goes from there, it stands once.
    litigator.post(&format!("{there}/move"), to(&third)).must(200);
    let elsewhere = last(&litigator, &third);
    for struck in [&entry, &there] {
        let refused = litigator.post(&format!("{struck}/restore"), why()).refused(409, "conflict");
        assert!(refused.json["detail"].as_str().unwrap().contains(&elsewhere), "{}", refused.text);
    }
    // Whoever may not see the other case is not told which it is.
    let walled = organization.analyst();
    let hides = |case: &str| {
        let wall = json!({"user_id": walled.id, "reason": "Acted for the applicant."});
        manager.post(&format!("/v1/cases/{case}/walls"), wall).must(201);
    };
    let before = walled.get(&entry).etag();
    hides(&right);
    hides(&third);
    let seen = walled.get(&entry);
    assert!(seen.etag() != before && !seen.text.contains(&right), "{}", seen.text);
    assert_eq!(seen.must(200)["struck"]["reason"], "It is the other file's.");
    let refused = walled.post(&format!("{entry}/restore"), why());
    assert!(!refused.text.contains(&third), "{}", refused.text);
    let refused = refused.refused(409, "conflict");
    assert!(refused.json["detail"].as_str().unwrap().contains("which you may not see"), "{}", refused.text);
    // Struck there, it may stand here again; and then not there.
    litigator.post(&format!("{elsewhere}/strike"), why()).must(200);
    let restored = litigator.post(&format!("{entry}/restore"), why()).must(200);
    assert_eq!(restored["effects"]["stage"]["to"], "leave_granted");
    assert_eq!(restored["event"].get("struck"), None);
    for struck in [&there, &elsewhere] {
        litigator.post(&format!("{struck}/restore"), why()).refused(409, "conflict");
    }
    // And back to where it was before.
    litigator.post(&format!("{entry}/move"), to(&right)).must(200);
    litigator.post(&format!("{}/move", last(&litigator, &right)), to(&wrong)).must(200);
    litigator.post(&format!("{entry}/restore"), why()).refused(409, "conflict");
}

fn facts_that_the_other_docket_does_not_have_are_named_with_the_way_out(api: &Api) {
    let litigator = api.organization().litigator();
    let wrong = case_at(&litigator, "reply_filed");
    let motion = super::motions::lone_motion(&litigator);
    let filed = json!({"type": "motion_filed", "occurred_on": "2026-06-08", "served_on": "2026-06-08",
        "facts": {"motion_kind": "extension", "in_writing": true}});
    record(&litigator, &wrong, filed);
    let entry = last(&litigator, &wrong);
    let moved = |language: &str| {
        let speaker = litigator.with_header("accept-language", language);
        let refused = speaker.post(&format!("{entry}/move"), to(&motion)).refused(409, "docket_out_of_order");
        refused.json["detail"].as_str().unwrap().to_owned()
    };
    for (language, says) in [("en", "Correct the entry first"), ("fr", "Corrigez d'abord l'inscription")] {
        let said = moved(language);
        assert!(said.contains(says) && said.contains("\"motion_kind\": null"), "{said}");
        assert!(said.contains("in_writing, motion_kind") && !said.contains("-."), "{said}");
    }
    let none = json!({"facts": {"motion_kind": null, "in_writing": null}});
    litigator.patch(&entry, "*", none).must(200);
    litigator.post(&format!("{entry}/move"), to(&motion)).must(200);
}

fn a_fact_that_its_event_needs_is_no_way_to_another_docket(api: &Api) {
    let manager = api.manager();
    // How a motion for an extension is to be decided is known of it, and of no motion in writing.
    let [from, there] = ["MOT-EXT", "MOT-WR"].map(|proceeding| case_of(&manager, proceeding));
    let served = happened(&manager, &from, "motion_served", "2026-03-10", json!({"route": "in_writing"}));
    let at = format!("/v1/cases/{from}/events/{}/move", served["event"]["id"].as_str().unwrap());
    for (language, says) in [("en", "Strike it here"), ("fr", "Radiez-la ici")] {
        let answer = manager.with_header("accept-language", language).post(&at, to(&there));
        let refused = answer.refused(409, "docket_out_of_order");
        let said = refused.json["detail"].as_str().unwrap();
        assert!(said.contains(says) && said.contains("route") && !said.contains("null"), "{said}");
    }
}

on_both!(
    a_fact_that_its_event_needs_is_no_way_to_another_docket,
    facts_that_the_other_docket_does_not_have_are_named_with_the_way_out,
    an_entry_stands_on_one_docket_at_a_time,
    an_entry_is_recorded_there_and_struck_here_in_one_act,
    what_does_not_fit_is_refused_as_a_whole,
    whoever_moves_an_entry_may_act_on_both_cases,
);
