//! The keys that sign tokens and statements, and how keys follow one another.
//!
//! A key is chosen by its id among ours, and never by anything else that a token says of itself.
//! Several keys of a directory verify at once, so that a new one begins while what the old one
//! signed is still good.

pub mod directory;
pub mod key;
pub mod messages;
pub mod refusal;
pub mod ring;
pub mod secrets;
pub mod statement;
pub mod tokens;
