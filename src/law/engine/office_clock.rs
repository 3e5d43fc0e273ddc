//! The clock of the office: by it the hour of a trigger is read, whatever clock it was written by.

use super::model::{OfficeChoice, Trigger};
use super::running::RunningComputation;
use crate::law::calendars::Calendars;
use chrono::{
    DateTime, FixedOffset, LocalResult, NaiveDate, NaiveTime, Offset as _, TimeDelta, TimeZone as _,
};
use chrono_tz::Tz;

/// The time zone of the principal registry: of whoever names no office.
const PRINCIPAL_ZONE: Tz = chrono_tz::America::Toronto;

/// The time zone of an office; of the principal one, where it is not known.
#[must_use]
pub fn zone_of(calendars: &Calendars, office: Option<OfficeChoice<'_>>) -> Tz {
    office.and_then(|office| calendars.zone_of(office.code())).unwrap_or(PRINCIPAL_ZONE)
}

impl RunningComputation<'_, '_> {
    /// The zone by whose clock hours are read.
    pub(super) fn zone(&self) -> Tz {
        zone_of(self.calendars, self.request.office)
    }
}

/// A trigger by the clock of an office: an instant is brought to it, an hour without an offset is
/// its own. One instant is one day and one hour there, with whatever offset it was written.
#[must_use]
pub fn by_the_clock(calendars: &Calendars, office: Option<OfficeChoice<'_>>, trigger: Trigger) -> Trigger {
    // Most triggers are days, and no office is looked up for those.
    let zone = || zone_of(calendars, office);
    match trigger {
        Trigger::At(at) => Trigger::At(at.with_timezone(&zone()).fixed_offset()),
        Trigger::AtLocal(local) => Trigger::At(in_zone(zone(), local.date(), local.time())),
        Trigger::On(_) | Trigger::Expiry { .. } => trigger,
    }
}

/// A local time as an instant. An hour that a change of clocks repeats is taken the first time; in
/// an hour that it leaves out, the same clock time is taken in the offset before.
pub(super) fn in_zone(zone: Tz, day: NaiveDate, time: NaiveTime) -> DateTime<FixedOffset> {
    let local = day.and_time(time);
    match zone.from_local_datetime(&local) {
        LocalResult::Single(at) | LocalResult::Ambiguous(at, _) => at.fixed_offset(),
        LocalResult::None => {
            let earlier = local.checked_sub_signed(TimeDelta::hours(3)).unwrap_or(local);
            let before = zone.offset_from_utc_datetime(&earlier).fix();
            DateTime::from_naive_utc_and_offset(local.checked_sub_offset(before).unwrap_or(local), before)
        }
    }
}
