//! The file of a court that several cases share: a case, and the motions in it.
//!
//! # Invariants
//! What is the file's is the same in each of its cases, whichever of them an act is done in, and
//! whether or not its author may see the others: the number, the office, what the public may learn
//! of it. A wall around one of them is around all, by the view that the conditions of access read.

pub mod membership;
pub mod orders;
pub mod service;
