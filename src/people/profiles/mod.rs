//! The profile of an organisation: what it goes by where the law, or good practice, leaves a
//! choice. It has its positions on open readings and practice directions, when its people are
//! reminded, and which state of the law it adopted.
//!
//! A position is taken by somebody, for a reason, under a decision; it is ended and never deleted,
//! so that what the organisation went by on a day stays answerable. The acts that change any of
//! this have consequences for deadlines, and are in [`crate::registry::amendments`].

pub mod model;
pub mod service;
pub mod store;
