//! Rows of feeds, and of what they show.

#![expect(missing_docs, reason = "the fields of a row are the columns of its table")]

use super::model::FeedScope;
use crate::access::context::Context;
use crate::access::dialect::QueryShape;
use crate::access::permissions::RoleScope;
use crate::access::visibility::visible;
use crate::db::Connection;
use crate::db::connection::MultiBackend;
use crate::db::schema::{cases, deadlines, feeds};
use crate::db::types::Instant;
use crate::duties::deadlines::computation::NO_DATE;
use crate::duties::deadlines::model::DeadlineStatus;
use crate::error::Result;
use crate::ids::{CaseId, DeadlineId, FeedId, GroupId, UserId};
use crate::law::proceedings::{Actor, Side};
use crate::text::Language;
use chrono::NaiveDate;
use diesel::prelude::*;

/// A feed, as stored: never its secret.
#[derive(Clone, Debug, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = feeds)]
pub struct FeedRow {
    pub id: FeedId,
    pub user_id: UserId,
    pub scope: FeedScope,
    pub case_id: Option<CaseId>,
    pub language: Language,
    pub token_hash: Vec<u8>,
    pub created_at: Instant,
    pub revoked_at: Option<Instant>,
    pub version: i64,
    pub group_id: Option<GroupId>,
}

/// An open deadline, as a feed shows it.
#[derive(Clone, Debug, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = deadlines)]
pub struct PlannedRow {
    pub id: DeadlineId,
    pub case_id: CaseId,
    pub rule: String,
    pub rule_version: String,
    pub actor: Actor,
    pub due_on: Option<NaiveDate>,
    pub due_at: Option<String>,
    pub safe_on: Option<NaiveDate>,
    pub arguable_latest_on: Option<NaiveDate>,
    pub watch_on: NaiveDate,
    pub version: i64,
    pub created_at: Instant,
    pub updated_at: Instant,
    #[diesel(embed)]
    pub case: FileRow,
}

/// The part of a case that a feed shows with a deadline, and the version of it.
#[derive(Clone, Debug, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = cases)]
pub struct FileRow {
    pub file_number: Option<String>,
    pub proceeding: String,
    pub office: Option<String>,
    pub office_as: Option<String>,
    pub side: Side,
    pub version: i64,
    pub updated_at: Instant,
}

/// The deadlines that a feed shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FeedContent {
    /// The deadlines that this user has to meet, or answers for.
    OfUser(UserId),
    /// The deadlines of this case.
    OfCase(CaseId),
    /// The deadlines that this group has to meet, or answers for.
    OfGroup(GroupId),
}

/// The most that a feed shows: what no person could have before them, and a calendar program can
/// still hold.
pub const MOST: i64 = 2000;

type FeedsQuery = feeds::BoxedQuery<'static, MultiBackend>;

/// The caller's own feeds, but for those of cases that they may not see now.
fn own(connection: &mut Connection, caller: &Context) -> Result<FeedsQuery> {
    let of_caller = feeds::table.filter(feeds::user_id.eq(caller.user.id));
    let of_cases = of_caller.filter(feeds::case_id.is_not_null()).select(feeds::case_id.assume_not_null());
    let named: Vec<CaseId> = of_cases.distinct().load(connection)?;
    if named.is_empty() {
        return Ok(of_caller.into_boxed());
    }
    let seen = cases::table.filter(cases::id.eq_any(named));
    let seen: Vec<CaseId> =
        seen.filter(visible::<cases::table>(caller, QueryShape::Row)).select(cases::id).load(connection)?;
    let seen = feeds::case_id.eq_any(seen.into_iter().map(Some)).assume_not_null();
    Ok(of_caller.filter(feeds::case_id.is_null().or(seen)).into_boxed())
}

/// A page of the caller's feeds, the newest first.
pub fn list(
    connection: &mut Connection,
    caller: &Context,
    before: Option<FeedId>,
    limit: i64,
) -> Result<Vec<FeedRow>> {
    let mut query = own(connection, caller)?;
    if let Some(before) = before {
        query = query.filter(feeds::id.lt(before));
    }
    Ok(query.order(feeds::id.desc()).limit(limit).select(FeedRow::as_select()).load(connection)?)
}

/// Counts the caller's feeds.
pub fn count(connection: &mut Connection, caller: &Context) -> Result<i64> {
    Ok(own(connection, caller)?.count().get_result(connection)?)
}

/// The feed of the caller with this id.
///
/// # Errors
/// 404 where the caller has no such feed, or it is of a case that they may not see now.
pub fn find(connection: &mut Connection, caller: &Context, id: FeedId) -> Result<FeedRow> {
    let found = own(connection, caller)?.filter(feeds::id.eq(id));
    Ok(found.select(FeedRow::as_select()).first(connection)?)
}

/// The feed of this secret, by its hash, if it was not revoked.
///
/// # Errors
/// 404 where there is none.
pub fn find_by_hash(connection: &mut Connection, hash: &[u8]) -> Result<FeedRow> {
    let found = feeds::table.filter(feeds::token_hash.eq(hash)).filter(feeds::revoked_at.is_null());
    Ok(found.select(FeedRow::as_select()).first(connection)?)
}

/// Inserts a feed.
pub fn insert(connection: &mut Connection, feed: &FeedRow) -> Result<()> {
    diesel::insert_into(feeds::table).values(feed).execute(connection)?;
    Ok(())
}

/// Whether the row was still of the version before.
pub fn revoke(connection: &mut Connection, revoked: &FeedRow, before: i64) -> Result<bool> {
    let row = feeds::table.filter(feeds::id.eq(revoked.id)).filter(feeds::version.eq(before));
    let set = (feeds::revoked_at.eq(revoked.revoked_at), feeds::version.eq(revoked.version));
    Ok(diesel::update(row).set(set).execute(connection)? == 1)
}

type FeedJoin = diesel::helper_types::InnerJoinQuerySource<deadlines::table, cases::table>;

/// The open deadlines with a date that a feed shows, of the cases that the caller may see, the
/// soonest first.
pub fn planned(connection: &mut Connection, caller: &Context, shown: FeedContent) -> Result<Vec<PlannedRow>> {
    // Whoever sees only the cases that they hold has few of those: they are found first, and their
    // deadlines from there.
    let asked = match (shown, caller.user.role.scope()) {
        (FeedContent::OfUser(_) | FeedContent::OfGroup(_), RoleScope::Assigned) => QueryShape::List,
        _ => QueryShape::Row,
    };
    let mut query = deadlines::table
        .inner_join(cases::table)
        .filter(visible::<FeedJoin>(caller, asked))
        .filter(deadlines::status.eq(DeadlineStatus::Open))
        .filter(deadlines::watch_on.lt(NO_DATE))
        .into_boxed();
    query = match shown {
        FeedContent::OfCase(case) => query.filter(deadlines::case_id.eq(case)),
        FeedContent::OfUser(user) => query.filter(
            deadlines::responsible_user_id
                .eq(user)
                .assume_not_null()
                .or(deadlines::accountable_user_id.eq(user).assume_not_null()),
        ),
        FeedContent::OfGroup(group) => query.filter(
            deadlines::responsible_group_id
                .eq(group)
                .assume_not_null()
                .or(deadlines::accountable_group_id.eq(group).assume_not_null()),
        ),
    };
    // What visibility says of the case, said once more of the deadline, where its index can use it.
    if let Some(organization) = caller.confined_to() {
        query = query.filter(deadlines::organization_id.eq(organization));
    }
    Ok(query
        .order((deadlines::watch_on.asc(), deadlines::id.asc()))
        .limit(MOST)
        .select(PlannedRow::as_select())
        .load(connection)?)
}

/// Revokes all feeds of everybody, and returns how many there were.
pub fn revoke_all(connection: &mut Connection, now: Instant) -> Result<usize> {
    let rows = feeds::table.filter(feeds::revoked_at.is_null());
    let revoked = (feeds::revoked_at.eq(now), feeds::version.eq(feeds::version + 1));
    Ok(diesel::update(rows).set(revoked).execute(connection)?)
}
