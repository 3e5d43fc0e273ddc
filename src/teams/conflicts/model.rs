//! The kinds of findings, and their weight.

use crate::ids::{CaseId, PartyId, UserId};
use crate::matters::cases::party::PartyCapacity;
use crate::text::Text;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// The weight of a finding.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// The assignment cannot be made.
    Bar,
    /// The assignment can be made by whoever may waive the finding.
    Waivable,
    /// Something to look at.
    Notice,
}

/// The capacity of somebody whose name is in a case.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum NameKind {
    /// A party.
    Party,
    /// Counsel of a party.
    Counsel,
    /// The person who made the decision under review.
    DecisionMaker,
    /// The person who swore an affidavit.
    Affiant,
}

impl NameKind {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Party, Self::Counsel, Self::DecisionMaker, Self::Affiant];

    /// The code, as stored.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Party => "party",
            Self::Counsel => "counsel",
            Self::DecisionMaker => "decision_maker",
            Self::Affiant => "affiant",
        }
    }

    /// The kind of a party of this capacity; a code that is not known is a party's.
    #[must_use]
    pub fn of_capacity(capacity: &str) -> Self {
        if capacity == PartyCapacity::DecisionMaker.code() {
            Self::DecisionMaker
        } else if capacity == PartyCapacity::Affiant.code() {
            Self::Affiant
        } else {
            Self::Party
        }
    }

    /// The kind of a stored code; one that is not known is a party's.
    #[must_use]
    pub fn of(code: &str) -> Self {
        Self::ALL.into_iter().find(|kind| kind.code() == code).unwrap_or(Self::Party)
    }
}

/// A party, as far as names go.
#[derive(Clone, Debug)]
pub struct Named<'a> {
    /// The case.
    pub case_id: CaseId,
    /// The party.
    pub party_id: PartyId,
    /// Whether it is a natural person.
    pub is_person: bool,
    /// Its capacity, by code.
    pub capacity: &'a str,
    /// The name.
    pub name: &'a str,
    /// The name of its counsel.
    pub counsel: Option<&'a str>,
}

/// The words for a capacity, where the name has it.
#[must_use]
pub fn capacity_name(capacity: &str) -> Text {
    let known = PartyCapacity::ALL.into_iter().find(|known| known.code() == capacity);
    known.map_or_else(|| Text::new("Counsel", "Avocat"), PartyCapacity::name)
}

/// Whether counsel of an organisation in this capacity acts for the client of a case in which the organisation stands on this
/// side: that is nobody's conflict.
#[must_use]
pub fn is_clients_counsel(is_person: bool, capacity: &str, side: &str) -> bool {
    let clients: &[&str] = if side == "initiating" {
        &["minister", "applicant", "appellant"]
    } else {
        &["minister", "respondent"]
    };
    !is_person && clients.contains(&capacity)
}

/// A person whom a check is about.
#[derive(Clone, Debug)]
pub struct Person {
    /// The user.
    pub id: UserId,
    /// The name, folded.
    pub folded: String,
    /// The sound of the name.
    pub sounds_like: String,
    /// The name to show.
    pub display_name: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_kind_is_found_by_its_code() {
        for kind in NameKind::ALL {
            assert_eq!(NameKind::of(kind.code()), kind);
        }
        assert_eq!(NameKind::of_capacity("affiant"), NameKind::Affiant);
        assert_eq!(NameKind::of_capacity("applicant"), NameKind::Party);
    }

    #[test]
    fn counsel_of_the_client_is_told_from_counsel_of_the_other_side() {
        assert!(is_clients_counsel(false, "respondent", "responding"));
        assert!(!is_clients_counsel(false, "applicant", "responding"));
        assert!(is_clients_counsel(false, "appellant", "initiating"));
        assert!(!is_clients_counsel(true, "respondent", "responding"));
    }
}
