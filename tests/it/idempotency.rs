//! `Idempotency-Key`: what is sent again is answered again, and done once.

use crate::support::world::World;
use crate::support::*;
use serde_json::json;

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

/// What keeps nothing may be done twice: the answer is the same.
const KEEPS_NOTHING: [&str; 2] = ["compute_deadlines", "explain_policy"];

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
        if !KEEPS_NOTHING.contains(&operation.id.as_str()) {
            assert_eq!(again.header("idempotency-replayed"), Some("true"), "{}", operation.id);
        }
    }
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

on_both!(
    what_is_sent_again_is_answered_again,
    a_key_that_was_used_for_something_else_is_422,
    what_was_refused_can_be_sent_right_under_the_same_key,
    a_key_has_a_form,
    every_post_that_says_so_takes_a_key,
    the_same_key_from_two_sides_at_once_is_done_once,
);
