//! The status of a version of the matrix, and its title. Pure.

use crate::coded::coded;
use crate::db::stored;
use crate::ids::MatrixId;
use crate::text::Text;

coded! {
    /// Where a version stands.
    pub enum MatrixStatus {
        /// It is being worked on and binds nobody.
        Draft = "draft", "Draft", "Projet";
        /// It is the last that was adopted.
        Adopted = "adopted", "Adopted", "Adoptée";
        /// Another one was adopted after it.
        Superseded = "superseded", "Superseded", "Remplacée";
    }
}
stored!(MatrixStatus);

/// The title of the built-in matrix.
#[must_use]
pub fn builtin_title() -> Text {
    Text::new("Roles and responsibilities, as built in", "Rôles et responsabilités, tels que fournis")
}

/// The id under which the built-in matrix is known.
#[must_use]
pub fn builtin_id() -> MatrixId {
    MatrixId::from(uuid::Uuid::from_u128(0x0000_0000_0000_7000_8000_0000_0000_0001))
}
