//! Ways of computing time, and practice directions that change a period.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::law::calendars::dates;
use crate::text::Text;

use super::model::Confidence;

/// A way of computing time: which days count, and what happens at the end.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Method {
    /// Its code, such as `federal-courts-rules`.
    pub code: String,
    /// Its name.
    pub name: Text,
    /// The calendar of the days off; without one, every day is like another.
    pub calendar: Option<String>,
    /// Where it is written that the first day does not count and the last one does.
    pub citation: Text,
    /// Days off are not counted in periods shorter than so many days.
    pub short_period: Option<ShortPeriod>,
    /// Seasons that are not counted.
    #[serde(default)]
    pub skips: Vec<Skip>,
    /// What happens when the last day is a day off.
    pub roll: Option<Roll>,
    /// Where the law can be read in more than one way.
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
    /// Where it says so.
    pub citation: Text,
}

/// A season that is not counted.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Skip {
    /// The code of a recess of the calendar.
    pub recess: String,
    /// Where it says so.
    pub citation: Text,
}

/// What happens when the last day is a day off.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Roll {
    /// To the working day after, or before.
    pub to: RollTo,
    /// Where it says so.
    pub citation: Text,
}

/// Where the last day moves.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RollTo {
    /// To the next working day.
    NextWorkingDay,
    /// To the working day before.
    WorkingDayBefore,
}

/// One way to read the law, and what it does to the date.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReadingSpec {
    /// Its code.
    pub code: String,
    /// What it does.
    pub reads: Reads,
    /// For a season: its code in the calendar.
    pub recess: Option<String>,
    /// For a season: only days from this one on are open to the reading.
    #[serde(default, deserialize_with = "dates::civil_option")]
    pub days_from: Option<NaiveDate>,
    /// The reading in words.
    pub text: Text,
    /// What it rests on.
    pub citation: Text,
}

/// What a reading does to the date.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reads {
    /// The last day does not move off a day off: be done on the working day before (safe).
    NoRoll,
    /// A season is not counted: counting forward that is later (arguable), counting back it is earlier (safe).
    SkipsRecess,
    /// A season that is not counted on the stated policy is counted: be done earlier (safe).
    CountsRecess,
    /// The period begins at the rolled, not the nominal, end of the one before it (arguable).
    FromRolledExpiry,
}

/// What local holidays do.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LocalHolidays {
    /// The reading in words.
    pub text: Text,
    /// What it rests on.
    pub citation: Text,
}

/// A practice direction or special order that changes the period of a rule without amending it.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Overlay {
    /// The code that clients ask for, such as `FC-SPECIAL-ORDER-2025`.
    pub code: String,
    /// What it is called.
    pub name: Text,
    /// The rules whose period it changes.
    pub rules: Vec<String>,
    /// The whole period, in days, that takes the place of the rule's.
    pub days: u32,
    /// Which periods it reaches.
    pub reaches: OverlayReach,
    /// The day on which it was made or took effect.
    #[serde(deserialize_with = "dates::civil")]
    pub in_force_from: NaiveDate,
    /// Its last day; absent where none is known.
    #[serde(default, deserialize_with = "dates::civil_option")]
    pub in_force_to: Option<NaiveDate>,
    /// Where it is written.
    pub citation: Text,
    /// How well it is known.
    pub confidence: Confidence,
    /// What a reader should know besides.
    pub note: Option<Text>,
}

/// Which periods an overlay reaches.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OverlayReach {
    /// Those that began while it was in force.
    Begun,
    /// Those that began while it was in force, and those still running on its first day.
    Running,
}
