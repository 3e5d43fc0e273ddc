//! What a deadline looks up on the docket: the day of an event that is on record.

use crate::law::calendars::dates;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// A day of the docket that a computation is given as a fact.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PassedDay {
    /// The fact of the rule.
    pub fact: String,
    /// The event whose day it is: the first of its kind on record.
    pub event: String,
}

/// A condition on an event: that it is on record, or on its day.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OnRecord {
    /// The event.
    pub event: String,
    /// It happened before this day.
    #[serde(default, deserialize_with = "dates::civil_option")]
    pub before: Option<NaiveDate>,
    /// It happened on this day or after it, or is not on record.
    #[serde(default, deserialize_with = "dates::civil_option")]
    pub from: Option<NaiveDate>,
}

impl OnRecord {
    /// Whether it holds, where the event first happened on this day, or is not on record.
    #[must_use]
    pub fn holds(&self, day: Option<NaiveDate>) -> bool {
        match (self.before, self.from) {
            (None, None) => day.is_some(),
            (before, from) => {
                before.is_none_or(|limit| day.is_some_and(|day| day < limit))
                    && from.is_none_or(|limit| day.is_none_or(|day| day >= limit))
            }
        }
    }
}
