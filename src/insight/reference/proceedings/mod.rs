//! The proceedings and their rules, on the wire.

pub mod api;
pub mod hearing_api;
pub mod routes;
pub mod rule_api;
