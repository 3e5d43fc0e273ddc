//! The journal across cases: the entries of the cases that a caller may see, and of the people, the
//! groups and the organisation to which the caller belongs; of each, what was done that the caller
//! may read of ([`crate::journal::actions`]).

use crate::access::context::Context;
use crate::access::dialect::QueryShape;
use crate::access::permissions::Permission;
use crate::access::visibility::visible;
use crate::db::Connection;
use crate::db::connection::MultiBackend;
use crate::db::schema::{cases, groups, journal, users};
use crate::db::types::Instant;
use crate::error::{Error, Result};
use crate::ids::CaseId;
use crate::insight::audit::changes::opening;
use crate::journal::actions::{kept_from, readable};
use crate::journal::model::{EntryKind, Subject};
use crate::journal::store::EntryRow;
use diesel::dsl::{InnerJoinQuerySource, sql};
use diesel::prelude::*;
use diesel::sql_types::{Bool, Text};

/// The entries that are listed.
#[derive(Clone, Debug, Default)]
pub struct JournalFilter {
    /// Only entries of this kind.
    pub kind: Option<EntryKind>,
    /// Only entries in this chain, as it is written.
    pub subject: Option<String>,
    /// Only entries by this author, as it is written.
    pub actor: Option<String>,
    /// Only entries of this act.
    pub action: Option<String>,
    /// Only entries made at this instant or later.
    pub from: Option<Instant>,
    /// Only entries made before this instant.
    pub until: Option<Instant>,
    /// The one of this sequence number.
    pub sequence: Option<i64>,
}

type JournalJoin = InnerJoinQuerySource<journal::table, cases::table>;

/// The entries of cases, and those of everything else: two queries, each of which reads an index
/// from its end, where an `or` over both would read all of it.
macro_rules! sides {
    ($caller:expr, $filter:expr, $before:expr) => {{
        let visible = visible::<JournalJoin>($caller, QueryShape::Row);
        let of_cases = journal::table.inner_join(cases::table).filter(visible).into_boxed();
        let elsewhere = journal::table.filter(journal::case_id.is_null()).filter(own($caller)).into_boxed();
        (
            narrowed!(readable!(of_cases, &$caller.user), $filter, $before),
            narrowed!(readable!(elsewhere, &$caller.user), $filter, $before),
        )
    }};
}

macro_rules! narrowed {
    ($query:expr, $filter:expr, $before:expr) => {{
        let (mut query, filter, before): (_, &JournalFilter, Option<i64>) = ($query, $filter, $before);
        if let Some(kind) = filter.kind {
            query = query.filter(journal::kind.eq(kind));
        }
        if let Some(subject) = filter.subject.clone() {
            query = query.filter(journal::subject.eq(subject));
        }
        if let Some(actor) = filter.actor.clone() {
            query = query.filter(journal::actor.eq(actor));
        }
        if let Some(action) = filter.action.clone() {
            query = query.filter(journal::action.eq(action));
        }
        if let Some(from) = filter.from {
            query = query.filter(journal::at.ge(from));
        }
        if let Some(until) = filter.until {
            query = query.filter(journal::at.lt(until));
        }
        if let Some(sequence) = filter.sequence {
            query = query.filter(journal::sequence.eq(sequence));
        }
        if let Some(before) = before {
            query = query.filter(journal::sequence.lt(before));
        }
        query
    }};
}

/// A condition on the rows of a query.
type RowCondition<Rows> = Box<dyn BoxableExpression<Rows, MultiBackend, SqlType = Bool>>;
type JournalCondition = RowCondition<journal::table>;

/// The entries about the caller's own organisation, its people and groups, and the service as a
/// whole.
fn own(caller: &Context) -> JournalCondition {
    let organization = caller.user.organization_id;
    let people = users::table
        .filter(users::organization_id.eq(organization))
        .select(sql::<Text>("'user:' || cast(users.id as text)"));
    let groups = groups::table
        .filter(groups::organization_id.eq(organization))
        .select(sql::<Text>("'group:' || cast(groups.id as text)"));
    let whole = [Subject::Organization(organization), Subject::Service].map(|subject| subject.to_string());
    Box::new(
        journal::subject
            .eq_any(whole)
            .or(journal::subject.eq_any(people))
            .or(journal::subject.eq_any(groups)),
    )
}

/// A page of the entries that the caller may see, the latest first, before a sequence number.
pub fn list(
    connection: &mut Connection,
    caller: &Context,
    filter: &JournalFilter,
    before: Option<i64>,
    limit: i64,
) -> Result<Vec<EntryRow>> {
    let (of_cases, elsewhere) = sides!(caller, filter, before);
    let latest = journal::sequence.desc();
    let mut entries: Vec<EntryRow> =
        of_cases.order(latest).limit(limit).select(EntryRow::as_select()).load(connection)?;
    let elsewhere: Vec<EntryRow> =
        elsewhere.order(latest).limit(limit).select(EntryRow::as_select()).load(connection)?;
    entries.extend(elsewhere);
    entries.sort_by_key(|entry| std::cmp::Reverse(entry.sequence));
    entries.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
    Ok(entries)
}

/// The changes that somebody follows.
#[derive(Clone, Debug, Default)]
pub struct WantedChanges {
    /// Only these types of changes, if that is said.
    pub types: Option<Vec<String>>,
    /// Only the changes of this case.
    pub case: Option<CaseId>,
}

/// A stretch of the journal as it is followed.
pub struct Following<'a> {
    /// What is followed.
    pub followed: &'a WantedChanges,
    /// Only entries after this sequence number.
    pub after: i64,
    /// Only entries up to this sequence number.
    pub until: i64,
    /// Only entries of these sequence numbers, if that is said.
    pub only: Option<&'a [i64]>,
}

/// A query over the journal, narrowed to the writes of a stretch that the caller is told of: those
/// of the types that are followed of which they may read, and those that may have opened something
/// to them.
macro_rules! followed {
    ($query:expr, $caller:expr, $span:expr) => {{
        let (caller, span): (&Context, &Following<'_>) = ($caller, $span);
        let mut told: RowCondition<_> = Box::new(sql::<Bool>("1 = 1"));
        if let Some(types) = &span.followed.types {
            let mut wanted: RowCondition<_> = Box::new(journal::action.eq_any(types.clone()));
            for noun in types.iter().filter(|name| !name.contains('.')) {
                wanted = Box::new(wanted.or(journal::action.like(format!("{noun}.%"))));
            }
            told = wanted;
        }
        let (acts, nouns) = kept_from(&caller.user);
        if !acts.is_empty() {
            told = Box::new(told.and(journal::action.ne_all(acts)));
        }
        for noun in nouns {
            told = Box::new(told.and(journal::action.not_like(noun)));
        }
        let mut opening: RowCondition<_> = Box::new(journal::action.eq_any(opening::ACTS));
        for noun in opening::NOUNS {
            opening = Box::new(opening.or(journal::action.like(format!("{noun}.%"))));
        }
        let only: RowCondition<_> = match span.only {
            Some(only) => Box::new(journal::sequence.eq_any(only.to_vec())),
            None => Box::new(sql::<Bool>("1 = 1")),
        };
        $query
            .filter(only)
            .filter(journal::kind.eq(EntryKind::Write).or(journal::action.eq(opening::POLICY)))
            .filter(journal::sequence.gt(span.after))
            .filter(journal::sequence.le(span.until))
            .filter(told.or(opening))
    }};
}

/// The first entries of a stretch that the caller is told of, the earliest first.
pub fn following(
    connection: &mut Connection,
    caller: &Context,
    span: &Following<'_>,
    limit: i64,
) -> Result<Vec<EntryRow>> {
    let earliest = journal::sequence.asc();
    let visible = visible::<JournalJoin>(caller, QueryShape::Row);
    let mut of_cases = journal::table.inner_join(cases::table).filter(visible).into_boxed();
    if let Some(case) = span.followed.case {
        of_cases = of_cases.filter(journal::case_id.eq(case));
    }
    let of_cases = followed!(of_cases, caller, span);
    let mut entries: Vec<EntryRow> =
        of_cases.order(earliest).limit(limit).select(EntryRow::as_select()).load(connection)?;
    if span.followed.case.is_none() {
        let elsewhere = journal::table.filter(journal::case_id.is_null()).filter(own(caller)).into_boxed();
        let elsewhere = if caller.user.may(Permission::ReadWholeJournal) {
            followed!(elsewhere, caller, span)
        } else {
            // What is no case's is for whoever may read the whole journal.
            let none = WantedChanges { types: Some(Vec::new()), case: None };
            followed!(elsewhere, caller, &Following { followed: &none, ..*span })
        };
        let elsewhere: Vec<EntryRow> =
            elsewhere.order(earliest).limit(limit).select(EntryRow::as_select()).load(connection)?;
        entries.extend(elsewhere);
        entries.sort_by_key(|entry| entry.sequence);
        entries.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
    }
    Ok(entries)
}

/// The sequence number of the first entry that was made at an instant or later, if there is one.
pub fn first_since(connection: &mut Connection, from: Instant) -> Result<Option<i64>> {
    let since = journal::table.filter(journal::at.ge(from));
    Ok(since.select(diesel::dsl::min(journal::sequence)).first(connection)?)
}

/// The entry with this sequence number, if the caller may see it.
///
/// # Errors
/// 404 where the caller may not know of it.
pub fn find(connection: &mut Connection, caller: &Context, sequence: i64) -> Result<EntryRow> {
    let filter = JournalFilter { sequence: Some(sequence), ..JournalFilter::default() };
    list(connection, caller, &filter, None, 1)?.pop().ok_or_else(Error::not_found)
}

/// The number of entries that the filter lets through.
pub fn count(connection: &mut Connection, caller: &Context, filter: &JournalFilter) -> Result<i64> {
    let (of_cases, elsewhere) = sides!(caller, filter, None);
    let of_cases: i64 = of_cases.count().get_result(connection)?;
    Ok(of_cases.saturating_add(elsewhere.count().get_result(connection)?))
}
