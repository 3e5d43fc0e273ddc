//! External ids: what other systems call what is kept here, so that a program can find it by the
//! name that it knows, and bring it in twice without doubling it.
//!
//! They are kept twice, in one transaction: with each row, to be shown without another query, and
//! in a table of their own, by which they are found and of which there is one in a scope.

pub mod lookup_store;
pub mod model;
pub mod service;
pub mod store;
