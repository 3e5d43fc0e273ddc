//! How far the change feed and the webhooks are behind, and what fails: for operators.

pub mod api;
pub mod routes;
pub mod service;
