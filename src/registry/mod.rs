//! The acts of a court registry: each is one transaction that touches more than one feature.
//!
//! # Invariants
//! Nothing below names this wing: what a feature does alone stays in its own folder.

pub mod adoption;
pub mod amendments;
pub mod cases;
pub mod court_files;
pub mod docket;
pub mod emergency;
pub mod exports;
pub mod imports;
pub mod links;
pub mod members;
pub mod offices;
pub mod parties;
