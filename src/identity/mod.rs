//! Who works here: organisations, users, how they sign in, and the tokens that they then carry.
//!
//! A password is kept as an argon2id hash. An access token says only who; what the person may do is read at each
//! request, so that a change holds from the next one on. A refresh token is good for one use: when it comes a second
//! time somebody has copied it, and the whole line that began with the sign-in ends.

pub mod api;
pub mod model;
pub mod passwords;
pub mod principals;
pub mod routes;
pub mod service;
pub mod signing;
pub mod store;
pub mod throttle;
pub mod tokens;
