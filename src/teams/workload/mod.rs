//! The workload of people, groups and roles, and the people who could take more.
//!
//! The cases and deadlines that the caller may see are counted: open cases on which an assignment
//! is held now, directly, and open deadlines by who is responsible for them. Cases weigh by their
//! proceeding ([`weights`]). A portfolio counts through the deadlines that it brings. A suggestion
//! ([`suggestion`]) says of each candidate why, and of each who is left out why not. Both cost a
//! constant number of statements.

pub mod api;
pub mod routes;
pub mod service;
pub mod store;
pub mod suggestion;
pub mod weights;
