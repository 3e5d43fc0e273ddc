//! Gaps: responsibilities that bind on an open case and are held by nobody, or by somebody who is
//! not there, or not for long.
//!
//! Which cases have one is found from masks of the roles that are held, a window of cases at a
//! time; what it is then comes from the same resolution that every other answer goes by.

pub mod api;
pub mod dialect;
pub mod model;
pub mod routes;
pub mod service;
pub mod store;
