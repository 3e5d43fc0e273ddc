//! Code lists: the codes that fields of the API hold, each with its name in both languages.
//!
//! A list is made from the type or the catalog that owns the codes, never written twice. Codes are
//! added to lists, and none changes its meaning: a client that meets one which it does not know
//! shows the code.

pub mod api;
pub mod calendars;
pub mod lists;
pub mod proceedings;
pub mod routes;
