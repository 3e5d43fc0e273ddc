//! Recording, correcting and striking what happened in a case, with all that follows from it.

pub mod api;
pub mod routes;
pub mod service;
pub mod strike;
