//! Failed sign-ins slow down the next one from the same address, in memory. An account is locked by
//! [`crate::people::identity::lockout`].
//!
//! Only failures count, so that nobody who knows the password ever has to wait because of it.

use crate::error::{Error, Result};
use std::collections::HashMap;
use std::sync::Mutex;
use std::time::{Duration, Instant};

const WINDOW: Duration = Duration::from_secs(15 * 60);
/// Failures that are forgiven within the window: behind an address a whole department may sit.
const FORGIVEN: u32 = 200;
/// The number of addresses above which the oldest are forgotten: a flood of them cannot fill the
/// memory.
const REMEMBERED: usize = 10_000;

/// The failures by address, and the refusals by subject of an identity provider, who waits alike.
#[derive(Default)]
pub struct Throttle(Mutex<HashMap<String, Failures>>);

struct Failures {
    count: u32,
    last: Instant,
}

impl Failures {
    /// Each failure beyond the forgiven ones doubles the wait, up to the window.
    fn wait(&self) -> Duration {
        let beyond = self.count.saturating_sub(FORGIVEN);
        if beyond == 0 {
            return Duration::ZERO;
        }
        Duration::from_secs(1_u64.checked_shl(beyond).unwrap_or(u64::MAX)).min(WINDOW)
    }
}

impl Throttle {
    /// Refuses an address that may not try now.
    ///
    /// # Errors
    /// 429 with `Retry-After` where it may not yet.
    pub fn check(&self, address: &str) -> Result<()> {
        let Ok(failures) = self.0.lock() else { return Ok(()) };
        let Some(past) = failures.get(address) else { return Ok(()) };
        let left = past.wait().saturating_sub(past.last.elapsed());
        if left.is_zero() { Ok(()) } else { Err(Error::too_many_requests(left.as_secs().saturating_add(1))) }
    }

    /// Remembers a failure.
    pub fn failed(&self, address: &str) {
        let Ok(mut failures) = self.0.lock() else { return };
        if failures.len() >= REMEMBERED {
            failures.retain(|_, past| past.last.elapsed() < WINDOW);
        }
        if failures.len() >= REMEMBERED {
            failures.clear();
        }
        let past =
            failures.entry(address.to_owned()).or_insert_with(|| Failures { count: 0, last: Instant::now() });
        past.count = if past.last.elapsed() > WINDOW { 1 } else { past.count.saturating_add(1) };
        past.last = Instant::now();
    }

    /// Forgets the failures from where somebody has signed in.
    pub fn succeeded(&self, address: &str) {
        if let Ok(mut failures) = self.0.lock() {
            failures.remove(address);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_failures_beyond_the_forgiven_ones_make_wait_and_success_forgets_them() {
        let throttle = Throttle::default();
        let (one, other) = ("192.0.2.1", "192.0.2.2");
        for _ in 0..FORGIVEN {
            throttle.failed(one);
        }
        assert!(throttle.check(one).is_ok());
        throttle.failed(one);
        assert!(throttle.check(one).is_err());
        assert!(throttle.check(other).is_ok());
        throttle.succeeded(one);
        assert!(throttle.check(one).is_ok());
    }
}
