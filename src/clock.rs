//! The one place where the time comes from.
//!
//! In `demo` the clock can start at an instant of the operator's choosing; from there it runs on. Nothing else in the
//! house asks the machine for the time.

use crate::db::types::Instant;
use chrono::{DateTime, NaiveDate, NaiveTime, Utc};
use chrono_tz::Tz;
use std::sync::Arc;
use std::time::Instant as Monotonic;

/// The time zone in which "today" is told: that of the Federal Court's principal registry.
pub const REGISTRY_ZONE: Tz = chrono_tz::America::Toronto;

/// The day that an instant is in the registry's time zone.
#[must_use]
pub fn registry_day(at: Instant) -> NaiveDate {
    at.utc().with_timezone(&REGISTRY_ZONE).date_naive()
}

/// The instant at which a day begins at the registry; nothing where that lies outside what is kept.
#[must_use]
pub fn beginning_of_registry_day(day: NaiveDate) -> Option<Instant> {
    // Ontario's clocks change at two in the morning: every day has its midnight.
    let midnight = day.and_time(NaiveTime::MIN).and_local_timezone(REGISTRY_ZONE).earliest()?;
    Instant::try_from(midnight.to_utc()).ok()
}

/// The instant at which a day ends at the registry, and the next begins; nothing where that lies outside what is kept.
#[must_use]
pub fn end_of_registry_day(day: NaiveDate) -> Option<Instant> {
    beginning_of_registry_day(day.succ_opt()?)
}

/// A clock, to be cloned wherever it is needed.
#[derive(Clone, Debug)]
pub struct Clock(Arc<Source>);

#[derive(Debug)]
enum Source {
    Machine,
    StartedAt(DateTime<Utc>, Monotonic),
}

impl Clock {
    /// The machine's own clock.
    #[must_use]
    pub fn of_the_machine() -> Self {
        Self(Arc::new(Source::Machine))
    }

    /// A clock that shows this instant now, and runs on from there.
    #[must_use]
    pub fn starting_at(start: DateTime<Utc>) -> Self {
        Self(Arc::new(Source::StartedAt(start, Monotonic::now())))
    }

    /// The present instant.
    #[must_use]
    pub fn now(&self) -> Instant {
        match &*self.0 {
            #[expect(clippy::disallowed_methods, reason = "this is the one place where the time comes from")]
            Source::Machine => Instant::at(Utc::now()),
            Source::StartedAt(start, since) => {
                let passed =
                    chrono::TimeDelta::from_std(since.elapsed()).unwrap_or(chrono::TimeDelta::zero());
                Instant::at(start.checked_add_signed(passed).unwrap_or(*start))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_at_the_registry_ends_at_its_own_midnight() {
        let at = |text: &str| Instant::at(text.parse::<DateTime<Utc>>().unwrap());
        for (now, end) in [
            ("2026-03-09T03:59:59Z", "2026-03-09T04:00:00Z"),
            ("2026-03-09T04:00:00Z", "2026-03-10T04:00:00Z"),
            ("2026-11-01T15:00:00Z", "2026-11-02T05:00:00Z"),
        ] {
            assert_eq!(end_of_registry_day(registry_day(at(now))), Some(at(end)), "{now}");
        }
    }
}
