//! The database: one binary, two backends.
//!
//! [`Db::read`] and [`Db::write`] are the only doors to a connection. `write` opens the
//! transaction, so no write is half done, whether its work answers, fails or panics; everything
//! below a door takes the [`Connection`] and composes. `SQLite` has one writer behind a queue and
//! several readers; `PostgreSQL` a pool for readers and one half as large for writers. The way to
//! `PostgreSQL` is as safe as its URL says, or there is none. What the backends spell differently
//! lives in [`dialect`] and nowhere else.
//!
//! # Turns
//!
//! What a write rests on is true until it is done, on either backend. `SQLite` has one writer. On
//! `PostgreSQL` a write waits for its [`WriteTurn`]: alone, unless it says that it may go beside
//! others, and then what it takes first is what keeps the rest as it was read. Two acts sent at
//! once are therefore one after the other, and the second sees what the first has done: by its
//! version, its state, or what it finds held. A new use case is right without having thought of
//! another; only one that is done often enough to be beside others has to show why it may. Those
//! are the acts on a docket and its deadlines, which take the case's row before they read anything
//! of it; what else they rest on (people, assignments, walls, positions, the matrix) is changed in
//! turns of its own. And those of the service itself that append to the journal and rest on
//! nothing.
//!
//! # Previews
//!
//! What an act would do is shown by doing it in a transaction that is rolled back
//! ([`Db::preview`]): so the answer is that of the act. It waits for no turn and commits nothing,
//! so that whoever writes reads as if there were none; on `PostgreSQL` it sees one moment, and on
//! `SQLite` it stands in the queue of writers, for as long as a small act takes. An act that writes
//! thousands of rows is previewed by reading alone, in a snapshot ([`Db::snapshot`]): it is told
//! its [`Mode`], computes the same and leaves out the writing.
//!
//! Not `SERIALIZABLE`: it would find the same conflicts after the work was done and have it done
//! again, most of all where many act on one thing, and what takes long (adopting the law in ten
//! thousand cases) would never come to its end beside what is short.

mod backend;
pub mod connection;
mod conninfo;
pub mod dialect;
mod failure;
pub mod news;
mod pool;
pub mod predicates;
mod readiness;
pub mod schema;
mod stored;
mod turn;
pub mod types;
mod url;
mod wire;
mod worded;
pub mod works;

pub use backend::Backend;
pub use connection::Connection;
pub use pool::Db;
pub(crate) use stored::{stored, stored_json};
pub use turn::{Mode, WriteTurn};
pub use url::DatabaseUrl;
pub use worded::worded;
