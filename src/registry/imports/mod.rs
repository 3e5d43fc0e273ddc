//! Imports: files that bring cases in and keep them in step with another system.
//!
//! A file is announced (`POST /v1/imports`), sent (`PUT /v1/imports/{id}/file`), taken apart into
//! its lines, and then worked off in the background, some lines to a transaction: what a line
//! became is written with what it wrote, so that whoever goes on after a crash doubles nothing. A
//! line is one case, known by its external ids: the first time it is opened, later it is brought to
//! what the line says. The same file twice changes nothing.

mod announced;
pub mod api;
pub mod entering;
pub mod line;
pub mod model;
pub mod reading;
pub mod routes;
pub mod service;
pub mod store;
pub mod syncing;
pub mod worker;
