//! The one place where the time comes from.
//!
//! In `demo` the clock can start at an instant of the operator's choosing; from there it runs on.
//! The machine's clock is followed forward and never back: what was recorded does not become later
//! than what follows it. How far the machine is behind can be asked, so that it does not go
//! unnoticed. Nothing else in the house asks the machine for the time.

use crate::db::types::Instant;
use chrono::{DateTime, NaiveDate, NaiveTime, TimeDelta, Utc};
use chrono_tz::Tz;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
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

/// The instant at which a day ends at the registry, and the next begins; nothing where that lies
/// outside what is kept.
#[must_use]
pub fn end_of_registry_day(day: NaiveDate) -> Option<Instant> {
    beginning_of_registry_day(day.succ_opt()?)
}

/// The distance of a clock from the record, or from another clock, beyond which somebody has to
/// look.
pub const TOLERANCE: TimeDelta = TimeDelta::minutes(5);

/// A clock, to be cloned wherever it is needed. What it shows never goes back while it runs,
/// whatever becomes of the machine's.
#[derive(Clone, Debug)]
pub struct Clock(Arc<TimeSource>);

#[derive(Debug)]
enum TimeSource {
    Machine(Machine),
    StartedAt(DateTime<Utc>, Monotonic),
}

/// The machine's clock, and what is kept of it where it is set back.
#[derive(Debug)]
struct Machine {
    /// A count that never goes back, from the moment at which the clock was made.
    running: Monotonic,
    /// The most that the machine's clock was ever ahead of that: microseconds.
    ahead: AtomicI64,
}

/// The time that the machine's clock shows, and the time that is shown.
struct ShownTime {
    machine: i64,
    kept: i64,
}

impl Machine {
    fn new() -> Self {
        Self { running: Monotonic::now(), ahead: AtomicI64::new(i64::MIN) }
    }

    fn running_for(&self) -> i64 {
        i64::try_from(self.running.elapsed().as_micros()).unwrap_or(i64::MAX)
    }

    fn show(&self) -> ShownTime {
        #[expect(clippy::disallowed_methods, reason = "this is the one place where the time comes from")]
        let machine = Utc::now().timestamp_micros();
        // In this order: whatever happens between the two makes the first look behind and never
        // ahead, which would stay.
        let running = self.running_for();
        let ahead = machine.saturating_sub(running);
        let most = self.ahead.fetch_max(ahead, Ordering::Relaxed).max(ahead);
        ShownTime { machine, kept: running.saturating_add(most) }
    }
}

impl Clock {
    /// The machine's own clock. Where that is set back while this one runs, this one runs on from
    /// where it was.
    #[must_use]
    pub fn of_the_machine() -> Self {
        Self(Arc::new(TimeSource::Machine(Machine::new())))
    }

    /// A clock that shows this instant now, and runs on from there.
    #[must_use]
    pub fn starting_at(start: DateTime<Utc>) -> Self {
        Self(Arc::new(TimeSource::StartedAt(start, Monotonic::now())))
    }

    /// Lets the machine's clock show nothing earlier than this from now on: it stands at this
    /// instant until the machine has caught up.
    pub fn not_before(&self, at: Instant) {
        if let TimeSource::Machine(machine) = &*self.0 {
            let ahead = at.micros().saturating_sub(machine.running_for());
            machine.ahead.fetch_max(ahead, Ordering::Relaxed);
        }
    }

    /// The time by which the machine's clock is behind what is shown, because it was set back.
    #[must_use]
    pub fn behind(&self) -> TimeDelta {
        match &*self.0 {
            TimeSource::Machine(machine) => {
                let shown = machine.show();
                TimeDelta::microseconds(shown.kept.saturating_sub(shown.machine))
            }
            TimeSource::StartedAt(..) => TimeDelta::zero(),
        }
    }

    /// The present instant.
    #[must_use]
    pub fn now(&self) -> Instant {
        match &*self.0 {
            TimeSource::Machine(machine) => {
                let shown = machine.show();
                let at = Instant::from_micros(shown.kept).or_else(|| Instant::from_micros(shown.machine));
                at.unwrap_or(Instant::at(DateTime::UNIX_EPOCH))
            }
            TimeSource::StartedAt(start, since) => {
                let passed = TimeDelta::from_std(since.elapsed()).unwrap_or(TimeDelta::zero());
                Instant::at(*start).after(passed)
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

    #[test]
    fn the_machines_clock_is_followed_forward_and_never_back() {
        let clock = Clock::of_the_machine();
        let first = clock.now();
        assert!(clock.behind() < TimeDelta::seconds(1), "{}", clock.behind());
        let hour = TimeDelta::hours(1);
        // An hour ahead was shown, or recorded, once: it runs on from there, and says how far the
        // machine is behind.
        clock.not_before(Instant::at(first.utc() + hour));
        let then = clock.now();
        assert!(then.utc() >= first.utc() + hour, "{then:?}");
        assert!(clock.now() >= then);
        assert!(clock.behind() > TimeDelta::minutes(59) && clock.behind() <= hour, "{}", clock.behind());
        clock.not_before(first);
        assert!(clock.now() >= then, "an earlier instant changes nothing");
    }

    #[test]
    fn a_clock_that_was_set_is_not_behind() {
        let clock = Clock::starting_at("2026-11-01T15:00:00Z".parse().unwrap());
        clock.not_before(Instant::at("2030-01-01T00:00:00Z".parse().unwrap()));
        assert_eq!(
            (clock.now() < Instant::at("2026-11-01T16:00:00Z".parse().unwrap()), clock.behind()),
            (true, TimeDelta::zero())
        );
    }
}
