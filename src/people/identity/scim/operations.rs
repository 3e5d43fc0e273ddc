//! PATCH (RFC 7644, 3.5.2): operations carried out on a user as JSON. The outcome is judged as if
//! it had been sent whole, and what is wrong with it is named where the operation has put it.
//! What is not kept is refused, and nothing is carried out then.

use super::api::{ENTERPRISE, EXTENSION, UserOperation};
use super::filter::Filter;
use super::paths::{
    FieldPath, MANAGER, OURS, PASSWORD, PLURAL, REQUIRED, REQUIRED_EXTRA, field, parts, spelled,
};
use super::plurals;
use super::resource::{not_kept, tidy};
use crate::error::{Error, Fault, Result};
use crate::unparsed::schema::escape;
use serde_json::{Map, Value, json};

/// The outcome of the operations.
pub struct PatchOutcome {
    /// The user, to be judged.
    pub value: Value,
    /// The place in the user where each value was put, and where it came from.
    origins: Vec<(String, String)>,
}

/// What is done to a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verb {
    /// A value goes beside those that are there.
    Add,
    /// A value goes in the place of those that are there.
    Replace,
    /// What is there goes.
    Remove,
}

/// The place that an operation means.
#[derive(Clone, Debug, PartialEq)]
pub struct PatchTarget {
    /// The field, or a part of it.
    pub path: FieldPath,
    /// The values of the field that are meant, if not all are.
    pub filter: Option<Filter>,
}

/// The reason why an operation is not carried out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotCarriedOut {
    /// The place is ours to say, or every user has it.
    Mutability,
    /// There is no value of the field that is meant.
    NoTarget,
}

impl PatchOutcome {
    /// The same faults, under the names that the caller sent.
    #[must_use]
    pub fn name(&self, error: &Error) -> Error {
        let mut faults = error.all_faults().clone();
        faults.named_mut().iter_mut().for_each(|fault| self.rename(fault));
        Error::new(error.code()).with_all(faults)
    }

    fn rename(&self, fault: &mut Fault) {
        let sent = self.origins.iter().rev().find_map(|(place, origin)| {
            let rest = fault.pointer.strip_prefix(place.as_str())?;
            (rest.is_empty() || rest.starts_with('/')).then(|| format!("{origin}{rest}"))
        });
        if let Some(sent) = sent {
            fault.pointer = sent;
        }
    }
}

/// Carries out the operations, in their order.
///
/// # Errors
/// 400 where a path or a value is none that is known, or cannot be changed so, all of them named.
pub fn carry_out(present: Map<String, Value>, operations: &[UserOperation]) -> Result<PatchOutcome> {
    let mut fields = present;
    let (mut origins, mut faults) = (Vec::new(), Vec::new());
    for (number, operation) in operations.iter().enumerate() {
        let at = format!("/Operations/{number}");
        let verb = match operation.op.to_ascii_lowercase().as_str() {
            "remove" => Verb::Remove,
            "add" => Verb::Add,
            _ => Verb::Replace,
        };
        let value = operation.value.as_ref().filter(|value| !value.is_null());
        let steps: Vec<(&str, String, Option<&Value>)> = match (&operation.path, value) {
            (Some(path), _) => vec![(path, format!("{at}/path"), value)],
            (None, Some(Value::Object(fields))) if verb != Verb::Remove => {
                let step = |(name, value)| {
                    (String::as_str(name), format!("{at}/value/{}", escape(name)), Some(value))
                };
                fields.iter().map(step).collect()
            }
            (None, _) => {
                faults.push(no_target(format!("{at}/value")));
                continue;
            }
        };
        for (path, named_at, value) in steps {
            let is_named = operation.path.is_some();
            let Some(target) = target(path) else {
                let is_password = path.eq_ignore_ascii_case(PASSWORD);
                faults.push(if is_password { not_kept(named_at) } else { unknown_path(named_at) });
                continue;
            };
            // Whoever sends a user as a whole sends what is ours, too.
            if OURS.contains(&target.path.field) || target.path.field == "schemas" {
                if is_named {
                    faults.push(unchangeable(named_at));
                }
                continue;
            }
            let origin = match (is_named, verb) {
                (false, _) => named_at.clone(),
                (true, Verb::Remove) => at.clone(),
                (true, _) => format!("{at}/value"),
            };
            let value = value.filter(|value| !value.is_null());
            let done = put(&mut fields, if value.is_none() { Verb::Remove } else { verb }, &target, value);
            match done {
                Ok(places) => origins.extend(places.into_iter().map(|place| (place, origin.clone()))),
                Err(NotCarriedOut::Mutability) => faults.push(unchangeable(named_at)),
                Err(NotCarriedOut::NoTarget) => faults.push(no_target(named_at)),
            }
        }
    }
    if faults.is_empty() {
        Ok(PatchOutcome { value: Value::Object(fields), origins })
    } else {
        Err(Error::invalid(faults))
    }
}

/// Puts a value where it belongs, or removes what is there, and returns the places.
fn put(
    fields: &mut Map<String, Value>,
    verb: Verb,
    target: &PatchTarget,
    value: Option<&Value>,
) -> Result<Vec<String>, NotCarriedOut> {
    let FieldPath { field, part, inner } = target.path;
    match (field, part) {
        (field, _) if PLURAL.contains(&field) => plurals::put(fields, verb, target, value),
        (group, Some(part)) => {
            if verb == Verb::Remove && group == EXTENSION && REQUIRED_EXTRA.contains(&part) {
                return Err(NotCarriedOut::Mutability);
            }
            let value = value.filter(|_| verb != Verb::Remove);
            Ok(vec![put_part(fields, (group, part, inner), value)])
        }
        (group @ ("name" | EXTENSION | ENTERPRISE), None) => {
            if verb == Verb::Remove {
                if group == EXTENSION {
                    return Err(NotCarriedOut::Mutability);
                }
                fields.remove(group);
                return Ok(vec![format!("/{group}")]);
            }
            // A group is merged: what is not named in it stays (RFC 7644, 3.5.2.3).
            match (spelled_as(group, value), fields.get_mut(group).and_then(Value::as_object_mut)) {
                (Some(Value::Object(new)), Some(before)) => before.extend(new),
                (Some(new), _) => set(fields, group, Some(new)),
                (None, _) => {}
            }
            Ok(vec![format!("/{group}")])
        }
        (field, None) => {
            if verb == Verb::Remove && REQUIRED.contains(&field) {
                return Err(NotCarriedOut::Mutability);
            }
            set(fields, field, value.filter(|_| verb != Verb::Remove).map(scalar));
            Ok(vec![format!("/{field}")])
        }
    }
}

/// Sets a part of a field, or removes it, and returns its place.
fn put_part(
    fields: &mut Map<String, Value>,
    (group, part, inner): (&str, &str, Option<&str>),
    value: Option<&Value>,
) -> String {
    let place = format!("/{group}/{part}");
    let inside = fields.entry(group).or_insert_with(|| json!({}));
    let Some(parts) = inside.as_object_mut() else { return place };
    match inner {
        Some(inner) => {
            if let Some(parts) = parts.entry(part).or_insert_with(|| json!({})).as_object_mut() {
                set(parts, inner, value.map(scalar));
            }
            format!("{place}/{inner}")
        }
        None if part == MANAGER => {
            set(parts, part, value.and_then(|value| part_as_kept(group, part, value)));
            place
        }
        None => {
            set(parts, part, value.map(scalar));
            place
        }
    }
}

/// Sets a field, or removes it.
pub(super) fn set(fields: &mut Map<String, Value>, name: &str, value: Option<Value>) {
    match value {
        Some(value) => drop(fields.insert(name.to_owned(), value)),
        None => drop(fields.remove(name)),
    }
}

/// The value of a field with names as they are spelled.
pub(super) fn spelled_as(field: &str, value: Option<&Value>) -> Option<Value> {
    let mut tidied = tidy(json!({ field: value }));
    tidied.get_mut(field).map(Value::take)
}

/// The value of a part of a field, as it is kept.
fn part_as_kept(field: &str, part: &str, value: &Value) -> Option<Value> {
    spelled_as(field, Some(&json!({ part: value })))?.get_mut(part).map(Value::take)
}

/// A plain value. Entra ID has sent it as an object, or as a list of one, with `value` in it.
pub(super) fn scalar(value: &Value) -> Value {
    let only = match value {
        Value::Array(items) => match items.as_slice() {
            [only] => only,
            _ => return value.clone(),
        },
        _ => value,
    };
    only.get("value").unwrap_or(value).clone()
}

/// The meaning of a path.
fn target(path: &str) -> Option<PatchTarget> {
    let path = path.trim();
    let Some((whole, rest)) = path.split_once('[') else {
        return field(path).map(|path| PatchTarget { path, filter: None });
    };
    let whole = match field(whole)? {
        FieldPath { field: whole, part: None, .. } if PLURAL.contains(&whole) => whole,
        _ => return None,
    };
    let (filter, part) = rest.rsplit_once(']')?;
    let part = match part {
        "" => None,
        part => Some(spelled(parts(whole), part.strip_prefix('.')?)?),
    };
    let filter = Some(Filter::of_values(whole, filter)?);
    Some(PatchTarget { path: FieldPath::within(whole, part), filter })
}

fn unknown_path(pointer: String) -> Fault {
    Fault::body(
        pointer,
        "invalid_path",
        "There is no such path. GET /v1/scim/v2/Schemas lists the fields; addresses are emails[type eq \"work\"].value.",
        "Ce chemin n'existe pas. GET /v1/scim/v2/Schemas énumère les champs; une adresse s'écrit emails[type eq \"work\"].value.",
    )
}

fn unchangeable(pointer: String) -> Fault {
    Fault::body(
        pointer,
        "mutability",
        "This is ours to say, or every user has it: it cannot be removed. Replace it, or leave it out.",
        "Cette valeur relève du service, ou tout utilisateur en a une : elle ne peut être retirée. Remplacez-la ou omettez-la.",
    )
}

fn no_target(pointer: String) -> Fault {
    Fault::body(
        pointer,
        "no_target",
        "Nothing is meant by this. Without a path, value must be an object of the fields to set, and remove needs a path; add a value where no value fits the filter.",
        "Rien n'est visé. Sans chemin, value doit être un objet contenant les champs à modifier, et remove exige un chemin; ajoutez une valeur (add) si aucune ne répond au filtre.",
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_read_as_directories_write_them() {
        let whole = |field, part| Some(PatchTarget { path: FieldPath::within(field, part), filter: None });
        for (path, meant) in [
            ("active", whole("active", None)),
            ("name.givenName", whole("name", Some("givenName"))),
            ("emails", whole("emails", None)),
            ("urn:greffe:scim:schemas:extension:2.0:User:clearance", whole(EXTENSION, Some("clearance"))),
            ("title", whole("title", None)),
            ("phoneNumbers[type eq \"work\"].streetAddress", None),
            ("title[value eq \"x\"]", None),
            ("nonsense", None),
            ("name[formatted eq \"x\"]", None),
            ("emails[nonsense eq \"x\"]", None),
            ("emails[type eq \"work\"].nonsense", None),
            ("emails[type eq \"work\"", None),
            ("", None),
        ] {
            assert_eq!(target(path), meant, "{path}");
        }
        for (field, part) in [("emails", "value"), ("phoneNumbers", "value"), ("addresses", "streetAddress")]
        {
            let work = target(&format!("{field}[type eq \"work\"].{part}")).unwrap();
            assert_eq!(work.path, FieldPath::within(field, Some(part)));
            assert_eq!(work.filter, Filter::of_values(field, "type eq \"work\""));
        }
    }
}
