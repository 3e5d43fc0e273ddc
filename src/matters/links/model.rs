//! The kinds and directions of links.

use crate::text::Text;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// The relation of the case from which a link leads to the case to which it leads.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum LinkKind {
    /// The cases have something in common.
    Related,
    /// The case is held until the other one, the lead case, is decided.
    LeadCase,
    /// The case is a motion for a stay in the other one.
    StayOf,
    /// The case is an appeal of the judgment in the other one.
    AppealOf,
    /// The case is the new determination that the judgment in the other one ordered.
    RedeterminationOf,
    /// The case goes on where the other one ended.
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

    /// The code, as stored and as written on the wire.
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

    /// The name of the kind of link, in both languages.
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

/// The direction in which a link leads, seen from the case on which it is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Direction {
    /// The link leads here from the other case.
    From,
    /// The link leads to the other case.
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
