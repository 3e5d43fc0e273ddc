//! The changes to the stored deadlines that make them say what the docket says. Pure, but for the
//! ids that new deadlines get.
//!
//! | | a time limit that runs | was met | became moot |
//! |---|---|---|---|
//! | not kept yet | started | started, and met | (nothing) |
//! | open | moved, where its date is another and it is not pinned | met, or met late | cancelled, missed, unused, elapsed |
//! | met or moot by the docket | opened again | its day corrected | its day corrected |
//! | completed or waived by a person | left alone | met, or met late | left alone |
//!
//! A hearing that is set for a day within its time meets what waits for it, as long as that day
//! stands. What counts back from a hearing, and had run when that was set, elapsed with it. A date
//! that somebody moved holds until an order comes after it ([`super::standing_acts`]). A stored
//! deadline whose time limit no longer exists, because the event that started it was corrected or
//! struck, is cancelled; but one whose date somebody moved stays until that event itself is struck,
//! or the act is taken back. An event that happened before a rule was law starts nothing under it.
//! A date is computed again only where its basis changed, or where a recalculation was consented to
//! ([`super::computation`]).

use self::effect::began;
use super::change_reason::{ChangeReason, KeptBecause};
use super::computation::{self, ClockEnds, Ends, NO_DATE, NONE, Planning};
use super::holders_store::HolderColumns;
use super::model::DeadlineStatus;
use super::standing_acts;
use super::store::DeadlineRow;
use super::transitions::{
    close, is_late, judged, reopen, warn_if_closed_but_moved, warn_of_early_act, warn_of_reading,
    warn_of_short_notice, warn_of_window,
};
use crate::db::types::Json;
use crate::error::{Class, Result};
use crate::ids::DeadlineId;
use crate::law::docket::replay::{LimitOutcome, State, TimeLimit, TimeLimitKey};
use crate::law::engine;
use crate::law::proceedings::Actor;
use chrono::NaiveDate;
use std::collections::HashSet;

/// The changes to write, and what stays although it would be another date.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Plan {
    /// The changes to write.
    pub changes: Vec<Change>,
    /// The deadlines that stay.
    pub kept: Vec<KeptDeadline>,
    /// The warnings about the event: a day that it sets for a hearing after the time for that, a
    /// deadline that it is said to have met although it was struck, a rule that was no law then,
    /// and what runs on in an abeyance.
    pub about_event: Vec<engine::Warning>,
}

/// One change.
#[derive(Clone, Debug, PartialEq)]
pub struct Change {
    /// The kind of change.
    pub kind: ChangeKind,
    /// The deadline as it was, where it was.
    pub before: Option<DeadlineRow>,
    /// The deadline as it will be.
    pub after: DeadlineRow,
    /// The reason why its date is another, where it is.
    pub why: Option<ChangeReason>,
}

/// Kinds of change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ChangeKind {
    /// A new deadline.
    Started,
    /// The deadline was met.
    Met,
    /// The date is another.
    Moved,
    /// The deadline ended unmet: moot, missed, not used or elapsed.
    Cancelled,
    /// The deadline has to be met again.
    Reopened,
    /// Something else about the deadline was put right.
    Corrected,
}

/// A deadline whose date stays although a computation gives another.
#[derive(Clone, Debug, PartialEq)]
pub struct KeptDeadline {
    /// The deadline.
    pub row: DeadlineRow,
    /// The date that a computation gives.
    pub would_be: Option<NaiveDate>,
    /// The reason why that is another.
    pub why: ChangeReason,
    /// The reason why it stays.
    pub because: KeptBecause,
}

impl Plan {
    /// The warnings about what was done before the law allowed it or set too late, as far as they
    /// are new, and about what is to be done once it allows it no more.
    ///
    /// # Errors
    /// 500 where the warnings of a deadline are no longer readable.
    pub fn warnings(&self) -> Result<Vec<engine::Warning>> {
        let mut early = self.about_event.clone();
        for change in &self.changes {
            let known = change.before.as_ref().map(|row| &row.warnings);
            if known != Some(&change.after.warnings) {
                let now: Vec<engine::Warning> = change.after.warnings.parse()?;
                let is_news = |said: &engine::Warning| engine::is_of_event(said) && !early.contains(said);
                let news: Vec<_> = now.into_iter().filter(is_news).collect();
                early.extend(news);
            }
        }
        Ok(early)
    }
}

/// The changes that make the stored deadlines say what the state says.
///
/// # Errors
/// 422 where a date cannot be computed.
pub fn plan(planning: &Planning<'_>, state: &State, kept: &[DeadlineRow]) -> Result<Plan> {
    let mut planner = Planner::new(planning, state);
    for limit in &state.time_limits {
        let row = kept.iter().find(|row| key(row) == limit.key);
        if planner.is_without_law(limit, row)? {
            continue;
        }
        match row {
            None => planner.start(limit)?,
            Some(row) => planner.update_existing(limit, row)?,
        }
    }
    for row in kept {
        let key = key(row);
        let runs = state.time_limits.iter().any(|limit| limit.key == key);
        if !runs || planner.without_law.contains(&key) {
            planner.update_idle(row)?;
        }
    }
    planner.warn_of_acts_by(kept)?;
    let changed = |key: &TimeLimitKey| {
        let rows = planner.plan.changes.iter().rev().map(|change| &change.after);
        rows.chain(kept).find(|row| self::key(row) == *key)
    };
    let runs_on = runs_on::warning(planning, state, changed)?;
    planner.plan.about_event.extend(runs_on);
    Ok(planner.plan)
}

/// The dates that open deadlines have by the law and the positions of now; nothing starts, is met
/// or ends. One that the law no longer answers stays as it is.
///
/// # Errors
/// 500 where a deadline is no longer readable.
pub fn recalculate(planning: &Planning<'_>, state: &State, kept: &[DeadlineRow]) -> Result<Plan> {
    let mut planner = Planner::new(planning, state);
    for limit in &state.time_limits {
        let Some(row) = kept.iter().find(|row| key(row) == limit.key) else { continue };
        if row.status != DeadlineStatus::Open {
            planner.known.insert(limit.key.clone(), Ends::of(planning.law, row)?);
            continue;
        }
        let mut after = row.clone();
        match planner.recompute(limit, &mut after) {
            Ok(Recomputed::Same) => {}
            Ok(Recomputed::Corrected) => {
                planner.change(ChangeKind::Corrected, Some(row), after.clone(), None);
            }
            Ok(Recomputed::Moved(why)) => {
                planner.change(ChangeKind::Moved, Some(row), after.clone(), Some(why));
            }
            Err(error) if error.code().class() == Class::Invalid => {
                let text = error.faults().first().map(|fault| fault.message.clone()).unwrap_or_default();
                let why = ChangeReason { code: error.code().as_str().to_owned(), text };
                let because = KeptBecause::NotComputable;
                planner.plan.kept.push(KeptDeadline { row: row.clone(), would_be: None, why, because });
            }
            Err(error) => return Err(error),
        }
        planner.known.insert(limit.key.clone(), Ends::of(planning.law, &after)?);
    }
    Ok(planner.plan)
}

/// The kind of change by which a deadline has come to a status that it ends in.
fn ending(status: DeadlineStatus) -> ChangeKind {
    match status {
        DeadlineStatus::Met | DeadlineStatus::MetLate => ChangeKind::Met,
        _ => ChangeKind::Cancelled,
    }
}

fn key(row: &DeadlineRow) -> TimeLimitKey {
    TimeLimitKey { rule: row.rule.clone(), started_by: row.trigger_event_id }
}

/// The outcome of a time limit, given the date that it has: a hearing that is set for a day within
/// the time meets it.
fn outcome(limit: &TimeLimit, row: &DeadlineRow) -> LimitOutcome {
    let day = limit.hearing_day.filter(|day| row.due_on.is_some_and(|due_on| day.on <= due_on));
    match (limit.outcome, day) {
        (LimitOutcome::Running, Some(day)) => LimitOutcome::Met { on: day.set_on, by: day.by },
        (outcome, _) => outcome,
    }
}

/// The outcome for a date.
enum Recomputed {
    /// The date is the same, and so is what is said of it.
    Same,
    /// The date is the same, and something that is said of it is not.
    Corrected,
    /// The date is another.
    Moved(ChangeReason),
}

mod dates;
mod effect;
mod idle;
mod runs_on;
mod short_notice;
mod unconfirmed;

struct Planner<'a, 'p> {
    planning: &'a Planning<'p>,
    state: &'a State,
    known: ClockEnds,
    /// The time limits whose rule was no law when their event happened: they do not run.
    without_law: HashSet<TimeLimitKey>,
    plan: Plan,
}

impl<'a, 'p> Planner<'a, 'p> {
    fn new(planning: &'a Planning<'p>, state: &'a State) -> Self {
        let (known, without_law) = (ClockEnds::new(), HashSet::new());
        Self { planning, state, known, without_law, plan: Plan::default() }
    }
}

impl Planner<'_, '_> {
    fn change(
        &mut self,
        kind: ChangeKind,
        before: Option<&DeadlineRow>,
        mut after: DeadlineRow,
        why: Option<ChangeReason>,
    ) {
        if before.is_some() {
            after.version = after.version.saturating_add(1);
            after.updated_at = self.planning.now;
        }
        self.plan.changes.push(Change { kind, before: before.cloned(), after, why });
    }

    fn start(&mut self, limit: &TimeLimit) -> Result<()> {
        if matches!(limit.outcome, LimitOutcome::Ended { .. }) && !self.planning.takes_over {
            return Ok(());
        }
        let mut row = self.new_row(limit)?;
        self.warn_of_effect(limit, &mut row)?;
        self.warn_of_bar(limit, &row)?;
        self.known.insert(limit.key.clone(), Ends::of(self.planning.law, &row)?);
        self.warn_if_too_late(limit, &row)?;
        let ends = self.settle(&mut row, limit)?;
        self.change(ChangeKind::Started, None, row.clone(), None);
        if ends {
            self.change(ending(row.status), None, row, None);
        }
        Ok(())
    }

    fn update_existing(&mut self, limit: &TimeLimit, row: &DeadlineRow) -> Result<()> {
        let is_open = row.status == DeadlineStatus::Open;
        let by_hand = !is_open && row.closed_by_hand;
        let kept = self.outcome(limit, row)?;
        if row.status == DeadlineStatus::ImportedUnconfirmed && kept == LimitOutcome::Running {
            return self.update_unconfirmed(limit, row);
        }
        let met = matches!(kept, LimitOutcome::Met { .. });
        if by_hand && !met {
            self.known.insert(limit.key.clone(), Ends::of(self.planning.law, row)?);
            let mut after = row.clone();
            if self.report_kept(limit, row, &mut after)? {
                self.change(ChangeKind::Corrected, Some(row), after, None);
            }
            return Ok(());
        }
        let (mut kinds, mut corrected) = (Vec::new(), false);
        let mut after = row.clone();
        if !is_open && kept == LimitOutcome::Running && !self.stays_elapsed(limit, row)? {
            reopen(&mut after, self.planning.today)?;
            kinds.push((ChangeKind::Reopened, None));
        }
        if after.status == DeadlineStatus::Open {
            match self.recompute(limit, &mut after)? {
                Recomputed::Same => {}
                Recomputed::Corrected => corrected = true,
                Recomputed::Moved(why) => kinds.push((ChangeKind::Moved, Some(why))),
            }
        } else {
            corrected = self.report_kept(limit, row, &mut after)?;
        }
        self.known.insert(limit.key.clone(), Ends::of(self.planning.law, &after)?);
        self.warn_if_too_late(limit, &after)?;
        corrected |= self.warn_of_effect(limit, &mut after)?;
        self.warn_of_bar(limit, &after)?;
        let was_open = after.status == DeadlineStatus::Open;
        let (status, closed_on) = (after.status, after.closed_on);
        if self.settle(&mut after, limit)? {
            if was_open || by_hand {
                kinds.push((ending(after.status), None));
            } else {
                corrected |= status != after.status || closed_on != after.closed_on;
            }
        }
        // What has a name of its own is not told a second time as a correction.
        if corrected && kinds.is_empty() {
            kinds.push((ChangeKind::Corrected, None));
        }
        for (kind, why) in kinds {
            self.change(kind, Some(row), after.clone(), why);
        }
        Ok(())
    }

    /// Says once that the date of a deadline which was met or waived stays, where its basis
    /// changed; and on the deadline, until the basis is the same again. Returns whether the
    /// deadline has to be written.
    fn report_kept(&mut self, limit: &TimeLimit, row: &DeadlineRow, after: &mut DeadlineRow) -> Result<bool> {
        if row.basis.is_none() || standing_acts::holding(row, limit.ordered)?.is_some() {
            return Ok(false);
        }
        let point = computation::point(self.planning, self.state, &mut self.known, limit)?;
        if row.basis == Some(computation::basis(self.planning, limit, point)?) {
            return warn_if_closed_but_moved(after, None);
        }
        let fresh = computation::compute_date(self.planning, limit, point)?;
        let would_be = fresh.computed.due_on;
        if would_be == row.due_on
            || !warn_if_closed_but_moved(after, would_be.map(engine::kept_although_moved))?
        {
            return Ok(false);
        }
        self.push_kept(row, &fresh, Some(ChangeReason::of(row, &fresh)), KeptBecause::Closed(row.status));
        Ok(true)
    }

    /// Writes the outcome of a time limit that has one.
    fn settle(&self, row: &mut DeadlineRow, limit: &TimeLimit) -> Result<bool> {
        let outcome = self.outcome(limit, row)?;
        if let Some(set) = self.had_run(limit, row)?.filter(|_| self.is_late_or_running(row, outcome)) {
            warn_of_short_notice(row, self.planning.rule(&row.rule)?, set.on)?;
            close(row, DeadlineStatus::Elapsed, set.on, Some(set.by));
            return Ok(true);
        }
        let (status, on, by) = match outcome {
            LimitOutcome::Running => return Ok(false),
            LimitOutcome::Met { on, by } => {
                (judged(row, self.planning.side().is_opposed_by(row.actor), on), on, by)
            }
            LimitOutcome::Ended { on, by } => {
                let status = if !self.is_late(row, on) {
                    DeadlineStatus::Cancelled
                } else if row.actor == Actor::Nobody {
                    DeadlineStatus::Elapsed
                } else if self.planning.rule(&row.rule)?.optional {
                    DeadlineStatus::NotUsed
                } else {
                    DeadlineStatus::Missed
                };
                (status, on, by)
            }
        };
        if let LimitOutcome::Met { on, .. } = outcome {
            let is_by_day = limit.outcome == LimitOutcome::Running;
            let done_on = limit.hearing_day.filter(|_| is_by_day).map_or(on, |day| day.on);
            let (rule, began) = (self.planning.rule(&row.rule)?, began(limit, row));
            warn_of_window(row, rule, done_on)?;
            warn_of_early_act(row, rule, (on, began.filter(|_| !is_by_day)))?;
        }
        close(row, status, on, Some(by));
        warn_of_reading(row, self.planning.rule(&row.rule)?, on)?;
        Ok(true)
    }

    fn is_late(&self, row: &DeadlineRow, on: NaiveDate) -> bool {
        is_late(row, self.planning.side().is_opposed_by(row.actor), on)
    }

    /// A new deadline for a time limit, with its date.
    fn new_row(&mut self, limit: &TimeLimit) -> Result<DeadlineRow> {
        let planning = self.planning;
        let rule = planning.rule(&limit.key.rule)?;
        let holders = planning.held.zip(limit.responsibility.as_deref());
        let holders = holders.map(|(held, code)| HolderColumns::from(held.holders(code))).unwrap_or_default();
        let mut row = DeadlineRow {
            id: DeadlineId::generate(),
            case_id: planning.case.id,
            organization_id: planning.case.organization_id,
            rule: rule.code.clone(),
            rule_version: String::new(),
            actor: planning.actor(limit)?,
            trigger_event_id: limit.key.started_by,
            trigger_on: None,
            due_on: None,
            due_at: None,
            sort_on: NO_DATE,
            not_before_on: None,
            safe_on: None,
            arguable_latest_on: None,
            no_fixed_date: false,
            status: DeadlineStatus::Open,
            pinned: false,
            pinned_by: None,
            closed_on: None,
            closed_by_event_id: None,
            closing_note: None,
            explanation: Json::of(&engine::Explanation::default())?,
            warnings: Json::of(&NONE)?,
            previous_dates: Json::of(&NONE)?,
            responsibility: limit.responsibility.clone(),
            responsible_user_id: holders.responsible_user_id,
            responsible_role: holders.responsible_role,
            accountable_user_id: holders.accountable_user_id,
            accountable_role: holders.accountable_role,
            version: 1,
            created_at: planning.now,
            updated_at: planning.now,
            trigger_at: None,
            nominal_on: None,
            basis: None,
            watch_on: NO_DATE,
            remind_on: Some(planning.today),
            closed_by_hand: false,
            closed_by_user_id: None,
            closed_by_document_id: None,
            responsible_group_id: holders.responsible_group_id,
            accountable_group_id: holders.accountable_group_id,
            acts: Json::of(&NONE)?,
            moved_from: None,
            moved_by: None,
        };
        let point = computation::point(planning, self.state, &mut self.known, limit)?;
        computation::compute_date(planning, limit, point)?.write(&mut row, planning.side())?;
        Ok(row)
    }
}
