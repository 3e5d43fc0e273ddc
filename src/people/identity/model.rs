//! Organisations and users.

use crate::text::Text;
use serde::{Deserialize, Serialize};
use unicode_normalization::UnicodeNormalization as _;
use utoipa::ToSchema;

/// The function of an organisation in immigration litigation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum OrganizationKind {
    /// The department of immigration (IRCC).
    ImmigrationDepartment,
    /// The enforcement agency (CBSA).
    EnforcementAgency,
    /// The department of justice, which appears for the Attorney General.
    JusticeDepartment,
    /// A tribunal (IRB).
    Tribunal,
    /// Any other.
    Other,
}

impl OrganizationKind {
    /// All kinds.
    pub const ALL: [Self; 5] = [
        Self::ImmigrationDepartment,
        Self::EnforcementAgency,
        Self::JusticeDepartment,
        Self::Tribunal,
        Self::Other,
    ];

    /// The code, as stored and as written on the wire.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::ImmigrationDepartment => "immigration_department",
            Self::EnforcementAgency => "enforcement_agency",
            Self::JusticeDepartment => "justice_department",
            Self::Tribunal => "tribunal",
            Self::Other => "other",
        }
    }

    /// The name of the kind of organisation, in both languages.
    #[must_use]
    pub fn name(self) -> Text {
        match self {
            Self::ImmigrationDepartment => Text::new("Immigration department", "Ministère de l'Immigration"),
            Self::EnforcementAgency => Text::new("Enforcement agency", "Organisme d'exécution de la loi"),
            Self::JusticeDepartment => Text::new("Justice department", "Ministère de la Justice"),
            Self::Tribunal => Text::new("Tribunal", "Tribunal administratif"),
            Self::Other => Text::new("Other organisation", "Autre organisme"),
        }
    }
}

impl std::str::FromStr for OrganizationKind {
    type Err = ();

    fn from_str(code: &str) -> Result<Self, ()> {
        Self::ALL.into_iter().find(|kind| kind.code() == code).ok_or(())
    }
}

/// The kind of user.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UserKind {
    /// A person, who signs in with a password or through an identity provider.
    Person,
    /// A service account, which signs in with keys.
    Service,
}

impl UserKind {
    /// The code, as stored.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Person => "person",
            Self::Service => "service",
        }
    }
}

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
