//! Whether an event puts a proceeding in abeyance.

use serde::{Deserialize, Serialize};

/// The fact that says until when a proceeding is in abeyance.
pub const ABEYANCE_UNTIL: &str = "abeyance_until";

/// What an event does to the abeyance of a proceeding. No time limit stops or starts by it: what an
/// order says of time, it sets as dates.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AbeyanceStep {
    /// It is in abeyance from then.
    Begins,
    /// It no longer is.
    Ends,
}
