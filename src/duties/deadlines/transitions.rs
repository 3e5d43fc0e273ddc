//! The acts on a stored deadline: closed, opened again, given another date. Pure.

use super::change_reason::ChangeReason;
use super::model::{DeadlineStatus, PreviousDate};
use super::store::DeadlineRow;
use crate::db::types::{Instant, Json};
use crate::error::Result;
use crate::ids::{EventId, UserId};
use crate::law::engine;
use crate::law::proceedings::{Actor, Rule};
use chrono::NaiveDate;

/// Writes the doubt about a closed deadline among its warnings, in place of an earlier one, and
/// says whether that changed anything.
///
/// # Errors
/// 500 where the warnings are no longer readable.
pub(super) fn warn_if_closed_but_moved(
    row: &mut DeadlineRow,
    warning: Option<engine::Warning>,
) -> Result<bool> {
    replace_warning(row, engine::is_doubt, warning)
}

/// Warns of what was done before its window opened, or before its bar was lifted.
///
/// # Errors
/// 500 where the warnings are no longer readable.
pub(super) fn warn_of_window(row: &mut DeadlineRow, rule: &Rule, on: NaiveDate) -> Result<()> {
    let early = row.not_before_on.filter(|opens| on < *opens);
    let early = early.map(|opens| {
        if is_bar(row) {
            engine::before_the_bar(rule.governed_by_version(&row.rule_version), opens)
        } else {
            engine::before_window(opens)
        }
    });
    replace_warning(row, engine::is_of_window, early).map(|_| ())
}

/// Warns of what was done in time on another reading of the law alone.
///
/// # Errors
/// 500 where the warnings are no longer readable.
pub(super) fn warn_of_reading(row: &mut DeadlineRow, rule: &Rule, on: NaiveDate) -> Result<()> {
    let days = row.due_on.zip(row.arguable_latest_on).filter(|_| row.status == DeadlineStatus::Met);
    let late = days.filter(|(due_on, last)| on > *due_on && on <= *last);
    let law = rule.governed_by_version(&row.rule_version);
    let warning = late.map(|(due_on, last)| engine::in_time_on_a_reading(law, due_on, last));
    replace_warning(row, engine::is_of_reading, warning).map(drop)
}

/// Warns of what was done before its time began to run.
///
/// # Errors
/// 500 where the warnings are no longer readable.
pub(super) fn warn_of_early(row: &mut DeadlineRow, began: Option<NaiveDate>) -> Result<()> {
    let is_alike = |warning: &engine::Warning| engine::is_of_day(warning) && !engine::is_of_window(warning);
    replace_warning(row, is_alike, began.map(engine::before_its_time)).map(drop)
}

/// Warns of what the docket says was done on a day before its time began to run.
///
/// # Errors
/// 500 where the warnings are no longer readable.
pub(super) fn warn_of_early_act(
    row: &mut DeadlineRow,
    rule: &Rule,
    (on, began): (NaiveDate, Option<NaiveDate>),
) -> Result<()> {
    let law = rule.governed_by_version(&row.rule_version);
    let early = began.filter(|began| on < *began);
    let warning = early.map(|began| engine::met_before_its_time(law, on, began));
    replace_warning(row, engine::is_of_early_act, warning).map(drop)
}

/// Warns of time that had run when what it counts back from was set.
///
/// # Errors
/// 500 where the warnings are no longer readable.
pub(super) fn warn_of_short_notice(row: &mut DeadlineRow, rule: &Rule, set_on: NaiveDate) -> Result<()> {
    let warning = row.due_on.map(|last| engine::time_had_run(rule, last, set_on));
    replace_warning(row, engine::is_of_short_notice, warning).map(drop)
}

/// Warns of what is said to have taken effect on a day before it does, or no longer does; and says
/// whether that changed anything.
///
/// # Errors
/// 500 where the warnings are no longer readable.
pub(super) fn warn_of_effect(row: &mut DeadlineRow, rule: &Rule, on: Option<NaiveDate>) -> Result<bool> {
    let days = on.zip(row.due_on);
    let law = rule.governed_by_version(&row.rule_version);
    let warning = days.map(|(on, takes_effect)| engine::before_effect(law, on, takes_effect));
    replace_warning(row, engine::is_of_effect, warning)
}

/// Whether a deadline is a bar: a first day, and no last one.
#[must_use]
pub fn is_bar(row: &DeadlineRow) -> bool {
    row.due_on.is_none() && row.not_before_on.is_some()
}

/// Puts a warning in place of those that are alike, and says whether that changed anything.
fn replace_warning(
    row: &mut DeadlineRow,
    is_alike: fn(&engine::Warning) -> bool,
    warning: Option<engine::Warning>,
) -> Result<bool> {
    let before: Vec<engine::Warning> = row.warnings.parse()?;
    let mut after: Vec<_> = before.iter().filter(|known| !is_alike(known)).cloned().collect();
    after.extend(warning);
    if after == before {
        return Ok(false);
    }
    row.warnings = Json::of(&after)?;
    Ok(true)
}

/// Opens a deadline again. Its reminders are looked at again, and of the day on which it was done
/// nothing is said any more.
///
/// # Errors
/// 500 where the warnings are no longer readable.
pub fn reopen(row: &mut DeadlineRow, today: NaiveDate) -> Result<()> {
    row.status = DeadlineStatus::Open;
    row.closed_on = None;
    row.closed_by_event_id = None;
    row.closed_by_hand = false;
    row.closed_by_user_id = None;
    row.closed_by_document_id = None;
    row.closing_note = None;
    row.remind_on = Some(today);
    replace_warning(row, engine::is_of_day, None).map(drop)
}

/// Leaves a deadline to be confirmed: its day had passed when the case was imported.
pub fn leave_unconfirmed(row: &mut DeadlineRow, on: NaiveDate) {
    close(row, DeadlineStatus::ImportedUnconfirmed, on, None);
    row.closed_by_hand = true;
}

/// Whether the last day of a deadline, on any reading, is before this one.
#[must_use]
pub fn has_passed(row: &DeadlineRow, today: NaiveDate) -> bool {
    row.arguable_latest_on.or(row.due_on).is_some_and(|day| day < today)
}

/// Ends a deadline, by the docket.
pub fn close(row: &mut DeadlineRow, status: DeadlineStatus, on: NaiveDate, by: Option<EventId>) {
    row.status = status;
    row.closed_on = Some(on);
    row.closed_by_event_id = by;
    row.closed_by_hand = false;
    row.remind_on = None;
}

/// Ends a deadline, by the act of a person.
pub fn close_by_hand(row: &mut DeadlineRow, status: DeadlineStatus, on: NaiveDate, by: UserId) {
    close(row, status, on, None);
    row.closed_by_hand = true;
    row.closed_by_user_id = Some(by);
}

/// Whether a day is after the last one that counts as in time: the last arguable one, for the other
/// side.
#[must_use]
pub fn is_late(row: &DeadlineRow, is_other_side: bool, on: NaiveDate) -> bool {
    let last = if is_other_side { row.arguable_latest_on.or(row.due_on) } else { row.due_on };
    last.is_some_and(|last| on > last)
}

/// The status of a deadline that was met on a day. What the law forbade until then was done before;
/// what nobody had to do is never late.
#[must_use]
pub fn judged(row: &DeadlineRow, is_other_side: bool, on: NaiveDate) -> DeadlineStatus {
    if is_bar(row) && row.not_before_on.is_some_and(|opens| on < opens) {
        DeadlineStatus::Missed
    } else if is_late(row, is_other_side, on) {
        if row.actor == Actor::Nobody { DeadlineStatus::Elapsed } else { DeadlineStatus::MetLate }
    } else {
        DeadlineStatus::Met
    }
}

/// Who moves a date, and when.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MoveAuthor {
    /// The instant.
    pub at: Instant,
    /// The person, if it is one.
    pub by: Option<UserId>,
}

/// Adds the date that a deadline had before to the earlier ones. Whoever holds the deadline was
/// told of that one last, unless it has moved before they were.
///
/// # Errors
/// 500 where the earlier ones are no longer readable.
pub fn push_previous_date(
    row: &mut DeadlineRow,
    before: &DeadlineRow,
    reason: &str,
    why: Option<&ChangeReason>,
    author: MoveAuthor,
) -> Result<()> {
    row.moved_by = author.by.filter(|by| row.moved_from.is_none() || row.moved_by == Some(*by));
    row.moved_from = row.moved_from.or(before.due_on);
    let mut earlier: Vec<PreviousDate> = before.previous_dates.parse()?;
    let why = why.map(|why| why.text.clone());
    earlier.push(PreviousDate { due_on: before.due_on, reason: reason.to_owned(), why, until: author.at });
    row.previous_dates = Json::of(&earlier)?;
    Ok(())
}
