//! The agenda: what is due or heard, by day, across deadlines, hearings and action items.

pub mod api;
pub mod routes;
