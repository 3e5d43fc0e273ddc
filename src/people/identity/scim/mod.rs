//! Users as the directory of an organisation has them: SCIM 2.0 (RFC 7643, RFC 7644), as Entra ID
//! and Okta speak it.
//!
//! A directory makes users, changes them and deactivates them; it gives no passwords, since people
//! in a directory sign in with an identity provider. Every change is judged as one document: a
//! PATCH is carried out on what there is, and the outcome is judged as a PUT would be, so that
//! there is one place that says what a user may be.
//!
//! What is ours in it: statuses are those of the service (422 for what was read and is wrong), and
//! problems are problem documents (RFC 9457) with `schemas` and `scimType` beside. `If-Match` is
//! honoured and never asked for.

pub mod api;
pub mod catalog;
pub mod filter;
pub mod operations;
pub mod resource;
pub mod routes;
pub mod service;
pub mod store;
