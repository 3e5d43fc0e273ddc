//! What a litigation file holds: cases, their links, dockets, documents and notes, and how
//! long they are kept.

pub mod cases;
pub mod docket;
pub mod documents;
pub mod hearings;
pub mod links;
pub mod notes;
pub mod retention;
