//! Versions of the matrix of an organisation: which binds when.

pub mod service;
