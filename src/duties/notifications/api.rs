//! A notification on the wire.

use super::model::{NotificationKind, PASSED};
use super::store::ShownRow;
use super::wording::{NotificationSubject, of_case, of_hearing};
use crate::clock::registry_day;
use crate::db::types::Instant;
use crate::http::page::{Include, page_of, page_params};
use crate::ids::{CaseId, DeadlineId, HearingId, NotificationId};
use crate::text::Text;
use crate::version::Version;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// A notification: what a person was told of a deadline, of a hearing, or of a case.
#[derive(Serialize, ToSchema)]
#[schema(as = UserNotification, example = json!({
    "id": "019a8e2a-6c1e-7c31-9d57-0a4a5a8f7e13", "kind": "deadline_reminder",
    "text": {"en": "Notice of appearance, court file IMM-1234-26: by Thursday 19 March 2026, 3 days left.",
        "fr": "Avis de comparution, dossier de la cour IMM-1234-26 : au plus tard le jeudi 19 mars 2026, il reste 3 jours."},
    "deadline_id": "019a8e2a-6c1e-7c31-9d57-0a4a5a8f7e11", "case_id": "019a8e2a-6c1e-7c31-9d57-0a4a5a8f7e10",
    "file_number": "IMM-1234-26", "style_of_cause": "Doe v. Canada (MCI)", "rule": "FCCIRPR-8(1)",
    "watch_on": "2026-03-19", "due_on": "2026-03-19", "days_before": 3, "created_at": "2026-03-16T14:00:00.000000Z", "version": 1
}))]
pub struct Notification {
    /// The id of the notification.
    pub id: NotificationId,
    /// The kind: a code of the list `notification_kinds`.
    #[schema(value_type = String)]
    pub kind: NotificationKind,
    /// The text, as on the day on which it was told.
    pub text: Text,
    /// The deadline, if it is about one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub deadline_id: Option<DeadlineId>,
    /// The hearing, if it is about one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hearing_id: Option<HearingId>,
    /// The case.
    pub case_id: CaseId,
    /// The court's number of the case.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub file_number: Option<String>,
    /// The style of cause, with initials for names that its reader may not see.
    pub style_of_cause: String,
    /// The rule of the deadline: a code of `GET /v1/rules`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rule: Option<String>,
    /// The day that the deadline was watched by when this was told: for one's own side the day that
    /// is safe on every reading of the law, for the other side the last arguable one; the day of
    /// the hearing, if it is about one. If it is about neither, it is the day on which it was told.
    pub watch_on: NaiveDate,
    /// The date that the deadline has now, on the stated policy.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub due_on: Option<NaiveDate>,
    /// The number of days before the deadline that the reminder policy names, for a reminder.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub days_before: Option<i16>,
    /// The instant at which it was told.
    pub created_at: Instant,
    /// The instant at which it was read, if it was.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub read_at: Option<Instant>,
    /// The instant until which it was put off, if it was.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub snoozed_until: Option<Instant>,
    /// Its version, as in the `ETag`.
    pub version: i64,
    /// Whether part of it is kept from its reader.
    #[serde(skip)]
    is_partial: bool,
}

impl Notification {
    /// The version of what is shown.
    #[must_use]
    pub const fn version(&self) -> Version {
        Version::partly(self.version, self.is_partial)
    }
}

impl From<ShownRow> for Notification {
    fn from(shown: ShownRow) -> Self {
        let row = shown.notification;
        let (kind, file_number) = (row.kind, shown.file_number.as_deref());
        let told_on = registry_day(row.created_at);
        let text = match (&shown.rule, &shown.hearing) {
            (None, None) => of_case(kind, file_number, row.watch_on),
            (None, Some((hearing, proceeding))) => {
                of_hearing(kind, file_number, (hearing, proceeding), (row.watch_on, told_on))
            }
            (Some(rule), _) => {
                NotificationSubject { kind, rule, file_number, watch_on: row.watch_on, told_on }.sentence()
            }
        };
        let is_reminder = (row.deadline_id.is_some() || row.hearing_id.is_some()) && row.step > PASSED;
        Self {
            id: row.id,
            text,
            kind,
            deadline_id: row.deadline_id,
            hearing_id: row.hearing_id,
            case_id: row.case_id,
            file_number: shown.file_number,
            style_of_cause: shown.style_of_cause,
            rule: shown.rule,
            watch_on: row.watch_on,
            due_on: shown.due_on,
            days_before: is_reminder.then_some(row.step),
            created_at: row.created_at,
            read_at: row.read_at,
            snoozed_until: row.snoozed_until,
            version: row.version,
            is_partial: shown.is_partial,
        }
    }
}

page_of!(
    /// A page of notifications, the newest first.
    NotificationPage,
    Notification
);

/// The query of a list of notifications.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ListNotifications {
    /// `true`: only those that were not read; `false`: only those that were.
    pub unread: Option<bool>,
    /// Only those of this kind.
    #[param(inline)]
    pub kind: Option<NotificationKind>,
    /// `true`: also those that are put off to a later time.
    pub snoozed: Option<bool>,
    /// The greatest number of items, 1 to 200.
    #[param(minimum = 1, maximum = 200)]
    limit: Option<i64>,
    /// `next_cursor` of the page before.
    cursor: Option<String>,
    /// `count`: the number of all of them too.
    #[param(inline)]
    include: Option<Include>,
}

page_params!(ListNotifications);

/// A request that marks a notification as read: there is nothing more to say.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({}))]
pub struct ReadNotification {}

/// The instant until which a notification is put off.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"until": "2026-11-09"}))]
pub struct SnoozeNotification {
    /// An instant, or a date: the beginning of its day at the registry. It lies in the future, at
    /// most 90 days ahead.
    #[schema(min_length = 1, max_length = 40)]
    pub until: String,
}
