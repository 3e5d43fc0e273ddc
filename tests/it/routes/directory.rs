//! `/v1/users`: what one is told of people, of one's own organisation and of others.

use crate::support::fixtures::PASSWORD;
use crate::support::*;
use greffe::access::classification::Classification;
use greffe::access::permissions::Role;
use serde_json::{Value, json};
use std::collections::BTreeSet;

fn keys(of: &Value) -> BTreeSet<&str> {
    of.as_object().unwrap().keys().map(String::as_str).collect()
}

/// What everybody is told of everybody.
const TO_ALL: [&str; 5] = ["id", "display_name", "organization_id", "language", "active"];
/// What else within an organisation.
const TO_COLLEAGUES: [&str; 6] = ["username", "roles", "permissions", "version", "created_at", "updated_at"];

fn of_people_elsewhere_there_is_what_assigning_them_takes(api: &Api) {
    let (here, there) = (api.organization(), api.organization());
    let theirs = there.cleared(Role::Litigator, Classification::ProtectedC);
    let administrator = there.cleared(Role::Administrator, Classification::ProtectedC);
    let at = format!("/v1/users/{}", theirs.id);
    let everything = json!({"email": "a.rao@example.org", "office": "Toronto"});
    administrator.patch(&at, "*", everything).must(200);
    for caller in [here.administrator(), here.manager(), here.litigator(), here.analyst(), here.viewer()] {
        let found = caller.get(&at);
        assert_eq!(keys(&found.json), TO_ALL.into(), "{}", found.text);
        let listed = format!("/v1/users?organization_id={}", theirs.organization_id);
        let (listed, _) = caller.walk(&listed);
        assert_eq!(listed.len(), 2);
        assert!(listed.iter().all(|user| keys(user) == TO_ALL.into()), "{listed:#?}");
    }
    // What changes of what is not shown changes no tag.
    let viewer = here.viewer();
    let tag = viewer.get(&at).etag();
    administrator.patch(&at, "*", json!({"role": "analyst", "clearance": "protected_a"})).must(200);
    assert_eq!(viewer.get(&at).etag(), tag);
    administrator.patch(&at, "*", json!({"display_name": "Another Name"})).must(200);
    assert_ne!(viewer.get(&at).etag(), tag);
}

fn a_clearance_is_for_oneself_and_for_who_goes_by_it(api: &Api) {
    let organization = api.organization();
    let (administrator, manager) = (organization.administrator(), organization.manager());
    let (analyst, viewer) = (organization.analyst(), organization.viewer());
    let at = format!("/v1/users/{}", analyst.id);
    administrator.patch(&at, "*", json!({"email": "a.rao@example.org", "office": "Toronto"})).must(200);
    let with = |more: &[&'static str]| -> BTreeSet<&str> {
        TO_ALL.into_iter().chain(TO_COLLEAGUES).chain(["office"]).chain(more.iter().copied()).collect()
    };
    for (caller, more) in [
        (&administrator, &["clearance", "email", "federated"][..]),
        (&analyst, &["clearance"]),
        (&manager, &["clearance"]),
        (&viewer, &[]),
        (&organization.litigator(), &[]),
    ] {
        assert_eq!(keys(&caller.get(&at).must(200)), with(more), "{}", caller.username);
    }
    // One who sees less has a tag of one's own for it, and the version holds for either.
    assert_ne!(viewer.get(&at).etag(), administrator.get(&at).etag());
    administrator.patch(&at, &viewer.get(&at).etag(), json!({"office": null})).must(200);
}

fn the_directory_is_in_the_order_of_names(api: &Api) {
    let organization = api.organization();
    let administrator = organization.administrator();
    for (username, name) in [("zz", "Anders"), ("aa", "Zorn"), ("mm", "Moreau")] {
        let new = json!({"username": format!("{username}-{}", &administrator.id[24..]), "display_name": name,
            "password": PASSWORD, "role": "analyst"});
        administrator.post("/v1/users", new).must(201);
    }
    let mine = format!("/v1/users?organization_id={}&limit=1", administrator.organization_id);
    let (people, pages) = api.organization().viewer().walk(&mine);
    let names: Vec<_> = people.iter().map(|user| user["display_name"].as_str().unwrap()).collect();
    let administrator = format!("Fictional {}", administrator.username);
    assert_eq!((names, pages), (vec!["Anders", administrator.as_str(), "Moreau", "Zorn"], 4));
}

on_both!(
    of_people_elsewhere_there_is_what_assigning_them_takes,
    a_clearance_is_for_oneself_and_for_who_goes_by_it,
    the_directory_is_in_the_order_of_names,
);
