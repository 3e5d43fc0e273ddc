//! Telling people of hearings, by the days that their organisation is reminded of deadlines by:
//! whoever does what the hearing is, and whoever answers for that. Nothing is told once the day has
//! come and gone; a hearing that is moved is told to whom the earlier day was told.

use super::super::audience_store::Audience;
use super::super::model::{NotificationKind, PASSED};
use super::super::reminders::{self, Watched};
use super::super::store::NewNotification;
use super::store::{self, DueHearingRow, ToldHearingRow};
use super::{DispatchSummary, Round, calendar_of, policies, take_batch, tell};
use crate::db::Connection;
use crate::duties::responsibilities;
use crate::duties::responsibilities::resolution::Holders;
use crate::error::Result;
use crate::ids::{CaseId, HearingId, NotificationId, UserId};
use crate::journal::service::ABSENT;
use crate::journal::{self, Subject};
use crate::matters;
use crate::people::profiles::model::ReminderPolicy;
use chrono::NaiveDate;
use serde::Serialize;
use std::collections::HashMap;

/// The journal's record of a hearing that was told of.
#[derive(Serialize)]
struct RemindedHearing {
    hearing_id: HearingId,
    hearing_on: NaiveDate,
    user_ids: Vec<UserId>,
}

/// Whether any hearing has to be looked at.
pub(super) fn are_due(connection: &mut Connection, today: NaiveDate) -> Result<bool> {
    Ok(!store::hearings_to_look_at(connection, today, 1)?.is_empty())
}

/// One batch of hearings.
pub(super) fn batch(
    connection: &mut Connection,
    round: &Round<'_>,
) -> Result<Option<(DispatchSummary, bool)>> {
    take_batch(connection, round, store::hearings_to_look_at, |connection, ids, cases| {
        tell_of_hearings(connection, round, ids, cases)
    })
}

fn tell_of_hearings(
    connection: &mut Connection,
    round: &Round<'_>,
    ids: &[HearingId],
    cases: &[CaseId],
) -> Result<DispatchSummary> {
    // Read now that nobody can change them.
    let due = store::due_hearings(connection, ids, round.today)?;
    let told = store::told_hearings(connection, ids)?;
    let rows = matters::cases::service::of_ids(connection, cases)?;
    let held: HashMap<_, _> =
        responsibilities::service::held(connection, &rows, round.now)?.into_iter().collect();
    let holders = |row: &DueHearingRow| {
        let held = held.get(&row.case_id).zip(row.responsibility.as_deref());
        held.map(|(held, code)| held.holders(code)).unwrap_or_default()
    };
    let policies = policies(connection, due.iter().map(|row| row.organization_id))?;
    let keys: Vec<_> = due.iter().map(DueHearingRow::matter).collect();
    let named: Vec<_> = due.iter().flat_map(|row| <[_; 2]>::from(users(&holders(row)))).flatten().collect();
    let sight = Audience::read(connection, &named, &keys, round.now)?;
    let (mut made, mut looked_at, mut entries, mut hearings) = (Vec::new(), Vec::new(), Vec::new(), 0_usize);
    for row in &due {
        let policy = policies.get(&row.organization_id).cloned().unwrap_or_default();
        let before: Vec<_> = told.iter().filter(|told| told.hearing_id == row.id).collect();
        let (steps, again_on) = decide(round.today, row, &policy, &before, users(&holders(row)), &sight);
        looked_at.push((row.id, again_on));
        if steps.is_empty() {
            continue;
        }
        hearings = hearings.saturating_add(1);
        let entry = RemindedHearing {
            hearing_id: row.id,
            hearing_on: row.hearing_on,
            user_ids: steps.iter().map(|(user, _)| *user).collect(),
        };
        let subject = Subject::Case(row.case_id);
        entries.push(journal::service::pending_entry(subject, "hearing.reminded", ABSENT, Some(&entry))?);
        made.extend(steps.into_iter().map(|(user, step)| NewNotification {
            id: NotificationId::generate(),
            user_id: user,
            deadline_id: None,
            hearing_id: Some(row.id),
            case_id: row.case_id,
            kind: if step < PASSED {
                NotificationKind::HearingMoved
            } else {
                NotificationKind::HearingReminder
            },
            watch_on: row.hearing_on,
            step,
            created_at: round.now,
            mail: round.mail_of(&sight, user),
        }));
    }
    store::move_hearings_on(connection, &looked_at)?;
    let notifications = tell(connection, round, &made, &entries)?;
    Ok(DispatchSummary { looked_at: due.len(), deadlines: 0, hearings, notifications })
}

fn users(holders: &Holders) -> (Option<UserId>, Option<UserId>) {
    let user =
        |held: &Option<responsibilities::resolution::Holding>| held.as_ref().and_then(|one| one.user_id);
    (user(&holders.responsible), user(&holders.accountable))
}

/// Who is told of a hearing today, each with the step, and when to look again.
fn decide(
    today: NaiveDate,
    row: &DueHearingRow,
    policy: &ReminderPolicy,
    told: &[&ToldHearingRow],
    (responsible, accountable): (Option<UserId>, Option<UserId>),
    sight: &Audience,
) -> (Vec<(UserId, i16)>, Option<NaiveDate>) {
    if row.hearing_on < today {
        return (Vec::new(), None);
    }
    let calendar = calendar_of(&row.proceeding);
    let watched =
        Watched { watch_on: row.hearing_on, is_other_side: false, is_nobodys: true, policy, calendar };
    let managers = sight.managers(row.organization_id);
    let may_see = |user: UserId| sight.may_see(user, row.matter());
    let audience = reminders::audience(responsible, accountable, managers, may_see);
    let of_this_day = told.iter().filter(|told| told.watch_on == row.hearing_on && told.step >= PASSED);
    let before: Vec<_> = of_this_day.map(|told| (told.user_id, told.step)).collect();
    let decision = reminders::decide(&watched, &audience, &before, today);
    let mut steps = decision.told;
    if reminders::tells_of_move(&watched, today) {
        // Each move is told under a step of its own: a day may come back.
        let last = told.iter().map(|told| told.step).min().unwrap_or(PASSED).min(PASSED);
        let knows_another = |user: UserId| {
            let latest = told.iter().filter(|told| told.user_id == user).max_by_key(|told| told.created_at);
            latest.is_some_and(|told| told.watch_on != row.hearing_on)
        };
        let moved: Vec<_> = audience
            .iter()
            .filter(|(user, _)| knows_another(*user) && !steps.iter().any(|(other, _)| other == user))
            .map(|(user, _)| (*user, last.saturating_sub(1)))
            .collect();
        steps.extend(moved);
    }
    (steps, decision.look_again_on.filter(|day| *day <= row.hearing_on))
}
