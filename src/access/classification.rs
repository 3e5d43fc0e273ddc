//! The sensitivity of cases, and the level up to which people are cleared.

use crate::coded::coded;

coded! {
    /// The levels of the Government of Canada for information whose disclosure would injure an
    /// interest other than the national one. Levels above are not for this store.
    #[derive(PartialOrd, Ord)]
    pub enum Classification {
        /// Unclassified / Non classifié.
        Unclassified = "unclassified", "Unclassified", "Non classifié";
        /// Protected A / Protégé A.
        ProtectedA = "protected_a", "Protected A", "Protégé A";
        /// Protected B / Protégé B.
        ProtectedB = "protected_b", "Protected B", "Protégé B";
        /// Protected C / Protégé C.
        ProtectedC = "protected_c", "Protected C", "Protégé C";
    }
}

impl Classification {
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
}
