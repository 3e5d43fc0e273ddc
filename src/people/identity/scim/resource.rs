//! A user as JSON: what directories send, put into the one form that is judged.

use super::api::{EXTENSION, ProvisionedUser, USER, UserToProvision};
use crate::error::Result;
use crate::unparsed::schema::escape;
use crate::unparsed::{Unparsed, repeated};
use serde_json::{Map, Value, json};
use std::collections::HashSet;

/// The fields that are stored, as they are spelled.
pub const KEPT: [&str; 9] = [
    "schemas",
    "externalId",
    "userName",
    "displayName",
    "name",
    "preferredLanguage",
    "emails",
    "active",
    EXTENSION,
];

/// The fields of RFC 7643 that are taken and not stored: directories send them unasked. `id` and
/// `meta` are ours to say, and people in a directory have no password here.
pub const NOT_KEPT: [&str; 18] = [
    "id",
    "meta",
    "password",
    "nickName",
    "profileUrl",
    "title",
    "userType",
    "locale",
    "timezone",
    "phoneNumbers",
    "ims",
    "photos",
    "addresses",
    "groups",
    "entitlements",
    "roles",
    "x509Certificates",
    "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User",
];

/// The parts of a name that are read, and those that are not.
pub const NAME: [&str; 3] = ["formatted", "givenName", "familyName"];
/// See [`NAME`].
pub const NAME_NOT_KEPT: [&str; 3] = ["middleName", "honorificPrefix", "honorificSuffix"];
/// The fields of the extension.
pub const EXTRA: [&str; 3] = ["role", "clearance", "office"];

/// The one of these words that the text is in any case, as it is spelled.
#[must_use]
pub fn spelled(words: &[&'static str], text: &str) -> Option<&'static str> {
    words.iter().copied().find(|word| word.eq_ignore_ascii_case(text))
}

/// The body that a directory sent. A name is the same in any case here (RFC 7643, 2.1), and so
/// `userName` and `username` are one field that stands there twice.
///
/// # Errors
/// 400 where it is no JSON, or names a field twice.
pub fn sent(body: &Unparsed<Value>) -> Result<Value> {
    let value = body.parse()?;
    match twice(&value) {
        Some(place) => Err(repeated(place)),
        None => Ok(value),
    }
}

/// The place of a field whose name stands twice in its object, as a JSON pointer.
fn twice(value: &Value) -> Option<String> {
    let below = |segment: String, inner| twice(inner).map(|place| format!("/{segment}{place}"));
    match value {
        Value::Object(fields) => {
            let mut names = HashSet::new();
            let again = fields.keys().find(|name| !names.insert(name.to_ascii_lowercase()));
            again
                .map(|name| format!("/{}", escape(name)))
                .or_else(|| fields.iter().find_map(|(name, inner)| below(escape(name), inner)))
        }
        Value::Array(items) => {
            items.iter().enumerate().find_map(|(index, inner)| below(index.to_string(), inner))
        }
        _ => None,
    }
}

/// The user that a directory sent, judged.
///
/// # Errors
/// 422, every fault named.
pub fn judge(value: Value) -> Result<UserToProvision> {
    Unparsed::json(tidy(value)).parse()
}

/// The same with names as they are spelled, without what is not stored, and without nulls, which
/// say that there is nothing (RFC 7643, 2.5).
#[must_use]
pub fn tidy(value: Value) -> Value {
    let Value::Object(fields) = value else { return value };
    let mut fields = named(fields, &KEPT, &NOT_KEPT);
    if let Some(name) = fields.get_mut("name") {
        tidy_object(name, &NAME, &NAME_NOT_KEPT);
    }
    if let Some(extension) = fields.get_mut(EXTENSION) {
        tidy_object(extension, &EXTRA, &[]);
    }
    for email in fields.get_mut("emails").and_then(Value::as_array_mut).into_iter().flatten() {
        tidy_object(email, &["value", "type", "primary"], &["display"]);
        truth(email.get_mut("primary"));
    }
    truth(fields.get_mut("active"));
    Value::Object(fields)
}

fn tidy_object(value: &mut Value, kept: &[&'static str], dropped: &[&'static str]) {
    if let Value::Object(fields) = value {
        *fields = named(std::mem::take(fields), kept, dropped);
    }
}

fn named(fields: Map<String, Value>, kept: &[&'static str], dropped: &[&'static str]) -> Map<String, Value> {
    let fields =
        fields.into_iter().filter(|(name, value)| !value.is_null() && spelled(dropped, name).is_none());
    fields.map(|(name, value)| (spelled(kept, &name).map_or(name, str::to_owned), value)).collect()
}

/// Reads a truth value that is a text, as Entra ID writes it unless told otherwise.
fn truth(value: Option<&mut Value>) {
    if let Some(value) = value
        && let Some(text) = value.as_str()
        && let Ok(truth) = text.to_ascii_lowercase().parse::<bool>()
    {
        *value = Value::Bool(truth);
    }
}

/// A user who is there, as a directory would have sent them.
#[must_use]
pub fn present(user: &ProvisionedUser) -> Map<String, Value> {
    let fields = json!({
        "schemas": [USER, EXTENSION], "externalId": user.external_id, "userName": user.user_name,
        "displayName": user.display_name, "preferredLanguage": user.preferred_language, "emails": user.emails,
        "active": user.active, EXTENSION: user.extension,
    });
    match fields {
        Value::Object(fields) => fields,
        _ => Map::new(),
    }
}
