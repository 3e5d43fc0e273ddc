//! The organisations that take part, on the wire.

pub mod api;
pub mod routes;
