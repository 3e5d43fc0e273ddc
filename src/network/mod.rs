//! The liaison network: the instruments under which officers are sent abroad, and the duties that
//! these lay down.

pub mod instruments;
