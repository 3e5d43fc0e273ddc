//! Recalculating the open deadlines of an organisation, after the law, a calendar or a position on
//! either changed.
//!
//! Cases are taken in batches, each locked, replayed and planned as after an event of its own
//! docket, and written in bulk: a constant number of statements a batch, however many deadlines
//! move. A dry run takes the same way and writes nothing. Nothing starts, ends or is met here, and
//! what is pinned stays.

use super::computation::Planning;
use super::model::DeadlineStatus;
use super::plan::{self, Change, ChangeKind, KeptDeadline, Plan};
use super::store;
use crate::access::context::Context;
use crate::clock::registry_day;
use crate::db::Connection;
use crate::db::types::Instant;
use crate::error::Result;
use crate::ids::{CaseId, OrganizationId};
use crate::journal::{self, Subject};
use crate::law::engine::{Law, PositionInForce};
use crate::matters::cases::CaseRow;
use crate::matters::{cases, docket};
use serde::Serialize;
use std::collections::{BTreeSet, HashMap};

/// The number of cases that are taken at once.
const BATCH: i64 = 400;

/// The scope of a recalculation, and its author.
pub struct Recalculation<'a> {
    /// The organisation whose deadlines are recalculated.
    pub organization: OrganizationId,
    /// The law.
    pub law: Law<'a>,
    /// The positions that hold from now on.
    pub positions: &'a [PositionInForce],
    /// The instant.
    pub now: Instant,
    /// The person on whose behalf it is written; nothing is written if absent.
    pub written_by: Option<&'a Context>,
}

/// The outcome for one case.
pub struct RecalculatedCase<'a> {
    /// The case.
    pub case: &'a CaseRow,
    /// The changes of the deadlines that move, and of those that stay although a computation gives
    /// another date.
    pub plan: &'a Plan,
}

/// The numbers of deadlines that were looked at, and that moved.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Open deadlines that were computed.
    pub examined: i64,
    /// Those whose date is another.
    pub moved: i64,
    /// Those that stay although a computation gives another date.
    pub kept: i64,
}

/// The journal's record of a deadline that moved.
#[derive(Serialize)]
struct MovedDeadlinesTrace<'a> {
    deadlines: Vec<Traced<'a>>,
}

#[derive(Serialize)]
struct Traced<'a> {
    id: crate::ids::DeadlineId,
    rule: &'a str,
    due_on: Option<chrono::NaiveDate>,
    safe_on: Option<chrono::NaiveDate>,
    arguable_latest_on: Option<chrono::NaiveDate>,
}

impl Recalculation<'_> {
    /// Recalculates, and tells of each case in which something moves or stays.
    pub fn run(
        &self,
        connection: &mut Connection,
        mut tell: impl FnMut(&mut Connection, &[RecalculatedCase<'_>]) -> Result<()>,
    ) -> Result<Tally> {
        let mut tally = Tally::default();
        let mut last = None;
        loop {
            let ids = store::cases_with_open(connection, self.organization, last, BATCH)?;
            let Some(until) = ids.last() else { return Ok(tally) };
            last = Some(*until);
            if self.written_by.is_some() {
                cases::dialect::lock_cases(connection, &ids)?;
            }
            let planned = self.plan(connection, &ids, &mut tally)?;
            if let Some(caller) = self.written_by {
                write(connection, caller, &planned)?;
            }
            let told = planned.iter().filter(|(_, plan)| is_worth_telling(plan));
            let told: Vec<_> = told.map(|(case, plan)| RecalculatedCase { case, plan }).collect();
            if !told.is_empty() {
                tell(connection, &told)?;
            }
        }
    }

    fn plan(
        &self,
        connection: &mut Connection,
        ids: &[CaseId],
        tally: &mut Tally,
    ) -> Result<Vec<(CaseRow, Plan)>> {
        let mut kept = HashMap::<CaseId, Vec<store::DeadlineRow>>::new();
        for row in store::open_of_cases(connection, ids, &awaited(self.law))? {
            kept.entry(row.case_id).or_default().push(row);
        }
        let mut planned = Vec::with_capacity(ids.len());
        for (case, state) in docket::service::states(connection, ids)? {
            let rows = kept.remove(&case.id).unwrap_or_default();
            let planning = Planning {
                takes_over: false,
                law: self.law,
                case: &case,
                held: None,
                positions: self.positions,
                now: self.now,
                today: registry_day(self.now),
                by: self.written_by.map(|caller| caller.user.id),
                touched: None,
                undone: None,
                recalculates: true,
            };
            let plan = plan::recalculate(&planning, &state, &rows)?;
            let open = rows.iter().filter(|row| row.status == DeadlineStatus::Open).count();
            tally.examined = tally.examined.saturating_add(i64::try_from(open).unwrap_or(i64::MAX));
            let moved = plan.changes.iter().filter(|change| change.kind == ChangeKind::Moved).count();
            tally.moved = tally.moved.saturating_add(i64::try_from(moved).unwrap_or(i64::MAX));
            tally.kept = tally.kept.saturating_add(i64::try_from(plan.kept.len()).unwrap_or(i64::MAX));
            planned.push((case, plan));
        }
        Ok(planned)
    }
}

fn is_worth_telling(plan: &Plan) -> bool {
    !plan.kept.is_empty() || plan.changes.iter().any(|change| change.kind == ChangeKind::Moved)
}

/// The rules whose expiry starts the time of another: their deadlines matter when they are closed,
/// too.
fn awaited(law: Law<'_>) -> Vec<String> {
    let all = law.catalog.proceedings().iter().flat_map(|proceeding| &proceeding.deadlines);
    let rules: BTreeSet<&str> = all.flat_map(|deadline| deadline.expiries().map(|(_, rule)| rule)).collect();
    rules.into_iter().map(str::to_owned).collect()
}

/// Writes one batch: the deadlines, a new version of each case that has one among them, and an
/// entry of its journal.
fn write(connection: &mut Connection, caller: &Context, planned: &[(CaseRow, Plan)]) -> Result<()> {
    let changes: Vec<&Change> = planned.iter().flat_map(|(_, plan)| &plan.changes).collect();
    let rows: Vec<_> = changes.iter().map(|change| &change.after).collect();
    store::write_dates(connection, &rows)?;
    let changed: Vec<&(CaseRow, Plan)> =
        planned.iter().filter(|(_, plan)| !plan.changes.is_empty()).collect();
    let ids: Vec<CaseId> = changed.iter().map(|(case, _)| case.id).collect();
    cases::service::bump_version(connection, &ids, caller.now)?;
    let mut entries = Vec::with_capacity(changed.len());
    for (case, plan) in changed {
        let before = plan.changes.iter().filter_map(|change| change.before.as_ref()).map(traced).collect();
        let after = plan.changes.iter().map(|change| traced(&change.after)).collect();
        let (before, after) =
            (MovedDeadlinesTrace { deadlines: before }, MovedDeadlinesTrace { deadlines: after });
        let subject = Subject::Case(case.id);
        entries.push(journal::service::pending_entry(
            subject,
            "deadlines.recalculated",
            Some(&before),
            Some(&after),
        )?);
    }
    journal::service::append_many(connection, caller, &entries)
}

fn traced(row: &store::DeadlineRow) -> Traced<'_> {
    Traced {
        id: row.id,
        rule: &row.rule,
        due_on: row.due_on,
        safe_on: row.safe_on,
        arguable_latest_on: row.arguable_latest_on,
    }
}

/// One line of a proposal: a deadline that moves, or one that stays.
pub struct Proposal<'a> {
    /// The deadline as it was.
    pub before: &'a store::DeadlineRow,
    /// The date that it gets, or would have.
    pub new_due_on: Option<chrono::NaiveDate>,
    /// The deadline as it will be, where it moves.
    pub after: Option<&'a store::DeadlineRow>,
    /// The reason.
    pub why: &'a super::change_reason::ChangeReason,
    /// The reason why it stays, where it does.
    pub kept_because: Option<&'static str>,
}

impl RecalculatedCase<'_> {
    /// The lines of the proposal for this case.
    pub fn proposals(&self) -> impl Iterator<Item = Proposal<'_>> {
        let moved = self.plan.changes.iter().filter_map(|change| {
            Some(Proposal {
                before: change.before.as_ref()?,
                new_due_on: change.after.due_on,
                after: Some(&change.after),
                why: change.why.as_ref()?,
                kept_because: None,
            })
        });
        let kept = self.plan.kept.iter().map(|KeptDeadline { row, would_be, why, because }| Proposal {
            before: row,
            new_due_on: *would_be,
            after: None,
            why,
            kept_because: Some(because.code()),
        });
        moved.chain(kept)
    }
}
