//! The order of what the document holds, where generators of clients go by it.
//!
//! A schema's properties stand in the order of their declaration: by the alphabet, the constructor
//! of `Credentials` would take the password first and the user name second, and no compiler would
//! tell them apart. Of the media types of a body JSON is the first, for that is the one whose type
//! some generators give to all.

use serde::ser::{Serialize, SerializeMap as _, Serializer};
use serde_json::Value;
use std::collections::HashMap;
use utoipa::openapi::{OpenApi, RefOr, Schema};

/// The properties of each named schema, in the order of their declaration.
pub(super) type Order = HashMap<String, Vec<String>>;

/// The order in which the schemas of a document declare their properties.
pub(super) fn of(document: &OpenApi) -> Order {
    let schemas = document.components.iter().flat_map(|components| &components.schemas);
    let ordered = schemas.filter_map(|(name, schema)| match schema {
        RefOr::T(Schema::Object(object)) => Some((name.clone(), object.properties.keys().cloned().collect())),
        _ => None,
    });
    ordered.collect()
}

/// The text of a document, its schemas' properties in this order.
pub(super) fn written(document: &Value, order: &Order) -> String {
    serde_json::to_string_pretty(&Ordered { value: document, place: Place::Document, order })
        .unwrap_or_default()
}

/// Where in the document a value stands, as far as its order depends on it.
#[derive(Clone, Copy)]
enum Place<'a> {
    Document,
    Components,
    Schemas,
    Schema(&'a [String]),
    Properties(&'a [String]),
    Content,
    Elsewhere,
}

impl<'a> Place<'a> {
    /// The place of what stands under a name here.
    fn under(self, name: &str, order: &'a Order) -> Self {
        match (self, name) {
            (Self::Document, "components") => Self::Components,
            (Self::Components, "schemas") => Self::Schemas,
            (Self::Schemas, schema) => {
                order.get(schema).map_or(Self::Elsewhere, |properties| Self::Schema(properties))
            }
            (Self::Schema(properties), "properties") => Self::Properties(properties),
            (Self::Elsewhere, "content") => Self::Content,
            _ => Self::Elsewhere,
        }
    }
}

/// A value of the document that knows where it stands.
struct Ordered<'a> {
    value: &'a Value,
    place: Place<'a>,
    order: &'a Order,
}

impl Serialize for Ordered<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let within = |value, place| Ordered { value, place, order: self.order };
        match self.value {
            Value::Object(fields) => {
                let mut fields: Vec<_> = fields.iter().collect();
                if let Place::Properties(declared) = self.place {
                    let at = |name: &String| declared.iter().position(|known| known == name);
                    fields.sort_by_key(|(name, _)| at(name).unwrap_or(declared.len()));
                }
                if let Place::Content = self.place {
                    fields.sort_by_key(|(media, _)| *media != "application/json");
                }
                let mut map = serializer.serialize_map(Some(fields.len()))?;
                for (name, value) in fields {
                    map.serialize_entry(name, &within(value, self.place.under(name, self.order)))?;
                }
                map.end()
            }
            Value::Array(items) => {
                serializer.collect_seq(items.iter().map(|item| within(item, Place::Elsewhere)))
            }
            other => other.serialize(serializer),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn properties_stand_as_they_were_declared_and_all_else_by_its_name() {
        let document = json!({
            "components": {"schemas": {
                "Credentials": {"type": "object", "properties": {"new": {}, "password": {}, "username": {}}},
                "Other": {"properties": {"b": {}, "a": {}}},
            }},
            "properties": {"username": 1, "password": 2},
            "paths": {"content": {"application/cloudevents-batch+json": {}, "application/json": {}}},
        });
        let order =
            Order::from([("Credentials".to_owned(), ["username", "password"].map(str::to_owned).to_vec())]);
        let text = written(&document, &order);
        assert_eq!(serde_json::from_str::<Value>(&text).unwrap(), document);
        let compact: String = text.split_whitespace().collect();
        assert!(compact.contains(r#""properties":{"username":{},"password":{},"new":{}}"#), "{compact}");
        assert!(compact.contains(r#""properties":{"a":{},"b":{}}"#), "{compact}");
        assert!(compact.contains(r#""properties":{"password":2,"username":1}"#), "{compact}");
        assert!(compact.contains(r#""content":{"application/json":"#), "{compact}");
    }
}
