//! Service accounts: programs that call the service in their own name, with keys that are confined
//! and expire.
//!
//! A service account is a user of the kind `service`. It has a role and a clearance as a person
//! has, no password, and is no person to whom work could be assigned: `/v1/users` knows nothing of
//! it.

pub mod api;
pub mod routes;
pub mod service;
pub mod store;
