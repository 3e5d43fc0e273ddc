//! The kinds of documents.

use crate::coded::coded;
use crate::db::stored;

coded! {
    /// What a document is.
    pub enum DocumentKind {
        /// What a party files to state its case.
        Pleading = "pleading", "Pleading", "Acte de procédure";
        /// A sworn or affirmed statement.
        Affidavit = "affidavit", "Affidavit", "Affidavit";
        /// What goes with an affidavit, or is put to a witness.
        Exhibit = "exhibit", "Exhibit", "Pièce";
        /// An order or a judgment.
        Order = "order", "Order or judgment", "Ordonnance ou jugement";
        /// The reasons of a decision.
        Reasons = "reasons", "Reasons", "Motifs";
        /// A letter or a message.
        Correspondence = "correspondence", "Correspondence", "Correspondance";
        /// A memorandum.
        Memo = "memo", "Memorandum", "Mémoire ou note";
    }
}
stored!(DocumentKind);
