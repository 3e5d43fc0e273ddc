//! One file of the court: what protects one of its cases protects all of them, whoever acts and in whichever case.

use super::motions::{lone_motion, motion_in};
use super::retention::old_case;
use crate::support::backend::lines_between;
use crate::support::*;
use serde_json::{Value, json};
use std::sync::Barrier;

fn kept(actor: &Actor<'_>, case: &str) -> Value {
    actor.get(&format!("/v1/cases/{case}")).must(200)["confidentiality"].clone()
}

fn sees(actor: &Actor<'_>, case: &str) -> bool {
    let whole = actor.get(&format!("/v1/cases/{case}"));
    let listed = actor.get("/v1/cases?limit=200").must(200);
    let listed = listed["items"].as_array().unwrap().iter().any(|item| item["id"] == case);
    assert_eq!(whole.status, if listed { 200 } else { 404 }, "{}", whole.text);
    listed
}

/// An application with two motions in it, as its litigator has opened them.
fn file(litigator: &Actor<'_>) -> [String; 3] {
    let case = case_with(litigator, "2026-03-02");
    take_to(litigator, &case, "notice_of_appearance_filed");
    let motions = ["MOT-EXT", "STAY-REM"].map(|proceeding| motion_in(litigator, &case, proceeding));
    let [first, second] = motions;
    [case, first, second]
}

fn on(day: &str, code: &str) -> Value {
    json!({"type": code, "occurred_on": day})
}

fn warnings(recorded: &Value) -> Vec<&str> {
    let warnings = recorded["effects"]["warnings"].as_array().unwrap().iter();
    warnings.map(|warning| warning["code"].as_str().unwrap()).collect()
}

fn what_keeps_one_case_from_the_public_keeps_its_whole_file(api: &Api) {
    let organization = api.organization();
    let (manager, litigator, viewer) =
        (organization.manager(), organization.litigator(), organization.viewer());
    // By an order in a motion, by one in the main file, by hand: each reaches all.
    for from in 0..3 {
        let cases = file(&litigator);
        record(&litigator, &cases[from], on("2026-03-25", "anonymity_ordered"));
        for case in &cases {
            assert_eq!(kept(&manager, case), "anonymised", "from {from}");
            let shown = viewer.get(&format!("/v1/cases/{case}")).must(200);
            assert!(!shown["style_of_cause"].as_str().unwrap().contains("Doe"), "{shown:#}");
        }
        let at = format!("/v1/cases/{}", cases[(from + 1) % 3]);
        litigator.patch(&at, "*", json!({"confidentiality": "sealed"})).must(200);
        for case in &cases {
            assert_eq!(kept(&manager, case), "sealed", "from {from}");
            let entry = manager.get(&format!("/v1/cases/{case}/journal")).must(200)["items"][0].clone();
            assert_eq!(entry["action"], "case.updated");
            let change = (&entry["before"]["confidentiality"], &entry["after"]["confidentiality"]);
            assert_eq!(change, (&json!("anonymised"), &json!("sealed")));
        }
        // What is lifted is lifted for all, by who may.
        litigator.patch(&at, "*", json!({"confidentiality": "none"})).refused(403, "forbidden");
        manager.patch(&at, "*", json!({"confidentiality": "none"})).must(200);
        for case in &cases {
            assert_eq!(kept(&viewer, case), "none");
        }
        // A motion that is opened later begins as the file stands.
        litigator.patch(&at, "*", json!({"confidentiality": "sealed"})).must(200);
        assert_eq!(kept(&manager, &motion_in(&litigator, &cases[0], "MOT-WR")), "sealed");
    }
}

fn a_seal_reaches_a_case_of_the_file_that_its_author_may_not_see(api: &Api) {
    let organization = api.organization();
    let (manager, litigator, other) =
        (organization.manager(), organization.litigator(), organization.litigator());
    let [case, motion, hidden] = file(&litigator);
    let assigned = json!({"user_id": other.id, "role": "JPL"});
    manager.post(&format!("/v1/cases/{motion}/assignments"), assigned).must(201);
    assert!(sees(&other, &motion) && !sees(&other, &hidden) && !sees(&other, &case));
    let recorded = record(&other, &motion, on("2026-03-25", "confidentiality_ordered"));
    let text = recorded.to_string();
    assert!(!text.contains(&hidden) && !text.contains(&case), "{text}");
    for case in [&case, &motion, &hidden] {
        assert_eq!(kept(&manager, case), "sealed");
    }
}

fn the_stricter_order_stands_beside_the_other(api: &Api) {
    let organization = api.organization();
    let (manager, litigator) = (organization.manager(), organization.litigator());
    let [case, motion, _] = file(&litigator);
    record(&litigator, &case, on("2026-03-24", "confidentiality_ordered"));
    let recorded = record(&litigator, &motion, on("2026-03-25", "anonymity_ordered"));
    assert_eq!(warnings(&recorded), ["stricter_order_stands"], "{recorded:#}");
    assert_eq!((kept(&manager, &case), kept(&manager, &motion)), (json!("sealed"), json!("sealed")));
}

fn orders_count_by_their_days(api: &Api) {
    let organization = api.organization();
    let (manager, litigator) = (organization.manager(), organization.litigator());
    let [case, motion, _] = file(&litigator);
    let state = || {
        let (here, there) = (kept(&manager, &case), kept(&manager, &motion));
        assert_eq!(here, there);
        here
    };
    record(&litigator, &case, on("2026-03-25", "confidentiality_ordered"));
    // What was lifted before lifts nothing now: whoever may record it may.
    let early = record(&litigator, &motion, on("2026-03-20", "confidentiality_lifted"));
    assert_eq!((state(), warnings(&early)), (json!("sealed"), vec!["later_order_stands"]));
    // Its day was wrong: to open the file is not everybody's.
    let at = |case: &str, entry: &Value| {
        format!("/v1/cases/{case}/events/{}", entry["event"]["id"].as_str().unwrap())
    };
    let later = json!({"occurred_on": "2026-03-30"});
    litigator.patch(&at(&motion, &early), "*", later.clone()).refused(403, "forbidden");
    assert_eq!(state(), "sealed");
    manager.patch(&at(&motion, &early), "*", later).must(200);
    assert_eq!(state(), "none");
    // Struck, it has lifted nothing.
    let reason = json!({"reason": "No such order was made."});
    litigator.post(&format!("{}/strike", at(&motion, &early)), reason.clone()).must(200);
    assert_eq!(state(), "sealed");
    litigator.post(&format!("{}/restore", at(&motion, &early)), reason.clone()).refused(403, "forbidden");
    manager.post(&format!("{}/restore", at(&motion, &early)), reason.clone()).must(200);
    assert_eq!(state(), "none");
    // A seal of a later day, and its correction to an earlier one.
    let seal = record(&litigator, &case, on("2026-03-31", "confidentiality_ordered"));
    assert_eq!(state(), "sealed");
    manager.patch(&at(&case, &seal), "*", json!({"occurred_on": "2026-03-29"})).must(200);
    assert_eq!(state(), "none");
    litigator.patch(&at(&case, &seal), "*", json!({"occurred_on": "2026-03-31"})).must(200);
    assert_eq!(state(), "sealed");
    // Striking a seal opens nothing, nor does an order after it that is weaker.
    let struck = litigator.post(&format!("{}/strike", at(&case, &seal)), reason).must(200);
    assert_eq!((state(), warnings(&struck)), (json!("sealed"), vec!["confidentiality_kept"]));
    record(&litigator, &case, on("2026-04-01", "anonymity_ordered"));
    assert_eq!(state(), "sealed");
    // What is set by hand counts from its day, which is after all of these.
    manager.patch(&format!("/v1/cases/{motion}"), "*", json!({"confidentiality": "none"})).must(200);
    let recorded = record(&litigator, &case, on("2026-04-02", "confidentiality_ordered"));
    assert_eq!((state(), warnings(&recorded)), (json!("none"), vec!["later_order_stands"]));
}

fn a_wall_around_one_case_is_around_its_file(api: &Api) {
    let organization = api.organization();
    let (manager, litigator, walled) =
        (organization.manager(), organization.litigator(), organization.manager());
    for from in 0..3 {
        let cases = file(&litigator);
        let reach = |cases: &[String]| cases.iter().map(|case| sees(&walled, case)).collect::<Vec<_>>();
        assert_eq!(reach(&cases), [true; 3]);
        let group = group_of(&manager, &[(&walled.id, "member", None)]);
        for whom in [json!({"user_id": walled.id}), json!({"group_id": group})] {
            let mut wall = json!({"reason": "Former counsel."});
            wall.as_object_mut().unwrap().extend(whom.as_object().unwrap().clone());
            let walls = format!("/v1/cases/{}/walls", cases[from]);
            let wall = manager.post(&walls, wall).must(201);
            assert_eq!(reach(&cases), [false; 3], "from {from}: {whom}");
            let later = motion_in(&litigator, &cases[0], "MOT-WR");
            assert!(!sees(&walled, &later) && sees(&manager, &later));
            // Nor is the walled one given work there.
            let given = json!({"user_id": walled.id, "role": "JCO"});
            manager.post(&format!("/v1/cases/{later}/assignments"), given).refused(409, "conflict");
            let at = format!("{walls}/{}", wall["id"].as_str().unwrap());
            manager.patch(&at, "*", json!({"until": wall["from"]})).must(200);
            assert_eq!(reach(&cases), [true; 3], "lifted once, it is lifted for all");
            assert!(sees(&walled, &later));
        }
    }
}

fn the_walls_of_a_case_are_those_of_its_file(api: &Api) {
    let organization = api.organization();
    let (manager, litigator, walled) =
        (organization.manager(), organization.litigator(), organization.manager());
    let [case, motion, _] = file(&litigator);
    let [here, there] = [&motion, &case].map(|case| format!("/v1/cases/{case}/walls"));
    let wall = json!({"user_id": walled.id, "reason": "Former counsel."});
    let wall = manager.post(&there, wall).must(201);
    let id = wall["id"].as_str().unwrap();
    let shown = |actor: &Actor<'_>| {
        let page = actor.get(&format!("{here}?include=count")).must(200);
        assert_eq!(page["count"], 1);
        assert_eq!(page["items"][0], actor.get(&format!("{here}/{id}")).must(200));
        page["items"][0].clone()
    };
    let seen = shown(&manager);
    assert_eq!((&seen["id"], &seen["user_id"]), (&wall["id"], &wall["user_id"]));
    assert_eq!((&seen["case_id"], &seen["by_court_file"]), (&json!(motion), &json!(true)));
    assert_eq!((&seen["put_up_on_case_id"], &seen["reason"]), (&json!(case), &wall["reason"]));
    let own = manager.get(&there).must(200)["items"][0].clone();
    assert_eq!((&own, own.get("by_court_file")), (&wall, None));
    // Whoever may not see the other case learns that they are kept out, not where or why.
    let elsewhere = api.organization().manager();
    let assigned = json!({"user_id": elsewhere.id, "role": "LSU"});
    manager.post(&format!("/v1/cases/{motion}/assignments"), assigned).must(201);
    assert!(sees(&elsewhere, &motion) && !sees(&elsewhere, &case));
    let seen = shown(&elsewhere);
    assert!(!seen.to_string().contains(&case), "{seen:#}");
    assert_eq!((&seen["reason"], &seen["user_id"]), (&json!(""), &wall["user_id"]));
    // It is changed where it was put up.
    let ended = json!({"until": wall["from"]});
    manager.patch(&format!("{here}/{id}"), "*", ended.clone()).refused(404, "not_found");
    manager.patch(&format!("{there}/{id}"), "*", ended).must(200);
    assert_eq!(shown(&manager)["until"], wall["from"]);
}

/// Does two things at one instant.
fn at_once(one: impl FnOnce(), other: impl FnOnce() + Send) {
    let barrier = Barrier::new(2);
    std::thread::scope(|scope| {
        let other = scope.spawn(|| {
            barrier.wait();
            other();
        });
        barrier.wait();
        one();
        other.join().unwrap();
    });
}

fn what_is_done_at_once_in_one_file_comes_one_after_the_other(api: &Api) {
    let organization = api.organization();
    let (manager, litigator, walled) =
        (organization.manager(), organization.litigator(), organization.manager());
    let filed =
        || json!({"type": "motion_filed", "occurred_on": "2026-03-25", "facts": {"route": "in_writing"}});
    let stage = |case: &str| litigator.get(&format!("/v1/cases/{case}")).must(200)["stage"].clone();
    for _ in 0..8 {
        // Two orders in two motions: the later one counts.
        let [case, first, second] = file(&litigator);
        record(&litigator, &case, on("2026-03-25", "confidentiality_ordered"));
        at_once(
            || drop(record(&manager, &first, on("2026-03-30", "confidentiality_lifted"))),
            || drop(record(&litigator, &second, on("2026-03-31", "confidentiality_ordered"))),
        );
        for case in [&case, &first, &second] {
            assert_eq!(kept(&manager, case), "sealed");
        }
        // An order in one, and something else in another: it stays where it has come to.
        let [_, first, second] = file(&litigator);
        let begun = stage(&first);
        at_once(
            || drop(record(&litigator, &first, filed())),
            || drop(record(&litigator, &second, on("2026-03-31", "confidentiality_ordered"))),
        );
        assert_ne!(stage(&first), begun);
        assert_eq!(kept(&manager, &first), "sealed");
        // A wall, and a motion: it is around that, too.
        let case = case_with(&litigator, "2026-03-02");
        let wall = json!({"user_id": walled.id, "reason": "Former counsel."});
        at_once(
            || drop(manager.post(&format!("/v1/cases/{case}/walls"), wall).must(201)),
            || drop(motion_in(&litigator, &case, "MOT-WR")),
        );
        let links = manager.get(&format!("/v1/cases/{case}/links")).must(200)["items"].clone();
        let motion = links[0]["case_id"].as_str().unwrap();
        assert!(!sees(&walled, &case) && !sees(&walled, motion) && sees(&manager, motion));
    }
}

fn a_case_that_is_disposed_of_goes_on_protecting_its_file(api: &Api) {
    let organization = api.organization();
    let (administrator, walled) = (organization.administrator(), organization.manager());
    let (old, case) = (old_case(&administrator), lone_motion(&administrator));
    administrator.patch(&format!("/v1/cases/{old}"), "*", json!({"file_number": null})).must(200);
    let link = json!({"case_id": old, "kind": "motion_in"});
    administrator.post(&format!("/v1/cases/{case}/links"), link).must(201);
    record(&administrator, &old, on("2012-04-03", "confidentiality_ordered"));
    let wall = json!({"user_id": walled.id, "reason": "Former counsel."});
    administrator.post(&format!("/v1/cases/{old}/walls"), wall).must(201);
    let body = json!({"authority": "DA 2019/007", "reason": "The years have passed."});
    administrator.post(&format!("/v1/cases/{old}/dispose"), body).must(200);
    assert!(!sees(&walled, &case));
    let recorded = record(&administrator, &case, on("2026-03-25", "anonymity_ordered"));
    assert_eq!(kept(&administrator, &case), "sealed", "{recorded:#}");
}

fn a_link_that_makes_one_file_of_two_protects_both(api: &Api) {
    let organization = api.organization();
    let (manager, litigator, walled) =
        (organization.manager(), organization.litigator(), organization.manager());
    let (main, motion) = (case_with(&litigator, "2026-03-02"), lone_motion(&litigator));
    let wall = json!({"user_id": walled.id, "reason": "Former counsel."});
    manager.post(&format!("/v1/cases/{main}/walls"), wall).must(201);
    litigator.patch(&format!("/v1/cases/{motion}"), "*", json!({"confidentiality": "sealed"})).must(200);
    assert!(sees(&walled, &motion));
    let links = format!("/v1/cases/{motion}/links");
    let link = litigator.post(&links, json!({"case_id": main, "kind": "motion_in"})).must(201);
    assert!(!sees(&walled, &motion));
    assert_eq!(kept(&manager, &main), "sealed");
    // Taken apart again, each goes on as it was protected.
    litigator.delete(&format!("{links}/{}", link["id"].as_str().unwrap()), "*").must(204);
    assert!(!sees(&walled, &motion) && !sees(&walled, &main));
    record(&litigator, &main, on("2026-03-25", "anonymity_ordered"));
    assert_eq!((kept(&manager, &main), kept(&manager, &motion)), (json!("sealed"), json!("sealed")));
    manager.patch(&format!("/v1/cases/{main}"), "*", json!({"confidentiality": "none"})).must(200);
    assert_eq!(kept(&manager, &motion), "sealed");
}

fn what_the_dockets_of_a_file_said_goes_on_when_it_is_parted(api: &Api) {
    let organization = api.organization();
    let (manager, litigator) = (organization.manager(), organization.litigator());
    let [case, motion, _] = file(&litigator);
    record(&litigator, &case, on("2026-03-25", "confidentiality_ordered"));
    let links = format!("/v1/cases/{motion}/links");
    let link = litigator.get(&links).must(200)["items"][0]["id"].clone();
    litigator.delete(&format!("{links}/{}", link.as_str().unwrap()), "*").must(204);
    record(&manager, &motion, on("2026-03-26", "anonymity_ordered"));
    assert_eq!(kept(&manager, &motion), "sealed");
}

fn where_nothing_protected_a_file_a_late_order_counts_when_it_was_parted(api: &Api) {
    let organization = api.organization();
    let (manager, litigator) = (organization.manager(), organization.litigator());
    let (main, motion) = (case_with(&litigator, "2026-03-02"), lone_motion(&litigator));
    let links = format!("/v1/cases/{motion}/links");
    let link = litigator.post(&links, json!({"case_id": main, "kind": "motion_in"})).must(201);
    litigator.delete(&format!("{links}/{}", link["id"].as_str().unwrap()), "*").must(204);
    record(&litigator, &main, on("2026-03-25", "confidentiality_ordered"));
    assert_eq!((kept(&manager, &main), kept(&manager, &motion)), (json!("sealed"), json!("none")));
}

fn a_number_and_an_office_are_the_files(api: &Api) {
    let organization = api.organization();
    let (manager, litigator) = (organization.manager(), organization.litigator());
    let cases = file(&litigator);
    for (from, number, office) in [(0, "IMM-4101-26", "Vancouver"), (1, "IMM-4102-26", "Toronto")] {
        let change = json!({"file_number": number, "office": office});
        let changed = litigator.patch(&format!("/v1/cases/{}", cases[from]), "*", change).must(200);
        assert_eq!(changed.get("warnings"), None, "its own motions are no twins: {changed:#}");
        for case in &cases {
            let read = manager.get(&format!("/v1/cases/{case}")).must(200);
            assert_eq!((&read["file_number"], &read["office"]), (&json!(number), &json!(office)));
            let entries = manager.get(&format!("/v1/cases/{case}/journal")).must(200);
            let entries = entries["items"].as_array().unwrap();
            let entry = entries.iter().find(|entry| entry["action"] == "case.updated").unwrap();
            assert_eq!(entry["after"]["file_number"], number);
        }
    }
    let at = format!("/v1/cases/{}/successor", cases[0]);
    let other = json!({"proceeding": "MOT-WR", "file_number": "IMM-9999-26"});
    litigator.post(&at, other).refused(422, "invalid_body").at("/file_number", "other_file_number");
    let same = json!({"proceeding": "MOT-WR", "file_number": "imm 4102-26"});
    assert_eq!(litigator.post(&at, same).must(201)["file_number"], "IMM-4102-26");
    // A file that has none yet is given the motion's.
    let main = case_with(&litigator, "2026-03-02");
    let numbered = json!({"proceeding": "MOT-WR", "file_number": "IMM-4103-26"});
    litigator.post(&format!("/v1/cases/{main}/successor"), numbered).must(201);
    assert_eq!(litigator.get(&format!("/v1/cases/{main}")).must(200)["file_number"], "IMM-4103-26");
    // Nor do two files become one by a link.
    let other = lone_motion(&litigator);
    litigator.patch(&format!("/v1/cases/{other}"), "*", json!({"file_number": "IMM-4104-26"})).must(200);
    let link = json!({"case_id": cases[0], "kind": "motion_in"});
    let refused = litigator.post(&format!("/v1/cases/{other}/links"), link.clone());
    refused.refused(422, "invalid_body").at("/case_id", "other_file_number");
    let bare = lone_motion(&litigator);
    litigator.post(&format!("/v1/cases/{bare}/links"), link).must(201);
    let read = litigator.get(&format!("/v1/cases/{bare}")).must(200);
    assert_eq!((&read["file_number"], &read["office"]), (&json!("IMM-4102-26"), &json!("Toronto")));
}

fn an_order_that_lifts_lifts_one(api: &Api) {
    let organization = api.organization();
    let (manager, litigator) = (organization.manager(), organization.litigator());
    let [case, motion, _] = file(&litigator);
    record(&litigator, &case, on("2026-03-20", "anonymity_ordered"));
    record(&litigator, &motion, on("2026-03-21", "confidentiality_ordered"));
    let lift = |at: &str, day: &str| {
        let done =
            manager.post(&format!("/v1/cases/{at}/events"), on(day, "confidentiality_lifted")).must(201);
        (done["effects"]["warnings"][0]["code"].clone(), kept(&manager, &case), kept(&manager, &motion))
    };
    assert_eq!(
        lift(&motion, "2026-03-22"),
        (json!("other_order_stands"), json!("anonymised"), json!("anonymised"))
    );
    assert_eq!(lift(&case, "2026-03-23"), (json!(null), json!("none"), json!("none")));
}

fn what_protects_by_hand_stands_beside_the_orders(api: &Api) {
    let organization = api.organization();
    let (manager, litigator) = (organization.manager(), organization.litigator());
    let [case, motion, _] = file(&litigator);
    litigator.patch(&format!("/v1/cases/{case}"), "*", json!({"confidentiality": "anonymised"})).must(200);
    record(&litigator, &motion, on("2026-03-25", "confidentiality_ordered"));
    assert_eq!((kept(&manager, &case), kept(&manager, &motion)), (json!("sealed"), json!("sealed")));
    record(&manager, &case, on("2026-03-26", "confidentiality_lifted"));
    assert_eq!(kept(&manager, &motion), "anonymised");
}

fn a_file_that_two_became_goes_by_the_orders_in_both(api: &Api) {
    let organization = api.organization();
    let (manager, litigator) = (organization.manager(), organization.litigator());
    let joined = |before: &dyn Fn(&str, &str)| {
        let (main, motion) = (case_with(&litigator, "2026-03-02"), lone_motion(&litigator));
        before(&main, &motion);
        let links = format!("/v1/cases/{motion}/links");
        litigator.post(&links, json!({"case_id": main, "kind": "motion_in"})).must(201);
        [main, motion]
    };
    let both = |[main, motion]: &[String; 2]| [kept(&manager, main), kept(&manager, motion)];
    // A seal that is recorded after the two became one file, and is dated before that.
    let file = joined(&|main, _| drop(record(&litigator, main, on("2026-03-20", "anonymity_ordered"))));
    record(&litigator, &file[1], on("2026-03-25", "confidentiality_ordered"));
    assert_eq!(both(&file), ["sealed", "sealed"]);
    // So is what lifts it.
    let file = joined(&|main, _| drop(record(&litigator, main, on("2026-03-20", "confidentiality_ordered"))));
    record(&manager, &file[1], on("2026-03-25", "confidentiality_lifted"));
    assert_eq!(both(&file), ["none", "none"]);
    // What was set by hand in one of them counts in whichever the order is recorded.
    for nth in [0, 1] {
        let file = joined(&|main, motion| {
            manager.patch(&format!("/v1/cases/{main}"), "*", json!({"confidentiality": "sealed"})).must(200);
            record(&litigator, motion, on("2026-03-20", "confidentiality_ordered"));
        });
        record(&manager, &file[nth], on("2026-03-22", "confidentiality_lifted"));
        assert_eq!(both(&file), ["sealed", "sealed"], "recorded in {nth}");
    }
    // What was opened by hand in one of them opens nothing in the other.
    let file = joined(&|main, motion| {
        record(&litigator, main, on("2026-03-20", "confidentiality_ordered"));
        manager.patch(&format!("/v1/cases/{main}"), "*", json!({"confidentiality": "none"})).must(200);
        record(&litigator, motion, on("2026-03-21", "confidentiality_ordered"));
    });
    record(&litigator, &file[0], on("2026-03-19", "anonymity_ordered"));
    assert_eq!(both(&file), ["sealed", "sealed"]);
}

/// What stands of the walls, read off them, their groups and their court files anew.
const SPREAD: &str = "select case_id, user_id, from_at, until_at, created_at from walls_spread";
/// The same, as the triggers keep it.
const KEPT: &str = "select case_id, user_id, from_at, until_at, created_at from walled_users";

fn the_walls_that_are_kept_are_those_that_stand(api: &Api) {
    let organization = api.organization();
    let (manager, litigator, walled) =
        (organization.manager(), organization.litigator(), organization.manager());
    let is_told = |what: &str| assert_eq!(lines_between(api, SPREAD, KEPT), 0, "{what}");
    let cases = file(&litigator);
    let walls = format!("/v1/cases/{}/walls", cases[1]);
    let put_up = |whom: Value| {
        let mut wall = json!({"reason": "Former counsel."});
        wall.as_object_mut().unwrap().extend(whom.as_object().unwrap().clone());
        manager.post(&walls, wall).must(201)
    };
    let group = group_of(&manager, &[(&walled.id, "member", None)]);
    for whom in [json!({"user_id": walled.id}), json!({"group_id": group})] {
        let wall = put_up(whom);
        is_told("a wall");
        motion_in(&litigator, &cases[0], "MOT-WR");
        is_told("a motion in the file");
        let at = format!("{walls}/{}", wall["id"].as_str().unwrap());
        manager.patch(&at, "*", json!({"until": "2036-01-05T15:00:00Z"})).must(200);
        is_told("a wall that ends later");
    }
    let member = json!({"user_id": litigator.id, "capacity": "member", "from": "2026-01-05T15:00:00Z"});
    let member = manager.post(&format!("/v1/groups/{group}/members"), member).must(201);
    is_told("a member of the group");
    let member = format!("/v1/groups/{group}/members/{}", member["id"].as_str().unwrap());
    manager.patch(&member, "*", json!({"until": "2036-01-05T15:00:00Z"})).must(200);
    is_told("a member who leaves later");
    let lone = lone_motion(&manager);
    let links = format!("/v1/cases/{lone}/links");
    let link = manager.post(&links, json!({"case_id": cases[2], "kind": "motion_in"})).must(201);
    is_told("a file that joined");
    assert!(!sees(&walled, &lone));
    manager.delete(&format!("{links}/{}", link["id"].as_str().unwrap()), "*").must(204);
    is_told("a file that was parted");
}

on_both!(
    an_order_that_lifts_lifts_one,
    what_protects_by_hand_stands_beside_the_orders,
    a_file_that_two_became_goes_by_the_orders_in_both,
    a_number_and_an_office_are_the_files,
    what_keeps_one_case_from_the_public_keeps_its_whole_file,
    a_seal_reaches_a_case_of_the_file_that_its_author_may_not_see,
    the_stricter_order_stands_beside_the_other,
    orders_count_by_their_days,
    a_wall_around_one_case_is_around_its_file,
    the_walls_of_a_case_are_those_of_its_file,
    what_is_done_at_once_in_one_file_comes_one_after_the_other,
    a_case_that_is_disposed_of_goes_on_protecting_its_file,
    a_link_that_makes_one_file_of_two_protects_both,
    what_the_dockets_of_a_file_said_goes_on_when_it_is_parted,
    where_nothing_protected_a_file_a_late_order_counts_when_it_was_parted,
    the_walls_that_are_kept_are_those_that_stand,
);
