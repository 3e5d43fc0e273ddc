//! The kinds of notifications, and the state of their mail.

use crate::text::Text;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// The step of what is told once the day has passed; every other step is a number of days before it.
pub const PASSED: i16 = -1;

/// The kind of a notification.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// The day comes nearer.
    DeadlineReminder,
    /// The day has passed, and the deadline is open.
    DeadlineOverdue,
    /// The last day on which the other side can be said to be in time has passed.
    OtherSideLate,
    /// Somebody has opened the case in an emergency.
    EmergencyAccess,
    /// A name in the case is found where whoever entered it is not shown it.
    NamesInCommon,
}

impl Kind {
    /// All of them.
    pub const ALL: [Self; 5] = [
        Self::DeadlineReminder,
        Self::DeadlineOverdue,
        Self::OtherSideLate,
        Self::EmergencyAccess,
        Self::NamesInCommon,
    ];

    /// The kind of a step of a deadline.
    #[must_use]
    pub const fn of(step: i16, is_other_side: bool) -> Self {
        match (step == PASSED, is_other_side) {
            (false, _) => Self::DeadlineReminder,
            (true, false) => Self::DeadlineOverdue,
            (true, true) => Self::OtherSideLate,
        }
    }

    /// The code, as stored and as written on the wire.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::DeadlineReminder => "deadline_reminder",
            Self::DeadlineOverdue => "deadline_overdue",
            Self::OtherSideLate => "other_side_late",
            Self::EmergencyAccess => "emergency_access",
            Self::NamesInCommon => "names_in_common",
        }
    }

    /// The kind of a stored code; one that is not known counts as a reminder.
    #[must_use]
    pub fn from_code(code: &str) -> Self {
        Self::ALL.into_iter().find(|kind| kind.code() == code).unwrap_or(Self::DeadlineReminder)
    }

    /// The name of the kind, in both languages.
    #[must_use]
    pub fn name(self) -> Text {
        match self {
            Self::DeadlineReminder => Text::new("Reminder", "Rappel"),
            Self::DeadlineOverdue => Text::new("Overdue", "En retard"),
            Self::OtherSideLate => Text::new("Other side late", "Retard de la partie adverse"),
            Self::EmergencyAccess => Text::new("Emergency access", "Accès d'urgence"),
            Self::NamesInCommon => Text::new("Names in common", "Noms en commun"),
        }
    }
}

/// The state of the mail of a notification.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MailState {
    /// There is no mail: no mail server, no address, or what it would say no longer holds.
    None,
    /// The mail waits to be sent.
    Pending,
    /// A process has claimed it.
    Sending,
    /// A mail server has taken it.
    Sent,
    /// No mail server took it, and nobody tries any more.
    Failed,
}

impl MailState {
    /// The code, as stored.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Pending => "pending",
            Self::Sending => "sending",
            Self::Sent => "sent",
            Self::Failed => "failed",
        }
    }
}
