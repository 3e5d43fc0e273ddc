//! The deadlines of cases: computed by the [`engine`](crate::law::engine), started, met and ended
//! by the docket, and acted upon by people.
//!
//! A deadline keeps its explanation, every date that it had before, and who holds it. A date that a
//! court ordered, or that somebody moved, is pinned: no recalculation moves it, and whichever came
//! last holds ([`standing_acts`]). What a person did (moved, completed, waived) stands until it is
//! undone by a person ([`undo`](mod@undo)). A day that had passed when its case was imported waits
//! to be confirmed: it is no alarm. `overdue` is not a status: a deadline whose day has passed
//! stays open until the docket shows what became of it, because a docket is often recorded days
//! later.

mod act_days;
pub mod acts;
pub mod api;
pub mod change_reason;
pub mod computation;
pub mod compute_api;
pub mod dependents;
pub mod holders_store;
pub mod listing_api;
pub mod listing_store;
pub mod many;
pub mod model;
pub mod plan;
pub mod recalculation;
pub mod routes;
pub mod scheduled_changes;
pub mod scheduled_store;
pub mod service;
pub mod standing_acts;
pub mod starting_store;
pub mod store;
pub mod transitions;
pub mod undo;
