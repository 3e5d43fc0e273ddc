//! How many requests a caller may send: a bucket a person, refilled evenly, off where it is not configured.

use crate::app::App;
use crate::error::{Code, Error, Hint, Result};
use crate::ids::UserId;
use actix_web::HttpRequest;
use governor::clock::{Clock as _, DefaultClock};
use governor::middleware::StateInformationMiddleware;
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};
use std::num::NonZeroU32;

/// The buckets.
pub struct Limits {
    per_minute: NonZeroU32,
    buckets: RateLimiter<
        UserId,
        governor::state::keyed::DefaultKeyedStateStore<UserId>,
        DefaultClock,
        StateInformationMiddleware,
    >,
}

impl Limits {
    /// So many requests a minute for each person; none for zero.
    #[must_use]
    pub fn per_minute(requests: u32) -> Option<Self> {
        let per_minute = NonZeroU32::new(requests)?;
        let buckets: DefaultKeyedRateLimiter<UserId> = RateLimiter::keyed(Quota::per_minute(per_minute));
        Some(Self { per_minute, buckets: buckets.with_middleware::<StateInformationMiddleware>() })
    }
}

/// What a caller is told of its bucket (draft-ietf-httpapi-ratelimit-headers), kept until the answer is written.
#[derive(Clone)]
pub struct Told {
    /// `RateLimit-Policy`.
    pub policy: String,
    /// `RateLimit`.
    pub state: String,
}

/// Takes one request out of the caller's bucket.
///
/// # Errors
/// 429 with `Retry-After` where it is empty.
pub fn check(app: &App, request: &HttpRequest, user: UserId) -> Result<()> {
    use actix_web::HttpMessage as _;
    let Some(limits) = &app.limits else { return Ok(()) };
    let policy = format!("\"default\";q={};w=60", limits.per_minute);
    match limits.buckets.check_key(&user) {
        Ok(state) => {
            let left = state.remaining_burst_capacity();
            request.extensions_mut().insert(Told { policy, state: format!("\"default\";r={left};t=60") });
            Ok(())
        }
        Err(refused) => {
            let wait = refused.wait_time_from(DefaultClock::default().now()).as_secs().saturating_add(1);
            request.extensions_mut().insert(Told { policy, state: format!("\"default\";r=0;t={wait}") });
            Err(too_many(wait))
        }
    }
}

/// The refusal, with when to come back.
#[must_use]
pub fn too_many(wait: u64) -> Error {
    Error::new(Code::TooManyRequests)
        .saying(
            format!("Wait {wait} seconds before the next request."),
            format!("Attendez {wait} secondes avant la prochaine requête."),
        )
        .hinting(Hint::RetryAfter(wait))
}
