//! Other systems that are told of what is done, and how far they are behind.

pub mod status;
pub mod webhooks;
