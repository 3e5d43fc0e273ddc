//! `/v1/liaison-officers`: one state after the other, each with its day, and contacts that few may read.

use crate::support::*;
use serde_json::{Value, json};

fn officer(country: &str) -> Value {
    json!({"name": " A. Officer ", "kind": "cbsa", "deploying_authority": "Canada Border Services Agency", "host_country": country,
        "tasks": ["return", "routes", "return"], "represents": ["FR", "CA", "FR"], "contact": "+254 20 555 0100"})
}

/// An officer who was entered: the address.
#[track_caller]
fn entered(actor: &Actor<'_>, country: &str) -> String {
    let made = actor.post("/v1/liaison-officers", officer(country)).must(201);
    format!("/v1/liaison-officers/{}", made["id"].as_str().unwrap())
}

fn one_state_follows_another_each_with_its_day(api: &Api) {
    let manager = api.organization().manager();
    let officer = entered(&manager, "KE");
    let change = |change: Value| manager.patch(&officer, "*", change);
    let read = manager.get(&officer).must(200);
    assert_eq!(read["status"], "planned");
    assert_eq!((&read["name"], &read["tasks"]), (&json!("A. Officer"), &json!(["routes", "return"])));
    assert_eq!(read["represents"], json!(["CA", "FR"]));
    change(json!({"status": "deployed", "starts_on": "2026-02-01"}))
        .refused(409, "conflict")
        .at("/status", "not_the_next_state");
    change(json!({"status": "notified"})).refused(422, "invalid_body").at("/notified_on", "required");
    change(json!({"status": "notified", "notified_on": "2026-01-15"})).must(200);
    change(json!({"notified_on": null})).refused(422, "invalid_body").at("/notified_on", "required");
    change(json!({"status": "planned"})).refused(409, "conflict");
    change(json!({"status": "deployed"})).refused(422, "invalid_body").at("/starts_on", "required");
    change(json!({"status": "deployed", "starts_on": "2026-02-01"})).must(200);
    let backwards = json!({"status": "ended", "ends_on": "2026-01-31"});
    change(backwards).refused(422, "invalid_body").at("/ends_on", "ends_before_it_begins");
    let ended = change(json!({"status": "ended", "ends_on": "2026-08-31"})).must(200);
    assert_eq!((&ended["status"], &ended["version"]), (&json!("ended"), &json!(4)));
    change(json!({"status": "planned"})).refused(409, "conflict").at("/status", "not_the_next_state");
}

fn a_contact_is_shown_by_its_permission_alone(api: &Api) {
    let organization = api.organization();
    let (manager, viewer) = (organization.manager(), organization.viewer());
    let officer = entered(&manager, "KE");
    let (full, partial) = (manager.get(&officer).must(200), viewer.get(&officer).must(200));
    assert_eq!(full["contact"], "+254 20 555 0100");
    assert_eq!(partial["contact"], Value::Null);
    assert_ne!(manager.get(&officer).etag(), viewer.get(&officer).etag());
    let listed = viewer.get("/v1/liaison-officers").must(200);
    assert!(!listed.to_string().contains("555"), "{listed:#}");
    manager.patch(&officer, "*", json!({"contact": "secret-new-number"})).must(200);
    let (entries, _) = organization.administrator().walk("/v1/journal?limit=50");
    let about =
        entries.iter().filter(|entry| entry["action"].as_str().unwrap().starts_with("liaison_officer."));
    assert_eq!(about.count(), 2);
    let all = Value::Array(entries).to_string();
    assert!(all.contains("has_contact") && !all.contains("555 0100") && !all.contains("secret-new"), "{all}");
}

fn officers_are_listed_by_country_within_their_organization(api: &Api) {
    let organization = api.organization();
    let (manager, viewer) = (organization.manager(), organization.viewer());
    for country in ["TR", "KE", "MX", "KE", "CO"] {
        entered(&manager, country);
    }
    let countries = |query: &str| -> Vec<String> {
        let (all, _) = viewer.walk(&format!("/v1/liaison-officers?limit=2{query}"));
        all.iter().map(|one| one["host_country"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(countries(""), ["CO", "KE", "KE", "MX", "TR"]);
    assert_eq!(countries("&host_country=KE"), ["KE", "KE"]);
    assert_eq!(countries("&status=deployed"), Vec::<String>::new());
    assert_eq!(countries("&status=planned&host_country=TR"), ["TR"]);
    let counted = viewer.get("/v1/liaison-officers?include=count&limit=1").must(200);
    assert_eq!(counted["count"], 5);
    let elsewhere = api.organization().administrator();
    assert_eq!(elsewhere.get("/v1/liaison-officers").must(200)["items"], json!([]));
    elsewhere.get(&entered(&manager, "PE")).refused(404, "not_found");
    viewer.post("/v1/liaison-officers", officer("PE")).refused(403, "forbidden");
}

fn what_is_wrong_with_an_officer_is_named(api: &Api) {
    let manager = api.organization().manager();
    let with = |field: &str, value: Value| {
        let mut body = officer("KE");
        body[field] = value;
        manager.post("/v1/liaison-officers", body).refused(422, "invalid_body")
    };
    for (field, value, pointer) in [
        ("host_country", json!("Kenya"), "/host_country"),
        ("represents", json!(["ca"]), "/represents/0"),
        ("tasks", json!(["spying"]), "/tasks/0"),
        ("name", json!("  "), "/name"),
    ] {
        assert!(with(field, value).text.contains(pointer), "{field}");
    }
    let mut backwards = officer("KE");
    (backwards["starts_on"], backwards["ends_on"]) = (json!("2026-02-01"), json!("2026-01-31"));
    manager
        .post("/v1/liaison-officers", backwards)
        .refused(422, "invalid_body")
        .at("/ends_on", "ends_before_it_begins");
}

on_both!(
    one_state_follows_another_each_with_its_day,
    a_contact_is_shown_by_its_permission_alone,
    officers_are_listed_by_country_within_their_organization,
    what_is_wrong_with_an_officer_is_named,
);
