//! What each part of the API does, by its address.

mod absences;
mod assignments;
mod case_parts;
mod cases;
mod compute;
mod conflicts;
mod deadlines;
mod directory;
mod events;
mod feeds;
mod fields;
mod gaps;
mod groups;
mod identity;
mod law;
mod matrices;
mod notifications;
mod reference;
mod reports;
mod retention;
mod scim;
mod service_accounts;
mod sessions;
mod sign_in;
mod successors;
mod workload;
