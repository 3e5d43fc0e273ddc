//! Which database it is.

/// The two databases that are first class.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Backend {
    /// `PostgreSQL`.
    Postgres,
    /// `SQLite`.
    Sqlite,
}
