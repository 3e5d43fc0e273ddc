//! Organisations and users.

use crate::text::Text;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// What an organisation does in immigration litigation.
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

    /// As it is kept and written on the wire.
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

    /// What it is called.
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

/// What a user is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UserKind {
    /// A person, who signs in with a password or through an identity provider.
    Person,
    /// A service account, which signs in with keys.
    Service,
}

impl UserKind {
    /// As it is kept.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Person => "person",
            Self::Service => "service",
        }
    }
}
