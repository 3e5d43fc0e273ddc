//! One connection type over both backends.

use diesel::{PgConnection, SqliteConnection};

pub use multi::MultiBackend;

#[expect(missing_docs, reason = "diesel documents what its derive makes")]
#[expect(clippy::disallowed_methods, reason = "generated, and never called: see `db::pool`")]
mod multi {
    use super::{PgConnection, SqliteConnection};

    /// A connection to either backend. Never opened through its own `establish`, which tries each variant in turn
    /// and would leave a stray `SQLite` file behind: see `db::pool`.
    #[derive(diesel::MultiConnection)]
    pub enum DbConnection {
        /// `PostgreSQL`.
        Pg(PgConnection),
        /// `SQLite`.
        Sqlite(SqliteConnection),
    }

    /// What diesel generates for its own SQL types, for one of ours.
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

/// Lets a Rust type that both backends can read and write be read and written through [`Connection`].
macro_rules! on_both_backends {
    ($sql_type:ty, $rust_type:ty) => {
        impl diesel::serialize::ToSql<$sql_type, crate::db::connection::MultiBackend> for $rust_type {
            fn to_sql<'b>(
                &'b self,
                out: &mut diesel::serialize::Output<'b, '_, crate::db::connection::MultiBackend>,
            ) -> diesel::serialize::Result {
                out.set_value((<$sql_type>::default(), self));
                Ok(diesel::serialize::IsNull::No)
            }
        }

        impl diesel::deserialize::FromSql<$sql_type, crate::db::connection::MultiBackend> for $rust_type {
            fn from_sql(
                value: <crate::db::connection::MultiBackend as diesel::backend::Backend>::RawValue<'_>,
            ) -> diesel::deserialize::Result<Self> {
                value.from_sql::<Self, $sql_type>()
            }
        }
    };
}
pub(crate) use on_both_backends;
