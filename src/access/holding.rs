//! How somebody holds a role: by an assignment in its status, or as a member of a group in a
//! capacity.

use crate::coded::coded;
use crate::db::stored;

coded! {
    /// Where an assignment stands.
    pub enum AssignmentStatus {
        /// It holds, held or will hold, from its beginning to its end.
        Held = "held", "Held", "Exercée";
        /// It was offered, and not answered.
        Offered = "offered", "Offered", "Proposée";
        /// It was declined.
        Declined = "declined", "Declined", "Refusée";
        /// It was taken back before it was answered.
        Withdrawn = "withdrawn", "Withdrawn", "Retirée";
    }
}
stored!(AssignmentStatus);

coded! {
    /// The capacity in which a user belongs to a group.
    #[derive(PartialOrd, Ord)]
    pub enum Capacity {
        /// Presides over it: one at a time.
        Chair = "chair", "Chair", "Présidence";
        /// Keeps its record: one at a time.
        Secretary = "secretary", "Secretary", "Secrétariat";
        /// Takes part in its decisions.
        Member = "member", "Member", "Membre";
        /// Attends, and does not count towards a quorum.
        Observer = "observer", "Observer", "Observateur";
    }
}
stored!(Capacity);

impl Capacity {
    /// Whether only one user has it at a time.
    #[must_use]
    pub const fn is_exclusive(self) -> bool {
        matches!(self, Self::Chair | Self::Secretary)
    }

    /// Whether whoever has it writes the group's record.
    #[must_use]
    pub const fn records(self) -> bool {
        matches!(self, Self::Chair | Self::Secretary)
    }

    /// Whether whoever has it counts towards a quorum.
    #[must_use]
    pub const fn counts(self) -> bool {
        !matches!(self, Self::Observer)
    }
}
