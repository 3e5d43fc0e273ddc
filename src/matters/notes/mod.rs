//! Notes on a case: what its people tell each other beside the docket.
//!
//! Whoever may see the case may read its notes, but for those under a privilege that the reader
//! does not share, and those of a sealed case for whoever holds no role on it
//! ([`crate::access::fields`]): for them such a note is not there. A note belongs to its author:
//! nobody else changes or removes it. What it said before stays in the journal of the case.

pub mod api;
pub mod routes;
pub mod service;
pub mod store;
