//! The status of a deadline, and what pinned it.

use crate::text::Text;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// The status of a deadline.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum DeadlineStatus {
    /// The deadline has to be met.
    Open,
    /// The deadline was met in time.
    Met,
    /// The deadline was met after its day.
    MetLate,
    /// The case went on without it after its day had passed.
    Missed,
    /// Somebody who may do so waived it.
    Waived,
    /// The deadline became moot before its day.
    Cancelled,
}

impl DeadlineStatus {
    /// All of them.
    pub const ALL: [Self; 6] =
        [Self::Open, Self::Met, Self::MetLate, Self::Missed, Self::Waived, Self::Cancelled];

    /// The code, as stored and as written on the wire.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Met => "met",
            Self::MetLate => "met_late",
            Self::Missed => "missed",
            Self::Waived => "waived",
            Self::Cancelled => "cancelled",
        }
    }

    /// The status of a stored code; one that is not known counts as cancelled, which asks nothing
    /// of anybody.
    #[must_use]
    pub fn of(code: &str) -> Self {
        Self::ALL.into_iter().find(|status| status.code() == code).unwrap_or(Self::Cancelled)
    }

    /// The name of the status, in both languages.
    #[must_use]
    pub fn name(self) -> Text {
        match self {
            Self::Open => Text::new("Open", "En cours"),
            Self::Met => Text::new("Met", "Respectée"),
            Self::MetLate => Text::new("Met late", "Respectée en retard"),
            Self::Missed => Text::new("Missed", "Manquée"),
            Self::Waived => Text::new("Waived", "Abandonnée par renonciation"),
            Self::Cancelled => Text::new("Cancelled", "Annulée"),
        }
    }
}

/// What a date was moved and pinned by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum PinnedBy {
    /// An order of the court.
    Order,
    /// Consent of the parties.
    Consent,
    /// A direction of the court.
    Direction,
}

impl PinnedBy {
    /// The code, as stored and as written on the wire.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Order => "order",
            Self::Consent => "consent",
            Self::Direction => "direction",
        }
    }
}

/// A date that a deadline had before.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct PreviousDate {
    /// The date.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub due_on: Option<NaiveDate>,
    /// The reason why it was left: `recalculated`, `order`, `consent`, `direction`.
    pub reason: String,
    /// The reason for another date, if it was recalculated.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub why: Option<Text>,
    /// The instant until which it stood.
    pub until: crate::db::types::Instant,
}
