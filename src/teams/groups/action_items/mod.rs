//! Action items: what a group asked one of its members to do, by when.
//!
//! They are listed in their group and across groups, and appear beside deadlines in calendars. The
//! owner may complete an item; everything else is for those who write the group's record.

pub mod api;
pub mod routes;
pub mod service;
pub mod store;
