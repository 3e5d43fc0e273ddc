//! The law, pure: calendars, proceedings, the engine that computes dates, and the state machine of
//! a docket.
//!
//! # Invariants
//! Nothing here knows SQL, HTTP, the time of day or a setting.

pub mod calendars;
pub mod docket;
pub mod engine;
pub mod instruments;
pub mod proceedings;
