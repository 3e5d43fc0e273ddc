//! The orders of a court that keep a case from the public.

use crate::coded::coded;
use crate::db::stored;

coded! {
    /// An order about what the public may learn of a case; the stricter is the greater.
    #[derive(PartialOrd, Ord)]
    pub enum Confidentiality {
        /// There is no order.
        None = "none", "No confidentiality order", "Aucune ordonnance de confidentialité";
        /// The names of persons are replaced by initials (FCCIRPR 8.1).
        Anonymised = "anonymised", "Anonymised", "Anonymisé";
        /// What is in the file is confidential, names included (FCR 151).
        Sealed = "sealed", "Sealed", "Sous scellés";
    }
}
// An order that is not known counts as the strictest, never as none.
stored!(Confidentiality, unknown as Sealed);
