//! Failed sign-ins slow down the next one: per account and per address, in memory.
//!
//! Only failures count, so that nobody who knows the password is ever in the way of himself.

use crate::error::Result;
use crate::http::limits::too_many;
use std::collections::HashMap;
use std::sync::Mutex;
use std::time::{Duration, Instant};

const WINDOW: Duration = Duration::from_secs(15 * 60);
/// Above so many names the oldest are forgotten: a flood of names cannot fill the memory.
const REMEMBERED: usize = 10_000;

/// What a sign-in was tried on, and from where.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Tried {
    /// An account, by user name.
    Account(String),
    /// A network address, behind which a whole department may sit.
    Address(String),
}

impl Tried {
    /// Failures that are forgiven within the window.
    const fn forgiven(&self) -> u32 {
        match self {
            Self::Account(_) => 10,
            Self::Address(_) => 200,
        }
    }
}

/// Who failed how often.
#[derive(Default)]
pub struct Throttle(Mutex<HashMap<Tried, Failures>>);

struct Failures {
    count: u32,
    last: Instant,
}

impl Failures {
    /// Each failure beyond the forgiven ones doubles the wait, up to the window.
    fn wait(&self, forgiven: u32) -> Duration {
        let beyond = self.count.saturating_sub(forgiven);
        if beyond == 0 {
            return Duration::ZERO;
        }
        Duration::from_secs(1_u64.checked_shl(beyond).unwrap_or(u64::MAX)).min(WINDOW)
    }
}

impl Throttle {
    /// Holds where it may be tried now.
    ///
    /// # Errors
    /// 429 with `Retry-After` where it may not yet.
    pub fn check(&self, tried: &Tried) -> Result<()> {
        let Ok(failures) = self.0.lock() else { return Ok(()) };
        let Some(past) = failures.get(tried) else { return Ok(()) };
        let left = past.wait(tried.forgiven()).saturating_sub(past.last.elapsed());
        if left.is_zero() { Ok(()) } else { Err(too_many(left.as_secs().saturating_add(1))) }
    }

    /// Remembers a failure.
    pub fn failed(&self, tried: &Tried) {
        let Ok(mut failures) = self.0.lock() else { return };
        if failures.len() >= REMEMBERED {
            failures.retain(|_, past| past.last.elapsed() < WINDOW);
        }
        if failures.len() >= REMEMBERED {
            failures.clear();
        }
        let past =
            failures.entry(tried.clone()).or_insert_with(|| Failures { count: 0, last: Instant::now() });
        past.count = if past.last.elapsed() > WINDOW { 1 } else { past.count.saturating_add(1) };
        past.last = Instant::now();
    }

    /// Forgets the failures of who has signed in.
    pub fn succeeded(&self, tried: &Tried) {
        if let Ok(mut failures) = self.0.lock() {
            failures.remove(tried);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_failures_beyond_the_forgiven_ones_make_wait_and_success_forgets_them() {
        let throttle = Throttle::default();
        let (one, other) = (Tried::Account("a".to_owned()), Tried::Account("b".to_owned()));
        for _ in 0..one.forgiven() {
            throttle.failed(&one);
        }
        assert!(throttle.check(&one).is_ok());
        throttle.failed(&one);
        assert!(throttle.check(&one).is_err());
        assert!(throttle.check(&other).is_ok());
        throttle.succeeded(&one);
        assert!(throttle.check(&one).is_ok());
    }
}
