//! Conflicts: whether a name in a case, or a person who is to work on it, stands in the way.
//!
//! Names are compared folded ([`folding`]): without accents, titles and order, and once more with
//! the ways in which one name is transliterated brought together. The names of a case are indexed
//! in the transaction that enters, changes or removes a party ([`service::index`],
//! [`service::forget`]). Indexed are natural persons and counsel: Ministers and tribunals are in
//! every case.
//!
//! # What is found
//! - Between cases (`notice`): a name here that a party, counsel, decision-maker or affiant has in
//!   another case. That two cases have the same counsel, decision-maker or affiant is how they
//!   work, and nothing is said of it.
//! - For an assignment ([`assignment`]): whoever decided in the matter or swore an affidavit in it
//!   cannot be counsel (`bar`); whoever may have acted in it, or for somebody who is a party to it,
//!   can, where that is waived (`waivable`).
//!
//! # Promises
//! - A case that the caller may not see is never named, and no finding tells that it is there.
//! - A finding that rests on a name which the caller is not shown, here or there, is left out for
//!   them, since it would tell the name; where they entered it, or assigned somebody over it, a
//!   manager who may read it is told ([`service::of_entered`]).
//! - A check costs a constant number of statements, and shows at most [`service::MOST`] findings.

pub mod api;
pub mod assignment;
pub mod folding;
pub mod kept;
pub mod model;
pub mod routes;
pub mod service;
pub mod store;
