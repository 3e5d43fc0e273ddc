//! The application: what every request shares, and what a request takes from it. It knows no
//! operation.

pub mod caller;
pub mod fallback;
pub mod health;
pub mod idempotency;
pub mod idempotency_store;
pub mod known_codes;
pub mod limits;
pub mod listing;
pub mod principals;
pub mod recording;
pub mod request_guard;
pub mod request_scope;
pub mod state;
pub mod throttle;

pub use state::{App, Described};
