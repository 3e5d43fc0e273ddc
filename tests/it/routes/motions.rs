//! Motions in their file: what happens in one is on the docket of the case that it is in, and an order in it sets dates there.

use crate::support::*;
use serde_json::{Value, json};

pub fn motion_in(actor: &Actor<'_>, case: &str, proceeding: &str) -> String {
    let opened =
        actor.post(&format!("/v1/cases/{case}/successor"), json!({"proceeding": proceeding})).must(201);
    opened["id"].as_str().unwrap().to_owned()
}

/// A motion on which the litigator holds a role, in a case that they may not see: the case, and the motion.
pub fn motion_in_hidden_file(
    manager: &Actor<'_>,
    litigator: &Actor<'_>,
    proceeding: &str,
) -> (String, String) {
    let case = case_with(manager, "2026-03-02");
    take_to(manager, &case, "notice_of_appearance_filed");
    let motion = motion_in(manager, &case, proceeding);
    let assigned = json!({"user_id": litigator.id, "role": "JCO"});
    manager.post(&format!("/v1/cases/{motion}/assignments"), assigned).must(201);
    litigator.get(&format!("/v1/cases/{case}")).refused(404, "not_found");
    (case, motion)
}

/// A motion that is in no file.
pub fn lone_motion(actor: &Actor<'_>) -> String {
    let mut new = new_case("2026-03-02");
    new["proceeding"] = json!("MOT-WR");
    actor.post("/v1/cases", new).must(201)["id"].as_str().unwrap().to_owned()
}

/// The docket of a case.
pub fn entries(actor: &Actor<'_>, case: &str) -> Vec<Value> {
    let docket = actor.get(&format!("/v1/cases/{case}/events")).must(200);
    docket["items"].as_array().unwrap().clone()
}

fn an_order_on_a_motion_sets_dates_in_its_file(api: &Api) {
    let litigator = api.organization().litigator();
    let case = case_with(&litigator, "2026-03-02");
    take_to(&litigator, &case, "notice_of_appearance_filed");
    let motion = motion_in(&litigator, &case, "MOT-EXT");
    let filed =
        json!({"type": "motion_filed", "occurred_on": "2026-03-25", "facts": {"route": "in_writing"}});
    let filed = record(&litigator, &motion, filed);
    let there = &filed["in_main_file"]["event"];
    assert_eq!((&there["type"], &there["case_id"]), (&json!("motion_filed"), &json!(case)), "{filed:#}");
    assert_eq!(there["facts"]["motion_kind"], "extension");
    let place = json!({"case_id": motion, "event_id": filed["event"]["id"]});
    assert_eq!(there["motion"], place);
    let order = json!({
        "type": "motion_decided", "occurred_on": "2026-04-07", "facts": {"outcome": "granted"},
        "ordered": [{"rule": "FCCIRPR-10(1)(a)", "due_on": "2026-05-11"}]
    });
    let dry = litigator.post(&format!("/v1/cases/{motion}/events?dry_run=true"), order.clone()).must(200);
    assert_eq!(dry["in_main_file"]["effects"]["deadlines"]["moved"][0]["due_on"], "2026-05-11", "{dry:#}");
    assert_eq!(entries(&litigator, &case).last().unwrap()["type"], "motion_filed", "nothing is written");
    let decided = record(&litigator, &motion, order);
    assert_eq!(decided["event"]["ordered"], json!([]), "the motion has no such date: {decided:#}");
    let told = &decided["in_main_file"]["event"];
    assert_eq!(told["ordered"], json!([{"rule": "FCCIRPR-10(1)(a)", "due_on": "2026-05-11"}]));
    assert_eq!(told["facts"]["outcome"], "granted");
    let moved = deadline(&litigator, &case, "FCCIRPR-10(1)(a)");
    assert_eq!((&moved["due_on"], &moved["pinned"]), (&json!("2026-05-11"), &json!(true)));
    // A correction of the order, there.
    let at = format!("/v1/cases/{motion}/events/{}", decided["event"]["id"].as_str().unwrap());
    let patch = json!({"ordered": [{"rule": "FCCIRPR-10(1)(a)", "due_on": "2026-05-19"}]});
    let corrected = litigator.patch(&at, "\"1\"", patch).must(200);
    assert_eq!(corrected["in_main_file"]["effects"]["deadlines"]["moved"][0]["due_on"], "2026-05-19");
    assert_eq!(deadline(&litigator, &case, "FCCIRPR-10(1)(a)")["due_on"], "2026-05-19");
    // What the entry of the motion shows, written back, changes nothing there.
    let read = litigator.get(&at).must(200)["ordered"].clone();
    litigator.patch(&at, "*", json!({"note": "A remark.", "ordered": read})).must(200);
    let kept = deadline(&litigator, &case, "FCCIRPR-10(1)(a)");
    assert_eq!((&kept["due_on"], &kept["pinned"]), (&json!("2026-05-19"), &json!(true)));
    // Struck there, it is struck here: the date is the law's again.
    let reason = json!({"reason": "No such order was made."});
    litigator.post(&format!("{at}/strike"), reason.clone()).must(200);
    assert_eq!(entries(&litigator, &case).last().unwrap()["struck"]["reason"], "No such order was made.");
    assert_eq!(deadline(&litigator, &case, "FCCIRPR-10(1)(a)")["pinned"], false);
    litigator.post(&format!("{at}/restore"), reason).must(200);
    assert_eq!(deadline(&litigator, &case, "FCCIRPR-10(1)(a)")["due_on"], "2026-05-19");
}

fn what_follows_a_motion_is_changed_there(api: &Api) {
    let litigator = api.organization().litigator();
    let case = case_with(&litigator, "2026-03-02");
    take_to(&litigator, &case, "notice_of_appearance_filed");
    let motion = motion_in(&litigator, &case, "STAY-REM");
    record(
        &litigator,
        &motion,
        json!({"type": "removal_scheduled", "occurred_on": "2026-03-24", "facts": {"removal_on": "2026-04-20"}}),
    );
    let removal = entries(&litigator, &case).last().unwrap().clone();
    assert_eq!(
        (&removal["type"], &removal["facts"]["removal_on"]),
        (&json!("removal_scheduled"), &json!("2026-04-20"))
    );
    let here = format!("/v1/cases/{case}/events/{}", removal["id"].as_str().unwrap());
    let there = format!("/v1/cases/{motion}/events/{}", removal["motion"]["event_id"].as_str().unwrap());
    for refused in [
        litigator.patch(&here, "\"1\"", json!({"occurred_on": "2026-03-23"})),
        litigator.post(&format!("{here}/strike"), json!({"reason": "It was not."})),
        litigator.post(&format!("{here}/move"), json!({"case_id": motion, "reason": "It was not."})),
    ] {
        let refused = refused.refused(409, "conflict");
        assert!(refused.json["detail"].as_str().unwrap().contains(&there), "{}", refused.text);
    }
    litigator
        .post(&format!("{there}/move"), json!({"case_id": case, "reason": "It was not."}))
        .refused(409, "conflict");
    litigator.patch(&there, "\"1\"", json!({"occurred_on": "2026-03-23"})).must(200);
    assert_eq!(litigator.get(&here).must(200)["occurred_on"], "2026-03-23");
    // Two entries, two chains, one act each.
    for case in [&case, &motion] {
        let journal = litigator.get(&format!("/v1/cases/{case}/journal")).must(200);
        assert_eq!(journal["items"][0]["action"], "event.corrected");
    }
}

fn what_a_court_ordered_reaches_a_file_that_its_author_may_not_see(api: &Api) {
    let organization = api.organization();
    let (manager, litigator) = (organization.manager(), organization.litigator());
    let (case, motion) = motion_in_hidden_file(&manager, &litigator, "MOT-EXT");
    let filed =
        json!({"type": "motion_filed", "occurred_on": "2026-03-25", "facts": {"route": "in_writing"}});
    record(&litigator, &motion, filed);
    let order = json!({
        "type": "motion_decided", "occurred_on": "2026-04-07", "facts": {"outcome": "granted"},
        "ordered": [{"rule": "FCCIRPR-10(1)(a)", "due_on": "2026-05-11"}]
    });
    let recorded = record(&litigator, &motion, order);
    assert!(!recorded.to_string().contains(&case), "{recorded:#}");
    assert_eq!((recorded.get("in_main_file"), &recorded["event"]["ordered"]), (None, &json!([])));
    let told = entries(&manager, &case).last().unwrap().clone();
    assert_eq!((&told["type"], &told["facts"]["outcome"]), (&json!("motion_decided"), &json!("granted")));
    assert_eq!(deadline(&manager, &case, "FCCIRPR-10(1)(a)")["due_on"], "2026-05-11");
    // They correct it, they strike it: the file follows.
    let at = format!("/v1/cases/{motion}/events/{}", recorded["event"]["id"].as_str().unwrap());
    let corrected = litigator.patch(&at, "*", json!({"occurred_on": "2026-04-08"})).must(200);
    assert_eq!(corrected.get("in_main_file"), None);
    assert_eq!(entries(&manager, &case).last().unwrap()["occurred_on"], "2026-04-08");
    litigator.post(&format!("{at}/strike"), json!({"reason": "No such order."})).must(200);
    assert_eq!(entries(&manager, &case).last().unwrap()["struck"]["reason"], "No such order.");
    assert_eq!(deadline(&manager, &case, "FCCIRPR-10(1)(a)")["pinned"], false);
}

fn a_refused_move_tells_nothing_of_a_file_that_is_hidden(api: &Api) {
    let organization = api.organization();
    let (manager, litigator) = (organization.manager(), organization.litigator());
    let case = case_with(&manager, "2026-03-02");
    take_to(&manager, &case, "notice_of_appearance_filed");
    let (motion, lone) = (motion_in(&manager, &case, "MOT-WR"), lone_motion(&manager));
    let target = lone_motion(&manager);
    for seen in [&motion, &lone, &target] {
        let assigned = json!({"user_id": litigator.id, "role": "JCO"});
        manager.post(&format!("/v1/cases/{seen}/assignments"), assigned).must(201);
    }
    litigator.get(&format!("/v1/cases/{case}")).refused(404, "not_found");
    let moved = |from: &str| {
        let made = record(&litigator, from, json!({"type": "order_made", "occurred_on": "2026-03-25"}));
        let at = format!("/v1/cases/{from}/events/{}/move", made["event"]["id"].as_str().unwrap());
        let body = json!({"case_id": target, "reason": "It was made in the other."});
        let dry = litigator.post(&format!("{at}?dry_run=true"), body.clone()).refused(409, "conflict");
        let refused = litigator.post(&at, body).refused(409, "conflict");
        [dry, refused].map(|answer| answer.json["detail"].clone())
    };
    assert_eq!(moved(&motion), moved(&lone));
}

fn a_motion_is_linked_as_one_to_one_file_that_can_have_it(api: &Api) {
    let organization = api.organization();
    let (manager, litigator) = (organization.manager(), organization.litigator());
    let [main, other] = [(), ()].map(|()| case_with(&litigator, "2026-03-02"));
    let of = |proceeding: &str| {
        let mut new = new_case("2026-03-02");
        new["proceeding"] = json!(proceeding);
        litigator.post("/v1/cases", new).must(201)["id"].as_str().unwrap().to_owned()
    };
    let (motion, stay, second) = (of("MOT-WR"), of("STAY-REM"), of("MOT-WR"));
    let link = |from: &str, to: &str, kind: &str| {
        litigator.post(&format!("/v1/cases/{from}/links"), json!({"case_id": to, "kind": kind}))
    };
    for (from, to, kind) in [
        (&other, &main, "motion_in"),
        (&other, &main, "stay_of"),
        (&main, &motion, "motion_in"),
        (&second, &motion, "motion_in"),
        (&motion, &main, "stay_of"),
        (&stay, &main, "motion_in"),
        (&of("RPD"), &main, "motion_in"),
    ] {
        link(from, to, kind).refused(422, "invalid_body").at("/kind", "no_motion_there");
    }
    let refused = link(&other, &main, "stay_of").refused(422, "invalid_body");
    let message = refused.json["errors"][0]["message"].as_str().unwrap();
    assert!(message.contains("STAY-REM, STAY-REL"), "{message}");
    link(&motion, &main, "motion_in").must(201);
    link(&stay, &main, "stay_of").must(201);
    link(&motion, &main, "motion_in").refused(409, "duplicate").at("/case_id", "taken");
    link(&motion, &other, "motion_in").refused(422, "invalid_body").at("/case_id", "other_main_file");
    // Of a file that is hidden there is no word.
    let hidden = case_with(&manager, "2026-03-02");
    let there = json!({"case_id": hidden, "kind": "motion_in"});
    manager.post(&format!("/v1/cases/{second}/links"), there).must(201);
    litigator.get(&format!("/v1/cases/{hidden}")).refused(404, "not_found");
    let refused = link(&second, &main, "motion_in").refused(403, "forbidden");
    assert!(!refused.text.contains(&hidden), "{}", refused.text);
}

fn what_a_file_could_not_be_told_it_is_told_by_a_correction(api: &Api) {
    let organization = api.organization();
    let litigator = organization.litigator();
    let [case, motion] = [(), ()].map(|()| case_with(&litigator, "2026-03-02"));
    take_to(&litigator, &case, "notice_of_appearance_filed");
    let stay = litigator.post(&format!("/v1/cases/{motion}/successor"), json!({"proceeding": "MOT-EXT"}));
    let stay = stay.must(201)["id"].as_str().unwrap().to_owned();
    let made = record(&litigator, &stay, json!({"type": "order_made", "occurred_on": "2026-03-25"}));
    // It was the motion of another file.
    let links = litigator.get(&format!("/v1/cases/{stay}/links")).must(200)["items"].clone();
    let link = links[0]["id"].as_str().unwrap().to_owned();
    litigator.delete(&format!("/v1/cases/{stay}/links/{link}"), "*").must(204);
    let told = made["in_main_file"]["event"].clone();
    assert_eq!(told["type"], "order_made");
    let fresh = record(&litigator, &stay, json!({"type": "order_made", "occurred_on": "2026-03-26"}));
    assert_eq!(fresh.get("in_main_file"), None);
    litigator
        .post(&format!("/v1/cases/{stay}/links"), json!({"case_id": case, "kind": "motion_in"}))
        .must(201);
    let at = format!("/v1/cases/{stay}/events/{}", fresh["event"]["id"].as_str().unwrap());
    let patch = json!({"ordered": [{"rule": "FCCIRPR-10(1)(a)", "due_on": "2026-05-11"}]});
    let corrected = litigator.patch(&at, "*", patch).must(200);
    assert_eq!(corrected["in_main_file"]["event"]["case_id"], case.as_str(), "{corrected:#}");
    assert_eq!(deadline(&litigator, &case, "FCCIRPR-10(1)(a)")["due_on"], "2026-05-11");
}

fn every_order_in_a_motion_sets_dates_in_its_file(api: &Api) {
    let litigator = api.organization().litigator();
    let case = case_with(&litigator, "2026-03-02");
    take_to(&litigator, &case, "notice_of_appearance_filed");
    for (proceeding, day) in [("MOT-EXT", "11"), ("MOT-WR", "12"), ("STAY-REM", "13"), ("STAY-REL", "14")] {
        let motion = motion_in(&litigator, &case, proceeding);
        let next = litigator.get(&format!("/v1/cases/{motion}/next-events")).must(200);
        for (code, month) in [("order_made", "05"), ("direction_given", "06")] {
            let items = next["items"].as_array().unwrap();
            let said = items.iter().find(|item| item["type"] == code).unwrap();
            let sets = said["sets"].as_array().unwrap();
            let of_main = sets.iter().find(|date| date["rule"] == "FCCIRPR-10(1)(a)").unwrap();
            assert_eq!(of_main["in_main_file"], true, "{of_main:#}");
            let at = format!("/v1/cases/{motion}/events");
            let order = |rule: &str, day: &str| json!({"type": code, "occurred_on": "2026-03-26", "ordered": [{"rule": rule, "due_on": day}]});
            let refused = litigator.post(&at, order("NONE-1", "2026-05-11")).refused(422, "invalid_body");
            let fault = refused.json["errors"][0].clone();
            assert_eq!(
                (&fault["pointer"], &fault["code"]),
                (&json!("/ordered/0/rule"), &json!("unknown_rule"))
            );
            assert!(fault["message"].as_str().unwrap().contains("FCCIRPR-10(1)(a)"), "{fault:#}");
            let day = format!("2026-{month}-{day}");
            let recorded = record(&litigator, &motion, order("FCCIRPR-10(1)(a)", &day));
            assert_eq!(recorded["in_main_file"]["event"]["type"], code, "{recorded:#}");
            assert_eq!(deadline(&litigator, &case, "FCCIRPR-10(1)(a)")["due_on"], day.as_str());
        }
    }
}

fn a_dismissal_that_sets_dates_is_warned_of(api: &Api) {
    let litigator = api.organization().litigator();
    let case = case_with(&litigator, "2026-03-02");
    take_to(&litigator, &case, "notice_of_appearance_filed");
    for (outcome, is_warned) in [("dismissed", true), ("granted", false)] {
        let motion = motion_in(&litigator, &case, "MOT-EXT");
        let filed =
            json!({"type": "motion_filed", "occurred_on": "2026-03-25", "facts": {"route": "in_writing"}});
        record(&litigator, &motion, filed);
        let order = json!({
            "type": "motion_decided", "occurred_on": "2026-04-07", "facts": {"outcome": outcome},
            "ordered": [{"rule": "FCCIRPR-10(1)(a)", "due_on": "2026-05-11"}]
        });
        let recorded = record(&litigator, &motion, order);
        let warnings = recorded["effects"]["warnings"].as_array().unwrap();
        let warned = warnings.iter().any(|warning| warning["code"] == "ordered_without_relief");
        assert_eq!(warned, is_warned, "{recorded:#}");
    }
    // An event that is itself the dismissal.
    let stay = motion_in(&litigator, &case, "STAY-REM");
    record(&litigator, &stay, json!({"type": "stay_motion_filed", "occurred_on": "2026-03-25"}));
    let order = json!({
        "type": "stay_dismissed", "occurred_on": "2026-04-07",
        "ordered": [{"rule": "FCCIRPR-10(1)(a)", "due_on": "2026-05-12"}]
    });
    let recorded = record(&litigator, &stay, order);
    let warnings = recorded["effects"]["warnings"].as_array().unwrap();
    assert!(warnings.iter().any(|warning| warning["code"] == "ordered_without_relief"), "{recorded:#}");
}

fn an_order_keeps_the_case_from_the_public(api: &Api) {
    let organization = api.organization();
    let (manager, litigator) = (organization.manager(), organization.litigator());
    let case = case_with(&litigator, "2026-03-02");
    take_to(&litigator, &case, "notice_of_appearance_filed");
    let at = format!("/v1/cases/{case}/events");
    let order = |code: &str| json!({"type": code, "occurred_on": "2026-03-25"});
    let sealed =
        |actor: &Actor<'_>| actor.get(&format!("/v1/cases/{case}")).must(200)["confidentiality"].clone();
    record(&litigator, &case, order("anonymity_ordered"));
    assert_eq!(sealed(&manager), "anonymised");
    let recorded = record(&litigator, &case, order("confidentiality_ordered"));
    assert_eq!(sealed(&manager), "sealed");
    let entry = manager.get(&format!("/v1/cases/{case}/journal")).must(200)["items"][0].clone();
    let orders = (&entry["before"]["confidentiality"], &entry["after"]["confidentiality"]);
    assert_eq!(orders, (&json!("anonymised"), &json!("sealed")), "{entry:#}");
    // To open it to the public is not everybody's.
    litigator.post(&at, order("confidentiality_lifted")).refused(403, "forbidden");
    assert_eq!(sealed(&manager), "sealed");
    let struck = format!("{at}/{}/strike", recorded["event"]["id"].as_str().unwrap());
    let struck = litigator.post(&struck, json!({"reason": "No such order was made."})).must(200);
    let warnings = struck["effects"]["warnings"].as_array().unwrap();
    assert!(warnings.iter().any(|warning| warning["code"] == "confidentiality_kept"), "{struck:#}");
    assert_eq!(sealed(&manager), "sealed", "striking opens nothing");
    // The order of anonymity is another one.
    record(&manager, &case, order("confidentiality_lifted"));
    assert_eq!(sealed(&manager), "anonymised");
    record(&manager, &case, order("confidentiality_lifted"));
    assert_eq!(sealed(&manager), "none");
}

fn what_is_not_disclosed_is_asked_and_decided_in_the_file(api: &Api) {
    let manager = api.manager();
    let case = case_with(&manager, "2026-03-02");
    take_to(&manager, &case, "reply_filed");
    let on = |day: &str, code: &str, facts: Value| json!({"type": code, "occurred_on": day, "facts": facts});
    let early = manager
        .post(&format!("/v1/cases/{case}/events"), on("2026-05-11", "disclosure_appeal_filed", json!({})));
    early.refused(409, "event_not_allowed");
    record(&manager, &case, on("2026-05-11", "non_disclosure_sought", json!({})));
    record(&manager, &case, on("2026-05-12", "special_advocate_requested", json!({})));
    let decided = |day: &str, outcome: &str| {
        record(&manager, &case, on(day, "non_disclosure_decided", json!({"outcome": outcome})))
    };
    let started = |recorded: &Value| recorded["effects"]["deadlines"]["started"].clone();
    assert_eq!(started(&decided("2026-05-18", "granted")), json!([]), "there is nothing to appeal");
    let refused = decided("2026-05-19", "granted_in_part");
    assert_eq!(started(&refused)[0]["rule"], "IRPA-87.01", "{refused:#}");
    record(&manager, &case, on("2026-05-20", "disclosure_appeal_filed", json!({})));
    assert_eq!(deadline(&manager, &case, "IRPA-87.01")["status"], "met");
    record(&manager, &case, on("2026-07-20", "disclosure_appeal_decided", json!({})));
    record(&manager, &case, on("2026-07-21", "information_withdrawn", json!({})));
}

fn the_usual_of_a_court_file_can_be_recorded(api: &Api) {
    let litigator = api.organization().litigator();
    let case = case_with(&litigator, "2026-03-02");
    take_to(&litigator, &case, "hearing_scheduled");
    let day = |code: &str, facts: Value| json!({"type": code, "occurred_on": "2026-07-20", "facts": facts});
    for event in [
        day("motion_filed", json!({"motion_kind": "adjournment", "in_writing": true})),
        day("motion_decided", json!({"outcome": "dismissed"})),
        day("direction_given", json!({})),
        day("hearing_format_changed", json!({"hearing_remote": true, "hearing_place": "By videoconference"})),
        day("solicitor_changed", json!({})),
        day("document_filed", json!({"document_kind": "letter"})),
        day("abeyance_ordered", json!({"abeyance_until": "2026-08-31"})),
        day("abeyance_ended", json!({})),
        day("non_disclosure_sought", json!({})),
        day("special_advocate_appointed", json!({})),
        day("interim_stay_granted", json!({})),
        day("stay_ended", json!({})),
        day("partially_discontinued", json!({"discontinued_part": "one_party"})),
    ] {
        record(&litigator, &case, event);
    }
    let hearings = litigator.get(&format!("/v1/cases/{case}/hearings")).must(200);
    assert_eq!(hearings["items"][0]["place"], "By videoconference", "{hearings:#}");
    let on = |day: &str, code: &str, facts: Value| json!({"type": code, "occurred_on": day, "facts": facts});
    let heard = hearings["items"][0]["hearing_on"].as_str().unwrap().to_owned();
    record(&litigator, &case, on(&heard, "hearing_held", json!({})));
    let further = on(&heard, "hearing_continuation_scheduled", json!({"hearing_on": "2026-08-20"}));
    let further = record(&litigator, &case, further);
    assert_eq!(further["effects"]["stage"]["to"], "hearing_scheduled");
    assert_eq!(further["effects"]["deadlines"]["started"], json!([]), "no clock runs anew from a second day");
    record(&litigator, &case, on("2026-08-20", "hearing_held", json!({})));
    record(&litigator, &case, on("2026-08-24", "post_hearing_submissions_filed", json!({})));
    record(&litigator, &case, on("2026-09-10", "judgment_delivered", json!({"outcome": "dismissed"})));
    record(&litigator, &case, on("2026-09-11", "judgment_amended", json!({"amendment": "correction"})));
    record(&litigator, &case, on("2026-09-14", "reconsideration_sought", json!({})));
    record(&litigator, &case, on("2026-09-15", "costs_ordered", json!({})));
}

on_both!(
    an_order_on_a_motion_sets_dates_in_its_file,
    what_follows_a_motion_is_changed_there,
    what_a_court_ordered_reaches_a_file_that_its_author_may_not_see,
    a_refused_move_tells_nothing_of_a_file_that_is_hidden,
    a_motion_is_linked_as_one_to_one_file_that_can_have_it,
    what_a_file_could_not_be_told_it_is_told_by_a_correction,
    every_order_in_a_motion_sets_dates_in_its_file,
    a_dismissal_that_sets_dates_is_warned_of,
    an_order_keeps_the_case_from_the_public,
    the_usual_of_a_court_file_can_be_recorded,
    what_is_not_disclosed_is_asked_and_decided_in_the_file,
);
