//! What follows from an event, on the wire.

use crate::db::Mode;
use crate::db::types::Json;
use crate::duties::deadlines::api::Holder;
use crate::duties::deadlines::change_reason::ChangeReason;
use crate::duties::deadlines::model::DeadlineStatus;
use crate::duties::deadlines::plan::{Change, ChangeKind, KeptDeadline, Plan};
use crate::duties::deadlines::store::DeadlineRow;
use crate::ids::{DeadlineId, EventId};
use crate::law::docket::replay::State;
use crate::law::engine::Warning;
use crate::law::proceedings::{Actor, Catalog, EventType};
use crate::matters::docket::EventRow;
use crate::matters::docket::api::Event;
use crate::text::Text;
use chrono::NaiveDate;
use serde::Serialize;
use utoipa::ToSchema;

/// An event, and all that follows from it.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({
    "event": {"id": "019a8e2a-6c1e-7c31-9d57-0a4a5a8f7e12", "case_id": "019a8e2a-6c1e-7c31-9d57-0a4a5a8f7e10", "position": 1,
        "type": "application_served", "occurred_on": "2026-03-09", "facts": {}, "ordered": [],
        "recorded_by": "019a8e2a-0000-7000-8000-000000000001", "recorded_at": "2026-03-10T09:30:00.000000Z", "version": 1},
    "effects": {"stage": {"from": "commenced", "to": "commenced"},
        "deadlines": {"started": [{"id": "019a8e2a-6c1e-7c31-9d57-0a4a5a8f7e11", "rule": "FCCIRPR-8(1)",
            "name": {"en": "Notice of appearance", "fr": "Avis de comparution"}, "actor": "respondent", "status": "open", "due_on": "2026-03-19",
            "no_fixed_date": false, "pinned": false, "explanation": {"steps": []}}], "met": [], "moved": [], "cancelled": [], "missed": [], "not_used": [], "elapsed": [], "reopened": [], "kept": []},
        "responsibilities": [], "warnings": []}
}))]
pub struct RecordedEvent {
    /// The event.
    pub event: Event,
    /// The effects of the event.
    pub effects: Effects,
    /// The entry by which the docket of the file that the motion is in tells of it, if it does and
    /// you may see that file.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub in_main_file: Option<ToldEvent>,
}

/// The entry on the docket of the file that a motion is in, and all that follows from it there.
#[derive(Serialize, ToSchema)]
pub struct ToldEvent {
    /// The entry.
    pub event: Event,
    /// The effects of the entry.
    pub effects: Effects,
}

/// An entry that was moved to another case: as it is recorded there, and as it is struck here.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({
    "recorded": {"event": {"id": "019a8e2a-6c1e-7c31-9d57-0a4a5a8f7e14", "case_id": "019a8e2a-6c1e-7c31-9d57-0a4a5a8f7e10", "position": 3,
        "type": "notice_of_appearance_filed", "occurred_on": "2026-03-16", "facts": {}, "ordered": [],
        "recorded_by": "019a8e2a-0000-7000-8000-000000000001", "recorded_at": "2026-03-17T14:00:00Z", "version": 1},
        "effects": {"stage": {"from": "commenced", "to": "appearance_filed"},
            "deadlines": {"started": [], "met": [], "moved": [], "cancelled": [], "missed": [], "not_used": [], "elapsed": [], "reopened": [], "kept": []},
            "responsibilities": [], "warnings": []}},
    "struck": {"event": {"id": "019a8e2a-6c1e-7c31-9d57-0a4a5a8f7e12", "case_id": "019a8e2a-6c1e-7c31-9d57-0a4a5a8f7e20", "position": 3,
        "type": "notice_of_appearance_filed", "occurred_on": "2026-03-16", "facts": {}, "ordered": [],
        "struck": {"by": "019a8e2a-0000-7000-8000-000000000001", "at": "2026-03-17T14:00:00Z", "reason": "It belongs to another case."},
        "recorded_by": "019a8e2a-0000-7000-8000-000000000001", "recorded_at": "2026-03-16T14:00:00Z", "version": 2},
        "effects": {"stage": {"from": "appearance_filed", "to": "commenced"},
            "deadlines": {"started": [], "met": [], "moved": [], "cancelled": [], "missed": [], "not_used": [], "elapsed": [], "reopened": [], "kept": []},
            "responsibilities": [], "warnings": []}}
}))]
pub struct MovedEvent {
    /// The entry in the other case, and all that follows from it there.
    pub recorded: RecordedEvent,
    /// The entry here, which is struck, and all that follows from that.
    pub struck: RecordedEvent,
}

/// The effects of an event.
#[derive(Serialize, ToSchema)]
pub struct Effects {
    /// The stage of the case before and after.
    pub stage: StageChange,
    /// The effects on the deadlines.
    pub deadlines: DeadlineEffects,
    /// The responsibilities of the deadlines that were started, and who holds them.
    pub responsibilities: Vec<BindingResponsibility>,
    /// The motion that the event is about; left out where it is about none, or nothing says which.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub about: Option<MotionMeant>,
    /// The warnings about the event: `fact_not_sent`, where a fact that was left out decides
    /// whether time runs; `nothing_ordered`, where an order extends nothing; `date_not_ordered`,
    /// where the law makes the order set a date that was not sent; `before_window` or
    /// `before_the_bar`, where the law did not allow it yet; `after_window`, where a day is set for
    /// which the law allows an earlier one; `time_had_run`, where a hearing is set so late that the
    /// time which counts back from it has run or runs out that day; `before_effect`, where
    /// something is said to have taken effect before the day on which it does by law; `on_day_off`,
    /// where a hearing is set for a day off of the registry; `held_before_day` and
    /// `held_without_day`, where one is said to have been held before the day that was set, or
    /// without one; `hour_comes_twice`, where the clocks of the office show an hour twice on that
    /// day; `completed_by_struck`, where somebody completed a deadline by it and it is struck;
    /// `confidentiality_kept`, where an order is struck that kept the case from the public, and the
    /// case stays as it is; `stricter_order_stands`, `other_order_stands` and `later_order_stands`,
    /// where an order about the public is not what counts: a stricter one stands beside it, another
    /// one that it does not lift, or a later one after it; `no_order_stands`, where one lifts
    /// nothing; `ordered_without_relief`, where an order that grants nothing sets dates;
    /// `which_motion`, where two motions could be meant and nothing says which, or an entry came
    /// from another docket: none of their times is met, moved or ended; `filer_differs`, where
    /// somebody else brought the motion than it says, or it is about none for that reason;
    /// `differs_from_motion`, where it is taken for another motion than one that is on record,
    /// since it says otherwise of it, or a correction makes it contradict the one that it names;
    /// `decided_already`, where what it decides was decided before; `met_before_trigger`, where
    /// something was done before its time began to run; `motion_in_two_files`, where a motion that
    /// has a file of its own is recorded here, too; `service_not_recorded`, where the time to
    /// answer a motion runs from its service and none is on record; `about_not_carried`, where an
    /// entry was moved and what it was about is not on that docket; `in_time_on_a_reading`, where
    /// something was done after the stated last day and by the last arguable one.
    pub warnings: Vec<Warning>,
}

/// The motion that an event is about.
#[derive(Serialize, ToSchema)]
pub struct MotionMeant {
    /// The entry with which the motion came: its service, or its filing.
    pub event_id: EventId,
    /// Whether that is supposed: the event does not say it, and no other motion could be meant.
    pub is_supposed: bool,
}

impl MotionMeant {
    /// The motion that an entry is about, on a docket with it.
    pub(super) fn of(definition: &EventType, state: &State, row: &EventRow) -> Option<Self> {
        definition.about.as_ref()?;
        let own = state.occurrences.iter().find(|past| past.by == row.id)?;
        let event_id = own.motion.filter(|motion| *motion != row.id)?;
        Some(Self { event_id, is_supposed: row.about_id.is_none() })
    }
}

/// A change of stage; none where both are the same.
#[derive(Serialize, ToSchema)]
pub struct StageChange {
    /// The stage before.
    pub from: String,
    /// The stage after.
    pub to: String,
}

/// The effects on the deadlines.
#[derive(Serialize, Default, ToSchema)]
pub struct DeadlineEffects {
    /// The new deadlines.
    pub started: Vec<DeadlineEffect>,
    /// The deadlines that were met, in time or late, and those of which a correction says otherwise
    /// than before.
    pub met: Vec<DeadlineEffect>,
    /// Those whose date is another.
    pub moved: Vec<DeadlineEffect>,
    /// The deadlines that became moot before their day.
    pub cancelled: Vec<DeadlineEffect>,
    /// The deadlines whose day had passed, and that were owed.
    pub missed: Vec<DeadlineEffect>,
    /// The deadlines whose day had passed, and that nobody had to meet.
    pub not_used: Vec<DeadlineEffect>,
    /// The deadlines whose time ran out, and that were nobody's to meet: what follows happened by
    /// itself.
    pub elapsed: Vec<DeadlineEffect>,
    /// The deadlines that have to be met again.
    pub reopened: Vec<DeadlineEffect>,
    /// The deadlines whose date stays although a computation gives another: `why`,
    /// `would_be_due_on` and `kept_because` say so.
    pub kept: Vec<DeadlineEffect>,
}

/// A deadline, as an event leaves it.
#[derive(Serialize, ToSchema)]
pub struct DeadlineEffect {
    /// Its id; left out in a dry run.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<DeadlineId>,
    /// The rule.
    pub rule: String,
    /// A short name for what has to be done.
    pub name: Text,
    /// The side or body that has to act.
    #[schema(value_type = String)]
    pub actor: Actor,
    /// The status.
    #[schema(value_type = String)]
    pub status: DeadlineStatus,
    /// The date, on the stated policy.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub due_on: Option<NaiveDate>,
    /// The date that it had before, if it moved.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub previous_due_on: Option<NaiveDate>,
    /// The reason why its date is another, or would be.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub why: Option<ChangeReason>,
    /// The date that it would have, if it stays.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub would_be_due_on: Option<NaiveDate>,
    /// The reason why it stays: `pinned`, or the status in which it ended.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kept_because: Option<String>,
    /// The hour, where the law names one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub due_at: Option<String>,
    /// The first day of a window.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub not_before_on: Option<NaiveDate>,
    /// The date that is good on every reading of the law.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub safe_on: Option<NaiveDate>,
    /// The day before which the other side cannot be said to be late.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub arguable_latest_on: Option<NaiveDate>,
    /// The law names no date that binds.
    pub no_fixed_date: bool,
    /// Whether it is pinned: no recalculation moves it.
    pub pinned: bool,
    /// The day on which it was met, or ended.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub closed_on: Option<NaiveDate>,
    /// The steps by which the date came about.
    #[schema(value_type = crate::law::engine::Explanation)]
    pub explanation: Json,
}

impl DeadlineEffect {
    fn from_row(row: DeadlineRow, previous_due_on: Option<NaiveDate>, mode: Mode, is_new: bool) -> Self {
        let name = Catalog::current().rule(&row.rule).map(|rule| rule.name.clone()).unwrap_or_default();
        Self {
            // In a dry run a new deadline has no id; one that exists keeps the name by which it is
            // known.
            id: (!(mode.is_preview() && is_new)).then_some(row.id),
            rule: row.rule,
            name,
            actor: row.actor,
            status: row.status,
            due_on: row.due_on,
            previous_due_on,
            why: None,
            would_be_due_on: None,
            kept_because: None,
            due_at: row.due_at,
            not_before_on: row.not_before_on,
            safe_on: row.safe_on,
            arguable_latest_on: row.arguable_latest_on,
            no_fixed_date: row.no_fixed_date,
            pinned: row.pinned,
            closed_on: row.closed_on,
            explanation: row.explanation,
        }
    }
}

impl DeadlineEffect {
    fn kept(kept: KeptDeadline, mode: Mode) -> Self {
        Self {
            why: Some(kept.why),
            would_be_due_on: kept.would_be,
            kept_because: Some(kept.because.code().to_owned()),
            ..Self::from_row(kept.row, None, mode, false)
        }
    }
}

/// A responsibility that binds now, and who holds it.
#[derive(Serialize, ToSchema)]
pub struct BindingResponsibility {
    /// The responsibility: a code of `GET /v1/responsibilities`.
    pub responsibility: String,
    /// The rule whose deadline calls for it.
    pub rule: String,
    /// The holder who does it; left out where nobody holds it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub responsible: Option<Holder>,
    /// The holder who answers for it; left out where nobody holds it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub accountable: Option<Holder>,
}

impl DeadlineEffects {
    /// The list of those that ended so.
    fn ended(&mut self, status: DeadlineStatus) -> &mut Vec<DeadlineEffect> {
        match status {
            DeadlineStatus::Met | DeadlineStatus::MetLate => &mut self.met,
            DeadlineStatus::Missed => &mut self.missed,
            DeadlineStatus::NotUsed => &mut self.not_used,
            DeadlineStatus::Elapsed => &mut self.elapsed,
            DeadlineStatus::Open
            | DeadlineStatus::Waived
            | DeadlineStatus::ImportedUnconfirmed
            | DeadlineStatus::Cancelled => &mut self.cancelled,
        }
    }
}

impl Effects {
    pub(super) fn of(from: String, to: String, plan: Plan, mode: Mode) -> Self {
        let mut deadlines = DeadlineEffects::default();
        let mut responsibilities = Vec::new();
        deadlines.kept = plan.kept.into_iter().map(|kept| DeadlineEffect::kept(kept, mode)).collect();
        for Change { kind, before, after, why } in plan.changes {
            let previous = before.as_ref().filter(|_| kind == ChangeKind::Moved).and_then(|row| row.due_on);
            if kind == ChangeKind::Started
                && let Some(responsibility) = after.responsibility.clone()
            {
                let (responsible, accountable) = Holder::both(&after);
                responsibilities.push(BindingResponsibility {
                    responsibility,
                    rule: after.rule.clone(),
                    responsible,
                    accountable,
                });
            }
            let list = match kind {
                ChangeKind::Started => &mut deadlines.started,
                ChangeKind::Met => &mut deadlines.met,
                ChangeKind::Moved => &mut deadlines.moved,
                ChangeKind::Cancelled => deadlines.ended(after.status),
                ChangeKind::Reopened => &mut deadlines.reopened,
                ChangeKind::Corrected => match before.as_ref().and_then(|before| judged_anew(before, &after))
                {
                    Some(status) => deadlines.ended(status),
                    None => continue,
                },
            };
            list.push(DeadlineEffect {
                why,
                ..DeadlineEffect::from_row(after, previous, mode, before.is_none())
            });
        }
        Self {
            stage: StageChange { from, to },
            deadlines,
            responsibilities,
            about: None,
            warnings: Vec::new(),
        }
    }
}

/// The new judgment on a deadline that a correction closed otherwise than it was: in time or late,
/// moot or missed.
fn judged_anew(before: &DeadlineRow, after: &DeadlineRow) -> Option<DeadlineStatus> {
    let is_other = before.status != after.status || before.closed_on != after.closed_on;
    is_other.then_some(after.status)
}
