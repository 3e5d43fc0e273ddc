//! The roles and responsibilities that an organisation can use: those that are built in, and those
//! that it added.
//!
//! What is built in is never changed. An organisation's additions are its own: others do not see
//! them. They bind nobody until a version of the matrix gives them a share ([`super::matrices`]).

pub mod api;
pub mod model;
pub mod routes;
pub mod service;
pub mod store;
