//! The hearings of a proceeding on the wire.

use crate::law::proceedings as law;
use crate::text::Text;
use serde::Serialize;
use utoipa::ToSchema;

/// A kind of hearing. The closing of the case ends it, too.
#[derive(Serialize, ToSchema)]
pub struct ProceedingHearing {
    /// The code of the kind.
    pub code: String,
    /// The name of the hearing, in both languages.
    pub name: Text,
    /// The responsibility that it belongs to: a code of `GET /v1/responsibilities`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub responsibility: Option<String>,
    /// The events that set its day; set again while it stands, it is moved.
    pub set_by: Vec<ProceedingHearingStart>,
    /// Events that say something else of it than was known, its place or its room: it stays on its
    /// day.
    pub changed_by: Vec<String>,
    /// The stages in which another day, once it was held, continues the same hearing: what counts
    /// from the day of the hearing counts from the first.
    pub continued_in: Vec<String>,
    /// Events that record that it was held.
    pub held_by: Vec<String>,
    /// Events after which it is not held on its day.
    pub vacated_by: Vec<String>,
    /// Those of them after which one that has begun goes on once a day is set for it again.
    pub adjourned_by: Vec<String>,
}

/// An event that sets the day of a hearing.
#[derive(Serialize, ToSchema)]
pub struct ProceedingHearingStart {
    /// The event.
    pub event: String,
    /// Its fact that is the day.
    pub day: String,
    /// Whether that is a further day of one that has begun; left out if not.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub further: bool,
}

impl From<&law::HearingDef> for ProceedingHearing {
    fn from(known: &law::HearingDef) -> Self {
        let start = |start: &law::HearingStart| ProceedingHearingStart {
            event: start.event.clone(),
            day: start.day.clone(),
            further: start.further,
        };
        Self {
            code: known.code.clone(),
            name: known.name.clone(),
            responsibility: known.responsibility.clone(),
            set_by: known.set_by.iter().map(start).collect(),
            changed_by: known.changed_by.clone(),
            continued_in: known.continued_in.clone(),
            held_by: known.held_by.clone(),
            vacated_by: known.vacated_by.clone(),
            adjourned_by: known.adjourned_by.clone(),
        }
    }
}
