//! Positions and reminders.

use crate::text::Text;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// The position of an organisation on an open reading of the law, or on a practice direction.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Position {
    /// It is right: `due_on` goes by it.
    Adopted,
    /// It is wrong: no date goes by it.
    Rejected,
    /// No position any more: it is open again.
    Open,
}

impl Position {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Adopted, Self::Rejected, Self::Open];

    /// As it is kept and written on the wire.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Adopted => "adopted",
            Self::Rejected => "rejected",
            Self::Open => "open",
        }
    }

    /// What it is called.
    #[must_use]
    pub fn name(self) -> Text {
        match self {
            Self::Adopted => Text::new("Adopted", "Adoptée"),
            Self::Rejected => Text::new("Rejected", "Rejetée"),
            Self::Open => Text::new("Open", "Ouverte"),
        }
    }
}

/// When people are reminded of a deadline: so many days before the day that it is watched by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReminderPolicy {
    /// Before it, to who is responsible.
    pub responsible_days: Vec<i16>,
    /// Before it, also to who is accountable.
    pub accountable_days: Vec<i16>,
    /// Once it has passed, to who is responsible.
    pub overdue_responsible: bool,
    /// Once it has passed, to who is accountable.
    pub overdue_accountable: bool,
}

impl Default for ReminderPolicy {
    fn default() -> Self {
        Self {
            responsible_days: vec![14, 7, 3, 1],
            accountable_days: vec![1],
            overdue_responsible: true,
            overdue_accountable: true,
        }
    }
}
