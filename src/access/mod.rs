//! Who may see and do what, in one place.
//!
//! An act is allowed where the role of the caller gives the permission ([`permissions`]) and the case is one that the
//! caller may see ([`visibility`]): within the scope of the role, within the caller's clearance, and behind no wall.
//! What may not be seen does not exist for the caller: 404 comes before 403, everywhere.

pub mod classification;
pub mod confidentiality;
pub mod context;
pub mod fields;
pub mod initials;
pub mod permissions;
pub mod portfolio;
pub mod privilege;
pub mod redaction;
pub mod visibility;
