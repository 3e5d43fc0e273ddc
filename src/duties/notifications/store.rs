//! Rows of notifications.

#![expect(missing_docs, reason = "the fields of a row are the columns of its table")]

use super::model::{MailState, NotificationKind};
use crate::access::confidentiality::Confidentiality;
use crate::access::context::Context;
use crate::access::dialect::QueryShape;
use crate::access::visibility::visible;
use crate::db::Connection;
use crate::db::connection::MultiBackend;
use crate::db::dialect::bulk;
use crate::db::schema::{cases, deadlines, hearings, notifications};
use crate::db::types::Instant;
use crate::error::{Error, Result};
use crate::ids::{CaseId, DeadlineId, HearingId, NotificationId, UserId};
use crate::matters::cases::views;
use crate::matters::hearings::HearingRow;
use chrono::NaiveDate;
use diesel::prelude::*;
use diesel::sql_types::Bool;

/// A notification, as its reader sees it.
#[derive(Clone, Debug, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = notifications)]
pub struct NotificationRow {
    pub id: NotificationId,
    pub user_id: UserId,
    pub deadline_id: Option<DeadlineId>,
    pub case_id: CaseId,
    pub kind: NotificationKind,
    pub watch_on: NaiveDate,
    pub step: i16,
    pub created_at: Instant,
    pub read_at: Option<Instant>,
    pub snoozed_until: Option<Instant>,
    pub version: i64,
    pub hearing_id: Option<HearingId>,
}

/// A notification with what it is about, as its reader is shown it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ShownRow {
    pub notification: NotificationRow,
    pub file_number: Option<String>,
    pub style_of_cause: String,
    pub rule: Option<String>,
    pub due_on: Option<NaiveDate>,
    /// The hearing, as its reader is shown it, and the proceeding that it is of.
    pub hearing: Option<(HearingRow, String)>,
    /// Whether initials stand in the style of cause in place of names.
    pub is_partial: bool,
}

type NotificationColumns =
    (NotificationRow, HeadedColumns, Option<String>, Option<NaiveDate>, Confidentiality, Option<HearingRow>);

/// The court's number of a case, its style of cause and its proceeding.
type HeadedColumns = (Option<String>, String, String);

/// A notification that is to be made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewNotification {
    pub id: NotificationId,
    pub user_id: UserId,
    pub deadline_id: Option<DeadlineId>,
    pub hearing_id: Option<HearingId>,
    pub case_id: CaseId,
    pub kind: NotificationKind,
    pub watch_on: NaiveDate,
    pub step: i16,
    pub created_at: Instant,
    pub mail: MailState,
}

/// The notifications that are listed.
#[derive(Clone, Copy, Debug, Default)]
pub struct NotificationFilter {
    /// Whether only those that were not read are listed, or only those that were.
    pub unread: Option<bool>,
    pub kind: Option<NotificationKind>,
    /// Whether those that come back later are listed, too.
    pub snoozed: bool,
}

type NotificationJoin = diesel::helper_types::LeftJoinQuerySource<
    diesel::helper_types::LeftJoinQuerySource<
        diesel::helper_types::InnerJoinQuerySource<notifications::table, cases::table>,
        deadlines::table,
    >,
    hearings::table,
>;
/// Notifications with their cases, and with what each is about.
macro_rules! joined {
    () => {
        notifications::table.inner_join(cases::table).left_join(deadlines::table).left_join(hearings::table)
    };
}

type NotificationCondition = Box<dyn BoxableExpression<NotificationJoin, MultiBackend, SqlType = Bool>>;

/// The notifications that the caller may read: their own, of the cases that they may see now.
fn readable(caller: &Context) -> NotificationCondition {
    let own = notifications::user_id.eq(caller.user.id);
    Box::new(own.and(visible::<NotificationJoin>(caller, QueryShape::Row)))
}

fn conditions(caller: &Context, filter: NotificationFilter) -> Vec<NotificationCondition> {
    let mut all = vec![readable(caller)];
    match filter.unread {
        Some(true) => all.push(Box::new(notifications::read_at.is_null())),
        Some(false) => all.push(Box::new(notifications::read_at.is_not_null())),
        None => {}
    }
    if let Some(kind) = filter.kind {
        all.push(Box::new(notifications::kind.eq(kind)));
    }
    if !filter.snoozed {
        let is_back = notifications::snoozed_until.le(caller.now).assume_not_null();
        all.push(Box::new(notifications::snoozed_until.is_null().or(is_back)));
    }
    all
}

/// A page of the caller's notifications, the newest first. `le` beside the `or` is what lets the
/// index be entered in the middle.
pub fn list(
    connection: &mut Connection,
    caller: &Context,
    filter: NotificationFilter,
    before: Option<(Instant, NotificationId)>,
    limit: i64,
) -> Result<Vec<ShownRow>> {
    let mut query = joined!().into_boxed();
    for condition in conditions(caller, filter) {
        query = query.filter(condition);
    }
    if let Some((at, id)) = before {
        query = query
            .filter(notifications::created_at.le(at))
            .filter(notifications::created_at.lt(at).or(notifications::id.lt(id)));
    }
    let rows = query
        .order((notifications::created_at.desc(), notifications::id.desc()))
        .limit(limit)
        .select((
            NotificationRow::as_select(),
            (cases::file_number, cases::style_of_cause, cases::proceeding),
            deadlines::rule.nullable(),
            deadlines::due_on.nullable(),
            cases::confidentiality,
            Option::<HearingRow>::as_select(),
        ))
        .load(connection)?;
    shown(connection, caller, rows)
}

/// Adds the styles of cause that the caller is shown.
fn shown(
    connection: &mut Connection,
    caller: &Context,
    rows: Vec<NotificationColumns>,
) -> Result<Vec<ShownRow>> {
    let orders = rows.iter().map(|(notification, .., order, _)| (notification.case_id, *order));
    let views = views::of_page(connection, caller, orders)?;
    let one = |(notification, headed, rule, due_on, _, hearing): NotificationColumns| {
        let view = views.of(notification.case_id);
        let (file_number, style, proceeding) = headed;
        let style_of_cause = view.style(&style).into_owned();
        let hearing =
            hearing.map(|row| (HearingRow { place: view.text(row.place.clone()), ..row }, proceeding));
        ShownRow { notification, file_number, style_of_cause, rule, due_on, hearing, is_partial: !view.names }
    };
    Ok(rows.into_iter().map(one).collect())
}

/// The number of the caller's notifications that the filter lets through.
pub fn count(connection: &mut Connection, caller: &Context, filter: NotificationFilter) -> Result<i64> {
    let mut query = joined!().into_boxed();
    for condition in conditions(caller, filter) {
        query = query.filter(condition);
    }
    Ok(query.count().get_result(connection)?)
}

/// The caller's notification with this id.
///
/// # Errors
/// 404 where the caller has no such notification, or may not see its case any more.
pub fn find(connection: &mut Connection, caller: &Context, id: NotificationId) -> Result<ShownRow> {
    let row = joined!().filter(notifications::id.eq(id)).filter(readable(caller));
    let found = row
        .select((
            NotificationRow::as_select(),
            (cases::file_number, cases::style_of_cause, cases::proceeding),
            deadlines::rule.nullable(),
            deadlines::due_on.nullable(),
            cases::confidentiality,
            Option::<HearingRow>::as_select(),
        ))
        .first(connection)?;
    shown(connection, caller, vec![found])?.pop().ok_or_else(Error::not_found)
}

/// The people who have been told this of a case, and have not read it yet.
pub fn unread_by(connection: &mut Connection, case: CaseId, kind: NotificationKind) -> Result<Vec<UserId>> {
    let rows = notifications::table
        .filter(notifications::case_id.eq(case))
        .filter(notifications::kind.eq(kind))
        .filter(notifications::read_at.is_null());
    Ok(rows.select(notifications::user_id).load(connection)?)
}

/// Writes what its reader did, and says whether the row was still of the version before.
pub fn update(connection: &mut Connection, changed: &NotificationRow, before: i64) -> Result<bool> {
    let row = notifications::table
        .filter(notifications::id.eq(changed.id))
        .filter(notifications::version.eq(before));
    let set = (
        notifications::read_at.eq(changed.read_at),
        notifications::snoozed_until.eq(changed.snoozed_until),
        notifications::version.eq(changed.version),
    );
    Ok(diesel::update(row).set(set).execute(connection)? == 1)
}

const COLUMNS: [bulk::Column; 13] = [
    ("id", "uuid"),
    ("user_id", "uuid"),
    ("deadline_id", "uuid"),
    ("hearing_id", "uuid"),
    ("case_id", "uuid"),
    ("kind", "text"),
    ("watch_on", "date"),
    ("step", "smallint"),
    ("created_at", "timestamptz"),
    ("mail_state", "text"),
    ("mail_attempts", "smallint"),
    ("mail_next_at", "timestamptz"),
    ("version", "bigint"),
];

/// Adds notifications, of which one that is there already is left alone, and returns how many were
/// added.
pub fn insert(connection: &mut Connection, rows: &[NewNotification]) -> Result<usize> {
    let values = |row: &NewNotification| {
        let mail_next_at = (row.mail == MailState::Pending).then(|| row.created_at.written());
        vec![
            Some(row.id.to_string()),
            Some(row.user_id.to_string()),
            row.deadline_id.map(|id| id.to_string()),
            row.hearing_id.map(|id| id.to_string()),
            Some(row.case_id.to_string()),
            Some(row.kind.code().to_owned()),
            Some(row.watch_on.to_string()),
            Some(row.step.to_string()),
            Some(row.created_at.written()),
            Some(row.mail.code().to_owned()),
            Some("0".to_owned()),
            mail_next_at,
            Some("1".to_owned()),
        ]
    };
    let rows: Vec<_> = rows.iter().map(values).collect();
    bulk::insert_missing(connection, "notifications", &COLUMNS, &rows)
}
