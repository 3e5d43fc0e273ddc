//! `/v1/absences`: when people are away; and the office in which a user works.

use crate::support::*;
use greffe::teams::absences::service::away;
use serde_json::{Value, json};

fn absence(from: &str, until: &str) -> Value {
    json!({"from": format!("{from}T05:00:00Z"), "until": format!("{until}T05:00:00Z")})
}

fn one_records_ones_own_and_a_manager_anybodys(api: &Api) {
    let organization = api.organization();
    let (viewer, manager, analyst) = (organization.viewer(), organization.manager(), organization.analyst());
    let made = viewer.post("/v1/absences", absence("2026-12-21", "2027-01-04"));
    let address = made.header("location").unwrap().to_owned();
    let made = made.must(201);
    assert_eq!((&made["user_id"], &made["from"]), (&json!(viewer.id), &json!("2026-12-21T05:00:00Z")));
    assert_eq!(manager.get(&address).must(200), made, "the organisation sees it");
    api.manager().get(&address).refused(404, "not_found");
    let mut of_viewer = absence("2027-02-01", "2027-02-02");
    of_viewer["user_id"] = json!(viewer.id);
    analyst.post("/v1/absences", of_viewer.clone()).refused(403, "forbidden");
    assert_eq!(manager.post("/v1/absences", of_viewer.clone()).must(201)["created_by"], manager.id.as_str());
    api.manager().post("/v1/absences", of_viewer).refused(422, "invalid_body").at("/user_id", "unknown_user");
    analyst.patch(&address, "\"1\"", json!({"until": "2027-01-05T05:00:00Z"})).refused(403, "forbidden");
    let changed = manager.patch(&address, "\"1\"", json!({"until": "2027-01-05T05:00:00Z"})).must(200);
    assert_eq!((&changed["version"], &changed["until"]), (&json!(2), &json!("2027-01-05T05:00:00Z")));
    analyst.delete(&address, "\"2\"").refused(403, "forbidden");
    assert_eq!(viewer.delete(&address, "\"2\"").status, 204);
    viewer.get(&address).refused(404, "not_found");
}

fn one_is_away_once_at_a_time(api: &Api) {
    let analyst = api.organization().analyst();
    let first = analyst.post("/v1/absences", absence("2026-12-21", "2027-01-04"));
    let address = first.header("location").unwrap().to_owned();
    analyst.post("/v1/absences", absence("2027-01-04", "2027-01-11")).must(201);
    for (from, until) in
        [("2026-12-01", "2026-12-22"), ("2026-12-24", "2026-12-25"), ("2027-01-03", "2027-02-01")]
    {
        analyst.post("/v1/absences", absence(from, until)).refused(409, "duplicate");
    }
    analyst.patch(&address, "\"1\"", json!({"until": "2027-01-05T05:00:00Z"})).refused(409, "duplicate");
    for (from, until) in [("2028-01-02", "2028-01-01"), ("2028-01-02", "2028-01-02")] {
        let refused = analyst.post("/v1/absences", absence(from, until)).refused(422, "invalid_body");
        refused.at("/until", "ends_before_it_begins");
    }
    let refused = analyst.patch(&address, "\"1\"", json!({"from": "2027-03-01T05:00:00Z"}));
    refused.refused(422, "invalid_body").at("/until", "ends_before_it_begins");
}

fn absences_are_listed_as_they_begin(api: &Api) {
    let organization = api.organization();
    let (analyst, viewer) = (organization.analyst(), organization.viewer());
    analyst.post("/v1/absences", absence("2027-03-01", "2027-03-02")).must(201);
    viewer.post("/v1/absences", absence("2027-02-01", "2027-02-02")).must(201);
    analyst.post("/v1/absences", absence("2027-01-01", "2027-01-02")).must(201);
    let begins = |query: &str| -> Vec<String> {
        let (items, _) = analyst.walk(&format!("/v1/absences?limit=1{query}"));
        items.iter().map(|item| item["from"].as_str().unwrap()[..10].to_owned()).collect()
    };
    assert_eq!(begins(""), ["2027-01-01", "2027-02-01", "2027-03-01"]);
    assert_eq!(begins("&user_id=me"), ["2027-01-01", "2027-03-01"]);
    assert_eq!(begins(&format!("&user_id={}", viewer.id)), ["2027-02-01"]);
    assert_eq!(analyst.get("/v1/absences?include=count&user_id=me").must(200)["count"], 2);
    analyst.get("/v1/absences?user_id=you").refused(400, "invalid_query");
    let foreign = api.manager();
    let none = foreign.get(&format!("/v1/absences?user_id={}", viewer.id)).must(200);
    assert_eq!(none["items"], json!([]), "another organisation's are not seen");
}

fn who_is_away_is_told(api: &Api) {
    let organization = api.organization();
    let (analyst, viewer) = (organization.analyst(), organization.viewer());
    analyst.post("/v1/absences", absence("2026-10-25", "2026-11-08")).must(201);
    viewer.post("/v1/absences", absence("2026-11-08", "2026-11-09")).must(201);
    let people = [analyst.id.parse().unwrap(), viewer.id.parse().unwrap()];
    let now = api.app.clock.now();
    let found = api.db.read_now(|connection| away(connection, &people, now)).unwrap();
    assert_eq!(found.len(), 1);
    assert_eq!(found[&people[0]].written(), "2026-11-08T05:00:00.000000Z");
}

fn a_user_has_an_office(api: &Api) {
    let administrator = api.administrator();
    let address = format!("/v1/users/{}", administrator.id);
    assert!(administrator.get("/v1/me").must(200).get("office").is_none());
    let changed = administrator.patch(&address, "*", json!({"office": " Toronto "})).must(200);
    assert_eq!(changed["office"], "Toronto");
    assert_eq!(administrator.get("/v1/me").must(200)["office"], "Toronto");
    let without = administrator.patch(&address, "*", json!({"office": null})).must(200);
    assert!(without.get("office").is_none());
    let new = json!({"username": format!("{}-2", administrator.username), "display_name": "X", "role": "viewer",
        "password": fixtures::PASSWORD, "office": "Vancouver"});
    assert_eq!(administrator.post("/v1/users", new).must(201)["office"], "Vancouver");
}

on_both!(
    one_records_ones_own_and_a_manager_anybodys,
    one_is_away_once_at_a_time,
    absences_are_listed_as_they_begin,
    who_is_away_is_told,
    a_user_has_an_office,
);
