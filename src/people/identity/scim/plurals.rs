//! Fields of several values under PATCH (RFC 7644, 3.5.2), as addresses and telephone numbers: an
//! operation means all of the values, or those that a filter lets through.

use super::operations::{NotCarriedOut, PatchTarget, Verb, scalar, set, spelled_as};
use serde_json::{Map, Value, json};

/// The parts that say nothing without another.
const BESIDE: [&str; 3] = ["type", "primary", "display"];

/// Adds, replaces or removes values of a field, or a part of them, and returns the places of those
/// that were touched.
pub fn put(
    fields: &mut Map<String, Value>,
    verb: Verb,
    target: &PatchTarget,
    value: Option<&Value>,
) -> Result<Vec<String>, NotCarriedOut> {
    let field = target.path.field;
    let mut values = match fields.remove(field) {
        Some(Value::Array(values)) => values,
        _ => Vec::new(),
    };
    let touched = match (&target.filter, target.path.part) {
        (None, None) => Ok(whole(field, &mut values, verb, value)),
        (_, part) => chosen(&mut values, verb, target, part, value),
    };
    if verb == Verb::Remove {
        // What has lost all that it said is none.
        values.retain(says_something);
    }
    if !values.is_empty() {
        fields.insert(field.to_owned(), Value::Array(values));
    }
    touched
}

fn says_something(value: &Value) -> bool {
    let Some(parts) = value.as_object() else { return true };
    parts.keys().any(|name| !BESIDE.contains(&name.as_str()))
}

/// All of the values are meant.
fn whole(field: &str, values: &mut Vec<Value>, verb: Verb, value: Option<&Value>) -> Vec<String> {
    let sent = match value {
        Some(Value::Array(items)) => items.clone(),
        Some(other) => vec![other.clone()],
        None => Vec::new(),
    };
    let sent = match spelled_as(field, Some(&Value::Array(sent))) {
        Some(Value::Array(items)) => items,
        _ => Vec::new(),
    };
    match verb {
        // Entra ID names what is to go in the value.
        Verb::Remove if !sent.is_empty() => {
            values.retain(|value| !sent.iter().any(|gone| is_named(value, gone)));
            Vec::new()
        }
        Verb::Remove => {
            values.clear();
            vec![format!("/{field}")]
        }
        Verb::Replace => {
            *values = sent;
            vec![format!("/{field}")]
        }
        Verb::Add => sent.into_iter().map(|value| add(field, values, value)).collect(),
    }
}

/// Whether this is the value that somebody names: by `value`, or by what else they say of it.
fn is_named(value: &Value, named: &Value) -> bool {
    match (named.get("value"), named.as_object()) {
        (Some(of_it), _) => value.get("value") == Some(of_it),
        (None, Some(parts)) => parts.iter().all(|(name, of_it)| value.get(name) == Some(of_it)),
        (None, None) => false,
    }
}

/// Adds a value, or what is new of one that is there with the same type, and returns its place.
fn add(field: &str, values: &mut Vec<Value>, value: Value) -> String {
    if is_primary(&value) {
        no_other_is_primary(values);
    }
    let is_same = |other: &Value| match value.get("value") {
        Some(of_it) => other.get("value") == Some(of_it) && other.get("type") == value.get("type"),
        None => *other == value,
    };
    let place = values.iter().position(is_same).unwrap_or(values.len());
    match (values.get_mut(place), value) {
        (Some(Value::Object(there)), Value::Object(new)) => there.extend(new),
        (_, value) => values.push(value),
    }
    format!("/{field}/{place}")
}

/// The values that a filter lets through are meant, or a part of all.
fn chosen(
    values: &mut Vec<Value>,
    verb: Verb,
    target: &PatchTarget,
    part: Option<&'static str>,
    value: Option<&Value>,
) -> Result<Vec<String>, NotCarriedOut> {
    let field = target.path.field;
    let is_meant = |one: &Value| target.filter.as_ref().is_none_or(|filter| filter.holds(one));
    let new = match (value, part) {
        (Some(value), Some(part)) => spelled_as(field, Some(&json!([{part: scalar(value)}]))),
        (Some(value), None) => spelled_as(field, Some(&json!([value]))),
        (None, _) => None,
    };
    let new = new.as_ref().and_then(|new| new.get(0)).and_then(Value::as_object).cloned();
    let new = new.unwrap_or_default();
    if verb == Verb::Remove {
        match part {
            None => values.retain(|one| !is_meant(one)),
            Some(part) => {
                for one in values.iter_mut().filter(|one| is_meant(one)) {
                    if let Some(parts) = one.as_object_mut() {
                        set(parts, part, None);
                    }
                }
            }
        }
        return Ok(Vec::new());
    }
    if new.get("primary") == Some(&Value::Bool(true)) {
        no_other_is_primary(values);
    }
    let mut places = Vec::new();
    for (number, one) in values.iter_mut().enumerate().filter(|(_, one)| is_meant(one)) {
        if let Some(there) = one.as_object_mut() {
            there.extend(new.clone());
            places.push(place_of(field, number, part));
        }
    }
    if places.is_empty() {
        if target.filter.is_some() && verb == Verb::Replace {
            return Err(NotCarriedOut::NoTarget);
        }
        // The value is made as the filter describes it: Entra ID adds the one at work so.
        let described = target.filter.iter().flat_map(super::filter::Filter::equalities);
        let mut made: Map<String, Value> = described.map(|(part, value)| (part.to_owned(), value)).collect();
        made.extend(new);
        places.push(place_of(field, values.len(), part));
        values.push(Value::Object(made));
    }
    Ok(places)
}

fn place_of(field: &str, number: usize, part: Option<&str>) -> String {
    match part {
        Some(part) => format!("/{field}/{number}/{part}"),
        None => format!("/{field}/{number}"),
    }
}

fn is_primary(one: &Value) -> bool {
    one.get("primary") == Some(&Value::Bool(true))
}

/// At most one value is the primary one (RFC 7643, 2.4).
fn no_other_is_primary(values: &mut [Value]) {
    for one in values.iter_mut().filter(|one| is_primary(one)) {
        if let Some(parts) = one.as_object_mut() {
            set(parts, "primary", Some(Value::Bool(false)));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const EMAILS: &str = "emails";
    use crate::people::identity::scim::filter::Filter;
    use crate::people::identity::scim::paths::FieldPath;

    fn after(verb: Verb, filter: Option<&str>, part: Option<&'static str>, value: &Value) -> Value {
        let present = json!({"emails": [{"value": "a@w.ca", "type": "work", "primary": true}]});
        let Value::Object(mut fields) = present else { unreachable!() };
        let filter = filter.map(|filter| Filter::of_values(EMAILS, filter).unwrap());
        let target = PatchTarget { path: FieldPath::within(EMAILS, part), filter };
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
