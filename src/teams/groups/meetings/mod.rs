//! The meetings of a group: planned with their agenda, held with attendance and minutes, or
//! cancelled.
//!
//! Meetings are numbered in the order in which they were entered. A meeting that was held says who
//! attended it, of those who were members when it began; where the group has a quorum, whether it
//! was met follows from that, and observers do not count.

pub mod api;
pub mod routes;
pub mod service;
pub mod store;
