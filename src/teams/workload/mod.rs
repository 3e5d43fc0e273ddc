//! How much work people, groups and roles have, and who could take more.
//!
//! Counted are the cases and deadlines that the caller may see: open cases on which an assignment is held now, directly, and
//! open deadlines by who is responsible for them. Cases weigh by their proceeding ([`weights`]). A portfolio counts through the
//! deadlines that it brings. A suggestion ([`suggestion`]) says of each candidate why, and of each who is left out why not. Both
//! cost a constant number of statements.

pub mod api;
pub mod routes;
pub mod service;
pub mod store;
pub mod suggestion;
pub mod weights;
