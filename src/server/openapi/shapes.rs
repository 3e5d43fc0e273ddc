//! The shapes that generators of clients make good types of.
//!
//! The document says less than the service judges by: what it leaves open here, a request is held
//! to all the same.

use serde_json::{Map, Value, json};
use std::collections::BTreeSet;

/// The codes of which the law, or what a table of responsibilities is, knows no others.
const CLOSED: [&[&str]; 2] = [&["en", "fr", "both"], &["R", "A", "AR", "C", "I"]];

/// Answers that are signed, or a part of what is: with a field more they would be something else.
const SIGNED: [&str; 2] = ["Proof", "ProvenEntry"];

/// The content of a file, among the schemas.
const FILE: &str = "FileBytes";

/// Gives the document the shapes that generators of clients take.
pub(super) fn suit_generators(document: &mut Value) {
    keep_nulls_to_patches(document);
    flatten_nulls(document);
    open_free_objects(document);
    open_answers(document);
    open_codes(document);
    write_files_out(document);
}

/// Leaves null out of all but what changes a resource, where it takes a value away: what an answer
/// does not hold is left out, and what makes a resource leaves out what it has not.
fn keep_nulls_to_patches(document: &mut Value) {
    let schemas = schemas(document).into_iter().flatten();
    schemas.filter(|(name, _)| !name.ends_with("Patch")).for_each(|(_, schema)| strip_null(schema));
    each_operation(document, &mut |operation| {
        if let Some(parameters) = operation.get_mut("parameters") {
            strip_null(parameters);
        }
    });
}

fn strip_null(value: &mut Value) {
    let null = json!("null");
    match value {
        Value::Object(fields) => {
            if let Some(Value::Array(kinds)) = fields.get_mut("type") {
                kinds.retain(|kind| *kind != null);
                if let [only] = kinds.as_slice() {
                    let only = only.clone();
                    fields.insert("type".to_owned(), only);
                }
            }
            if let Some(Value::Array(branches)) = fields.get_mut("oneOf") {
                branches.retain(|branch| branch.get("type") != Some(&null));
                if let [Value::Object(only)] = branches.as_slice() {
                    let only = only.clone();
                    fields.remove("oneOf");
                    fields.extend(only);
                }
            }
            fields.values_mut().for_each(strip_null);
        }
        Value::Array(items) => items.iter_mut().for_each(strip_null),
        _ => {}
    }
}

/// `oneOf: [{type: null}, {$ref}]` becomes `anyOf`, which generators read as "optional" and not as
/// a union of which exactly one must fit.
fn flatten_nulls(document: &mut Value) {
    each_object(document, &mut |object| {
        let nullable = object.get("oneOf").and_then(Value::as_array).is_some_and(|branches| {
            branches.len() == 2 && branches.iter().any(|branch| branch.get("type") == Some(&json!("null")))
        });
        if nullable && let Some(branches) = object.remove("oneOf") {
            object.insert("anyOf".to_owned(), branches);
        }
    });
}

/// Says of an object of which no field is known that it may have any: of one that says nothing some
/// generators make one that can have none.
fn open_free_objects(document: &mut Value) {
    each_object(document, &mut |object| {
        let is_object = match object.get("type") {
            Some(Value::String(kind)) => kind == "object",
            Some(Value::Array(kinds)) => kinds.contains(&json!("object")),
            _ => false,
        };
        if is_object && !object.contains_key("properties") {
            object.entry("additionalProperties").or_insert(json!(true));
        }
    });
}

/// Leaves open what stands in an answer: a client that refuses a field it does not know would break
/// with the first that is added.
fn open_answers(document: &mut Value) {
    let mut answered = BTreeSet::new();
    let paths = document.get("paths").and_then(Value::as_object);
    for operation in
        paths.into_iter().flat_map(Map::values).filter_map(Value::as_object).flat_map(Map::values)
    {
        if let Some(responses) = operation.get("responses") {
            gather(document, responses, &mut answered);
        }
    }
    for (name, schema) in schemas(document).into_iter().flatten() {
        if answered.contains(name)
            && !SIGNED.contains(&name.as_str())
            && schema.get("additionalProperties") == Some(&json!(false))
            && let Some(schema) = schema.as_object_mut()
        {
            schema.remove("additionalProperties");
        }
    }
}

/// The names of the schemas that a part of the document refers to, and those that they refer to.
fn gather(document: &Value, part: &Value, names: &mut BTreeSet<String>) {
    match part {
        Value::Object(fields) => {
            let path = fields.get("$ref").and_then(Value::as_str);
            if let Some(path) = path.and_then(|path| path.strip_prefix('#'))
                && let Some(name) = path.rsplit('/').next()
                && names.insert(name.to_owned())
                && let Some(named) = document.pointer(path)
            {
                gather(document, named, names);
            }
            fields.values().for_each(|inner| gather(document, inner, names));
        }
        Value::Array(items) => items.iter().for_each(|inner| gather(document, inner, names)),
        _ => {}
    }
}

/// Writes codes as texts, on both sides, with those that are known beside them: a code more then
/// breaks no client. [`CLOSED`] ones stay.
fn open_codes(document: &mut Value) {
    each_object(document, &mut |object| {
        let Some(Value::Array(codes)) = object.get("enum") else { return };
        let is_closed = CLOSED
            .iter()
            .any(|closed| codes.iter().all(|code| code.as_str().is_some_and(|code| closed.contains(&code))));
        if !is_closed && object.get("type") == Some(&json!("string")) {
            let known: Vec<_> = codes.iter().filter(|code| !code.is_null()).cloned().collect();
            object.remove("enum");
            object.insert("examples".to_owned(), Value::Array(known.clone()));
            object.insert("x-extensible-enum".to_owned(), Value::Array(known));
        }
    });
}

/// Writes the content of a file wherever it stands: behind a reference some generators take it for
/// JSON.
fn write_files_out(document: &mut Value) {
    let file = schemas(document).and_then(|schemas| schemas.remove(FILE));
    let Some(file) = file else { return };
    let reference = json!(format!("#/components/schemas/{FILE}"));
    each_object(document, &mut |object| {
        if object.get("$ref") == Some(&reference)
            && let Some(file) = file.as_object()
        {
            object.clone_from(file);
        }
    });
}

fn schemas(document: &mut Value) -> Option<&mut Map<String, Value>> {
    document.pointer_mut("/components/schemas").and_then(Value::as_object_mut)
}

fn each_operation(document: &mut Value, visit: &mut impl FnMut(&mut Value)) {
    let paths = document.get_mut("paths").and_then(Value::as_object_mut);
    let items = paths.into_iter().flat_map(|paths| paths.values_mut());
    items.filter_map(Value::as_object_mut).flat_map(|item| item.values_mut()).for_each(visit);
}

/// Shows every object of the document but those of examples, which are data.
fn each_object(value: &mut Value, visit: &mut impl FnMut(&mut Map<String, Value>)) {
    match value {
        Value::Object(object) => {
            visit(object);
            let inner =
                object.iter_mut().filter(|(name, _)| !["example", "examples"].contains(&name.as_str()));
            inner.for_each(|(_, inner)| each_object(inner, visit));
        }
        Value::Array(items) => items.iter_mut().for_each(|inner| each_object(inner, visit)),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn suited(schemas: &Value, answered: &str) -> Value {
        let reference = json!({"$ref": format!("#/components/schemas/{answered}")});
        let mut document = json!({"components": {"schemas": schemas}, "paths": {
            "/a": {"get": {"responses": {"200": {"content": {"application/json": {"schema": reference}}}}}},
        }});
        suit_generators(&mut document);
        document["components"]["schemas"].take()
    }

    #[test]
    fn null_stays_where_it_takes_a_value_away() {
        let nullable = json!({"properties": {
            "office": {"type": ["string", "null"]}, "side": {"oneOf": [{"type": "null"}, {"$ref": "#/x"}]},
        }});
        let suited = suited(&json!({"CasePatch": nullable, "CaseInput": nullable}), "None");
        assert_eq!(
            suited["CaseInput"],
            json!({"properties": {
                "office": {"type": "string"}, "side": {"$ref": "#/x"},
            }})
        );
        assert_eq!(
            suited["CasePatch"],
            json!({"properties": {
                "office": {"type": ["string", "null"]}, "side": {"anyOf": [{"type": "null"}, {"$ref": "#/x"}]},
            }})
        );
    }

    #[test]
    fn an_answer_is_open_as_is_what_stands_in_it_and_what_is_signed_is_closed() {
        let closed = |field: &str| {
            let field = json!({"$ref": format!("#/components/schemas/{field}")});
            json!({"type": "object", "properties": {"in": field}, "additionalProperties": false})
        };
        let suited = suited(
            &json!({"Case": closed("Text"), "Text": closed("Proof"), "Proof": closed("Case"), "Asked": closed("Case")}),
            "Case",
        );
        let is_open = |name: &str| suited[name].get("additionalProperties").is_none();
        assert_eq!(["Case", "Text", "Proof", "Asked"].map(is_open), [true, true, false, false]);
    }

    #[test]
    fn a_code_is_a_text_but_where_there_are_no_others() {
        let suited = suited(
            &json!({
                "Side": {"type": "string", "enum": ["a", "b"]},
                "Language": {"type": "string", "enum": ["en", "fr"]},
                "Case": {"properties": {"enum": {"type": "array", "items": {"type": "string", "enum": ["x"]}}}},
            }),
            "None",
        );
        let open = |codes: &[&str]| json!({"type": "string", "examples": codes, "x-extensible-enum": codes});
        assert_eq!(suited["Side"], open(&["a", "b"]));
        assert_eq!(suited["Language"], json!({"type": "string", "enum": ["en", "fr"]}));
        assert_eq!(suited["Case"]["properties"]["enum"]["items"], open(&["x"]));
    }

    #[test]
    fn a_file_is_written_out() {
        let suited = suited(
            &json!({"FileBytes": {"type": "string", "format": "binary"}, "In": {"$ref": "#/components/schemas/FileBytes"}}),
            "None",
        );
        assert_eq!(suited, json!({"In": {"type": "string", "format": "binary"}}));
    }
}
