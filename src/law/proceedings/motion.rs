//! What a motion says to the docket of the file that it is in.

use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::collections::BTreeMap;

/// What the docket of a file says of an event in the file of a motion.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MainFileEntry {
    /// The event there, by code.
    pub event: String,
    /// Facts that it carries there.
    #[serde(default)]
    pub with: BTreeMap<String, Value>,
    /// Facts that it takes along.
    #[serde(default)]
    pub passes: Vec<String>,
}
