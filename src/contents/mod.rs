//! The contents of documents: files on the disk of the service, each kept under the SHA-256 of what
//! is in it, outside of the database.
//!
//! # Promises
//!
//! - A file is never held whole: it is written as it arrives, and read piece by piece.
//! - What a row names is on the disk. A file is synced, moved to its place, and its folder synced,
//!   before the row that names it is committed.
//! - Putting a file in its place and erasing it each happen in a turn of their own
//!   ([`crate::db::WriteTurn::Alone`]), so that no row is written for a file that is erased at the
//!   same moment. What is cut off between the two leaves a file that no row names, which
//!   [`sweeping`] finds.
//! - A file that several documents share is erased with the last of them.

pub mod erasures;
pub mod erasures_store;
mod store;
pub mod sweeping;

pub use store::{Contents, IncomingContent, SealedContent};
