//! Walls: who may not know of a case, from when until when, and why.
//!
//! A wall outweighs every role and every assignment: while it stands the case does not exist for
//! the person ([`crate::access::visibility`]), nor do the others that share its court file: the
//! main case and the motions in it. It is ended by giving it an end, and never deleted:
//! that somebody was kept from a case, and when, must be possible to show years later.

pub mod api;
pub mod routes;
pub mod service;
pub mod store;
