//! What is due or heard, by day: deadlines, and hearings and action items beside them.

use super::api::{DeadlineCalendar, ListCalendar, by_day};
use crate::access::context::Context;
use crate::access::permissions::can;
use crate::app::App;
use crate::app::caller::Caller;
use crate::duties::deadlines::listing_api::ListedDeadline;
use crate::duties::deadlines::listing_store::{self, DeadlineFilter};
use crate::duties::deadlines::model::DeadlineStatus;
use crate::duties::deadlines::routes::{proceedings, role, side};
use crate::error::{Code, Error, Fault, Result};
use crate::http::answer::Answer;
use crate::http::query::{Query, person};
use crate::ids::UserId;
use crate::law::proceedings::ActingSide;
use crate::matters::hearings;
use crate::matters::hearings::api::Hearing;
use crate::matters::hearings::model::HearingStatus;
use crate::matters::hearings::{HearingFilter, HearingHolders};
use crate::teams::groups::action_items::service as action_items;
use actix_web::get;
use actix_web::web::Data;
use chrono::NaiveDate;
use utoipa_actix_web::service_config::ServiceConfig;

/// The routes of this feature.
pub fn routes(config: &mut ServiceConfig<'_>) {
    config
        .service(find_deadline_calendar)
        // Its other methods are nobody's: without this they would be taken for a deadline's, whose
        // id is "calendar".
        .route("/v1/deadlines/calendar", actix_web::web::route().to(crate::app::fallback::fallback));
}

/// The longest calendar that is shown at once.
const LONGEST_CALENDAR: i64 = 92;

/// The number of deadlines that a calendar lists.
const MOST_IN_CALENDAR: i64 = 1000;

/// Lists deadlines by day.
///
/// How many are due on each day, and which; beside them the hearings of the same cases, and the
/// open action items of the same user, or your own. It fits a month or a quarter on a screen.
#[utoipa::path(tag = "deadlines", params(ListCalendar),
    responses((status = 200, description = "The days.", body = DeadlineCalendar)))]
#[get("/v1/deadlines/calendar")]
async fn find_deadline_calendar(
    app: Data<App>,
    caller: Caller<can::ReadCases>,
    query: Query<ListCalendar>,
) -> Result<Answer> {
    caller.require_permission()?;
    let Query(asked) = query;
    let (from, to) = (asked.from, asked.to);
    if !(0..=LONGEST_CALENDAR).contains(&to.signed_duration_since(from).num_days()) {
        return Err(Error::new(Code::InvalidQuery).with_faults(vec![Fault::query(
            "to",
            "out_of_range",
            format!("A calendar ends on the day on which it begins, or at most {LONGEST_CALENDAR} days later."),
            format!("Un calendrier se termine le jour où il commence, ou au plus {LONGEST_CALENDAR} jours plus tard."),
        )]));
    }
    let responsible = person(&caller, "responsible", asked.responsible.as_deref())?;
    let filter = DeadlineFilter {
        status: Some(asked.status.unwrap_or(DeadlineStatus::Open)),
        due_before: to.succ_opt(),
        due_after: from.pred_opt(),
        responsible,
        accountable: person(&caller, "accountable", asked.accountable.as_deref())?,
        case: asked.case_id,
        organization: asked.organization_id,
        side: side(&caller, asked.side, responsible),
        role: role(asked.role)?,
        proceedings: proceedings(asked.court.as_deref(), asked.proceeding)?,
        ..DeadlineFilter::default()
    };
    let (me, today) = (caller.user.id, caller.today);
    let caller = caller.context();
    let owner = whose_items(&caller, &filter);
    let hearings = hearings_beside(&caller, &filter, (from, to));
    let (counts, rows, heard, items) = app
        .read_dear(me, move |connection| {
            let counts = listing_store::count_by_day(connection, &caller, &filter)?;
            let rows = listing_store::list(connection, &caller, &filter, None, MOST_IN_CALENDAR)?;
            let heard = match hearings {
                Some(filter) => {
                    hearings::service::list(connection, &caller, &filter, None, MOST_IN_CALENDAR)?
                }
                None => Vec::new(),
            };
            let items = owner
                .map(|owner| action_items::due(connection, &caller, owner, (from, to), MOST_IN_CALENDAR));
            Ok((counts, rows, heard, items.transpose()?.unwrap_or_default()))
        })
        .await?;
    let deadlines = rows.into_iter().map(|row| ListedDeadline::on(row, today));
    let heard = heard.into_iter().map(Hearing::from);
    Answer::ok(&DeadlineCalendar { from, to, days: by_day(counts, deadlines, heard, items) })
}

/// The hearings that stand beside the deadlines of a calendar: of the same cases, and of whoever is
/// asked for. A role has deadlines; a hearing is the whole case's. Our own side attends it: it is
/// nothing that the other side or the court has to do.
fn hearings_beside(
    caller: &Context,
    filter: &DeadlineFilter,
    (from, to): (NaiveDate, NaiveDate),
) -> Option<HearingFilter> {
    let is_of_others = filter.side.is_some_and(|side| side != ActingSide::Ours);
    if is_of_others || filter.role.is_some() || filter.status != Some(DeadlineStatus::Open) {
        return None;
    }
    let whose = filter.responsible.or(filter.accountable);
    let holders = whose.map(|user| {
        let is_me = user == caller.user.id;
        HearingHolders {
            user: Some(user),
            groups: if is_me { caller.user.groups.clone() } else { Vec::new() },
            portfolios: if is_me { caller.user.portfolios.clone() } else { Vec::new() },
        }
    });
    Some(HearingFilter {
        from: Some(from),
        to: Some(to),
        statuses: vec![HearingStatus::Scheduled, HearingStatus::Held],
        case: filter.case,
        organization: filter.organization,
        proceedings: filter.proceedings.clone(),
        holders,
    })
}

/// The user whose action items stand beside the deadlines of a calendar: the one who is asked for,
/// or the caller. They belong to no case, so that a calendar of some cases has none; and they are
/// no other side's.
fn whose_items(caller: &Context, filter: &DeadlineFilter) -> Option<UserId> {
    let is_of_cases = filter.case.is_some()
        || filter.organization.is_some()
        || filter.role.is_some()
        || filter.proceedings.is_some()
        || filter.side.is_some_and(|side| side != ActingSide::Ours);
    let is_open = filter.status == Some(DeadlineStatus::Open);
    let owner = filter.responsible.or(filter.accountable).unwrap_or(caller.user.id);
    (is_open && !is_of_cases).then_some(owner)
}
