//! The instruments of the liaison network, and the duties that they lay down.
//!
//! Most of them are repealed. A duty is therefore resolved as of a day: it is owed from the day on
//! which its instrument begins to apply until the last day of that, and a report that would fall
//! due afterwards is not owed at all. What is said of an instrument or a duty carries how well it
//! is known; the program holds no law of its own, and both files are read and checked once.

pub mod api;
pub mod due;
pub mod model;
pub mod routes;
#[cfg(test)]
mod tests;
