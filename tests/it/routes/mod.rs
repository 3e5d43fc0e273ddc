//! What each part of the API does, by its address.

mod assignments;
mod absences;
mod case_parts;
mod cases;
mod compute;
mod conflicts;
mod deadlines;
mod events;
mod feeds;
mod groups;
mod identity;
mod law;
mod notifications;
mod reference;
mod successors;
mod workload;
