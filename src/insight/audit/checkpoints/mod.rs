//! Checkpoints of the journal as they are read, proved and made.

pub mod api;
pub mod of_case;
pub mod proof;
pub mod routes;
pub mod runner;
pub mod service;
