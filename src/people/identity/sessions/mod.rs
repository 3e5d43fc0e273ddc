//! Sign-ins that last: where a person is signed in, and ending it.
//!
//! A session begins with a sign-in and carries one line of refresh tokens; access tokens name it
//! (`sid`). A request is answered while its session lasts, so that what is ended is out with the
//! next request.

pub mod api;
pub mod client;
pub mod routes;
pub mod service;
pub mod store;
