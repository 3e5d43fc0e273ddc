//! `Idempotency-Key`: what is sent again is answered again, and done once.

use crate::support::world::{NOBODY, World};
use crate::support::*;
use diesel::prelude::*;
use greffe::access::classification::Classification;
use greffe::access::permissions::Role;
use greffe::db::schema::idempotency_keys;
use greffe::db::types::Instant;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::time::Duration;

fn what_is_sent_again_is_answered_again(api: &Api) {
    let litigator = api.litigator();
    let first = litigator.post_once("/v1/cases", "key-1", new_case("2026-03-02"));
    let again = litigator.post_once("/v1/cases", "key-1", new_case("2026-03-02"));
    assert_eq!((first.status, again.status), (201, 201));
    assert_eq!(
        (&first.text, first.etag(), first.header("location")),
        (&again.text, again.etag(), again.header("location"))
    );
    assert_eq!(
        (first.header("idempotency-replayed"), again.header("idempotency-replayed")),
        (None, Some("true"))
    );
    assert_eq!(litigator.get("/v1/cases?include=count").must(200)["count"], 1);
    let case = first.json["id"].as_str().unwrap();
    assert_eq!(actions(&litigator, case).iter().filter(|action| *action == "case.created").count(), 1);
    litigator.post_once("/v1/cases", "key-2", new_case("2026-03-02")).must(201);
    litigator.post("/v1/cases", new_case("2026-03-02")).must(201);
    assert_eq!(litigator.get("/v1/cases?include=count").must(200)["count"], 3);
}

fn a_key_that_was_used_for_something_else_is_422(api: &Api) {
    let litigator = api.litigator();
    let case = litigator.post_once("/v1/cases", "key", new_case("2026-03-02")).must(201)["id"]
        .as_str()
        .unwrap()
        .to_owned();
    let other = case_with(&litigator, "2026-03-02");
    let reused = litigator
        .post_once("/v1/cases", "key", new_case("2026-03-03"))
        .refused(422, "idempotency_key_reused");
    assert_eq!(
        (&reused.json["errors"][0]["in"], &reused.json["errors"][0]["pointer"]),
        (&json!("header"), &json!("/Idempotency-Key"))
    );
    let note = |case: &str| {
        litigator.post_once(&format!("/v1/cases/{case}/notes"), "note", json!({"body": "A note."}))
    };
    note(&case).must(201);
    note(&other).refused(422, "idempotency_key_reused");
    let analyst = api.manager();
    analyst.post_once("/v1/cases", "key", new_case("2026-03-03")).must(201);
}

fn what_was_refused_can_be_sent_right_under_the_same_key(api: &Api) {
    let litigator = api.litigator();
    let mut wrong = new_case("2026-03-02");
    wrong["language"] = json!("de");
    litigator.post_once("/v1/cases", "key", wrong).refused(422, "invalid_body");
    let right = litigator.post_once("/v1/cases", "key", new_case("2026-03-02"));
    assert_eq!((right.status, right.header("idempotency-replayed")), (201, None), "{}", right.text);
}

fn a_key_has_a_form(api: &Api) {
    let litigator = api.litigator();
    for key in ["", &"x".repeat(256)] {
        let answer =
            litigator.post_once("/v1/cases", key, new_case("2026-03-02")).refused(400, "invalid_header");
        answer.at("/Idempotency-Key", "invalid_value");
    }
    litigator.post_once("/v1/cases", &"x".repeat(255), new_case("2026-03-02")).must(201);
}

fn every_post_that_says_so_takes_a_key(api: &Api) {
    let world = World::of(api);
    for operation in world.operations.iter().filter(|one| one.takes("header", "Idempotency-Key")) {
        let actor = world.administrator.with_header("Idempotency-Key", "one-key");
        let address = world.address(operation);
        let first = world.call_as_is(&actor, operation, &address);
        if first.status >= 300 {
            continue;
        }
        let again = world.call_as_is(&actor, operation, &address);
        assert_eq!((again.status, &again.text), (first.status, &first.text), "{}", operation.id);
        assert_eq!(again.header("idempotency-replayed"), Some("true"), "{}", operation.id);
    }
}

/// The POSTs whose handlers look at the key, by what they are called in the code.
fn keyed_handlers(folder: &std::path::Path, found: &mut BTreeSet<String>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            keyed_handlers(&path, found);
        } else if path.file_name().is_some_and(|name| name == "routes.rs") {
            let code = std::fs::read_to_string(&path).unwrap();
            for handler in code.split("\n#[post(").skip(1) {
                let (signature, _) = handler.split_once("-> Result<Answer>").unwrap();
                let (_, name) = signature.split_once("async fn ").unwrap();
                if signature.contains("Idempotent<") {
                    found.insert(name.split('(').next().unwrap().to_owned());
                }
            }
        }
    }
}

#[test]
fn the_document_names_the_key_where_it_is_looked_at_and_nowhere_else() {
    let document = serde_json::to_value(greffe::server::openapi::document()).unwrap();
    let operations = document::operations(&document);
    let named = operations.into_iter().filter(|one| one.takes("header", "Idempotency-Key")).map(|one| one.id);
    let named: BTreeSet<_> = named.collect();
    let mut looked_at = BTreeSet::new();
    keyed_handlers(&std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut looked_at);
    assert!(looked_at.len() > 40, "{looked_at:?}");
    assert_eq!(named, looked_at);
}

fn the_same_key_from_two_sides_at_once_is_done_once(api: &Api) {
    let litigator = api.litigator();
    let answers: Vec<_> = std::thread::scope(|scope| {
        let send = || litigator.post_once("/v1/cases", "at once", new_case("2026-03-02"));
        let running: Vec<_> = (0..8).map(|_| scope.spawn(send)).collect();
        running.into_iter().map(|thread| thread.join().unwrap()).collect()
    });
    let done: Vec<_> = answers.iter().filter(|answer| answer.status == 201).collect();
    assert_eq!(done.iter().filter(|answer| answer.header("idempotency-replayed").is_none()).count(), 1);
    assert!(done.iter().all(|answer| answer.text == done[0].text));
    for waiting in answers.iter().filter(|answer| answer.status != 201) {
        waiting.clone().refused(409, "request_in_flight");
    }
    assert_eq!(litigator.get("/v1/cases?include=count").must(200)["count"], 1);
}

/// A note of a case, as it is sent twice.
fn note(actor: &Actor<'_>, case: &str) -> Answer {
    actor.post_once(&format!("/v1/cases/{case}/notes"), "note", json!({"body": "A note."}))
}

fn who_is_walled_off_is_answered_as_of_an_unknown_case(api: &Api) {
    let organization = api.organization();
    let (manager, sender) = (organization.manager(), organization.manager());
    let first = sender.post_once("/v1/cases", "key", new_case("2026-03-02"));
    let case = first.clone().must(201)["id"].as_str().unwrap().to_owned();
    note(&sender, &case).must(201);
    let wall = json!({"user_id": sender.id, "reason": "Acted for the applicant."});
    manager.post(&format!("/v1/cases/{case}/walls"), wall).must(201);
    let unknown = sender.post(&format!("/v1/cases/{NOBODY}/notes"), json!({"body": "A note."}));
    let unknown = unknown.refused(404, "not_found");
    for again in [sender.post_once("/v1/cases", "key", new_case("2026-03-02")), note(&sender, &case)] {
        assert_eq!(again.clone().refused(404, "not_found").essence(), unknown.essence());
        assert_eq!(again.header("idempotency-replayed"), None);
    }
}

fn another_role_or_clearance_holds_for_what_is_sent_again(api: &Api) {
    let organization = api.organization();
    let administrator = organization.administrator();
    let send = |actor: &Actor<'_>| actor.post_once("/v1/cases", "key", new_case("2026-03-02"));
    let change = |actor: &Actor<'_>, patch: Value| {
        administrator.patch(&format!("/v1/users/{}", actor.id), "*", patch).must(200);
    };
    let sender = organization.manager();
    send(&sender).must(201);
    change(&sender, json!({"role": "viewer"}));
    send(&sender).refused(403, "forbidden");
    let reused = sender.post_once("/v1/cases", "key", new_case("2026-03-03"));
    reused.refused(403, "forbidden");
    change(&sender, json!({"role": "litigation_manager", "clearance": "unclassified"}));
    send(&sender).refused(404, "not_found");
    change(&sender, json!({"clearance": "protected_b"}));
    assert_eq!(send(&sender).header("idempotency-replayed"), Some("true"));
    change(&sender, json!({"active": false}));
    send(&sender).refused(401, "invalid_token");
}

fn a_narrower_key_shows_no_more_than_it_would_alone(api: &Api) {
    let administrator = api.administrator();
    let account = json!({"name": "Registry", "role": "administrator", "clearance": "protected_b"});
    let account = administrator.post("/v1/service-accounts", account).must(201);
    let keys = format!("/v1/service-accounts/{}/keys", account["id"].as_str().unwrap());
    let with = |scopes: &[&str]| {
        let key = json!({"name": "2026", "scopes": scopes, "expires_in_days": 30});
        let key = administrator.post(&keys, key).must(201)["key"].as_str().unwrap().to_owned();
        api.anonymous().with_token(&key)
    };
    let wide = with(&["cases.read", "cases.create", "cases.update", "identifiers.read"]);
    let (narrow, other) = (with(&["cases.read", "cases.create", "cases.update"]), with(&["cases.read"]));
    let case = case_with(&wide, "2026-03-02");
    let send = |actor: &Actor<'_>| {
        let party = json!({"kind": "person", "capacity": "applicant", "name": "John Roe", "uci": "12345678",
            "date_of_birth": "1990-01-01"});
        actor.post_once(&format!("/v1/cases/{case}/parties"), "party", party)
    };
    let first = send(&wide).must(201);
    assert_eq!(send(&wide).must(201), first);
    let again = send(&narrow).must(201);
    assert_eq!((&again["id"], again.get("uci"), again.get("date_of_birth")), (&first["id"], None, None));
    send(&other).refused(403, "forbidden");
}

fn a_key_that_was_made_is_shown_again_only_to_who_could_make_it(api: &Api) {
    let organization = api.organization();
    let administrator = organization.administrator();
    let account = json!({"name": "Directory", "role": "administrator"});
    let account = administrator.post("/v1/service-accounts", account).must(201);
    let keys = format!("/v1/service-accounts/{}/keys", account["id"].as_str().unwrap());
    let with = |scopes: Value| json!({"name": "2026", "scopes": scopes, "expires_in_days": 30});
    let key = |scopes: Value| {
        let key = administrator.post(&keys, with(scopes)).must(201)["key"].as_str().unwrap().to_owned();
        api.anonymous().with_token(&key)
    };
    let wide = key(json!(["service_accounts.manage", "users.provision"]));
    let narrow = key(json!(["service_accounts.manage"]));
    let send = |actor: &Actor<'_>| actor.post_once(&keys, "key", with(json!(["users.provision"])));
    let first = send(&wide).must(201);
    assert_eq!(send(&wide).must(201)["key"], first["key"]);
    send(&narrow).refused(422, "invalid_body").at("/scopes/0", "beyond_yours");
    let kept = kept(api);
    assert!(!kept.contains(first["key"].as_str().unwrap()), "{kept}");
    let address = format!("{keys}/{}", first["id"].as_str().unwrap());
    assert_eq!(administrator.delete(&address, "*").status, 204);
    send(&wide).refused(404, "not_found");
}

/// All that is kept of requests.
fn kept(api: &Api) -> String {
    let pointers = idempotency_keys::table.select(idempotency_keys::pointer);
    api.db.read_now(|connection| Ok(pointers.load::<String>(connection)?)).unwrap().join("\n")
}

fn what_is_kept_is_where_it_is_and_not_what_it_says(api: &Api) {
    let api = &api.own(Settings { record_reads_from: Classification::ProtectedB, ..Settings::default() });
    let organization = api.organization();
    let (manager, sender) = (organization.manager(), organization.manager());
    let send = || sender.post_once("/v1/cases", "key", new_case("2026-03-02"));
    let first = send().must(201);
    let case = first["id"].as_str().unwrap();
    assert_eq!(kept(api), format!("\"{case}\""));
    let patched = manager.patch(&format!("/v1/cases/{case}"), "*", json!({"office": "Toronto"}));
    let etag = patched.etag();
    let again = send();
    assert_eq!(again.etag(), etag, "it is shown as it is now");
    assert_eq!(again.header("location"), Some(format!("/v1/cases/{case}").as_str()));
    assert_eq!((&again.must(201)["office"], &first["office"]), (&json!("Toronto"), &Value::Null));
    assert!(api.app.recorder.flush(Duration::from_secs(20)));
    let read = manager.get(&format!("/v1/cases/{case}/journal?kind=read")).must(200);
    let by_sender = read["items"].as_array().unwrap().iter();
    let mut by_sender = by_sender.filter(|entry| entry["actor"] == format!("user:{}", sender.id));
    assert_eq!(by_sender.next().unwrap()["after"]["operation"], "create_case", "{read:#}");
    assert!(by_sender.next().is_none(), "what was written is on record as written: {read:#}");
}

fn what_a_hand_over_moved_is_told_as_far_as_one_sees_it(api: &Api) {
    let organization = api.organization();
    let (manager, other) = (organization.manager(), organization.user(Role::LitigationManager));
    let (from, to) = (organization.litigator(), organization.litigator());
    let (seen, hidden) = (case_with(&from, "2026-03-02"), case_with(&from, "2026-03-02"));
    let send = || {
        let body = json!({"from_user_id": from.id, "to_user_id": to.id});
        manager.post_once("/v1/assignments/handover", "key", body)
    };
    let first = send();
    assert_eq!(send().text, first.text);
    assert_eq!(first.must(200)["count"], 2);
    let wall = json!({"user_id": manager.id, "reason": "Acted for the applicant."});
    other.post(&format!("/v1/cases/{hidden}/walls"), wall).must(201);
    let again = send();
    assert!(!again.text.contains(&hidden) && again.text.contains(&seen), "{}", again.text);
    assert_eq!(again.must(200)["count"], 1);
}

/// Whatever was done once, who may not do it any more is refused as if they had never sent it.
fn every_repetition_is_judged_as_its_sender_is_now(api: &Api) {
    let world = World::of(api);
    let administrator = world.organization.administrator();
    let actor = world.administrator.with_header("Idempotency-Key", "one-key");
    let keyed = |one: &&document::Operation| one.takes("header", "Idempotency-Key");
    let operations: Vec<_> = world.operations.iter().filter(keyed).collect();
    let done: Vec<_> = operations
        .into_iter()
        .map(|operation| (operation, world.address(operation)))
        .filter(|(operation, address)| world.call_as_is(&actor, operation, address).status < 300)
        .collect();
    assert!(done.len() > 25, "{}", done.len());
    let demoted = json!({"role": "viewer"});
    administrator.patch(&format!("/v1/users/{}", world.administrator.id), "*", demoted).must(200);
    let fresh = world.administrator.with_header("Idempotency-Key", "another-key");
    let mut refused = 0;
    for (operation, address) in &done {
        let first = world.call_as_is(&fresh, operation, address);
        let again = world.call_as_is(&actor, operation, address);
        if [403, 404].contains(&first.status) {
            refused += 1;
            // What was made may be hidden from them though its place is not: a privileged note.
            assert!([403, 404].contains(&again.status), "{}: {}", operation.id, again.text);
        }
    }
    assert!(refused > 20, "{refused}");
}

/// Whatever was done once, a wall that was put up since keeps all of it that is of a case.
fn every_repetition_stops_at_walls(api: &Api) {
    let world = World::of(api);
    let director = world.organization.manager();
    let actor = world.administrator.with_header("Idempotency-Key", "one-key");
    let feed = json!({"scope": "case", "case_id": world.case(), "language": "en"});
    let watch = || world.administrator.post_once("/v1/feeds", "feed", feed.clone());
    watch().must(201);
    let is_keyed = |one: &&document::Operation| one.takes("header", "Idempotency-Key");
    let addresses =
        world.operations.iter().filter(is_keyed).map(|operation| (operation, world.address(operation)));
    let done: Vec<_> = addresses
        .filter(|(operation, address)| world.call_as_is(&actor, operation, address).status < 300)
        .collect();
    let (cases, _) = director.walk("/v1/cases?limit=200");
    let cases: Vec<_> = cases.iter().map(|case| case["id"].as_str().unwrap()).collect();
    for case in &cases {
        let wall = json!({"user_id": world.administrator.id, "reason": "Acted for the applicant."});
        director.post(&format!("/v1/cases/{case}/walls"), wall).must(201);
    }
    watch().refused(404, "not_found");
    let mut hidden = 0;
    for (operation, address) in &done {
        let again = world.call_as_is(&actor, operation, address);
        let told = cases.iter().find(|case| again.text.replace(address.as_str(), "").contains(**case));
        assert_eq!(told, None, "{}: {}", operation.id, again.text);
        let is_of_case = ["/v1/cases", "/v1/deadlines/{id}", "/v1/notifications/{id}"];
        if is_of_case.iter().any(|start| operation.path.starts_with(start)) {
            again.refused(404, "not_found");
            hidden += 1;
        }
    }
    assert!(hidden > 10, "{hidden}");
}

fn what_is_kept_goes_after_a_day(api: &Api) {
    let api = &api.own(Settings::default());
    let (gone, other) = (api.litigator(), api.litigator());
    let send = |actor: &Actor<'_>| actor.post_once("/v1/cases", "key", new_case("2026-03-02"));
    let hours_ago = |hours: i64| {
        let then = Instant::at(api.app.clock.now().utc() - chrono::TimeDelta::hours(hours));
        let all = || diesel::update(idempotency_keys::table).set(idempotency_keys::created_at.eq(then));
        api.db.write_now(|connection| Ok(all().execute(connection)?)).unwrap();
    };
    let first = send(&gone).must(201);
    hours_ago(23);
    assert_eq!(send(&gone).must(201)["id"], first["id"]);
    hours_ago(25);
    send(&other).must(201);
    assert_ne!(send(&gone).must(201)["id"], first["id"], "a day later it is another request");
    assert_eq!(kept(api).lines().count(), 2, "one of each");
    hours_ago(25);
    greffe::server::housekeeping::sweep(&api.db, api.app.clock.now()).unwrap();
    assert_eq!(kept(api), "");
}

fn what_another_version_kept_is_not_done_twice(api: &Api) {
    let litigator = api.litigator();
    let send = || litigator.post_once("/v1/cases", "key", new_case("2026-03-02"));
    send().must(201);
    let litigator_id: greffe::ids::UserId = litigator.id.parse().unwrap();
    let kept = || {
        let rows = idempotency_keys::table.filter(idempotency_keys::user_id.eq(litigator_id));
        diesel::update(rows).set(idempotency_keys::pointer.eq(""))
    };
    api.db.write_now(|connection| Ok(kept().execute(connection)?)).unwrap();
    send().refused(409, "conflict");
    assert_eq!(litigator.get("/v1/cases?include=count").must(200)["count"], 1);
}

on_both!(
    what_is_sent_again_is_answered_again,
    a_key_that_was_used_for_something_else_is_422,
    what_was_refused_can_be_sent_right_under_the_same_key,
    a_key_has_a_form,
    every_post_that_says_so_takes_a_key,
    the_same_key_from_two_sides_at_once_is_done_once,
    who_is_walled_off_is_answered_as_of_an_unknown_case,
    another_role_or_clearance_holds_for_what_is_sent_again,
    a_narrower_key_shows_no_more_than_it_would_alone,
    a_key_that_was_made_is_shown_again_only_to_who_could_make_it,
    what_is_kept_is_where_it_is_and_not_what_it_says,
    what_a_hand_over_moved_is_told_as_far_as_one_sees_it,
    every_repetition_is_judged_as_its_sender_is_now,
    every_repetition_stops_at_walls,
    what_is_kept_goes_after_a_day,
    what_another_version_kept_is_not_done_twice,
);
