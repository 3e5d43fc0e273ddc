//! What each part of the API does, by its address.

mod case_parts;
mod cases;
mod compute;
mod deadlines;
mod events;
mod feeds;
mod identity;
mod law;
mod matrices;
mod notifications;
mod reference;
mod reports;
mod successors;
