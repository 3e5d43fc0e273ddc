//! How an enum of codes is kept: as text, by its code.
//!
//! A code that the enum does not have is refused when the row is read: the error names the column,
//! the code and the enum, goes to the log, and the caller is told of a fault on our side. What must
//! be read all the same falls to a value that is named beside the type, and says there why.

use crate::text::Language;

/// Lets the databases keep enums that have `code` and `FromStr`, such as those of [`crate::coded`].
///
/// `stored!(PartyKind, PartyCapacity)` refuses what is not known;
/// `stored!(Confidentiality, unknown as Sealed)` reads it as that value.
macro_rules! stored {
    ($type:ident, unknown as $value:ident) => {
        $crate::db::stored!(@ $type, |code: &str| {
            Ok::<_, $crate::coded::UnknownCode>(code.parse().unwrap_or($type::$value))
        });
    };
    ($($type:ident),+) => {$(
        $crate::db::stored!(@ $type, |code: &str| {
            code.parse::<$type>().map_err(|_| $crate::coded::UnknownCode::new(stringify!($type), code))
        });
    )+};
    (@ $type:ident, $read:expr) => {
        const _: () = {
            use diesel::deserialize::{self, FromSql};
            use diesel::pg::{Pg, PgValue};
            use diesel::serialize::{self, Output, ToSql};
            use diesel::sql_types::Text;
            use diesel::sqlite::{Sqlite, SqliteValue};

            #[derive(diesel::expression::AsExpression, diesel::deserialize::FromSqlRow)]
            #[diesel(foreign_derive, sql_type = Text)]
            #[expect(dead_code, reason = "it stands for the type in the derives")]
            struct Stored($type);

            impl ToSql<Text, Pg> for $type {
                fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Pg>) -> serialize::Result {
                    ToSql::<Text, Pg>::to_sql(self.code(), out)
                }
            }

            impl ToSql<Text, Sqlite> for $type {
                fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Sqlite>) -> serialize::Result {
                    ToSql::<Text, Sqlite>::to_sql(self.code(), out)
                }
            }

            impl FromSql<Text, Pg> for $type {
                fn from_sql(value: PgValue<'_>) -> deserialize::Result<Self> {
                    Ok($read(std::str::from_utf8(value.as_bytes())?)?)
                }
            }

            impl FromSql<Text, Sqlite> for $type {
                fn from_sql(mut value: SqliteValue<'_, '_, '_>) -> deserialize::Result<Self> {
                    Ok($read(value.read_text())?)
                }
            }

            $crate::db::types::on_both_backends!(Text, $type);
        };
    };
}
pub(crate) use stored;

/// Lets the databases keep a type as the JSON that it is: `stored_json!(ExternalIds)`.
macro_rules! stored_json {
    ($type:ident) => {
        const _: () = {
            use diesel::deserialize::{self, FromSql};
            use diesel::pg::{Pg, PgValue};
            use diesel::serialize::{self, IsNull, Output, ToSql};
            use diesel::sqlite::{Sqlite, SqliteValue};
            use std::io::Write as _;
            use $crate::db::types::DbJson;

            #[derive(diesel::expression::AsExpression, diesel::deserialize::FromSqlRow)]
            #[diesel(foreign_derive, sql_type = DbJson)]
            #[expect(dead_code, reason = "it stands for the type in the derives")]
            struct Stored($type);

            impl ToSql<DbJson, Pg> for $type {
                fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Pg>) -> serialize::Result {
                    out.write_all(&serde_json::to_vec(self)?)?;
                    Ok(IsNull::No)
                }
            }

            impl ToSql<DbJson, Sqlite> for $type {
                fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Sqlite>) -> serialize::Result {
                    out.set_value(serde_json::to_string(self)?);
                    Ok(IsNull::No)
                }
            }

            impl FromSql<DbJson, Pg> for $type {
                fn from_sql(value: PgValue<'_>) -> deserialize::Result<Self> {
                    Ok(serde_json::from_slice(value.as_bytes())?)
                }
            }

            impl FromSql<DbJson, Sqlite> for $type {
                fn from_sql(mut value: SqliteValue<'_, '_, '_>) -> deserialize::Result<Self> {
                    Ok(serde_json::from_str(value.read_text())?)
                }
            }

            $crate::db::types::on_both_backends!(DbJson, $type);
        };
    };
}
pub(crate) use stored_json;

stored!(Language);
