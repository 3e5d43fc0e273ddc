//! The documents of a case: what is said of each, and the versions of its file.
//!
//! Whoever may see a case is shown its documents but for those that are classified above their
//! clearance or under a privilege that they do not share, and, in a sealed case, all of them where
//! they hold no role on it: for them such a document is not there
//! ([`crate::access::fields::View::shows_note`] is the same rule). What a document is a translation
//! or a redacted version of is named to whom that other is shown.
//!
//! A file is never overwritten: each is a version with its number, its SHA-256 and who sent it, and
//! whoever sends one says which they have seen. Whoever has a document out keeps others from
//! sending one. The files themselves are [`crate::contents`]. A document goes when its case is
//! disposed of, and its files with it; a hold on the case holds both.

pub mod api;
mod compound;
pub mod files;
pub mod media;
pub mod model;
mod packed;
pub mod routes;
pub mod service;
pub mod store;
pub mod wording;
