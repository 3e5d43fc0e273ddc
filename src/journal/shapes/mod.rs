//! The rows of the record that cannot be read as what they are: named before anything is judged.

pub mod dialect;
