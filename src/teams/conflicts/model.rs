//! The kinds of findings, and their weight.

use super::folding::ReadName;
use crate::coded::coded;
use crate::db::stored;
use crate::ids::{CaseId, PartyId, UserId};
use crate::law::proceedings::Side;
use crate::matters::cases::party::{PartyCapacity, PartyKind};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
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
    /// How sure it is that two names are one.
    #[derive(PartialOrd, Ord)]
    pub enum MatchStrength {
        /// The same, but for how it is written.
        Same = "same", "The same", "Identique";
        /// Likely the same.
        Likely = "likely", "Likely", "Vraisemblable";
        /// Possibly the same.
        Possible = "possible", "Possible", "Possible";
    }
}

coded! {
    /// What makes two names one.
    #[derive(PartialOrd, Ord)]
    pub enum MatchGround {
        /// The same unique client identifier.
        SameUci = "same_uci", "the same UCI", "le même IUC";
        /// The same account here.
        SameAccount = "same_account", "the same account", "le même compte";
        /// The same words, in whatever order.
        SameWords = "same_words", "the same words", "les mêmes mots";
        /// Words that are written together on one side and apart on the other.
        JoinedWords = "joined_words", "words written together or apart", "des mots soudés ou séparés";
        /// Words that sound alike: transliterations.
        SoundsAlike = "sounds_alike", "words that sound alike", "des mots de consonance semblable";
        /// Words that differ by a slip.
        SpelledAlike = "spelled_alike", "words that are spelled alike", "des mots d'orthographe voisine";
        /// An initial for a word.
        Initials = "initials", "an initial for a word", "une initiale pour un mot";
        /// A word that only one has.
        MoreWords = "more_words", "a word more or less", "un mot de plus ou de moins";
        /// A suffix that only one has: Jr.
        Suffix = "suffix", "a suffix such as Jr.", "un suffixe comme fils";
        /// Another name under which the party is known, on either side.
        Alias = "alias", "another name of the party", "un autre nom de la partie";
    }
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
    /// The other names under which it is known.
    pub aliases: Vec<&'a str>,
    /// The unique client identifier, if it has one.
    pub uci: Option<&'a str>,
    /// The account, if it has one.
    pub user_id: Option<UserId>,
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
    /// The name, read.
    pub name: ReadName,
    /// The keys by which the name is looked up.
    pub keys: BTreeSet<String>,
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
