//! `/v1/cases`: opening, reading, changing and listing cases, and who sees which.

use crate::support::fixtures::Organization;
use crate::support::*;
use greffe::access::classification::Classification;
use greffe::access::permissions::Role;
use serde_json::{Value, json};

fn with(field: &str, value: Value) -> Value {
    let mut case = new_case("2026-03-02");
    case[field] = value;
    case
}

fn a_case_keeps_what_it_was_opened_with(api: &Api) {
    let litigator = api.litigator();
    let mut body = with("file_number", json!(" imm-1234-26 "));
    body["office"] = json!("Toronto");
    body["classification"] = json!("protected_a");
    let answer = litigator.post("/v1/cases", body);
    let (location, etag) = (answer.header("location").unwrap().to_owned(), answer.etag());
    let made = answer.must(201);
    assert_eq!(location, format!("/v1/cases/{}", made["id"].as_str().unwrap()));
    assert_eq!(made["file_number"], "IMM-1234-26", "one number has one spelling");
    let read = litigator.get(&location);
    assert_eq!(read.etag(), etag);
    let read = read.must(200);
    assert_eq!(
        read["decision"],
        json!({"body": "rad", "body_name": {"en": "Refugee Appeal Division", "fr": "Section d'appel des réfugiés"},
               "decided_on": "2026-02-27", "notified_on": "2026-03-02", "location": "in_canada"})
    );
    assert_eq!(
        (&read["office"], &read["classification"], &read["language"]),
        (&json!("Toronto"), &json!("protected_a"), &json!("en"))
    );
    assert_eq!(read["organization_id"], litigator.organization_id.as_str());
    assert!(read["created_at"].as_str().unwrap().ends_with('Z'), "{read:#}");
    for part in ["parties", "events", "deadlines", "assignments"] {
        assert!(read.get(part).is_none(), "{part} was not asked for");
    }
    litigator
        .get(&format!("{location}?include=parties,everything"))
        .refused(400, "invalid_query")
        .at("/include", "invalid_value");
}

fn what_is_wrong_with_a_new_case_is_named_and_nothing_is_opened(api: &Api) {
    let litigator = api.litigator();
    let wrong = [
        (with("proceeding", json!("NO-SUCH")), "/proceeding", "unknown_proceeding"),
        (with("style_of_cause", json!("  ")), "/style_of_cause", "empty"),
        (with("style_of_cause", json!("x".repeat(501))), "/style_of_cause", "too_long"),
        (with("language", json!("de")), "/language", "invalid_value"),
        (with("classification", json!("secret")), "/classification", "invalid_value"),
        (with("classification", json!("protected_c")), "/classification", "above_clearance"),
        (with("decision", json!({"notified_on": "2026-02-30"})), "/decision/notified_on", "invalid_date"),
        (with("decision", json!({"notified_on": "2026-11-02"})), "/decision/notified_on", "in_the_future"),
        (
            with("decision", json!({"decided_on": "2026-03-05", "notified_on": "2026-03-02"})),
            "/decision/notified_on",
            "before_decision",
        ),
        (with("decision", json!({"location": "on_the_moon"})), "/decision/location", "invalid_value"),
        (
            with("parties", json!([{"kind": "person", "capacity": "applicant"}])),
            "/parties/0/name",
            "required",
        ),
        (
            with("parties", json!([{"kind": "person", "capacity": "applicant", "name": ""}])),
            "/parties/0/name",
            "empty",
        ),
        (with("parties", json!("Jane Doe")), "/parties", "wrong_type"),
        (with("organization_id", json!(world::NOBODY)), "/organization_id", "foreign_organization"),
        (with("organization_id", json!("x")), "/organization_id", "invalid_id"),
        (with("decision", json!({"decided": "2026-03-05"})), "/decision/decided", "unknown_field"),
    ];
    for (body, pointer, code) in wrong {
        litigator.post("/v1/cases", body).refused(422, "invalid_body").at(pointer, code);
    }
    let outside = with("decision", json!({"notified_on": "1950-03-02", "location": "in_canada"}));
    let answer = litigator.post("/v1/cases", outside);
    assert_eq!(answer.status, 422, "{}", answer.text);
    answer.is_problem();
    assert_eq!(litigator.get("/v1/cases?include=count").must(200)["count"], 0, "something was left behind");
}

fn a_body_that_decides_is_of_the_list_or_named_as_another(api: &Api) {
    let litigator = api.litigator();
    let opened = |decision: Value| litigator.post("/v1/cases", with("decision", decision));
    let refused = opened(json!({"body": "Refugee Apeal Division"})).refused(422, "invalid_body");
    let refused = refused.at("/decision/body", "unknown_code");
    assert!(refused.text.contains("rad"), "the nearest: {}", refused.text);
    let refused = opened(json!({"body": "Foo"})).refused(422, "invalid_body");
    assert!(refused.at("/decision/body", "unknown_code").text.contains("body_text"), "the way out");
    opened(json!({"body": "other"})).refused(422, "invalid_body").at("/decision/body_text", "required");
    for decision in [json!({"body": "rad", "body_text": "Foo"}), json!({"body_text": "Foo"})] {
        opened(decision).refused(422, "invalid_body").at("/decision/body_text", "only_with_other");
    }
    let made = opened(json!({"body": "other", "body_text": " Board of Examiners "})).must(201);
    assert_eq!(made["decision"], json!({"body": "other", "body_text": "Board of Examiners"}));
    let case = format!("/v1/cases/{}", made["id"].as_str().unwrap());
    let patched = |decision: Value| litigator.patch(&case, "*", json!({"decision": decision}));
    patched(json!({"body": "Foo"})).refused(422, "invalid_body").at("/decision/body", "unknown_code");
    let named = patched(json!({"body_text": "Examiners"})).must(200);
    assert_eq!(named["decision"], json!({"body": "other", "body_text": "Examiners"}));
    let listed = patched(json!({"body": "other", "body_text": "SAR"})).must(200);
    assert_eq!(listed["decision"]["body"], "rad", "it is of the list after all");
    patched(json!({"body_text": "Examiners"})).refused(422, "invalid_body");
    let list = litigator.get("/v1/code-lists/decision_bodies").must(200);
    assert!(list["items"].as_array().unwrap().iter().any(|item| item["code"] == "other"), "{list:#}");
}

fn a_merge_patch_changes_what_it_names(api: &Api) {
    let litigator = api.litigator();
    let case = format!("/v1/cases/{}", case_with(&litigator, "2026-03-02"));
    let etag = litigator.get(&case).etag();
    let changed = litigator.patch(&case, &etag, json!({"office": "Montréal", "decision": {"body": "RAD"}}));
    let next = changed.etag();
    let changed = changed.must(200);
    assert_eq!((&changed["office"], &changed["decision"]["body"]), (&json!("Montréal"), &json!("rad")));
    assert_eq!(changed["decision"]["notified_on"], "2026-03-02", "what is not named stays");
    let cleared =
        litigator.patch(&case, &next, json!({"office": null, "decision": {"body": null}})).must(200);
    assert!(cleared.get("office").is_none() && cleared["decision"].get("body").is_none(), "{cleared:#}");
    litigator.patch(&case, &etag, json!({"office": "Ottawa"})).refused(412, "stale_version");
    for (patch, pointer, code) in [
        (json!({"style_of_cause": null}), "/style_of_cause", "wrong_type"),
        (json!({"stage": "allowed"}), "/stage", "unknown_field"),
        (json!({"proceeding": "ALJR"}), "/proceeding", "unknown_field"),
        (json!({"classification": "protected_c"}), "/classification", "above_clearance"),
        (json!({"decision": {"notified_on": "2026-01-01"}}), "/decision/notified_on", "before_decision"),
    ] {
        litigator.patch(&case, "*", patch).refused(422, "invalid_body").at(pointer, code);
    }
}

fn pages_are_walked_to_the_end_in_order(api: &Api) {
    let manager = api.manager();
    let cases: Vec<_> = (0..5).map(|_| case_with(&manager, "2026-03-02")).collect();
    let latest_first: Vec<_> = cases.iter().rev().cloned().collect();
    let ids = |items: &[Value]| {
        items.iter().map(|item| item["id"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    for (limit, expected) in [(1, 5), (2, 3), (3, 2), (5, 1), (200, 1)] {
        let (items, pages) = manager.walk(&format!("/v1/cases?limit={limit}"));
        assert_eq!((ids(&items), pages), (latest_first.clone(), expected), "limit={limit}");
    }
    assert_eq!(ids(&manager.walk("/v1/cases?limit=2&sort=updated_at").0), cases);
    let first = manager.get("/v1/cases?limit=2&include=count");
    let link = first.header("link").unwrap().to_owned();
    assert_eq!(first.json["count"], 5);
    let next = link.strip_prefix('<').and_then(|link| link.strip_suffix(">; rel=\"next\"")).unwrap();
    let second = manager.get(next).must(200);
    assert_eq!(ids(second["items"].as_array().unwrap()), latest_first[2..4]);
    assert_eq!(second["count"], 5, "the link keeps what was asked for");
    let last = manager.get("/v1/cases?limit=5");
    assert!(last.header("link").is_none() && last.json.get("next_cursor").is_none(), "{}", last.text);
}

fn by_id_each_case_is_read_once_whatever_changes(api: &Api) {
    let manager = api.manager();
    let cases: Vec<_> = (0..5).map(|_| case_with(&manager, "2026-03-02")).collect();
    let read = |sort: &str| {
        let (mut seen, mut address) = (Vec::new(), format!("/v1/cases?limit=2&sort={sort}"));
        loop {
            let page = manager.get(&address).must(200);
            seen.extend(
                page["items"].as_array().unwrap().iter().map(|item| item["id"].as_str().unwrap().to_owned()),
            );
            let Some(cursor) = page["next_cursor"].as_str() else { return seen };
            address = format!("/v1/cases?limit=2&sort={sort}&cursor={cursor}");
            // What is on no page yet, and what is on one, changes.
            for case in [&cases[2], &cases[0]] {
                if seen.len() < 4 {
                    manager.patch(&format!("/v1/cases/{case}"), "*", json!({"office": "Toronto"})).must(200);
                    manager.patch(&format!("/v1/cases/{case}"), "*", json!({"office": "Ottawa"})).must(200);
                }
            }
        }
    };
    assert!(!read("-updated_at").contains(&cases[2]), "what the description warns of");
    assert_eq!(read("id"), cases);
    let mut earliest = read("updated_at");
    earliest.sort();
    earliest.dedup();
    assert_eq!(earliest, cases, "each at least once");
    manager.get("/v1/cases?sort=-id").refused(400, "invalid_query").at("/sort", "invalid_value");
}

fn a_cursor_opens_only_the_list_it_came_from(api: &Api) {
    let organization = api.organization();
    let (manager, other) = (organization.manager(), organization.manager());
    for _ in 0..3 {
        case_with(&manager, "2026-03-02");
    }
    let page = manager.get("/v1/cases?limit=1&status=open").must(200);
    let cursor = page["next_cursor"].as_str().unwrap().to_owned();
    let go = |actor: &Actor<'_>, path: &str, cursor: &str| actor.get(&format!("{path}cursor={cursor}"));
    assert_eq!(go(&manager, "/v1/cases?limit=1&status=open&", &cursor).status, 200);
    assert_eq!(
        go(&manager, "/v1/cases?status=open&limit=3&", &cursor).status,
        200,
        "a page may have another size"
    );
    go(&manager, "/v1/cases?", &cursor).refused(400, "invalid_cursor");
    go(&manager, "/v1/cases?status=closed&", &cursor).refused(400, "invalid_cursor");
    go(&manager, "/v1/deadlines?status=open&", &cursor).refused(400, "invalid_cursor");
    go(&other, "/v1/cases?status=open&", &cursor).refused(400, "invalid_cursor");
    let mut altered = cursor.clone();
    let last = if altered.ends_with('A') { "Q" } else { "A" };
    altered.replace_range(altered.len() - 1.., last);
    go(&manager, "/v1/cases?status=open&", &altered).refused(400, "invalid_cursor");
}

fn filters_let_through_what_they_name(api: &Api) {
    let organization = api.organization();
    let (manager, litigator) = (organization.manager(), organization.litigator());
    let one = case_with(&manager, "2026-03-02");
    let other = case_with(&litigator, "2026-03-02");
    record(&litigator, &other, json!({"type": "case_closed", "occurred_on": "2026-03-20"}));
    let french =
        manager.post("/v1/cases", with("language", json!("fr"))).must(201)["id"].as_str().unwrap().to_owned();
    let ask = |actor: &Actor<'_>, filter: &str| {
        let (items, _) = actor.walk(&format!("/v1/cases?{filter}"));
        let mut ids: Vec<_> = items.iter().map(|item| item["id"].as_str().unwrap().to_owned()).collect();
        ids.sort();
        ids
    };
    assert_eq!(ask(&manager, "status=closed"), [other.as_str()]);
    assert_eq!(ask(&manager, "status=open"), [one.clone(), french.clone()]);
    assert_eq!(ask(&manager, "language=fr"), [french]);
    assert_eq!(ask(&manager, "stage=closed&proceeding=ALJR"), [other.as_str()]);
    assert_eq!(ask(&manager, "assigned_to=me"), Vec::<String>::new());
    assert_eq!(ask(&litigator, "assigned_to=me"), [other]);
    assert_eq!(ask(&manager, "proceeding=JR-T"), Vec::<String>::new());
    manager.get("/v1/cases?proceeding=NONE").refused(400, "invalid_query").at("/proceeding", "unknown_code");
    manager.get("/v1/cases?status=half").refused(400, "invalid_query").at("/status", "invalid_value");
    manager
        .get("/v1/cases?organization_id=x")
        .refused(400, "invalid_query")
        .at("/organization_id", "invalid_id");
    manager
        .get("/v1/cases?assigned_to=you")
        .refused(400, "invalid_query")
        .at("/assigned_to", "invalid_value");
}

/// Whether somebody sees a case: read, listed, searched by its deadlines, or not at all.
#[track_caller]
fn sees(actor: &Actor<'_>, case: &str) -> bool {
    let read = actor.get(&format!("/v1/cases/{case}")).status == 200;
    let in_list = |path: &str, field: &str| actor.walk(path).0.iter().any(|item| item[field] == case);
    assert_eq!(in_list("/v1/cases", "id"), read, "the list says another thing than the case");
    assert_eq!(in_list("/v1/deadlines", "case_id"), read, "the deadlines say another thing than the case");
    let count = actor.get("/v1/cases?include=count").must(200);
    assert_eq!(count["count"], actor.walk("/v1/cases").0.len(), "the count tells what the list hides");
    read
}

fn each_role_sees_the_cases_that_are_its_own(api: &Api) {
    let organization = api.organization();
    let owner = organization.litigator();
    let case = case_with(&owner, "2026-03-02");
    let table = [
        (Role::Administrator, true),
        (Role::LitigationManager, true),
        (Role::Litigator, false),
        (Role::Analyst, true),
        (Role::Viewer, true),
    ];
    for (role, inside) in table {
        assert_eq!(sees(&organization.user(role), &case), inside, "{role:?} of the organisation");
        assert!(!sees(&api.organization().user(role), &case), "{role:?} of another organisation");
    }
    assert!(sees(&owner, &case));
}

fn an_assignment_shows_a_case_for_as_long_as_it_lasts(api: &Api) {
    let organization = api.organization();
    let (manager, litigator) = (organization.manager(), organization.litigator());
    let abroad =
        Organization::new(api, greffe::people::identity::model::OrganizationKind::ImmigrationDepartment)
            .analyst();
    let case = case_with(&manager, "2026-03-02");
    for (person, role) in [(&litigator, "JCO"), (&abroad, "LIT")] {
        assert!(!sees(person, &case));
        let body = json!({"user_id": person.id, "role": role});
        let made = manager.post(&format!("/v1/cases/{case}/assignments"), body).must(201);
        assert!(sees(person, &case), "{role}");
        let end = format!("/v1/assignments/{}/end", made["id"].as_str().unwrap());
        manager.post(&end, json!({})).must(200);
        assert!(!sees(person, &case), "{role}");
    }
    let later = json!({"user_id": litigator.id, "role": "JCO", "from": "2027-01-01T05:00:00Z"});
    manager.post(&format!("/v1/cases/{case}/assignments"), later).must(201);
    assert!(!sees(&litigator, &case), "an assignment that has not begun shows nothing");
}

fn a_wall_hides_a_case_for_as_long_as_it_stands(api: &Api) {
    let organization = api.organization();
    let (manager, analyst) = (organization.manager(), organization.analyst());
    let case = case_with(&manager, "2026-03-02");
    assert!(sees(&analyst, &case));
    let body = json!({"user_id": analyst.id, "reason": "Acted for the applicant."});
    let wall = manager.post(&format!("/v1/cases/{case}/walls"), body).must(201);
    assert!(!sees(&analyst, &case));
    analyst.get(&format!("/v1/cases/{case}")).refused(404, "not_found");
    let address = format!("/v1/cases/{case}/walls/{}", wall["id"].as_str().unwrap());
    let until = wall["from"].clone();
    manager.patch(&address, &manager.get(&address).etag(), json!({"until": until})).must(200);
    assert!(sees(&analyst, &case));
}

fn nobody_sees_above_their_clearance(api: &Api) {
    let organization = api.organization();
    let manager = organization.cleared(Role::LitigationManager, Classification::ProtectedC);
    let made = manager.post("/v1/cases", with("classification", json!("protected_c"))).must(201);
    let case = made["id"].as_str().unwrap();
    assert!(sees(&manager, case));
    assert!(!sees(&organization.administrator(), case), "an administrator is cleared to Protected B here");
    assert!(!sees(&organization.cleared(Role::Viewer, Classification::Unclassified), case));
    let analyst = organization.analyst();
    let assignment = json!({"user_id": analyst.id, "role": "JPL"});
    let refused = manager.post(&format!("/v1/cases/{case}/assignments"), assignment);
    refused.refused(422, "invalid_body").at("/user_id", "not_cleared");
    manager.patch(&format!("/v1/cases/{case}"), "*", json!({"classification": "protected_b"})).must(200);
    assert!(sees(&analyst, case));
}

on_both!(
    a_case_keeps_what_it_was_opened_with,
    what_is_wrong_with_a_new_case_is_named_and_nothing_is_opened,
    a_body_that_decides_is_of_the_list_or_named_as_another,
    a_merge_patch_changes_what_it_names,
    pages_are_walked_to_the_end_in_order,
    by_id_each_case_is_read_once_whatever_changes,
    a_cursor_opens_only_the_list_it_came_from,
    filters_let_through_what_they_name,
    each_role_sees_the_cases_that_are_its_own,
    an_assignment_shows_a_case_for_as_long_as_it_lasts,
    a_wall_hides_a_case_for_as_long_as_it_stands,
    nobody_sees_above_their_clearance,
);
