//! One file of the court: what protects one of its cases protects all of them, whoever acts and in whichever case.

use super::motions::motion_in;
use crate::support::*;
use serde_json::{Value, json};

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

fn a_link_that_makes_one_file_of_two_protects_both(api: &Api) {
    let organization = api.organization();
    let (manager, litigator, walled) =
        (organization.manager(), organization.litigator(), organization.manager());
    let [main, motion] = [(), ()].map(|()| case_with(&litigator, "2026-03-02"));
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
    let links = format!("/v1/cases/{main}/links");
    let link = json!({"case_id": cases[0], "kind": "motion_in"});
    litigator.post(&links, link).refused(422, "invalid_body").at("/case_id", "other_file_number");
    let bare = case_with(&litigator, "2026-03-02");
    litigator
        .post(&format!("/v1/cases/{bare}/links"), json!({"case_id": cases[0], "kind": "motion_in"}))
        .must(201);
    let read = litigator.get(&format!("/v1/cases/{bare}")).must(200);
    assert_eq!((&read["file_number"], &read["office"]), (&json!("IMM-4102-26"), &json!("Toronto")));
}

on_both!(
    a_number_and_an_office_are_the_files,
    what_keeps_one_case_from_the_public_keeps_its_whole_file,
    a_seal_reaches_a_case_of_the_file_that_its_author_may_not_see,
    the_stricter_order_stands_beside_the_other,
    orders_count_by_their_days,
    a_wall_around_one_case_is_around_its_file,
    a_link_that_makes_one_file_of_two_protects_both,
);
