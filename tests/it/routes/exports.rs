//! `GET /v1/cases/export`: cases taken out, whole, as they can be imported again.

use crate::support::story::full_docket;
use crate::support::*;
use greffe::clock::Clock;
use greffe::registry::imports::worker;
use serde_json::{Value, json};
use std::sync::atomic::AtomicBool;

/// The lines of an export.
#[track_caller]
fn export(actor: &Actor<'_>, query: &str) -> (Vec<u8>, Vec<Value>) {
    let answer = actor.get(&format!("/v1/cases/export{query}"));
    assert_eq!(answer.status, 200);
    let lines =
        std::str::from_utf8(&answer.bytes).unwrap().lines().map(|line| serde_json::from_str(line).unwrap());
    (answer.bytes.clone(), lines.collect())
}

/// Brings a file in.
#[track_caller]
fn bring_in(actor: &Actor<'_>, file: Vec<u8>) -> Value {
    let import = actor.post("/v1/imports", json!({"format": "ndjson"}));
    let sender = actor.with_header("If-Match", &import.etag());
    let address = format!("/v1/imports/{}", import.must(201)["id"].as_str().unwrap());
    sender.send("PUT", &format!("{address}/file"), Some(("application/octet-stream", file))).must(202);
    let clock = Clock::starting_at(format!("{}T15:00:00Z", api::TODAY).parse().unwrap());
    worker::run(&actor.api.db, &clock, &AtomicBool::new(false)).unwrap();
    actor.get(&address).must(200)
}

/// What a line says without what is of one service alone.
fn said(lines: &[Value]) -> Vec<Value> {
    let mut lines: Vec<_> = lines
        .iter()
        .map(|line| {
            let mut line = line.clone();
            let state = line.as_object_mut().unwrap().remove("exported").unwrap();
            json!({"line": line, "stage": state["stage"], "status": state["status"]})
        })
        .collect();
    lines.sort_by_key(ToString::to_string);
    lines
}

fn what_is_exported_comes_in_elsewhere_as_it_was(api: &Api) {
    let manager = api.manager();
    let mut body = new_case("2026-03-02");
    body["external_ids"] = json!([{"system": "GCMS", "id": "X1"}]);
    body["office"] = json!("Toronto");
    body["parties"] = json!([
        {"kind": "person", "capacity": "applicant", "name": "Jane Doe", "uci": "1122334455", "aliases": ["J. Roe"],
            "date_of_birth": "1990-05-17", "counsel": {"name": "Élise Gagnon", "firm": "Gagnon"}},
        {"kind": "organization", "capacity": "respondent", "name": "Minister"}
    ]);
    let whole = manager.post("/v1/cases", body).must(201)["id"].as_str().unwrap().to_owned();
    for event in full_docket() {
        record(&manager, &whole, event);
    }
    let bare = case_with(&manager, "2026-10-20");
    let waived = deadline(&manager, &bare, "ALJR-72-IN")["id"].as_str().unwrap().to_owned();
    manager
        .post(&format!("/v1/deadlines/{waived}/extend"), json!({"until": "2026-12-18", "by": "order"}))
        .must(200);
    manager.post(&format!("/v1/deadlines/{waived}/complete"), json!({"on": "2026-10-30"})).must(200);
    let (file, lines) = export(&manager, "");
    assert_eq!(lines.len(), 2);
    let state = &lines[0]["exported"];
    assert_eq!((&state["id"], &state["stage"]), (&json!(whole), &json!("appeal_commenced")), "{state:#}");
    let known = json!([{"system": "GREFFE", "id": bare}]);
    assert_eq!(lines[1]["external_ids"], known, "who has no id elsewhere is known by the one here");
    let elsewhere = api.manager();
    let done = bring_in(&elsewhere, file.clone());
    assert_eq!((&done["created"], &done["failed"]), (&json!(2), &json!(0)), "{done:#}");
    let (_, there) = export(&elsewhere, "");
    let kept: Vec<_> = said(&there)
        .into_iter()
        .map(|mut line| {
            if line["line"]["external_ids"][0]["system"] == "GREFFE" {
                line["line"]["external_ids"] = known.clone();
            }
            line
        })
        .collect();
    assert_eq!(kept, said(&lines));
    assert_eq!(bring_in(&elsewhere, file)["unchanged"], 2, "and a second time it says nothing new");
}

fn an_export_holds_what_its_reader_may_see(api: &Api) {
    let house = api.organization();
    let manager = house.manager();
    let (open, walled) = (case_with(&manager, "2026-03-02"), case_with(&manager, "2026-03-02"));
    let other = house.manager();
    let wall = json!({"user_id": other.id, "reason": "Acted for the applicant."});
    manager.post(&format!("/v1/cases/{walled}/walls"), wall).must(201);
    let ids = |actor: &Actor<'_>, query: &str| -> Vec<String> {
        let lines = export(actor, query).1;
        lines.iter().map(|line| line["exported"]["id"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(ids(&manager, ""), [open.as_str(), walled.as_str()]);
    assert_eq!(ids(&other, ""), std::slice::from_ref(&open));
    assert_eq!(ids(&manager, "?status=closed"), Vec::<String>::new());
    house.litigator().get("/v1/cases/export").refused(403, "forbidden");
    let entries = manager.get("/v1/journal?action=export.made").must(200);
    assert_eq!(entries["items"].as_array().unwrap().len(), 3, "who takes cases out is on the record");
}

fn a_table_is_no_formula_and_parted_as_its_readers_do(api: &Api) {
    let manager = api.manager();
    let mut body = new_case("2026-03-02");
    body["style_of_cause"] = json!("=1+1; Doe");
    manager.post("/v1/cases", body).must(201);
    let english = manager.get("/v1/cases/export?format=csv&lang=en");
    assert_eq!(english.header("content-type"), Some("text/csv; charset=utf-8"));
    let text = String::from_utf8(english.bytes.clone()).unwrap();
    assert!(text.starts_with("\u{feff}id,external_system,"), "{text}");
    assert!(text.contains(",'=1+1; Doe,"), "{text}");
    let french = manager.get("/v1/cases/export?format=csv&lang=fr");
    let text = String::from_utf8(french.bytes.clone()).unwrap();
    assert!(text.contains(";\"'=1+1; Doe\";"), "{text}");
    assert_eq!(text.lines().count(), 2);
}

on_both!(
    what_is_exported_comes_in_elsewhere_as_it_was,
    an_export_holds_what_its_reader_may_see,
    a_table_is_no_formula_and_parted_as_its_readers_do,
);
