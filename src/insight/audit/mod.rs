//! The journal as it is read: by case, across cases, and each entry as its reader may see it.

pub mod across;
pub mod api;
pub mod checkpoints;
pub mod reading;
pub mod routes;
