//! The kinds of notifications, and the state of their mail.

use crate::coded::coded;
use crate::db::stored;

/// The step of what is told once the day has passed; every step above it is a number of days before
/// that day, and each step below it tells of one move of the date.
pub const PASSED: i16 = -1;

coded! {
    /// What a person is told.
    pub enum NotificationKind {
        /// The day comes nearer.
        DeadlineReminder = "deadline_reminder", "Reminder", "Rappel";
        /// The day has passed, and the deadline is open.
        DeadlineOverdue = "deadline_overdue", "Overdue", "En retard";
        /// The last day on which the other side can be said to be in time has passed.
        OtherSideLate = "other_side_late", "Other side late", "Retard de la partie adverse";
        /// The date is another than it was.
        DeadlineMoved = "deadline_moved", "Date moved", "Date modifiée";
        /// The day of a hearing comes nearer.
        HearingReminder = "hearing_reminder", "Hearing", "Audience";
        /// A hearing is on another day than it was.
        HearingMoved = "hearing_moved", "Hearing moved", "Audience déplacée";
        /// Somebody has opened the case in an emergency.
        EmergencyAccess = "emergency_access", "Emergency access", "Accès d'urgence";
        /// A name in the case is found where who entered it is not shown it.
        NamesInCommon = "names_in_common", "Names in common", "Noms en commun";
        /// Something in a motion does not fit the docket of its main file, and whoever recorded it
        /// may not see that.
        MotionNotTold = "motion_not_told", "Motion not told in its file", "Requête non rapportée au dossier";
        /// What was to be sent to a webhook could not be delivered, and was set aside.
        WebhookSetAside = "webhook_set_aside", "Webhook set aside", "Webhook mis de côté";
    }
}
stored!(NotificationKind);

impl NotificationKind {
    /// The kind of a step of a deadline.
    #[must_use]
    pub const fn of(step: i16, is_other_side: bool) -> Self {
        if step < PASSED {
            return Self::DeadlineMoved;
        }
        match (step == PASSED, is_other_side) {
            (false, _) => Self::DeadlineReminder,
            (true, false) => Self::DeadlineOverdue,
            (true, true) => Self::OtherSideLate,
        }
    }
}

coded! {
    /// How far the mail of a notification is.
    pub enum MailState {
        /// There is none: no mail server, no address, or what it would say no longer holds.
        None = "none";
        /// It waits to be sent.
        Pending = "pending";
        /// A process has claimed it.
        Sending = "sending";
        /// A mail server has taken it.
        Sent = "sent";
        /// No mail server took it, and nobody tries any more.
        Failed = "failed";
    }
}
stored!(MailState);
