//! What each part of the API does, by its address.

mod case_parts;
mod cases;
mod compute;
mod deadlines;
mod events;
mod identity;
mod notifications;
mod reference;
