//! Conflicts: whether a name in a case, or a person who is to work on it, stands in the way.
//!
//! Names are read ([`folding`]) without accents, case, titles and order, and compared word by word
//! ([`likeness`]): a word may be written together or apart, transliterated, left out or an initial,
//! and the finding says how sure it is and what makes it. The names of a case, with the other names
//! of its parties, are indexed in the transaction that enters, changes or removes a party
//! ([`service::index`], [`service::forget`]), under the keys ([`keys`]) by which those that may be
//! the same are looked up: nothing is ever compared with all. Indexed are natural persons and
//! counsel: Ministers and tribunals are in every case.
//!
//! # What is found
//! - Between cases (`notice`): a name here that a party, counsel, decision-maker or affiant has in
//!   another case, or the same UCI or account whatever the names. That two cases have the same
//!   counsel, decision-maker or affiant is how they work, and nothing is said of it.
//! - For an assignment ([`assignment`]): whoever decided in the matter or swore an affidavit in it
//!   cannot be counsel (`bar`); whoever may have, whoever may have acted in it, or for somebody who
//!   is a party to it, can, where that is waived (`waivable`).
//!
//! # Promises
//! - A case that the caller may not see is never named, and no finding tells that it is there.
//! - A finding that rests on a name or a UCI which the caller is not shown, here or there, is left
//!   out for them, since it would tell it; where they entered it, or assigned somebody over it, a
//!   manager who may read it is told ([`service::of_entered`]).
//! - A check costs a constant number of statements, looks at no more than
//!   [`elsewhere::CANDIDATES`] names, those that sound the same and the latest first, and shows at
//!   most [`findings::MOST`] findings.

pub mod api;
pub mod assignment;
pub mod elsewhere;
pub mod findings;
pub mod folding;
pub mod kept;
pub mod keys;
pub mod likeness;
pub mod model;
pub mod nearness;
pub mod routes;
pub mod service;
pub mod sounds;
pub mod store;
pub mod suspects_store;
