//! `external_ids`: what other systems call cases, parties, users and groups.

use crate::support::*;
use greffe::access::permissions::Role;
use serde_json::{Value, json};

fn known_as(id: &str) -> Value {
    json!([{"system": "GCMS", "id": id}])
}

fn a_case_is_found_by_what_another_system_calls_it(api: &Api) {
    let manager = api.manager();
    let mut body = new_case("2026-03-02");
    body["external_ids"] = json!([{"system": "ncms", "id": " 7 "}, {"system": "gcms", "id": "A:1"}]);
    body["parties"][0]["external_ids"] = known_as("C1");
    let made = manager.post("/v1/cases", body).must(201);
    let case = made["id"].as_str().unwrap();
    let kept = json!([{"system": "GCMS", "id": "A:1"}, {"system": "NCMS", "id": "7"}]);
    assert_eq!(made["external_ids"], kept, "one id has one spelling");
    assert_eq!(manager.get(&format!("/v1/cases/{case}")).must(200)["external_ids"], kept);
    let found = |id: &str| manager.get(&format!("/v1/cases?include=count&external_id={id}")).must(200);
    for id in ["GCMS:A:1", "gcms:A:1", "NCMS:7"] {
        assert_eq!(found(id)["items"][0]["id"], case, "{id}");
        assert_eq!(found(id)["count"], 1);
    }
    assert_eq!(found("GCMS:7")["count"], 0, "the id is one of another system");
    manager
        .get("/v1/cases?external_id=GCMS")
        .refused(400, "invalid_query")
        .at("/external_id", "invalid_value");
    let parties = |id: &str| manager.get(&format!("/v1/cases/{case}/parties?external_id={id}")).must(200);
    assert_eq!(parties("GCMS:C1")["items"][0]["name"], "Jane Doe");
    assert_eq!(parties("GCMS:C2")["items"], json!([]));
    let other = api.manager();
    assert_eq!(
        other.get("/v1/cases?external_id=NCMS:7").must(200)["items"],
        json!([]),
        "what is hidden is not found"
    );
}

fn an_external_id_is_of_one_case_of_an_organisation(api: &Api) {
    let manager = api.manager();
    let with = |id: &str| {
        let mut body = new_case("2026-03-02");
        body["external_ids"] = known_as(id);
        body
    };
    let first = manager.post("/v1/cases", with("ONE")).must(201);
    let refused = manager.post("/v1/cases", with("ONE")).refused(409, "duplicate");
    refused.at("/external_ids", "taken");
    let second = manager.post("/v1/cases", with("TWO")).must(201);
    let address = |case: &Value| format!("/v1/cases/{}", case["id"].as_str().unwrap());
    let etag = manager.get(&address(&second)).etag();
    manager
        .patch(&address(&second), &etag, json!({"external_ids": known_as("ONE")}))
        .refused(409, "duplicate")
        .at("/external_ids", "taken");
    assert_eq!(
        manager.get(&address(&second)).must(200)["external_ids"],
        known_as("TWO"),
        "nothing was written"
    );
    let other = api.manager();
    other.post("/v1/cases", with("ONE")).must(201);
    let etag = manager.get(&address(&first)).etag();
    let freed = manager.patch(&address(&first), &etag, json!({"external_ids": null})).must(200);
    assert!(freed.get("external_ids").is_none(), "{freed:#}");
    let etag = manager.get(&address(&second)).etag();
    let taken = json!({"external_ids": known_as("ONE")});
    manager.patch(&address(&second), &etag, taken).must(200);
    let found = manager.get("/v1/cases?external_id=GCMS:TWO").must(200);
    assert_eq!(found["items"], json!([]), "what was given up leads nowhere");
}

fn one_person_may_be_a_party_to_many_cases(api: &Api) {
    let manager = api.manager();
    let person =
        json!({"kind": "person", "capacity": "applicant", "name": "Jane Doe", "external_ids": known_as("P")});
    let mut body = new_case("2026-03-02");
    body["parties"] = json!([person]);
    let case = manager.post("/v1/cases", body.clone()).must(201);
    manager.post("/v1/cases", body).must(201);
    let parties = format!("/v1/cases/{}/parties", case["id"].as_str().unwrap());
    manager.post(&parties, person.clone()).refused(409, "duplicate").at("/external_ids", "taken");
    let party = format!("{parties}/{}", case["parties"][0]["id"].as_str().unwrap());
    let etag = manager.get(&party).etag();
    assert_eq!(manager.delete(&party, &etag).status, 204);
    manager.post(&parties, person).must(201);
}

fn who_may_not_see_what_identifies_a_person_neither_sees_nor_finds_it(api: &Api) {
    let house = api.organization();
    let manager = house.user(Role::LitigationManager);
    let mut body = new_case("2026-03-02");
    body["parties"][0]["external_ids"] = known_as("HIDDEN");
    let case = manager.post("/v1/cases", body).must(201)["id"].as_str().unwrap().to_owned();
    let viewer = house.user(Role::Viewer);
    let shown = viewer.get(&format!("/v1/cases/{case}/parties")).must(200);
    assert!(shown["items"][0].get("external_ids").is_none(), "{shown:#}");
    let asked = format!("/v1/cases/{case}/parties?external_id=GCMS:HIDDEN&include=count");
    assert_eq!(viewer.get(&asked).must(200)["count"], 0);
    assert_eq!(manager.get(&asked).must(200)["count"], 1);
}

fn users_and_groups_are_known_elsewhere_too(api: &Api) {
    let house = api.organization();
    let administrator = house.user(Role::Administrator);
    let user = json!({
        "username": format!("u{}", uuid::Uuid::now_v7().simple()), "display_name": "An Nguyen", "role": "viewer",
        "password": "seven otters borrow a piano", "external_ids": [{"system": "HR", "id": "004"}]
    });
    let user = administrator.post("/v1/users", user).must(201);
    let found = administrator.get("/v1/users?external_id=HR:004").must(200);
    assert_eq!(found["items"][0]["id"], user["id"]);
    let stranger = api.administrator();
    assert_eq!(stranger.get("/v1/users?external_id=HR:004").must(200)["items"], json!([]));
    let seen = stranger.get(&format!("/v1/users/{}", user["id"].as_str().unwrap())).must(200);
    assert!(seen.get("external_ids").is_none(), "{seen:#}");
    let group = json!({
        "code": format!("G-{}", uuid::Uuid::now_v7().simple()), "kind": "litigation_team",
        "name": {"en": "Team", "fr": "Équipe"}, "external_ids": [{"system": "HR", "id": "UNIT-9"}]
    });
    let group = administrator.post("/v1/groups", group).must(201);
    let address = format!("/v1/groups/{}", group["id"].as_str().unwrap());
    assert_eq!(
        administrator.get("/v1/groups?external_id=HR:UNIT-9").must(200)["items"][0]["id"],
        group["id"]
    );
    let etag = administrator.get(&address).etag();
    let changed = json!({"external_ids": [{"system": "HR", "id": "UNIT-10"}]});
    administrator.patch(&address, &etag, changed).must(200);
    assert_eq!(administrator.get("/v1/groups?external_id=HR:UNIT-9").must(200)["items"], json!([]));
}

on_both!(
    a_case_is_found_by_what_another_system_calls_it,
    an_external_id_is_of_one_case_of_an_organisation,
    one_person_may_be_a_party_to_many_cases,
    who_may_not_see_what_identifies_a_person_neither_sees_nor_finds_it,
    users_and_groups_are_known_elsewhere_too,
);
