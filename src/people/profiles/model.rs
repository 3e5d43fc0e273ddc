//! Positions and reminders.

use crate::coded::coded;
use crate::db::stored;
use crate::db::types::Instant;
use crate::ids::{PositionId, UserId};
use crate::law::engine::PositionInForce;
use crate::text::Text;
use chrono::NaiveDate;

coded! {
    /// The position of an organisation on an open reading of the law, or on a practice direction.
    pub enum Position {
        /// It is right: `due_on` goes by it.
        Adopted = "adopted", "Adopted", "Adoptée";
        /// It is wrong: no date goes by it.
        Rejected = "rejected", "Rejected", "Rejetée";
        /// No position any more: it is open again.
        Open = "open", "Open", "Ouverte";
    }
}
stored!(Position);

coded! {
    /// What a position is about.
    pub enum PositionKind {
        /// A reading of a rule, or of a way of computing time.
        Reading = "reading";
        /// A practice direction, or a special order.
        Overlay = "overlay";
    }
}
stored!(PositionKind);

/// The times at which people are reminded of a deadline: this many days before the day that it is
/// watched by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReminderPolicy {
    /// The days before it on which whoever is responsible is told.
    pub responsible_days: Vec<i16>,
    /// The days before it on which whoever is accountable is told, too.
    pub accountable_days: Vec<i16>,
    /// Whether whoever is responsible is told again once the day has passed.
    pub overdue_responsible: bool,
    /// Whether whoever is accountable is told once the day has passed.
    pub overdue_accountable: bool,
}

impl Default for ReminderPolicy {
    fn default() -> Self {
        Self {
            responsible_days: vec![14, 7, 3, 1],
            accountable_days: vec![1],
            overdue_responsible: true,
            overdue_accountable: true,
        }
    }
}

/// A position that was taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TakenPosition {
    /// The id of the position.
    pub id: PositionId,
    /// The kind of thing that it is about.
    pub kind: PositionKind,
    /// The reading or practice direction that it is about.
    pub code: String,
    /// The rule, if it is about one only.
    pub rule: Option<String>,
    /// The position.
    pub position: Position,
    /// The reason.
    pub reason: String,
    /// The group that decided it.
    pub group: Option<String>,
    /// The number of its decision.
    pub decision_number: Option<String>,
    /// The day of its decision.
    pub decided_on: Option<NaiveDate>,
    /// The user who wrote it down.
    pub taken_by: UserId,
    /// The instant since which it holds.
    pub from: Instant,
    /// The instant until which it held.
    pub until: Option<Instant>,
    /// The version, which grows when the position is ended.
    pub version: i64,
}

impl TakenPosition {
    /// The position as the engine goes by it.
    #[must_use]
    pub fn in_force(&self) -> PositionInForce {
        let since = crate::clock::registry_day(self.from);
        let (mut en, mut fr) = (
            format!("position of the organisation since {since}"),
            format!("position de l'organisme depuis le {since}"),
        );
        let mut add = |(english, french): (String, String)| {
            en.push_str(&english);
            fr.push_str(&french);
        };
        if let Some(number) = &self.decision_number {
            add((format!(", decision {number}"), format!(", décision {number}")));
        }
        if let Some(group) = &self.group {
            add((format!(" of {group}"), format!(" de {group}")));
        }
        if let Some(day) = self.decided_on {
            add((format!(" ({day})"), format!(" ({day})")));
        }
        PositionInForce {
            code: self.code.clone(),
            rule: self.rule.clone(),
            adopted: self.position == Position::Adopted,
            authority: Text::new(en, fr),
        }
    }
}

/// The adoption of a state of the law by an organisation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Adopted {
    /// The one that is meant.
    pub law_version: String,
    /// The user who did; nobody, where there was nothing to consent to.
    pub by: Option<UserId>,
    /// The instant.
    pub at: Instant,
}
