//! Queries whose text is made once.
//!
//! A connection over several backends has diesel (2.3.14) make the text of a query each time that
//! it is walked: where its values are collected, where it is asked whether the statement may be
//! kept, and where that is looked up. The text of a [`WordedQuery`] is made once; if the type of
//! the query says all of it, once as long as the process runs. It is for what is asked most.

use super::connection::{Connection, MultiBackend};
use diesel::RunQueryDsl;
use diesel::backend::Backend as DieselBackend;
use diesel::internal::derives::multiconnection::AstPassHelper as _;
use diesel::pg::PgQueryBuilder;
use diesel::query_builder::{AstPass, Query, QueryBuilder as _, QueryFragment, QueryId};
use diesel::result::QueryResult;
use diesel::sqlite::query_builder::SqliteQueryBuilder;
use std::any::TypeId;
use std::collections::HashMap;
use std::sync::{Arc, LazyLock, RwLock};

type Builder = <MultiBackend as DieselBackend>::QueryBuilder;

/// A query with its text.
pub struct WordedQuery<Inner> {
    inner: Inner,
    wording: Wording,
}

/// The text of a query for one backend.
#[derive(Clone)]
struct Wording {
    text: Arc<str>,
    /// Whether the statement may be kept, once it is prepared.
    is_kept: bool,
}

type Wordings = RwLock<HashMap<(TypeId, bool), Wording>>;

/// A query, worded for the backend of this connection.
///
/// # Errors
/// Fails if the query cannot be said to it.
pub fn worded<Inner>(connection: &Connection, inner: Inner) -> QueryResult<WordedQuery<Inner>>
where
    Inner: QueryFragment<MultiBackend> + QueryId,
{
    static KNOWN: LazyLock<Wordings> = LazyLock::new(Wordings::default);
    let key = Inner::query_id().map(|id| (id, matches!(connection, Connection::Pg(_))));
    let known = key.and_then(|key| KNOWN.read().ok()?.get(&key).cloned());
    if let Some(wording) = known {
        return Ok(WordedQuery { inner, wording });
    }
    let wording = wording(connection, &inner)?;
    if let (Some(key), Ok(mut known)) = (key, KNOWN.write()) {
        known.insert(key, wording.clone());
    }
    Ok(WordedQuery { inner, wording })
}

impl<Inner> WordedQuery<Inner> {
    /// The same, to be kept as a prepared statement although diesel would prepare it anew each
    /// time: a change, a new row, a list of values. It is for texts of which there are few.
    #[must_use]
    pub fn kept(mut self) -> Self {
        self.wording.is_kept = true;
        self
    }

    /// [`WordedQuery::kept`], where this text is one of few: of a list that has one value, for
    /// instance, and not of one that may have any number.
    #[must_use]
    pub fn kept_if(self, is_one_of_few: bool) -> Self {
        if is_one_of_few { self.kept() } else { self }
    }
}

fn wording(connection: &Connection, query: &impl QueryFragment<MultiBackend>) -> QueryResult<Wording> {
    let (backend, mut builder) = match connection {
        Connection::Pg(_) => (MultiBackend::Pg(diesel::pg::Pg), Builder::Pg(PgQueryBuilder::default())),
        Connection::Sqlite(_) => {
            (MultiBackend::Sqlite(diesel::sqlite::Sqlite), Builder::Sqlite(SqliteQueryBuilder::default()))
        }
    };
    query.to_sql(&mut builder, &backend)?;
    let is_kept = query.is_safe_to_cache_prepared(&backend)?;
    Ok(Wording { text: builder.finish().into(), is_kept })
}

impl<Inner: QueryFragment<MultiBackend>> QueryFragment<MultiBackend> for WordedQuery<Inner> {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, MultiBackend>) -> QueryResult<()> {
        if !self.wording.is_kept {
            out.unsafe_to_cache_prepared();
        }
        if out.bind_collector().is_some() || out.debug_binds().is_some() {
            return self.inner.walk_ast(out);
        }
        out.push_sql(&self.wording.text);
        Ok(())
    }
}

impl<Inner: QueryId> QueryId for WordedQuery<Inner> {
    type QueryId = Inner::QueryId;
    const HAS_STATIC_QUERY_ID: bool = Inner::HAS_STATIC_QUERY_ID;
}

impl<Inner: Query> Query for WordedQuery<Inner> {
    type SqlType = Inner::SqlType;
}

impl<Inner> RunQueryDsl<Connection> for WordedQuery<Inner> {}
