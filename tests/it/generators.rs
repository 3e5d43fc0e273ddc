//! What generators of clients make of the document: each of these once broke a client that compiled, or kept one from compiling.

use crate::support::document::{Operation, operations, resolved};
use greffe::text::Language;
use serde_json::{Value, json};

fn the_document() -> (Value, Vec<Operation>) {
    let document: Value = serde_json::from_str(&text()).unwrap();
    let operations = operations(&document);
    (document, operations)
}

fn text() -> String {
    greffe::server::openapi::text(&greffe::server::openapi::document(), Language::En)
}

/// Go takes `NewCase` for what makes a `Case`, one TypeScript generator has an index of its own, and in Java every object has
/// `equals`. Of an object that says nothing of its fields TypeScript makes one that can have none.
#[test]
fn no_name_is_one_that_a_generated_client_needs_for_itself() {
    let (document, _) = the_document();
    for (name, schema) in document["components"]["schemas"].as_object().unwrap() {
        let is_taken =
            name.strip_prefix("New").is_some_and(|rest| rest.starts_with(|c: char| c.is_uppercase()));
        assert!(!is_taken && name != "Index", "{name}");
        let fields = schema["properties"].as_object().into_iter().flatten();
        for (field, what) in fields {
            assert_ne!(field, "equals", "{name}");
            let is_free = what["type"] == "object" && what.get("properties").is_none();
            assert!(
                !is_free || what.get("additionalProperties").is_some(),
                "{name}/{field} can have no field"
            );
        }
    }
}

/// An operation whose answer comes in several media types is a text in one client and a broken file in the next. The change feed
/// is one: it negotiates, as its formats ask.
#[test]
fn an_operation_answers_in_one_media_type() {
    let (_, operations) = the_document();
    for operation in operations.iter().filter(|one| one.id != "follow_changes") {
        for (status, response) in operation.described["responses"].as_object().unwrap() {
            let kinds = response["content"].as_object().map_or(0, serde_json::Map::len);
            assert!(kinds <= 1, "{} {status} comes in {kinds} media types", operation.id);
        }
    }
}

/// A file behind a reference is read as JSON.
#[test]
fn a_file_is_a_text_of_bytes_where_it_stands() {
    let (document, operations) = the_document();
    let mut files = 0;
    for operation in &operations {
        for response in operation.described["responses"].as_object().unwrap().values() {
            for (kind, content) in response["content"].as_object().into_iter().flatten() {
                if kind.starts_with("application/vnd.") {
                    let schema = &content["schema"];
                    assert!(
                        schema["type"] == "string" && schema["format"] == "binary",
                        "{}: {schema}",
                        operation.id
                    );
                    files += 1;
                }
            }
        }
    }
    assert!(files >= 2, "{files}");
    assert!(document["components"]["schemas"].get("FileBytes").is_none());
}

/// `Credentials::new(password, username)`: two texts that nobody tells apart.
#[test]
fn properties_stand_as_they_are_declared() {
    let text = text();
    let order = |name: &str, fields: &[&str]| {
        let schema = text.find(&format!("\n      \"{name}\": {{")).unwrap();
        let places: Vec<_> = fields
            .iter()
            .map(|field| text[schema..].find(&format!("\n          \"{field}\": {{")).unwrap())
            .collect();
        assert!(places.is_sorted(), "{name}: {fields:?} stand at {places:?}");
    };
    order("Credentials", &["username", "password"]);
    order("Case", &["id", "file_number"]);
}

/// The id of a resource, which is what has a version, is what its readers look for first.
#[test]
fn an_id_comes_first() {
    let document = greffe::server::openapi::document();
    for (name, schema) in document.components.unwrap().schemas {
        if let utoipa::openapi::RefOr::T(utoipa::openapi::Schema::Object(object)) = schema
            && object.properties.contains_key("version")
        {
            assert_eq!(
                object.properties.get_index_of("id").unwrap_or(0),
                0,
                "{name} begins with another field"
            );
        }
    }
}

/// Null takes a value away. Where there is none yet, a client had to write `Some(Some(..))`.
#[test]
fn only_what_changes_a_resource_knows_null() {
    let (document, _) = the_document();
    for (name, schema) in document["components"]["schemas"].as_object().unwrap() {
        let text = schema.to_string();
        let has_null = text.contains("\"null\"");
        assert!(!has_null || name.ends_with("Patch"), "{name} may hold null: {text}");
    }
}

/// A code that is added, or a field, breaks no client.
#[test]
fn answers_are_open() {
    let (document, operations) = the_document();
    let mut closed = Vec::new();
    for operation in &operations {
        for (status, response) in operation.described["responses"].as_object().unwrap() {
            for content in resolved(&document, response)["content"].as_object().into_iter().flatten() {
                look(
                    &document,
                    &content.1["schema"],
                    &format!("{} {status}", operation.id),
                    &mut Vec::new(),
                    &mut closed,
                );
            }
        }
    }
    closed.sort();
    closed.dedup();
    assert!(closed.is_empty(), "{closed:#?}");
}

fn look(document: &Value, schema: &Value, at: &str, seen: &mut Vec<String>, closed: &mut Vec<String>) {
    if let Some(name) = schema["$ref"].as_str() {
        let name = name.rsplit('/').next().unwrap().to_owned();
        // What is signed is what it is.
        if ["Proof", "ProvenEntry"].contains(&name.as_str()) || seen.contains(&name) {
            return;
        }
        seen.push(name.clone());
        return look(document, resolved(document, schema), &name, seen, closed);
    }
    if schema["additionalProperties"] == json!(false) {
        closed.push(format!("{at} takes no other field"));
    }
    let codes = schema["enum"].as_array().cloned().unwrap_or_default();
    let known = [
        json!("en"),
        json!("fr"),
        json!("both"),
        json!("R"),
        json!("A"),
        json!("AR"),
        json!("C"),
        json!("I"),
    ];
    if !codes.iter().all(|code| known.contains(code)) {
        closed.push(format!("{at} takes no other code than {codes:?}"));
    }
    for (name, inner) in schema["properties"].as_object().into_iter().flatten() {
        look(document, inner, &format!("{at}.{name}"), seen, closed);
    }
    for inner in ["items", "additionalProperties"] {
        if schema[inner].is_object() {
            look(document, &schema[inner], &format!("{at}[]"), seen, closed);
        }
    }
}
