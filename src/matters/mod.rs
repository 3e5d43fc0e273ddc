//! What a litigation file holds: cases, their links, dockets and notes, and how long they are kept.

pub mod cases;
pub mod docket;
pub mod hearings;
pub mod links;
pub mod notes;
pub mod retention;
