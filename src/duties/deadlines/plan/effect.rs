//! What is recorded too early. Of what takes effect on a day that the law sets, an event that says
//! so of a day before meets nothing; and of what the law forbids until a day, each act before it is
//! told, and the first one since it is what counts.
//!
//! What meets any other time on a day before that began counts, and is warned of: it may have been
//! done early, and a wrong date is likelier.

use super::super::store::DeadlineRow;
use super::super::transitions;
use super::{Planner, outcome};
use crate::error::Result;
use crate::ids::EventId;
use crate::law::docket::replay::{self, LimitOutcome, RunsFrom, State, TimeLimit};
use crate::law::engine;
use crate::matters::cases::service::proceeding;
use chrono::NaiveDate;

impl Planner<'_, '_> {
    /// The outcome of a time limit, given the date that it has; of what takes effect by law, as if
    /// nothing were recorded that says so of a day before.
    pub(super) fn outcome(&self, limit: &TimeLimit, row: &DeadlineRow) -> Result<LimitOutcome> {
        if transitions::is_bar(row) {
            return Ok(self.outcome_by_bar(limit, row)?.0);
        }
        Ok(self.outcome_by_effect(limit, row)?.0)
    }

    /// Warns of an event that does what the law forbids until a later day: of each, and not of the
    /// first alone.
    pub(super) fn warn_of_bar(&mut self, limit: &TimeLimit, row: &DeadlineRow) -> Result<()> {
        let Some(opens) = row.not_before_on.filter(|_| transitions::is_bar(row)) else { return Ok(()) };
        let early = self.outcome_by_bar(limit, row)?.1;
        if early.iter().any(|by| Some(*by) == self.planning.touched) {
            let law = self.planning.rule(&row.rule)?.governed_by_version(&row.rule_version);
            self.plan.about_event.push(engine::before_the_bar(law, opens));
        }
        Ok(())
    }

    /// The outcome of a bar, and the acts that came before its day: the first act since that day,
    /// or else the first of all.
    fn outcome_by_bar(&self, limit: &TimeLimit, row: &DeadlineRow) -> Result<(LimitOutcome, Vec<EventId>)> {
        let (first, mut early) = (outcome(limit, row), Vec::new());
        let proceeding = proceeding(self.planning.case)?;
        let mut state = None::<State>;
        let mut found = first;
        while let LimitOutcome::Met { on, by } = found
            && row.not_before_on.is_some_and(|opens| on < opens)
        {
            let state = state.get_or_insert_with(|| self.state.clone());
            if !state.occurrences.iter().any(|past| past.by == by) {
                break;
            }
            early.push(by);
            state.occurrences.retain(|past| past.by != by);
            let kept = replay::kept_by_act(state, proceeding, &limit.key);
            found = kept.map_or(LimitOutcome::Running, |limit| limit.outcome);
        }
        let is_since = matches!(found, LimitOutcome::Met { .. });
        Ok((if is_since { found } else { first }, early))
    }

    /// Warns of an event that says of a day before that it took effect: on the deadline of the
    /// first, and about each that is recorded or corrected. It says whether the deadline changed.
    pub(super) fn warn_of_effect(&mut self, limit: &TimeLimit, row: &mut DeadlineRow) -> Result<bool> {
        let early = self.outcome_by_effect(limit, row)?.1;
        let rule = self.planning.rule(&row.rule)?;
        let touched = early.iter().find(|(_, by)| Some(*by) == self.planning.touched);
        if let (Some((on, _)), Some(takes_effect)) = (touched, row.due_on) {
            let law = rule.governed_by_version(&row.rule_version);
            self.plan.about_event.push(engine::before_effect(law, *on, takes_effect));
        }
        transitions::warn_of_effect(row, rule, early.first().map(|(on, _)| *on))
    }

    /// The outcome, and what was left out of account for it: each event that says of a day before
    /// that it took effect, with that day.
    fn outcome_by_effect(
        &self,
        limit: &TimeLimit,
        row: &DeadlineRow,
    ) -> Result<(LimitOutcome, Vec<(NaiveDate, EventId)>)> {
        let (mut found, mut early) = (outcome(limit, row), Vec::new());
        if self.too_early(row, found)?.is_none() {
            return Ok((found, early));
        }
        let proceeding = proceeding(self.planning.case)?;
        let mut state = self.state.clone();
        while let LimitOutcome::Met { by, .. } = found
            && let Some(on) = self.too_early(row, found)?
            && state.occurrences.iter().any(|past| past.by == by)
        {
            early.push((on, by));
            state.occurrences.retain(|past| past.by != by);
            let kept = replay::kept_by_act(&state, proceeding, &limit.key);
            found = kept.map_or(LimitOutcome::Running, |limit| limit.outcome);
        }
        Ok((found, early))
    }

    /// The day of what meets a time limit, where by law it takes effect only later.
    fn too_early(&self, row: &DeadlineRow, found: LimitOutcome) -> Result<Option<NaiveDate>> {
        let takes_effect = row.due_on.filter(|_| !row.closed_by_hand);
        let (LimitOutcome::Met { on, .. }, Some(day)) = (found, takes_effect) else { return Ok(None) };
        Ok(self.planning.rule(&row.rule)?.takes_effect_by_law().then_some(on).filter(|on| *on < day))
    }
}

/// The day or event from which time runs forward, where the docket says which: what meets it by a
/// day before then was done early, or one of the two days is wrong. The expiry of another time is
/// no such day, unless an event came first and took its place.
pub(super) fn began(limit: &TimeLimit, row: &DeadlineRow) -> Option<NaiveDate> {
    let began = match &limit.runs_from {
        RunsFrom::Point(point) => point.day(),
        RunsFrom::Expiry { or_event, .. } => or_event.filter(|day| row.trigger_on == Some(*day))?,
        RunsFrom::Order => return None,
    };
    // What counts back from a hearing is done before it.
    row.due_on.is_some_and(|due_on| began <= due_on).then_some(began)
}
