//! What is due, by day, on the wire.

use crate::duties::deadlines::listing_api::ListedDeadline;
use crate::duties::deadlines::model::DeadlineStatus;
use crate::ids::{CaseId, OrganizationId};
use crate::law::proceedings::ActingSide;
use crate::matters::hearings::api::Hearing;
use crate::teams::groups::action_items::api::ActionItem;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use utoipa::{IntoParams, ToSchema};

/// The query of a calendar: its deadlines, and its first and last day.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ListCalendar {
    /// The first day.
    pub from: NaiveDate,
    /// The last day: at most 92 days later.
    pub to: NaiveDate,
    /// Only those with this status; open ones, if it is left out.
    #[param(inline)]
    pub status: Option<DeadlineStatus>,
    /// Only those that this user has to do: an id, or `me`.
    #[param(pattern = "^(me|[0-9a-fA-F-]{36})$", example = "me")]
    pub responsible: Option<String>,
    /// Only those on which this side has to act, seen from the client of the case's organisation.
    /// If it is left out, `responsible` of yourself (`me`, or your id) means our own; otherwise all
    /// of them are listed. Hearings and action items are our own side's.
    #[param(inline)]
    pub side: Option<ActingSide>,
    /// Only those that this user answers for: an id, or `me`.
    #[param(pattern = "^(me|[0-9a-fA-F-]{36})$", example = "me")]
    pub accountable: Option<String>,
    /// Only those that fall to this role on the case: a code of `GET /v1/roles`.
    pub role: Option<String>,
    /// Only those of this court or tribunal.
    pub court: Option<String>,
    /// Only those of this proceeding.
    pub proceeding: Option<String>,
    /// Only those of this case.
    pub case_id: Option<CaseId>,
    /// Only those of this organisation's cases.
    pub organization_id: Option<OrganizationId>,
}

/// Deadlines, hearings and action items, by their day.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({"from": "2026-03-01", "to": "2026-03-31", "days": [{"date": "2026-03-19", "count": 1, "deadlines": [], "hearings": [], "action_items": []}]}))]
pub struct DeadlineCalendar {
    /// The first day.
    pub from: NaiveDate,
    /// The last day.
    pub to: NaiveDate,
    /// The days on which something is due, or heard.
    pub days: Vec<DeadlineCalendarDay>,
}

/// What is due on a day.
#[derive(Serialize, ToSchema)]
#[schema(as = DeadlineCalendarDay)]
pub struct DeadlineCalendarDay {
    /// The day.
    pub date: NaiveDate,
    /// How many deadlines.
    pub count: i64,
    /// The deadlines: a thousand in the whole answer, the earliest first; `GET /v1/deadlines` has
    /// the rest.
    pub deadlines: Vec<ListedDeadline>,
    /// The hearings: those of the cases that are asked for; of whoever is asked for, those of the
    /// cases on which they hold a role; none where a role is asked for, another side than our own,
    /// or deadlines that are not open. A thousand in the whole answer.
    pub hearings: Vec<Hearing>,
    /// The open action items that are due: those of the user who is asked for, or your own; none
    /// where cases are chosen, or another side. A thousand in the whole answer;
    /// `GET /v1/action-items` has the rest.
    pub action_items: Vec<ActionItem>,
}

impl DeadlineCalendarDay {
    /// A day on which nothing is due yet.
    #[must_use]
    pub const fn of(date: NaiveDate) -> Self {
        Self { date, count: 0, deadlines: Vec::new(), hearings: Vec::new(), action_items: Vec::new() }
    }
}

/// The deadlines by day: how many each day has, they themselves, and the hearings and action items
/// beside them.
#[must_use]
pub fn by_day(
    counts: Vec<(NaiveDate, i64)>,
    deadlines: impl Iterator<Item = ListedDeadline>,
    hearings: impl Iterator<Item = Hearing>,
    action_items: Vec<ActionItem>,
) -> Vec<DeadlineCalendarDay> {
    let mut days = Days::default();
    for (date, count) in counts {
        days.on(date).count = count;
    }
    for deadline in deadlines {
        days.on(deadline.sort_on).deadlines.push(deadline);
    }
    for hearing in hearings {
        days.on(hearing.hearing_on).hearings.push(hearing);
    }
    for item in action_items {
        days.on(item.due_on).action_items.push(item);
    }
    days.0.into_values().collect()
}

#[derive(Default)]
struct Days(BTreeMap<NaiveDate, DeadlineCalendarDay>);

impl Days {
    fn on(&mut self, date: NaiveDate) -> &mut DeadlineCalendarDay {
        self.0.entry(date).or_insert_with(|| DeadlineCalendarDay::of(date))
    }
}
