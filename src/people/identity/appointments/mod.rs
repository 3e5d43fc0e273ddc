//! Giving a user a role and a clearance, by whoever directs the litigation of the organisation and
//! has them.
//!
//! Whoever manages accounts opens no file, and so cannot give a role that does: they make the
//! account, and somebody who has the role gives it. No one person does both, unless that person has
//! it all ([`Role::Administrator`](crate::access::permissions::Role)).

pub mod api;
pub mod routes;
pub mod service;
