//! Users as the directory of an organisation has them: SCIM 2.0 (RFC 7643, RFC 7644), as Entra ID
//! and Okta speak it.
//!
//! A directory makes users, changes them and deactivates them; it gives no passwords, since people
//! in a directory sign in with an identity provider. Every change is judged as one document: a
//! PATCH is carried out on what there is, and the outcome is judged as a PUT would be, so that
//! there is one place that says what a user may be.
//!
//! What RFC 7643 knows of people is kept as the directory said it ([`words`]) and given back; what
//! is not kept is refused by name, so that nothing that was sent is lost in silence.
//!
//! Errors are those of RFC 7644 (3.12), with its statuses: what was read and is wrong is 400 here,
//! and an id that is none is 404. `If-Match` is honoured and never asked for.
//!
//! Whoever is deleted is gone for the directory, and stays for the record: the account is
//! deactivated, gives its user name up, and comes back where the directory makes the user again.

pub mod api;
pub mod attributes;
pub mod catalog;
pub mod described;
pub mod filter;
pub mod listing_api;
pub mod operations;
pub mod paths;
pub mod plurals;
pub mod resource;
pub mod routes;
pub mod service;
pub mod shown;
pub mod store;
pub mod words;
