//! Groups: working groups, the governance of networks, litigation teams, units; with their members,
//! meetings, decisions and action items.
//!
//! A group belongs to the organisation of its secretariat, and its members may be of any: that is
//! what working groups are for. It exists for the people of its organisation and for its present
//! members; for all others nothing of it does ([`service::find_visible`]). Who belongs to it, and
//! as what, has a time: a membership is ended, never deleted. What it decided is never edited: a
//! later decision supersedes it. Its chair and its secretary write its record.
//!
//! Every write is alone in its turn ([`WriteTurn::Alone`](crate::db::WriteTurn)), so that numbers
//! are given in order, and there is one chair and one secretary at a time, whoever asks together.

pub mod action_items;
pub mod api;
pub mod decisions;
pub mod meetings;
pub mod members;
pub mod model;
pub mod routes;
pub mod service;
pub mod store;
