//! A case whole, as a file that can be handed over: what an access-to-information request or a
//! transfer to another department needs.
//!
//! It is a ZIP with a page for people, the parts of the case as JSON for programs, the line by
//! which another service takes the case over, the journal, and a proof of each of its entries that
//! holds without this service. All of it is of one moment. What its reader may not see is not in
//! it; `withheld.json` says how much of each kind that is, and never what. What nobody may know of,
//! such as a case at the other end of a link that its reader may not see, is not counted either.
//!
//! The parts go into a file as they are read, some entries at a time, and from there to the client:
//! what is held of them does not grow with the journal.

pub mod api;
pub mod archive;
pub mod page;
mod particulars;
pub mod routes;
pub mod service;
