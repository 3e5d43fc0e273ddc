//! Rows of notifications, as far as their mail goes.

#![expect(missing_docs, reason = "the fields of a row are the columns of its table")]

use crate::db::Connection;
use crate::db::schema::{cases, deadlines, hearings, notifications};
use crate::db::types::Instant;
use crate::duties::deadlines::model::DeadlineStatus;
use crate::duties::notifications::model::{MailState, NotificationKind};
use crate::error::Result;
use crate::ids::{CaseId, NotificationId, OrganizationId, UserId};
use crate::matters::hearings::HearingRow;
use chrono::NaiveDate;
use diesel::prelude::*;

/// A notification whose mail is due, with what it is about.
#[derive(Clone, Debug, PartialEq, Eq, Queryable)]
pub struct DueMailRow {
    pub notification: MailedRow,
    pub case: CaseColumns,
    /// The deadline, if it is about one.
    pub deadline: Option<DeadlineColumns>,
    /// The hearing, if it is about one.
    pub hearing: Option<HearingRow>,
}

#[derive(Clone, Debug, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = notifications)]
pub struct MailedRow {
    pub id: NotificationId,
    pub user_id: UserId,
    pub kind: NotificationKind,
    pub watch_on: NaiveDate,
    pub step: i16,
    pub created_at: Instant,
    pub mail_attempts: i16,
}

#[derive(Clone, Debug, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = cases)]
pub struct CaseColumns {
    pub id: CaseId,
    pub organization_id: OrganizationId,
    pub classification: i16,
    pub file_number: Option<String>,
    pub proceeding: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = deadlines)]
pub struct DeadlineColumns {
    pub rule: String,
    pub rule_version: String,
    pub status: DeadlineStatus,
    pub watch_on: NaiveDate,
    pub due_on: Option<NaiveDate>,
    pub safe_on: Option<NaiveDate>,
    pub arguable_latest_on: Option<NaiveDate>,
    pub responsible_user_id: Option<UserId>,
    pub accountable_user_id: Option<UserId>,
}

/// The mail that has been due for the longest: that waits, or whose sender did not come back. What
/// this process does not know is left to one that does.
pub fn next_due(connection: &mut Connection, now: Instant) -> Result<Option<DueMailRow>> {
    let open = [MailState::Pending, MailState::Sending];
    let rows = notifications::table
        .inner_join(cases::table)
        .left_join(deadlines::table)
        .left_join(hearings::table)
        .filter(notifications::mail_state.eq_any(open))
        .filter(notifications::kind.eq_any(NotificationKind::ALL))
        .filter(notifications::mail_next_at.le(now));
    Ok(rows
        .order((notifications::mail_next_at, notifications::id))
        .select((
            MailedRow::as_select(),
            CaseColumns::as_select(),
            Option::<DeadlineColumns>::as_select(),
            Option::<HearingRow>::as_select(),
        ))
        .first(connection)
        .optional()?)
}

/// Writes the state of a mail that was tried this often before, and says whether it was still so.
pub fn set(
    connection: &mut Connection,
    id: NotificationId,
    tried_before: i16,
    state: MailState,
    attempts: i16,
    next_at: Option<Instant>,
) -> Result<bool> {
    let row = notifications::table
        .filter(notifications::id.eq(id))
        .filter(notifications::mail_attempts.eq(tried_before));
    let set = (
        notifications::mail_state.eq(state),
        notifications::mail_attempts.eq(attempts),
        notifications::mail_next_at.eq(next_at),
    );
    Ok(diesel::update(row).set(set).execute(connection)? == 1)
}

/// Calls back all mail that waits or was claimed, and returns how many there were.
pub fn call_back(connection: &mut Connection) -> Result<usize> {
    let open = [MailState::Pending, MailState::Sending];
    let rows = notifications::table.filter(notifications::mail_state.eq_any(open));
    let set =
        (notifications::mail_state.eq(MailState::None), notifications::mail_next_at.eq(None::<Instant>));
    Ok(diesel::update(rows).set(set).execute(connection)?)
}
