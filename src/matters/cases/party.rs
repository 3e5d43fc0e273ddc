//! The kinds of parties, and the capacities in which they take part.

use crate::text::Text;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A natural person, or anything else that can be a party.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum PartyKind {
    /// A natural person.
    Person,
    /// A Minister, a tribunal, a body corporate.
    Organization,
}

impl PartyKind {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Person, Self::Organization];

    /// The code, as stored and as written on the wire.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Person => "person",
            Self::Organization => "organization",
        }
    }

    /// The name of the kind of party, in both languages.
    #[must_use]
    pub fn name(self) -> Text {
        match self {
            Self::Person => Text::new("Person", "Personne physique"),
            Self::Organization => Text::new("Organisation", "Organisation"),
        }
    }
}

/// The capacity in which a party takes part.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum PartyCapacity {
    /// The party who applies to the court.
    Applicant,
    /// The party against whom the application or the appeal is brought.
    Respondent,
    /// The party who appeals.
    Appellant,
    /// The person who is the subject of the proceeding, before a tribunal.
    PersonConcerned,
    /// A Minister, where the Minister is a party as such.
    Minister,
    /// The tribunal whose decision is under review: served, but no respondent in a leave file.
    Tribunal,
    /// The party who was given leave to intervene.
    Intervener,
    /// The person whom a tribunal designated to represent another (IRPA 167(2)).
    DesignatedRepresentative,
    /// The person who represents another under a legal disability before the court (Federal Courts
    /// Rules, r. 115).
    LitigationGuardian,
    /// The advocate who protects the interests of a person where information is not disclosed to
    /// them (IRPA 85).
    SpecialAdvocate,
    /// The person who made the decision under review.
    DecisionMaker,
    /// The person who swore an affidavit in the matter.
    Affiant,
    /// Any other.
    Other,
}

impl PartyCapacity {
    /// All of them.
    pub const ALL: [Self; 13] = [
        Self::Applicant,
        Self::Respondent,
        Self::Appellant,
        Self::PersonConcerned,
        Self::Minister,
        Self::Tribunal,
        Self::Intervener,
        Self::DesignatedRepresentative,
        Self::LitigationGuardian,
        Self::SpecialAdvocate,
        Self::DecisionMaker,
        Self::Affiant,
        Self::Other,
    ];

    /// The code, as stored and as written on the wire.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Applicant => "applicant",
            Self::Respondent => "respondent",
            Self::Appellant => "appellant",
            Self::PersonConcerned => "person_concerned",
            Self::Minister => "minister",
            Self::Tribunal => "tribunal",
            Self::Intervener => "intervener",
            Self::DesignatedRepresentative => "designated_representative",
            Self::LitigationGuardian => "litigation_guardian",
            Self::SpecialAdvocate => "special_advocate",
            Self::DecisionMaker => "decision_maker",
            Self::Affiant => "affiant",
            Self::Other => "other",
        }
    }

    /// The name of the capacity, in both languages.
    #[must_use]
    pub fn name(self) -> Text {
        match self {
            Self::Applicant => Text::new("Applicant", "Partie demanderesse"),
            Self::Respondent => Text::new("Respondent", "Partie défenderesse ou intimée"),
            Self::Appellant => Text::new("Appellant", "Partie appelante"),
            Self::PersonConcerned => Text::new("Person concerned", "Personne en cause"),
            Self::Minister => Text::new("Minister", "Ministre"),
            Self::Tribunal => Text::new("Tribunal", "Tribunal administratif"),
            Self::Intervener => Text::new("Intervener", "Partie intervenante"),
            Self::DesignatedRepresentative => Text::new("Designated representative", "Représentant désigné"),
            Self::LitigationGuardian => Text::new("Litigation guardian", "Tuteur à l'instance"),
            Self::SpecialAdvocate => Text::new("Special advocate", "Avocat spécial"),
            Self::DecisionMaker => Text::new("Decision-maker", "Décideur"),
            Self::Affiant => Text::new("Affiant", "Auteur d'un affidavit"),
            Self::Other => Text::new("Other", "Autre"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_what_the_wire_says() {
        for kind in PartyKind::ALL {
            assert_eq!(serde_json::to_value(kind).unwrap(), kind.code());
            assert!(kind.name().is_complete());
        }
        for capacity in PartyCapacity::ALL {
            assert_eq!(serde_json::to_value(capacity).unwrap(), capacity.code());
            assert!(capacity.name().is_complete());
        }
    }
}
