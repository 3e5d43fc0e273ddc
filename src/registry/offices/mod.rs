//! The offices that an organisation adds to those that everybody knows.
//!
//! An office is found from the moment on which it is added: what named it before, and was kept as
//! it was written, is brought to it, and what it says of the region and the clock follows for
//! those cases at once. No date that was computed before moves by it ([`service`]).

pub mod respelling_store;
pub mod routes;
pub mod service;
pub mod store;
