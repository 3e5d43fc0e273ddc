//! Organisations and users.

use crate::coded::coded;
use crate::db::stored;
use unicode_normalization::UnicodeNormalization as _;

coded! {
    /// What an organisation does in immigration litigation.
    pub enum OrganizationKind {
        /// The department of immigration (IRCC).
        ImmigrationDepartment = "immigration_department", "Immigration department", "Ministère de l'Immigration";
        /// The enforcement agency (CBSA).
        EnforcementAgency = "enforcement_agency", "Enforcement agency", "Organisme d'exécution de la loi";
        /// The department of justice, which appears for the Attorney General.
        JusticeDepartment = "justice_department", "Justice department", "Ministère de la Justice";
        /// A tribunal (IRB).
        Tribunal = "tribunal", "Tribunal", "Tribunal administratif";
        /// Any other.
        Other = "other", "Other organisation", "Autre organisme";
    }
}
stored!(OrganizationKind);

coded! {
    /// What a user is.
    pub enum UserKind {
        /// A person, who signs in with a password or through an identity provider.
        Person = "person";
        /// A service account, which signs in with keys.
        Service = "service";
    }
}
stored!(UserKind);

/// The name that a person signs in with, in the one form in which names are stored and compared:
/// without blanks around it, its characters composed (NFKC), in lower case. However it is typed, it
/// is one name, one account and one count of failures.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Username(String);

impl Username {
    /// The name that was typed, or sent.
    #[must_use]
    pub fn typed(text: &str) -> Self {
        let composed: String = text.nfkc().collect();
        Self(composed.trim().to_lowercase().nfkc().collect())
    }

    /// The code, as stored.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl From<Username> for String {
    fn from(name: Username) -> Self {
        name.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_one_however_it_is_typed() {
        for typed in ["élise.roy", " ÉLISE.Roy\u{a0}", "e\u{301}lise.roy", "\u{ff45}\u{301}lise.roy"] {
            assert_eq!(Username::typed(typed).as_str(), "élise.roy", "{typed}");
        }
        for name in ["a.nguyen", "İstanbul", "ΑΣ", "ẞ"] {
            let once = Username::typed(name);
            assert_eq!(Username::typed(once.as_str()), once, "folded twice it is the same");
        }
        assert_ne!(Username::typed("a.nguyen"), Username::typed("b.nguyen"));
    }
}
