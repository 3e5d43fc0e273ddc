//! Webhooks: addresses of other systems to which changes are sent, by the Standard Webhooks
//! specification (1.0).
//!
//! What is sent is the change feed ([`crate::insight::audit::changes`]) and nothing else: each
//! webhook has an owner and a place in the feed. A round ([`rounds`]) writes down what the owner
//! may see after that place and moves the place on, in one transaction; and another claims what is
//! due, sends it and writes down what came of it. Any number of processes do so side by side.
//!
//! # Promises
//!
//! - What is sent says what happened to what, by ids and the names of fields. The receiver reads
//!   the rest under rights of its own.
//! - It is what the owner may see at the moment when it is sent: what was hidden from them
//!   meanwhile is not sent any more. Of an owner who was deactivated, or may not have webhooks any
//!   more, nothing is sent.
//! - Each change is sent at least once, under one `webhook-id` whenever it is sent again.
//! - Of the changes of one case each is sent when the one before it is done with.
//! - One that is slow or dead holds no other up: it has few attempts under way at a time, one if
//!   the last failed, and none for a while if they go on failing.
//! - What is written down to be sent is bounded for each: what comes after it stays in the journal
//!   until there is room.
//! - Requests go to public addresses alone ([`crate::egress`]), and no redirect is followed.
//!
//! # Invariants
//!
//! - A secret is in no table, no journal, no log and no problem document: it is made from its id
//!   ([`crate::signing::messages`]).
//! - No answer of a receiver, and no address of one, is logged.

pub mod api;
mod checks;
pub mod deliveries_store;
pub mod delivery;
pub mod dialect;
pub mod model;
mod owner;
pub mod payload;
pub mod rounds;
pub mod routes;
pub mod service;
pub mod settlement;
pub mod standing;
pub mod store;
pub mod worker;
