//! What was recorded by mistake is taken back, and a date that somebody set stays until it is.

use crate::support::story::full_docket;
use crate::support::*;
use serde_json::{Value, json};

const RECORD: &str = "FCCIRPR-15-CTR";
const APPEARANCE: &str = "FCCIRPR-8(1)";

/// The address of an entry of a docket, counted from 0.
#[track_caller]
fn entry(actor: &Actor<'_>, case: &str, index: usize) -> String {
    let docket = actor.get(&format!("/v1/cases/{case}/events")).must(200);
    format!("/v1/cases/{case}/events/{}", docket["items"][index]["id"].as_str().unwrap())
}

/// A case in which leave was granted, with the tribunal's record due on 22 June; the address of the order.
#[track_caller]
fn with_leave(actor: &Actor<'_>) -> (String, String) {
    let case = case_with(actor, "2026-03-02");
    take_to(actor, &case, "leave_granted");
    let order = entry(actor, &case, 10);
    (case, order)
}

/// The deadlines under a rule in a list of what followed.
fn among<'a>(effects: &'a Value, list: &str, rule: &str) -> Vec<&'a Value> {
    let list = effects["effects"]["deadlines"][list].as_array().unwrap();
    list.iter().filter(|one| one["rule"] == rule).collect()
}

fn ordered(due_on: &str) -> Value {
    json!([{"rule": RECORD, "due_on": due_on}])
}

fn a_date_that_somebody_moved_outlasts_a_correction_of_the_order_before_it(api: &Api) {
    let litigator = api.organization().litigator();
    for by in ["order", "direction"] {
        for (verb, until) in [("shorten", "2026-06-12"), ("extend", "2026-07-20")] {
            let (case, order) = with_leave(&litigator);
            let record_due = deadline(&litigator, &case, RECORD);
            act(&litigator, &record_due, verb, json!({"until": until, "by": by})).must(200);
            let corrected = litigator.patch(&order, "*", json!({"note": "x"})).must(200);
            let now = deadline(&litigator, &case, RECORD);
            assert_eq!((&now["due_on"], &now["pinned_by"]), (&json!(until), &json!(by)), "{verb} by {by}");
            let listed = litigator.get(&format!("/v1/deadlines?case_id={case}&rule={RECORD}")).must(200);
            assert_eq!(listed["items"][0]["due_on"], until);
            assert!(among(&corrected, "moved", RECORD).is_empty(), "{corrected:#}");
            let [kept] = among(&corrected, "kept", RECORD)[..] else { panic!("{corrected:#}") };
            assert_eq!(
                (&kept["due_on"], &kept["would_be_due_on"], &kept["kept_because"]),
                (&json!(until), &json!("2026-06-22"), &json!("pinned"))
            );
            let why = &kept["why"];
            assert_eq!(why["code"], "order");
            assert_eq!(why["text"]["en"], "The order made on Monday 1 June 2026 sets Monday 22 June 2026.");
            assert_eq!(
                why["text"]["fr"],
                "L'ordonnance rendue le lundi 1er juin 2026 fixe le lundi 22 juin 2026."
            );
            // Another date in the order does not come before the later act, either.
            let corrected = litigator.patch(&order, "*", json!({"ordered": ordered("2026-06-25")})).must(200);
            assert_eq!(among(&corrected, "kept", RECORD)[0]["would_be_due_on"], "2026-06-25");
            assert_eq!(deadline(&litigator, &case, RECORD)["due_on"], until);
            // An order that comes after the act does.
            let later = json!({"type": "extension_granted", "occurred_on": "2026-06-10", "ordered": ordered("2026-07-02")});
            let later = record(&litigator, &case, later);
            assert_eq!(among(&later, "moved", RECORD)[0]["why"]["code"], "order");
            let now = deadline(&litigator, &case, RECORD);
            assert_eq!((&now["due_on"], &now["pinned_by"]), (&json!("2026-07-02"), &json!("order")));
            // Without that order, the act holds again, and says so as it did.
            let address =
                format!("/v1/cases/{case}/events/{}/strike", later["event"]["id"].as_str().unwrap());
            litigator.post(&address, json!({"reason": "Another file."})).must(200);
            let again = deadline(&litigator, &case, RECORD);
            assert_eq!((&again["due_on"], &again["pinned_by"]), (&json!(until), &json!(by)));
            let last = again["explanation"]["steps"].as_array().unwrap().last().unwrap().clone();
            assert_eq!(
                (&last["code"], &last["date"]),
                (&json!(if verb == "extend" { "extended" } else { "shortened" }), &json!(until))
            );
        }
    }
}

fn a_date_in_an_order_is_corrected_and_the_deadlines_follow(api: &Api) {
    let litigator = api.organization().litigator();
    let (case, order) = with_leave(&litigator);
    let sets = |due_on: &str| json!({"ordered": [{"rule": RECORD, "due_on": due_on}, {"rule": "FCCIRPR-15-FURTHER-AFFIDAVITS", "due_on": "2026-07-06"}]});
    let shown = litigator.patch(&format!("{order}?dry_run=true"), "*", sets("2026-06-29")).must(200);
    assert_eq!(among(&shown, "moved", RECORD)[0]["due_on"], "2026-06-29");
    assert_eq!(deadline(&litigator, &case, RECORD)["due_on"], "2026-06-22", "a dry run moves nothing");
    let corrected = litigator.patch(&order, "*", sets("2026-06-29")).must(200);
    let [moved] = among(&corrected, "moved", RECORD)[..] else { panic!("{corrected:#}") };
    assert_eq!(moved["previous_due_on"], "2026-06-22");
    assert_eq!(
        moved["why"]["text"]["en"], "The order sets Monday 29 June 2026, not Monday 22 June 2026.",
        "{moved:#}"
    );
    let now = deadline(&litigator, &case, RECORD);
    assert_eq!((&now["due_on"], &now["pinned_by"]), (&json!("2026-06-29"), &json!("order")));
    assert_eq!(now["previous_dates"][0]["due_on"], "2026-06-22");
    // What the order sets no more is no deadline; what it sets now is one.
    let other = json!({"ordered": [{"rule": "FCCIRPR-15-FURTHER-AFFIDAVITS", "due_on": "2026-07-06"}, {"rule": "FCCIRPR-15-FURTHER-MEMORANDA", "due_on": "2026-07-13"}]});
    let corrected = litigator.patch(&order, "*", other).must(200);
    assert_eq!(among(&corrected, "cancelled", RECORD).len(), 1, "{corrected:#}");
    assert_eq!(among(&corrected, "started", "FCCIRPR-15-FURTHER-MEMORANDA")[0]["due_on"], "2026-07-13");
    let back = litigator.patch(&order, "*", sets("2026-06-22")).must(200);
    assert_eq!(among(&back, "reopened", RECORD).len(), 1, "{back:#}");
    assert_eq!(deadline(&litigator, &case, RECORD)["due_on"], "2026-06-22");
    for (patch, pointer, code) in [
        (json!({"ordered": [{"rule": "NONE", "due_on": "2026-06-29"}]}), "/ordered/0/rule", "unknown_rule"),
        (json!({"ordered": [{"rule": RECORD, "due_on": "2026-05-29"}]}), "/ordered/0/due_on", "before_order"),
        (json!({"ordered": null}), "/ordered", "wrong_type"),
    ] {
        litigator.patch(&order, "*", patch).refused(422, "invalid_body").at(pointer, code);
    }
    let filed = entry(&litigator, &case, 0);
    litigator
        .patch(&filed, "*", json!({"ordered": ordered("2026-06-29")}))
        .refused(422, "invalid_body")
        .at("/ordered", "not_an_order");
}

fn what_an_order_set_on_a_running_time_goes_with_it(api: &Api) {
    let litigator = api.organization().litigator();
    let case = case_with(&litigator, "2026-03-02");
    take_to(&litigator, &case, "application_served");
    let sets = |due_on: &str| json!([{"rule": APPEARANCE, "due_on": due_on}]);
    let granted =
        json!({"type": "extension_granted", "occurred_on": "2026-03-16", "ordered": sets("2026-04-20")});
    let granted = record(&litigator, &case, granted);
    let order = format!("/v1/cases/{case}/events/{}", granted["event"]["id"].as_str().unwrap());
    assert_eq!(deadline(&litigator, &case, APPEARANCE)["due_on"], "2026-04-20");
    litigator.patch(&order, "*", json!({"ordered": sets("2026-04-27")})).must(200);
    assert_eq!(deadline(&litigator, &case, APPEARANCE)["due_on"], "2026-04-27");
    let struck = litigator.post(&format!("{order}/strike"), json!({"reason": "Another file."})).must(200);
    let [moved] = among(&struck, "moved", APPEARANCE)[..] else { panic!("{struck:#}") };
    assert_eq!((&moved["due_on"], &moved["why"]["code"]), (&json!("2026-03-20"), &json!("order")));
    assert_eq!(
        moved["why"]["text"]["fr"], "L'ordonnance qui avait fixé la date ne la fixe plus.",
        "{moved:#}"
    );
    let now = deadline(&litigator, &case, APPEARANCE);
    assert_eq!((&now["pinned"], now.get("pinned_by")), (&json!(false), None), "{now:#}");
    let steps = now["explanation"]["steps"].as_array().unwrap();
    assert!(steps.iter().all(|step| step["code"] != "ordered"), "{now:#}");
}

fn an_act_on_a_date_is_taken_back_and_the_date_follows_the_docket_again(api: &Api) {
    let litigator = api.organization().litigator();
    let case = case_with(&litigator, "2026-03-02");
    let address = format!("/v1/cases/{case}");
    let leave = deadline(&litigator, &case, "ALJR-72-IN");
    let undo = |body: Value| act(&litigator, &leave, "undo", body);
    let why = || json!({"reason": "Entered in the wrong file."});
    undo(why()).refused(409, "conflict");
    act(&litigator, &leave, "extend", json!({"until": "2026-04-20", "by": "order"})).must(200);
    let decided = |on: &str| json!({"decision": {"notified_on": on}});
    let kept = litigator.patch(&address, "*", decided("2026-03-03")).must(200);
    assert_eq!(among(&kept, "kept", "ALJR-72-IN")[0]["would_be_due_on"], "2026-03-18");
    undo(json!({"reason": " "})).refused(422, "invalid_body").at("/reason", "empty");
    let before = journal_count(&litigator, &case);
    let shown = act(&litigator, &leave, "undo?dry_run=true", why()).must(200);
    assert_eq!((&shown["due_on"], &shown["pinned"]), (&json!("2026-03-18"), &json!(false)));
    assert_eq!(
        (&deadline(&litigator, &case, "ALJR-72-IN")["due_on"], journal_count(&litigator, &case)),
        (&json!("2026-04-20"), before),
        "a dry run takes nothing back"
    );
    let undone = undo(why()).must(200);
    assert_eq!((&undone["due_on"], &undone["pinned"]), (&json!("2026-03-18"), &json!(false)), "{undone:#}");
    assert_eq!((undone.get("pinned_by"), &undone["note"]), (None, &json!("Entered in the wrong file.")));
    let earlier = undone["previous_dates"].as_array().unwrap().last().unwrap().clone();
    assert_eq!((&earlier["due_on"], &earlier["reason"]), (&json!("2026-04-20"), &json!("undone")));
    assert_eq!(earlier["why"]["en"], "The act that had set Monday 20 April 2026 was taken back.");
    assert_eq!(actions(&litigator, &case).last().unwrap(), "deadline.undone");
    undo(why()).refused(409, "conflict");
    litigator.patch(&address, "*", decided("2026-03-04")).must(200);
    assert_eq!(deadline(&litigator, &case, "ALJR-72-IN")["due_on"], "2026-03-19", "it follows");
}

fn acts_are_taken_back_from_the_last_one(api: &Api) {
    let litigator = api.organization().litigator();
    let case = case_with(&litigator, "2026-03-02");
    take_to(&litigator, &case, "application_served");
    let appearance = deadline(&litigator, &case, APPEARANCE);
    let why = || json!({"reason": "By mistake."});
    let did = |verb: &str, body: Value| act(&litigator, &appearance, verb, body).must(200);
    let first = did("extend", json!({"until": "2026-04-20", "by": "direction"}));
    did("extend", json!({"until": "2026-04-27", "by": "order"}));
    did("complete", json!({"on": "2026-03-19"}));
    did("reopen", json!({"reason": "Not yet."}));
    let closed = did("undo", why());
    assert_eq!((&closed["status"], &closed["closed_on"]), (&json!("met"), &json!("2026-03-19")));
    assert_eq!(closed["closed_by_user_id"], litigator.id.as_str());
    let open = did("undo", why());
    assert_eq!((&open["status"], &open["due_on"]), (&json!("open"), &json!("2026-04-27")));
    let back = did("undo", why());
    for part in ["due_on", "safe_on", "pinned_by", "explanation", "warnings"] {
        assert_eq!(back[part], first[part], "{part}");
    }
    let none = did("undo", why());
    assert_eq!((&none["due_on"], none.get("safe_on")), (&json!("2026-03-20"), None));
    assert_eq!((&none["explanation"], &none["warnings"]), (&appearance["explanation"], &json!([])));
    act(&litigator, &appearance, "undo", why()).refused(409, "conflict");
    let waived = did("waive", why());
    assert_eq!(waived["status"], "waived");
    assert_eq!(did("undo", why())["status"], "open");
}

fn what_the_docket_met_is_judged_anew_when_an_act_is_taken_back(api: &Api) {
    let manager = api.organization().manager();
    let case = case_with(&manager, "2026-03-02");
    take_to(&manager, &case, "application_served");
    let appearance = deadline(&manager, &case, APPEARANCE);
    act(&manager, &appearance, "extend", json!({"until": "2026-03-30", "by": "order"})).must(200);
    record(&manager, &case, json!({"type": "notice_of_appearance_filed", "occurred_on": "2026-03-25"}));
    assert_eq!(deadline(&manager, &case, APPEARANCE)["status"], "met");
    let undone = act(&manager, &appearance, "undo", json!({"reason": "No such order."})).must(200);
    assert_eq!((&undone["due_on"], &undone["status"]), (&json!("2026-03-20"), &json!("met_late")));
}

fn an_entry_is_struck_and_stays_without_effect(api: &Api) {
    let organization = api.organization();
    let (litigator, viewer) = (organization.litigator(), organization.viewer());
    let case = case_with(&litigator, "2026-03-02");
    take_to(&litigator, &case, "application_served");
    let before = litigator.get(&format!("/v1/cases/{case}/deadlines")).must(200);
    let (filed, served) = (entry(&litigator, &case, 0), entry(&litigator, &case, 1));
    let why = || json!({"reason": "It belongs to another case."});
    viewer.post(&format!("{served}/strike"), why()).refused(403, "forbidden");
    litigator
        .post(&format!("{served}/strike"), json!({}))
        .refused(422, "invalid_body")
        .at("/reason", "required");
    litigator.post(&format!("{served}/restore"), why()).refused(409, "conflict");
    litigator
        .with_header("If-Match", "\"7\"")
        .post(&format!("{served}/strike"), why())
        .refused(412, "stale_version");
    // The service rests on the filing.
    let refused = litigator.post(&format!("{filed}/strike"), why()).refused(409, "docket_out_of_order");
    assert_eq!(
        refused.json["detail"],
        "\"Application for leave served\" of 2026-03-10 rests on it: strike that first.",
        "{}",
        refused.text
    );
    let shown = litigator.post(&format!("{served}/strike?dry_run=true"), why()).must(200);
    assert_eq!(among(&shown, "cancelled", APPEARANCE).len(), 1, "{shown:#}");
    assert_eq!(among(&shown, "reopened", "ALJR-72-IN").len(), 1, "{shown:#}");
    assert!(litigator.get(&served).must(200).get("struck").is_none(), "a dry run strikes nothing");
    let answer = litigator.post(&format!("{served}/strike"), why());
    assert_eq!(answer.etag(), "\"2\"");
    let struck = answer.must(200)["event"]["struck"].clone();
    assert_eq!(
        (&struck["by"], &struck["reason"]),
        (&json!(litigator.id), &json!("It belongs to another case."))
    );
    let docket = litigator.get(&format!("/v1/cases/{case}/events?include=count")).must(200);
    assert_eq!((&docket["count"], &docket["items"][1]["struck"]), (&json!(2), &struck));
    assert!(docket["items"][0].get("struck").is_none());
    assert_eq!(deadline(&litigator, &case, APPEARANCE)["status"], "cancelled");
    assert_eq!(deadline(&litigator, &case, "ALJR-72-IN")["status"], "open");
    assert_eq!(litigator.get(&format!("/v1/cases/{case}")).must(200)["stage"], "commenced");
    litigator.post(&format!("{served}/strike"), why()).refused(409, "conflict");
    litigator.patch(&served, "*", json!({"note": "x"})).refused(409, "conflict");
    let leave = deadline(&litigator, &case, "ALJR-72-IN");
    let by = json!({"on": "2026-03-12", "event_id": served.rsplit('/').next().unwrap()});
    act(&litigator, &leave, "complete", by).refused(422, "invalid_body").at("/event_id", "struck_event");
    // It can be recorded again as it was, and then the struck one has no place any more.
    litigator.post(&format!("{served}/restore"), why()).must(200);
    let after = litigator.get(&format!("/v1/cases/{case}/deadlines")).must(200);
    let told = |page: &Value| {
        let items = page["items"].as_array().unwrap().iter();
        items
            .map(|item| (item["id"].clone(), item["status"].clone(), item["due_on"].clone()))
            .collect::<Vec<_>>()
    };
    assert_eq!(told(&after), told(&before), "everything is as it was");
    let said = actions(&litigator, &case);
    assert_eq!(&said[said.len() - 2..], ["event.struck", "event.restored"], "the journal has both");
    litigator.post(&format!("{served}/strike"), why()).must(200);
    record(&litigator, &case, full_docket()[1].clone());
    litigator.post(&format!("{served}/restore"), why()).refused(409, "docket_out_of_order");
}

fn what_somebody_completed_by_an_entry_is_told_when_it_is_struck(api: &Api) {
    let litigator = api.organization().litigator();
    let case = case_with(&litigator, "2026-03-02");
    take_to(&litigator, &case, "proof_of_service_filed");
    let proof = entry(&litigator, &case, 2);
    let by = json!({"on": "2026-03-12", "event_id": proof.rsplit('/').next().unwrap()});
    act(&litigator, &deadline(&litigator, &case, APPEARANCE), "complete", by).must(200);
    for asked in ["?dry_run=true", ""] {
        let struck = litigator.post(&format!("{proof}/strike{asked}"), json!({"reason": "Another file."}));
        let warnings = struck.must(200)["effects"]["warnings"].clone();
        assert_eq!(warnings[0]["code"], "completed_by_struck", "{warnings:#}");
    }
    let restored = litigator.post(&format!("{proof}/restore"), json!({"reason": "By mistake."})).must(200);
    assert_eq!(restored["effects"]["warnings"], json!([]));
    assert_eq!(deadline(&litigator, &case, APPEARANCE)["status"], "met", "what somebody did stands");
}

fn what_was_struck_is_known_as_it_was_at_any_instant(api: &Api) {
    let manager = api.organization().manager();
    let case = case_with(&manager, "2026-03-02");
    let mut instants = Vec::new();
    let mut known = |actor: &Actor<'_>| {
        let now = api.app.clock.now().written();
        let asked = format!("/v1/cases/{case}/responsibilities?as_of=2026-04-01&known_at={now}");
        let codes = actor.walk(&asked).0.iter().map(|one| one["code"].clone()).collect::<Vec<_>>();
        instants.push((asked, codes.clone()));
        codes
    };
    record(&manager, &case, full_docket()[0].clone());
    let filed = known(&manager);
    record(&manager, &case, json!({"type": "notice_of_appearance_filed", "occurred_on": "2026-03-18"}));
    let appeared = known(&manager);
    assert_ne!(filed, appeared);
    let event = entry(&manager, &case, 1);
    let why = || json!({"reason": "Another case."});
    manager.post(&format!("{event}/strike"), why()).must(200);
    assert_eq!(known(&manager), filed);
    manager.patch(&event, "*", json!({"occurred_on": "2026-03-10"})).refused(409, "conflict");
    manager.post(&format!("{event}/restore"), why()).must(200);
    assert_eq!(known(&manager), appeared);
    manager.patch(&event, "*", json!({"occurred_on": "2026-03-19"})).must(200);
    manager.post(&format!("{event}/strike"), why()).must(200);
    for (asked, codes) in &instants {
        let now: Vec<_> = manager.walk(asked).0.iter().map(|one| one["code"].clone()).collect();
        assert_eq!(now, *codes, "{asked}");
    }
}

fn a_docket_is_struck_from_its_end_until_nothing_is_left(api: &Api) {
    let manager = api.organization().manager();
    let case = case_with(&manager, "2026-03-02");
    take_to(&manager, &case, "judgment_delivered");
    let entries = manager.walk(&format!("/v1/cases/{case}/events")).0;
    for entry in entries.iter().rev() {
        let address = format!("/v1/cases/{case}/events/{}/strike", entry["id"].as_str().unwrap());
        manager.post(&address, json!({"reason": "Another case."})).must(200);
    }
    let whole = manager.get(&format!("/v1/cases/{case}?include=events,deadlines")).must(200);
    assert_eq!(whole["stage"], "anticipated");
    assert!(whole["events"].as_array().unwrap().iter().all(|event| event["struck"].is_object()));
    let open: Vec<_> = whole["deadlines"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|deadline| deadline["status"] == "open")
        .map(|deadline| deadline["rule"].as_str().unwrap())
        .collect();
    assert_eq!(open, ["ALJR-72-IN"], "{whole:#}");
}

fn what_nobody_had_to_do_is_not_missed(api: &Api) {
    let litigator = api.organization().litigator();
    let case = case_with(&litigator, "2026-03-02");
    take_to(&litigator, &case, "tribunal_record_received");
    let heard = record(&litigator, &case, json!({"type": "hearing_held", "occurred_on": "2026-08-18"}));
    assert_eq!(among(&heard, "not_used", "FC-CERTQ-NOTICE").len(), 1, "{heard:#}");
    assert!(among(&heard, "cancelled", "FC-CERTQ-NOTICE").is_empty(), "{heard:#}");
    assert!(among(&heard, "missed", "FC-CERTQ-NOTICE").is_empty(), "{heard:#}");
    assert_eq!(deadline(&litigator, &case, "FC-CERTQ-NOTICE")["status"], "not_used");
    let rule = litigator.get("/v1/rules/FC-CERTQ-NOTICE").must(200);
    assert_eq!(rule["optional"], true);

    // A notice of appearance was owed.
    let case = case_with(&litigator, "2026-03-02");
    take_to(&litigator, &case, "application_served");
    let gone =
        record(&litigator, &case, json!({"type": "application_discontinued", "occurred_on": "2026-03-25"}));
    assert_eq!(among(&gone, "missed", APPEARANCE).len(), 1, "{gone:#}");
    assert!(among(&gone, "cancelled", APPEARANCE).is_empty(), "{gone:#}");
    assert_eq!(deadline(&litigator, &case, APPEARANCE)["status"], "missed");
}

fn a_date_that_somebody_moved_outlasts_the_order_that_no_longer_sets_it(api: &Api) {
    let litigator = api.organization().litigator();
    let without = || json!({"ordered": [{"rule": "FCCIRPR-15-FURTHER-AFFIDAVITS", "due_on": "2026-07-06"}]});
    let moved = |verb: &str, until: &str, by: &str| {
        let (case, order) = with_leave(&litigator);
        let due = deadline(&litigator, &case, RECORD);
        act(&litigator, &due, verb, json!({"until": until, "by": by})).must(200);
        (case, order)
    };
    for (verb, until, by) in [("extend", "2026-07-20", "direction"), ("shorten", "2026-06-12", "consent")] {
        let (case, order) = moved(verb, until, by);
        for asked in ["?dry_run=true", ""] {
            let corrected = litigator.patch(&format!("{order}{asked}"), "*", without()).must(200);
            assert!(among(&corrected, "cancelled", RECORD).is_empty(), "{corrected:#}");
            let [kept] = among(&corrected, "kept", RECORD)[..] else { panic!("{corrected:#}") };
            assert_eq!(
                (&kept["due_on"], kept.get("would_be_due_on"), &kept["kept_because"], &kept["why"]["code"]),
                (&json!(until), None, &json!("pinned"), &json!("order")),
                "{verb} by {by}"
            );
        }
        let now = deadline(&litigator, &case, RECORD);
        assert_eq!(
            (&now["status"], &now["due_on"], &now["pinned_by"]),
            (&json!("open"), &json!(until), &json!(by))
        );
        // It is met by what meets it, and stays so.
        let received = json!({"type": "tribunal_record_received", "occurred_on": "2026-06-11"});
        let met = record(&litigator, &case, received);
        assert_eq!(among(&met, "met", RECORD).len(), 1, "{met:#}");
        let next = json!({"type": "hearing_scheduled", "occurred_on": "2026-06-12", "facts": {"hearing_on": "2026-08-18"}});
        record(&litigator, &case, next);
        let now = deadline(&litigator, &case, RECORD);
        assert_eq!((&now["status"], &now["closed_on"]), (&json!("met"), &json!("2026-06-11")));
        assert!(!now["warnings"].to_string().contains("kept_although"), "{now:#}");
    }
    // Without the act, or without the order itself, there is no such date.
    let (case, order) = moved("extend", "2026-07-20", "direction");
    litigator.patch(&order, "*", without()).must(200);
    let due = deadline(&litigator, &case, RECORD);
    let undone = act(&litigator, &due, "undo", json!({"reason": "No direction."})).must(200);
    assert_eq!(undone["status"], "cancelled", "{undone:#}");
    let (case, order) = moved("extend", "2026-07-20", "direction");
    litigator.post(&format!("{order}/strike"), json!({"reason": "Another file."})).must(200);
    assert_eq!(deadline(&litigator, &case, RECORD)["status"], "cancelled");
}

on_both!(
    a_date_that_somebody_moved_outlasts_the_order_that_no_longer_sets_it,
    what_somebody_completed_by_an_entry_is_told_when_it_is_struck,
    a_date_that_somebody_moved_outlasts_a_correction_of_the_order_before_it,
    a_date_in_an_order_is_corrected_and_the_deadlines_follow,
    what_an_order_set_on_a_running_time_goes_with_it,
    an_act_on_a_date_is_taken_back_and_the_date_follows_the_docket_again,
    acts_are_taken_back_from_the_last_one,
    what_the_docket_met_is_judged_anew_when_an_act_is_taken_back,
    an_entry_is_struck_and_stays_without_effect,
    what_was_struck_is_known_as_it_was_at_any_instant,
    a_docket_is_struck_from_its_end_until_nothing_is_left,
    what_nobody_had_to_do_is_not_missed,
);
