//! Calendars of deadlines to subscribe to (iCalendar, RFC 5545), each behind an address that is
//! itself the credential.
//!
//! A calendar program cannot sign in, so the address of a feed holds a secret: 256 bits, made from
//! the feed's id with a key of the server's own ([`crate::signing::secrets`]). Only its SHA-256 is
//! stored. Whoever has the address reads the calendar, until the feed is revoked; nothing else can
//! be done with it.
//!
//! - The address is given once, when the feed is made. It is in no list, no journal, no log, no
//!   problem document; and not in the answer that an `Idempotency-Key` keeps: a repetition makes it
//!   again from the id.
//! - What a feed shows is what its owner may see when it is asked for, by the one rule of
//!   [`crate::access::visibility`]. One that was revoked, whose owner was deactivated, or whose
//!   case its owner may no longer see, answers like one that never was.
//! - A feed is revoked, never deleted: that an address was good, and until when, must be possible
//!   to show.
//! - It holds the hearings that are to be held, each on its day or at its instant: of a case, or of
//!   the cases on which its owner, or the group, holds a role.
//! - It holds open deadlines that have a date, on the day that our own side plans to: the safe one
//!   for us, the last arguable one for the other side. It names no person.

pub mod api;
pub mod ics;
mod lines;
pub mod model;
pub mod routes;
pub mod service;
pub mod store;
