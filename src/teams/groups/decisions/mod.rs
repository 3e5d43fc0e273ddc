//! The decisions of a group, in both languages, numbered in the order in which they were entered.
//!
//! A decision is never edited. Another one supersedes it, and at most one does: so that the
//! question of what holds has one answer.

pub mod api;
pub mod routes;
pub mod service;
pub mod store;
