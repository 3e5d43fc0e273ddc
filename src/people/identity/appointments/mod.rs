//! Giving a user a role and a clearance, by who directs the litigation of the organisation and has them.
//!
//! Who manages accounts opens no file, and so cannot give a role that does: they make the account, and somebody who has the role
//! gives it. The two meet in no one person, unless that person has it all ([`Role::Administrator`](crate::access::permissions::Role)).

pub mod api;
pub mod routes;
pub mod service;
