//! A condition on what an event or a case says.

use serde::{Deserialize, Serialize};
use serde_json::Value;

/// A condition on a fact of the event (`reasons_received`) or of the case (`decision.location`).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FactCondition {
    /// The fact.
    pub fact: String,
    /// The value that it must have.
    pub equals: Value,
}
