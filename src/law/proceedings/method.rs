//! Ways of computing time, and practice directions that change a period.

use super::model::Confidence;
use crate::law::calendars::dates;
use crate::text::Text;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// A way of computing time: which days count, and what happens at the end.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Method {
    /// Its code, such as `federal-courts-rules`.
    pub code: String,
    /// The name of the method.
    pub name: Text,
    /// The calendar of the days off; without one, every day is like another.
    pub calendar: Option<String>,
    /// The text that says that the first day does not count and the last one does.
    pub citation: Text,
    /// The length of periods below which days off are not counted.
    pub short_period: Option<ShortPeriod>,
    /// The seasons that are not counted.
    #[serde(default)]
    pub skips: Vec<Skip>,
    /// The rule for a last day that is a day off.
    pub roll: Option<Roll>,
    /// The places where the law can be read in more than one way.
    #[serde(default)]
    pub readings: Vec<ReadingSpec>,
    /// Local holidays are doubtful: they move `arguable_latest_on` (or `safe_on`, counting back).
    pub local_holidays: Option<LocalHolidays>,
}

/// Days off are not counted in a short period.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ShortPeriod {
    /// Periods of fewer days than this.
    pub under_days: u32,
    /// The text that says so.
    pub citation: Text,
}

/// A season that is not counted.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Skip {
    /// The code of a recess of the calendar.
    pub recess: String,
    /// The text that says so.
    pub citation: Text,
}

/// The rule for a last day that is a day off.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Roll {
    /// The direction in which the day moves: to the working day after, or before.
    pub to: RollTo,
    /// The text that says so.
    pub citation: Text,
}

/// The day to which a last day off moves.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RollTo {
    /// The next working day.
    NextWorkingDay,
    /// The working day before.
    WorkingDayBefore,
}

/// One way to read the law, and what it does to the date.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReadingSpec {
    /// The code of the reading.
    pub code: String,
    /// The effect on the date.
    pub reads: Reads,
    /// The code of the season in the calendar, for a season.
    pub recess: Option<String>,
    /// The day from which on days are open to the reading, for a season.
    #[serde(default, deserialize_with = "dates::civil_option")]
    pub days_from: Option<NaiveDate>,
    /// The reading in words.
    pub text: Text,
    /// The law that it rests on.
    pub citation: Text,
}

/// The effect of a reading on the date.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reads {
    /// The last day does not move off a day off: be done on the working day before (safe).
    NoRoll,
    /// A season is not counted: counting forward that is later (arguable), counting back it is
    /// earlier (safe).
    SkipsRecess,
    /// A season that is not counted on the stated policy is counted: be done earlier (safe).
    CountsRecess,
    /// An end that moved into a season that is not counted moves out of it (arguable).
    PastRecess,
    /// The period begins at the rolled, not the nominal, end of the one before it (arguable).
    FromRolledExpiry,
}

/// The effect of local holidays.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LocalHolidays {
    /// The reading in words.
    pub text: Text,
    /// The law that it rests on.
    pub citation: Text,
}

/// A practice direction or special order that changes the period of a rule without amending it.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Overlay {
    /// The code that clients ask for, such as `FC-SPECIAL-ORDER-2025`.
    pub code: String,
    /// The name of the overlay, in both languages.
    pub name: Text,
    /// The rules whose period it changes.
    pub rules: Vec<String>,
    /// The whole period, in days, that replaces the rule's.
    pub days: u32,
    /// The periods that it reaches.
    pub reaches: OverlayReach,
    /// The day on which it was made or took effect.
    #[serde(deserialize_with = "dates::civil")]
    pub in_force_from: NaiveDate,
    /// Its last day; absent where none is known.
    #[serde(default, deserialize_with = "dates::civil_option")]
    pub in_force_to: Option<NaiveDate>,
    /// The text in which it is written.
    pub citation: Text,
    /// The confidence with which it is known.
    pub confidence: Confidence,
    /// A remark that a reader should know besides.
    pub note: Option<Text>,
}

/// The periods that an overlay reaches.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OverlayReach {
    /// The periods that began while it was in force.
    Begun,
    /// The periods that began while it was in force, and those still running on its first day.
    Running,
}
