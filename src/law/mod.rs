//! The law as an organisation goes by it.

pub mod service;
