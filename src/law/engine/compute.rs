//! The computation itself: from the request to the count that the rule names.

use super::clock_change::comes_twice;
use super::error::ComputeError;
use super::forward::covered;
use super::law::Law;
use super::model::{Computation, Computed, Explanation, PositionInForce, Trigger};
use super::receipt::{self, Sending};
use super::running::RunningComputation;
use super::{explain, office_clock, request};
use crate::law::calendars::dates::{English, French};
use crate::law::proceedings::{Count, TriggerKind};
use crate::text::Text;
use chrono::NaiveDate;

/// Computes the dates of one rule.
///
/// # Errors
/// [`ComputeError`]: what the request lacks or has wrong, with the field at fault.
pub fn compute(law: Law<'_>, request: &Computation<'_>) -> Result<Computed, ComputeError> {
    let mut computed = compute_from(law, request, None)?;
    received_otherwise(law, request, &mut computed)?;
    if let Trigger::Expiry { earliest, latest, .. } = request.trigger {
        for day in [earliest, latest].into_iter().flatten() {
            let trigger = Trigger::Expiry { from: day, otherwise: None, earliest: None, latest: None };
            let other = compute_from(law, &Computation { trigger, ..*request }, None)?;
            widen(&mut computed, &other, day);
        }
    }
    Ok(computed)
}

/// Widens a date by what is open in the time before it: what is open there is open in the time that
/// runs from its end, too, and a date is as safe, and as arguable, as it is counted from the
/// earliest and the latest end.
fn widen(computed: &mut Computed, other: &Computed, from: NaiveDate) {
    let Some(due) = computed.due_on else { return };
    let first = other.safe_on.or(other.due_on).filter(|date| *date < due);
    let last = other.arguable_latest_on.or(other.due_on).filter(|date| *date > due);
    let citation = computed.explanation.steps.first().and_then(|step| step.citation.clone());
    let citation = citation.unwrap_or_else(|| Text::new("", ""));
    if let Some(first) = first {
        computed.safe_on = Some(computed.safe_on.map_or(first, |known| known.min(first)));
        computed.explanation.readings.push(explain::other_expiry(from, first, citation.clone()));
    }
    if let Some(last) = last {
        computed.arguable_latest_on = Some(computed.arguable_latest_on.map_or(last, |known| known.max(last)));
        computed.explanation.readings.push(explain::other_expiry(from, last, citation));
    }
}

/// Says until when it is arguable that time runs, where another rule may be said to deem what was
/// sent received later.
fn received_otherwise(
    law: Law<'_>,
    request: &Computation<'_>,
    computed: &mut Computed,
) -> Result<(), ComputeError> {
    if !sent(request.service_method) {
        return Ok(());
    }
    let (_, version) = request::version(law.catalog, request)?;
    let other = version.on.or_deemed_by.as_deref();
    let Some(deeming) = other.and_then(|code| law.catalog.rule(code)) else { return Ok(()) };
    let otherwise = compute_from(law, request, Some(&deeming.code))?;
    let latest = otherwise.arguable_latest_on.max(otherwise.due_on);
    let Some(latest) = latest.filter(|latest| computed.due_on.is_some_and(|due| *latest > due)) else {
        return Ok(());
    };
    computed.arguable_latest_on = computed.arguable_latest_on.max(Some(latest));
    let citation = deeming.current().map_or_else(|| version.citation.clone(), |rule| rule.citation.clone());
    computed.explanation.readings.push(explain::received_otherwise(otherwise.effective_on, latest, citation));
    Ok(())
}

fn compute_from(
    law: Law<'_>,
    request: &Computation<'_>,
    deemed_by: Option<&str>,
) -> Result<Computed, ComputeError> {
    let Law { catalog, calendars } = law;
    let trigger = office_clock::by_the_clock(calendars, request.office, request.trigger);
    let placed = Computation { trigger, ..*request };
    let (written, request) = (request.trigger, &placed);
    let (rule, version) = request::version(catalog, request)?;
    request::check_facts(rule, request)?;
    let mut run = RunningComputation {
        catalog,
        calendars,
        request,
        rule,
        version,
        service_method: request::service_method(request)?,
        deemed_by,
        overlays: request::overlays(catalog, request)?,
        steps: Vec::with_capacity(8),
        readings: Vec::new(),
        warnings: Vec::new(),
    };
    run.steps.push(explain::trigger(rule, version, request.trigger.day()));
    if let (Trigger::At(written), Trigger::At(there)) = (written, request.trigger)
        && written.offset() != there.offset()
    {
        run.steps.push(explain::by_the_clock(written, there, run.zone()));
    }
    let twice = comes_twice(run.zone(), written);
    run.warnings.extend(twice);
    let said = run.steps.len();
    let mut computed = if let Some(receipt) = &version.receipt {
        let sending = Sending {
            request,
            service_method: run.service_method,
            originating: request::boolean_fact(request, "originating_document") == Some(true),
        };
        let day = receipt::effective(calendars, &sending, version, receipt, &mut run.steps)?;
        if run.steps.len() == said {
            run.counts_as_given(day);
        }
        Computed { effective_on: Some(day), ..run.blank() }
    } else {
        match &version.count {
            Some(count) => run.count(count)?,
            None => run.no_fixed_date(),
        }
    };
    computed.no_fixed_date |= version.no_fixed_date;
    computed.explanation = Explanation { steps: run.steps, readings: run.readings };
    computed.warnings = run.warnings;
    Ok(computed)
}

impl RunningComputation<'_, '_> {
    pub(super) fn blank(&self) -> Computed {
        Computed { rule_version: self.version.version.clone(), ..Computed::without_date(&self.rule.code) }
    }

    /// The position that was taken on a reading or a practice direction: one for this rule before
    /// one for all.
    pub(super) fn position(&self, code: &str) -> Option<&PositionInForce> {
        let on_it = |taken: &&PositionInForce| taken.code == code;
        let of_rule = self
            .request
            .positions
            .iter()
            .filter(on_it)
            .find(|one| one.rule.as_deref() == Some(self.request.rule));
        of_rule.or_else(|| self.request.positions.iter().filter(on_it).find(|one| one.rule.is_none()))
    }

    /// Says the day of a receipt that nothing moved.
    fn counts_as_given(&mut self, day: NaiveDate) {
        let text = Text::new(
            format!("It counts on that day: {}.", English(day)),
            format!("Elle compte de ce jour : {}.", French(day)),
        );
        let citation = Some(self.version.citation.clone());
        self.steps.push(explain::step("received", text, Some(day), citation));
    }

    fn no_fixed_date(&mut self) -> Computed {
        let text = self.version.note.clone().unwrap_or_else(|| self.rule.act.clone());
        let citation = Some(self.version.citation.clone());
        self.steps.push(explain::step("no_fixed_date", text, None, citation));
        Computed { no_fixed_date: true, ..self.blank() }
    }

    /// The day from which time runs: as received or served, or the later of two.
    fn start(&mut self) -> Result<(NaiveDate, Option<NaiveDate>), ComputeError> {
        let written = self.request.trigger.day();
        if let Trigger::Expiry { .. } = self.request.trigger {
            return Ok((written, None));
        }
        let mut day = written;
        let on = &self.version.on;
        let said = request::boolean_fact(self.request, "trigger_is_service");
        let served = match on.kind {
            // What is filed on a holiday counts from the next day that is none, whoever asks.
            TriggerKind::Filing => true,
            TriggerKind::Service => said.unwrap_or(true) || self.service_method.is_some(),
            TriggerKind::ServiceOrExpiry | TriggerKind::Date => {
                said == Some(true) || self.service_method.is_some()
            }
        };
        let deemed_by = match on.deemed_by_fact.as_deref().and_then(|fact| self.request.facts.get(fact)) {
            Some(sender) => sender.as_str().and_then(|sender| on.deemed_for.get(sender)),
            None => on.deemed_by.as_ref(),
        };
        let deemed_by = self.deemed_by.or(deemed_by.map(String::as_str));
        match (deemed_by, served) {
            (Some(code), true) => {
                let rule = self.catalog.rule(code);
                let rule = rule.ok_or_else(|| ComputeError::Catalog(format!("unknown rule `{code}`")))?;
                match request::version_on(rule, written, self.request.as_of, false) {
                    Ok(version) => {
                        if let Some(receipt) = &version.receipt {
                            let sending = Sending {
                                request: self.request,
                                service_method: self.service_method,
                                originating: on.originating,
                            };
                            day = receipt::effective(
                                self.calendars,
                                &sending,
                                version,
                                receipt,
                                &mut self.steps,
                            )?;
                        }
                    }
                    // Without a method the day given is that of receipt; nothing is to be deemed.
                    Err(error) if on.kind != TriggerKind::Filing && sent(self.service_method) => {
                        return Err(error);
                    }
                    Err(_) => {}
                }
            }
            (None, _) if sent(self.service_method) => {
                return Err(ComputeError::UnsupportedServiceMethod {
                    method: self.service_method.unwrap_or_default().to_owned(),
                    supported: vec!["personal".to_owned()],
                });
            }
            _ => {}
        }
        let effective = (day != written).then_some(day);
        if let Some(fact) = &on.later_of_fact
            && let Some(other) = request::date_fact(self.request, fact)?
        {
            let citation = on.later_of_citation.clone().unwrap_or_else(|| self.version.citation.clone());
            self.steps.push(explain::later_of(day, other, citation));
            day = day.max(other);
        }
        Ok((day, effective))
    }

    fn count(&mut self, count: &Count) -> Result<Computed, ComputeError> {
        if let Some(hours) = count.hours {
            let mut computed = self.hours(hours)?;
            self.safe_while_staffed(&self.counting_rules()?, &mut computed)?;
            return Ok(computed);
        }
        // Before anything is counted: outside the calendars there is nothing to count by, however
        // far the day is.
        covered(self.request.trigger.day())?;
        let (start, effective) = self.start()?;
        covered(start)?;
        let rules = self.counting_rules()?;
        let mut computed = match count {
            Count { bar: true, .. } => self.bar(count, &rules, start)?,
            Count { before: true, .. } => self.back(count, &rules, start)?,
            _ => self.forward(count, &rules, start)?,
        };
        computed.effective_on = effective;
        self.safe_while_staffed(&rules, &mut computed)?;
        Ok(computed)
    }
}

/// Whether a document was sent rather than handed over: then the day given is not that of receipt.
fn sent(service_method: Option<&str>) -> bool {
    service_method.is_some_and(|method| method != "personal")
}
