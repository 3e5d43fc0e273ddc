//! The calendars, and their days.

use super::api::{CalendarDays, CalendarPage, CalendarView, ListCalendarDays};
use crate::access::permissions::can;
use crate::app::App;
use crate::app::caller::Caller;
use crate::error::{Code, Error, Fault, Result};
use crate::http::answer::Answer;
use crate::http::etag::IfNoneMatch;
use crate::http::listing::{ListQuery, static_resource};
use crate::http::page::Paged;
use crate::http::path::Path;
use crate::http::query::Query;
use crate::law::calendars::{Calendars, FIRST_DAY, LAST_DAY, OutsideCalendar};
use actix_web::get;
use actix_web::web::Data;
use utoipa_actix_web::service_config::ServiceConfig;

/// The number of days that one answer holds at most: a year and what is around it.
const MOST_DAYS: i64 = 400;

/// The routes of this feature.
pub fn routes(config: &mut ServiceConfig<'_>) {
    config.service(list_calendars).service(list_calendar_days);
}

/// Lists the calendars.
///
/// The answer says which days count at which registry, with hours, time zone, recesses and offices.
#[utoipa::path(tag = "reference", params(ListQuery),
    responses((status = 200, description = "A page of calendars.", body = CalendarPage)))]
#[get("/v1/calendars")]
async fn list_calendars(
    app: Data<App>,
    caller: Caller<can::ReadReference>,
    list: Paged<ListQuery>,
) -> Result<Answer> {
    caller.require_permission()?;
    app.list_in_memory(
        &caller,
        &list.paging,
        Calendars::current().all(),
        |calendar| &calendar.code,
        CalendarView::from,
    )
}

/// Lists the days of a calendar.
///
/// Tells for each whether it counts, and why not: at most 400 days at once. Days that the calendar
/// does not cover are refused, not guessed.
#[utoipa::path(tag = "reference",
    params(("code" = String, Path, description = "The code of the calendar.", example = "ca-fc"), ListCalendarDays),
    responses((status = 200, description = "The days.", body = CalendarDays)))]
#[get("/v1/calendars/{code}/days")]
async fn list_calendar_days(
    caller: Caller<can::ReadReference>,
    code: Path<String>,
    query: Query<ListCalendarDays>,
    seen: IfNoneMatch,
) -> Result<Answer> {
    let Query(ListCalendarDays { from, to }) = query;
    let length = to.signed_duration_since(from).num_days().saturating_add(1);
    if length < 1 {
        return Err(refused(
            "to is before from. Turn them round.",
            "to précède from. Inversez les deux dates.",
        ));
    }
    if length > MOST_DAYS {
        return Err(refused(
            &format!(
                "These are {length} days, and {MOST_DAYS} can be asked for at once. Ask in several requests."
            ),
            &format!(
                "Il s'agit de {length} jours, et {MOST_DAYS} peuvent être demandés à la fois. Faites plusieurs requêtes."
            ),
        ));
    }
    let calendar = Calendars::current().get(&code.0).ok_or_else(Error::not_found)?;
    caller.require_permission()?;
    let days = calendar.days(from, to).map_err(|outside| not_covered(&outside))?;
    let days = days.into_iter().map(Into::into).collect();
    static_resource(&CalendarDays { calendar: calendar.code.clone(), from, to, days }, &seen)
}

fn refused(en: &str, fr: &str) -> Error {
    Error::new(Code::InvalidQuery).with_faults(vec![Fault::query("to", "invalid_value", en, fr)])
}

fn not_covered(outside: &OutsideCalendar) -> Error {
    let parameter = if outside.date < FIRST_DAY { "from" } else { "to" };
    Error::new(Code::OutsideCalendar).with_faults(vec![Fault::query(
        parameter,
        "outside_calendar",
        format!("The calendar covers {FIRST_DAY} to {LAST_DAY}. Ask for days between them."),
        format!("Le calendrier couvre la période du {FIRST_DAY} au {LAST_DAY}. Demandez des jours compris entre ces dates."),
    )])
}
