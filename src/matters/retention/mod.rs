//! The retention of cases: how long they are kept, what holds them longer, and how they are
//! disposed of.
//!
//! | | |
//! |---|---|
//! | [`schedule`] | how many years after its last docket entry a case of a proceeding is kept: data, with its sources |
//! | [`service`], [`store`] | legal holds, and until when a case is kept |
//! | [`disposal_store`] | what is removed, and what is left |
//!
//! # Promises
//! - A case that is open, under a hold (one that is still to begin, too), or within the years of
//!   the schedule is not disposed of.
//! - Disposal removes what was said of the case and of the people in it, in one transaction: its
//!   parts, the names by which it was found, and what its journal said before and after each act.
//! - What is left is a tombstone: that there was a case of a proceeding, when and under what
//!   authority it was disposed of, and an unbroken chain that says who did what, and when. It
//!   answers 410 to whoever could see the case, and 404 to everybody else: walls remain, without
//!   their reasons.

pub mod api;
pub mod disposal_store;
pub mod routes;
pub mod schedule;
pub mod service;
pub mod store;
