//! The number of requests that a caller may send: a bucket for each person, and for each network of
//! callers who are not signed in, refilled evenly, off if it is not configured.

use crate::error::{Error, Result};
use actix_web::{HttpMessage as _, HttpRequest};
use governor::clock::{Clock as _, DefaultClock};
use governor::middleware::StateInformationMiddleware;
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};
use ipnet::{IpNet, Ipv6Net};
use std::hash::Hash;
use std::net::IpAddr;
use std::num::NonZeroU32;
use std::sync::atomic::{AtomicU32, Ordering};

/// The number of requests after which the buckets that are full again are forgotten, so that they
/// are no more than there were callers of late.
const SWEEP: u32 = 4096;

/// The buckets, one for each `K`.
pub struct Limits<K: Hash + Eq + Clone> {
    per_minute: NonZeroU32,
    taken: AtomicU32,
    buckets: RateLimiter<
        K,
        governor::state::keyed::DefaultKeyedStateStore<K>,
        DefaultClock,
        StateInformationMiddleware,
    >,
}

impl<K: Hash + Eq + Clone> Limits<K> {
    /// The limits for this many requests a minute each; none for zero.
    #[must_use]
    pub fn per_minute(requests: u32) -> Option<Self> {
        let per_minute = NonZeroU32::new(requests)?;
        let buckets: DefaultKeyedRateLimiter<K> = RateLimiter::keyed(Quota::per_minute(per_minute));
        let buckets = buckets.with_middleware::<StateInformationMiddleware>();
        Some(Self { per_minute, taken: AtomicU32::new(0), buckets })
    }

    /// Takes one request out of a bucket, and keeps what its caller is told of it.
    ///
    /// # Errors
    /// 429 with `Retry-After` if it is empty.
    pub fn take(&self, request: &HttpRequest, key: &K) -> Result<()> {
        if self.taken.fetch_add(1, Ordering::Relaxed) % SWEEP == SWEEP - 1 {
            self.buckets.retain_recent();
        }
        let policy = format!("\"default\";q={};w=60", self.per_minute);
        match self.buckets.check_key(key) {
            Ok(state) => {
                let left = state.remaining_burst_capacity();
                request
                    .extensions_mut()
                    .insert(RateLimitHeaders { policy, state: format!("\"default\";r={left};t=60") });
                Ok(())
            }
            Err(refused) => {
                let wait = refused.wait_time_from(DefaultClock::default().now()).as_secs().saturating_add(1);
                request
                    .extensions_mut()
                    .insert(RateLimitHeaders { policy, state: format!("\"default\";r=0;t={wait}") });
                Err(Error::too_many_requests(wait))
            }
        }
    }
}

/// The headers that tell a caller of its bucket (draft-ietf-httpapi-ratelimit-headers), held until
/// the answer is written.
#[derive(Clone)]
pub struct RateLimitHeaders {
    /// `RateLimit-Policy`.
    pub policy: String,
    /// `RateLimit`.
    pub state: String,
}

/// An address of IPv4; of IPv6 the network of 64 bits that one subscriber has.
pub(crate) fn network(address: IpAddr) -> IpNet {
    match address {
        IpAddr::V4(_) => address.into(),
        IpAddr::V6(long) => Ipv6Net::new(long, 64).map_or_else(|_| address.into(), |net| net.trunc().into()),
    }
}
