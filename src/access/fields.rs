//! The parts of a case that a person is shown: names, what identifies a person beyond the name, and
//! privileged notes. Pure.
//!
//! Whoever may see a case ([`super::visibility`]) need not be shown all that is in it. One rule
//! says what, and every representation asks it: a case and its parts, lists, the journal, findings,
//! problems.
//!
//! | What | Who is shown it |
//! |---|---|
//! | names of persons, in the style of cause too | everybody; under an order of anonymity or a seal, who holds a role on the case, has opened it in an emergency, or has `sealed.read`: others see initials |
//! | date of birth, UCI, address | `identifiers.read`; under an order also as for names, since a UCI tells who it is as the name does |
//! | a privileged note | the permission of its privilege |
//! | in a sealed case, any text that people write: notes, remarks, reasons | as for names |
//!
//! Where there is no seal, what stands in a text that people write is theirs to keep free of names.

use super::confidentiality::Confidentiality;
use super::context::Principal;
use super::initials;
use super::permissions::Permission;
use super::privilege::Privilege;
use crate::error::Fault;
use std::borrow::Cow;

/// The keys under which what identifies a person stands, in every representation.
pub const IDENTIFIERS: [&str; 3] = ["date_of_birth", "uci", "address"];

/// Capacities in which a person acts in public: their names are no secret of the case.
pub const PUBLIC: [&str; 5] = ["minister", "tribunal", "decision_maker", "special_advocate", "counsel"];

/// The parts of a case that one person is shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct View {
    /// The names of persons.
    pub names: bool,
    /// Whether what identifies persons beyond their names is shown.
    pub identifiers: bool,
    /// Whether texts that people write are shown: notes, as far as no privilege keeps them, remarks
    /// and reasons.
    pub texts: bool,
    /// Privileges that do not keep a note from the person.
    pub privileges: Vec<Privilege>,
    persons: Vec<String>,
    organizations: Vec<String>,
}

impl View {
    /// The view that a person has of a case that they may see: `is_held` if they hold a role on it
    /// now, themselves, through a group or a portfolio, or have opened it in an emergency.
    #[must_use]
    pub fn of(person: &Principal, order: Confidentiality, is_held: bool) -> Self {
        let is_privy = is_held || person.may(Permission::ReadSealed);
        let names = order == Confidentiality::None || is_privy;
        Self {
            names,
            identifiers: names && person.may(Permission::ReadIdentifiers),
            texts: order != Confidentiality::Sealed || is_privy,
            privileges: Privilege::ALL.into_iter().filter(|one| person.may(one.permission())).collect(),
            persons: Vec::new(),
            organizations: Vec::new(),
        }
    }

    /// Adds the names of the parties, so that initials are those of whole names.
    #[must_use]
    pub fn knowing(mut self, persons: Vec<String>, organizations: Vec<String>) -> Self {
        self.persons = persons;
        self.organizations = organizations;
        self
    }

    /// The style of cause.
    #[must_use]
    pub fn style<'a>(&self, style: &'a str) -> Cow<'a, str> {
        if self.names {
            return Cow::Borrowed(style);
        }
        Cow::Owned(initials::of_style(style, &self.persons, &self.organizations))
    }

    /// The name of a party, or of whoever represents one.
    #[must_use]
    pub fn name<'a>(&self, is_person: bool, capacity: &str, name: &'a str) -> Cow<'a, str> {
        if self.shows_name(is_person, capacity) {
            return Cow::Borrowed(name);
        }
        Cow::Owned(initials::of_person(name))
    }

    /// Whether the name of a party is shown.
    #[must_use]
    pub fn shows_name(&self, is_person: bool, capacity: &str) -> bool {
        self.names || !is_person || PUBLIC.contains(&capacity)
    }

    /// Whether a note is shown.
    #[must_use]
    pub fn shows_note(&self, privilege: Option<Privilege>) -> bool {
        self.texts && privilege.is_none_or(|privilege| self.privileges.contains(&privilege))
    }

    /// A text that somebody wrote, where it is shown.
    #[must_use]
    pub fn text(&self, text: Option<String>) -> Option<String> {
        text.filter(|_| self.texts)
    }
}

/// The fault of a change to what is not shown: whoever sends back what they saw would write
/// initials over a name.
#[must_use]
pub fn not_shown(pointer: &str) -> Fault {
    Fault::body(
        pointer,
        "not_shown",
        "This is kept from you by the confidentiality of the case, so you cannot change it. Leave the field out, or ask somebody who holds a role on the case.",
        "La confidentialité du dossier vous empêche de voir ce champ; vous ne pouvez donc pas le modifier. Retirez-le ou adressez-vous à une personne qui exerce un rôle dans le dossier.",
    )
}

/// The fault of writing what one may not read.
#[must_use]
pub fn not_privy(privilege: Privilege) -> Fault {
    let (code, needed) = (privilege.code(), privilege.permission().code());
    Fault::body(
        "/privilege",
        "not_privy",
        format!(
            "A note under the privilege {code} is for those who have the permission {needed}, which you do not. Leave the privilege out, or have somebody write it who does."
        ),
        format!(
            "Une note visée par le privilège {code} est réservée aux titulaires de la permission {needed}, que vous n'avez pas. Retirez le privilège ou confiez-en la rédaction à une personne qui l'a."
        ),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::access::classification::Classification;
    use crate::access::permissions::Role;
    use crate::ids::{OrganizationId, UserId};

    fn person(role: Role) -> Principal {
        Principal {
            id: UserId::generate(),
            organization_id: OrganizationId::generate(),
            role,
            clearance: Classification::ProtectedB,
            holds_elsewhere: false,
            has_large_caseload: false,
            groups: Vec::new(),
            portfolios: Vec::new(),
            emergency_cases: Vec::new(),
            scopes: None,
            may_give: None,
            known_to: None,
        }
    }

    #[test]
    fn what_is_shown_goes_by_role_order_and_ties() {
        use Confidentiality::{Anonymised, None, Sealed};
        // Role, order, held: names, identifiers, texts.
        for (role, order, held, shown) in [
            (Role::Viewer, None, false, (true, false, true)),
            (Role::Viewer, None, true, (true, false, true)),
            (Role::Viewer, Anonymised, false, (false, false, true)),
            (Role::Viewer, Anonymised, true, (true, false, true)),
            (Role::Viewer, Sealed, false, (false, false, false)),
            (Role::Analyst, None, false, (true, true, true)),
            (Role::Analyst, Anonymised, false, (false, false, true)),
            (Role::Analyst, Anonymised, true, (true, true, true)),
            (Role::Analyst, Sealed, false, (false, false, false)),
            (Role::Analyst, Sealed, true, (true, true, true)),
            (Role::LitigationManager, Anonymised, false, (true, true, true)),
            (Role::LitigationManager, Sealed, false, (true, true, true)),
        ] {
            let view = View::of(&person(role), order, held);
            assert_eq!((view.names, view.identifiers, view.texts), shown, "{role:?} {order:?} {held}");
        }
    }

    #[test]
    fn a_privilege_is_its_permission_s() {
        let reads = |role, privilege| {
            View::of(&person(role), Confidentiality::None, true).shows_note(Some(privilege))
        };
        assert!(!reads(Role::Viewer, Privilege::Litigation));
        assert!(
            reads(Role::Analyst, Privilege::SolicitorClient) && !reads(Role::Analyst, Privilege::Settlement)
        );
        assert!(
            reads(Role::Litigator, Privilege::Settlement)
                && !reads(Role::Litigator, Privilege::CabinetConfidence)
        );
        assert!(reads(Role::LitigationManager, Privilege::CabinetConfidence));
        // A key is confined to its scopes, whatever the role gives.
        let key = Principal { scopes: Some(vec![Permission::ReadCases]), ..person(Role::Administrator) };
        let view = View::of(&key, Confidentiality::Sealed, false);
        assert!(!view.names && !view.identifiers && !view.shows_note(None) && view.privileges.is_empty());
    }

    #[test]
    fn names_of_persons_are_initials_and_those_who_act_in_public_keep_theirs() {
        let view = View::of(&person(Role::Viewer), Confidentiality::Anonymised, false);
        for (is_person, capacity, shown) in [
            (true, "applicant", "J.D."),
            (true, "designated_representative", "J.D."),
            (true, "minister", "Jane Doe"),
            (true, "decision_maker", "Jane Doe"),
            (true, "counsel", "Jane Doe"),
            (false, "respondent", "Jane Doe"),
        ] {
            assert_eq!(view.name(is_person, capacity, "Jane Doe"), shown, "{capacity}");
        }
        assert_eq!(view.style("Doe v. Minister"), "D. v. Minister");
        let knowing = view.knowing(vec!["Jane Doe".to_owned()], Vec::new());
        assert_eq!(knowing.style("Doe v. Minister"), "J.D. v. Minister");
    }
}
