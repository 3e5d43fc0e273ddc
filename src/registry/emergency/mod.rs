//! Emergency access ("breaking the glass"): a case that a wall closes, or that no assignment opens,
//! opened by somebody who may, for a reason, until the end of the day.
//!
//! It reaches no further than the cases of the person's own organisation, and never above their
//! clearance. Whoever answers for the case is told, and the journal has it. An access is never
//! changed or deleted: it ends with the day at the registry.

pub mod api;
pub mod routes;
pub mod service;
pub mod store;
