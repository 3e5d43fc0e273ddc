//! The addresses of a user under PATCH (RFC 7644, 3.5.2): several values of one field, of which an
//! operation means all, or those that a filter lets through.

use super::operations::{NotCarriedOut, PatchTarget, Verb, scalar, set, spelled_as};
use serde_json::{Map, Value, json};

const EMAILS: &str = "emails";

/// Adds, replaces or removes addresses, or a part of them, and returns the places of those that
/// were touched.
pub fn put(
    fields: &mut Map<String, Value>,
    verb: Verb,
    target: &PatchTarget,
    value: Option<&Value>,
) -> Result<Vec<String>, NotCarriedOut> {
    let mut emails = match fields.remove(EMAILS) {
        Some(Value::Array(emails)) => emails,
        _ => Vec::new(),
    };
    let touched = match (&target.filter, target.path.part) {
        (None, None) => Ok(whole(&mut emails, verb, value)),
        (_, part) => chosen(&mut emails, verb, target, part, value),
    };
    if verb == Verb::Remove {
        // What has lost its address is none.
        emails.retain(|email| email.get("value").is_some());
    }
    if !emails.is_empty() {
        fields.insert(EMAILS.to_owned(), Value::Array(emails));
    }
    touched
}

/// All of the addresses are meant.
fn whole(emails: &mut Vec<Value>, verb: Verb, value: Option<&Value>) -> Vec<String> {
    let sent = match value {
        Some(Value::Array(items)) => items.clone(),
        Some(other) => vec![other.clone()],
        None => Vec::new(),
    };
    let sent = spelled_as(EMAILS, Some(&Value::Array(sent)));
    let sent = match sent {
        Some(Value::Array(items)) => items,
        _ => Vec::new(),
    };
    match verb {
        // Entra ID names what is to go in the value.
        Verb::Remove if !sent.is_empty() => {
            emails.retain(|email| !sent.iter().any(|gone| gone.get("value") == email.get("value")));
            Vec::new()
        }
        Verb::Remove => {
            emails.clear();
            vec![format!("/{EMAILS}")]
        }
        Verb::Replace => {
            *emails = sent;
            vec![format!("/{EMAILS}")]
        }
        Verb::Add => sent.into_iter().map(|email| add(emails, email)).collect(),
    }
}

/// Adds an address, or what is new of one that is there with the same type, and returns its place.
fn add(emails: &mut Vec<Value>, email: Value) -> String {
    if is_primary(&email) {
        no_other_is_primary(emails);
    }
    let is_same =
        |other: &Value| other.get("value") == email.get("value") && other.get("type") == email.get("type");
    let place = emails.iter().position(is_same).unwrap_or(emails.len());
    match (emails.get_mut(place), email) {
        (Some(Value::Object(there)), Value::Object(new)) => there.extend(new),
        (_, email) => emails.push(email),
    }
    format!("/{EMAILS}/{place}")
}

/// The addresses that a filter lets through are meant, or a part of all.
fn chosen(
    emails: &mut Vec<Value>,
    verb: Verb,
    target: &PatchTarget,
    part: Option<&'static str>,
    value: Option<&Value>,
) -> Result<Vec<String>, NotCarriedOut> {
    let is_meant = |email: &Value| target.filter.as_ref().is_none_or(|filter| filter.holds(email));
    let new = match (value, part) {
        (Some(value), Some(part)) => spelled_as(EMAILS, Some(&json!([{part: scalar(value)}]))),
        (Some(value), None) => spelled_as(EMAILS, Some(&json!([value]))),
        (None, _) => None,
    };
    let new = new.as_ref().and_then(|new| new.get(0)).and_then(Value::as_object).cloned();
    let new = new.unwrap_or_default();
    if verb == Verb::Remove {
        match part {
            None => emails.retain(|email| !is_meant(email)),
            Some(part) => {
                for email in emails.iter_mut().filter(|email| is_meant(email)) {
                    if let Some(parts) = email.as_object_mut() {
                        set(parts, part, None);
                    }
                }
            }
        }
        return Ok(Vec::new());
    }
    if new.get("primary") == Some(&Value::Bool(true)) {
        no_other_is_primary(emails);
    }
    let mut places = Vec::new();
    for (number, email) in emails.iter_mut().enumerate().filter(|(_, email)| is_meant(email)) {
        if let Some(there) = email.as_object_mut() {
            there.extend(new.clone());
            places.push(place_of(number, part));
        }
    }
    if places.is_empty() {
        if target.filter.is_some() && verb == Verb::Replace {
            return Err(NotCarriedOut::NoTarget);
        }
        // The address is made as the filter describes it: Entra ID adds the one at work so.
        let described = target.filter.iter().flat_map(super::filter::Filter::equalities);
        let mut made: Map<String, Value> = described.map(|(part, value)| (part.to_owned(), value)).collect();
        made.extend(new);
        places.push(place_of(emails.len(), part));
        emails.push(Value::Object(made));
    }
    Ok(places)
}

fn place_of(number: usize, part: Option<&str>) -> String {
    match part {
        Some(part) => format!("/{EMAILS}/{number}/{part}"),
        None => format!("/{EMAILS}/{number}"),
    }
}

fn is_primary(email: &Value) -> bool {
    email.get("primary") == Some(&Value::Bool(true))
}

/// At most one address is the primary one (RFC 7643, 2.4).
fn no_other_is_primary(emails: &mut [Value]) {
    for email in emails.iter_mut().filter(|email| is_primary(email)) {
        if let Some(parts) = email.as_object_mut() {
            set(parts, "primary", Some(Value::Bool(false)));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::people::identity::scim::filter::Filter;
    use crate::people::identity::scim::paths::FieldPath;

    fn after(verb: Verb, filter: Option<&str>, part: Option<&'static str>, value: &Value) -> Value {
        let present = json!({"emails": [{"value": "a@w.ca", "type": "work", "primary": true}]});
        let Value::Object(mut fields) = present else { unreachable!() };
        let filter = filter.map(|filter| Filter::of_values(EMAILS, filter).unwrap());
        let target = PatchTarget { path: FieldPath { field: EMAILS, part }, filter };
        let value = Some(value).filter(|value| !value.is_null());
        match put(&mut fields, verb, &target, value) {
            Ok(_) => fields.remove(EMAILS).unwrap_or_default(),
            Err(why) => json!(format!("{why:?}")),
        }
    }

    #[test]
    fn an_address_goes_beside_the_others_or_in_their_place() {
        let (work, home) = (Some("type eq \"work\""), Some("type eq \"home\""));
        let value = Some("value");
        let at_home = json!({"value": "a@h.ca", "type": "home"});
        let both = json!([{"value": "a@w.ca", "type": "work", "primary": true}, at_home]);
        assert_eq!(after(Verb::Add, None, None, &json!([at_home])), both);
        assert_eq!(after(Verb::Add, None, None, &at_home), both);
        assert_eq!(after(Verb::Add, home, value, &json!("a@h.ca")), both);
        assert_eq!(after(Verb::Replace, home, value, &json!("a@h.ca")), "NoTarget");
        assert_eq!(after(Verb::Replace, None, None, &json!([at_home])), json!([at_home]));
        let moved = json!([{"value": "b@w.ca", "type": "work", "primary": true}]);
        assert_eq!(after(Verb::Replace, work, value, &json!("b@w.ca")), moved);
        assert_eq!(after(Verb::Add, work, value, &json!([{"value": "b@w.ca"}])), moved);
        assert_eq!(after(Verb::Replace, work, None, &json!({"Value": "b@w.ca"})), moved);
        assert_eq!(after(Verb::Remove, work, None, &Value::Null), Value::Null);
        assert_eq!(after(Verb::Remove, work, value, &Value::Null), Value::Null);
        assert_eq!(after(Verb::Remove, home, None, &Value::Null)[0]["value"], "a@w.ca");
        assert_eq!(after(Verb::Remove, None, None, &json!([{"value": "a@h.ca"}]))[0]["value"], "a@w.ca");
        let primary = after(Verb::Add, None, None, &json!({"value": "c@h.ca", "primary": "True"}));
        assert_eq!((&primary[0]["primary"], &primary[1]["primary"]), (&json!(false), &json!(true)));
    }
}
