//! The kinds of parties, and the capacities in which they take part.

use crate::coded::coded;
use crate::db::stored;

coded! {
    /// A natural person, or anything else that can be a party.
    pub enum PartyKind {
        /// A natural person.
        Person = "person", "Person", "Personne physique";
        /// A Minister, a tribunal, a body corporate.
        Organization = "organization", "Organisation", "Organisation";
    }
}
stored!(PartyKind);

coded! {
    /// In which capacity a party takes part.
    pub enum PartyCapacity {
        /// Who applies to the court.
        Applicant = "applicant", "Applicant", "Partie demanderesse";
        /// Against whom the application or the appeal is brought.
        Respondent = "respondent", "Respondent", "Partie défenderesse ou intimée";
        /// Who appeals.
        Appellant = "appellant", "Appellant", "Partie appelante";
        /// The person who is the subject of the proceeding, before a tribunal.
        PersonConcerned = "person_concerned", "Person concerned", "Personne en cause";
        /// A Minister, where the Minister is a party as such.
        Minister = "minister", "Minister", "Ministre";
        /// The tribunal whose decision is under review: served, but no respondent in a leave file.
        Tribunal = "tribunal", "Tribunal", "Tribunal administratif";
        /// Who was given leave to intervene.
        Intervener = "intervener", "Intervener", "Partie intervenante";
        /// Who a tribunal designated to represent a person (IRPA 167(2)).
        DesignatedRepresentative = "designated_representative", "Designated representative", "Représentant désigné";
        /// Who represents a person under a legal disability before the court (Federal Courts Rules,
        /// r. 115).
        LitigationGuardian = "litigation_guardian", "Litigation guardian", "Tuteur à l'instance";
        /// Who protects the interests of a person where information is not disclosed to them (IRPA
        /// 85).
        SpecialAdvocate = "special_advocate", "Special advocate", "Avocat spécial";
        /// Who made the decision under review.
        DecisionMaker = "decision_maker", "Decision-maker", "Décideur";
        /// Who swore an affidavit in the matter.
        Affiant = "affiant", "Affiant", "Auteur d'un affidavit";
        /// Any other.
        Other = "other", "Other", "Autre";
    }
}
stored!(PartyCapacity);

/// The other names of a party, from how they are stored: one a line.
pub fn aliases(stored: Option<&str>) -> impl Iterator<Item = &str> {
    stored.into_iter().flat_map(|lines| lines.split('\n'))
}

/// Other names of a party as they are stored, each once; `None` where there are none.
#[must_use]
pub fn stored_aliases<'a>(names: impl Iterator<Item = &'a str>) -> Option<String> {
    let mut each: Vec<&str> = Vec::new();
    for name in names.map(str::trim) {
        if !each.contains(&name) {
            each.push(name);
        }
    }
    (!each.is_empty()).then(|| each.join("\n"))
}
