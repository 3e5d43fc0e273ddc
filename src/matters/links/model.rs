//! The kinds and directions of links.

use crate::coded::coded;
use crate::db::stored;
use serde::Serialize;
use utoipa::ToSchema;

coded! {
    /// What the case from which a link leads is to the case to which it leads.
    pub enum LinkKind {
        /// They have something in common.
        Related = "related", "Related case", "Dossier connexe";
        /// It is held until the other one, the lead case, is decided.
        LeadCase = "lead_case", "Lead case", "Cause type";
        /// It is a motion in the file of the other one.
        MotionIn = "motion_in", "Motion in", "Requête dans";
        /// It is a motion for a stay in the other one.
        StayOf = "stay_of", "Stay motion in", "Requête en sursis dans";
        /// It is an appeal of the judgment in the other one.
        AppealOf = "appeal_of", "Appeal of", "Appel de";
        /// It is the new determination that the judgment in the other one ordered.
        RedeterminationOf = "redetermination_of", "Redetermination after", "Nouvel examen à la suite de";
        /// It goes on where the other one ended.
        Predecessor = "predecessor", "Predecessor", "Dossier antérieur";
    }
}
stored!(LinkKind);

impl LinkKind {
    /// The kinds by which a case is in the court file of the other.
    pub const OF_ONE_FILE: [Self; 2] = [Self::MotionIn, Self::StayOf];
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
