//! The parts of a case beside its docket.

use crate::coded::coded;
use crate::db::stored;
use crate::law::docket::model::DecisionLocation;
use crate::law::proceedings::Side;

stored!(DecisionLocation);
stored!(Side);

coded! {
    /// Whether a case still has work in it.
    pub enum CaseStatus {
        /// There is work to do.
        Open = "open", "Open", "Ouvert";
        /// It is over.
        Closed = "closed", "Closed", "Fermé";
    }
}

coded! {
    /// Where a case stands, as stored: what is left of one that was disposed of has a status of its
    /// own, which nobody is shown, or lists.
    pub enum StoredStatus {
        /// There is work to do.
        Open = "open";
        /// It is over.
        Closed = "closed";
        /// It was disposed of.
        Disposed = "disposed";
    }
}
stored!(StoredStatus);

impl From<CaseStatus> for StoredStatus {
    fn from(status: CaseStatus) -> Self {
        match status {
            CaseStatus::Open => Self::Open,
            CaseStatus::Closed => Self::Closed,
        }
    }
}
