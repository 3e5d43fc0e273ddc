//! The graph of a proceeding: stages, events, deadlines.

use super::super::condition::FactCondition;
use super::super::hearing::HEARING_AT;
use super::super::load::CatalogFile;
use super::super::start::Anchor;
use super::super::successor::{CAPACITIES, CONFIDENTIALITY_ORDERS, LINK_KINDS, LOCATIONS, Successor};
use super::super::wiring::{DeadlineDef, EventType, FactDef, FactKind, PHASES, PREVIOUS_STAGE, Proceeding};
use super::{Checker, DefinedNames};
use chrono_tz::Tz;
use std::collections::BTreeSet;

/// The names that conditions may take from the case rather than from the event.
const OF_THE_CASE: [&str; 3] = ["decision.location", "decision.body", "side"];

impl Checker<'_, '_> {
    pub(super) fn proceeding(
        &mut self,
        proceeding: &Proceeding,
        file: &CatalogFile,
        known: &DefinedNames<'_>,
    ) {
        self.text("proceeding.name", &proceeding.name);
        self.text("proceeding.citation", &proceeding.citation);
        self.calendar("proceeding.calendar".to_owned(), &proceeding.calendar);
        if proceeding.zone.parse::<Tz>().is_err() {
            self.fault("proceeding.zone", format!("unknown time zone `{}`", proceeding.zone));
        }
        let stages: BTreeSet<&str> = file.stages.iter().map(|stage| stage.code.as_str()).collect();
        let events: BTreeSet<&str> = file.events.iter().map(|event| event.code.as_str()).collect();
        if !stages.contains(proceeding.initial_stage.as_str()) {
            self.fault("proceeding.initial_stage", format!("unknown stage `{}`", proceeding.initial_stage));
        }
        self.stages(file);
        self.events(file, &stages, &events);
        self.reachable(proceeding, file);
        self.recordable(file);
        for (index, deadline) in file.deadlines.iter().enumerate() {
            self.deadline(&format!("deadlines[{index}]"), deadline, file, &events, known);
        }
        self.expiries(file);
        self.hearings(file, &events);
        for (index, successor) in file.successors.iter().enumerate() {
            let key = format!("successors[{index}]");
            self.successor(&key, successor, &stages, &events, known);
            let by = successor.decided_by.first();
            let by = by.and_then(|code| file.events.iter().find(|event| event.code == *code));
            self.conditions(&key, &successor.when, by);
        }
    }

    /// Checks that nothing needs itself on record before it can be recorded.
    fn recordable(&mut self, file: &CatalogFile) {
        let mut can: BTreeSet<&str> = BTreeSet::new();
        loop {
            let before = can.len();
            for event in &file.events {
                if event.requires.is_empty() || event.requires.iter().any(|code| can.contains(code.as_str()))
                {
                    can.insert(&event.code);
                }
            }
            if can.len() == before {
                break;
            }
        }
        for event in file.events.iter().filter(|event| !can.contains(event.code.as_str())) {
            self.fault(format!("events.{}.requires", event.code), "a cycle: it needs itself on record first");
        }
    }

    /// Checks that no time limit waits for its own expiry.
    fn expiries(&mut self, file: &CatalogFile) {
        let next = |rule: &str| -> Vec<&str> {
            let of = file.deadlines.iter().filter(|deadline| deadline.rule == rule);
            of.flat_map(|deadline| deadline.expiries().map(|(_, rule)| rule)).collect()
        };
        for (index, deadline) in file.deadlines.iter().enumerate() {
            let mut seen = BTreeSet::new();
            let mut wait = next(&deadline.rule);
            while let Some(rule) = wait.pop() {
                if rule == deadline.rule {
                    let reason = format!("a cycle: `{rule}` waits for its own expiry");
                    self.fault(format!("deadlines[{index}].started_by"), reason);
                    break;
                }
                if seen.insert(rule) {
                    wait.extend(next(rule));
                }
            }
        }
    }

    fn successor(
        &mut self,
        key: &str,
        successor: &Successor,
        stages: &BTreeSet<&str>,
        events: &BTreeSet<&str>,
        known: &DefinedNames<'_>,
    ) {
        if !known.proceedings.contains(successor.proceeding.as_str()) {
            self.fault(format!("{key}.proceeding"), format!("unknown proceeding `{}`", successor.proceeding));
        }
        self.listed(&format!("{key}.link"), "link", &successor.link, &LINK_KINDS);
        for (index, change) in successor.capacities.iter().enumerate() {
            self.listed(&format!("{key}.capacities[{index}].from"), "capacity", &change.from, &CAPACITIES);
            self.listed(&format!("{key}.capacities[{index}].to"), "capacity", &change.to, &CAPACITIES);
        }
        if successor.stages.is_empty() {
            self.fault(format!("{key}.stages"), "name the stages from which it may be opened");
        }
        self.codes(&format!("{key}.stages"), "stage", &successor.stages, stages);
        self.codes(&format!("{key}.decided_by"), "event", &successor.decided_by, events);
        self.codes(&format!("{key}.notified_by"), "event", &successor.notified_by, events);
        if let Some(body) = &successor.body {
            self.text(&format!("{key}.body"), body);
        }
        if let Some(location) = &successor.location {
            self.listed(&format!("{key}.location"), "location", location, &LOCATIONS);
        }
    }

    /// Checks a code that a part of the program outside the catalog gives its meaning.
    fn listed(&mut self, key: &str, what: &str, code: &str, known: &[&str]) {
        if !known.contains(&code) {
            self.fault(key, format!("unknown {what} `{code}`: use one of {}", known.join(", ")));
        }
    }

    fn stages(&mut self, file: &CatalogFile) {
        let mut seen = BTreeSet::new();
        for (index, stage) in file.stages.iter().enumerate() {
            if !seen.insert(stage.code.as_str()) {
                self.fault(format!("stages[{index}].code"), format!("`{}` is there twice", stage.code));
            }
            self.text(&format!("stages.{}.name", stage.code), &stage.name);
            if !PHASES.contains(&stage.phase.as_str()) {
                let phases = PHASES.join(", ");
                let reason = format!("unknown phase `{}`: use one of {phases}", stage.phase);
                self.fault(format!("stages.{}.phase", stage.code), reason);
            }
        }
    }

    fn events(&mut self, file: &CatalogFile, stages: &BTreeSet<&str>, events: &BTreeSet<&str>) {
        let mut seen = BTreeSet::new();
        for (index, event) in file.events.iter().enumerate() {
            if !seen.insert(event.code.as_str()) {
                self.fault(format!("events[{index}].code"), format!("`{}` is there twice", event.code));
            }
            let key = format!("events.{}", event.code);
            self.text(&format!("{key}.name"), &event.name);
            if let Some(citation) = &event.citation {
                self.text(&format!("{key}.citation"), citation);
            }
            self.codes(&format!("{key}.stages"), "stage", &event.stages, stages);
            self.codes(&format!("{key}.follows"), "event", &event.follows, events);
            self.codes(&format!("{key}.requires"), "event", &event.requires, events);
            self.codes(&format!("{key}.requires_since"), "event", &event.requires_since, events);
            self.codes(&format!("{key}.decides"), "event", &event.decides, events);
            if event.requires.is_empty() && !event.requires_since.is_empty() {
                self.fault(format!("{key}.requires_since"), "needs `requires`");
            }
            if let Some(service) = event.records_service_as.as_deref().filter(|code| !events.contains(code)) {
                self.fault(format!("{key}.records_service_as"), format!("unknown event `{service}`"));
            }
            if event.records_service_as.is_some() && !event.takes_service {
                self.fault(format!("{key}.records_service_as"), "needs `takes_service = true`");
            }
            for fact in &event.facts {
                self.fact(&format!("{key}.facts.{}", fact.code), fact);
            }
            if event.about_time && !event.order {
                self.fault(format!("{key}.about_time"), "needs `order = true`");
            }
            if let Some(order) = &event.sets_confidentiality {
                let key = format!("{key}.sets_confidentiality");
                self.listed(&key, "confidentiality order", order, &CONFIDENTIALITY_ORDERS);
            }
            for condition in &event.grants_nothing_when {
                if event.fact(&condition.fact).is_none() {
                    self.fault(
                        format!("{key}.grants_nothing_when"),
                        format!("unknown fact `{}`", condition.fact),
                    );
                }
            }
            for fact in event.in_main_file.iter().flat_map(|entry| &entry.passes) {
                if event.fact(fact).is_none() {
                    self.fault(format!("{key}.in_main_file.passes"), format!("unknown fact `{fact}`"));
                }
            }
            for date in &event.sets {
                let key = format!("{key}.sets.{}", date.rule);
                if !event.order {
                    self.fault(&key, "needs `order = true`");
                }
                if !file.deadlines.iter().any(|deadline| deadline.rule == date.rule) {
                    self.fault(&key, "the proceeding has no such deadline");
                }
            }
            for (index, step) in event.moves.iter().enumerate() {
                let key = format!("{key}.moves[{index}]");
                self.codes(
                    &format!("{key}.from"),
                    "stage",
                    &step.from,
                    &event.stages.iter().map(String::as_str).collect(),
                );
                if step.to != PREVIOUS_STAGE && !stages.contains(step.to.as_str()) {
                    self.fault(format!("{key}.to"), format!("unknown stage `{}`", step.to));
                }
                self.conditions(&key, &step.when, Some(event));
            }
        }
    }

    fn fact(&mut self, key: &str, fact: &FactDef) {
        self.text(&format!("{key}.name"), &fact.name);
        for choice in &fact.values {
            self.text(&format!("{key}.values.{}", choice.code), &choice.name);
        }
        let is_time = matches!(fact.kind, FactKind::Date | FactKind::Instant);
        if is_time != fact.timing.is_some() {
            self.fault(format!("{key}.timing"), "a date or an hour, and nothing else, says where it lies: same_day, on_or_after, on_or_before or since");
        }
        if (fact.kind == FactKind::Code) == fact.values.is_empty() {
            self.fault(format!("{key}.values"), "a code, and only a code, has values");
        }
        let bounds = fact.min.zip(fact.max).filter(|(min, max)| min <= max);
        let is_bounded = fact.min.is_some() || fact.max.is_some();
        let is_number = fact.kind == FactKind::Integer;
        if is_number != bounds.is_some() || is_number != is_bounded {
            self.fault(key, "a whole number, and nothing else, lies between a min and a max");
        }
    }

    /// Checks a fact that whatever sets a hearing may carry.
    pub(super) fn hearing_fact(&mut self, fact: &FactDef) {
        let key = format!("hearing_facts.{}", fact.code);
        self.fact(&key, fact);
        if (fact.code == HEARING_AT) != (fact.kind == FactKind::Instant) {
            self.fault(key, format!("`{HEARING_AT}` is the hour of a hearing, and nothing else is an hour"));
        } else if fact.required {
            self.fault(key, "a hearing may be set before it is known");
        }
    }

    fn hearings(&mut self, file: &CatalogFile, events: &BTreeSet<&str>) {
        let stages: BTreeSet<_> = file.stages.iter().map(|stage| stage.code.as_str()).collect();
        let mut seen = BTreeSet::new();
        for (index, hearing) in file.hearings.iter().enumerate() {
            let key = format!("hearings[{index}]");
            if !seen.insert(hearing.code.as_str()) {
                self.fault(format!("{key}.code"), format!("`{}` is there twice", hearing.code));
            }
            self.text(&format!("{key}.name"), &hearing.name);
            self.codes(&format!("{key}.changed_by"), "event", &hearing.changed_by, events);
            self.codes(&format!("{key}.continued_in"), "stage", &hearing.continued_in, &stages);
            self.codes(&format!("{key}.held_by"), "event", &hearing.held_by, events);
            self.codes(&format!("{key}.vacated_by"), "event", &hearing.vacated_by, events);
            let vacating = hearing.vacated_by.iter().map(String::as_str).collect();
            self.codes(
                &format!("{key}.adjourned_by"),
                "event of `vacated_by`",
                &hearing.adjourned_by,
                &vacating,
            );
            if hearing.set_by.is_empty() {
                self.fault(format!("{key}.set_by"), "nothing sets its day: name the events that do");
            }
            for start in &hearing.set_by {
                let event = file.events.iter().find(|event| event.code == start.event);
                let is_day = |fact: &FactDef| fact.kind == FactKind::Date;
                if !event.and_then(|event| event.fact(&start.day)).is_some_and(is_day) {
                    let reason = format!("`{}` is no date fact of `{}`", start.day, start.event);
                    self.fault(format!("{key}.set_by.{}", start.event), reason);
                }
            }
        }
        for (index, deadline) in file.deadlines.iter().enumerate() {
            if let Some(code) = deadline.met_by_hearing.as_deref().filter(|code| !seen.contains(code)) {
                let reason = format!("`{code}` is no hearing of the proceeding");
                self.fault(format!("deadlines[{index}].met_by_hearing"), reason);
            }
        }
    }

    fn codes(&mut self, key: &str, what: &str, codes: &[String], known: &BTreeSet<&str>) {
        for (index, code) in codes.iter().enumerate() {
            if !known.contains(code.as_str()) {
                self.fault(format!("{key}[{index}]"), format!("unknown {what} `{code}`"));
            }
        }
    }

    fn conditions(&mut self, key: &str, when: &[FactCondition], event: Option<&EventType>) {
        for (index, condition) in when.iter().enumerate() {
            let key = format!("{key}.when[{index}]");
            if OF_THE_CASE.contains(&condition.fact.as_str()) {
                continue;
            }
            let Some(fact) = event.and_then(|event| event.fact(&condition.fact)) else {
                self.fault(format!("{key}.fact"), format!("unknown fact `{}`", condition.fact));
                continue;
            };
            let fits = match fact.kind {
                FactKind::Boolean => condition.equals.is_boolean(),
                FactKind::Integer => condition.equals.is_i64(),
                FactKind::Date | FactKind::Instant => condition.equals.is_string(),
                FactKind::Spans => condition.equals.is_array(),
                FactKind::Text => false,
                FactKind::Code => {
                    condition.equals.as_str().is_some_and(|code| fact.values.iter().any(|v| v.code == code))
                }
            };
            if !fits {
                self.fault(
                    format!("{key}.equals"),
                    format!("the fact `{}` cannot be {}", fact.code, condition.equals),
                );
            }
        }
    }

    /// Checks that every stage can be reached from the first one.
    fn reachable(&mut self, proceeding: &Proceeding, file: &CatalogFile) {
        let mut reached = BTreeSet::from([proceeding.initial_stage.as_str()]);
        loop {
            let before = reached.len();
            for event in &file.events {
                for step in &event.moves {
                    let from = if step.from.is_empty() { &event.stages } else { &step.from };
                    if step.to != PREVIOUS_STAGE && from.iter().any(|stage| reached.contains(stage.as_str()))
                    {
                        reached.insert(step.to.as_str());
                    }
                }
            }
            if reached.len() == before {
                break;
            }
        }
        for stage in file.stages.iter().filter(|stage| !reached.contains(stage.code.as_str())) {
            self.fault(format!("stages.{}", stage.code), "no event moves a case to this stage");
        }
        for event in &file.events {
            if !event.stages.iter().any(|stage| reached.contains(stage.as_str())) {
                self.fault(
                    format!("events.{}.stages", event.code),
                    "no case can ever be in one of these stages",
                );
            }
        }
    }

    fn deadline(
        &mut self,
        key: &str,
        deadline: &DeadlineDef,
        file: &CatalogFile,
        events: &BTreeSet<&str>,
        known: &DefinedNames<'_>,
    ) {
        if !known.rules.contains(deadline.rule.as_str()) {
            self.fault(format!("{key}.rule"), format!("unknown rule `{}`", deadline.rule));
        }
        if deadline.met_by.is_empty() || deadline.met_by.iter().any(Vec::is_empty) {
            self.fault(format!("{key}.met_by"), "nothing satisfies it: name the events that do");
        }
        for (index, alternative) in deadline.met_by.iter().enumerate() {
            self.codes(&format!("{key}.met_by[{index}]"), "event", alternative, events);
        }
        self.codes(&format!("{key}.cancelled_by"), "event", &deadline.cancelled_by, events);
        let read = known.facts.get(deadline.rule.as_str());
        for (index, fact) in deadline.passes_facts.iter().enumerate() {
            if read.is_some_and(|read| !read.contains(fact.as_str())) {
                let reason = format!("the rule `{}` reads no fact `{fact}`", deadline.rule);
                self.fault(format!("{key}.passes_facts[{index}]"), reason);
            }
        }
        for (index, day) in deadline.passes_days.iter().enumerate() {
            let key = format!("{key}.passes_days[{index}]");
            if read.is_some_and(|read| !read.contains(day.fact.as_str())) {
                let reason = format!("the rule `{}` reads no fact `{}`", deadline.rule, day.fact);
                self.fault(format!("{key}.fact"), reason);
            }
            self.codes(&format!("{key}.event"), "event", std::slice::from_ref(&day.event), events);
        }
        self.turn(key, deadline, file);
        self.of_motion(key, deadline, file);
        let wanted =
            if known.hours.contains(deadline.rule.as_str()) { FactKind::Instant } else { FactKind::Date };
        if deadline.started_by.is_empty() != deadline.ordered_only {
            self.fault(
                format!("{key}.started_by"),
                "a deadline either starts with an event or is `ordered_only`",
            );
        }
        for (index, start) in deadline.started_by.iter().enumerate() {
            let key = format!("{key}.started_by[{index}]");
            let event = start.event.as_deref();
            if let Some(code) = event.filter(|code| !events.contains(code)) {
                self.fault(format!("{key}.event"), format!("unknown event `{code}`"));
                continue;
            }
            let event = event.and_then(|code| file.events.iter().find(|event| event.code == code));
            self.conditions(&key, &start.when, event);
            self.conditions(&key, &start.unless, event);
            if let Some(wanted) = &start.where_record {
                let key = format!("{key}.where_record.event");
                self.codes(&key, "event", std::slice::from_ref(&wanted.event), events);
            }
            if wanted == FactKind::Instant && !matches!(start.anchor, Anchor::Fact(_)) {
                self.fault(format!("{key}.anchor"), "the rule counts hours: name a fact of kind `instant`");
            }
            match (&start.anchor, event) {
                (Anchor::ExpiryOf(rule), None) => {
                    if !file.deadlines.iter().any(|deadline| deadline.rule == *rule) {
                        let reason = format!("`{rule}` is no deadline of the proceeding");
                        self.fault(format!("{key}.anchor"), reason);
                    }
                }
                (Anchor::ExpiryOf(_), Some(_)) => {
                    self.fault(format!("{key}.event"), "the expiry of a time is no event: leave `event` out");
                }
                (Anchor::Fact(fact), Some(event)) => {
                    if event.fact(fact).is_none_or(|fact| fact.kind != wanted) {
                        let kind = if wanted == FactKind::Instant { "instant" } else { "date" };
                        self.fault(
                            format!("{key}.anchor"),
                            format!("`{fact}` is no {kind} fact of `{}`", event.code),
                        );
                    }
                }
                (Anchor::DecisionNotified, _) | (Anchor::OccurredOn | Anchor::ServedOn, Some(_)) => {}
                (_, None) => self.fault(
                    format!("{key}.anchor"),
                    "the opening of a case has no such date: use decision_notified",
                ),
            }
        }
    }
}
