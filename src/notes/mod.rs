//! Notes on a case: what its people tell each other beside the docket.
//!
//! Whoever may see the case may read its notes. A note is its author's: nobody else changes or removes it. What it said
//! before stays in the journal of the case.

pub mod api;
pub mod routes;
pub mod service;
pub mod store;
