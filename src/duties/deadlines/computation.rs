//! The date of a time limit, and what it rests on. Pure.
//!
//! What a date was computed from is its *basis*: the trigger, how it was served, the facts, the
//! registry's place, the order. While the basis of a deadline is the same nothing moves it, except
//! a recalculation to which somebody consented: a new state of the law, or a position taken on it
//! ([`Planning::recalculates`]).

use super::model::PinnedBy;
use super::store::DeadlineRow;
use super::transitions::MoveAuthor;
use crate::db::types::{Instant, Json};
use crate::duties::responsibilities::holdings_store::CaseHoldings;
use crate::error::{Code, Error, Fault, Result};
use crate::ids::{DeadlineId, EventId, UserId};
use crate::law::docket::replay::{RunsFrom, State, TimeLimit, TimeLimitKey};
use crate::law::engine::{
    self, Computation, ComputeError, Explanation, Law, OfficeChoice, PositionInForce, Reading, Trigger,
    Warning,
};
use crate::law::proceedings::{Actor, CountsFrom, Reads, Rule, Side};
use crate::matters::cases::CaseRow;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use std::collections::HashMap;

/// The place of deadlines without a date that binds, in an order by date: after every date that the
/// calendars cover.
pub const NO_DATE: NaiveDate = match NaiveDate::from_ymd_opt(2100, 1, 1) {
    Some(day) => day,
    None => NaiveDate::MAX,
};

/// An empty list, as JSON.
pub(super) const NONE: [(); 0] = [];

/// The surroundings in which a plan is made.
pub struct Planning<'a> {
    /// The law.
    pub law: Law<'a>,
    /// The case.
    pub case: &'a CaseRow,
    /// The holders of its roles now; left out where no deadline can begin.
    pub held: Option<&'a CaseHoldings>,
    /// The positions of the case's organisation on what is open in law.
    pub positions: &'a [PositionInForce],
    /// The instant of the request.
    pub now: Instant,
    /// The day of the request.
    pub today: NaiveDate,
    /// Who makes it, if anybody.
    pub by: Option<UserId>,
    /// The event that is being recorded or corrected: what it orders is told even where it moves
    /// nothing.
    pub touched: Option<EventId>,
    /// The deadline that somebody had moved, where that is taken back: its date is computed again.
    pub undone: Option<DeadlineId>,
    /// Whether a docket is entered as it happened: what ran and ended before it came is kept, too.
    pub takes_over: bool,
    /// Whether dates whose basis is the same are computed again.
    pub recalculates: bool,
}

impl Planning<'_> {
    /// The side on which the case's organisation stands.
    #[must_use]
    pub fn side(&self) -> Side {
        self.case.side
    }

    /// Who moves dates, and when.
    #[must_use]
    pub fn author(&self) -> MoveAuthor {
        MoveAuthor { at: self.now, by: self.by }
    }

    /// The rule of a time limit.
    ///
    /// # Errors
    /// 500 where the catalog no longer has it.
    pub fn rule(&self, code: &str) -> Result<&Rule> {
        let rule = self.law.catalog.rule(code);
        rule.ok_or_else(|| Error::internal(format!("no rule {code} in the catalog")))
    }

    /// Who has to act: whom the docket says, else whom the rule names.
    ///
    /// # Errors
    /// 500 where the catalog no longer has the rule.
    pub fn actor(&self, limit: &TimeLimit) -> Result<Actor> {
        limit.actor.map_or_else(|| Ok(self.rule(&limit.key.rule)?.actor.parse()?), Ok)
    }
}

/// The day that reminders and warnings of a deadline go by: what is safe on every reading for our
/// own side, the last arguable day for the other.
#[must_use]
pub fn watch_on(row: &DeadlineRow, side: Side) -> NaiveDate {
    let day = if side.is_opposed_by(row.actor) { row.arguable_latest_on } else { row.safe_on };
    day.or(row.due_on).unwrap_or(NO_DATE)
}

/// The basis of a computed date.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Basis {
    /// The trigger, as written by `written`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub trigger: Option<String>,
    /// The way in which it was served.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub service_method: Option<String>,
    /// The facts.
    #[serde(default, skip_serializing_if = "serde_json::Map::is_empty")]
    pub facts: serde_json::Map<String, serde_json::Value>,
    /// The registry office.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub office: Option<String>,
    /// The date that an order set.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ordered: Option<NaiveDate>,
}

impl Basis {
    /// The basis of a stored deadline, if it is known.
    #[must_use]
    pub fn of(row: &DeadlineRow) -> Option<Self> {
        serde_json::from_str(row.basis.as_deref()?).ok()
    }
}

/// Whether a deadline's time runs from the expiry of another.
#[must_use]
pub fn waits_for_expiry(row: &DeadlineRow) -> bool {
    Basis::of(row).and_then(|basis| basis.trigger).is_some_and(|trigger| trigger.starts_with("expiry"))
}

/// The date that an order had set when the date of a deadline was written.
#[must_use]
pub(super) fn ordered_before(row: &DeadlineRow) -> Option<NaiveDate> {
    Basis::of(row)?.ordered
}

/// The ends of a period.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ends {
    nominal: NaiveDate,
    due: NaiveDate,
    /// The earliest and the latest day on any reading by which the period itself is another.
    earliest: Option<NaiveDate>,
    latest: Option<NaiveDate>,
}

impl Ends {
    /// The ends of a deadline that has a date. One that was ordered or extended has only one end,
    /// except where the extension may be without effect.
    ///
    /// # Errors
    /// 500 where its explanation is no longer readable.
    pub fn of(law: Law<'_>, row: &DeadlineRow) -> Result<Option<Self>> {
        let Some(due) = row.due_on else { return Ok(None) };
        let nominal = if row.pinned { due } else { row.nominal_on.unwrap_or(due) };
        let is_open = row.safe_on.is_some() || row.arguable_latest_on.is_some();
        let explanation: Explanation =
            if is_open { row.explanation.parse()? } else { Explanation::default() };
        let mut ends = Self::among(law, nominal, due, &explanation.readings);
        let before = row.nominal_on.filter(|before| row.pinned && *before < due);
        ends.earliest = ends.earliest.into_iter().chain(before).min();
        Ok(Some(ends))
    }

    fn among(law: Law<'_>, nominal: NaiveDate, due: NaiveDate, readings: &[Reading]) -> Self {
        // A period that is not extended over a day off has its nominal end all the same.
        let methods = || law.catalog.methods().iter().flat_map(|method| &method.readings);
        let strict = |code: &str| methods().any(|spec| spec.reads == Reads::NoRoll && spec.code == code);
        let dates = || readings.iter().filter(|reading| !strict(&reading.code)).map(|reading| reading.date);
        let earliest = dates().min().filter(|date| *date < nominal);
        Self { nominal, due, earliest, latest: dates().max().filter(|date| *date > due) }
    }
}

/// The ends of the time limits whose dates were computed so far.
pub(super) type ClockEnds = HashMap<TimeLimitKey, Option<Ends>>;

/// A date, with all that goes with it.
pub(super) struct ComputedDate {
    pub rule_version: String,
    pub trigger: Option<Trigger>,
    pub computed: engine::Computed,
    pub ordered: bool,
    pub basis: String,
}

/// The point from which a time limit runs, if it is known.
///
/// # Errors
/// 422 where the date of a time limit that it waits for cannot be computed.
pub(super) fn point(
    planning: &Planning<'_>,
    state: &State,
    known: &mut ClockEnds,
    limit: &TimeLimit,
) -> Result<Option<Trigger>> {
    let (of, counts_from, or_event) = match &limit.runs_from {
        RunsFrom::Point(point) => return Ok(Some(*point)),
        RunsFrom::Order => return Ok(None),
        RunsFrom::Expiry { of, counts_from, or_event } => (of, *counts_from, *or_event),
    };
    let ends = match known.get(of) {
        Some(ends) => *ends,
        None => computed_ends(planning, state, known, of)?,
    };
    let Some(Ends { nominal, due, earliest, latest }) = ends else { return Ok(or_event.map(Trigger::On)) };
    let (from, other) = match counts_from {
        CountsFrom::Nominal => (nominal, due),
        CountsFrom::Rolled => (due, nominal),
    };
    Ok(Some(match or_event {
        Some(day) if day <= from => Trigger::On(day),
        _ => Trigger::Expiry { from, otherwise: (other > from).then_some(other), earliest, latest },
    }))
}

/// The ends of a time limit of which no deadline is kept.
fn computed_ends(
    planning: &Planning<'_>,
    state: &State,
    known: &mut ClockEnds,
    key: &TimeLimitKey,
) -> Result<Option<Ends>> {
    let Some(limit) = state.time_limits.iter().find(|limit| limit.key == *key) else { return Ok(None) };
    let point = point(planning, state, known, limit)?;
    let date = compute_date(planning, limit, point)?;
    let computed = &date.computed;
    let ends = computed.due_on.map(|due| {
        let nominal = computed.nominal_on.unwrap_or(due);
        Ends::among(planning.law, nominal, due, &computed.explanation.readings)
    });
    known.insert(key.clone(), ends);
    Ok(ends)
}

/// Computes the date of a time limit that runs from a point.
///
/// # Errors
/// 422 where it cannot be computed.
pub(super) fn compute_date(
    planning: &Planning<'_>,
    limit: &TimeLimit,
    point: Option<Trigger>,
) -> Result<ComputedDate> {
    let rule = planning.rule(&limit.key.rule)?;
    let basis = basis(planning, limit, point)?;
    let newest = || rule.current().map(|version| version.version.clone()).unwrap_or_default();
    let office = planning.case.place().map(OfficeChoice::OfCase);
    let by_the_office = |trigger| engine::by_the_clock(planning.law.calendars, office, trigger);
    if let Some(set) = limit.ordered {
        let governs =
            point.and_then(|point| engine::governing(planning.law, &computation(planning, limit, point)));
        let rule_version = governs.map_or_else(newest, |version| version.version.clone());
        let law = rule.governed_by_version(&rule_version);
        let computed = engine::Computed {
            due_on: Some(set.due_on),
            nominal_on: Some(set.due_on),
            explanation: engine::explain_ordered(law, set.due_on, set.made_on),
            ..engine::Computed::without_date(&rule.code)
        };
        let trigger = point.map(by_the_office);
        return Ok(ComputedDate { rule_version, trigger, computed, ordered: true, basis });
    }
    let Some(trigger) = point else {
        let computed = engine::Computed::without_date(&rule.code);
        return Ok(ComputedDate { rule_version: newest(), trigger: None, computed, ordered: false, basis });
    };
    let asked = computation(planning, limit, trigger);
    let mut computed = engine::compute(planning.law, &asked)
        .map_err(|error| not_computable(&error, limit.key.started_by.is_some()))?;
    computed.warnings.extend(engine::depends_on_office(planning.law, &asked, &computed));
    Ok(ComputedDate {
        rule_version: computed.rule_version.clone(),
        trigger: Some(by_the_office(trigger)),
        computed,
        ordered: false,
        basis,
    })
}

/// What is computed of a time limit that runs from a point.
fn computation<'a>(planning: &'a Planning<'a>, limit: &'a TimeLimit, trigger: Trigger) -> Computation<'a> {
    Computation {
        rule: &limit.key.rule,
        trigger,
        service_method: method(limit, Some(trigger)),
        office: planning.case.place().map(OfficeChoice::OfCase),
        overlays: &[],
        facts: &limit.facts,
        positions: planning.positions,
        open_overlays: true,
        as_of: None,
        today: planning.today,
    }
}

/// The warning about a time limit whose rule was no law when the event happened that would start
/// it. One that the decision under review starts is refused instead: there is no case without it.
pub(super) fn no_law(planning: &Planning<'_>, limit: &TimeLimit, point: Option<Trigger>) -> Option<Warning> {
    let trigger = point.filter(|_| limit.key.started_by.is_some() && limit.ordered.is_none())?;
    engine::no_law(planning.law, &computation(planning, limit, trigger))
}

/// The way in which what a time limit runs from was served: the expiry of a time was served by
/// nobody.
fn method(limit: &TimeLimit, point: Option<Trigger>) -> Option<&str> {
    limit.service_method.as_deref().filter(|_| !matches!(point, Some(Trigger::Expiry { .. })))
}

/// The basis of the date of a time limit, as stored.
///
/// # Errors
/// 500 where it has no JSON form.
pub(super) fn basis(planning: &Planning<'_>, limit: &TimeLimit, point: Option<Trigger>) -> Result<String> {
    Ok(serde_json::to_string(&Basis {
        trigger: point.map(written),
        service_method: method(limit, point).map(str::to_owned),
        facts: limit.facts.clone().into_iter().collect(),
        office: planning.case.office.clone(),
        ordered: limit.ordered.map(|set| set.due_on),
    })?)
}

/// A trigger in words for machines.
fn written(trigger: Trigger) -> String {
    match trigger {
        Trigger::On(day) => day.to_string(),
        Trigger::AtLocal(at) => at.format("%Y-%m-%dT%H:%M:%S").to_string(),
        Trigger::At(at) => at.to_rfc3339(),
        Trigger::Expiry { from, otherwise, earliest, latest } => {
            let ends = [("expiry", Some(from)), ("or", otherwise), ("from", earliest), ("to", latest)];
            let ends = ends.into_iter().filter_map(|(word, day)| Some(format!("{word} {}", day?)));
            ends.collect::<Vec<_>>().join(" ")
        }
    }
}

impl ComputedDate {
    /// Writes the date into a row, with the day that it is watched by.
    ///
    /// # Errors
    /// 500 where an explanation has no JSON form.
    pub fn write(self, row: &mut DeadlineRow, side: Side) -> Result<()> {
        let Self { rule_version, trigger, computed, ordered, basis } = self;
        row.rule_version = rule_version;
        row.trigger_on = trigger.map(|trigger| trigger.day());
        row.trigger_at = trigger.and_then(|trigger| match trigger {
            Trigger::AtLocal(_) | Trigger::At(_) => Some(written(trigger)),
            Trigger::On(_) | Trigger::Expiry { .. } => None,
        });
        row.due_on = computed.due_on;
        row.nominal_on = computed.nominal_on;
        row.due_at = computed.due_at.map(|at| at.to_rfc3339());
        row.not_before_on = computed.not_before_on;
        row.safe_on = computed.safe_on;
        row.arguable_latest_on = computed.arguable_latest_on;
        row.no_fixed_date = computed.no_fixed_date;
        row.explanation = Json::of(&computed.explanation)?;
        row.warnings = Json::of(&computed.warnings)?;
        row.basis = Some(basis);
        row.pinned = ordered;
        row.pinned_by = ordered.then_some(PinnedBy::Order);
        row.sort_on = row.due_on.unwrap_or(NO_DATE);
        row.watch_on = watch_on(row, side);
        Ok(())
    }
}

/// A date that cannot be computed, with the field of the event or of the case that is the reason.
fn not_computable(error: &ComputeError, of_event: bool) -> Error {
    let pointer = match (error.pointer().as_str(), of_event) {
        ("/trigger_on" | "/trigger_at" | "/rule", true) => "/occurred_on".to_owned(),
        ("/trigger_on" | "/trigger_at" | "/rule", false) => "/decision/notified_on".to_owned(),
        (pointer, _) => pointer.to_owned(),
    };
    let message = error.message();
    let code = if matches!(error, ComputeError::OutsideCalendar(_)) {
        Code::OutsideCalendar
    } else {
        Code::RuleNotComputable
    };
    Error::new(code).with_faults(vec![Fault::body(pointer, error.code(), message.en, message.fr)])
}
