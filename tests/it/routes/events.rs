//! `/v1/cases/{id}/events`: what a docket refuses, and that a refusal leaves nothing behind.

use crate::support::api::TODAY;
use crate::support::story::full_docket;
use crate::support::*;
use serde_json::{Value, json};

/// Records an event that must be refused, and looks whether anything was left behind.
#[track_caller]
fn refuse(actor: &Actor<'_>, case: &str, event: Value, status: u16, code: &str) -> Answer {
    let look = || {
        let whole = actor.get(&format!("/v1/cases/{case}?include=events,deadlines"));
        (whole.etag(), whole.json, journal_count(actor, case))
    };
    let before = look();
    let answer = actor.post(&format!("/v1/cases/{case}/events"), event.clone()).refused(status, code);
    let dry = actor.post(&format!("/v1/cases/{case}/events?dry_run=true"), event).refused(status, code);
    assert_eq!(answer.essence(), dry.essence(), "a dry run refuses what the act refuses");
    assert_eq!(look(), before, "something was left behind");
    answer
}

fn what_the_stage_forbids_is_409_and_says_what_goes(api: &Api) {
    let litigator = api.litigator();
    let case = case_with(&litigator, "2026-03-02");
    let answer = refuse(
        &litigator,
        &case,
        json!({"type": "hearing_held", "occurred_on": "2026-03-09"}),
        409,
        "event_not_allowed",
    );
    let detail = answer.json["detail"].as_str().unwrap();
    assert!(detail.contains("stage anticipated (Anticipated)"), "{detail}");
    let next = litigator.get(&format!("/v1/cases/{case}/next-events")).must(200);
    assert_eq!(next["stage"], "anticipated");
    let allowed: Vec<_> =
        next["items"].as_array().unwrap().iter().map(|item| item["type"].as_str().unwrap()).collect();
    // The nearest are named, the rest is where it says.
    let named: Vec<_> = allowed.iter().filter(|code| detail.contains(&format!(" {code}"))).collect();
    assert!((1..=5).contains(&named.len()) && allowed.len() > 20, "{detail}");
    assert!(detail.contains("/next-events"), "{detail}");
    answer.at("/type", "not_at_this_stage");
    let near = json!({"type": "leave_granted", "occurred_on": "2026-03-09"});
    let near = refuse(&litigator, &case, near, 409, "event_not_allowed").json["detail"].to_string();
    assert!(near.contains("extension_granted"), "{near}");
    record(&litigator, &case, json!({"type": "case_closed", "occurred_on": "2026-03-10"}));
    let closed = json!({"type": "application_filed", "occurred_on": "2026-03-11"});
    let closed = refuse(&litigator, &case, closed, 409, "event_not_allowed").json["detail"].to_string();
    assert!(closed.contains("comes nearest: case_reopened"), "what leads to where it may be: {closed}");
    assert!(allowed.contains(&"application_filed") && !allowed.contains(&"hearing_held"), "{allowed:?}");
}

fn what_is_on_record_is_not_recorded_again(api: &Api) {
    let litigator = api.litigator();
    let case = case_with(&litigator, "2026-03-02");
    take_to(&litigator, &case, "application_served");
    let again = full_docket()[1].clone();
    let answer = refuse(&litigator, &case, again, 409, "event_not_allowed");
    assert!(answer.json["detail"].as_str().unwrap().contains("on record already"), "{}", answer.text);
    let orders = json!({"type": "extension_granted", "occurred_on": "2026-03-11"});
    record(&litigator, &case, orders.clone());
    record(&litigator, &case, orders);
}

fn what_needs_another_event_waits_for_it(api: &Api) {
    let litigator = api.litigator();
    let case = case_with(&litigator, "2026-03-02");
    take_to(&litigator, &case, "application_served");
    let memorandum = json!({"type": "respondent_memorandum_filed", "occurred_on": "2026-04-28"});
    let answer = refuse(&litigator, &case, memorandum, 409, "event_not_allowed");
    assert!(answer.json["detail"].as_str().unwrap().contains("applicant_record_served"), "{}", answer.text);
}

fn only_what_has_happened_can_be_recorded(api: &Api) {
    let litigator = api.litigator();
    let case = case_with(&litigator, "2026-03-02");
    let filed = |occurred_on: &str| json!({"type": "application_filed", "occurred_on": occurred_on});
    let tomorrow = refuse(&litigator, &case, filed("2026-11-02"), 422, "event_out_of_order");
    tomorrow.at("/occurred_on", "in_the_future");
    let early = refuse(&litigator, &case, filed("2026-02-26"), 422, "event_out_of_order");
    early.at("/occurred_on", "before_decision");
    let both = json!({"type": "application_filed", "occurred_on": "2026-11-02", "served_on": "2026-02-26"});
    refuse(&litigator, &case, both, 422, "event_out_of_order")
        .at("/occurred_on", "in_the_future")
        .at("/served_on", "before_decision");
    record(&litigator, &case, filed(TODAY));
}

fn nothing_happens_before_its_cause(api: &Api) {
    let litigator = api.litigator();
    let case = case_with(&litigator, "2026-03-02");
    take_to(&litigator, &case, "application_filed");
    let served =
        json!({"type": "application_served", "occurred_on": "2026-03-08", "served_on": "2026-03-08"});
    let answer = refuse(&litigator, &case, served, 422, "event_out_of_order");
    let answer = answer.at("/occurred_on", "before_cause").at("/served_on", "before_cause");
    assert!(answer.text.contains("2026-03-09"), "it names the day of the cause: {}", answer.text);
}

fn what_is_wrong_with_an_event_is_named_at_its_pointer(api: &Api) {
    let litigator = api.litigator();
    let case = case_with(&litigator, "2026-03-02");
    let filed = |more: Value| {
        let mut event = json!({"type": "application_filed", "occurred_on": "2026-03-09"});
        event.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        event
    };
    let wrong = [
        (filed(json!({"type": "no_such_event"})), "/type", "unknown_event"),
        (filed(json!({"facts": {"colour": "blue"}})), "/facts/colour", "unknown_fact"),
        (filed(json!({"facts": {"reasons_received": "yes"}})), "/facts/reasons_received", "invalid_fact"),
        (
            filed(json!({"ordered": [{"rule": "FCCIRPR-8(1)", "due_on": "2026-04-01"}]})),
            "/ordered",
            "not_an_order",
        ),
        (
            filed(json!({"service_method": "pigeon", "served_on": "2026-03-09"})),
            "/service_method",
            "invalid_value",
        ),
        (filed(json!({"occurred_on": "2026-02-30"})), "/occurred_on", "invalid_date"),
        (filed(json!({"occurred_on": "2026-3-9"})), "/occurred_on", "invalid_date"),
        (filed(json!({"occurred_on": 20_260_309})), "/occurred_on", "wrong_type"),
        (json!({"type": "application_filed"}), "/occurred_on", "required"),
        (json!({"occurred_on": "2026-03-09"}), "/type", "required"),
        (filed(json!({"note": "x".repeat(5001)})), "/note", "too_long"),
        (
            json!({"type": "proof_of_service_filed", "occurred_on": "2026-03-09", "served_on": "2026-03-09"}),
            "/served_on",
            "not_applicable",
        ),
        (json!({"type": "hearing_scheduled", "occurred_on": "2026-03-09"}), "/facts/hearing_on", "required"),
        (
            json!({"type": "hearing_scheduled", "occurred_on": "2026-03-09", "facts": {"hearing_on": "2026-06-31"}}),
            "/facts/hearing_on",
            "invalid_fact",
        ),
    ];
    for (event, pointer, code) in wrong {
        refuse(&litigator, &case, event, 422, "invalid_body").at(pointer, code);
    }
    let all = filed(json!({"facts": {"a": 1, "b": 2}, "service_method": "pigeon"}));
    let answer = refuse(&litigator, &case, all, 422, "invalid_body");
    assert_eq!(answer.json["errors"].as_array().unwrap().len(), 3, "every fault is named: {}", answer.text);
}

fn an_order_sets_dates_that_the_proceeding_knows(api: &Api) {
    let litigator = api.litigator();
    let case = case_with(&litigator, "2026-03-02");
    take_to(&litigator, &case, "reply_filed");
    let granted =
        |ordered: Value| json!({"type": "leave_granted", "occurred_on": "2026-06-01", "ordered": ordered});
    let wrong = [
        (json!([{"rule": "NO-SUCH-RULE", "due_on": "2026-06-22"}]), "/ordered/0/rule", "unknown_rule"),
        // The proceeding has it; an order that grants leave does not set it.
        (json!([{"rule": "FCCIRPR-13", "due_on": "2026-06-22"}]), "/ordered/0/rule", "unknown_rule"),
        (json!([{"rule": "FCCIRPR-15-CTR", "due_on": "2026-05-31"}]), "/ordered/0/due_on", "before_order"),
        (json!([{"rule": "FCCIRPR-15-CTR"}]), "/ordered/0/due_on", "required"),
        (
            json!([{"rule": "FCCIRPR-15-CTR", "due_on": "2026-06-22"}, {"rule": "FCCIRPR-15-CTR", "due_on": "2026-06-23"}]),
            "/ordered/1/rule",
            "repeated",
        ),
    ];
    for (ordered, pointer, code) in wrong {
        refuse(&litigator, &case, granted(ordered), 422, "invalid_body").at(pointer, code);
    }
    refuse(
        &litigator,
        &case,
        granted(json!([{"rule": "FCCIRPR-15-CTR", "due_on": "2150-06-22"}])),
        422,
        "invalid_body",
    )
    .at("/ordered/0/due_on", "outside_calendar");
    let next = litigator.get(&format!("/v1/cases/{case}/next-events")).must(200);
    let of = |event: &str| {
        next["items"].as_array().unwrap().iter().find(|one| one["type"] == event).unwrap()["sets"].clone()
    };
    assert_eq!(
        of("leave_granted")[0],
        json!({"rule": "FCCIRPR-15-CTR", "required": true,
               "name": {"en": "Certified tribunal record", "fr": "Dossier certifié du tribunal"}})
    );
    assert_eq!(of("leave_granted").as_array().unwrap().len(), 5);
    assert_eq!(of("application_discontinued"), json!([]), "it is no order");
    assert!(of("extension_granted").as_array().unwrap().len() > 10, "an extension may reach any of them");

    let silent = granted(json!([{"rule": "FCCIRPR-15-FURTHER-MEMORANDA", "due_on": "2026-07-22"}]));
    let dry = litigator.post(&format!("/v1/cases/{case}/events?dry_run=true"), silent).must(200);
    let warning = &dry["effects"]["warnings"][0];
    assert_eq!(warning["code"], "date_not_ordered", "{dry:#}");
    assert!(warning["text"]["fr"].as_str().unwrap().contains("FCCIRPR-15-CTR"), "{warning}");
    let said =
        record(&litigator, &case, granted(json!([{"rule": "FCCIRPR-15-CTR", "due_on": "2026-06-22"}])));
    assert_eq!(said["effects"]["warnings"], json!([]));
    let empty = record(&litigator, &case, json!({"type": "extension_granted", "occurred_on": "2026-06-02"}));
    assert_eq!(empty["effects"]["warnings"][0]["code"], "nothing_ordered", "{empty:#}");
    let set = deadline(&litigator, &case, "FCCIRPR-15-CTR");
    assert_eq!(
        (&set["due_on"], &set["pinned"], &set["pinned_by"]),
        (&json!("2026-06-22"), &json!(true), &json!("order"))
    );
}

fn a_correction_that_breaks_the_docket_is_refused_whole(api: &Api) {
    let litigator = api.litigator();
    let case = case_with(&litigator, "2026-03-02");
    take_to(&litigator, &case, "notice_of_appearance_filed");
    let docket = litigator.get(&format!("/v1/cases/{case}/events")).must(200);
    let served = format!("/v1/cases/{case}/events/{}", docket["items"][1]["id"].as_str().unwrap());
    let look = || {
        (
            litigator.get(&format!("/v1/cases/{case}?include=events,deadlines")).json,
            journal_count(&litigator, &case),
        )
    };
    let before = look();
    let refused = [
        (json!({"occurred_on": "2026-03-08"}), "event_out_of_order", "/occurred_on", "before_cause"),
        (json!({"occurred_on": "2026-11-02"}), "event_out_of_order", "/occurred_on", "in_the_future"),
        (
            json!({"occurred_on": "2026-03-20", "served_on": "2026-03-20"}),
            "event_out_of_order",
            "/occurred_on",
            "before_cause",
        ),
        (json!({"facts": {"colour": "blue"}}), "invalid_body", "/facts/colour", "unknown_fact"),
        (json!({"type": "reply_filed"}), "invalid_body", "/type", "unknown_field"),
        (json!({"occurred_on": null}), "invalid_body", "/occurred_on", "wrong_type"),
    ];
    for (patch, code, pointer, fault) in refused {
        litigator.patch(&served, "*", patch).refused(422, code).at(pointer, fault);
        assert_eq!(look(), before);
    }
    let unknown = format!("/v1/cases/{case}/events/{}", world::NOBODY);
    litigator.patch(&unknown, "*", json!({"note": "x"})).refused(404, "not_found");
}

fn a_correction_is_a_merge_patch(api: &Api) {
    let litigator = api.litigator();
    let case = case_with(&litigator, "2026-03-02");
    take_to(&litigator, &case, "application_served");
    let docket = litigator.get(&format!("/v1/cases/{case}/events")).must(200);
    let address =
        |index: usize| format!("/v1/cases/{case}/events/{}", docket["items"][index]["id"].as_str().unwrap());
    let noted = litigator.patch(&address(0), "\"1\"", json!({"note": "As the index says."}));
    assert_eq!(noted.etag(), "\"2\"");
    let noted = noted.must(200);
    assert_eq!(noted["event"]["note"], "As the index says.");
    assert_eq!(noted["event"]["facts"], json!({"reasons_received": true}), "what is not named stays");
    let cleared = litigator
        .patch(&address(0), "\"2\"", json!({"note": null, "facts": {"reasons_received": null}}))
        .must(200);
    assert!(cleared["event"].get("note").is_none(), "{cleared:#}");
    assert_eq!(cleared["event"]["facts"], json!({}));
    assert_eq!(
        deadline(&litigator, &case, "FCCIRPR-10(1)(a)")["status"],
        "cancelled",
        "its clock no longer starts"
    );
    litigator.patch(&address(0), "\"2\"", json!({"note": "x"})).refused(412, "stale_version");
}

fn an_event_of_another_case_is_not_found(api: &Api) {
    let litigator = api.litigator();
    let (one, other) = (case_with(&litigator, "2026-03-02"), case_with(&litigator, "2026-03-02"));
    let event = record(&litigator, &one, full_docket()[0].clone());
    let id = event["event"]["id"].as_str().unwrap();
    assert_eq!(litigator.get(&format!("/v1/cases/{one}/events/{id}")).status, 200);
    litigator.get(&format!("/v1/cases/{other}/events/{id}")).refused(404, "not_found");
    litigator
        .patch(&format!("/v1/cases/{other}/events/{id}"), "*", json!({"note": "x"}))
        .refused(404, "not_found");
}

fn a_closed_case_can_be_reopened_and_goes_on(api: &Api) {
    let litigator = api.litigator();
    let case = case_with(&litigator, "2026-03-02");
    take_to(&litigator, &case, "application_served");
    let gone =
        record(&litigator, &case, json!({"type": "application_discontinued", "occurred_on": "2026-03-15"}));
    assert_eq!(gone["effects"]["stage"], json!({"from": "commenced", "to": "discontinued"}));
    assert_eq!(litigator.get(&format!("/v1/cases/{case}")).must(200)["status"], "closed");
    assert_eq!(deadline(&litigator, &case, "FCCIRPR-8(1)")["status"], "cancelled");
    let back = record(&litigator, &case, json!({"type": "case_reopened", "occurred_on": "2026-03-18"}));
    assert_eq!(back["effects"]["stage"]["to"], "commenced");
    assert_eq!(litigator.get(&format!("/v1/cases/{case}")).must(200)["status"], "open");
    assert_eq!(deadline(&litigator, &case, "FCCIRPR-8(1)")["status"], "open");
}

fn a_correction_past_what_follows_names_that(api: &Api) {
    let litigator = api.organization().litigator();
    let case = case_with(&litigator, "2026-03-02");
    take_to(&litigator, &case, "applicant_record_filed");
    let docket = litigator.get(&format!("/v1/cases/{case}/events")).must(200);
    let entry = |kind: &str| {
        let found = docket["items"].as_array().unwrap().iter().find(|one| one["type"] == kind).unwrap();
        found["id"].as_str().unwrap().to_owned()
    };
    let (served, filed) = (entry("applicant_record_served"), entry("applicant_record_filed"));
    let at = format!("/v1/cases/{case}/events/{served}");
    // Filed on 2 April, served on the 1st: by the correction it was served after.
    for (patch, pointer) in [
        (json!({"occurred_on": "2026-04-09", "served_on": "2026-04-09"}), "/occurred_on"),
        (json!({"served_on": "2026-04-09"}), "/served_on"),
    ] {
        let refused = litigator.patch(&at, "*", patch.clone());
        let refused = refused.refused(422, "event_out_of_order").at(pointer, "before_cause");
        let said = refused.json["errors"][0]["message"].as_str().unwrap().to_owned();
        assert!(said.contains("of 2026-04-02") && said.contains(&filed), "{said}");
        assert!(!said.contains(&served), "it is the later entry that is wrong then: {said}");
        let french = litigator.accept_language("fr").patch(&at, "*", patch);
        assert!(french.text.contains("du 2026-04-02"), "{}", french.text);
    }
    // The decision is put after what is on the docket.
    let first = entry("application_filed");
    let decision = json!({"decision": {"decided_on": null, "notified_on": "2026-03-20"}});
    let refused = litigator.patch(&format!("/v1/cases/{case}"), "*", decision);
    let refused = refused.refused(422, "event_out_of_order").at("/decision/notified_on", "before_decision");
    assert!(refused.text.contains(&first), "{}", refused.text);
}

fn what_was_ended_is_not_ended_again(api: &Api) {
    let litigator = api.litigator();
    let case = case_with(&litigator, "2026-03-02");
    take_to(&litigator, &case, "notice_of_appearance_filed");
    let on = |event: &str, day: &str| json!({"type": event, "occurred_on": day});
    let next = || {
        let next = litigator.get(&format!("/v1/cases/{case}/next-events")).must(200);
        next["items"].as_array().unwrap().iter().any(|one| one["type"] == "abeyance_ended")
    };
    let none = refuse(&litigator, &case, on("abeyance_ended", "2026-03-20"), 409, "event_not_allowed");
    none.at("/type", "needs_another_first");
    record(&litigator, &case, on("abeyance_ordered", "2026-03-20"));
    record(&litigator, &case, on("abeyance_ordered", "2026-04-20"));
    assert!(next(), "an order may extend it");
    record(&litigator, &case, on("abeyance_ended", "2026-05-20"));
    assert!(!next());
    let again = refuse(&litigator, &case, on("abeyance_ended", "2026-05-21"), 409, "event_not_allowed");
    let again = again.at("/type", "ended_already");
    assert!(again.text.contains("2026-05-20") && again.text.contains("abeyance_ordered"), "{}", again.text);
    let anew = record(&litigator, &case, on("abeyance_ordered", "2026-06-01"));
    record(&litigator, &case, on("abeyance_ended", "2026-06-10"));
    // Without the second abeyance its end would end the first again.
    let at = format!("/v1/cases/{case}/events/{}/strike", anew["event"]["id"].as_str().unwrap());
    let refused = litigator.post(&at, json!({"reason": "Another file."}));
    assert!(refused.refused(409, "docket_out_of_order").text.contains("2026-06-10"));

    // So is a conference that is postponed.
    let body = json!({"proceeding": "IAD", "style_of_cause": "Doe v. Canada (MCI)", "language": "en"});
    let appeal = litigator.post("/v1/cases", body).must(201)["id"].as_str().unwrap().to_owned();
    let received = json!({"type": "notice_of_appeal_received", "occurred_on": "2026-01-05", "facts": {"kind": "sponsorship"}});
    record(&litigator, &appeal, received);
    let set = |on: &str, day: &str| json!({"type": "adr_conference_scheduled", "occurred_on": on, "facts": {"conference_on": day}});
    record(&litigator, &appeal, set("2026-02-02", "2026-03-02"));
    record(&litigator, &appeal, on("adr_conference_adjourned", "2026-02-16"));
    let again =
        refuse(&litigator, &appeal, on("adr_conference_adjourned", "2026-02-17"), 409, "event_not_allowed");
    again.at("/type", "ended_already");
    record(&litigator, &appeal, set("2026-02-18", "2026-04-01"));
    record(&litigator, &appeal, on("adr_conference_adjourned", "2026-02-19"));
}

fn an_order_that_lifts_where_nothing_stood_says_so(api: &Api) {
    let manager = api.manager();
    let case = case_with(&manager, "2026-03-02");
    take_to(&manager, &case, "application_filed");
    let on = |event: &str, day: &str| json!({"type": event, "occurred_on": day});
    let said = |recorded: &Value| {
        let warnings = recorded["effects"]["warnings"].as_array().unwrap().iter();
        warnings.map(|one| one["code"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    let nothing = record(&manager, &case, on("confidentiality_lifted", "2026-03-20"));
    assert_eq!(said(&nothing), ["no_order_stands"], "{nothing:#}");
    record(&manager, &case, on("confidentiality_ordered", "2026-03-21"));
    let lifted = record(&manager, &case, on("confidentiality_lifted", "2026-03-22"));
    assert_eq!(said(&lifted), Vec::<String>::new());
    let again = record(&manager, &case, on("confidentiality_lifted", "2026-03-23"));
    assert_eq!(said(&again), ["no_order_stands"]);
}

on_both!(
    a_correction_past_what_follows_names_that,
    what_was_ended_is_not_ended_again,
    an_order_that_lifts_where_nothing_stood_says_so,
    what_the_stage_forbids_is_409_and_says_what_goes,
    what_is_on_record_is_not_recorded_again,
    what_needs_another_event_waits_for_it,
    only_what_has_happened_can_be_recorded,
    nothing_happens_before_its_cause,
    what_is_wrong_with_an_event_is_named_at_its_pointer,
    an_order_sets_dates_that_the_proceeding_knows,
    a_correction_that_breaks_the_docket_is_refused_whole,
    a_correction_is_a_merge_patch,
    an_event_of_another_case_is_not_found,
    a_closed_case_can_be_reopened_and_goes_on,
);
