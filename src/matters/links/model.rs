//! What a link says.

use crate::text::Text;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// What the case from which a link leads is to the case to which it leads.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum LinkKind {
    /// They have something in common.
    Related,
    /// It is held until the other one, the lead case, is decided.
    LeadCase,
    /// It is a motion for a stay in the other one.
    StayOf,
    /// It is an appeal of the judgment in the other one.
    AppealOf,
    /// It is the new determination that the judgment in the other one ordered.
    RedeterminationOf,
    /// It goes on where the other one ended.
    Predecessor,
}

impl LinkKind {
    /// All of them.
    pub const ALL: [Self; 6] = [
        Self::Related,
        Self::LeadCase,
        Self::StayOf,
        Self::AppealOf,
        Self::RedeterminationOf,
        Self::Predecessor,
    ];

    /// As it is kept and written on the wire.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Related => "related",
            Self::LeadCase => "lead_case",
            Self::StayOf => "stay_of",
            Self::AppealOf => "appeal_of",
            Self::RedeterminationOf => "redetermination_of",
            Self::Predecessor => "predecessor",
        }
    }

    /// What it is called.
    #[must_use]
    pub fn name(self) -> Text {
        match self {
            Self::Related => Text::new("Related case", "Dossier connexe"),
            Self::LeadCase => Text::new("Lead case", "Cause type"),
            Self::StayOf => Text::new("Stay motion in", "Requête en sursis dans"),
            Self::AppealOf => Text::new("Appeal of", "Appel de"),
            Self::RedeterminationOf => Text::new("Redetermination after", "Nouvel examen à la suite de"),
            Self::Predecessor => Text::new("Predecessor", "Dossier antérieur"),
        }
    }
}

/// Which way a link leads, seen from the case on which it is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Direction {
    /// It leads here from the other case.
    From,
    /// It leads to the other case.
    To,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_what_the_wire_says() {
        for kind in LinkKind::ALL {
            assert_eq!(serde_json::to_value(kind).unwrap(), kind.code());
            assert!(kind.name().is_complete());
        }
    }
}
