//! One connection type over both backends.

use diesel::{PgConnection, SqliteConnection};

pub use multi::MultiBackend;

#[expect(missing_docs, reason = "diesel documents what its derive makes")]
#[expect(clippy::disallowed_methods, reason = "generated, and never called: see `db::pool`")]
mod multi {
    use super::{PgConnection, SqliteConnection};

    /// A connection to either backend. Never opened through its own `establish`, which tries each
    /// variant in turn and would leave a stray `SQLite` file behind: see `db::pool`.
    #[derive(diesel::MultiConnection)]
    pub enum DbConnection {
        /// `PostgreSQL`.
        Pg(PgConnection),
        /// `SQLite`.
        Sqlite(SqliteConnection),
    }

    /// The code that diesel generates for its own SQL types, for one of ours.
    macro_rules! has_sql_type {
        ($($sql_type:ty),+) => {$(
            impl diesel::sql_types::HasSqlType<$sql_type> for MultiBackend {
                fn metadata(lookup: &mut Self::MetadataLookup) -> Self::TypeMetadata {
                    Self::lookup_sql_type::<$sql_type>(lookup)
                }
            }
        )+};
    }
    has_sql_type!(crate::db::types::DbUuid, crate::db::types::DbTimestamp, crate::db::types::DbJson);
}

pub use multi::DbConnection as Connection;
