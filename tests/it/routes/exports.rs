//! `GET /v1/cases/export`: cases taken out, whole, as they can be imported again.

use crate::support::story::full_docket;
use crate::support::*;
use calamine::{Data, Reader as _, Xlsx};
use greffe::clock::Clock;
use greffe::registry::imports::worker;
use serde_json::{Value, json};
use std::io::Cursor;
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
    let late = deadline(&manager, &bare, "ALJR-72-IN");
    let order = json!({"until": "2026-12-18", "by": "order", "reason": "Order of 2 November"});
    act(&manager, &late, "extend", order).must(200);
    act(&manager, &late, "complete", json!({"on": "2026-10-30", "note": "By courier"})).must(200);
    let (file, lines) = export(&manager, "");
    assert_eq!(lines.len(), 2);
    let state = &lines[0]["exported"];
    assert_eq!((&state["id"], &state["stage"]), (&json!(whole), &json!("appeal_commenced")), "{state:#}");
    let known = json!([{"system": "GREFFE", "id": bare}]);
    assert_eq!(lines[1]["external_ids"], known, "who has no id elsewhere is known by the one here");
    let acts = json!([
        {"rule": "ALJR-72-IN", "status": "extended", "until": "2026-12-18", "by": "order", "note": "Order of 2 November"},
        {"rule": "ALJR-72-IN", "status": "met", "on": "2026-10-30", "note": "By courier"}
    ]);
    assert_eq!(lines[1]["deadlines"], acts);
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

/// A motion in writing, served and filed on a day; and the answer to one.
fn motion(kind: &str, on: &str, by: &str) -> Value {
    json!({"type": kind, "occurred_on": on, "served_on": on, "facts": {"in_writing": true, "filed_by": by}})
}

fn which_motion_was_meant_comes_in_as_it_went_out(api: &Api) {
    let manager = api.manager();
    let case = case_of(&manager, "JR-T");
    let struck = record(&manager, &case, motion("motion_filed", "2026-03-09", "initiating"));
    record(&manager, &case, motion("motion_filed", "2026-03-10", "initiating"));
    let second = record(&manager, &case, motion("motion_filed", "2026-03-11", "initiating"));
    let mut answer = motion("motion_response_filed", "2026-03-16", "responding");
    answer["about"] = second["event"]["id"].clone();
    record(&manager, &case, answer);
    let struck = struck["event"]["id"].as_str().unwrap();
    manager
        .post(&format!("/v1/cases/{case}/events/{struck}/strike"), json!({"reason": "Another's."}))
        .must(200);
    let (file, lines) = export(&manager, "");
    let places: Vec<_> =
        lines[0]["events"].as_array().unwrap().iter().map(|event| &event["about_entry"]).collect();
    assert_eq!(places, [&Value::Null, &Value::Null, &json!(2)], "what was struck has no place");
    let elsewhere = api.manager();
    assert_eq!(bring_in(&elsewhere, file.clone())["created"], 1);
    let there = elsewhere.get("/v1/cases").must(200)["items"][0]["id"].as_str().unwrap().to_owned();
    let read = elsewhere.get(&format!("/v1/cases/{there}?include=events,deadlines")).must(200);
    assert_eq!(read["events"][2]["about"], read["events"][1]["id"], "{read:#}");
    let is_met = |actor: &Actor<'_>, case: &str| {
        let read = actor.get(&format!("/v1/cases/{case}?include=deadlines")).must(200);
        let all = read["deadlines"].as_array().unwrap().iter().filter(|one| one["rule"] == "FCR-369(2)");
        let day = |one: &Value, field: &str| one[field].as_str().unwrap_or_default().to_owned();
        let second = all.filter(|one| day(one, "due_on") == "2026-03-23");
        second.map(|one| day(one, "closed_on")).collect::<Vec<_>>()
    };
    assert_eq!(is_met(&manager, &case), ["2026-03-16"]);
    assert_eq!(is_met(&elsewhere, &there), ["2026-03-16"], "the answer met the time of the second");
    assert_eq!(bring_in(&elsewhere, file)["unchanged"], 1);
    let mut line = lines[0].clone();
    line["events"][2]["about_entry"] = json!(1);
    assert_eq!(bring_in(&elsewhere, format!("{line}\n").into_bytes())["updated"], 1);
    let read = elsewhere.get(&format!("/v1/cases/{there}?include=events")).must(200);
    assert_eq!(read["events"][2]["about"], read["events"][0]["id"], "it is about the other now");
    for (place, fault) in [(3, "no_such_entry"), (4, "no_such_entry")] {
        line["events"][2]["about_entry"] = json!(place);
        let import = elsewhere.post("/v1/imports", json!({"format": "ndjson"})).must(201);
        let id = import["id"].as_str().unwrap().to_owned();
        let sender = elsewhere.with_header("If-Match", "*");
        let body = ("application/octet-stream", format!("{line}\n").into_bytes());
        sender.send("PUT", &format!("/v1/imports/{id}/file"), Some(body)).must(202);
        let clock = Clock::starting_at(format!("{}T15:00:00Z", api::TODAY).parse().unwrap());
        worker::run(&api.db, &clock, &AtomicBool::new(false)).unwrap();
        let results = elsewhere.get(&format!("/v1/imports/{id}/results")).must(200);
        let found = &results["items"][0]["fault"]["errors"][0];
        assert_eq!(
            (&found["pointer"], &found["code"]),
            (&json!("/events/2/about_entry"), &json!(fault)),
            "{results:#}"
        );
    }
}

fn a_time_that_was_shortened_comes_in_so(api: &Api) {
    let manager = api.manager();
    let case = case_with(&manager, "2026-10-26");
    let time = deadline(&manager, &case, "ALJR-72-IN");
    act(&manager, &time, "shorten", json!({"until": "2026-11-06", "by": "direction", "reason": "Urgent"}))
        .must(200);
    let (file, lines) = export(&manager, "");
    let said = json!([{"rule": "ALJR-72-IN", "status": "shortened", "until": "2026-11-06", "by": "direction", "note": "Urgent"}]);
    assert_eq!(lines[0]["deadlines"], said);
    let elsewhere = api.manager();
    assert_eq!(bring_in(&elsewhere, file)["created"], 1);
    assert_eq!(export(&elsewhere, "").1[0]["deadlines"], said);
}

fn an_export_is_of_an_office_too(api: &Api) {
    let manager = api.manager();
    for office in ["Toronto", "Ottawa"] {
        let mut body = new_case("2026-03-02");
        body["office"] = json!(office);
        manager.post("/v1/cases", body).must(201);
    }
    let offices = |query: &str| -> Vec<String> {
        let lines = export(&manager, query).1;
        lines.iter().map(|line| line["office"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(offices("?office=toronto"), ["Toronto"], "in whichever spelling, as the list takes it");
    assert_eq!(offices("").len(), 2);
    manager
        .get("/v1/cases/export?office=Nowhere")
        .refused(400, "invalid_query")
        .at("/office", "unknown_code");
}

fn a_workbook_holds_the_table_as_text(api: &Api) {
    let manager = api.manager();
    let mut body = new_case("2026-03-02");
    body["style_of_cause"] = json!("=HYPERLINK(\"x\"); Doe");
    let id = manager.post("/v1/cases", body).must(201)["id"].as_str().unwrap().to_owned();
    for _ in 0..120 {
        case_with(&manager, "2026-03-02");
    }
    let answer = manager.get("/v1/cases/export.xlsx");
    assert_eq!(answer.status, 200);
    let kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    assert_eq!(answer.header("content-type"), Some(kind));
    assert_eq!(answer.header("content-disposition"), Some("attachment; filename=\"cases.xlsx\""));
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(answer.bytes.clone())).unwrap();
    assert!(book.worksheet_formula("cases").unwrap().is_empty());
    let rows = book.worksheet_range("cases").unwrap();
    assert_eq!(rows.height(), 122, "the names of the columns, and a row a case");
    let cell = |row: u32, column: u32| rows.get_value((row, column)).cloned().unwrap_or_default();
    assert_eq!((cell(0, 5), cell(1, 0)), (Data::String("style_of_cause".to_owned()), Data::String(id)));
    assert_eq!(cell(1, 5), Data::String("=HYPERLINK(\"x\"); Doe".to_owned()));
    let house = api.organization();
    house.litigator().get("/v1/cases/export.xlsx").refused(403, "forbidden");
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
    let english = manager.get("/v1/cases/export.csv?lang=en");
    assert_eq!(english.header("content-type"), Some("text/csv; charset=utf-8"));
    let text = String::from_utf8(english.bytes.clone()).unwrap();
    assert!(text.starts_with("\u{feff}id,external_system,"), "{text}");
    assert!(text.contains(",'=1+1; Doe,"), "{text}");
    let french = manager.get("/v1/cases/export?format=csv&lang=fr");
    let text = String::from_utf8(french.bytes.clone()).unwrap();
    assert!(text.contains(";\"'=1+1; Doe\";"), "{text}");
    assert_eq!(text.lines().count(), 2);
}

fn an_export_changes_nothing_where_it_came_from(api: &Api) {
    let manager = api.manager();
    let case = case_with(&manager, "2026-03-02");
    for event in full_docket().into_iter().take(6) {
        record(&manager, &case, event);
    }
    let mut named = new_case("2026-03-02");
    named["external_ids"] = json!([{"system": "GCMS", "id": "R1"}]);
    manager.post("/v1/cases", named).must(201);
    let (file, before) = export(&manager, "");
    for _ in 0..2 {
        let done = bring_in(&manager, file.clone());
        assert_eq!(
            (&done["unchanged"], &done["updated"], &done["failed"]),
            (&json!(2), &json!(0), &json!(0))
        );
    }
    assert_eq!(export(&manager, "").1, before, "the first time, too");
    // Elsewhere it is the name by which the case is known again.
    let elsewhere = api.manager();
    assert_eq!(bring_in(&elsewhere, file.clone())["created"], 2);
    assert_eq!(bring_in(&elsewhere, file)["unchanged"], 2);
    let found = elsewhere.get(&format!("/v1/cases?external_id=GREFFE:{case}")).must(200);
    assert_eq!(found["items"].as_array().unwrap().len(), 1);
}

fn what_the_law_does_not_know_is_refused_rather_than_found_nowhere(api: &Api) {
    let manager = api.manager();
    case_with(&manager, "2026-03-02");
    let lists = [
        "/v1/cases",
        "/v1/cases/export",
        "/v1/cases/export.csv",
        "/v1/cases/export.xlsx",
        "/v1/responsibilities/gaps",
        "/v1/responsibilities/gaps/summary",
    ];
    for list in lists {
        let refused =
            manager.get(&format!("{list}?proceeding=ALRJ&stage=commencde")).refused(400, "invalid_query");
        let refused = refused.at("/proceeding", "unknown_code").at("/stage", "unknown_code");
        assert!(refused.text.contains("ALJR, ALJR-CIT"), "{list}: {}", refused.text);
        let refused =
            manager.get(&format!("{list}?proceeding=ALJR&stage=detained")).refused(400, "invalid_query");
        let refused = refused.at("/stage", "unknown_code");
        assert!(refused.text.contains("awaiting_perfection"), "{list}: {}", refused.text);
        assert_eq!(manager.get(&format!("{list}?proceeding=ALJR&stage=commenced")).status, 200, "{list}");
    }
}

/// The text of every cell of a workbook.
fn cells(bytes: &[u8]) -> String {
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes.to_vec())).unwrap();
    let rows = book.worksheet_range("cases").unwrap();
    let all = rows.rows().flatten().map(ToString::to_string);
    all.collect::<Vec<_>>().join("\n")
}

fn who_takes_cases_out_takes_nothing_that_they_may_not_read(api: &Api) {
    let house = api.organization();
    let manager = house.manager();
    let mut body = new_case("2026-03-02");
    body["parties"][0]["uci"] = json!("1122334455");
    body["parties"][0]["address"] = json!("12 Fictional Street");
    let mut cases = Vec::new();
    for confidentiality in ["none", "anonymised", "sealed"] {
        let case = manager.post("/v1/cases", body.clone()).must(201)["id"].as_str().unwrap().to_owned();
        let at = format!("/v1/cases/{case}");
        let mut filed = full_docket()[0].clone();
        filed["note"] = json!(format!("Remark {confidentiality}."));
        record(&manager, &case, filed);
        manager.post(&format!("{at}/notes"), json!({"body": format!("Note {confidentiality}.")})).must(201);
        let advice = json!({"body": format!("Advice {confidentiality}."), "privilege": "solicitor_client"});
        manager.post(&format!("{at}/notes"), advice).must(201);
        manager.patch(&at, "*", json!({"confidentiality": confidentiality})).must(200);
        cases.push((case, confidentiality));
    }
    // A key of a manager's role that may read cases and take them out, and neither identifiers, nor what is sealed or privileged.
    let administrator = house.administrator();
    let new = json!({"name": "Warehouse", "role": "litigation_manager", "clearance": "protected_b"});
    let account = administrator.post("/v1/service-accounts", new).must(201);
    let keys = format!("/v1/service-accounts/{}/keys", account["id"].as_str().unwrap());
    let new = json!({"name": "2026", "scopes": ["cases.read", "cases.export"], "expires_in_days": 30});
    let made = administrator.post(&keys, new).must(201);
    let reader = api.anonymous().with_token(made["key"].as_str().unwrap());
    let text = |answer: Answer| String::from_utf8(answer.bytes.clone()).unwrap();
    let mut shown = vec![
        ("NDJSON", text(reader.get("/v1/cases/export"))),
        ("CSV", text(reader.get("/v1/cases/export.csv"))),
        ("XLSX", cells(&reader.get("/v1/cases/export.xlsx").bytes)),
    ];
    for (case, confidentiality) in &cases {
        let answer = reader.get(&format!("/v1/cases/{case}/export"));
        let mut zip = zip::ZipArchive::new(Cursor::new(answer.bytes.clone())).unwrap();
        let mut whole = String::new();
        for index in 0..zip.len() {
            std::io::Read::read_to_string(&mut zip.by_index(index).unwrap(), &mut whole).unwrap();
        }
        assert_eq!(whole.contains("Jane Doe"), *confidentiality == "none", "{confidentiality}");
        shown.push(("ZIP", whole));
    }
    for (form, text) in &shown {
        assert!(text.contains(cases[0].0.as_str()) || *form == "ZIP", "{form} holds the cases");
        for kept in ["1122334455", "12 Fictional", "Advice", "Remark sealed", "Note sealed"] {
            assert!(!text.contains(kept), "{form} tells {kept}");
        }
    }
    // What is not kept from them is there.
    let lines: Vec<Value> = shown[0].1.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let names: Vec<_> = lines.iter().map(|line| line["parties"][0]["name"].as_str().unwrap()).collect();
    assert_eq!(names, ["Jane Doe", "J.D.", "J.D."]);
    let withheld: Vec<_> = lines.iter().map(|line| line["exported"]["withheld"].to_string()).collect();
    assert!(withheld[0].contains("identifiers") && !withheld[0].contains("names"), "{withheld:?}");
    assert!(withheld[1].contains("names") && !withheld[1].contains("texts"), "{withheld:?}");
    assert!(withheld[2].contains("names") && withheld[2].contains("texts"), "{withheld:?}");
    assert!(shown[0].1.contains("Remark none.") && shown[0].1.contains("Remark anonymised."));
}

on_both!(
    an_export_changes_nothing_where_it_came_from,
    what_the_law_does_not_know_is_refused_rather_than_found_nowhere,
    who_takes_cases_out_takes_nothing_that_they_may_not_read,
    what_is_exported_comes_in_elsewhere_as_it_was,
    an_export_holds_what_its_reader_may_see,
    a_table_is_no_formula_and_parted_as_its_readers_do,
    which_motion_was_meant_comes_in_as_it_went_out,
    a_time_that_was_shortened_comes_in_so,
    an_export_is_of_an_office_too,
    a_workbook_holds_the_table_as_text,
);
