//! The journal: every write appends one entry, in its own transaction; reads of what is sensitive,
//! and refusals, append theirs beside it ([`recorder`]). Append-only, and chained by hash per
//! subject.
//!
//! The subject is what a reader would ask about: a case with all its parts, a user, an
//! organisation. Each entry's hash covers the entry and the hash before it; the head of each chain
//! (its length and last hash) is stored apart, so that an entry which was changed, removed, moved
//! or added is found, and a chain that was cut short or removed whole is, too.

pub mod actions;
pub mod checkpoints;
pub mod dialect;
pub mod findings;
pub mod model;
pub mod recorder;
pub mod service;
pub mod shapes;
pub mod store;
pub mod times;
pub mod verify;
pub mod witness;

pub use model::{Action, EntryKind, Subject};
pub use service::{Author, append, append_as, append_security};
