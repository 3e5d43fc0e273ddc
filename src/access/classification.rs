//! The sensitivity of cases, and the level up to which people are cleared.

use crate::text::Text;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// The levels of the Government of Canada for information whose disclosure would injure an interest other than the
/// national one. Levels above are not for this store.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Classification {
    /// Unclassified / Non classifié.
    Unclassified,
    /// Protected A / Protégé A.
    ProtectedA,
    /// Protected B / Protégé B.
    ProtectedB,
    /// Protected C / Protégé C.
    ProtectedC,
}

impl Classification {
    /// All levels, lowest first.
    pub const ALL: [Self; 4] = [Self::Unclassified, Self::ProtectedA, Self::ProtectedB, Self::ProtectedC];

    /// The level as stored, so that a comparison is one of numbers.
    #[must_use]
    pub const fn rank(self) -> i16 {
        match self {
            Self::Unclassified => 0,
            Self::ProtectedA => 1,
            Self::ProtectedB => 2,
            Self::ProtectedC => 3,
        }
    }

    /// The level of a stored number; one that is not known counts as the highest, never as the
    /// lowest.
    #[must_use]
    pub const fn of_rank(rank: i16) -> Self {
        match rank {
            0 => Self::Unclassified,
            1 => Self::ProtectedA,
            2 => Self::ProtectedB,
            _ => Self::ProtectedC,
        }
    }

    /// Its code on the wire.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Unclassified => "unclassified",
            Self::ProtectedA => "protected_a",
            Self::ProtectedB => "protected_b",
            Self::ProtectedC => "protected_c",
        }
    }

    /// The name of the level, in both languages.
    #[must_use]
    pub fn name(self) -> Text {
        match self {
            Self::Unclassified => Text::new("Unclassified", "Non classifié"),
            Self::ProtectedA => Text::new("Protected A", "Protégé A"),
            Self::ProtectedB => Text::new("Protected B", "Protégé B"),
            Self::ProtectedC => Text::new("Protected C", "Protégé C"),
        }
    }
}
