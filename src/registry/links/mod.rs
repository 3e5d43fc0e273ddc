//! The links of a case ([`crate::matters::links`]) as they are made and removed: by some of them
//! two cases are in one file of the court.

pub mod routes;
pub mod service;
