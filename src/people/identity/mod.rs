//! The people who work here: organisations, users, how they sign in, and the tokens that they then
//! carry.
//!
//! A password is stored as an argon2id hash. An access token says only who it is for, and in which
//! session; what the person may do is read at each request, so that a change holds from the next
//! one on. A refresh token is good for one use: when it comes a second time somebody has copied it,
//! and the session ends.
//!
//! # Quirks
//! People sign in with a user name alone, so that a name is good for one account of the service, of
//! whichever organisation. Whoever makes accounts is therefore told that a name is taken, though
//! never by whom.

pub mod api;
pub mod appointments;
pub mod credentials;
pub mod lockout;
pub mod model;
pub mod organizations;
pub mod passwords;
pub mod principals;
pub mod providers;
pub mod reach;
pub mod routes;
pub mod scim;
pub mod service;
pub mod service_accounts;
pub mod sessions;
pub mod store;
