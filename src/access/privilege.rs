//! The privileges that keep what is written in a case from disclosure, and who may read it all the
//! same.

use super::permissions::Permission;
use crate::coded::coded;
use crate::db::stored;

coded! {
    /// A privilege that an item of a case is under.
    pub enum Privilege {
        /// Between client and counsel, for legal advice.
        SolicitorClient = "solicitor_client", "Solicitor-client privilege", "Secret professionnel de l'avocat";
        /// Made for litigation that is under way or in prospect.
        Litigation = "litigation", "Litigation privilege", "Privilège relatif au litige";
        /// Said to settle.
        Settlement = "settlement", "Settlement privilege", "Privilège relatif aux règlements";
        /// A confidence of the King's Privy Council (Canada Evidence Act, s. 39).
        CabinetConfidence = "cabinet_confidence", "Cabinet confidence", "Renseignement confidentiel du Cabinet";
    }
}
// A privilege that is not known counts as the one that the fewest may read.
stored!(Privilege, unknown as CabinetConfidence);

impl Privilege {
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
