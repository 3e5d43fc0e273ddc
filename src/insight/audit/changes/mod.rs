//! The changes: the journal as it is followed. The writes in their order, each once, as whoever
//! follows may see it, from any place on; and word of what they can see from now on.

pub mod api;
pub mod cloud_events;
pub mod follower;
pub mod opening;
pub mod routes;
pub mod service;
pub mod stream;
