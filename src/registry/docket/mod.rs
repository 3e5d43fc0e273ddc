//! Recording, correcting, striking and moving what happened in a case, with all that follows from
//! it.

pub mod api;
mod course;
mod entry;
pub mod history;
mod main_file;
pub mod place;
pub mod relocation;
pub mod routes;
pub mod service;
pub mod strike;
