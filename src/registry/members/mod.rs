//! Joining a group and leaving it: whoever joins takes part in what the group holds.

pub mod routes;
pub mod service;
