//! Motions on a docket: what an event is to the motion that it is about, and what a motion says to
//! the docket of the file that it is in.

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

/// The motions that an event may be about, and what it is to the one that it is about.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AboutMotion {
    /// What it is to the motion.
    #[serde(rename = "as")]
    pub step: MotionStep,
    /// The events, by code, that serve or bring such a motion.
    pub entries: Vec<String>,
}

/// What an event is to the motion that it is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MotionStep {
    /// The filing of a motion whose service was recorded by itself.
    Filing,
    /// The service of a motion whose filing was recorded by itself.
    Service,
    /// The answer of another party.
    Response,
    /// The reply of whoever brought it.
    Reply,
    /// The day that is set for its hearing.
    Hearing,
    /// The decision on it: it is pending no more.
    Decision,
}
