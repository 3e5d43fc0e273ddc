//! Gaps: responsibilities that bind on an open case and are held by nobody, or by somebody who is
//! not there, or not for long; and dates that the law makes an order set, and that none on the
//! docket sets.
//!
//! A date that was not ordered stands here and not among deadlines: there is none, and so nothing
//! that falls due, is shown in a calendar or reminds anybody. What is missing is that somebody asks
//! for it, and this is where a manager looks for what nobody does. It is a gap of the
//! responsibility to which the date belongs, held or not.
//!
//! Which cases have one is found from masks of the roles that are held, a window of cases at a
//! time; what it is then comes from the same resolution that every other answer goes by.

pub mod api;
pub mod dialect;
pub mod model;
pub mod routes;
pub mod service;
pub mod store;
