//! The fields of a user that a directory asks for: `attributes` and `excludedAttributes`
//! (RFC 7644, 3.9).

use super::api::ProvisionedUser;
use super::paths::{FieldPath, field};
use crate::error::Result;
use serde_json::Value;

/// The fields that are always shown.
const ALWAYS: [&str; 2] = ["schemas", "id"];

/// The fields that are shown.
#[derive(Clone, Debug, Default)]
pub struct ShownFields {
    only: Option<Vec<FieldPath>>,
    without: Vec<FieldPath>,
}

impl ShownFields {
    /// The fields that are asked for, by names with commas between them. A name that nobody has
    /// asks for nothing.
    #[must_use]
    pub fn asked(attributes: Option<&str>, excluded: Option<&str>) -> Self {
        Self { only: attributes.map(named), without: excluded.map(named).unwrap_or_default() }
    }

    /// The user with these fields.
    ///
    /// # Errors
    /// Fails if the user has no JSON form.
    pub fn of(&self, user: &ProvisionedUser) -> Result<Value> {
        let mut value = serde_json::to_value(user)?;
        let Value::Object(fields) = &mut value else { return Ok(value) };
        fields.retain(|name, inner| ALWAYS.contains(&name.as_str()) || self.keeps(name, inner));
        Ok(value)
    }

    /// Whether a field stays; what is not shown of it is taken out of it.
    fn keeps(&self, name: &str, inner: &mut Value) -> bool {
        if let Some(only) = &self.only {
            let asked: Vec<_> = only.iter().filter(|path| path.field == name).collect();
            if asked.is_empty() {
                return false;
            }
            if asked.iter().all(|path| path.part.is_some()) {
                retain_parts(inner, |part| asked.iter().any(|path| path.part == Some(part)));
            }
        }
        let excluded: Vec<_> = self.without.iter().filter(|path| path.field == name).collect();
        retain_parts(inner, |part| !excluded.iter().any(|path| path.part == Some(part)));
        !excluded.iter().any(|path| path.part.is_none())
    }
}

fn named(list: &str) -> Vec<FieldPath> {
    list.split(',').filter_map(|name| field(name.trim())).collect()
}

fn retain_parts(value: &mut Value, keeps: impl Fn(&str) -> bool) {
    match value {
        Value::Object(parts) => parts.retain(|name, _| keeps(name)),
        Value::Array(items) => {
            for parts in items.iter_mut().filter_map(Value::as_object_mut) {
                parts.retain(|name, _| keeps(name));
            }
        }
        _ => {}
    }
}
