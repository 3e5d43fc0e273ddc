//! The hearings of cases: on which day, at what hour and where, as far as the docket says.
//!
//! The docket sets them ([`crate::law::docket::hearings`]). What is kept here follows from it, like
//! a case's deadlines: it is written in the transaction of the event that sets, moves or ends one,
//! and of the correction, the striking or the closing that has the same effect. So a calendar of
//! many cases is one index, and nobody enters a hearing beside the docket.
//!
//! # Promises
//! - Whoever may see a case sees its hearings; walls keep both.
//! - A hearing that is moved stays the same one, whichever event moved it.
//! - In a sealed case the texts that people write of a hearing are shown to whom its notes are.

pub mod api;
pub mod model;
pub mod routes;
pub mod service;
pub mod store;

pub use store::{HearingFile, HearingFilter, HearingHolders, HearingRow};
