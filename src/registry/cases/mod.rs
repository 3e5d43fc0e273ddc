//! Opening, reading whole and changing a case, and opening the one that follows it.

pub mod api;
pub mod by_office;
pub mod declassification;
mod listed;
pub mod listing_api;
pub mod opened;
pub mod parts;
pub mod routes;
pub mod service;
pub mod successors;
pub mod warnings;
