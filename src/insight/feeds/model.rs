//! The scope of a feed, its secret, and who has to act on what it shows.

use crate::coded::coded;
use crate::db::stored;
use crate::error::Result;
use crate::law::proceedings::Side;
use crate::text::Text;

coded! {
    /// Of what a feed is.
    pub enum FeedScope {
        /// The deadlines that its owner has to meet, or answers for, and the owner's action items.
        Me = "me";
        /// The deadlines of a case.
        Case = "case";
        /// The deadlines that a group has to meet, or answers for, and its action items: for its members.
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
    /// Of an actor of [`crate::law::proceedings::ACTORS`].
    #[must_use]
    pub fn of(actor: &str, side: Side) -> Self {
        if side.is_opposed_by(actor) {
            return Self::Theirs;
        }
        match actor {
            "tribunal" | "court" | "registry" | "sender" | "nobody" => Self::Neither,
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

/// What an actor of [`crate::law::proceedings::ACTORS`] is called; the code, where it is none.
#[must_use]
pub fn actor_name(code: &str) -> Text {
    let (en, fr) = match code {
        "applicant" => ("the applicant", "le demandeur"),
        "respondent" => ("the respondent", "le défendeur"),
        "appellant" => ("the appellant", "l'appelant"),
        "moving_party" => ("the moving party", "la partie requérante"),
        "either" => ("either party", "l'une ou l'autre des parties"),
        "party" => ("the party", "la partie"),
        "tribunal" => ("the tribunal", "le tribunal administratif"),
        "court" => ("the court", "la cour"),
        "registry" => ("the registry", "le greffe"),
        "minister" => ("the Minister", "le ministre"),
        "person_concerned" => ("the person concerned", "la personne en cause"),
        "officer" => ("the officer", "l'agent"),
        "sender" => ("the sender", "l'expéditeur"),
        "nobody" => ("nobody", "personne"),
        other => (other, other),
    };
    Text::new(en, fr)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::law::proceedings::ACTORS;

    #[test]
    fn every_actor_has_a_name_and_a_turn() {
        for actor in ACTORS {
            let name = actor_name(actor);
            assert!(
                name.is_complete() && name.en != name.fr && name.en != actor || actor == "nobody",
                "{actor}"
            );
        }
        assert_eq!(ActingSide::of("applicant", Side::Responding), ActingSide::Theirs);
        assert_eq!(ActingSide::of("applicant", Side::Initiating), ActingSide::Ours);
        assert_eq!(ActingSide::of("respondent", Side::Responding), ActingSide::Ours);
        assert_eq!(ActingSide::of("tribunal", Side::Responding), ActingSide::Neither);
    }
}
