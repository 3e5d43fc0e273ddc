//! Calendars on the wire.

use crate::http::page::page_of;
use crate::law::calendars as law;
use crate::law::calendars::{FIRST_DAY, LAST_DAY};
use crate::text::Text;
use chrono::{NaiveDate, NaiveTime};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// The calendar of a registry: which days count there.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({
    "code": "ca-fc", "name": {"en": "Federal Court and Federal Court of Appeal", "fr": "Cour fédérale et Cour d'appel fédérale"},
    "citation": {"en": "Federal Courts Rules, SOR/98-106, r. 2", "fr": "Règles des Cours fédérales, DORS/98-106, règle 2"},
    "zone": "America/Toronto", "opens_at": "09:00", "closes_at": "17:00",
    "working_day": {"en": "day that is not a holiday", "fr": "jour qui n'est pas férié"},
    "recesses": [], "offices": [], "first_day": "1993-01-01", "last_day": "2099-12-31"
}))]
#[schema(as = Calendar)]
pub struct CalendarView {
    /// The code of the calendar.
    pub code: String,
    /// The name of the calendar, in both languages.
    pub name: Text,
    /// The text in which its days off are written.
    pub citation: Text,
    /// The time zone of the registry.
    pub zone: String,
    /// The hour at which the counter opens, if it is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub opens_at: Option<String>,
    /// The hour at which the counter closes, if it is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub closes_at: Option<String>,
    /// The term for a working day.
    pub working_day: Text,
    /// Seasons in which time may not be counted.
    pub recesses: Vec<RecessView>,
    /// The offices of the registry.
    pub offices: Vec<OfficeView>,
    /// The first day that it covers.
    pub first_day: NaiveDate,
    /// The last day that it covers.
    pub last_day: NaiveDate,
}

impl From<&law::Calendar> for CalendarView {
    fn from(known: &law::Calendar) -> Self {
        let hour = |time: NaiveTime| time.format("%H:%M").to_string();
        Self {
            code: known.code.clone(),
            name: known.name.clone(),
            citation: known.citation.clone(),
            zone: known.zone.name().to_owned(),
            opens_at: known.opens_at.map(hour),
            closes_at: known.closes_at.map(hour),
            working_day: known.working_day.clone(),
            recesses: known.recesses.iter().map(Into::into).collect(),
            offices: known.offices.iter().map(Into::into).collect(),
            first_day: FIRST_DAY,
            last_day: LAST_DAY,
        }
    }
}

/// A season in which time may not be counted.
#[derive(Serialize, ToSchema)]
#[schema(as = Recess)]
pub struct RecessView {
    /// The code of the recess.
    pub code: String,
    /// The name of the recess, in both languages.
    pub name: Text,
    /// The text in which it is written.
    pub citation: Text,
}

impl From<&law::Recess> for RecessView {
    fn from(known: &law::Recess) -> Self {
        Self { code: known.code.clone(), name: known.name.clone(), citation: known.citation.clone() }
    }
}

/// An office of a registry.
#[derive(Serialize, ToSchema)]
#[schema(as = Office)]
pub struct OfficeView {
    /// The codes by which it is asked for.
    pub codes: Vec<String>,
    /// The name of the office, in both languages.
    pub name: Text,
    /// Its own calendar, if it has one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub calendar: Option<String>,
    /// Its time zone, by whose clock an hour and an instant are read.
    #[schema(example = "America/Vancouver")]
    pub zone: String,
    /// The holidays of its province or city that the law may or may not reach: they move `safe_on`
    /// back and `arguable_latest_on` forward, never a date by themselves.
    pub local_holidays: Vec<LocalHolidayView>,
}

/// A holiday of a province or a city.
#[derive(Serialize, ToSchema)]
#[schema(as = LocalHoliday)]
pub struct LocalHolidayView {
    /// The code of the holiday.
    pub code: String,
    /// The name of the holiday, in both languages.
    pub name: Text,
    /// The text in which it is written.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub citation: Option<Text>,
    /// The confidence with which it is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub confidence: Option<String>,
}

impl From<&law::Office> for OfficeView {
    fn from(known: &law::Office) -> Self {
        Self {
            codes: known.codes.clone(),
            name: known.name.clone(),
            calendar: known.calendar.clone(),
            zone: known.zone.name().to_owned(),
            local_holidays: known
                .local_holidays()
                .map(|(law::DayOffReason { code, text, citation }, confidence)| LocalHolidayView {
                    code,
                    name: text,
                    citation,
                    confidence: confidence.map(str::to_owned),
                })
                .collect(),
        }
    }
}

page_of!(
    /// A page of calendars, by code.
    CalendarPage,
    CalendarView
);

/// The days of a calendar from one to another, both included.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({
    "calendar": "ca-fc", "from": "2026-04-02", "to": "2026-04-03",
    "days": [
        {"date": "2026-04-02", "counts": true, "reasons": []},
        {"date": "2026-04-03", "counts": false, "reasons": [{"code": "good_friday",
            "text": {"en": "Good Friday", "fr": "Vendredi saint"},
            "citation": {"en": "Interpretation Act, s. 35(1)", "fr": "Loi d'interprétation, par. 35(1)"}}]}
    ]
}))]
pub struct CalendarDays {
    /// The calendar.
    pub calendar: String,
    /// The first day.
    pub from: NaiveDate,
    /// The last day.
    pub to: NaiveDate,
    /// Each day, in order.
    pub days: Vec<CalendarDay>,
}

/// A day of a calendar.
#[derive(Serialize, ToSchema)]
pub struct CalendarDay {
    /// The day.
    pub date: NaiveDate,
    /// Whether it is a working day of the registry.
    pub counts: bool,
    /// The reasons why it does not count.
    pub reasons: Vec<DayReason>,
    /// The reason why nobody is there although it counts: what must be received by then is safe
    /// only on a day before.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub closed: Option<DayReason>,
    /// The recess in which it falls.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub recess: Option<RecessView>,
}

impl From<law::Day> for CalendarDay {
    fn from(known: law::Day) -> Self {
        Self {
            date: known.date,
            counts: known.counts,
            reasons: known.reasons.into_iter().map(Into::into).collect(),
            closed: known.closed.map(Into::into),
            recess: known.recess.as_ref().map(Into::into),
        }
    }
}

impl From<law::DayOffReason> for DayReason {
    fn from(known: law::DayOffReason) -> Self {
        Self { code: known.code, text: known.text, citation: known.citation }
    }
}

/// The reason why a day is off.
#[derive(Serialize, ToSchema)]
pub struct DayReason {
    /// The code of the reason.
    pub code: String,
    /// The same in words.
    pub text: Text,
    /// The text in which it is written.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub citation: Option<Text>,
}

/// The query of a list of a calendar's days.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ListCalendarDays {
    /// The first day.
    #[param(example = "2026-04-01")]
    pub from: NaiveDate,
    /// The last day: at most 400 days in all.
    #[param(example = "2026-04-30")]
    pub to: NaiveDate,
}
