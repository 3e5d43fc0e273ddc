//! The integration tests: a black box over HTTP.
//!
//! A real server listens on a free port, with a database of its own, and actors talk to it ([`support`]). Every test runs
//! on SQLite; where `GREFFE_TEST_POSTGRES_URL` names a server (`postgres://postgres@127.0.0.1:5432`, without a database) the
//! same function runs there too. `routes/` mirrors the addresses of the API; what holds for all of them is beside it.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::print_stderr,
    clippy::needless_pass_by_value,
    clippy::arithmetic_side_effects,
    reason = "a test that cannot go on says so by panicking, and JSON is written where it is sent"
)]

/// What the program allocates with.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

mod support;

mod acts_at_once;
mod architecture;
mod backups;
mod bounds;
mod budgets;
mod caseloads;
mod checkpoints;
mod cli;
mod clock;
mod codes;
mod compatibility;
mod conventions;
mod demo;
mod detours;
mod dry_runs;
mod encryption;
mod environment;
mod examples;
mod extremes;
mod faults;
mod gates;
mod generators;
mod hardening;
mod idempotency;
mod journal;
mod keys;
mod laws;
mod leaks;
mod logs;
mod mail;
mod matrix;
mod motion_times;
mod names;
mod odd_entries;
mod oidc;
mod openapi;
mod policy;
mod private_files;
mod queries;
mod reach;
mod reach_at_random;
mod recorder;
mod reminders;
mod resilience;
mod routes;
mod schema;
mod shown;
mod statuses;
mod story;
mod study_permit_pilot;
mod tampering;
mod time_limits;
mod tokens;
mod translations;
mod what_law_says;
mod what_runs;
mod which_motion;
mod whose_motion;
mod wire;
