//! Exports: the cases that a list holds, each whole, as they can be imported again.
//!
//! They are written as they are read, some at a time, in the order in which they were opened: what
//! is held of them is no more than that, however many there are, and each is of the moment at which
//! it was read. A workbook can be sent only once it is whole: until then it is kept in a file.

pub mod api;
pub mod line;
pub mod routes;
pub mod service;
pub mod sheet;
pub mod stream;
pub mod table;
pub mod withheld;
