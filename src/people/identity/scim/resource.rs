//! A user as JSON: what directories send, put into the one form that is judged.

use super::api::{ENTERPRISE, EXTENSION, ProvisionedUser, UserToProvision};
use super::paths::{
    EXTRA, KEPT, MANAGER, NAME, OF_ENTERPRISE, OF_MANAGER, OURS, PASSWORD, PLURAL, parts, spelled,
};
use crate::error::{Error, Fault, Result};
use crate::unparsed::schema::escape;
use crate::unparsed::{Unparsed, repeated};
use serde_json::{Map, Value, json};
use std::collections::HashSet;

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

/// The body of somebody new. Okta gives everybody a password, which is passed over here: who is
/// made has none, and `GET /v1/scim/v2/ServiceProviderConfig` says so.
///
/// # Errors
/// As [`sent`].
pub fn sent_anew(body: &Unparsed<Value>) -> Result<Value> {
    let mut value = sent(body)?;
    if let Value::Object(fields) = &mut value {
        fields.retain(|name, _| !name.eq_ignore_ascii_case(PASSWORD));
    }
    Ok(value)
}

/// The user that a directory sent, judged.
///
/// # Errors
/// 400, every fault named.
pub fn judge(value: Value) -> Result<UserToProvision> {
    let named = value.as_object().into_iter().flatten().map(|(name, _)| name);
    let passwords: Vec<_> = named.filter(|name| name.eq_ignore_ascii_case(PASSWORD)).collect();
    if let Some(name) = passwords.first() {
        return Err(Error::invalid(vec![not_kept(format!("/{name}"))]));
    }
    Unparsed::json(tidy(value)).parse()
}

/// The refusal of a password for somebody who is there.
#[must_use]
pub fn not_kept(pointer: String) -> Fault {
    Fault::body(
        pointer,
        "not_kept",
        "No password is kept of whom a directory manages: they sign in with the identity provider. Leave it out.",
        "Aucun mot de passe n'est conservé pour les personnes que gère un annuaire : elles s'authentifient auprès du fournisseur d'identité. Omettez-le.",
    )
}

/// The same with names as they are spelled, without what is ours to say, and without nulls, which
/// say that there is nothing (RFC 7643, 2.5).
#[must_use]
pub fn tidy(value: Value) -> Value {
    let Value::Object(fields) = value else { return value };
    let mut fields = named(fields, &KEPT, &OURS);
    if let Some(name) = fields.get_mut("name") {
        tidy_object(name, &NAME);
    }
    for (extension, kept) in [(EXTENSION, &EXTRA[..]), (ENTERPRISE, &OF_ENTERPRISE[..])] {
        if let Some(extension) = fields.get_mut(extension) {
            // scim2-models names the schema once more in it.
            tidy_object(extension, kept);
            if let Value::Object(fields) = extension {
                fields.remove("schemas");
            }
        }
    }
    if let Some(manager) = fields.get_mut(ENTERPRISE).and_then(|extension| extension.get_mut(MANAGER)) {
        tidy_manager(manager);
    }
    for field in PLURAL {
        for value in fields.get_mut(field).and_then(Value::as_array_mut).into_iter().flatten() {
            tidy_object(value, parts(field));
            truth(value.get_mut("primary"));
        }
    }
    truth(fields.get_mut("active"));
    Value::Object(fields)
}

/// A manager. Entra ID writes the id alone, or a list of one.
fn tidy_manager(manager: &mut Value) {
    if let Value::Array(items) = manager
        && items.len() == 1
        && let Some(only) = items.pop()
    {
        *manager = only;
    }
    if manager.is_string() {
        *manager = json!({ "value": manager.take() });
    }
    tidy_object(manager, &OF_MANAGER);
}

fn tidy_object(value: &mut Value, kept: &[&'static str]) {
    if let Value::Object(fields) = value {
        *fields = named(std::mem::take(fields), kept, &[]);
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
///
/// # Errors
/// Fails if the user has no JSON form.
pub fn present(user: &ProvisionedUser) -> Result<Map<String, Value>> {
    Ok(match tidy(serde_json::to_value(user)?) {
        Value::Object(fields) => fields,
        _ => Map::new(),
    })
}
