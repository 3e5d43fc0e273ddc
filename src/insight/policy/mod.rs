//! The policy as people read it: the table of who may see and do what, and why it says what it says
//! in one case.
//!
//! The service goes by [`crate::access`]; this shows it, and decides nothing.

pub mod api;
pub mod routes;
pub mod service;
pub mod store;
