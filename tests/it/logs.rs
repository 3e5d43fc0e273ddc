//! Nothing that people are called, were born, wrote, looked for or sign in with is ever logged, nor told to whom it is none of
//! their business: not where all goes well, and not where it fails.
//!
//! The same is asked of every test of the suite when it ends: [`crate::support::log`].

use crate::support::log::{BIRTH, MARK, holds_nothing_private, lines};
use crate::support::raw::exchange;
use crate::support::*;
use diesel::connection::SimpleConnection as _;
use serde_json::{Value, json};

/// Something that is planted.
fn marked(what: &str) -> String {
    format!("{MARK}-{what}")
}

/// What is wrong with a refusal: that it is another one, or that it repeats what it was asked with.
fn heard(answer: Answer, status: u16) -> Option<String> {
    let repeats = [MARK, BIRTH].into_iter().any(|private| answer.text.contains(private));
    let is_problem = answer.header("content-type") == Some("application/problem+json");
    (answer.status != status || repeats || !is_problem)
        .then(|| format!("{} ({status}): {}", answer.asked, answer.text))
}

/// A case that is full of marks.
fn planted() -> Value {
    let mut case = new_case("2026-03-02");
    case["style_of_cause"] = json!(format!("{} v. The Minister", marked("style")));
    case["parties"] = json!([{"kind": "person", "capacity": "applicant", "name": marked("party"),
                              "counsel": {"name": marked("counsel"), "firm": marked("firm")}}]);
    case
}

fn what_goes_well_is_not_logged(api: &Api) {
    let before = lines();
    let manager = api.manager();
    let case = manager.post("/v1/cases", planted()).must(201)["id"].as_str().unwrap().to_owned();
    let note = manager.post(&format!("/v1/cases/{case}/notes"), json!({"body": marked("note")}));
    let address = note.header("location").unwrap().to_owned();
    manager.patch(&address, &note.etag(), json!({"body": marked("changed")})).must(200);
    record(
        &manager,
        &case,
        json!({"type": "application_filed", "occurred_on": "2026-03-09", "note": marked("event"), "facts": {"reasons_received": true}}),
    );
    let found = manager.get(&format!("/v1/cases?q={}", marked("party")));
    assert!(matches!(found.status, 200 | 400), "{}", found.text);
    manager.post("/v1/conflicts/check", json!({"names": [marked("party")]}));
    for address in ["", "/journal", "/notes", "/parties", "/events"] {
        assert_eq!(manager.get(&format!("/v1/cases/{case}{address}")).status, 200);
    }
    let credentials = json!({"username": manager.username, "password": fixtures::PASSWORD});
    let signed_in = api.anonymous().post("/v1/auth/token", credentials).must(200);
    api.anonymous().post("/v1/auth/refresh", json!({"refresh_token": signed_in["refresh_token"]})).must(200);
    let feed = manager.post("/v1/feeds", json!({"scope": "me", "language": "en"})).must(201);
    let url = feed["url"].as_str().unwrap();
    assert_eq!(api.anonymous().get(&url[url.find("/v1/").unwrap()..]).status, 200);
    assert!(lines() > before + 10, "nothing is logged at all");
    holds_nothing_private();
}

fn what_is_refused_is_not_logged_and_not_repeated(api: &Api) {
    let manager = api.manager();
    let anonymous = api.anonymous();
    let case = case_with(&manager, "2026-03-02");
    let notes = format!("/v1/cases/{case}/notes");
    let post = |actor: &Actor<'_>, address: &str, body: &str| {
        actor.send("POST", address, Some(("application/json", body.as_bytes().to_vec())))
    };
    let (name, secret) = (marked("user"), marked("password"));
    let unfinished = format!("{{\"username\": \"{name}\", \"password\": \"{secret}\"");
    let mut party = planted()["parties"][0].clone();
    party["born_on"] = json!(BIRTH);
    party["kind"] = json!(marked("kind"));
    let mut out_of_order =
        json!({"type": "judgment_delivered", "occurred_on": "2026-03-09", "note": marked("event")});
    out_of_order["facts"] = json!({"outcome": "dismissed", "question_certified": false});
    let with_token = |token: String| anonymous.with_token(&token).get("/v1/me");
    let keyed = manager.with_header("Idempotency-Key", &MARK.repeat(40));
    let tagged = manager.with_header("If-Match", &marked("tag"));
    let heard: Vec<_> = [
        heard(anonymous.post("/v1/auth/token", json!({"username": name, "password": secret})), 401),
        heard(anonymous.post("/v1/auth/token", json!({"username": name, "password": 19_030_719})), 422),
        heard(post(&anonymous, "/v1/auth/token", &unfinished), 400),
        heard(anonymous.post("/v1/auth/refresh", json!({"refresh_token": marked("refresh")})), 401),
        heard(with_token(marked("token")), 401),
        heard(with_token(format!("eyJhbGciOiJub25lIn0.{}.", marked("claims"))), 401),
        heard(
            anonymous.with_header("Authorization", &format!("Basic {}", marked("basic"))).get("/v1/me"),
            401,
        ),
        heard(post(&manager, &notes, &format!("{{\"body\": \"{}", marked("broken"))), 400),
        heard(manager.post(&notes, json!({"body": {"text": marked("object")}})), 422),
        heard(manager.post(&notes, json!({"body": format!("{}\u{0}", marked("nul"))})), 422),
        heard(manager.get(&format!("/v1/cases?cursor={}", marked("cursor"))), 400),
        heard(manager.get(&format!("/v1/cases?limit={}", marked("limit"))), 400),
        heard(manager.get(&format!("/v1/feeds/{}.ics", marked("feed"))), 404),
        heard(manager.post(&format!("/v1/cases/{case}/parties"), party), 422),
        heard(manager.post(&format!("/v1/cases/{case}/events"), out_of_order), 409),
        heard(keyed.post(&notes, json!({"body": "x"})), 400),
        heard(tagged.send("PATCH", &notes, Some(("application/merge-patch+json", b"{}".to_vec()))), 405),
    ]
    .into_iter()
    .flatten()
    .collect();
    assert!(heard.is_empty(), "{heard:#?}");
    let method = exchange(
        api,
        format!("{MARK} /v1/cases/{MARK}?q={MARK} HTTP/1.1\r\nHost: {MARK}\r\nConnection: close\r\n\r\n")
            .as_bytes(),
    );
    assert!(method.starts_with("HTTP/1.1 40"), "{method}");
    exchange(api, format!("GET /v1/{MARK} HTTP/9.9\r\n{MARK} {MARK}\r\n\r\n").as_bytes());
    holds_nothing_private();
}

fn what_breaks_is_not_logged_with_what_was_sent(api: &Api) {
    let api = &api.own(Settings::default());
    let manager = api.manager();
    let case = manager.post("/v1/cases", planted()).must(201)["id"].as_str().unwrap().to_owned();
    let before = lines();
    let broken = "alter table notes rename to notes_gone; alter table parties rename to parties_gone;";
    api.database().open(1).read_now(|connection| Ok(connection.batch_execute(broken)?)).unwrap();
    assert_eq!(
        heard(manager.post(&format!("/v1/cases/{case}/notes"), json!({"body": marked("note")})), 500),
        None
    );
    assert_eq!(
        heard(manager.post(&format!("/v1/cases/{case}/parties"), planted()["parties"][0].clone()), 500),
        None
    );
    assert_eq!(heard(manager.post("/v1/cases", planted()), 500), None);
    assert!(lines() >= before + 6, "a failure and its answer are a line each");
    holds_nothing_private();
}

on_both!(
    what_goes_well_is_not_logged,
    what_is_refused_is_not_logged_and_not_repeated,
    what_breaks_is_not_logged_with_what_was_sent,
);
