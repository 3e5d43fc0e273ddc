//! What the tests stand on: servers, the people who talk to them, and what they say first.

pub mod actor;
pub mod answer;
pub mod api;
pub mod backend;
pub mod cluster;
pub mod document;
pub mod fixtures;
pub mod log;
pub mod provider;
pub mod raw;
pub mod smtp;
pub mod story;
pub mod tamper;
pub mod world;

pub use actor::Actor;
pub use answer::Answer;
pub use api::{Api, Settings};
pub use backend::Backend;
pub use story::{act, actions, case_with, deadline, group_of, journal_count, new_case, record, take_to};

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
