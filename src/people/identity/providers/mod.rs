//! An identity provider of one's own (`OpenID` Connect): who has signed in there is known here by
//! the token that it gave.
//!
//! The provider says who somebody is, and nothing more: what the person may do is recorded here, as
//! for everybody else. Its keys are found by discovery (`OpenID` Connect Discovery 1.0, section 4)
//! and held for an hour. A token goes to the verifier that its `iss` names, which is safe although
//! nothing has vouched for that claim yet: each verifier checks it itself. Local users sign in
//! beside it as before, and do not notice when the provider is away.
//!
//! A name at the provider opens no account that was not meant for it: only an account that is
//! *federated*, made by a directory or marked by an administrator, is linked at the first sign-in,
//! once. The subject counts from then on. Taking the mark away cuts the link.

pub mod algorithms;
pub mod keys;
pub mod model;
pub mod service;
pub mod store;
pub mod verify;

pub use verify::Provider;
