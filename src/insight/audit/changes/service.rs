//! Reading the changes from a place on.

use super::api::{ACCESS_CHANGED, CASE_VISIBLE, RecordedChange};
use super::opening::{self, Opening};
use crate::access::context::Context;
use crate::access::permissions::Permission;
use crate::db::Connection;
use crate::db::dialect::order;
use crate::db::types::Instant;
use crate::error::Result;
use crate::ids::CaseId;
use crate::insight::audit::query_store::{self, Following, WantedChanges};
use crate::insight::audit::redacted;
use crate::journal::actions;
use crate::journal::model::{EntryKind, case_in};
use crate::journal::store::{self, EntryRow};
use crate::matters::cases;

/// How many sequence numbers are looked at in one go: whoever sees few of many cases is not kept
/// waiting for what is not theirs.
const WINDOW: i64 = 10_000;
/// How many such windows are looked at for one page.
const WINDOWS: usize = 10;
/// How many entries are made ready to be read at a time: what they name is looked up together.
const TOGETHER: usize = 200;

/// A stretch of the changes.
#[derive(Debug)]
pub struct Stretch {
    /// The changes, in their order.
    pub changes: Vec<RecordedChange>,
    /// The sequence number up to which was looked.
    pub reached: i64,
    /// Whether there is more to look at at once.
    pub has_more: bool,
    /// Whether everything that is written is in its place: if not, more comes in a moment.
    pub is_settled: bool,
}

/// The place from which somebody follows who wants to know what is done from now on.
pub fn latest(connection: &mut Connection) -> Result<i64> {
    ends(connection).map(|(settled, _)| settled)
}

/// The sequence number up to which everything is in its place, and the last that is there.
pub fn ends(connection: &mut Connection) -> Result<(i64, i64)> {
    let last = store::last(connection)?.map_or(0, |(sequence, _)| sequence);
    Ok((order::settled(connection)?.min(last), last))
}

/// The changes after a sequence number, as the caller may see them: no more than so many entries.
///
/// # Errors
/// 404 where the case that alone is followed is not theirs to see; 403 where they may not read of
/// changes.
pub fn after(
    connection: &mut Connection,
    caller: &Context,
    followed: &WantedChanges,
    after: i64,
    limit: i64,
) -> Result<Stretch> {
    if let Some(case) = followed.case {
        cases::service::find_visible(connection, caller, case)?;
    }
    caller.require_permission()?;
    // Before anything is read: see `settled`.
    let (end, last) = ends(connection)?;
    let (mut rows, reached) = entries(connection, caller, followed, (after, end), limit)?;
    let (has_more, is_settled) = (reached < end, end == last);
    let mut stretch = Stretch { changes: Vec::new(), reached, has_more, is_settled };
    while !rows.is_empty() {
        let rest = rows.split_off(rows.len().min(TOGETHER));
        told(connection, caller, followed, rows, &mut stretch.changes)?;
        rows = rest;
    }
    Ok(stretch)
}

/// The entries of a stretch that the caller is told of, no more than so many, and the sequence
/// number up to which was looked.
fn entries(
    connection: &mut Connection,
    caller: &Context,
    followed: &WantedChanges,
    (after, end): (i64, i64),
    limit: i64,
) -> Result<(Vec<EntryRow>, i64)> {
    let (mut rows, mut reached): (Vec<EntryRow>, _) = (Vec::new(), after);
    for _ in 0..WINDOWS {
        let left = limit.saturating_sub(i64::try_from(rows.len()).unwrap_or(i64::MAX));
        if reached >= end || left <= 0 {
            break;
        }
        // The entries of one case are few, and have an index of their own.
        let window = if followed.case.is_some() { end } else { reached.saturating_add(WINDOW) };
        let until = window.min(end);
        let span = Following { followed, after: reached, until, only: None };
        let found = query_store::following(connection, caller, &span, left)?;
        let is_full = i64::try_from(found.len()).unwrap_or(i64::MAX) >= left;
        reached = found.last().filter(|_| is_full).map_or(until, |last| last.sequence);
        rows.extend(found);
    }
    Ok((rows, reached))
}

/// A change as far as where it stands goes: nothing of what it says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChangeMark {
    /// The sequence number of its entry.
    pub sequence: i64,
    /// The act, or what is of the feed alone.
    pub kind: String,
    /// What it is about.
    pub subject: String,
    /// The case, if it is about one.
    pub case_id: Option<CaseId>,
    /// What tells it from every other change of the feed.
    pub id: String,
}

/// The changes after a sequence number and up to another, both settled, as far as where they stand
/// goes: of no more than so many entries; and the sequence number up to which was looked. A case
/// that alone is followed and is hidden from the caller has none.
///
/// # Errors
/// 403 where the caller may not read of changes.
pub fn marks(
    connection: &mut Connection,
    caller: &Context,
    followed: &WantedChanges,
    span: (i64, i64),
    limit: i64,
) -> Result<(Vec<ChangeMark>, i64)> {
    caller.require_permission()?;
    let (rows, reached) = entries(connection, caller, followed, span, limit)?;
    let mut marks = Vec::new();
    for row in rows {
        let opened = opened(&row, caller);
        if is_shown(&row, caller, followed) {
            let (case_id, id) = (case_in(&row.subject), row.sequence.to_string());
            let EntryRow { sequence, action: kind, subject, .. } = row;
            marks.push(ChangeMark { sequence, kind, subject, case_id, id });
        }
        marks.extend(opened.map(|change| {
            let id = change.id();
            let RecordedChange { sequence, kind, subject, case_id, .. } = change;
            ChangeMark { sequence, kind, subject, case_id, id }
        }));
    }
    Ok((marks, reached))
}

/// The changes at these sequence numbers, as the caller may see them now: all that are left of
/// them.
///
/// # Errors
/// 403 where the caller may not read of changes.
pub fn at(connection: &mut Connection, caller: &Context, sequences: &[i64]) -> Result<Vec<RecordedChange>> {
    caller.require_permission()?;
    let (Some(first), Some(last)) = (sequences.iter().min(), sequences.iter().max()) else {
        return Ok(Vec::new());
    };
    let followed = WantedChanges::default();
    let (after, until) = (first.saturating_sub(1), *last);
    let span = Following { followed: &followed, after, until, only: Some(sequences) };
    let rows = query_store::following(connection, caller, &span, i64::MAX)?;
    let mut changes = Vec::new();
    told(connection, caller, &followed, rows, &mut changes)?;
    Ok(changes)
}

/// The sequence number after which everything is that was done at an instant or later.
pub fn place_before(connection: &mut Connection, from: Instant) -> Result<i64> {
    let first = query_store::first_since(connection, from)?;
    first.map_or_else(|| latest(connection), |first| Ok(first.saturating_sub(1)))
}

/// Adds entries as changes: what may be read of each, and what it may have opened.
fn told(
    connection: &mut Connection,
    caller: &Context,
    followed: &WantedChanges,
    rows: Vec<EntryRow>,
    changes: &mut Vec<RecordedChange>,
) -> Result<()> {
    let opened: Vec<Option<RecordedChange>> = rows.iter().map(|row| opened(row, caller)).collect();
    let order: Vec<i64> = rows.iter().map(|row| row.sequence).collect();
    let shown = rows.into_iter().filter(|row| is_shown(row, caller, followed)).collect();
    let mut shown = redacted::as_read(connection, caller, shown)?.into_iter().peekable();
    for (sequence, opened) in order.into_iter().zip(opened) {
        changes.extend(shown.next_if(|entry| entry.sequence == sequence).map(RecordedChange::from));
        changes.extend(opened);
    }
    Ok(())
}

/// Whether an entry is one of those that were asked for, and the caller may read of such acts.
fn is_shown(row: &EntryRow, caller: &Context, followed: &WantedChanges) -> bool {
    // As `GET /v1/journal` and the journal of a case have it.
    let is_open = case_in(&row.subject).is_some() || caller.user.may(Permission::ReadWholeJournal);
    let is_readable = row.kind == EntryKind::Write.code()
        && is_open
        && actions::reading(&row.action).is_none_or(|permission| caller.user.may(permission));
    let noun = actions::noun(&row.action);
    let is_wanted = followed
        .types
        .as_ref()
        .is_none_or(|types| types.iter().any(|wanted| *wanted == row.action || *wanted == noun));
    is_readable && is_wanted
}

/// The word of what an entry may have opened: no more of it than where and when.
fn opened(row: &EntryRow, caller: &Context) -> Option<RecordedChange> {
    let kind = match opening::of(row, &caller.user)? {
        Opening::Case => CASE_VISIBLE,
        Opening::More => ACCESS_CHANGED,
    };
    let subject = match kind {
        CASE_VISIBLE => row.subject.clone(),
        _ => format!("user:{}", caller.user.id),
    };
    Some(RecordedChange::of_the_feed(kind, subject, row))
}
