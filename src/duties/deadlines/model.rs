//! The status of a deadline, and what pinned it.

use crate::coded::coded;
use crate::db::stored;
use crate::law::proceedings::Actor;
use crate::text::Text;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

coded! {
    /// Where a deadline stands.
    pub enum DeadlineStatus {
        /// It has to be met.
        Open = "open", "Open", "En cours";
        /// It was met in time.
        Met = "met", "Met", "Respectée";
        /// It was met after its day.
        MetLate = "met_late", "Met late", "Respectée en retard";
        /// It was owed, and the case went on without it after its day had passed.
        Missed = "missed", "Missed", "Manquée";
        /// Nobody had to do it, and nobody did before its day had passed.
        NotUsed = "not_used", "Not used", "Non utilisée";
        /// Its time ran out, and what follows from that happened by itself: it was nobody's to do.
        /// Or all of it had run when the hearing was set from which it counts back.
        Elapsed = "elapsed", "Elapsed", "Écoulée";
        /// Somebody who may do so waived it.
        Waived = "waived", "Waived", "Renonciation";
        /// Its day had passed when the case was imported, and what became of it is not known here:
        /// somebody has to say.
        ImportedUnconfirmed = "imported_unconfirmed", "Imported, unconfirmed", "Importée, non confirmée";
        /// It became moot before its day.
        Cancelled = "cancelled", "Cancelled", "Annulée";
    }
}
stored!(DeadlineStatus);

coded! {
    /// By what a date was moved and pinned.
    pub enum PinnedBy {
        /// An order of the court.
        Order = "order";
        /// Consent of the parties.
        Consent = "consent";
        /// A direction of the court.
        Direction = "direction";
    }
}
stored!(PinnedBy);

// Who has to act is a matter of the law, and kept with what they have to do.
stored!(Actor);

/// A date that a deadline had before.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct PreviousDate {
    /// The date.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub due_on: Option<NaiveDate>,
    /// The reason why it was left: `recalculated`, `order`, `consent`, `direction`, `undone` (the
    /// act that had set it was taken back).
    pub reason: String,
    /// The reason for another date, if it was recalculated.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub why: Option<Text>,
    /// The instant until which it stood.
    pub until: crate::db::types::Instant,
}
