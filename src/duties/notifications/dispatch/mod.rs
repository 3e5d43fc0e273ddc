//! A run: looks at the deadlines and the hearings that have to be looked at, and tells people of
//! them.
//!
//! One process works and others pass, by a lock that goes with the transaction. A batch is one
//! transaction and a number of statements that does not depend on what is in it. The cases of a
//! batch are locked while it is looked at, so that a deadline which somebody moves meanwhile is
//! looked at again.

mod hearings;
pub mod store;

use super::audience_store::{Audience, CaseKey};
use super::model::{MailState, NotificationKind, PASSED};
use super::reminders::{self, Watched};
use super::store::NewNotification;
use crate::chronology;
use crate::clock::registry_day;
use crate::db::types::Instant;
use crate::db::{Connection, Db, dialect};
use crate::error::Result;
use crate::ids::{CaseId, DeadlineId, NotificationId, OrganizationId, UserId};
use crate::journal::service::ABSENT;
use crate::journal::service::PendingEntry;
use crate::journal::{self, Subject};
use crate::law::calendars::{Calendar, Calendars};
use crate::law::proceedings::{Actor, Catalog};
use crate::matters::cases::dialect::lock_cases;
use crate::people::profiles;
use crate::people::profiles::model::ReminderPolicy;
use chrono::NaiveDate;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::atomic::{AtomicBool, Ordering};
use store::{DueDeadlineRow, LookedAt, ToldRow};

/// The number of deadlines that a transaction looks at.
pub const BATCH: i64 = 200;

/// The lock of whoever tells. Whoever changes what telling goes by takes it, too.
const DISPATCH: i64 = 0x6E6F_7469_6365_0001;

/// What does one batch, and says whether there may be another.
type BatchRun = fn(&mut Connection, &Round<'_>) -> Result<Option<(DispatchSummary, bool)>>;

/// The outcome of a run.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct DispatchSummary {
    /// The number of deadlines and hearings that were looked at.
    pub looked_at: usize,
    /// The number of those that somebody was told of.
    pub deadlines: usize,
    /// The number of hearings that somebody was told of.
    pub hearings: usize,
    /// The number of notifications that were made.
    pub notifications: usize,
}

/// What the people of a batch are told with.
struct Round<'a> {
    now: Instant,
    today: NaiveDate,
    mails: bool,
    run: &'a str,
}

/// The work of a batch: what it tells, and when its deadlines are looked at again.
#[derive(Default)]
struct Batch {
    notifications: Vec<NewNotification>,
    looked_at: Vec<LookedAt>,
}

/// The journal's record of a deadline that was told of.
#[derive(Serialize)]
struct Reminded<'a> {
    deadline_id: DeadlineId,
    rule: &'a str,
    kind: NotificationKind,
    step: i16,
    watch_on: NaiveDate,
    user_ids: Vec<UserId>,
}

/// Tells what has to be told at this instant, in as many batches as it takes, or until it is asked
/// to stop. It does nothing if another process is at it. If `mails` is set, whoever has an address
/// is written to as well.
///
/// # Errors
/// What earlier batches told stays told.
pub fn remind(db: &Db, now: Instant, mails: bool, stop: &AtomicBool) -> Result<DispatchSummary> {
    let run = uuid::Uuid::now_v7().to_string();
    let round = Round { now, today: registry_day(now), mails, run: &run };
    let mut told = DispatchSummary::default();
    let counter = metrics::counter!("greffe_notifications_total");
    // Most runs have no hearing to tell of, and take no turn to write for that.
    let has_hearings = db.read_now(|connection| hearings::are_due(connection, round.today))?;
    let batches: &[BatchRun] = if has_hearings { &[batch, hearings::batch] } else { &[batch] };
    for batch in batches {
        while !stop.load(Ordering::SeqCst) {
            let Some((batch, more)) = db.write_now(|connection| batch(connection, &round))? else { break };
            told.looked_at = told.looked_at.saturating_add(batch.looked_at);
            told.deadlines = told.deadlines.saturating_add(batch.deadlines);
            told.hearings = told.hearings.saturating_add(batch.hearings);
            told.notifications = told.notifications.saturating_add(batch.notifications);
            counter.increment(u64::try_from(batch.notifications).unwrap_or(u64::MAX));
            if !more {
                break;
            }
        }
    }
    Ok(told)
}

/// Makes every open deadline and every hearing of an organisation be looked at again, after its
/// reminder policy changed, in the same transaction. A run that is under way is waited for, so that
/// it cannot move on what it looked at by the earlier policy.
pub fn look_again(connection: &mut Connection, organization: OrganizationId, today: NaiveDate) -> Result<()> {
    dialect::lock(connection, DISPATCH)?;
    store::look_again(connection, organization, today)?;
    store::look_at_hearings_again(connection, organization, today)?;
    Ok(())
}

/// Takes the next batch from whoever could change it and does its work: what came of it, and
/// whether there may be another; nothing where another process is at it.
fn take_batch<Id>(
    connection: &mut Connection,
    round: &Round<'_>,
    to_look_at: impl Fn(&mut Connection, NaiveDate, i64) -> Result<Vec<(Id, CaseId)>>,
    work: impl FnOnce(&mut Connection, &[Id], &[CaseId]) -> Result<DispatchSummary>,
) -> Result<Option<(DispatchSummary, bool)>> {
    if !dialect::try_lock(connection, DISPATCH)? {
        return Ok(None);
    }
    let found = to_look_at(connection, round.today, BATCH)?;
    if found.is_empty() {
        return Ok(Some((DispatchSummary::default(), false)));
    }
    let more = i64::try_from(found.len()).unwrap_or(BATCH) == BATCH;
    let (ids, cases): (Vec<_>, Vec<_>) = found.into_iter().unzip();
    lock_cases(connection, &cases)?;
    Ok(Some((work(connection, &ids, &cases)?, more)))
}

fn batch(connection: &mut Connection, round: &Round<'_>) -> Result<Option<(DispatchSummary, bool)>> {
    take_batch(connection, round, store::to_look_at, |connection, ids, _| {
        tell_of_deadlines(connection, round, ids)
    })
}

fn tell_of_deadlines(
    connection: &mut Connection,
    round: &Round<'_>,
    ids: &[DeadlineId],
) -> Result<DispatchSummary> {
    // Read now that nobody can change them.
    let due = store::due(connection, ids, round.today)?;
    let told_before = store::told(connection, ids)?;
    let policies = policies(connection, due.iter().map(|row| row.organization_id))?;
    let matters: Vec<_> = due.iter().map(DueDeadlineRow::matter).collect();
    let named: Vec<_> =
        due.iter().flat_map(|row| [row.responsible_user_id, row.accountable_user_id]).flatten().collect();
    let sight = Audience::read(connection, &named, &matters, round.now)?;
    let batch = Batch::of(round, &due, &told_before, &policies, &sight);
    store::move_on(connection, &batch.looked_at)?;
    let (mut deadlines, mut entries) = (0_usize, Vec::new());
    for row in &due {
        let told = batch.entries(row);
        deadlines = deadlines.saturating_add(usize::from(!told.is_empty()));
        for entry in &told {
            let subject = Subject::Case(row.case_id);
            entries.push(journal::service::pending_entry(subject, "deadline.reminded", ABSENT, Some(entry))?);
        }
    }
    let notifications = tell(connection, round, &batch.notifications, &entries)?;
    Ok(DispatchSummary { looked_at: due.len(), deadlines, hearings: 0, notifications })
}

/// The reminder policies of these organisations, as far as they have one of their own.
fn policies(
    connection: &mut Connection,
    organizations: impl Iterator<Item = OrganizationId>,
) -> Result<HashMap<OrganizationId, ReminderPolicy>> {
    let organizations: BTreeSet<_> = organizations.collect();
    profiles::service::reminder_policies(connection, &organizations.into_iter().collect::<Vec<_>>())
}

/// Writes what a batch tells, with its entries in the journal, and returns how many notifications
/// were made.
fn tell(
    connection: &mut Connection,
    round: &Round<'_>,
    notifications: &[NewNotification],
    entries: &[PendingEntry],
) -> Result<usize> {
    let added = super::store::insert(connection, notifications)?;
    journal::service::append_as_system(connection, round.run, round.now, entries)?;
    Ok(added)
}

impl DueDeadlineRow {
    fn matter(&self) -> CaseKey {
        CaseKey {
            case_id: self.case_id,
            organization_id: self.organization_id,
            classification: self.classification,
        }
    }
}

/// The days off of the registry of a proceeding.
fn calendar_of(proceeding: &str) -> Option<&'static Calendar> {
    Calendars::current().get(&Catalog::current().proceeding(proceeding)?.calendar)
}

impl Batch {
    fn of(
        round: &Round<'_>,
        due: &[DueDeadlineRow],
        told_before: &[ToldRow],
        policies: &HashMap<OrganizationId, ReminderPolicy>,
        sight: &Audience,
    ) -> Self {
        let usual = ReminderPolicy::default();
        let mut by_deadline: HashMap<DeadlineId, Vec<&ToldRow>> = HashMap::new();
        for row in told_before {
            by_deadline.entry(row.deadline_id).or_default().push(row);
        }
        let mut batch = Self::default();
        for row in due {
            let watched = Watched {
                watch_on: row.watch_on,
                is_other_side: row.side.is_opposed_by(row.actor),
                is_nobodys: row.actor == Actor::Nobody,
                policy: policies.get(&row.organization_id).unwrap_or(&usual),
                calendar: calendar_of(&row.proceeding),
            };
            let audience = reminders::audience(
                row.responsible_user_id,
                row.accountable_user_id,
                sight.managers(row.organization_id),
                |user| sight.may_see(user, row.matter()),
            );
            let told = || by_deadline.get(&row.id).into_iter().flatten();
            let before: Vec<_> = told()
                .filter(|told| told.watch_on == row.watch_on && told.step >= PASSED)
                .map(|told| (told.user_id, told.step))
                .collect();
            let decision = reminders::decide(&watched, &audience, &before, round.today);
            let mut moved_from = row.moved_from.filter(|from| Some(*from) != row.due_on);
            let mut steps = decision.told;
            if moved_from.is_some() && !audience.is_empty() && reminders::tells_of_move(&watched, round.today)
            {
                // Each move is told under a step of its own: a date may come back.
                let last = told().map(|told| told.step).min().unwrap_or(PASSED).min(PASSED);
                let others = audience.iter().filter(|(user, _)| row.moved_by != Some(*user));
                steps.extend(others.map(|(user, _)| (*user, last.saturating_sub(1))));
                moved_from = None;
            }
            // Where there is nobody to tell, there may be somebody tomorrow.
            let tomorrow = moved_from.map(|_| chronology::days_after(round.today, 1));
            let again_on = decision.look_again_on.or(tomorrow);
            batch.looked_at.push(LookedAt { id: row.id, again_on, moved_from });
            let made = steps.into_iter().map(|(user, step)| NewNotification {
                id: NotificationId::generate(),
                user_id: user,
                deadline_id: Some(row.id),
                hearing_id: None,
                case_id: row.case_id,
                kind: NotificationKind::of(step, watched.is_other_side),
                watch_on: row.watch_on,
                step,
                created_at: round.now,
                mail: round.mail_of(sight, user),
            });
            batch.notifications.extend(made);
        }
        batch
    }

    /// The journal's records of a deadline: an entry a step that somebody was told of.
    fn entries<'a>(&self, row: &'a DueDeadlineRow) -> Vec<Reminded<'a>> {
        let mut steps: BTreeMap<i16, Reminded<'a>> = BTreeMap::new();
        for made in self.notifications.iter().filter(|made| made.deadline_id == Some(row.id)) {
            let entry = steps.entry(made.step).or_insert_with(|| Reminded {
                deadline_id: row.id,
                rule: &row.rule,
                kind: made.kind,
                step: made.step,
                watch_on: row.watch_on,
                user_ids: Vec::new(),
            });
            entry.user_ids.push(made.user_id);
        }
        steps.into_values().collect()
    }
}

impl Round<'_> {
    fn mail_of(&self, sight: &Audience, user: UserId) -> MailState {
        let has_address = sight.person(user).is_some_and(|person| person.email.is_some());
        if self.mails && has_address { MailState::Pending } else { MailState::None }
    }
}
