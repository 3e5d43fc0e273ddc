//! The side that has to act on a deadline: from who acts under its rule, and the side on which the
//! organisation's client stands.
//!
//! The one definition: lists, calendars, feeds, notifications and counts of work go by it.

use super::model::Actor;
use super::wiring::Side;
use crate::coded::coded;

coded! {
    /// The side that has to act, seen from the side of a case's organisation.
    pub enum ActingSide {
        /// Our own side.
        Ours = "ours", "Our side", "Notre partie";
        /// The other side.
        Theirs = "theirs", "Other side", "Partie adverse";
        /// A court, a tribunal, or nobody in particular.
        Court = "court", "Court or tribunal", "Cour ou tribunal";
    }
}

impl ActingSide {
    /// The actors that are on neither side.
    pub const NEUTRAL: [Actor; 5] =
        [Actor::Tribunal, Actor::Court, Actor::Registry, Actor::Sender, Actor::Nobody];

    /// The side of whoever has to act.
    #[must_use]
    pub fn of(actor: Actor, side: Side) -> Self {
        if side.opponents().contains(&actor) {
            Self::Theirs
        } else if Self::NEUTRAL.contains(&actor) {
            Self::Court
        } else {
            Self::Ours
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
        assert_eq!(ActingSide::of(Actor::Tribunal, Side::Responding), ActingSide::Court);
    }

    #[test]
    fn no_opponent_is_neutral() {
        for side in Side::ALL {
            assert!(side.opponents().iter().all(|actor| !ActingSide::NEUTRAL.contains(actor)));
        }
    }
}
