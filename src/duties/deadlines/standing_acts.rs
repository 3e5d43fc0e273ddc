//! The acts of people on a deadline that stand, the last one last: what holds its date beside the
//! docket, and what can be taken back. Pure.
//!
//! The docket and the acts share one order. A date that somebody moved holds until an order comes
//! onto the docket after it, or until the act is taken back: a correction of an earlier entry does
//! not touch it. Each act keeps what it left, so that it can come back when what followed is gone.

use super::computation::NO_DATE;
use super::model::{DeadlineStatus, PinnedBy};
use super::store::DeadlineRow;
use super::transitions;
use crate::db::types::Json;
use crate::error::{Error, Result};
use crate::ids::{DocumentId, EventId, UserId};
use crate::law::docket::replay::SetByOrder;
use crate::law::engine::{Explanation, Warning};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// An act that stands.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "act", rename_all = "snake_case")]
pub enum StandingAct {
    /// The date was moved.
    Moved(MovedDate),
    /// It was completed or waived.
    Closed,
    /// It was reopened, after it had been closed like this.
    Reopened(ClosingByHand),
}

/// A date that an order, consent or a direction set, apart from the docket.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct MovedDate {
    /// The place of the last entry on the docket when the date was moved.
    pub position: i32,
    /// What moved it.
    pub by: PinnedBy,
    /// The date.
    pub until: NaiveDate,
    /// The end from which what waits for it may have to be counted.
    pub nominal_on: Option<NaiveDate>,
    /// The day that is safe, where the act may be without effect.
    pub safe_on: Option<NaiveDate>,
    /// The steps that led to it.
    pub explanation: Explanation,
    /// The warnings about it.
    pub warnings: Vec<Warning>,
    /// The reason that was given for it, if one was.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

/// The end of a deadline by a person's act.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ClosingByHand {
    status: DeadlineStatus,
    on: Option<NaiveDate>,
    user_id: Option<UserId>,
    event_id: Option<EventId>,
    document_id: Option<DocumentId>,
}

impl ClosingByHand {
    /// The way in which a deadline was closed.
    #[must_use]
    pub fn of(row: &DeadlineRow) -> Self {
        Self {
            status: row.status,
            on: row.closed_on,
            user_id: row.closed_by_user_id,
            event_id: row.closed_by_event_id,
            document_id: row.closed_by_document_id,
        }
    }

    fn write(&self, row: &mut DeadlineRow) {
        row.status = self.status;
        row.closed_on = self.on;
        row.closed_by_user_id = self.user_id;
        row.closed_by_event_id = self.event_id;
        row.closed_by_document_id = self.document_id;
        row.closed_by_hand = true;
        row.remind_on = None;
    }
}

impl MovedDate {
    /// The date that a deadline has, as the act that just moved it left it.
    ///
    /// # Errors
    /// 500 where the row has no such date, or is no longer readable.
    pub fn shown_by(row: &DeadlineRow, position: i32) -> Result<Self> {
        let (by, until) = row
            .pinned_by
            .zip(row.due_on)
            .ok_or_else(|| Error::internal("a date that was moved is missing".to_owned()))?;
        Ok(Self {
            position,
            by,
            until,
            nominal_on: row.nominal_on,
            safe_on: row.safe_on,
            explanation: row.explanation.parse()?,
            warnings: row.warnings.parse()?,
            reason: row.closing_note.clone(),
        })
    }

    /// Whether a deadline has this date, by this act.
    ///
    /// # Errors
    /// 500 where the explanation is no longer readable.
    pub fn is_shown_by(&self, row: &DeadlineRow) -> Result<bool> {
        let looks_alike = row.due_on == Some(self.until) && row.pinned_by == Some(self.by);
        Ok(looks_alike && row.explanation.parse::<Explanation>()? == self.explanation)
    }

    /// Gives a deadline this date.
    ///
    /// # Errors
    /// 500 where the explanation has no JSON form.
    pub fn write(&self, row: &mut DeadlineRow) -> Result<()> {
        row.due_on = Some(self.until);
        row.sort_on = self.until.min(NO_DATE);
        row.nominal_on = self.nominal_on;
        row.safe_on = self.safe_on;
        row.due_at = None;
        row.arguable_latest_on = None;
        row.no_fixed_date = false;
        row.pinned = true;
        row.pinned_by = Some(self.by);
        row.explanation = Json::of(&self.explanation)?;
        row.warnings = Json::of(&self.warnings)?;
        Ok(())
    }
}

/// The acts on a deadline that stand, the last one last.
///
/// # Errors
/// 500 where they are no longer readable.
pub fn of(row: &DeadlineRow) -> Result<Vec<StandingAct>> {
    Ok(row.acts.parse()?)
}

/// Adds an act.
///
/// # Errors
/// 500 where the acts are no longer readable.
pub fn push(row: &mut DeadlineRow, act: StandingAct) -> Result<()> {
    let mut acts = of(row)?;
    acts.push(act);
    row.acts = Json::of(&acts)?;
    Ok(())
}

/// The date that an act holds: the last that somebody set, unless an order came onto the docket
/// after it.
///
/// # Errors
/// 500 where the acts are no longer readable.
pub fn holding(row: &DeadlineRow, ordered: Option<SetByOrder>) -> Result<Option<MovedDate>> {
    let last = of(row)?.into_iter().rev().find_map(|act| match act {
        StandingAct::Moved(moved) => Some(moved),
        StandingAct::Closed | StandingAct::Reopened(_) => None,
    });
    Ok(last.filter(|moved| ordered.is_none_or(|set| set.position <= moved.position)))
}

/// Takes the last act back and returns it, if there is any. What the docket says of the deadline is
/// left to be looked at again, and so is a date that was moved.
///
/// # Errors
/// 500 where the acts are no longer readable.
pub fn take_back(row: &mut DeadlineRow, today: NaiveDate) -> Result<Option<StandingAct>> {
    let mut acts = of(row)?;
    // What the docket closed since is closed, whatever people had done.
    let stands = |act: &StandingAct| match act {
        StandingAct::Moved(_) => true,
        StandingAct::Closed => row.closed_by_hand,
        StandingAct::Reopened(_) => row.status == DeadlineStatus::Open,
    };
    let Some(last) = acts.iter().rposition(stands) else { return Ok(None) };
    acts.truncate(last.saturating_add(1));
    let taken = acts.pop();
    row.acts = Json::of(&acts)?;
    match &taken {
        Some(StandingAct::Reopened(closing)) => closing.write(row),
        // Closed twice is what waited to be confirmed: it waits again.
        Some(StandingAct::Closed) if matches!(acts.last(), Some(StandingAct::Closed)) => {
            transitions::reopen(row, today)?;
            transitions::leave_unconfirmed(row, today);
        }
        _ if row.status != DeadlineStatus::Open => transitions::reopen(row, today)?,
        _ => {}
    }
    Ok(taken)
}
