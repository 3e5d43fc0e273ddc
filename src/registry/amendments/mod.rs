//! The law as an organisation goes by it: the positions that it takes on what is open, the state of
//! the law that its deadlines were computed with, and when its people are reminded.
//!
//! Each of these acts has consequences for open deadlines, and none of them moves a date unseen: a
//! dry run proposes, for each deadline, the old date, the new one, and why, or why it stays; the
//! act itself writes just that. A new state of the law, brought by a new version of the program or
//! by files of the operator, moves nothing by itself: the organisation adopts it
//! ([`service::adopt`]).

pub mod api;
pub mod routes;
pub mod service;
