//! The docket: what happened, in the order in which it was recorded. It alone moves a case.
//!
//! The state of a case is a pure function of its docket ([`replay`](crate::law::docket::replay)):
//! the stage, and which time limits run, were met or became moot. Recording an event, correcting or
//! striking one replays the docket and writes the difference between what follows from it and what
//! is kept. So a correction is not a special case, a dry run is the act itself rolled back, and a
//! case can be rebuilt from its events. What was struck stays on the docket and is not replayed.

pub mod about;
pub mod admission;
pub mod api;
pub mod events;
pub mod fact_timing;
pub mod model;
pub mod next_api;
pub mod service;
pub mod store;
pub mod validate;

pub use store::EventRow;
