//! PATCH (RFC 7644, 3.5.2): operations carried out on a user as JSON. The outcome is judged as if
//! it had been sent whole, and what is wrong with it is named where the operation has put it.

use super::api::{EXTENSION, USER, UserOperation};
use super::resource::{EXTRA, KEPT, NAME, NAME_NOT_KEPT, NOT_KEPT, spelled, tidy};
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

/// The meaning of a path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum PatchTarget {
    /// A field as a whole.
    Field(&'static str),
    /// A part of the name.
    Name(&'static str),
    /// The address that is kept.
    Email,
    /// A field of the extension.
    Extra(&'static str),
    /// Something that is not stored.
    Nothing,
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
/// 422 where a path or a value is none that is known, all of them named.
pub fn carry_out(present: Map<String, Value>, operations: &[UserOperation]) -> Result<PatchOutcome> {
    let mut fields = present;
    let (mut origins, mut faults) = (Vec::new(), Vec::new());
    let (mut was_renamed, mut was_shown) = (false, false);
    for (number, operation) in operations.iter().enumerate() {
        let at = format!("/Operations/{number}");
        let removes = operation.op.eq_ignore_ascii_case("remove");
        let value = operation.value.as_ref().filter(|value| !removes && !value.is_null());
        let steps: Vec<(&str, String, Option<&Value>)> = match (&operation.path, value) {
            (Some(path), _) => vec![(path, format!("{at}/path"), value)],
            (None, Some(Value::Object(fields))) => {
                let step = |(name, value)| {
                    (String::as_str(name), format!("{at}/value/{}", escape(name)), Some(value))
                };
                fields.iter().map(step).collect()
            }
            (None, _) => {
                faults.push(no_target(&at));
                continue;
            }
        };
        for (path, named_at, value) in steps {
            let Some(target) = target(path) else {
                faults.push(unknown_path(named_at));
                continue;
            };
            was_renamed |= matches!(target, PatchTarget::Name(_) | PatchTarget::Field("name"));
            was_shown |= target == PatchTarget::Field("displayName");
            let origin = if operation.path.is_none() {
                named_at
            } else if removes {
                at.clone()
            } else {
                format!("{at}/value")
            };
            if let Some(place) = put(&mut fields, target, value) {
                origins.push((place, origin));
            }
        }
    }
    if !faults.is_empty() {
        return Err(Error::invalid(faults));
    }
    // Else the name to show, which goes first, would hide what was said of its parts.
    if was_renamed && !was_shown {
        fields.remove("displayName");
    }
    Ok(PatchOutcome { value: Value::Object(fields), origins })
}

/// Puts a value where it belongs, or removes what is there, and returns the place, if anything is
/// stored.
fn put(fields: &mut Map<String, Value>, target: PatchTarget, value: Option<&Value>) -> Option<String> {
    let (group, name) = match target {
        PatchTarget::Nothing => return None,
        PatchTarget::Email => {
            let address = value.map(|value| value.get("value").unwrap_or(value));
            match address {
                Some(address) => {
                    fields.insert("emails".to_owned(), json!([{"value": address, "type": "work"}]))
                }
                None => fields.remove("emails"),
            };
            return Some("/emails/0/value".to_owned());
        }
        PatchTarget::Name(part) => ("name", part),
        PatchTarget::Extra(name) => (EXTENSION, name),
        PatchTarget::Field(group @ ("name" | EXTENSION)) => {
            // A group is merged: what is not named in it stays.
            let tidied = tidy(json!({ group: value }));
            match tidied.get(group) {
                Some(Value::Object(new)) if fields.get(group).is_some_and(Value::is_object) => {
                    let before = fields.get_mut(group).and_then(Value::as_object_mut);
                    if let Some(before) = before {
                        before.extend(new.clone());
                    }
                }
                Some(new) => drop(fields.insert(group.to_owned(), new.clone())),
                None => drop(fields.remove(group)),
            }
            return Some(format!("/{group}"));
        }
        PatchTarget::Field(name) => {
            match value {
                Some(Value::Object(one)) if name == "emails" => fields.insert(name.to_owned(), json!([one])),
                Some(value) => fields.insert(name.to_owned(), value.clone()),
                None => fields.remove(name),
            };
            return Some(format!("/{name}"));
        }
    };
    let inside = fields.entry(group).or_insert_with(|| json!({}));
    if let Some(inside) = inside.as_object_mut() {
        match value {
            Some(value) => inside.insert(name.to_owned(), value.clone()),
            None => inside.remove(name),
        };
    }
    Some(format!("/{group}/{name}"))
}

/// The meaning of a path, if it has one.
fn target(path: &str) -> Option<PatchTarget> {
    let path = path.trim();
    let within = |urn: &str| {
        let head = path.get(..urn.len())?;
        let rest = path.get(urn.len()..)?;
        head.eq_ignore_ascii_case(urn).then_some(rest)
    };
    if let Some(rest) = within(EXTENSION) {
        return match rest.strip_prefix(':') {
            None => rest.is_empty().then_some(PatchTarget::Field(EXTENSION)),
            Some(name) => spelled(&EXTRA, name).map(PatchTarget::Extra),
        };
    }
    let path = within(USER).and_then(|rest| rest.strip_prefix(':')).unwrap_or(path);
    if NOT_KEPT.iter().any(|urn| urn.starts_with("urn:") && within(urn).is_some()) {
        return Some(PatchTarget::Nothing);
    }
    let end = path.find(['.', '[']).unwrap_or(path.len());
    let (root, rest) = path.split_at(end);
    if spelled(&NOT_KEPT, root).is_some() {
        return Some(PatchTarget::Nothing);
    }
    match (spelled(&KEPT, root)?, rest) {
        (field, "") => Some(PatchTarget::Field(field)),
        ("name", rest) => {
            let part = rest.strip_prefix('.')?;
            let other = spelled(&NAME_NOT_KEPT, part).map(|_| PatchTarget::Nothing);
            spelled(&NAME, part).map(PatchTarget::Name).or(other)
        }
        ("emails", rest) => email(rest),
        _ => None,
    }
}

/// The address that is meant: the stored one, or another.
fn email(rest: &str) -> Option<PatchTarget> {
    let (is_ours, part) = match rest.strip_prefix('[') {
        None => (true, rest),
        Some(rest) => {
            let (filter, part) = rest.split_once(']')?;
            let mut words = filter.split_whitespace();
            let (name, eq, value) = (words.next()?, words.next()?, words.next()?);
            let value = value.trim_matches('"');
            let is_ours = match name.to_ascii_lowercase().as_str() {
                "type" => value.eq_ignore_ascii_case("work"),
                "primary" => value.eq_ignore_ascii_case("true"),
                _ => return None,
            };
            if !eq.eq_ignore_ascii_case("eq") || words.next().is_some() {
                return None;
            }
            (is_ours, part)
        }
    };
    match part.to_ascii_lowercase().as_str() {
        "" | ".value" if is_ours => Some(PatchTarget::Email),
        "" | ".value" | ".type" | ".primary" | ".display" => Some(PatchTarget::Nothing),
        _ => None,
    }
}

fn unknown_path(pointer: String) -> Fault {
    Fault::body(
        pointer,
        "invalid_path",
        "There is no such path. GET /v1/scim/v2/Schemas lists the fields; addresses are emails[type eq \"work\"].value.",
        "Ce chemin n'existe pas. GET /v1/scim/v2/Schemas énumère les champs; une adresse s'écrit emails[type eq \"work\"].value.",
    )
}

fn no_target(at: &str) -> Fault {
    Fault::body(
        format!("{at}/value"),
        "no_target",
        "Without a path, value must be an object of the fields to set, and remove needs a path.",
        "Sans chemin, value doit être un objet contenant les champs à modifier, et remove exige un chemin.",
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_read_as_directories_write_them() {
        for (path, meant) in [
            ("active", Some(PatchTarget::Field("active"))),
            ("USERNAME", Some(PatchTarget::Field("userName"))),
            (
                "urn:ietf:params:scim:schemas:core:2.0:User:displayName",
                Some(PatchTarget::Field("displayName")),
            ),
            ("name.givenName", Some(PatchTarget::Name("givenName"))),
            ("name.middleName", Some(PatchTarget::Nothing)),
            ("emails", Some(PatchTarget::Field("emails"))),
            ("emails[type eq \"work\"].value", Some(PatchTarget::Email)),
            ("emails[primary eq true].value", Some(PatchTarget::Email)),
            ("emails[type eq \"home\"].value", Some(PatchTarget::Nothing)),
            ("urn:greffe:scim:schemas:extension:2.0:User:clearance", Some(PatchTarget::Extra("clearance"))),
            ("urn:greffe:scim:schemas:extension:2.0:User", Some(PatchTarget::Field(EXTENSION))),
            (
                "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department",
                Some(PatchTarget::Nothing),
            ),
            ("phoneNumbers[type eq \"work\"].value", Some(PatchTarget::Nothing)),
            ("title", Some(PatchTarget::Nothing)),
            ("nonsense", None),
            ("name.nonsense", None),
            ("active.value", None),
            ("emails[value eq \"x\"]", None),
            ("urn:greffe:scim:schemas:extension:2.0:User:nonsense", None),
            ("", None),
        ] {
            assert_eq!(target(path), meant, "{path}");
        }
    }
}
