//! The agenda: what is due, by day, across deadlines and action items.

pub mod api;
pub mod routes;
