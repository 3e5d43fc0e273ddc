//! The three states of a field in a merge patch (RFC 7396): left out, null, a value.

use serde::{Deserialize, Deserializer};

/// Deserializes a field with `#[serde(default, deserialize_with = "patch::nullable")]` and the type
/// `Option<Option<T>>`: `None` where the field was left out, `Some(None)` where it is null.
///
/// # Errors
/// What `T` refuses.
pub fn nullable<'de, T, D>(deserializer: D) -> Result<Option<Option<T>>, D::Error>
where
    T: Deserialize<'de>,
    D: Deserializer<'de>,
{
    Option::deserialize(deserializer).map(Some)
}
