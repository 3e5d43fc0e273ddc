//! Telling people of deadlines, before the day and once it has passed, and of hearings; in the
//! service, and by mail where they have an address.
//!
//! | | |
//! |---|---|
//! | [`reminders`] | which step of a deadline is told on a day, and to whom: pure |
//! | [`dispatch`] | a run: looks at what has to be looked at, and tells |
//! | [`audience_store`] | who of many people may see which of many cases |
//! | [`wording`], [`mail::letter`] | what is said, in both languages: pure |
//! | [`mail`] | takes what is told to the mail server |
//! | [`upkeep`](crate::server::upkeep) | the thread that does both, again and again |
//!
//! # Promises
//! - Each step of a deadline is told to a person once, whoever runs, however often, and wherever
//!   the clock has been: one row for each deadline, person, date and step, written in the
//!   transaction in which the deadline's `remind_on` moves on.
//! - Whoever holds a deadline is told once of each move of its date, whatever moved it; not of one
//!   that had come back before they were told, nor of their own.
//! - Whoever was told of a hearing is told once of each day that it is moved to.
//! - A run that was missed is caught up with by the last step alone.
//! - Nobody is told, in the service or by mail, of a case that they may not see; a text names no
//!   person.
//! - A message is claimed in the database before it is sent. If a process dies in between, it is
//!   sent again, under the same `Message-ID`.

pub mod api;
pub mod audience_store;
pub mod dispatch;
pub mod mail;
pub mod model;
pub mod reminders;
pub mod routes;
pub mod service;
pub mod store;
pub mod wording;
