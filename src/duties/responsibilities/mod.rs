//! The answer to who answers for what: roles on a case, the matrix of responsibilities, and who
//! holds the roles, at any time.
//!
//! The matrix is data. One is built in (`catalog/matrix.toml`); an organisation may add roles and
//! responsibilities ([`catalogue`]), adopt versions of its own ([`matrices`]) and print them
//! ([`report`](crate::insight::report)). Each gives every responsibility one role that is
//! accountable (A) and at least one that is responsible (R); others are consulted (C) and informed
//! (I). An assignment ([`assignments`](crate::teams::assignments)) gives a person or a group a role
//! on a case or on a portfolio, from an instant until another.
//!
//! The resolution ([`resolution`], pure; [`holdings_store`] reads what it needs) says from both,
//! and from delegations, groups and walls, who holds what on a case at an instant:
//! [`service::of_time`] for one case at any time, [`service::held`] for many now. Open deadlines,
//! reminders, escalation, gaps ([`gaps`](crate::teams::gaps)) and workload
//! ([`workload`](crate::teams::workload)) go by it and by nothing else; what time alone changes is
//! written by [`scheduled_changes`](crate::duties::deadlines::scheduled_changes).
//!
//! # Promises
//! - Every assignment has a beginning; it is ended, never deleted: "who was accountable on 3 March"
//!   stays answerable, and no later act changes the answer. What is recorded late, with an earlier
//!   beginning, says when it was recorded, and `known_at` tells what was known before.
//! - An adopted version of the matrix never changes.
//! - A role that one holds at a time is held by one, by a constraint of the database.
//! - What a case's open deadlines say of who holds them follows every change
//!   ([`crate::duties::deadlines::holders_store`]).

pub mod api;
pub mod catalogue;
pub mod holdings_store;
pub mod matrices;
pub mod matrix;
pub mod model;
pub mod resolution;
pub mod routes;
pub mod service;
