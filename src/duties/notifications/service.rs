//! The acts of a notification's reader: reading it, or putting it off.

use super::api::{Notification, ReadNotification, SnoozeNotification};
use super::audience_store::{Audience, CaseKey};
use super::model::{MailState, NotificationKind};
use super::store::{self, NewNotification, NotificationRow, ShownRow};
use crate::access::context::Context;
use crate::chronology;
use crate::clock::{beginning_of_registry_day, registry_day};
use crate::db::Connection;
use crate::db::types::Instant;
use crate::duties::responsibilities;
use crate::error::{Code, Error, Fault, Result};
use crate::ids::{CaseId, DeadlineId, HearingId, NotificationId, UserId};
use crate::journal::{self, Action, Subject};
use crate::matters::cases::CaseRow;
use crate::people::identity;
use crate::unparsed::Unparsed;
use crate::version::{Precondition, Version};
use chrono::TimeDelta;
use serde::Serialize;

/// The time for which a notification can be put off at most.
const LONGEST_SNOOZE: TimeDelta = TimeDelta::days(90);

/// The journal's record of a notification.
#[derive(Serialize)]
struct NotificationEntry {
    id: NotificationId,
    #[serde(skip_serializing_if = "Option::is_none")]
    deadline_id: Option<DeadlineId>,
    #[serde(skip_serializing_if = "Option::is_none")]
    hearing_id: Option<HearingId>,
    case_id: CaseId,
    #[serde(skip_serializing_if = "Option::is_none")]
    read_at: Option<Instant>,
    #[serde(skip_serializing_if = "Option::is_none")]
    snoozed_until: Option<Instant>,
    version: i64,
}

impl From<&NotificationRow> for NotificationEntry {
    fn from(row: &NotificationRow) -> Self {
        Self {
            id: row.id,
            deadline_id: row.deadline_id,
            hearing_id: row.hearing_id,
            case_id: row.case_id,
            read_at: row.read_at,
            snoozed_until: row.snoozed_until,
            version: row.version,
        }
    }
}

/// Tells people of something that concerns a case and no deadline of it; by mail, too, if they have
/// an address.
pub fn tell(
    connection: &mut Connection,
    now: Instant,
    kind: NotificationKind,
    case: CaseId,
    users: &[UserId],
) -> Result<()> {
    let row = |user: &UserId| NewNotification {
        id: NotificationId::generate(),
        user_id: *user,
        deadline_id: None,
        hearing_id: None,
        case_id: case,
        kind,
        watch_on: registry_day(now),
        step: 0,
        created_at: now,
        mail: MailState::Pending,
    };
    store::insert(connection, &users.iter().map(row).collect::<Vec<_>>()).map(drop)
}

/// [`tell`], but whoever was told so of the case and has not read it yet is not told again.
pub fn tell_once(
    connection: &mut Connection,
    now: Instant,
    kind: NotificationKind,
    case: CaseId,
    users: &[UserId],
) -> Result<()> {
    let knows_already = store::unread_by(connection, case, kind)?;
    let told: Vec<_> = users.iter().filter(|user| !knows_already.contains(user)).copied().collect();
    tell(connection, now, kind, case, &told)
}

/// Tells whoever answers for what binds on a case now; if nobody does, those who direct the
/// litigation of its organisation. The caller is not told of what they did.
pub fn tell_accountable(
    connection: &mut Connection,
    caller: &Context,
    kind: NotificationKind,
    case: &CaseRow,
) -> Result<()> {
    let mut told = responsibilities::service::accountable(connection, case, caller.now)?;
    told.retain(|user| *user != caller.user.id);
    if told.is_empty() {
        told = identity::principals::managers(connection, case.organization_id)?;
        told.retain(|user| *user != caller.user.id);
    }
    tell(connection, caller.now, kind, case.id, &told)
}

/// Tells whoever directs the litigation of a case's organisation that a name in the case is in
/// these others, and that the caller, who entered it, is not shown that: those of them who may read
/// both. Whoever was told so of the case and has not read it yet is not told again.
pub fn tell_of_names(
    connection: &mut Connection,
    caller: &Context,
    case: CaseKey,
    others: &[CaseKey],
) -> Result<()> {
    let all: Vec<_> = others.iter().copied().chain([case]).collect();
    let sight = Audience::read(connection, &[], &all, caller.now)?;
    let knows_already = store::unread_by(connection, case.case_id, NotificationKind::NamesInCommon)?;
    let mut told: Vec<UserId> = sight.managers(case.organization_id).collect();
    told.retain(|user| {
        let may_read = sight.reads_sealed(*user)
            && sight.may_see(*user, case)
            && others.iter().any(|other| sight.may_see(*user, *other));
        may_read && *user != caller.user.id && !knows_already.contains(user)
    });
    tell(connection, caller.now, NotificationKind::NamesInCommon, case.case_id, &told)
}

/// A notification of the caller's own.
///
/// # Errors
/// 404, 403.
pub fn find(connection: &mut Connection, caller: &Context, id: NotificationId) -> Result<Notification> {
    let row = store::find(connection, caller, id)?;
    caller.require_permission()?;
    Ok(row.into())
}

/// Marks a notification as read. One that was read stays as it is.
///
/// # Errors
/// 404, 403, 412, 422.
pub fn read(
    connection: &mut Connection,
    caller: &Context,
    id: NotificationId,
    precondition: &Precondition,
    body: &Unparsed<ReadNotification>,
) -> Result<Notification> {
    let shown = take(connection, caller, id, precondition)?;
    body.parse()?;
    if shown.notification.read_at.is_some() {
        return Ok(shown.into());
    }
    let row =
        NotificationRow { read_at: Some(caller.now), snoozed_until: None, ..shown.notification.clone() };
    keep(connection, caller, shown, row, "notification.read")
}

/// Puts a notification off: it is in no list until then, and unread from then on.
///
/// # Errors
/// 404, 403, 412; 422 where that is not in the future, or too far in it.
pub fn snooze(
    connection: &mut Connection,
    caller: &Context,
    id: NotificationId,
    precondition: &Precondition,
    body: &Unparsed<SnoozeNotification>,
) -> Result<Notification> {
    let shown = take(connection, caller, id, precondition)?;
    let until = body.parse()?.until;
    let until = instant_of(&until).ok_or_else(|| {
        refused(
            "invalid_instant",
            "This is neither an instant (2026-03-09T14:00:00Z) nor a date (2026-03-09).",
            "Ceci n'est ni un instant (2026-03-09T14:00:00Z) ni une date (2026-03-09).",
        )
    })?;
    if until <= caller.now {
        return Err(refused(
            "not_in_future",
            "This has passed. Choose a later instant, or tomorrow's date.",
            "Ce moment est passé. Choisissez un instant ultérieur ou la date de demain.",
        ));
    }
    if until.utc().signed_duration_since(caller.now.utc()) > LONGEST_SNOOZE {
        return Err(refused(
            "too_late",
            "A notification can be put off for 90 days at most.",
            "Un avis peut être reporté d'au plus 90 jours.",
        ));
    }
    let row = NotificationRow { read_at: None, snoozed_until: Some(until), ..shown.notification.clone() };
    keep(connection, caller, shown, row, "notification.snoozed")
}

/// A notification of the caller's own, for an act on it.
fn take(
    connection: &mut Connection,
    caller: &Context,
    id: NotificationId,
    precondition: &Precondition,
) -> Result<ShownRow> {
    let shown = store::find(connection, caller, id)?;
    caller.require_permission()?;
    precondition.check(Version(shown.notification.version))?;
    Ok(shown)
}

fn keep(
    connection: &mut Connection,
    caller: &Context,
    shown: ShownRow,
    mut row: NotificationRow,
    action: Action,
) -> Result<Notification> {
    let before = shown.notification;
    row.version = before.version.saturating_add(1);
    if !store::update(connection, &row, before.version)? {
        return Err(Error::new(Code::StaleVersion));
    }
    let subject = Subject::User(caller.user.id);
    let (was, is) = (NotificationEntry::from(&before), NotificationEntry::from(&row));
    journal::append(connection, caller, subject, action, Some(&was), Some(&is))?;
    Ok(ShownRow { notification: row, ..shown }.into())
}

/// The instant that is meant: itself, or the beginning of a day at the registry.
fn instant_of(until: &str) -> Option<Instant> {
    if let Ok(at) = chronology::instant(until) {
        return Some(Instant::at(at.to_utc()));
    }
    beginning_of_registry_day(chronology::day(until).ok()?)
}

fn refused(code: &'static str, en: &str, fr: &str) -> Error {
    Error::invalid(vec![Fault::body("/until", code, en, fr)])
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::DateTime;

    #[test]
    fn a_date_means_the_beginning_of_its_day_at_the_registry() {
        let at = |text: &str| Some(Instant::at(text.parse::<DateTime<chrono::Utc>>().unwrap()));
        assert_eq!(instant_of("2026-03-03"), at("2026-03-03T05:00:00Z"));
        assert_eq!(instant_of("2026-07-03"), at("2026-07-03T04:00:00Z"));
        assert_eq!(instant_of("2026-03-03T12:00:00-05:00"), at("2026-03-03T17:00:00Z"));
        for neither in ["", "tomorrow", "2026-02-30", "2026-3-3", "2026-03-03T12:00:00"] {
            assert_eq!(instant_of(neither), None, "{neither}");
        }
    }
}
