//! The questions and answers of a computation.

use crate::chronology::{self, Unreadable, Written};
use crate::text::Text;
use chrono::{DateTime, FixedOffset, NaiveDate, NaiveDateTime};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::collections::BTreeMap;

/// Facts by name. The common ones: `days`, `base_days`, `extension_days` (numbers of days),
/// `trigger_is_service`, `outside_canada` (booleans), `reasons_sent_on`, `claim_on` (dates),
/// `local_holidays` (dates), `suspended` (pairs of dates).
pub type EventFacts = BTreeMap<String, Value>;

/// The subject of a computation.
#[derive(Clone, Copy, Debug)]
pub struct Computation<'a> {
    /// The code of the rule.
    pub rule: &'a str,
    /// The trigger that starts the clock.
    pub trigger: Trigger,
    /// How it was served or sent: a code of [`crate::law::proceedings::SERVICE_METHODS`].
    pub service_method: Option<&'a str>,
    /// The registry or tribunal office. The principal one when absent.
    pub office: Option<OfficeChoice<'a>>,
    /// Practice directions and special orders to apply, by code.
    pub overlays: &'a [String],
    /// Facts that the rule reads.
    pub facts: &'a EventFacts,
    /// The positions of the organisation on what is open in law.
    pub positions: &'a [PositionInForce],
    /// Whether a practice direction that nobody asked for or took a position on is a reading (else
    /// a warning).
    pub open_overlays: bool,
    /// The law as it was known on this day: nothing that came into force later is used.
    pub as_of: Option<NaiveDate>,
    /// The day of the computation, in the registry's time zone.
    pub today: NaiveDate,
}

impl<'a> Computation<'a> {
    /// A computation from a rule and a date alone.
    #[must_use]
    pub fn on(rule: &'a str, trigger_on: NaiveDate, facts: &'a EventFacts, today: NaiveDate) -> Self {
        Self {
            rule,
            trigger: Trigger::On(trigger_on),
            service_method: None,
            office: None,
            overlays: &[],
            facts,
            positions: &[],
            open_overlays: false,
            as_of: None,
            today,
        }
    }
}

/// The office or tribunal whose own days off may count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OfficeChoice<'a> {
    /// A code of the calendar, such as `QC`, or any spelling of an office; one that nobody knows is
    /// refused.
    Asked(&'a str),
    /// The registry that a case names; nothing follows from it if the calendar knows no such
    /// office.
    OfCase(&'a str),
}

impl<'a> OfficeChoice<'a> {
    /// The code, as written.
    #[must_use]
    pub const fn code(self) -> &'a str {
        match self {
            Self::Asked(code) | Self::OfCase(code) => code,
        }
    }
}

/// The position of an organisation on an open reading, or on a practice direction.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PositionInForce {
    /// The code of the reading or of the overlay.
    pub code: String,
    /// The only rule for which it holds; all, if absent.
    pub rule: Option<String>,
    /// Whether it is adopted; rejected otherwise.
    pub adopted: bool,
    /// The author, the day and the decision of the position, for the explanation.
    pub authority: Text,
}

/// The trigger that starts the clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trigger {
    /// A day.
    On(NaiveDate),
    /// An hour of a day, in the local time of the recipient.
    AtLocal(NaiveDateTime),
    /// An instant.
    At(DateTime<FixedOffset>),
    /// The expiry of another time.
    Expiry {
        /// The end from which it counts.
        from: NaiveDate,
        /// The end from which it may also be counted, if that is another day.
        otherwise: Option<NaiveDate>,
        /// The earliest day on which that other time ends on any reading of it, if that is another
        /// day.
        earliest: Option<NaiveDate>,
        /// The latest such day.
        latest: Option<NaiveDate>,
    },
}

impl Trigger {
    /// The day, as written.
    #[must_use]
    pub fn day(&self) -> NaiveDate {
        match self {
            Self::On(day) | Self::Expiry { from: day, .. } => *day,
            Self::AtLocal(at) => at.date(),
            Self::At(at) => at.naive_local().date(),
        }
    }

    /// Reads `2026-03-21T10:00-04:00`, `2026-03-21T10:00:00Z` or, without an offset, the local time
    /// `2026-03-21T10:00`; seconds may be left out.
    ///
    /// # Errors
    /// Fails if it is none of these, or beyond the years that are held.
    pub fn parse_at(written: &str) -> Result<Self, Unreadable> {
        chronology::hour(written).map(|written| match written {
            Written::At(at) => Self::At(at),
            Written::Local(at) => Self::AtLocal(at),
        })
    }
}

/// The answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Computed {
    /// The code of the rule.
    pub rule: String,
    /// The version of the rule that governed.
    pub rule_version: String,
    /// The last day, on the stated policy.
    pub due_on: Option<NaiveDate>,
    /// The last day of the period itself, before any move off a day off.
    pub nominal_on: Option<NaiveDate>,
    /// The last instant, for limits in hours or with an hour, in the registry's offset.
    pub due_at: Option<DateTime<FixedOffset>>,
    /// The first day, for windows and bars.
    pub not_before_on: Option<NaiveDate>,
    /// The date that is good on every reading; absent where it is `due_on`.
    pub safe_on: Option<NaiveDate>,
    /// The day before which the other side cannot be said to be late; absent where it is `due_on`.
    pub arguable_latest_on: Option<NaiveDate>,
    /// The day on which the trigger counts as received, served or filed, where a rule says so.
    pub effective_on: Option<NaiveDate>,
    /// Whether the law names no date that binds. A `due_on` beside it is a target.
    pub no_fixed_date: bool,
    /// The steps by which the date came about.
    pub explanation: Explanation,
    /// The warnings that a reader should know.
    pub warnings: Vec<Warning>,
}

impl Computed {
    /// An answer that holds no date yet.
    #[must_use]
    pub fn without_date(rule: &str) -> Self {
        Self {
            rule: rule.to_owned(),
            rule_version: String::new(),
            due_on: None,
            nominal_on: None,
            due_at: None,
            not_before_on: None,
            safe_on: None,
            arguable_latest_on: None,
            effective_on: None,
            no_fixed_date: false,
            explanation: Explanation::default(),
            warnings: Vec::new(),
        }
    }
}

/// The explanation of a date: the last step's date is the answer.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Explanation {
    /// The steps, in order.
    pub steps: Vec<Step>,
    /// The places where the law can be read in more than one way.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub readings: Vec<Reading>,
}

/// One step.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[schema(as = ExplanationStep)]
pub struct Step {
    /// The kind of step: `trigger`, `later_of`, `received`, `overlay`, `period`, `not_counted`,
    /// `count`, `roll`, `window_opens`, `bar_lifts`, `clock`, `position`, `no_fixed_date`,
    /// `ordered`, `extended`, `shortened`.
    pub code: String,
    /// The step in words.
    pub text: Text,
    /// The date after the step.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date: Option<NaiveDate>,
    /// The number of days: of the period, or left out of the count.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub days: Option<u32>,
    /// The law that it applies.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub citation: Option<Text>,
}

/// Another way to read the law, and the date that it gives.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[schema(as = ExplanationReading)]
pub struct Reading {
    /// Its code, such as `recess_not_counted`.
    pub code: String,
    /// The reading in words.
    pub text: Text,
    /// The date that it gives.
    pub date: NaiveDate,
    /// The law that it rests on.
    pub citation: Text,
}

/// A warning that a reader should know beside the date.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[schema(as = ComputationWarning)]
pub struct Warning {
    /// The code of the warning.
    pub code: String,
    /// The same in words.
    pub text: Text,
}
