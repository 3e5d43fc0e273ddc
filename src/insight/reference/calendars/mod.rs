//! The calendars and their days, on the wire.

pub mod api;
pub mod routes;
