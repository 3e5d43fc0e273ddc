//! Failed sign-ins slow down the next one on the same account, for all processes and across
//! restarts.
//!
//! What counts is the name that was typed, in the one form of names, hashed: an unknown one is
//! locked as a known one is, and tells nothing. Ten failures in a row are forgiven; each further
//! one doubles the wait, from a second to a quarter of an hour. Success forgets them, and so does a
//! day without any (NIST SP 800-63B-4, 3.2.2).
//!
//! A network from which an account was signed in to in the last thirty days has failures of its
//! own, apart from those of all other networks together: whoever guesses from elsewhere locks the
//! account for elsewhere, and not for the person at their desk; and a guesser with many addresses
//! has no more tries than one with one.

pub mod service;
pub mod store;
