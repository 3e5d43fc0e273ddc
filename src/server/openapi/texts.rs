//! The texts of the document that people read, and their French.

use crate::translations::Translations;
use serde_json::Value;
use std::sync::LazyLock;

/// What holds texts for people, wherever it stands but among names.
const TEXTS: [&str; 2] = ["summary", "description"];
/// What holds data, in which these words are names of fields.
const DATA: [&str; 5] = ["example", "examples", "enum", "default", "const"];

/// The French of the document. An object of nothing is what a file that cannot be read comes to: a
/// test reads it.
static FRENCH: LazyLock<Translations> =
    LazyLock::new(|| Translations::read(include_str!("../../../openapi/fr.json")).unwrap_or_default());

/// Puts the French in the place of the English, where there is any.
pub fn translate(document: &mut Value) {
    each(document, &mut |text| {
        if let Some(french) = FRENCH.french(text) {
            french.clone_into(text);
        }
    });
}

/// Shows every text that people read: what operations, parameters, answers, schemas and tags are
/// said to be.
pub fn each(part: &mut Value, visit: &mut impl FnMut(&mut String)) {
    match part {
        Value::Object(fields) => {
            for (name, inner) in fields {
                match inner {
                    Value::String(text) if TEXTS.contains(&name.as_str()) => visit(text),
                    // The names in it are those of the fields that a schema has.
                    Value::Object(schemas) if name == "properties" => {
                        schemas.values_mut().for_each(|schema| each(schema, visit));
                    }
                    inner if !DATA.contains(&name.as_str()) => each(inner, visit),
                    _ => {}
                }
            }
        }
        Value::Array(items) => items.iter_mut().for_each(|item| each(item, visit)),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn what_people_read_is_told_from_what_is_data() {
        let mut document = json!({
            "description": "1",
            "schema": {
                "properties": {
                    "description": {"type": "string", "description": "2"},
                    "example": {"description": "3"},
                },
                "example": {"description": "no"},
                "enum": ["no"],
            },
            "list": [{"summary": "4", "operationId": "no"}],
        });
        let mut texts = Vec::new();
        each(&mut document, &mut |text| texts.push(text.clone()));
        texts.sort();
        assert_eq!(texts, ["1", "2", "3", "4"]);
    }
}
