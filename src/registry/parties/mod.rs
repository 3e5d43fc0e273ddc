//! The parties to a case: persons and organisations, the capacity in which they take part, and who
//! represents them.
//!
//! A party belongs to one case: the same person before two courts is two parties. A change of a
//! party is a change of its case, so it takes the case first
//! ([`crate::matters::cases::service::lock`]) and is written in the case's journal. A party is
//! removed where it was entered by mistake; what it was stays in the journal.
//!
//! The names of persons, with the other names under which they are known, and of counsel are kept a
//! second time, as they are looked up ([`crate::teams::conflicts`]), in the same transaction.

pub mod api;
pub mod routes;
pub mod service;
pub mod store;
