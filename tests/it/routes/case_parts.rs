//! `/v1/cases/{id}/parties`, `/notes`, `/links`, `/walls`, `/assignments`: what is kept with a case.

use crate::support::*;
use serde_json::{Value, json};

/// Makes a part of a case: its address and what it is.
#[track_caller]
fn make(actor: &Actor<'_>, case: &str, parts: &str, body: Value) -> (String, Value) {
    let answer = actor.post(&format!("/v1/cases/{case}/{parts}"), body);
    let address = answer.header("location").unwrap_or_else(|| panic!("{}", answer.text)).to_owned();
    let etag = answer.etag();
    let made = answer.must(201);
    let read = actor.get(&address);
    assert_eq!((&read.json, read.etag()), (&made, etag), "what was made is what is read");
    (address, made)
}

fn parties_come_change_and_go(api: &Api) {
    let manager = api.manager();
    let case = case_with(&manager, "2026-03-02");
    let new = json!({"kind": "organization", "capacity": "respondent", "name": " The Minister ", "language": "fr",
                     "counsel": {"name": "Maître Élise Gagnon", "firm": "Gagnon"}});
    let (address, made) = make(&manager, &case, "parties", new);
    assert_eq!(made["name"], "The Minister");
    let changed =
        manager.patch(&address, "\"1\"", json!({"counsel": {"firm": null}, "language": null})).must(200);
    assert_eq!(
        (&changed["counsel"], changed.get("language")),
        (&json!({"name": "Maître Élise Gagnon"}), None)
    );
    let without = manager.patch(&address, "\"2\"", json!({"counsel": null})).must(200);
    assert!(without.get("counsel").is_none());
    let listed = manager.get(&format!("/v1/cases/{case}/parties?include=count")).must(200);
    assert_eq!((&listed["count"], &listed["items"][0]["name"]), (&json!(2), &json!("Jane Doe")));
    assert_eq!(manager.delete(&address, "\"3\"").status, 204);
    manager.get(&address).refused(404, "not_found");
    manager.delete(&address, "\"3\"").refused(404, "not_found");
    for (body, pointer, code) in [
        (json!({"kind": "person", "capacity": "applicant"}), "/name", "required"),
        (json!({"kind": "person", "capacity": "applicant", "name": " "}), "/name", "empty"),
        (json!({"kind": "robot", "capacity": "applicant", "name": "X"}), "/kind", "invalid_value"),
        (json!({"kind": "person", "capacity": "judge", "name": "X"}), "/capacity", "invalid_value"),
        (json!({"kind": "person", "capacity": "applicant", "name": "x".repeat(301)}), "/name", "too_long"),
        (
            json!({"kind": "person", "capacity": "applicant", "name": "X", "counsel": {"firm": "Y"}}),
            "/counsel/name",
            "required",
        ),
        (
            json!({"kind": "person", "capacity": "applicant", "name": "X", "language": null}),
            "/language",
            "wrong_type",
        ),
    ] {
        manager
            .post(&format!("/v1/cases/{case}/parties"), body)
            .refused(422, "invalid_body")
            .at(pointer, code);
    }
    assert_eq!(
        actions(&manager, &case),
        ["case.created", "party.created", "party.created", "party.updated", "party.updated", "party.deleted"]
    );
}

fn a_note_belongs_to_its_author(api: &Api) {
    let organization = api.organization();
    let (manager, analyst) = (organization.manager(), organization.analyst());
    let case = case_with(&manager, "2026-03-02");
    let (address, note) = make(&manager, &case, "notes", json!({"body": "Two more weeks.\nPerhaps three."}));
    assert_eq!(note["written_by"], manager.id.as_str());
    assert_eq!(analyst.get(&address).status, 200);
    analyst.patch(&address, "\"1\"", json!({"body": "No."})).refused(403, "forbidden");
    analyst.delete(&address, "\"1\"").refused(403, "forbidden");
    let changed = manager.patch(&address, "\"1\"", json!({"body": "Three more weeks."})).must(200);
    assert_eq!((&changed["body"], &changed["version"]), (&json!("Three more weeks."), &json!(2)));
    let (newer, _) = make(&analyst, &case, "notes", json!({"body": "Newer."}));
    let listed = manager.get(&format!("/v1/cases/{case}/notes")).must(200);
    assert_eq!(listed["items"][0]["body"], "Newer.", "the newest first");
    assert_eq!(analyst.delete(&newer, "*").status, 204);
    for (body, code) in [
        (json!(""), "empty"),
        (json!(" \n"), "empty"),
        (json!("x".repeat(20_001)), "too_long"),
        (json!(1), "wrong_type"),
    ] {
        let refused = manager.post(&format!("/v1/cases/{case}/notes"), json!({"body": body}));
        refused.refused(422, "invalid_body").at("/body", code);
    }
}

fn a_link_is_seen_from_both_sides_by_who_sees_both(api: &Api) {
    let organization = api.organization();
    let (manager, litigator) = (organization.manager(), organization.litigator());
    let (one, other) = (case_with(&litigator, "2026-03-02"), case_with(&manager, "2026-03-02"));
    let (address, link) = make(&manager, &one, "links", json!({"case_id": other, "kind": "appeal_of"}));
    assert_eq!((&link["case_id"], &link["direction"]), (&json!(other), &json!("to")));
    let back = manager.get(&format!("/v1/cases/{other}/links")).must(200);
    assert_eq!((&back["items"][0]["case_id"], &back["items"][0]["direction"]), (&json!(one), &json!("from")));
    assert_eq!(
        litigator.get(&format!("/v1/cases/{one}/links")).must(200)["items"],
        json!([]),
        "the other case is hidden"
    );
    litigator.get(&address).refused(404, "not_found");
    let refuse = |body: Value| manager.post(&format!("/v1/cases/{one}/links"), body);
    refuse(json!({"case_id": other, "kind": "appeal_of"})).refused(409, "duplicate").at("/case_id", "taken");
    refuse(json!({"case_id": one, "kind": "related"})).refused(422, "invalid_body").at("/case_id", "itself");
    refuse(json!({"case_id": world::NOBODY, "kind": "related"}))
        .refused(422, "invalid_body")
        .at("/case_id", "unknown_case");
    refuse(json!({"case_id": other, "kind": "cousin"}))
        .refused(422, "invalid_body")
        .at("/kind", "invalid_value");
    let hidden = case_with(&api.manager(), "2026-03-02");
    refuse(json!({"case_id": hidden, "kind": "related"}))
        .refused(422, "invalid_body")
        .at("/case_id", "unknown_case");
    assert_eq!(manager.delete(&address, "*").status, 204);
    assert_eq!(manager.get(&format!("/v1/cases/{other}/links")).must(200)["items"], json!([]));
}

fn a_wall_says_why_and_is_never_removed(api: &Api) {
    let organization = api.organization();
    let (manager, litigator, analyst) =
        (organization.manager(), organization.litigator(), organization.analyst());
    let case = case_with(&litigator, "2026-03-02");
    let new = json!({"user_id": analyst.id, "reason": "Acted for the applicant."});
    litigator.post(&format!("/v1/cases/{case}/walls"), new.clone()).refused(403, "forbidden");
    let (address, wall) = make(&manager, &case, "walls", new);
    assert_eq!((&wall["user_id"], wall.get("until")), (&json!(analyst.id), None));
    manager.delete(&address, "*").refused(405, "method_not_allowed");
    manager
        .patch(&address, "*", json!({"until": "2026-01-01T00:00:00Z"}))
        .refused(422, "invalid_body")
        .at("/until", "ends_before_it_begins");
    let assigned = json!({"user_id": analyst.id, "role": "JPL"});
    manager.post(&format!("/v1/cases/{case}/assignments"), assigned).refused(409, "conflict");
    for (body, pointer, code) in [
        (json!({"user_id": world::NOBODY, "reason": "x"}), "/user_id", "unknown_user"),
        (json!({"user_id": analyst.id}), "/reason", "required"),
        (json!({"user_id": analyst.id, "reason": " "}), "/reason", "empty"),
        (
            json!({"user_id": analyst.id, "reason": "x", "until": "2020-01-01T00:00:00Z"}),
            "/until",
            "ends_before_it_begins",
        ),
        (json!({"user_id": analyst.id, "reason": "x", "from": "yesterday"}), "/from", "invalid_instant"),
    ] {
        manager.post(&format!("/v1/cases/{case}/walls"), body).refused(422, "invalid_body").at(pointer, code);
    }
}

fn assignments_have_a_beginning_and_an_end(api: &Api) {
    let organization = api.organization();
    let (manager, litigator) = (organization.manager(), organization.litigator());
    let case = case_with(&manager, "2026-03-02");
    let new = json!({"user_id": litigator.id, "role": "JCO"});
    let (address, made) = make(&manager, &case, "assignments", new.clone());
    let refuse = |body: Value| manager.post(&format!("/v1/cases/{case}/assignments"), body);
    refuse(new).refused(409, "duplicate").at("/role", "taken");
    refuse(json!({"user_id": litigator.id, "role": "KING"}))
        .refused(422, "invalid_body")
        .at("/role", "unknown_role");
    refuse(json!({"user_id": world::NOBODY, "role": "JCO"}))
        .refused(422, "invalid_body")
        .at("/user_id", "unknown_user");
    refuse(json!({"user_id": litigator.id, "role": "IRB"}))
        .refused(422, "invalid_body")
        .at("/role", "role_not_held_by_organization");
    refuse(json!({"user_id": litigator.id, "role": "JPL", "until": "2020-01-01T00:00:00Z"}))
        .refused(422, "invalid_body")
        .at("/until", "ends_before_it_begins");
    let end = format!("{address}/end");
    let ended = manager.post(&end, json!({"reason": "Moves to another team."})).must(200);
    assert!(ended["until"].as_str() >= made["from"].as_str() && ended["version"] == 2, "{ended:#}");
    manager.post(&end, json!({})).refused(409, "conflict");
    assert_eq!(
        manager.get(&format!("/v1/cases/{case}/assignments")).must(200)["items"].as_array().unwrap().len(),
        1,
        "it is kept"
    );
}

fn who_held_what_when_can_be_asked(api: &Api) {
    let organization = api.organization();
    let (manager, litigator) = (organization.manager(), organization.litigator());
    let case = case_with(&manager, "2026-03-02");
    let past = json!({"user_id": litigator.id, "role": "JCO", "from": "2026-03-01T05:00:00Z", "until": "2026-04-01T04:00:00Z"});
    manager.post(&format!("/v1/cases/{case}/assignments"), past).must(201);
    let accountable = |as_of: &str| {
        let (all, _) = manager.walk(&format!("/v1/cases/{case}/responsibilities?as_of={as_of}"));
        let one = all.iter().find(|one| one["code"] == "R06").unwrap().clone();
        (one["accountable"][0]["user_id"].clone(), one["gap"].clone())
    };
    assert_eq!(accountable("2026-03-03").0, litigator.id.as_str());
    assert_eq!(accountable("2026-03-31").0, litigator.id.as_str());
    assert_eq!(accountable("2026-04-01"), (Value::Null, json!(true)));
    assert_eq!(accountable("2026-02-27"), (Value::Null, json!(true)));
    let address = format!("/v1/cases/{case}/responsibilities?as_of=someday");
    manager.get(&address).refused(400, "invalid_query").at("/as_of", "invalid_value");
}

on_both!(
    parties_come_change_and_go,
    a_note_belongs_to_its_author,
    a_link_is_seen_from_both_sides_by_who_sees_both,
    a_wall_says_why_and_is_never_removed,
    assignments_have_a_beginning_and_an_end,
    who_held_what_when_can_be_asked,
);
