//! The documents of a case, and their files.

use crate::support::api::eventually;
use crate::support::*;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use greffe::access::classification::Classification;
use greffe::access::permissions::Role;
use greffe::contents::sweeping::{self, ContentFault};
use greffe::contents::{Contents, erasures};
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};
use std::io::{Read as _, Write as _};

const OCTETS: &str = "application/octet-stream";

/// A document of a case: its address.
fn document(actor: &Actor<'_>, case: &str, more: Value) -> String {
    let mut said = json!({"kind": "memo", "title": "Mémoire / final"});
    said.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    let made = actor.post(&format!("/v1/cases/{case}/documents"), said).must(201);
    format!("/v1/documents/{}", made["id"].as_str().unwrap())
}

fn send(actor: &Actor<'_>, document: &str, etag: &str, bytes: &[u8]) -> Answer {
    let actor = actor.with_header("If-Match", etag);
    actor.send("PUT", &format!("{document}/file"), Some((OCTETS, bytes.to_vec())))
}

/// The names of the files that are kept, those that are arriving among them.
fn kept(api: &Api) -> Vec<String> {
    fn walk(folder: &std::path::Path, found: &mut Vec<String>) {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                walk(&path, found);
            } else {
                found.push(path.file_name().unwrap().to_str().unwrap().to_owned());
            }
        }
    }
    let mut found = Vec::new();
    walk(api.files.path(), &mut found);
    found
}

fn hash(bytes: &[u8]) -> String {
    hex::encode(Sha256::digest(bytes))
}

fn contents(api: &Api) -> Contents {
    Contents::at(api.files.path(), 1 << 20)
}

fn a_file_comes_back_as_it_was_sent(api: &Api) {
    let manager = api.manager();
    let case = case_with(&manager, "2026-03-02");
    let at = document(&manager, &case, json!({}));
    manager.get(&format!("{at}/file")).refused(404, "not_found");
    let text = "Les faits : aucun.\n".repeat(40_000).into_bytes();
    let sent = send(&manager, &at, "*", &text).must(200);
    let file = &sent["file"];
    assert_eq!((&file["number"], &file["size"]), (&json!(1), &json!(text.len())));
    assert_eq!((&file["sha256"], &file["media_type"]), (&json!(hash(&text)), &json!("text/plain")));
    assert_eq!(file["name"], "Mémoire _ final.txt");
    let got = manager.get(&format!("{at}/file"));
    assert_eq!((got.status, got.text.as_bytes()), (200, text.as_slice()));
    let header = |name: &str| got.header(name).unwrap().to_owned();
    assert_eq!(header("x-content-type-options"), "nosniff");
    assert!(header("content-security-policy").contains("sandbox"));
    assert_eq!(
        header("content-disposition"),
        "attachment; filename=\"M_moire _ final.txt\"; filename*=UTF-8''M%C3%A9moire%20_%20final.txt"
    );
    let etag = got.etag();
    let seen = manager.with_header("If-None-Match", &etag).get(&format!("{at}/file"));
    assert_eq!((seen.status, seen.text.as_str()), (304, ""));
    let ranged = |range: &str| manager.with_header("Range", range).get(&format!("{at}/file"));
    let part = ranged("bytes=4-8");
    assert_eq!((part.status, part.text.as_bytes()), (206, &text[4..9]));
    assert_eq!(part.header("content-range"), Some(format!("bytes 4-8/{}", text.len()).as_str()));
    assert_eq!(ranged("bytes=-3").text.as_bytes(), &text[text.len() - 3..]);
    let beyond = ranged(&format!("bytes={}-", text.len())).refused(416, "range_not_satisfiable");
    assert_eq!(beyond.header("content-range"), Some(format!("bytes */{}", text.len()).as_str()));
    let changed = manager.with_header("Range", "bytes=4-8").with_header("If-Range", "\"1\"");
    assert_eq!(changed.get(&format!("{at}/file")).status, 200);
}

fn a_version_is_added_and_nobody_overwrites(api: &Api) {
    let organization = api.organization();
    let (manager, other) = (organization.manager(), organization.manager());
    let case = case_with(&manager, "2026-03-02");
    let at = document(&manager, &case, json!({"file_name": "memo.txt"}));
    let first = manager.get(&at).etag();
    send(&manager, &at, &first, b"One.").must(200);
    send(&other, &at, &first, b"Two.").refused(412, "stale_version");
    assert_eq!(kept(api).iter().filter(|name| **name == hash(b"Two.")).count(), 0, "nothing is left of it");
    let unseen = other.send("PUT", &format!("{at}/file"), Some((OCTETS, b"Two.".to_vec())));
    unseen.refused(428, "precondition_required");
    let out = other.post(&format!("{at}/check-out"), json!({})).must(200);
    assert_eq!((&out["checked_out_by"], &out["checked_out_at"]), (&json!(other.id), &out["updated_at"]));
    send(&manager, &at, "*", b"Two.").refused(409, "checked_out");
    manager.post(&format!("{at}/check-out"), json!({})).refused(409, "checked_out");
    let without = manager.post(&format!("{at}/check-in"), json!({}));
    without.refused(422, "invalid_body").at("/reason", "required");
    send(&other, &at, "*", b"Two.").must(200);
    manager.post(&format!("{at}/check-in"), json!({"reason": "He is on leave."})).must(200);
    send(&manager, &at, "*", b"Three.").must(200);
    let (versions, _) = manager.walk(&format!("{at}/versions?limit=1"));
    let told: Vec<_> =
        versions.iter().map(|one| (one["number"].clone(), one["created_by"].clone())).collect();
    let (ours, theirs) = (json!(manager.id), json!(other.id));
    assert_eq!(told, [(json!(3), ours.clone()), (json!(2), theirs), (json!(1), ours)]);
    assert_eq!(manager.get(&format!("{at}/file?version=2")).text, "Two.");
    assert_eq!(manager.get(&format!("{at}/file")).text, "Three.");
    manager.get(&format!("{at}/file?version=4")).refused(404, "not_found");
    let (entries, _) = manager.walk(&format!("/v1/cases/{case}/journal?limit=200"));
    let acts: Vec<_> = entries.iter().map(|entry| entry["action"].as_str().unwrap()).collect();
    let expected =
        ["document.file_received", "document.checked_in", "document.file_received", "document.checked_out"];
    assert_eq!(acts[..4], expected);
    assert_eq!(entries[1]["after"]["reason"], "He is on leave.");
}

fn what_is_wrong_with_a_file_is_told_and_nothing_is_left(api: &Api) {
    let api = api.own(Settings { largest_file: 1 << 20, ..Settings::default() });
    let manager = api.manager();
    let case = case_with(&manager, "2026-03-02");
    let at = document(&manager, &case, json!({}));
    send(&manager, &at, "*", b"").refused(422, "invalid_body");
    send(&manager, &at, "*", b"MZ\x90\x00\x03\x00").refused(415, "unsupported_media_type");
    send(&manager, &at, "*", b"<!DOCTYPE html><script>alert(1)</script>")
        .refused(415, "unsupported_media_type");
    let large = vec![b'a'; (1 << 20) + 1];
    send(&manager, &at, "*", &large).refused(413, "body_too_large");
    let digest = |value: &str| manager.with_header("Content-Digest", value);
    let of = |bytes: &[u8]| format!("sha-256=:{}:", STANDARD.encode(Sha256::digest(bytes)));
    send(&digest(&of(b"Another.")), &at, "*", b"One.").refused(422, "digest_mismatch");
    send(&digest("sha-256=One"), &at, "*", b"One.").refused(400, "invalid_header");
    // Cut off before its end.
    let token = manager.token().unwrap();
    let mut raw = std::net::TcpStream::connect(api.address).unwrap();
    let head = format!(
        "PUT {at}/file HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {token}\r\nIf-Match: *\r\nContent-Type: {OCTETS}\r\nContent-Length: 100000\r\n\r\n"
    );
    raw.write_all(head.as_bytes()).unwrap();
    raw.write_all(&vec![b'a'; 99_000]).unwrap();
    raw.shutdown(std::net::Shutdown::Write).unwrap();
    let mut answer = Vec::new();
    let _ = raw.read_to_end(&mut answer);
    drop(raw);
    eventually("what was cut off is gone", || kept(&api).is_empty());
    assert!(manager.get(&at).must(200).get("file").is_none());
    send(&digest(&of(b"One.")), &at, "*", b"One.").must(200);
    assert_eq!(kept(&api), [hash(b"One.")]);
    for name in ["../memo.txt", "a/b", "C:memo.txt", "memo\u{7}.txt", ".."] {
        let said = json!({"kind": "memo", "title": "Memo", "file_name": name});
        let refused = manager.post(&format!("/v1/cases/{case}/documents"), said);
        refused.refused(422, "invalid_body");
    }
    // The store away: what is said can be read, what is in it cannot.
    std::fs::rename(api.files.path(), api.files.path().with_extension("away")).unwrap();
    for answer in [manager.get(&format!("{at}/file")), send(&manager, &at, "*", b"Two.")] {
        let away = answer.refused(503, "unavailable");
        assert_eq!(away.header("retry-after"), Some("30"));
    }
    assert_eq!(manager.get(&at).must(200)["file"]["sha256"], hash(b"One."));
    std::fs::rename(api.files.path().with_extension("away"), api.files.path()).unwrap();
    assert_eq!(manager.get(&format!("{at}/file")).text, "One.");
}

fn a_document_has_rules_of_its_own(api: &Api) {
    let organization = api.organization();
    let manager = organization.manager();
    let case = case_with(&manager, "2026-03-02");
    manager.patch(&format!("/v1/cases/{case}"), "*", json!({"classification": "protected_a"})).must(200);
    let open = document(&manager, &case, json!({"title": "Open"}));
    let advice = document(&manager, &case, json!({"title": "Advice", "privilege": "settlement"}));
    let above = document(&manager, &case, json!({"title": "Above", "classification": "protected_b"}));
    send(&manager, &advice, "*", b"Settle.").must(200);
    let id = |address: &str| address.rsplit('/').next().unwrap().to_owned();
    let redacted =
        document(&manager, &case, json!({"title": "Redacted", "redacted_version_of": id(&advice)}));
    assert_eq!(manager.get(&redacted).must(200)["redacted_version_of"], id(&advice));
    let reader = organization.cleared(Role::Viewer, Classification::ProtectedA);
    let list = format!("/v1/cases/{case}/documents");
    let titles = |actor: &Actor<'_>, query: &str| -> Vec<String> {
        let (items, _) = actor.walk(&format!("{list}{query}"));
        items.iter().map(|one| one["title"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(titles(&manager, "?limit=2"), ["Redacted", "Above", "Advice", "Open"]);
    assert_eq!(titles(&reader, "?limit=1"), ["Redacted", "Open"]);
    assert_eq!(titles(&manager, "?kind=order"), Vec::<String>::new());
    assert_eq!(reader.get(&format!("{list}?include=count")).must(200)["count"], 2);
    assert!(reader.get(&redacted).must(200).get("redacted_version_of").is_none());
    for hidden in [&advice, &above] {
        for part in ["", "/file", "/versions"] {
            let unknown = format!("/v1/documents/{}{part}", world::NOBODY);
            let (hidden, unknown) = (reader.get(&format!("{hidden}{part}")), reader.get(&unknown));
            assert_eq!(hidden.refused(404, "not_found").essence(), unknown.essence());
        }
    }
    let (entries, _) = reader.walk(&format!("/v1/cases/{case}/journal?limit=200"));
    let told = serde_json::to_string(&entries).unwrap();
    assert!(told.contains("\"Open\"") && !told.contains("Advice") && !told.contains("Above"), "{told}");
    assert!(!told.contains(&hash(b"Settle.")) && !told.contains(&id(&advice)), "{told}");
    // What one could not read one does not write.
    let analyst = organization.cleared(Role::Analyst, Classification::ProtectedA);
    let add = |said: Value| analyst.post(&list, said);
    let privy = add(json!({"kind": "memo", "title": "T", "privilege": "settlement"}));
    privy.refused(422, "invalid_body").at("/privilege", "not_privy");
    let higher = add(json!({"kind": "memo", "title": "T", "classification": "protected_b"}));
    higher.refused(422, "invalid_body").at("/classification", "above_clearance");
    let of = add(json!({"kind": "memo", "title": "T", "translation_of": id(&advice)}));
    of.refused(422, "invalid_body").at("/translation_of", "unknown_document");
    let elsewhere = document(&manager, &case_with(&manager, "2026-03-02"), json!({}));
    let of = add(
        json!({"kind": "memo", "title": "T", "translation_of": id(&elsewhere), "event_ids": [id(&open)]}),
    );
    of.refused(422, "invalid_body")
        .at("/translation_of", "unknown_document")
        .at("/event_ids/0", "not_of_case");
    // Another patch leaves what is hidden from its writer as it is.
    analyst.patch(&redacted, "*", json!({"served_on": "2026-03-09"})).must(200);
    assert_eq!(manager.get(&redacted).must(200)["redacted_version_of"], id(&advice));
}

/// A closed case whose years have passed, with a document: its id, and the document's address.
fn closed_case(administrator: &Actor<'_>, bytes: &[u8]) -> (String, String) {
    let new = json!({"proceeding": "ALJR", "style_of_cause": "Doe v. Canada", "language": "en",
        "decision": {"body": "Refugee Appeal Division", "decided_on": "2012-02-27", "notified_on": "2012-03-02",
                     "location": "in_canada"}});
    let case = administrator.post("/v1/cases", new).must(201)["id"].as_str().unwrap().to_owned();
    let at = document(administrator, &case, json!({}));
    send(administrator, &at, "*", bytes).must(200);
    record(administrator, &case, json!({"type": "application_filed", "occurred_on": "2012-03-09"}));
    record(administrator, &case, json!({"type": "application_discontinued", "occurred_on": "2012-04-02"}));
    (case, at)
}

fn disposal_erases_the_files_too_and_says_so(api: &Api) {
    let administrator = api.administrator();
    let own = format!("Of one case, {}.", administrator.id);
    let (case, at) = closed_case(&administrator, own.as_bytes());
    let shared = format!("Of two cases, {}.", administrator.id);
    send(&administrator, &at, "*", shared.as_bytes()).must(200);
    let other = document(&administrator, &case_with(&administrator, "2026-03-02"), json!({}));
    send(&administrator, &other, "*", shared.as_bytes()).must(200);
    let is_kept = |text: &str| kept(api).contains(&hash(text.as_bytes()));
    let hold =
        administrator.post(&format!("/v1/cases/{case}/holds"), json!({"reason": "A request."})).must(201);
    let authority = json!({"authority": "DA 2019/007"});
    let dispose = || administrator.post(&format!("/v1/cases/{case}/dispose"), authority.clone());
    dispose().refused(409, "under_hold");
    assert!(is_kept(&own) && is_kept(&shared));
    let hold = format!("/v1/cases/{case}/holds/{}", hold["id"].as_str().unwrap());
    let released = json!({"until": "2026-11-02T15:00:00Z", "release_reason": "It is answered."});
    let from = administrator.get(&hold).must(200)["from"].clone();
    let mut released = released;
    released["until"] = from;
    administrator.patch(&hold, "*", released).must(200);
    let done = dispose().must(200);
    let count = |what: &str| {
        done["removed"].as_array().unwrap().iter().find(|part| part["what"] == what).unwrap()["count"].clone()
    };
    assert_eq!((count("documents"), count("document_versions")), (json!(1), json!(2)));
    assert!(!is_kept(&own) && is_kept(&shared), "what another document is stays");
    administrator.get(&at).refused(404, "not_found");
    assert_eq!(administrator.get(&format!("{other}/file")).text, shared);
    let (entries, _) = administrator.walk(&format!("/v1/journal?subject=case:{case}"));
    assert_eq!(
        (&entries[0]["action"], &entries[1]["action"]),
        (&json!("case.contents_erased"), &json!("case.disposed"))
    );
    assert_eq!(entries[0]["after"], json!({"erased": 1, "kept_elsewhere": 1}));
}

fn what_the_disk_and_the_database_disagree_in_is_found(api: &Api) {
    let api = api.own(Settings::default());
    let manager = api.manager();
    let case = case_with(&manager, "2026-03-02");
    for text in ["One.", "Two.", "Three."] {
        send(&manager, &document(&manager, &case, json!({})), "*", text.as_bytes()).must(200);
    }
    let contents = contents(&api);
    let faults = || {
        let mut found = Vec::new();
        let read = sweeping::verify(&api.db, &contents, |fault| found.push(fault)).unwrap();
        (read, found)
    };
    assert_eq!(faults(), (3, Vec::new()));
    let place = |text: &str| {
        let name = hash(text.as_bytes());
        api.files.path().join(&name[..2]).join(&name[2..4]).join(&name)
    };
    std::fs::write(place("One."), "0ne.").unwrap();
    std::fs::remove_file(place("Two.")).unwrap();
    let (read, mut found) = faults();
    let mut expected = vec![ContentFault::Altered(hash(b"One.")), ContentFault::Missing(hash(b"Two."))];
    let name = |fault: &ContentFault| format!("{fault:?}");
    found.sort_by_key(name);
    expected.sort_by_key(name);
    assert_eq!((read, found), (3, expected));
    // A file that no row names goes; what is named stays, and what is arriving.
    let mut orphan = contents.begin().unwrap();
    orphan.write(b"Nobody's.").unwrap();
    contents.keep(&orphan.seal().unwrap()).unwrap();
    let arriving = contents.begin().unwrap();
    let swept = sweeping::sweep(&api.db, &contents, &api.app.clock).unwrap();
    assert_eq!((swept.orphans, swept.asked, swept.cut_off), (1, 0, 0));
    assert!(!place("Nobody's.").exists() && place("Three.").exists());
    assert_eq!(kept(&api).len(), 3, "One., Three. and what arrives");
    drop(arriving);
    let run = api.db.write_now(|connection| erasures::run(connection, &contents, api.app.clock.now()));
    assert_eq!(run.unwrap(), 0);
}

fn a_deadline_is_met_by_a_document_of_its_own_case(api: &Api) {
    let manager = api.manager();
    let case = case_with(&manager, "2026-03-02");
    record(&manager, &case, json!({"type": "application_filed", "occurred_on": "2026-03-09"}));
    let due = manager.get(&format!("/v1/cases/{case}/deadlines?status=open")).must(200)["items"][0].clone();
    let id = |address: &str| address.rsplit('/').next().unwrap().to_owned();
    let elsewhere = document(&manager, &case_with(&manager, "2026-03-02"), json!({}));
    for foreign in [world::NOBODY.to_owned(), id(&elsewhere)] {
        let refused = act(&manager, &due, "complete", json!({"on": "2026-03-10", "document_id": foreign}));
        refused.refused(422, "invalid_body").at("/document_id", "unknown_document");
    }
    let own = id(&document(&manager, &case, json!({"deadline_ids": [due["id"]]})));
    let met = act(&manager, &due, "complete", json!({"on": "2026-03-10", "document_id": own})).must(200);
    assert_eq!(met["closed_by_document_id"], own);
}

on_both!(
    a_file_comes_back_as_it_was_sent,
    a_version_is_added_and_nobody_overwrites,
    what_is_wrong_with_a_file_is_told_and_nothing_is_left,
    a_document_has_rules_of_its_own,
    disposal_erases_the_files_too_and_says_so,
    what_the_disk_and_the_database_disagree_in_is_found,
    a_deadline_is_met_by_a_document_of_its_own_case,
);
