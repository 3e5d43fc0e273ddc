//! The chains of the journal, in the words of each backend: taking a head, extending it, walking
//! all of them.
//!
//! A round trip is what an entry costs on `PostgreSQL`, so it is appended in two: one takes the
//! head, one moves it and writes the entry.

use crate::db::connection::MultiBackend;
use crate::db::schema::{journal, journal_heads};
use crate::db::types::{DbJson, DbTimestamp, DbUuid, Instant, Json, JsonText, LossyText};
use crate::db::{Connection, worded};
use crate::error::{Error, Result};
use crate::ids::CaseId;
use diesel::connection::{DefaultLoadingMode, SimpleConnection as _};
use diesel::pg::{Pg, PgRowByRowLoadingMode};
use diesel::prelude::*;
use diesel::query_builder::{AstPass, Query, QueryFragment, QueryId};
use diesel::result::QueryResult;
use diesel::sql_types::{BigInt, Nullable, Text};
use std::ops::ControlFlow;

/// An entry, as it is added to its chain.
#[derive(Insertable)]
#[diesel(table_name = journal)]
#[expect(missing_docs, reason = "the fields of a row are the columns of its table")]
pub struct Extension<'a> {
    pub subject: &'a str,
    pub case_id: Option<CaseId>,
    pub action: &'a str,
    pub actor: &'a str,
    pub request_id: &'a str,
    pub at: Instant,
    pub kind: &'a str,
    pub before: Option<&'a Json>,
    pub after: Option<&'a Json>,
    pub position: i64,
    pub previous_hash: &'a str,
    pub hash: &'a str,
    pub digest: &'a str,
}

/// The end of a chain.
#[derive(Clone, Debug, Default, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = journal_heads)]
pub struct End {
    /// The number of entries that it has.
    pub length: i64,
    /// The hash of the last; empty where there is none.
    pub hash: String,
    /// The instant at which the last was made; nothing, if there is none.
    pub last_at: Option<Instant>,
}

/// The end of a chain, locked for the rest of the transaction: two writers of one chain wait for
/// each other. A chain that is not there is begun.
pub fn take_head(connection: &mut Connection, subject: &str) -> Result<End> {
    let head = journal_heads::table.filter(journal_heads::subject.eq(subject));
    match connection {
        Connection::Pg(pg) => {
            let head = head.select(End::as_select()).for_update();
            if let Some(found) = head.first(pg).optional()? {
                return Ok(found);
            }
            diesel::insert_into(journal_heads::table)
                .values(begun(subject))
                .on_conflict_do_nothing()
                .execute(pg)?;
            Ok(head.first(pg)?)
        }
        Connection::Sqlite(sqlite) => {
            if let Some(found) = head.select(End::as_select()).first(sqlite).optional()? {
                return Ok(found);
            }
            diesel::insert_into(journal_heads::table).values(begun(subject)).execute(sqlite)?;
            Ok(End::default())
        }
    }
}

/// [`take_head`] of many chains: where each of these stands that is there, taken in the order of
/// their names, so that two who take several do not wait for each other in a circle.
pub fn take_heads(connection: &mut Connection, subjects: &[&str]) -> Result<Vec<(String, End)>> {
    let heads = journal_heads::table.filter(journal_heads::subject.eq_any(subjects));
    Ok(match connection {
        Connection::Pg(pg) => {
            let heads = heads.select((journal_heads::subject, End::as_select()));
            heads.order(journal_heads::subject).for_update().load(pg)?
        }
        Connection::Sqlite(sqlite) => {
            heads.select((journal_heads::subject, End::as_select())).load(sqlite)?
        }
    })
}

type Begun<'a> = (
    diesel::dsl::Eq<journal_heads::subject, &'a str>,
    diesel::dsl::Eq<journal_heads::length, i64>,
    diesel::dsl::Eq<journal_heads::hash, &'static str>,
);

fn begun(subject: &str) -> Begun<'_> {
    (journal_heads::subject.eq(subject), journal_heads::length.eq(0), journal_heads::hash.eq(""))
}

/// Adds an entry to its chain, and moves the head to it.
pub fn extend(connection: &mut Connection, entry: &Extension<'_>) -> Result<()> {
    if let Connection::Pg(pg) = connection {
        entry.execute(pg)?;
        return Ok(());
    }
    let head = diesel::update(journal_heads::table.filter(journal_heads::subject.eq(entry.subject)));
    let moved = head.set((
        journal_heads::length.eq(entry.position),
        journal_heads::hash.eq(entry.hash),
        journal_heads::last_at.eq(entry.at),
    ));
    worded(connection, moved)?.kept().execute(connection)?;
    let added = diesel::insert_into(journal::table).values(entry);
    worded(connection, added)?.kept().execute(connection)?;
    Ok(())
}

impl QueryId for Extension<'_> {
    type QueryId = ();
    const HAS_STATIC_QUERY_ID: bool = false;
}

impl RunQueryDsl<PgConnection> for &Extension<'_> {}

impl QueryFragment<Pg> for Extension<'_> {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        out.push_sql("with moved as (update journal_heads set length = ");
        out.push_bind_param::<BigInt, _>(&self.position)?;
        out.push_sql(", hash = ");
        out.push_bind_param::<Text, _>(self.hash)?;
        out.push_sql(", last_at = ");
        out.push_bind_param::<DbTimestamp, _>(&self.at)?;
        out.push_sql(" where subject = ");
        out.push_bind_param::<Text, _>(self.subject)?;
        out.push_sql(
            ") insert into journal (subject, case_id, action, actor, request_id, at, kind, before, after, position, \
             previous_hash, hash, digest) values (",
        );
        out.push_bind_param::<Text, _>(self.subject)?;
        out.push_sql(", ");
        out.push_bind_param::<Nullable<DbUuid>, _>(&self.case_id)?;
        for text in [self.action, self.actor, self.request_id] {
            out.push_sql(", ");
            out.push_bind_param::<Text, _>(text)?;
        }
        out.push_sql(", ");
        out.push_bind_param::<DbTimestamp, _>(&self.at)?;
        out.push_sql(", ");
        out.push_bind_param::<Text, _>(self.kind)?;
        out.push_sql(", ");
        out.push_bind_param::<Nullable<DbJson>, _>(&self.before)?;
        out.push_sql(", ");
        out.push_bind_param::<Nullable<DbJson>, _>(&self.after)?;
        out.push_sql(", ");
        out.push_bind_param::<BigInt, _>(&self.position)?;
        for text in [self.previous_hash, self.hash, self.digest] {
            out.push_sql(", ");
            out.push_bind_param::<Text, _>(text)?;
        }
        out.push_sql(")");
        Ok(())
    }
}

/// An entry, as it is walked past: what it says is text, which nobody takes apart.
#[derive(Queryable, Selectable)]
#[diesel(table_name = journal)]
#[expect(missing_docs, reason = "the fields of a row are the columns of its table")]
pub struct Walked {
    pub sequence: i64,
    #[diesel(deserialize_as = LossyText)]
    pub subject: String,
    pub case_id: Option<CaseId>,
    #[diesel(deserialize_as = LossyText)]
    pub action: String,
    #[diesel(deserialize_as = LossyText)]
    pub actor: String,
    #[diesel(deserialize_as = LossyText)]
    pub request_id: String,
    pub at: Instant,
    #[diesel(deserialize_as = LossyText)]
    pub kind: String,
    pub before: Option<JsonText>,
    pub after: Option<JsonText>,
    pub position: i64,
    #[diesel(deserialize_as = LossyText)]
    pub previous_hash: String,
    #[diesel(deserialize_as = LossyText)]
    pub hash: String,
    pub digest: Option<LossyText>,
}

/// Walks past every entry, chain by chain in the order of the bytes of their names, until it is
/// told to stop. One statement, whose rows are never all held at once. An entry that cannot be read
/// is passed over: [`super::shapes`] names it.
pub fn walk(connection: &mut Connection, mut each: impl FnMut(Walked) -> ControlFlow<()>) -> Result<()> {
    let all = journal::table.order((journal::subject.asc(), journal::position.asc()));
    match connection {
        Connection::Pg(pg) => {
            let rows = all.select(Walked::as_select()).load_iter::<Walked, PgRowByRowLoadingMode>(pg)?;
            for row in rows {
                if let Some(entry) = readable(row)?
                    && each(entry).is_break()
                {
                    break;
                }
            }
        }
        Connection::Sqlite(sqlite) => {
            let rows = all.select(Walked::as_select()).load_iter::<Walked, DefaultLoadingMode>(sqlite)?;
            for row in rows {
                if let Some(entry) = readable(row)?
                    && each(entry).is_break()
                {
                    break;
                }
            }
        }
    }
    Ok(())
}

/// The row, or nothing where it holds what cannot be read.
fn readable<T>(row: QueryResult<T>) -> Result<Option<T>> {
    match row {
        Ok(row) => Ok(Some(row)),
        Err(diesel::result::Error::DeserializationError(_)) => Ok(None),
        Err(error) => Err(error.into()),
    }
}

/// Passes the sequence number and the instant of every entry, in the order of the numbers. One
/// statement, whose rows are never all held at once. An entry that cannot be read is passed over.
pub fn times(connection: &mut Connection, mut each: impl FnMut(i64, Instant)) -> Result<()> {
    let all = journal::table.order(journal::sequence.asc()).select((journal::sequence, journal::at));
    match connection {
        Connection::Pg(pg) => {
            for row in all.load_iter::<(i64, Instant), PgRowByRowLoadingMode>(pg)? {
                if let Some((sequence, at)) = readable(row)? {
                    each(sequence, at);
                }
            }
        }
        Connection::Sqlite(sqlite) => {
            for row in all.load_iter::<(i64, Instant), DefaultLoadingMode>(sqlite)? {
                if let Some((sequence, at)) = readable(row)? {
                    each(sequence, at);
                }
            }
        }
    }
    Ok(())
}

/// The places of the chains that moved after the first and up to the last of these sequence
/// numbers, in the order of the bytes of their names: subject, length, hash.
#[derive(Clone, Copy, Debug)]
pub struct Moved {
    /// The position after which entries are taken.
    pub after: i64,
    /// The position up to which entries are taken.
    pub through: i64,
}

impl Query for Moved {
    type SqlType = (Text, BigInt, Text);
}

impl QueryId for Moved {
    type QueryId = ();
    const HAS_STATIC_QUERY_ID: bool = false;
}

impl<Connection> RunQueryDsl<Connection> for Moved {}

impl QueryFragment<MultiBackend> for Moved {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, MultiBackend>) -> QueryResult<()> {
        out.push_sql(
            "select j.subject, j.position, j.hash from (select subject, max(position) as position from journal \
             where sequence > ",
        );
        out.push_bind_param::<BigInt, _>(&self.after)?;
        out.push_sql(" and sequence <= ");
        out.push_bind_param::<BigInt, _>(&self.through)?;
        out.push_sql(
            " group by subject) m join journal j on j.subject = m.subject and j.position = m.position order by j.subject",
        );
        Ok(())
    }
}

/// Waits until everybody who is appending has done, and lets nobody append before the transaction
/// ends: numbers are given in one order and become visible in another. The heads are what is
/// locked, since whoever appends takes one first, and since a role that may not change the journal
/// may lock no more. Five seconds are waited, at most.
///
/// # Errors
/// 503 where somebody appends for longer.
pub fn hold_still(connection: &mut Connection) -> Result<()> {
    if let Connection::Pg(pg) = connection {
        pg.batch_execute(
            "set local lock_timeout = '5s'; lock table journal_heads in exclusive mode; \
             set local lock_timeout = default",
        )
        .map_err(|error| {
            let busy =
                Error::new(crate::error::Code::Unavailable).with_hint(crate::error::Hint::RetryAfter(5));
            busy.with_cause(format!("the journal does not hold still: {error}"))
        })?;
    }
    Ok(())
}

/// Removes from the entries of a case that was disposed of what they said, and returns how many
/// there were.
pub fn empty(connection: &mut Connection, case: CaseId) -> Result<i64> {
    match connection {
        Connection::Pg(pg) => {
            let emptied = diesel::dsl::sql::<BigInt>("empty_journal_of(").bind::<DbUuid, _>(case).sql(")");
            Ok(diesel::select(emptied).get_result(pg)?)
        }
        Connection::Sqlite(sqlite) => {
            let emptied = diesel::sql_query(
                "update journal set before = null, after = null where case_id = ? and subject = 'case:' || case_id \
                 and position <= (select d.entries from disposals d where d.case_id = journal.case_id) \
                 and (before is not null or after is not null)",
            );
            let emptied = emptied.bind::<DbUuid, _>(case).execute(sqlite)?;
            Ok(i64::try_from(emptied).unwrap_or(i64::MAX))
        }
    }
}
