//! The hearings of a proceeding.

use crate::text::Text;
use serde::{Deserialize, Serialize};

/// The fact that is the hour at which a hearing begins.
pub const HEARING_AT: &str = "hearing_at";

/// The facts of a hearing that people write as text, of which nobody can say what is in them.
pub const HEARING_TEXTS: [&str; 3] = ["hearing_place", "hearing_room", "hearing_judge"];

/// A kind of hearing: what sets its day, and what ends it. The closing of the case ends it, too.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HearingDef {
    /// The code, such as `hearing` or `detention_review`.
    pub code: String,
    /// The name of the hearing, in both languages.
    pub name: Text,
    /// The responsibility that it belongs to, such as `R24`.
    pub responsibility: Option<String>,
    /// Whether it is the hearing of a motion: each motion has its own, and it ends with the motion.
    #[serde(default)]
    pub of_motion: bool,
    /// The events that set its day. Set again while it stands, it is moved.
    pub set_by: Vec<HearingStart>,
    /// Events that say something else of it than was known, its place or its room: it stays on its
    /// day.
    #[serde(default)]
    pub changed_by: Vec<String>,
    /// The stages in which another day, once it was held, continues the same hearing.
    #[serde(default)]
    pub continued_in: Vec<String>,
    /// Events that record that it was held.
    #[serde(default)]
    pub held_by: Vec<String>,
    /// Events after which it is not held on its day.
    #[serde(default)]
    pub vacated_by: Vec<String>,
    /// Those of them after which one that has begun goes on once a day is set for it again.
    #[serde(default)]
    pub adjourned_by: Vec<String>,
}

/// An event that sets the day of a hearing.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HearingStart {
    /// The event.
    pub event: String,
    /// Its fact that is the day.
    pub day: String,
    /// Whether that is a further day of one that has begun.
    #[serde(default)]
    pub further: bool,
}
