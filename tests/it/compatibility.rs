//! A client of the last release goes on working: `openapi/released.json` is that release's document, and what breaks it is said in
//! the changelog or is not done.
//!
//! `cargo run -- openapi --language en > openapi/released.json` keeps the present document. It is run for a release, with the
//! heading of its section in the changelog.

mod compared;

use compared::breaks;
use greffe::text::Language;
use serde_json::{Value, json};
use std::path::Path;

fn read(file: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(file);
    std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{file}: {error}"))
}

/// Whether what is not released yet is said to break clients: under a heading of its own, or in a line.
fn says_breaking(changelog: &str) -> bool {
    let unreleased =
        changelog.split("\n## ").find(|section| section.starts_with("Unreleased")).unwrap_or_default();
    unreleased.lines().any(|line| line.trim() == "### Breaking" || line.contains("*Breaking*"))
}

#[test]
fn a_client_of_the_last_release_goes_on_working() {
    let released: Value = serde_json::from_str(&read("openapi/released.json")).unwrap();
    let present = greffe::server::openapi::text(&greffe::server::openapi::document(), Language::En);
    let found = breaks(&released, &serde_json::from_str(&present).unwrap());
    assert!(
        found.is_empty() || says_breaking(&read("CHANGELOG.md")),
        "This breaks whoever has a client of the last release. Keep it as it was beside what is new, or say *Breaking* with what is to \
         be done under Unreleased in CHANGELOG.md:\n{}",
        found.join("\n")
    );
}

#[test]
fn breaking_is_said_where_it_is_not_released_yet() {
    assert!(says_breaking(
        "# Changelog\n\n## Unreleased\n### Added\n- *Breaking*: `a` is gone.\n\n## 0.1.0\n"
    ));
    assert!(says_breaking("# Changelog\n\n## Unreleased\n\n### Breaking\n- `a` is gone.\n"));
    assert!(!says_breaking(
        "# Changelog\n\n## Unreleased\n- Breaking nothing.\n\n## 0.1.0\n- *Breaking*: `a`.\n"
    ));
}

/// A document with one operation, which takes and gives this.
fn document(taken: &Value, given: &Value) -> Value {
    json!({"paths": {"/things": {"post": {
        "operationId": "create_thing",
        "parameters": [{"in": "query", "name": "limit", "schema": {"type": "integer", "maximum": 200}}],
        "requestBody": {"content": {"application/json": {"schema": taken}}},
        "responses": {
            "201": {"headers": {"ETag": {}}, "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Thing"}}}},
            "422": {"$ref": "#/components/responses/Refused"},
        }}}},
        "components": {"schemas": {"Thing": given}, "responses": {"Refused": {"content": {}}}},
        "security": [{}]})
}

fn object(properties: Value, required: &[&str]) -> Value {
    json!({"type": "object", "properties": properties, "required": required})
}

/// What breaks where a document has another value at a place.
fn changed(place: &str, value: Option<Value>) -> Vec<String> {
    let thing = object(json!({"id": {"type": "string"}, "name": {"type": "string"}}), &["id"]);
    let before = document(&thing, &thing);
    let mut after = before.clone();
    let (parent, key) = place.rsplit_once('/').unwrap();
    let parent = after.pointer_mut(parent).unwrap_or_else(|| panic!("{place}"));
    match (parent, value) {
        (Value::Object(fields), Some(value)) => drop(fields.insert(key.replace("~1", "/"), value)),
        (Value::Object(fields), None) => {
            fields.remove(&key.replace("~1", "/")).unwrap_or_else(|| panic!("{place}"));
        }
        (Value::Array(list), Some(value)) => list.push(value),
        (Value::Array(list), None) => drop(list.remove(key.parse().unwrap())),
        _ => panic!("{place}"),
    }
    breaks(&before, &after)
}

const POST: &str = "/paths/~1things/post";

#[test]
fn what_is_gone_or_called_otherwise_breaks() {
    let gone = |place: &str| changed(&format!("{POST}{place}"), None);
    assert_eq!(changed("/paths/~1things", None), ["POST /things: the operation is gone"]);
    assert_eq!(changed("/paths/~1things/post", None), ["POST /things: the operation is gone"]);
    let renamed = changed(&format!("{POST}/operationId"), Some(json!("add_thing")));
    assert_eq!(renamed, ["POST /things: \"create_thing\" is called \"add_thing\" now"]);
    assert_eq!(gone("/parameters/0"), ["POST /things query parameter limit: it is gone"]);
    assert_eq!(gone("/responses/201"), ["POST /things 201: the status is gone"]);
    assert_eq!(gone("/responses/422"), ["POST /things 422: the status is gone"]);
    assert_eq!(gone("/responses/201/headers/ETag"), ["POST /things 201: the header ETag is gone"]);
    assert_eq!(gone("/requestBody"), ["POST /things body: it is gone"]);
    let media = gone("/requestBody/content/application~1json");
    assert_eq!(media, ["POST /things body application/json: the media type is gone"]);
    let field = changed("/components/schemas/Thing/properties/name", None);
    assert_eq!(field, ["POST /things 201 application/json/name: the field is gone"]);
    let field = gone("/requestBody/content/application~1json/schema/properties/name");
    assert_eq!(field, ["POST /things body application/json/name: the field is gone"]);
}

#[test]
fn what_is_needed_now_breaks() {
    let needed = json!({"in": "query", "name": "office", "required": true, "schema": {"type": "string"}});
    let found = changed(&format!("{POST}/parameters/1"), Some(needed));
    assert_eq!(found, ["POST /things query parameter office: it is new, and needed"]);
    let found = changed(&format!("{POST}/parameters/0/required"), Some(json!(true)));
    assert_eq!(found, ["POST /things query parameter limit: it is needed now"]);
    let found = changed(&format!("{POST}/requestBody/required"), Some(json!(true)));
    assert_eq!(found, ["POST /things body: it is needed now"]);
    let required = format!("{POST}/requestBody/content/application~1json/schema/required");
    let found = changed(&required, Some(json!(["id", "name", "office"])));
    assert_eq!(
        found,
        [
            "POST /things body application/json/name: the field is needed now",
            "POST /things body application/json/office: the field is new, and needed"
        ]
    );
    assert_eq!(
        changed("/security", Some(json!([{"bearer": []}]))),
        ["POST /things: one has to be signed in now"]
    );
    let found = changed("/components/schemas/Thing/required", Some(json!([])));
    assert_eq!(found, ["POST /things 201 application/json/id: the field may be left out now"]);
}

#[test]
fn what_is_new_and_not_needed_breaks_nothing() {
    let nothing: [String; 0] = [];
    assert_eq!(changed("/paths/~1others", Some(json!({"get": {"responses": {}}}))), nothing);
    let asked = json!({"in": "query", "name": "office", "schema": {"type": "string"}});
    assert_eq!(changed(&format!("{POST}/parameters/1"), Some(asked)), nothing);
    assert_eq!(
        changed("/components/schemas/Thing/properties/office", Some(json!({"type": "string"}))),
        nothing
    );
    assert_eq!(changed("/components/schemas/Thing/required", Some(json!(["id", "name"]))), nothing);
    assert_eq!(changed("/components/schemas/Other", Some(json!({"type": "string"}))), nothing);
    let field = format!("{POST}/requestBody/content/application~1json/schema/properties/office");
    assert_eq!(changed(&field, Some(json!({"type": "string"}))), nothing);
    assert_eq!(
        changed(&format!("{POST}/requestBody/content/application~1json/schema/required"), Some(json!([]))),
        nothing
    );
    assert_eq!(changed(&format!("{POST}/description"), Some(json!("Makes a thing."))), nothing);
    assert_eq!(changed(&format!("{POST}/responses/409"), Some(json!({}))), nothing);
}

/// What breaks where a field has another schema: of the body that is sent, and of the answer.
fn other_field(before: &Value, after: &Value) -> (bool, bool) {
    let with = |field: &Value| object(json!({"field": field}), &[]);
    let free = json!({});
    let sent = breaks(&document(&with(before), &free), &document(&with(after), &free));
    let read = breaks(&document(&free, &with(before)), &document(&free, &with(after)));
    for found in sent.iter().chain(&read) {
        assert!(found.contains("/field"), "{found}");
    }
    (!sent.is_empty(), !read.is_empty())
}

#[test]
fn a_narrower_type_breaks_who_sends_and_a_wider_one_who_reads() {
    let (string, count) = (json!({"type": "string"}), json!({"type": "integer"}));
    let both = (true, true);
    let (sender, reader, nobody) = ((true, false), (false, true), (false, false));
    let change = [
        (string.clone(), count.clone(), both),
        (count.clone(), json!({"type": "number"}), reader),
        (json!({"type": ["string", "null"]}), string.clone(), sender),
        (json!({"anyOf": [{"type": "null"}, {"type": "string"}]}), string.clone(), sender),
        (
            json!({"type": ["string", "null"]}),
            json!({"anyOf": [{"type": "string"}, {"type": "null"}]}),
            nobody,
        ),
        (string.clone(), json!({"type": "string", "format": "date"}), sender),
        (
            json!({"type": "integer", "format": "int32"}),
            json!({"type": "integer", "format": "int64"}),
            reader,
        ),
        (json!({"type": "string", "format": "date"}), json!({"type": "string", "format": "uuid"}), both),
        (json!({"type": "string", "enum": ["a", "b"]}), json!({"type": "string", "enum": ["a"]}), sender),
        (json!({"type": "string", "enum": ["a"]}), json!({"type": "string", "enum": ["b", "a"]}), reader),
        (json!({"type": "string", "enum": ["a"]}), string.clone(), reader),
        (json!({"type": "string", "maxLength": 50}), json!({"type": "string", "maxLength": 40}), sender),
        (json!({"type": "string", "maxLength": 50}), json!({"type": "string", "maxLength": 60}), nobody),
        (string.clone(), json!({"type": "string", "minLength": 1}), sender),
        (string.clone(), json!({"type": "string", "pattern": "^a"}), sender),
        (json!({"type": "string", "pattern": "^a"}), string.clone(), nobody),
        (json!({"type": "integer", "minimum": 0}), json!({"type": "integer", "minimum": 1}), sender),
        (json!({"type": "array", "items": string}), json!({"type": "array", "items": count}), both),
        (
            json!({"type": "array", "items": string, "maxItems": 9}),
            json!({"type": "array", "items": string, "maxItems": 5}),
            sender,
        ),
        (json!({"oneOf": [string, count]}), string.clone(), sender),
        (string.clone(), json!({"oneOf": [string, count]}), reader),
        (json!({"oneOf": [string, count]}), json!({"oneOf": [count, string]}), nobody),
        (json!({"type": "object"}), json!({"type": "object", "additionalProperties": false}), sender),
        (
            json!({"type": "object", "additionalProperties": {"type": "string"}}),
            json!({"type": "object", "additionalProperties": {"type": "integer"}}),
            both,
        ),
        (string.clone(), json!({"type": "string", "description": "Another.", "example": "a"}), nobody),
    ];
    for (before, after, broken) in change {
        assert_eq!(other_field(&before, &after), broken, "{before} -> {after}");
    }
}

#[test]
fn a_schema_that_holds_itself_and_one_by_another_name_are_compared() {
    let tree = |name: &str, leaf: &Value| {
        let reference = json!({"$ref": format!("#/components/schemas/{name}")});
        let mut whole = document(&json!({}), &json!({"type": "object"}));
        whole["components"]["schemas"][name] =
            object(json!({"leaf": leaf, "children": {"type": "array", "items": reference}}), &[]);
        whole["paths"]["/things"]["post"]["responses"]["201"]["content"]["application/json"]["schema"] =
            reference;
        whole
    };
    let string = json!({"type": "string"});
    assert_eq!(breaks(&tree("Tree", &string), &tree("Branch", &string)), Vec::<String>::new());
    let found = breaks(&tree("Tree", &string), &tree("Branch", &json!({"type": "integer"})));
    assert_eq!(found, ["POST /things 201 application/json/leaf: its type was \"string\" and is \"integer\""]);
}

#[test]
fn parts_of_an_object_count_as_its_own() {
    let whole = object(json!({"a": {"type": "string"}, "b": {"type": "string"}}), &["a"]);
    let apart = json!({"type": "object", "allOf": [object(json!({"a": {"type": "string"}}), &["a"]), object(json!({"b": {"type": "string"}}), &[])]});
    let free = json!({});
    assert_eq!(breaks(&document(&whole, &whole), &document(&apart, &apart)), Vec::<String>::new());
    let less = json!({"type": "object", "allOf": [object(json!({"a": {"type": "string"}}), &["a"])]});
    assert_eq!(breaks(&document(&free, &apart), &document(&free, &less)).len(), 1);
}
