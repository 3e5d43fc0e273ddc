//! The database: one binary, two backends.
//!
//! [`Db::read`] and [`Db::write`] are the only doors to a connection. `write` opens the transaction, so no write is
//! half done; everything below a door takes the [`Connection`] and composes. `SQLite` has one writer behind a queue and
//! several readers; `PostgreSQL` one pool for both. What the backends spell differently lives in [`dialect`] and
//! nowhere else.

pub mod connection;
pub mod dialect;
mod pool;
pub mod schema;
pub mod types;
pub mod views;

pub use connection::Connection;
pub use pool::{Backend, DatabaseUrl, Db};
