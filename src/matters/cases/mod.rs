//! The matter: one proceeding before one court, with its numbers, its decision under review, and
//! its links.
//!
//! A case moves only by its docket (`docket`). Every write to a case or to a part of it takes the
//! case's row first ([`service::lock`]): that settles whether the caller may, keeps two writers of
//! one case apart, and gives the case a new version, so that a case's `ETag` covers all its parts.

pub mod court_file_store;
pub mod dialect;
pub mod model;
pub mod party;
pub mod service;
pub mod store;
pub mod views;

pub use store::{CaseRow, DisposalRow};
