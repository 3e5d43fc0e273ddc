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

/// A court file number as stored: upper case, no spaces, so that one number has one spelling. A
/// number of an unknown form is stored all the same.
#[must_use]
pub fn normalised_file_number(written: &str) -> String {
    written.split_whitespace().collect::<String>().to_uppercase().replace(['–', '—', '‑'], "-")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_file_number_has_one_spelling() {
        for written in
            ["imm-1234-26", " IMM-1234-26 ", "IMM 1234-26".replace(' ', "-").as_str(), "imm–1234–26"]
        {
            assert_eq!(normalised_file_number(written), "IMM-1234-26");
        }
    }
}
