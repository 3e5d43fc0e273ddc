//! A hearing on the wire.

use super::model::HearingStatus;
use super::store::{HearingFile, HearingRow};
use crate::db::types::Json;
use crate::http::page::page_of;
use crate::ids::{CaseId, EventId, HearingId};
use crate::law::calendars::dates::named_hour;
use crate::law::docket::hearings::{DaySetting, name_of};
use crate::law::proceedings::Catalog;
use crate::text::Text;
use chrono::{DateTime, NaiveDate};
use chrono_tz::Tz;
use serde::Serialize;
use utoipa::ToSchema;

/// A hearing for which the docket of a case sets a day.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({
    "id": "019a8e2a-6c1e-7c31-9d57-0a4a5a8f7e31", "case_id": "019a8e2a-6c1e-7c31-9d57-0a4a5a8f7e10", "kind": "hearing",
    "name": {"en": "Hearing", "fr": "Audience"}, "status": "scheduled", "hearing_on": "2026-10-20", "hearing_at": "2026-10-20T14:00:00-04:00",
    "hour": {"en": "14:00 (Eastern Time)", "fr": "14 h (heure de l'Est)"}, "zone": "America/Toronto", "place": "90 Sparks Street, Ottawa",
    "file_number": "IMM-1234-26", "style_of_cause": "Doe v. Canada (MCI)", "proceeding": "ALJR",
    "event_id": "019a8e2a-6c1e-7c31-9d57-0a4a5a8f7e32",
    "days": [{"event_id": "019a8e2a-6c1e-7c31-9d57-0a4a5a8f7e32", "set_on": "2026-09-01", "hearing_on": "2026-10-20", "struck": false}], "version": 1
}))]
pub struct Hearing {
    /// The id of the hearing: the same, whatever day it is moved to.
    pub id: HearingId,
    /// The case.
    pub case_id: CaseId,
    /// The kind of hearing: a code of the proceeding's `hearings`.
    pub kind: String,
    /// The name of the hearing, in both languages.
    pub name: Text,
    /// Where it stands: `scheduled`, `held` or `vacated`.
    #[schema(value_type = String)]
    pub status: HearingStatus,
    /// The day of the hearing.
    pub hearing_on: NaiveDate,
    /// The instant at which it begins, by the clock of the office, if that is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(format = DateTime)]
    pub hearing_at: Option<String>,
    /// That hour in words, with the name of the time that it is, in both languages.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hour: Option<Text>,
    /// The time zone of the office, by which the hour is told.
    pub zone: String,
    /// The time set aside, in minutes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub minutes: Option<i32>,
    /// The place; left out where the case is sealed and you may not read what is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub place: Option<String>,
    /// The room; left out likewise.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub room: Option<String>,
    /// Whether it is held by videoconference or telephone.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub remote: Option<bool>,
    /// The language in which it is held: `en`, `fr` or `both`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
    /// Who presides; left out where the case is sealed and you may not read what is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub judge: Option<String>,
    /// The court's number of the case.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub file_number: Option<String>,
    /// The style of cause, with initials for names that its reader may not see.
    pub style_of_cause: String,
    /// The proceeding of the case.
    pub proceeding: String,
    /// The event that set the day.
    pub event_id: EventId,
    /// The days that were set for it, in the order in which they were recorded.
    #[schema(value_type = Vec<DaySetting>)]
    pub days: Json,
    /// Its version.
    pub version: i64,
}

impl HearingRow {
    /// The hour at which it begins, by the clock of the office.
    fn local_hour(&self) -> Option<DateTime<Tz>> {
        let zone: Tz = self.zone.parse().ok()?;
        Some(self.hearing_at?.utc().with_timezone(&zone))
    }

    /// The hour at which it begins, in words.
    #[must_use]
    pub fn hour(&self) -> Option<Text> {
        self.local_hour().map(|at| named_hour(at.fixed_offset(), Some(at.timezone())))
    }

    /// The name of the kind of hearing.
    #[must_use]
    pub fn name(&self, proceeding: &str) -> Text {
        name_of(Catalog::current().proceeding(proceeding), &self.code)
    }
}

impl From<(HearingRow, HearingFile)> for Hearing {
    fn from((row, file): (HearingRow, HearingFile)) -> Self {
        let hearing_at = row.local_hour().map(|at| at.to_rfc3339());
        Self {
            id: row.id,
            case_id: row.case_id,
            name: row.name(&file.proceeding),
            hour: row.hour(),
            kind: row.code,
            status: row.status,
            hearing_on: row.hearing_on,
            hearing_at,
            zone: row.zone,
            minutes: row.minutes,
            place: row.place,
            room: row.room,
            remote: row.remote,
            language: row.language,
            judge: row.judge,
            file_number: file.file_number,
            style_of_cause: file.style_of_cause,
            proceeding: file.proceeding,
            event_id: row.event_id,
            days: row.days,
            version: row.version,
        }
    }
}

page_of!(
    /// A page of hearings, the earliest first.
    HearingPage,
    Hearing
);
