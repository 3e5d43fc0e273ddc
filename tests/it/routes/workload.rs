//! `/v1/workload` and `/v1/assignments/suggest`: how much work there is, and who could take more.

use crate::support::*;
use serde_json::{Value, json};

#[track_caller]
fn assign(actor: &Actor<'_>, case: &str, user: &str, role: &str) {
    let made = json!({"user_id": user, "role": role});
    actor.post(&format!("/v1/cases/{case}/assignments"), made).must(201);
}

/// A case whose application was served on this day, so that the notice of appearance is due ten days later.
#[track_caller]
fn served(actor: &Actor<'_>, on: &str) -> String {
    let case = case_with(actor, "2026-10-05");
    record(
        actor,
        &case,
        json!({"type": "application_filed", "occurred_on": "2026-10-06", "facts": {"reasons_received": true}}),
    );
    let served = json!({"type": "application_served", "occurred_on": on, "served_on": on, "service_method": "personal"});
    record(actor, &case, served);
    case
}

#[track_caller]
fn stay(actor: &Actor<'_>) -> String {
    let mut case = new_case("2026-10-05");
    case["proceeding"] = json!("STAY-REM");
    actor.post("/v1/cases", case).must(201)["id"].as_str().unwrap().to_owned()
}

#[track_caller]
fn work(actor: &Actor<'_>, query: &str) -> Vec<Value> {
    actor.get(&format!("/v1/workload{query}")).must(200)["items"].as_array().unwrap().clone()
}

fn numbers(item: &Value) -> (i64, i64, i64, i64, f64) {
    let number = |name: &str| item[name].as_i64().unwrap();
    let counted = (number("open_cases"), number("deadlines_7"), number("deadlines_30"), number("overdue"));
    (counted.0, counted.1, counted.2, counted.3, item["weighted"].as_f64().unwrap())
}

fn work_is_counted_by_person_and_by_role(api: &Api) {
    let organization = api.organization();
    let (manager, one, other) = (organization.manager(), organization.litigator(), organization.litigator());
    // Today is 1 November 2026. Served on 23 October: due on 2 November. Served on 12 October: due on 22 October.
    let (soon, late, stay) = (served(&manager, "2026-10-23"), served(&manager, "2026-10-12"), stay(&manager));
    for case in [&soon, &late, &stay] {
        assign(&manager, case, &one.id, "JCO");
    }
    assign(&manager, &soon, &one.id, "LSU");
    assign(&manager, &late, &other.id, "LSU");
    let later = json!({"user_id": other.id, "role": "LSU", "from": "2026-12-01T05:00:00Z"});
    manager.post(&format!("/v1/cases/{soon}/assignments"), later).must(201);
    let people = work(&manager, "");
    assert_eq!(people.len(), 2, "{people:#?}");
    let of = |user: &str| people.iter().find(|item| item["user_id"] == user).unwrap();
    // Three cases, one of them in two roles: 1 + 1 + 1.5. Watched within a week: the notice of appearance and the other side's
    // proof of service. Overdue: the other notice; that the other side is late with its proof is not our own.
    assert_eq!(numbers(of(&one.id)), (3, 2, 2, 1, 3.5));
    assert_eq!(numbers(of(&other.id)), (1, 0, 0, 0, 1.0));
    assert_eq!(of(&one.id)["display_name"], format!("Fictional {}", one.username));
    let roles = work(&manager, "?by=role");
    assert_eq!(roles.iter().map(|item| item["role"].as_str().unwrap()).collect::<Vec<_>>(), ["JCO", "LSU"]);
    assert_eq!(numbers(&roles[0]), (3, 2, 2, 1, 3.5));
    assert_eq!(numbers(&roles[1]), (2, 0, 0, 0, 2.0));
    assert_eq!(work(&manager, "?by=group"), Vec::<Value>::new());
    let of_role = work(&manager, &format!("?role=LSU&user_id={}", one.id));
    assert_eq!((of_role.len(), numbers(&of_role[0])), (1, (1, 0, 0, 0, 1.0)));
    assert_eq!(work(&manager, &format!("?organization_id={}", manager.organization_id)), people);
    assert_eq!(work(&manager, &format!("?organization_id={}", world::NOBODY)), Vec::<Value>::new());
    let (walked, _) = manager.walk("/v1/workload?limit=1");
    assert_eq!(walked, people);
    let (walked, _) = manager.walk("/v1/workload?by=role&limit=1");
    assert_eq!(walked, roles);
    assert_eq!(manager.get("/v1/workload?include=count&limit=1").must(200)["count"], 2);
    assert_eq!(
        api.manager().get("/v1/workload").must(200)["items"],
        json!([]),
        "another organisation's is not seen"
    );
    assert_eq!(numbers(&work(&other, "")[0]), (1, 0, 0, 1, 1.0), "the first is the one who was made first");
    let seen: i64 = work(&other, "").iter().map(|item| item["open_cases"].as_i64().unwrap()).sum();
    assert_eq!(seen, 2, "only the case that they may see, once each");
    let wall = json!({"user_id": manager.id, "reason": "Knows the applicant."});
    organization.manager().post(&format!("/v1/cases/{stay}/walls"), wall).must(201);
    let people = work(&manager, "");
    let of = people.iter().find(|item| item["user_id"] == one.id.as_str()).unwrap();
    assert_eq!(numbers(of), (2, 2, 2, 1, 2.0));
}

#[track_caller]
fn person(administrator: &Actor<'_>, name: &str, more: Value) -> String {
    let username = format!("{}-{}", name.to_lowercase().replace(' ', "-"), administrator.username);
    let mut new = json!({"username": username, "display_name": name, "password": fixtures::PASSWORD, "role": "litigator"});
    for (key, value) in more.as_object().unwrap() {
        new[key] = value.clone();
    }
    administrator.post("/v1/users", new).must(201)["id"].as_str().unwrap().to_owned()
}

fn a_suggestion_says_why_and_why_not(api: &Api) {
    let administrator = api.administrator();
    let mut case = new_case("2026-10-05");
    case["office"] = json!("Toronto");
    case["parties"] = json!([
        {"kind": "person", "capacity": "applicant", "name": "Jane Doe", "counsel": {"name": "Hélène Huot"}},
        {"kind": "person", "capacity": "decision_maker", "name": "Gérard Girard"}
    ]);
    let case = administrator.post("/v1/cases", case).must(201)["id"].as_str().unwrap().to_owned();
    let nothing = || json!({});
    let alice = person(&administrator, "Alice Aubin", nothing());
    let bruno = person(&administrator, "Bruno Bell", json!({"language": "fr", "office": "toronto"}));
    let chloe = person(&administrator, "Chloe Cyr", json!({"office": "Toronto"}));
    let daniel = person(&administrator, "Daniel Daoust", nothing());
    person(&administrator, "Eve Emond", json!({"clearance": "unclassified"}));
    let felix = person(&administrator, "Felix Fortin", nothing());
    person(&administrator, "GIRARD Gerard", nothing());
    let helene = person(&administrator, "Helene Huot", nothing());
    let irene = person(&administrator, "Irene Imbeau", nothing());
    // Two applications for leave (1 each) and one motion to stay (1.5).
    for other in [
        case_with(&administrator, "2026-10-05"),
        case_with(&administrator, "2026-10-05"),
        stay(&administrator),
    ] {
        assign(&administrator, &other, &chloe, "LSU");
    }
    assign(&administrator, &case, &irene, "JCO");
    let absence = json!({"user_id": daniel, "from": "2026-10-25T04:00:00Z", "until": "2026-11-08T05:00:00Z"});
    administrator.post("/v1/absences", absence).must(201);
    let wall = json!({"user_id": felix, "reason": "Knows the applicant."});
    administrator.post(&format!("/v1/cases/{case}/walls"), wall).must(201);
    let found = administrator
        .post("/v1/assignments/suggest", json!({"case_id": case, "role": "JCO", "limit": 20}))
        .must(200);
    let scored: Vec<_> = found["candidates"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| {
            let points: f64 = one["reasons"]
                .as_array()
                .unwrap()
                .iter()
                .map(|reason| reason["points"].as_f64().unwrap())
                .sum();
            assert!((points - one["score"].as_f64().unwrap()).abs() < 1e-9, "{one:#}");
            (one["user_id"].as_str().unwrap(), points)
        })
        .collect();
    // Load costs 10 a weight; the language gives 20, the office 10, a waiver costs 30.
    let expected = [
        (alice.as_str(), 20.0),
        (administrator.id.as_str(), 20.0),
        (bruno.as_str(), 10.0),
        (chloe.as_str(), 20.0 + 10.0 - 35.0),
        (helene.as_str(), 20.0 - 30.0),
    ];
    assert_eq!(scored, expected, "{found:#}");
    let of = |list: &str, at: usize| {
        let reasons = found[list][at]["reasons"].as_array().unwrap().iter();
        reasons.map(|reason| reason["code"].as_str().unwrap()).collect::<Vec<_>>()
    };
    assert_eq!(of("candidates", 3), ["load", "language", "office"]);
    assert_eq!(of("candidates", 4), ["load", "language", "acted_in_the_matter"]);
    assert_eq!(found["candidates"][3]["reasons"][0]["text"]["fr"], "Dossiers ouverts : 3, poids 3,5.");
    let names: Vec<_> = found["excluded"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["display_name"].as_str().unwrap())
        .collect();
    assert_eq!(names, ["Daniel Daoust", "Eve Emond", "Felix Fortin", "GIRARD Gerard", "Irene Imbeau"]);
    let reasons: Vec<_> = (0..5).map(|at| of("excluded", at).join(" ")).collect();
    assert_eq!(reasons, ["away", "not_cleared", "walled", "decided_in_the_matter", "holds_it_already"]);
    assert_eq!(found["excluded"][0]["reasons"][0]["text"]["en"], "Away until 2026-11-08.");
    let few = administrator
        .post("/v1/assignments/suggest", json!({"case_id": case, "role": "JCO", "limit": 1}))
        .must(200);
    assert_eq!(few["candidates"], json!([found["candidates"][0]]));
}

fn a_suggestion_is_refused_where_it_should_be(api: &Api) {
    let organization = api.organization();
    let manager = organization.manager();
    let case = case_with(&manager, "2026-10-05");
    let ask = |actor: &Actor<'_>, role: &str, limit: i64| {
        actor.post("/v1/assignments/suggest", json!({"case_id": case, "role": role, "limit": limit}))
    };
    ask(&api.manager(), "JCO", 5).refused(404, "not_found");
    ask(&organization.viewer(), "JCO", 5).refused(403, "forbidden");
    ask(&manager, "XYZ", 5).refused(422, "invalid_body").at("/role", "unknown_role");
    ask(&manager, "JCO", 21).refused(422, "invalid_body").at("/limit", "too_large");
    // Nobody of a justice department can be that: an empty list would read as if all were busy.
    ask(&manager, "IRB", 5).refused(422, "invalid_body").at("/role", "role_not_held_by_organization");
}

on_both!(
    work_is_counted_by_person_and_by_role,
    a_suggestion_says_why_and_why_not,
    a_suggestion_is_refused_where_it_should_be,
);
