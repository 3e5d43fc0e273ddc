//! Codes that are not known, as a newer process beside this one could have stored them: refused, and named in the log. None is
//! read as another, but for what the strictest stands in for, so that nothing is shown that an order or a privilege keeps.

use crate::support::log::{NEWER, naming};
use crate::support::tamper::tamper;
use crate::support::world::World;
use crate::support::*;
use diesel::prelude::*;
use diesel::sql_types::Text;
use serde_json::json;

/// A column of codes, an operation that reads the row that its address ends with, and the type that knows the codes.
type Column = (&'static str, &'static str, &'static str, &'static str);

const COLUMNS: [Column; 26] = [
    ("action_items", "status", "find_group_action_item", "ActionItemStatus"),
    ("assignments", "status", "find_assignment", "AssignmentStatus"),
    ("assignments", "language", "find_assignment", "FileLanguage"),
    ("case_links", "kind", "find_case_link", "LinkKind"),
    ("cases", "status", "find_case", "StoredStatus"),
    ("cases", "language", "find_case", "FileLanguage"),
    ("cases", "side", "find_case", "Side"),
    ("cases", "decision_location", "find_case", "DecisionLocation"),
    ("deadlines", "status", "find_deadline", "DeadlineStatus"),
    ("deadlines", "actor", "find_deadline", "Actor"),
    ("deadlines", "pinned_by", "find_deadline", "PinnedBy"),
    ("feeds", "scope", "find_feed", "FeedScope"),
    ("feeds", "language", "find_feed", "Language"),
    ("group_meetings", "status", "find_group_meeting", "MeetingStatus"),
    ("group_members", "capacity", "find_group_member", "Capacity"),
    ("groups", "kind", "find_group", "GroupKind"),
    ("liaison_officers", "kind", "find_liaison_officer", "OfficerKind"),
    ("liaison_officers", "status", "find_liaison_officer", "OfficerStatus"),
    ("liaison_officers", "tasks", "find_liaison_officer", "LiaisonTask"),
    ("matrices", "status", "find_matrix", "MatrixStatus"),
    ("matrix_entries", "share", "find_matrix_entry", "Share"),
    ("notifications", "kind", "find_notification", "Kind"),
    ("organizations", "kind", "find_organization", "OrganizationKind"),
    ("parties", "kind", "find_case_party", "PartyKind"),
    ("parties", "capacity", "find_case_party", "PartyCapacity"),
    ("users", "role", "find_user", "Role"),
];

#[derive(QueryableByName)]
struct Stored {
    #[diesel(sql_type = diesel::sql_types::Nullable<Text>)]
    code: Option<String>,
}

/// What stands in a column of a row.
fn stored(api: &Api, table: &str, column: &str, id: &str) -> Option<String> {
    let query = format!("select {column} as code from {table} where id = '{id}'");
    let mut rows: Vec<Stored> =
        api.db.read_now(|connection| Ok(diesel::sql_query(query).load(connection)?)).unwrap();
    rows.pop().unwrap().code
}

/// Puts a code into a column of a row.
fn put(api: &Api, (table, column): (&str, &str), id: &str, code: Option<&str>) {
    let value = code.map_or_else(|| "null".to_owned(), |code| format!("'{code}'"));
    tamper(api, &format!("update {table} set {column} = {value} where id = '{id}'"));
}

fn a_code_that_is_not_known_is_refused_and_named_in_the_log(api: &Api) {
    let api = &api.own(Settings::default());
    let world = World::of(api);
    for (table, column, operation, kind) in COLUMNS {
        let operation = world.operations.iter().find(|known| known.id == operation).expect(operation);
        let address = world.address(operation);
        let id = address.rsplit('/').next().unwrap();
        let ask = || world.call(&world.administrator, operation, &address);
        ask().must(200);
        let code = format!("{NEWER}_{table}_{column}_{:?}", api.backend());
        let before = stored(api, table, column, id);
        put(api, (table, column), id, Some(&code));
        let refused = ask().refused(500, "internal");
        assert!(!refused.text.contains(NEWER), "{table}.{column}: {}", refused.text);
        let lines = naming(&code);
        let named = |line: &String| line.contains(&format!("'{column}'")) && line.contains(kind);
        assert!(lines.iter().any(named), "{table}.{column}: {lines:#?}");
        put(api, (table, column), id, before.as_deref());
        ask().must(200);
    }
}

fn an_order_that_is_not_known_is_a_seal_and_stays_what_it_is(api: &Api) {
    let api = &api.own(Settings::default());
    let organization = api.organization();
    let (manager, analyst) = (organization.manager(), organization.analyst());
    let case = case_with(&manager, "2026-03-02");
    let address = format!("/v1/cases/{case}");
    put(api, ("cases", "confidentiality"), &case, Some(NEWER));
    let shown = manager.get(&address);
    assert_eq!(shown.json["confidentiality"], "sealed");
    let hidden = analyst.get(&address).must(200);
    assert_ne!(hidden["style_of_cause"], shown.json["style_of_cause"], "the analyst holds no role on it");
    manager.patch(&address, &shown.etag(), json!({"office": "Toronto"})).must(200);
    record(&manager, &case, json!({"type": "application_filed", "occurred_on": "2026-03-09"}));
    assert_eq!(stored(api, "cases", "confidentiality", &case).as_deref(), Some(NEWER));
    let etag = manager.get(&address).etag();
    manager.patch(&address, &etag, json!({"confidentiality": "anonymised"})).must(200);
    assert_eq!(stored(api, "cases", "confidentiality", &case).as_deref(), Some("anonymised"));
}

fn a_privilege_that_is_not_known_is_the_strictest_and_stays_what_it_is(api: &Api) {
    let api = &api.own(Settings::default());
    let organization = api.organization();
    let (manager, analyst) = (organization.manager(), organization.analyst());
    let case = case_with(&manager, "2026-03-02");
    let note = manager.post(&format!("/v1/cases/{case}/notes"), json!({"body": "A note."})).must(201);
    let id = note["id"].as_str().unwrap();
    let address = format!("/v1/cases/{case}/notes/{id}");
    put(api, ("notes", "privilege"), id, Some(NEWER));
    let shown = manager.get(&address);
    assert_eq!(shown.json["privilege"], "cabinet_confidence");
    analyst.get(&address).refused(404, "not_found");
    manager.patch(&address, &shown.etag(), json!({"body": "Another."})).must(200);
    assert_eq!(stored(api, "notes", "privilege", id).as_deref(), Some(NEWER));
    let etag = manager.get(&address).etag();
    manager.patch(&address, &etag, json!({"privilege": "litigation"})).must(200);
    assert_eq!(stored(api, "notes", "privilege", id).as_deref(), Some("litigation"));
}

on_both!(
    a_code_that_is_not_known_is_refused_and_named_in_the_log,
    an_order_that_is_not_known_is_a_seal_and_stays_what_it_is,
    a_privilege_that_is_not_known_is_the_strictest_and_stays_what_it_is,
);
