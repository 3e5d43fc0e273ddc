//! The SQL types that the two backends spell differently, and the values that travel in them.
//!
//! | here | `PostgreSQL` | `SQLite` |
//! |---|---|---|
//! | [`DbUuid`] | `uuid` | text, hyphenated |
//! | [`DbTimestamp`] | `timestamptz` | text, RFC 3339, UTC, six digits |
//! | [`DbJson`] | `json` | text |
//!
//! `json` and not `jsonb`: what was written is what is read, to the byte. The journal hashes it,
//! and explanations are passed through as they are. The `SQLite` spellings sort as their values do,
//! so that one keyset works on both.

use crate::chronology::{self, Unreadable};
use chrono::{DateTime, SecondsFormat, SubsecRound as _, TimeDelta, Utc};
use diesel::deserialize::{self, FromSql, FromSqlRow};
use diesel::expression::AsExpression;
use diesel::pg::{Pg, PgValue};
use diesel::query_builder::QueryId;
use diesel::serialize::{self, IsNull, Output, ToSql};
use diesel::sql_types::{SqlType, Text, Timestamptz};
use diesel::sqlite::{Sqlite, SqliteValue};
use serde::{Deserialize, Serialize, Serializer};
use serde_json::value::RawValue;
use std::io::Write as _;

/// Lets a Rust type that both backends can read and write be read and written through
/// [`Connection`](super::Connection).
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

        crate::db::types::on_both_backends_read!($sql_type, $rust_type);
    };
}
pub(crate) use on_both_backends;

/// Lets a Rust type that both backends can read be read through
/// [`Connection`](super::Connection).
macro_rules! on_both_backends_read {
    ($sql_type:ty, $rust_type:ty) => {
        impl diesel::deserialize::FromSql<$sql_type, crate::db::connection::MultiBackend> for $rust_type {
            fn from_sql(
                value: <crate::db::connection::MultiBackend as diesel::backend::Backend>::RawValue<'_>,
            ) -> diesel::deserialize::Result<Self> {
                value.from_sql::<Self, $sql_type>()
            }
        }
    };
}
pub(crate) use on_both_backends_read;

/// A UUID.
#[derive(Clone, Copy, Debug, Default, QueryId, SqlType)]
#[diesel(postgres_type(oid = 2950, array_oid = 2951))]
#[diesel(sqlite_type(name = "Text"))]
pub struct DbUuid;

/// An instant.
#[derive(Clone, Copy, Debug, Default, QueryId, SqlType)]
#[diesel(postgres_type(oid = 1184, array_oid = 1185))]
#[diesel(sqlite_type(name = "Text"))]
pub struct DbTimestamp;

/// The spellings of both sort as instants do.
impl diesel::sql_types::SqlOrd for DbTimestamp {}

/// A JSON document.
#[derive(Clone, Copy, Debug, Default, QueryId, SqlType)]
#[diesel(postgres_type(oid = 114, array_oid = 199))]
#[diesel(sqlite_type(name = "Text"))]
pub struct DbJson;

/// An instant in UTC, truncated to microseconds: what both databases can keep without loss.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize, AsExpression, FromSqlRow)]
#[diesel(sql_type = DbTimestamp)]
#[serde(try_from = "String")]
pub struct Instant(DateTime<Utc>);

/// As chrono writes an instant, but as one text: chrono hands a serializer one letter after the
/// other, each to be looked at for what has to be escaped.
impl Serialize for Instant {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0.to_rfc3339_opts(SecondsFormat::AutoSi, true))
    }
}

/// An instant from outside: a year of more than four digits would not sort as text.
impl TryFrom<DateTime<Utc>> for Instant {
    type Error = Unreadable;

    fn try_from(at: DateTime<Utc>) -> Result<Self, Self::Error> {
        chronology::held(at.date_naive()).then(|| Self::at(at)).ok_or(Unreadable::Range)
    }
}

/// The code, as written on the wire.
impl TryFrom<String> for Instant {
    type Error = Unreadable;

    fn try_from(written: String) -> Result<Self, Self::Error> {
        chronology::instant(&written).map(|at| Self::at(at.to_utc()))
    }
}

impl From<Instant> for DateTime<Utc> {
    fn from(at: Instant) -> Self {
        at.0
    }
}

impl Instant {
    /// The instant, truncated.
    #[must_use]
    pub fn at(at: DateTime<Utc>) -> Self {
        Self(at.trunc_subsecs(6))
    }

    /// The instant this much later, within what can be stored.
    #[must_use]
    pub fn after(self, by: TimeDelta) -> Self {
        Self::at(chronology::moved(self.0, by))
    }

    /// The instant this much earlier, within what can be stored.
    #[must_use]
    pub fn before(self, by: TimeDelta) -> Self {
        self.after(TimeDelta::zero().checked_sub(&by).unwrap_or(TimeDelta::MIN))
    }

    /// The time from the earlier instant to this one; negative, if it is later.
    #[must_use]
    pub fn since(self, before: Self) -> TimeDelta {
        self.0.signed_duration_since(before.0)
    }

    /// The instant, in UTC.
    #[must_use]
    pub const fn utc(self) -> DateTime<Utc> {
        self.0
    }

    /// The instant as it is written for programs: RFC 3339, in UTC, to the microsecond. It has no
    /// `Display`: in a sentence an instant is said by a clock, as [`spoken`] does.
    ///
    /// [`spoken`]: crate::law::calendars::dates::spoken
    #[must_use]
    pub fn written(self) -> String {
        self.0.to_rfc3339_opts(SecondsFormat::Micros, true)
    }

    /// Microseconds since 1970: the form in which cursors carry an instant.
    #[must_use]
    pub const fn micros(self) -> i64 {
        self.0.timestamp_micros()
    }

    /// The instant this many microseconds after 1970, if there is one.
    #[must_use]
    pub fn from_micros(micros: i64) -> Option<Self> {
        DateTime::from_timestamp_micros(micros).and_then(|at| Self::try_from(at).ok())
    }
}

impl utoipa::PartialSchema for Instant {
    fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::schema::Schema> {
        utoipa::openapi::ObjectBuilder::new()
            .schema_type(utoipa::openapi::Type::String)
            .format(Some(utoipa::openapi::SchemaFormat::KnownFormat(utoipa::openapi::KnownFormat::DateTime)))
            .examples(["2026-03-09T14:00:00.000000Z"])
            .into()
    }
}

impl utoipa::ToSchema for Instant {}

impl ToSql<DbTimestamp, Pg> for Instant {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Pg>) -> serialize::Result {
        ToSql::<Timestamptz, Pg>::to_sql(&self.0, &mut out.reborrow())
    }
}

impl ToSql<DbTimestamp, Sqlite> for Instant {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Sqlite>) -> serialize::Result {
        out.set_value(self.written());
        Ok(IsNull::No)
    }
}

impl FromSql<DbTimestamp, Pg> for Instant {
    fn from_sql(value: PgValue<'_>) -> deserialize::Result<Self> {
        <DateTime<Utc> as FromSql<Timestamptz, Pg>>::from_sql(value).map(Self)
    }
}

impl FromSql<DbTimestamp, Sqlite> for Instant {
    fn from_sql(mut value: SqliteValue<'_, '_, '_>) -> deserialize::Result<Self> {
        // Stricter than `parse`, and several times as fast.
        Ok(Self(DateTime::parse_from_rfc3339(value.read_text())?.to_utc()))
    }
}

on_both_backends!(DbTimestamp, Instant);

/// JSON as text: it passes between database and client without being parsed into a tree and written
/// again.
#[derive(Clone, Debug, Serialize, Deserialize, AsExpression, FromSqlRow)]
#[diesel(sql_type = DbJson)]
#[serde(transparent)]
pub struct Json(Box<RawValue>);

impl Json {
    /// The JSON of a value. The types that come here have only string keys and finite numbers,
    /// which always write.
    ///
    /// # Errors
    /// Fails if the value has no JSON form.
    pub fn of(value: &impl Serialize) -> Result<Self, serde_json::Error> {
        serde_json::value::to_raw_value(value).map(Self)
    }

    /// The text.
    #[must_use]
    pub fn get(&self) -> &str {
        self.0.get()
    }

    /// The value that the text spells.
    ///
    /// # Errors
    /// Fails if the text is not of that shape.
    pub fn parse<'a, T: Deserialize<'a>>(&'a self) -> Result<T, serde_json::Error> {
        serde_json::from_str(self.get())
    }
}

impl PartialEq for Json {
    fn eq(&self, other: &Self) -> bool {
        self.get() == other.get()
    }
}

impl Eq for Json {}

impl ToSql<DbJson, Pg> for Json {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Pg>) -> serialize::Result {
        out.write_all(self.get().as_bytes())?;
        Ok(IsNull::No)
    }
}

impl ToSql<DbJson, Sqlite> for Json {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Sqlite>) -> serialize::Result {
        out.set_value(self.get());
        Ok(IsNull::No)
    }
}

impl FromSql<DbJson, Pg> for Json {
    fn from_sql(value: PgValue<'_>) -> deserialize::Result<Self> {
        Ok(Self(RawValue::from_string(std::str::from_utf8(value.as_bytes())?.to_owned())?))
    }
}

impl FromSql<DbJson, Sqlite> for Json {
    fn from_sql(mut value: SqliteValue<'_, '_, '_>) -> deserialize::Result<Self> {
        Ok(Self(RawValue::from_string(value.read_text().to_owned())?))
    }
}

on_both_backends!(DbJson, Json);

/// The text of a JSON column, unread, for whoever only hashes it.
#[derive(Clone, Debug, PartialEq, Eq, FromSqlRow)]
pub struct JsonText(pub String);

impl FromSql<DbJson, Pg> for JsonText {
    fn from_sql(value: PgValue<'_>) -> deserialize::Result<Self> {
        Ok(Self(std::str::from_utf8(value.as_bytes())?.to_owned()))
    }
}

impl FromSql<DbJson, Sqlite> for JsonText {
    fn from_sql(mut value: SqliteValue<'_, '_, '_>) -> deserialize::Result<Self> {
        Ok(Self(value.read_text().to_owned()))
    }
}

/// The text of a column whatever its bytes are: what is not UTF-8 shows as `U+FFFD`. For whoever
/// looks for what was altered, and must be able to name it.
#[derive(Clone, Debug, PartialEq, Eq, FromSqlRow)]
pub struct LossyText(pub String);

impl FromSql<Text, Pg> for LossyText {
    fn from_sql(value: PgValue<'_>) -> deserialize::Result<Self> {
        Ok(Self(String::from_utf8_lossy(value.as_bytes()).into_owned()))
    }
}

impl FromSql<Text, Sqlite> for LossyText {
    fn from_sql(mut value: SqliteValue<'_, '_, '_>) -> deserialize::Result<Self> {
        Ok(Self(value.read_text().to_owned()))
    }
}

on_both_backends_read!(Text, LossyText);

impl From<LossyText> for String {
    fn from(text: LossyText) -> Self {
        text.0
    }
}
