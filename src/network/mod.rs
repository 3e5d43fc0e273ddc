//! The liaison network: the instruments under which officers are sent abroad, the duties that
//! these lay down, and the officers.

pub mod instruments;
pub mod officers;
