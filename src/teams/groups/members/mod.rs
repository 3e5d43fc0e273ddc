//! The members of a group: who belongs to it, in which capacity, from when until when.
//!
//! A user belongs to a group once at a time; one user chairs it, and one is its secretary. A
//! membership is ended by giving it an end, and never deleted: who sat in a group when it decided
//! must be possible to show years later.

pub mod api;
pub mod store;
