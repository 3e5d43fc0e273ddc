//! Liaison officers: who is sent where, by whom, for which tasks, and how far that has come.
//!
//! An officer is planned, notified, deployed and ended, one step after the other; each step has its
//! day. Officers exist for the people of the organisation that keeps them. The contact of one is
//! restricted: it is shown by a permission of its own, and never written into the journal.

pub mod api;
pub mod model;
pub mod routes;
pub mod service;
pub mod store;
