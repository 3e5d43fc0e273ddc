//! Versions of an organisation's matrix, and when each of them binds.
//!
//! # Promises
//! - A version is drafted, adopted once, and superseded by the next one. Only a draft can be
//!   changed or removed.
//! - What was adopted is whole: for each responsibility one role is accountable, at least one is
//!   responsible, and every role and responsibility is known. Its content is stored with the names
//!   of the day and never changes again.
//! - Adopted versions follow each other without a gap and without an overlap: at every instant from
//!   the first on, one binds. Before that the built-in matrix does; it is version 0 of every
//!   organisation.
//! - Which version bound at an instant can be asked as it was known at another
//!   ([`service::in_force`]).

pub mod api;
pub mod check;
pub mod diff;
pub mod entries;
pub mod model;
pub mod routes;
pub mod service;
pub mod store;
