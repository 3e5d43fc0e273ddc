//! The kinds of findings, and their weight.

use crate::coded::coded;
use crate::db::stored;
use crate::ids::{CaseId, PartyId, UserId};
use crate::law::proceedings::Side;
use crate::matters::cases::party::{PartyCapacity, PartyKind};
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

coded! {
    /// What somebody whose name is in a case is there.
    #[derive(PartialOrd, Ord)]
    pub enum NameKind {
        /// A party.
        Party = "party";
        /// Counsel of a party.
        Counsel = "counsel";
        /// Who made the decision under review.
        DecisionMaker = "decision_maker";
        /// Who swore an affidavit.
        Affiant = "affiant";
    }
}
stored!(NameKind);

impl NameKind {
    /// What a party of this capacity is.
    #[must_use]
    pub const fn of_capacity(capacity: PartyCapacity) -> Self {
        match capacity {
            PartyCapacity::DecisionMaker => Self::DecisionMaker,
            PartyCapacity::Affiant => Self::Affiant,
            _ => Self::Party,
        }
    }
}

/// A party, as far as names go.
#[derive(Clone, Debug)]
pub struct PartyName<'a> {
    /// The case.
    pub case_id: CaseId,
    /// The party.
    pub party_id: PartyId,
    /// Whether it is a natural person.
    pub is_person: bool,
    /// Its capacity.
    pub capacity: PartyCapacity,
    /// The name.
    pub name: &'a str,
    /// The name of its counsel.
    pub counsel: Option<&'a str>,
}

/// Whether counsel of an organisation in this capacity acts for the client of a case in which the
/// organisation stands on this side: that is nobody's conflict.
#[must_use]
pub fn is_clients_counsel(kind: PartyKind, capacity: PartyCapacity, side: Side) -> bool {
    use PartyCapacity::{Appellant, Applicant, Minister, Respondent};
    let clients: &[_] = match side {
        Side::Initiating => &[Minister, Applicant, Appellant],
        Side::Responding => &[Minister, Respondent],
    };
    kind == PartyKind::Organization && clients.contains(&capacity)
}

/// A person whom a check is about.
#[derive(Clone, Debug)]
pub struct CheckedPerson {
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
    fn who_decided_or_swore_is_told_from_the_parties() {
        assert_eq!(NameKind::of_capacity(PartyCapacity::Affiant), NameKind::Affiant);
        assert_eq!(NameKind::of_capacity(PartyCapacity::Applicant), NameKind::Party);
    }

    #[test]
    fn counsel_of_the_client_is_told_from_counsel_of_the_other_side() {
        use PartyKind::{Organization, Person};
        assert!(is_clients_counsel(Organization, PartyCapacity::Respondent, Side::Responding));
        assert!(!is_clients_counsel(Organization, PartyCapacity::Applicant, Side::Responding));
        assert!(is_clients_counsel(Organization, PartyCapacity::Appellant, Side::Initiating));
        assert!(!is_clients_counsel(Person, PartyCapacity::Respondent, Side::Responding));
    }
}
