//! Assignments: a person or a group holds a role on a case or on a portfolio, from an instant until
//! another.
//!
//! # Promises
//! - Only a user who is active, cleared for the case, of an organisation that can hold the role,
//!   and behind no wall is assigned; a group is assigned if its organisation can hold the role.
//! - A role that one holds at a time is held by one at any instant: by a constraint of the
//!   database.
//! - What is offered holds nothing until it is accepted, by whoever it was offered to.
//! - A delegation lies within what is delegated, ends with it, and gives the role back by itself.
//! - An assignment is ended, never deleted, and each of its versions is stored with the time for
//!   which it was what was known.
//! - A hand-over goes whole or not at all.

pub mod acts;
pub mod api;
pub mod checks;
pub mod delegation;
pub mod handover;
pub mod handover_api;
pub mod history;
pub mod listing_store;
pub mod model;
pub mod reach;
pub mod routes;
pub mod service;
pub mod store;
pub mod waivers;
