//! A value from a list, of a fact of an event or of a computation.

use crate::text::Text;
use serde::{Deserialize, Serialize};

/// A value that a fact of kind `code` may have.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Choice {
    /// The value.
    pub code: String,
    /// The name of the value, in both languages.
    pub name: Text,
}
