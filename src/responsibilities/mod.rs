//! Who answers for what: roles on a case, the matrix of responsibilities, and the people who hold the roles.
//!
//! The matrix is data (`catalog/matrix.toml`): for each responsibility one role is accountable (A), at least one is
//! responsible (R), others are consulted (C) and informed (I). An assignment gives a user a role on a case from an
//! instant until another: whoever holds the role then, holds its responsibilities then.
//!
//! # Promises
//! - Every assignment has a beginning; one user holds one role on one case once at a time.
//! - Only a user who is active, cleared for the case, of an organisation that can hold the role, and behind no wall is
//!   assigned.
//! - An assignment is ended, never deleted: "who was accountable on 3 March" stays answerable.
//! - What a case's open deadlines say of who holds them follows every change ([`crate::deadlines::service`]).

pub mod api;
pub mod assignments;
pub mod catalogue;
pub mod gaps;
pub mod matrices;
pub mod matrix;
pub mod model;
pub mod reading;
pub mod report;
pub mod resolution;
pub mod routes;
pub mod service;
pub mod turns;
pub mod workload;
