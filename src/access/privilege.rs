//! The privileges that keep what is written in a case from disclosure, and who may read it all the same.

use super::permissions::Permission;
use crate::text::Text;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A privilege that an item of a case is under.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Privilege {
    /// Communication between client and counsel, for legal advice.
    SolicitorClient,
    /// What was made for litigation that is under way or in prospect.
    Litigation,
    /// What was said to reach a settlement.
    Settlement,
    /// A confidence of the King's Privy Council (Canada Evidence Act, s. 39).
    CabinetConfidence,
}

impl Privilege {
    /// All of them.
    pub const ALL: [Self; 4] =
        [Self::SolicitorClient, Self::Litigation, Self::Settlement, Self::CabinetConfidence];

    /// The code, as stored and as written on the wire.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::SolicitorClient => "solicitor_client",
            Self::Litigation => "litigation",
            Self::Settlement => "settlement",
            Self::CabinetConfidence => "cabinet_confidence",
        }
    }

    /// The privilege of a stored code; one that is not known counts as the one that the fewest may
    /// read.
    #[must_use]
    pub fn of_code(code: &str) -> Self {
        Self::ALL.into_iter().find(|known| known.code() == code).unwrap_or(Self::CabinetConfidence)
    }

    /// The name of the privilege, in both languages.
    #[must_use]
    pub fn name(self) -> Text {
        match self {
            Self::SolicitorClient => {
                Text::new("Solicitor-client privilege", "Secret professionnel de l'avocat")
            }
            Self::Litigation => Text::new("Litigation privilege", "Privilège relatif au litige"),
            Self::Settlement => Text::new("Settlement privilege", "Privilège relatif aux règlements"),
            Self::CabinetConfidence => {
                Text::new("Cabinet confidence", "Renseignement confidentiel du Cabinet")
            }
        }
    }

    /// The permission that reading takes.
    #[must_use]
    pub const fn permission(self) -> Permission {
        match self {
            Self::SolicitorClient => Permission::ReadSolicitorClient,
            Self::Litigation => Permission::ReadLitigationPrivilege,
            Self::Settlement => Permission::ReadSettlementPrivilege,
            Self::CabinetConfidence => Permission::ReadCabinetConfidences,
        }
    }
}
