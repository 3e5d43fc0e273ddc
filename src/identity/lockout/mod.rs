//! Failed sign-ins slow down the next one on the same account, for all processes and across restarts.
//!
//! What counts is the name that was typed, hashed: an unknown one is locked as a known one is, and tells nothing. Ten
//! failures in a row are forgiven; each further one doubles the wait, from a second to a quarter of an hour. Success forgets
//! them, and so does a day without any (NIST SP 800-63B-4, 3.2.2).

pub mod service;
pub mod store;
