//! Adopting a version of the responsibility matrix by a decision of a group.

pub mod routes;
pub mod service;
