//! What the tests stand on: servers, the people who talk to them, and what they say first.

pub mod actor;
pub mod answer;
pub mod api;
pub mod backend;
pub mod cluster;
pub mod command;
pub mod demo;
pub mod document;
pub mod fixtures;
pub mod log;
pub mod provider;
pub mod raw;
pub mod receiver;
pub mod smtp;
pub mod story;
pub mod tamper;
pub mod world;

use std::collections::BTreeSet;
use std::sync::{Mutex, PoisonError};

pub use actor::Actor;
pub use answer::Answer;
pub use api::{Api, Settings};
pub use backend::Backend;
pub use story::{
    act, actions, case_of, case_with, deadline, group_of, happened, journal_count, new_case, own_number,
    record, take_to,
};

/// Says once, past the harness that swallows what a passing test prints, that something is not tested on this machine. In a gate
/// (`CI=true`) nothing may be left out: whoever has to leave something out fails.
#[track_caller]
pub fn left_out(what: &str) {
    use std::io::Write as _;
    static SAID: Mutex<BTreeSet<String>> = Mutex::new(BTreeSet::new());
    assert!(std::env::var("CI").as_deref() != Ok("true"), "left out in a gate: {what}");
    let mut said = SAID.lock().unwrap_or_else(PoisonError::into_inner);
    if said.insert(what.to_owned()) {
        drop(writeln!(std::io::stderr(), "LEFT OUT: {what}"));
    }
}

/// Makes each function, which takes an [`Api`], a test on each backend: `name::sqlite` and `name::postgres`.
macro_rules! on_both {
    ($($name:ident),+ $(,)?) => {$(
        mod $name {
            #[test]
            fn sqlite() {
                $crate::support::backend::on($crate::support::Backend::Sqlite, super::$name);
            }

            #[test]
            fn postgres() {
                $crate::support::backend::on($crate::support::Backend::Postgres, super::$name);
            }
        }
    )+};
}
pub(crate) use on_both;
