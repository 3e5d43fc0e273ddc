//! What must change in the kept deadlines so that they say what the docket says. Pure.
//!
//! | | a clock that runs | was met | became moot |
//! |---|---|---|---|
//! | not kept yet | started | started, and met | (nothing) |
//! | open | moved, where its date is another and it is not pinned | met, or met late | cancelled, or missed |
//! | met or moot by the docket | opened again | its day corrected | its day corrected |
//! | completed or waived by a person | left alone | met, or met late | left alone |
//!
//! A kept deadline whose clock no longer exists, because the event that started it was corrected, is cancelled.

use super::engine::{self, Computation, ComputeError, Trigger};
use super::model::{DeadlineStatus, PinnedBy, PreviousDate, is_other_side};
use super::store::DeadlineRow;
use crate::cases::store::CaseRow;
use crate::db::types::{Instant, Json};
use crate::docket::replay::{Clock, ClockKey, Outcome, State};
use crate::error::{Code, Error, Fault, Result};
use crate::ids::{DeadlineId, EventId};
use crate::proceedings::Catalog;
use crate::responsibilities::model::{Holding, holders};
use chrono::NaiveDate;

/// Where deadlines without a date that binds are sorted: after every date that the calendars cover.
pub const NO_DATE: NaiveDate = match NaiveDate::from_ymd_opt(2100, 1, 1) {
    Some(day) => day,
    None => NaiveDate::MAX,
};

/// An empty list, as JSON.
const NONE: [(); 0] = [];

/// One change.
#[derive(Clone, Debug, PartialEq)]
pub struct Change {
    /// What kind of change.
    pub kind: ChangeKind,
    /// The deadline as it was, where it was.
    pub before: Option<DeadlineRow>,
    /// The deadline as it will be.
    pub after: DeadlineRow,
}

/// Kinds of change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ChangeKind {
    /// A new deadline.
    Started,
    /// It was met.
    Met,
    /// Its date is another.
    Moved,
    /// It ended unmet.
    Cancelled,
    /// It has to be met again.
    Reopened,
    /// Something else about it was put right.
    Corrected,
}

/// In what a plan is made.
pub struct Planning<'a> {
    /// The case.
    pub case: &'a CaseRow,
    /// Who holds which role on it now.
    pub holdings: &'a [Holding],
    /// The instant of the request.
    pub now: Instant,
    /// The day of the request.
    pub today: NaiveDate,
    /// The event that is being recorded or corrected: an order takes effect when it is, not whenever something else is.
    pub touched: Option<EventId>,
}

/// The changes that make the kept deadlines say what the state says.
///
/// # Errors
/// 422 where a date cannot be computed.
pub fn plan(planning: &Planning<'_>, state: &State, kept: &[DeadlineRow]) -> Result<Vec<Change>> {
    let mut changes = Vec::new();
    for clock in &state.clocks {
        match kept.iter().find(|row| key(row) == clock.key) {
            None => changes.extend(start(planning, clock)?),
            Some(row) => changes.extend(follow(planning, clock, row)?),
        }
    }
    let orphans = kept.iter().filter(|row| row.status == DeadlineStatus::Open.code());
    for row in orphans.filter(|row| !state.clocks.iter().any(|clock| clock.key == key(row))) {
        let mut after = row.clone();
        close(&mut after, DeadlineStatus::Cancelled, planning.today, None);
        changes.push(change(planning, ChangeKind::Cancelled, Some(row), after));
    }
    Ok(changes)
}

fn key(row: &DeadlineRow) -> ClockKey {
    ClockKey { rule: row.rule.clone(), started_by: row.trigger_event_id }
}

fn change(
    planning: &Planning<'_>,
    kind: ChangeKind,
    before: Option<&DeadlineRow>,
    mut after: DeadlineRow,
) -> Change {
    if before.is_some() {
        after.version = after.version.saturating_add(1);
        after.updated_at = planning.now;
    }
    Change { kind, before: before.cloned(), after }
}

fn start(planning: &Planning<'_>, clock: &Clock) -> Result<Vec<Change>> {
    if matches!(clock.outcome, Outcome::Ended { .. }) {
        return Ok(Vec::new());
    }
    let mut row = dated(planning, clock)?;
    let mut changes = vec![change(planning, ChangeKind::Started, None, row.clone())];
    if settle(&mut row, clock) {
        changes = vec![
            change(planning, ChangeKind::Started, None, row.clone()),
            Change { kind: ChangeKind::Met, before: None, after: row },
        ];
    }
    Ok(changes)
}

fn follow(planning: &Planning<'_>, clock: &Clock, row: &DeadlineRow) -> Result<Vec<Change>> {
    let by_hand = row.status != DeadlineStatus::Open.code() && row.closed_by_event_id.is_none();
    let met = matches!(clock.outcome, Outcome::Met { .. });
    if by_hand && !met {
        return Ok(Vec::new());
    }
    let mut changes = Vec::new();
    let mut after = row.clone();
    if row.status != DeadlineStatus::Open.code() && clock.outcome == Outcome::Running {
        reopen(&mut after);
        changes.push(ChangeKind::Reopened);
    }
    if after.status == DeadlineStatus::Open.code() && redate(planning, clock, &mut after)? {
        changes.push(ChangeKind::Moved);
    }
    let was_open = after.status == DeadlineStatus::Open.code();
    let status = after.status.clone();
    let closed_on = after.closed_on;
    if settle(&mut after, clock) {
        let kind = match (was_open, met) {
            (true, true) => Some(ChangeKind::Met),
            (true, false) => Some(ChangeKind::Cancelled),
            (false, _) if by_hand => Some(ChangeKind::Met),
            (false, _) => {
                (status != after.status || closed_on != after.closed_on).then_some(ChangeKind::Corrected)
            }
        };
        changes.extend(kind);
    }
    Ok(changes.into_iter().map(|kind| change(planning, kind, Some(row), after.clone())).collect())
}

/// Opens a deadline again.
pub fn reopen(row: &mut DeadlineRow) {
    DeadlineStatus::Open.code().clone_into(&mut row.status);
    row.closed_on = None;
    row.closed_by_event_id = None;
    row.closing_note = None;
}

/// Ends a deadline.
pub fn close(row: &mut DeadlineRow, status: DeadlineStatus, on: NaiveDate, by: Option<EventId>) {
    status.code().clone_into(&mut row.status);
    row.closed_on = Some(on);
    row.closed_by_event_id = by;
}

/// Whether a day is after the last one that counts as in time.
#[must_use]
pub fn is_late(row: &DeadlineRow, on: NaiveDate) -> bool {
    let last = if is_other_side(&row.actor) { row.arguable_latest_on.or(row.due_on) } else { row.due_on };
    last.is_some_and(|last| on > last)
}

/// Writes the outcome of a clock that has one.
fn settle(row: &mut DeadlineRow, clock: &Clock) -> bool {
    let (status, on, by) = match clock.outcome {
        Outcome::Running => return false,
        Outcome::Met { on, by } => {
            (if is_late(row, on) { DeadlineStatus::MetLate } else { DeadlineStatus::Met }, on, by)
        }
        Outcome::Ended { on, by } => {
            (if is_late(row, on) { DeadlineStatus::Missed } else { DeadlineStatus::Cancelled }, on, by)
        }
    };
    close(row, status, on, Some(by));
    true
}

/// Gives an open deadline the date that it should have now; tells whether that is another one.
fn redate(planning: &Planning<'_>, clock: &Clock, row: &mut DeadlineRow) -> Result<bool> {
    let ordered = clock.ordered.is_some();
    let ordered_now = clock.ordered.is_some_and(|set| Some(set.by) == planning.touched);
    if row.pinned && !ordered_now {
        return Ok(false);
    }
    let fresh = dated(planning, clock)?;
    let same = fresh.due_on == row.due_on
        && fresh.due_at == row.due_at
        && fresh.safe_on == row.safe_on
        && fresh.arguable_latest_on == row.arguable_latest_on
        && fresh.not_before_on == row.not_before_on
        && fresh.pinned == row.pinned
        && fresh.trigger_on == row.trigger_on;
    if same || (row.pinned && fresh.due_on == row.due_on) {
        return Ok(false);
    }
    let moved = fresh.due_on != row.due_on || fresh.due_at != row.due_at;
    if moved {
        let reason = if ordered { PinnedBy::Order.code() } else { "recalculated" };
        remember(row, reason, planning.now)?;
    }
    let kept = row.clone();
    *row = DeadlineRow {
        id: kept.id,
        previous_dates: kept.previous_dates,
        version: kept.version,
        created_at: kept.created_at,
        responsible_user_id: kept.responsible_user_id,
        responsible_role: kept.responsible_role,
        accountable_user_id: kept.accountable_user_id,
        accountable_role: kept.accountable_role,
        ..fresh
    };
    Ok(true)
}

/// Keeps the present date among the earlier ones.
///
/// # Errors
/// 500 where the earlier ones are no longer readable.
pub fn remember(row: &mut DeadlineRow, reason: &str, now: Instant) -> Result<()> {
    let mut earlier: Vec<PreviousDate> = row.previous_dates.parse()?;
    earlier.push(PreviousDate { due_on: row.due_on, reason: reason.to_owned(), until: now });
    row.previous_dates = Json::of(&earlier)?;
    Ok(())
}

/// A new deadline for a clock, with its date.
fn dated(planning: &Planning<'_>, clock: &Clock) -> Result<DeadlineRow> {
    let catalog = Catalog::builtin();
    let rule = catalog
        .rule(&clock.key.rule)
        .ok_or_else(|| Error::internal(format!("no rule {} in the catalog", clock.key.rule)))?;
    let holders =
        clock.responsibility.as_deref().map(|code| holders(code, planning.holdings)).unwrap_or_default();
    let (responsible, accountable) = (holders.responsible, holders.accountable);
    let mut row = DeadlineRow {
        id: DeadlineId::generate(),
        case_id: planning.case.id,
        organization_id: planning.case.organization_id,
        rule: rule.code.clone(),
        rule_version: rule.versions.last().map(|version| version.version.clone()).unwrap_or_default(),
        actor: rule.actor.clone(),
        trigger_event_id: clock.key.started_by,
        trigger_on: clock.trigger_on,
        due_on: None,
        due_at: None,
        sort_on: NO_DATE,
        not_before_on: None,
        safe_on: None,
        arguable_latest_on: None,
        no_fixed_date: false,
        status: DeadlineStatus::Open.code().to_owned(),
        pinned: false,
        pinned_by: None,
        closed_on: None,
        closed_by_event_id: None,
        closing_note: None,
        explanation: Json::of(&engine::Explanation::default())?,
        warnings: Json::of(&NONE)?,
        previous_dates: Json::of(&NONE)?,
        responsibility: clock.responsibility.clone(),
        responsible_user_id: responsible.as_ref().map(|held| held.user_id),
        responsible_role: responsible.map(|held| held.role),
        accountable_user_id: accountable.as_ref().map(|held| held.user_id),
        accountable_role: accountable.map(|held| held.role),
        version: 1,
        created_at: planning.now,
        updated_at: planning.now,
    };
    if let Some(set) = clock.ordered {
        row.pinned = true;
        row.pinned_by = Some(PinnedBy::Order.code().to_owned());
        row.due_on = Some(set.due_on);
        row.explanation = Json::of(&engine::explain_ordered(rule, set.due_on, set.made_on))?;
    } else if let Some(trigger_on) = clock.trigger_on {
        let computed = compute(catalog, clock, trigger_on, planning.today)?;
        row.rule_version = computed.rule_version;
        row.due_on = computed.due_on;
        row.due_at = computed.due_at.map(|at| at.to_rfc3339());
        row.not_before_on = computed.not_before_on;
        row.safe_on = computed.safe_on;
        row.arguable_latest_on = computed.arguable_latest_on;
        row.no_fixed_date = computed.no_fixed_date;
        row.explanation = Json::of(&computed.explanation)?;
        row.warnings = Json::of(&computed.warnings)?;
    }
    row.sort_on = row.due_on.unwrap_or(NO_DATE);
    Ok(row)
}

fn compute(
    catalog: &Catalog,
    clock: &Clock,
    trigger_on: NaiveDate,
    today: NaiveDate,
) -> Result<engine::Computed> {
    let computation = Computation {
        rule: &clock.key.rule,
        trigger: Trigger::On(trigger_on),
        service_method: clock.service_method.as_deref(),
        office: None,
        overlays: &[],
        facts: &clock.facts,
        as_of: None,
        today,
    };
    engine::compute(catalog, &computation)
        .map_err(|error| not_computable(&error, clock.key.started_by.is_some()))
}

/// A date that cannot be computed, with the field of the event or of the case that is the reason.
fn not_computable(error: &ComputeError, of_event: bool) -> Error {
    let pointer = match (error.pointer().as_str(), of_event) {
        ("/trigger_on" | "/trigger_at" | "/rule", true) => "/occurred_on".to_owned(),
        ("/trigger_on" | "/trigger_at" | "/rule", false) => "/decision/notified_on".to_owned(),
        (pointer, _) => pointer.to_owned(),
    };
    let message = error.message();
    let code = if matches!(error, ComputeError::OutsideCalendar(_)) {
        Code::OutsideCalendar
    } else {
        Code::RuleNotComputable
    };
    Error::new(code).with(vec![Fault::body(pointer, error.code(), message.en, message.fr)])
}
