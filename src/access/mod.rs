//! The rules of who may see and do what, in one place.
//!
//! The [`policy`] is a table that a lawyer can read: what has to hold for an act, which permissions
//! a role gives, which cases it reaches. An act is allowed where the role of the caller gives the
//! permission ([`permissions`]) and the case is one that the caller may see ([`visibility`]):
//! within the scope of the role, within the caller's clearance, and behind no wall. The same
//! condition is asked of lists in SQL and of single cases; [`crate::insight::policy`] tells which
//! line of it decided. What an act gives, to others or to its author, is asked of [`grants`]:
//! nobody gives what they lack, or widens their own reach. What may not be seen does not exist for
//! the caller: 404 comes before 403, everywhere.

pub mod beyond;
pub mod classification;
pub mod confidentiality;
pub mod context;
pub mod declassification;
pub mod dialect;
pub mod fields;
pub mod grants;
pub mod holding;
pub mod initials;
pub mod permissions;
pub mod policy;
pub mod portfolio;
pub mod privilege;
pub mod redaction;
pub mod trace;
pub mod visibility;
