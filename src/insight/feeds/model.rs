//! The scope of a feed, and who has to act on what it shows.

use crate::coded::coded;
use crate::db::stored;
use crate::law::proceedings::{Actor, Side};
use crate::text::Text;

coded! {
    /// Of what a feed is.
    pub enum FeedScope {
        /// The deadlines that its owner has to meet, or answers for, and the owner's action items.
        Me = "me";
        /// The deadlines of a case.
        Case = "case";
        /// The deadlines that a group has to meet, or answers for, and its action items: for its
        /// members.
        Group = "group";
    }
}
stored!(FeedScope);

/// The side that has to act, seen from the side of a case's organisation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ActingSide {
    /// Our own side.
    Ours,
    /// The other side.
    Theirs,
    /// A court, a tribunal, or nobody in particular.
    Neither,
}

impl ActingSide {
    /// The side of whoever has to act.
    #[must_use]
    pub fn of(actor: Actor, side: Side) -> Self {
        if side.is_opposed_by(actor) {
            return Self::Theirs;
        }
        match actor {
            Actor::Tribunal | Actor::Court | Actor::Registry | Actor::Sender | Actor::Nobody => Self::Neither,
            _ => Self::Ours,
        }
    }

    /// The name, as a category of a calendar.
    #[must_use]
    pub fn name(self) -> Text {
        match self {
            Self::Ours => Text::new("Our side", "Notre partie"),
            Self::Theirs => Text::new("Other side", "Partie adverse"),
            Self::Neither => Text::new("Court or tribunal", "Cour ou tribunal"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whoever_acts_is_on_a_side_or_on_none() {
        assert_eq!(ActingSide::of(Actor::Applicant, Side::Responding), ActingSide::Theirs);
        assert_eq!(ActingSide::of(Actor::Applicant, Side::Initiating), ActingSide::Ours);
        assert_eq!(ActingSide::of(Actor::Respondent, Side::Responding), ActingSide::Ours);
        assert_eq!(ActingSide::of(Actor::Tribunal, Side::Responding), ActingSide::Neither);
    }
}
