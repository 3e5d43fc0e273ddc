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

on_both!(
    an_entry_is_recorded_there_and_struck_here_in_one_act,
    what_does_not_fit_is_refused_as_a_whole,
    whoever_moves_an_entry_may_act_on_both_cases,
);
