//! A computation under way.

use super::model::{Computation, Reading, Step, Warning};
use crate::law::calendars::Calendars;
use crate::law::proceedings::{Catalog, Overlay, Rule, RuleVersion};

/// A computation under way.
pub(super) struct RunningComputation<'a, 'r> {
    pub(super) catalog: &'a Catalog,
    pub(super) calendars: &'a Calendars,
    pub(super) request: &'a Computation<'r>,
    pub(super) rule: &'a Rule,
    pub(super) version: &'a RuleVersion,
    pub(super) service_method: Option<&'r str>,
    /// The rule that deems it received, where that is not the one that the rule names first.
    pub(super) deemed_by: Option<&'a str>,
    pub(super) overlays: Vec<&'a Overlay>,
    pub(super) steps: Vec<Step>,
    pub(super) readings: Vec<Reading>,
    pub(super) warnings: Vec<Warning>,
}
