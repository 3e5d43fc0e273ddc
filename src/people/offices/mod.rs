//! The offices that an organisation has beside those that everybody knows
//! ([`crate::law::calendars::offices`]), and finding either by any spelling.
//!
//! What names no office is kept as it was written, and said ([`api::OfficeWarning`]): a case, a
//! person or a portfolio of it has the principal clock, and no region.

pub mod api;
pub mod model;
pub mod service;
pub mod store;
