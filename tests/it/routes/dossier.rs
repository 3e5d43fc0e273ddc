//! `GET /v1/cases/{id}/export`: one case whole, as a file to hand over.

use crate::support::command::{greffe, says};
use crate::support::fixtures::Organization;
use crate::support::story::full_docket;
use crate::support::*;
use greffe::clock::Clock;
use greffe::insight::audit::checkpoints::api::Proof;
use greffe::insight::audit::checkpoints::proof::check;
use greffe::journal::checkpoints::statement::StatementKeys;
use greffe::registry::imports::worker;
use greffe::signing::key::SigningKey;
use greffe::signing::tokens::Tokens;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::io::{Cursor, Read as _};
use std::process::Command;
use std::sync::atomic::AtomicBool;

/// A server with a key that has a public half.
fn signing(api: &Api) -> Api {
    api.own(Settings { tokens: Tokens::with_key(&SigningKey::new_pem()).unwrap(), ..Settings::default() })
}

/// The files of a ZIP.
#[track_caller]
fn unpacked(answer: &Answer) -> BTreeMap<String, String> {
    assert_eq!(answer.status, 200, "{}", answer.text);
    assert_eq!(answer.header("content-type"), Some("application/zip"));
    let mut zip = zip::ZipArchive::new(Cursor::new(answer.bytes.clone())).unwrap();
    let mut files = BTreeMap::new();
    for index in 0..zip.len() {
        let mut file = zip.by_index(index).unwrap();
        let name = file.name().unwrap().into_owned();
        let mut text = String::new();
        file.read_to_string(&mut text).unwrap();
        assert!(files.insert(name.clone(), text).is_none(), "{name} is there twice");
    }
    files
}

#[track_caller]
fn exported(actor: &Actor<'_>, case: &str, query: &str) -> BTreeMap<String, String> {
    unpacked(&actor.get(&format!("/v1/cases/{case}/export{query}")))
}

fn json_in(files: &BTreeMap<String, String>, name: &str) -> Value {
    serde_json::from_str(files.get(name).unwrap_or_else(|| panic!("no {name}"))).unwrap()
}

fn lines_in(files: &BTreeMap<String, String>, name: &str) -> Vec<Value> {
    files[name].lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

/// How much of each kind is withheld.
fn withheld(files: &BTreeMap<String, String>) -> BTreeMap<String, i64> {
    let said = json_in(files, "withheld.json");
    let all = said["withheld"].as_array().unwrap().iter();
    all.map(|kind| (kind["kind"].as_str().unwrap().to_owned(), kind["count"].as_i64().unwrap())).collect()
}

/// A case with something in every part of it, and a link to another: both ids.
fn whole_case(manager: &Actor<'_>) -> (String, String) {
    let mut body = new_case("2026-03-02");
    body["parties"][0]["uci"] = json!("1122334455");
    let case = manager.post("/v1/cases", body).must(201)["id"].as_str().unwrap().to_owned();
    let at = format!("/v1/cases/{case}");
    for mut event in full_docket().into_iter().take(5) {
        if event["type"] == "notice_of_appearance_filed" {
            event["note"] = json!("By <b>e-filing</b>.");
        }
        record(manager, &case, event);
    }
    manager.post(&format!("{at}/notes"), json!({"body": "They asked for two weeks."})).must(201);
    let under = json!({"body": "Our advice: settle.", "privilege": "settlement"});
    manager.post(&format!("{at}/notes"), under).must(201);
    for (title, privilege) in [("Letter", None), ("Advice", Some("settlement"))] {
        let mut said = json!({"kind": "correspondence", "title": title});
        if let Some(privilege) = privilege {
            said["privilege"] = json!(privilege);
        }
        let document = manager.post(&format!("{at}/documents"), said).must(201);
        let file = format!("/v1/documents/{}/file", document["id"].as_str().unwrap());
        let sent = ("application/octet-stream", format!("The {title}.").into_bytes());
        manager.with_header("If-Match", "*").send("PUT", &file, Some(sent)).must(200);
    }
    manager.post(&format!("{at}/assignments"), json!({"user_id": manager.id, "role": "JCO"})).must(201);
    let other = case_with(manager, "2026-03-02");
    manager.post(&format!("{at}/links"), json!({"case_id": other, "kind": "related"})).must(201);
    (case, other)
}

fn a_case_is_handed_over_whole(api: &Api) {
    let manager = api.manager();
    let (case, other) = whole_case(&manager);
    let at = format!("/v1/cases/{case}");
    let answer = manager.get(&format!("{at}/export"));
    let name = format!("attachment; filename=\"case-{case}.zip\"");
    assert_eq!(answer.header("content-disposition"), Some(name.as_str()));
    let files = unpacked(&answer);
    assert_eq!(json_in(&files, "case.json"), manager.get(&at).must(200));
    let whole = manager.get(&format!("{at}?include=parties,events,deadlines,assignments")).must(200);
    for (file, part) in [
        ("parties", "parties"),
        ("docket", "events"),
        ("deadlines", "deadlines"),
        ("assignments", "assignments"),
    ] {
        assert_eq!(json_in(&files, &format!("{file}.json")), whole[part], "{part}");
    }
    assert!(!json_in(&files, "deadlines.json")[0]["explanation"]["steps"].as_array().unwrap().is_empty());
    assert_eq!(lines_in(&files, "notes.ndjson"), manager.walk(&format!("{at}/notes")).0);
    assert_eq!(lines_in(&files, "links.ndjson")[0]["case_id"], other);
    let documents = lines_in(&files, "documents.ndjson");
    assert_eq!(documents, manager.walk(&format!("{at}/documents")).0);
    let letter = format!("documents/{}/Letter.txt", documents[1]["id"].as_str().unwrap());
    assert_eq!((documents.len(), files[&letter].as_str()), (2, "The Letter."));
    // That it was read is written down meanwhile.
    let writes = |entries: Vec<Value>| -> Vec<Value> {
        entries.into_iter().filter(|entry| entry["kind"] == "write").collect()
    };
    let journal = lines_in(&files, "journal.ndjson");
    assert_eq!((&journal[0]["action"], &journal[0]["kind"]), (&json!("case.exported"), &json!("read")));
    assert_eq!(writes(journal), writes(manager.walk(&format!("{at}/journal")).0));
    let left_out = withheld(&files);
    assert_eq!(left_out.keys().collect::<Vec<_>>(), ["proofs"], "there is no checkpoint yet: {left_out:?}");
    let page = &files["index.html"];
    assert!(page.contains("<html lang=\"en"), "{page}");
    for said in [
        "Notice of appearance",
        "They asked for two weeks.",
        "By &lt;b&gt;e-filing&lt;/b&gt;.",
        "How each date came about",
    ] {
        assert!(page.contains(said), "no {said:?} in {page}");
    }
    assert_eq!(manager.get(&format!("{at}/export?lang=xx")).status, 400);
    for (actor, query) in [(&manager.accept_language("fr-CA"), ""), (&manager, "?lang=fr")] {
        let answer = actor.get(&format!("{at}/export{query}"));
        assert_eq!(answer.header("content-language"), Some("fr"));
        let page = unpacked(&answer)["index.html"].clone();
        assert!(page.contains("<html lang=\"fr") && page.contains("Échéances"), "{page}");
        assert!(
            page.contains("Comment chaque date a été obtenue") && !page.contains("How each date"),
            "{page}"
        );
    }
}

fn another_service_takes_the_case_over(api: &Api) {
    let manager = api.manager();
    let (case, _) = whole_case(&manager);
    let file = exported(&manager, &case, "")["case.ndjson"].clone();
    let elsewhere = api.manager();
    let import = elsewhere.post("/v1/imports", json!({"format": "ndjson"}));
    let sender = elsewhere.with_header("If-Match", &import.etag());
    let address = format!("/v1/imports/{}", import.must(201)["id"].as_str().unwrap());
    let body = ("application/octet-stream", file.into_bytes());
    sender.send("PUT", &format!("{address}/file"), Some(body)).must(202);
    let clock = Clock::starting_at(format!("{}T15:00:00Z", api::TODAY).parse().unwrap());
    worker::run(&api.db, &clock, &AtomicBool::new(false)).unwrap();
    let done = elsewhere.get(&address).must(200);
    // Who held what is named by names that nobody there has.
    let results = elsewhere.get(&format!("{address}/results")).must(200);
    assert_eq!(done["created"], 1, "{results:#}");
}

fn each_entry_of_the_journal_is_proved_without_the_service(api: &Api) {
    let api = &signing(api);
    let administrator = api.administrator();
    let (case, _) = whole_case(&administrator);
    let checkpoint = || administrator.post("/v1/journal/checkpoints", json!({})).must(201);
    checkpoint();
    record(&administrator, &case, full_docket()[5].clone());
    let last = checkpoint();
    let files = exported(&administrator, &case, "");
    let entries = lines_in(&files, "journal.ndjson");
    let is_covered = |entry: &&Value| entry["sequence"].as_i64() <= last["through_sequence"].as_i64();
    let (covered, later): (Vec<_>, Vec<_>) = entries.iter().partition(is_covered);
    assert!(later.iter().any(|entry| entry["action"] == "case.exported"), "{later:#?}");
    let keys = StatementKeys::read(&files["journal-keys.json"]).unwrap();
    let others = StatementKeys::Set(Tokens::with_key(&SigningKey::new_pem()).unwrap().public_keys());
    let mut numbers = Vec::new();
    for entry in &covered {
        let proof: Proof =
            serde_json::from_value(json_in(&files, &format!("proofs/{}.json", entry["sequence"]))).unwrap();
        assert_eq!(json!(proof.entry.hash), entry["hash"]);
        assert_eq!(proof.entry.after.is_some(), entry.get("after").is_some(), "{entry}");
        numbers.push(check(&proof, &keys).unwrap().number);
        assert!(check(&proof, &others).is_err());
    }
    numbers.dedup();
    assert_eq!(numbers, [json!(last["number"]).as_i64().unwrap(), 1], "each from the first that covers it");
    assert_eq!(files.keys().filter(|name| name.starts_with("proofs/")).count(), covered.len());
    assert_eq!(
        withheld(&files),
        BTreeMap::from([("proofs".to_owned(), i64::try_from(later.len()).unwrap())])
    );
    let folder = tempfile::tempdir().unwrap();
    let file = |name: &str| folder.path().join(name.replace('/', "-")).display().to_string();
    let proof = format!("proofs/{}.json", covered[0]["sequence"]);
    for name in [proof.as_str(), "journal-keys.json"] {
        std::fs::write(file(name), &files[name]).unwrap();
    }
    let verify = ["journal", "verify", "--proof", &file(&proof), "--public-key", &file("journal-keys.json")];
    let said = says(&mut greffe(&verify));
    assert!(said.starts_with("The proof holds: case:"), "{said}");
}

fn what_its_reader_may_not_see_is_counted_and_not_told(api: &Api) {
    let house = api.organization();
    let manager = house.manager();
    let (case, other) = whole_case(&manager);
    let at = format!("/v1/cases/{case}");
    let colleague = house.manager();
    let wall = json!({"user_id": colleague.id, "reason": "Acted for the applicant."});
    manager.post(&format!("/v1/cases/{other}/walls"), wall.clone()).must(201);
    let files = exported(&colleague, &case, "");
    assert_eq!(files["links.ndjson"], "", "a case that is not there has no link");
    assert!(!files.values().any(|file| file.contains(&other)), "and is named nowhere");
    assert!(!withheld(&files).contains_key("notes"));
    // A key that is confined to taking cases out: neither the journal nor identifiers nor privileges come with it.
    let account = manager_key(&house, &["cases.read", "cases.export"]);
    let files = exported(&account, &case, "");
    assert_eq!(files["journal.ndjson"], "");
    let left_out = withheld(&files);
    assert_eq!((left_out["identifiers"], left_out["notes"]), (1, 1), "{left_out:?}");
    assert_eq!(left_out["documents"], 1, "{left_out:?}");
    assert!(files.keys().any(|name| name.ends_with("/Letter.txt")), "what may be seen is in it");
    assert!(!files.values().any(|file| file.contains("Advice")), "it is told");
    assert!(left_out["journal_entries"] > 8, "{left_out:?}");
    assert!(
        !files.values().any(|file| file.contains("1122334455") || file.contains("Our advice")),
        "it is told"
    );
    assert!(files["index.html"].contains("They asked for two weeks."));
    // Whom a wall keeps out finds nothing, as where there is no such case.
    manager.post(&format!("{at}/walls"), wall).must(201);
    let hidden = colleague.get(&format!("{at}/export")).refused(404, "not_found");
    let nowhere = colleague.get(&format!("/v1/cases/{}/export", world::NOBODY)).refused(404, "not_found");
    assert_eq!(hidden.json["detail"], nowhere.json["detail"]);
    house.viewer().get(&format!("{at}/export")).refused(403, "forbidden");
    assert_eq!(actions(&manager, &case).iter().filter(|action| *action == "case.exported").count(), 2);
}

/// A service account of an organisation with a key that has these scopes alone.
#[track_caller]
fn manager_key<'a>(house: &Organization<'a>, scopes: &[&str]) -> Actor<'a> {
    let administrator = house.administrator();
    let new = json!({"name": "Warehouse", "role": "litigation_manager", "clearance": "protected_b"});
    let account = administrator.post("/v1/service-accounts", new).must(201);
    let keys = format!("/v1/service-accounts/{}/keys", account["id"].as_str().unwrap());
    let new = json!({"name": "2026", "scopes": scopes, "expires_in_days": 30});
    let made = administrator.post(&keys, new).must(201);
    administrator.api.anonymous().with_token(made["key"].as_str().unwrap())
}

fn a_sealed_case_tells_how_much_and_not_what(api: &Api) {
    let house = api.organization();
    let manager = house.manager();
    let (case, _) = whole_case(&manager);
    let address = format!("/v1/cases/{case}");
    manager.patch(&address, "*", json!({"confidentiality": "sealed"})).must(200);
    let account = manager_key(&house, &["cases.read", "cases.export", "journal.read"]);
    let files = exported(&account, &case, "");
    for kept in ["Jane Doe", "e-filing", "two weeks", "1122334455"] {
        let told: Vec<_> =
            files.iter().filter(|(_, file)| file.contains(kept)).map(|(name, _)| name).collect();
        assert!(told.is_empty(), "{kept} is in {told:?}");
    }
    let left_out = withheld(&files);
    let of = |kind: &str| left_out.get(kind).copied().unwrap_or_default();
    assert_eq!((of("names"), of("identifiers"), of("texts"), of("notes")), (1, 1, 1, 2), "{left_out:?}");
    assert!(of("journal_contents") > 0, "{left_out:?}");
    assert!(files["index.html"].contains("J.D."));
}

fn other_programs_read_the_zip(api: &Api) {
    if Command::new("python3").arg("--version").output().is_err() {
        left_out("whether Python reads the ZIP of a case: there is no python3");
        return;
    }
    let manager = api.manager();
    let (case, _) = whole_case(&manager);
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("case.zip");
    std::fs::write(&path, &manager.get(&format!("/v1/cases/{case}/export")).bytes).unwrap();
    let test = "import sys, zipfile; z = zipfile.ZipFile(sys.argv[1]); assert z.testzip() is None; print(len(z.namelist()))";
    let said = Command::new("python3").args(["-c", test]).arg(&path).output().unwrap();
    assert!(said.status.success(), "{}", String::from_utf8_lossy(&said.stderr));
    assert_eq!(String::from_utf8_lossy(&said.stdout).trim(), "15");
}

fn the_page_speaks_of_what_happened_as_people_do(api: &Api) {
    let manager = api.manager();
    let mut body = new_case("2026-03-02");
    body["office"] = json!("Vancouver");
    let case = manager.post("/v1/cases", body).must(201)["id"].as_str().unwrap().to_owned();
    let docket = full_docket();
    let hearing = docket.iter().position(|event| event["type"] == "hearing_scheduled").unwrap();
    for mut event in docket.into_iter().take(hearing + 1) {
        if event["type"] == "application_served" {
            event["service_method"] = json!("registered_mail");
        }
        if event["type"] == "hearing_scheduled" {
            let day = event["facts"]["hearing_on"].as_str().unwrap().to_owned();
            event["facts"]["hearing_at"] = json!(format!("{day}T17:30:00Z"));
            event["facts"]["hearing_language"] = json!("fr");
        }
        record(&manager, &case, event);
    }
    let page = |lang: &str| exported(&manager, &case, lang)["index.html"].clone();
    let (english, french) = (page("?lang=en"), page("?lang=fr"));
    for said in ["Method of service: Registered mail", ": yes", "at 10:30 (Pacific Time)", "French"] {
        assert!(english.contains(said), "no {said:?} in {english}");
    }
    for said in [
        "Mode de signification\u{a0}: Courrier recommandé",
        "\u{a0}: oui",
        "(heure du Pacifique)",
        "Français",
    ] {
        assert!(french.contains(said), "no {said:?} in {french}");
    }
    for code in
        ["reasons_received", "hearing_at", "hearing_on", "hearing_language", "T17:30", "registered_mail"]
    {
        assert!(!english.contains(code) && !french.contains(code), "{code} is for programs");
    }
}

fn whom_no_import_would_find_is_counted_as_left_out(api: &Api) {
    let house = api.organization();
    let manager = house.manager();
    let (case, _) = whole_case(&manager);
    let group = group_of(&manager, &[(&manager.id, "chair", None)]);
    let of = |files: &BTreeMap<String, String>| withheld(files).get("holders").copied();
    assert_eq!(of(&exported(&manager, &case, "")), None);
    let held = json!({"group_id": group, "role": "JPL"});
    manager.post(&format!("/v1/cases/{case}/assignments"), held).must(201);
    let files = exported(&manager, &case, "");
    assert_eq!(of(&files), Some(1));
    assert_eq!(lines_in(&files, "case.ndjson")[0]["assignments"].as_array().unwrap().len(), 1);
    assert_eq!(json_in(&files, "assignments.json").as_array().unwrap().len(), 2);
    assert!(files["index.html"].contains("Assignments that case.ndjson leaves out"));
}

on_both!(
    the_page_speaks_of_what_happened_as_people_do,
    whom_no_import_would_find_is_counted_as_left_out,
    a_case_is_handed_over_whole,
    another_service_takes_the_case_over,
    each_entry_of_the_journal_is_proved_without_the_service,
    what_its_reader_may_not_see_is_counted_and_not_told,
    a_sealed_case_tells_how_much_and_not_what,
    other_programs_read_the_zip,
);
